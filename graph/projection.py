"""The projection: a pure function of ledger and lens to nodes and edges (rules 9-19, 27-30).

The same ledger and lens give the same items in the same order, whatever was imported first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clew.graph.claims import StandingClaim, shown_facts
from clew.graph.items import Maker
from clew.graph.model import SAME_AS, WEAKNESS, Edge, Item, Node
from clew.graph.remarks import words
from clew.graph.scene import Scene
from clew.graph.schema import schema
from clew.graph.testimony import Tie, evidence


@dataclass(slots=True)
class Projection:
    """A scene as nodes and edges; `withheld` counts what the veil kept back, by what it is."""

    scene: Scene
    withheld: Counter[str] = field(default_factory=Counter)

    def items(self) -> Iterator[Item]:
        """Yield entities, sources, edges and what is behind them, each by id."""
        said = _by_entity(self.scene)
        edges = sorted(self._edges(said.ties), key=lambda edge: edge.id)
        held = _strongest_by_end(edges)
        standing: set[str] = set()
        sources = {source for edge in edges for source in edge.properties["claim_sources"]}
        for node in self._nodes(said.own, held):
            standing.add(node.id)
            sources.update(node.properties["claim_sources"])
            yield node
        yield from self._sources(sources - {""})
        yield from (edge for edge in edges if edge.start in standing and edge.end in standing)
        yield from evidence(self.scene, said.subjects, _said_by(said.ties))

    def _shown(self, claims: Iterable[StandingClaim]) -> list[StandingClaim]:
        """Return the claims that the lens shows, strongest first; the others are counted."""
        shown = []
        for claim in claims:
            if self.scene.is_withheld(claim):
                self.withheld["claims"] += 1
            elif not self.scene.lens.statuses or claim.status in self.scene.lens.statuses:
                shown.append(claim)
        return sorted(shown, key=lambda claim: claim.rank)

    def _nodes(
        self, own: Mapping[str, list[StandingClaim]], held: Mapping[str, str]
    ) -> Iterator[Node]:
        veil, level = self.scene.veil, self.scene.lens.disclose
        for entity in sorted(own):
            hidden = bool(veil.references.intersection(self.scene.identity.members[entity]))
            if hidden and level == "public":
                self.withheld["entities"] += 1
                continue
            shown = self._shown(own[entity])
            if shown or entity in held:
                maker = Maker(self.scene, blank=hidden and level == "case")
                yield maker.node(entity, own[entity], shown, held.get(entity, ""))

    def _edges(self, ties: Mapping[Tie, list[StandingClaim]]) -> Iterator[Edge]:
        veil = self.scene.veil
        for (kind, start, end, key), claims in ties.items():
            ends = (*self.scene.identity.members[start], *self.scene.identity.members[end])
            hidden = bool(veil.references.intersection(ends))
            stated = self._shown(claim for claim in claims if claim.status != "denied")
            if not stated:
                continue
            denied = any(c.status == "denied" and not self.scene.is_withheld(c) for c in claims)
            maker = Maker(self.scene, blank=hidden and self.scene.lens.disclose == "case")
            yield maker.edge(kind, start, end, key, stated, disputed=denied)

    def _sources(self, used: set[str]) -> Iterator[Node]:
        first: dict[str, str] = {}
        for identity in sorted(used):
            origin = self.scene.origins.of(identity)
            if origin not in used:
                origin = first.setdefault(origin, identity)
            source = self.scene.sources[identity]
            facts = shown_facts(source, self.scene.veil)
            title = self.scene.veil.text(source.title, identity)
            own = {"id": identity, "title": title, "sha256": source.sha256, "origin": origin}
            told = [words(one) for one in self.scene.source(identity).get("corrections", ())]
            more: dict[str, object] = {"corrections": told, "list": source.list}
            kept = {name: value for name, value in more.items() if value}
            yield Node(identity, ("Source",), {**facts, **own, **kept})


@dataclass(slots=True)
class _Said:
    """Claims by what they are about: an entity, or a tie (type, start, end, key).

    `subjects` are the entities of each claim of the first sort.
    """

    own: dict[str, list[StandingClaim]] = field(default_factory=dict)
    ties: dict[Tie, list[StandingClaim]] = field(default_factory=dict)
    subjects: dict[str, Sequence[str]] = field(default_factory=dict)


def _by_entity(scene: Scene) -> _Said:
    said, entity = _Said(), scene.identity.entity
    symmetric = {tie.name for tie in schema().ties.values() if tie.symmetric}
    for claim in scene.claims.values():
        if _is_refused(claim):
            continue
        if claim.first.shape != "tie":
            subjects = {entity[r.subject] for r in claim.readings if r.subject in entity}
            for subject in subjects:
                said.own.setdefault(subject, []).append(claim)
            if subjects:
                said.subjects[claim.id] = tuple(subjects)
        elif claim.first.relation != SAME_AS:
            for target in sorted(_keyed({*_ties(scene, claim, symmetric)})):
                said.ties.setdefault(target, []).append(claim)
    _deny_every_key(scene, said.ties)
    return said


def _deny_every_key(scene: Scene, ties: Mapping[Tie, list[StandingClaim]]) -> None:
    """Let what denies a tie without its key deny each of that type and ends that may be seen."""
    for tie, claims in ties.items():
        plain = ties.get((*tie[:3], ""), ()) if tie[3] else ()
        denied = [claim for claim in plain if claim.status == "denied"]
        if denied and any(c.status != "denied" and not scene.is_withheld(c) for c in claims):
            claims += denied


def _is_refused(claim: StandingClaim) -> bool:
    """Tell whether this only says where a victim is named, who is a node at no level (rule 25)."""
    if claim.first.shape != "mention":
        return False
    kind = schema().kinds.get(claim.first.relation)
    return kind is not None and kind.refused


def _ties(scene: Scene, claim: StandingClaim, symmetric: set[str]) -> Iterator[Tie]:
    entity = scene.identity.entity
    for reading in claim.readings:
        start, end = entity.get(reading.subject), entity.get(reading.object)
        if start and end:
            turned = reading.relation in symmetric and end < start
            yield (reading.relation, *((end, start) if turned else (start, end)), reading.key)


def _keyed(said: set[Tie]) -> set[Tie]:
    """Return what the readings of one claim say, without a tie that only lacks another's key.

    A format that cannot hold a key says nothing of it, which yields to what is stated (rule 3).
    """
    if len(said) < 2:
        return said
    given = {tie[:3] for tie in said if tie[3]}
    return {tie for tie in said if tie[3] or tie[:3] not in given}


def _strongest_by_end(edges: Iterable[Edge]) -> dict[str, str]:
    """Return the strongest status of each entity's ties."""
    held: dict[str, str] = {}
    for edge in edges:
        for end in (edge.start, edge.end):
            status = edge.properties["status"]
            held[end] = min(held.get(end, status), status, key=WEAKNESS.__getitem__)
    return held


def _said_by(ties: Mapping[Tie, Iterable[StandingClaim]]) -> dict[str, list[Tie]]:
    """Return the ties that each claim says."""
    found: dict[str, list[Tie]] = {}
    for tie, claims in ties.items():
        for claim in claims:
            found.setdefault(claim.id, []).append(tie)
    return found
