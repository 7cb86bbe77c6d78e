"""spaCy's DocBin (.spacy): entities and span groups of each document, read without spaCy.

https://spacy.io/api/docbin, https://github.com/explosion/spaCy/blob/master/spacy/tokens/_serialize.py.
The text is that of the tokens with the blanks that the file keeps. A span's entry of a knowledge
base is an identifier: of Wikidata where it is called as items there are (`Q42`), else under the
scheme `kb_id`. Categories of whole texts are left out and counted; parses and parts of speech are
no annotations. Who annotated, and whether it was a person or a model, the format does not say. User
data is not opened. It is told by its packing and the key `attrs` in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from clew.graph.errors import InputError
from clew.graph.model import Rejected
from clew.loaders.annotations.spacy.docbin_read import BadBin, Bin, Doc, looks_like
from clew.loaders.annotations.tokens.marks import UNLABELLED, Marks
from clew.loaders.annotations.tokens.rebuilt import Rebuilt
from clew.loaders.base import Input, loader
from clew.loaders.items import Counted, Identifier, Item, Text
from clew.loaders.suffixes import suffix_of

_ITEM = re.compile(r"Q[1-9]\d{0,11}$")


def _looks_like_docbin(file: Input) -> bool:
    # under its own name, so that a broken one is told as such
    return looks_like(file.bytes()) or (
        suffix_of(file.path) == ".spacy" and file.bytes().startswith(b"\x78")
    )


@loader(
    "docbin",
    title="spaCy DocBin (.spacy)",
    suffixes=(".spacy",),
    specification="https://spacy.io/api/docbin",
    detect=_looks_like_docbin,
)
def docbin(file: Input) -> Iterator[Item]:
    """Yield each document's text, then its entities and the spans of its groups."""
    try:
        found = Bin(file.bytes())
    except BadBin as error:
        raise InputError(str(error), file.name) from None
    early = [Counted("texts with user data", found.user_data, left_out=True)]
    bad: list[Rejected] = []
    groups: dict[bytes, list[int]] = {}
    for number in range(len(found)):
        try:
            text = _rebuilt(found.doc(number)).text
        except BadBin as error:
            bad.append(file.rejected(number + 1, str(error)))
            continue
        if text.strip():
            groups.setdefault(sha256(text.encode()).digest(), []).append(number)
        else:
            early.append(Counted("documents without a word", left_out=True))
    if not groups:
        raise InputError("holds no document that could be read", file.name)
    for numbers in groups.values():
        first = found.doc(numbers[0])
        rebuilt = _rebuilt(first)
        place = f"{file.name}#{numbers[0] + 1}" if len(groups) > 1 else file.name
        yield Text(text=rebuilt.text, path=place, rebuilt=first.rebuilt)
        yield from (one for one in early if one.count)
        yield from bad
        early, bad = [], []
        yield from _items(file, found, numbers, Marks(rebuilt))


def _rebuilt(doc: Doc) -> Rebuilt:
    rebuilt = Rebuilt()
    for word, space in zip(doc.words, doc.spaces, strict=True):
        rebuilt.exact(word, space=space)
    return rebuilt


def _items(file: Input, found: Bin, numbers: list[int], marks: Marks) -> Iterator[Item]:
    """Yield what the documents of one text mark; `line` is the document's number, from 1."""
    for number in numbers:
        doc = found.doc(number)
        for one in (*doc.entities, *doc.groups):
            mention = marks.mention(number + 1, one.first, one.end - 1, one.label or UNLABELLED)
            yield mention
            if one.entry:
                yield Identifier(
                    id=f"N{mention.id[1:]}",
                    line=number + 1,
                    target=mention.id,
                    scheme="Wikidata" if _ITEM.match(one.entry) else "kb_id",
                    value=one.entry,
                )
        if doc.categories:
            yield Counted("categories of whole texts", doc.categories, left_out=True)
        yield from (file.rejected(number + 1, reason) for reason in doc.bad)
