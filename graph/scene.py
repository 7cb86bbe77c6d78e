"""The ledger through a lens: claims, entities and the veil, before nodes and edges are made."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from clew.graph.claims import CURATORS, Left, StandingClaim, through
from clew.graph.identity.decisions import Decision, spoken_of
from clew.graph.identity.names import is_description, is_pronoun
from clew.graph.identity.records import Member
from clew.graph.identity.resolve import Identity, resolve
from clew.graph.ledger.acts import Act, standing_acts
from clew.graph.ledger.read import Reading, readings, texts
from clew.graph.ledger.sources import Source, sources
from clew.graph.ledger.standing import standing
from clew.graph.lens import Disclosure, Lens
from clew.graph.model import SAME_AS
from clew.graph.origins import Origins
from clew.graph.protection import Veil, masked_words, protected_spans
from clew.graph.schema import Schema, schema
from clew.graph.successors import Successors


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What one lens sees of one state of the ledger.

    claims    every claim that passes the lens but for its statuses, by id
    identity  which references are which entity, from those claims
    left      what the lens left out, counted by reason
    joined_by the decisions, a person's or a rule's, that made an entity of several records
    unconfirmed  the entities that a rule has joined
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

    def entity(self, reference: str) -> str:
        """Return the entity of a reference, or of an id that once was one's, else ''."""
        known = self.identity.entity
        return known.get(reference) or known.get(self.successors.of(reference), "")

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
    known = {source.id: source for source in sources(db)}
    vocabulary, left = schema(), Left()
    successors = Successors(db, now)
    decisions = decisions_of(acts, successors)
    rows = list(readings(db, now))
    claims = {c.id: c for c in through(lens, _curated(lens, rows), known, left)}
    members, identity = _identify(claims.values(), decisions, vocabulary)
    plain = Lens(disclose=lens.disclose)
    whole = identity
    if lens != plain and lens != replace(plain, statuses=lens.statuses):
        everything = through(plain, rows, known, Left())
        _, whole = _identify(list(everything), decisions, vocabulary)
    return Scene(
        lens=lens,
        claims=claims,
        members=members,
        identity=identity,
        decisions=decisions,
        veil=_veil(rows, lens.disclose, acts, whole, vocabulary),
        sources=known,
        texts=texts(db),
        origins=Origins(known),
        joined_by=joined_by(identity, decisions),
        unconfirmed=frozenset(identity.entity[rule.left] for rule in identity.rules),
        left=left,
        successors=successors,
    )


def _identify(
    claims: Collection[StandingClaim], decisions: tuple[Decision, ...], vocabulary: Schema
) -> tuple[dict[str, Member], Identity]:
    members = members_of(claims, vocabulary)
    identity = resolve(members, coreference(claims), decisions, vocabulary)
    return {member.ref: member for member in members}, identity


def _curated(lens: Lens, rows: list[Reading]) -> list[Reading]:
    """Keep a curator's readings alone, of documents that have any, where the lens asks for it."""
    if not lens.curated:
        return rows
    curated = {row.document for row in rows if row.annotator in CURATORS}
    return [row for row in rows if row.document not in curated or row.annotator in CURATORS]


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


def members_of(claims: Iterable[StandingClaim], vocabulary: Schema) -> list[Member]:
    """Return every mention and entry as identity sees it, with the values said of it."""
    values: dict[str, dict[str, set[str]]] = {}
    mentions: dict[str, list[Reading]] = {}
    for claim in claims:
        for reading in claim.readings:
            if reading.shape == "mention":
                mentions.setdefault(reading.subject, []).append(reading)
            elif reading.shape == "value":
                said = values.setdefault(reading.subject, {})
                said.setdefault(reading.relation, set()).add(reading.value)
    return [
        _member(ref, mentions[ref], values.get(ref, {}), vocabulary) for ref in sorted(mentions)
    ]


def _member(
    ref: str, rows: list[Reading], values: Mapping[str, set[str]], vocabulary: Schema
) -> Member:
    first = min(
        rows, key=lambda row: (-len(vocabulary.labels(row.relation)), row.relation, row.name)
    )
    generic = any(row.generic for row in rows)
    unnamed = generic or is_description(first.name, first.relation, vocabulary)
    return Member(
        ref=ref,
        document=first.document,
        kind=first.relation,
        name="" if unnamed else first.name,
        anchor=first.subject_at,
        annotated=not first.subject_at.startswith("entry:"),
        generic=generic,
        protected=any(row.protected for row in rows),
        values={name: frozenset(said) for name, said in values.items()},
    )


def _veil(
    rows: list[Reading],
    level: Disclosure,
    acts: Iterable[Act],
    identity: Identity,
    vocabulary: Schema,
) -> Veil:
    """Work out what is protected from all that stands, whatever else a lens leaves out.

    `identity` is that of everything that stands: a mark holds for the whole entity, even where the
    lens leaves out the text that bears it.
    """
    flags = _flags(acts)
    secret = _protected_references(rows, flags, identity)
    mentions = [row for row in rows if row.shape == "mention" and row.subject in secret]
    words = [
        (row.document, row.name, not is_description(row.name, row.relation, vocabulary))
        for row in mentions
        if row.name and not is_pronoun(row.name)
    ]
    everywhere, local = masked_words(words, _public_words(rows, secret))
    return Veil(
        references=frozenset(secret),
        claims=frozenset(
            row.claim
            for row in rows
            if flags.get(row.claim, bool(row.protected))
            or row.subject in secret
            or row.object in secret
        ),
        documents=frozenset(i for i, on in flags.items() if on and i.startswith("d")),
        spans=protected_spans((row.document, row.subject_at) for row in mentions),
        words=everywhere,
        local_words=local,
        lifted=level == "all",
    )


def _flags(acts: Iterable[Act]) -> dict[str, bool]:
    """Return what was protected (True) or released (False) last, by reference, claim or source."""
    flags: dict[str, bool] = {}
    for act in acts:
        if act.verb in ("protect", "release"):
            targets = act.detail.get("references") or [act.target]
            flags.update(dict.fromkeys(targets, act.verb == "protect"))
    return flags


def _protected_references(
    rows: Iterable[Reading], flags: Mapping[str, bool], identity: Identity
) -> set[str]:
    """Return every reference of every entity that holds a protected mention."""
    entities = {
        identity.entity[row.subject]
        for row in rows
        if row.shape == "mention" and flags.get(row.subject, bool(row.protected))
    }
    return {reference for entity in entities for reference in identity.members[entity]}


def _public_words(rows: Iterable[Reading], secret: set[str]) -> dict[str, frozenset[str]]:
    """Return the single words of every public name, folded, by document."""
    words: dict[str, set[str]] = {}
    for row in rows:
        if row.shape == "mention" and row.subject not in secret:
            words.setdefault(row.document, set()).update(row.name.casefold().split())
    return {document: frozenset(found) for document, found in words.items()}
