"""What OFAC's loader says of files, and small lists that a test writes itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from clew.graph.model import Rejected
from clew.loaders.base import Input
from clew.loaders.items import Counted, Edition, Entry, Fact, Item, Link
from clew.loaders.lists.ofac import ofac

NULL = "-0- "


@dataclass(frozen=True)
class Heard:
    """What the loader said, by sort."""

    items: list[Item]

    @property
    def edition(self) -> Edition:
        assert isinstance(self.items[0], Edition)
        return self.items[0]

    @property
    def entries(self) -> list[Entry]:
        return [item for item in self.items if isinstance(item, Entry)]

    @property
    def facts(self) -> list[Fact]:
        return [item for item in self.items if isinstance(item, Fact)]

    @property
    def links(self) -> list[Link]:
        return [item for item in self.items if isinstance(item, Link)]

    @property
    def rejected(self) -> list[Rejected]:
        return [item for item in self.items if isinstance(item, Rejected)]

    @property
    def counts(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for item in self.items:
            if isinstance(item, Counted):
                found[item.name] += item.count
        return dict(found)

    def values(self, entry: str, name: str) -> list[str]:
        return [f.value for f in self.facts if (f.entry, f.property) == (entry, name)]


@pytest.fixture(scope="session")
def hear() -> Callable[[Path], Heard]:
    """Return what the loader says of a main file."""

    def run(path: Path) -> Heard:
        return Heard(list(ofac.read(Input(path))))

    return run


@pytest.fixture
def row() -> Callable[..., str]:
    """Write a row of `sdn.csv`: number, name, what differs from nothing."""

    def make(number: str, name: str, remarks: str = "", **cells: str) -> str:
        columns = ("kind", "program", "title", "call", "type", "tonnage", "grt", "flag", "owner")
        given = [name, *(cells.get(column, "") for column in columns), remarks]
        return ",".join([number, *(f'"{cell}"' if cell else NULL for cell in given)])

    return make


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write the four files from rows; one given as None is not written. Returns the main file."""

    def make(*main: str, **parts: list[str] | None) -> Path:
        rows = {"sdn": list(main), "add": [], "alt": [], "sdn_comments": [], **parts}
        for name, lines in rows.items():
            if lines is not None:
                text = "".join(f"{line}\r\n" for line in lines)
                (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        return tmp_path / "sdn.csv"

    return make
