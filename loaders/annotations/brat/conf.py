"""What a brat `annotation.conf` declares; https://brat.nlplab.org/configuration.html."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from clew.loaders.items import Mention, Same, Tie

_SECTION = re.compile(r"\[(\w+)\]\s*$")
_ARGUMENT = re.compile(r"([^\s:,<>]+?)(?:[?*+]|\{[^}]*\})*:")
_SYMMETRIC = re.compile(r"<REL-TYPE>:\S*symmetric")


@dataclass(frozen=True, slots=True)
class Declared:
    """The declared labels: of mentions (events' triggers too), of relations with their arguments.

    Nothing declared (no file, or an empty section) means that everything may stand.
    """

    mentions: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    symmetric: frozenset[str] = frozenset()
    arguments: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def has(self, item: Mention | Tie | Same) -> bool:
        """Say whether the item's label is declared; Equiv always is."""
        labels = self.mentions if isinstance(item, Mention) else self.relations
        return not labels or item.label in labels or item.label == "Equiv"

    def reversed(self, relation: str, first: str, second: str) -> bool:
        """Say whether a line names the relation's arguments in the other order."""
        declared = self.arguments.get(relation, ("Arg1", "Arg2"))
        return (second, first) == declared[:2]


@lru_cache(maxsize=16)
def declared(conf: str) -> Declared:
    """Read an annotation.conf; what is no declaration is passed over, as brat does."""
    mentions, relations, symmetric = set[str](), set[str](), set[str]()
    arguments: dict[str, tuple[str, ...]] = {}
    for section, label, rest in _declarations(conf):
        if section in ("entities", "events"):
            mentions.add(label)
        elif section == "relations":
            relations.add(label)
            arguments.setdefault(label, tuple(_ARGUMENT.findall(rest.split("<REL-TYPE>")[0])))
            if _SYMMETRIC.search(rest):
                symmetric.add(label)
    return Declared(frozenset(mentions), frozenset(relations), frozenset(symmetric), arguments)


def _declarations(conf: str) -> Iterator[tuple[str, str, str]]:
    """Yield (section, label, the rest of its line); macros (`<A>=B|C`) and `!` labels are not."""
    section = ""
    for line in conf.removeprefix("\ufeff").splitlines():
        words = line.strip()
        if found := _SECTION.match(words):
            section = found[1]
        elif words and words[0] not in "#!<-":
            label, _, rest = words.replace("\t", " ").partition(" ")
            yield section, label, rest
