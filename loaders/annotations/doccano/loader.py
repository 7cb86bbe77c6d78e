"""doccano: the JSONL export of sequence labelling, with relations or without; and of categories.

Told by its keys: a `text` (`data`), and spans as `[start, end, label]` or with `start_offset` and
`end_offset` under `entities`, `label`, `labels` or `annotations`, none of them by tokens. What is
said of the whole text stands under `label`, `labels` or `cats` as plain words.

The export gives no words for its spans. Its page counts UTF-16 units, programs that made the marks
count characters: where a file's texts tell them apart, the count is taken by which more spans begin
and end where words do, and else the page's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from clew.graph.errors import InputError
from clew.graph.model import Rejected, document_id, normal_text
from clew.loaders.annotations.doccano.people import person
from clew.loaders.annotations.doccano.rows import Span, is_row, marks_of, text_of
from clew.loaders.annotations.json_rows import BadRow, Json, Row, first_rows, objects, rows
from clew.loaders.annotations.offsets import BadOffset, Offsets, code_points, utf16
from clew.loaders.annotations.tokens.marks import UNLABELLED, says_no_tie
from clew.loaders.base import Input, loader
from clew.loaders.items import WHOLE_TEXT, Attribute, Counted, Item, Mention, Note, Text, Tie

_LAST_OF_ONE_UNIT = "\uffff"
_Counts = Callable[[str], Offsets]


def _looks_like_doccano(file: Input) -> bool:
    return any(is_row(row) for row in first_rows(file))


@dataclass(slots=True)
class _Export:
    """A file's rows by document and annotator, and how its offsets count."""

    file: Input
    groups: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    fits: Counter[_Counts] = field(default_factory=Counter)

    def read(self) -> None:
        """Find the documents; each row is read again when its turn comes."""
        for row in rows(self.file):
            try:
                found = row.read()
                text = text_of(found)
                marks = marks_of(found)
            except BadRow as error:
                self.rejected.append(self.file.rejected(row.number, f"the row {error}"))
                continue
            for user in marks.users:
                key = document_id(normal_text(text)), user
                self.groups.setdefault(key, []).append(row)
            if any(char > _LAST_OF_ONE_UNIT for char in text):
                for counts in (utf16, code_points):
                    offsets = counts(text)
                    self.fits[counts] += sum(_fits(text, offsets, span) for span in marks.spans)

    @property
    def counts(self) -> _Counts:
        """How the offsets count: as in the page, unless more spans fit as a program counts."""
        return code_points if self.fits[code_points] > self.fits[utf16] else utf16


def _fits(text: str, offsets: Offsets, span: Span) -> bool:
    """Say whether a span begins and ends where words do."""
    try:
        start, end = offsets.span(span.start, span.end)
    except BadOffset:
        return False
    borders = text[start - 1 : start + 1] if start else " ", text[end - 1 : end + 1]
    inside = any(len(border) == 2 and border.isalnum() for border in borders)
    return not inside and not text[start].isspace() and not text[end - 1].isspace()


@loader(
    "doccano",
    title="doccano (JSONL)",
    suffixes=(".jsonl", ".json"),
    specification="https://doccano.github.io/doccano/tutorial",
    detect=_looks_like_doccano,
)
def doccano(file: Input) -> Iterator[Item]:
    """Yield each text with what each annotator marked in it."""
    export = _Export(file)
    export.read()
    if not export.groups:
        reason = export.rejected[0].reason if export.rejected else "holds no row"
        line = export.rejected[0].line if export.rejected else 0
        raise InputError(f"{reason}: nothing can be read", file.name, line)
    spare: list[Item] = [*export.rejected]
    named = person(file)
    for (_, user), found in export.groups.items():
        text = text_of(found[0].read())
        path = f"{file.name}#{found[0].number}"
        yield Text(text=text, path=path, annotator=user or named)
        yield from spare
        spare.clear()
        for at, row in enumerate(found):
            prefix = f"{row.number}." if at else ""
            yield from _Marks(file, row.number, user, prefix).items(row.read(), export.counts)


@dataclass(slots=True)
class _Marks:
    """Reads what one row says by one person; `prefix` keeps ids of several rows apart."""

    file: Input
    line: int
    user: str
    prefix: str
    ids: dict[int, str] = field(default_factory=dict)

    def items(self, row: Json, counts: _Counts) -> Iterator[Item]:
        """Yield the spans, the relations between them, what is said of the text."""
        offsets = counts(text_of(row))
        marks = marks_of(row)
        first = self.user == marks.users[0]  # what is nobody's own is said once
        yield from (self._rejected(str(bad)) for bad in (marks.bad if first else ()))
        for span in marks.spans:
            if span.user == self.user:
                yield self._mention(span, offsets)
        for number, relation in enumerate(_list(row, "relations") if first else [], 1):
            yield self._relation(number, relation)
        for number, (name, word, user) in enumerate(marks.said, 1):
            if user == self.user:
                identifier = f"{self.prefix}#.{number}"
                yield Attribute(
                    id=identifier, line=self.line, target=WHOLE_TEXT, name=name, value=word
                )
        for number, text in enumerate(_comments(row) if first else [], 1):
            identifier = f"{self.prefix}#.c{number}"
            yield Note(
                id=identifier, label="AnnotatorNotes", line=self.line, target=WHOLE_TEXT, text=text
            )

    def _rejected(self, reason: str) -> Rejected:
        return self.file.rejected(self.line, f"the row {reason}")

    def _mention(self, span: Span, offsets: Offsets) -> Item:
        plain = f"T#{span.number}" if span.id is None else f"T{span.id}"
        try:
            place = offsets.span(span.start, span.end)
            label = _label(span.label)
        except (BadOffset, BadRow) as error:
            return self._rejected(f"has a mark (number {span.number}) that cannot stand: {error}")
        identifier = self.prefix + plain
        if span.id is not None:
            self.ids[span.id] = identifier
        return Mention(id=identifier, label=label, line=self.line, spans=(place,))

    def _relation(self, number: int, found: object) -> Item:
        if not isinstance(found, dict):
            return self._rejected(f"has a relation (number {number}) that is no JSON object")
        ends = [self.ids.get(end) for end in _ends(found)]
        start, end = ends if len(ends) == 2 else (None, None)
        if start is None or end is None:
            reason = "whose ends are not two marks of the row"
            return self._rejected(f"has a relation (number {number}) {reason}")
        try:
            label = _label(found.get("type"))
        except BadRow as error:
            return self._rejected(f"has a relation (number {number}): it {error}")
        if says_no_tie(label):
            return Counted("pairs without a relation", left_out=True)
        identity = found.get("id")
        plain = f"R{identity}" if type(identity) is int else f"R#{number}"
        return Tie(id=self.prefix + plain, label=label, line=self.line, start=start, end=end)


def _ends(relation: Json) -> list[int]:
    ends = (relation.get(name) for name in ("from_id", "to_id"))
    return [end for end in ends if type(end) is int]


def _label(found: object) -> str:
    """Return a label; one that is a number is a label of which the export gives but the id."""
    if found is None:
        return UNLABELLED
    if not (isinstance(found, str) and found.strip()) and type(found) is not int:
        raise BadRow("has a label that is no text")
    if len(label := str(found).strip()) > 200:
        raise BadRow(f"has a label of {len(label)} characters")
    return label


def _list(row: Json, name: str) -> list[object]:
    try:
        return objects(row, name)
    except BadRow:
        return [None]  # told as a relation that is none


def _comments(row: Json) -> Iterator[str]:
    found = row.get("Comments", row.get("comments"))
    for one in found if isinstance(found, list) else []:
        text = one.get("comment") if isinstance(one, dict) else one
        if isinstance(text, str) and text.strip():
            yield text.strip()
