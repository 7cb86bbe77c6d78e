"""`clew mapping`: drafts go to stdout, checks say what is wrong and what would come."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from clew.cli.root import cli

TABLE = "Company ID,Company name,Country,Colour\n1,Hill Ltd,KH,red\n2,Gate Ltd,TH,\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "companies.csv"
    path.write_text(TABLE)
    return path


def test_a_draft_checked_and_imported_brings_what_the_check_said(
    table: Path, tmp_path: Path
) -> None:
    run = CliRunner().invoke
    mapping, case = tmp_path / "m.yaml", str(tmp_path / "case")
    drafted = run(cli, ["mapping", "draft", str(table)])
    assert drafted.exit_code == 0 and drafted.stdout.startswith("# Drafted from companies.csv")
    mapping.write_text(drafted.stdout)
    checked = run(cli, ["mapping", "check", str(mapping), str(table), "--format", "json"])
    made = {(row["sort"], row["name"]): row["count"] for row in json.loads(checked.stdout)}
    assert checked.exit_code == 0 and made == {("record", "Company"): 2, ("value", "country"): 2}
    assert "2 rows, 1 cells of the column 'Colour'." in checked.stderr
    assert run(cli, ["init", case]).exit_code == 0
    args = ["import", str(table), "--mapping", str(mapping), "--published", "2024", "--case", case]
    brought = run(cli, [*args, "--format", "json"])
    (source,) = json.loads(brought.stdout)["sources"]
    assert brought.exit_code == 0 and source["claims_new"] == sum(made.values())


def test_a_wrong_mapping_exits_1_and_names_every_line(tmp_path: Path) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text("lst: x\nrecords:\n  a:\n    id: No\n    kind: Compny\n")
    found = CliRunner().invoke(cli, ["mapping", "check", str(mapping)])
    assert found.exit_code == 1 and not found.stdout
    assert [line.split(": ")[0] for line in found.stderr.splitlines()] == [
        f"{mapping}, line 1", f"{mapping}, line 5",
    ]  # fmt: skip


def test_what_would_be_rejected_is_told_by_a_check(table: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "records: {a: {id: Company ID, kind: Company, names: {name: Company name}}}\n"
    )
    table.write_text(TABLE + ",Secret Ltd,,\n")
    found = CliRunner().invoke(cli, ["mapping", "check", str(mapping), str(table)])
    assert found.exit_code == 1 and "companies.csv, line 4: has no id for `a`" in found.stderr
    assert "Secret" not in found.stderr + found.stdout


def test_protected_records_are_not_shown_by_a_check(table: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "records:\n  a: {id: Company name, kind: Company, names: {name: Company name},"
        " protected: yes, values: {country: Country}}\n"
    )
    found = CliRunner().invoke(cli, ["mapping", "check", str(mapping), str(table)])
    assert found.exit_code == 0 and "Hill" not in found.stdout and "(protected)" in found.stdout


@pytest.mark.parametrize(
    "args", [["draft", "nowhere.csv"], ["check", "nowhere"], ["check", "no.yaml"]]
)
def test_what_is_not_there_is_one_sentence(args: list[str], tmp_path: Path) -> None:
    from clew.graph.errors import InputError

    found = CliRunner().invoke(cli, ["mapping", *args])
    assert isinstance(found.exception, InputError) and "\n" not in str(found.exception)
