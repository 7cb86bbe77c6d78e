"""How an answer or a graph shows itself as a pyvis network, and in a notebook."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from html import escape
from json import dumps
from typing import TYPE_CHECKING

from clew.graph.errors import ClewError
from clew.graph.handing import ID
from clew.graph.opened import Opened
from clew.graph.view.picture import NO_ACCUSATION, counts
from clew.graph.view.saving import Drawn
from clew.queries.pictures import Sight, closed_in, drawn, of_answer
from clew.queries.question import left_out

if TYPE_CHECKING:
    from clew.graph.view.pyvis_network import Network
    from clew.queries.answer import Answer

#: An id, or as much of its beginning as words show.
_BEGUN = re.compile(r"(?<![0-9A-Za-z_])[cdeimr][0-9a-f]{6,32}(?![0-9A-Za-z_])")
_WORDS = '<pre style="white-space:pre-wrap;overflow-wrap:anywhere">'


def network_of(shown: Drawn) -> Network:
    """Return what is drawn as a pyvis network; raises UsageError without pyvis, or if too large."""
    from clew.graph.view.pyvis_page import network

    return network(shown.picture, shown)


def whole(graph: Opened) -> Drawn:
    """Return the picture of all entities and ties of a lens, of no more than pyvis draws."""
    from clew.graph.view.pyvis_page import check

    sight = Sight(graph)
    sight.add(node for node in graph.nodes() if "Entity" in node.labels)
    check(len(sight.nodes))
    sight.add(graph.edges())
    notes = [*closed_in(sight), *graph.notes, *left_out(graph)]
    return drawn(sight, title="All that the graph holds", notes=notes)


def told(graph: Opened) -> str:
    """Say in words how much a lens shows."""
    nodes = sum("Entity" in node.labels for node in graph.nodes())
    ties = sum(1 for _ in graph.edges())
    lines = [counts(nodes, ties), f"Lens: {graph.lens.words()}", *graph.notes]
    return "\n".join([*lines, *left_out(graph), NO_ACCUSATION])


def answer_html(answer: Answer) -> str:
    """Return an answer for a notebook: its picture, where there is one, above its words.

    A notebook keeps what it shows and is handed on as a file: ids are salted (rule 24).
    """
    if answer.reopen is None:
        return _picture(lambda: network_of(of_answer(answer))) + as_words(
            _handed_on(answer, answer.to_text(), _gone)
        )
    with answer.reopen() as graph:
        here = replace(answer, reopen=lambda: nullcontext(graph))
        shown = _picture(lambda: network_of(of_answer(here)))
        return shown + as_words(_handed_on(answer, answer.to_text(), graph.handing.id))


def answer_markdown(answer: Answer) -> str:
    """Return an answer as Markdown for a notebook, its ids salted."""
    if answer.reopen is None:
        return _handed_on(answer, answer.to_markdown(), _gone)
    with answer.reopen() as graph:
        return _handed_on(answer, answer.to_markdown(), graph.handing.id)


def _handed_on(answer: Answer, text: str, salted: Callable[[str], str]) -> str:
    """Return words of an answer with its ids salted, whole ones and those that are cut."""
    own = sorted(set(ID.findall(dumps(answer.to_json(), default=str))))

    def instead(found: re.Match[str]) -> str:
        at = bisect_left(own, found[0])
        whole = own[at] if at < len(own) else ""
        return salted(whole)[: len(found[0])] if whole.startswith(found[0]) else found[0]

    return _BEGUN.sub(instead, text)


def _gone(_: str) -> str:
    return "…"


def as_words(text: str) -> str:
    """Return lines of text for a notebook as they stand."""
    return f"{_WORDS}{escape(text)}</pre>"


def _picture(make: Callable[[], Network]) -> str:
    """Return a frame with a picture; why there is none, if it cannot be; nothing if it is empty."""
    try:
        network = make()
    except ClewError as error:
        return as_words(f"No picture: {error}")
    return str(network._repr_html_()) if network.nodes else ""
