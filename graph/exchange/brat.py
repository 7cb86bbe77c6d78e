"""brat standoff of what one annotator says of one document; https://brat.nlplab.org/standoff.html.

    written = brat(document, annotations)      # through a lens already
    Path("note.txt").write_bytes(written.text)
    Path("note.ann").write_bytes(written.ann)

Mentions are T lines, ties R lines, what is the same an Equiv; events are their triggers with a
relation for each role, which are the same claims. Status and flags of a mention are attributes,
identifiers N lines, all else stands in a note. Importing the pair again gives the same claims.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from clew.graph.exchange.said import (
    FLAGS,
    WIKIDATA,
    Handed,
    Names,
    Statement,
    note,
    others,
    sorted_out,
    statements,
    text_of,
    word_of,
)
from clew.graph.model import SAME_AS, STATUSES, Annotation, Document, spans_of
from clew.graph.schema import UNCLASSIFIED, schema

_ATTRIBUTES = {"status": "Status", "negated": "Negation"} | {
    flag: flag.capitalize() for flag in FLAGS if flag != "negated"
}
_BLANK = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Standoff:
    """The files of one document; `conf` is an annotation.conf that declares what they hold.

    left_out    what standoff cannot say, by why
    """

    text: bytes
    ann: bytes
    conf: bytes
    left_out: Mapping[str, int]


def brat(
    document: Document, annotations: Iterable[Annotation], *, masked: str | None = None
) -> Standoff:
    """Return the standoff of these annotations; the same claims give the same bytes.

    masked      the text that leaves in place of the document's, of the same length

    Whoever calls has put the annotations through a lens, and masked in the text what that hides:
    all that is given is written. Raises UsageError for a masked text of another length.
    """
    text = text_of(document, masked)
    handed = sorted_out(document.id, annotations)
    lines = list(_Lines(text, handed).all())
    return Standoff(
        text=text.encode(),
        ann="".join(f"{line}\n" for line in lines).encode(),
        conf=_configuration(handed).encode(),
        left_out=dict(sorted((+handed.left_out).items())),
    )


class _Lines:
    """Numbers the lines of each sort."""

    def __init__(self, text: str, handed: Handed) -> None:
        self.text, self.handed = text, handed
        self.names = Names()
        self._made: Counter[str] = Counter()

    def _id(self, letter: str) -> str:
        self._made[letter] += 1
        return f"{letter}{self._made[letter]}"

    def all(self) -> Iterator[str]:
        """Yield the mentions, then what ties them."""
        for mention, values in self.handed.mentions:
            yield from self._mention(mention, values)
        bare, sets = list[tuple[str, str]](), dict[str, frozenset[str]]()
        for tie in self.handed.ties:
            ends = self.names.ends(tie)
            said = [*statements(tie)], [*others(tie)]
            if tie.claim.relation == SAME_AS and not any(said) and _joins(sets, *ends):
                bare.append(ends)
                continue
            name = self._id("R")
            yield f"{name}\t{tie.claim.relation} Arg1:{ends[0]} Arg2:{ends[1]}"
            yield from self._notes(name, *said)
        yield from (f"*\tEquiv {' '.join(members)}" for members in _chains(bare))

    def _mention(self, one: Annotation, values: list[Annotation]) -> Iterator[str]:
        name = self._id("T")
        self.names.add(one, name)
        spans = spans_of(one.claim.subject)
        places = ";".join(f"{start} {end}" for start, end in spans)
        words = _line(" ".join(self.text[start:end] for start, end in spans))
        yield f"{name}\t{_label(one)} {places}\t{words}"
        rest: list[Statement] = []
        for key, value in statements(one, values):
            known = schema().values.get(key)
            if key in _ATTRIBUTES:
                said = "" if value == "true" else f" {value}"
                yield f"{self._id('A')}\t{_ATTRIBUTES[key]} {name}{said}"
            elif known and known.identifier and not _BLANK.search(value):
                scheme = "Wikidata" if key == WIKIDATA else key
                yield f"{self._id('N')}\tReference {name} {scheme}:{value}\t{words}"
            else:
                rest.append((key, value))
        yield from self._notes(name, rest, [*others(one)])

    def _notes(self, target: str, said: list[Statement], more: list[Statement]) -> Iterator[str]:
        if said:
            yield f"{self._id('#')}\tAnnotatorNotes {target}\t{_line(note(said))}"
        for key, text in more:  # a note of another type is kept under its own word
            yield f"{self._id('#')}\t{key} {target}\t{_line(text)}"


def _joins(sets: dict[str, frozenset[str]], one: str, other: str) -> bool:
    """Join two ids; returns False where they are joined already: an Equiv closes no circle."""
    mine, others = (sets.get(name, frozenset({name})) for name in (one, other))
    sets.update(dict.fromkeys(mine | others, mine | others))
    return other not in mine


def _chains(pairs: list[tuple[str, str]]) -> Iterator[list[str]]:
    """Yield pairs that go on from one another as one set; others as sets of two."""
    after = dict(pairs)
    starts, ends = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    if any(times > 1 for times in (*starts.values(), *ends.values())):
        yield from (list(pair) for pair in pairs)
        return
    for start in after:
        if not ends[start]:
            members = [start]
            while members[-1] in after:
                members.append(after[members[-1]])
            yield members


def _line(text: str) -> str:
    return _BLANK.sub(" ", text)


def _label(mention: Annotation) -> str:
    kind = mention.claim.relation
    word = re.sub(r"[^\w-]+", "_", word_of(mention)).strip("_") or kind
    return kind if kind == UNCLASSIFIED and schema().kind(word) else word


def _configuration(handed: Handed) -> str:
    """Return an annotation.conf, without which brat shows no label."""
    labels = sorted({_label(one) for one, _ in handed.mentions})
    ties = sorted({one.claim.relation for one in handed.ties})
    said = [f"Status\tArg:<ENTITY>, Value:{'|'.join(STATUSES)}"]
    said += [f"{_ATTRIBUTES[flag]}\tArg:<ENTITY>" for flag in FLAGS]
    overlaps = "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"
    equiv = "Equiv\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive"
    relations = [f"{tie}\tArg1:<ENTITY>, Arg2:<ENTITY>" for tie in ties]
    parts = {
        "entities": labels,
        "relations": [overlaps, equiv, *relations],
        "events": [],
        "attributes": said,
    }
    return "\n".join(line for name, rows in parts.items() for line in (f"[{name}]", *rows, ""))
