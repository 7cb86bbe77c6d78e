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
