"""Asking a question through a lens, of which the entities that it names may show nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import replace
from typing import Any

from clew.graph.errors import UnknownId
from clew.graph.lens import Lens
from clew.graph.model import Evidence
from clew.graph.opened import Opened
from clew.graph.schema import schema
from clew.queries.answer import Answer
from clew.queries.library import question
from clew.queries.question import Question, Values, left_out

#: Opens the projection of a lens.
Open = Callable[[Lens], AbstractContextManager[Opened]]
NOT_SEEN = "What is asked about is in the case, but not in what this lens shows."


def ask(opened: Open, name: str, lens: Lens, parameters: Mapping[str, Any]) -> Answer:
    """Answer a question of the library through a lens.

    What the case holds and the lens does not show gives an empty answer and no error (Q29); what is
    not in the case, or protected, raises UnknownId. Where the lens leaves out sources, the paths
    that stand only with them are `fallen`.
    """
    asked = question(name)
    values = asked.values(parameters)
    plain = Lens(disclose=lens.disclose)
    with ExitStack() as stack:
        graph = _opened(stack, opened, lens)
        if lens.without_sources:
            graph.before = _opened(stack, opened, replace(lens, without_sources=()))
        try:
            answer = asked.answer(graph, values)
        except UnknownId:
            if lens == plain:
                raise
            answer = _of_the_unseen(asked, graph, _opened(stack, opened, plain), values)
        notes = (*graph.notes, *answer.notes)
        return replace(answer, notes=notes, reopen=lambda: opened(lens))


def _opened(stack: ExitStack, opened: Open, lens: Lens) -> Opened:
    """Open a lens until the stack ends; what it gives can open others so."""
    graph = stack.enter_context(opened(lens))
    graph.opener = lambda other: _opened(stack, opened, other)
    return graph


def _of_the_unseen(asked: Question, graph: Opened, plain: Opened, values: Values) -> Answer:
    """Answer where a name or id is known to the case; raises UnknownId where it is not."""
    named = [p for p in asked.parameters if p.entity and values[p.name]]
    here = {p.name: _here(graph, plain, values[p.name]) for p in named}
    if all(here.values()):
        return asked.answer(graph, {**values, **here})
    known = asked.answer(plain, values)
    fallen = _before(asked, graph, values)
    return Answer(
        question=known.question,
        title=known.title,
        parameters=known.parameters,
        lens=graph.lens.to_json(),
        graph_version=graph.version,
        query=known.query,
        columns=known.columns,
        fallen=fallen.paths if fallen else (),
        evidence=_of_paths(fallen) if fallen else {},
        notes=(NOT_SEEN, *left_out(graph)),
    )


def _here(graph: Opened, plain: Opened, words: str) -> str:
    """Return the id in `graph` of what words name in `plain`, or a kind; '' where it is not there.

    An entity's id can differ between lenses: it is that of the first mention that is seen.
    """
    if words in schema().kinds:
        return words
    with suppress(UnknownId):
        return graph.entity(words).id
    try:
        node = plain.entity(words)
    except UnknownId:
        if schema().kind(words) is None:
            raise
        return words
    for claim in plain.items.evidence_about(node.id):
        same = graph.items.get(claim.id)
        if isinstance(same, Evidence) and "kind" in claim.content.get("says", {}):
            return same.about[0]
    return ""


def _before(asked: Question, graph: Opened, values: Values) -> Answer | None:
    """Return the answer with the sources that the lens leaves out, where it leaves out any."""
    with suppress(UnknownId):
        return asked.answer(graph.before, values) if graph.before else None
    return None


def _of_paths(answer: Answer) -> Mapping[str, list[dict[str, object]]]:
    edges = {edge.id for path in answer.paths for edge in path.edges}
    return {i: claims for i, claims in answer.evidence.items() if i in edges}
