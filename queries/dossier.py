"""A dossier: an answer told step by step, with what each step rests on and what would fall."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from clew.graph.model import Node
from clew.queries.answer import Answer, Json
from clew.queries.footing import Footing
from clew.queries.paths import display
from clew.queries.question import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier(Answer):
    """An answer with its steps.

    steps       numbered: what is said, its status and date, ids of its claims and denials
    decisions   the identity decisions that the steps rely on: who, when, why, and where
    falls       for each origin: its sources, and the numbers of the steps that rest on it alone
    """

    steps: tuple[Json, ...] = ()
    decisions: tuple[Json, ...] = ()
    falls: tuple[Json, ...] = ()

    def to_json(self) -> Json:
        """Return the shape of `ask --format json`, with `steps`, `decisions` and `falls`."""
        told = {"steps": self.steps, "decisions": self.decisions, "falls": self.falls}
        shape = Answer.to_json(self)
        return {**shape, **{name: list(several) for name, several in told.items()}}

    def to_text(self) -> str:
        """Return the dossier as plain text."""
        from clew.queries.dossier_text import as_text

        told: Any = self  # pyright reads this module twice: once by its link
        return as_text(told)

    def to_markdown(self) -> str:
        """Return the dossier as a finished document in Markdown."""
        from clew.queries.dossier_text import as_markdown

        told: Any = self
        return as_markdown(told)


def dossier_of(
    answer: Answer, steps: Iterable[Json], decisions: Iterable[Json], falls: Iterable[Json]
) -> Dossier:
    """Return an answer as a dossier with these steps, decisions and falls."""
    known: dict[str, Any] = {field.name: getattr(answer, field.name) for field in fields(Answer)}
    known.update(steps=tuple(steps), decisions=tuple(decisions), falls=tuple(falls))
    return Dossier(**known)


def step(
    number: int,
    said: str,
    known: Mapping[str, Any],
    claims: Sequence[Json],
    denials: Iterable[Json],
    ground: Footing,
) -> Json:
    """Return a step: what is said, how it stands, and which claims say or deny it.

    `known` holds the properties of its edge, or what stands for them.
    """
    support = ground.support(claims)
    return {
        "step": number,
        "says": said,
        "status": known["status"],
        "when": known.get("when", ""),
        "certain": bool(known.get("certain", True)),
        "disputed": bool(known.get("disputed", False)),
        "means": list(known.get("means", ())),
        "origins": support.origins,
        "rests_on": support.words,
        "claims": [claim["id"] for claim in claims],
        "denials": [claim["id"] for claim in denials],
    }


def falls_of(steps: Iterable[tuple[int, Sequence[Json]]], ground: Footing) -> Iterator[Json]:
    """Yield for each origin which of these steps (numbers and claims) rest on it alone.

    What rests on sources that are not shown falls with none that is.
    """
    resting: dict[str, list[int]] = {}
    used: dict[str, dict[str, str]] = {}
    for number, claims in steps:
        origins = set()
        for claim in claims:
            source = ground.sources.get(claim.get("source", {}).get("id", ""))
            origins.add(source.origin if source else "")
            if source:
                used.setdefault(source.origin, {})[source.id] = source.title
        for origin in origins:
            alone = resting.setdefault(origin, [])
            if len(origins) == 1:
                alone.append(number)
    for origin, titles in sorted(
        used.items(), key=lambda u: (-len(resting[u[0]]), u[1][min(u[1])])
    ):
        yield {
            "without": [titles[i] for i in sorted(titles, key=lambda i: (i != origin, i))],
            "sources": sorted(titles),
            "steps": resting[origin],
        }


def decisions_of(graph: Graph, nodes: Iterable[Node]) -> Iterator[Json]:
    """Yield the decisions that made these entities one: a person's each, a rule's by ground."""
    acts = {act["id"]: act for act in graph.record["acts"]}
    rules: Mapping[str, list[str]] = graph.record.get("rules", {})
    grounds = {identity: ground for ground, several in rules.items() for identity in several}
    for node in {node.id: node for node in nodes}.values():
        ids: list[str] = node.properties.get("identity_decisions") or []
        for identity in (i for i in ids if i in acts):
            act = acts[identity]
            told = {name: act[name] for name in ("id", "verb", "who", "at", "because")}
            sides = {name: act.get(name) or {} for name in ("left", "right")}
            yield {"entity": node.id, "name": display(node), "by": "person", **told, **sides}
        if node.properties.get("unconfirmed"):
            ruled: dict[str, list[str]] = {}
            for identity in (i for i in ids if i in grounds):
                ruled.setdefault(grounds[identity], []).append(identity)
            for ground, several in ruled.items():
                own = {"by": "rule", "verb": "same", "rules": len(several), "id": several[0]}
                yield {"entity": node.id, "name": display(node), **own, "ground": ground}
