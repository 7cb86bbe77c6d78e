"""Protection: what is withheld, and how its words are kept out of all else (rules 22, 23)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from clew.graph.letters import FIRST_WITHOUT_BLANKS
from clew.graph.masks import MASK, Masks, hidden
from clew.graph.model import Spans, digest, spans_of

__all__ = ["MASK", "Veil", "masked_words", "protected_spans"]


#: So many signs before and after a quote are looked at for names that it holds a part of.
AROUND = 120
#: So many texts without a protected word are remembered: the same come again and again.
REMEMBERED = 200_000


@dataclass(slots=True)
class Veil:
    """What a lens may not show.

    references  of protected entities; claims: ids of protected claims; documents: of sources
    spans       the protected mentions of each document
    words       names and descriptions that are masked in every document
    local_words words that are masked in one document: parts of names, single-word descriptions
    titles      what names a protected source: its id, title, path, addresses, hash
    lifted      with `--disclose all` nothing is masked
    idle        nothing is withheld or masked at all
    """

    references: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    spans: Mapping[str, Spans] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    local_words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()
    lifted: bool = False
    idle: bool = field(init=False)
    _masks: dict[str, Masks] = field(default_factory=dict)
    _clean: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """See whether there is anything to do: asked for every word of a graph."""
        named = self.references or self.words or self.local_words or self.titles
        self.idle = self.lifted or not (named or self.claims or self.documents or self.spans)

    def also(self, forms: Callable[[str], Iterable[str]]) -> Veil:
        """Return the veil, the ids that it hides hidden in every form that they have or had."""
        references = {form for one in self.references for form in forms(one)}
        claims = {form for one in self.claims for form in forms(one)}
        documents = {form for one in self.documents for form in forms(one)}
        return replace(
            self,
            references=self.references | references,
            claims=self.claims | claims,
            documents=self.documents | documents,
        )

    @property
    def fingerprint(self) -> str:
        """What changes when something else is protected than before."""
        local = sorted((d, sorted(words)) for d, words in self.local_words.items())
        several = (self.references, self.claims, self.documents, self.words, self.titles)
        return digest([sorted(ids) for ids in several], local)

    def quote(self, document: str, text: str, start: int, end: int) -> tuple[str, bool]:
        """Return text[start:end] with protected words masked, and whether any were."""
        if self.idle:
            return text[start:end], False
        if document in self.documents:
            return "", True
        # A name may begin before the quote or end after it: the sentence was cut in it.
        first, last = max(start - AROUND, 0), end + AROUND
        marked = [*self.spans.get(document, ()), *self._places(text, first, last, document)]
        shown = hidden(text, marked, start, end)
        return shown, shown != text[start:end]

    def words_of(self, document: str, quote: str) -> tuple[str, bool]:
        """Return a list's own words with protected ones masked, and whether any were."""
        if self.idle:
            return quote, False
        if document in self.documents:
            return "", True
        shown = self.text(quote, document)
        return shown, shown != quote

    def text(self, words: str, document: str = "") -> str:
        """Return these words (of that document, where one is named) with protected ones masked."""
        if self.idle or not words or not (self.references or self.words or self.titles):
            return words
        asked = (words, document if document in self.local_words else "")
        if asked in self._clean:
            return words
        if words in self.titles:
            return MASK
        places = self._places(words, 0, len(words), document)
        if not places and len(self._clean) < REMEMBERED:
            self._clean.add(asked)
        return hidden(words, places, 0, len(words))

    def parts(self, words: str, public: Callable[[], Iterable[str]]) -> str:
        """Return words that a user typed, with what any document masks in itself alone masked.

        What is a part of one of the `public` names stays: it is read there all the same.
        """
        if self.idle:
            return words
        own = frozenset().union(*self.local_words.values())
        if not own or not Masks(own).places(words):
            return words
        known = {part.casefold() for name in public() for part in name.split()}
        left = Masks(part for part in own if part.casefold() not in known)
        return hidden(words, left.places(words), 0, len(words))

    def _places(self, text: str, start: int, end: int, document: str) -> list[tuple[int, int]]:
        """Return where protected words stand in a part of a text."""
        part = text[start:end]
        found = self._of("").places(part)
        if document in self.local_words:
            found += self._of(document).places(part)
        return [(first + start, last + start) for first, last in found]

    def _of(self, document: str) -> Masks:
        if document not in self._masks:
            long = (title for title in self.titles if len(title.split()) > 1 or "/" in title)
            words = self.local_words[document] if document else {*self.words, *long}
            self._masks[document] = Masks(words)
        return self._masks[document]


def protected_spans(mentions: Iterable[tuple[str, str]]) -> dict[str, Spans]:
    """Return the fragments of these mentions (document, anchor), by document."""
    found: dict[str, list[tuple[int, int]]] = {}
    for document, anchor in mentions:
        found.setdefault(document, []).extend(spans_of(anchor))
    return {document: tuple(sorted(set(spans))) for document, spans in found.items()}


def is_full(name: str) -> bool:
    """Return whether a name says enough to know its bearer by: two words, or two signs."""
    return len(name.split()) > 1 or (name[:1] >= FIRST_WITHOUT_BLANKS and len(name) > 1)


def masked_words(
    mentions: Iterable[tuple[str, str, bool, frozenset[str]]],
    public: Mapping[str, frozenset[str]],
) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Return the words to mask everywhere, and those to mask in one document.

    `mentions` are (document, words, whether they are a name, the full names of the entity) of
    protected mentions. A whole name and a description of several words are masked everywhere; a
    part of a name and a description of one word only in its own document, and a part not where a
    public name there has it, too: `public` holds the folded words of each document's public names.
    """
    everywhere: set[str] = set()
    local: dict[str, set[str]] = {}
    for document, words, is_name, full in mentions:
        parts = words.split()
        own = local.setdefault(document, set())
        part_only = len(parts) == 1 and any(words in name.split() for name in full - {words})
        if len(parts) > 1 or (is_name and not part_only):
            everywhere.add(words)
        elif is_name or len(words) > 3:
            own.add(words)
        if is_name and len(parts) > 1:
            known = public.get(document, frozenset())
            own.update(p for p in parts if _tells(p) and p.casefold() not in known)
    return frozenset(everywhere), {d: frozenset(words) for d, words in local.items() if words}


def _tells(part: str) -> bool:
    """Say whether a part of a name is more than an initial or a particle."""
    return len(part.strip(".")) > 1 and not part[:1].islower()
