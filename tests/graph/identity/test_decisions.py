"""Decisions: what they join and part, what they refuse, and that each can be taken back."""

from __future__ import annotations

from typing import Any

import pytest

from clew.graph.errors import UnknownId, UsageError
from clew.graph.identity.decisions import check_different, check_same, rule_decision, sides

NAME = "Ly Yong Phat"


@pytest.fixture
def three(mention: Any) -> list[Any]:
    return [mention(f"m{i}", f"d{i}", f"Invented Person {i}") for i in range(3)]


@pytest.fixture
def namesakes(mention: Any) -> list[Any]:
    return [mention(f"m{i}", f"d{i}", NAME) for i in range(4)]


def test_a_person_joins_what_no_rule_would(three: Any, resolved: Any, decide: Any) -> None:
    found = resolved(*three, decisions=[decide("same", "m2", "m1")])
    assert found.members == {"m0": ("m0",), "m1": ("m1", "m2")}
    assert not found.rules


def test_a_decision_applies_through_the_first_reference_that_is_left(
    three: Any, resolved: Any, decide: Any
) -> None:
    found = resolved(*three, decisions=[decide("same", ["gone", "m2"], ["m0", "m1"])])
    assert found.members == {"m0": ("m0", "m2"), "m1": ("m1",)}


def test_a_decision_with_no_reference_left_is_reported_and_no_error(
    three: Any, resolved: Any, decide: Any
) -> None:
    found = resolved(*three, decisions=[decide("same", "gone", "m0"), decide("unrule", "m0", "x")])
    assert found.dangling == ("i-same-gone-m0", "i-unrule-m0-x")
    assert len(found.members) == 3


def test_different_outweighs_same_and_the_overruled_are_reported(
    three: Any, resolved: Any, decide: Any
) -> None:
    decisions = [
        decide("same", "m0", "m1"),
        decide("same", "m1", "m2"),
        decide("different", "m0", "m2"),
    ]
    found = resolved(*three, decisions=decisions)
    assert found.entity["m0"] != found.entity["m2"]
    assert found.overruled == ("i-same-m0-m1", "i-same-m1-m2")


def test_a_rule_decision_taken_back_lets_its_right_side_go(
    namesakes: Any, resolved: Any, decide: Any
) -> None:
    rule = next(rule for rule in resolved(*namesakes).rules if rule.right == "m2")
    back = decide("unrule", rule.left, rule.right)
    found = resolved(*namesakes, decisions=[back])
    assert found.members == {"m0": ("m0", "m1", "m3"), "m2": ("m2",)}
    assert rule.id not in {rule.id for rule in found.rules}
    again = resolved(*namesakes, decisions=[back, decide("same", "m2", "m0")])
    assert len(again.members) == 1


def test_a_rule_decision_has_one_id_whichever_side_comes_first() -> None:
    one, other = rule_decision("name", "m1", "m2", ""), rule_decision("name", "m2", "m1", "")
    assert one == other
    assert one.id != rule_decision("identifier", "m1", "m2", "").id


def test_different_parts_namesakes_and_leaves_the_rest_joined(
    namesakes: Any, resolved: Any, decide: Any
) -> None:
    found = resolved(*namesakes, decisions=[decide("different", "m1", "m3")])
    assert found.members == {"m0": ("m0", "m2"), "m1": ("m1",), "m3": ("m3",)}


def test_different_keeps_whole_entities_apart_when_a_third_would_bring_them_together(
    mention: Any, resolved: Any, decide: Any
) -> None:
    members = [
        mention("m1", "d1", NAME),
        mention("m2", "d2", NAME),
        mention("m3", "d3", "Phat Suphapha"),
        mention("m4", "d4", NAME),
        mention("m5", "d4", "Phat Suphapha"),
    ]
    decision = decide("different", ["m1", "m2"], ["m3"])
    found = resolved(*members, coreference=[("m4", "m5")], decisions=[decision])
    assert found.entity["m1"] == found.entity["m2"]
    assert found.entity["m3"] not in {found.entity["m1"], found.entity["m4"]}


def test_different_of_two_mentions_that_the_annotations_join_is_reported(
    mention: Any, resolved: Any, decide: Any
) -> None:
    members = [mention("m1", "d1", NAME), mention("m2", "d1", "Phat")]
    found = resolved(
        *members, coreference=[("m1", "m2")], decisions=[decide("different", "m1", "m2")]
    )
    assert found.dangling == ("i-different-m1-m2",)


def test_the_sides_of_a_decision_begin_with_what_was_named(
    namesakes: Any, three: Any, mention: Any, resolved: Any
) -> None:
    apart = resolved(*namesakes, mention("m9", "d9", "Another Name"))
    assert sides(apart, "m2", "m9") == (("m2", "m0", "m1", "m3"), ("m9",))
    assert sides(apart, "m2", "m3") == (("m2",), ("m3",))
    one_text = resolved(mention("m1", "d1", NAME), mention("m2", "d1", NAME))
    assert sides(one_text, "m2", "m1") == (("m2",), ("m1",))


def test_same_is_refused_where_it_is_known_or_denied(
    three: Any, resolved: Any, decide: Any
) -> None:
    decisions = [decide("same", "m0", "m1"), decide("different", "m1", "m2")]
    identity = resolved(*three, decisions=decisions)
    with pytest.raises(UsageError, match="already the same by decision i-same-m0-m1; undo it"):
        check_same(identity, decisions, "m1", "m0")
    with pytest.raises(UsageError, match="i-different-m1-m2 says that they differ; undo it first"):
        check_same(identity, decisions, "m0", "m2")
    with pytest.raises(UsageError, match="one record"):
        check_same(identity, decisions, "m0", "m0")
    with pytest.raises(UnknownId, match="m7"):
        check_same(identity, decisions, "m0", "m7")


def test_different_is_refused_where_persons_or_annotations_said_same(
    mention: Any, three: Any, resolved: Any, decide: Any
) -> None:
    decisions = [decide("same", "m0", "m1"), decide("same", "m1", "m2")]
    identity = resolved(*three, decisions=decisions)
    with pytest.raises(UsageError, match="i-same-m0-m1, i-same-m1-m2; undo it first"):
        check_different(identity, decisions, "m0", "m2")
    bound = resolved(mention("m1", "d1", NAME), mention("m2", "d1", ""), coreference=[("m1", "m2")])
    with pytest.raises(UsageError, match="annotations of one source"):
        check_different(bound, [], "m1", "m2")
    parted = [decide("different", "m0", "m1")]
    with pytest.raises(UsageError, match="already different by decision i-different-m0-m1"):
        check_different(resolved(*three, decisions=parted), parted, "m1", "m0")


def test_what_only_a_rule_joined_can_be_confirmed_or_told_apart(
    namesakes: Any, resolved: Any
) -> None:
    identity = resolved(*namesakes)
    check_same(identity, [], "m0", "m1")
    check_different(identity, [], "m0", "m1")
    named_once = resolved(namesakes[0], namesakes[1])
    check_different(named_once, [], "m0", "m1")


def test_confirming_a_rule_decision_replaces_it(namesakes: Any, resolved: Any, decide: Any) -> None:
    confirmed = [decide("same", f"m{i}", f"m{i + 1}") for i in range(3)]
    found = resolved(*namesakes, decisions=confirmed)
    assert len(found.members) == 1
    assert not found.rules
