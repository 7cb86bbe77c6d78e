"""What a claim of one text is on another that is the same but for its blanks (rule 1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from clew.graph.model import Annotation, Claim, Spans, anchor_of, reference, spans_of
from clew.graph.passages import Passages
from clew.graph.schema import UNCLASSIFIED, schema
from clew.graph.unspaced import Moved, moved

#: How the tool's name of a claim by hand begins; the claim's id follows it.
HAND = "hand "


@dataclass(slots=True)
class Move:
    """From one document (an id and its text) to another.

    What was said by words of the text (a value, an attribution) is said in the new text's words.
    """

    old: str
    old_text: str
    new: str
    new_text: str
    _places: Moved = field(init=False)
    _was: Passages = field(init=False)
    _is: Passages = field(init=False)
    _references: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find out where each word of the old text stands in the new one; ValueError if nowhere."""
        self._places = moved(self.old_text, self.new_text)
        self._was, self._is = Passages(self.old_text), Passages(self.new_text)

    def anchor(self, anchor: str) -> str:
        """Return where the same words stand in the new text."""
        spans = spans_of(anchor)
        return anchor_of(self._places.spans(spans)) if spans else anchor

    def reference(self, identity: str, anchor: str) -> str:
        """Return the id of a mention at this place, in the new text; another text's stays."""
        asked = (identity, anchor)
        if asked not in self._references:
            self._references[asked] = self._reference(identity, anchor)
        return self._references[asked]

    def _reference(self, identity: str, anchor: str) -> str:
        for root in _roots():
            if reference(self.old, anchor, root) == identity:
                return reference(self.new, self.anchor(anchor), root)
        return identity

    def claim(self, claim: Claim, *, by_hand: bool = False) -> Claim:
        """Return the claim as the new document says it; a quote by hand is the same words."""
        quote = self._places.span(*claim.quote)
        spans = (*spans_of(claim.subject), *spans_of(claim.object))
        told = self._places.spans(spans)
        locator = claim.locator
        if locator == self._was.locator(spans or (claim.quote,)):
            locator = self._is.locator(told or (quote,))
        if not by_hand and spans:
            if claim.quote != self._was.quote(spans):  # words elsewhere gave the value
                found = self._find(claim.value, claim.quote)
                told = (*told, self._places.span(*found) if found else quote)
                locator = self._is.locator(told) if found else locator
            quote = self._is.quote(told)
        return replace(
            claim,
            document=self.new,
            subject=self.anchor(claim.subject),
            object=self.anchor(claim.object),
            value=self.words(claim.value, claim.quote),
            quote=quote,
            locator=locator,
        )

    def annotation(self, a: Annotation, *, by_hand: bool = False) -> Annotation:
        """Return a reading of a claim as one of the new document's claim."""
        claim, near = a.claim, a.claim.quote
        extra = {n: tuple(self.words(v, near) for v in several) for n, several in a.extra.items()}
        return replace(
            a,
            claim=self.claim(claim, by_hand=by_hand),
            subject=self.reference(a.subject, claim.subject),
            object=self.reference(a.object, claim.object) if a.object else "",
            name=self._name(a.name, spans_of(claim.subject)),
            attribution=self.words(a.attribution, near),
            key=self.words(a.key, near),
            extra=extra,
        )

    def words(self, words: str, near: tuple[int, int]) -> str:
        """Return words as the new text has them, where they stand within `near` of the old one."""
        found = self._find(words, near)
        return _line(self.new_text, (self._places.span(*found),)) if found else words

    def _find(self, words: str, near: tuple[int, int]) -> tuple[int, int] | None:
        if not words.strip():
            return None
        pattern = r"\s+".join(map(re.escape, words.split()))
        found = re.compile(pattern).search(self.old_text, *near)
        return found.span() if found else None

    def _name(self, name: str, spans: Spans) -> str:
        if not name or name != _line(self.old_text, spans):
            return name
        return _line(self.new_text, self._places.spans(spans))


@cache
def _roots() -> tuple[str, ...]:
    """Return the root kinds that a mention's id may hold."""
    return (*dict.fromkeys((UNCLASSIFIED, *(kind.root for kind in schema().kinds.values()))),)


def _line(text: str, spans: Spans) -> str:
    """Return the words that spans cover, blanks folded."""
    return " ".join(" ".join(text[start:end] for start, end in spans).split())


def tool_of(tool: str, claims: Mapping[str, str]) -> str:
    """Return a tool's name; that of a claim by hand holds the claim's id, as it is called now."""
    claim = tool.removeprefix(HAND)
    return f"{HAND}{claims.get(claim, claim)}" if tool.startswith(HAND) else tool
