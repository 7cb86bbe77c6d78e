"""A status for exports that cannot carry one: `--status-of-text`, the user's own act (rule 3).

It is given to every annotation of a text that states none, so that `not_stated` is never upgraded
in silence: the act is logged with who, when and why, and each claim says so. An annotation keeps
the status that it states, a denial, and a word for its status that nobody understands.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace

from clew.deciding import needs_reason
from clew.graph.errors import UsageError
from clew.graph.ledger.acts import Act, actor, record_act
from clew.graph.ledger.database import now
from clew.graph.model import STATUSES, Annotation, Batch
from clew.summary import Summary

#: The verb of the act.
VERB = "status"
#: Under what an annotation tells of it, beside what its tool says.
TOLD = "status_by"

NONE = "not_stated"
LISTS = "--status-of-text gives no status to lists and tables: their columns and mappings do."


def check(status: str | None, because: str | None) -> None:
    """Raise UsageError where a status is none, or has no reason."""
    if status is None:
        if because is not None:
            raise UsageError("--because is the reason of --status-of-text: give that, too")
        return
    if status not in STATUSES:
        raise UsageError(f"--status-of-text is one of {', '.join(STATUSES)}")
    if status == NONE:
        raise UsageError(f"{NONE} is what they have without --status-of-text: leave it away")
    reason = because or ""
    needs_reason(reason)
    if reason.encode("utf-8", "ignore").decode() != reason:
        raise UsageError("a reason that is not UTF-8 cannot be kept: write it anew")


@dataclass(slots=True)
class Given:
    """The status that an import gives; `act` is the earlier one that says the same and holds."""

    status: str
    because: str
    by: str
    day: str
    act: str = ""

    @classmethod
    def of(cls, status: str, because: str, acts: Iterable[Act]) -> Given:
        """Return what is given now; what the same person gave for the same reason is that act."""
        standing, by = list(acts), actor()
        undone = {act.target for act in standing if act.verb == "undo"}
        for act in standing:
            same = (act.verb, act.because, act.by) == (VERB, because, by)
            if same and act.detail.get("status") == status and act.target not in undone:
                return cls(status, because, by, act.at[:10], act.id)
        return cls(status, because, by, now()[:10])

    def given(self, db: sqlite3.Connection, summary: Summary, batch: Batch) -> Batch:
        """Return a batch with the status, and record the act once; lists and tables have theirs."""
        if batch.document.list:
            if LISTS not in summary.notes:
                summary.notes.append(LISTS)
            return batch
        detail = {"status": self.status}
        self.act = self.act or record_act(db, VERB, summary.run, self.because, detail)
        return self._on(batch)

    def marked(self, batch: Batch) -> Batch:
        """Return a batch whose digest tells the status and its reason."""
        options = json.loads(batch.options)
        options |= {"status_of_text": self.status, "because": self.because}
        return replace(batch, options=json.dumps(options, sort_keys=True))

    def _on(self, batch: Batch) -> Batch:
        """Return a batch with the status on every annotation that states none, and their number."""
        told = (f"{self.status}, given by {self.by} on {self.day}: {self.because}",)
        given = tuple(
            replace(one, status=self.status, extra={**one.extra, TOLD: told})
            if _states_none(one)
            else one
            for one in batch.annotations
        )
        count = sum(map(_states_none, batch.annotations))
        return replace(batch, annotations=given, counts={**batch.counts, "given_status": count})


def _states_none(one: Annotation) -> bool:
    return one.status == NONE and not one.negated and "status_given" not in one.extra
