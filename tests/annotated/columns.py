"""Writers of CoNLL's columns, and of the JSON of tokens."""

from __future__ import annotations

from collections.abc import Iterator

from tests.annotated.browsers import dumped
from tests.annotated.explosion import pieces, tokens_of
from tests.annotated.meaning import bonds_of
from tests.annotated.note import Annotated, outer


def _whole(doc: Annotated) -> Annotated:
    return doc.kept(lambda number: len(doc.marks[number].spans) == 1)


def _columns(doc: Annotated) -> Iterator[list[int]]:
    """Yield layers of marks that do not overlap."""
    left = [*range(len(doc.marks))]
    while left:
        kept = outer(tuple(doc.marks[number] for number in left))
        yield [left[at] for at in sorted(kept)]
        left = [number for at, number in enumerate(left) if at not in kept]


def conll(doc: Annotated, *, letters: str = "BIIB", layers: int = 1) -> str:
    """Return columns; `letters` are those of a first, inner, last and lone token."""
    doc = _whole(doc)
    tokens = pieces(doc)
    columns = [["O"] * len(tokens) for _ in range(layers)]
    for column, numbers in zip(columns, _columns(doc), strict=False):
        for number in numbers:
            first, last = tokens_of(doc, number, tokens)
            for at in range(first, last + 1):
                place = 3 if first == last else 0 if at == first else 2 if at == last else 1
                column[at] = f"{letters[place]}-{doc.marks[number].kind}"
    lines, before = list[str](), 0
    for at, (start, end) in enumerate(tokens):
        crossed = any(one.spans[0][0] < start < one.spans[0][1] for one in doc.marks)
        if "\n" in doc.text[before:start] and not crossed:  # a span ends with its sentence
            lines.append("")
        lines.append("\t".join([doc.text[start:end], *(column[at] for column in columns)]))
        before = end
    return "\n".join([*lines, "", ""])


def dygie(doc: Annotated) -> str:
    """Return DyGIE's JSON: entities, relations, clusters and events by tokens of the document."""
    doc = _whole(doc)
    tokens = pieces(doc)
    place = [list(tokens_of(doc, number, tokens)) for number in range(len(doc.marks))]
    ner = [[*place[number], mark.kind] for number, mark in enumerate(doc.marks)]
    events = [
        [
            [*place[event.trigger], doc.marks[event.trigger].kind],
            *([*place[target], role] for role, target in event.roles),
        ]
        for event in doc.happenings
    ]
    relations = [[*place[one.start], *place[one.end], one.type] for one in doc.bonds]
    words = [doc.text[start:end] for start, end in tokens]
    clusters = [[place[number] for number in chain] for chain in doc.chains]
    row = {"doc_key": "note", "sentences": [words], "ner": [ner], "relations": [relations]}
    return dumped({**row, "clusters": clusters, "events": [events]}) + "\n"


def spert(doc: Annotated) -> str:
    """Return SpERT's JSON: one sentence, relations by the numbers of entities."""
    doc = _whole(doc)
    tokens = pieces(doc)
    entities = list[dict[str, object]]()
    for number, mark in enumerate(doc.marks):
        first, last = tokens_of(doc, number, tokens)
        entities.append({"type": mark.kind, "start": first, "end": last + 1})
    pairs = [(one.type, one.start, one.end) for one in (*doc.bonds, *bonds_of(doc))]
    pairs += [("same_as", a, b) for chain in doc.chains for a, b in _next(doc, chain)]
    relations = [{"type": type_, "head": a, "tail": b} for type_, a, b in dict.fromkeys(pairs)]
    words = [doc.text[start:end] for start, end in tokens]
    return dumped([{"tokens": words, "entities": entities, "relations": relations}])


def _next(doc: Annotated, chain: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    order = sorted(chain, key=lambda number: doc.marks[number].spans)
    yield from zip(order, order[1:], strict=False)
