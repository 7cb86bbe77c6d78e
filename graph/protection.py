"""Protection: what is withheld, and how its words are kept out of all else (rules 22, 23)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clew.graph.model import Spans, spans_of

#: What stands in place of protected words; its length tells nothing of theirs.
MASK = "[protected]"
#: From Thai on, scripts mostly write without blanks between words, or bind particles to a name.
FIRST_WITHOUT_BLANKS = "\u0e00"


@dataclass(slots=True)
class Veil:
    """What a lens may not show.

    references  of protected entities; claims: ids of protected claims; documents: of sources
    spans       the protected mentions of each document
    words       names and descriptions that are masked in every document
    local_words words that are masked in one document: parts of names, single-word descriptions
    lifted      with `--disclose all` nothing is masked
    """

    references: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    spans: Mapping[str, Spans] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    local_words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lifted: bool = False
    _patterns: dict[str, re.Pattern[str] | None] = field(default_factory=dict)

    def quote(self, document: str, text: str, start: int, end: int) -> tuple[str, bool]:
        """Return text[start:end] with protected words masked, and whether any were."""
        if self.lifted:
            return text[start:end], False
        if document in self.documents:
            return "", True
        parts, at = [], start
        for first, last in _overlapping(self.spans.get(document, ()), start, end):
            if first > at:
                parts.append(text[at:first])
            parts.append(MASK)
            at = max(at, last)
        parts.append(text[at:end])
        masked = len(parts) > 1
        whole = "".join(parts)
        shown = self.text(whole, document)
        return shown, masked or shown != whole

    def text(self, words: str, document: str = "") -> str:
        """Return these words (of that document, where one is named) with protected ones masked."""
        pattern = None if self.lifted else self._pattern(document)
        return pattern.sub(MASK, words) if pattern and words else words

    def _pattern(self, document: str) -> re.Pattern[str] | None:
        if document not in self._patterns:
            words = self.words | self.local_words.get(document, frozenset())
            self._patterns[document] = pattern_of(words)
        return self._patterns[document]


def _overlapping(spans: Spans, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches that fall into [start, end), joined where they touch, in order."""
    inside = sorted((max(a, start), min(b, end)) for a, b in spans if a < end and b > start)
    joined: list[tuple[int, int]] = []
    for first, last in inside:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of these words whole, whatever their case, blanks or normal form."""
    forms = {form for word in words for form in _forms(word)}
    if not forms:
        return None
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile("|".join(map(_whole, longest_first)), re.IGNORECASE)


def _whole(form: str) -> str:
    """Return a pattern for a form that is no part of a longer word, where its script has blanks."""
    inner = r"\s+".join(map(re.escape, form.split()))
    before = r"(?<!\w)" if form[0] < FIRST_WITHOUT_BLANKS else ""
    after = r"(?!\w)" if form[-1] < FIRST_WITHOUT_BLANKS else ""
    return f"{before}{inner}{after}"


def _forms(word: str) -> set[str]:
    normal = {unicodedata.normalize(form, word) for form in ("NFC", "NFD", "NFKC")}
    return {" ".join(form.split()) for form in normal if form.strip()}


def protected_spans(mentions: Iterable[tuple[str, str]]) -> dict[str, Spans]:
    """Return the fragments of these mentions (document, anchor), by document."""
    found: dict[str, list[tuple[int, int]]] = {}
    for document, anchor in mentions:
        found.setdefault(document, []).extend(spans_of(anchor))
    return {document: tuple(sorted(set(spans))) for document, spans in found.items()}


def masked_words(
    mentions: Iterable[tuple[str, str, bool]], public: Mapping[str, frozenset[str]]
) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Return the words to mask everywhere, and those to mask in one document.

    `mentions` are (document, words, whether they are a name) of protected mentions. A whole name
    and a description of several words are masked everywhere; a part of a name and a description of
    one word only in its own document, and a part not where a public name there has it, too:
    `public` holds the folded single words of each document's public names.
    """
    everywhere: set[str] = set()
    local: dict[str, set[str]] = {}
    for document, words, is_name in mentions:
        parts = words.split()
        if is_name or len(parts) > 1:
            everywhere.add(words)
        elif len(words) > 3:
            local.setdefault(document, set()).add(words)
        if is_name and len(parts) > 1:
            known = public.get(document, frozenset())
            own = {p for p in parts if len(p) > 2 and p[:1].isupper() and p.casefold() not in known}
            local.setdefault(document, set()).update(own)
    return frozenset(everywhere), {d: frozenset(words) for d, words in local.items()}
