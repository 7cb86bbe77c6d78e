"""What is lost, damaged or refused by the machine: one sentence, and nothing is lost by it."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew.cli.troubles import as_told
from clew.graph.errors import LedgerError
from clew.graph.ledger import database

Clew = Callable[..., Any]
COUNT = "MATCH (n) RETURN count(n) AS n"


def _ledgers(case: Path) -> list[Path]:
    return sorted(case.glob("claims.db*"))


@pytest.mark.parametrize("left", ["none", "empty"])
def test_a_lost_ledger_is_not_begun_anew(left: str, clew: Clew, own_case: Path) -> None:
    originals = sorted((own_case / "originals").iterdir())
    for path in _ledgers(own_case):
        path.unlink()
    if left == "empty":
        (own_case / "claims.db").touch()
    said = clew("import", "notes")
    assert said.code == 1
    assert "restore it from a copy" in said.err and len(said.err.splitlines()) == 1
    assert sorted((own_case / "originals").iterdir()) == originals


def test_the_ledger_of_another_case_costs_no_original(
    clew: Clew, own_case: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    (tmp_path / "a.txt").write_text("Okapi.")
    (tmp_path / "a.ann").write_text("T1\tPerson 0 5\tOkapi\n")
    clew("init", str(other))
    clew("import", str(tmp_path / "a.ann"), "--case", str(other))
    originals = set((own_case / "originals").iterdir())
    for path in _ledgers(own_case):
        path.unlink()
    for path in _ledgers(other):
        shutil.copy(path, own_case)
    (tmp_path / "a.ann").rename(tmp_path / "b.ann")
    (tmp_path / "b.txt").write_text("Okapi again.")
    assert clew("import", str(tmp_path / "b.ann")).code == 0
    assert originals <= set((own_case / "originals").iterdir())
    assert clew("verify").code == 1


def test_a_damaged_ledger_fails_verify_with_a_sentence(clew: Clew, own_case: Path) -> None:
    with sqlite3.connect(own_case / "claims.db") as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray((own_case / "claims.db").read_bytes())
    data[len(data) // 3 : len(data) // 2] = b"\xa5" * (len(data) // 2 - len(data) // 3)
    (own_case / "claims.db").write_bytes(data)
    said = clew("verify")
    assert said.code == 1
    assert "damaged: restore it from a copy" in said.out + said.err


@pytest.mark.parametrize("part", ["items.sqlite", "engine", "left.json"])
def test_a_damaged_graph_is_made_again_by_verify(part: str, clew: Clew, own_case: Path) -> None:
    sound = clew("find", "mech").out
    for path in (own_case / "graph").rglob(part):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.suffix == ".json":
            path.write_text("[]")
        else:
            path.write_bytes(path.read_bytes()[:5000])
    said = clew("query", COUNT)
    assert said.code in (0, 2) and "should not" not in said.err
    assert "should not" not in clew("find", "mech").err
    assert clew("verify").code == 0
    assert clew("query", COUNT).code == 0
    assert clew("find", "mech").out == sound


def test_what_somebody_put_among_the_originals_stops_no_import(clew: Clew, own_case: Path) -> None:
    (own_case / "originals" / "a folder").mkdir()
    assert clew("import", "notes").code == 0


def test_a_lost_original_comes_back_with_its_import(clew: Clew, own_case: Path) -> None:
    for path in (own_case / "originals").iterdir():
        path.unlink()
    assert clew("verify").code == 1
    parts = ("notes", "ofac", "places.csv", "--mapping", "places.yaml")
    assert clew("import", *parts, "--sources", "sources.csv").code == 0
    assert clew("verify").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the folder that one stands in")
def test_a_folder_that_is_gone_is_told(clew: Clew, tmp_path: Path) -> None:
    here = Path.cwd()
    (gone := tmp_path / "gone").mkdir()
    os.chdir(gone)
    try:
        gone.rmdir()
        said = clew("find", "mech")
    finally:
        os.chdir(here)
    assert said.code == 2 and "is gone" in said.err


def test_a_word_that_is_not_utf8_is_told_and_changes_nothing(clew: Clew, own_case: Path) -> None:
    before = clew("seal").out
    said = clew("import", "notes/designation.ann", "--title", "\udcff")
    assert said.code == 2 and "is not UTF-8" in said.err
    assert clew("seal").out == before


@pytest.mark.parametrize("code", [sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN])
def test_a_case_that_cannot_be_written_is_not_called_damaged(
    code: int, clew: Clew, own_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = code
        raise error

    monkeypatch.setattr(database, "_prepare", refuse)
    said = clew("sources")
    assert said.code == 2
    assert "cannot be written" in said.err and "restore" not in said.err


def test_what_the_machine_refuses_is_told_in_a_sentence() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    assert "disk is full" in str(as_told(full))
    refused = PermissionError(errno.EACCES, "Permission denied", "claims.db")
    assert "claims.db cannot be used (Permission denied)" in str(as_told(refused))
    broken = sqlite3.DatabaseError("file is not a database")
    broken.sqlite_errorcode = sqlite3.SQLITE_NOTADB
    assert isinstance(as_told(broken), LedgerError)
    assert as_told(ValueError()) is None
