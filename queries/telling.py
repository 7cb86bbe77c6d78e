"""Rows that tell a fact with its claims: what the questions about one thing share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from clew.graph.model import WEAKNESS, Edge, Node
from clew.graph.protection import MASK
from clew.graph.schema import schema
from clew.queries.answer import Json
from clew.queries.question import Graph, Parameter

#: Behind the columns of each question: how a row stands, and what it rests on.
STANDING = ("when", "status", "certain", "disputed", "edge", "claims")
#: Whom or what a question with a table is about.
ENTITY = Parameter(
    name="entity", meaning="an entity: id or name", entity=True, required=True, positional=True
)
_PLACE = re.compile(r".*?\bline \d+", re.DOTALL)


Step = tuple[Node, Edge, Node]


def steps(graph: Graph, cypher: str, parameters: Mapping[str, object]) -> list[Step]:
    """Return the ties that a text finds, with both ends, by the ties' ids.

    The text returns ids, and what they stand for is looked up: an engine is slow to hand over many
    nodes and edges whole.
    """
    found = sorted(graph.read(cypher, parameters).rows, key=lambda ids: (ids[1], ids[0], ids[2]))
    items = {identity: graph.item(identity) for identity in {i for ids in found for i in ids}}
    read = ((items[near], items[edge], items[far]) for near, edge, far in found)
    return [
        (near, edge, far)
        for near, edge, far in read
        if isinstance(near, Node) and isinstance(edge, Edge) and isinstance(far, Node)
    ]


def row(claims: Sequence[Json], **told: object) -> Json:
    """Return a row of these claims, strongest first: it has the status and date of the first."""
    when = claims[0].get("when", "") if claims else ""
    status = claims[0]["status"] if claims else ""
    standing = {"when": when, "status": status, "certain": True, "disputed": False, "edge": ""}
    return {**standing, **told, "claims": [claim["id"] for claim in claims]}


def tied(edge: Edge, claims: Sequence[Json], **told: object) -> Json:
    """Return a row of claims of an edge."""
    known = edge.properties
    flags = {name: known[name] for name in ("certain", "disputed") if name in known}
    return row(claims, edge=edge.id, **{**flags, **told})


def said(claims: Iterable[Json], name: str) -> dict[str, list[Json]]:
    """Return the claims that give a value of this name, by value, denied ones left out."""
    found: dict[str, list[Json]] = {}
    for claim in claims:
        says = claim["says"]
        if says.get("property") == name and "value" in says and claim["status"] != "denied":
            found.setdefault(says["value"], []).append(claim)
    return found


def own(claims: Iterable[Json]) -> list[Json]:
    """Return the claims of these that are about a thing itself and deny nothing."""
    return [c for c in claims if c["status"] != "denied" and "type" not in c["says"]]


def strongest(claims: Iterable[Json]) -> list[Json]:
    """Return claims strongest first, each once."""
    distinct = {claim["id"]: claim for claim in claims}.values()
    return sorted(
        distinct, key=lambda c: (WEAKNESS[c["status"]], c.get("known_from") or "9", c["id"])
    )


def source_of(claim: Json) -> str:
    """Return what an answer calls a claim's source: its title; '' where it is not shown."""
    return str(claim.get("source", {}).get("title", ""))


def sources_of(claims: Iterable[Json]) -> list[str]:
    """Return the sources of claims by what they are called, each once, in order."""
    return list(dict.fromkeys(filter(None, map(source_of, claims))))


def one_each(claims: Iterable[Json]) -> list[Json]:
    """Return a claim of each source, of which nothing in the quote is masked where there is one."""
    found: dict[str, Json] = {}
    for claim in claims:
        source = str(claim.get("source", {}).get("id", ""))
        if source not in found or (_masked(found[source]) and not _masked(claim)):
            found[source] = claim
    return list(found.values())


def _masked(claim: Json) -> bool:
    return MASK in str(claim.get("quote", ""))


def used(rows: Iterable[Json], evidence: Mapping[str, Iterable[Json]]) -> dict[str, list[Json]]:
    """Return the claims that rows rest on, by what they speak of; others stay out."""
    ids = {identity for row in rows for identity in row["claims"]}
    kept = {item: [c for c in claims if c["id"] in ids] for item, claims in evidence.items()}
    return {item: claims for item, claims in kept.items() if claims}


def place_of(claim: Json) -> tuple[str, str]:
    """Return where a claim stands, by source and line: what stands together is said together."""
    locator = str(claim.get("locator", ""))
    line = _PLACE.match(locator)
    entry = claim["says"].get("entry", "")
    return str(claim.get("source", {}).get("id", "")), entry or (line[0] if line else locator)


def is_listed(claim: Json) -> bool:
    """Tell whether a claim is a list's or a table's, and no text's."""
    return bool(claim["says"].get("entry"))


def ends(when: str) -> tuple[str, str]:
    """Return from when and until when something lasted, as the source says; '' where it does not.

    A bare date is a day on which it was so, and no beginning.
    """
    first, slash, last = when.partition("/")
    return (first, last) if slash else ("", "")


def by_period(claims: Iterable[Json]) -> dict[str, list[Json]]:
    """Return claims by the time they speak of, the undated ones last."""
    found: dict[str, list[Json]] = {}
    for claim in claims:
        found.setdefault(claim.get("when", ""), []).append(claim)
    return dict(sorted(found.items(), key=lambda item: (not item[0], item[0])))


def script_of(text: str) -> str:
    """Return the script of a text as Unicode names it: `Latin`, `Khmer`, `CJK`; '' of none."""
    letters = (unicodedata.name(sign, "").split(" ")[0] for sign in text if sign.isalpha())
    first = next(letters, "")
    return first if first == "CJK" else first.title()


def is_kind(node: Node, *kinds: str) -> bool:
    """Tell whether a node is of one of these kinds or a case of one."""
    return any(schema().is_a(str(node.properties["kind"]), kind) for kind in kinds)


def plural(count: int, one: str, many: str = "") -> str:
    """Return `1 claim` or `2 claims`."""
    return f"{count} {one if count == 1 else many or one + 's'}"
