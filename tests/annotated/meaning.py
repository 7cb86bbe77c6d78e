"""What an annotated document claims, made of the rules and not of what a loader reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from clew.graph.model import (
    Annotation,
    Claim,
    Document,
    anchor_of,
    document_id,
    reference,
    spans_of,
)
from clew.graph.schema import UNCLASSIFIED, schema, tie_type
from tests.annotated.note import Annotated, Bond, Mark, Said

#: What a role means in an event of a kind: a tie from the event, one to it, or a value of it.
ROLES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("Sanction", "Target"): ("SANCTIONED_BY", "to"),
    ("Sanction", "Authority"): ("authority", "value"),
    ("Charge", "Defendant"): ("CHARGED_WITH", "to"),
    ("Charge", "Authority"): ("ISSUED_BY", "from"),
    ("Raid", "LOCATED_IN"): ("LOCATED_IN", "from"),
}
FLAGS = ("negated", "protected", "generic")
FIELDS = frozenset({"status", "attribution", "when", "key", "value", *FLAGS})
Row = tuple[str, str, str, str, str]
#: What is said of a claim, by whatever number of annotations.
Facts = frozenset[tuple[str, str]]


def is_worth(mark: Mark) -> bool:
    """Say whether a mark's words are a value and no thing."""
    kind = schema().kind(mark.kind)
    return kind is not None and kind.is_value


def triggers(doc: Annotated) -> set[int]:
    """Return the numbers of the marks that are events' triggers."""
    return {one.trigger for one in doc.happenings}


def bonds_of(doc: Annotated) -> Iterator[Bond]:
    """Yield the ties that events come to, for formats that have no events."""
    for event in doc.happenings:
        trigger = doc.marks[event.trigger]
        said = {key: value for key, value in trigger.said.items() if key in FIELDS}
        for role, target in event.roles:
            word, way = ROLES[trigger.kind, role]
            ends = (target, event.trigger) if way == "to" else (event.trigger, target)
            if way != "value":
                yield Bond(word, *ends, said, trigger.note)


def values_of(doc: Annotated, number: int) -> Iterator[tuple[str, str]]:
    """Yield the values that a trigger has from its roles."""
    for event in doc.happenings:
        for role, target in event.roles if event.trigger == number else ():
            word, way = ROLES[doc.marks[number].kind, role]
            if way == "value":
                yield word, " ".join(doc.words(doc.marks[target]).split())


def claimed(doc: Annotated) -> list[Annotation]:
    """Return the annotations of a document's claims."""
    return list(_Meaning(doc).all())


class _Meaning:
    def __init__(self, doc: Annotated) -> None:
        self.doc, self.id = doc, document_id(doc.text)
        self.dates: dict[int, str] = {}
        for bond in doc.bonds:
            if bond.type == "when":
                self.dates.setdefault(bond.start, doc.words(doc.marks[bond.end]))

    def all(self) -> Iterator[Annotation]:
        for number, mark in enumerate(self.doc.marks):
            if is_worth(mark):
                continue
            when = self.dates.get(number, "")
            said = {**({"when": when} if when else {}), **mark.said}
            claim = self._claim("mention", self._kind(mark), mark)
            one = self._said(claim, mark.kind, self._ref(mark), said, mark.note)
            yield replace(one, name=" ".join(self.doc.words(mark).split()))
            values = [*values_of(self.doc, number)]
            values += [(key, value) for key, value in said.items() if key not in FIELDS]
            for key, value in values:
                yield replace(
                    one, claim=self._claim("value", key, mark, value=value), extra={}, key=""
                )
        for bond in self.doc.bonds:
            yield from self._bond(bond)
        quiet = {one.trigger for one in self.doc.happenings if one.quiet}
        for bond in bonds_of(self.doc):
            bare = {bond.start, bond.end} & quiet
            yield from self._bond(replace(bond, said={}, note="") if bare else bond)
        for chain in self.doc.chains:
            things = sorted(chain, key=lambda one: self.doc.marks[one].spans)
            for start, end in zip(things, things[1:], strict=False):
                yield from self._bond(Bond("SAME_AS", start, end))

    def _bond(self, bond: Bond) -> Iterator[Annotation]:
        start, end = self.doc.marks[bond.start], self.doc.marks[bond.end]
        if is_worth(end):
            if bond.type != "when":
                value = self._claim("value", bond.type, start, value=self.doc.words(end))
                yield self._said(value, bond.type, self._ref(start), bond.said, "", bare=True)
            return
        known = schema().tie(bond.type)
        word = known.name if known else tie_type(bond.type)
        if known and known.symmetric and end.spans < start.spans:
            start, end = end, start
        claim = self._claim("tie", word, start, end)
        one = self._said(claim, bond.type, self._ref(start), bond.said, bond.note)
        extra = {k: (v,) for k, v in bond.said.items() if k not in FIELDS}
        keys = [" ".join(extra[name]) for name in (known.keys if known else ()) if name in extra]
        yield replace(
            one,
            object=self._ref(end),
            key=one.key or "; ".join(keys),
            extra={**one.extra, **extra},
        )

    def _kind(self, mark: Mark) -> str:
        kind = schema().kind(mark.kind)
        return kind.name if kind else UNCLASSIFIED

    def _ref(self, mark: Mark) -> str:
        return reference(self.id, anchor_of(mark.spans), schema().root(self._kind(mark)))

    def _claim(
        self, shape: str, relation: str, start: Mark, end: Mark | None = None, value: str = ""
    ) -> Claim:
        return Claim(
            document=self.id,
            shape=shape,  # type: ignore[arg-type]
            relation=relation,
            subject=anchor_of(start.spans),
            object=anchor_of(end.spans) if end else "",
            value=value,
        )

    def _said(
        self, claim: Claim, label: str, subject: str, said: Said, note: str, *, bare: bool = False
    ) -> Annotation:
        extra = {"note": (note,)} if note else {}
        if value := said.get("value"):
            extra["value"] = (value,)
        return Annotation(
            claim=claim,
            local_id="",
            line=0,
            label=label,
            subject=subject,
            status=said.get("status", "not_stated"),
            attribution=said.get("attribution", ""),
            when=said.get("when", ""),
            negated="negated" in said,
            protected="protected" in said,
            generic="generic" in said,
            key=said.get("key", ""),
            extra={} if bare else extra,
        )


def document(doc: Annotated) -> Document:
    """Return the document as Clew has it."""
    return Document(text=doc.text, path="note.txt")


def rows(text: str, found: Iterable[Annotation], *, squeezed: bool = False) -> dict[Row, Facts]:
    """Return the claims with what is said of each; `squeezed`: places count no blanks."""
    places = _without_blanks(text) if squeezed else None
    made: dict[Row, Facts] = {}
    for one in found:
        claim = one.claim
        start, end = (_placed(anchor, places) for anchor in (claim.subject, claim.object))
        value = "".join(claim.value.split()) if squeezed else claim.value
        row = (claim.shape, claim.relation, start, end, value)
        made[row] = made.get(row, frozenset()) | frozenset(_facts(one))
    return made


def _facts(one: Annotation) -> Iterator[tuple[str, str]]:
    for name in ("status", "when", "attribution", "key"):
        if (text := getattr(one, name)) not in ("", "not_stated"):
            yield name, text
    yield from ((flag, "true") for flag in FLAGS if getattr(one, flag))
    yield from ((name, text) for name, texts in one.extra.items() for text in texts)


def _placed(anchor: str, places: list[int] | None) -> str:
    if places is None or not anchor:
        return anchor
    return anchor_of(tuple((places[start], places[end]) for start, end in spans_of(anchor)))


def _without_blanks(text: str) -> list[int]:
    places = [0]
    for char in text:
        places.append(places[-1] + (not char.isspace()))
    return places
