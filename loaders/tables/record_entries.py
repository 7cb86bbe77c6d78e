"""The records and ties of a mapping's YAML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from clew.graph.schema import check_tie, schema
from clew.loaders.tables import vocabulary
from clew.loaders.tables.cell_entries import SAID, cell, only, said, split, values, words
from clew.loaders.tables.cells import Cell
from clew.loaders.tables.entries import Notes, Section, nearest
from clew.loaders.tables.mapping import Each, Record, Said, Tie, Value

_RECORD = "id as each kind names values only generic protected".split()
_TIE = "type start end key values only quote".split()


def records(notes: Notes, entry: Any, at: Any, above: Said) -> dict[str, Record]:
    """Return the records of a mapping by name."""
    if not isinstance(entry, dict) or not entry:
        notes.wrong(at, "the mapping needs `records:`, each with an `id` and a `kind`")
        return {}
    found = {str(name): _record(notes, rules, name, above) for name, rules in entry.items()}
    uses = Counter(column for one in found.values() for column in columns_of(one))
    return {
        name: replace(one, own=tuple(sorted(c for c in columns_of(one) if uses[c] == 1)))
        for name, one in found.items()
    }


def columns_of(record: Record) -> set[str]:
    """Return the columns that say something of a record."""
    cells = [record.main, *(value.cell for value in record.values)]
    return {column for one in cells if one for column in one.columns}


def kinds_of(record: Record) -> frozenset[str]:
    """Return the kinds that a mapping itself names for a record; none where its cells do."""
    kind = record.kind
    named = {kind.constant, kind.other, *(kind.lookup or {kind.default: kind.default}).values()}
    return frozenset(named) - {"", "same"}


def _record(notes: Notes, entry: Any, name: Any, above: Said) -> Record:
    found = notes.section(entry, name, [*_RECORD, *SAID])
    _needs(found, ("id", "kind"), f"record `{name}`")
    own = said(found).over(above)
    main = found.read("names", _main, None)
    given = partial(values, above=own, check=partial(vocabulary.value, own=notes.properties))
    record = Record(
        name=str(name),
        space=found.read("as", Notes.word, str(name)),
        id=found.read("id", _id, Cell()),
        kind=found.read("kind", partial(words, check=vocabulary.kind), Cell()),
        main=main,
        values=(
            *found.read("names", partial(_names, above=own), ()),
            *found.read("values", given, ()),
        ),
        said=own,
        each=found.read("each", _each, None),
        only=found.read("only", only, ()),
        generic=found.read("generic", _yes, None),
        protected=found.read("protected", Notes.flag, False),
    )
    if "/" in record.space:
        found.wrong("as", f"record `{record.space}` has a `/`, which stands before its ids")
    _victims(found, record)
    return record


def _needs(found: Section, keys: tuple[str, ...], what: str) -> None:
    for key in keys:
        if key not in found:
            found.wrong("", f"{what} has no `{key}`")


def _main(notes: Notes, entry: Any, at: Any) -> Cell | None:
    if isinstance(entry, str):
        notes.wrong(at, f"`names` needs `name: {entry}`, and other names beside it")
        return None
    return notes.section(entry, at, entry or ()).read("name", cell, None)


def _names(notes: Notes, entry: Any, at: Any, above: Said) -> Iterator[Value]:
    given = entry.items() if isinstance(entry, dict) else ()
    others = {key: rule for key, rule in given if key != "name"}
    return values(notes, others, at, above, vocabulary.name)


def _id(notes: Notes, entry: Any, at: Any) -> Cell:
    if isinstance(entry, list):
        return Cell(columns=tuple(notes.column(one) for one in notes.words(entry, at)), join="/")
    found = cell(notes, entry, at)
    if not found.columns:
        notes.wrong(at, "`id` needs a column: rows are told apart by it")
    if found.split:
        notes.wrong(at, "`id` is not parted: `each` makes several records of a row")
    return found


def _each(notes: Notes, entry: Any, at: Any) -> Each | None:
    found = notes.section(entry, at, ("column", "columns", "split"))
    named = found.read("columns", Notes.words, found.read("column", Notes.words, ()))
    if not named or "split" not in found:
        found.wrong("", "`each` needs `column` or `columns`, and `split`")
        return None
    return Each(tuple(map(notes.column, named)), found.read("split", split, ()))


def _yes(notes: Notes, entry: Any, at: Any) -> Cell:
    """Return the rule of what is so or not: a plain yes or no, or a column's words of it."""
    if isinstance(entry, str):
        return Cell(constant="yes" if notes.flag(entry, at) else "")
    return cell(notes, entry, at)


def _victims(found: Section, record: Record) -> None:
    """Note what a record of victims must not have (rule 25)."""
    kinds = kinds_of(record)
    if record.main and (problem := vocabulary.group_problem(kinds, "name")):
        found.wrong("names", problem)
    for value in record.values:
        if problem := vocabulary.group_problem(kinds, value.property):
            found.wrong("names" if vocabulary.is_name(value.property) else "values", problem)


def ties(
    notes: Notes, entry: Any, at: Any, known: Mapping[str, Record], above: Said
) -> tuple[Tie, ...]:
    """Return the ties of a mapping between its records."""
    if not isinstance(entry, list):
        notes.wrong(at, "`ties` is a list: each begins with `- type:`")
        return ()
    return tuple(_tie(notes, rules, at, known, above) for rules in entry)


def _tie(notes: Notes, entry: Any, at: Any, known: Mapping[str, Record], above: Said) -> Tie:
    found = notes.section(entry, at, [*_TIE, *SAID])
    if isinstance(entry, dict) and entry:
        found = replace(found, at=next(iter(entry)))
    _needs(found, ("type", "start", "end"), "a tie")
    own = said(found).over(above)
    given = partial(values, above=own, check=partial(vocabulary.value, own=notes.properties))
    tie = Tie(
        type=found.read("type", partial(words, check=vocabulary.tie), Cell()),
        start=_end(found, "start", known),
        end=_end(found, "end", known),
        key=found.read("key", cell, None),
        values=tuple(found.read("values", given, ())),
        said=own,
        only=found.read("only", only, ()),
        quote=found.read("quote", cell, None),
    )
    if any(value.said or value.extra or value.script for value in tie.values):
        found.wrong("values", "values of a tie are said as the tie is: only it has a `status`, …")
    _ends_fit(found, tie, known)
    return tie


def _end(found: Section, key: str, known: Mapping[str, Record]) -> str:
    name = found.read(key, Notes.word, "")
    if name and name not in known:
        found.wrong(key, f"`{key}` is {name!r}, which is no record{nearest(name, known)}")
    return name


def _ends_fit(found: Section, tie: Tie, known: Mapping[str, Record]) -> None:
    """Note where a tie's ends are what the vocabulary does not foresee."""
    if not tie.type.constant or tie.start not in known or tie.end not in known:
        return
    for start in sorted(kinds_of(known[tie.start])):
        for end in sorted(kinds_of(known[tie.end])):
            if problem := check_tie(schema().ties[tie.type.constant].name, start, end):
                found.wrong("type", f"{problem.rstrip('.')}: `clew schema` lists what fits")
