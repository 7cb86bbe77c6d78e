"""Asking a question through a lens, and telling what the lens takes away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from clew.graph.errors import UnknownId
from clew.graph.lens import Lens
from clew.graph.model import Path
from clew.graph.opened import Opened
from clew.queries.answer import Answer
from clew.queries.library import question
from clew.queries.question import Question, Values, left_out

#: Opens the projection of a lens.
Open = Callable[[Lens], AbstractContextManager[Opened]]
NOT_SEEN = "What is asked about is in the case, but not in what this lens shows."


def ask(opened: Open, name: str, lens: Lens, parameters: Mapping[str, Any]) -> Answer:
    """Answer a question of the library through a lens.

    What the case holds and the lens does not show gives an empty answer and no error; what is not
    in the case, or protected, raises UnknownId. Where the lens leaves out sources, the paths that
    stand only with them are `fallen`.
    """
    asked = question(name)
    values = asked.values(parameters)
    plain = Lens(disclose=lens.disclose)
    try:
        answer = _answer(opened, asked, lens, values)
    except UnknownId:
        if lens == plain:
            raise
        answer = _nothing(opened, asked, lens, values)
    if not lens.without_sources or answer.columns:
        return answer
    with_them = ask(opened, name, replace(lens, without_sources=()), parameters)
    fallen = tuple(path for path in with_them.paths if _falls(path, lens))
    evidence = {**with_them.evidence, **answer.evidence}
    return replace(answer, fallen=fallen, evidence=evidence)


def _answer(opened: Open, asked: Question, lens: Lens, values: Values) -> Answer:
    with opened(lens) as graph:
        answer = asked.answer(graph, values)
        return replace(answer, notes=(*graph.notes, *answer.notes))


def _nothing(opened: Open, asked: Question, lens: Lens, values: Values) -> Answer:
    """Return the empty answer on what only a wider lens shows; raises UnknownId if none does."""
    whole = _answer(opened, asked, Lens(disclose=lens.disclose), values)
    with opened(lens) as graph:
        notes = (*graph.notes, NOT_SEEN, *left_out(graph))
        version = graph.version
    return Answer(
        question=whole.question,
        title=whole.title,
        parameters=whole.parameters,
        lens=lens.to_json(),
        graph_version=version,
        query=whole.query,
        columns=whole.columns,
        notes=notes,
    )


def _falls(path: Path, lens: Lens) -> bool:
    """Tell whether a step of a path rests on nothing but sources that the lens leaves out."""
    gone = set(lens.without_sources)
    return any(gone.issuperset(edge.properties["claim_sources"]) for edge in path.edges)
