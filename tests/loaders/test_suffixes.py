"""Suffixes in capitals are the suffixes they are: nothing is passed over for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from clew.loaders.batches import batches
from clew.loaders.walk import Failure

LINE = "T1\tPerson 0 7\tZebulon\n"


@pytest.mark.parametrize("names", ["A.ANN A.TXT", "a.ann a.TXT", "a.Ann a.Txt", "a.ANN a.txt"])
@pytest.mark.parametrize("whole", [True, False])
def test_suffixes_in_capitals_are_read(names: str, whole: bool, tmp_path: Path) -> None:
    ann, txt = names.split()
    (tmp_path / ann).write_text(LINE)
    (tmp_path / txt).write_text("Zebulon spoke.")
    (found,) = batches([tmp_path if whole else tmp_path / txt])
    assert not isinstance(found, Failure), str(found)
    assert found.counts["spans"] == 1
    assert [Path(file.path).name.lower() for file in found.files] == ["a.ann", "a.txt"]


def test_annotators_are_told_apart_by_texts_in_capitals_too(tmp_path: Path) -> None:
    for who in ("anna", "ben"):
        (tmp_path / who).mkdir()
        (tmp_path / who / "N.ANN").write_text(LINE)
        (tmp_path / who / "N.TXT").write_text("Zebulon spoke.")
    found = [one for one in batches([tmp_path]) if not isinstance(one, Failure)]
    assert {one.annotator for one in found} == {"anna", "ben"}
