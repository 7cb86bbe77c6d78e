"""What somebody states by hand, as annotations of a document's claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clew.ends import End, Ends, Named
from clew.graph.errors import InputError, UsageError
from clew.graph.model import SAME_AS, Annotation, Claim, Document
from clew.graph.passages import passages
from clew.graph.schema import check_tie, schema
from clew.graph.when import bounds
from clew.quoting import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody states: a tie between two ends, or a value of one (`end` is None).

    word      the tie or the property, as the vocabulary or a synonym has it
    quote     the exact words; at: the code point they begin at, where they stand several times
    source    a source of the case; external: what is known of one that is not in it
    extra     what else is said, by name; note: the annotator's own remark
    protected it stays behind the disclosure level
    """

    start: Named
    word: str
    end: Named | None = None
    value: str = ""
    quote: str
    source: str = ""
    at: int | None = None
    external: Mapping[str, str] = field(default_factory=dict)
    locator: str = ""
    status: str = "not_stated"
    attribution: str = ""
    when: str = ""
    key: str = ""
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""
    protected: bool = False


def tie_or_value(word: str) -> tuple[str, str]:
    """Return the tie and the property that a word means, one of them ''; raises UsageError."""
    vocabulary = schema()
    if word in vocabulary.values:
        return "", word
    if tie := vocabulary.tie(word):
        return tie.name, ""
    if value := vocabulary.value(word):
        return "", value.name
    raise UsageError("the vocabulary has no tie and no property of that name: see `clew schema`")


def check_day(option: str, day: str) -> None:
    """Raise UsageError where an option's day is given and is none that EDTF can say."""
    if not day:
        return
    try:
        bounds(day)
    except InputError:
        raise UsageError(
            f"{option} is no date: write it as 2024, 2024-09, 2024-09-12 or 2024-09-12/.."
        ) from None


def stated(said: Statement, document: Document, quote: Span, ends: Ends) -> Iterator[Annotation]:
    """Yield the claim's annotation, then that its ends stand where they do.

    The mentions are claimed here, too, so that the claim keeps its ends when another's do not
    stand any more.
    """
    tie, name = tie_or_value(said.word)
    settled = [ends.settle(one) for one in (said.start, said.end) if one]
    if tie and len(settled) > 1:
        if len({ends.entity(end) for end in settled}) == 1:
            raise UsageError("both ends are the same: a tie joins two")
        yield _tie(said, tie, settled[0], settled[1], document, quote)
    elif name:
        yield _value(said, name, settled[0], document, quote)
    else:
        raise UsageError("that is a tie: name its start and its end")
    for side, end in zip(("start", "end"), settled, strict=False):
        if end.mentioned:
            yield _mention(end, side, document)


def _tie(
    said: Statement, tie: str, start: End, end: End, document: Document, quote: Span
) -> Annotation:
    if tie == SAME_AS:
        raise UsageError("who is who is decided and not claimed: use `clew same`")
    if wrong := check_tie(tie, start.kind, end.kind):
        raise UsageError(wrong.rstrip("."))
    known = schema().ties[tie]
    if known.symmetric and end.spans < start.spans:
        start, end = end, start
    keys = [" ".join(said.extra[name]) for name in known.keys if name in said.extra]
    claim = Claim(
        document=document.id,
        shape="tie",
        relation=tie,
        subject=start.anchor,
        object=end.anchor,
        quote=quote,
        locator=_locator(said, document, start, end),
    )
    return _said(said, claim, start, end, said.key or "; ".join(keys))


def _value(said: Statement, name: str, start: End, document: Document, quote: Span) -> Annotation:
    if said.key:
        raise UsageError("--key tells ties apart: a value has none")
    value = said.value.strip()
    if not value:
        raise UsageError("that is a property: name an entity, the property and its value")
    if schema().values[name].type == "date":
        check_day("the value", value)
    claim = Claim(
        document=document.id,
        shape="value",
        relation=name,
        subject=start.anchor,
        value=value,
        quote=quote,
        locator=_locator(said, document, start),
    )
    return _said(said, claim, start, None, "")


def _said(said: Statement, claim: Claim, start: End, end: End | None, key: str) -> Annotation:
    note = {"note": (said.note,)} if said.note else {}
    return Annotation(
        claim=claim,
        local_id="claim",
        line=1,
        label=said.word,
        subject=start.reference,
        object=end.reference if end else "",
        status=said.status,
        attribution=said.attribution,
        when=said.when,
        protected=said.protected,
        key=key,
        extra={**{name: tuple(texts) for name, texts in said.extra.items()}, **note},
    )


def _mention(end: End, side: str, document: Document) -> Annotation:
    read = passages(document.text)
    claim = Claim(
        document=document.id,
        shape="mention",
        relation=end.kind,
        subject=end.anchor,
        quote=read.quote(end.spans),
        locator=read.locator(end.spans),
    )
    return Annotation(
        claim=claim,
        local_id=side,
        line=1,
        label=end.kind,
        subject=end.reference,
        name=end.name,
        protected=end.protected,
        generic=end.generic,
    )


def _locator(said: Statement, document: Document, *ends: End) -> str:
    if said.external:
        return f"{said.locator}, entered by hand".removeprefix(", ")
    spans = tuple(span for end in ends for span in end.spans)
    return said.locator or passages(document.text).locator(spans)
