"""Broken input: one clear sentence each, and what is sound beside it still enters."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clew.graph.errors import InputError, UsageError
from clew.graph.model import Batch
from clew.loaders import base
from clew.loaders.batches import batches
from clew.loaders.registry import detect
from clew.loaders.walk import Failure

Read = Callable[..., Batch]
Write = Callable[..., Path]
TEXT = "Zebulon owns Quagga Resort. Okapi said so."
SOUND = (
    "T1\tPerson 0 7\tZebulon",
    "T2\tCompound 13 26\tQuagga Resort",
    "T3\tStatement 34 38\tsaid",
)
SECRET = ("Zebulon", "Quagga", "Okapi", "Xylophon", "Rebecca")

#: The line after SOUND's three, and a part of the sentence that it gets.
LINES = {
    "T4 Person 0 7 Xylophon": "begins with no brat id",
    "Xylophon": "begins with no brat id",
    "T4\tPerson 0 7": "cut short",
    "T4\tPerson 0": "no offsets",
    "T4\tPerson 0 x\tXylophon": "no offsets",
    "T4\tPerson": "no offsets",
    "T4\tPerson 7 0\tXylophon": "ends where it begins",
    "T4\tPerson 5 9;0 3\tXylophon": "overlap or are out of order",
    "T4\tPerson 1 8\tXylophon": "8 characters that do not stand there",
    "T4\tPerson 40 99\tXylophon": "beyond the text's 42",
    "T4\tPerson 7 8\t ": "nothing but blanks",
    "T1\tPerson 28 33\tOkapi": "T1 stands already on line 1",
    "R1\tOwns Arg1:T1": "cut short",
    "R1\tOwns T1 T2": "not of the form",
    "R1\tOwns Arg1:T1 Arg2:T2 Arg3:T3": "3 arguments",
    "R1\tOwns Arg1:T1 Arg2:T9": "rests on T9",
    "R1\tOwns Arg1:T1 Arg2:Okapi": "rests on what is no id",
    "Rebecca\tOwns Arg1:T1": "begins with no brat id",
    "R1\tOwns Arg1:T1 Arg2:T1": "ties T1 to itself",
    "E1\tStatement:T9 Agent:T1": "rests on T9",
    "E1\tStatement:T3 Agent:T9": "a role of E1 rests on T9",
    "E1\tStatement:T3 Agent:E1": "takes part in itself",
    "E1\tStatement": "not of the form",
    "A1\tStatus": "cut short",
    "A1\tStatus T9 alleged": "rests on T9",
    "N1\tReference T1": "cut short",
    "N1\tReference T1 Q42": "names no entry",
    "#1\tAnnotatorNotes T9\tXylophon": "rests on T9",
    "#1\tAnnotatorNotes T1\twhen=Xylophon": "not EDTF",
    "*\tEquiv T1": "cut short",
    "*\tEquiv T1 T1": "names one annotation twice",
    "*\tEquiv T1 T9": "rests on T9",
    f"T4\tPerson 0 7\t{'Xylophon ' * 125_000}": "characters, more than 65536",
    "T" + "4" * 1_000_000: "characters, more than 65536",
}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[:40])
def test_a_bad_line_is_one_sentence_without_words_of_the_text(read: Read, line: str) -> None:
    batch = read(TEXT, *SOUND, line, "R9\tOwns Arg1:T1 Arg2:T2")
    (rejected,) = batch.rejected
    assert LINES[line] in rejected.reason and "\n" not in rejected.reason
    assert len(rejected.reason) < 200
    assert rejected.line == 4 and rejected.file.endswith("note.ann")
    assert not any(word in rejected.reason for word in SECRET)
    assert {a.local_id for a in batch.annotations} >= {"T1", "T2", "T3", "R9"}


def test_what_rests_on_a_rejected_line_is_rejected_in_its_own_sentence(read: Read) -> None:
    batch = read(
        TEXT,
        "T1\tPerson 1 8\tZebulon",
        SOUND[1],
        SOUND[2],
        "R1\tOwns Arg1:T1 Arg2:T2",
        "E1\tStatement:T3 Agent:T1 Topic:T2",
        "A1\tStatus R1 alleged",
        "*\tEquiv T1 T2",
        "#1\tAnnotatorNotes T1\tXylophon",
    )
    assert [(one.line, one.reason.split(",")[0]) for one in batch.rejected] == [
        (1, "T1 gives 7 characters that do not stand there"),
        (4, "R1 rests on T1"),
        (5, "a role of E1 rests on T1"),
        (6, "A1 rests on R1"),
        (7, "the set rests on T1"),
        (8, "#1 rests on T1"),
    ]
    assert [a.label for a in batch.annotations] == ["Compound", "Statement", "Topic"]


def test_events_that_hold_each_other_and_what_holds_them_are_rejected(read: Read) -> None:
    batch = read(
        TEXT,
        *SOUND,
        "T4\tEvent 8 12\towns",
        "T5\tEvent 39 41\tso",
        "E1\tStatement:T3 Topic:E2",
        "E2\tEvent:T4 Topic:E1",
        "E3\tEvent:T5 Topic:E1 Agent:T1",
    )
    assert [one.line for one in batch.rejected] == [6, 7, 8]
    assert not [a for a in batch.annotations if a.claim.shape == "tie"]


def test_an_equiv_that_closes_a_circle_is_named_and_the_others_stand(read: Read) -> None:
    lines = ("*\tEquiv T1 T2", "*\tEquiv T2 T3", "*\tEquiv T3 T1")
    batch = read(TEXT, *SOUND, *lines)
    (rejected,) = batch.rejected
    assert rejected.line == 6 and "join already" in rejected.reason
    assert len([a for a in batch.annotations if a.claim.shape == "tie"]) == 2


def test_a_deep_nest_of_events_is_read(read: Read) -> None:
    text = "said " * 3_000
    lines = [f"T{n}\tStatement {5 * n} {5 * n + 4}\tsaid" for n in range(3_000)]
    lines += [f"E{n}\tStatement:T{n} Topic:E{n + 1}" for n in range(2_999)]
    batch = read(text, *lines, "E2999\tStatement:T2999")
    assert batch.counts["events"] == 3_000 and not batch.rejected


FILES = {
    "a text in another encoding": (TEXT.replace("so", "café").encode("latin-1"), "not UTF-8"),
    "a text in UTF-16": (TEXT.encode("utf-16"), "UTF-16"),
    "a binary text": (TEXT.encode() + b"\0\1\2", "binary"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_text_that_is_none_fails_in_a_sentence_and_the_others_go_on(
    write: Write, case: str
) -> None:
    data, reason = FILES[case]
    write(TEXT, *SOUND, name="sound")
    bad = write(data, *SOUND, name="bad")
    failure, batch = batches([bad.parent])
    assert isinstance(failure, Failure) and isinstance(batch, Batch)
    assert reason in str(failure) and failure.file == bad.with_suffix(".txt").as_posix()
    assert not any(word in str(failure) for word in SECRET)


@pytest.mark.parametrize("data", [b"\xff\xfeT\x001\x00", b"T1\tPerson 0 7\tZ\xe9", b"T1\0"])
def test_an_annotation_file_that_is_no_text_fails_in_a_sentence(write: Write, data: bytes) -> None:
    path = write(TEXT)
    path.write_bytes(data)
    (failure,) = batches([path])
    assert isinstance(failure, Failure) and failure.file == path.as_posix()


def test_annotations_without_a_text_say_where_it_is_looked_for(write: Write) -> None:
    path = write(TEXT, *SOUND)
    path.with_suffix(".txt").rename(path.with_name("other.txt"))
    (failure,) = batches([path])
    assert "note.txt is not there" in str(failure) and "--text" in str(failure)
    (batch,) = batches([path], text=path.with_name("other.txt"))
    assert isinstance(batch, Batch) and len(batch.annotations) == 3


def test_texts_can_stand_in_a_folder_of_their_own(write: Write, tmp_path: Path) -> None:
    path = write(TEXT, *SOUND)
    (tmp_path / "texts").mkdir()
    path.with_suffix(".txt").rename(tmp_path / "texts" / "note.txt")
    (batch,) = batches([path], text=tmp_path / "texts")
    assert isinstance(batch, Batch) and not batch.rejected


def test_an_empty_annotation_file_is_a_document_in_which_nothing_is_marked(
    write: Write,
) -> None:
    (batch,) = batches([write(TEXT)])
    assert isinstance(batch, Batch) and batch.document.text == TEXT and not batch.annotations


def test_a_text_without_annotations_is_passed_over_in_a_folder_and_said(write: Write) -> None:
    path = write(TEXT, *SOUND)
    path.unlink()
    (skipped,) = batches([path.parent])
    assert isinstance(skipped, Failure) and skipped.kind == "skipped"
    (failed,) = batches([path.with_suffix(".txt")])
    assert isinstance(failed, Failure) and failed.kind == "failed"


def test_a_text_that_is_named_stands_for_its_annotations(write: Write) -> None:
    path = write(TEXT, *SOUND)
    found = list(batches([path.with_suffix(".txt"), path, path.parent]))
    assert len(found) == 1 and isinstance(found[0], Batch)


def test_a_text_of_one_line_of_a_million_characters_is_quoted_in_part(read: Read) -> None:
    text = "word " * 200_000 + TEXT
    batch = read(text, "T1\tPerson 1000000 1000007\tZebulon", "T2\tPerson 0 4\tword")
    lengths = [end - start for start, end in (a.claim.quote for a in batch.annotations)]
    assert max(lengths) <= 1000 and not batch.rejected


def test_strict_makes_words_that_nothing_knows_an_error(write: Write) -> None:
    path = write(TEXT, "T1\tBeast 0 7\tZebulon")
    (batch,) = batches([path])
    (failure,) = batches([path], strict=True)
    assert isinstance(batch, Batch) and batch.unmapped == {"Beast": 1}
    assert isinstance(failure, Failure) and "(Beast)" in str(failure)


def test_links_out_of_a_folder_are_not_followed(write: Write, tmp_path: Path) -> None:
    path = write(TEXT, *SOUND, name="inside/note")
    outside = write(TEXT, *SOUND, name="outside/other")
    (path.parent / "link.ann").symlink_to(outside)
    (path.parent / "folder").symlink_to(outside.parent)
    (path.parent / "gone.ann").symlink_to(tmp_path / "nothing")
    found = list(batches([path.parent]))
    failures = sorted(str(item) for item in found if isinstance(item, Failure))
    assert len(failures) == 3 and all(
        "link" in failure or "no file" in failure for failure in failures
    )
    assert len(found) == 4


def test_a_text_that_is_a_link_out_of_its_folder_is_refused(write: Write) -> None:
    path = write(TEXT, *SOUND, name="inside/note")
    outside = write(TEXT, name="outside/other").with_suffix(".txt")
    path.with_suffix(".txt").unlink()
    path.with_suffix(".txt").symlink_to(outside)
    (failure,) = batches([path])
    assert "leads out of its folder" in str(failure)


def test_a_huge_file_is_refused_before_it_is_read(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "LARGEST_FILE", 50)
    (failure,) = batches([write(TEXT, *SOUND)])
    assert "bytes, more than" in str(failure) and "split it" in str(failure)


def test_what_is_not_there_or_of_no_known_format_says_so(tmp_path: Path) -> None:
    (missing,) = batches([tmp_path / "nothing"])
    assert "not there" in str(missing)
    for data, reason in ((b"", "empty"), (b"\0\1", "binary"), (b"hello\n", "--as")):
        path = tmp_path / "file.data"
        path.write_bytes(data)
        with pytest.raises(InputError, match=reason):
            detect(path)
    with pytest.raises(UsageError, match="Clew reads brat"):
        batches([tmp_path], as_="brrat")


def test_a_format_that_is_named_is_read_under_any_file_name(write: Write) -> None:
    path = write(TEXT, *SOUND)
    odd = path.rename(path.with_suffix(".standoff"))
    assert detect(odd).name == "brat"
    (batch,) = batches([odd], as_="brat")
    assert isinstance(batch, Batch) and len(batch.annotations) == 3


def test_a_name_that_cannot_be_read_stops_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.ann").write_text(SOUND[0] + "\n")
    (tmp_path / "loop.ann").symlink_to("loop.ann")
    found = {str(item) if isinstance(item, Failure) else "" for item in batches([tmp_path])}
    assert "" in found
    assert any("loop.ann: is a link that leads to itself" in one for one in found)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always Unicode")
def test_a_name_that_is_not_utf8_is_told_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.ann").write_text(SOUND[0] + "\n")
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.ann"))
    strange.write_text(SOUND[0] + "\n")
    _, told = sorted(map(str, batches([tmp_path])), key=len, reverse=True)
    assert told.endswith("\\xff.ann: has a name that is not UTF-8: rename it")
    told.encode()


def test_old_line_ends_are_line_ends(read: Read) -> None:
    batch = read(TEXT, *SOUND, end="\r")
    assert not batch.rejected
    assert batch.counts["spans"] == len(SOUND)
