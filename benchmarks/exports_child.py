"""What `python -m benchmarks exports` measures, each in a process of its own.

python -m benchmarks.exports_child make FOLDER THINGS TIES
python -m benchmarks.exports_child clew FOLDER OUT FORMAT
python -m benchmarks.exports_child entities FOLDER OUT    the floor of `ftm export-csv`
python -m benchmarks.exports_child tables FOLDER OUT      the floor of `clew export csv`
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import orjson

from clew.exporting import export
from clew.folder import Folder
from clew.graph.agreement import Agreement
from clew.graph.directory import create, opened
from clew.graph.item_table import ItemTable, write
from clew.graph.ledger.database import open_ledger
from clew.graph.lens import Lens
from clew.graph.opened import Opened

#: In the folder: FollowTheMoney's entities, the same as a case's items, and a case without them.
ENTITIES, ITEMS, CASE = "entities.ftm.json", "items.sqlite", "case"
TABLES = ("nodes", "edges", "sources", "evidence")


@dataclass(frozen=True, slots=True)
class Made(Folder):
    """A case whose projection is a file of items; its ledger has nothing in it."""

    items: Path

    @contextmanager
    def opened(self, lens: Lens | None = None) -> Iterator[Opened]:
        """Open the items."""
        with (
            closing(open_ledger(self.directory.ledger)) as db,
            closing(ItemTable(self.items)) as table,
        ):
            reader, ledger = cast(Any, SimpleNamespace(items=table)), Agreement(db, "")
            own = lens or Lens()
            yield Opened(reader, db, own, "", ledger, directory=self.directory, veiled=False)


def case(folder: Path) -> Made:
    """Return the case in a folder that `make` has filled."""
    return Made(opened(folder / CASE), folder / ITEMS)


def make(folder: Path, things: int, ties: int) -> None:
    """Write the entities, the same as items, and the rows of `clew export csv` as JSON."""
    from benchmarks.exports_items import Network

    network = Network(things, ties)
    with (folder / ENTITIES).open("wb") as file:
        file.writelines(orjson.dumps(one) + b"\n" for one in network.entities())
    write(folder / ITEMS, network.items())
    open_ledger(create(folder / CASE).ledger, write=True).close()
    export(case(folder), "csv", folder / "csv", Lens())
    for name in TABLES:
        table = (folder / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="")
        with table, (folder / f"{name}.jsonl").open("wb") as rows:
            for row in csv.DictReader(table):
                rows.write(orjson.dumps(row) + b"\n")


def entities(folder: Path, out: Path) -> None:
    """Write each entity as a row of a table of its schema, as `ftm export-csv` does."""
    out.mkdir()
    tables: dict[str, tuple[list[str], Any]] = {}
    with ExitStack() as files, (folder / ENTITIES).open("rb") as lines:
        for one in map(orjson.loads, lines):
            name, own = one["schema"], one["properties"]
            if name not in tables:
                file = files.enter_context((out / f"{name}.csv").open("w", newline=""))
                tables[name] = sorted({*own, "alias"}), csv.writer(file).writerow
                tables[name][1](["id", *tables[name][0]])
            heads, put = tables[name]
            put([one["id"], *("; ".join(own.get(prop, ())) for prop in heads)])


def tables(folder: Path, out: Path) -> None:
    """Write the same rows as `clew export csv` does, from JSON objects that hold them as texts."""
    out.mkdir()
    for name in TABLES:
        with (
            (folder / f"{name}.jsonl").open("rb") as lines,
            (out / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file,
        ):
            put, heads = csv.writer(file).writerow, list[str]()
            for row in map(orjson.loads, lines):
                if not heads:
                    heads = list(row)
                    put(heads)
                put([row[head] for head in heads])


def main(what: str, folder: str, *rest: str) -> None:
    """Do one of these."""
    here = Path(folder)
    if what == "make":
        make(here, *map(int, rest))
    elif what == "clew":
        export(case(here), rest[1], Path(rest[0]), Lens())
    else:
        {"entities": entities, "tables": tables}[what](here, Path(rest[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
