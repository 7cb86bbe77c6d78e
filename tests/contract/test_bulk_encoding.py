"""The bulk load's rows go to the engine by orjson, and arrive as they were."""

from __future__ import annotations

import importlib.util
import math
from datetime import date
from pathlib import Path

import pytest

from clew.graph.model import Edge, Node
from clew.graph.stores import arcade_encode
from clew.graph.stores.arcade_engine import is_jvm
from clew.graph.stores.embedded import EmbeddedStore

VALUES = {
    "text": 'a "quoted" \\ line\n\t\x00\x1f\x7f end',
    "scripts": "ស្រី 陈志 \U0001f600 e\u0301 \u2028",
    "long": "x" * 100_000,
    "list": ["", "b", "ü"],
    "empty": [],
    "numbers": [1, -(1 << 63), (1 << 63) - 1],
    "parts": [0.1, 1e-7, 1e16, 51.0, -0.0],
    "yes": True,
}


def test_the_native_build_still_has_the_function_that_is_replaced() -> None:
    if is_jvm():
        assert importlib.util.find_spec(arcade_encode.MODULE.partition(".")[0]) is not None
        return
    module = importlib.import_module(arcade_encode.MODULE)
    own = getattr(module, arcade_encode.NAME)
    with arcade_encode.quick_rows():
        encode = getattr(module, arcade_encode.NAME)
        assert encode is not own
        assert encode({"a": [1, "ü"]}) == '{"a":[1,"ü"]}'.encode()
        day = {"day": date(2021, 7, 15)}
        assert encode(day) == own(day)
    assert getattr(module, arcade_encode.NAME) is own


def test_the_functions_place_is_given_back_after_an_error() -> None:
    if is_jvm():
        return
    module = importlib.import_module(arcade_encode.MODULE)
    own = getattr(module, arcade_encode.NAME)
    with pytest.raises(ZeroDivisionError), arcade_encode.quick_rows():
        raise ZeroDivisionError
    assert getattr(module, arcade_encode.NAME) is own


def test_rows_arrive_as_they_were(tmp_path: Path) -> None:
    nodes = [Node(f"m{n}", ("Person", "Entity"), {**VALUES, "id": f"m{n}"}) for n in range(3)]
    edge = Edge("e1", "OWNS", "m0", "m1", {**VALUES, "long": "x" * 20_000, "id": "e1"})
    writer = EmbeddedStore.create(tmp_path / "graph")
    writer.replace([*nodes, edge])
    writer.close()
    store = EmbeddedStore.open(tmp_path / "graph")
    try:
        (((person, tie),)) = store.read("MATCH (n {id: 'm0'})-[r]->() RETURN n, r").rows
    finally:
        store.close()
    for item, given in ((person, nodes[0]), (tie, edge)):
        found = {name: item.properties[name] for name in VALUES}
        assert repr(found) == repr({name: given.properties[name] for name in VALUES})
        assert math.copysign(1, found["parts"][-1]) == -1


@pytest.mark.parametrize("claims", [100, 2000])
def test_an_edge_of_very_many_claims_is_kept_whole(tmp_path: Path, claims: int) -> None:
    nodes = [Node(f"m{n}", ("Person", "Entity"), {"id": f"m{n}"}) for n in range(2)]
    quotes = [f"Claim {n}: {'words ' * 100}" for n in range(claims)]
    edges = [
        Edge(f"e{n}", "OWNS", "m0", "m1", {"id": f"e{n}", "quotes": quotes[n:], "n": n})
        for n in range(3)
    ]
    store = EmbeddedStore.create(tmp_path / "graph")
    try:
        store.replace([*nodes, *edges])
        rows = store.read("MATCH (a)-[r]->(b) RETURN a.id, r, b.id ORDER BY r.n").rows
    finally:
        store.close()
    assert [(a, r.properties["quotes"], b) for a, r, b in rows] == [
        ("m0", quotes[n:], "m1") for n in range(3)
    ]
