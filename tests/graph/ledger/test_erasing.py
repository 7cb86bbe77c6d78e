"""Erasing (rule 7): nothing of it is left in any byte of the case; a tombstone stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from clew import Case, Lens
from clew.graph.errors import CaseBusy, UnknownId
from clew.graph.ledger import erase as erasing
from clew.summary import Summary

Note = Callable[..., Path]
Take = Callable[..., Summary]
Lines = Callable[..., list[str]]

TEXT = "{T1 Person:Xanthippe Quill} owns {T2 Company:Zyx Ltd}."
TIES = ("R1\tOWNS Arg1:T1 Arg2:T2", "#1\tAnnotatorNotes R1\tattribution=Wexford Gazette")
OTHER = "{T1 Person:Ann Lee} runs {T2 Company:Acme Ltd}."


def _holds(case: Case, *words: str) -> list[str]:
    """Return the files of the case that hold one of these words, anywhere in their bytes."""
    found = []
    for path in sorted(p for p in case.directory.path.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if any(word.encode() in data for word in words):
            found.append(path.relative_to(case.directory.path).as_posix())
    return found


@pytest.fixture
def filled(case: Case, note: Note) -> Case:
    """Return a case of two sources, its graph made, one of its lenses opened."""
    note(OTHER, "R1\tDIRECTOR_OF Arg1:T1 Arg2:T2", name="other")
    case.load(note(TEXT, *TIES, name="secret").parent)
    case.edit_source(_secret(case), {"title": "Vellum Diary"})
    with case.opened(Lens(as_of="2024-01-01")):
        return case


def _secret(case: Case) -> str:
    return next(s.id for s in case.sources() if s.path.endswith("secret.txt"))


WORDS = ("Quill", "Zyx", "Wexford", "Vellum", "secret.txt")


def test_an_erased_source_is_in_no_byte_of_the_case(filled: Case) -> None:
    assert len(_holds(filled, *WORDS)) > 3
    filled.erase(_secret(filled), because="a court ordered it")
    assert _holds(filled, *WORDS) == []
    assert len(filled.sources()) == 1
    assert filled.verify().is_sound


def test_an_erasure_leaves_other_sources_as_they_were(
    filled: Case, note: Note, lines: Lines, tmp_path: Path
) -> None:
    kept = [line for line in lines(filled) if "Ann Lee" in line or "Acme" in line]
    filled.erase(_secret(filled), because="a court ordered it")
    assert [line for line in lines(filled) if "Ann Lee" in line or "Acme" in line] == kept
    assert lines(filled, without_sources=(_other(filled),)) == []


def _other(case: Case) -> str:
    return next(s.id for s in case.sources() if s.path.endswith("other.txt"))


def test_what_was_erased_is_not_imported_until_that_is_undone(
    filled: Case, take: Take, lines: Lines, tmp_path: Path
) -> None:
    filled.edit_source(_secret(filled), {"title": ""})
    shown = lines(filled)
    act = filled.erase(_secret(filled), because="a court ordered it")
    summary = take(filled, tmp_path / "notes")
    assert [failure.file for failure in summary.failed] == [f"{tmp_path}/notes/secret.ann"]
    assert _holds(filled, "Quill") == []
    filled.undo(act)
    take(filled, tmp_path / "notes")
    assert lines(filled) == shown
    assert filled.verify().is_sound
    filled.erase(_secret(filled), because="again")
    assert _holds(filled, *WORDS) == []
    assert filled.verify().is_sound


def _owns(case: Case) -> str:
    with case.opened() as graph:
        found = next(edge for edge in graph.edges() if edge.type == "OWNS")
        return str(found.properties["claims"][0])


def test_an_erased_claim_takes_its_readings_and_the_files_that_hold_them(
    filled: Case, take: Take, lines: Lines, tmp_path: Path
) -> None:
    filled.edit_source(_secret(filled), {"title": ""})
    shown = lines(filled)
    act = filled.erase(_owns(filled), because="withdrawn by the paper")
    assert _holds(filled, "Wexford") == []
    assert not any('"OWNS"' in line for line in lines(filled))
    assert filled.verify().is_sound
    summary = take(filled, tmp_path / "notes")
    assert not any('"OWNS"' in line for line in lines(filled))
    assert sum(source["left_out"].get("erased", 0) for source in summary.sources) == 1
    before = filled.seal()
    take(filled, tmp_path / "notes")
    assert filled.seal() == before
    filled.undo(act)
    take(filled, tmp_path / "notes")
    assert lines(filled) == shown
    assert filled.verify().is_sound


def test_an_erasure_that_was_killed_is_brought_to_its_end_by_the_next_writer(
    filled: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*given: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), filled.writing("erase") as db:
        monkeypatch.setattr(erasing, "finish", killed)
        erasing.erase(db, filled.directory.originals, _secret(filled), "a court ordered it")
    monkeypatch.undo()
    assert _holds(filled, *WORDS)
    filled.edit_source(_other(filled), {"title": "Kept"})
    assert _holds(filled, *WORDS) == []
    assert filled.verify().is_sound


def test_an_erasure_says_where_a_reader_keeps_the_old_bytes(filled: Case) -> None:
    reader = sqlite3.connect(filled.directory.ledger, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM claim").fetchone()
    with filled.writing("erase") as db:
        db.execute("PRAGMA busy_timeout=50")
        with pytest.raises(CaseBusy, match="another process"):
            erasing.erase(db, filled.directory.originals, _secret(filled), "a court ordered it")
    reader.close()
    filled.edit_source(_other(filled), {"title": "Kept"})
    assert _holds(filled, *WORDS) == []


def test_an_unknown_claim_or_source_cannot_be_erased(filled: Case) -> None:
    for target in ("c" + "0" * 32, "d" + "0" * 32):
        with filled.writing("erase") as db, pytest.raises(UnknownId):
            erasing.erase(db, filled.directory.originals, target, "no reason")
    assert filled.verify().is_sound
