"""An entity of FollowTheMoney data, as both of its forms give it: a line, or several statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clew.loaders.items import Place

Extra = Mapping[str, tuple[str, ...]]
NOTHING: Extra = {}


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
