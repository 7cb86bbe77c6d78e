"""Every claim that a lens shows, in the shape of answers, beside the items it is evidence of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clew.graph.claims import StandingClaim, to_json
from clew.graph.model import ENTRY, Evidence, edge_id
from clew.graph.scene import Scene

Tie = tuple[str, str, str, str]


def of_entities(scene: Scene, own: Mapping[str, Iterable[StandingClaim]]) -> Iterator[Evidence]:
    """Yield what is said of entities themselves: that they are named, and their values."""
    entities: dict[str, set[str]] = {}
    for entity, claims in own.items():
        for claim in claims:
            entities.setdefault(claim.id, set()).add(entity)
    for identity, about in entities.items():
        claim = scene.claims[identity]
        if _shown(scene, claim):
            ids = tuple(sorted(about))
            content = {**_json(scene, claim, ids), "says": _of_one(scene, claim)}
            yield Evidence(identity, ids, content)


def of_ties(scene: Scene, ties: Mapping[Tie, Iterable[StandingClaim]]) -> Iterator[Evidence]:
    """Yield what is said of ties; a denial also names the ends, since it may make no edge."""
    targets: dict[str, list[Tie]] = {}
    for tie, claims in ties.items():
        for claim in claims:
            targets.setdefault(claim.id, []).append(tie)
    for identity, said in targets.items():
        claim = scene.claims[identity]
        if not _shown(scene, claim):
            continue
        about = {edge_id(*tie) for tie in said}
        ends = {end for tie in said for end in tie[1:3]}
        if claim.status == "denied":
            about |= ends
        kind, start, end, key = min(said)
        says: dict[str, Any] = {"type": kind, "start": start, "end": end}
        if key and not scene.is_blank(claim):
            says["key"] = scene.veil.text(key, claim.source.id)
        content = {**_json(scene, claim, ends), "says": {**says, **_more(scene, claim)}}
        yield Evidence(identity, tuple(sorted(about)), content)


def _shown(scene: Scene, claim: StandingClaim) -> bool:
    """Tell whether the lens shows a claim; a denial is shown whatever statuses it asks for."""
    if scene.is_withheld(claim):
        return False
    statuses = scene.lens.statuses
    return not statuses or claim.status in statuses or claim.status == "denied"


def _json(scene: Scene, claim: StandingClaim, entities: Iterable[str]) -> dict[str, Any]:
    """Return a claim of these entities with what people added to it."""
    source = scene.source(claim.source.id)
    told = to_json(claim, scene.quote(claim), source, scene.veil)
    if not scene.remarks.about or not _tells(scene, claim):
        return told
    return {**told, **remarks_on(scene, claim.id, claim.source.id, entities)}


def remarks_on(scene: Scene, claim: str, document: str, entities: Iterable[str]) -> dict[str, Any]:
    """Return what people added to a claim that the lens shows, and what its entities replied."""
    asked = [entity for entity in sorted(entities) if entity in scene.remarks.about]
    named = {entity: _name(scene, entity) for entity in asked}
    return scene.remarks.on_claim(claim, document, named, scene.veil, scene.source)


def _name(scene: Scene, entity: str) -> str:
    members = (scene.members[ref] for ref in scene.identity.members[entity])
    return next((scene.veil.text(m.name, m.document) for m in members if m.name), "")


def _of_one(scene: Scene, claim: StandingClaim) -> dict[str, Any]:
    reading = claim.first
    if reading.shape == "mention":
        says: dict[str, Any] = {"kind": reading.relation}
        if _tells(scene, claim) and reading.name:
            says["name"] = scene.veil.text(reading.name, reading.document)
        return {**says, **_more(scene, claim)}
    if scene.is_blank(claim):
        return {"property": reading.relation}
    value = scene.veil.text(reading.value, reading.document)
    return {"property": reading.relation, "value": value, **_more(scene, claim)}


def _more(scene: Scene, claim: StandingClaim) -> dict[str, Any]:
    """Return the record of a list that says it, and what it says `with` it: a share, its word."""
    if not _tells(scene, claim):
        return {}
    document, anchor = claim.first.document, claim.first.subject_at
    entry = anchor.removeprefix(ENTRY) if anchor.startswith(ENTRY) else ""
    told: dict[str, set[str]] = {}
    for reading in claim.readings:
        for name, values in reading.extra.items():
            shown = (scene.veil.text(value, document) for value in values)
            told.setdefault(name, set()).update(shown)
    more = {"with": {name: sorted(values) for name, values in sorted(told.items())}} if told else {}
    return {**({"entry": scene.veil.text(entry, document)} if entry else {}), **more}


def _tells(scene: Scene, claim: StandingClaim) -> bool:
    """Tell whether the lens may show a claim's own words and those of its source."""
    hidden = claim.source.id in scene.veil.documents and not scene.veil.lifted
    return not hidden and not scene.is_blank(claim)
