"""What a graph takes as files: the export for `neo4j-admin`, its import, and the Parquet export."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from benchmarks.server_run import size
from benchmarks.timing import once
from clew.graph.exchange.formats import FORMATS
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn
from clew.graph.item_table import ItemTable
from clew.graph.model import Edge, Evidence, Node
from tests import neo4j_server

#: Stands for the program of that name: the tests' server comes as jars alone.
_ADMIN = '#!/bin/sh\nexec java -Xmx512m -cp "{lib}/*" org.neo4j.cli.AdminTool "$@"\n'


@dataclass
class _Given:
    """Items as a writer gets them, without a case: nothing is salted, there are no claims."""

    table: ItemTable

    def nodes(self) -> Iterator[Node]:
        return self.table.nodes()

    def edges(self) -> Iterator[Edge]:
        return self.table.edges()

    def items(self) -> Iterator[Node | Edge]:
        return self.table.graph()

    def sources(self) -> Iterator[Node]:
        return iter(())

    def claims(self) -> Iterator[Evidence]:
        return iter(())

    def with_claims(self) -> Iterator[tuple[Node | Edge, list[Evidence]]]:
        return ((item, []) for item in self.table.graph())


def measured(folder: Path, table: ItemTable) -> dict[str, float]:
    """Return seconds and megabytes of each export, and of the import; 0 for what is not here."""
    found = {"admin csv s": _export("neo4j-admin", folder, table)}
    found["admin csv MB"] = size(folder / "neo4j-admin")
    found |= {"import s": 0.0, "import MB": 0.0}
    if not neo4j_server.why_not():
        found["import s"] = once(lambda: _import(folder / "neo4j-admin", folder / "imported"))
        found["import MB"] = size(folder / "imported" / "data" / "databases" / "neo4j")
    found |= {"parquet s": 0.0, "parquet MB": 0.0}
    if find_spec("pyarrow") and find_spec("clew.graph.exchange.parquet"):
        found["parquet s"] = _export("parquet", folder, table)
        found["parquet MB"] = size(folder / "parquet")
    return found


def _export(name: str, folder: Path, table: ItemTable) -> float:
    place = Place(folder / name, called=name)
    place.folder.mkdir()
    write = FORMATS[name].write
    return once(lambda: write(cast(HandedOn, _Given(table)), place))


def _import(files: Path, home: Path) -> None:
    """Run the call that the export gives, into the folder of a server that was never started."""
    for name in neo4j_server.FOLDERS:
        (home / name).mkdir(parents=True)
    settings = neo4j_server.SETTINGS.format(port=0, auth="false")
    (home / "conf" / "neo4j.conf").write_text(settings, encoding="utf-8")
    program = home / "bin" / "neo4j-admin"
    program.parent.mkdir()
    program.write_text(_ADMIN.format(lib=neo4j_server.HOME / "lib"), encoding="utf-8")
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path, "NEO4J_HOME": str(home)}
    environment["NEO4J_CONF"] = str(home / "conf")
    command = ["sh", str(files / "import.sh"), "neo4j"]
    subprocess.run(command, check=True, capture_output=True, env=environment)
