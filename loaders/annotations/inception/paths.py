"""Whom the path of an INCEpTION export names: the folders of a project, or folders side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

CURATOR = "CURATION_USER"
INITIAL = "INITIAL_CAS"
#: What documents are called that annotators work on.
_DOCUMENTS = frozenset(
    ".conll .csv .docx .htm .html .json .md .odt .pdf .rtf .tsv .txt .xmi .xml".split()
)
FOLDERS = frozenset({"annotation", "curation"})

_TEXT = re.compile(
    rb"""^#Text=(.*)$|\ssofaString=["']([^"']*)|"sofaString"\s*:\s*"((?:[^"\\]|\\.)*)""",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a project by its path: the folder that it is in, its document and annotator."""

    path: PurePosixPath

    @property
    def folder(self) -> str:
        """`annotation`, `curation`, or '' where it is in neither."""
        parts = self.path.parts
        return parts[-3] if len(parts) > 2 and parts[-3] in FOLDERS else ""

    @property
    def document(self) -> str:
        """The document's name; of a file outside the folders its own path."""
        return self.path.parts[-2] if self.folder else self.path.as_posix()

    @property
    def annotator(self) -> str:
        """The annotator, '' where the path names none."""
        if self.folder == "curation":
            return CURATOR
        return self.path.stem if self.folder else ""


def annotator(path: Path, data: bytes, peers: Sequence[Path]) -> str:
    """Return the annotator that a file's path names, '' where it names none.

    Folders of a project do, and a folder that is called as a document, as `raid.txt/anna.xmi`;
    others only where folders side by side hold files of one name with one text (rule 5), as
    `anna/note.tsv` and `ben/note.tsv`.
    """
    member = Member(PurePosixPath(path.absolute().as_posix()))
    # a folder that is called `annotation` is a project's where folders in it are called as files
    if member.annotator and PurePosixPath(member.document).suffix:
        return member.annotator
    here = path.absolute().parts
    if PurePosixPath(here[-2]).suffix.lower() in _DOCUMENTS:
        return path.stem
    for other in peers:
        there = other.absolute().parts
        if len(there) == len(here):
            apart = [mine for mine, its in zip(here, there, strict=True) if mine != its]
            if len(apart) == 1 and apart[0] != here[-1] and _text(_bytes(other)) == _text(data):
                return apart[0]
    return ""


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # told where that file itself is read
        return b""


def _text(data: bytes) -> list[tuple[bytes, ...]]:
    return _TEXT.findall(data)
