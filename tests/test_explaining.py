"""Why two records are one: the decision behind an id, a rule's or a person's."""

from __future__ import annotations

from pathlib import Path

import pytest

import clew
from clew import sample
from clew.graph.errors import UnknownId
from clew.graph.lens import Lens


@pytest.fixture
def case(tmp_path: Path) -> clew.Case:
    notes = sample.copy_to(tmp_path / "sample")
    made = clew.create(tmp_path / "case")
    made.load(notes / "notes", sources=notes / "sources.csv")
    return made


def decisions_of(case: clew.Case, name: str) -> list[str]:
    with case.opened() as graph:
        found: list[str] = graph.entity(name).properties["identity_decisions"]
        return found


def test_a_rules_decision_says_its_ground_and_both_sides(case: clew.Case) -> None:
    (rule,) = decisions_of(case, "Mech Dara")
    said = case.why(rule)["decision"]
    assert said["by"] == "rule" and said["computed"]
    assert said["because"] == "same name, not confirmed"
    assert said["left"]["name"] == said["right"]["name"] == "Mech Dara"
    assert said["left"]["source"] != said["right"]["source"]


def test_a_persons_decision_says_who_when_and_why(case: clew.Case) -> None:
    act = case.same("CamboJA", "Human Rights Watch", because="an invented reason")
    said = case.why(act)["decision"]
    assert (said["verb"], said["because"], said["computed"]) == (
        "same",
        "an invented reason",
        False,
    )
    assert said["by"] and said["when"].startswith("20")
    assert {said["left"]["name"], said["right"]["name"]} == {"CamboJA", "Human Rights Watch"}
    case.undo(act)
    with pytest.raises(UnknownId):
        case.why(act)


def test_a_decision_on_something_protected_answers_like_none(case: clew.Case) -> None:
    act = case.same("CamboJA", "Human Rights Watch", because="an invented reason")
    with case.opened() as graph:
        entity = graph.entity("CamboJA").id
    case.protect(entity, because="an invented reason")
    with pytest.raises(UnknownId) as refused:
        case.why(act)
    with pytest.raises(UnknownId) as unknown:
        case.why("i" + "0" * 32)
    assert str(refused.value) == str(unknown.value)
    assert case.why(act, lens=Lens(disclose="case"))["decision"]["left"]["name"] == "protected"
