"""Claims that stood once and stand no more: withdrawn, undone, or not in the newer export (Q27)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from clew.graph.claims import claim_of, to_json
from clew.graph.ledger.acts import Act, standing_acts
from clew.graph.ledger.families import Families
from clew.graph.ledger.read import Reading, readings
from clew.graph.ledger.standing import Standing, standing
from clew.graph.model import spans_of
from clew.graph.scene import Scene
from clew.graph.when import bounds

Json = dict[str, Any]


def gone(db: sqlite3.Connection, scene: Scene) -> Iterator[Json]:
    """Yield such claims in the shape of answers, each with `gone`: the day, how, and by which act.

    What touches anything protected is left out whole, and so is what the lens leaves out.
    """
    now = standing(db)
    past = {n for (n,) in db.execute("SELECT n FROM batch")} - now.batches - now.elsewhere
    if not past and not now.withdrawn_claims:
        return
    ends = _Ends(db)
    fallen = _fallen(db, now, past, ends)
    then = Standing({}, frozenset(), past | now.batches if now.withdrawn_claims else past)
    rows = [row for row in readings(db, then) if row.claim in fallen]
    names = {row.subject: row.name for row in rows if row.listed and row.shape == "mention"}
    for identity, group in groupby(rows, key=lambda row: row.claim):
        found = list(group)
        if scene.claims.keys() & scene.successors.forms(identity):
            continue  # it stands, on a text that is the same but for its blanks
        end = ends.of(fallen[identity], identity)
        if end and _is_seen(scene, found, end):
            because = scene.veil.text(end["because"])
            claim = _claim(scene, identity, found, names)
            yield {**claim, "gone": {**end, "because": because}}


def _fallen(db: sqlite3.Connection, now: Standing, past: set[int], ends: _Ends) -> dict[str, int]:
    """Return the claims that stand no more, each with the number of the last batch that said it."""
    rows = db.execute(
        "SELECT c.id, json_group_array(s.batch) FROM standing s"
        " JOIN annotation a ON a.n = s.annotation"
        " JOIN claim c ON c.n = a.claim WHERE c.relation IS NOT NULL AND a.claim IN"
        " (SELECT o.claim FROM standing p JOIN annotation o ON o.n = p.annotation"
        "  WHERE p.batch IN (SELECT value FROM json_each(?1))) GROUP BY c.id"
        " HAVING NOT max(s.batch IN (SELECT value FROM json_each(?2)))",
        (json.dumps(sorted(past)), json.dumps(sorted(now.batches))),
    )
    found = {claim: ends.last(json.loads(batches)) for claim, batches in rows.fetchall()}
    for claim in now.withdrawn_claims:
        batches = db.execute(
            "SELECT json_group_array(s.batch) FROM claim c JOIN annotation a ON a.claim = c.n"
            " JOIN standing s ON s.annotation = a.n WHERE c.id = ? AND c.relation IS NOT NULL",
            (claim,),
        ).fetchone()[0]
        if said := json.loads(batches):
            found[claim] = ends.last(said)
    return found


class _Ends:
    """How and when each batch came to stand no more."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._acts: dict[str, Act] = {
            act.target: act for act in standing_acts(db) if act.verb in ("undo", "withdraw")
        }
        self._rows: dict[int, tuple[str, str, str, str]] = {}
        self._of: dict[int, list[int]] = {}
        readers: dict[tuple[str, str, str], list[int]] = {}
        rows = db.execute(
            "SELECT b.n, d.id, b.tool, b.annotator, r.id, r.at,"
            " coalesce(json_extract(b.options, '$.published'), ''),"
            " coalesce(json_extract(b.options, '$.of'), b.n) FROM batch b"
            " JOIN run r ON r.n = b.run JOIN document d ON d.n = b.document ORDER BY b.n"
        )
        self._first: dict[int, int] = {}
        self._families = Families(db)
        for n, document, tool, annotator, run, at, published, first in rows:
            if first != n:  # written anew: what ended the first reading ended this one
                _, run, at, _ = self._rows[first]
            self._rows[n], self._first[n] = (document, run, at, published), first
            self._of[n] = readers.setdefault((document, tool, annotator), [])
            self._of[n].append(n)

    def _rank(self, batch: int) -> tuple[str, int]:
        """Return what orders batches: an edition's day before the order of entry."""
        return self._rows[batch][3], self._first[batch]

    def last(self, batches: Iterable[int]) -> int:
        """Return the last of these batches: the newest edition, whenever it was imported."""
        return max(batches, key=self._rank)

    def _after(self, batch: int) -> int:
        """Return the batch that took another one's place, 0 where none that holds did."""
        later = (n for n in self._of[batch] if self._rank(n) > self._rank(batch))
        held = (n for n in later if not self._is_undone(n))
        return min(held, key=self._rank, default=0)

    def _is_undone(self, batch: int) -> bool:
        act = self._acts.get(self._rows[batch][1])
        return act is not None and act.verb == "undo"

    def of(self, batch: int, claim: str) -> Json | None:
        """Return what ended a claim whose last batch this is, None where that is not told."""
        document, run, _, _ = self._rows[batch]
        first = self._first[batch]
        claims = (claim, *self._families.forms(claim))
        documents = {document: batch, self._rows[first][0]: first}
        for target in (*claims, *documents, run):
            act, last = self._acts.get(target), documents.get(target, first)
            if act and (act.verb == "undo" or target in claims or last <= act.mark):
                how = "withdrawn" if act.verb == "withdraw" else "import undone"
                told = {"day": act.at[:10], "how": how, "by": act.id, "who": act.by}
                return {**told, "because": act.because}
        later = self._after(batch)
        if not later:
            return None
        _, run, at, published = self._rows[later]
        day = bounds(published)[0] if published else ""
        how = "not in the newer edition" if day else "not in the corrected import"
        return {"day": day or at[:10], "how": how, "by": run, "who": "", "because": ""}


def _is_seen(scene: Scene, rows: Iterable[Reading], end: Mapping[str, str]) -> bool:
    lens, veil = scene.lens, scene.veil
    if lens.known_at and end["day"] > lens.known_at:
        return False
    for row in rows:
        if row.document in lens.without_sources or scene.sources[row.document].erased:
            return False
        if not veil.lifted and (row.protected or _touches(scene, row)):
            return False
    return True


def _touches(scene: Scene, row: Reading) -> bool:
    """Tell whether a reading that is gone says a word of what is protected, or in its place."""
    veil = scene.veil
    if {row.claim, row.subject, row.object} & (veil.references | veil.claims):
        return True
    if row.document in veil.documents:
        return True
    told = (row.name, row.value, row.attribution, row.quote, row.relation.replace("_", " "))
    if any(veil.text(words, row.document) != words for words in told):
        return True
    text = scene.texts.get(row.document, "")
    return not row.quote and veil.quote(row.document, text, row.quote_start, row.quote_end)[1]


def _claim(scene: Scene, identity: str, rows: list[Reading], names: Mapping[str, str]) -> Json:
    source = scene.sources[rows[0].document]
    claim = claim_of(identity, rows, source)
    told = to_json(claim, scene.quote(claim), scene.source(source.id), scene.veil)
    return {**told, "says": _says(scene, claim.first, names)}


def _says(scene: Scene, row: Reading, names: Mapping[str, str]) -> Json:
    words = _words(scene, row, row.subject, row.subject_at, names)
    subject = {"start": _entity(scene, row.subject), "words": words}
    if row.listed:
        subject["entry"] = scene.veil.text(row.subject_at.partition(":")[2], row.document)
    if row.shape == "mention":
        return {"kind": row.relation, "name": row.name, **subject}
    if row.shape == "value":
        return {"property": row.relation, "value": row.value, **subject}
    words = _words(scene, row, row.object, row.object_at, names)
    ends = {"end": _entity(scene, row.object), "end_words": words}
    return {"type": row.relation, **subject, **ends}


def _entity(scene: Scene, reference: str) -> str:
    """Return the entity of a reference, or of what it was decided to be the same as, else ''."""
    if found := scene.entity(reference):
        return found
    for decision in scene.decisions:
        sides = (decision.left, decision.right)
        if decision.verb == "same" and any(reference in side[:1] for side in sides):
            return next((e for side in sides for ref in side if (e := scene.entity(ref))), "")
    return ""


def _words(
    scene: Scene, row: Reading, reference: str, anchor: str, names: Mapping[str, str]
) -> str:
    """Return the words at an anchor of a text; a list's record by its name, else its id there."""
    if row.listed:
        member = scene.members.get(reference)
        name = (member.name if member else "") or names.get(reference, "")
        return scene.veil.text(name or anchor.partition(":")[2], row.document)
    text = scene.texts.get(row.document, "")
    return " … ".join(text[start:end] for start, end in spans_of(anchor))
