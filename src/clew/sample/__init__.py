"""The sample case: notes, list entries and a table on public record, and what was decided."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

#: What an import reads.
SOURCES = ("notes", "ofac", "places.csv")
_PARTS = (*SOURCES, "places.yaml", "sources.csv", "decisions.csv", "SOURCE.md")


def copy_to(folder: Path) -> Path:
    """Copy the sample's files into `folder`, made where it is missing, and return it.

    What comes is read by `clew import notes ofac places.csv --mapping places.yaml --sources
    sources.csv`, then `clew decisions import decisions.csv`; SOURCE.md tells what each part is. A
    file that is there already stays as it is, so that corrections survive a second copy.
    """
    for name in _PARTS:
        _copy(files(__name__).joinpath(name), folder / name)
    return folder


def _copy(part: Traversable, to: Path) -> None:
    if part.is_dir():
        for inner in part.iterdir():
            _copy(inner, to / inner.name)
    elif not to.exists():
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(part.read_bytes())
