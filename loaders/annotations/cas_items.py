"""From a CAS to items: spans, relations, slots with roles, chains, and what their features say.

A slot host is an event with its links' roles; a relation runs from governor to dependent; a chain
is a set of what is the same. A link of a chain that stands exactly on one marked span is that span;
else it is a mention with the label of the spans that its chain holds, where they have one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from clew.graph.model import Rejected
from clew.loaders.annotations.cas import Cas, Structure
from clew.loaders.annotations.cas_labels import features, is_kind, label
from clew.loaders.annotations.cas_types import BASE, Layer
from clew.loaders.annotations.offsets import BadOffset, Offsets, utf16
from clew.loaders.items import (
    WHOLE_TEXT,
    Attribute,
    Counted,
    Event,
    Item,
    Mention,
    Same,
    Text,
    Tie,
)

#: Left out and counted: what holds the text's grammar, or describes the document or its layers.
_LEFT_OUT = {"grammar": "marks of grammar", "other": "structures that mark nothing"}


def items(cas: Cas, path: str, annotator: str = "", file: str = "") -> Iterator[Item]:
    """Yield each text of a CAS, then what is said of it; `file` is named in what is rejected."""
    texts = list(cas.texts())
    names = {sofa: number for number, sofa in enumerate(cas.sofas, 1)}
    language = "" if cas.language == "x-unspecified" else cas.language
    rejected = [Rejected(file=file or path, line=line, reason=why) for line, why in cas.rejected]
    for text, sofas in texts:
        number = min(names[sofa] for sofa in sofas)
        place = path if len(texts) == 1 else f"{path}#{number}"
        yield Text(text=text, path=place, annotator=annotator, language=language)
        yield from rejected
        rejected = []
        alone = len(cas.sofas) == len(sofas)
        here = [one for one in cas.structures.values() if one.sofa in sofas or alone]
        yield from _Reading(cas, here, utf16(text), file or path).items()


@dataclass(slots=True)
class _Reading:
    """One text's structures on their way to items; `named` is each one's item, where it has one."""

    cas: Cas
    structures: list[Structure]
    offsets: Offsets
    file: str
    named: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    at: defaultdict[tuple[int, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    left_out: Counter[str] = field(default_factory=Counter)

    def items(self) -> Iterator[Item]:
        sorts: defaultdict[str, list[tuple[Structure, Layer]]] = defaultdict(list)
        for structure in self.structures:
            layer = self.cas.types.layer(structure.type)
            sorts[layer.sort].append((structure, layer))
        for structure, layer in sorts["span"]:
            yield from self._span(structure, layer)
        yield from self._chains(sorts["chain"], sorts["link"])
        for structure, layer in sorts["relation"]:
            yield from self._relation(structure, layer)
        for structure, layer in sorts["span"]:
            yield from self._event(structure, layer)
        for structure, layer in sorts["other"]:
            yield from self._of_text(structure, layer)
        self.left_out["marks of grammar"] += len(sorts["grammar"])
        for name, count in sorted(self.left_out.items()):
            if count:
                yield Counted(name, count, left_out=True)

    def _rejected(self, structure: Structure, reason: str) -> Rejected:
        return Rejected(file=self.file, line=structure.line, reason=f"{structure.id} {reason}")

    def _mention(self, structure: Structure, word: str) -> Mention | Rejected:
        """Return where a structure stands; one of no width covers no words and is told later."""
        try:
            span = self.offsets.point(structure.begin), self.offsets.point(structure.end)
        except BadOffset as bad:
            return self._rejected(structure, f"cannot be placed: {bad}")
        if span[0] >= span[1]:
            return self._rejected(structure, "covers no characters: nothing can be quoted for it")
        self.named[structure.id] = structure.id
        self.labels[structure.id] = word
        return Mention(id=structure.id, label=word, line=structure.line, spans=(span,))

    def _span(self, structure: Structure, layer: Layer) -> Iterator[Item]:
        word, used = label(structure, layer)
        mention = self._mention(structure, word)
        yield mention
        if isinstance(mention, Mention):
            self.at[mention.spans[0]].append(structure.id)
            yield from features(structure, structure.id, used)

    def _end(self, identifier: str) -> Iterator[Mention | Rejected]:
        """Yield the mention of a token or the like that something refers to, the first time."""
        structure = self.cas.structures.get(identifier)
        if structure and identifier not in self.named:
            layer = self.cas.types.layer(structure.type)
            if layer.sort == "grammar":
                self.left_out["marks of grammar"] -= 1
                yield self._mention(structure, layer.short)

    def _relation(self, structure: Structure, layer: Layer) -> Iterator[Item]:
        start, end = (structure.ref(feature) for feature in layer.ends)
        if not (start and end):
            bare = layer.ends[0] if not start else layer.ends[1]
            yield self._rejected(structure, f"is a relation without {bare}: set both of its ends")
            return
        yield from self._end(start)
        yield from self._end(end)
        word, used = label(structure, layer)
        yield Tie(
            id=structure.id,
            label=word,
            line=structure.line,
            start=self.named.get(start, start),
            end=self.named.get(end, end),
        )
        yield from features(structure, structure.id, used)

    def _event(self, structure: Structure, layer: Layer) -> Iterator[Item]:
        """Yield a span's roles as an event, and what their links say beside role and target."""
        if structure.id not in self.named:
            return
        event, roles, said = f"E{structure.id}", list[tuple[str, str]](), list[Item]()
        for feature in layer.ends:
            if target := structure.ref(feature):
                roles.append((feature, target))
        for feature in layer.lists:
            for one in structure.refs.get(feature, ()):
                roles += self._role(feature, one, event, said)
        for _, target in roles:
            yield from self._end(target)
        if roles:
            yield Event(
                id=event,
                label=self.labels[structure.id],
                line=structure.line,
                trigger=structure.id,
                roles=tuple((role, self.named.get(to, to)) for role, to in roles),
            )
            yield from said

    def _role(
        self, feature: str, identifier: str, event: str, said: list[Item]
    ) -> Iterator[tuple[str, str]]:
        link = self.cas.structures.get(identifier)
        layer = self.cas.types.layer(link.type) if link else None
        if link is None or layer is None or layer.sort != "slot":
            yield feature, identifier
            return
        target = link.ref(layer.ends[0])
        role = next(iter(link.values.get("role", ())), "")
        if target:
            yield role or feature, target
            said += features(link, event, "role")
        else:
            self.left_out["roles that nobody fills"] += 1

    def _of_text(self, structure: Structure, layer: Layer) -> Iterator[Item]:
        """Yield what a document's own annotation says of the whole text."""
        if not self.cas.types.is_a(structure.type, BASE) or layer.lists or layer.ends:
            self.left_out[_LEFT_OUT["other"]] += 1
            return
        for one in features(structure, WHOLE_TEXT, ""):
            if isinstance(one, Attribute):
                yield one

    def _chains(
        self, chains: list[tuple[Structure, Layer]], links: list[tuple[Structure, Layer]]
    ) -> Iterator[Item]:
        known = {structure.id: (structure, layer) for structure, layer in links}
        kept = {one.id: list(self._links(one, known)) for one, _ in chains}
        in_chains = {link for found in kept.values() for link in found}
        for found in (*kept.values(), *([link] for link in known if link not in in_chains)):
            word = self._common(found, known)
            for identifier in found:
                yield from self._link(*known[identifier], word)
        for structure, layer in chains:
            members = [self.named[one] for one in kept[structure.id] if one in self.named]
            members = list(dict.fromkeys(members))
            if len(members) > 1:
                yield Same(
                    id=f"*{structure.id}",
                    label=_chain_name(layer),
                    line=structure.line,
                    members=tuple(members),
                )
            else:
                self.left_out["chains of fewer than two links"] += 1

    def _links(self, chain: Structure, known: dict[str, tuple[Structure, Layer]]) -> Iterator[str]:
        """Yield a chain's links, each once: one that leads back ends it."""
        link, seen = chain.ref("first"), set[str]()
        while link in known and link not in seen:
            seen.add(link)
            yield link
            link = known[link][0].ref("next")

    def _common(self, links: list[str], known: dict[str, tuple[Structure, Layer]]) -> str:
        """Return the one label of the marked spans that a chain's links stand on, or ''."""
        words = {self.labels[on] for link in links if (on := self._on(known[link][0]))}
        return words.pop() if len(words) == 1 else ""

    def _on(self, link: Structure) -> str:
        """Return the one marked span that a link stands on exactly, or ''."""
        try:
            span = self.offsets.point(link.begin), self.offsets.point(link.end)
        except BadOffset:
            return ""
        marked = self.at.get(span, [])
        return marked[0] if len(marked) == 1 else ""

    def _link(self, link: Structure, layer: Layer, common: str) -> Iterator[Item]:
        if link.id in self.named:
            return
        used = ""
        if on := self._on(link):
            self.named[link.id] = on
            yield Counted("links on marked spans")
        else:
            word, used = label(link, layer)
            if common and not is_kind(word):
                word, used = common, ""
            yield self._mention(link, word)
        if link.id in self.named:
            yield from features(link, self.named[link.id], used)


def _chain_name(layer: Layer) -> str:
    """Return a chain's word: its layer's name without what UIMA puts after it."""
    return layer.short.removesuffix("Chain").removesuffix("Link") or layer.short
