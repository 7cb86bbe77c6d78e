"""The real followthemoney takes what Clew exports, and makes the same graph of it."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

from clew import Case, Lens
from clew.demo import demo
from clew.graph.exchange.ftm.model import codes, model
from tests.followthemoney_tool import ftm, python, why_not
from tests.ftm_exports import ends, entities, exported, relations


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return demo(tmp_path_factory.mktemp("sample") / "case").case


@pytest.fixture(scope="module")
def stock() -> None:
    """Skip where the real followthemoney cannot be had."""
    if reason := why_not():
        pytest.skip(reason)


@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize("what", ["sample", "what came from followthemoney"])
def test_stock_followthemoney_takes_all_of_it_and_drops_nothing(
    sample: Case, case: Case, root: Path, tmp_path: Path, what: str
) -> None:
    if what != "sample":
        case.load(root / "tests/data/ftm/sample/invented", root / "tests/data/ftm/sample/eu_fsf")
        sample = case
    mine, _ = exported(sample, tmp_path)
    ftm("validate", "-i", tmp_path / "out.json", "-o", tmp_path / "valid.json")
    theirs = {one["id"]: one for one in entities(tmp_path / "valid.json")}
    assert len(theirs) == len(mine) > 50
    for one in mine:
        kept = {prop: sorted(values) for prop, values in theirs[one["id"]]["properties"].items()}
        if "imoNumber" in kept:  # which it writes its own way
            kept["imoNumber"] = [number.removeprefix("IMO") for number in kept["imoNumber"]]
        assert kept == {prop: sorted(values) for prop, values in one["properties"].items()}


@pytest.mark.usefixtures("stock")
def test_its_graph_has_our_nodes_and_edges(sample: Case, tmp_path: Path) -> None:
    mine, _ = exported(sample, tmp_path)
    ftm("export-gexf", "-i", tmp_path / "out.json", "-o", tmp_path / "graph.gexf")
    graph = nx.read_gexf(tmp_path / "graph.gexf")
    ties = relations(mine)
    edges = Counter(
        (a.rpartition(":")[2], b.rpartition(":")[2], d["schema"])
        for a, b, d in graph.edges(data=True)
    )
    ours = Counter((*ends(one), one["schema"]) for one in ties)
    names = {one["schema"] for one in ties}
    assert ours == Counter({key: n for key, n in edges.items() if key[2] in names})
    with sample.opened(Lens()) as opened:
        hand = opened.handing
        things = {hand.id(node.id) for node in opened.nodes()}
        told = {hand.id(edge.id) for edge in opened.edges() if edge.type != "SANCTIONED_BY"}
    assert things == {one["id"] for one in mine} - {one["id"] for one in ties}
    assert things <= {one.rpartition(":")[2] for one in graph.nodes} and told == {
        one["id"] for one in ties
    }


@pytest.mark.usefixtures("stock")
def test_statements_have_the_ids_and_entities_that_followthemoney_gives_them(
    sample: Case, tmp_path: Path
) -> None:
    sample.export("ftm-statements", tmp_path / "out")
    table = tmp_path / "out" / "statements.csv"
    script = (
        "import sys, pathlib; from followthemoney.statement import read_path_statements\n"
        "read = list(read_path_statements(pathlib.Path(sys.argv[1]), 'csv'))\n"
        "print(len(read), sum(s.id == s.generate_key() for s in read))"
    )
    count, equal = map(int, python(script, table).split())
    rows = list(csv.DictReader(table.open(encoding="utf-8", newline="")))
    assert count == equal == len(rows) == len({row["id"] for row in rows})
    ordered = tmp_path / "sorted.csv"
    with ordered.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), dialect=csv.unix_dialect)
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["canonical_id"]))
    ftm("aggregate-statements", "-i", ordered, "-o", tmp_path / "whole.json")
    mine, _ = exported(sample, tmp_path)
    schemata = {one["id"]: one["schema"] for one in entities(tmp_path / "whole.json")}
    assert schemata == {one["id"]: one["schema"] for one in mine}


@pytest.mark.usefixtures("stock")
def test_the_model_is_followthemoneys_own() -> None:
    script = (
        "import json; from followthemoney import model; from followthemoney.types import registry\n"
        "print(json.dumps({s.name: [sorted(x.name for x in s.schemata), sorted(s.required),\n"
        "  s.abstract, list(s.caption), [s.edge_source, s.edge_target],\n"
        "  {p.name: [p.type.name, p.range.name if p.range else '',\n"
        "    p.reverse.name if p.reverse else ''] for p in s.properties.values() if not p.stub}]\n"
        "  for s in model}))\n"
        "print(json.dumps({t: sorted(getattr(registry, t).codes)\n"
        "  for t in ('country', 'topic', 'gender', 'language')}))"
    )
    theirs, listed = map(json.loads, python(script).splitlines())
    assert theirs.keys() == model().keys()
    for name, (above, required, abstract, caption, edge, props) in theirs.items():
        own = model()[name]
        assert (sorted(own.above), own.abstract) == (above, abstract), name
        assert {*required} <= {*own.required} and list(own.caption) == caption, name
        assert (list(own.edge) if own.edge else [None, None]) == edge, name
        mine = {p.name: [p.type, p.range, p.reverse] for p in own.properties.values()}
        assert mine == props, name
    assert {kind: sorted(codes(kind) or ()) for kind in listed} == listed
