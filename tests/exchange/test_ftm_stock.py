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


#: Values of properties that stock tools check: some right, some wrong.
CHECKED = {
    "Company": {
        "leiCode": ["529900T8BM49AURSDO55", "529900T8BM49AURSDO56"],
        "innCode": ["7707083893", "7707083894", "770708"],
        "ogrnCode": ["1027700132195", "1027700132196"],
        "wikidataId": ["Q42", "42"],
        "swiftBic": ["DEUTDEFF", "deut"],
        "incorporationDate": ["2023-02-30", "2023-02-28", "2024-13"],
    },
    "Person": {
        "email": ["a.vos@quay.example.com", "Email:a.vos@quay.example.com", "a@localhost"],
        "birthDate": ["1971", "31 May 1971"],
    },
    "Vessel": {"imoNumber": ["9074729", "IMO9074729", "9074720", "15411"]},
    "Document": {"mimeType": ["text/plain", "application/octet-stream", "a word"]},
    "BankAccount": {"iban": ["DE89370400440532013000", "DE89370400440532013001", "masked"]},
}


@pytest.mark.usefixtures("stock")
def test_a_value_that_stock_tools_would_drop_stands_in_words(case: Case, tmp_path: Path) -> None:
    rows = [
        {"id": f"inv-checked-{schema}", "schema": schema, "properties": {"name": ["Vos"], **props}}
        for schema, props in CHECKED.items()
    ]
    given = tmp_path / "checked.json"
    given.write_text("".join(f"{json.dumps(one)}\n" for one in rows), encoding="utf-8")
    case.load(given, facts={"published": "2024-05-01"})
    mine, _ = exported(case, tmp_path)
    ftm("validate", "-i", tmp_path / "out.json", "-o", tmp_path / "valid.json")
    theirs = {one["id"]: one["properties"] for one in entities(tmp_path / "valid.json")}
    for one in mine:
        said, kept = one["properties"], theirs[one["id"]]
        assert {p: len(set(v)) for p, v in said.items() if p != "imoNumber"} == {
            p: len(v) for p, v in kept.items() if p != "imoNumber"
        }
        assert ("imoNumber" in said) == ("imoNumber" in kept)
        for prop, values in CHECKED.get(one["schema"], {}).items():
            if one["schema"] != "Document" or said.get("mimeType"):
                shown = " ".join(v for several in said.values() for v in several)
                assert all(value in shown for value in values), prop


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
def test_its_graph_has_our_addresses(case: Case, root: Path, tmp_path: Path) -> None:
    case.load(root / "tests/data/ftm/sample/invented/entities.ftm.json")
    exported(case, tmp_path)
    ftm("export-gexf", "-i", tmp_path / "out.json", "-o", tmp_path / "graph.gexf")
    graph = nx.read_gexf(tmp_path / "graph.gexf")
    edges = graph.edges(data="schema")
    theirs = {
        tuple(i.rpartition(":")[2] for i in (a, b)) for a, b, s in edges if s == "addressEntity"
    }
    with case.opened(Lens()) as opened:
        hand = opened.handing
        ties = [edge for edge in opened.edges() if edge.type == "LOCATED_IN"]
        kinds = {node.id: node.labels[0] for node in opened.nodes()}
        ours = {(hand.id(e.start), hand.id(e.end)) for e in ties if kinds[e.end] == "Address"}
    assert theirs == ours and ours


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
