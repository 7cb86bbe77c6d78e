"""Zips, read member by member in memory: nothing is written, nothing outside is read.

No more than LARGEST_FILE bytes of a member and MOST_BYTES of all are read, whatever the zip says of
their sizes; names that lead out of it and links are not read, and it is said.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from clew.graph.errors import InputError
from clew.graph.model import Rejected
from clew.loaders.base import LARGEST_FILE

#: How a zip begins.
ZIP = b"PK"
MOST_BYTES = 4 * 1024**3
MOST_MEMBERS = 200_000

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def names_in(data: bytes) -> list[PurePosixPath]:
    """Return the names of a zip's members, [] of what is none."""
    try:
        return [PurePosixPath(name) for name in zipfile.ZipFile(BytesIO(data)).namelist()]
    except _BROKEN:
        return []


def is_broken(data: bytes) -> bool:
    """Say whether bytes begin as a zip and are none, so that no loader could read them."""
    try:
        zipfile.ZipFile(BytesIO(data)).close()
    except _BROKEN:
        return data.startswith(ZIP)
    return False


def is_link(info: zipfile.ZipInfo) -> bool:
    """Tell whether a member is a link to somewhere else."""
    return stat.S_ISLNK(info.external_attr >> 16)


class Archive:
    """The members of a zip that may be read, and what is said of the others.

    members     by name, without those that are not safe
    left_out    readings that do not enter, by why
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.left_out = Counter[str]()
        self.rejected: list[Rejected] = []
        self._read = 0
        self.zip = opened(data, name)
        self.members: dict[str, zipfile.ZipInfo] = {}
        for info in self.zip.infolist():
            if not info.is_dir() and self._is_safe(info):
                self.members[info.filename] = info

    def _is_safe(self, info: zipfile.ZipInfo) -> bool:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            self.reject(info.filename, "has a name that leads out of the zip: it is not read")
            return False
        if is_link(info):
            self.reject(info.filename, "is a link: it is not read")
            return False
        return True

    def read(self, name: str, inside: zipfile.ZipFile | None = None) -> bytes:
        """Return a member's bytes, or those of a member of a zip inside; raises InputError."""
        most = min(LARGEST_FILE, MOST_BYTES - self._read)
        try:
            with (inside or self.zip).open(name) as stream:
                data = stream.read(most + 1)
        except (*_BROKEN, KeyError, OSError):
            raise InputError(
                "cannot be unpacked: it is broken, locked or packed unusually"
            ) from None
        self._read += len(data)
        if len(data) > most:
            shown = most // 1024**2
            raise InputError(f"unpacks to more than {shown} MB: export fewer documents at once")
        return data

    def reject(self, name: str, reason: str, line: int = 0) -> None:
        """Say that a member could not be read; the others go on."""
        shown = "".join(char if char.isprintable() else "?" for char in name)
        self.rejected.append(Rejected(file=f"{self.name}/{shown}", line=line, reason=reason))

    def told(self) -> Iterator[Rejected]:
        """Yield what was rejected since this was asked last."""
        told, self.rejected = self.rejected, []
        yield from told

    def failure(self, otherwise: str) -> InputError:
        """Return why nothing of the zip could be read: the first reason, in its own words."""
        if not self.rejected:
            return InputError(otherwise, self.name)
        first = self.rejected[0]
        more = len(self.rejected) - 1
        others = f" (and {more} more like it)" if more else ""
        return InputError(first.reason + others, first.file, first.line)


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """Return a zip to read from; raises InputError where it is none, or has too many members."""
    try:
        found = zipfile.ZipFile(BytesIO(data))
    except _BROKEN:
        raise InputError("is no sound zip: export it again", name) from None
    if len(found.namelist()) > MOST_MEMBERS:
        raise InputError(f"has more than {MOST_MEMBERS} members: export fewer at once", name)
    return found
