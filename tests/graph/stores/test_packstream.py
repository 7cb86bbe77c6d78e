"""Values on the wire: what goes in comes out, as the official driver has it, and nothing breaks."""

from __future__ import annotations

import math
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.graph.model import Edge, Node, Path
from clew.graph.stores.packstream import (
    DEEPEST,
    Malformed,
    Structure,
    number,
    packed,
    unpacked,
)

V5, V4 = (5, 4), (4, 4)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(1 << 63), (1 << 63) - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=300)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=20) | st.dictionaries(st.text(max_size=9), inner, max_size=20)
    ),
    max_leaves=25,
)


@given(VALUES)
def test_a_value_comes_out_as_it_went_in(value: Any) -> None:
    assert unpacked(packed(value, V5)) == value


@given(VALUES)
def test_bytes_are_those_of_the_official_driver(value: Any) -> None:
    stream = pytest.importorskip("neo4j._codec.packstream.v1")
    buffer = stream.PackableBuffer()
    stream.Packer(buffer).pack(value)
    assert bytes(buffer.data) == packed(value, V5)


@pytest.mark.parametrize("size", [0, 15, 16, 255, 256, 65535, 65536])
def test_sizes_at_every_border_are_kept(size: int) -> None:
    for value in ("x" * size, [1] * size, {str(n): n for n in range(size)}):
        assert unpacked(packed(value, V5)) == value


@given(st.binary(max_size=60))
def test_strange_bytes_are_malformed_and_nothing_else(data: bytes) -> None:
    try:
        unpacked(data)
    except Malformed:
        return
    assert data


def test_a_list_without_end_is_malformed() -> None:
    assert unpacked(b"\x91" * (DEEPEST - 1) + b"\x90") is not None
    for data in (
        b"\x91" * 100_000,
        b"\xd6\xff\xff\xff\xff",
        b"\xd2\xff\xff\xff\xffx",
        b"\xa1\x90\x01",
    ):
        with pytest.raises(Malformed):
            unpacked(data)


def test_numbers_of_ids_are_whole_in_javascript_and_differ() -> None:
    ids = [f"m{letter}{other}" for letter in string.hexdigits for other in string.hexdigits]
    assert len({number(one) for one in ids}) == len(set(ids))
    assert all(0 <= number(one) < 1 << 53 for one in ids)


A = Node("ma", ("Person", "Entity"), {"id": "ma", "names": ["A"]})
B = Node("mb", ("Company", "Entity"), {"id": "mb"})
OWNS = Edge("e1", "OWNS", "ma", "mb", {"id": "e1"})
BACK = Edge("e2", "PAID", "ma", "mb", {"id": "e2"})


def test_a_node_and_an_edge_bear_clews_ids() -> None:
    node, edge = unpacked(packed(A, V5)), unpacked(packed(OWNS, V5))
    assert node.fields == (number("ma"), ["Person", "Entity"], {"id": "ma", "names": ["A"]}, "ma")
    numbers = (number("e1"), number("ma"), number("mb"))
    assert edge.fields == (*numbers, "OWNS", {"id": "e1"}, "e1", "ma", "mb")


def test_an_older_client_gets_numbers_alone() -> None:
    path = unpacked(packed(Path((A, B), (OWNS,)), V4))
    sizes = [len(one.fields) for one in (unpacked(packed(A, V4)), unpacked(packed(OWNS, V4)))]
    assert sizes == [3, 5] and [len(part.fields) for part in path.fields[1]] == [3]


def test_a_path_says_which_way_each_edge_goes() -> None:
    back_and_forth = Path((A, B, A), (OWNS, BACK))
    nodes, edges, way = unpacked(packed(back_and_forth, V5)).fields
    assert [node.fields[3] for node in nodes] == ["ma", "mb"]
    assert [edge.fields[3] for edge in edges] == ["e1", "e2"]
    assert way == [1, 1, -2, 0]


def test_what_has_no_form_is_refused_and_not_guessed() -> None:
    with pytest.raises(TypeError, match="set"):
        packed({1, 2}, V5)
    assert math.isinf(unpacked(packed(math.inf, V5)))
    assert unpacked(packed(Structure(0x7F, ({},)), V5)) == Structure(0x7F, ({},))
