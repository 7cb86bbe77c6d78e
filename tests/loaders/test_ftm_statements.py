"""Statements: each data set a source of its own, with its days; ids join them and names do not."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

import clew
from clew import Lens
from clew.graph.model import Batch
from clew.loaders.batches import batches

COLUMNS = (
    *("canonical_id", "entity_id", "prop", "schema", "value", "dataset", "lang"),
    *("original_value", "external", "first_seen", "last_seen", "id"),
)
ONE, TWO = "NK-inventedinvented00000a", "NK-inventedinvented00000b"
Row = dict[str, str]
Write = Callable[..., Path]


def row(
    dataset: str, entity: str, prop: str, value: str, schema: str = "Person", **more: str
) -> Row:
    """A statement; `entity` is what its data set calls the first or second invented entity."""
    made = {"dataset": dataset, "entity_id": entity, "prop": prop, "value": value, "schema": schema}
    seen = {"first_seen": "2024-03-01T00:00:00", "last_seen": "2026-10-01T00:00:00"}
    return {"canonical_id": ONE, "external": "f", **made, **seen, **more}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a table of these rows."""

    def make(*rows: Row, columns: tuple[str, ...] = COLUMNS) -> Path:
        path = tmp_path / "statements.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, dialect=csv.unix_dialect, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return make


def read(path: Path) -> dict[str, Batch]:
    found = [one for one in batches([path]) if isinstance(one, Batch)]
    return {one.document.list.partition(" ")[2].partition("/")[0]: one for one in found}


ROWS = (
    row("inv_list", "list-1", "name", "Ann Vos"),
    row("inv_list", "list-1", "birthDate", "1971", original_value="born in 1971", lang="eng"),
    row("inv_register", "reg-1", "name", "VOS, Ann", last_seen="2025-01-01", schema="LegalEntity"),
    row("inv_register", "reg-2", "name", "Harbour Ltd.", "Company", canonical_id=TWO),
    row("inv_register", "reg-3", "owner", ONE, "Ownership", canonical_id="own", lang=""),
    row("inv_register", "reg-3", "asset", TWO, "Ownership", canonical_id="own"),
)


def test_each_data_set_is_a_source_with_its_own_day(write: Write) -> None:
    found = read(write(*ROWS))
    assert {name: one.published for name, one in found.items()} == {
        "inv_list": "2026-10-01",
        "inv_register": "2026-10-01",
    }
    assert {name: one.counts["statements"] for name, one in found.items()} == {
        "inv_list": 2,
        "inv_register": 4,
    }
    assert found["inv_list"].facts["title"] == "inv_list (FollowTheMoney data)"


def test_a_claim_is_a_row_with_its_own_days_language_and_original(write: Write) -> None:
    born = next(
        one
        for one in read(write(*ROWS))["inv_list"].annotations
        if one.claim.relation == "birthDate"
    )
    assert (born.claim.value, born.quote) == ("1971", "1971")
    assert born.local_id == "statements.csv, line 3, Person:birthDate"
    assert born.extra == {
        "lang": ("eng",),
        "original_value": ("born in 1971",),
        "first_seen": ("2024-03-01T00:00:00",),
        "last_seen": ("2026-10-01T00:00:00",),
    }


def test_a_relation_of_several_rows_names_the_lines_of_both_ends(write: Write) -> None:
    (tied,) = [
        one for one in read(write(*ROWS))["inv_register"].annotations if one.claim.shape == "tie"
    ]
    assert tied.local_id == "statements.csv, line 7, owner (line 6) and asset"
    assert tied.quote == f"{ONE} … {TWO}"


def test_data_sets_join_by_the_compilers_id_and_by_no_name(write: Write, tmp_path: Path) -> None:
    other = row("inv_press", "press-9", "name", "Ann Vos", canonical_id="NK-inventedinvented00000c")
    case = clew.create(tmp_path / "case")
    case.load(write(*ROWS, other))
    with case.opened(Lens()) as opened:
        people = [n.properties for n in opened.nodes() if "Person" in n.labels]
        owners = [e.properties["ftmId"] for e in opened.edges() if e.type == "OWNS"]
    assert sorted((one["source_count"], len(one["names"])) for one in people) == [(1, 1), (2, 2)]
    assert owners == [["own"]]


def test_different_ids_of_two_compilers_keep_nobody_apart(write: Write, tmp_path: Path) -> None:
    number = row("inv_list", "list-1", "passportNumber", "K00000012")
    other = "NK-inventedinvented00000c"
    same = row("inv_press", "press-9", "passportNumber", "K00000012", canonical_id=other)
    case = clew.create(tmp_path / "case")
    named = row("inv_press", "press-9", "name", "A. Vos", canonical_id=other)
    case.load(write(*ROWS, number, same, named))
    with case.opened(Lens()) as opened:
        people = [n.properties for n in opened.nodes() if "Person" in n.labels]
    assert [{ONE, other} <= {*one["ftmId"]} for one in people] == [True]


def test_a_records_own_id_and_the_schema_that_says_most_are_kept(write: Write) -> None:
    found = read(write(*ROWS))["inv_register"]
    kinds = {one.claim.subject: one.claim.relation for one in found.annotations if one.name}
    assert kinds == {f"entry:{ONE}": "LegalEntity", f"entry:{TWO}": "Company"}
    ids = [a.claim.value for a in found.annotations if a.claim.relation in ("referent", "ftmId")]
    assert {ONE, TWO, "reg-1", "reg-2"} <= {*ids}


def test_what_nobody_has_confirmed_is_an_opinion(write: Write) -> None:
    guess = row("inv_list", "list-1", "nationality", "kh", external="t")
    said = read(write(*ROWS, guess))["inv_list"].annotations
    assert [one.status for one in said if one.claim.relation == "nationality"] == ["opinion"]


def test_rows_with_the_schema_before_the_property_are_read_alike(write: Write) -> None:
    plain = read(write(*ROWS))
    packed = [{**one, "prop": f"{one['schema']}:{one['prop']}"} for one in ROWS]
    columns = tuple(name for name in COLUMNS if name != "schema")
    rows = [{k: v for k, v in one.items() if k != "schema"} for one in packed]
    for name, batch in read(write(*rows, columns=columns)).items():
        assert batch.annotations == plain[name].annotations


def test_a_later_day_takes_the_place_of_the_earlier_statements(
    write: Write, tmp_path: Path
) -> None:
    case = clew.create(tmp_path / "case")
    case.load(write(*ROWS))
    later = [
        {**one, "last_seen": "2026-11-01T00:00:00"} for one in ROWS if "birth" not in one["prop"]
    ]
    summary = case.load(write(*later))
    assert sum(one["claims_withdrawn"] for one in summary.sources) == 1
    with case.opened(Lens(known_at="2026-10-15")) as opened:
        assert any("birthDate" in node.properties for node in opened.nodes())
    with case.opened(Lens()) as opened:
        assert not any("birthDate" in node.properties for node in opened.nodes())


def test_a_day_before_the_data_were_read_shows_what_had_been_seen_by_then(
    write: Write, tmp_path: Path
) -> None:
    late = row("inv_list", "list-1", "nationality", "kh", first_seen="2025-06-01")
    case = clew.create(tmp_path / "case")
    case.load(write(*ROWS, late))

    def known(day: str) -> set[str]:
        with case.opened(Lens(known_at=day)) as opened:
            people = [one.properties for one in opened.nodes() if "Person" in one.labels]
            ties = [edge for edge in opened.edges() if edge.type == "OWNS"]
            assert len(ties) == len(people) <= 1
            return {name for one in people for name in ("birthDate", "nationality") if name in one}

    assert known("2024-02-28") == set()
    assert known("2024-03-01") == {"birthDate"} == known("2025-05-31")
    assert known("2025-06-01") == known("2026-12-31") == {"birthDate", "nationality"}
    with case.opened(Lens()) as opened:
        (person,) = [one.properties for one in opened.nodes() if "Person" in one.labels]
    assert person["known_from"] == "2024-03-01"


def test_a_long_statement_is_read_and_the_process_keeps_its_own_limit(write: Write) -> None:
    before = csv.field_size_limit()
    long = "x" * (before + 1)
    path = write(
        row("inv_list", "list-1", "name", "Ann Vos"), row("inv_list", "list-1", "notes", long)
    )
    assert long in str(read(path)["inv_list"])
    assert csv.field_size_limit() == before


def test_an_end_by_a_records_own_id_is_the_entity_that_the_compiler_made_of_it(
    write: Write,
) -> None:
    own = [
        {**one, "value": {ONE: "reg-1", TWO: "reg-2"}.get(one["value"], "")} for one in ROWS[-2:]
    ]
    batch = read(write(*ROWS[:-2], *own))["inv_register"]
    (tied,) = [one for one in batch.annotations if one.claim.shape == "tie"]
    assert (tied.claim.subject, tied.claim.object) == (f"entry:{ONE}", f"entry:{TWO}")
    assert "ends that are no entity of the data" not in batch.counts


def test_what_is_confirmed_in_another_row_is_no_opinion(write: Write) -> None:
    rows = [row("inv_list", "list-1", "nationality", "kh", external=one) for one in ("t", "f")]
    said = read(write(*ROWS, *rows))["inv_list"].annotations
    assert [one.status for one in said if one.claim.relation == "nationality"] == ["reported"]


def test_schemata_of_one_entity_that_do_not_agree_are_told(write: Write) -> None:
    other = row("inv_list", "list-1", "flag", "kh", "Vessel")
    assert (
        read(write(*ROWS, other))["inv_list"].counts["entities under schemata that do not agree"]
        == 1
    )


@pytest.mark.parametrize("said", [("name", "Secret", "Victim"), ("topics", "victim", "Person")])
def test_a_table_with_a_single_victim_leaves_nothing_in_the_case(
    write: Write, tmp_path: Path, said: tuple[str, str, str]
) -> None:
    case = clew.create(tmp_path / "case")
    summary = case.load(write(*ROWS, row("inv_other", "other-1", *said)))
    assert not summary.sources and "victims" in str(summary.failures[0])
    kept = [path for path in case.directory.originals.rglob("*") if path.is_file()]
    assert not kept
