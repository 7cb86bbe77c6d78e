"""Lists of a case as rows: sources, proposals, decisions, the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from clew.graph.errors import UnknownId
from clew.graph.facts import FIELDS, OWN
from clew.graph.lens import Disclosure, Lens
from clew.queries.paths import display

if TYPE_CHECKING:
    import sqlite3

    from clew.case import Case
    from clew.graph.ledger.acts import Act
    from clew.graph.ledger.log import Entry
    from clew.graph.opened import Opened
    from clew.graph.scene import Scene

Json = dict[str, Any]

SHOWN = ("id", "title", "publisher", "published", "path")
PROPOSAL = ("left", "left_name", "right", "right_name", "kind", "grounds", "score")
DECISION = ("verb", "left", "right", "because", "left_name", "right_name", "who", "at", "id")
ENTRY = ("n", "at", "who", "verb", "subject", "because", "link")
#: What stands for a subject that the disclosure level withholds.
WITHHELD = "protected"


def sources(case: Case, disclose: Disclosure) -> list[Json]:
    """Return the sources that the level shows, each with every fact ('' where not known)."""
    return [
        {"id": s.id, "path": s.path, "sha256": s.sha256, **{f: s.fact(f) for f in (*FIELDS, *OWN)}}
        for s in case.sources(lens=Lens(disclose=disclose))
    ]


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposal as a row, and in full as JSON."""

    row: Json
    full: Json


def proposals(case: Case, lens: Lens) -> list[Pair]:
    """Return the proposals, with the names of both sides."""
    found = case.candidates(lens=lens)
    with case.opened(lens) as graph:
        names = {i: _name(graph, i) for pair in found for i in (pair.left, pair.right)}
    return [
        Pair(
            row={
                "left": pair.left,
                "left_name": names[pair.left],
                "right": pair.right,
                "right_name": names[pair.right],
                "kind": pair.kind,
                "grounds": "; ".join(_ground(feature) for feature in pair.features),
                "score": pair.score,
            },
            full={
                "left": {"id": pair.left, "name": names[pair.left]},
                "right": {"id": pair.right, "name": names[pair.right]},
                "kind": pair.kind,
                "features": [asdict(feature) for feature in pair.features],
                "score": pair.score,
            },
        )
        for pair in found
    ]


def _ground(feature: Any) -> str:
    return f"{feature.name} ({feature.detail})" if feature.detail else str(feature.name)


def _name(graph: Opened, identity: str) -> str:
    """Return what an entity is called, '' where the lens shows none of that id."""
    with suppress(UnknownId):
        return display(graph.node(identity))
    return ""


def decisions(case: Case, disclose: Disclosure) -> list[Json]:
    """Return the decisions that hold and touch nothing that the level withholds, oldest first.

    Those of identity; what is protected, released, withdrawn now; assessments, with their pair
    under `right`.
    """
    from clew.graph.ledger.acts import standing_acts
    from clew.graph.scene import look

    lens = Lens(disclose=disclose)
    with case.opened(lens) as graph, case.reading() as db:
        scene, acts = look(db, lens), standing_acts(db)
        holding = _Holding(db, acts, scene)
        return [
            _decision(act, graph, scene)
            for act in acts
            if holding.has(act) and not (_withheld(scene) & _now_touched(act, scene))
        ]


class _Holding:
    """Tells which acts still have an effect: a later one may have taken an earlier one's place."""

    def __init__(self, db: sqlite3.Connection, acts: Iterable[Act], scene: Scene) -> None:
        from clew.graph.marks import marks_of

        self._db, self._standing = db, scene.successors.standing
        self._marks = marks_of(db, acts, scene.successors).latest

    def has(self, act: Act) -> bool:
        """Tell whether an act is a decision that a table can hold, and has an effect."""
        from clew.deciding import stands_withdrawn

        if not act.because:  # it went with what was erased
            return False
        if act.verb in ("protect", "release"):
            ids = act.detail.get("references") or [act.target]
            return any(self._marks[identity][0] == act.n for identity in ids)
        if act.verb == "withdraw":
            return stands_withdrawn(self._db, self._standing, act.target)
        return act.verb in ("same", "different") or (act.verb == "assess" and bool(act.detail))


def _decision(act: Act, graph: Opened, scene: Scene) -> Json:
    left = scene.successors.of(act.detail.get("left", [act.target])[0])
    right = scene.successors.of(act.detail.get("right", [act.detail.get("pair", "")])[0])
    return {
        "verb": act.verb,
        "left": left,
        "right": right,
        "because": _ground_of(scene, act),
        "left_name": _name(graph, left),
        "right_name": _name(graph, right),
        "who": scene.veil.text(act.by),
        "at": act.at,
        "id": act.id,
    }


def _ground_of(scene: Scene, act: Act) -> str:
    """Return a decision's reason; that of one about what is protected may name who it is."""
    veil = scene.veil
    hidden = (veil.references | veil.claims | veil.documents) & _now_touched(act, scene)
    return WITHHELD if hidden and not veil.lifted else veil.text(act.because)


def _now_touched(act: Act, scene: Scene) -> set[str]:
    """Return the ids that an act touches, as they were then and as they are called now."""
    touched = {*_touched(act)}
    return touched | {scene.successors.of(identity) for identity in touched}


def _withheld(scene: Scene) -> frozenset[str]:
    if scene.lens.disclose != "public":
        return frozenset()
    return scene.veil.references | scene.veil.claims | scene.veil.documents


def log(case: Case, disclose: Disclosure) -> list[Json]:
    """Return the log: what was done to what the level withholds has no subject and no reason."""
    from clew.graph.ledger.acts import all_acts
    from clew.graph.ledger.log import entries
    from clew.graph.scene import look

    with case.reading() as db:
        scene = look(db, Lens(disclose=disclose))
        acts = {act.id: act for act in all_acts(db)}
        runs = dict(db.execute('SELECT id, "by" FROM run'))
        by_hand = {run for (run,) in db.execute(_BY_HAND)}
        return [
            {
                "n": entry.n,
                "at": entry.at,
                **_done(entry, acts.get(entry.subject), runs, scene),
                **({"verb": "claim"} if entry.subject.split()[0] in by_hand else {}),
                "link": entry.link,
            }
            for entry in entries(db)
        ]


#: The runs that entered a claim by hand; the log itself has an import of each.
_BY_HAND = (
    "SELECT r.id FROM batch b JOIN run r ON r.n = b.run WHERE b.tool LIKE 'hand %'"
    " AND json_extract(b.options, '$.of') IS NULL"
)


def _done(entry: Entry, act: Act | None, runs: Mapping[str, str], scene: Scene) -> Json:
    parts = entry.subject.split()
    who = act.by if act else next((runs[part] for part in parts if part in runs), "")
    done = {"who": who, "verb": entry.verb}
    touched = {*parts, *(_now_touched(act, scene) if act else ())}
    if _withheld(scene) & touched:
        return {**done, "subject": WITHHELD, "because": ""}
    return {**done, "subject": entry.subject, "because": _reason(scene, act, touched)}


def _reason(scene: Scene, act: Act | None, touched: set[str]) -> str:
    """Return an act's reason; that of one about something protected may name who it is."""
    veil = scene.veil
    hidden = not veil.lifted and touched & (veil.references | veil.claims | veil.documents)
    return "" if act is None or hidden else veil.text(act.because)


def _touched(act: Act) -> Iterator[str]:
    yield act.target
    for name in ("left", "right", "references"):
        yield from act.detail.get(name, ())
