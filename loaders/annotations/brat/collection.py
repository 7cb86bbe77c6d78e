"""A zip of a brat collection: its members are files beside one another, and nothing else is."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from clew.graph.errors import InputError
from clew.loaders.archives import Archive, names_in
from clew.loaders.base import Input
from clew.loaders.peers import Peers

#: Of a name's spellings the one that a member has.
_SPELT = (str, str.lower, str.upper)


def is_collection(data: bytes, suffixes: tuple[str, ...]) -> bool:
    """Say whether a zip holds brat's files of annotations, by its members' names."""
    return any(name.suffix.lower() in suffixes for name in names_in(data))


@dataclass(slots=True)
class Member(Input):
    """A member of a zip; beside it and above it stands what is in the zip alone."""

    archive: Archive | None = None
    root: Path = Path()

    def peer(self, path: Path) -> Input:
        """Return another member for itself."""
        assert self.archive is not None
        return member(self, self.archive, self.root, path.relative_to(self.root).as_posix())

    def _other(self, path: Path, role: str) -> Input | None:
        if self.archive is None or not path.is_relative_to(self.root):
            return None
        name = path.relative_to(self.root)
        spelt = (name.with_suffix(spell(name.suffix)).as_posix() for spell in _SPELT)
        found = next((one for one in spelt if one in self.archive.members), "")
        return self._member(found) if found else None

    def _member(self, name: str) -> Member:
        assert self.archive is not None
        return member(self, self.archive, self.root, name)


def member(file: Input, archive: Archive, root: Path, name: str) -> Member:
    """Return a member as a file that loaders can read; raises InputError."""
    made = Member(
        root / name,
        known=file.known,
        shelf=file.shelf,
        profile=file.profile,
        files=file.files,
        archive=archive,
        root=root,
    )
    made._data = archive.read(name)
    return made


def members(file: Input, archive: Archive, suffixes: tuple[str, ...]) -> Iterator[Member]:
    """Yield the files of annotations; one that cannot be unpacked is rejected.

    Of several with one text (`.ann`, `.a1`, `.a2`) the first is read, and the others beside it.
    """
    root = Path(os.path.normpath(file.path))
    names = sorted(name for name in archive.members if _suffix(name) in suffixes)
    first: dict[str, str] = {}
    for name in sorted(names, key=lambda one: suffixes.index(_suffix(one))):
        first.setdefault(str(PurePosixPath(name).with_suffix("")), name)
    alike: defaultdict[str, list[Path]] = defaultdict(list)
    for name in first.values():
        alike[PurePosixPath(name).name].append(root / name)
    peers = {name: Peers(paths) for name, paths in alike.items()}
    for name in sorted(first.values()):
        try:
            made = member(file, archive, root, name)
        except InputError as error:
            archive.reject(name, error.reason)
            continue
        made.peers = peers[PurePosixPath(name).name]
        yield made


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
