"""From a CAS to items: spans, relations, slots with roles, chains, and what their features say.

A slot host is an event with its links' roles; a relation runs from governor to dependent; a chain
is a set of what is the same. A link of a chain that stands exactly on one marked span is that span;
else it is a mention with the label of the spans that its chain holds, where they have one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from clew.graph.errors import InputError
from clew.graph.model import Rejected
from clew.loaders.annotations.inception.cas import Cas, Structure
from clew.loaders.annotations.inception.cas_chains import chain_items
from clew.loaders.annotations.inception.cas_labels import features, label
from clew.loaders.annotations.inception.cas_marks import Marks
from clew.loaders.annotations.inception.cas_types import BASE, Layer
from clew.loaders.annotations.offsets import utf16
from clew.loaders.annotations.profile import Profile
from clew.loaders.items import (
    WHOLE_TEXT,
    Attribute,
    Counted,
    Event,
    Item,
    Mention,
    Text,
    Tie,
)

#: A text of a document may have no more characters.
MOST_CHARACTERS = 8 * 1024 * 1024

#: Left out and counted: what holds the text's grammar, and what is neither mark nor reference.
_GRAMMAR, _NOTHING, _IDLE = (
    "marks of grammar",
    "structures that mark nothing",
    "roles that nobody fills",
)


def items(
    cas: Cas, path: str, profile: Profile, annotator: str = "", file: str = ""
) -> Iterator[Item]:
    """Yield each text of a CAS, then what is said of it; `file` is named in what is rejected."""
    texts = list(cas.texts())
    names = {sofa: number for number, sofa in enumerate(cas.sofas, 1)}
    language = "" if cas.language == "x-unspecified" else cas.language
    rejected = [Rejected(file=file or path, line=line, reason=why) for line, why in cas.rejected]
    by_sofa: defaultdict[str, list[Structure]] = defaultdict(list)
    for structure in cas.structures.values():
        by_sofa[structure.sofa if structure.sofa in names else ""].append(structure)
    for text, sofas in texts:
        if len(text) > MOST_CHARACTERS:
            reason = f"has a text of {len(text)} characters, more than {MOST_CHARACTERS}: split it"
            raise InputError(reason)
        number = min(names[sofa] for sofa in sofas)
        place = path if len(texts) == 1 else f"{path}#{number}"
        yield Text(
            text=text, path=place, annotator=annotator, language=language, rebuilt=cas.rebuilt
        )
        yield from rejected
        rejected = []
        # what names no sofa belongs to the only text, or to none that could be told
        here = [one for sofa in sorted(sofas, key=names.__getitem__) for one in by_sofa[sofa]]
        here += by_sofa[""] if len(texts) == 1 else ()
        yield from _Reading(Marks(cas, utf16(text), file or path, profile), here).items()


@dataclass(slots=True)
class _Reading:
    """One text's structures on their way to items."""

    marks: Marks
    structures: list[Structure]

    def items(self) -> Iterator[Item]:
        sorts: defaultdict[str, list[tuple[Structure, Layer]]] = defaultdict(list)
        for structure in self.structures:
            layer = self.marks.cas.types.layer(structure.type)
            sorts[layer.sort].append((structure, layer))
        for structure, layer in sorts["span"]:
            yield from self._span(structure, layer)
        yield from chain_items(self.marks, sorts["chain"], sorts["link"])
        for structure, layer in sorts["relation"]:
            yield from self._relation(structure, layer)
        for structure, layer in sorts["span"]:
            yield from self._event(structure, layer)
        for structure, layer in sorts["other"]:
            yield from self._of_text(structure, layer)
        self.marks.left_out[_GRAMMAR] += len(sorts["grammar"])
        for name, count in sorted(self.marks.left_out.items()):
            if count:
                yield Counted(name, count, left_out=True)

    def _span(self, structure: Structure, layer: Layer) -> Iterator[Item]:
        word, used = label(structure, layer, self.marks.profile)
        mention = self.marks.mention(structure, word)
        yield mention
        if isinstance(mention, Mention):
            self.marks.at[mention.spans[0]].append(structure.id)
            yield from features(structure, structure.id, used)

    def _end(self, identifier: str) -> Iterator[Mention | Rejected]:
        """Yield the mention of a token or the like that something refers to, the first time."""
        structure = self.marks.cas.structures.get(identifier)
        if structure and identifier not in self.marks.named:
            layer = self.marks.cas.types.layer(structure.type)
            if layer.sort == "grammar":
                self.marks.left_out[_GRAMMAR] -= 1
                yield self.marks.mention(structure, layer.short)

    def _relation(self, structure: Structure, layer: Layer) -> Iterator[Item]:
        start, end = (structure.ref(feature) for feature in layer.ends)
        if not (start and end):
            bare = layer.ends[0] if not start else layer.ends[1]
            yield self.marks.rejected(
                structure, f"is a relation without {bare}: set both of its ends"
            )
            return
        yield from self._end(start)
        yield from self._end(end)
        word, used = label(structure, layer, self.marks.profile)
        yield Tie(
            id=structure.id,
            label=word,
            line=structure.line,
            start=self.marks.named.get(start, start),
            end=self.marks.named.get(end, end),
        )
        yield from features(structure, structure.id, used)

    def _event(self, structure: Structure, layer: Layer) -> Iterator[Item]:
        """Yield a span's roles as an event, and what their links say beside role and target."""
        if structure.id not in self.marks.named:
            return
        event = f"E{structure.id}"
        roles: list[tuple[str, str]] = []
        said: list[Item] = []
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
                label=self.marks.labels[structure.id],
                line=structure.line,
                trigger=structure.id,
                roles=tuple((role, self.marks.named.get(to, to)) for role, to in roles),
            )
            yield from said

    def _role(
        self, feature: str, identifier: str, event: str, said: list[Item]
    ) -> Iterator[tuple[str, str]]:
        link = self.marks.cas.structures.get(identifier)
        layer = self.marks.cas.types.layer(link.type) if link else None
        if link is None or layer is None or layer.sort != "slot":
            yield feature, identifier
            return
        target = link.ref(layer.ends[0])
        role = next(iter(link.values.get("role", ())), "")
        if target:
            yield role or feature, target
            said += features(link, event, "role")
        else:
            self.marks.left_out[_IDLE] += 1

    def _of_text(self, structure: Structure, layer: Layer) -> Iterator[Item]:
        """Yield what a document's own annotation says of the whole text."""
        if not self.marks.cas.types.is_a(structure.type, BASE) or layer.lists or layer.ends:
            self.marks.left_out[_NOTHING] += 1
            return
        for one in features(structure, WHOLE_TEXT, ""):
            if isinstance(one, Attribute):
                yield one
