"""Where two annotators of one text differ: what each says there, and what stands in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from clew.graph.model import spans_of
from clew.graph.scene import Scene
from clew.queries.codings import TURNED, Coding, overlapping

#: The columns of a table of differences.
COLUMNS = (
    "source",
    "locator",
    "of",
    "words",
    "annotator",
    "says",
    "other",
    "other_says",
)
#: What stands for one who marked nothing there.
NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place at which two differ.

    of       span (one alone marked it), boundaries, kind; tie (one alone made it), type, status
    words    what stands there; place: its anchors
    says     what the first says, other_says the second; document: the id of the text
    """

    source: str
    locator: str
    of: str
    words: str
    annotator: str
    says: str
    other: str
    other_says: str
    document: str
    place: str

    def row(self) -> dict[str, Any]:
        """Return it as a row."""
        return asdict(self)


#: Where, what of it, what the first says, what the second, and where the second says it.
_Found = tuple[tuple[str, ...], str, set[str], set[str], tuple[str, ...]]


def differences(
    scene: Scene, document: str, names: tuple[str, str], coded: tuple[Coding, Coding]
) -> Iterator[Difference]:
    """Yield where two codings of one text differ, in its order, but for what is protected."""
    title = str(scene.source(document)["title"])
    for at, of, mine, its, there in sorted([*_of_spans(*coded), *_of_ties(*coded)], key=_place):
        claims = [one.claims[key] for one in coded for key in {at, there} if key in one.claims]
        if any(scene.is_blank(claim) for claim in claims):
            continue
        words, masked = _words(scene, document, at)
        elsewhere, hidden = _words(scene, document, there)
        if masked or hidden:
            continue
        moved = f" “{elsewhere}”" if there != at else ""
        yield Difference(
            source=title,
            locator=scene.veil.text(claims[0].first.where, document),
            of=of,
            words=words,
            annotator=names[0],
            says=_said(mine),
            other=names[1],
            other_says=_said(its) + moved,
            document=document,
            place=" ".join(at),
        )


def _of_spans(one: Coding, other: Coding) -> Iterator[_Found]:
    pairs = overlapping(one.spans, other.spans)
    for mine, its in pairs.items():
        kinds = (one.spans[mine], other.spans[its])
        if mine != its:
            yield (mine,), "boundaries", *kinds, (its,)
        elif kinds[0] != kinds[1]:
            yield (mine,), "kind", *kinds, (mine,)
    for anchor in one.spans.keys() - pairs.keys():
        yield (anchor,), "span", one.spans[anchor], set(), (anchor,)
    for anchor in other.spans.keys() - set(pairs.values()):
        yield (anchor,), "span", set(), other.spans[anchor], (anchor,)


def _of_ties(one: Coding, other: Coding) -> Iterator[_Found]:
    for ends in one.ties.keys() | other.ties.keys():
        types = (one.ties.get(ends, set()), other.ties.get(ends, set()))
        if types[0] != types[1]:
            yield ends, "type" if all(types) else "tie", *types, ends
        for relation in types[0] & types[1]:
            said = [{f"{relation}: {coding.status[ends, relation]}"} for coding in (one, other)]
            if said[0] != said[1]:
                yield ends, "status", said[0], said[1], ends


def _place(found: _Found) -> tuple[object, ...]:
    at, of, mine, its, there = found
    return [spans_of(anchor) for anchor in at], of, sorted(mine), sorted(its), there


def _words(scene: Scene, document: str, at: tuple[str, ...]) -> tuple[str, bool]:
    """Return what stands at these anchors, and whether words of it are protected."""
    text = scene.texts.get(document, "")
    ends: list[str] = []
    masked = False
    for anchor in at:
        shown = [scene.veil.quote(document, text, *span) for span in spans_of(anchor)]
        masked = masked or any(was for _, was in shown)
        ends.append(" ".join(" ".join(words for words, _ in shown).split()))
    return " … ".join(ends), masked


def _said(codes: set[str]) -> str:
    """Return codes in words; a tie's arrow tells that it runs against the order of the text."""
    told = (f"← {code[1:]}" if code.startswith(TURNED) else code for code in sorted(codes))
    return ", ".join(told) or NOTHING
