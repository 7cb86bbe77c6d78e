"""Exports: what a lens shows of a case, in the files of other tools, each with a manifest.

Ids are salted as in pictures and pushes; what is protected is left out, and counted in the case
alone (`left.json` of its graph). The same ledger and lens give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clew.graph.exchange.formats import Format, Told, format_of
from clew.graph.exchange.place import Place, check, manifest_of, placed, write_manifest
from clew.graph.handed import HandedOn
from clew.graph.serving import Progress
from clew.pushing import check as check_lens

if TYPE_CHECKING:
    from clew.folder import Folder
    from clew.graph.lens import Lens
    from clew.graph.opened import Opened


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export left: where, in which format, how many nodes and edges, and its manifest.

    lost   what the format cannot say, a sentence each; then: what is to be done with the files
    """

    path: Path
    format: str
    nodes: int
    edges: int
    manifest: Path
    lost: tuple[str, ...] = ()
    then: str = ""


def export(
    case: Folder,
    name: str,
    path: Path,
    lens: Lens,
    *,
    replace: bool = False,
    on_progress: Progress | None = None,
) -> Exported:
    """Write what a lens shows in a format; `replace` an export that stands there.

    Raises UsageError for an unknown format, an extra that is not installed, a lens that discloses
    more than the public, and a place where none may be written.
    """
    form = format_of(name)
    check_lens(lens)
    write = form.write
    check(case.directory, path, single=form.single, replace=replace)
    with case.opened(lens) as graph:
        given = _given(graph, form, on_progress)
        with placed(path, single=form.single) as (place, manifest):
            told = write(given, place)
            write_manifest(manifest, _manifest(form, given, place, told))
            # others may have written there meanwhile
            check(case.directory, path, single=form.single, replace=replace)
        nodes, edges = given.count
    kept = manifest_of(path, single=form.single)
    return Exported(path, form.name, nodes, edges, kept, told.lost, told.then)


def _given(graph: Opened, form: Format, on_progress: Progress | None) -> HandedOn:
    """Return what is handed on; names of protected ones are masked in what was typed, too."""
    from clew.queries.typed import Typed

    typed, hand = Typed(graph), graph.handing
    options = hand.hidden(typed.shown(graph.lens.to_json()), lambda word: word)
    given = HandedOn(graph, _words(options), options)
    if on_progress:
        total, done = sum(given.count) * form.passes, 0

        def count() -> None:
            nonlocal done
            done += 1
            on_progress(min(done, total), total)

        given.on_item = count
    return given


def _words(options: dict[str, Any]) -> str:
    said = (
        f"{name.replace('_', '-')} {', '.join(value) if isinstance(value, list) else value}"
        for name, value in options.items()
    )
    return "; ".join(said) or "default"


def _manifest(form: Format, given: HandedOn, place: Place, told: Told) -> dict[str, Any]:
    from importlib.metadata import version

    nodes, edges = given.count
    return {
        "made_by": f"clew {version('clew')}",
        "format": form.name,
        "last_entry": given.last_entry,
        "lens": {"words": given.lens, "options": given.options},
        "counts": {"total": {"nodes": nodes, "edges": edges}, **given.counts()},
        "lost": list(told.lost),
        **told.more,
        "files": place.files(),
    }
