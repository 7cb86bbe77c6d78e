"""Which column of a CoNLL file holds what, told by its header or by what stands in the columns.

The tokens are the first column, or the second where the first numbers them or holds the tags. Each
column of tags is a layer of its own (nested entities have two); one of syntactic chunks (B-NP) is
none. CoNLL-U has tags in its last column (`NER=B-PER`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clew.loaders.annotations.tokens.tags import Tag, TagError, begins_with_b, tags_of

_GLOBAL = re.compile(r"#\s*global\.columns\s*=\s*(.+)")
_NUMBER = re.compile(r"\d{1,9}(?:[-.]\d{1,9})?")
_TOKEN_NAMES = ("FORM", "TOKEN", "WORD")
_NER = re.compile(r"(?:^|\|)(?:NER|Ner|ner)=([^|]*)")
_CHUNKS = frozenset("NP VP PP ADVP ADJP SBAR PRT CONJP INTJ LST UCP PNP".split())
_CONLLU = 10
#: No file has more columns.
MOST = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a row's parts stand.

    tab       columns are parted by tabs; else by blanks
    number    the column of token numbers; misc: CoNLL-U's last; None where there is none
    tags      the columns of tags; () where they are in misc
    chunks    columns of syntactic chunks, which are passed over
    plain     labels stand without BIO before them
    begun     a span begins with B, so that an I that continues nothing is a slip
    """

    width: int
    tab: bool
    token: int
    tags: tuple[int, ...]
    number: int | None = None
    misc: int | None = None
    chunks: tuple[int, ...] = ()
    plain: bool = False
    begun: bool = False

    @property
    def depth(self) -> int:
        """How many layers of tags there are."""
        return len(self.tags) or 1

    def cells(self, line: str) -> list[str]:
        """Return a line's columns."""
        return split(line, self.tab)

    def layers(self, cells: Sequence[str]) -> list[str]:
        """Return a row's tags, layer by layer."""
        if self.tags:
            return [cells[column].strip() for column in self.tags]
        found = _NER.search(cells[self.misc]) if self.misc is not None else None
        return [found[1] if found else "O"]


def split(line: str, tab: bool) -> list[str]:
    """Return a line's columns, or one more than any file has."""
    return line.split("\t", MOST) if tab else line.split(None, MOST)


def layout(lines: Iterable[str], *, plain: bool) -> Layout | None:
    """Return the layout of these lines, the first of a file; None where they have no tags.

    plain    labels without BIO are taken, too
    """
    header: list[str] = []
    sentences: list[list[str]] = [[]]
    for line in lines:
        if found := _GLOBAL.match(line):
            header = found[1].split()
        elif not line.strip():
            sentences.append([])
        elif not line.startswith(("#", "-DOCSTART-")):
            sentences[-1].append(line)
    rows = [line for sentence in sentences for line in sentence]
    if not rows:
        return None
    tab = sum("\t" in line for line in rows) * 2 > len(rows)
    width = Counter(len(split(line, tab)) for line in rows).most_common(1)[0][0]
    if not 2 <= width <= MOST:
        return None
    split_up = [[split(line, tab) for line in sentence] for sentence in sentences]
    fit = [[row for row in sentence if len(row) == width] for sentence in split_up]
    return _told(fit, width, tab, header if len(header) == width else [], plain)


def _told(
    sentences: list[list[list[str]]], width: int, tab: bool, header: list[str], plain: bool
) -> Layout | None:
    columns = [[row[at].strip() for one in sentences for row in one] for at in range(width)]
    tagged = [at for at in range(width) if _are_tags(columns[at])]
    token, number = _token_column(columns, tagged, header)
    labels = {at: _labels(columns[at]) for at in tagged if at != token}
    chunks = tuple(at for at, words in labels.items() if words and words <= _CHUNKS)
    tags = tuple(at for at, words in labels.items() if words and at not in chunks)
    misc = _misc(columns, header, number)
    if not tags and misc is not None and any(_NER.search(cell) for cell in columns[misc]):
        return Layout(width, tab, token, (), number, misc, chunks, begun=True)
    if not tags:
        # a file in which nothing is marked, or one whose labels have no BIO
        empty = tuple(at for at in labels if at not in chunks and "O" in columns[at])
        bare = not empty and plain and token != width - 1 and "O" in columns[-1]
        tags = empty[-1:] or ((width - 1,) if bare else ())
        made = Layout(width, tab, token, tags, number, misc, chunks, plain=bare)
        return made if tags else None
    begun = any(
        begins_with_b([_tags(row[at].strip()) or () for row in one] for one in sentences)
        for at in tags
    )
    return Layout(width, tab, token, tags, number, misc, chunks, begun=begun)


def _are_tags(cells: Sequence[str]) -> bool:
    """Say whether these are tags, but for slips; letters or codes alone may be anything."""
    found = [_tags(cell) for cell in cells]
    tagged = any(found)
    bare = any(not label for tags in found for _, label in tags or ())
    outside = {"O"} if bare or not tagged else {"O", "_"}
    if not outside & {*cells} or (bare and "B" not in cells):
        return False
    return _most(sum(tags is not None for tags in found), cells)


def _tags(cell: str) -> tuple[Tag, ...] | None:
    try:
        return tags_of(cell)
    except TagError:
        return None


def _most(count: int, cells: Sequence[str]) -> bool:
    return count * 4 >= len(cells) * 3


def _labels(cells: Iterable[str]) -> set[str]:
    return {label for cell in cells for _, label in _tags(cell) or ()}


def _token_column(
    columns: list[list[str]], tagged: list[int], header: list[str]
) -> tuple[int, int | None]:
    """Return the columns of tokens and of their numbers."""
    named = [at for at, name in enumerate(header) if name.upper() in _TOKEN_NAMES]
    first = columns[0]
    numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in first)
    numbered = _most(numbers, first) and first[0][:1] in ("0", "1") and len(columns) > 2
    if named:
        return named[0], 0 if numbered else None
    if numbered:
        return 1, 0
    return (1 if tagged and tagged[0] == 0 and 1 not in tagged else 0), None


def _misc(columns: list[list[str]], header: list[str], number: int | None) -> int | None:
    if "MISC" in header:
        return header.index("MISC")
    return _CONLLU - 1 if len(columns) == _CONLLU and number == 0 else None
