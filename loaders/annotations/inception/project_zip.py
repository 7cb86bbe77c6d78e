"""A project's zip, read member by member in memory: nothing is written, nothing outside is read.

`annotation/DOCUMENT/USER.*` is an annotator's reading, `curation/DOCUMENT/CURATION_USER.*` the
curated one, `source/DOCUMENT` the text; XMI members are zips of an XMI and its TypeSystem.xml. A
zip of one XMI and its TypeSystem.xml is a single document. No more than LARGEST_FILE bytes of a
member and MOST_BYTES of all are read, whatever the zip says of their sizes.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import PurePosixPath

from clew.graph.errors import InputError
from clew.graph.model import Rejected
from clew.loaders.annotations.inception.paths import FOLDERS, INITIAL, Member
from clew.loaders.base import LARGEST_FILE

MOST_BYTES = 1024**3
MOST_MEMBERS = 200_000

_READABLE = (".xmi", ".json", ".tsv", ".zip", ".xml")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
_SERIALISED = (
    "holds annotations only as Java-serialised .ser files, which are never opened: "
    "export the project with the format UIMA CAS XMI, UIMA CAS JSON or WebAnno TSV v3.3"
)


def is_project(data: bytes) -> bool:
    """Say whether a zip is of these exports, by its members' names; INCEpTION's and no other's."""
    try:
        names = zipfile.ZipFile(BytesIO(data)).namelist()
    except _BROKEN:
        return False
    paths = [PurePosixPath(name) for name in names]
    folders = {part for path in paths for part in path.parts[-3:-2]}
    ser = any(path.suffix == ".ser" for path in paths)
    xmi = any(path.suffix.lower() == ".xmi" for path in paths)
    exported = any(path.name.startswith("exportedproject") for path in paths)
    member = any(path.suffix.lower() in _READABLE for path in paths)
    return ser or xmi or exported or (bool(folders & FOLDERS) and member)


def is_broken(data: bytes) -> bool:
    """Say whether bytes begin as a zip and are none, so that no loader could read them."""
    try:
        zipfile.ZipFile(BytesIO(data)).close()
    except _BROKEN:
        return data.startswith(b"PK")
    return False


class Archive:
    """The members of a zip that are to be read, and what is said of the others.

    left_out    readings that do not enter, by why
    """

    def __init__(self, data: bytes, name: str, sort: Callable[[bytes], str]) -> None:
        self.name, self._sort = name, sort
        self.left_out = Counter[str]()
        self._rejected: list[Rejected] = []
        self._read = 0
        self._zip = _opened(data, name)
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            if not info.is_dir() and self._is_safe(info):
                self._infos[info.filename] = info

    def _is_safe(self, info: zipfile.ZipInfo) -> bool:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            self._say(info.filename, "has a name that leads out of the zip: it is not read")
            return False
        if stat.S_ISLNK(info.external_attr >> 16):
            self._say(info.filename, "is a link: it is not read")
            return False
        return True

    def chosen(self) -> Iterator[Member]:
        """Yield the members to read: of each document the curated reading, else all others."""
        found: defaultdict[tuple[str, str], list[Member]] = defaultdict(list)
        for name in sorted(self._infos):
            member = Member(PurePosixPath(name))
            if self._is_reading(member):
                found[member.document, member.folder].append(member)
        for document in sorted({document for document, _ in found}):
            curated = found.get((document, "curation"), [])
            others = found.get((document, "annotation"), []) + found.get((document, ""), [])
            yield from curated or others
            if curated and others:
                self.left_out["annotators' readings of curated documents"] += len(others)
        read = {document for document, _ in found}
        self._only_serialised(read)

    def _is_reading(self, member: Member) -> bool:
        if member.path.suffix.lower() not in _READABLE:
            return False
        if member.folder and member.path.stem == INITIAL:
            return False
        if member.folder:
            return member.path.suffix.lower() != ".xml"
        return member.path.suffix.lower() in (".xmi", ".tsv") or (
            member.path.suffix.lower() == ".json"
            and not member.path.name.startswith("exportedproject")
            and self._looks_right(member)
        )

    def _looks_right(self, member: Member) -> bool:
        try:
            return bool(self._sort(self._bytes(self._zip, member.path.as_posix())))
        except InputError:
            return False

    def _only_serialised(self, read: set[str]) -> None:
        serialised: set[str] = set()
        for name in self._infos:
            path = PurePosixPath(name)
            if path.suffix == ".ser" and path.stem != INITIAL and len(path.parts) > 1:
                serialised.add(path.parts[-2])
        for document in sorted(serialised - read):
            self._say(f"annotation/{document}", _SERIALISED)

    def content(self, member: Member) -> tuple[bytes, bytes | None]:
        """Return a member's bytes and its type system's; an inner zip is read, no deeper one."""
        path = member.path
        data = self._bytes(self._zip, path.as_posix())
        if path.suffix.lower() != ".zip":
            return data, self._types(self._zip, path.parent)
        inner = _opened(data, "")
        for info in sorted(inner.infolist(), key=lambda one: one.filename):
            suffix = PurePosixPath(info.filename).suffix.lower()
            if suffix in (".xmi", ".tsv", ".json") and not stat.S_ISLNK(info.external_attr >> 16):
                return self._bytes(inner, info.filename), self._types(inner, PurePosixPath("."))
        raise InputError("is a zip that holds no XMI, TSV or JSON")

    def _types(self, zip_: zipfile.ZipFile, folder: PurePosixPath) -> bytes | None:
        """Return the type system in a member's folder, or at the top."""
        names = set(zip_.namelist())
        for place in dict.fromkeys((folder, PurePosixPath("."))):
            if (name := (place / "TypeSystem.xml").as_posix()) in names:
                return self._bytes(zip_, name)
        return None

    def sources(self, document: str) -> Iterator[str]:
        """Yield the text of a document where it is in the zip as text."""
        name = f"source/{document}"
        if document.lower().endswith(".txt") and name in self._infos:
            with suppress(InputError, UnicodeDecodeError):
                yield self._bytes(self._zip, name).decode("utf-8-sig")

    def _bytes(self, zip_: zipfile.ZipFile, name: str) -> bytes:
        most = min(LARGEST_FILE, MOST_BYTES - self._read)
        try:
            with zip_.open(name) as stream:
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

    def reject(self, member: Member, reason: str, line: int) -> None:
        """Say that a member could not be read; the others go on."""
        self._say(member.path.as_posix(), reason, line)

    def _say(self, name: str, reason: str, line: int = 0) -> None:
        shown = "".join(char if char.isprintable() else "?" for char in name)
        self._rejected.append(Rejected(file=f"{self.name}/{shown}", line=line, reason=reason))

    def told(self) -> Iterator[Rejected]:
        """Yield what was rejected since this was asked last."""
        while self._rejected:
            yield self._rejected.pop(0)

    def failure(self, otherwise: str) -> InputError:
        """Return why nothing of the zip could be read: the first reason, in its own words."""
        if not self._rejected:
            return InputError(otherwise, self.name)
        first = self._rejected[0]
        more = len(self._rejected) - 1
        others = f" (and {more} more like it)" if more else ""
        if first.reason == _SERIALISED:
            return InputError(_SERIALISED, self.name)
        return InputError(first.reason + others, first.file, first.line)


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        found = zipfile.ZipFile(BytesIO(data))
    except _BROKEN:
        raise InputError("is no sound zip: export it again", name) from None
    if len(found.namelist()) > MOST_MEMBERS:
        raise InputError(f"has more than {MOST_MEMBERS} members: export fewer at once", name)
    return found
