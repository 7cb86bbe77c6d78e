"""The ends of a claim by hand: which words of the quote stand for which entity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from clew.graph.errors import AmbiguousName, UnknownId, UsageError
from clew.graph.ledger.read import Reading
from clew.graph.model import Spans, anchor_of, reference, spans_of
from clew.graph.opened import UNKNOWN, Opened
from clew.graph.scene import Scene
from clew.graph.schema import schema
from clew.quoting import Span, places


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What somebody gave for an end.

    given   an entity's id or name, or words of the quote
    words   the words of the quote that stand for it, where they are others; kind: of somebody new
    side    `start` or `end`, as the options are called
    """

    given: str
    words: str = ""
    kind: str = ""
    side: str = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """An end that is settled; `mentioned`: its words are a mention of it, known or new."""

    spans: Spans
    reference: str
    kind: str
    name: str
    mentioned: bool = True
    protected: bool = False
    generic: bool = False

    @property
    def anchor(self) -> str:
        """Where it stands in the text."""
        return anchor_of(self.spans)


@dataclass(slots=True)
class Ends:
    """Settles ends inside one quote of one document, as far as the lens shows the case."""

    scene: Scene
    graph: Opened
    document: str
    text: str
    quote: Span
    _mentions: list[Reading] = field(init=False)

    def __post_init__(self) -> None:
        """Look up the mentions of the quote once."""
        self._mentions = sorted(self._standing(), key=lambda row: spans_of(row.subject_at))

    def settle(self, named: Named) -> End:
        """Return the end that somebody named.

        Raises UsageError where the quote does not name it, UnknownId, or AmbiguousName with the
        choices.
        """
        if named.words:
            return self._by_words(named)
        reference = self._id(named.given)
        if reference:
            return self._of_entity(named, reference, ())
        spans = places(self.text, self.quote, named.given)
        if standing := self._at(spans, named.kind):
            return self._of_mention(self._one(standing))
        if named.kind:
            return self._new(named, spans)
        return self._of_entity(named, self._entity(named), spans)

    def entity(self, end: End) -> str:
        """Return the entity of an end; somebody new is one of its own."""
        return self.scene.entity(end.reference) or end.reference

    def _standing(self) -> Iterable[Reading]:
        """Yield the mentions that stand in the quote and that the lens shows."""
        first, last = self.quote
        for claim in self.scene.claims.values():
            row = claim.readings[0]
            if row.shape != "mention" or row.document != self.document:
                continue
            spans = spans_of(row.subject_at)
            if spans and spans[0][0] >= first and spans[-1][1] <= last:
                if not self.scene.is_withheld(claim):
                    yield row

    def _id(self, words: str) -> str:
        """Return the reference that these words are, '' where they are none that is shown."""
        hidden = self.scene.lens.disclose == "public" and words in self.scene.veil.references
        return words if words in self.scene.identity.entity and not hidden else ""

    def _entity(self, named: Named) -> str:
        try:
            return self.graph.entity(named.given).id
        except UnknownId:
            hint = f"; of somebody new whom the quote names, say --{named.side}-kind"
            raise UnknownId(UNKNOWN + hint) from None

    def _at(self, spans: Iterable[Span], kind: str) -> list[Reading]:
        """Return the mentions at just these places, of a kind of the same root if one is given."""
        anchors = {anchor_of((span,)) for span in spans}
        root = schema().root(_kind(kind)) if kind else ""
        return [
            row
            for row in self._mentions
            if row.subject_at in anchors and (not root or schema().root(row.relation) == root)
        ]

    def _one(self, rows: list[Reading]) -> Reading:
        """Return the first of these mentions; raises AmbiguousName where they are several's."""
        entity = self.scene.identity.entity
        found = {entity[row.subject]: row for row in reversed(rows)}
        if len(found) > 1:
            nodes = [self.graph.node(identity) for identity in sorted(found)]
            choices = [(n.id, n.properties["kind"], n.properties["name"]) for n in nodes]
            raise AmbiguousName("those words stand for several entities: use an id", choices)
        return rows[0]

    def _of_mention(self, row: Reading) -> End:
        return End(
            spans=spans_of(row.subject_at),
            reference=row.subject,
            kind=row.relation,
            name=row.name,
            protected=bool(row.protected),
            generic=bool(row.generic),
        )

    def _of_entity(self, named: Named, reference: str, spans: Iterable[Span]) -> End:
        """Return an entity as an end: where it is mentioned in the quote, else named there."""
        entity = self.scene.identity.entity
        for row in self._mentions:
            if entity[row.subject] == entity[reference]:
                return self._of_mention(row)
        node = self.graph.node(reference)
        forms = [node.properties["name"], *node.properties.get("names", ())]
        found = [
            *spans,
            *(place for form in forms for place in places(self.text, self.quote, form)),
        ]
        if not found:
            raise UsageError(
                f"the quote does not name its {named.side}: take more of the text, or say with"
                f" --{named.side}-words which of its words mean it"
            )
        return self._placed(found[0], reference, node.properties["kind"])

    def _by_words(self, named: Named) -> End:
        spans = places(self.text, self.quote, named.words)
        if not spans:
            raise UsageError(f"the words of --{named.side}-words do not stand in the quote")
        reference = self._id(named.given) or self._entity(named)
        entity = self.scene.identity.entity
        for row in self._at(spans, ""):
            if entity[row.subject] == entity[reference]:
                return self._of_mention(row)
        return self._placed(spans[0], reference, self.graph.node(reference).properties["kind"])

    def _placed(self, span: Span, reference: str, kind: str) -> End:
        name = self._words(span)
        return End(spans=(span,), reference=reference, kind=kind, name=name, mentioned=False)

    def _new(self, named: Named, spans: list[Span]) -> End:
        if not spans:
            raise UsageError(f"the quote does not name its {named.side}, which is to be new")
        kind = _kind(named.kind)
        identity = reference(self.document, anchor_of((spans[0],)), schema().root(kind))
        name = self._words(spans[0])
        return End(spans=(spans[0],), reference=identity, kind=kind, name=name)

    def _words(self, span: Span) -> str:
        return " ".join(self.text[slice(*span)].split())


def _kind(word: str) -> str:
    """Return the kind that a word means; raises UsageError for one that can be no node."""
    known = schema().kind(word)
    if known is None:
        raise UsageError("the vocabulary has no kind of that name: see `clew schema`")
    if known.refused:
        raise UsageError("a single victim is never entered: victims are groups (VictimGroup)")
    if known.is_value:
        raise UsageError("that kind is a value and no thing: give it as PROPERTY and VALUE")
    return known.name
