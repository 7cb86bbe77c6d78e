"""The writer of `ftm-statements`: a table of statements, and the evidence of each beside it.

`statements.csv` is FollowTheMoney's: one row for one value of one property, each source a data set.
It cannot hold a quote, a place in a source or a status, and gives one row to two passages that say
the same. `statements.evidence.jsonl` holds these: a line for each source, entity and claim; a
claim's with the id of the statement that stands for it. What is denied or planned has a line and
no statement. The two read together give the same claims again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from hashlib import sha1
from typing import Any, BinaryIO

import orjson

from clew.graph.exchange.formats import Told
from clew.graph.exchange.ftm.drafts import Draft, Drafts
from clew.graph.exchange.ftm.entities import dataset, told
from clew.graph.exchange.ftm.model import model
from clew.graph.exchange.place import Place
from clew.graph.facts import FIELDS
from clew.graph.handed import HandedOn
from clew.graph.model import Edge, Evidence, Node

TABLE, EVIDENCE = "statements.csv", "statements.evidence.jsonl"
#: What the evidence is of, in its first line; another number would be read otherwise.
VERSION = 1
COLUMNS = (
    *("canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin"),
    *("lang", "original_value", "external", "first_seen", "last_seen", "id"),
)
_KEPT = ("status", "attribution", "quote", "locator", "when")
_THEN = "Read it again, with all of its evidence, in a case: clew import FOLDER"


def write(given: HandedOn, place: Place) -> Told:
    """Write the table and the evidence."""
    drafts = Drafts()
    with place.open(TABLE) as table, place.open(EVIDENCE) as evidence:
        rows = _Rows(table)
        _line(evidence, {"evidence": VERSION, "made": given.last_entry})
        for item, claims in given.with_claims():
            if isinstance(item, Node) and "Source" in item.labels:
                rows.add(drafts.source(item), {}, item.id)
                _line(evidence, _source(item))
                continue
            draft = drafts.node(item, claims) if isinstance(item, Node) else None
            if isinstance(item, Edge):
                draft = drafts.relation(item, claims)
            sources = {one.id: str(one.content["source"]["id"]) for one in claims}
            first = next(filter(None, item.properties.get("claim_sources", ())), "")
            ids = rows.add(draft, sources, first) if draft else {}
            if isinstance(item, Node):
                _line(evidence, _entity(item))
            for line in _evidence(item, claims, ids):
                _line(evidence, line)
        rows.end()
    return told(drafts, place, _THEN)


def _source(node: Node) -> dict[str, Any]:
    own = node.properties
    facts = {name: own[name] for name in FIELDS if own.get(name)}
    return {"source": node.id, "dataset": dataset(node.id), "facts": facts}


def _entity(node: Node) -> dict[str, Any]:
    """Return what an entity is, whichever of its claims the lens shows."""
    own = node.properties
    found: dict[str, Any] = {"entity": node.id, "kind": own["kind"], "name": own.get("name", "")}
    labels = own.get("label_given") or ()
    found |= {"label": labels[0]} if labels else {}
    return found | ({"generic": True} if own.get("generic") else {})


def _evidence(
    item: Node | Edge, claims: Sequence[Evidence], ids: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield a line for each claim of an item; a denial of a tie is told once, by its first end."""
    for claim in claims:
        content, says = claim.content, claim.content.get("says", {})
        denied = content["status"] == "denied"
        if denied if isinstance(item, Edge) else "type" in says and item.id != says["start"]:
            continue
        line: dict[str, Any] = {"statement": ids.get(claim.id, ""), "claim": claim.id}
        line |= {"dataset": dataset(content["source"]["id"])}
        line |= {name: content[name] for name in _KEPT if content.get(name)}
        if isinstance(item, Edge):
            own = {"type": item.type, "start": item.start, "end": item.end}
            own |= {"key": item.properties["key"]} if item.properties.get("key") else {}
            says = {**own, **({"with": says["with"]} if says.get("with") else {})}
        else:
            line["entity"] = item.id
            if says.get("name") in item.properties.get("descriptions", ()):
                line["described"] = True
        yield line | {"says": {k: v for k, v in says.items() if k != "entry"}}


def _line(file: BinaryIO, content: dict[str, Any]) -> None:
    file.write(orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE))


class _Rows:
    """Writes statements."""

    def __init__(self, file: BinaryIO) -> None:
        self._text = io.TextIOWrapper(file, "utf-8", newline="", write_through=False)
        self._csv = csv.writer(self._text, dialect=csv.unix_dialect)
        self._csv.writerow(COLUMNS)

    def add(self, draft: Draft, sources: dict[str, str], first: str) -> dict[str, str]:
        """Write an entity's statements; return the one that stands for each claim.

        `sources` are the sources of claims, `first` is that of what no claim says.
        """
        schema, written, ids = model()[draft.schema], set[str](), dict[str, str]()
        target = schema.edge[1] if schema.edge else "entity"
        for cell in draft.cells:
            name = dataset(sources.get(cell.claim, first) or first)
            value = cell.value.replace("\0", "")  # no table may hold it
            identity = statement_id(name, draft.id, cell.prop, value)
            if cell.claim and (cell.claim not in ids or cell.prop == target):
                ids[cell.claim] = identity
            if identity in written:
                continue
            written.add(identity)
            kind = schema.properties[cell.prop].type
            row = (draft.id, draft.id, cell.prop, kind, draft.schema, value, name)
            self._csv.writerow((*row, "", "", "", "f", "", "", identity))
        return ids

    def end(self) -> None:
        """Let all rows go to the file, and the file be."""
        self._text.flush()
        self._text.detach()


def statement_id(dataset: str, entity: str, prop: str, value: str) -> str:
    """Return the id that followthemoney gives a statement without language."""
    return sha1(f"{dataset}.{entity}.{prop}.{value}".encode(), usedforsecurity=False).hexdigest()
