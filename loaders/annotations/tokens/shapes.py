"""How corpora of relation extraction write a text of tokens as one JSON object.

Each shape says which rows are its own, where their sentences are, and what they mark. Token numbers
of TACRED and DyGIE name the last token of a span, those of SpERT and DocRED the one behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from clew.loaders.annotations.json_rows import BadRow, Json, label, number, objects, strings
from clew.loaders.annotations.tokens.marks import UNLABELLED, Marks, says_no_tie
from clew.loaders.annotations.tokens.tags import TagError, tagged_spans, tags_of
from clew.loaders.items import Counted, Item, Tie

_T = TypeVar("_T")
#: An item, or why a part of the row is none.
Made = Item | BadRow

_TAG_COLUMNS = ("ner_tags", "tags", "ner", "labels")


@dataclass(frozen=True, slots=True)
class Shape:
    """A way to write a text.

    fits        tells it by its keys
    sentences   its tokens, sentence by sentence; raises BadRow
    items       what the row of this number marks
    """

    fits: Callable[[Json], bool]
    sentences: Callable[[Json], list[list[str]]]
    items: Callable[[Json, int, Marks], Iterator[Made]]


def are_tokens(found: object) -> bool:
    """Say whether this is a list of texts that is not empty."""
    return isinstance(found, list) and bool(found) and all(isinstance(one, str) for one in found)


def each(
    what: str, found: list[Any], read: Callable[[Any], _T], bad: list[BadRow]
) -> Iterator[_T | None]:
    """Yield what `read` makes of each part; None of one that cannot be read, told in `bad`."""
    for ordinal, one in enumerate(found, 1):
        try:
            yield read(one)
        except BadRow as error:
            bad.append(BadRow(f"{what} {ordinal} {error}"))
            yield None


def parts(row: Json, name: str, bad: list[BadRow]) -> list[Any]:
    """Return the list under this name; what is none is told in `bad`, and empty."""
    try:
        return objects(row, name)
    except BadRow as error:
        bad.append(error)
        return []


def tie(marks: Marks, line: int, word: str, start: str, end: str) -> Tie | Counted:
    """Return a relation, or what counts a pair that has none."""
    if says_no_tie(word):
        return Counted("pairs without a relation", left_out=True)
    return marks.tie(line, word, start, end)


def record(found: object) -> Json:
    """Return a JSON object; raises BadRow."""
    if not isinstance(found, dict):
        raise BadRow("is no JSON object")
    return found


# TACRED, Re-TACRED: one sentence and one pair a row


def _tacred(row: Json, line: int, marks: Marks) -> Iterator[Made]:
    ends: list[str] = []
    try:
        for role in ("subj", "obj"):
            first = number(row.get(f"{role}_start"), f"{role}_start")
            last = number(row.get(f"{role}_end"), f"{role}_end")
            kind = label(row.get(f"{role}_type"), UNLABELLED)
            mention = marks.found(first, last, kind)
            if mention is None or mention.label != kind:
                mention = marks.mention(line, first, last, kind)
                yield mention
            ends.append(mention.id)
        yield tie(marks, line, label(row.get("relation")), *ends)
    except BadRow as error:
        yield error


# SpERT (CoNLL04, ADE): one sentence a row, entities, and relations by the numbers of entities


def _spert(row: Json, line: int, marks: Marks) -> Iterator[Made]:
    bad: list[BadRow] = []

    def entity(found: object) -> str:
        one = record(found)
        first, end = number(one.get("start"), "start"), number(one.get("end"), "end")
        mention = marks.mention(line, first, end - 1, label(one.get("type"), UNLABELLED))
        made.append(mention)
        return mention.id

    def relation(found: object) -> Tie | Counted:
        one = record(found)
        ends = [number(one.get(name), name) for name in ("head", "tail")]
        start, end = (ids[at] if 0 <= at < len(ids) else None for at in ends)
        if start is None or end is None:
            raise BadRow("has a head or tail that is no entity")
        return tie(marks, line, label(one.get("type")), start, end)

    made: list[Made] = []
    ids = list(each("entity", parts(row, "entities", bad), entity, bad))
    ties = each("relation", parts(row, "relations", bad), relation, bad)
    made += [one for one in ties if one]
    yield from (*made, *bad)


# Tokens with a tag each, as data sets for named entities have them


def _tags(row: Json) -> list[str] | None:
    columns = (row.get(name) for name in _TAG_COLUMNS)
    fit = (one for one in columns if are_tokens(one) and len(one or ()) == len(row["tokens"]))
    return next(fit, None)


def _tagged(row: Json, line: int, marks: Marks) -> Iterator[Made]:
    try:
        cells = [tags_of(cell) for cell in _tags(row) or ()]
    except TagError:
        yield BadRow("has a tag that is none of BIO and its kin")
        return
    for first, last, word in tagged_spans(cells):
        yield marks.mention(line, first, last, word or UNLABELLED)


def _one_sentence(name: str) -> Callable[[Json], list[list[str]]]:
    return lambda row: [strings(row.get(name), name)]


SENTENCES: tuple[Shape, ...] = (
    Shape(
        lambda row: are_tokens(row.get("token")) and "subj_start" in row and "obj_start" in row,
        _one_sentence("token"),
        _tacred,
    ),
    Shape(
        lambda row: are_tokens(row.get("tokens")) and isinstance(row.get("entities"), list),
        _one_sentence("tokens"),
        _spert,
    ),
    Shape(
        lambda row: are_tokens(row.get("tokens")) and _tags(row) is not None,
        _one_sentence("tokens"),
        _tagged,
    ),
)
