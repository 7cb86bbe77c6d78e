"""What is behind an id that no graph holds: a decision (Q26), a claim that is gone (Q27)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from clew.graph.errors import UnknownId
from clew.graph.ledger.acts import all_acts
from clew.graph.lens import Lens
from clew.graph.opened import UNKNOWN
from clew.graph.scene import Scene, look
from clew.graph.testimony import remarks_on
from clew.graph.withdrawn import gone

Json = dict[str, Any]
#: Tells whether an id is the one that is asked for.
Meant = Callable[[str], bool]


def decision(db: sqlite3.Connection, lens: Lens, is_meant: Meant) -> Json:
    """Return a standing decision about identity: its verb, both sides, who, when and why.

    `is_meant` tells its id. Raises UnknownId where there is none, and of one that touches what the
    lens does not show.
    """
    scene = look(db, lens)
    for rule in scene.identity.rules:
        if is_meant(rule.id):
            said = {"verb": "same", "by": "rule", "rule": rule.rule, "because": rule.ground}
            return _shown(scene, rule.id, said, (rule.left,), (rule.right,))
    for act in scene.decisions:
        if is_meant(act.id):
            touched = scene.veil.references & {*act.left, *act.right}
            hidden = touched and not scene.veil.lifted  # a reason may say who it is
            reason = "" if hidden else scene.veil.text(act.because)
            person = {"verb": act.verb, "by": act.who, "when": act.when, "because": reason}
            return _shown(scene, act.id, person, act.left, act.right)
    raise UnknownId(UNKNOWN)


def gone_claim(db: sqlite3.Connection, lens: Lens, is_meant: Meant) -> Json:
    """Return a claim that was withdrawn or stands no more, with `gone`: when, how, by which act.

    `is_meant` tells its id. Raises UnknownId where there is none, and where anything protected is
    touched.
    """
    scene = look(db, lens)
    found = next((claim for claim in gone(db, scene) if _is_meant(scene, claim, is_meant)), None)
    if found is None:
        raise UnknownId(UNKNOWN)
    identity = found["id"]
    act = next((act for act in all_acts(db) if act.id == found["gone"]["by"]), None)
    reason = scene.veil.text(act.because) if act else ""
    about = {found["says"][name] for name in ("start", "end") if found["says"].get(name)}
    told = {**found["gone"], "who": scene.veil.text(found["gone"]["who"]), "because": reason}
    added = remarks_on(scene, identity, found["source"]["id"], about)
    return {"id": identity, "claim": {**found, **added, "gone": told}, "about": sorted(about)}


def _is_meant(scene: Scene, claim: Json, is_meant: Meant) -> bool:
    """Tell whether a claim is asked for, by its id or by one of a text that is the same."""
    return any(map(is_meant, (claim["id"], *scene.successors.forms(claim["id"]))))


def _shown(
    scene: Scene, identity: str, said: Json, left: tuple[str, ...], right: tuple[str, ...]
) -> Json:
    touched = {*left, *right}
    if scene.lens.disclose == "public" and touched & scene.veil.references:
        raise UnknownId(UNKNOWN)
    sides = {"left": _side(scene, left), "right": _side(scene, right)}
    return {"id": identity, "decision": {**said, **sides, "computed": said["by"] == "rule"}}


def _side(scene: Scene, references: tuple[str, ...]) -> Json:
    """Return what one side of a decision is: its first record that stands, and its words there."""
    found = next((ref for ref in references if ref in scene.members), "")
    hidden = found in scene.veil.references and scene.lens.disclose != "all"
    if not found or hidden:
        return {"id": found, "name": "protected" if hidden else ""}
    member = scene.members[found]
    source = scene.sources[member.document]
    shown = scene.lens.disclose == "all" or source.id not in scene.veil.documents
    title = scene.veil.text(source.title, source.id) if shown else "protected source"
    return {"id": found, "name": scene.veil.text(member.name, member.document), "source": title}
