"""What was done in a case, and what stands in it no more, as far as a lens shows it (Q26 to Q28).

Made beside a projection and kept with it, since both are of one state of the ledger.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clew.graph.ledger.acts import Act, all_acts, standing_acts
from clew.graph.scene import Scene
from clew.graph.withdrawn import gone

Json = dict[str, Any]
#: Acts that tell that something is or was protected: only a lens that shows all of it has them.
SECRET = ("protect", "release")


def record_of(db: sqlite3.Connection, scene: Scene) -> Json:
    """Return the acts, oldest first, and the claims that stood once and stand no more.

    An act is `{"at", "who", "verb", "id", "because", "undone", "sources", "about", "left",
    "right"}`: titles of sources by id, ids of entities, and of a decision its two sides. `rules`
    has the grounds of what rules decided, by id; that of equal names, which is most, is left out.
    """
    done = [*_imports(db, scene), *_corrections(db, scene), *_acts(db, scene)]
    told = {"gone": list(gone(db, scene)), "rules": _rules(scene)}
    return {"acts": sorted(done, key=lambda a: (a["at"], a["id"])), **told}


def _rules(scene: Scene) -> dict[str, list[str]]:
    veil = scene.veil
    secret = frozenset[str]() if veil.lifted else veil.references | veil.documents
    found: dict[str, list[str]] = {}
    for rule in scene.identity.rules:
        sides = [scene.members[side] for side in (rule.left, rule.right)]
        hidden = secret and secret & {i for side in sides for i in (side.ref, side.document)}
        found.setdefault("" if hidden else rule.ground, []).append(rule.id)
    return found


def _acts(db: sqlite3.Connection, scene: Scene) -> Iterator[Json]:
    acts = {act.id: act for act in all_acts(db)}
    standing = {act.id for act in standing_acts(db)}
    runs = _documents_of_runs(db)
    for act in acts.values():
        chain = list(_chain(acts, act))
        touched = {reference for one in chain for reference in _touched(one, runs)}
        touched |= {scene.successors.of(reference) for reference in touched}
        documents = touched & scene.sources.keys()
        left_out = documents and documents <= {*scene.lens.without_sources}
        if left_out or _hidden(scene, chain, touched):
            continue
        yield {
            **_act(act.at, act.by, act.verb, act.id),
            "because": scene.veil.text(act.because),
            "undone": act.id not in standing,
            "target": act.target,
            "sources": _titles(scene, touched),
            "about": sorted({scene.entity(ref) for ref in touched} - {""}),
            "left": _side(scene, act.detail.get("left", ())),
            "right": _side(scene, act.detail.get("right", ())),
        }


def _act(at: str, who: str, verb: str, identity: str) -> Json:
    return {"at": at, "who": who, "verb": verb, "id": identity, "because": "", "undone": False}


def _chain(acts: Mapping[str, Act], act: Act) -> Iterator[Act]:
    """Yield an act, and where it takes one back that one, too."""
    found: Act | None = act
    while found:
        yield found
        found = acts.get(found.target) if found.verb == "undo" else None


def _touched(act: Act, runs: Mapping[str, list[str]]) -> Iterator[str]:
    yield act.target
    yield from runs.get(act.target, ())
    for name in ("left", "right", "references"):
        yield from act.detail.get(name, ())


def _hidden(scene: Scene, chain: Iterable[Act], touched: set[str]) -> bool:
    veil = scene.veil
    if veil.lifted:
        return False
    secret = veil.references | veil.claims | veil.documents
    return bool(touched & secret) or any(act.verb in SECRET for act in chain)


def _imports(db: sqlite3.Connection, scene: Scene) -> Iterator[Json]:
    runs = db.execute('SELECT id, at, "by" FROM run').fetchall()
    documents = _documents_of_runs(db)
    undone = {act.target for act in standing_acts(db) if act.verb == "undo"}
    for run, at, who in runs:
        titles = _titles(scene, documents.get(run, ()))
        if titles:
            done = {**_act(at, who, "import", run), "undone": run in undone}
            yield {**done, "sources": titles, "about": []}


def _documents_of_runs(db: sqlite3.Connection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = db.execute(
        "SELECT DISTINCT r.id, d.id FROM batch b JOIN run r ON r.n = b.run"
        " JOIN document d ON d.n = b.document ORDER BY 1, 2"
    )
    for run, document in rows:
        found.setdefault(run, []).append(document)
    return found


def _corrections(db: sqlite3.Connection, scene: Scene) -> Iterator[Json]:
    """Yield what was corrected of sources by hand, once for each moment and source."""
    rows = db.execute(
        "SELECT d.id, f.at, f.\"by\", group_concat(f.field, ', ') FROM source_fact f"
        " JOIN document d ON d.n = f.document WHERE f.run IS NULL"
        ' GROUP BY d.id, f.at, f."by" ORDER BY min(f.n)'
    )
    for document, at, who, fields in rows:
        titles = _titles(scene, [document])
        if titles:
            done = {**_act(at, who, "source edit", document), "fields": fields}
            yield {**done, "sources": titles, "about": []}


def _titles(scene: Scene, ids: Iterable[str]) -> dict[str, str]:
    """Return the titles of those ids that are sources which the lens shows."""
    hidden = {*scene.lens.without_sources, *(() if scene.veil.lifted else scene.veil.documents)}
    shown = sorted(set(ids) & scene.sources.keys() - hidden)
    return {i: scene.source(i)["title"] for i in shown if not scene.sources[i].erased}


def _side(scene: Scene, references: Iterable[str]) -> Json:
    """Return one side of a decision: the first of its records that is seen, and its source."""
    for reference in references:
        if member := scene.members.get(reference):
            titles = _titles(scene, [member.document])
            name = scene.veil.text(member.name, member.document)
            return {"name": name, "source": next(iter(titles.values()), "")}
    return {}
