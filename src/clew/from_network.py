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
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clew.graph.errors import InputError, UsageError

if TYPE_CHECKING:
    import networkx as nx

    from clew.case import Case
    from clew.summary import Summary

#: Between the values of a list in a cell.
PART = "¦"
_ROW, _NODE, _TIE = "row", "node", "tie"
_ID, _KIND, _NAME, _START, _END = "id", "kind", "name", "start", "end"
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
    the mapping names an attribute for sources and a tie has none, and where two nodes have one id;
    nothing enters then. What a row cannot say is rejected in the summary, as of every table.
    """
    rules = _rules(mapping)
    _refuse_victims(rules)
    if not source.get("title", "").strip():
        raise UsageError("a graph needs a source: give its `title`, so that each tie has a claim")
    rows = [*_rows(graph, rules)]
    with tempfile.TemporaryDirectory(prefix="clew-") as folder:
        name = re.sub(r"[^\w.-]+", "-", rules.list).strip("-.") or "graph"
        table, told = Path(folder) / f"{name}.csv", Path(folder) / f"{name}.yaml"
        table.write_bytes(_table(rules, rows))
        told.write_text(_mapping(rules, source), encoding="utf-8")
        try:
            done = case.load(table, mapping=told, as_="table", dry_run=dry_run)
        except InputError as error:  # its file is gone by now
            raise UsageError(f"the mapping of the graph {error.reason}") from None
    if done.failed:
        raise UsageError(f"the graph was not taken in: it {done.failed[0].reason}")
    return done


def _rules(mapping: Mapping[str, Any]) -> GraphMapping:
    known = [one.name for one in fields(GraphMapping)]
    if wrong := [name for name in mapping if name not in known]:
        raise UsageError(f"a mapping has no `{wrong[0]}`: there are {', '.join(known)}")
    if not str(mapping.get("list", "")).strip():
        raise UsageError("a mapping needs `list`: the graph's lasting name in the case")
    return GraphMapping(**mapping)


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
        row = {_ROW: _NODE, _ID: ids[node], _KIND: _cell(own.get(rules.kind))}
        row |= {_NAME: _cell(own.get(rules.name))}
        row |= {name: _cell(own.get(getattr(rules, name))) for name in ("source", "locator")}
        yield row | {f"node {key}": _cell(own.get(of)) for key, of in rules.values.items()}
    ties, without = [], 0
    for one, other, own in graph.edges(data=True):
        row = {_ROW: _TIE}
        for end, node in zip(_ENDS, (one, other), strict=True):
            row |= {end: ids[node], _ENDS[end]: _cell(graph.nodes[node].get(rules.kind))}
        row |= {name: _cell(own.get(getattr(rules, name))) for name in _SAID}
        row["quote"] = row["quote"].strip() or _names(graph, rules, ids, one, other)
        row |= {f"tie {key}": _cell(own.get(of)) for key, of in rules.tie_values.items()}
        without += bool(rules.source) and not row["source"].strip()
        ties.append(row)
    if without:
        raise UsageError(f"{without} ties have no `{rules.source}`: no tie enters without a source")
    yield from sorted(ties, key=lambda row: [*row.values()])


def _ids(graph: nx.Graph[Any], rules: GraphMapping) -> dict[Hashable, str]:
    ids = {n: _cell(graph.nodes[n].get(rules.id) if rules.id else n).strip() for n in graph}
    if "" in ids.values():
        raise UsageError(f"a node has no `{rules.id}`: each needs an id of its own")
    if len(set(ids.values())) < len(ids):
        raise UsageError("two nodes have one id as text: name an attribute that tells them apart")
    return ids


def _names(
    graph: nx.Graph[Any], rules: GraphMapping, ids: Mapping[Hashable, str], *ends: Hashable
) -> str:
    """Return the names of both ends, as every table quotes a tie."""
    given = (_cell(graph.nodes[end].get(rules.name)).strip() or ids[end] for end in ends)
    return " | ".join(given)


def _cell(value: Any) -> str:
    """Return an attribute as a cell has it; a list's values with `PART` between them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple, set, frozenset)):
        parts = [_cell(one) for one in value]
        if any(PART in part for part in parts):
            raise UsageError(f"a value of a list holds `{PART}`, which parts them: take it out")
        return f" {PART} ".join(sorted(parts) if isinstance(value, (set, frozenset)) else parts)
    return str(value)


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
