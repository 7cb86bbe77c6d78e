"""W3C Web Annotations as JSON-LD, and what Recogito and Annotorious make of them.

https://www.w3.org/TR/annotation-model/ and its protocol's pages and collections: one annotation, an
array, an AnnotationPage, an AnnotationCollection with its pages; values single or in arrays.
Recogito's own shape (`bodies`, `target.selector` with `quote`, `start`, `end`) is read, too, and
both of its relations: a link from `target` to `body` with another annotation that names it, and
`target.selector` with `from` and `to`. Told by `type` Annotation, AnnotationPage or
AnnotationCollection, the context of web annotations, or `bodies` beside a `target`. Errors name an
annotation by its id, and as its line its number in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from clew.graph.errors import InputError
from clew.loaders.annotations import json_text
from clew.loaders.annotations.web.bodies import ELSEWHERE, first, listed, read_bodies, words
from clew.loaders.annotations.web.items import items
from clew.loaders.annotations.web.marks import Held, Marked, Target
from clew.loaders.annotations.web.selectors import (
    DEEPEST,
    BadAnnotation,
    Position,
    Quote,
    selection,
    type_of,
)
from clew.loaders.annotations.web.texts import owner_of
from clew.loaders.base import Input, loader
from clew.loaders.items import Item

SPECIFICATION = "https://www.w3.org/TR/annotation-model/"
_SUFFIXES = (".jsonld", ".json")
_CONTAINERS = frozenset({"AnnotationPage", "AnnotationCollection", "AnnotationList"})
_CONTEXT = "www.w3.org/ns/anno"
_SIGN = re.compile(rb'"(?:Text(?:Quote|Position)|Range|XPath)Selector"|www\.w3\.org/ns/anno')
_FIRST = 20

Json = dict[str, Any]


def parsed(file: Input) -> object:
    """Return what a file of JSON holds; raises InputError."""
    file.characters()
    return json_text.parsed(file.bytes(), file.name)


def _looks_like_w3c(file: Input) -> bool:
    if file.bytes().lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return False
    try:
        found = parsed(file)
    except InputError:
        return False
    entries = found if isinstance(found, list) else [found]
    return any(_is_ours(entry) for entry in islice(entries, _FIRST) if isinstance(entry, dict))


def _is_ours(entry: Json) -> bool:
    types = type_of(entry)
    return (
        bool(types & _CONTAINERS)
        or ("Annotation" in types and any(n in entry for n in ("target", "hasTarget", "body")))
        or any(isinstance(c, str) and _CONTEXT in c for c in listed(entry.get("@context")))
        or (isinstance(entry.get("bodies"), list) and isinstance(entry.get("target"), dict))
    )


def _owner(path: Path) -> Path | None:
    return owner_of(path, _SUFFIXES, _SIGN)


@loader(
    "w3c",
    title="W3C Web Annotation, Recogito (JSON-LD)",
    suffixes=_SUFFIXES,
    specification=SPECIFICATION,
    detect=_looks_like_w3c,
    owner=_owner,
)
def w3c(file: Input) -> Iterator[Item]:
    """Yield a document for each text and annotator, with what is marked in it."""
    held, pages = Held(), _Pages()
    for number, entry in enumerate(_annotations(parsed(file), held, pages, 0), 1):
        called = f"annotation {number}"
        try:
            if not isinstance(entry, dict):
                raise BadAnnotation("is no object")
            held.take(_read(entry, number, held))
        except BadAnnotation as bad:
            held.rejected.append(file.rejected(number, f"{called} {bad}"))
    held.left_out[_NAMED] += len(pages.named - pages.read)
    yield from items(file, held)


_NAMED = "annotations and pages that are only named"


@dataclass(slots=True)
class _Pages:
    """The pages of a file: those read, by id, and those that others name as the next."""

    read: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)


def _annotations(found: object, held: Held, read: _Pages, depth: int) -> Iterator[object]:
    """Yield the annotations of a page, a collection, an array; count what is only named."""
    if depth > DEEPEST:
        held.left_out["pages within pages, too deep"] += 1
        return
    for entry in found if isinstance(found, list) else [found]:
        if isinstance(entry, str):
            held.left_out[_NAMED] += 1
        elif not isinstance(entry, dict) or _is_annotation(entry):
            yield entry
        else:
            if isinstance(identity := first(entry, "id", "@id"), str):
                if identity in read.read:
                    continue  # the last page, which is the first or the next one, too
                read.read.add(identity)
            pages = [first(entry, "first"), first(entry, "last")]
            if isinstance(pages[1], str) or pages[1] == pages[0]:
                pages.pop()  # the address of what other pages hold, or the one page again
            if isinstance(after := first(entry, "next"), str):
                read.named.add(after)
            else:
                pages.insert(1, after)
            inner = [first(entry, "items", "@graph", "resources", "annotations"), *pages]
            if all(one is None for one in inner):
                yield entry
            for one in inner:
                if one is not None:
                    yield from _annotations(one, held, read, depth + 1)


def _is_annotation(entry: Json) -> bool:
    return "Annotation" in type_of(entry) or any(n in entry for n in ("target", "hasTarget"))


def _read(entry: Json, number: int, held: Held) -> Marked:
    identity = first(entry, "id", "@id")
    motives = words(first(entry, "motivation", "motivatedBy"))
    target = first(entry, "target", "hasTarget", "on")
    maker = target if isinstance(target, dict) and "bodies" in entry else {}
    created = first(entry, "created", "modified") or first(maker, "created", "updated")
    marked = Marked(
        id=identity if isinstance(identity, str) and identity else f"annotation {number}",
        number=number,
        who=person(first(entry, "creator", "annotatedBy") or first(maker, "creator")),
        created=created if isinstance(created, str) and len(created) < 64 else "",
        linking="linking" in motives,
    )
    held.left_out[ELSEWHERE] += read_bodies(entry, marked, motives)
    _targets(listed(target), marked)
    if "replying" in motives:
        marked.answers = tuple(one.to for one in marked.targets if one.to)
    return marked


def person(found: object) -> str:
    """Return how an annotation names who made it: a name, else an id; '' where it does not."""
    names = []
    for one in listed(found):
        if isinstance(one, dict):
            one = first(one, "name", "nickname", "displayName", "id", "@id")
        if isinstance(one, str) and one.strip():
            names.append(one.strip().removeprefix("acct:")[:200])
    return ", ".join(names)


def _targets(found: list[Any], marked: Marked, depth: int = 0) -> None:
    """Read an annotation's targets; several of one selection are its fragments."""
    if depth > DEEPEST:
        raise BadAnnotation("has targets within targets, too deep")
    targets: list[Target] = []
    for entry in found:
        if isinstance(entry, str):
            targets.append(Target(source=entry, to=entry))
        elif not isinstance(entry, dict):
            raise BadAnnotation("has a target that is neither an address nor an object")
        elif type_of(entry) & {"Composite", "List", "Independents", "Choice"}:
            inner = listed(first(entry, "items", "item"))
            marked.together |= "Composite" in type_of(entry)
            marked.linking |= "List" in type_of(entry) and len(inner) == 2
            _targets(inner, marked, depth + 1)
            targets += marked.targets
        else:
            targets += _target(entry, marked)
            # Recogito's targets name their annotation: they are fragments of one selection
            marked.together |= entry.get("annotation") == marked.id
    marked.targets = tuple(targets)


def _target(entry: Json, marked: Marked) -> list[Target]:
    source = first(entry, "source", "hasSource")
    if isinstance(source, dict):
        source = first(source, "id", "@id")
    address = source if source is not None else first(entry, "id", "@id")
    if not isinstance(address, str | None):
        raise BadAnnotation("has a target whose source is no address")
    place, chosen = address or "", first(entry, "selector", "hasSelector")
    if isinstance(chosen, dict) and {"from", "to"} <= chosen.keys():
        marked.linking = True
        ends = [chosen["from"], chosen["to"]]
        return [Target(to=end) for end in ends if isinstance(end, str)]
    if _is_native(chosen):
        marked.together = True
        return [Target(source=place, selection=_native(one)) for one in listed(chosen)]
    if chosen is None:
        return [Target(source=place, to=place)]
    return [Target(source=place, selection=selection(chosen))]


def _is_native(chosen: object) -> bool:
    parts = listed(chosen)
    return bool(parts) and all(
        isinstance(one, Mapping) and "quote" in one and not type_of(one) for one in parts
    )


def _native(one: Json) -> tuple[Quote | Position, ...]:
    if not isinstance(one["quote"], str):
        raise BadAnnotation("has a quote that is no text")
    quote = Quote(one["quote"])
    return (quote, Position(one["start"], one.get("end"))) if "start" in one else (quote,)
