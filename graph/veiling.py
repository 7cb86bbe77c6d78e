"""What is protected in a case, worked out from all that stands, whatever a lens leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clew.graph.belongings import belongings
from clew.graph.described import is_described
from clew.graph.identity.names import NAMING, is_pronoun
from clew.graph.identity.resolve import Identity
from clew.graph.ledger.read import Reading
from clew.graph.ledger.sources import Source
from clew.graph.marks import Ghost, Marks
from clew.graph.model import Spans, identical, spans_of
from clew.graph.protection import Veil, is_full, masked_words, protected_spans
from clew.graph.schema import Schema

NOBODY: frozenset[str] = frozenset()


@dataclass(slots=True)
class Guard:
    """Works out the veil: `rows` is all that stands, and what was withdrawn and marked in it.

    `identity` is that of all these rows: a mark holds for the whole entity, even where a lens
    leaves out the text that bears it.
    """

    rows: Sequence[Reading]
    marks: Marks
    identity: Identity
    schema: Schema

    def veil(self, sources: Mapping[str, Source], *, lifted: bool) -> Veil:
        """Return what may not be shown."""
        if not self.marks.latest and not any(row.protected for row in self.rows):
            return Veil(lifted=lifted)
        secret = self._references()
        mentions = [row for row in self._mentions() if row.subject in secret]
        ghosts = [g for g in self.marks.ghosts if g.name]
        everywhere, local = masked_words(
            [
                *self._words([*mentions, *self._aliases(secret)]),
                *((g.document, g.name, self._names(g), NOBODY) for g in ghosts),
            ],
            self._public_words(secret),
        )
        documents = self.marks.protected("d") & sources.keys()
        theirs = belongings(self.rows, self.identity, secret, self.schema)
        secret |= {ref for ref in theirs if not self.marks.is_released(ref)}
        places = [
            (row.document, row.subject_at) for row in self._mentions() if row.subject in secret
        ]
        return Veil(
            references=frozenset(secret),
            claims=frozenset(self._claims(secret)),
            documents=documents,
            spans=protected_spans(
                [*places, *((g.document, g.anchor) for g in ghosts), *self._statements(secret)]
            ),
            words=everywhere,
            local_words=local,
            titles=frozenset(_titles(sources[document] for document in documents)),
            lifted=lifted,
        )

    def _mentions(self) -> Iterator[Reading]:
        return (row for row in self.rows if row.shape == "mention")

    def _references(self) -> set[str]:
        """Return every reference of every entity that is protected.

        Who bears a protected name elsewhere is protected, too, unless released: it may be the same
        person in a text that was not marked, and nobody is to be exposed in doubt.
        """
        members, entity = self.identity.members, self.identity.entity
        marked = (row for row in self._mentions() if is_marked(self.marks, row))
        seeds = {row.subject for row in marked if not self._is_victim(row) or _is_named(row)}
        seeds |= {row.subject for row in self._mentions() if self._is_ghost(row)}
        seeds |= self._parts_of_names()
        bearers = self._bearers()
        secret: set[str] = set()
        while fresh := {ref for seed in seeds for ref in members[entity[seed]]} - secret:
            secret |= fresh
            keys = {
                key
                for row in self._mentions()
                if row.subject in fresh and self._names(row)
                for key in self._keys(row)
            }
            seeds = {ref for key in keys for ref in bearers.get(key, ())} - secret
        return secret

    def _parts_of_names(self) -> set[str]:
        """Return what another reader marked within a protected person's name, unless released.

        Two who read one text differ in where a name ends: what one protects the other names.
        """
        names: dict[str, list[tuple[tuple[str, str], Spans]]] = {}
        for row in self._mentions():
            person = self.schema.is_a(row.relation, "Person") or self._is_victim(row)
            if person and is_marked(self.marks, row):
                whole = ((row.tool, row.annotator), spans_of(row.subject_at))
                names.setdefault(row.document, []).append(whole)
        return {
            row.subject
            for row in self._mentions()
            if row.document in names and not self.marks.is_released(row.subject)
            for reader, spans in names[row.document]
            if reader != (row.tool, row.annotator) and _within(spans_of(row.subject_at), spans)
        }

    def _bearers(self) -> dict[tuple[str, str, str], set[str]]:
        """Return who bears a name: (document or '' for every one, root kind, folded name)."""
        found: dict[tuple[str, str, str], set[str]] = {}
        for row in self._mentions():
            if row.name and not row.generic and not self.marks.is_released(row.subject):
                for key in self._keys(row):
                    found.setdefault(key, set()).add(row.subject)
        return found

    def _keys(self, row: Reading) -> list[tuple[str, str, str]]:
        root = self.schema.root("Person" if self._is_victim(row) else row.relation)
        name = identical(row.name)
        return [(row.document, root, name), *([("", root, name)] if is_full(row.name) else ())]

    def _is_victim(self, row: Reading) -> bool:
        """Tell whether this is a single victim, who is hidden by name; a description is none's."""
        kind = self.schema.kinds.get(row.relation)
        return kind is not None and kind.refused

    def _aliases(self, secret: set[str]) -> Iterator[Reading]:
        """Yield the other names of what is protected, as if they were mentions of it."""
        for row in self.rows:
            if row.relation in NAMING and row.shape == "value" and row.subject in secret:
                yield row._replace(name=row.value)

    def _names(self, row: Reading | Ghost) -> bool:
        kind = row.relation if isinstance(row, Reading) else row.kind
        return bool(row.name) and not is_described(row.name, kind)

    def _is_ghost(self, row: Reading) -> bool:
        """Tell whether a mention stands where, or reads as, a protected one did that is gone."""
        return not self.marks.is_released(row.subject) and any(
            row.document == ghost.document
            and (
                _overlap(row.subject_at, ghost.anchor)
                or identical(row.name) == identical(ghost.name)
            )
            for ghost in self.marks.ghosts
        )

    def _words(
        self, mentions: Iterable[Reading]
    ) -> Iterator[tuple[str, str, bool, frozenset[str]]]:
        mentions = [row for row in mentions if row.name and not is_pronoun(row.name)]
        full: dict[str, set[str]] = {}
        for row in mentions:
            if is_full(row.name) and self._names(row):
                full.setdefault(self.identity.entity[row.subject], set()).add(row.name)
        for row in mentions:
            whole = frozenset(full.get(self.identity.entity[row.subject], ()))
            yield row.document, row.name, self._names(row), whole

    def _public_words(self, secret: set[str]) -> dict[str, frozenset[str]]:
        """Return the single words of every public name, folded, by document."""
        words: dict[str, set[str]] = {}
        for row in self._mentions():
            if row.subject not in secret and self._names(row):
                words.setdefault(row.document, set()).update(row.name.casefold().split())
        return {document: frozenset(found) for document, found in words.items()}

    def _claims(self, secret: set[str]) -> Iterator[str]:
        for row in self.rows:
            if row.subject in secret or row.object in secret or is_marked(self.marks, row):
                yield row.claim

    def _statements(self, secret: set[str]) -> Iterator[tuple[str, str]]:
        """Yield the quotes of claims that are protected for themselves: they say it all."""
        for row in self.rows:
            ends = {row.subject, row.object}
            if row.shape != "mention" and ends.isdisjoint(secret) and is_marked(self.marks, row):
                yield row.document, f"{row.quote_start}-{row.quote_end}"


def is_marked(marks: Marks, row: Reading) -> bool:
    """Tell whether a claim is protected for itself, by its annotation or by an act.

    An act about a mention's thing holds for what is said of it alone; a tie has its own mark.
    """
    if not marks.latest:
        return bool(row.protected)
    about = (row.claim,) if row.shape == "tie" else (row.claim, row.subject)
    return marks.of(*about, default=row.protected)


def _is_named(row: Reading) -> bool:
    return bool(row.name) and not is_described(row.name, "Person")


def _within(one: Spans, other: Spans) -> bool:
    return bool(one) and all(any(c <= a and b <= d for c, d in other) for a, b in one)


def _overlap(one: str, other: str) -> bool:
    return any(a < d and c < b for a, b in spans_of(one) for c, d in spans_of(other))


def _titles(sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        names = (source.fact(name) for name in ("title", "url", "archive_url"))
        yield from filter(None, (source.id, source.path, source.sha256, *names))
