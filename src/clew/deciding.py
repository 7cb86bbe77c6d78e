"""Decisions: who is the same as whom, what is protected, what is taken back or erased."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clew.graph.errors import ProtectedError, UnknownId, UsageError
from clew.graph.identity.decisions import check_different, check_same, sides
from clew.graph.ledger import erase as erasing
from clew.graph.ledger.acts import Act, all_acts, record_act, standing_acts
from clew.graph.ledger.database import transaction
from clew.graph.ledger.standing import Standing
from clew.graph.masks import Masks
from clew.graph.opened import UNKNOWN, Opened
from clew.graph.scene import Scene, look
from clew.graph.withdrawn import gone

Json = dict[str, Any]


def same_or_different(
    db: sqlite3.Connection, graph: Opened, verb: str, a: str, b: str, because: str
) -> str:
    """Record that two entities are the `same` or `different`; returns the decision's id.

    Raises UsageError without a reason, or where the decision says nothing new or contradicts one;
    UnknownId and AmbiguousName for the names.
    """
    needs_reason(because)
    scene = look(db, graph.lens)
    left, right = (reference_of(scene, graph, words) for words in (a, b))
    check = check_same if verb == "same" else check_different
    check(scene.identity, scene.decisions, left, right)
    both = sides(scene.identity, left, right)
    detail = {"left": list(both[0]), "right": list(both[1])}
    return record_act(db, verb, "", because, detail)


def reference_of(scene: Scene, graph: Opened, words: str) -> str:
    """Return the reference that an act speaks of: the very one named, else the entity's."""
    hidden = scene.lens.disclose == "public" and words in scene.veil.references
    known = words in scene.identity.entity and not hidden
    return words if known else graph.entity(words).id


def needs_reason(because: str) -> None:
    """Raise UsageError for no reason."""
    if not because.strip():
        raise UsageError("a decision needs its reason: say it with --because")


def undo(db: sqlite3.Connection, scene: Scene, identity: str) -> str:
    """Take back a run, an act or a rule's decision, by id; returns the id of the act that does.

    Raises UnknownId, UsageError where it is undone already, ProtectedError where what it touches
    is protected and the lens does not disclose it.
    """
    for rule in scene.identity.rules:
        left, right = sides(scene.identity, rule.left, rule.right)
        detail = {"left": left, "right": right}
        if rule.id == identity and not _touches_protected(scene, "", detail):
            return record_act(db, "unrule", identity, "", detail)
    runs = db.execute("SELECT 1 FROM run WHERE id = ?", (identity,)).fetchone()
    acts = {act.id: act for act in all_acts(db)}
    act = acts.get(identity)
    if act is None and not runs:
        raise UnknownId("no import, act or decision of this case has that id: see `clew log`")
    for one in _undone_by(acts, identity):
        if _touches_protected(scene, one.target, one.detail):
            raise ProtectedError(
                "that act is about something protected: say --disclose case or all"
            )
    if act is not None and act.verb == "status":
        raise UsageError(f"a status goes with the import that gives it: `clew undo {act.target}`")
    standing = standing_acts(db)
    undone = {act.target for act in standing if act.verb == "undo"}
    if identity in undone or (act is not None and act not in standing):
        raise UsageError("that is undone already: undo the act that did it to bring it back")
    with transaction(db):
        done = record_act(db, "undo", identity)
        if scene.lens.disclose == "public" and _exposes(scene, look(db, scene.lens)):
            raise ProtectedError(
                "that would show what is protected elsewhere: say --disclose case or all"
            )
    return done


def _exposes(before: Scene, after: Scene) -> bool:
    """Tell whether something that was protected, or its words, could be seen afterwards."""
    if after.identity.entity.keys() & before.veil.references - after.veil.references:
        return True
    if (after.claims.keys() & before.veil.claims) - after.veil.claims:
        return True
    gone = Masks(before.veil.words - after.veil.words)
    shown = {claim.source.id for claim in after.claims.values()}
    return any(gone.places(after.texts.get(document, "")) for document in shown)


def _undone_by(acts: Mapping[str, Act], identity: str) -> Iterator[Act]:
    """Yield an act, and where it is an undo what it took back: to undo it brings that again."""
    while act := acts.get(identity):
        yield act
        identity = act.target


def _touches_protected(scene: Scene, target: str, detail: Mapping[str, Any]) -> bool:
    if scene.lens.disclose != "public":
        return False
    veil = scene.veil
    touched = {target, *detail.get("left", ()), *detail.get("right", ())}
    touched.update(detail.get("references", ()))
    touched |= {scene.successors.of(one) for one in touched}
    return bool(touched & (veil.references | veil.claims | veil.documents))


@dataclass(frozen=True, slots=True)
class Target:
    """What an act is about: a claim, a source, a run, or an entity with all its references."""

    id: str
    references: tuple[str, ...] = ()


def target_of(db: sqlite3.Connection, graph: Opened, scene: Scene, words: str) -> Target:
    """Return what an id, a name or a path names, as far as the lens lets it be seen."""
    words = scene.now(words)
    if words[:1] == "c" and words in scene.claims and not scene.is_withheld(scene.claims[words]):
        return Target(words)
    if words[:1] == "r" and db.execute("SELECT 1 FROM run WHERE id = ?", (words,)).fetchone():
        return Target(words)
    with suppress(UnknownId):
        return Target(source_of(db, scene, words))
    entity = reference_of(scene, graph, words)
    if scene.lens.disclose == "public" and entity in scene.veil.references:
        raise UnknownId(UNKNOWN)
    return Target(entity, scene.identity.members[scene.identity.entity[entity]])


def source_of(db: sqlite3.Connection, scene: Scene, words: str) -> str:
    """Return the document id of a source named by id, unique title or any path imported for it."""
    words, moved = scene.now(words), scene.successors.standing.moved
    hidden = scene.veil.documents if scene.lens.disclose == "public" else frozenset()
    shown = [s for s in scene.sources.values() if s.id not in hidden | {*moved} and not s.erased]
    rows = db.execute(
        "SELECT d.id FROM batch_file f JOIN batch b ON b.n = f.batch"
        " JOIN document d ON d.n = b.document WHERE f.path = ? AND f.role <> 'configuration'",
        (words,),
    )
    paths = {moved.get(document, document) for (document,) in rows}
    found = {s.id for s in shown if s.id in paths or words in (s.id, s.path, s.fact("title"))}
    if len(found) > 1:
        raise UsageError("several sources have that title or path: use an id of `clew sources`")
    if not found:
        raise UnknownId("no source of this case has that id, title or path: see `clew sources`")
    return found.pop()


def protect(db: sqlite3.Connection, graph: Opened, verb: str, words: str, because: str) -> str:
    """Set an entity, a claim or a source behind the disclosure level, or `release` it again."""
    needs_reason(because)
    scene = look(db, graph.lens)
    target = target_of(db, graph, scene, words)
    if target.id.startswith("r"):
        raise UsageError("an import cannot be protected: name its source, a claim or an entity")
    detail = {"references": list(target.references)} if target.references else {}
    return record_act(db, verb, target.id, because, detail)


def withdraw(db: sqlite3.Connection, graph: Opened, words: str, because: str) -> str:
    """Take a source, an import or a claim out of every answer; it stays readable in the ledger."""
    needs_reason(because)
    target = target_of(db, graph, look(db, graph.lens), words)
    if target.references:
        raise UsageError("only a source, an import or a claim can be withdrawn: see `clew show`")
    return record_act(db, "withdraw", target.id, because)


def stands_withdrawn(db: sqlite3.Connection, standing: Standing, target: str) -> bool:
    """Tell of a target of a withdrawal whether nothing has brought it in again since."""
    if target.startswith("c"):
        return target in standing.withdrawn_claims
    if target.startswith("d"):
        return not any(reader[0] == target for reader in standing.current)
    rows = db.execute("SELECT b.n FROM batch b JOIN run r ON r.n = b.run WHERE r.id = ?", (target,))
    return not any(n in standing.batches for (n,) in rows)


def erase(db: sqlite3.Connection, graph: Opened, originals: Path, words: str, because: str) -> str:
    """Erase a source or a claim for good; its tombstone stays. The graphs must be made anew.

    A claim that stands no more, withdrawn or undone, goes like any other.
    """
    needs_reason(because)
    scene = look(db, graph.lens)
    words = scene.now(words)
    fallen = words[:1] == "c" and any(claim["id"] == words for claim in gone(db, scene))
    target = Target(words) if fallen else target_of(db, graph, scene, words)
    if target.references or target.id.startswith("r"):
        raise UsageError("only a source or a claim can be erased: see `clew sources`")
    if scene.lens.disclose == "public" and scene.veil.spans.get(target.id):
        raise ProtectedError(
            "that source holds a mark that protects somebody: say --disclose case or all"
        )
    return erasing.erase(db, originals, target.id, because)
