"""The sample case: annotated notes on public record, and what is known of their sources."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

_PARTS = ("notes", "sources.csv", "SOURCE.md")


def copy_to(folder: Path) -> Path:
    """Copy the sample's files into `folder`, made where it is missing, and return it.

    What comes is `notes/` (each .txt with its .ann, and brat's annotation.conf), `sources.csv` for
    `clew import notes --sources sources.csv`, and SOURCE.md. A file that is there already stays as
    it is, so that corrected annotations survive a second copy.
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
