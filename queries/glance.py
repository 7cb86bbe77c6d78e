"""How an answer or a graph shows itself as a pyvis network, and in a notebook."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from clew.graph.errors import ClewError
from clew.graph.opened import Opened
from clew.graph.view.picture import NO_ACCUSATION, counts
from clew.graph.view.saving import Drawn
from clew.queries.pictures import Sight, closed_in, drawn, of_answer
from clew.queries.question import left_out

if TYPE_CHECKING:
    from clew.graph.view.pyvis_network import Network
    from clew.queries.answer import Answer

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
    """Return an answer for a notebook: its picture, where there is one, above its words."""
    return _picture(lambda: network_of(of_answer(answer))) + as_words(answer.to_text())


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
