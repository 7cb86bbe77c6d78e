"""Answers SPARQL in a process of its own: N-Quads on stdin, then questions; see `sparql_engine`.

A query that does not end is ended with its process. Before the first question it can open no file
and no connection any more, where the system knows how: what a text asks for cannot leave.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import orjson

from clew.graph.errors import ClewError, QueryRefused
from clew.graph.exchange.rdf.dataset import dataset
from clew.queries.sparql_guard import checked

if TYPE_CHECKING:
    from rdflib import Dataset

#: So much memory may a question take beside the data, bytes.
MEMORY = 2 << 30
#: So many seconds after its time a question is ended here, too.
PATIENCE = 5.0
#: What is loaded when it is first needed could not be loaded any more.
_WARM = (
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o FILTER(REGEX(STR(?o), 'x') || ?o > 1) } GROUP BY ?s",
    "ASK { ?s ?p ?o . FILTER NOT EXISTS { ?s ?p 1 } MINUS { ?s (<urn:a>|<urn:b>)+ 2 } }",
    "CONSTRUCT { ?s ?p ?o } { VALUES ?s { <urn:a> } ?s ?p ?o OPTIONAL { ?o ?q ?r } } LIMIT 1",
    "DESCRIBE <urn:a>",
    "SELECT (NOW() AS ?n) (STRUUID() AS ?u) (MD5('a') AS ?m) (RAND() AS ?r) {} ORDER BY ?n",
)


def shut_in() -> None:
    """Give up the right to open anything, and to more memory than a question may take."""
    try:
        import resource
    except ImportError:  # Windows: whoever started this limits the time
        return
    limits = {resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0, resource.RLIMIT_NOFILE: 0}
    if (now := _memory()) is not None:
        limits[resource.RLIMIT_AS] = now + MEMORY
    for which, most in limits.items():
        try:
            resource.setrlimit(which, (most, most))
        except (OSError, ValueError):  # macOS does not know all of them
            continue


def _memory() -> int | None:
    """Return how much this process has taken; None where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text().split()[0]
    except OSError:
        return None
    import resource

    return int(pages) * resource.getpagesize()


def answer(data: Dataset, text: str, most: int) -> dict[str, Any]:
    """Return the answer as JSON has it, at most so many rows of it, and whether that cuts it."""
    found = data.query(checked(text))
    if found.type == "ASK":
        return {"form": "ASK", "answer": bool(found.askAnswer)}
    if found.type == "SELECT":
        names = [str(name) for name in found.vars or ()]
        rows = ([_term(one.get(name)) for name in found.vars or ()] for one in _bindings(found))
        return {"form": "SELECT", "columns": names, **_first(rows, most)}
    graph = found.graph if found.graph is not None else ()
    in_order = sorted(graph, key=lambda triple: [*map(str, triple)])
    rows = ([_term(part) for part in triple] for triple in in_order)
    return {"form": "GRAPH", "columns": ["subject", "predicate", "object"], **_first(rows, most)}


def _bindings(found: Any) -> Iterator[Any]:
    """Yield the solutions as they come: `bindings` of a result would hold them all."""
    waiting = getattr(found, "_genbindings", None)
    yield from found.bindings if waiting is None else waiting


def _first(rows: Iterator[list[Any]], most: int) -> dict[str, Any]:
    kept = list(islice(rows, most))
    return {"rows": kept, "cut": next(rows, None) is not None}


def _term(term: Any) -> list[str] | None:
    """Return a term as `[kind, text, datatype, language]`."""
    from rdflib import BNode, Literal

    if term is None:
        return None
    if isinstance(term, Literal):
        return ["literal", str(term), str(term.datatype or ""), term.language or ""]
    return ["bnode" if isinstance(term, BNode) else "uri", str(term), "", ""]


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield what comes in pieces, each after its length in eight bytes, until one of none."""
    while size := int.from_bytes(file.read(8)):
        yield file.read(size)


def main() -> None:
    """Load what comes, then answer one question after another: a line of JSON each."""
    import rdflib
    from rdflib.plugins import sparql

    sparql.SPARQL_LOAD_GRAPHS = False
    rdflib.NORMALIZE_LITERALS = False  # it writes INF as `inf`, which XML Schema does not know
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    data = dataset(pieces(stdin))
    for text in _WARM:
        answer(data, text, 1)
    shut_in()
    stdout.write(b"ready\n")
    stdout.flush()
    for line in stdin:
        asked = orjson.loads(line)
        _end_after(asked["seconds"] + PATIENCE)
        try:
            told = answer(data, asked["text"], asked["most"])
        except ClewError as error:
            kind = "refused" if isinstance(error, QueryRefused) else "failed"
            told = {kind: str(error)}
        except MemoryError:
            told = {"failed": "this query takes more memory than it may: narrow it"}
        except Exception as error:
            told = {"failed": f"the query failed ({type(error).__name__}): simplify it"}
        _end_after(0)
        stdout.write(orjson.dumps(told) + b"\n")
        stdout.flush()


def _end_after(seconds: float) -> None:
    """Let the system end this process then, native code and all; 0 takes that back.

    Whoever asks ends it in time, unless that process was killed.
    """
    if hasattr(signal, "setitimer"):  # Windows has none
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
