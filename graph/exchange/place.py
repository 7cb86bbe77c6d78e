"""Where an export goes: written beside under another name, and named when it is whole.

What is written lies in a folder of its own (0700), held by a lock: what a killed export left
there goes with the next one to the same place.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from clew.graph.directory import BEGIN, SETTINGS, CaseDirectory
from clew.graph.errors import ClewError, UsageError
from clew.graph.held import Held, by_turns

MANIFEST = "manifest.json"
_LOCK, _NEW, _OLD, _END = "lock", "new", "old", ".part"
_BUFFER = 1 << 20
_TRIES = 9


@dataclass(frozen=True, slots=True)
class Place:
    """The files of one export while they are written, for their owner alone.

    folder   where they lie meanwhile; single: the name of the one file, '' for a folder of files
    called   file or folder as it was named, for what is to be typed
    """

    folder: Path
    single: str = ""
    called: str = ""

    def path(self, name: str = "") -> Path:
        """Return where a file is to be written, made empty; the one file has no name here."""
        path = self.folder / (self.single or name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return path

    def open(self, name: str = "") -> BinaryIO:
        """Open a file for writing; see `path`."""
        return self.path(name).open("wb", buffering=_BUFFER)

    def files(self) -> dict[str, dict[str, Any]]:
        """Return every file by its name here, with its bytes and its SHA-256; all are on disk."""
        found = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): _sealed(path) for path in found}


def manifest_of(path: Path, *, single: bool) -> Path:
    """Return where the manifest of an export stands."""
    return path.with_name(f"{path.name}.{MANIFEST}") if single else path / MANIFEST


def check(directory: CaseDirectory, path: Path, *, single: bool, replace: bool) -> None:
    """Raise UsageError where no export may be written."""
    if path.name in ("", "-"):
        raise UsageError(f"{path} cannot be written: name a new {_sort(single)} for the export")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}: make it first")
    if directory.owns(path) or path.resolve() == directory.path or _is_of_another_case(path):
        raise UsageError(f"{path} is the case's own: name another {_sort(single)} for the export")
    told = manifest_of(path, single=single)
    if single and (told.exists() or told.is_symlink()) and not _is_manifest(told):
        raise UsageError(f"{told} is not of an export: name another file, whose manifest is free")
    if not path.exists() and not path.is_symlink():
        return
    if path.is_symlink():
        raise UsageError(f"{path} is a link, which stays as it is: name another {_sort(single)}")
    if path.is_dir() == single or not (path.is_dir() or path.is_file()):
        raise UsageError(f"{path} is not a {_sort(single)}: name one for the export")
    if not single and any(path.iterdir()) and not _is_ours(path):
        raise UsageError(f"{path} holds other files than those of an export: name another folder")
    if not replace and (single or any(path.iterdir())):
        raise UsageError(f"{path} is there: name another {_sort(single)}, or say --replace")


@contextmanager
def placed(path: Path, *, single: bool) -> Iterator[tuple[Place, Path]]:
    """Give the place to write to, and where the manifest goes; both get their names at the end.

    Where the block fails nothing of it stays.
    """
    _sweep(path)
    beside, lock = _beside(path)
    try:
        new = beside / _NEW
        new.mkdir(mode=0o700)
        called = f"./{path}" if str(path).startswith("-") else str(path)
        place = Place(new, path.name if single else "", called)
        yield place, beside / MANIFEST if single else new / MANIFEST
        with by_turns(path.parent):
            _swap_file(path, beside) if single else _swap_folder(path, beside)
    finally:
        _restore(beside)
        lock.release()
        shutil.rmtree(beside, ignore_errors=True)


def write_manifest(path: Path, content: dict[str, Any]) -> None:
    """Write a manifest as JSON text, its keys as they come."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        file.flush()
        os.fsync(file.fileno())


def _sort(single: bool) -> str:
    return "file" if single else "folder"


def _is_of_another_case(path: Path) -> bool:
    folders = (path.resolve(), *path.resolve().parents)
    cases = [CaseDirectory(folder) for folder in folders if (folder / SETTINGS).is_file()]
    return any(case.owns(path) or case.path == path.resolve() for case in cases)


def _is_ours(folder: Path) -> bool:
    """Tell whether a folder holds what an export made, and nothing else."""
    named = _named(folder / MANIFEST)
    files = (p for p in folder.rglob("*") if not p.is_dir() or p.is_symlink())
    found = {path.relative_to(folder).as_posix() for path in files}
    return named is not None and found <= {MANIFEST, *named}


def _is_manifest(path: Path) -> bool:
    return not path.is_symlink() and _named(path) is not None


def _named(manifest: Path) -> set[str] | None:
    """Return the files that an export's manifest names; None where it is none."""
    try:
        told = orjson.loads(manifest.read_bytes())
        return {*told["files"]} if told["made_by"].startswith("clew ") else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _sealed(path: Path) -> dict[str, Any]:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        digest = file_digest(file, "sha256").hexdigest()
    path.chmod(0o600)
    return {"bytes": path.stat().st_size, "sha256": digest}


def _beside(path: Path) -> tuple[Path, Held]:
    """Make the folder to write in, and take its lock.

    Until it is locked, another export may take it for what a killed one left: then it is made anew.
    """
    for _ in range(_TRIES):
        made = Path(tempfile.mkdtemp(_END, f".{path.name[:BEGIN]}.", path.parent))
        lock = Held(made / _LOCK)
        if lock.take(alone=True) and (made / _LOCK).exists():
            return made, lock
        lock.release()
    raise ClewError(f"{path.parent} takes no files that can be locked: export to another disk")


def _sweep(path: Path) -> None:
    """Remove what exports to this place that were killed left behind."""
    start = f".{path.name[:BEGIN]}."
    for folder in path.parent.iterdir():
        if not (folder.name.startswith(start) and folder.name.endswith(_END)):
            continue
        with suppress(OSError), Held(folder / _LOCK) as lock:
            if (folder / _LOCK).exists() and lock.take(alone=True):
                _restore(folder)
                shutil.rmtree(folder, ignore_errors=True)


def _restore(beside: Path) -> None:
    """Give a folder its name back where the new one did not come to stand in its place.

    It may be another's than the one that is written now: one name may begin as the other does.
    """
    for old in (beside / _OLD).glob("*"):
        if not (place := beside.parent / old.name).exists():
            os.rename(old, place)


def _swap_file(path: Path, beside: Path) -> None:
    """Name file and manifest; a manifest never stands beside a file that it is not of."""
    told = manifest_of(path, single=True)
    told.unlink(missing_ok=True)
    os.replace(beside / _NEW / path.name, path)
    os.replace(beside / MANIFEST, told)


def _swap_folder(path: Path, beside: Path) -> None:
    if path.exists():
        (beside / _OLD).mkdir()
        os.rename(path, beside / _OLD / path.name)
    os.rename(beside / _NEW, path)
