"""JSON: of its schema, read by networkx as a node-link graph, every value as it was."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import jsonschema
import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

from clew.graph.exchange import network_json
from clew.graph.model import Edge, Evidence, Node
from tests.exchange.network_files import PERSON, Item, entities, graphs, put, same, titled
from tests.hostile_graph import hostile

SCHEMA = json.loads(
    Path(network_json.__file__).with_name("network.schema.json").read_text(encoding="utf-8")
)
VALID = jsonschema.Draft202012Validator(SCHEMA)


def check(items: list[Item], path: Path) -> None:
    told = put("json", path, items)
    data = json.loads(path.read_bytes())
    VALID.validate(data)
    ends = {"source": "start", "target": "end", "key": "id"}
    graph: nx.MultiDiGraph[str] = nx.node_link_graph(data, edges="edges", **ends)
    assert [*graph.nodes] == [one.id for one in entities(items)]
    assert graph.number_of_edges() == sum(isinstance(item, Edge) for item in items)
    for item in items:
        if isinstance(item, Edge):
            values(told.more["renamed"]["edges"], item, graph.edges[item.start, item.end, item.id])
        elif item.id in graph:
            values(told.more["renamed"]["nodes"], item, graph.nodes[item.id])


def values(renamed: dict[str, str], item: Item, found: dict[str, Any]) -> None:
    for key, value in item.properties.items():
        if key != "id":
            assert same(found[renamed.get(key, key)], value), (key, value)


def test_all_that_is_hard_to_write_is_read_again(tmp_path: Path) -> None:
    clashing = Node("c", PERSON, {"label": "own", "labels": "own", "labels_": 1, "key": "k"})
    tie = Edge("t", "OWNS", "c", "c", {"type": "own", "start": 1, "end_": 2, "end": True})
    check([*titled(hostile()), clashing, tie], tmp_path / "it.json")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_any_graph_is_read_again(items: list[Item]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(items, Path(folder) / "it.json")


def test_claims_stand_with_what_they_speak_of(tmp_path: Path) -> None:
    said = {
        "status": "alleged",
        "quote": "‘“😀",
        "source": {"id": "s1"},
        "says": {"kind": "Person"},
    }
    put("json", tmp_path / "a", [Node("n", PERSON, {})], [Evidence("c1", ("n",), said)])
    data = json.loads((tmp_path / "a").read_bytes())
    VALID.validate(data)
    assert data["claims"] == [{**said, "id": "c1", "about": ["n"]}]


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data["edges"][0].pop("start"),
        lambda data: data["edges"][0].update(status="sure"),
        lambda data: data["nodes"][0].update(name=None),
        lambda data: data["nodes"][0].update(labels=["Source"]),
        lambda data: data["nodes"][0].update(many=["a", 1]),
        lambda data: data.update(more=1),
        lambda data: data.pop("claims"),
    ],
)
def test_the_schema_refuses_what_is_no_such_file(tmp_path: Path, harm: Any) -> None:
    put("json", tmp_path / "a", titled([Node("n", PERSON, {"name": "Bo Ray"})]))
    data = json.loads((tmp_path / "a").read_bytes())
    VALID.validate(data)
    harm(data)
    with pytest.raises(jsonschema.ValidationError):
        VALID.validate(data)
