"""brat standoff: an .ann file (or .a1 with .a2) beside the .txt of which it speaks.

https://brat.nlplab.org/standoff.html, https://brat.nlplab.org/configuration.html. Read are
text-bound annotations (T, nested and discontinuous too), relations (R), events (E), attributes
(A, M), normalizations (N), notes (#), and `*` lines of symmetric sets (Equiv and others). Offsets
are code points of the text as it stands on disk; the check against the text finds out where they
were counted on a text with other line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from clew.graph.errors import InputError
from clew.graph.model import document_id, normal_text
from clew.loaders.annotations.brat.collection import is_collection, members
from clew.loaders.annotations.brat.conf import Declared, declared
from clew.loaders.annotations.brat.lines import BadLine, read_line
from clew.loaders.annotations.brat.texts import Spoken, text_id, text_of
from clew.loaders.annotations.inception.project_zip import is_project
from clew.loaders.archives import ZIP, Archive
from clew.loaders.base import LONGEST_LINE, Input, loader
from clew.loaders.items import Counted, Item, Mention, Same, Text, Tie
from clew.loaders.suffixes import beside, suffix_of

SPECIFICATION = "https://brat.nlplab.org/standoff.html"
_LINE = re.compile(r"(?:[TREAMN#]\d\w*\t\S|\*\t\S+ \S)")
_SHOWN = 100


def _looks_like_brat(file: Input) -> bool:
    """Say whether the file's first lines are standoff; an empty .ann beside a .txt is, too.

    A zip is brat's where it holds such files and is no project of INCEpTION.
    """
    if file.bytes().startswith(ZIP):
        return is_collection(file.bytes(), _SUFFIXES) and not is_project(file.bytes())
    lines = [line for _, line in zip(range(_SHOWN), file.lines(), strict=False)]
    if not lines:
        return suffix_of(file.path) in _SUFFIXES and beside(file.path, ".txt").is_file()
    return any(_LINE.match(line) for _, line in lines)


def _owner(path: Path) -> Path | None:
    """Return the annotation file that is read for this text, or before this .a2."""
    before = {".txt": _SUFFIXES, ".a1": (".ann",), ".a2": (".ann", ".a1")}
    others = (beside(path, suffix) for suffix in before.get(suffix_of(path), ()))
    return next((other for other in others if other.is_file()), None)


_SUFFIXES = (".ann", ".a1", ".a2")
_CONFIGURATION = frozenset(
    f"{name}.conf" for name in ("annotation", "visual", "tools", "kb_shortcuts")
)


@loader(
    "brat",
    title="brat standoff (.ann beside .txt, zip of a collection)",
    suffixes=(*_SUFFIXES, ".zip"),
    specification=SPECIFICATION,
    detect=_looks_like_brat,
    owner=_owner,
    ignores=_CONFIGURATION,
    single=True,
)
def brat(file: Input) -> Iterator[Item]:
    """Yield the text, then what each line of the annotation file says of it; of a zip all texts."""
    if not file.bytes().startswith(ZIP):
        yield from _document(file)
        return
    archive, base, begun = Archive(file.bytes(), file.name), tuple(file.files), False
    for one in members(file, archive, _SUFFIXES):
        file.files[:] = base  # what another document's text was read from is not this one's source
        try:
            items = _document(one)
            head = next(items)
        except InputError as error:
            archive.reject(one.path.relative_to(one.root).as_posix(), error.reason, error.line)
            continue
        yield head
        yield from archive.told()
        begun = True
        yield from items
    if not begun:
        raise archive.failure("holds no brat annotations that could be read")
    yield from archive.told()


def _document(file: Input) -> Iterator[Item]:
    text = text_of(file)
    conf = file.above("annotation.conf", "configuration")
    more = file.beside(".a2", "annotations") if suffix_of(file.path) == ".a1" else None
    who = file.peers.annotator(file.path, partial(_text_id, file, text))
    yield Text(text=text.text, path=text.path, annotator=who, by=text.by, language=text.language)
    known = declared(conf.characters("configuration")) if conf else Declared()
    for part in (file, more) if more else (file,):
        yield from _lines(part, known)


def _text_id(file: Input, own: Spoken, path: Path) -> str:
    """Return the id of the text of a file of this one's name, which has its `own`."""
    return document_id(normal_text(own.text)) if path == file.path else text_id(file, path)


def _lines(file: Input, known: Declared) -> Iterator[Item]:
    for number, line in file.lines():
        if len(line) > LONGEST_LINE:
            reason = f"has {len(line)} characters, more than {LONGEST_LINE}: it is left out"
            yield file.rejected(number, reason)
            continue
        try:
            item = read_line(line, number, known)
        except BadLine as bad:
            yield file.rejected(number, str(bad))
            continue
        yield item
        if isinstance(item, Mention | Tie | Same) and not known.has(item):
            yield Counted("undeclared")
