"""Whose reading an INCEpTION file is: told by a project's folders, or folders side by side."""

from __future__ import annotations

import zipfile
from pathlib import Path

from clew.graph.model import Batch
from clew.loaders.batches import batches
from clew.loaders.walk import Failure


def test_folders_of_an_unpacked_project_name_the_annotator(tmp_path: Path, root: Path) -> None:
    sample = root / "tests" / "data" / "inception" / "sample" / "rows.tsv"
    names = (
        "annotation/rows.txt/anna.tsv",
        "annotation/rows.txt/j.doe.tsv",
        "annotation/batch/one.tsv",
        "curation/rows.txt/C.tsv",
    )
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(sample.read_bytes())
    found = [batch for batch in batches([tmp_path]) if isinstance(batch, Batch)]
    assert sorted(batch.annotator for batch in found) == ["", "CURATION_USER", "anna", "j.doe"]


def test_a_documents_folder_without_its_project_names_the_annotator(
    tmp_path: Path, root: Path
) -> None:
    sample = root / "tests" / "data" / "inception" / "sample" / "rows.tsv"
    for name in ("raid.txt/admin.tsv", "raid.txt/CURATION_USER.tsv", "v1.2/other.tsv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(sample.read_bytes())
    found = [batch for batch in batches([tmp_path]) if isinstance(batch, Batch)]
    assert sorted(batch.annotator for batch in found) == ["", "CURATION_USER", "admin"]


def test_folders_side_by_side_with_one_text_name_the_annotator(tmp_path: Path, root: Path) -> None:
    sample = root / "tests" / "data" / "inception" / "sample"
    for who in ("anna", "ben"):
        (tmp_path / who).mkdir()
        for name in ("rows.tsv", "note.json", "note.xmi", "TypeSystem.xml"):
            (tmp_path / who / name).write_bytes((sample / name).read_bytes())
    (tmp_path / "ben" / "rows.tsv").write_text("#FORMAT=WebAnno TSV 3.3\n#Text=A\n1-1\t0-1\tA\t\n")
    found = [batch for batch in batches([tmp_path]) if isinstance(batch, Batch)]
    names = [(Path(b.files[0].path).name, b.annotator) for b in found]
    assert sorted(names) == [
        ("note.json", "anna"),
        ("note.json", "ben"),
        ("note.xmi", "anna"),
        ("note.xmi", "ben"),
        ("rows.tsv", ""),
        ("rows.tsv", ""),
    ]


def test_an_unpacked_project_with_zips_in_it_names_them_too(tmp_path: Path, root: Path) -> None:
    sample = root / "tests" / "data" / "inception" / "sample" / "project.zip"
    with zipfile.ZipFile(sample) as archive:
        archive.extractall(tmp_path)
    found = list(batches([tmp_path]))
    read = [batch for batch in found if isinstance(batch, Batch)]
    assert sorted(batch.annotator for batch in read) == [
        "CURATION_USER",
        *("anna", "anna", "ben", "ben"),
    ]
    assert {one.kind for one in found if isinstance(one, Failure)} == {"skipped"}


def test_a_curated_document_takes_the_place_of_its_annotators(root: Path) -> None:
    found = list(batches([root / "tests" / "data" / "inception" / "sample" / "project.zip"]))
    who = [(b.document.path.rpartition("/")[2], b.annotator) for b in found if isinstance(b, Batch)]
    assert who == [("one.txt", "CURATION_USER"), ("two.txt", "anna"), ("two.txt", "ben")]
    last = found[-1]
    assert isinstance(last, Batch)
    assert last.left_out["annotators' readings of curated documents"] == 2
