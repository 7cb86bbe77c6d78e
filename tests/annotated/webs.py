"""Writers of Recogito's own shape and of Hypothesis' rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.annotated.browsers import dumped, everything
from tests.annotated.meaning import FLAGS, bonds_of
from tests.annotated.note import Annotated, Mark

URI = "https://press.invalid/note.txt"


def _links(doc: Annotated) -> list[tuple[str, int, int, dict[str, str], str]]:
    """Return (type, start, end, what is said, note) of all relations."""
    found = [(b.type, b.start, b.end, dict(b.said), b.note) for b in doc.bonds]
    found += [(b.type, b.start, b.end, dict(b.said), b.note) for b in bonds_of(doc)]
    for chain in doc.chains:
        order = sorted(chain, key=lambda number: doc.marks[number].spans)
        found += [("same_as", a, b, {}, "") for a, b in zip(order, order[1:], strict=False)]
    return found


def _tags(said: dict[str, str]) -> list[str]:
    plain = {key: value for key, value in said.items() if key != "wikidataId"}
    return [key if key in FLAGS else f"{key}:{value}" for key, value in plain.items()]


def recogito(doc: Annotated) -> str:
    """Return the annotations of Recogito's text annotator, which counts in a page's LF."""
    doc = replace(doc, crlf=False)
    found = list[Any]()
    for number, mark in enumerate(doc.marks):
        said = everything(doc, number)
        parts = [
            {
                "quote": doc.raw[doc.at(start) : doc.at(end)],
                "start": doc.at16(start),
                "end": doc.at16(end),
            }
            for start, end in mark.spans
        ]
        target = {"annotation": f"a{number}", "selector": parts, **_maker(doc)}
        bodies = _bodies(mark.kind, said, mark.note)
        found.append({"id": f"a{number}", "bodies": bodies, "target": target})
    for number, (type_, start, end, said, note) in enumerate(_links(doc)):
        target = {"selector": {"from": f"a{start}", "to": f"a{end}"}, **_maker(doc)}
        bodies = _bodies(type_, said, note)
        link = {"id": f"r{number}", "motivation": "linking", "bodies": bodies, "target": target}
        found.append(link)
    return dumped(found)


def _maker(doc: Annotated) -> dict[str, Any]:
    return {"creator": {"id": doc.annotator}} if doc.annotator else {}


def _bodies(label: str, said: dict[str, str], note: str) -> list[dict[str, str]]:
    bodies = [{"purpose": "tagging", "value": tag} for tag in (label, *_tags(said))]
    if wikidata := said.get("wikidataId"):
        address = f"https://www.wikidata.org/entity/{wikidata}"
        bodies.append({"purpose": "identifying", "value": address})
    return [*bodies, {"purpose": "commenting", "value": note}] if note else bodies


def hypothesis(doc: Annotated) -> str:
    """Return what Hypothesis' search API answers: relations are tags that name annotations."""
    doc = doc.kept(lambda number: len(doc.marks[number].spans) == 1)
    links: dict[int, list[str]] = {}
    for type_, start, end, _, _ in _links(doc):
        links.setdefault(start, []).append(f"{type_}:row{end}")
    found = list[Any]()
    for number, mark in enumerate(doc.marks):
        said = everything(doc, number)
        wikidata = [f"Wikidata:{said['wikidataId']}"] if "wikidataId" in said else []
        tags = [mark.kind, *_tags(said), *wikidata]
        tags += links.get(number, [])
        row: dict[str, Any] = {"id": f"row{number}", "uri": URI, "tags": tags, "text": mark.note}
        row["user"] = f"acct:{doc.annotator}" if doc.annotator else ""
        row["permissions"] = {"read": ["group:__world__"]}
        found.append({**row, "target": [{"source": URI, "selector": _selectors(doc, mark)}]})
    return dumped({"total": len(found), "rows": found})


def _selectors(doc: Annotated, mark: Mark) -> list[dict[str, Any]]:
    (start, end) = mark.spans[0]
    raw, first, last = doc.raw, doc.at(start), doc.at(end)
    around = {"prefix": raw[max(0, first - 32) : first], "suffix": raw[last : last + 32]}
    place = {"start": doc.at16(start), "end": doc.at16(end)}
    return [
        {"type": "TextPositionSelector", **place},
        {"type": "TextQuoteSelector", "exact": raw[first:last], **around},
    ]
