"""The question library: every question by name; a new one is one file and one line here."""

from __future__ import annotations

from clew.graph.errors import UsageError
from clew.queries.question import Question
from clew.queries.questions import (
    about,
    across,
    betweenness,
    bridges,
    brokers,
    changes,
    communities,
    compound,
    contradictions,
    degree,
    dossier,
    gaps,
    overlaps,
    path,
    sanctions,
    shared,
    single_source,
    strip,
    ties,
    timeline,
    who_said,
)

QUESTIONS: dict[str, Question] = {
    module.QUESTION.name: module.QUESTION
    for module in (
        ties,
        path,
        about,
        timeline,
        compound,
        single_source,
        who_said,
        contradictions,
        strip,
        gaps,
        changes,
        sanctions,
        dossier,
        degree,
        betweenness,
        bridges,
        communities,
        brokers,
        shared,
        across,
        overlaps,
    )
}


def question(name: str) -> Question:
    """Return a question by name; raises UsageError that lists them."""
    if name not in QUESTIONS:
        raise UsageError(f"there is no such question: use one of {', '.join(QUESTIONS)}")
    return QUESTIONS[name]
