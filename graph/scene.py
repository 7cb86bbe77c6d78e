"""The ledger through a lens: claims, entities and the veil, before nodes and edges are made."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from clew.graph.claims import Left, StandingClaim, source_json, through
from clew.graph.curated import curated
from clew.graph.described import is_described
from clew.graph.identity.decisions import Decision, spoken_of
from clew.graph.identity.names import ALIASES
from clew.graph.identity.records import Member
from clew.graph.identity.resolve import Identity, resolve
from clew.graph.ledger.acts import Act, standing_acts
from clew.graph.ledger.read import Reading, first_known, readings, texts
from clew.graph.ledger.sources import Source, sources
from clew.graph.ledger.standing import Standing, standing
from clew.graph.lens import Lens
from clew.graph.marks import Marks, marks_of
from clew.graph.model import SAME_AS
from clew.graph.origins import Origins
from clew.graph.own_words import worded
from clew.graph.protection import Veil
from clew.graph.remarks import Remarks, remarks_of
from clew.graph.schema import Schema, schema
from clew.graph.successors import Successors, followed
from clew.graph.veiling import Guard, is_marked

#: What is said of most mentions, kept once for all of them.
_NOTHING: Mapping[str, frozenset[str]] = {}
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What one lens sees of one state of the ledger.

    claims    every claim that passes the lens but for its statuses, by id
    identity  which references are which entity, from those claims
    left      what the lens left out, counted by reason
    joined_by the decisions, a person's or a rule's, that made an entity of several records
    unconfirmed  the entities that a rule has joined
    remarks   what people added: assessments, replies, corrections
    """

    lens: Lens
    claims: Mapping[str, StandingClaim]
    members: Mapping[str, Member]
    identity: Identity
    decisions: tuple[Decision, ...]
    veil: Veil
    sources: Mapping[str, Source]
    texts: Mapping[str, str]
    origins: Origins
    joined_by: Mapping[str, tuple[str, ...]]
    unconfirmed: frozenset[str]
    left: Left
    successors: Successors
    remarks: Remarks
    _quotes: dict[str, tuple[str, bool]] = field(default_factory=dict)
    _shown: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def quote(self, claim: StandingClaim) -> tuple[str, bool]:
        """Return a claim's quote as far as it may be seen, and whether words of it are masked."""
        first = claim.first
        if first.quote and self.veil.idle:
            return first.quote, False
        if claim.id not in self._quotes:
            if first.quote:
                shown = self.veil.words_of(first.document, first.quote)
            else:
                text = self.texts.get(first.document, "")
                shown = self.veil.quote(first.document, text, first.quote_start, first.quote_end)
            self._quotes[claim.id] = shown
        return self._quotes[claim.id]

    def source(self, identity: str) -> Mapping[str, Any]:
        """Return what an answer says of a source."""
        if identity not in self._shown:
            found = source_json(self.sources[identity], self.veil)
            if found["id"] and (corrections := self.remarks.on_source(identity, self.veil)):
                found["corrections"] = corrections
            self._shown[identity] = found
        return self._shown[identity]

    def entity(self, reference: str) -> str:
        """Return the entity of a reference, or of an id that once was one's, else ''."""
        known = self.identity.entity
        return known.get(reference) or known.get(self.successors.of(reference), "")

    def now(self, words: str) -> str:
        """Return what a claim or a document that was written anew is called now, else the words."""
        if words[:1] not in ("c", "d") or words in self.claims:
            return words
        forms = self.successors.forms(words)
        moved = self.successors.standing.moved.get(words, words)
        return next((form for form in forms if form in self.claims), moved)

    def is_withheld(self, claim: StandingClaim) -> bool:
        """Tell whether the lens may not even show that there is this claim."""
        return self.lens.disclose == "public" and claim.id in self.veil.claims

    def is_blank(self, claim: StandingClaim) -> bool:
        """Tell whether the lens may not show what this claim says."""
        return claim.id in self.veil.claims and not self.veil.lifted


def look(db: sqlite3.Connection, lens: Lens) -> Scene:
    """Read the ledger through a lens; the same ledger and lens give the same scene."""
    acts = standing_acts(db)
    now = standing(db, acts)
    listed_from = first_known(db, now) if now.editions else {}
    known = {source.id: source.moved(now.moved) for source in sources(db)}
    lens = replace(lens, without_sources=tuple(now.moved.get(d, d) for d in lens.without_sources))
    vocabulary, successors = schema(), Successors(db, now)
    decisions, marks = decisions_of(acts, successors), marks_of(db, acts, successors)
    rows = list(followed(readings(db, now), successors))
    then = standing(db, acts, lens.known_at)
    before = rows
    if then.batches != now.batches:
        before = list(followed(readings(db, then), successors))
    guarded = _guarded(db, acts, successors, rows, before)
    plain = Lens(disclose=lens.disclose)
    everything = list(through(plain, guarded, known, Left(), listed_from))
    members, whole = _identify(everything, decisions, marks, vocabulary)
    veil = Guard(guarded, marks, whole, vocabulary).veil(known, lifted=lens.disclose == "all")
    veil = veil.also(successors.forms) if now.elsewhere else veil
    if lens.disclose == "public":  # to leave out what is not to be known of says nothing of it
        counted = set(lens.without_sources) - veil.documents
        lens = replace(lens, without_sources=tuple(counted))
    left = Left(veil.claims if lens.disclose == "public" else frozenset())
    passing: Iterable[StandingClaim] = everything
    if lens != plain or guarded is not rows:
        passing = through(lens, _curated(lens, before, then, left), known, left, listed_from)
    claims, identity = {c.id: c for c in worded(passing, veil, vocabulary)}, whole
    if guarded is not rows or lens not in (plain, replace(plain, statuses=lens.statuses)):
        members, identity = _identify(claims.values(), decisions, marks, vocabulary)
    _count_ties_without_ends(claims.values(), identity, left)
    return Scene(
        lens=lens,
        claims=claims,
        members=members,
        identity=identity,
        decisions=decisions,
        veil=veil,
        sources=known,
        texts=texts(db),
        origins=Origins(known),
        joined_by=joined_by(identity, decisions),
        unconfirmed=frozenset(identity.entity[rule.left] for rule in identity.rules),
        left=left,
        successors=successors,
        remarks=remarks_of(acts, successors, identity.entity, lens.known_at),
    )


def _guarded(
    db: sqlite3.Connection,
    acts: list[Act],
    successors: Successors,
    rows: list[Reading],
    before: list[Reading],
) -> list[Reading]:
    """Return what stands with what was withdrawn: a withdrawal takes no protection away.

    Nor does a list's newer edition (`before` is what stood at the lens's day).
    """
    others = [act for act in acts if act.verb != "withdraw"]
    if len(others) == len(acts) and before is rows:
        return rows
    both = standing(db, others)
    both.batches |= standing(db, acts).batches | {*both.editions}
    return list(followed(readings(db, both), successors))


def _count_ties_without_ends(
    claims: Iterable[StandingClaim], identity: Identity, left: Left
) -> None:
    """Count the ties of which an end is not seen: its own claim was withdrawn, or does not pass."""
    for claim in claims:
        first = claim.readings[0]
        if first.shape == "tie" and not all(
            ref in identity.entity for r in claim.readings for ref in (r.subject, r.object)
        ):
            left.add("an end is not seen", claim.id)


def _identify(
    claims: Collection[StandingClaim],
    decisions: tuple[Decision, ...],
    marks: Marks,
    vocabulary: Schema,
) -> tuple[dict[str, Member], Identity]:
    members = members_of(claims, marks, vocabulary)
    identity = resolve(members, coreference(claims), decisions, vocabulary)
    return {member.ref: member for member in members}, identity


def _curated(lens: Lens, rows: list[Reading], then: Standing, left: Left) -> list[Reading]:
    """Keep the curated readings alone, of documents that have any, where the lens asks for it."""
    settled = curated(then) if lens.curated else {}
    if not settled:
        return rows
    kept = [
        row
        for row in rows
        if row.document not in settled
        or (row.document, row.tool, row.annotator) in settled[row.document]
    ]
    for claim in sorted({row.claim for row in rows} - {row.claim for row in kept}):
        left.add("not by a curator", claim)
    return kept


def coreference(claims: Iterable[StandingClaim]) -> list[tuple[str, str]]:
    """Return the pairs of references that an annotated text says are the same."""
    return [
        (reading.subject, reading.object)
        for claim in claims
        for reading in claim.readings
        if reading.shape == "tie" and reading.relation == SAME_AS and not reading.negated
    ]


def decisions_of(acts: Iterable[Act], successors: Successors) -> tuple[Decision, ...]:
    """Return the standing decisions about identity, their references as they are called now."""
    return tuple(
        Decision(
            id=act.id,
            verb=act.verb,
            left=tuple(map(successors.of, act.detail.get("left", ()))),
            right=tuple(map(successors.of, act.detail.get("right", ()))),
            who=act.by,
            when=act.at,
            because=act.because,
        )
        for act in acts
        if act.verb in ("same", "different", "unrule")
    )


def joined_by(identity: Identity, decisions: Iterable[Decision]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the decisions behind each entity, in order."""
    found: dict[str, set[str]] = {}
    for rule in identity.rules:
        found.setdefault(identity.entity[rule.left], set()).add(rule.id)
    for decision in decisions:
        spoken = spoken_of(decision, identity.record) if decision.verb == "same" else None
        if spoken and decision.id not in identity.overruled:
            found.setdefault(identity.entity[spoken[0]], set()).add(decision.id)
    return {entity: tuple(sorted(ids)) for entity, ids in found.items()}


def members_of(claims: Iterable[StandingClaim], marks: Marks, vocabulary: Schema) -> list[Member]:
    """Return every mention and entry as identity sees it, with the values said of it.

    A value that is protected for itself joins nothing.
    """
    values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    mentions: dict[str, list[Reading]] = defaultdict(list)
    for claim in claims:
        for reading in claim.readings:
            if reading.shape == "mention":
                mentions[reading.subject].append(reading)
            elif reading.shape == "value" and not is_marked(marks, reading):
                values[reading.subject][reading.relation].add(reading.value)
    return [
        _member(ref, mentions[ref], values.get(ref, {}), marks, vocabulary)
        for ref in sorted(mentions)
    ]


def _member(
    ref: str,
    rows: list[Reading],
    values: Mapping[str, set[str]],
    marks: Marks,
    vocabulary: Schema,
) -> Member:
    first = min(
        rows, key=lambda row: (-len(vocabulary.labels(row.relation)), row.relation, row.name)
    )
    generic = any(row.generic for row in rows)
    unnamed = generic or (not first.listed and is_described(first.name, first.relation))
    return Member(
        ref=ref,
        document=first.document,
        kind=first.relation,
        name="" if unnamed else first.name,
        anchor=first.subject_at,
        annotated=not first.listed,
        generic=generic,
        protected=any(is_marked(marks, row) for row in rows),
        values={name: frozenset(said) for name, said in values.items()} if values else _NOTHING,
        aliases=frozenset(a for name in ALIASES for a in values.get(name, ())) if values else _NONE,
    )
