"""From files to the ledger: what `clew import` and `Case.load` do."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from clew.graph import lock
from clew.graph.directory import CaseDirectory
from clew.graph.errors import UsageError
from clew.graph.facts import check_facts
from clew.graph.ledger import append, originals
from clew.graph.ledger.acts import standing_acts
from clew.graph.ledger.database import open_ledger, transaction
from clew.graph.ledger.sources import add_facts
from clew.graph.ledger.standing import Standing, standing
from clew.graph.model import Batch
from clew.loaders.source_table import SourceTable, read_sources
from clew.loaders.walk import Failure
from clew.summary import Summary

Progress = Callable[[str, int, int], None]

#: Documents are committed in groups of so many seconds: each is there whole or not at all.
GROUP = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to import; see `Case.load`."""

    as_: str | None = None
    profile: Path | None = None
    sources: Path | None = None
    text: Path | None = None
    facts: Mapping[str, str] | None = None
    strict: bool = False
    dry_run: bool = False
    on_progress: Progress | None = None


def run(directory: CaseDirectory, paths: Iterable[Path | str], options: Options) -> Summary:
    """Import these paths; a file that cannot be read becomes a failure and the others go on."""
    from clew.loaders.batches import batches

    table = read_sources(options.sources) if options.sources else None
    check_facts(options.facts or {}, "the import")
    found = batches(
        paths,
        as_=options.as_,
        profile=options.profile,
        text=options.text,
        strict=options.strict,
        on_progress=options.on_progress,
    )
    with lock.writing(directory.path, "import"):
        db = open_ledger(directory.ledger, write=True)
        try:
            originals.sweep(directory.originals, db)
            acts = standing_acts(db)
            erased = frozenset(act.target for act in acts if act.verb == "erase")
            summary = Summary(dry=options.dry_run)
            work = _Import(directory, db, options, table, standing(db, acts), summary, erased)
            work.take(found)
        finally:
            db.close()
    return work.summary


@dataclass(slots=True)
class _Import:
    directory: CaseDirectory
    db: sqlite3.Connection
    options: Options
    table: SourceTable | None
    standing: Standing
    summary: Summary
    erased: frozenset[str]

    def take(self, found: Iterable[Batch | Failure]) -> None:
        """Take all in, committing group by group; a dry run takes everything back."""
        self.db.execute("BEGIN IMMEDIATE")
        since = time.monotonic()
        try:
            for item in found:
                if isinstance(item, Failure):
                    self.summary.failures.append(item)
                    continue
                self._batch(item)
                if not self.options.dry_run and time.monotonic() - since > GROUP:
                    self.db.execute("COMMIT")
                    self.db.execute("BEGIN IMMEDIATE")
                    since = time.monotonic()
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("ROLLBACK" if self.options.dry_run else "COMMIT")
        self._unused_rows()

    def _batch(self, batch: Batch) -> None:
        if batch.document.id in self.erased:
            reason = "was erased from this case: undo that erasure to import it again"
            self.summary.failures.append(Failure(batch.files[0].path, reason))
            return
        batch = self._without_erased(batch)
        with transaction(self.db):
            if not append.is_current(self.db, self.standing, batch):
                self.summary.run = self.summary.run or append.start_run(self.db)
                if not self.options.dry_run:
                    originals.keep(self.directory.originals, batch.files)
                self._note_other_text(batch)
            taken = append.take_in(self.db, self.summary.run, batch, self.standing)
            facts = self.table.facts_of(batch.files) if self.table else {}
            given = {**facts, **(self.options.facts or {})}
            if given:
                add_facts(self.db, batch.document.id, given, self.summary.run)
        self.summary.add(batch, taken)

    def _without_erased(self, batch: Batch) -> Batch:
        """Leave out the claims that were erased, and count them."""
        kept = tuple(a for a in batch.annotations if a.claim.id not in self.erased)
        gone = len(batch.annotations) - len(kept)
        if not gone:
            return batch
        return replace(batch, annotations=kept, left_out={**batch.left_out, "erased": gone})

    def _note_other_text(self, batch: Batch) -> None:
        """Say where a path held another text before: those claims still stand."""
        rows = self.db.execute(
            "SELECT id FROM document WHERE path = ? AND id <> ?",
            (batch.document.path, batch.document.id),
        )
        for (document,) in rows:
            if (document, batch.tool, batch.annotator) in self.standing.current:
                self.summary.notes.append(
                    f"{batch.document.path} held another text before, and what that said still"
                    f" stands: `clew withdraw {document} --because …` takes it out."
                )

    def _unused_rows(self) -> None:
        if self.table is None:
            return
        for line in self.table.unused():
            reason = "names no source of this import"
            self.summary.notes.append(f"{self.table.name}, line {line}: {reason}.")


def one_file_only(facts: Mapping[str, str], paths: Iterable[Path | str]) -> None:
    """Raise UsageError where facts of one source are given for several paths or a folder."""
    given = [Path(path) for path in paths]
    if facts and (len(given) != 1 or given[0].is_dir()):
        raise UsageError("--title and its kin tell of one file: use --sources FILE for several")
