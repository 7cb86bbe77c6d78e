"""From files to the ledger: what `clew import` and `Case.load` do."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from clew import giving
from clew.aligning import Aligning
from clew.giving import Given
from clew.graph import lock
from clew.graph.directory import CaseDirectory
from clew.graph.errors import UsageError
from clew.graph.facts import check_facts
from clew.graph.ledger import append, originals
from clew.graph.ledger.acts import standing_acts
from clew.graph.ledger.database import open_ledger, transaction
from clew.graph.ledger.erase import erased, finish
from clew.graph.ledger.sources import add_facts, new_facts
from clew.graph.ledger.standing import Reader, Standing, standing
from clew.graph.ledger.texts import Texts
from clew.graph.model import Batch
from clew.keeping import Keeping
from clew.loaders.source_table import SourceTable, read_sources
from clew.loaders.walk import Failure
from clew.parts import ADDED, SECOND_READING, Parts
from clew.summary import Summary

Progress = Callable[[str, int, int], None]

#: Documents are committed in groups of so many seconds: each is there whole or not at all. Ids
#: stand anywhere in an index, so that each commit writes most of its pages: few commits write less.
GROUP = 5.0


ERASED = "was erased from this case: undo that erasure to import it again"
UNDATED = "does not say of which day it is: give its edition's date with --published"
SECOND_EDITION = (
    "is of the same list as {}, read before it: import each edition by itself, with its --published"
)
OWN_PROFILE = "{} says what the words of the files beside and below it mean."
OLDER = "{} is an older edition than the one that stands: it tells what was known in its time."


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to import; see `Case.load`."""

    as_: str | None = None
    profile: Path | None = None
    mapping: Path | None = None
    sources: Path | None = None
    text: Path | None = None
    facts: Mapping[str, str] | None = None
    status_of_text: str | None = None
    because: str | None = None
    strict: bool = False
    called: str = ""
    dry_run: bool = False
    on_progress: Progress | None = None


def run(directory: CaseDirectory, paths: Iterable[Path | str], options: Options) -> Summary:
    """Import these paths; a file that cannot be read becomes a failure and the others go on."""
    from clew.loaders.batches import batches

    table = read_sources(options.sources) if options.sources else None
    check_facts(options.facts or {}, "the import")
    giving.check(options.status_of_text, options.because)
    with (
        lock.writing(directory.path, "import"),
        closing(open_ledger(directory.ledger, write=True)) as db,
    ):
        finish(db, directory.originals)
        originals.sweep(directory.originals, db)
        acts = standing_acts(db)
        summary, now = Summary(dry=options.dry_run), standing(db, acts)
        texts = Texts(db, directory.originals, now)
        aligning = Aligning(db, texts.alike, now, erased(acts))
        parts, keeping = Parts(db, now), Keeping(db, now)
        work = _Import(directory, db, options, table, now, summary, aligning, parts, keeping)
        if options.status_of_text:
            work.status = Given.of(options.status_of_text, options.because or "", acts)
        work.take(
            batches(
                paths,
                as_=options.as_,
                profile=options.profile,
                mapping=options.mapping,
                text=options.text,
                addresses=table.addresses(options.text) if table else None,
                known=texts,
                strict=options.strict,
                called=options.called,
                on_progress=options.on_progress,
                stands=work.stands,
                on_profile=lambda path: summary.notes.append(OWN_PROFILE.format(path.as_posix())),
            )
        )
    return summary


@dataclass(slots=True)
class _Import:
    directory: CaseDirectory
    db: sqlite3.Connection
    options: Options
    table: SourceTable | None
    standing: Standing
    summary: Summary
    aligning: Aligning
    parts: Parts
    keeping: Keeping
    status: Given | None = None
    fresh: list[Path] = field(default_factory=list)
    places: dict[str, list[str]] = field(default_factory=dict)
    seen: int = 0
    read: dict[Reader, str] = field(default_factory=dict)

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
                    self._commit()
                    self.db.execute("BEGIN IMMEDIATE")
                    since = time.monotonic()
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        if self.options.dry_run:
            self.db.execute("ROLLBACK")
            self.summary.run = ""
        else:
            self._commit()
        self._unused_rows()
        self.summary.notes.extend([*self.keeping.notes(), *self.aligning.notes()])

    def _commit(self) -> None:
        originals.settle(self.fresh)
        self.fresh.clear()
        self.db.execute("COMMIT")

    def stands(self, batch: Batch) -> bool:
        """Tell whether this batch stands already, told by its digest (rule 5)."""
        if self.aligning.is_refused(batch) or self._undated(batch):
            return True  # it is refused, whatever its annotations say
        batch = self.parts.known(self._with_options(batch))
        if not append.is_current(self.db, self.standing, batch):
            return False
        return not (
            self.options.strict and append.as_stored(self.db, self.standing, batch).unmapped
        )

    def _batch(self, batch: Batch) -> None:
        gone = self.aligning.is_refused(batch)
        if gone or self._undated(batch):
            reason = ERASED if gone else UNDATED
            self.summary.failures.append(Failure(batch.files[0].path, reason))
            return
        beside = self._beside_others(self.parts.known(self._with_options(batch)))
        if beside is None:
            return
        batch = beside
        with transaction(self.db):
            if not self.options.dry_run:  # where it stands already, one that was lost comes back
                self.fresh += originals.keep(self.directory.originals, batch.files)
            if append.is_current(self.db, self.standing, batch):
                batch = append.as_stored(self.db, self.standing, batch)
            else:
                batch = self._without_erased(batch)
                self._note_other_text(batch)
                self._start()
                if self.status:
                    batch = self.status.given(self.db, self.summary, batch)
            hidden = self.keeping.before(batch)
            taken = append.take_in(self.db, self.summary.run, batch, self.standing)
            self.parts.meet(batch)
            if not taken.unchanged:
                self.keeping.after(batch, hidden)
                said = self.aligning.settle(batch, self.summary.run)
                taken = replace(taken, new=taken.new - said, known=taken.known + said)
            self._facts(batch)
        self.summary.add(batch, taken)

    def _published(self, batch: Batch) -> str:
        """Return the day of a list's edition: what the user says of it, else its own files."""
        return self._given(batch).get("published", "") or batch.published

    def _undated(self, batch: Batch) -> bool:
        """Tell of a list whose edition nobody dates (rule 28)."""
        return bool(batch.document.list) and not self._published(batch)

    def _beside_others(self, batch: Batch) -> Batch | None:
        """Return a batch as it is to be taken, None for one that would replace another file's.

        That is: what another file of this very import says of the same text or list.
        """
        path = batch.files[0].path
        edition = self._published(batch) if batch.document.list else ""
        reader = (batch.document.id, batch.tool, f"{batch.annotator} {edition}")
        first = self.read.setdefault(reader, path)
        if first == path or append.is_current(self.db, self.standing, batch):
            return batch
        if not batch.document.list and (part := self.parts.beside(batch)):
            if (note := ADDED.format(path, first)) not in self.summary.notes:
                self.summary.notes.append(note)
            return part
        reason = SECOND_EDITION if batch.document.list else SECOND_READING
        self.summary.failures.append(Failure(path, reason.format(first)))
        told = (Failure(one.file, one.reason, one.line) for one in batch.rejected)
        self.summary.failures.extend(told)
        return None

    def _start(self) -> None:
        self.summary.run = self.summary.run or append.start_run(self.db)

    def _given(self, batch: Batch) -> dict[str, str]:
        """Return what the user says of a batch's source."""
        table = self.table.facts_of(batch.files) if self.table else {}
        return {**table, **(self.options.facts or {})}

    def _facts(self, batch: Batch) -> None:
        given = {**batch.facts, **self._given(batch)}
        if batch.document.list:
            given["published"] = self._published(batch)
            if not append.is_newest(self.db, self.standing, batch):
                self.summary.notes.append(OLDER.format(batch.document.path))
                return
        if given and new_facts(self.db, batch.document.id, given, by_import=True):
            self._start()
            add_facts(self.db, batch.document.id, given, self.summary.run)

    def _with_options(self, batch: Batch) -> Batch:
        """Let a batch's digest tell its edition, and which claims are left out as erased."""
        if batch.document.list:
            options = {**json.loads(batch.options), "published": self._published(batch)}
            batch = replace(batch, options=json.dumps(options, sort_keys=True))
        elif self.status:
            batch = self.status.marked(batch)
        if not (gone := self.aligning.erased_claims(batch)):
            return batch
        options = {**json.loads(batch.options), "erased": sorted(gone)}
        return replace(batch, options=json.dumps(options, sort_keys=True))

    def _without_erased(self, batch: Batch) -> Batch:
        """Leave out the claims that were erased, and count them."""
        if not (erased := self.aligning.erased_claims(batch)):
            return batch
        gone_claims = self.aligning.without(batch, erased)
        kept = tuple(a for a in batch.annotations if a.claim.id not in gone_claims)
        gone = len(batch.annotations) - len(kept)
        if not gone:
            return batch
        return replace(batch, annotations=kept, left_out={**batch.left_out, "erased": gone})

    def _note_other_text(self, batch: Batch) -> None:
        """Say where a path held another text before: those claims still stand."""
        if batch.document.list:
            return
        rows = self.db.execute("SELECT n, path, id FROM document WHERE n > ?", (self.seen,))
        for self.seen, path, document in rows:
            self.places.setdefault(path, []).append(document)
        for document in self.places.get(batch.document.path, ()):
            reader = (document, batch.tool, batch.annotator)
            if document != batch.document.id and reader in self.standing.current:
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
    """Raise UsageError where facts of one source are given for several of them."""
    from clew.loaders.walk import files

    if facts and sum(isinstance(found, Path) for found in files(map(Path, paths))) > 1:
        raise UsageError("--title and its kin tell of one file: use --sources FILE for several")
