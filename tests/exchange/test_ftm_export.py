"""FollowTheMoney out: stock tools take it, no allegation becomes a fact, nothing leaks."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

import clew
from clew import Case, Lens, importing
from clew.demo import demo
from clew.graph.exchange.ftm.cast import schema_of
from clew.graph.exchange.ftm.model import model
from clew.graph.model import STATUSES, Batch
from clew.graph.schema import schema
from clew.loaders.batches import batches
from tests.ftm_exports import Json, ends, entities, exported, relations

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
    ("OWNS", "Person", "Organization"),
    ("ASSOCIATE_OF", "Person", "Company"),
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return demo(tmp_path_factory.mktemp("sample") / "case").case


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


def test_no_relation_has_an_end_that_its_schema_does_not_allow(
    every: tuple[list[Json], list[str]],
) -> None:
    schemata = {one["id"]: one["schema"] for one in every[0]}
    links = 0
    for one in relations(every[0]):
        known, links = model()[one["schema"]], links + (one["schema"] == "UnknownLink")
        for prop in known.edge or ():
            range_ = known.properties[prop].range
            assert all(model()[schemata[i]].is_a(range_) for i in one["properties"][prop])
    assert links == 4 * len([*STATED, *WEAK])  # two without a schema, two with other ends


def test_a_stock_export_read_again_makes_no_fact_of_an_allegation(
    every: tuple[list[Json], list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "every.ftm.json"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in every[0]), encoding="utf-8")
    (batch,) = batches([path])
    assert isinstance(batch, Batch) and not batch.rejected
    names = {a.subject: a.name.rpartition(" ")[2] for a in batch.annotations if a.name}
    ties = [a for a in batch.annotations if a.claim.shape == "tie" and "proof" not in a.label]
    assert len(ties) == len(TIES) * len([*STATED, *WEAK])
    for tie in ties:
        given = names[tie.subject]
        assert tie.status == (given if given in WEAK else "reported"), tie.claim.relation


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


def test_a_designation_of_one_says_nothing_of_another_that_is_only_said(
    case: Case, note: Note, tmp_path: Path
) -> None:
    marked = "{T1 Company:Quay Ltd.} and {T2 Company:Harbour Ltd.} under {T3 Sanction:order 7}."
    ties = ("R1\tSANCTIONED_BY Arg1:T1 Arg2:T3", "R2\tSANCTIONED_BY Arg1:T2 Arg2:T3")
    said = ("#1\tAnnotatorNotes R1\tstatus=official", "#2\tAnnotatorNotes R2\tstatus=alleged")
    case.load(note(marked, *ties, *said))
    found, _ = exported(case, tmp_path)
    names = {one["id"]: one["caption"] for one in found}
    listed = [one["properties"] for one in found if one["schema"] == "Sanction"]
    told = {tuple(names[i] for i in one["entity"]): "lleged" in str(one) for one in listed}
    assert told == {("Quay Ltd.",): False, ("Harbour Ltd.",): True}


def test_a_denial_or_a_plan_beside_a_stated_tie_says_nothing_for_it(
    case: Case, note: Note, tmp_path: Path
) -> None:
    for status in ("reported", "denied", "planned"):
        marked = f"{{T1 Person:Ann Vos}} and {{T2 Company:Harbour Ltd.}}, it is {status}."
        tied = ("R1\tOWNS Arg1:T1 Arg2:T2", f"#1\tAnnotatorNotes R1\tstatus={status}")
        value = f"#2\tAnnotatorNotes T1\tprofession={status} clerk; status={status}"
        case.load(note(marked, *tied, value, name=status))
    found, lost = exported(case, tmp_path)
    (tie,) = relations(found)
    assert len(tie["properties"]["summary"]) == 1 == len(tie["properties"]["proof"])
    assert tie["properties"]["description"] == ["Disputed: a source denies it."]
    assert not any("it is planned" in str(one) or "it is denied" in str(one) for one in found)
    assert "denied clerk" not in str(found) and "planned clerk" not in str(found)
    assert {"Left out: 3 denied statements.", "Left out: 3 planned statements."} <= {*lost}


def test_an_alleged_value_is_a_note_and_no_value(case: Case, note: Note, tmp_path: Path) -> None:
    told = "#1\tAnnotatorNotes T1\tstatus=alleged; country=kh"
    plain = "#2\tAnnotatorNotes T2\tstatus=reported; country=kh"
    case.load(note("{T1 Person:Ann Vos} met {T2 Person:Ben Vos}.", told, plain))
    found = {e["caption"]: e["properties"] for e in exported(case, tmp_path)[0]}
    assert "country" not in found["Ann Vos"] and found["Ben Vos"]["country"] == ["kh"]
    assert any("alleged: country: kh" in words for words in found["Ann Vos"]["notes"])


def test_where_something_is_stands_at_it_and_what_more_is_said_in_a_relation(
    case: Case, note: Note, tmp_path: Path
) -> None:
    plain = "{T1 Person:Ann Vos} and {T2 Compound:Quay Park} at {T3 Address:1 Quay Road}."
    said = ("R1\tLOCATED_IN Arg1:T1 Arg2:T3", "R2\tLOCATED_IN Arg1:T2 Arg2:T3")
    dated = "#1\tAnnotatorNotes R1\tstatus=reported; when=2019/2021"
    case.load(note(plain, *said, dated, "#2\tAnnotatorNotes R2\tstatus=reported"))
    weak = "{T1 Person:Ben Vos} at {T2 Address:2 Quay Road}."
    tied = ("R1\tLOCATED_IN Arg1:T1 Arg2:T2", "#1\tAnnotatorNotes R1\tstatus=alleged")
    case.load(note(weak, *tied, name="weak"))
    found, lost = exported(case, tmp_path)
    ids = {one["caption"]: one["id"] for one in found}
    things = {one["caption"]: one for one in found}
    at = {name: one["properties"].get("addressEntity") for name, one in things.items()}
    assert at["Quay Park"] == [ids["1 Quay Road"]] and not (at["Ann Vos"] or at["Ben Vos"])
    assert "1 ties LOCATED_IN is written as addressEntity." in lost
    told = {(*ends(one), one["schema"]): one["properties"] for one in relations(found)}
    assert told[ids["Ann Vos"], ids["1 Quay Road"], "UnknownLink"]["startDate"] == ["2019"]
    assert told[ids["Ben Vos"], ids["2 Quay Road"], "UnknownLink"]["role"] == ["is in (alleged)"]
    assert len(told) == 2
    assert things["1 Quay Road"]["properties"]["full"] == ["1 Quay Road"]
    (batch,) = batches([tmp_path / "out.json"])
    assert isinstance(batch, Batch)
    assert [a.claim.relation for a in batch.annotations].count("LOCATED_IN") == 1


def test_what_only_may_hold_on_a_day_says_so(case: Case, note: Note, tmp_path: Path) -> None:
    marked = "{T1 Person:Ann Vos} and {T2 Company:Harbour Ltd.} in 2019."
    case.load(note(marked, "R1\tOWNS Arg1:T1 Arg2:T2", "#1\tAnnotatorNotes R1\twhen=2019"))
    (tie,) = relations(exported(case, tmp_path, as_of="2019-06-01")[0])
    assert tie["properties"]["description"] == ["Not certain on that day."]


def test_a_topic_without_a_status_is_a_note(case: Case, note: Note, tmp_path: Path) -> None:
    case.load(note("{T1 Person:Ann Vos} met.", "#1\tAnnotatorNotes T1\ttopics=crime; country=kh"))
    (ann,) = [one for one in exported(case, tmp_path)[0] if one["caption"] == "Ann Vos"]
    assert "topics" not in ann["properties"] and ann["properties"]["country"] == ["kh"]
    assert "status not stated: topics: crime" in ann["properties"]["notes"]


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


def test_what_came_from_followthemoney_goes_back_with_its_ids_and_schemata(
    case: Case, root: Path, tmp_path: Path
) -> None:
    given = root / "tests/data/ftm/sample/invented/entities.ftm.json"
    case.load(given)
    back = {ref: one for one in exported(case, tmp_path)[0] for ref in one["referents"]}
    for one in entities(given):
        known = model().get(one["schema"])
        if known and not known.edge and known.name != "Similar":
            found = back[one["id"]]
            same = found["schema"] == one["schema"]
            assert same or found["schema"] == "Note" or one["schema"] == "Territory"
            assert "inv_harbour" in found["datasets"]
            if one["schema"] in ("Person", "Company", "Pages", "Vessel"):
                kept = {v for values in found["properties"].values() for v in values}
                values = {v for several in one["properties"].values() for v in several}
                said = {v for v in values if not v.startswith("inv-harbour-")}
                assert said - kept <= {"crime.fraud", "role.rca", "sanction.linked"}


def test_statuses_are_all_met_here() -> None:
    assert {*STATED, *WEAK, "planned", "denied"} == {*STATUSES}
