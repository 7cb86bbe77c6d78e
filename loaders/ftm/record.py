"""An entity of FollowTheMoney data, as both of its forms give it: a line, or several statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clew.loaders.items import Place

Extra = Mapping[str, tuple[str, ...]]
NOTHING: Extra = {}
LONGEST_QUOTE = 1000


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a property, and where it stands.

    extra      what else its form says of it (the statement's dates, language, original value)
    external   nobody has confirmed that it is about this entity
    statement  the statement's own id, where it has one
    """

    value: str
    place: Place
    extra: Extra = field(default_factory=lambda: NOTHING)
    external: bool = False
    statement: str = ""


@dataclass(slots=True)
class Record:
    """An entity.

    cells      by property, in the file's order
    place      where it begins; line: its own text, where one line holds all of it
    caption    what its file calls it
    datasets   the data sets that it comes from; referents: ids that were merged into it
    extra      what its file says of it as a whole: days on which it was seen
    """

    id: str
    schema: str
    place: Place
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    line: bytes = b""
    caption: str = ""
    datasets: tuple[str, ...] = ()
    referents: tuple[str, ...] = ()
    extra: Extra = field(default_factory=dict)

    def values(self, prop: str) -> list[str]:
        """Return a property's values."""
        return [cell.value for cell in self.cells.get(prop, ())]

    def first(self, *props: str) -> Cell | None:
        """Return the first value of the first of these properties that has one."""
        return next((self.cells[prop][0] for prop in props if self.cells.get(prop)), None)

    def all(self) -> Iterator[tuple[str, Cell]]:
        """Yield every value with its property."""
        for prop, cells in self.cells.items():
            for cell in cells:
                yield prop, cell


def seen(record: Record) -> Extra:
    """Return when an entity was first seen, where its statements say it."""
    return {name: days for name, days in record.extra.items() if name == "first_seen"}


def seen_both(first: Cell, last: Cell) -> Extra:
    """Return since when both ends of a relation are stated."""
    days = [cell.extra["first_seen"] for cell in (first, last) if "first_seen" in cell.extra]
    return {"first_seen": max(days)} if len(days) == 2 else {}


def place_of(start: str, end: str, first: Cell, last: Cell) -> Place:
    """Return where both ends stand: the line of the last, with that of the first if it differs."""
    apart = f" (line {first.place.line})" if first.place.line != last.place.line else ""
    column = f"{start}{apart} and {end}"
    return Place(file=last.place.file, line=last.place.line, column=column)


def quote_of(record: Record, start: str, end: str) -> str:
    """Return the line that holds both ends, as much of it as lies between them, or the ends."""
    text = record.line.decode("utf-8").strip()
    if 0 < len(text) <= LONGEST_QUOTE:
        return text
    begin = max(0, text.find(f'"{record.id}"'))
    places = [(text.find(f'"{one}"', begin), len(one) + 2) for one in (start, end)]
    first, last = min(at for at, _ in places), max(at + size for at, size in places)
    if first >= 0 and last - first <= LONGEST_QUOTE:
        return text[first:last]
    return f"{start} … {end}"[:LONGEST_QUOTE]
