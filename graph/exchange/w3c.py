"""W3C Web Annotations of what one annotator says of one document, as JSON-LD.

https://www.w3.org/TR/annotation-model/. An AnnotationPage: a mention is an annotation with its kind
as a tag, a tie links two annotations in their order, and what is said of either stands in tags such
as `status:alleged`. Places are given twice, as offsets in code points and as words with what stands
around them, so that they are found in a text that has changed, too; whoever reads them takes blanks
at the ends of a place for none of it. The text itself is not in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clew.graph.exchange.said import (
    FLAGS,
    WIKIDATA,
    Handed,
    Names,
    Statement,
    note,
    others,
    sorted_out,
    statements,
    text_of,
    word_of,
)
from clew.graph.model import Annotation, Document, spans_of
from clew.graph.schema import schema

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
_ENTRY = "https://www.wikidata.org/entity/"
_ITEM = re.compile(r"Q\d+$")
#: What a tag can say: a key, and a text that is no address without a scheme.
_SAYABLE = re.compile(r"(?!//)\S")


@dataclass(frozen=True, slots=True)
class Page:
    """The JSON-LD of one document; `left_out`: what web annotations cannot say, by why."""

    data: bytes
    left_out: Mapping[str, int]


def w3c(
    document: Document,
    annotations: Iterable[Annotation],
    *,
    source: str,
    creator: str = "",
    masked: str | None = None,
) -> Page:
    """Return the annotations as a page; the same claims give the same bytes.

    source      the address or name under which the reader finds the text
    creator     who annotated
    masked      the text whose words leave in place of the document's, of the same length

    Whoever calls has put the annotations through a lens, and masked in the text what that hides:
    all that is given is written. Raises UsageError for a masked text of another length.
    """
    import orjson

    text = text_of(document, masked)
    handed = sorted_out(document.id, annotations)
    items = list(_Items(text, source, creator, handed).all())
    page = {"@context": _CONTEXT, "type": "AnnotationPage", "items": items}
    data = orjson.dumps(page, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    return Page(data, dict(sorted((+handed.left_out).items())))


class _Items:
    """Numbers the annotations."""

    def __init__(self, text: str, source: str, creator: str, handed: Handed) -> None:
        self.text, self.source, self.handed = text, source, handed
        self.maker = {"creator": {"type": "Person", "name": creator}} if creator else {}
        self.names = Names()

    def all(self) -> Iterator[dict[str, Any]]:
        """Yield the mentions, then the ties."""
        for number, (one, values) in enumerate(self.handed.mentions, 1):
            name = f"urn:clew:T{number}"
            self.names.add(one, name)
            said = [*statements(one, values)], [*others(one)]
            yield self._item(name, "tagging", word_of(one), *said, self._target(one))
        for number, tie in enumerate(self.handed.ties, 1):
            said = [*statements(tie)], [*others(tie)]
            ends = list(self.names.ends(tie))
            yield self._item(f"urn:clew:R{number}", "linking", tie.claim.relation, *said, ends)

    def _item(
        self,
        name: str,
        motive: str,
        label: str,
        said: list[Statement],
        more: list[Statement],
        target: object,
    ) -> dict[str, Any]:
        bodies = [_tag(label if _is_word(label) else f"kind:{label}")]
        rest: list[Statement] = []
        for key, value in (*said, *more):
            if key == WIKIDATA and _ITEM.match(value):
                entry = {"type": "SpecificResource", "purpose": "identifying"}
                bodies.append({**entry, "source": _ENTRY + value})
            elif key in FLAGS:
                bodies.append(_tag(key))
            elif key == "note" or not _SAYABLE.match(value):
                rest.append((key, value))
            else:
                bodies.append(_tag(f"{key}:{value}"))
        if rest:
            comment = {"type": "TextualBody", "purpose": "commenting", "format": "text/plain"}
            bodies.append({**comment, "value": note(rest)})
        head = {"id": name, "type": "Annotation", **self.maker, "motivation": motive}
        return {**head, "body": bodies, "target": target}

    def _target(self, one: Annotation) -> dict[str, Any]:
        parts = [self._part(start, end) for start, end in spans_of(one.claim.subject)]
        return parts[0] if len(parts) == 1 else {"type": "Composite", "items": parts}

    def _part(self, start: int, end: int) -> dict[str, Any]:
        text = self.text
        quote = {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - _AROUND) : start],
            "suffix": text[end : end + _AROUND],
        }
        place = {"type": "TextPositionSelector", "start": start, "end": end}
        return {"source": self.source, "selector": [place, quote]}


def _is_word(label: str) -> bool:
    return schema().kind(label) is not None or schema().tie(label) is not None


def _tag(value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}
