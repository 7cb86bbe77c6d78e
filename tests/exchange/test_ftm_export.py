"""FollowTheMoney out: stock tools take it, no allegation becomes a fact, nothing leaks."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import clew
from clew import Case, Lens, importing
from clew.demo import demo
from clew.graph.exchange.ftm.cast import schema_of
from clew.graph.exchange.ftm.model import codes, model
from clew.graph.model import STATUSES
from clew.graph.schema import schema
from tests.followthemoney_tool import ftm, python, why_not

Json = dict[str, Any]
Note = Callable[..., Path]
STATED = ("adjudicated", "official", "reported")
WEAK = ("alleged", "opinion", "not_stated")
#: Ties of every schema that relations have, and two that have none: (tie, start, end).
TIES = (
    ("OWNS", "Person", "Company"),
    ("CONTROLS", "Person", "Company"),
    ("DIRECTOR_OF", "Person", "Company"),
    ("MEMBER_OF", "Person", "Organization"),
    ("FAMILY_OF", "Person", "Person"),
    ("PARENT_OF", "Person", "Person"),
    ("ASSOCIATE_OF", "Person", "Person"),
    ("ACTS_FOR", "Person", "Company"),
    ("SENT_TO", "Person", "Company"),
    ("OWES", "Person", "Company"),
    ("HOLDS_POSITION", "Person", "Position"),
    ("WORKS_FOR", "Person", "Company"),
    ("PREDECESSOR_OF", "Company", "Company"),
    ("TRIED_IN", "Person", "CourtCase"),
    ("REPORTED_ON", "Article", "Person"),
    ("LINKED_TO", "Person", "Compound"),
    ("OPERATES", "Company", "Compound"),
    ("SANCTIONED_BY", "Company", "Sanction"),
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return demo(tmp_path_factory.mktemp("sample") / "case").case


@pytest.fixture(scope="module")
def stock() -> None:
    """Skip where the real followthemoney cannot be had."""
    if reason := why_not():
        pytest.skip(reason)


def entities(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def exported(case: Case, tmp_path: Path, **lens: Any) -> tuple[list[Json], list[str]]:
    done = case.export("ftm", tmp_path / "out.json", lens=Lens(**lens), replace=True)
    return entities(tmp_path / "out.json"), list(done.lost)


def ends(one: Json) -> list[str]:
    """Return the ids of a relation's ends, or of a designation's targets."""
    pair = model()[one["schema"]].edge or ("entity",)
    return [identity for prop in pair for identity in one["properties"].get(prop, ())]


def relations(found: list[Json]) -> list[Json]:
    return [one for one in found if model()[one["schema"]].edge]


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Json], list[str]]:
    """What a case exports that holds every tie of TIES with every status, and what is told."""
    folder = tmp_path_factory.mktemp("every")
    text, marks, said = "", list[str](), list[str]()
    for n, (status, (tie, start, end)) in enumerate(product(STATUSES, TIES)):
        for m, kind in enumerate((start, end)):
            name = f"{'Vos' if m == 0 else 'Harbour'}{n} {status}"
            at = len(text)
            text += f"{name} "
            marks.append(f"T{2 * n + m}\t{kind} {at} {at + len(name)}\t{name}")
        said.append(f"R{n}\t{tie} Arg1:T{2 * n} Arg2:T{2 * n + 1}")
        said.append(f"#{n}\tAnnotatorNotes R{n}\tstatus={status}")
        text += "met.\n"
    (folder / "note.txt").write_text(text, encoding="utf-8")
    (folder / "note.ann").write_text("\n".join([*marks, *said]) + "\n", encoding="utf-8")
    case = clew.create(folder / "case")
    importing.run(case.directory, [folder / "note.ann"], importing.Options())
    return exported(case, folder)


@pytest.mark.parametrize("status", [*STATED, *WEAK])
def test_every_relation_says_its_status_in_its_own_fields(
    every: tuple[list[Json], list[str]], status: str
) -> None:
    word = "status not stated" if status == "not_stated" else status
    names = {one["id"]: one["caption"] for one in every[0]}
    ties = [one for one in every[0] if "proof" in one["properties"]]
    ties = [one for one in ties if any(names.get(i, "").endswith(f" {status}") for i in ends(one))]
    assert len(ties) == len(TIES)
    for one in ties:
        said = one["properties"]
        if one["schema"] == "Sanction" and status in STATED:
            continue  # an authority's own record: the designation is one
        assert all(words.startswith(word.capitalize()) for words in said["summary"])
        if status in WEAK:
            shown = {p: said[p] for p in ("role", "relationship", "purpose", "status") if p in said}
            assert shown or one["schema"] == "Debt", one["schema"]
            assert all(word in text for texts in shown.values() for text in texts), shown


def test_each_schema_of_relations_is_used_where_a_tie_has_it(
    every: tuple[list[Json], list[str]],
) -> None:
    used = {one["schema"] for one in relations(every[0])}
    meant = {tie.ftm for tie in schema().ties.values() if tie.ftm and ":" not in tie.ftm}
    assert used == meant - {"Similar"}


def test_what_is_planned_or_denied_is_left_out_and_counted(
    every: tuple[list[Json], list[str]],
) -> None:
    found, lost = every
    names = {one["id"]: one["caption"].rpartition(" ")[2] for one in found}
    assert not {names.get(i) for one in relations(found) for i in ends(one)} & {"planned", "denied"}
    for status in ("planned", "denied"):
        assert f"Left out: {len(TIES)} {status} statements." in lost
    assert not any("Vos" in words or "Harbour" in words for words in lost)


def test_a_designation_that_is_only_said_so_stands_alone(
    every: tuple[list[Json], list[str]],
) -> None:
    names = {one["id"]: one["caption"].rpartition(" ")[2] for one in every[0]}
    listed = [one["properties"] for one in every[0] if one["schema"] == "Sanction"]
    told = {names[target]: one for one in listed for target in one.get("entity", ())}
    assert set(told) == {*STATED, *WEAK}
    assert told["alleged"]["status"] == ["alleged"] and "status" not in told["official"]


def test_an_alleged_value_is_a_note_and_no_value(case: Case, note: Note, tmp_path: Path) -> None:
    told = "#1\tAnnotatorNotes T1\tstatus=alleged; country=kh"
    plain = "#2\tAnnotatorNotes T2\tstatus=reported; country=kh"
    case.load(note("{T1 Person:Ann Vos} met {T2 Person:Ben Vos}.", told, plain))
    found = {e["caption"]: e["properties"] for e in exported(case, tmp_path)[0]}
    assert "country" not in found["Ann Vos"] and found["Ben Vos"]["country"] == ["kh"]
    assert any("alleged: country: kh" in words for words in found["Ann Vos"]["notes"])


def test_every_kind_has_a_schema_that_things_can_have() -> None:
    for name, kind in schema().kinds.items():
        if not kind.is_value:
            found = model()[schema_of(name)[0]]
            assert not found.abstract and not found.edge, name


def test_what_was_cast_down_is_named_with_counts(sample: Case, tmp_path: Path) -> None:
    found, lost = exported(sample, tmp_path)
    manifest = json.loads((tmp_path / "out.json.manifest.json").read_text("utf-8"))
    assert "3 of the kind Compound are written as RealEstate." in lost
    assert manifest["cast"]["kind Compound as RealEstate"] == 3 and manifest["lost"] == lost
    compounds = [e for e in found if "Kind: Compound." in e["properties"].get("notes", [])]
    assert len(compounds) == 3 and {e["schema"] for e in compounds} == {"RealEstate"}


@pytest.mark.usefixtures("stock")
def test_stock_followthemoney_takes_all_of_it_and_drops_nothing(
    sample: Case, tmp_path: Path
) -> None:
    mine, _ = exported(sample, tmp_path)
    ftm("validate", "-i", tmp_path / "out.json", "-o", tmp_path / "valid.json")
    theirs = {one["id"]: one for one in entities(tmp_path / "valid.json")}
    assert len(theirs) == len(mine) > 100
    for one in mine:
        kept = {prop: sorted(values) for prop, values in theirs[one["id"]]["properties"].items()}
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


@pytest.mark.parametrize("form", ["ftm", "ftm-statements"])
def test_nothing_protected_is_in_any_file(
    case: Case, note: Note, tmp_path: Path, form: str
) -> None:
    text = "{T1 Person:Mara Quill} told {T2 Person:Ben Vos} of {T3 Company:Harbour Ltd.}.\n"
    text += "Ben Vos says that Mara Quill owns it."
    hidden = ("A1\tProtected T1", "R1\tWORKS_FOR Arg1:T1 Arg2:T3", "R2\tLINKED_TO Arg1:T2 Arg2:T3")
    case.load(note(text, *hidden, "#1\tAnnotatorNotes T1\tcountry=kh; note=hides in Pailin"))
    case.export(form, tmp_path / "out")
    files = [p for p in tmp_path.rglob("out*") if p.is_file()]
    files += [p for p in (tmp_path / "out").rglob("*") if p.is_file()]
    assert len(files) >= 2 and any(b"Ben Vos" in path.read_bytes() for path in files)
    with case.opened(Lens(disclose="all")) as opened:
        ids = {node.id for node in opened.nodes()} | {e.id for e in opened.items.evidence()}
    for path in files:
        data = path.read_bytes()
        for word in (b"Mara", b"Quill", b"Pailin", b"WORKS_FOR", b"Employment", b"withheld"):
            assert word not in data, (path.name, word)
        assert not [one for one in ids if one.encode() in data], path.name


def test_statuses_are_all_met_here() -> None:
    assert {*STATED, *WEAK, "planned", "denied"} == {*STATUSES}
