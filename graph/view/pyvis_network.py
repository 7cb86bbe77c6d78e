"""A pyvis network whose every way of being shown or written is Clew's safe page."""

from __future__ import annotations

import json
import webbrowser
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any

from pyvis import network

from clew.graph.directory import write_private
from clew.graph.view.picture import Json, Picture
from clew.graph.view.pyvis_page import written
from clew.graph.view.saving import Drawn

#: vis-network draws everything where it is told to, and moves nothing by itself.
OPTIONS: Json = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"font": {"size": 14, "color": "#1a1a1a", "strokeWidth": 4, "strokeColor": "#ffffff"}},
    "edges": {
        "smooth": False,
        "color": {"color": "#444444", "highlight": "#0b57d0"},
        "font": {"size": 12, "color": "#1a1a1a", "strokeWidth": 0, "background": "#ffffff"},
    },
    "interaction": {
        "hideEdgesOnDrag": True,
        "hideEdgesOnZoom": True,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
}


class Network(network.Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network that can be changed like any other, and is never written by pyvis."""

    def __init__(self, picture: Picture, drawn: Drawn | None = None) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.picture, self.drawn = picture, drawn
        self.set_options(json.dumps(OPTIONS))

    def to_html(self) -> str:
        """Return the page: one file that fetches nothing and runs nothing of the data."""
        nodes, edges, _, _, _, options = self.get_network_data()
        return written(self.picture, nodes, edges, json.loads(options))

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the page to a file of 0600 and return its path; raises UsageError."""
        file = Path(path)
        if self.drawn is not None:
            self.drawn.check(file)
        write_private(file, self.to_html().encode())
        return file

    def generate_html(self, name: str = "", local: bool = True, notebook: bool = False) -> str:
        """Return the page; the arguments are pyvis's own and change nothing."""
        return self.to_html()

    def write_html(
        self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False
    ) -> None:
        """Write the page to a file; `open_browser` also opens it."""
        path = self.save(name)
        if open_browser:
            webbrowser.open(path.resolve().as_uri())

    def save_graph(self, name: str) -> None:
        """Write the page to a file."""
        self.save(name)

    def show(self, name: str, local: bool = True, notebook: bool = True) -> Any:
        """Write the page to a file and return what a notebook shows, else open it in a browser."""
        self.write_html(name, open_browser=not notebook)
        return self if notebook else None

    def _repr_html_(self) -> str:
        """Return a frame that holds the page, and lets it reach neither notebook nor network."""
        return framed(self.to_html(), self.picture.title)


def framed(page: str, title: str) -> str:
    """Return a page as a sandboxed frame for a notebook."""
    return (
        f'<iframe sandbox="allow-scripts" title="{escape(title)}" srcdoc="{escape(page)}" '
        'style="border:0;width:100%;height:720px"></iframe>'
    )
