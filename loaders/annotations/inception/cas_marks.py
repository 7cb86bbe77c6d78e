"""Where a CAS's structures stand in one text, and which item each of them is."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from clew.graph.model import Rejected
from clew.loaders.annotations.inception.cas import Cas, Structure
from clew.loaders.annotations.offsets import BadOffset, Offsets
from clew.loaders.annotations.profile import Profile
from clew.loaders.items import Mention


@dataclass(slots=True)
class Marks:
    """One text's marks as far as they are read.

    profile     what words mean, where a label must be told from a feature
    named       the item that each structure is, by its id
    labels      of the mentions
    at          the marked spans that stand on a stretch of the text
    left_out    what gives no item, by sort
    """

    cas: Cas
    offsets: Offsets
    file: str
    profile: Profile
    named: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    at: defaultdict[tuple[int, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    left_out: Counter[str] = field(default_factory=Counter)

    def rejected(self, structure: Structure, reason: str) -> Rejected:
        """Return what says that a structure could not be read."""
        return Rejected(file=self.file, line=structure.line, reason=f"{structure.id} {reason}")

    def mention(self, structure: Structure, word: str) -> Mention | Rejected:
        """Return where a structure stands, in code points, or why it stands nowhere."""
        try:
            span = self.offsets.point(structure.begin), self.offsets.point(structure.end)
        except BadOffset as bad:
            return self.rejected(structure, f"cannot be placed: {bad}")
        if span[0] >= span[1]:
            return self.rejected(structure, "covers no characters: nothing can be quoted for it")
        self.named[structure.id] = structure.id
        self.labels[structure.id] = word
        return Mention(id=structure.id, label=word, line=structure.line, spans=(span,))

    def on(self, link: Structure) -> str:
        """Return the one marked span that a chain's link stands on exactly, or ''."""
        try:
            span = self.offsets.point(link.begin), self.offsets.point(link.end)
        except BadOffset:
            return ""
        marked = self.at.get(span, [])
        return marked[0] if len(marked) == 1 else ""
