"""Files of 64 MB that would fill the memory: refused in a sentence before they do."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from clew.graph.model import Batch
from clew.loaders import base
from clew.loaders.annotations import check, json_rows, json_text
from clew.loaders.annotations.web import marks
from clew.loaders.batches import batches
from clew.loaders.walk import Failure
from tests.cas_files import Marked, xmi

Write = Callable[..., Path]


def told(path: Path) -> str:
    (failure,) = batches([path])
    assert isinstance(failure, Failure), failure.rejected[:3]
    return str(failure)


def test_lines_without_end_that_cannot_be_read_are_told_once(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "MOST_REJECTED", 100)
    said = told(write("Ann left.", "T1\tPerson 0 3\tAnn", *["x"] * 200))
    assert "line 102: holds more than 100 lines that cannot be read" in said
    path = write("Ann left.", "T1\tPerson 0 3\tAnn", *["x"] * 100)
    (batch,) = batches([path])
    assert isinstance(batch, Batch) and len(batch.rejected) == 100


def test_marks_without_end_are_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "MOST_MARKS", 100)
    many = [f"T{n}\tPerson 0 3\tAnn" for n in range(101)]
    assert "more than 100 things in one text" in told(write("Ann left.", *many))
    assert isinstance(next(iter(batches([write("Ann left.", *many[1:])]))), Batch)


def test_rows_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_rows, "MOST_ROWS", 100)
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "Ann", "spans": [], "answer": "accept"}\n' * 101)
    assert "line 101: has more than 100 rows" in told(path)


@pytest.mark.parametrize(
    "unit",
    ["[],", "{},", f"{'[' * 900}{']' * 900},", '{"":' * 900 + "1" + "}" * 900 + ",", '"ab",'],
)
def test_json_that_would_fill_the_memory_is_refused_before_it_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unit: str
) -> None:
    monkeypatch.setattr(json_text, "MOST_MEMORY", 2**20)
    for name in ("a.json", "a.jsonld"):
        path = tmp_path / name
        for head in ("[", '{"total": 1, "rows": [', '{"%FEATURE_STRUCTURES": ['):
            end = "[]]" if head == "[" else "[]]}"
            path.write_text(head + unit * (2**19 // len(unit)) + end)
            assert "more values than can be read at once" in told(path)


def test_annotations_without_end_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "MOST_ANNOTATIONS", 100)
    path = tmp_path / "a.json"
    made = [{"type": "Annotation", "id": f"#{n}", "target": "t"} for n in range(101)]
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage"}
    path.write_text(json.dumps({**page, "items": made}))
    assert "more than 100 annotations" in told(path)
    rows = [{"id": f"{n}", "uri": "u", "user": "acct:a@h", "target": []} for n in range(101)]
    path.write_text(json.dumps({"total": 101, "rows": rows}))
    assert "more than 100 annotations" in told(path)


def test_an_element_of_attributes_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xmi"
    many = " ".join(f'a{n}="b"' for n in range(120_000))
    path.write_text(xmi(Marked("Ann left.")).replace("<cas:NULL", f"<cas:NULL {many}"))
    assert "more than 100000 attributes" in told(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_beside_an_export_holds_nothing_up(tmp_path: Path) -> None:
    rows = [json.dumps({"id": n, "text": "Ann left.", "label": [[0, 3, "Person"]]}) for n in (1, 2)]
    (tmp_path / "export.jsonl").write_text("\n".join(rows))
    for name in ("pipe.jsonl", "pipe.txt", "export.txt", "TypeSystem.xml"):
        os.mkfifo(tmp_path / name)
    found = list(batches([tmp_path]))
    (batch,) = [one for one in found if isinstance(one, Batch)]
    assert batch.counts["spans"] == 2 and batch.annotator == ""
    assert all("no file" in str(one) for one in found if isinstance(one, Failure))
