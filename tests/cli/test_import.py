"""`clew import`, `formats`, `schema` and `profile`."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Clew = Callable[..., Any]
ITEM = {
    "path",
    "files",
    "format",
    "sha256",
    "annotations",
    "claims_new",
    "claims_known",
    "claims_changed",
    "claims_withdrawn",
    "reanchored",
    "left_out",
    "unmapped",
    "rejected",
}


@pytest.fixture
def empty(demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clew: Clew) -> Path:
    """Stand in an empty case, beside notes to import."""
    folder = tmp_path / "empty"
    assert clew("init", str(folder)).code == 0
    shutil.copytree(demo_folder / "notes", folder / "notes")
    monkeypatch.chdir(folder)
    return folder


def test_a_summary_has_the_shape_that_scripts_rely_on(clew: Clew, empty: Path) -> None:
    said = clew("import", "notes", "--format", "json")
    assert said.code == 0
    items = said.json["sources"]
    assert len(items) == 4
    for item in items:
        assert set(item) >= ITEM
        assert item["format"] == "brat" and item["path"].startswith("notes/")
        assert item["annotations"]["spans"] > 0 and item["claims_new"] > 0
        assert item["claims_known"] == item["claims_changed"] == item["claims_withdrawn"] == 0
        assert item["rejected"] == []
    again = clew("import", "notes", "--format", "json").json["sources"]
    assert [item["claims_known"] for item in again] == [item["claims_new"] for item in items]
    assert all(item["claims_new"] == 0 for item in again)


def test_the_summary_in_words_goes_to_stderr(clew: Clew, empty: Path) -> None:
    said = clew("import", "notes")
    assert said.code == 0 and said.out == ""
    assert said.err.startswith("4 sources: ")
    run = said.err.split("`clew undo ")[1].split("`")[0]
    assert clew("undo", run).code == 0
    assert clew("find", "Mech Dara").json == []


def test_a_rejected_line_is_named_and_the_exit_code_tells(clew: Clew, empty: Path) -> None:
    notes = empty / "notes" / "measures.ann"
    count = len(notes.read_text("utf-8").splitlines())
    with notes.open("a", encoding="utf-8") as file:
        file.write("T999\tPerson 0 9999999\tNobody\n")
    said = clew("import", "notes", "--format", "json")
    assert said.code == 1
    (rejected,) = [r for item in said.json["sources"] for r in item["rejected"]]
    assert (rejected["file"], rejected["line"]) == ("notes/measures.ann", count + 1)
    told = clew("import", "notes")
    assert told.code == 1 and f"notes/measures.ann, line {count + 1}" in told.err
    assert "Nobody" not in told.err and "Nobody" not in said.out


def test_a_dry_run_changes_nothing(clew: Clew, empty: Path) -> None:
    said = clew("import", "notes", "--dry-run")
    assert said.code == 0 and said.err.startswith("Would bring: 4 sources")
    assert clew("sources").json == []


def test_what_is_known_of_one_file_comes_with_it(clew: Clew, empty: Path) -> None:
    known = ("--title", "A note", "--published", "2024-10", "--archive-url", "https://a.example/1")
    assert clew("import", "notes/measures.ann", *known, "--outlet-closed", "2025").code == 0
    (source,) = clew("sources").json
    assert source["title"] == "A note" and source["published"] == "2024-10"
    assert source["archive_url"] == "https://a.example/1" and source["outlet_closed"] == "2025"
    for_folder = clew("import", "notes", "--title", "One for all")
    assert for_folder.code == 2 and "--sources" in for_folder.err


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("nowhere",), 1),
        (("notes", "--as", "nonsense"), 2),
        (("notes", "--profile", "nowhere.yaml"), 2),
        (("notes", "--sources", "nowhere.csv"), 2),
        (("notes/measures.ann", "--published", "last week"), 2),
    ],
)
def test_what_cannot_be_imported_is_said(
    line: tuple[str, ...], code: int, clew: Clew, empty: Path
) -> None:
    said = clew("import", *line)
    assert said.code == code
    assert "Traceback" not in said.err
    assert clew("sources").json == []


def test_strict_refuses_words_that_nobody_mapped(clew: Clew, empty: Path) -> None:
    notes = empty / "notes" / "measures.ann"
    words = notes.read_text("utf-8").replace("\tCountry ", "\tRealm ")
    notes.write_text(words, "utf-8")
    assert "Realm" in clew("import", "notes", "--dry-run").err
    assert clew("import", "notes/measures.ann", "--strict").code == 1
    assert clew("sources").json == []


def test_a_drafted_profile_checks_and_imports(clew: Clew, empty: Path) -> None:
    drafted = clew("profile", "draft", "notes")
    assert drafted.code == 0
    (empty / "profile.yaml").write_text(drafted.out, "utf-8")
    checked = clew("profile", "check", "profile.yaml", "notes", "--format", "json")
    unknown = [word for word in checked.json if not word["known"]]
    assert checked.code == (1 if unknown else 0)
    assert {"section", "word", "count", "meaning", "known"} <= set(checked.json[0])
    assert clew("import", "notes", "--profile", "profile.yaml").code == 0


def test_a_word_without_a_meaning_is_reported(clew: Clew, empty: Path) -> None:
    notes = empty / "notes" / "measures.ann"
    notes.write_text(notes.read_text("utf-8").replace("\tCountry ", "\tRealm "), "utf-8")
    (empty / "profile.yaml").write_text("name: mine\n", "utf-8")
    said = clew("profile", "check", "profile.yaml", "notes")
    assert said.code == 1
    assert [word["word"] for word in said.json if not word["known"]] == ["Realm"]


def test_formats_and_schema_are_listed(clew: Clew) -> None:
    assert "brat" in [known["name"] for known in clew("formats").json]
    assert "brat" in clew("formats", "--format", "table").out
    whole = clew("schema").json
    assert {"kinds", "ties", "statuses", "values"} == set(whole)
    told = clew("schema", "compound", "--format", "table")
    assert "`Compound`" in told.out and "`SAME_PREMISES`" in told.out
    assert clew("schema", "Nonsense").code == 2


def test_a_source_answers_to_every_path_it_was_imported_from(clew: Clew, empty: Path) -> None:
    clew("import", "notes")
    (empty / "notes").rename(empty / "moved")
    file = empty / "moved" / "measures.ann"
    file.write_text("\n".join(file.read_text("utf-8").splitlines()[:-1]) + "\n", "utf-8")
    clew("import", "moved")
    names = ("notes/measures.txt", "moved/measures.txt", "moved/measures.ann")
    left = [clew("find", "phat", "--without-source", name) for name in names]
    assert [said.code for said in left] == [0, 0, 0], left[1].err
    assert len({said.out for said in left}) == 1
    assert clew("find", "phat", "--without-source", "moved/annotation.conf").code == 2


def test_two_readings_of_one_text_in_one_import_lose_nothing_in_silence(
    clew: Clew, empty: Path
) -> None:
    both = "T1\tPerson 0 7\tZebulon\n"
    for name, line in {"a": both, "b": f"{both}T2\tCompany 13 19\tQuagga\n"}.items():
        (empty / "two" / name).mkdir(parents=True)
        (empty / "two" / name / f"{name}.txt").write_text("Zebulon owns Quagga.")
        (empty / "two" / name / f"{name}.ann").write_text(line)
    first, again = (clew("import", "two") for _ in range(2))
    assert (first.code, again.code) == (1, 1)
    assert "two/b/b.ann: says some of what two/a/a.ann says of the same text" in first.err
    assert "0 claims new, 1 already known, 0 changed, 0 withdrawn" in again.err
    alone = clew("import", "two/b")
    assert alone.code == 0 and "1 claims new, 1 already known" in alone.err
