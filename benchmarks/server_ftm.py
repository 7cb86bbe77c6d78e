"""A push beside `ftm export-cypher`, whose script goes to the same server, statement by statement.

FollowTheMoney is needed by neither Clew nor its tests. It comes into an environment of its own,
and the benchmark is told where:

    python -m venv ftm && ftm/bin/pip install followthemoney==4.11.2
    FTM=ftm/bin/ftm python -m benchmarks server ftm

Each of its statements is a text of its own and finds its nodes without an index, so that each takes
longer than the one before: it is given some minutes, and what it would need for all is told as
"at least", by the rate that it had until then.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.server_items import items
from benchmarks.server_push import pushed, told
from benchmarks.server_run import Bench
from benchmarks.timing import line, once
from clew.graph.item_table import ItemTable, write
from clew.graph.model import Edge, Node
from clew.graph.stores.neo4j_link import Link

#: FollowTheMoney has its ties as entities, too: so many of both.
NODES, EDGES = 8_000, 12_000
#: Seconds that its script may take.
MOST = 300.0


def measure(bench: Bench, folder: Path) -> None:
    """Print both; a line says so where FollowTheMoney is not named."""
    program = shutil.which(os.environ.get("FTM", "ftm"))
    if not program:
        print(line("push beside ftm export-cypher", "not here", "", "name it by FTM=…/bin/ftm"))
        return
    write(folder / "part.db", items(NODES, EDGES))
    table = ItemTable(folder / "part.db")
    bench.empty()
    own = pushed(bench, table, "part")
    script = folder / "part.cypher"
    made = once(lambda: _export(program, table, folder / "part.json", script))
    table.close()
    bench.empty()
    done, count, spent = _load(bench, script)
    whole = made + spent * count / done
    more = "at least " if done < count else ""
    what = f"{NODES + EDGES:,} entities"
    print(line(f"{what}: onto the server", told(own), f"{more}{whole:,.0f} s", "ftm export-cypher"))
    print(line(f"{what}: its export alone, seconds", "", f"{made:,.1f} s"))
    print(
        line(f"{what}: its statements until then", "", f"{done:,} of {count:,}", f"{spent:.0f} s")
    )
    print(line(f"{what}: times faster", f"{more}{whole / own.clock:,.0f}"))


def _export(program: str, table: ItemTable, entities: Path, script: Path) -> None:
    with entities.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in _entities(table.graph()))
    command = [program, "export-cypher", "-i", str(entities), "-o", str(script)]
    subprocess.run(command, check=True, capture_output=True)


def _entities(graph: Iterable[Node | Edge]) -> Iterator[dict[str, Any]]:
    """Yield entities of FollowTheMoney: people and companies, each tie an ownership."""
    for item in graph:
        if isinstance(item, Node):
            schema = "Person" if item.properties["kind"] == "Person" else "Company"
            own = {"name": item.properties["names"], "country": item.properties["country"]}
            own["notes"] = item.properties["quotes"]
        else:
            schema = "Ownership"
            own = {"owner": [item.start], "asset": [item.end], "role": [item.type]}
            own["summary"] = item.properties["quotes"]
        yield {"id": item.id, "schema": schema, "properties": own}


def _load(bench: Bench, script: Path) -> tuple[int, int, float]:
    """Return how many statements ran, of how many, in how many seconds."""
    texts = script.read_text(encoding="utf-8").splitlines()
    link, began, done = Link(bench.place), time.perf_counter(), 0
    with link._driver.session() as session:
        for text in texts:
            session.run(text.removesuffix(";")).consume()
            done += 1
            if time.perf_counter() - began > MOST:
                break
    link.close()
    return done, len(texts), time.perf_counter() - began
