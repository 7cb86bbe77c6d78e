"""A spaCy DocBin as documents of tokens, entities and span groups; https://spacy.io/api/docbin.

zlib around MessagePack: a table of 64-bit numbers, a row a token, with the words beside. Nothing of
it is code: no object is made of what stands there, and user data is not even unpacked.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from clew.loaders.annotations.spacy.docbin_strings import by_number
from clew.loaders.annotations.spacy.msgpack import BadPack, unpack

#: No DocBin may have more bytes when it is unpacked, or more tokens.
LARGEST = 192 * 1024 * 1024
_ORTH, _IOB, _TYPE, _KB_ID = 65, 77, 78, 452
_WITHIN, _BEGIN = 1, 3
_SPAN = struct.Struct(">QQQllll")


class BadBin(ValueError):
    """A file, or a document of it, that is no DocBin; the message says why."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A span: its first token, the one behind its last, label and entry of a knowledge base."""

    first: int
    end: int
    label: str
    entry: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Doc:
    """A document: its words, and whether a blank follows each; spans, and what else it has.

    rebuilt     where the blanks stand is not known
    """

    words: list[str]
    spaces: list[bool]
    entities: list[Marked]
    groups: list[Marked]
    categories: int
    bad: list[str]
    rebuilt: bool


def inflated(data: bytes, most: int = LARGEST) -> bytes:
    """Return what zlib packed; raises BadBin where it is more than `most` bytes."""
    reader = zlib.decompressobj()
    try:
        found = reader.decompress(data, most)
    except zlib.error:
        raise BadBin("is no DocBin: zlib cannot unpack it") from None
    if reader.unconsumed_tail:
        raise BadBin(f"has more than {most // 1024**2} MB when it is unpacked: split it")
    if not reader.eof:
        raise BadBin("is cut short")
    return found


def looks_like(data: bytes) -> bool:
    """Say whether these bytes begin like a DocBin: packed MessagePack with a key `attrs`."""
    if data[:1] != b"\x78":
        return False
    try:
        head = zlib.decompressobj().decompress(data, 256)
    except zlib.error:
        return False
    return head[:1] > b"\x80" and b"attrs" in head


class Bin:
    """A DocBin's tables; raises BadBin where they are none."""

    def __init__(self, data: bytes) -> None:
        try:
            found = unpack(inflated(data))
        except BadPack as error:
            raise BadBin(f"is no DocBin: its MessagePack {error}") from None
        if not isinstance(found, dict):
            raise BadBin("is no DocBin: it holds no table")
        attrs = _list(found, "attrs")
        if not all(type(name) is int for name in attrs):
            raise BadBin("is no DocBin: attrs is no list of numbers")
        self.columns = {name: at for at, name in enumerate(attrs)}
        self.width = len(attrs)
        if _ORTH not in self.columns:
            raise BadBin("is no DocBin: its tokens have no words")
        self.words = by_number(word for word in _list(found, "strings") if isinstance(word, str))
        self.tokens = _whole(found, "tokens", 8).cast("Q")
        self.lengths = _whole(found, "lengths", 4).cast("i")
        self.spaces = _bytes(found, "spaces")
        self.flags, self.cats = _list(found, "flags", ()), _list(found, "cats", ())
        self.span_groups = _list(found, "span_groups", ())
        self.user_data = sum(one is not None for one in _list(found, "user_data", ()))
        self._starts = [0, *accumulate(self.lengths)]
        rows = self._starts[-1]
        if min(self.lengths, default=0) < 0 or rows != len(self.spaces):
            raise BadBin("is no DocBin: it has not as many tokens as it says")
        if rows * self.width != len(self.tokens):
            raise BadBin("is no DocBin: it has not as many tokens as it says")

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self.lengths)

    def _column(self, name: int, start: int, end: int) -> list[int]:
        at = self.columns.get(name)
        if at is None:
            return []
        return self.tokens[start * self.width + at : end * self.width + at : self.width].tolist()

    def doc(self, number: int) -> Doc:
        """Return the document of this number, from 0; raises BadBin."""
        start, end = self._starts[number], self._starts[number + 1]
        words = [self._word(one) for one in self._column(_ORTH, start, end)]
        flags = self.flags[number] if number < len(self.flags) else None
        unknown = isinstance(flags, dict) and flags.get("has_unknown_spaces")
        spaces = [bool(unknown or one) for one in self.spaces[start:end]]
        cats = self.cats[number] if number < len(self.cats) else None
        packed = self.span_groups[number] if number < len(self.span_groups) else b""
        groups, bad = self._groups(packed, len(words))
        return Doc(
            words=words,
            spaces=spaces,
            entities=list(self._entities(start, end)),
            groups=groups,
            categories=len(cats) if isinstance(cats, dict) else 0,
            bad=bad,
            rebuilt=bool(unknown),
        )

    def _word(self, number: int) -> str:
        if number not in self.words:
            raise BadBin("has a token or label whose word is not in the file")
        return self.words[number]

    def _entities(self, start: int, end: int) -> Iterator[Marked]:
        letters, types = self._column(_IOB, start, end), self._column(_TYPE, start, end)
        entries = self._column(_KB_ID, start, end) or [0] * (end - start)
        begun: int | None = None
        for at, (letter, kind) in enumerate(zip(letters, types, strict=False)):
            goes_on = begun is not None and letter == _WITHIN and kind == types[begun]
            if begun is not None and not goes_on:
                yield Marked(begun, at, self._word(types[begun]), self._word(entries[begun]))
                begun = None
            if begun is None and letter in (_WITHIN, _BEGIN) and kind:
                begun = at
        if begun is not None:
            yield Marked(begun, len(types), self._word(types[begun]), self._word(entries[begun]))

    def _groups(self, packed: object, tokens: int) -> tuple[list[Marked], list[str]]:
        found: list[Marked] = []
        bad: list[str] = []
        if not isinstance(packed, bytes) or not packed:
            return found, bad
        try:
            held = unpack(packed)
            for one in held if isinstance(held, list | dict) else ():
                # a group may stand under several names: it is one all the same
                found += self._group(unpack(one) if isinstance(one, bytes) else None, bad, tokens)
        except BadPack as error:
            bad.append(f"has span groups whose MessagePack {error}")
        return found, bad

    def _group(self, group: Any, bad: list[str], tokens: int) -> Iterator[Marked]:
        if not isinstance(group, dict) or not isinstance(group.get("spans"), list):
            bad.append("has a span group that is none")
            return
        for ordinal, packed in enumerate(group["spans"], 1):
            if not isinstance(packed, bytes) or len(packed) != _SPAN.size:
                bad.append(f"has a span group whose span {ordinal} is none")
                continue
            _, entry, label, first, end, _, _ = _SPAN.unpack(packed)
            if not 0 <= first < end <= tokens:
                bad.append(f"has a span group whose span {ordinal} has no tokens of the text")
                continue
            name = group.get("name")
            word = self.words.get(label, "")
            known = self.words.get(entry, "")
            yield Marked(first, end, word, known, name if isinstance(name, str) else "")


def _list(found: dict[Any, Any], name: str, otherwise: tuple[()] | None = None) -> list[Any]:
    value = found.get(name, otherwise)
    if not isinstance(value, list | tuple):
        raise BadBin(f"is no DocBin: {name} is no list")
    return list(value)


def _bytes(found: dict[Any, Any], name: str) -> bytes:
    value = found.get(name)
    if not isinstance(value, bytes):
        raise BadBin(f"is no DocBin: {name} are no bytes")
    return value


def _whole(found: dict[Any, Any], name: str, size: int) -> memoryview:
    """Return the bytes of a table of numbers; spaCy writes them as its machine has them."""
    value = _bytes(found, name)
    if len(value) % size:
        raise BadBin(f"is no DocBin: {name} are cut short")
    return memoryview(value)
