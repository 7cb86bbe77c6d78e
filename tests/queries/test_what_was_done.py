"""What was done in a case, as `changes` and `dossier` tell it: nothing of what is protected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clew import Answer, Case, Lens
from clew.queries.dossier import Dossier

Invent = Callable[..., Case]
Load = Callable[..., Case]
OWNS = "Person Ana Alpha | OWNS | Company Beta Works | status=reported"
RUNS = "Company Beta Works Ltd | OPERATES | Compound Gamma Park | status=reported"


def _acts(case: Case, **lens: Any) -> list[tuple[str, str]]:
    answer = case.ask("changes", since="2020", until="2100", lens=Lens(**lens))
    rows = [row for row in answer.rows if row["part"] == "in this case"]
    return [(row["change"], row["what"]) for row in rows]


def _dossier(case: Case, start: str, **more: Any) -> Dossier:
    answer: Answer = case.ask("dossier", start=start, **more)
    assert isinstance(answer, Dossier)
    return answer


@pytest.fixture
def joined(invent: Invent, load: Load) -> tuple[Case, str]:
    """Two notes, and the decision that their companies are one."""
    case = load(invent(OWNS, title="First"), RUNS, name="second", title="Second")
    return case, case.same("Beta Works", "Beta Works Ltd", because="one number in both")


def test_a_decision_that_a_path_relies_on_is_told_with_who_when_and_why(
    joined: tuple[Case, str],
) -> None:
    case, act = joined
    dossier = _dossier(case, "Ana Alpha", to="Compound")
    (decision,) = dossier.decisions
    assert (decision["id"], decision["because"]) == (act, "one number in both")
    assert decision["who"] and decision["at"][:2] == "20"
    assert {decision[side]["source"] for side in ("left", "right")} == {"First", "Second"}
    assert len(dossier.steps) == 2 and f"decision {act}" in dossier.to_text()


def test_a_decision_undone_joins_nothing_and_is_told_as_undone(joined: tuple[Case, str]) -> None:
    case, act = joined
    case.undo(act)
    assert _dossier(case, "Ana Alpha", to="Compound").is_empty
    assert not _dossier(case, "Ana Alpha").decisions
    told = _acts(case)
    assert "undone" in [change for change, _ in told]
    (same,) = [what for change, what in told if change == "decided to be the same"]
    assert "Beta Works in First and Beta Works Ltd in Second" in same and "undone since" in same


def test_acts_about_what_is_protected_are_told_at_the_level_all_alone(
    joined: tuple[Case, str],
) -> None:
    case, _ = joined
    before = _acts(case)
    case.protect("Beta Works", because="Beta Works asked for it")
    after = _acts(case)
    assert before and not any("Beta Works" in what for _, what in after)
    assert not any(change in ("protect", "decided to be the same") for change, _ in after)
    assert any(change == "protect" for change, _ in _acts(case, disclose="all"))


def test_a_withdrawn_claim_about_somebody_protected_is_not_told(invent: Invent) -> None:
    case = invent("Person! Xan Quillo | OWNS | Company Beta Works", OWNS, title="First")
    source = case.sources()[0].id
    case.withdraw(source, because="the paper took it back")
    answer = case.ask("changes", since="2020", until="2100")
    gone = [row["what"] for row in answer.rows if row["change"] == "withdrawn"]
    assert any("Ana Alpha owns Beta Works" in what for what in gone)
    assert not any("Quillo" in text for text in (answer.to_text(), str(answer.to_json())))


def test_a_corrected_source_is_told_by_its_fields(invent: Invent) -> None:
    case = invent(OWNS, title="First")
    case.edit_source("First", {"publisher": "The Invented Press"})
    assert [what[:16] for change, what in _acts(case) if change == "source corrected"] == [
        "First; publisher"
    ]


def test_a_protected_source_counts_for_nothing(invent: Invent, load: Load) -> None:
    case = load(invent(OWNS, title="First"), OWNS, name="second", title="Second")
    load(case, RUNS, name="third", title="Third")
    case.protect("Second", because="x")
    case.protect("Third", because="x")
    answer = case.ask("single-source")
    assert [(row["what"], row["origins"]) for row in answer.rows] == [
        ("Ana Alpha owns Beta Works", 1)
    ]
    assert answer.not_known[0] == "1 of 2 ties rests on one origin only."
    assert not any(title in str(answer.to_json()) for title in ("Second", "Third"))


def test_an_erased_source_leaves_an_act_and_no_name(invent: Invent, load: Load) -> None:
    case = load(invent(OWNS, title="First"), RUNS, name="second", title="Second")
    case.erase("First", because="the law")
    told = _acts(case)
    assert ("erased", "by") in [(change, what[:2]) for change, what in told]
    assert not any("First" in what for _, what in told)


def test_a_dossier_is_a_finished_document_in_which_a_name_stays_a_name(invent: Invent) -> None:
    name = "[Click](javascript:x) <b>B</b> *Works*"
    case = invent(f"Person Ana Alpha | OWNS | Company {name} | status=not_stated")
    text = _dossier(case, "Ana Alpha", to="Company").to_markdown()
    assert text.startswith("# Dossier: ") and text.endswith("```\n")
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert heads[0] == "## In short" and heads[1].startswith("## Step 1. ")
    assert heads[-1] == "## Query" and "## What falls without each source" in heads
    assert "\\[Click\\]" in text and "<b>" not in text
    assert "Status not_stated:" in text and "not_stated: The annotation carries no status" in text
