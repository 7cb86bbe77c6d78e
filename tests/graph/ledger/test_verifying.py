"""Verifying: nothing is changed, removed or added behind the log's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import clew
from clew import Case
from clew.graph.errors import LedgerError
from clew.graph.ledger import database, log
from clew.graph.ledger.database import open_ledger
from clew.graph.ledger.verify import problems
from clew.summary import Summary

Note = Callable[..., Path]
Take = Callable[..., Summary]

TEXT = "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}."
TABLES = (
    "run document file batch batch_file claim annotation standing source_fact act log salt".split()
)


@pytest.fixture
def filled(case: Case, note: Note, take: Take) -> Case:
    """Return a case with an import, a fact and an act."""
    path = note(TEXT, "R1\tOWNS Arg1:T1 Arg2:T2", "A1\tStatus R1 alleged")
    run = take(case, path, facts={"title": "A title"}).run
    case.undo(case.undo(run))
    return case


def _problems(case: Case) -> list[str]:
    with case.reading() as db:
        return list(problems(db, case.directory.originals))


def _tamper(case: Case, statement: str) -> None:
    with closing(sqlite3.connect(case.directory.ledger, isolation_level=None)) as db:
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            db.execute(f"DROP TRIGGER {name}")
        assert db.execute(statement).rowcount > 0


@pytest.mark.parametrize("table", TABLES)
def test_plain_sql_can_neither_change_nor_remove_a_row(filled: Case, table: str) -> None:
    with closing(sqlite3.connect(filled.directory.ledger)) as db:
        column = db.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchone()[0]
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            db.execute(f"UPDATE {table} SET {column} = {column}")
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            db.execute(f"DELETE FROM {table}")


def test_an_untouched_case_is_sound(filled: Case) -> None:
    assert _problems(filled) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE annotation SET status = 'reported' WHERE status = 'alleged'",
        "UPDATE annotation SET attribution = 'somebody'",
        "UPDATE annotation SET valid_from = '2020-01-01'",
        "UPDATE annotation SET protected = 1",
        "UPDATE claim SET quote_end = quote_end - 3 WHERE shape = 'tie'",
        "UPDATE claim SET relation = 'CONTROLS' WHERE shape = 'tie'",
        "UPDATE document SET text = replace(text, 'Ann', 'Eve')",
        "UPDATE document SET path = 'elsewhere.txt'",
        "UPDATE run SET \"by\" = 'somebody'",
        "UPDATE batch SET annotator = 'somebody'",
        "UPDATE batch SET info = '{}'",
        "UPDATE batch_file SET role = 'x' WHERE role = 'text'",
        "UPDATE source_fact SET value = 'Another title'",
        "UPDATE source_fact SET run = NULL",
        "UPDATE act SET because = 'another reason'",
        "UPDATE log SET at = '2020-01-01' WHERE n = 2",
        "UPDATE salt SET salt = x'00' WHERE log = 1",
        "DELETE FROM annotation WHERE status = 'alleged'",
        "DELETE FROM standing WHERE local_id = 'R1'",
        "DELETE FROM salt WHERE log = 1",
        "DELETE FROM log WHERE n = 2",
        "DELETE FROM log WHERE n = (SELECT max(n) FROM log)",
        "DELETE FROM act WHERE n = 1",
        "DELETE FROM source_fact",
        "DELETE FROM file WHERE n = 1",
        "INSERT INTO standing SELECT batch, annotation, 'R9', 9 FROM standing LIMIT 1",
        "INSERT INTO act SELECT 99, 'i99', at, \"by\", verb, target, '', '{}', 0 FROM act LIMIT 1",
        "INSERT INTO source_fact SELECT 99, document, 'author', 'x', at || '1', \"by\", NULL"
        " FROM source_fact LIMIT 1",
        "INSERT INTO batch SELECT 99, run, document, tool, loader, 'x', profile, options, digest,"
        " info FROM batch LIMIT 1",
        "INSERT INTO erasing DEFAULT VALUES",
    ],
)
def test_a_change_behind_the_log_is_found(filled: Case, statement: str) -> None:
    _tamper(filled, statement)
    assert _problems(filled)


def test_a_changed_or_missing_original_is_found(filled: Case) -> None:
    first, second = sorted(filled.directory.originals.iterdir())
    first.chmod(0o600)
    first.write_bytes(b"something else")
    second.unlink()
    assert len(_problems(filled)) == 2


def test_the_seal_proves_what_was_there(filled: Case, note: Note, take: Take) -> None:
    sealed = filled.seal()
    take(filled, note(TEXT + " More.", name="more"))
    assert filled.seal() != sealed
    assert sealed in [entry.link for entry in filled.log()]
    with filled.reading() as db:
        assert log.broken_link(db) is None


def test_a_ledger_of_an_older_version_is_copied_and_brought_up(
    filled: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filled.directory.ledger
    steps = (*database.migrations(), "CREATE TABLE more(n); -- one;\nINSERT INTO more VALUES (7);")
    monkeypatch.setattr(database, "migrations", lambda: steps)
    with closing(open_ledger(path)) as db:  # a reader brings it up, too
        assert db.execute("SELECT n FROM more").fetchall() == [(7,)]
        assert db.execute("PRAGMA user_version").fetchone() == (len(steps),)
    copy = path.with_name(f"claims.db.v{len(steps) - 1}")
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (len(steps) - 1,)
    assert _problems(filled) == []
    monkeypatch.setattr(database, "migrations", lambda: steps[:-1])
    with pytest.raises(LedgerError, match="newer Clew"):
        open_ledger(path)


def test_a_migration_that_fails_leaves_the_old_ledger(
    filled: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = filled.seal()
    steps = (*database.migrations(), "CREATE TABLE more(n);\nINSERT INTO nowhere VALUES (7);")
    with monkeypatch.context() as patched:
        patched.setattr(database, "migrations", lambda: steps)
        with pytest.raises(LedgerError):
            open_ledger(filled.directory.ledger, write=True)
    assert filled.seal() == before


@pytest.mark.parametrize("content", [b"", b"no ledger at all" * 99, None])
def test_what_is_no_ledger_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes | None
) -> None:
    case = clew.create(tmp_path / "case")
    if content is None:
        case.directory.ledger.unlink()
    else:
        case.directory.ledger.write_bytes(content)
    with pytest.raises(LedgerError, match="restore it from a copy"):
        case.seal()
    assert content is not None or not case.directory.ledger.exists()
