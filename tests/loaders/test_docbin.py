"""spaCy's DocBin read without spaCy: what spaCy itself reads, and hostile packing."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from clew.graph.model import Batch, spans_of
from clew.loaders.annotations.spacy.docbin_read import BadBin, inflated
from clew.loaders.annotations.spacy.docbin_strings import by_number, word_hash
from clew.loaders.annotations.spacy.msgpack import BadPack, unpack
from clew.loaders.batches import batches
from clew.loaders.walk import Failure

Take = Callable[..., Batch | Failure]
WORDS = ["Zebulon", "Vos", "left", "PERSON", "Xylophon"]


def test_words_have_spacys_numbers() -> None:
    # as spacy.strings.hash_string of spaCy 3.8.18 gives them
    known = {
        "a": 11901859001352538922,
        "hello": 5983625672228268878,
        "eightchr": 16614730885346826757,
        "nine chars": 1387316479503162645,
        "ភ្នំពេញ": 17785781756721031761,
    }
    assert {word: word_hash(word) for word in known} == known
    assert by_number(["PERSON", ""]) == {380: "PERSON", 0: ""}


def test_the_sample_is_what_spacy_reads(root: Path) -> None:
    folder = root / "tests" / "data" / "docbin"
    expected = yaml.safe_load((folder / "expected.yaml").read_text("utf-8"))
    found = list(batches([folder / "sample"]))
    assert len(found) == len(expected)
    for batch, doc in zip(found, expected, strict=True):
        assert isinstance(batch, Batch) and batch.document.text == doc["text"]
        marks = [a for a in batch.annotations if a.claim.shape == "mention"]
        spans = [[*spans_of(a.claim.subject)[0], a.label] for a in marks]
        assert spans == [span[:3] for span in doc["ents"]] + doc["groups"]
        kept = {a.name: a.extra["identifier"] for a in marks if "identifier" in a.extra}
        entries = {doc["text"][s:e]: (f"kb_id:{kb}",) for s, e, _, kb in doc["ents"] if kb}
        assert kept == entries


def packed(value: Any) -> bytes:
    """Pack plain data, with the long forms alone."""
    match value:
        case None:
            return b"\xc0"
        case bool():
            return b"\xc3" if value else b"\xc2"
        case int():
            return (
                struct.pack(">BQ", 0xCF, value) if value >= 0 else struct.pack(">Bq", 0xD3, value)
            )
        case float():
            return struct.pack(">Bd", 0xCB, value)
        case str():
            data = value.encode()
            return struct.pack(">BI", 0xDB, len(data)) + data
        case bytes():
            return struct.pack(">BI", 0xC6, len(value)) + value
        case list():
            return struct.pack(">BI", 0xDD, len(value)) + b"".join(map(packed, value))
        case _:
            parts = b"".join(packed(key) + packed(one) for key, one in value.items())
            return struct.pack(">BI", 0xDF, len(value)) + parts


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=12,
)


@given(PLAIN)
def test_what_is_packed_comes_back(value: Any) -> None:
    assert unpack(packed(value)) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    try:
        value = unpack(data)
    except BadPack as error:
        assert str(error)
    else:
        assert unpack(packed(value)) == value or value != value or "nan" in repr(value)


@pytest.mark.parametrize(
    "data",
    [
        b"\xdd\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff\x00",
        b"\xc6\xff\xff\xff\xffa",
        b"\x91" * 100_000,
        b"\x81\x90\x00",
        b"\xc1",
        b"\x00\x00",
        b"\xa1\xff",
        b"",
    ],
)
def test_hostile_packing_is_refused(data: bytes) -> None:
    with pytest.raises(BadPack):
        unpack(data)


def test_extension_types_are_bytes_and_no_objects() -> None:
    assert unpack(b"\xd4\x01a") == b"a" and unpack(b"\xc7\x02\x05ab") == b"ab"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(BadBin, match="more than 1 MB"):
        inflated(zlib.compress(bytes(50_000_000)), 1024**2)


def table(**more: Any) -> dict[str, Any]:
    numbers = {word: number for number, word in by_number(WORDS).items()}
    person = numbers["PERSON"]
    rows = [
        (numbers[w], i, t)
        for w, i, t in zip(WORDS[:3], (3, 1, 2), (person, person, 0), strict=True)
    ]
    kept: dict[str, Any] = {
        "version": "0.1",
        "attrs": [65, 77, 78],
        "tokens": b"".join(struct.pack("<QQQ", *row) for row in rows),
        "spaces": b"\1\1\0",
        "lengths": struct.pack("<i", 3),
        "strings": WORDS,
        "cats": [{}],
        "flags": [{"has_unknown_spaces": False}],
        "span_groups": [b""],
    }
    return kept | more


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Return what comes of a DocBin with this table, or of these bytes."""

    def run(found: dict[str, Any] | bytes) -> Batch | Failure:
        path = tmp_path / "a.spacy"
        path.write_bytes(found if isinstance(found, bytes) else zlib.compress(packed(found)))
        (one,) = batches([path])
        return one

    return run


def test_entities_come_from_the_table(take: Take) -> None:
    batch = take(table())
    assert isinstance(batch, Batch) and batch.document.text == "Zebulon Vos left"
    assert [(a.name, a.label) for a in batch.annotations] == [("Zebulon Vos", "PERSON")]


def test_unknown_spaces_are_blanks_and_user_data_is_not_opened(take: Take) -> None:
    unknown = {"spaces": b"\0\0\0", "flags": [{"has_unknown_spaces": True}]}
    batch = take(table(user_data=[b"\xc1 no data at all"], cats=[{"FRAUD": 1.0}], **unknown))
    assert isinstance(batch, Batch) and batch.document.text == "Zebulon Vos left "
    assert batch.left_out == {"categories of whole texts": 1, "texts with user data": 1}


GROUP = {
    "name": "sc",
    "attrs": {},
    "spans": [b"short", struct.pack(">QQQllll", 0, 0, 0, 1, 9, 0, 0)],
}
BROKEN: dict[str, tuple[Any, str]] = {
    "no zlib": (b"\x78\x9cXylophon", "zlib cannot unpack it"),
    "cut short": (zlib.compress(packed(table()))[:-20], "cut short"),
    "no table": (zlib.compress(b"\x81\xa5attrs\x90"), "have no words"),
    "a list": (zlib.compress(packed(["attrs"])), "holds no table"),
    "attrs": (table(attrs="Xylophon"), "attrs is no list"),
    "keys": (table(attrs=[[65]]), "attrs is no list of numbers"),
    "tokens": (table(tokens=b"1234567"), "tokens are cut short"),
    "lengths": (table(lengths=struct.pack("<ii", 5, -2)), "not as many tokens"),
    "many": (table(lengths=struct.pack("<i", 2**31 - 1)), "not as many tokens"),
    "spaces": (table(spaces=b"\1"), "not as many tokens"),
    "strings": (table(strings=["Vos"]), "no document that could be read"),
    "nothing": (table(tokens=b"", spaces=b"", lengths=b""), "no document"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_one_sentence(take: Take, case: str) -> None:
    found, reason = BROKEN[case]
    failure = take(found)
    assert isinstance(failure, Failure) and reason in str(failure)
    assert not any(word in str(failure) for word in WORDS)


def test_broken_span_groups_are_told_and_the_rest_stands(take: Take) -> None:
    for groups in (packed([packed(GROUP)]), packed({packed(GROUP): ["sc"]})):
        batch = take(table(span_groups=[groups]))
        assert isinstance(batch, Batch) and len(batch.annotations) == 1
        first, second = (one.reason for one in batch.rejected)
        assert "span 1 is none" in first and "span 2 has no tokens" in second
    for groups in (b"\xc1", packed(["Xylophon"])):
        batch = take(table(span_groups=[groups]))
        assert isinstance(batch, Batch) and len(batch.rejected) == 1
