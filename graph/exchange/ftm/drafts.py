"""Nodes and edges with their claims as FollowTheMoney's entities, before they are written.

What only stands as said by somebody (alleged, opinion) is no value that a tool without statuses
would take for one: it goes to the notes, with its status before it. A relation says its status in
its own fields, whatever it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clew.graph.exchange.ftm.cast import (
    ADDRESS,
    APART,
    AT,
    OF_DATA,
    STATED,
    THING,
    dates,
    fits,
    is_address,
    properties,
    schema_of,
    schema_of_tie,
)
from clew.graph.exchange.ftm.model import model
from clew.graph.model import Edge, Evidence, Node
from clew.graph.schema import UNCLASSIFIED, schema

Json = Mapping[str, Any]
#: Ties to a designation: the designation itself names its target.
SANCTIONED = "SANCTIONED_BY"
#: A status as a sentence says it.
WORDS = {"not_stated": "status not stated"}
_DATASET = re.compile("[a-z][a-z0-9_]*")
#: Where stock tools look for what such a thing is called, before its name.
_CALLED = (("Address", "full"), ("Document", "title"))
_NAMES = {"alias", "weakAlias", "previousName"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a property, and the claim behind it; '' where none is."""

    prop: str
    value: str
    claim: str = ""


@dataclass(slots=True)
class Draft:
    """An entity on its way out; `referents` and `datasets` are those of the data it came from."""

    id: str
    schema: str
    cells: list[Cell] = field(default_factory=list)
    referents: list[str] = field(default_factory=list)
    datasets: list[str] = field(default_factory=list)

    def add(self, prop: str, value: str, claim: str = "") -> None:
        """Add a value."""
        self.cells.append(Cell(prop, value, claim))

    def values(self) -> dict[str, list[str]]:
        """Return the values by property, each once."""
        found: dict[str, dict[str, None]] = {}
        for cell in self.cells:
            found.setdefault(cell.prop, {})[cell.value] = None
        return {prop: list(values) for prop, values in found.items()}


@dataclass(slots=True)
class Drafts:
    """Makes drafts; `lost` counts what they cannot say, `schemata` are those of the nodes made.

    apart   the claims that are denied, and those that only plan something
    """

    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    apart: dict[str, set[str]] = field(default_factory=lambda: {one: set() for one in APART})
    schemata: dict[bytes, str] = field(default_factory=dict)

    def source(self, node: Node) -> Draft:
        """Return a source as a document that relations name as their proof."""
        draft, own = Draft(node.id, "Document"), node.properties
        facts = {"title": "title", "publisher": "publisher", "author": "author", "url": "sourceUrl"}
        for ours, theirs in {**facts, "published": "publishedAt"}.items():
            value = str(own.get(ours) or "")
            if value and fits(model()[draft.schema].properties[theirs], value):
                draft.add(theirs, value)
        return draft

    def node(self, node: Node, claims: Sequence[Evidence]) -> Draft:
        """Return an entity."""
        own, kind = node.properties, str(node.properties["kind"])
        name, whole = schema_of(kind)
        given = str((own.get("ftmSchema") or [""])[0])
        if given in model() and model()[given].is_a(name) and not model()[given].abstract:
            name = given
        if not whole:
            word = "things of a kind that nobody knows" if kind == UNCLASSIFIED else kind
            self.lost[f"kind {word}", name] += 1
        draft = Draft(node.id, name)
        self.schemata[_short(node.id)] = name
        main = str(own.get("name") or "")
        if main:
            draft.add("name" if "name" in model()[name].properties else "summary", main, "")
            for above, prop in _CALLED:
                if model()[name].is_a(above):
                    draft.add(prop, main, "")
        for claim in claims:
            if not self._is_apart(claim):
                self._said(draft, claim, main)
        for words in self._notes(node, whole):
            draft.add(_text_of(name), words)
        if "name" in model()[name].required and not any(c.prop == "name" for c in draft.cells):
            described = own.get("descriptions") or [f"unnamed {kind}"]
            draft.add("name", str(described[0]))
        return draft

    def _notes(self, node: Node, whole: bool) -> Iterator[str]:
        """Yield what a tool without statuses and kinds is to show of a node."""
        own = node.properties
        if own["status"] not in STATED:
            yield f"Only {words_of(own['status'])} by its sources."
        if own.get("generic"):
            yield "A class or an unnamed group, and no single thing."
        if not whole:
            yield f"Kind: {', '.join(own.get('label_given') or [own['kind']])}."

    def _said(self, draft: Draft, claim: Evidence, main: str) -> None:
        """Add what a claim says of an entity."""
        says, status = claim.content.get("says", {}), str(claim.content.get("status"))
        own = properties(draft.schema)
        if "kind" in says:
            if (form := says.get("name")) and "name" in own:
                named = form in (main, *(c.value for c in draft.cells if c.prop == "name"))
                draft.add("name", form, claim.id) if named else draft.add("alias", form, claim.id)
        elif value := str(says.get("value") or ""):
            word, known = str(says["property"]), own.get(str(says["property"]))
            if _is_of_data(draft, word, value):
                return
            # a topic is a verdict: it stands as one where a source states it, and nowhere else
            stated = STATED if known and known.type == "topic" else (*STATED, "not_stated")
            weak = status not in stated
            if known and not weak and (fits(known, value) or word in _NAMES):
                draft.add(known.name, value, claim.id)
            else:
                self.lost["values as words" if not weak else f"{status} values as words", ""] += 1
                who = claim.content.get("attribution")
                begun = f"{words_of(status)}{f' by {who}' if who else ''}: " if weak else ""
                draft.add(_text_of(draft.schema), f"{begun}{word}: {value}", claim.id)

    def relation(self, edge: Edge, claims: Sequence[Evidence]) -> Draft | None:
        """Return a tie, None where it is left out."""
        stated = [claim for claim in claims if not self._is_apart(claim)]
        if edge.properties["status"] in APART or not stated:
            return None
        start, end = (self.schemata.get(_short(one), THING) for one in (edge.start, edge.end))
        if end == ADDRESS and AT in model()[start].properties and is_address(edge):
            self.lost[f"tie {edge.type}", AT] += 1
            return Draft(edge.start, start, [Cell(AT, edge.end, one.id) for one in stated])
        name, whole = schema_of_tie(edge.type, start, end)
        if edge.type == SANCTIONED and end == "Sanction":
            name, whole = "Sanction", True
        if not name:
            self.lost["ties left out, between what nothing links there", ""] += 1
            return None
        if not whole:
            self.lost[f"tie {edge.type}", name] += 1
        owned = name == "Sanction" and edge.properties["status"] in STATED
        draft = Draft(edge.end if owned else edge.id, name)
        for claim in stated:
            self._tie(draft, edge, claim)
        if edge.properties.get("disputed"):
            draft.add("description", "Disputed: a source denies it.")
        if edge.properties.get("certain") is False:
            draft.add("description", "Not certain on that day.")
        return draft

    def _is_apart(self, claim: Evidence) -> bool:
        """Tell whether a claim is left out, and count it once, whatever it is about."""
        status = str(claim.content.get("status"))
        if status in APART:
            self.apart[status].add(claim.id)
        return status in APART

    def _tie(self, draft: Draft, edge: Edge, claim: Evidence) -> None:
        """Add what one claim says of a tie, its status first of all."""
        known, content = model()[draft.schema], claim.content
        if draft.schema == "Sanction":
            draft.add("entity", edge.start, claim.id)
        else:
            assert known.edge
            draft.add(known.edge[0], edge.start, claim.id)
            draft.add(known.edge[1], edge.end, claim.id)
        status, said = str(content["status"]), content.get("says", {}).get("with", {})
        if source := content.get("source", {}).get("id"):
            draft.add("proof", source, claim.id)
        if draft.schema == "Sanction" and status in STATED:
            return
        own, words = properties(draft.schema), _roles(edge, draft.schema, said, status)
        for prop in ("role", "relationship", "purpose", "status"):
            for word in words.pop(prop, []) if prop in own else ():
                draft.add(prop, _marked(word, status), claim.id)
        if "status" in own:
            draft.add("status", words_of(status), claim.id)
        draft.add("summary", _sentence(edge, content), claim.id)
        for prop, day in dates(str(content.get("when") or "")).items():
            draft.add(prop, day, claim.id)
        for word, values in said.items():
            if word in OF_DATA:
                self.lost["days and marks of the data they came from, left out", ""] += len(values)
            elif not (word == "share" and said.get("percentage") == values):
                self._extra(draft, word, values, claim.id)

    def _extra(self, draft: Draft, word: str, values: Sequence[str], claim: str) -> None:
        """Add what a tie says beside its ends."""
        prop = properties(draft.schema).get(word)
        named = word if prop is None else prop.name
        if named in ("role", "relationship", "purpose", "status", "date", "startDate", "endDate"):
            return
        for value in values:
            if _is_of_data(draft, word, value):
                continue
            if prop and fits(prop, value):
                draft.add(prop.name, value, claim)
            else:
                self.lost["values as words", ""] += 1
                draft.add("description", f"{word}: {value}", claim)


def _is_of_data(draft: Draft, word: str, value: str) -> bool:
    """Take what FollowTheMoney's own data say of an entity as a whole, and tell whether it is."""
    if word in ("ftmId", "referent"):
        before, _, own = value.partition(":")
        draft.referents.append(own if own and _DATASET.fullmatch(before) else value)
    if word == "dataset" and _DATASET.fullmatch(value):
        draft.datasets.append(value)
        return True
    return word in ("ftmId", "referent") or (word == "ftmSchema" and value == draft.schema)


def words_of(status: str) -> str:
    """Return a status as a sentence says it."""
    return WORDS.get(status, status)


def _roles(edge: Edge, name: str, said: Json, status: str) -> dict[str, list[str]]:
    """Return the words of a tie that its schema's own fields are to hold."""
    own = properties(name)
    found = {
        prop.name: [str(value) for value in values]
        for word, values in said.items()
        if (prop := own.get(word)) and prop.name in ("role", "relationship", "purpose", "status")
    }
    phrase = schema().phrase(edge.type)
    known = schema().ties.get(edge.type)
    if not known or known.ftm != name or edge.type == "PARENT_OF":
        word = "relationship" if "relationship" in own else "role"
        found[word] = [phrase, *found.get(word, [])]
    for word in ("role", "relationship", "purpose"):
        if word in own and word not in found and status not in STATED:
            found[word] = [phrase]
    return found


def _marked(word: str, status: str) -> str:
    """Return a tie's word with the status of what is said, unless stock tools may take it so."""
    return word if status in STATED else f"{word} ({words_of(status)})"


def _sentence(edge: Edge, content: Json) -> str:
    """Return the status, who says it, in which words, and where."""
    source = content.get("source", {})
    who = f", says {content['attribution']}" if content.get("attribution") else ""
    quote = f" “{content['quote']}”" if content.get("quote") else ""
    where = ", ".join(filter(None, (source.get("title"), source.get("published"))))
    said = f"{words_of(str(content['status'])).capitalize()}{who}: {schema().phrase(edge.type)}."
    return f"{said}{quote}{f' ({where})' if where else ''}"


def _text_of(name: str) -> str:
    """Return the property of a schema that holds free text."""
    return "notes" if "notes" in model()[name].properties else "description"


def _short(identity: str) -> bytes:
    return bytes.fromhex(identity[1:])
