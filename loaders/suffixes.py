"""File names' suffixes, whatever their case: some tools write `.TXT`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def suffix_of(path: Path) -> str:
    """Return the suffix in small letters."""
    return path.suffix.lower()


def beside(path: Path, suffix: str) -> Path:
    """Return the path with another suffix, in capitals where only such a file is there."""
    spelt = [path.with_suffix(one) for one in (suffix, suffix.upper(), suffix.title())]
    return next((one for one in spelt if one.is_file()), spelt[0])


def mirrored(folder: Path, path: Path, suffixes: Sequence[str]) -> Path:
    """Return the file in a folder that is named as the path, with one of these suffixes.

    Where the folder has the sub-folders that the path goes through, it is looked for in these
    first; the file on top that has the first suffix is returned where there is none.
    """
    parts = [part for part in path.parts if part not in (path.anchor, "..")]
    for first in range(len(parts)):
        for suffix in suffixes:
            if (found := beside(folder.joinpath(*parts[first:]), suffix)).is_file():
                return found
    return beside(folder / path.name, suffixes[0])


def neighbour(path: Path, name: str) -> Path | None:
    """Return the file of this name in the same folder, whatever the case of its letters."""
    here = path.with_name(name)
    if here.is_file():
        return here
    named = (p for p in sorted(path.parent.iterdir()) if p.name.lower() == name.lower())
    return next((p for p in named if p.is_file()), None)
