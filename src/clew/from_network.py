"""A networkx graph into a case: as a table with a mapping, so that each tie comes with its claim.

The rows of the table are the graph's nodes, then its ties; it goes the way of every table, is kept
as an original, and quotes the cell that says so. Nothing enters without a source (rule 2).
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clew.graph.errors import InputError, UsageError
from clew.graph.exchange.network_cells import PART, cell, cells, whole
from clew.graph.held import Held
from clew.graph.lens_folders import DISCLOSED, OWNER

if TYPE_CHECKING:
    import networkx as nx

    from clew.case import Case
    from clew.summary import Summary

_ROW, _NODE, _TIE = "row", "node", "tie"
_ID, _KIND, _NAME, _START, _END = "id", "kind", "name", "start", "end"
#: Letters of the name under which a case lists a graph.
_LONGEST = 80
#: The ends of a tie, each with the column of its kind.
_ENDS = {_START: "start kind", _END: "end kind"}
_SAID = ("type", "status", "attribution", "when", "quote", "source", "locator", "key")


@dataclass(frozen=True, kw_only=True)
class GraphMapping:
    """Which attributes of a networkx graph mean what; '' where there is none such.

    list      the graph's lasting name in the case
    id        of nodes; '': the node itself. kind, name: of nodes; values: property by attribute
    type, status, attribution, when, quote, key, source, locator: of ties; tie_values: as `values`
    source and locator are of nodes, too; kinds, types: what words of the graph's own mean
    """

    list: str
    id: str = ""
    kind: str = "kind"
    name: str = "name"
    values: Mapping[str, str] = field(default_factory=dict)
    type: str = "type"
    status: str = "status"
    attribution: str = "attribution"
    when: str = "when"
    quote: str = "quote"
    source: str = ""
    locator: str = ""
    key: str = ""
    tie_values: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)


def from_networkx(
    graph: nx.Graph[Any],
    case: Case,
    mapping: Mapping[str, Any],
    *,
    source: Mapping[str, str],
    dry_run: bool = False,
) -> Summary:
    """Import a networkx graph; the same again changes nothing, a newer one takes its place.

    mapping   fields of `GraphMapping`, by name
    source    what is known of where the graph is from: `title`, and `publisher`, `url`, … beside

    A tie without a status is `not_stated`. Raises UsageError where the source has no title, where
    the mapping names an attribute for sources and a tie has none, where two nodes have one id,
    where an attribute holds what no table does, and where a graph without directions has ties whose
    direction means something; nothing enters then. What a row cannot say is rejected in the
    summary, as of every table.
    """
    import networkx as nx

    if not isinstance(graph, nx.Graph):
        raise UsageError("that is no networkx graph: give a DiGraph or MultiDiGraph")
    rules = _rules(mapping)
    _refuse_victims(rules)
    facts = _words(source, "the source")
    if not facts.get("title", "").strip():
        raise UsageError("a graph needs a source: give its `title`, so that each tie has a claim")
    table = _table(rules, [*_rows(graph, rules)])
    done = _load(case, rules, table, _mapping(rules, facts), dry_run)
    if done.failed:
        raise UsageError(f"the graph was not taken in: it {done.failed[0].reason}")
    return done


def _load(case: Case, rules: GraphMapping, table: bytes, mapping: str, dry_run: bool) -> Summary:
    """Import the table, under the name that the graph has in the case."""
    from clew.graph.refresh import refresh
    from clew.importing import Options, run

    name = re.sub(r"[^\w.-]+", "-", rules.list).strip("-.")[:_LONGEST] or "graph"
    with _apart(case) as folder:
        path, told = folder / "graph.csv", folder / "graph.yaml"
        path.write_bytes(table)
        told.write_text(mapping, encoding="utf-8")
        options = Options(as_="table", mapping=told, called=f"{name}.csv", dry_run=dry_run)
        try:
            done = run(case.directory, [path], options)
        except InputError as error:  # its file is gone by now
            raise UsageError(f"the mapping of the graph {error.reason}") from None
    if not dry_run:
        refresh(case.directory)
    return done


@contextmanager
def _apart(case: Case) -> Iterator[Path]:
    """Give a folder of the case for what no other place may keep; one that is left goes later."""
    case.directory.graph.mkdir(mode=0o700, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=DISCLOSED, dir=case.directory.graph) as made,
        Held(Path(made) / OWNER) as owner,
    ):
        owner.take(alone=True)
        yield Path(made)


def _rules(mapping: Mapping[str, Any]) -> GraphMapping:
    if not isinstance(mapping, Mapping):
        raise UsageError("a graph needs a mapping: a dict with `list`, and what attributes mean")
    known = {one.name: one.default_factory is not MISSING for one in fields(GraphMapping)}
    if wrong := [name for name in mapping if name not in known]:
        raise UsageError(f"a mapping has no `{wrong[0]}`: there are {', '.join(known)}")
    given: dict[str, Any] = {
        name: _words(text, f"`{name}`") if known[name] else cell(text, name)
        for name, text in mapping.items()
    }
    if not given.get("list", "").strip():
        raise UsageError("a mapping needs `list`: the graph's lasting name in the case")
    return GraphMapping(**given)


def _words(given: Mapping[str, Any], what: str) -> dict[str, str]:
    """Return texts by their names; raises UsageError for anything else."""
    if not isinstance(given, Mapping):
        raise UsageError(f"{what} is none of names and texts: give a dict of them")
    return {cell(name, f"name in {what}"): cell(text, str(name)) for name, text in given.items()}


def _refuse_victims(rules: GraphMapping) -> None:
    """Refuse attributes that tables are refused for (rule 25): they have other headings here."""
    from clew.loaders.tables.victims import refusal

    named = [rules.id, rules.name, *rules.values.values(), *rules.tie_values.values()]
    if refused := refusal(rules.list, [name for name in named if name]):
        raise UsageError(f"the graph was not taken in: {refused}")


def _rows(graph: nx.Graph[Any], rules: GraphMapping) -> Iterator[dict[str, str]]:
    """Yield the table's rows, in the order of ids."""
    ids = _ids(graph, rules)
    for node in sorted(graph, key=ids.__getitem__):
        own = graph.nodes[node]
        row = {_ROW: _NODE, _ID: ids[node]}
        row |= {name: _own(own, rules, name) for name in (_KIND, _NAME, "source", "locator")}
        yield row | {f"node {key}": cells(own.get(of), of) for key, of in rules.values.items()}
    ties, without = [], 0
    for one, other, own in _directed(graph, rules, ids):
        row = {_ROW: _TIE}
        for end, node in zip(_ENDS, (one, other), strict=True):
            row |= {end: ids[node], _ENDS[end]: _own(graph.nodes[node], rules, _KIND)}
        row |= {name: _own(own, rules, name) for name in _SAID}
        row["quote"] = row["quote"].strip() or _names(graph, rules, ids, one, other)
        row |= {f"tie {key}": cells(own.get(of), of) for key, of in rules.tie_values.items()}
        without += bool(rules.source) and not row["source"].strip()
        ties.append(row)
    if without:
        raise UsageError(f"{without} ties have no `{rules.source}`: no tie enters without a source")
    yield from sorted(ties, key=lambda row: [*row.values()])


def _own(given: Mapping[str, Any], rules: GraphMapping, part: str) -> str:
    """Return what a node or tie says of itself, by the attribute that the mapping names for it."""
    name: str = getattr(rules, part)
    return cell(given.get(name), name)


def _directed(
    graph: nx.Graph[Any], rules: GraphMapping, ids: Mapping[Hashable, str]
) -> Iterator[tuple[Hashable, Hashable, Mapping[str, Any]]]:
    """Yield each tie from its start to its end; of one without direction the smaller id first.

    networkx gives such a tie from whichever node came first: OWNS may then say who is owned.
    """
    if graph.is_directed():
        yield from graph.edges(data=True)
        return
    from clew.graph.schema import schema

    means = {word.casefold(): type for word, type in rules.types.items()}
    wrong = 0
    for one, other, own in graph.edges(data=True):
        word = _own(own, rules, "type").strip()
        tie = schema().tie(means.get(word.casefold(), word))
        wrong += tie is not None and not tie.symmetric
        start, end = sorted((one, other), key=ids.__getitem__)
        yield start, end, own
    if wrong:
        raise UsageError(
            f"the graph has no directions, and {wrong} ties are of types that have one: give a"
            " networkx.DiGraph or MultiDiGraph, each tie from its start to its end"
        )


def _ids(graph: nx.Graph[Any], rules: GraphMapping) -> dict[Hashable, str]:
    name = rules.id or "node"
    ids = {n: whole(graph.nodes[n].get(name) if rules.id else n, name).strip() for n in graph}
    if "" in ids.values():
        raise UsageError(f"a node has no `{name}`: each needs an id of its own")
    if len(set(ids.values())) < len(ids):
        raise UsageError("two nodes have one id as text: name an attribute that tells them apart")
    return ids


def _names(
    graph: nx.Graph[Any], rules: GraphMapping, ids: Mapping[Hashable, str], *ends: Hashable
) -> str:
    """Return the names of both ends, as every table quotes a tie."""
    given = (_own(graph.nodes[end], rules, _NAME).strip() or ids[end] for end in ends)
    return " | ".join(given)


def _table(rules: GraphMapping, rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    of_nodes = [f"node {key}" for key in rules.values]
    of_ties = [f"tie {key}" for key in rules.tie_values]
    heading = [_ROW, _ID, _KIND, _NAME, *of_nodes, *_ENDS, *_ENDS.values(), *_SAID, *of_ties]
    writer = csv.DictWriter(out, heading, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _mapping(rules: GraphMapping, source: Mapping[str, str]) -> str:
    """Return the mapping of the table, as YAML."""
    import yaml

    ends = {
        end: {"id": end, "as": _NODE, "kind": _looked_up(of, rules.kinds), "only": {_ROW: _TIE}}
        for end, of in _ENDS.items()
    }
    tie: dict[str, Any] = {
        "type": _looked_up("type", rules.types),
        "start": _START,
        "end": _END,
        "quote": "quote",
        "key": "key",
        "status": {"column": "status", "default": "not_stated"},
        "attribution": "attribution",
        "when": {"column": "when", "date": "edtf"},
        "only": {_ROW: _TIE},
        "values": {key: _parted(f"tie {key}") for key in rules.tie_values},
    }
    node: dict[str, Any] = {
        "id": _ID,
        "kind": _looked_up(_KIND, rules.kinds),
        "names": {"name": _NAME},
        "values": {key: _parted(f"node {key}") for key in rules.values},
        "status": "not_stated",
        "only": {_ROW: _NODE},
    }
    told: dict[str, Any] = {
        "list": rules.list,
        "source": dict(source),
        "table": {"delimiter": ",", "encoding": "utf-8"},
        "records": {_NODE: node, **ends},
        "ties": [{key: value for key, value in tie.items() if value}],
    }
    if rules.source:
        told["row"] = {"source": "source", **({"locator": "locator"} if rules.locator else {})}
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False)


def _looked_up(column: str, words: Mapping[str, str]) -> dict[str, Any]:
    return {"column": column, **({"lookup": dict(words), "else": "same"} if words else {})}


def _parted(column: str) -> dict[str, Any]:
    return {"column": column, "split": PART}
