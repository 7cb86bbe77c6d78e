"""Mappings checked: what is wrong with one, and what it makes of a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from clew.graph.errors import InputError
from clew.graph.model import Rejected
from clew.loaders.base import Input
from clew.loaders.items import Counted, Entry, Fact, Item, Link
from clew.loaders.tables.loader import items, opened_for
from clew.loaders.tables.mapping import Mapping
from clew.loaders.tables.reading import read
from clew.loaders.walk import Failure

_PROTECTED = "(protected)"


@dataclass(slots=True)
class Made:
    """What a mapping makes of one sort: how many, and the first of them with its place.

    sort   record, value, tie; name: its kind, property or type
    """

    sort: str
    name: str
    count: int = 0
    first: str = ""
    place: str = ""


@dataclass(slots=True)
class Checked:
    """What is wrong with a mapping, and what it makes of a table.

    problems   with file and line; rejected: rows and cells that cannot be taken
    counts     rows, and what is left out, as the summary of an import says it
    """

    problems: list[Failure] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong and nothing would be rejected."""
        return not self.problems and not self.rejected


def check(mapping: Path, path: Path | None = None) -> Checked:
    """Check a mapping, and try it on a table; raises InputError where it is no YAML."""
    found = read(mapping)
    name = str(found.mapping.path)
    checked = Checked([Failure(name, reason, line) for line, reason in found.problems])
    if path is not None and checked.sound:
        try:
            _try(checked, found.mapping, Input(path, mapping=found.mapping))
        except InputError as error:
            checked.problems.append(Failure(error.file or str(path), error.reason, error.line))
    return checked


def _try(checked: Checked, mapping: Mapping, file: Input) -> None:
    table = opened_for(mapping, file.bytes(), file.name)
    made: dict[tuple[str, str], Made] = {}
    records: set[str] = set()
    hidden: set[str] = set()
    for item in items(mapping, table, file):
        if isinstance(item, Rejected):
            checked.rejected.append(item)
        elif isinstance(item, Counted):
            checked.counts[item.name] = checked.counts.get(item.name, 0) + item.count
        else:
            if isinstance(item, Entry) and item.protected:
                hidden.add(item.id)
            for sort, name, first in _told(item, records, hidden):
                one = made.setdefault((sort, name), Made(sort, name))
                one.count += 1
                one.first, one.place = one.first or first, one.place or _place(item)
    checked.made = list(made.values())
    checked.counts = {name: count for name, count in checked.counts.items() if count}


def _told(item: Item, records: set[str], hidden: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield what an item is counted as; a record once, however many rows tell of it."""
    if isinstance(item, Entry):
        if item.id not in records:
            records.add(item.id)
            yield (
                "record",
                item.kind,
                _shown(item.id, ": ".join(filter(None, (item.id, item.name))), hidden),
            )
    elif isinstance(item, Fact):
        yield "value", item.property, _shown(item.entry, item.value, hidden)
    elif isinstance(item, Link):
        start, end = (_shown(id, id, hidden) for id in (item.start, item.end))
        when = f" ({item.when})" if item.when else ""
        yield "tie", item.type, f"{start} {item.type} {end}{when}"


def _shown(record: str, text: str, hidden: set[str]) -> str:
    return _PROTECTED if record in hidden else text


def _place(item: Item) -> str:
    return str(item.place) if isinstance(item, Entry | Fact | Link) else ""
