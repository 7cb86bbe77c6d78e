"""Origins: a reprint or a wire copy is not a second source (rule 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clew.graph.ledger.sources import Source


@dataclass(frozen=True, slots=True)
class Origins:
    """Counts sources by where they come from: `reprint_of` names an id, path, URL or title."""

    sources: Mapping[str, Source]
    _known: dict[str, str] = field(default_factory=dict)
    _names: dict[str, list[str]] = field(default_factory=dict)

    def count(self, documents: Iterable[str]) -> int:
        """Return how many origins these documents have."""
        return len({self.of(document) for document in documents})

    def of(self, document: str) -> str:
        """Return what a document comes from, in the end: an id, or words for what is not here."""
        if document not in self._known:
            self._known[document] = self._find(document)
        return self._known[document]

    def _find(self, document: str) -> str:
        trail: list[str] = []
        while document not in trail:
            source = self.sources.get(document)
            given = source.fact("reprint_of") if source else ""
            if not given:
                return document
            trail.append(document)
            document = self._named(given, document)
        # Sources that name one another have one origin: the same, wherever one starts.
        return min(trail[trail.index(document) :])

    def _named(self, words: str, by: str) -> str:
        """Return another source than the one that says so; of several the smallest id."""
        if not self._names:
            for source in self.sources.values():
                for name in {source.id, source.path, source.fact("url"), source.fact("title")}:
                    self._names.setdefault(name, []).append(source.id)
        return min((known for known in self._names.get(words, ()) if known != by), default=words)
