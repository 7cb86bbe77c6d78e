"""What is said of an annotation, as the statements that tools can carry: `status=alleged`.

A tool reads them back by the default profile, as attributes, tags or a note's `key=value; …`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from clew.graph.errors import UsageError
from clew.graph.model import Annotation, Document, spans_of
from clew.graph.schema import UNCLASSIFIED, schema

#: Flags of an annotation, by the word that tools use for them.
FLAGS = ("negated", "protected", "generic")
WIKIDATA = "wikidataId"
_STATEMENT = re.compile(r"\s*[^\W\d][\w-]*\s*=")
_FREE = "note"
#: In what a value must be as its mention is, to stand with it.
_LIKE = ("status", "attribution", "when", *FLAGS)

Statement = tuple[str, str]


@dataclass(slots=True)
class Handed:
    """One document's annotations by what they are, each claim's in order of place.

    mentions    each with the values that stand with it; left_out: what no file here can say, by why
    """

    mentions: list[tuple[Annotation, list[Annotation]]] = field(default_factory=list)
    ties: list[Annotation] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def text_of(document: Document, masked: str | None) -> str:
    """Return the text that leaves: a document's own, or what masks words in it, place for place."""
    if masked is not None and len(masked) != len(document.text):
        sizes = f"{len(masked)} characters, and the document {len(document.text)}"
        raise UsageError(f"a masked text has {sizes}: mask each character by one")
    return document.text if masked is None else masked


def sorted_out(document: str, annotations: Iterable[Annotation]) -> Handed:
    """Sort the annotations of the document with this id; what cannot stand is counted.

    A tie without one of its ends, and a value without its mention, say nothing that a file could
    hold: what a lens leaves out takes them along. A value stands with a mention of its own status,
    date and flags, since a file says them once for both.
    """
    handed, shapes = Handed(), defaultdict[str, list[Annotation]](list)
    for one in sorted(annotations, key=_order):
        if one.claim.document != document:
            handed.left_out["annotations of other documents"] += 1
        elif not spans_of(one.claim.subject):
            handed.left_out["records of lists, which have no text"] += 1
        else:
            shapes[one.claim.shape].append(one)
    there = defaultdict[str, list[tuple[Annotation, list[Annotation]]]](list)
    for mention in shapes["mention"]:
        handed.mentions.append((mention, []))
        there[mention.subject].append(handed.mentions[-1])
    for value in shapes["value"]:
        alike = (values for mention, values in there[value.subject] if _alike(value, mention))
        if (values := next(alike, None)) is not None:
            values.append(value)
        else:
            handed.left_out["values without a mention of their status and date"] += 1
    for tie in shapes["tie"]:
        ends = len(there[tie.subject]), len(there[tie.object])
        if not all(ends):
            handed.left_out["ties without one of their ends"] += 1
        elif tie.subject == tie.object and ends[0] < 2:
            handed.left_out["ties of a mention to itself"] += 1
        else:
            handed.ties.append(tie)
    return handed


class Names:
    """How a file calls its mentions, by their references, of which several may stand for one."""

    def __init__(self) -> None:
        self._by_reference = defaultdict[str, list[str]](list)

    def add(self, mention: Annotation, name: str) -> None:
        """Take a mention's name."""
        self._by_reference[mention.subject].append(name)

    def ends(self, tie: Annotation) -> tuple[str, str]:
        """Return the names of a tie's ends: two, where one reference is both (stacked mentions)."""
        starts, ends = self._by_reference[tie.subject], self._by_reference[tie.object]
        return starts[0], ends[-1 if tie.subject == tie.object else 0]


def _order(one: Annotation) -> tuple[object, ...]:
    claim = one.claim
    numbers = [int(part) for part in re.findall(r"\d+", claim.subject + " " + claim.object)]
    plain = (claim.relation, claim.value, one.status, one.when, one.attribution, one.key)
    flags = (one.negated, one.protected, one.generic)
    return numbers, plain, flags, sorted(one.extra.items()), one.label


def _alike(value: Annotation, mention: Annotation) -> bool:
    return all(getattr(value, name) == getattr(mention, name) for name in _LIKE)


def word_of(mention: Annotation) -> str:
    """Return the word for a mention's kind; its own label where the vocabulary knows none."""
    kind, label = mention.claim.relation, mention.label.strip()
    own = kind == UNCLASSIFIED and label and not schema().kind(label)
    return label if own else kind


def statements(one: Annotation, values: Sequence[Annotation] = ()) -> Iterator[Statement]:
    """Yield all that is said of an annotation and that profiles know, flags with the word `true`.

    Notes come as statements of their own (`note`).
    """
    if one.status != "not_stated":
        yield "status", one.status
    yield from ((flag, "true") for flag in FLAGS if getattr(one, flag))
    for name in ("attribution", "when"):
        if said := getattr(one, name):
            yield name, said
    if one.key and one.key != _own_key(one):
        yield "key", one.key
    known = ((name, texts) for name, texts in sorted(one.extra.items()) if is_known(name))
    yield from ((name, text) for name, texts in known for text in texts if text.strip())
    pairs = ((value.claim.relation, value.claim.value) for value in values)
    yield from dict.fromkeys(pairs)


def others(one: Annotation) -> Iterator[Statement]:
    """Yield what is kept under words that no vocabulary knows."""
    for name, texts in sorted(one.extra.items()):
        if not is_known(name):
            yield from ((name, text) for text in texts if text.strip())


def is_known(name: str) -> bool:
    """Say whether an extra's name is a value of the vocabulary, a note or a normal form."""
    return name in (_FREE, "value") or schema().value(name) is not None


def _own_key(tie: Annotation) -> str:
    """Return the key that a tie has by its values, which need not be said again."""
    known = schema().ties.get(tie.claim.relation)
    keys = known.keys if known else ()
    return "; ".join(" ".join(tie.extra[name]) for name in keys if name in tie.extra)


def note(pairs: Sequence[Statement]) -> str:
    """Return statements as one note, `status=alleged; means="owned or controlled"; free text`.

    Free text that would be read as a statement stands as `note="…"`; where a text needs quotation
    marks around it, those in it become typographic ones.
    """
    free = [value for name, value in pairs if name == _FREE]
    bare = len(free) == 1 and _is_free(free[0])
    parts = [f"{name}={_quoted(text)}" for name, text in pairs if not (bare and name == _FREE)]
    return "; ".join(parts + free if bare else parts)


def _is_free(text: str) -> bool:
    """Say whether a text can be taken for nothing else: a single word may be a flag's."""
    return " " in text and not _STATEMENT.match(text) and _is_bare(text)


def _is_bare(text: str) -> bool:
    """Say whether a text stands for itself in a note, without quotation marks around it."""
    paired = text.count('"') % 2 == 0 and not text.startswith('"')
    return paired and ";" not in text and text == text.strip()


def _quoted(text: str) -> str:
    return text if _is_bare(text) else '"' + text.replace('"', "\u201d") + '"'
