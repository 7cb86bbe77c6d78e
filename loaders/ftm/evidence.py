"""The evidence beside statements that Clew exported: what FollowTheMoney has no room for.

`statements.evidence.jsonl` holds a line for each source, entity and claim (see
`graph/exchange/ftm/statements.py`). A claim counts while the statement that stands for it is in
the table; what has none (a denial, a plan) stands by its line. Mentions of one thing in one source
stay claims of their own: the second is `<entity>#2`, and both are said to be the same.
"""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clew.graph.errors import InputError
from clew.graph.facts import DATES, FIELDS
from clew.graph.model import SAME_AS, STATUSES
from clew.graph.schema import schema
from clew.loaders.annotations.json_rows import BadRow
from clew.loaders.base import Input
from clew.loaders.entries import VICTIMS
from clew.loaders.ftm.dates import day, is_date
from clew.loaders.ftm.entities import read
from clew.loaders.ftm.stances import of_victim
from clew.loaders.items import Counted, Edition, Entry, Fact, Item, Link, Place

SUFFIX = ".evidence.jsonl"
VERSION = 1
Json = dict[str, Any]
_SAID = ("kind", "name", "property", "value", "type", "start", "end", "key")
_TEXTS = ("claim", "dataset", "status", "attribution", "quote", "locator", "when", "entity")


@dataclass(slots=True)
class Evidence:
    """A whole file: `sources` and `claims` by data set, `entities` by id; `made`: on which day."""

    file: Input
    made: str = ""
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    entities: dict[str, Json] = field(default_factory=dict)
    claims: dict[str, list[tuple[int, Json]]] = field(default_factory=lambda: defaultdict(list))
    bad: list[tuple[int, str]] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)

    def read(self) -> None:
        """Read it all; raises InputError where it is of another version."""
        for number, line in enumerate(io.BytesIO(self.file.bytes("evidence")), 1):
            if not line.strip():
                continue
            try:
                self._take(number, read(line, number))
            except BadRow as error:
                self.bad.append((number, str(error)))

    def _take(self, number: int, row: Json) -> None:
        if number == 1:
            if row.get("evidence") != VERSION:
                raise InputError("is no evidence that this Clew reads", self.file.name, 1)
            self.made = day(str(row.get("made") or ""))
        elif isinstance(row.get("source"), str) and isinstance(row.get("facts"), dict):
            facts = {name: str(row["facts"][name]) for name in FIELDS if row["facts"].get(name)}
            if not all(is_date(facts[name]) for name in DATES if name in facts):
                raise BadRow("has a date that is none")
            self.sources[str(row.get("dataset"))] = facts
        elif isinstance(row.get("claim"), str):
            if _checked(row)["claim"] in self._known:
                raise BadRow("gives a claim a second time")
            self._refuse_victims(number, str(row["says"].get("kind", "")))
            self._known.add(row["claim"])
            self.claims[row["dataset"]].append((number, row))
        elif isinstance(row.get("entity"), str):
            self._refuse_victims(number, str(row.get("kind")), str(row.get("label")))
            self.entities[row["entity"]] = row
        else:
            raise BadRow("is no source, entity or claim")

    def _refuse_victims(self, line: int, *kinds: str) -> None:
        """Raise InputError before anything of the file is kept (rule 25)."""
        if any(map(of_victim, kinds)):
            raise InputError(VICTIMS, self.file.name, line)

    def edition(self, dataset: str) -> Edition:
        """Return the edition of one source."""
        facts = dict(self.sources.get(dataset, {}))
        day = facts.pop("published", "") or facts.get("captured", "") or self.made
        return Edition(list=dataset, path=self.file.name, facts=facts, published=day)

    def items(self, dataset: str, statements: set[str]) -> Iterator[Item]:
        """Yield what the claims of one source say, if their statements are in the table."""
        claims, gone = _Claims(self), 0
        for number, row in self.claims.pop(dataset, ()):
            if (statement := row.get("statement")) and statement not in statements:
                gone += 1
            else:
                claims.take(number, row)
        yield from claims.items()
        yield Counted("claims with evidence", claims.count)
        if gone:
            yield Counted("evidence whose statement is not in the table", gone, left_out=True)


@dataclass(slots=True)
class _Claims:
    """One source's claims on their way to items."""

    evidence: Evidence
    count: int = 0
    said: list[tuple[int, Json]] = field(default_factory=list)
    mentions: Counter[str] = field(default_factory=Counter)
    _values: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def take(self, number: int, row: Json) -> None:
        self.count += 1
        self.said.append((number, row))

    def items(self) -> Iterator[Item]:
        for number, row in self.said:
            if "kind" in row["says"]:
                yield from self._mention(number, row)
        for entity in sorted(self._needed() - self.mentions.keys()):
            yield self._stub(entity)
        for entity in sorted(self.mentions):
            yield from self._same(entity)
        for number, row in self.said:
            if "type" in row["says"]:
                yield self._tie(number, row)
            elif "property" in row["says"]:
                yield self._value(number, row)

    def _mention(self, number: int, row: Json) -> Iterator[Item]:
        entity, says = row["entity"], row["says"]
        self.mentions[entity] += 1
        known = self.evidence.entities.get(entity, {})
        kind, name = str(says["kind"]), str(says.get("name") or "")
        described = row.get("described") is True
        extra = _extra(says) | ({"words": (name,)} if described else {})
        yield Entry(
            id=_anchor(entity, self.mentions[entity]),
            kind=_kind(kind, known),
            name="" if described else name,
            generic=bool(known.get("generic")),
            extra=extra,
            **self._common(number, row),
        )

    def _needed(self) -> set[str]:
        """Return the entities that claims speak of."""
        ends = {str(row["says"].get(end) or "") for _, row in self.said for end in ("start", "end")}
        return (ends | {str(row.get("entity") or "") for _, row in self.said}) - {""}

    def _stub(self, entity: str) -> Entry:
        """Return an entity that this source does not name where the lens could see it."""
        self.mentions[entity] += 1
        known = self.evidence.entities.get(entity, {})
        return Entry(
            id=entity,
            kind=_kind(str(known.get("kind") or "Unclassified"), known),
            name=str(known.get("name") or ""),
            place=self._place(1),
            quote=str(known.get("name") or entity),
            status="not_stated",
            generic=bool(known.get("generic")),
        )

    def _same(self, entity: str) -> Iterator[Item]:
        """Yield that the mentions of an entity are one, and what it is called in other sources."""
        place = self._place(1)
        for number in range(2, self.mentions[entity] + 1):
            yield Link(
                start=entity,
                type=SAME_AS,
                end=_anchor(entity, number),
                place=place,
                quote=entity,
                status="not_stated",
            )
        yield Fact(
            entry=entity,
            property="ftmId",
            value=entity,
            place=place,
            quote=entity,
            status="not_stated",
        )

    def _value(self, number: int, row: Json) -> Fact:
        entity, says = row["entity"], row["says"]
        said = (entity, str(says["property"]), str(says.get("value") or ""))
        self._values[said] += 1
        at = min(self._values[said], self.mentions[entity])
        return Fact(
            entry=_anchor(entity, at),
            property=said[1],
            value=said[2],
            extra=_extra(says),
            **self._common(number, row),
        )

    def _tie(self, number: int, row: Json) -> Link:
        says = row["says"]
        return Link(
            start=says["start"],
            type=str(says["type"]),
            end=says["end"],
            key=str(says.get("key") or ""),
            id=row["claim"],
            extra=_extra(says),
            **self._common(number, row),
        )

    def _common(self, number: int, row: Json) -> Json:
        place = self._place(number, row.get("locator", ""))
        told = {name: row.get(name, "") for name in ("attribution", "when")}
        quote = row.get("quote") or str(row["claim"])
        return {"place": place, "quote": quote, "status": row.get("status", "not_stated"), **told}

    def _place(self, number: int, told: str = "") -> Place:
        return Place(file=self.evidence.file.path.name, line=number, column="", told=told)


def _checked(row: Json) -> Json:
    """Return a claim's line; raises BadRow where it is none."""
    says = row.get("says")
    texts = all(isinstance(row.get(name, ""), str) for name in _TEXTS)
    if texts and isinstance(says, dict):
        texts = all(isinstance(says.get(name, ""), str) for name in _SAID)
    if not texts or not row.get("dataset") or not isinstance(says, dict):
        raise BadRow("is no claim: its source, its words or what it says are missing")
    if not is_date(row.get("when", "")):
        raise BadRow("has a date that is none")
    if row.get("status", "not_stated") not in STATUSES:
        raise BadRow("has a status that no claim has")
    ends = [says.get("start"), says.get("end")] if "type" in says else [row.get("entity")]
    if not all(isinstance(end, str) and end for end in ends):
        raise BadRow("is a claim about nothing")
    return row


def _anchor(entity: str, number: int) -> str:
    return entity if number == 1 else f"{entity}#{number}"


def _kind(kind: str, known: Json) -> str:
    """Return a kind, or the word that stood for it where the vocabulary knew none."""
    label = str(known.get("label") or "")
    return label if kind == "Unclassified" and label and not schema().kind(label) else kind


def _extra(says: Json) -> dict[str, tuple[str, ...]]:
    told = says.get("with")
    if not isinstance(told, dict):
        return {}
    return {
        str(name): tuple(value for value in values if isinstance(value, str))
        for name, values in told.items()
        if isinstance(values, list)
    }
