"""Chains of a CAS: sets of what is the same.

A link that stands exactly on one marked span is that span; else it is a mention with the label of
the spans that its chain holds, where they have one: a pronoun in a chain of Persons is a Person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clew.loaders.annotations.inception.cas import Structure
from clew.loaders.annotations.inception.cas_labels import features, is_kind, label
from clew.loaders.annotations.inception.cas_marks import Marks
from clew.loaders.annotations.inception.cas_types import Layer
from clew.loaders.items import Counted, Item, Same

_Typed = tuple[Structure, Layer]


def chain_items(marks: Marks, chains: list[_Typed], links: list[_Typed]) -> Iterator[Item]:
    """Yield the mentions of links, then what each chain joins."""
    known = {structure.id: (structure, layer) for structure, layer in links}
    kept = {one.id: list(_links(one, known)) for one, _ in chains}
    in_chains = {link for found in kept.values() for link in found}
    for found in (*kept.values(), *([link] for link in known if link not in in_chains)):
        word = _common(marks, found, known)
        for identifier in found:
            yield from _link(marks, *known[identifier], word)
    for structure, layer in chains:
        there = [marks.named[one] for one in kept[structure.id] if one in marks.named]
        members = tuple(dict.fromkeys(there))
        if len(members) > 1:
            name, line = _chain_name(layer), structure.line
            yield Same(id=f"*{structure.id}", label=name, line=line, members=members)
        else:
            marks.left_out["chains of fewer than two links"] += 1


def _links(chain: Structure, known: Mapping[str, _Typed]) -> Iterator[str]:
    """Yield a chain's links, each once: one that leads back ends it."""
    link, seen = chain.ref("first"), set[str]()
    while link in known and link not in seen:
        seen.add(link)
        yield link
        link = known[link][0].ref("next")


def _common(marks: Marks, links: list[str], known: Mapping[str, _Typed]) -> str:
    """Return the one label of the marked spans that a chain's links stand on, or ''."""
    words = {marks.labels[on] for link in links if (on := marks.on(known[link][0]))}
    return words.pop() if len(words) == 1 else ""


def _link(marks: Marks, link: Structure, layer: Layer, common: str) -> Iterator[Item]:
    if link.id in marks.named:
        return
    used = ""
    if on := marks.on(link):
        marks.named[link.id] = on
        yield Counted("links on marked spans")
    else:
        word, used = label(link, layer, marks.profile)
        if common and not is_kind(word, marks.profile):
            word, used = common, ""
        yield marks.mention(link, word)
    if link.id in marks.named:
        yield from features(link, marks.named[link.id], used)


def _chain_name(layer: Layer) -> str:
    """Return a chain's word: its layer's name without what UIMA puts after it."""
    return layer.short.removesuffix("Chain").removesuffix("Link") or layer.short
