"""Which files an import reads: the paths given, folders walked in sorted order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from clew.loaders.annotations.project import NAMES as PROFILES
from clew.loaders.registry import loaders
from clew.loaders.suffixes import suffix_of


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gives nothing: why, in a sentence that names it and none of its words.

    kind    failed: it should have been read and could not; skipped: a file in a folder that no
            loader knows, or a text without annotations
    """

    file: str
    reason: str
    line: int = 0
    kind: Literal["failed", "skipped"] = "failed"

    def __str__(self) -> str:
        """The sentence, with file and line."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.reason}"


def files(paths: Iterable[Path], *, everything: bool = False) -> Iterator[Path | Failure]:
    """Yield the files to read, each once, and what is passed over.

    A file that is only read beside another (a text) gives that other. `everything` yields files
    of folders that no loader knows by their name, too (for a format that the user names).
    """
    seen: set[Path] = set()
    for path in paths:
        folder = os.path.isdir(path)
        found = _folder(path, everything) if folder else _judged(path, _given(path))
        for item in found:
            if isinstance(item, Failure):
                yield item
            elif (real := item.resolve()) not in seen:
                seen.add(real)
                yield item


def _judged(path: Path, found: Iterator[Path | Failure]) -> Iterator[Path | Failure]:
    """Yield what was found of one path; what its very name forbids is a failure of its own."""
    name = path.as_posix()
    shown = os.fsencode(name).decode("utf-8", "backslashreplace")
    try:
        if shown != name:
            yield Failure(shown, "has a name that is not UTF-8: rename it")
        else:
            yield from found
    except RuntimeError:  # until Python 3.13 the word for a link to itself
        yield Failure(name, "is a link that leads to itself: take it out of the folder")
    except OSError as error:
        yield Failure(name, f"cannot be read ({error.strerror}): check its path and rights")


def _given(path: Path) -> Iterator[Path | Failure]:
    if not path.exists():
        yield Failure(path.as_posix(), "is not there: check the path")
    elif not path.is_file():
        yield Failure(path.as_posix(), "is neither a file nor a folder: give one of these")
    elif (owner := _owner(path)) is not None:
        yield owner
    else:
        yield path


def _folder(folder: Path, everything: bool) -> Iterator[Path | Failure]:
    root = folder.resolve()
    unread: list[OSError] = []
    for place, names, found in os.walk(folder, onerror=unread.append):
        names[:] = sorted(name for name in names if not name.startswith("."))
        here = Path(place)
        for name in [name for name in names if os.path.islink(here / name)]:
            names.remove(name)
            yield Failure((here / name).as_posix(), _LINK)
        for name in sorted(found):
            if not name.startswith("."):
                path = here / name
                yield from _judged(path, _entry(path, root, everything))
    for error in unread:
        name = os.fsencode(error.filename).decode("utf-8", "backslashreplace")
        yield Failure(name, f"cannot be read ({error.strerror}): check its path and rights")


_LINK = "is a link that leads to another folder: import that folder by its own path"


def _entry(path: Path, root: Path, everything: bool) -> Iterator[Path | Failure]:
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        yield Failure(path.as_posix(), "is a link that leads out of the folder: copy the file")
    elif not path.is_file():
        yield Failure(path.as_posix(), "is no file: take it out of the folder")
    elif _owner(path) is not None or _is_read_with_others(path):
        return
    elif everything or any(suffix_of(path) in loader.suffixes for loader in loaders()):
        yield path
    else:
        yield Failure(path.as_posix(), _reason(path), kind="skipped")


def _is_read_with_others(path: Path) -> bool:
    return path.name in PROFILES or any(path.name in loader.ignores for loader in loaders())


def _reason(path: Path) -> str:
    if suffix_of(path) == ".txt":
        return f"has no annotations beside it ({path.stem}.ann): nothing enters from it"
    return "is in no format that Clew knows: nothing enters from it"


def _owner(path: Path) -> Path | None:
    """Return the file that is read for this one, where it is only read beside another."""
    for loader in loaders():
        if (owner := loader.owner(path)) is not None:
            return owner
    return None
