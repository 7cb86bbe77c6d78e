"""A mapping that is wrong is told word by word, each with its line and the nearest right word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from clew.graph.errors import InputError
from clew.loaders.tables.check import check
from clew.loaders.tables.reading import SHIPPED, load, read

DATA = Path(__file__).parents[2] / "data" / "table"
WRONG = yaml.safe_load((DATA / "wrong_mappings.yaml").read_text(encoding="utf-8"))
RECORD = "records: {a: {id: No, kind: Company, names: {name: Name}}}\n"


def problems(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    return list(read(tmp_path / "m.yaml").problems)


@pytest.mark.parametrize("case", WRONG, ids=lambda case: str(case["said"]))
def test_a_wrong_word_is_told_with_its_line(tmp_path: Path, case: dict[str, Any]) -> None:
    found = problems(tmp_path, case["mapping"])
    told = [reason for line, reason in found if line == case["line"]]
    assert any(case["said"] in reason for reason in told), found
    assert all("\n" not in reason for _, reason in found)
    with pytest.raises(InputError, match="m.yaml, line"):
        load(tmp_path / "m.yaml")


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path, "lst: x\nrecords:\n  a:\n    id: No\n    kind: Compny\n    value: {}\n"
    )
    assert [line for line, _ in found] == [1, 5, 6]


@pytest.mark.parametrize(
    "text",
    ["", "- a\n", "x\n", "a: [\n", "a: 1\na: 2\n", "[" * 500, "\udcff", "records: {[a]: b}\n"],
)
def test_what_is_no_mapping_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.yaml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError) as caught:
        load(tmp_path / "m.yaml")
    assert "m.yaml" in str(caught.value) and "\n" not in str(caught.value)


def test_a_column_that_the_table_lacks_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("records:\n  a:\n    id: Number\n    kind: Company\n")
    (tmp_path / "t.csv").write_text("Numbr,Name\n1,x\n")
    (problem,) = check(tmp_path / "m.yaml", tmp_path / "t.csv").problems
    assert (problem.file, problem.line) == (str(tmp_path / "m.yaml"), 3)
    assert "names a column 'Number' that t.csv does not have: did you mean 'Numbr'?" in str(problem)


def test_synonyms_of_the_vocabulary_are_its_words(tmp_path: Path) -> None:
    text = "records: {a: {id: No, kind: organisation, values: {DOB: D}}}\nproperties: [fence]\n"
    (tmp_path / "m.yaml").write_text(text)
    record = load(tmp_path / "m.yaml").records["a"]
    assert record.kind.constant == "Organization" and record.values[0].property == "birthDate"


def test_the_digest_tells_what_a_mapping_says_and_not_how_it_is_written(tmp_path: Path) -> None:
    first, second, third = (tmp_path / f"{n}.yaml" for n in range(3))
    first.write_text(RECORD)
    second.write_text("# mine\n" + RECORD.replace("{a:", "\n  {a:   "))
    third.write_text(RECORD.replace("Company", "Person"))
    assert load(first).digest == load(second).digest != load(third).digest


def test_a_mapping_that_clew_brings_is_named_without_its_folder() -> None:
    assert load(Path("geonames")).path == SHIPPED / "geonames.yaml"
    with pytest.raises(InputError, match=r"no mapping that comes with Clew \(geonames\)"):
        load(Path("geonams"))


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: str(path.stem))
def test_every_mapping_that_clew_brings_is_sound(path: Path) -> None:
    assert read(path).problems == ()
