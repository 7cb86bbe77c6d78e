"""Every claim that a lens shows, in the shape of answers, beside the items it is evidence of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from clew.graph.claims import StandingClaim, to_json
from clew.graph.model import ENTRY, Evidence, edge_id
from clew.graph.scene import Scene

Tie = tuple[str, str, str, str]


def evidence(
    scene: Scene, subjects: Mapping[str, Sequence[str]], targets: Mapping[str, Sequence[Tie]]
) -> Iterator[Evidence]:
    """Yield every claim that the lens shows, by id.

    `subjects` are the entities of which a claim says that they are named, or a value; `targets`
    the ties that it says. A claim is in one of them.
    """
    for identity in sorted(subjects.keys() | targets.keys()):
        claim = scene.claims[identity]
        if not _shown(scene, claim):
            continue
        if identity in subjects:
            about = tuple(sorted(subjects[identity]))
            content = _json(scene, claim, about)
            content["says"] = _of_one(scene, claim)
            yield Evidence(identity, about, content)
        else:
            yield _of_tie(scene, claim, targets[identity])


def _of_tie(scene: Scene, claim: StandingClaim, said: Sequence[Tie]) -> Evidence:
    """Return what is said of a tie; a denial also names the ends, since it may make no edge."""
    about = {edge_id(*tie) for tie in said}
    ends = {end for tie in said for end in tie[1:3]}
    if claim.status == "denied":
        about |= ends
    kind, start, end, key = min(said)
    says: dict[str, Any] = {"type": kind, "start": start, "end": end}
    if key and not scene.is_blank(claim):
        says["key"] = scene.veil.text(key, claim.source.id)
    content = _json(scene, claim, ends)
    content["says"] = says | _more(scene, claim)
    return Evidence(claim.id, tuple(sorted(about)), content)


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
    if scene.remarks.about and _tells(scene, claim):
        told |= remarks_on(scene, claim.id, claim.source.id, entities)
    return told


def remarks_on(scene: Scene, claim: str, document: str, entities: Iterable[str]) -> dict[str, Any]:
    """Return what people added to a claim that the lens shows, and what its entities replied."""
    asked = [entity for entity in sorted(entities) if entity in scene.remarks.about]
    if not asked and claim not in scene.remarks.about:
        return {}
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
        return says | _more(scene, claim)
    if scene.is_blank(claim):
        return {"property": reading.relation}
    says = {"property": reading.relation}
    says["value"] = scene.veil.text(reading.value, reading.document)
    return says | _more(scene, claim)


def _more(scene: Scene, claim: StandingClaim) -> dict[str, Any]:
    """Return the record of a list that says it, and what it says `with` it: a share, its word."""
    if not _tells(scene, claim):
        return {}
    document, anchor = claim.first.document, claim.first.subject_at
    entry = anchor.removeprefix(ENTRY) if anchor.startswith(ENTRY) else ""
    more: dict[str, Any] = {"entry": scene.veil.text(entry, document)} if entry else {}
    told: dict[str, set[str]] = {}
    for reading in claim.readings:
        for name, values in reading.extra.items():
            shown = (scene.veil.text(value, document) for value in values)
            told.setdefault(name, set()).update(shown)
    if told:
        more["with"] = {name: sorted(values) for name, values in sorted(told.items())}
    return more


def _tells(scene: Scene, claim: StandingClaim) -> bool:
    """Tell whether the lens may show a claim's own words and those of its source."""
    if scene.veil.idle:
        return True
    hidden = claim.source.id in scene.veil.documents
    return not hidden and not scene.is_blank(claim)
