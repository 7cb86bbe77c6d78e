"""Edits of a text by the offsets of its parse tree; edits may nest."""

from __future__ import annotations

from dataclasses import dataclass, field

from clew.graph.stores.cypher.tree import Expr

#: A piece of new text: a string, or a span of the old text with the edits inside it.
Piece = str | tuple[int, int]


@dataclass(slots=True, eq=False)
class _Edit:
    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(slots=True)
class Edits:
    """Collects edits of one text, and the notes that say what they do and why."""

    text: str
    notes: dict[str, None] = field(default_factory=dict)
    _edits: list[_Edit] = field(default_factory=list)
    _fresh: int = 0

    def replace(self, start: int, end: int, *pieces: Piece) -> None:
        """Put pieces in the place of a span; a piece may be that span itself."""
        self._edits.append(_Edit(start, end, pieces))

    def insert(self, at: int, words: str) -> None:
        """Put words at an offset."""
        self._edits.append(_Edit(at, at, (words,)))

    def note(self, sentence: str) -> None:
        """Say once what was changed."""
        self.notes[sentence] = None

    def fresh(self) -> str:
        """Return a name that the text does not hold."""
        while True:
            self._fresh += 1
            name = f"clew{self._fresh}"
            if name not in self.text:
                return name

    def written(self, expr: Expr) -> str:
        """Return an expression as the text has it, before any edit."""
        return self.text[expr.start : expr.end]

    def within(self, start: int, end: int) -> bool:
        """Tell whether anything was changed in a span."""
        return any(start <= edit.start and edit.end <= end for edit in self._edits)

    def render(self) -> str:
        """Return the text with all edits made."""
        self._edits.sort(key=lambda edit: (edit.start, edit.end != edit.start, -edit.end))
        return self._render(0, len(self.text) + 1, [])

    def _render(self, start: int, end: int, active: list[_Edit]) -> str:
        parts: list[str] = []
        position = start
        for edit in self._edits:
            outside = edit.start < position or edit.end > end or edit.start >= end
            if outside or any(edit is one for one in active):
                continue
            parts.append(self.text[position : edit.start])
            for piece in edit.pieces:
                if not isinstance(piece, str):
                    piece = self._render(*piece, [*active, edit])
                parts.append(piece)
            position = edit.end
        parts.append(self.text[position:end])
        return "".join(parts)
