"""Tables in a case: the same again changes nothing, a newer one takes the earlier one's place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import clew
from clew import Case
from clew.graph.model import Batch
from clew.loaders.batches import batches
from clew.loaders.walk import Failure
from clew.summary import Summary

Take = Callable[..., Summary]
Lines = Callable[..., list[str]]

MAPPING = """list: owners
source: {title: Owners, published: 2024-01-02}
records:
  company: {id: "No", kind: Company, names: {name: Name}, values: {country: Land}}
  owner: {id: Owner, as: company, kind: Company}
ties:
  - {type: OWNS, start: owner, end: company, status: alleged}
"""
TABLE = "No,Name,Land,Owner,Rest\n1,Hill Ltd,KH,2,x\n2,Gate Ltd,TH,,\n"


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "owners.yaml"
    path.write_text(MAPPING)
    return path


@pytest.fixture
def owners(tmp_path: Path) -> Path:
    path = tmp_path / "owners.csv"
    path.write_text(TABLE)
    return path


def test_the_same_table_again_changes_nothing(
    case: Case, take: Take, lines: Lines, owners: Path, mapping: Path
) -> None:
    first = take(case, owners, mapping=mapping)
    before = lines(case)
    again = take(case, owners, mapping=mapping)
    assert first.total("claims_new") == 5 and not first.needs_a_look
    assert (again.total("claims_new"), again.total("claims_known"), again.run) == (0, 5, "")
    assert lines(case) == before


def test_a_newer_table_replaces_the_earlier_one_whatever_its_path(
    case: Case, take: Take, owners: Path, mapping: Path
) -> None:
    take(case, owners, mapping=mapping)
    newer = owners.with_name("owners-2025.csv")
    newer.write_text(TABLE.replace("Hill Ltd,KH,2", "Hill Ltd,VN,"))
    summary = take(case, newer, mapping=mapping, facts={"published": "2025-01-02"})
    told = [summary.total(f"claims_{what}") for what in ("new", "known", "withdrawn")]
    assert told == [1, 3, 2]


def test_another_mapping_reads_the_same_bytes_anew(
    case: Case, take: Take, owners: Path, mapping: Path
) -> None:
    take(case, owners, mapping=mapping)
    mapping.write_text(MAPPING + "status: official\n")
    assert take(case, owners, mapping=mapping).total("claims_changed") > 0


def test_a_cell_too_long_for_a_name_is_rejected_and_the_case_can_be_asked(
    case: Case, take: Take, owners: Path, mapping: Path
) -> None:
    owners.write_text(TABLE.replace("Hill Ltd", "Hill" * 3000))
    summary = take(case, owners, mapping=mapping)
    assert "owners.csv, line 2: has a name of 12000 characters, more than 1000" in str(summary)
    assert [found["name"] for found in case.find("Gate Ltd")] == ["Gate Ltd"]
    assert not case.verify().problems


def test_the_summary_names_what_was_not_mapped_and_what_was_rejected(
    case: Case, take: Take, owners: Path, mapping: Path
) -> None:
    owners.write_bytes(TABLE.encode() + "3,Café,KH,,\n4,x\n,Y,,,\n".encode("cp1252"))
    words = str(take(case, owners, mapping=mapping))
    assert "Left out: 1 cells of the column 'Rest'." in words
    assert "1 lines are not UTF-8, read as Windows-1252" in words
    assert "owners.csv, line 5: has 2 cells and the heading 5: mend the row" in words
    assert "owners.csv, line 6: has no id for `company` (column 'No')" in words


def test_a_table_without_mapping_is_refused_with_the_remedy_and_passed_over_in_a_folder(
    case: Case, take: Take, owners: Path
) -> None:
    (failure,) = take(case, owners).failed
    assert str(failure).endswith("`clew mapping draft FILE` proposes it")
    summary = take(case, owners.parent)
    assert not summary.failed and owners.name in [Path(f.file).name for f in summary.skipped]


def test_a_table_needs_its_day(case: Case, take: Take, owners: Path, mapping: Path) -> None:
    mapping.write_text(MAPPING.replace(", published: 2024-01-02", ""))
    (failure,) = take(case, owners, mapping=mapping).failed
    assert "--published" in str(failure)
    summary = take(case, owners, mapping=mapping, facts={"published": "2024-01-02"})
    assert summary.total("claims_new") == 5


def test_a_table_with_victims_leaves_nothing_in_the_case(
    case: Case, take: Take, owners: Path, mapping: Path
) -> None:
    owners.write_text(TABLE.replace("Rest", "Victim name"))
    (failure,) = take(case, owners, mapping=mapping).failed
    assert "holds victims' personal data" in str(failure)
    assert not [path for path in case.directory.originals.rglob("*") if path.is_file()]


def test_a_tie_is_quoted_with_both_its_names(case: Case, owners: Path, mapping: Path) -> None:
    case.load(owners, mapping=mapping)
    (row,) = case.query(
        "MATCH (a)-[r:OWNS]->(b) RETURN a.name AS a, b.name AS b, r.quote AS quote, r.status AS s"
    )
    assert (row["a"], row["b"], row["s"]) == ("Gate Ltd", "Hill Ltd", "alleged")
    assert row["quote"] == "2 | Hill Ltd"


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=5))
def test_any_table_comes_in_once_and_again_without_a_change(
    take: Take, mapping: Path, tmp_path_factory: pytest.TempPathFactory, rows: Any
) -> None:
    folder = tmp_path_factory.mktemp("any")
    table = folder / "any.csv"
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    table.write_text("\n".join(["No,Name,Land,Owner", *quoted]), encoding="utf-8", newline="")
    case = clew.create(folder / "case")
    first, again = (take(case, table, mapping=mapping) for _ in range(2))
    assert not first.failed
    kept = len(rows) - sum(not "".join(row).strip() for row in rows)
    told = {line["line"] for item in first.sources for line in item["rejected"]}
    assert first.sources[0]["annotations"].get("rows", 0) == kept >= len(told)
    assert again.total("claims_new") == again.total("claims_withdrawn") == 0


def test_the_shipped_mapping_reads_every_place_of_the_sample(root: Path) -> None:
    sample = root / "tests" / "data" / "table" / "sample" / "places.tsv"
    (batch,) = batches([sample], mapping=Path("geonames"))
    assert isinstance(batch, Batch) and not batch.rejected
    places = {a.name: a for a in batch.annotations if a.claim.shape == "mention"}
    assert len(places) == 10 and "Ou Smach" in places and batch.document.list == "places.tsv"
    values = {
        (a.claim.relation, a.claim.value)
        for a in batch.annotations
        if a.claim.shape == "value" and a.claim.subject == places["Shwe Kokko"].claim.subject
    }
    assert {("latitude", "16.82082"), ("longitude", "98.53085"), ("country", "mm")} <= values
    assert {("radius", "2000"), ("basis", "centre of the populated place")} <= values
    scripts = {a.extra["script"] for a in batch.annotations if a.claim.relation == "alias"}
    assert {("Latin",), ("Khmer",), ("Myanmar",)} <= scripts


def test_geonames_own_files_are_read_under_their_own_names(root: Path, tmp_path: Path) -> None:
    sample = root / "tests" / "data" / "table" / "sample" / "places.tsv"
    dump = tmp_path / "KH.txt"
    dump.write_bytes(sample.read_bytes())
    (batch,) = batches([dump], mapping=Path("geonames"))
    assert isinstance(batch, Batch) and batch.counts["rows"] == 10


def test_all_places_of_the_region_are_read_with_all_their_names(
    shared: Path, tmp_path: Path
) -> None:
    places = json.loads((shared / "data/places-geonames-sea/cities500.SEA.json").read_text())
    dump = tmp_path / "places.tsv"
    with dump.open("w", encoding="utf-8", newline="") as file:
        for place in places.values():
            cells = [""] * 19
            cells[0:2] = str(place["geonameid"]), place["name"]
            cells[3] = ",".join(place["alternatenames"])
            cells[4:6] = str(place["latitude"]), str(place["longitude"])
            cells[8], cells[14] = place["countrycode"], str(place["population"])
            file.write("\t".join(cells) + "\n")
    (batch,) = batches([dump], mapping=Path("geonames"))
    assert not isinstance(batch, Failure) and not batch.rejected
    mentions = [a for a in batch.annotations if a.claim.shape == "mention"]
    assert len(mentions) == len({a.claim.id for a in mentions}) == len(places) == 8736
    aliases = [a for a in batch.annotations if a.claim.relation == "alias"]
    parted = (
        name.strip() for p in places.values() for n in p["alternatenames"] for name in n.split(",")
    )
    assert len(aliases) <= sum(map(bool, parted)) <= len(aliases) + 100
    known = sum(bool(place["population"]) for place in places.values())
    assert sum(a.claim.relation == "population" for a in batch.annotations) == known
