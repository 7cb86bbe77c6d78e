"""Word documents (DOCX) to text: a line for each paragraph, then footnotes and endnotes.

ECMA-376 part 1, WordprocessingML. Read are the words that stand on the page: not what was deleted
or moved away, nor fields' instructions, hidden words, comments, headers and footers. Its parts are
read from the package alone: what it links to is never asked for, and a document type is refused.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from clew.graph.errors import InputError
from clew.loaders.texts.extracted import Extracted, longest

#: Raise when the same document would give another text.
VERSION = "1"
#: So many bytes may a part of the document have when it is unpacked.
LARGEST_PART = 128 * 1024 * 1024

_DEEPEST = 512
_CHUNK = 65_536
_WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
    }
)
#: Elements of which nothing is read; of alternatives the first is.
_SKIPPED = frozenset({"Fallback", "del", "moveFrom", "pPr"})
_SIGNS = {
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
    "sym": "\ufffd",  # a sign of a font of its own
    "tab": "\t",
}
_NO = frozenset({"0", "false", "off"})
#: What the standard library raises of damaged archives.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ValueError),
    *(EOFError, NotImplementedError, RuntimeError, OSError),
)
_NO_DOCUMENT = "is a zip without a Word document in it: give the text itself"
_NO_TEXT = "is a Word document without text (pictures only?): give its text"

_Start = Callable[[str, dict[str, str]], None]


def read_docx(data: bytes, name: str) -> Extracted:
    """Return the text of a Word document; raises InputError where it has none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            main = _main_part(packed, name)
            text = _lines(packed, main, name, blank=True)
            for notes in ("footnotes.xml", "endnotes.xml"):
                text += _lines(packed, posixpath.join(posixpath.dirname(main), notes), name)
    except _BROKEN:
        raise InputError("is no DOCX that can be unpacked: save it anew", name) from None
    if not text.strip():
        raise InputError(_NO_TEXT, name)
    return longest(Extracted(text, f"Clew DOCX {VERSION}"), name)


def _main_part(packed: zipfile.ZipFile, name: str) -> str:
    """Return the part that holds the document, as the package's relationships say."""
    found: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        inside = attributes.get("TargetMode", "Internal") == "Internal"
        if inside and attributes.get("Type", "").endswith("/officeDocument"):
            found.append(posixpath.normpath(attributes.get("Target", "").lstrip("/")))

    parts = frozenset(packed.namelist())
    if "_rels/.rels" in parts:
        _parse(packed, "_rels/.rels", name, start, lambda tag: None, lambda words: None)
    main = next((part for part in found if part in parts), "word/document.xml")
    if main not in parts or "[Content_Types].xml" not in parts:
        raise InputError(_NO_DOCUMENT, name)
    return main


def _lines(packed: zipfile.ZipFile, part: str, name: str, *, blank: bool = False) -> str:
    """Return the paragraphs of a part, a line each; empty ones where they are wanted."""
    if part not in packed.namelist():
        return ""
    reader = _Paragraphs()
    _parse(packed, part, name, reader.start, reader.end, reader.words)
    return "".join(f"{line}\n" for line in reader.lines if blank or line.strip())


def _parse(
    packed: zipfile.ZipFile,
    part: str,
    name: str,
    start: _Start,
    end: Callable[[str], None],
    words: Callable[[str], None],
) -> None:
    """Read a part's XML, piece by piece; raises InputError where it is unsound or too large."""
    parser = expat.ParserCreate(namespace_separator="}")
    depth = size = 0

    def doctype(*_: object) -> None:
        raise InputError(f"has a document type (<!DOCTYPE>) in {part}, as no DOCX has", name)

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise InputError(f"is nested too deep in {part}: save it anew", name)
        start(tag, attributes)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag)

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.CharacterDataHandler = words
    parser.buffer_text = True
    try:
        with packed.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > LARGEST_PART:
                    most = LARGEST_PART // 1024**2
                    raise InputError(f"unpacks to more than {most} MB: split it", name)
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError):
        raise InputError(f"holds no sound XML in {part}: save it anew", name) from None


@dataclass(slots=True)
class _Paragraphs:
    """Collects the words of paragraphs; one within another (a text box) is a line before it."""

    lines: list[str] = field(default_factory=list)
    open: list[list[str]] = field(default_factory=list)
    skipped: int = 0
    in_words: bool = False
    hidden: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        space, _, plain = tag.rpartition("}")
        if self.skipped or (space in _WORD and plain in _SKIPPED):
            self.skipped += 1
        elif space not in _WORD:
            return
        elif plain == "p":
            self.open.append([])
        elif plain == "r":
            self.hidden = False
        elif plain == "vanish":
            self.hidden = attributes.get(f"{space}}}val", "true") not in _NO
        elif plain == "t":
            self.in_words = not self.hidden
        elif plain in _SIGNS and self.open and not self.hidden:
            self.open[-1].append(_SIGNS[plain])

    def end(self, tag: str) -> None:
        """End an element."""
        space, _, plain = tag.rpartition("}")
        if self.skipped:
            self.skipped -= 1
        elif space in _WORD and plain == "p" and self.open:
            self.lines.append("".join(self.open.pop()))
        elif plain == "t":
            self.in_words = False

    def words(self, words: str) -> None:
        """Take words."""
        if self.in_words and self.open:
            self.open[-1].append(words.replace("\n", " "))
