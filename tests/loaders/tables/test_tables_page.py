"""The page on tables is true: each of its examples is made into what it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clew.loaders.tables.check import Checked, check

PAGE = Path(__file__).parents[3] / "docs" / "tables.md"
EXAMPLE = re.compile(
    r"^## (\d .*?)\n.*?^```csv\n(.*?)^```.*?^```yaml\n(.*?)^```\n```text\n(.*?)^```", re.M | re.S
)
EXAMPLES = {found[0]: found[1:] for found in EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))}


def shown(checked: Checked) -> str:
    """What the page shows of an example: counts, and the first of each sort."""
    lines = [f"{made.count} {made.name}: {made.first}" for made in checked.made]
    lines += [f"rejected, line {one.line}: {one.reason}" for one in checked.rejected]
    lines += [f"{count} {name}" for name, count in checked.counts.items()]
    return "".join(f"{line}\n" for line in lines)


def test_the_page_has_its_five_examples() -> None:
    assert [title[0] for title in EXAMPLES] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_makes_what_the_page_shows(title: str, tmp_path: Path) -> None:
    table, mapping, expected = EXAMPLES[title]
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(mapping, encoding="utf-8")
    checked = check(tmp_path / "mapping.yaml", tmp_path / "table.csv")
    assert not checked.problems, checked.problems[0]
    assert shown(checked) == expected
