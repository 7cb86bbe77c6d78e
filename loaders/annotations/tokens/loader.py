"""JSON of tokens with entities and relations, as corpora of relation extraction have it.

Read are, one object a line or in an array: DyGIE++ and SciERC (`sentences`, `ner`, `relations`,
`clusters`, `events`; https://github.com/dwadden/dygiepp/blob/master/doc/data.md), TACRED (`token`,
`subj_start`, `obj_start`, `relation`; https://nlp.stanford.edu/projects/tacred/), SpERT (`tokens`,
`entities`, `relations`; https://github.com/lavis-nlp/spert), DocRED (`sents`, `vertexSet`,
`labels`; https://github.com/thunlp/DocRED), and tokens with a tag each (`tokens`, `ner_tags`).
These keys with lists of plain words tell them: Prodigy's tokens are objects, doccano's and Label
Studio's rows have a text. The text is rebuilt (`rebuilt.py`); rows of the same tokens are one
document. Models' predictions and pairs without a relation are left out and counted; parses and
parts of speech are no annotations and are passed over.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from hashlib import sha256

from clew.loaders.annotations.json_rows import BadRow, Json, Row, first_rows, grouped
from clew.loaders.annotations.tokens.documents import DOCUMENTS
from clew.loaders.annotations.tokens.marks import Marks
from clew.loaders.annotations.tokens.rebuilt import Rebuilt
from clew.loaders.annotations.tokens.shapes import SENTENCES, Shape
from clew.loaders.base import Input, loader
from clew.loaders.items import Item, Text


def _shape(row: Json) -> Shape | None:
    return next((shape for shape in (*DOCUMENTS, *SENTENCES) if shape.fits(row)), None)


def _looks_like_tokens(file: Input) -> bool:
    """Say whether the first rows that can be read are of one of the shapes."""
    return any(_shape(row) for row in first_rows(file))


def _known(row: Json) -> Shape:
    if (shape := _shape(row)) is None:
        raise BadRow("has no tokens with entities or relations as DyGIE, TACRED, SpERT have them")
    return shape


def _key(row: Json) -> Hashable:
    digest = sha256()
    for sentence in _known(row).sentences(row):
        for token in (*sentence, ""):
            data = token.encode()
            digest.update(b"%d:" % len(data) + data)
    return digest.digest()


@loader(
    "tokens",
    title="JSON of tokens with entities and relations (DyGIE, SciERC, TACRED, SpERT, DocRED)",
    suffixes=(".jsonl", ".json", ".ndjson", ".jsonlines"),
    specification="https://github.com/dwadden/dygiepp/blob/master/doc/data.md",
    detect=_looks_like_tokens,
)
def tokens(file: Input) -> Iterator[Item]:
    """Yield each text, then what the rows about it mark."""
    groups, bad = grouped(file, _key)
    for same in groups.values():
        rebuilt = Rebuilt()
        row = same[0].read()
        for sentence in _known(row).sentences(row):
            rebuilt.sentence(sentence)
        place = f"{file.name}#{same[0].number}" if len(groups) > 1 else file.name
        yield Text(text=rebuilt.text, path=place, rebuilt=True)
        yield from bad
        bad = []
        yield from _items(file, same, Marks(rebuilt))


def _items(file: Input, same: list[Row], marks: Marks) -> Iterator[Item]:
    for one in same:
        row = one.read()
        for made in _known(row).items(row, one.number, marks):
            yield file.rejected(one.number, str(made)) if isinstance(made, BadRow) else made
