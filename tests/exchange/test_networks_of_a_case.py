"""The sample case in every format of networks: counts, statuses and places, by other readers."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import igraph
import jsonschema
import networkx as nx
import pytest
import xmlschema

from clew.demo import demo
from clew.graph.exchange import network_json
from clew.graph.handed import HandedOn

FORMATS = {
    "graphml": "it.graphml",
    "gexf": "it.gexf",
    "pajek": "it.net",
    "json": "it.json",
    "csv": "it",
}
GEXF = Path(__file__).parents[1] / "data" / "schemas" / "gexf-1.3" / "gexf.xsd"


@dataclass(frozen=True)
class Files:
    """Where all are, how many entities, ties, sources and claims there are, ties by label."""

    folder: Path
    graph: nx.MultiDiGraph[str]
    counts: tuple[int, int]
    others: tuple[int, int]
    labels: Counter[str]

    def at(self, name: str) -> Path:
        return self.folder / FORMATS[name]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    case = demo(tmp_path_factory.mktemp("sample") / "case").case
    folder = tmp_path_factory.mktemp("out")
    done = [case.export(name, folder / place) for name, place in FORMATS.items()][0]
    with case.opened() as graph:
        given = HandedOn(graph)
        labels = Counter(f"{e.type} ({e.properties['status']})" for e in given.edges())
        others = len([*given.sources()]), len([*given.claims()])
    graph = case.graph().to_networkx()
    return Files(folder, graph, (done.nodes - others[0], done.edges), others, labels)


def words(label: str) -> str:
    return label.replace(", disputed", "").replace("not stated", "not_stated")


def test_networkx_and_igraph_read_the_same_graphml(files: Files) -> None:
    one = nx.read_graphml(files.at("graphml"), force_multigraph=True)
    other = igraph.Graph.Read_GraphML(str(files.at("graphml")))
    assert (one.number_of_nodes(), one.number_of_edges()) == files.counts
    assert (other.vcount(), other.ecount()) == files.counts
    labels = Counter(words(label) for *_, label in one.edges(data="label"))
    assert labels == Counter(map(words, other.es["label"])) == files.labels
    assert any("(alleged)" in label for label in labels)


def test_igraph_takes_over_a_graph_of_networkx(files: Files) -> None:
    own = igraph.Graph.from_networkx(files.graph)
    assert (own.vcount(), own.ecount()) == files.counts
    assert own.is_directed() and own.vs["_nx_name"] == [*files.graph]
    assert own.es["status"] == [*(own for *_, own in files.graph.edges(data="status"))]


def test_gexf_has_a_place_for_each_and_is_of_the_published_schema(files: Files) -> None:
    graph = nx.read_gexf(files.at("gexf"))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == files.counts
    places = {tuple(own["viz"]["position"].values()) for _, own in graph.nodes(data=True)}
    assert len(places) == graph.number_of_nodes()
    assert sum("spells" in own for *_, own in graph.edges(data=True)) > 10
    assert Counter(words(own["label"]) for *_, own in graph.edges(data=True)) == files.labels
    # the schema has them in another namespace than the format's own examples: see its SOURCE
    text = files.at("gexf").read_text(encoding="utf-8").replace("<viz:", "<")
    assert [str(one) for one in xmlschema.XMLSchema(GEXF).iter_errors(text)] == []


def test_pajek_has_as_many(files: Files) -> None:
    one, other = nx.read_pajek(files.at("pajek")), igraph.Graph.Read_Pajek(str(files.at("pajek")))
    assert (one.number_of_nodes(), one.number_of_edges()) == files.counts
    assert (other.vcount(), other.ecount()) == files.counts
    assert Counter(map(words, other.es["label"])) == files.labels


def test_json_has_as_many_and_is_of_its_schema(files: Files) -> None:
    data = json.loads(files.at("json").read_bytes())
    schema = Path(network_json.__file__).with_name("network.schema.json")
    jsonschema.Draft202012Validator(json.loads(schema.read_bytes())).validate(data)
    assert (len(data["nodes"]), len(data["edges"])) == files.counts
    assert (len(data["sources"]), len(data["claims"])) == files.others
    claims = {one["id"] for one in data["claims"]}
    ids = {one["id"] for part in ("nodes", "edges") for one in data[part]}
    assert all(claims >= {*tie["claims"]} and tie["claims"] for tie in data["edges"])
    assert all(ids & {*one["about"]} for one in data["claims"])


def test_csv_has_as_many_and_every_claim_beside_its_tie(files: Files) -> None:
    rows = {}
    for name in ("nodes", "edges", "sources", "evidence"):
        with (files.at("csv") / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows[name] = [*csv.DictReader(file, strict=True)]
    assert (len(rows["nodes"]), len(rows["edges"])) == files.counts
    told = {row["claim"] for row in rows["evidence"]}
    assert (len(rows["sources"]), len(told)) == files.others
    ties = {row["about"] for row in rows["evidence"] if row["about_is"] == "tie"}
    assert ties >= {row["id"] for row in rows["edges"]}
    assert all(row["quote"] and row["status"] and row["source_id"] for row in rows["evidence"])
    sources = {row["id"] for row in rows["sources"]}
    assert {row["source_id"] for row in rows["evidence"]} <= sources
