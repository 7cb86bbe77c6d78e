"""What an import promises beside its claims: sources' facts, one writer, nothing half done."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import clew
from clew import Case, importing
from clew.graph import lock
from clew.graph.errors import CaseBusy, InputError, UsageError
from clew.graph.ledger.database import open_ledger
from clew.graph.ledger.sources import sources
from clew.graph.model import Annotation, Batch, Claim, Document, SourceFile, reference
from clew.loaders import batches as reading
from clew.summary import Summary

Note = Callable[..., Path]
Take = Callable[..., Summary]
Lines = Callable[..., list[str]]

TEXT = "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}."
OWNS = "R1\tOWNS Arg1:T1 Arg2:T2"


def _facts(case: Case) -> dict[str, str]:
    (source,) = case.sources()
    return dict(source.facts)


def _files(case: Case) -> dict[str, bytes]:
    found = (path for path in case.directory.path.rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in found if path.name != "case.lock"}


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(title: str, day: str = "2024-09-12") -> Path:
        path = tmp_path / "sources.csv"
        path.write_text(f"path,title,published\nnotes/note.txt,{title},{day}\n", encoding="utf-8")
        return path

    return write


def test_facts_come_with_the_import_and_are_appended_once(
    case: Case, note: Note, take: Take, table: Callable[..., Path]
) -> None:
    path = note(TEXT, OWNS)
    take(case, path, sources=table("A title"))
    head = case.seal()
    take(case, path, sources=table("A title"))
    assert case.seal() == head
    assert _facts(case) == {"title": "A title", "published": "2024-09-12"}


def test_a_correction_outlives_the_table_that_an_import_repeats(
    case: Case, note: Note, take: Take, table: Callable[..., Path]
) -> None:
    path = note(TEXT, OWNS)
    take(case, path, sources=table("Wrong"))
    case.edit_source(str(path.with_suffix(".txt")), {"title": "Right"})
    take(case, path, sources=table("Wrong"))
    assert _facts(case)["title"] == "Right"
    take(case, path, sources=table("Newer"))
    assert _facts(case)["title"] == "Newer"


def test_facts_go_and_come_back_with_their_import(
    case: Case, note: Note, take: Take, table: Callable[..., Path]
) -> None:
    path = note(TEXT, OWNS)
    take(case, path)
    run = take(case, path, sources=table("A title")).run
    assert run
    act = case.undo(run)
    assert _facts(case) == {}
    case.undo(act)
    assert _facts(case)["title"] == "A title"


def test_facts_of_one_file_are_given_with_it(case: Case, note: Note, take: Take) -> None:
    take(case, note(TEXT, OWNS), facts={"title": "A title", "url": "https://example.org/1"})
    assert _facts(case)["url"] == "https://example.org/1"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("path,colour\nnotes/note.txt,red\n", "no field of that name"),
        ("path,published\nnotes/note.txt,last week\n", "line 2: `published` is no date"),
        ("title\nA title\n", "no column `path`"),
        ("path,title\nnotes/note.txt\n", "line 2: has not as many cells"),
        ("path,title\n,A title\n", "line 2: names no source"),
        ("path,title\na.txt,A\na.txt,B\n", "line 3: names a source that an earlier line names"),
        ('path,title\n"a.txt,A\n', "is no CSV"),
    ],
)
def test_a_wrong_table_is_refused_before_anything_is_read(
    case: Case, note: Note, take: Take, tmp_path: Path, rows: str, reason: str
) -> None:
    path = tmp_path / "sources.csv"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises((InputError, UsageError), match=reason):
        take(case, note(TEXT, OWNS), sources=path)
    assert case.sources() == [] and case.seal() == ""


def test_a_dry_run_leaves_no_trace(
    case: Case, note: Note, take: Take, table: Callable[..., Path]
) -> None:
    path = note(TEXT, OWNS)
    before = _files(case)
    summary = take(case, path, sources=table("A title"), dry_run=True)
    assert summary.total("claims_new") == 3 and summary.run == ""
    assert _files(case) == before
    assert case.log() == []


def test_an_import_that_fails_leaves_whole_documents_alone(
    case: Case,
    note: Note,
    take: Take,
    lines: Lines,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    for name in "abc":
        note(TEXT + name, OWNS, name=name)
    real = reading.batches

    def failing(*given: object, **options: object) -> Iterator[object]:
        for number, batch in enumerate(real(*given, **options)):  # type: ignore[arg-type]
            if number == 2:
                raise RuntimeError
            yield batch

    monkeypatch.setattr(reading, "batches", failing)
    monkeypatch.setattr(importing, "GROUP", 0.0)
    with pytest.raises(RuntimeError):
        take(case, tmp_path / "notes")
    assert len(case.sources()) == 2
    assert case.verify().is_sound
    monkeypatch.undo()
    assert take(case, tmp_path / "notes").total("claims_new") == 3
    fresh = clew.create(tmp_path / "fresh")
    take(fresh, tmp_path / "notes")
    assert lines(case) == lines(fresh)


def test_what_a_killed_import_left_of_originals_is_swept(
    case: Case, note: Note, take: Take
) -> None:
    orphan = case.directory.originals / ("0" * 64)
    orphan.write_bytes(b"never entered")
    take(case, note(TEXT, OWNS))
    assert not orphan.exists()
    assert len(list(case.directory.originals.iterdir())) == 2


def test_files_of_a_case_are_for_its_owner_alone(case: Case, note: Note) -> None:
    case.load(note(TEXT, OWNS))
    for path in [case.directory.path, *case.directory.path.rglob("*")]:
        if "engine" not in path.parts:
            assert path.stat().st_mode & 0o077 == 0, path


def test_a_second_writer_waits_then_is_told_who_holds_the_case(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = (
        "import sys, time; from pathlib import Path; from clew.graph import lock\n"
        "with lock.writing(Path(sys.argv[1]), 'import'):\n"
        "    print('held', flush=True); sys.stdin.readline()\n"
    )
    command = [sys.executable, "-c", held, str(case.directory.path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin and other.stdout and other.stdout.readline() == "held\n"
        with pytest.raises(CaseBusy, match=rf"process {other.pid} \(import, since"):
            with lock.writing(case.directory.path, "same", patience=0.1):
                pass
        threading.Timer(0.2, lambda: other.stdin and other.stdin.close()).start()
        with lock.writing(case.directory.path, "same", patience=30):
            assert other.wait() == 0


def test_a_reader_sees_the_last_whole_state_beside_a_writer(
    case: Case, note: Note, take: Take
) -> None:
    take(case, note(TEXT, OWNS))
    with case.writing("test") as db, closing(open_ledger(case.directory.ledger)) as reader:
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO document(id, length, text) VALUES ('d1', 0, '')")
        assert len(sources(reader)) == 1
        db.execute("ROLLBACK")


def _batch(tool: str, status: str, text: str = "Ann owns Acme.") -> Batch:
    """Return a batch as a loader would make it, of an invented text."""
    document = Document(text=text, path="notes/invented.txt")
    ann, acme = (reference(document.id, at, "LegalEntity") for at in ("0-3", "9-13"))
    one = Claim(document=document.id, shape="mention", relation="Person", subject="0-3")
    two = Claim(document=document.id, shape="mention", relation="Company", subject="9-13")
    tie = Claim(
        document=document.id,
        shape="tie",
        relation="OWNS",
        subject="0-3",
        object="9-13",
        quote=(0, len(text)),
    )
    said = (
        Annotation(claim=one, local_id="1", line=1, label="Person", subject=ann, name="Ann"),
        Annotation(claim=two, local_id="2", line=2, label="Company", subject=acme, name="Acme"),
        Annotation(
            claim=tie,
            local_id="3",
            line=3,
            label="owns",
            subject=ann,
            object=acme,
            status=status,
        ),
    )
    file = SourceFile(path=f"notes/invented.{tool}", data=tool.encode(), role="annotations")
    return Batch(document=document, files=(file,), tool=tool, loader=f"{tool} 1", annotations=said)


def _take_batches(
    case: Case, take: Take, monkeypatch: pytest.MonkeyPatch, *given: Batch
) -> Summary:
    with monkeypatch.context() as patched:
        patched.setattr(reading, "batches", lambda *paths, **options: iter(given))
        return take(case)


@pytest.mark.parametrize(
    ("one", "other", "governs", "both"),
    [
        ("not_stated", "reported", "reported", ["reported", "not_stated"]),
        ("reported", "alleged", "alleged", ["reported", "alleged"]),
        ("official", "opinion", "opinion", ["official", "opinion"]),
        ("not_stated", "not_stated", "not_stated", ["not_stated"]),
    ],
)
def test_the_same_statement_of_two_tools_is_one_claim(
    case: Case,
    take: Take,
    monkeypatch: pytest.MonkeyPatch,
    one: str,
    other: str,
    governs: str,
    both: list[str],
) -> None:
    summary = _take_batches(case, take, monkeypatch, _batch("brat", one), _batch("doccano", other))
    assert summary.total("claims_new") == 3 and summary.total("claims_known") == 3
    with case.opened() as graph:
        (edge,) = graph.edges()
        assert edge.properties["claim_statuses"] == [governs]
        (claim,) = graph.claims_of(edge)
        assert claim["statuses"] == both
        assert claim["annotators"] == ["brat", "doccano"]
        assert edge.properties["source_count"] == 1
