"""What each annotator of a text marked in it, as a lens shows it: what is compared with others'."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from clew.graph.claims import StandingClaim, effective_status, governing
from clew.graph.curated import seen
from clew.graph.ledger.moving import HAND
from clew.graph.ledger.read import Reading
from clew.graph.model import SAME_AS, Spans, spans_of
from clew.graph.scene import Scene

#: Where a tie's ends stand, the earlier one first.
Ends = tuple[str, str]
#: What stands before the type of a tie that runs from the second of its ends to the first.
TURNED = "<"


class Reader(NamedTuple):
    """Who read a text: the annotator, '' where nobody is named, and the tool."""

    annotator: str
    tool: str


@dataclass(slots=True)
class Coding:
    """What one reader marked in one text.

    spans   the kinds of each marked span, by anchor
    ties    the types of each pair of ends, TURNED before one that runs from the second to the first
    status  of each tie, by ends and type: the one that governs, where it was said several times
    claims  the claims behind spans and ties
    """

    spans: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    ties: dict[Ends, set[str]] = field(default_factory=lambda: defaultdict(set))
    status: dict[tuple[Ends, str], str] = field(default_factory=dict)
    claims: dict[tuple[str, ...], StandingClaim] = field(default_factory=dict)

    def add(self, claim: StandingClaim, readings: Collection[Reading]) -> None:
        """Add what the reader's readings of a claim say."""
        first = claim.first
        if first.shape == "mention":
            self.spans[first.subject_at].add(first.relation)
            self.claims[(first.subject_at,)] = claim
        else:
            ends = (first.subject_at, first.object_at)
            turned = spans_of(ends[1]) < spans_of(ends[0])
            ends = (ends[1], ends[0]) if turned else ends
            relation = f"{TURNED}{first.relation}" if turned else first.relation
            self.ties[ends].add(relation)
            self.status[ends, relation] = governing(map(effective_status, readings))
            self.claims[ends] = claim


#: Every text that somebody read, by id, with what each reader marked in it: nothing, too.
Codings = Mapping[str, Mapping[Reader, Coding]]


def codings(scene: Scene, documents: Collection[str] = ()) -> Codings:
    """Return what each reader marked in these texts, in all where none is named.

    Lists, and what was claimed by hand, are nobody's reading of a text. What the lens withholds is
    as if nobody had marked it; whose reading is wholly so has still read the text.
    """
    found: dict[str, dict[Reader, Coding]] = {
        document: {reader: Coding() for reader in sorted(readers)}
        for document, readers in _readers(scene).items()
        if not documents or document in documents
    }
    statuses = scene.lens.statuses
    for claim in scene.claims.values():
        first = claim.first
        here = found.get(first.document)
        if here is None or first.shape == "value" or first.relation == SAME_AS:
            continue
        if _is_hidden(scene, claim) or (statuses and claim.status not in statuses):
            continue
        said: defaultdict[Reader, list[Reading]] = defaultdict(list)
        for reading in claim.readings:
            said[Reader(reading.annotator, reading.tool)].append(reading)
        for reader, readings in said.items():
            if reader in here:
                here[reader].add(claim, readings)
    return found


def _is_hidden(scene: Scene, claim: StandingClaim) -> bool:
    """Tell whether a claim is withheld, or an end of it lies on words that are."""
    if scene.lens.disclose != "public" or scene.veil.idle:
        return False
    secret = scene.veil.spans.get(claim.first.document, ())
    ends = spans_of(claim.first.subject_at) + spans_of(claim.first.object_at)
    return scene.is_withheld(claim) or any(a < d and c < b for a, b in ends for c, d in secret)


def _readers(scene: Scene) -> dict[str, set[Reader]]:
    """Return who read each text that the lens shows."""
    found: defaultdict[str, set[Reader]] = defaultdict(set)
    for document, tool, annotator in seen(scene.successors.standing, scene.lens, scene.sources):
        withheld = scene.lens.disclose == "public" and document in scene.veil.documents
        if not (withheld or scene.sources[document].list or tool.startswith(HAND)):
            found[document].add(Reader(annotator, tool))
    return found


def characters(
    text: str, one: Mapping[str, set[str]], other: Mapping[str, set[str]]
) -> Counter[tuple[frozenset[str], frozenset[str]]]:
    """Count a text's characters, blanks aside, by the kinds that each of two gave them."""
    edges: defaultdict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for who, spans in enumerate((one, other)):
        for anchor, kinds in spans.items():
            for start, end in spans_of(anchor):
                for kind in kinds:
                    edges[start].append((who, kind, 1))
                    edges[end].append((who, kind, -1))
    found: Counter[tuple[frozenset[str], frozenset[str]]] = Counter()
    open_: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    at = 0
    for place in (*sorted(edges), len(text)):
        if many := sum(map(len, text[at:place].split())):
            found[frozenset(+open_[0]), frozenset(+open_[1])] += many
        for who, kind, step in edges[place]:
            open_[who][kind] += step
        at = place
    return found


def overlapping(one: Collection[str], other: Collection[str]) -> dict[str, str]:
    """Pair the spans of two, each with one at most: equal ones, then by how much they overlap."""
    pairs = {anchor: anchor for anchor in one if anchor in other}
    left = {anchor: spans_of(anchor) for anchor in one if anchor not in pairs}
    right = {anchor: spans_of(anchor) for anchor in other if anchor not in pairs}
    taken: set[str] = set()
    for _, _, mine, its in sorted(_overlaps(left, right)):
        if mine not in pairs and its not in taken:
            pairs[mine] = its
            taken.add(its)
    return pairs


def _overlaps(
    left: Mapping[str, Spans], right: Mapping[str, Spans]
) -> Iterator[tuple[int, list[Spans], str, str]]:
    """Yield (minus the characters in common, both places, one, other) of those that overlap."""
    waiting = sorted((spans[0][0], spans[-1][1], anchor) for anchor, spans in right.items())
    begun: list[tuple[int, str]] = []
    at = 0
    for mine, spans in sorted(left.items(), key=lambda item: item[1]):
        while at < len(waiting) and waiting[at][0] < max(end for _, end in spans):
            begun.append(waiting[at][1:])
            at += 1
        for end, its in begun:
            if end > spans[0][0] and (common := _common(spans, right[its])):
                yield -common, sorted((spans, right[its])), mine, its
        begun = [one for one in begun if one[0] > spans[0][0]]


def _common(one: Spans, other: Spans) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)
