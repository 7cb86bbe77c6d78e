"""Decisions in bulk from a table (rule 21): the ledger is read once, and written once.

Every row is judged against the case as it was before the table, but for identity, where each
decision holds for the rows after it. What can be done is done in one transaction; a row that
cannot is named, and keeps no other from being done.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from clew.deciding import needs_reason, reference_of, stands_withdrawn, target_of
from clew.graph.errors import AmbiguousName, InputError, UsageError
from clew.graph.identity.decisions import (
    Decision,
    Identity,
    check_different,
    check_same,
    sides,
    spoken_of,
)
from clew.graph.identity.resolve import resolve
from clew.graph.ledger.acts import Act, actor, record_act, standing_acts
from clew.graph.ledger.database import transaction
from clew.graph.lens import Disclosure
from clew.graph.marks import marks_of
from clew.graph.opened import Opened
from clew.graph.scene import Scene, coreference, look
from clew.graph.schema import schema
from clew.remarking import checked_line, checked_pair, claim_of

if TYPE_CHECKING:
    from clew.case import Case

COLUMNS = ("verb", "left", "right", "because")
VERBS = ("same", "different", "protect", "release", "withdraw", "assess")
Row = Mapping[str, str]


@dataclass(slots=True)
class Done:
    """What a table brought: decisions made, rows that stood already, rows with their reason."""

    made: list[str] = field(default_factory=list)
    known: int = 0
    rejected: list[InputError] = field(default_factory=list)

    def __str__(self) -> str:
        """Return it in words."""
        made = "1 decision" if len(self.made) == 1 else f"{len(self.made)} decisions"
        counts = f"{made} made, {self.known} stood already, {len(self.rejected)} rejected."
        return "\n".join([counts, *(f"Rejected: {error}" for error in self.rejected)])


def decide(case: Case, file: Path, disclose: Disclosure) -> Done:
    """Decide what the rows of a CSV table say, all that can be in one transaction.

    Raises InputError where the file is no such table.
    """
    rows = _rows(file)
    done = Done()
    with case.deciding("decisions import", disclose) as (db, graph), transaction(db):
        desk = _Desk(db, graph, look(db, graph.lens))
        for line, row in rows:
            try:
                act = desk.decide(row)
            except UsageError as error:
                done.rejected.append(InputError(_told(error), str(file), line))
                continue
            if act:
                done.made.append(act)
            else:
                done.known += 1
    return done


def _told(error: UsageError) -> str:
    if isinstance(error, AmbiguousName):
        return f"{error} ({', '.join(choice[0] for choice in error.choices)})"
    return str(error)


class _Desk:
    """Judges row after row; `_stale`: a row has parted what was one, so who is who is to be told
    anew. Where a row joins two, that is done here; what rules make of it shows when all is done.
    """

    def __init__(self, db: sqlite3.Connection, graph: Opened, scene: Scene) -> None:
        self._db, self._graph, self._scene = db, graph, scene
        self._decisions, self._stale = list(scene.decisions), False
        self._know(scene.identity)
        acts = standing_acts(db)
        marks = marks_of(db, acts, scene.successors).latest
        self._protects = {identity: on for identity, (_, on) in marks.items()}
        self._assessed = {_assessment(act) for act in acts if act.verb == "assess"}
        self._said = {row for act in acts if (row := _row(act)) and not self._hides(*row)}
        self._withdrawn = {act.target for act in acts if act.verb == "withdraw"}
        self._taken_out: set[str] = set()
        self._verbs: dict[str, Callable[[Row], str]] = {
            "same": self._who_is_who,
            "different": self._who_is_who,
            "protect": self._protection,
            "release": self._protection,
            "withdraw": self._withdraw,
            "assess": self._assess,
        }

    def decide(self, row: Row) -> str:
        """Do what a row says; returns the act's id, '' where it stands. Raises UsageError."""
        if row["verb"] not in self._verbs:
            raise UsageError(f"the verb is none of {', '.join(VERBS)}")
        needs_reason(row["because"])
        if row["right"] and row["verb"] in ("protect", "release", "withdraw"):
            raise UsageError(f"{row['verb']} is about what stands under left: leave right empty")
        if (row["verb"], row["left"], row["right"]) in self._said:
            return ""
        return self._verbs[row["verb"]](row)

    def _hides(self, *ids: str) -> bool:
        """Tell whether the level withholds one of these."""
        veil = self._scene.veil
        secret = veil.references | veil.claims | veil.documents
        return self._scene.lens.disclose == "public" and not secret.isdisjoint(ids)

    def _who_is_who(self, row: Row) -> str:
        verb = row["verb"]
        left, right = (
            reference_of(self._scene, self._graph, row[side]) for side in ("left", "right")
        )
        if self._stale:
            claims, members = self._scene.claims.values(), self._scene.members.values()
            self._know(resolve(members, coreference(claims), self._decisions, schema()))
        if self._stands(verb, left, right):
            return ""
        check = check_same if verb == "same" else check_different
        check(self._identity, self._decisions, left, right)
        both = sides(self._identity, left, right)
        detail = {"left": list(both[0]), "right": list(both[1])}
        act = record_act(self._db, verb, "", row["because"], detail)
        self._decisions.append(Decision(id=act, verb=verb, left=both[0], right=both[1]))
        if self._entity[left] == self._entity[right]:
            self._stale = verb == "different"
        elif verb == "same":
            self._join(self._entity[left], self._entity[right])
        return act

    def _know(self, identity: Identity) -> None:
        self._entity, self._members = dict(identity.entity), dict(identity.members)
        self._identity = replace(identity, entity=self._entity, members=self._members)
        self._stale = False

    def _join(self, *entities: str) -> None:
        first, other = sorted(entities)
        self._entity.update(dict.fromkeys(self._members[other], first))
        self._members[first] = tuple(sorted((*self._members[first], *self._members.pop(other))))

    def _stands(self, verb: str, left: str, right: str) -> bool:
        """Tell whether a decision says this already, or, for `same`, the annotations do.

        What a rule has joined is not decided yet.
        """
        identity = self._identity
        if verb == "same" and identity.record[left] == identity.record[right]:
            return True
        if verb == "same" and identity.entity[left] == identity.entity[right]:
            try:
                check_same(identity, self._decisions, left, right)
            except UsageError:
                return True
            return False
        records = {identity.record[left], identity.record[right]}
        told = (spoken_of(d, identity.record) for d in self._decisions if d.verb == verb)
        return verb == "different" and any(pair and set(pair) == records for pair in told)

    def _protection(self, row: Row) -> str:
        target = target_of(self._db, self._graph, self._scene, row["left"])
        if target.id.startswith("r"):
            raise UsageError("an import has no protection: name its source, a claim or an entity")
        ids, on = target.references or (target.id,), row["verb"] == "protect"
        if all(self._protects.get(identity) is on for identity in ids):
            return ""
        self._protects.update(dict.fromkeys(ids, on))
        detail = {"references": list(target.references)} if target.references else {}
        return record_act(self._db, row["verb"], target.id, row["because"], detail)

    def _withdraw(self, row: Row) -> str:
        if self._is_gone(row["left"]):
            return ""
        target = target_of(self._db, self._graph, self._scene, row["left"])
        if target.references:
            raise UsageError("only a source, an import or a claim is withdrawn: see `clew show`")
        if target.id in self._taken_out or self._is_gone(target.id):
            return ""
        self._taken_out.add(target.id)
        return record_act(self._db, "withdraw", target.id, row["because"])

    def _is_gone(self, identity: str) -> bool:
        """Tell whether this was withdrawn before the table, and is not protected from sight."""
        withdrawn = identity in self._withdrawn and not self._hides(identity)
        standing = self._scene.successors.standing
        return withdrawn and stands_withdrawn(self._db, standing, identity)

    def _assess(self, row: Row) -> str:
        pair, line = checked_pair(row["right"]), checked_line(row["because"])
        said = (row["left"], actor(), pair, line)
        if said in self._assessed and not self._hides(row["left"]):
            return ""
        claim = claim_of(self._scene, self._graph, row["left"])
        if (claim, *said[1:]) in self._assessed:
            return ""
        self._assessed.add((claim, *said[1:]))
        return record_act(self._db, "assess", claim, line, {"pair": pair})


def _row(act: Act) -> tuple[str, str, str] | None:
    """Return the row that a decision of identity is written as, so that it is known again.

    It stands even where what it speaks of was withdrawn since.
    """
    if act.verb not in ("same", "different"):
        return None
    return (act.verb, act.detail["left"][0], act.detail["right"][0])


def _assessment(act: Act) -> tuple[str, str, str, str]:
    return (act.target, act.by, act.detail.get("pair", ""), act.because)


def _rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError("cannot be read as UTF-8 text: check the path", str(file)) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if missing := set(COLUMNS) - set(reader.fieldnames or ()):
            raise InputError(f"has no column {', '.join(sorted(missing))}", str(file), 1)
        if len(set(reader.fieldnames or ())) < len(reader.fieldnames or ()):
            raise InputError("has two columns of one name: keep one of them", str(file), 1)
        return [(reader.line_num, _plain(row)) for row in reader]
    except csv.Error:
        raise InputError(
            "is no CSV from here on: mend it", str(file), reader.reader.line_num
        ) from None


def _plain(row: dict[str, str | None]) -> dict[str, str]:
    """Return a row as it was meant, without the mark that keeps a cell from being a formula."""
    from clew.tables import FORMULA

    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    marked = tuple(f"'{sign}" for sign in FORMULA)
    return {k: v[1:] if v.startswith(marked) else v for k, v in cells.items()}
