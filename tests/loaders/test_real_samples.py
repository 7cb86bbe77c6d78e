"""Every file of the shared samples of annotations is read, refused in a sentence, or no export."""

from __future__ import annotations

from collections import Counter, defaultdict
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml

from clew.graph.model import Batch
from clew.loaders.batches import batches
from clew.loaders.walk import Failure

Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows(root: Path) -> list[Row]:
    found: list[Row] = yaml.safe_load((root / "tests/data/real_samples.yaml").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def files(shared: Path, rows: list[Row]) -> dict[str, list[Path]]:
    """The files by the pattern that they fit; every file fits one."""
    data = shared / "data"
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(one for one in data.glob("ann-*/**/*") if one.is_file()):
        name = path.relative_to(data).as_posix()
        fitting = [row["files"] for row in rows if fnmatchcase(name, row["files"])]
        assert fitting, f"{name} is met by no test: give it a row"
        found[fitting[0]].append(path)
    return found


def test_every_file_stands_in_the_table(rows: list[Row], files: dict[str, list[Path]]) -> None:
    assert {row["files"]: row["many"] for row in rows} == {k: len(v) for k, v in files.items()}
    assert all(("beside" in row) != ("format" in row) for row in rows)


def test_what_enters_of_each_is_what_the_table_says(
    rows: list[Row], files: dict[str, list[Path]]
) -> None:
    for row in (row for row in rows if "format" in row):
        counts, refused, rejected = Counter[str](), Counter[str](), 0
        for path in files[row["files"]]:
            for one in batches([path]):
                if isinstance(one, Batch):
                    assert one.tool == row["format"], path.name
                    counts.update(one.counts)
                    rejected += len(one.rejected)
                else:
                    refused[_sentence(one, row)] += 1
        entered = {name: count for name, count in counts.items() if count}
        assert entered == row.get("counts", {}), row["files"]
        assert rejected == row.get("rejected", 0), row["files"]
        assert refused == row.get("refused", {}), row["files"]


def _sentence(failure: Failure, row: Row) -> str:
    """Return the table's part of what is said of a file, else the whole of it."""
    said = str(failure)
    assert "\n" not in said and len(failure.reason) < 300
    return next((part for part in row.get("refused", {}) if part in said), said)


def test_every_export_is_counted_by_a_test_of_its_own(rows: list[Row]) -> None:
    here = Path(__file__).parent
    for row in (row for row in rows if "format" in row):
        for test in row["tests"]:
            name, _, function = test.partition("::")
            assert f"def {function}(" in (here / name).read_text("utf-8"), test
