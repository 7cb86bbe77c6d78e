"""brat's annotations whose text is elsewhere: given apart, in the case already, or in a zip."""

from __future__ import annotations

import os
import random
import stat
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from clew import Case
from clew.graph.model import Batch
from clew.loaders import archives
from clew.loaders.batches import batches
from clew.loaders.peers import Peers
from clew.loaders.registry import detect
from clew.loaders.walk import Failure
from clew.summary import Summary

Note = Callable[..., Path]
Take = Callable[..., Summary]
TEXT = "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}, 中文 😊 {T3 Person:Bo Ray} says."
OWNS = "R1\tOWNS Arg1:T1 Arg2:T2"


def _said(found: Iterable[Batch | Failure]) -> list[tuple[str, str, frozenset[str]]]:
    """Return (document, annotator, claims) of each batch; a failure fails the test."""
    said = []
    for batch in found:
        assert isinstance(batch, Batch), batch
        assert not batch.rejected
        claims = frozenset(a.claim.id for a in batch.annotations)
        said.append((batch.document.id, batch.annotator, claims))
    return sorted(said, key=str)


def _apart(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".txt").rename(place)


@pytest.mark.parametrize(
    "place", ["t/note.txt", "t/a/note.txt", "t/deep/er/note.txt", "t/note.TXT"]
)
def test_a_text_is_found_in_the_folder_given_and_in_its_sub_folders(
    tmp_path: Path, note: Note, place: str
) -> None:
    path = note(TEXT, OWNS, folder="a")
    wanted = _said(batches([path]))
    _apart(path, tmp_path / place)
    assert _said(batches([tmp_path / "a"], text=tmp_path / "t")) == wanted
    assert _said(batches([path], text=next((tmp_path / "t").rglob("note.*")))) == wanted


def test_a_folder_that_mirrors_the_collection_gives_each_file_its_own_text(
    tmp_path: Path, note: Note
) -> None:
    wanted = []
    for folder, marked in (("c/x", TEXT), ("c/y", TEXT.replace("owns", "sold")), ("c", TEXT[22:])):
        path = note(marked, folder=folder)
        wanted += _said(batches([path]))
        _apart(path, tmp_path / "texts" / folder / "note.txt")
    found = _said(batches([tmp_path / "c"], text=tmp_path / "texts"))
    assert found == sorted(wanted, key=str) and len({one[0] for one in found}) == 3


def test_sibling_folders_of_one_text_apart_are_annotators(tmp_path: Path, note: Note) -> None:
    for who in ("anna", "ben"):
        _apart(note(TEXT, folder=f"c/{who}"), tmp_path / "texts/note.txt")
    found = _said(batches([tmp_path / "c"], text=tmp_path / "texts"))
    assert [who for _, who, _ in found] == ["anna", "ben"]


def test_a_text_that_the_case_has_is_proved_by_the_words(
    case: Case, note: Note, take: Take, tmp_path: Path
) -> None:
    path = note(TEXT, OWNS)
    take(case, path)
    late = tmp_path / "late" / "note.ann"
    late.parent.mkdir()
    lines = path.read_text("utf-8").replace("T3\tPerson", "T3\tLawyer")
    late.write_text(lines + "T9\tPerson 0 7\tAnn Leo\n", encoding="utf-8")
    said = take(case, late)
    (source,) = said.sources
    assert source["annotations"]["spans"] == 3 and said.total("claims_known") == 3
    assert [one["reason"] for one in source["rejected"]] == [
        "T9 gives 7 characters that do not stand there"
    ]
    assert len(case.sources()) == 1


def test_a_text_of_that_name_without_the_words_is_not_taken(
    case: Case, note: Note, take: Take, tmp_path: Path
) -> None:
    path = note(TEXT.replace("Lee", "Ray").replace("Acme", "Acne").replace("Bo", "Jo"))
    take(case, path)
    late = note(TEXT, folder="late")
    late.with_suffix(".txt").unlink()
    assert "none of its name holds most of its words" in str(take(case, late))
    late.write_text("#1\tAnnotatorNotes T1\tx\n", encoding="utf-8")
    assert "no words that could prove" in str(take(case, late))


def test_of_two_texts_that_both_hold_the_words_none_is_guessed(
    case: Case, note: Note, take: Take
) -> None:
    take(case, note(TEXT, folder="a"))
    take(case, note(TEXT + " More.", folder="b"))
    late = note(TEXT, folder="late")
    late.with_suffix(".txt").unlink()
    assert "several of its name" in str(take(case, late))


def test_a_text_whose_import_was_undone_is_not_used(case: Case, note: Note, take: Take) -> None:
    case.undo(take(case, note(TEXT)).run)
    late = note(TEXT, folder="late")
    late.with_suffix(".txt").unlink()
    assert "is not there: put it beside" in str(take(case, late))


def _zipped(folder: Path, path: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, prefix + file.relative_to(folder).as_posix())
    return path


@pytest.mark.parametrize("prefix", ["", "collection/", "./"])
def test_a_zip_of_a_collection_says_what_its_folder_does(
    tmp_path: Path, note: Note, prefix: str
) -> None:
    for folder, name in (("c/anna", "one"), ("c/ben", "one"), ("c/more/deep", "two"), ("c", "三")):
        note(TEXT.replace("says", name), OWNS, name=name, folder=folder)
    (tmp_path / "c/annotation.conf").write_text("[relations]\nOWNS Arg1:Person, Arg2:Company\n")
    found = _said(batches([_zipped(tmp_path / "c", tmp_path / "c.zip", prefix)]))
    assert found == _said(batches([tmp_path / "c"]))
    assert sorted(who for _, who, _ in found) == ["", "", "anna", "ben"]


def test_a_zip_again_changes_nothing_and_the_folder_after_it_adds_nothing(
    case: Case, tmp_path: Path, note: Note, take: Take
) -> None:
    note(TEXT, OWNS, name="one", folder="c")
    note(TEXT.replace("owns", "sold"), OWNS, name="two", folder="c")
    path = _zipped(tmp_path / "c", tmp_path / "c.zip")
    assert len(take(case, path).sources) == 2
    head = case.seal()
    assert take(case, path).total("claims_known") == 8 and case.seal() == head
    assert take(case, tmp_path / "c").total("claims_new") == 0 and not case.verify().problems


def test_a_zip_without_texts_takes_those_given_apart(tmp_path: Path, note: Note) -> None:
    path = note(TEXT, OWNS, folder="c")
    wanted = _said(batches([path]))
    _apart(path, tmp_path / "texts/note.txt")
    found = batches([_zipped(tmp_path / "c", tmp_path / "c.zip")], text=tmp_path / "texts")
    assert _said(found) == wanted


def test_the_official_corpora_say_the_same_from_a_zip(shared: Path, tmp_path: Path) -> None:
    for folder in sorted((shared / "data/ann-brat-official/corpora").glob("*/*")):
        if not any(folder.rglob("*.ann")) and not any(folder.rglob("*.a1")):
            continue
        found = [one for one in batches([folder]) if isinstance(one, Batch)]
        zipped = batches([_zipped(folder, tmp_path / f"{folder.name}.zip")])
        counts = {one.document.id: one.counts for one in zipped if isinstance(one, Batch)}
        assert counts == {one.document.id: one.counts for one in found} and counts


def test_nothing_outside_a_zip_is_read_and_it_is_said(tmp_path: Path, note: Note) -> None:
    note(TEXT, OWNS, name="sound", folder="c")
    (tmp_path / "note.txt").write_text("secret words", encoding="utf-8")
    (tmp_path / "annotation.conf").write_text("[entities]\nSecret\n", encoding="utf-8")
    path = _zipped(tmp_path / "c", tmp_path / "c.zip")
    link = zipfile.ZipInfo("note.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../note.ann", "T1\tPerson 0 6\tsecret\n")
        archive.writestr("/etc/note.ann", "T1\tPerson 0 6\tsecret\n")
        archive.writestr(link, os.fspath(tmp_path / "note.txt"))
        archive.writestr("note.ann", "T1\tPerson 0 6\tsecret\n")
    (batch,) = batches([path])
    assert isinstance(batch, Batch) and len(batch.annotations) == 4
    assert "undeclared" not in batch.counts
    said = Counter(one.reason for one in batch.rejected)
    assert said["has a name that leads out of the zip: it is not read"] == 2
    assert said["is a link: it is not read"] == 1 and len(batch.rejected) == 4


def test_a_member_that_unpacks_without_end_is_one_sentence(
    tmp_path: Path, note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(TEXT, OWNS, name="sound", folder="c")
    (tmp_path / "c/zero.ann").write_bytes(b"T1\tPerson 0 1\tx\n")
    (tmp_path / "c/zero.txt").write_bytes(bytes(4 * 1024 * 1024))
    monkeypatch.setattr(archives, "LARGEST_FILE", 1024 * 1024)
    (batch,) = batches([_zipped(tmp_path / "c", tmp_path / "c.zip")])
    assert isinstance(batch, Batch)
    assert "unpacks to more than 1 MB" in batch.rejected[0].reason


def test_zips_that_are_broken_or_empty_of_brat_are_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("note.ann", "T1\tPerson 0 6\tsecret\n")
    assert detect(tmp_path / "a.zip").name == "brat"
    (failure,) = batches([tmp_path / "a.zip"])
    assert isinstance(failure, Failure) and "note.txt is not there" in failure.reason
    (tmp_path / "b.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:-9])
    (failure,) = batches([tmp_path / "b.zip"])
    assert isinstance(failure, Failure) and "no sound zip" in failure.reason


def test_ten_thousand_nested_and_broken_spans_are_read_in_seconds(tmp_path: Path) -> None:
    chance, words = random.Random(1), [f"w{n}" for n in range(12_000)]
    text, starts, at = " ".join(words), [], 0
    for word in words:
        starts.append((at, at + len(word)))
        at += len(word) + 1
    lines = []
    for n in range(10_000):
        first = chance.randrange(len(words) - 40)
        if n % 3 == 0:  # fragments
            parts = [starts[first], starts[first + 2], starts[first + 5 + n % 30]]
        else:  # nested ever deeper at a few places
            first, last = n % 50, n % 50 + 1 + n % 1_000
            parts = [(starts[first][0], starts[last][1])]
        shown = ";".join(f"{start} {end}" for start, end in parts)
        covered = " ".join(text[start:end] for start, end in parts)
        lines.append(f"T{n}\tPerson {shown}\t{covered}\n")
    (tmp_path / "big.txt").write_text(text, encoding="utf-8")
    (tmp_path / "big.ann").write_text("".join(lines), encoding="utf-8")
    began = time.process_time()
    (batch,) = batches([tmp_path / "big.ann"])
    took = time.process_time() - began
    assert isinstance(batch, Batch) and not batch.rejected
    assert batch.counts["spans"] == len(batch.annotations) == 10_000
    assert sum("," in a.claim.subject for a in batch.annotations) == 3_334
    assert took < 30


def test_thousands_of_folders_of_one_text_take_no_time(tmp_path: Path) -> None:
    peers = Peers(Path(f"c/{n % 7}/who{n}/note.ann") for n in range(20_000))
    began = time.process_time()
    found = Counter(peers.annotator(path, lambda _: "d1") for path in peers.paths)
    assert found == {f"who{n}": 1 for n in range(20_000)} and time.process_time() - began < 20
