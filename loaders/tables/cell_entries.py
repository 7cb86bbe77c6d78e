"""The entries of a mapping that say where a text comes from: a column, a constant, and its kin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from clew.loaders.tables import vocabulary
from clew.loaders.tables.cells import Cell, Number
from clew.loaders.tables.dates import form_problem
from clew.loaders.tables.entries import Notes, Section
from clew.loaders.tables.mapping import Only, Said, Value, When
from clew.loaders.tables.vocabulary import Check

CELL = "column columns constant join default split lookup else date number".split()
SAID = ("status", "attribution", "when")
_VALUE = [*CELL, *SAID, "language", "script"]
_PLACES = ("column", "columns", "constant")
_NOT_CONSTANT = ("join", "split", "lookup", "else", "default")


def cell(notes: Notes, entry: Any, at: Any) -> Cell:
    """Return a cell's rule; a plain word is a column."""
    if isinstance(entry, str):
        return Cell(columns=(notes.column(entry),))
    return _cell(notes.section(entry, at, CELL))


def _cell(found: Section) -> Cell:
    notes = found.notes
    if len([one for one in _PLACES if one in found]) != 1:
        found.wrong("", f"`{found.at}` needs one of `column`, `columns` and `constant`")
    for key in _NOT_CONSTANT if "constant" in found else ():
        if key in found:
            found.wrong(key, f"`{key}` says nothing of a constant")
    columns = found.read("columns", Notes.words, found.read("column", _column, ()))
    if "else" in found and "lookup" not in found:
        found.wrong("else", "`else` stands beside a `lookup`")
    return Cell(
        columns=tuple(notes.column(column) for column in columns),
        constant=found.read("constant", Notes.word, ""),
        join=found.read("join", Notes.word, " "),
        default=found.read("default", Notes.word, ""),
        split=found.read("split", split, ()),
        lookup=found.read("lookup", lookup, None),
        other=found.read("else", Notes.word, ""),
        dates=found.read("date", _dates, None),
        number=found.read("number", _number, None),
    )


def _column(notes: Notes, entry: Any, at: Any) -> tuple[Any, ...]:
    if isinstance(entry, list):
        notes.wrong(at, "`column` names one column: use `columns` for several")
    return notes.words(entry, at)


def split(notes: Notes, entry: Any, at: Any) -> tuple[str, ...]:
    """Return what parts a cell; the word `line` stands for a line's end."""
    signs = (str(word) for word in notes.words(entry, at))
    return tuple("\n" if sign == "line" else sign for sign in signs)


def lookup(notes: Notes, entry: Any, at: Any) -> Mapping[str, str]:
    """Return a lookup that stands here, or the one of that name."""
    if isinstance(entry, str):
        return notes.one_of(entry, at, notes.lookups) or {}
    if not isinstance(entry, dict) or not entry:
        notes.wrong(at, f"`{at}` needs the name of a lookup, or words and what they mean")
        return {}
    found: dict[str, str] = {}
    for word, meaning in entry.items():
        if not isinstance(word, str) or not isinstance(meaning, str | None):
            notes.wrong(word or at, "a lookup has single words, each with a single meaning")
        elif word.strip().casefold() in found:
            notes.wrong(word, "a lookup has each word once, whatever its case")
        else:
            found[word.strip().casefold()] = str(meaning or "")
    return found


def _dates(notes: Notes, entry: Any, at: Any) -> tuple[str, ...]:
    forms = tuple(str(form) for form in notes.words(entry, at))
    if forms == ("edtf",):
        return ()
    for form in forms:
        if problem := form_problem(form):
            notes.wrong(at, f"`date` {problem}")
    return forms


def _number(notes: Notes, entry: Any, at: Any) -> Number | None:
    if isinstance(entry, str):
        return Number() if notes.flag(entry, at) else None
    found = notes.section(entry, at, ("decimal", "thousands", "times"))
    times = found.read("times", Notes.word, "1")
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", times):
        found.wrong("times", "`times` needs a number, such as 100 or 0.01")
        times = "1"
    decimal = found.read("decimal", Notes.word, ".") or "."
    return Number(decimal, found.read("thousands", Notes.word, ""), times)


def words(notes: Notes, entry: Any, at: Any, check: Check) -> Cell:
    """Return the rule of a kind, type or status: a plain word is that, and is checked."""
    if isinstance(entry, str):
        return Cell(constant=_checked(notes, entry, at, check))
    found = cell(notes, entry, at)
    meanings = found.lookup and {
        k: _checked(notes, to, at, check) for k, to in found.lookup.items()
    }
    return replace(
        found,
        lookup=meanings,
        constant=_checked(notes, found.constant, at, check),
        default=found.default if found.lookup else _checked(notes, found.default, at, check),
        other="same" if found.other == "same" else _checked(notes, found.other, at, check),
    )


def _checked(notes: Notes, word: str, at: Any, check: Check) -> str:
    if not word:
        return ""
    known, problem = check(word)
    if problem:
        notes.wrong(word if hasattr(word, "line") else at, problem)
    return known


def status(notes: Notes, entry: Any, at: Any) -> Cell:
    """Return the rule of a status."""
    return words(notes, entry, at, vocabulary.status)


def said(found: Section) -> Said:
    """Return how a record, tie or value is said, of its section."""
    return Said(
        status=found.read("status", status, None),
        attribution=found.read("attribution", cell, None),
        when=found.read("when", when, None),
    )


def when(notes: Notes, entry: Any, at: Any) -> When:
    """Return a date's rule, or that of a beginning and an end."""
    if not isinstance(entry, dict) or not {"from", "to"} & entry.keys():
        return When(date=_dated(cell(notes, entry, at), ()))
    found = notes.section(entry, at, ("from", "to", "date"))
    forms = found.read("date", _dates, ())
    start, end = (found.read(key, cell, None) for key in ("from", "to"))
    return When(start=start and _dated(start, forms), end=end and _dated(end, forms))


def _dated(found: Cell, forms: tuple[str, ...]) -> Cell:
    return found if found.dates is not None else replace(found, dates=forms)


def values(notes: Notes, entry: Any, at: Any, above: Said, check: Check) -> Iterator[Value]:
    """Yield the values of a section, each property with one rule or a list of them."""
    if not isinstance(entry, dict):
        notes.wrong(at, f"`{at}` needs properties, each with its column")
        return
    for property, rules in entry.items():
        name = _checked(notes, str(property), property, check)
        for rule in rules if isinstance(rules, list) else [rules]:
            yield _value(notes, name, rule, property, above)


def _value(notes: Notes, property: str, rule: Any, at: Any, above: Said) -> Value:
    if isinstance(rule, str):
        return Value(property, cell(notes, rule, at))
    found = notes.section(rule, at, _VALUE)
    language = found.read("language", Notes.word, "")
    return Value(
        property,
        _cell(found.only(*CELL)),
        said(found).over(above) if any(key in found for key in SAID) else None,
        {"language": (language,)} if language else {},
        found.read("script", Notes.flag, False),
    )


def only(notes: Notes, entry: Any, at: Any) -> tuple[Only, ...]:
    """Return which rows count, column by column."""
    if not isinstance(entry, dict):
        notes.wrong(at, f"`{at}` needs columns, each with the words that count")
        return ()
    return tuple(_only(notes, column, rule) for column, rule in entry.items())


def _only(notes: Notes, column: Any, rule: Any) -> Only:
    name = notes.column(column)
    if rule in ("filled", "empty"):
        return Only(name, frozenset(), rule == "empty")
    without = isinstance(rule, dict)
    if without:
        counted = notes.section(rule, column, ("not",)).read("not", Notes.words, ())
    else:
        counted = notes.words(rule, column)
    return Only(name, frozenset(word.strip().casefold() for word in counted), without)
