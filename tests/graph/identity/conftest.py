"""Mentions made by hand, and what identity makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pytest

from clew.graph.identity.decisions import Decision, Identity
from clew.graph.identity.records import Member
from clew.graph.identity.resolve import resolve
from clew.graph.schema import Schema, schema

Mention = Callable[..., Member]
Resolve = Callable[..., Identity]
Decide = Callable[..., Decision]


@pytest.fixture(scope="session")
def vocabulary() -> Schema:
    return schema()


@pytest.fixture(scope="session")
def mention() -> Mention:
    """Return what makes a member: `mention("m1", "d1", "Ly Yong Phat", birthDate="1958")`."""

    def made(ref: str, document: str, name: str, kind: str = "Person", **said: object) -> Member:
        flags = {key: bool(said.pop(key, False)) for key in ("generic", "protected", "listed")}
        values: Mapping[str, frozenset[str]] = {
            key: frozenset([value] if isinstance(value, str) else value)  # type: ignore[call-overload]
            for key, value in said.items()
        }
        return Member(
            ref=ref,
            document=document,
            kind=kind,
            name=name,
            anchor=f"entry:{ref}" if flags["listed"] else "0-1",
            annotated=not flags["listed"],
            generic=flags["generic"],
            protected=flags["protected"],
            values=values,
        )

    return made


@pytest.fixture(scope="session")
def decide() -> Decide:
    """Return what makes a decision: `decide("same", "m1", "m2")`, sides as refs or lists."""

    def made(verb: str, left: str | list[str], right: str | list[str], id: str = "") -> Decision:
        sides = [tuple([side] if isinstance(side, str) else side) for side in (left, right)]
        name = id or f"i-{verb}-{sides[0][0]}-{sides[1][0]}"
        return Decision(id=name, verb=verb, left=sides[0], right=sides[1])

    return made


@pytest.fixture(scope="session")
def resolved(vocabulary: Schema) -> Resolve:
    """Return what resolves members, with coreference and decisions where there are any."""

    def made(
        *members: Member,
        coreference: Iterable[tuple[str, str]] = (),
        decisions: Iterable[Decision] = (),
    ) -> Identity:
        return resolve(members, coreference, decisions, vocabulary)

    return made
