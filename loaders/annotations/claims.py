"""How claims of a text and their annotations are made: ends, quotes, references."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import NamedTuple

from clew.graph.model import Annotation, Claim, Document, Shape, Spans, anchor_of, reference
from clew.graph.passages import Passages
from clew.graph.schema import UNCLASSIFIED, check_tie, schema
from clew.loaders.annotations.check import Checked
from clew.loaders.annotations.profile import Profile
from clew.loaders.annotations.rules import TieRule
from clew.loaders.annotations.said import Reader, Said
from clew.loaders.annotations.spans import covered
from clew.loaders.items import Tie


class End(NamedTuple):
    """A mention as an end of claims: where it stands, how identity knows it, its kind.

    value     its words are a value and no thing; refused: a single victim, who is left out
    """

    id: str
    spans: Spans
    anchor: str
    reference: str
    kind: str
    value: bool
    refused: bool

    @property
    def thing(self) -> bool:
        """Whether it can be a node."""
        return not (self.value or self.refused)


class Origin(NamedTuple):
    """Which item of the tool says something: its id, line and label."""

    id: str
    line: int
    label: str


class Claims:
    """Makes annotations of one document's claims, and counts what is left out of them.

    dates       when a mention's thing is, as a relation to a date says
    told        what relations from values to a relation say of that relation
    roles       the participants that relations give an event, by its trigger: (role, end, relation)
    used        the mentions of values that became part of a claim
    needed      the mentions that are an end of a claim
    silent      the triggers that became a tie and are no thing of their own
    """

    def __init__(self, document: Document, checked: Checked, profile: Profile) -> None:
        self.text, self.checked, self.profile = document.text, checked, profile
        self.document = document.id
        self.passages = Passages(document.text)
        self.unmapped, self.left_out = Counter[str](), Counter[str]()
        self.reader = Reader(profile, checked, self.unmapped)
        self.left_out["words of the whole text"] += self.reader.idle()
        self.dates: dict[str, str] = {}
        self.told: defaultdict[str, Said] = defaultdict(Said)
        self.roles: dict[str, list[tuple[str, End, Tie]]] = {}
        self.used: set[str] = set()
        self.needed: set[str] = set()
        self.silent: set[str] = set()
        self._ends: dict[str, End] = {}
        self.events_at: defaultdict[str, list[str]] = defaultdict(list)
        for event in checked.events.values():
            self.events_at[event.trigger].append(event.id)

    def end(self, identifier: str) -> End:
        """Return the end for the id of a mention or an event."""
        at = self.checked.trigger(identifier)
        if at not in self._ends:
            self._ends[at] = self._end(at)
        return self._ends[at]

    def _end(self, identifier: str) -> End:
        kind = self.profile.kind(self.checked.mentions[identifier].label)
        spans = self.checked.spans[identifier]
        anchor = anchor_of(spans)
        return End(
            id=identifier,
            spans=spans,
            anchor=anchor,
            reference=reference(self.document, anchor, kind.root if kind else UNCLASSIFIED),
            kind=kind.name if kind else UNCLASSIFIED,
            value=kind is not None and kind.is_value and not kind.refused,
            refused=kind is not None and kind.refused,
        )

    def said(self, mention: str, label: str) -> Said:
        """Return what is said of a mention and of the events that it triggers."""
        said = self.reader.read((mention, *self.events_at.get(mention, ())), label)
        said.when = said.when or self.dates.get(mention, "")
        return said

    def said_of(self, tie: Tie) -> Said:
        """Return what is said of a relation, by itself and by those that lead to it."""
        said = self.reader.read((tie.id,), tie.label)
        if tie.id in self.told:
            said.add(self.told[tie.id])
        return said

    def dated(self, said: Said, kind: str) -> Said:
        """Return it with the date that a value gives, where what it is said of is no value."""
        if self.profile.happens(kind):
            said.when = said.when or said.date_of_value()
        return said

    def hidden(self, end: End) -> bool:
        """Say whether the words of a mention are protected, so that no open claim may hold them."""
        return self.said(end.id, self.checked.mentions[end.id].label).protected

    def worth(self, end: End) -> str:
        """Return the value that a mention of a value has: its normal form, else its words."""
        self.used.add(end.id)
        said = self.said(end.id, "")
        return said.value or said.when or self.words(end)

    def words(self, end: End) -> str:
        """Return the words that a mention covers, blanks folded."""
        return " ".join(covered(self.text, end.spans).split())

    def mention(self, end: End, said: Said, origin: Origin) -> Annotation:
        """Return the annotation that a thing of this kind stands here."""
        claim = self._claim("mention", end.kind, end)
        return self._annotation(claim, said, origin, end, name=self.words(end))

    def value(
        self,
        end: End,
        name: str,
        text: str,
        said: Said,
        origin: Origin,
        at: End | None = None,
        *,
        own: bool = False,
    ) -> Annotation:
        """Return the annotation that an end has this value; `at`: the words that give it.

        `own`: what is said is said of the value itself, and notes and values stay with it.
        """
        self.needed |= {end.id, at.id} if at else {end.id}
        claim = self._claim("value", name, end, value=text, at=at)
        made = self._annotation(claim, said, origin, end, extra=_kept(said) if own else {})
        return replace(made, protected=True) if at and self.hidden(at) else made

    def tie(self, rule: TieRule, start: End, end: End, said: Said, origin: Origin) -> Annotation:
        """Return the annotation of a tie; a symmetric one starts where the text is earlier."""
        first, second = (end, start) if rule.swap else (start, end)
        self.needed |= {start.id, end.id}
        said.when = said.when or said.date_of_value()
        known = schema().ties.get(rule.tie)
        if known and known.symmetric and second.spans < first.spans:
            first, second = second, first
        if check_tie(rule.tie, first.kind, second.kind):
            self.checked.counts["unfit_ends"] += 1
        extra = _kept(said)
        keys = [" ".join(extra[name]) for name in (known.keys if known else ()) if name in extra]
        claim = self._claim("tie", rule.tie, first, at=second)
        return self._annotation(
            claim, said, origin, first, second, key=said.key or "; ".join(keys), extra=extra
        )

    def _claim(
        self, shape: Shape, relation: str, subject: End, *, value: str = "", at: End | None = None
    ) -> Claim:
        """Return a claim; `at` is the other end of a tie, or where a value's words stand."""
        spans = subject.spans + (at.spans if at else ())
        return Claim(
            document=self.document,
            shape=shape,
            relation=relation,
            subject=subject.anchor,
            object=at.anchor if at and shape == "tie" else "",
            value=value,
            quote=self.passages.quote(spans),
            locator=self.passages.locator(spans),
        )

    def _annotation(
        self,
        claim: Claim,
        said: Said,
        origin: Origin,
        subject: End,
        obj: End | None = None,
        *,
        name: str = "",
        key: str = "",
        extra: dict[str, tuple[str, ...]] | None = None,
    ) -> Annotation:
        if extra is None:
            extra = {name: tuple(texts) for name, texts in said.extra.items()}
        return Annotation(
            claim=claim,
            local_id=origin.id,
            line=origin.line,
            label=origin.label,
            subject=subject.reference,
            object=obj.reference if obj else "",
            name=name,
            status=said.status,
            attribution=said.attribution,
            when=said.when,
            negated=said.negated,
            protected=said.protected,
            generic=said.generic,
            key=key,
            extra=extra,
        )


def _kept(said: Said) -> dict[str, tuple[str, ...]]:
    """Return the notes and values that are said of a tie or a value, by their names."""
    extra = {name: tuple(texts) for name, texts in said.extra.items()}
    for told in said.values:
        extra[told.name] = (*extra.get(told.name, ()), told.value)
    if said.value:
        extra["value"] = (said.value,)
    return extra
