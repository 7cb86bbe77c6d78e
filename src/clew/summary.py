"""What an import brought: the shape of `import --format json`, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from clew.graph.ledger.append import Taken
from clew.graph.model import Batch
from clew.loaders.walk import Failure

Json = dict[str, Any]


#: What is counted beside what the files mark: kept as it is, and said.
ODD = {
    "unfit_ends": "ties have ends that the vocabulary does not foresee; they are kept",
    "not_utf8": "lines are not UTF-8, read as Windows-1252: a mapping can name another `encoding`",
    "given_status": "claims state no status themselves: they got the one of --status-of-text",
    "textless_pages": "pages of the texts hold no words (pictures?): nothing is read of them",
    "undeclared": "labels are not declared in annotation.conf; they are kept",
}


@dataclass(slots=True)
class Summary:
    """One item a document, in the order of reading; `failures` are files that gave nothing."""

    sources: list[Json] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    run: str = ""
    dry: bool = False
    _items: dict[tuple[str, str], Json] = field(default_factory=dict)

    def add(self, batch: Batch, taken: Taken) -> None:
        """Count a batch; several annotators' batches of one document are one item."""
        item = self._items.get((batch.document.id, batch.tool))
        if item is None:
            item = _item(batch)
            self._items[batch.document.id, batch.tool] = item
            self.sources.append(item)
        item["_files"] |= {f.sha256 for f in batch.files}
        item["files"] = len(item["_files"])
        for name in ("new", "known", "changed", "withdrawn"):
            item[f"claims_{name}"] += getattr(taken, name)
        counts = dict(batch.counts)
        item["reanchored"] += counts.pop("reanchored", 0)
        _add(item["annotations"], counts)
        _add(item["left_out"], batch.left_out)
        _add(item["unmapped"], batch.unmapped)
        rejected = [{"file": r.file, "line": r.line, "reason": r.reason} for r in batch.rejected]
        item["rejected"].extend(rejected)

    def to_json(self) -> Json:
        """Return the shape that scripts rely on (product.md), with failures beside it."""
        shown = [{k: v for k, v in item.items() if k != "_files"} for item in self.sources]
        failed = [{"file": f.file, "line": f.line, "reason": f.reason} for f in self.failed]
        skipped = [{"file": f.file, "reason": f.reason} for f in self.skipped]
        more = {"failed": failed, "skipped": skipped, "notes": self.notes}
        return {"sources": shown, **more, "run": self.run, "dry_run": self.dry}

    @property
    def failed(self) -> list[Failure]:
        """The files that should have been read and could not."""
        return [failure for failure in self.failures if failure.kind == "failed"]

    @property
    def skipped(self) -> list[Failure]:
        """The files of folders that no loader knows, and texts without annotations."""
        return [failure for failure in self.failures if failure.kind == "skipped"]

    @property
    def needs_a_look(self) -> bool:
        """Whether something was rejected or could not be read (exit code 1)."""
        return bool(self.failed) or any(item["rejected"] for item in self.sources)

    def total(self, name: str) -> int:
        """Return the sum of a count over all sources."""
        return sum(int(item[name]) for item in self.sources)

    def to_text(self) -> str:
        """Return the summary in words, one fact a line."""
        lines = [
            *_totals(self),
            *_annotations(self),
            *_words(self),
            *_rejections(self),
            *self.notes,
        ]
        return "\n".join(lines) + "\n"

    def __str__(self) -> str:
        """Return the summary in words."""
        return self.to_text()


def _item(batch: Batch) -> Json:
    annotations = next((f for f in batch.files if f.role == "annotations"), batch.files[0])
    return {
        "path": annotations.path,
        "files": 0,
        "format": batch.tool,
        "sha256": annotations.sha256,
        "document": batch.document.id,
        "annotations": {},
        "claims_new": 0,
        "claims_known": 0,
        "claims_changed": 0,
        "claims_withdrawn": 0,
        "reanchored": 0,
        "left_out": {},
        "unmapped": {},
        "rejected": [],
        "_files": set(),
    }


def _add(total: dict[str, int], more: Any) -> None:
    for name, count in more.items():
        total[name] = total.get(name, 0) + count


def _merged(summary: Summary, name: str) -> dict[str, int]:
    total: dict[str, int] = {}
    for item in summary.sources:
        _add(total, item[name])
    return total


def _totals(summary: Summary) -> list[str]:
    new, known, changed, withdrawn = (
        summary.total(f"claims_{name}") for name in ("new", "known", "changed", "withdrawn")
    )
    count = len(summary.sources)
    sources = "1 source" if count == 1 else f"{count} sources"
    would = "Would bring: " if summary.dry else ""
    counts = f"{new} claims new, {known} already known, {changed} changed, {withdrawn} withdrawn"
    return [f"{would}{sources}: {counts}."]


def _annotations(summary: Summary) -> list[str]:
    counts = _merged(summary, "annotations")
    odd = [f"{n} {said}." for name, said in ODD.items() if (n := counts.pop(name, 0))]
    marked = ", ".join(f"{n} {name}" for name, n in counts.items() if n)
    left = ", ".join(f"{n} {name}" for name, n in sorted(_merged(summary, "left_out").items()))
    lines = [f"The files hold {marked}.", *odd] if marked else odd
    if moved := summary.total("reanchored"):
        lines.append(f"{moved} quotes stand elsewhere than the files say; they were found anew.")
    return [*lines, f"Left out: {left}."] if left else lines


def _words(summary: Summary) -> list[str]:
    words = sorted(_merged(summary, "unmapped").items(), key=lambda pair: (-pair[1], pair[0]))
    if not words:
        return []
    shown = ", ".join(f"{word} ({count})" for word, count in words[:20])
    more = f" and {len(words) - 20} more" if len(words) > 20 else ""
    return [f"Not in the vocabulary, kept as they are: {shown}{more}."]


def _rejections(summary: Summary) -> list[str]:
    lines = [
        f"Rejected: {r['file']}, line {r['line']}: {r['reason']}"
        for item in summary.sources
        for r in item["rejected"]
    ]
    lines += [f"Not read: {failure}" for failure in summary.failed]
    count = len(summary.skipped)
    files = "1 file" if count == 1 else f"{count} files"
    return [*lines, f"Passed over: {files} that no loader knows."] if count else lines
