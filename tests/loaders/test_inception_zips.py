"""Hostile zips of INCEpTION's exports: nothing outside is read, and what is sound still enters."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from clew.graph.model import Batch
from clew.loaders import archives
from clew.loaders.batches import batches
from clew.loaders.walk import Failure
from tests.cas_files import SPAN, Mark, Marked, tsv

SECRET = "Zebulon"
MARKED = Marked(f"{SECRET} owns Quagga.", [Mark(SPAN, 0, 7, {"value": "Person"})])


def one(path: Path) -> Batch | Failure:
    (found,) = batches([path])
    sentences = [str(found)] if isinstance(found, Failure) else [r.reason for r in found.rejected]
    for sentence in sentences:
        assert "\n" not in sentence and len(sentence) < 400 and SECRET not in sentence
    return found


def failure(path: Path, data: bytes) -> Failure:
    path.write_bytes(data)
    found = one(path)
    assert isinstance(found, Failure), found.rejected
    return found


def zipped(path: Path, **members: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


GOOD: dict[str, str | bytes] = {"annotation/a.txt/anna.tsv": tsv(MARKED)}


def reasons(path: Path) -> list[str]:
    found = one(path)
    if isinstance(found, Failure):
        return [found.reason]
    assert found.counts["spans"] == 1
    return [rejected.reason for rejected in found.rejected]


@pytest.mark.parametrize(
    "name", ["../annotation/b/c.tsv", "/annotation/b/c.tsv", "..\\annotation\\b\\c.tsv"]
)
def test_a_member_that_leads_out_is_not_read_and_others_are(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "project.zip", **GOOD, **{name: tsv(MARKED)})
    assert reasons(path) == ["has a name that leads out of the zip: it is not read"]


def test_a_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    path = zipped(tmp_path / "project.zip", **GOOD)
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("annotation/b/anna.tsv")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    assert reasons(path) == ["is a link: it is not read"]


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("annotation/b/anna.tsv", "w", force_zip64=True) as stream:
            for _ in range(100):
                stream.write(bytes(1024 * 1024))
    path = tmp_path / "project.zip"
    path.write_bytes(bomb.getvalue())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(*next(iter(GOOD.items())))
    monkeypatch.setattr(archives, "LARGEST_FILE", 4 * 1024 * 1024)
    tracemalloc.start()
    try:
        assert reasons(path) == ["unpacks to more than 4 MB: export fewer documents at once"]
        assert tracemalloc.get_traced_memory()[1] < 24 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_all_members_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    members: dict[str, str | bytes] = {
        f"annotation/{n}.txt/anna.tsv": tsv(MARKED) + "\n" * 5_000 for n in range(9)
    }
    path = zipped(tmp_path / "project.zip", **members)
    monkeypatch.setattr(archives, "MOST_BYTES", 20_000)
    found = list(batches([path]))
    told = [one.reason for batch in found if isinstance(batch, Batch) for one in batch.rejected]
    assert len(found) == 3 and len(told) == 6
    assert all("unpacks to more than" in reason for reason in told)


def test_only_java_is_refused_with_what_to_export(tmp_path: Path) -> None:
    java = b"\xac\xed\x00\x05sr\x00\x11evil"
    members: dict[str, str | bytes] = {"annotation_ser/a.txt/anna.ser": java}
    path = zipped(tmp_path / "all.zip", **members, **{"exportedproject.json": "{}"})
    found = one(path)
    assert isinstance(found, Failure) and "UIMA CAS XMI" in found.reason
    path = zipped(tmp_path / "part.zip", **GOOD, **{"annotation_ser/b.txt/anna.ser": java})
    assert "never opened" in reasons(path)[0]


def test_broken_members_are_told_and_others_are_read(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deeper.zip", b"PK")
    members: dict[str, str | bytes] = {
        "annotation/b.txt/anna.zip": b"PK\x03\x04 and no more",
        "annotation/c.txt/anna.zip": inner.getvalue(),
        "annotation/d.txt/anna.xmi": "<x/>",
        "annotation/e.txt/anna.tsv": b"#FORMAT=WebAnno TSV 3.3\n\xff",
        "annotation/f.txt/anna.json": "[" * 100_000,
    }
    told = reasons(zipped(tmp_path / "project.zip", **members, **GOOD))
    assert len(told) == len(members)


def test_a_damaged_zip_is_a_sentence(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "good.zip", **GOOD).read_bytes())
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 1)  # says that it is locked
    struct.pack_into("<H", data, 6, 1)
    assert "cannot be unpacked" in failure(tmp_path / "locked.zip", bytes(data)).reason
    cut = zipped(tmp_path / "good.zip", **GOOD).read_bytes()[:-30]
    assert "no sound zip" in failure(tmp_path / "cut.zip", cut).reason
