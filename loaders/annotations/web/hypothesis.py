"""Hypothesis: annotations as its API and its export give them; AnnotatorJS' older shape, too.

https://h.readthedocs.io/en/latest/api-reference/v1/. An object with `rows`, an array, or a single
annotation; told by `uri` beside `target`, `ranges` or `permissions`, and by having no `type`.
Replies (`references`) are kept as notes of what they answer. What only its author may read ("Only
Me"), what a moderator has hidden and what is flagged as deleted is left out and counted: a private
note is for nobody else, and to protect it would hide in the whole case what it marks. Shared with a
group or the public it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from clew.graph.errors import InputError
from clew.loaders.annotations.web.bodies import listed
from clew.loaders.annotations.web.items import items
from clew.loaders.annotations.web.marks import Held, Marked, Target
from clew.loaders.annotations.web.selectors import BadAnnotation, Quote, Range, Selection, selection
from clew.loaders.annotations.web.texts import owner_of
from clew.loaders.annotations.web.w3c import parsed, person
from clew.loaders.base import Input, loader
from clew.loaders.items import Item

SPECIFICATION = "https://h.readthedocs.io/en/latest/api-reference/v1/"
_SUFFIXES = (".json",)
_SIGN = re.compile(rb'"(?:Text(?:Quote|Position)|Range)Selector"')
_FIRST = 20

Json = dict[str, Any]


def _looks_like_hypothesis(file: Input) -> bool:
    if file.bytes().lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return False
    try:
        found = _rows(parsed(file))
    except InputError:
        return False
    return any(_is_ours(row) for row in islice(found, _FIRST))


def _rows(found: object) -> list[Any]:
    if isinstance(found, dict) and isinstance(found.get("rows"), list):
        return [*found["rows"], *listed(found.get("replies"))]
    if isinstance(found, dict) and isinstance(found.get("annotations"), list):
        return list(found["annotations"])  # the client's own export
    return found if isinstance(found, list) else [found]


def _is_ours(row: object) -> bool:
    if not isinstance(row, dict) or {"type", "@type", "@context", "bodies"} & row.keys():
        return False
    if isinstance(row.get("uri"), str):
        return any(name in row for name in ("target", "ranges", "permissions"))
    targets = row.get("target")
    return isinstance(targets, list) and any(
        isinstance(one, dict) and "selector" in one for one in targets
    )


def _owner(path: Path) -> Path | None:
    return owner_of(path, _SUFFIXES, _SIGN)


@loader(
    "hypothesis",
    title="Hypothesis (API rows, JSON export)",
    suffixes=_SUFFIXES,
    specification=SPECIFICATION,
    detect=_looks_like_hypothesis,
    owner=_owner,
)
def hypothesis(file: Input) -> Iterator[Item]:
    """Yield a document for each text and annotator, with what is marked in it."""
    held = Held()
    for number, row in enumerate(_rows(parsed(file)), 1):
        try:
            if not isinstance(row, dict):
                raise BadAnnotation("is no object")
            if why := _left_out(row):
                held.left_out[why] += 1
            else:
                held.take(_read(row, number))
        except BadAnnotation as bad:
            held.rejected.append(file.rejected(number, f"annotation {number} {bad}"))
    yield from items(file, held)


def _left_out(row: Json) -> str:
    if row.get("hidden") is True:
        return "hidden by a moderator"
    if row.get("deleted") is True:
        return "deleted"
    rights = row.get("permissions")
    readers = listed(rights.get("read")) if isinstance(rights, dict) else []
    shared = any(isinstance(one, str) and one.startswith("group:") for one in readers)
    return "private" if readers and not shared else ""


def _read(row: Json, number: int) -> Marked:
    identity, created = row.get("id"), row.get("created") or row.get("updated")
    marked = Marked(
        id=identity if isinstance(identity, str) and identity else f"annotation {number}",
        number=number,
        who=person(row.get("user")),
        created=created if isinstance(created, str) and len(created) < 64 else "",
        tags=_texts(row.get("tags"), "tags"),
        comments=[one for one in _texts(row.get("text"), "a comment") if one.strip()],
        answers=tuple(_texts(row.get("references"), "references")),
    )
    uri = row.get("uri")
    if not isinstance(uri, str | None):
        raise BadAnnotation("has an address that is no text")
    if ranges := listed(row.get("ranges")):
        marked.targets = tuple(
            Target(source=uri or "", selection=_annotator(one, row.get("quote"))) for one in ranges
        )
        marked.together = True
        return marked
    marked.targets = tuple(_target(one, uri or "") for one in listed(row.get("target")))
    marked.targets = marked.targets or (Target(source=uri or ""),)
    return marked


def _target(entry: object, uri: str) -> Target:
    if not isinstance(entry, dict):
        raise BadAnnotation("has a target that is no object")
    source = entry.get("source")
    chosen = selection(entry.get("selector"))
    return Target(source=uri or (source if isinstance(source, str) else ""), selection=chosen)


def _annotator(entry: object, quote: object) -> Selection:
    """Return a range of AnnotatorJS, with the words of the whole annotation where it has one."""
    if not isinstance(entry, dict):
        raise BadAnnotation("has a range that is no object")
    start, end = entry.get("start"), entry.get("end")
    if not (isinstance(start, str) and isinstance(end, str)):
        raise BadAnnotation("has a range without its XPaths")
    found = Range(start, end, entry.get("startOffset"), entry.get("endOffset"))
    return (found, Quote(quote)) if isinstance(quote, str) and quote.strip() else (found,)


def _texts(found: object, what: str) -> list[str]:
    entries = listed(found)
    if not all(isinstance(one, str) for one in entries):
        raise BadAnnotation(f"has {what} that are no text")
    return entries
