"""Items of a document whose format counts in tokens: mentions, ties, sets, events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from clew.graph.schema import fold
from clew.loaders.annotations.json_rows import BadRow
from clew.loaders.annotations.tokens.rebuilt import Rebuilt
from clew.loaders.items import Event, Mention, Same, Tie

#: What a mention is called whose format gives it no label.
UNLABELLED = "Mention"
#: Words for pairs of which an annotator says that nothing ties them.
_NO_TIE = frozenset(map(fold, ("no_relation", "no_rel", "no relation", "NA")))

#: The first token and the last one, which belongs to it.
Place = tuple[int, int]


def says_no_tie(label: str) -> bool:
    """Say whether a relation's label means that there is none."""
    return fold(label) in _NO_TIE


class Marks:
    """Makes a document's items, with ids of their own, and knows what stands where.

    at      the mentions on the same tokens, in the file's order
    """

    def __init__(self, rebuilt: Rebuilt) -> None:
        self.rebuilt = rebuilt
        self.at: defaultdict[Place, list[Mention]] = defaultdict(list)
        self._made: defaultdict[str, int] = defaultdict(int)

    def mention(self, line: int, first: int, last: int, label: str) -> Mention:
        """Return a mention of these tokens; raises BadRow where they are none of the text's."""
        span = self.rebuilt.span(first, last)
        if span is None:
            raise BadRow(f"has tokens {_few(first)} to {_few(last)} of {len(self.rebuilt)}")
        made = Mention(id=self._id("T"), label=label, line=line, spans=(span,))
        self.at[first, last].append(made)
        return made

    def found(self, first: int, last: int, label: str = "") -> Mention | None:
        """Return the mention on these tokens, one of this label if there is one."""
        here = self.at.get((first, last), [])
        return next((one for one in here if one.label == label), here[0] if here else None)

    def tie(self, line: int, label: str, start: str, end: str) -> Tie:
        """Return a relation between two items."""
        return Tie(id=self._id("R"), label=label, line=line, start=start, end=end)

    def event(self, line: int, label: str, trigger: str, roles: Sequence[tuple[str, str]]) -> Event:
        """Return an event with its participants."""
        return Event(id=self._id("E"), label=label, line=line, trigger=trigger, roles=tuple(roles))

    def same(self, line: int, members: Sequence[str]) -> Same:
        """Return a set of mentions of one thing."""
        return Same(id=self._id("*"), label="Coreference", line=line, members=tuple(members))

    def _id(self, letter: str) -> str:
        self._made[letter] += 1
        return f"{letter}{self._made[letter]}"


def _few(value: int) -> str:
    """Return a number as a message shows it: one of many digits is not worth showing."""
    return str(value) if abs(value) < 10**12 else "a number of many digits"
