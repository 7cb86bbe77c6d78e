"""Importing again (rule 5): nothing twice, corrections whole, everything taken back and again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import clew
from clew import Case
from clew.summary import Summary

Note = Callable[..., Path]
Take = Callable[..., Summary]
Lines = Callable[..., list[str]]

FIRST = (
    "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}. {T3 Person:Bo Ray} runs {T4 Company:Acme Ltd}."
)
TIES = ("R1\tOWNS Arg1:T1 Arg2:T2", "R2\tDIRECTOR_OF Arg1:T3 Arg2:T4", "A1\tStatus R1 reported")


def _ledger(case: Case) -> list[str]:
    with case.reading() as db:
        return list(db.iterdump())


def _counts(summary: Summary) -> tuple[int, ...]:
    return tuple(
        summary.total(f"claims_{name}") for name in ("new", "known", "changed", "withdrawn")
    )


def test_importing_twice_changes_nothing(case: Case, note: Note, take: Take) -> None:
    path = note(FIRST, *TIES, "#1\tAnnotatorNotes T1\tfoo=bar", "Rx\tbroken")
    first = take(case, path)
    before, head = _ledger(case), case.seal()
    again = take(case, path)
    assert _ledger(case) == before
    assert case.seal() == head
    assert _counts(first) == (6, 0, 0, 0)
    assert _counts(again) == (0, 6, 0, 0)
    for name in ("annotations", "left_out", "unmapped", "rejected", "files", "sha256"):
        assert again.sources[0][name] == first.sources[0][name]
    assert first.sources[0]["rejected"] and not again.run


@pytest.mark.parametrize(
    ("text", "ties", "counts"),
    [
        (FIRST, TIES[:1] + TIES[2:], (0, 5, 0, 1)),  # a wrong relation removed
        (FIRST.replace("{T1 Person:Ann Lee}", "Ann {T1 Person:Lee}"), TIES, (2, 4, 0, 2)),
        (FIRST, (*TIES[:2], "A1\tStatus R1 alleged"), (0, 5, 1, 0)),  # a status changed
        (FIRST.replace("{T3 Person:Bo Ray}", "Bo Ray"), TIES[:1] + TIES[2:], (0, 4, 0, 2)),
    ],
)
def test_a_corrected_export_leaves_exactly_the_corrected_graph(
    case: Case,
    note: Note,
    take: Take,
    lines: Lines,
    tmp_path: Path,
    text: str,
    ties: tuple[str, ...],
    counts: tuple[int, ...],
) -> None:
    wrong = take(case, note(FIRST, *TIES))
    old = lines(case)
    corrected = take(case, note(text, *ties))
    fixed = clew.create(tmp_path / "fresh")
    take(fixed, tmp_path / "notes")
    assert _counts(corrected) == counts
    assert lines(case) == lines(fixed) != old
    undone = case.undo(corrected.run)
    assert lines(case) == old
    case.undo(undone)
    assert lines(case) == lines(fixed)
    case.undo(wrong.run)
    assert lines(case) == lines(fixed)  # what a later export replaced says nothing anyhow
    assert case.verify().is_sound


def test_what_an_undo_took_back_can_be_imported_again(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    path = note(FIRST, *TIES)
    run = take(case, path).run
    shown = lines(case)
    case.undo(run)
    assert lines(case) == []
    again = take(case, path)
    assert _counts(again) == (6, 0, 0, 0)
    assert lines(case) == shown


@pytest.mark.parametrize("what", ["source", "run"])
def test_a_withdrawn_source_or_run_comes_back_by_an_import_or_an_undo(
    case: Case, note: Note, take: Take, lines: Lines, what: str
) -> None:
    path = note(FIRST, *TIES)
    summary = take(case, path)
    shown = lines(case)
    target = summary.run if what == "run" else summary.sources[0]["document"]
    act = case.withdraw(target, because="a mistake")
    assert lines(case) == []
    case.undo(act)
    assert lines(case) == shown
    case.withdraw(target, because="a mistake")
    take(case, path)
    assert lines(case) == shown


def test_a_withdrawn_claim_stays_withdrawn_until_that_is_undone(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    path = note(FIRST, *TIES)
    take(case, path)
    shown = lines(case)
    with case.opened() as graph:
        owns = next(edge for edge in graph.edges() if edge.type == "OWNS")
    act = case.withdraw(owns.properties["claims"][0], because="misread")
    assert not any("OWNS" in line for line in lines(case))
    take(case, path)
    take(case, note(FIRST, *TIES, "R3\tDIRECTOR_OF Arg1:T1 Arg2:T2"))
    assert not any('"type": "OWNS"' in line for line in lines(case))
    take(case, note(FIRST, *TIES))
    case.undo(act)
    assert lines(case) == shown


def test_two_annotators_stand_beside_each_other(
    case: Case, note: Note, take: Take, lines: Lines, tmp_path: Path
) -> None:
    note(FIRST, *TIES, folder="notes/ann")
    note(FIRST, TIES[0], "A1\tStatus R1 alleged", folder="notes/bob")
    summary = take(case, tmp_path / "notes")
    assert _counts(summary) == (6, 5, 0, 0)
    owns = next(line for line in lines(case) if '"type": "OWNS"' in line and '"Edge"' in line)
    assert '"claim_statuses": ["alleged"]' in owns  # the weaker of two stated ones governs
    evidence = next(line for line in lines(case) if '"statuses": ["reported", "alleged"]' in line)
    assert '"annotators": ["ann (brat)", "bob (brat)"]' in evidence
    only = lines(case, annotators=("ann",))
    assert any('"claim_statuses": ["reported"]' in line for line in only)


def test_an_annotator_who_leaves_a_claim_out_withdraws_only_their_own(
    case: Case, note: Note, take: Take, lines: Lines, tmp_path: Path
) -> None:
    note(FIRST, *TIES, folder="notes/ann")
    note(FIRST, *TIES, folder="notes/bob")
    take(case, tmp_path / "notes")
    note(FIRST, TIES[1], folder="notes/bob")
    assert _counts(take(case, tmp_path / "notes")) == (0, 11, 0, 0)
    assert any('"type": "OWNS"' in line for line in lines(case))
    note(FIRST, TIES[1], folder="notes/ann")
    assert _counts(take(case, tmp_path / "notes")) == (0, 10, 0, 1)
    assert not any('"type": "OWNS"' in line for line in lines(case))
