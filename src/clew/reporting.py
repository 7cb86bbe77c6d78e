"""Reports: an answer as Markdown, HTML or a Word document, with a manifest as exports have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clew.graph.errors import UsageError
from clew.graph.exchange.place import Place, check, manifest_of, placed, write_manifest
from clew.graph.lens import Lens
from clew.pushing import check as check_lens

if TYPE_CHECKING:
    from clew.folder import Folder
    from clew.queries.answer import Answer
    from clew.queries.report import Report

#: The forms by suffix, and what writes each.
FORMS = {".md": "as_markdown", ".html": "as_html", ".docx": "as_docx"}


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report left: its file and manifest, how many statements, notes and sources it has."""

    path: Path
    manifest: Path
    statements: int
    notes: int
    sources: int
    lens: str


def report(case: Folder, answer: Answer, path: Path, *, replace: bool = False) -> Reported:
    """Write an answer as a report, in the form that the file's suffix says.

    Raises UsageError for what `ready` does, and for an answer that the case has outgrown since.
    """
    from clew.queries.report import report_of

    write = form_of(path)
    ready(case, path, Lens(disclose=answer.lens.get("disclose", "public")), replace=replace)
    made = report_of(answer)
    with placed(path, single=True) as (place, manifest):
        with place.open() as file:
            file.write(write(made))
        write_manifest(manifest, _manifest(answer, made, place, path))
        check(case.directory, path, single=True, replace=replace)
    kept = manifest_of(path, single=True)
    return Reported(path, kept, made.statements, len(made.notes), made.sources, made.lens)


def ready(case: Folder, path: Path, lens: Lens, *, replace: bool = False) -> None:
    """Raise UsageError where no report can be written.

    For a suffix that is no form's, a lens that discloses more than the public, a place that is
    taken.
    """
    form_of(path)
    check_lens(lens)
    check(case.directory, path, single=True, replace=replace)


def form_of(path: Path) -> Callable[[Report], bytes]:
    """Return what writes a report to such a file; raises UsageError."""
    from clew.queries import report_pages, report_word

    name = FORMS.get(path.suffix.lower())
    if name is None:
        raise UsageError(f"{path} does not say its form: end it with {', '.join(FORMS)}")
    found: Any = getattr(report_word if name == "as_docx" else report_pages, name)
    write: Callable[[Report], bytes] = found
    return write


def _manifest(answer: Answer, made: Report, place: Place, path: Path) -> dict[str, Any]:
    from importlib.metadata import version

    counts = {"statements": made.statements, "notes": len(made.notes), "sources": made.sources}
    return {
        "made_by": f"clew {version('clew')}",
        "format": f"report {path.suffix.lower()[1:]}",
        "question": answer.question,
        "last_entry": made.last_entry,
        "lens": {"words": made.lens, "options": made.options},
        "counts": counts,
        "lost": [],
        "files": place.files(),
    }
