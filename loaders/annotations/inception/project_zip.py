"""A project's zip; how it is read is told in `clew.loaders.archives`.

`annotation/DOCUMENT/USER.*` is an annotator's reading, `curation/DOCUMENT/CURATION_USER.*` the
curated one, `source/DOCUMENT` the text; XMI members are zips of an XMI and its TypeSystem.xml. A
zip of one XMI and its TypeSystem.xml is a single document.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import PurePosixPath

from clew.graph.errors import InputError
from clew.loaders.annotations.inception.paths import FOLDERS, INITIAL, Member
from clew.loaders.archives import Archive, is_link, names_in, opened

_READABLE = (".xmi", ".json", ".tsv", ".zip", ".xml")
_SERIALISED = (
    "holds annotations only as Java-serialised .ser files, which are never opened: "
    "export the project with the format UIMA CAS XMI, UIMA CAS JSON or WebAnno TSV v3.3"
)


def is_project(data: bytes) -> bool:
    """Say whether a zip is of these exports, by its members' names; INCEpTION's and no other's."""
    paths = names_in(data)
    folders = {part for path in paths for part in path.parts[-3:-2]}
    ser = any(path.suffix == ".ser" for path in paths)
    xmi = any(path.suffix.lower() == ".xmi" for path in paths)
    exported = any(path.name.startswith("exportedproject") for path in paths)
    member = any(path.suffix.lower() in _READABLE for path in paths)
    return ser or xmi or exported or (bool(folders & FOLDERS) and member)


class Project(Archive):
    """The members of a project's zip that are to be read."""

    def __init__(self, data: bytes, name: str, sort: Callable[[bytes], str]) -> None:
        super().__init__(data, name)
        self._sort = sort
        self._shared: dict[str, bytes] = {}

    def chosen(self) -> Iterator[Member]:
        """Yield the members to read: of each document the curated reading, else all others."""
        found: defaultdict[tuple[str, str], list[Member]] = defaultdict(list)
        for name in sorted(self.members):
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
            return bool(self._sort(self.read(member.path.as_posix())))
        except InputError:
            return False

    def _only_serialised(self, read: set[str]) -> None:
        serialised: set[str] = set()
        for name in self.members:
            path = PurePosixPath(name)
            if path.suffix == ".ser" and path.stem != INITIAL and len(path.parts) > 1:
                serialised.add(path.parts[-2])
        for document in sorted(serialised - read):
            self.reject(f"annotation/{document}", _SERIALISED)

    def content(self, member: Member) -> tuple[bytes, bytes | None]:
        """Return a member's bytes and its type system's; an inner zip is read, no deeper one."""
        path = member.path
        data = self.read(path.as_posix())
        if path.suffix.lower() != ".zip":
            return data, self._types(self.zip, path.parent)
        inner = opened(data, "")
        for info in sorted(inner.infolist(), key=lambda one: one.filename):
            suffix = PurePosixPath(info.filename).suffix.lower()
            if suffix in (".xmi", ".tsv", ".json") and not is_link(info):
                return self.read(info.filename, inner), self._types(inner, PurePosixPath("."))
        raise InputError("is a zip that holds no XMI, TSV or JSON")

    def _types(self, zip_: zipfile.ZipFile, folder: PurePosixPath) -> bytes | None:
        """Return the type system in a member's folder, or at the top."""
        for place in dict.fromkeys((folder, PurePosixPath("."))):
            name = (place / "TypeSystem.xml").as_posix()
            if zip_ is self.zip and name in self._shared:
                return self._shared[name]
            if name in zip_.NameToInfo:
                found = self.read(name, zip_)
                # one for thousands of members is read once
                self._shared = {name: found} if zip_ is self.zip else self._shared
                return found
        return None

    def sources(self, document: str) -> Iterator[str]:
        """Yield the text of a document where it is in the zip as text."""
        name = f"source/{document}"
        if document.lower().endswith(".txt") and name in self.members:
            with suppress(InputError, UnicodeDecodeError):
                yield self.read(name).decode("utf-8-sig")

    def failure(self, otherwise: str) -> InputError:
        """Return why nothing of the zip could be read; of serialised members how to export them."""
        if self.rejected and self.rejected[0].reason == _SERIALISED:
            return InputError(_SERIALISED, self.name)
        return super().failure(otherwise)
