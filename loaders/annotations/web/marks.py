"""What W3C's, Recogito's and Hypothesis' annotations have in common, before their texts are known.

Tags say what product.md's table says: the first bare tag that the vocabulary knows as a kind is the
kind (else the first bare one, or what `kind:…` says), `status:alleged`, `value:2024-09` and other
tags with a key are statements, `protected` and `generic` are flags.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from clew.graph.errors import InputError
from clew.graph.model import Rejected
from clew.graph.schema import fold
from clew.loaders.annotations.profile import Profile
from clew.loaders.annotations.web.selectors import Selection
from clew.loaders.items import WHOLE_TEXT, Attribute, Identifier, Note

#: So many annotations may a file hold: each takes some two kilobytes.
MOST_ANNOTATIONS = 300_000
#: What a mention is called that bears no tag of its own.
UNTAGGED = "Mention"
#: What a tie is called whose annotation names none.
UNNAMED = "linked_to"

_STATEMENT = re.compile(r"([^\W\d][\w-]*(?: [\w-]+)?)\s*:\s*(?!//)(\S.*)$", re.DOTALL)
_KIND_KEYS = frozenset(map(fold, ("kind", "label", "type")))
_FLAGS = frozenset({"protected", "generic", "negated"})
_PLAIN_ID = re.compile(r"[\w:/.#@~?=&%+-]{1,120}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an annotation speaks of: a place in a source, a whole source, or another annotation.

    to      the id of that other annotation, where it may be one
    """

    source: str = ""
    selection: Selection = ()
    to: str = ""


@dataclass(slots=True, kw_only=True)
class Marked:
    """An annotation as its file has it.

    number      the place in the file, from 1
    linking     it ties what its targets, or its target and its bodies, name
    together    its targets are fragments of one selection
    links       (label, id) of what it is tied to
    identities  addresses of what it is in other registers
    answers     the annotations to which it replies, the nearest last
    """

    id: str
    number: int
    who: str = ""
    created: str = ""
    linking: bool = False
    together: bool = False
    targets: tuple[Target, ...] = ()
    tags: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    identities: list[str] = field(default_factory=list)
    answers: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """How messages call it: its id where that is one word and short."""
        return self.id if _PLAIN_ID.match(self.id) else f"annotation {self.number}"


@dataclass(slots=True)
class Held:
    """What a file holds: annotations, those that could not be read, and what is left out."""

    marked: list[Marked] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def take(self, marked: Marked) -> None:
        """Take an annotation; raises InputError where there is no end of them."""
        if len(self.marked) >= MOST_ANNOTATIONS:
            raise InputError(f"holds more than {MOST_ANNOTATIONS} annotations: split it")
        self.marked.append(marked)


@dataclass(frozen=True, slots=True)
class Tags:
    """An annotation's tags by what they say; `label` '' where no tag is one."""

    label: str
    statements: tuple[tuple[str, str], ...]
    others: tuple[str, ...]


def sorted_tags(tags: Sequence[str], profile: Profile, *, of_tie: bool = False) -> Tags:
    """Sort tags into the one that labels, statements, and others."""
    return _sorted(tuple(tags), profile, of_tie)


@lru_cache(maxsize=4096)
def _sorted(tags: tuple[str, ...], profile: Profile, of_tie: bool) -> Tags:
    label, bare, statements = "", list[str](), list[tuple[str, str]]()
    for tag in dict.fromkeys(one.strip() for one in tags if one.strip()):
        found = _STATEMENT.match(tag)
        # `authority:🏝` is one, too: its value has no letters
        bears = found is not None and fold(tag) == fold(found[1])
        if not bears and (profile.tie(tag)[1] if of_tie else profile.kind(tag)):
            bare.append(tag)  # `org:founded_by` is a word
        elif found and fold(found[1]) in _KIND_KEYS:
            label = label or found[2].strip()
        elif found:
            statements.append((found[1], found[2].strip()))
        elif profile.said(tag) in _FLAGS or _is_flag(tag, profile):
            statements.append((tag, "true"))
        else:
            bare.append(tag)
    if of_tie and not (label or bare) and (odd := _unknown(statements, profile)):
        statements.remove(odd)
        bare.append(":".join(odd))
    known = (tag for tag in bare if (profile.tie(tag)[1] if of_tie else profile.kind(tag)))
    label = label or next(known, bare[0] if bare else "")
    return Tags(label, tuple(statements), tuple(tag for tag in bare if tag != label))


def _unknown(statements: Sequence[tuple[str, str]], profile: Profile) -> tuple[str, str] | None:
    """Return the first statement whose key nothing knows: a tie's own word may look like one."""
    keys = (one for one in statements if profile.said(one[0]) is None)
    return next((one for one in keys if not profile.identifier(one[0])), None)


def _is_flag(tag: str, profile: Profile) -> bool:
    return profile.tag(tag) in _FLAGS and profile.kind(tag) is None


def features(
    marked: Marked, target: str, profile: Profile
) -> Iterator[Attribute | Note | Identifier]:
    """Yield what an annotation says of an item beside its label."""
    tags = sorted_tags(marked.tags, profile, of_tie=marked.linking)
    line, number = marked.number, 0

    def name() -> str:
        nonlocal number
        number += 1
        return f"{target or marked.called}/{number}"

    for key, value in tags.statements:
        if profile.said(key) is None and profile.identifier(key):
            yield Identifier(id=name(), line=line, target=target, scheme=key, value=value)
        else:
            yield Attribute(id=name(), line=line, target=target, name=key, value=value)
    for address in marked.identities:
        scheme, value = register_of(address)
        yield Identifier(id=name(), line=line, target=target, scheme=scheme, value=value)
    whole = (tags.label,) if target == WHOLE_TEXT and tags.label else ()
    for label, texts in (("tag", whole + tags.others), ("AnnotatorNotes", marked.comments)):
        for text in texts:
            yield Note(id=name(), label=label, line=line, target=target, text=text)
    if marked.created:
        yield Note(id=name(), label="annotated", line=line, target=target, text=marked.created)


def register_of(address: str) -> tuple[str, str]:
    """Return which register's which entry an address is: (`Wikidata`, `Q42`)."""
    for pattern, scheme in _registers():
        if found := pattern.search(address):
            return scheme, found[1]
    scheme, colon, value = address.partition(":")
    if colon and not value.startswith("//"):
        return scheme, value
    return re.sub(r"^\w+://(?:www\.)?([^/]*).*$", r"\1", address, flags=re.DOTALL), address


@cache
def _registers() -> tuple[tuple[re.Pattern[str], str], ...]:
    import yaml

    table = yaml.safe_load(Path(__file__).with_name("registers.yaml").read_text("utf-8"))
    return tuple((re.compile(row["address"]), row["scheme"]) for row in table)
