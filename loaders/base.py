"""The loader contract: a loader reads one file and yields what it says, item by item.

    @loader("hotline", title="…", suffixes=(".hot",), detect=looks_like_it, specification="…")
    def hotline(file: Input) -> Iterator[Item]:
        yield Text(text=…, path=file.name)
        yield Mention(id="T1", label="Person", line=1, spans=((0, 3),), words="Ann")

A loader opens all its files before it yields the first Text, so that what stands already is told
by its bytes. The rest is done outside the loader: spans are checked against the text, labels mapped
by the profile, ids made, quotes cut, files kept and hashed. A line that cannot be read is yielded
as `file.rejected(line, reason)`; a file that cannot be read raises InputError.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from clew.graph.errors import InputError
from clew.graph.known import Known, no_texts
from clew.graph.model import Rejected, SourceFile
from clew.loaders.annotations.profile import Profile, load
from clew.loaders.items import Item
from clew.loaders.peers import Peers
from clew.loaders.suffixes import beside, mirrored, neighbour, suffix_of
from clew.loaders.texts.reading import SUFFIXES, is_page, read_document, read_html
from clew.loaders.texts.shelf import Shelf

if TYPE_CHECKING:
    from clew.loaders.tables.mapping import Mapping

#: A file may have no more bytes, a line of annotations no more characters.
LARGEST_FILE = 64 * 1024 * 1024
#: A zip may have more, since it is read member by member, each no larger than a file.
LARGEST_ZIP = 3 * LARGEST_FILE
LONGEST_LINE = 65_536
#: So many lines of a file are told one by one.
MOST_REJECTED = 100_000

_FOLDERS_ABOVE = 3


@dataclass(slots=True)
class Input:
    """A file as a loader meets it; what it reads beside it is kept as its source too.

    path    where it is
    text    a file or folder that holds the texts, where they are not beside (`--text`)
    peers   other files of the same name that are imported together with this one
    mapping what a table's columns mean, where it was given (`--mapping`)
    known   answers a hash, an address or a name with texts that are in the case already
    profile what the annotators' words mean
    shelf   finds files by what the user says of them (`--text`, `--sources`)
    files   what was read so far, the file itself first
    by      the tool that took the text out of it, where it is no plain text and was read as one
    called  what it is called instead of its path, where that means nothing to anybody
    """

    path: Path
    text: Path | None = None
    peers: Peers = field(default_factory=Peers)
    mapping: Mapping | None = None
    known: Known = no_texts
    shelf: Shelf = field(default_factory=Shelf)
    files: list[SourceFile] = field(default_factory=list)
    by: str = ""
    profile: Profile = field(default_factory=load)
    called: str = ""
    _data: bytes | None = None
    _rejected: int = 0

    @property
    def name(self) -> str:
        """The path as it was given, with `/`, or what the file is called instead."""
        return self.called or self.path.as_posix()

    def bytes(self, role: str = "annotations") -> bytes:
        """Return the file's bytes, and keep them as a source under this role."""
        if self._data is None:
            self._data = _read(self.path)
            self.files.append(SourceFile(path=self.name, data=self._data, role=role))
        return self._data

    def characters(self, role: str = "annotations") -> str:
        """Return the file's text as it stands; raises InputError where it is not UTF-8 text.

        What is read as a `text` may be a PDF or a Word document: then it is the text in it.
        """
        data = self.bytes(role)
        if role == "text" and (found := read_document(data, self.name, self.known)):
            self.by = found.tool
            return found.text
        return _decode(data, self.name)

    def plain(self) -> str:
        """Return the text that a reader of the file sees: of a page of HTML what it shows."""
        text = self.characters("text")
        if self.by or not is_page(self.path):
            return text
        found = read_html(text)
        self.by = found.tool
        return found.text

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield (number from 1, line without its end) of the lines that are not empty."""
        text = self.characters().removeprefix("\ufeff")
        end = "\n" if "\n" in text else "\r"
        for number, line in enumerate(text.split(end), 1):
            if line.strip():
                yield number, line.removesuffix("\r")

    def beside(self, suffix: str, role: str) -> Input | None:
        """Return the file of the same name with another suffix, None where there is none."""
        return self._other(beside(self.path, suffix), role)

    def text_beside(self, suffix: str) -> Input:
        """Return the file that holds the text; raises InputError where it cannot be found.

        In the folder of `--text` it may be a document of another sort: `plain` reads any.
        """
        here = beside(self.path, suffix)
        if self.text is not None:
            apart = mirrored(self.text, self.path, (suffix, *SUFFIXES))
            here = apart if self.text.is_dir() else self.text
        found = self._other(here, "text")
        if found is None:
            reason = f"its text {here.name} is not there: put it beside, or name it with --text"
            raise InputError(reason, self.name)
        return found

    def peer(self, path: Path) -> Input:
        """Return another file as if it were imported for itself, with the same texts to find."""
        return Input(path, self.text, known=self.known, shelf=self.shelf, profile=self.profile)

    def neighbour(self, name: str, role: str) -> Input | None:
        """Return the file of this name in the same folder, whatever the case of its letters."""
        here = neighbour(self.path, name)
        return self._other(here, role) if here else None

    def above(self, name: str, role: str) -> Input | None:
        """Return the nearest file of this name in the file's folder or the folders above it."""
        for ups in range(_FOLDERS_ABOVE + 1):
            place = os.path.normpath(self.path.parent.joinpath(*[".."] * ups, name))
            if found := self._other(Path(place), role):
                return found
        return None

    def candidate(self, path: Path, role: str) -> Input | None:
        """Return a file that may be one of this one's sources; `take` makes it one."""
        return Input(self.path, known=self.known)._other(path, role)

    def take(self, other: Input) -> None:
        """Keep another file as a source of this one."""
        known = {file.path for file in self.files}
        self.files.extend(file for file in other.files if file.path not in known)

    def rejected(self, line: int, reason: str) -> Rejected:
        """Return what says that this line could not be read; `reason` holds no words of it.

        Raises InputError where there is no end of them: such a file is in another format.
        """
        self._rejected += 1
        if self._rejected > MOST_REJECTED:
            reason = f"holds more than {MOST_REJECTED} lines that cannot be read"
            raise InputError(f"{reason}: is it in this format?", self.name, line)
        return Rejected(file=self.name, line=line, reason=reason)

    def _other(self, path: Path, role: str) -> Input | None:
        if not path.is_file():
            return None
        if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
            raise InputError("is a link that leads out of its folder: copy the file", str(path))
        other = Input(path, self.text, known=self.known, shelf=self.shelf, files=self.files)
        other.bytes(role)
        return other


def _read(path: Path) -> bytes:
    name = path.as_posix()
    try:
        most = LARGEST_ZIP if suffix_of(path) == ".zip" else LARGEST_FILE
        if (size := path.stat().st_size) > most:
            raise InputError(f"has {size} bytes, more than {most // 1024**2} MB: split it", name)
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror}): check path and rights", name
        ) from None


def _decode(data: bytes, name: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError("is UTF-16: save it as UTF-8", name)
    if (place := data.find(b"\0")) >= 0:
        raise InputError(f"is binary (a NUL at byte {place}): give the text itself", name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"is not UTF-8 (byte {error.start}): save it as UTF-8"
        raise InputError(reason, name, line) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """A format that can be loaded.

    suffixes    how its files are named, for the walk through folders
    detect      tells the format by content
    owner       of a file that is only read beside another (a text): that other; else None
    ignores     names of files that belong to the tool and say nothing of documents
    version     changes when the same bytes would be read differently
    single      a file that is no zip speaks of one document, so that no more of it need be read
                than its Text where its batch stands already
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    specification: str
    read: Callable[[Input], Iterator[Item]]
    detect: Callable[[Input], bool]
    owner: Callable[[Path], Path | None]
    ignores: frozenset[str]
    version: str
    single: bool


def loader(
    name: str,
    *,
    title: str,
    suffixes: tuple[str, ...],
    specification: str,
    detect: Callable[[Input], bool],
    owner: Callable[[Path], Path | None] = lambda path: None,
    ignores: frozenset[str] = frozenset(),
    version: str = "1",
    single: bool = False,
) -> Callable[[Callable[[Input], Iterator[Item]]], Loader]:
    """Make a loader of a generator; see `Loader` for what the parts mean."""

    def make(read: Callable[[Input], Iterator[Item]]) -> Loader:
        return Loader(
            name=name,
            title=title,
            suffixes=suffixes,
            specification=specification,
            read=read,
            detect=detect,
            owner=owner,
            ignores=ignores,
            version=version,
            single=single,
        )

    return make
