"""File names' suffixes, whatever their case: some tools write `.TXT`."""

from __future__ import annotations

from pathlib import Path


def suffix_of(path: Path) -> str:
    """Return the suffix in small letters."""
    return path.suffix.lower()


def beside(path: Path, suffix: str) -> Path:
    """Return the path with another suffix, in capitals where only such a file is there."""
    spelt = [path.with_suffix(one) for one in (suffix, suffix.upper(), suffix.title())]
    return next((one for one in spelt if one.is_file()), spelt[0])


def neighbour(path: Path, name: str) -> Path | None:
    """Return the file of this name in the same folder, whatever the case of its letters."""
    here = path.with_name(name)
    if here.is_file():
        return here
    named = (p for p in sorted(path.parent.iterdir()) if p.name.lower() == name.lower())
    return next((p for p in named if p.is_file()), None)
