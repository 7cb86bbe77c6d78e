"""CoNLL and its kin: a token a line, its tags in a column, an empty line between sentences.

Read are the layouts of CoNLL-2002 and 2003, WNUT, GermEval, CoNLL-U and CoNLL-U Plus and what has
their form, with tags in BIO, IOB1, BILOU, IOBES or BMES (`tags.py`); documents begin where
`-DOCSTART-` or `# newdoc` says so, else a file is one. https://www.clips.uantwerpen.be/conll2003/ner/,
https://universaldependencies.org/format.html, https://universaldependencies.org/ext-format.html.
The text is rebuilt (`rebuilt.py`). It is told by a column in which nothing but tags stands.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice

from clew.graph.errors import InputError
from clew.loaders.annotations.tokens.conll_layout import Layout, layout
from clew.loaders.annotations.tokens.conll_sentences import Part, numbered_lines, parts
from clew.loaders.annotations.tokens.marks import UNLABELLED, Marks
from clew.loaders.base import LONGEST_LINE, Input, loader
from clew.loaders.items import Counted, Item, Text
from clew.loaders.suffixes import suffix_of

_NAMED = (".conll", ".conllu", ".conllup", ".iob", ".iob2", ".bio", ".bioes", ".bilou")
#: WebAnno TSV: 3 names itself, 1 and 2 number tokens by sentence, below a comment.
_WEBANNO = re.compile(rb"^#FORMAT=WebAnno|(?:\A\s*|^#[^\n]*\n)1-1\t", re.MULTILINE)
_DOCUMENTS = re.compile(rb"^(?:-DOCSTART-|#\s*(?:newdoc|begin\s+document)\b)", re.MULTILINE)
_SHOWN = 1 << 18
_FIRST_LINES = 5_000


def _layout(data: bytes, *, plain: bool) -> Layout | None:
    lines = (line[:LONGEST_LINE] for _, line in numbered_lines(data))
    return layout(islice(lines, _FIRST_LINES), plain=plain)


def _looks_like_conll(file: Input) -> bool:
    data = file.bytes()
    if len(data) > _SHOWN:  # what is cut off at the end may be half a character
        data = data[:_SHOWN].rpartition(b"\n")[0]
    if b"\0" in data or _WEBANNO.search(data):
        return False
    try:
        return _layout(data, plain=suffix_of(file.path) in _NAMED) is not None
    except UnicodeDecodeError:
        return False


@loader(
    "conll",
    title="CoNLL and its kin (BIO tags in a column)",
    suffixes=(*_NAMED, ".tsv"),
    specification="https://www.clips.uantwerpen.be/conll2003/ner/",
    detect=_looks_like_conll,
)
def conll(file: Input) -> Iterator[Item]:
    """Yield each document's text, then the spans of its tags."""
    file.characters()
    found = _layout(file.bytes(), plain=True)
    if found is None:
        reason = "has no column of tags such as B-PER, I-PER, O: export it with BIO tags"
        raise InputError(reason, file.name)
    data = file.bytes()  # a boundary at its very beginning parts nothing
    several = b"\n" not in data or _DOCUMENTS.search(data, 3) is not None
    again = parts(numbered_lines(file.bytes()), found) if several else ()
    times = Counter(_key(part) for part in again)
    waiting: defaultdict[bytes, list[Part]] = defaultdict(list)
    early: list[tuple[int, str]] = []
    for ordinal, part in enumerate(parts(numbered_lines(file.bytes()), found), 1):
        if not len(part.rebuilt):
            early += part.bad
            continue
        same = waiting[key := _key(part) if several else b""]
        same.append(part)
        if len(same) >= times[key]:  # what stands more than once is one document
            place = f"{file.name}#{part.id or ordinal}" if len(times) > 1 else file.name
            yield Text(text=part.rebuilt.text, path=place, rebuilt=True)
            yield from (file.rejected(*bad) for bad in early)
            early = []
            yield from _items(file, waiting.pop(key))
    if early:
        line, reason = early[0]
        raise InputError(f"holds no token that could be read: line {line} {reason}", file.name)


def _key(part: Part) -> bytes:
    return sha256(part.rebuilt.text.encode()).digest()


def _items(file: Input, same: list[Part]) -> Iterator[Item]:
    marks = Marks(same[0].rebuilt)
    for part in same:
        for line, first, last, label in part.spans:
            yield marks.mention(line, first, last, label or UNLABELLED)
        yield from (file.rejected(*bad) for bad in part.bad)
        for what, count in (("tags mended", part.slips), ("texts that do not fit", part.unfit)):
            if count:
                yield Counted(what, count)
