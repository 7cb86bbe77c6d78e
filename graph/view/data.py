"""The data of a page: a picture as the JSON that its script reads; what is empty is left out.

Nodes, edges and claims point to one another by their place in the lists; ids stand beside. In the
file each list is a table, `{"columns": […], "rows": [[…], …]}`, which says each name once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clew.graph.model import Edge, Node
from clew.graph.schema import schema
from clew.graph.view.look import look
from clew.graph.view.names import MADE, MARK, Shown
from clew.graph.view.picture import Json, Picture
from clew.graph.view.safe_text import NAME, OTHER, QUOTE, safe
from clew.graph.view.titles import titles

Positions = Mapping[str, tuple[float, float]]
#: What the file keeps as tables.
TABLES = ("nodes", "edges", "claims", "sources")
#: Lists of a node or edge that are no values of sources.
_NO_VALUES = frozenset(schema().own) | {"identity_decisions", "descriptions"}
#: So many values of one property are shown, and names of one node.
_MOST_VALUES = 40
_SOURCE = ("title", "publisher", "author", "published", "captured", "url", "archive_url", "licence")
_DATES = ("when", "valid_from", "valid_to")


def page_data(picture: Picture, positions: Positions) -> Json:
    """Return the data of a picture; all text in it is safe to show (see `safe`)."""
    pool = Pool()
    names = titles(picture.nodes)
    places = {node.id: at for at, node in enumerate(picture.nodes)}
    steps = {edge.id: at for at, edge in enumerate(picture.edges)}
    told = {
        **head(picture),
        "notes": [safe(line) for line in (*picture.notes, *_made(names.values()))],
        "gathered": None,
        "focus": [places[i] for i in picture.focus if i in places],
        "ties": _ties(picture.edges),
        "nodes": [_node(n, names[n.id], positions[n.id], pool, picture) for n in picture.nodes],
        "edges": [_edge(edge, places, pool, picture) for edge in picture.edges],
        "denials": pool.add(picture.denials),
        "ways": [
            {
                "status": way.status,
                "part": way.part,
                "nodes": [places[i] for i in way.nodes],
                "edges": [steps[i] for i in way.edges],
            }
            for way in picture.ways
        ],
    }
    _place_denials(picture.denials, told, places, pool.claims)
    return {**told, "claims": pool.claims, "sources": pool.sources}


def _place_denials(
    denials: Sequence[Json], told: Json, places: Mapping[str, int], claims: Sequence[Json]
) -> None:
    """Put denials beside the ties that they deny, else beside the ends; say what each denies."""
    nodes, edges = told["nodes"], told["edges"]
    for claim, at in zip(denials, told["denials"], strict=True):
        says = claim.get("says") or {}
        ends = [places[says[end]] for end in ("start", "end") if says.get(end) in places]
        kind = str(says.get("type", ""))
        if len(ends) < 2 or not kind or "protected" in claims[at]:
            continue
        denied = [e for e in edges if e["type"] == kind and ends == [e["start"], e["end"]]]
        for item in denied or [nodes[end] for end in dict.fromkeys(ends)]:
            item.setdefault("denials", []).append(at)
        start, end = (nodes[place]["name"] for place in ends)
        words = safe(schema().phrase(kind), NAME)
        claims[at]["says"] = f"denies: {start} — {words} → {end}"


def packed(data: Json) -> Json:
    """Return the data with its long lists as tables; '' stands for what a row has not."""
    return {**data, **{name: _table(data[name]) for name in TABLES}}


def unpacked(data: Json) -> Json:
    """Return the data that `packed` was given."""
    return {**data, **{name: _rows(data[name]) for name in TABLES}}


def _table(rows: Sequence[Json]) -> Json:
    """Return rows as a table, the columns that most rows have first: the ends of rows are short."""
    counts = Counter(name for row in rows for name in row)
    columns = sorted(counts, key=lambda name: (-counts[name], name))
    told = [[row.get(name, "") for name in columns[: _last(row, columns)]] for row in rows]
    return {"columns": columns, "rows": told}


def _last(row: Json, columns: Sequence[str]) -> int:
    return max((at for at, name in enumerate(columns, 1) if name in row), default=0)


def _rows(table: Json) -> list[Json]:
    pairs = (zip(table["columns"], row, strict=False) for row in table["rows"])
    return [{name: value for name, value in row if value != ""} for row in pairs]


def as_text(content: Any) -> str:
    """Return JSON text that is inert within HTML: no character in it can end its element."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


@dataclass(slots=True)
class Pool:
    """Claims and sources, each once, in the order met."""

    claims: list[Json] = field(default_factory=list)
    sources: list[Json] = field(default_factory=list)
    _claims: dict[str, int] = field(default_factory=dict)
    _sources: dict[str, int] = field(default_factory=dict)

    def add(self, claims: Iterable[Json]) -> list[int]:
        """Return the places of these claims, which are added where they are new."""
        return [self._claim(claim) for claim in claims]

    def _claim(self, claim: Json) -> int:
        at = self._claims.setdefault(claim["id"], len(self.claims))
        if at == len(self.claims):
            self.claims.append(_claim(claim, self._source(claim.get("source") or {})))
        return at

    def _source(self, source: Json) -> int | None:
        if not source:
            return None
        told = {name: safe(source.get(name) or "") for name in (*_SOURCE, "sha256")}
        if source.get("outlet_closed"):
            told["outlet_closed"] = safe(source["outlet_closed"])
        told = _full(told)
        key = json.dumps([source.get("id"), told])
        at = self._sources.setdefault(key, len(self.sources))
        if at == len(self.sources):
            self.sources.append(told)
        return at


def head(picture: Picture) -> Json:
    """Return what a page says of the whole picture."""
    return {
        "title": safe(picture.title),
        "lens": safe(picture.lens),
        "last_entry": safe(picture.last_entry),
        "graph_version": safe(picture.graph_version),
        "query": safe(picture.query, 4000),
        "parameters": {safe(n, NAME): safe(v) for n, v in picture.parameters.items()},
        "not_known": [safe(line) for line in picture.not_known],
        "notes": [safe(line) for line in picture.notes],
    }


def _made(titles: Iterable[Shown]) -> list[str]:
    """Explain the sign of names that were put into Latin letters here, where one stands."""
    return [MADE] if any(one.beside.startswith(MARK) for one in titles) else []


def _ties(edges: Sequence[Edge]) -> Json:
    known = schema().ties
    told = {}
    for name in sorted({edge.type for edge in edges}):
        tie = known.get(name)
        told[safe(name, NAME)] = {
            "phrase": safe(schema().phrase(name), NAME),
            "group": tie.group if tie else "linked",
            "symmetric": schema().is_symmetric(name),
        }
    return told


def _node(node: Node, title: Shown, at: tuple[float, float], pool: Pool, picture: Picture) -> Json:
    known = node.properties
    told = {
        "id": safe(node.id, NAME),
        "kind": safe(known["kind"], NAME),
        "look": look().shape(str(known["kind"])).key,
        "name": safe(title.name, NAME),
        "beside": safe(title.beside, NAME),
        "language": title.language_hint,
        "names": [safe(form, NAME) for form in known.get("names", ())[:_MOST_VALUES]],
        "status": known.get("status", "not_stated"),
        **_flags(known, "generic", "disputed", "unconfirmed"),
        "protected": known.get("name") == "protected" and not known.get("names"),
        "values": _values(known),
        "claims": pool.add(picture.evidence.get(node.id, ())),
    }
    if told["names"] == [told["name"]]:
        del told["names"]
    if told["look"] == told["kind"]:
        del told["look"]
    return {**_full(told), "x": round(at[0], 1), "y": round(at[1], 1)}


def _edge(edge: Edge, places: Mapping[str, int], pool: Pool, picture: Picture) -> Json:
    known = edge.properties
    told = {
        "id": safe(edge.id, NAME),
        "type": safe(edge.type, NAME),
        "status": known.get("status", "not_stated"),
        **{name: safe(known.get(name) or "") for name in _DATES},
        "attribution": safe(known.get("attribution") or ""),
        "source_count": known.get("source_count", 0),
        **_flags(known, "disputed", "computed"),
        "uncertain": known.get("certain") is False,
        "values": _values(known),
        "claims": pool.add(picture.evidence.get(edge.id, ())),
    }
    return {**_full(told), "start": places[edge.start], "end": places[edge.end]}


def _claim(claim: Json, at: int | None) -> Json:
    source = claim.get("source") or {}
    known = claim.get("known_from") or ""
    told = {
        "id": safe(claim["id"], NAME),
        "status": claim["status"],
        "protected": bool(claim.get("protected")),
        "attribution": safe(claim.get("attribution") or ""),
        "quote": safe(claim.get("quote") or "", QUOTE),
        "says": _says(claim.get("says") or {}),
        "locator": safe(claim.get("locator") or ""),
        "when": safe(claim.get("when") or ""),
        "known_from": safe(known) if known != source.get("published") else "",
        "annotators": [safe(who, NAME) for who in claim.get("annotators", ())],
        "remarks": [safe(line, 2 * QUOTE) for line in claim.get("remarks", ())],
    }
    where = {} if at is None else {"source": at}
    return {**_full(told), **where}


def _says(says: Mapping[str, Any]) -> str:
    """Say in words what a claim about one thing says of it; of a tie the heading says it."""
    if "property" in says:
        return f"{safe(says['property'], NAME)}: {safe(says.get('value', 'protected'))}"
    if "kind" in says:
        name = f" “{safe(says['name'], NAME)}”" if says.get("name") else ""
        return f"{safe(says['kind'], NAME)}{name}"
    words = says.get("with", {}).get("means", ())
    return ", ".join(f"“{safe(word)}”" for word in words)


def _values(known: Mapping[str, Any]) -> Json:
    return {
        safe(name, NAME): [safe(value, OTHER) for value in values[:_MOST_VALUES]]
        for name, values in known.items()
        if isinstance(values, list) and values and name not in _NO_VALUES
    }


def _flags(known: Mapping[str, Any], *names: str) -> dict[str, bool]:
    return {name: bool(known.get(name)) for name in names}


def _full(told: Mapping[str, Any]) -> Json:
    """Return what is not empty; a number always is something."""
    return {
        name: value for name, value in told.items() if value or value == 0 and value is not False
    }
