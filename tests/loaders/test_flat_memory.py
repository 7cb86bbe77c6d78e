"""The memory of reading does not grow with the number of documents, and zips may be larger."""

from __future__ import annotations

import gc
import random
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from clew.graph.model import Batch
from clew.loaders import base
from clew.loaders.annotations.inception import cas_xml
from clew.loaders.batches import batches
from tests.cas_files import SPAN, Mark, Marked, type_system, xmi


def project(path: Path, count: int) -> Path:
    dice = random.Random(4)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as to:
        to.writestr("TypeSystem.xml", type_system())
        for number in range(count):
            text = f"Document {number}. " + "Aerin owns Vossa. " * 100
            places = [dice.randrange(100) * 18 + 13 for _ in range(30)]
            marks = [Mark(SPAN, at, at + 5, {"value": "Person"}) for at in places]
            to.writestr(f"annotation/d{number}.txt/ana.xmi", xmi(Marked(text, marks)))
    return path


def peak(path: Path) -> tuple[int, int]:
    gc.freeze()  # what other tests left does not put off the collector, as in a process of its own
    tracemalloc.start()
    found = sum(isinstance(batch, Batch) for batch in batches([path]))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    gc.unfreeze()
    return found, most


def test_documents_take_the_memory_of_one_and_of_their_bytes(tmp_path: Path) -> None:
    peak(project(tmp_path / "first.zip", 2))  # what is read once for all
    few, little = peak(project(tmp_path / "few.zip", 4))
    many, much = peak(project(tmp_path / "many.zip", 24))
    assert (few, many) == (4, 24)
    assert (much - little) / 20 < little / 20  # the zip itself, and its list of members


def test_the_type_system_of_a_project_is_read_once(tmp_path: Path) -> None:
    cas_xml.read_types.cache_clear()
    list(batches([project(tmp_path / "project.zip", 5)]))
    assert cas_xml.read_types.cache_info().misses == 1


def test_a_zip_may_be_larger_than_what_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project(tmp_path / "project.zip", 5)
    monkeypatch.setattr(base, "LARGEST_FILE", path.stat().st_size - 1)
    assert all(isinstance(batch, Batch) for batch in batches([path]))
    monkeypatch.setattr(base, "LARGEST_ZIP", path.stat().st_size - 1)
    (failure,) = batches([path])
    assert "split it" in str(failure)
