"""Rule 20 within one text: what is one record, and what stays two."""

from __future__ import annotations

from typing import Any

from clew.graph.identity.kinds import kind_of
from clew.graph.schema import Schema

NAME = "Ly Yong Phat"


def test_annotated_coreference_is_one_record_and_transitive(mention: Any, resolved: Any) -> None:
    members = [mention("m3", "d1", NAME), mention("m1", "d1", ""), mention("m2", "d1", "Phat")]
    found = resolved(*members, coreference=[("m3", "m1"), ("m1", "m2")])
    assert found.record == {"m1": "m1", "m2": "m1", "m3": "m1"}
    assert found.records["m1"].names == {NAME: 1, "Phat": 1}


def test_coreference_in_a_circle_is_one_record(mention: Any, resolved: Any) -> None:
    members = [mention(f"m{i}", "d1", "") for i in range(3)]
    found = resolved(*members, coreference=[("m0", "m1"), ("m1", "m2"), ("m2", "m0"), ("m0", "m0")])
    assert found.members == {"m0": ("m0", "m1", "m2")}


def test_coreference_across_texts_or_of_unknown_references_joins_nothing(
    mention: Any, resolved: Any
) -> None:
    members = [mention("m1", "d1", "Mech Dara"), mention("m2", "d2", NAME)]
    found = resolved(*members, coreference=[("m1", "m2"), ("m1", "gone"), ("gone", "m2")])
    assert len(found.members) == 2


def test_identical_full_names_of_one_text_are_one_record_whatever_case_and_blanks(
    mention: Any, resolved: Any
) -> None:
    found = resolved(mention("m1", "d1", "LY  YONG\u00a0PHAT"), mention("m2", "d1", NAME))
    assert found.members == {"m1": ("m1", "m2")}
    assert not found.rules


def test_a_kind_and_one_above_it_share_a_name_but_not_a_company_and_a_compound(
    mention: Any, resolved: Any
) -> None:
    name = "O-Smach Resort"
    members = [
        mention("m1", "d1", name, "Organization"),
        mention("m2", "d1", name, "Company"),
        mention("m3", "d1", name, "Compound"),
        mention("m4", "d1", name, "Person"),
    ]
    found = resolved(*members)
    assert found.members == {"m1": ("m1", "m2"), "m3": ("m3",), "m4": ("m4",)}
    assert found.records["m1"].kind == "Company"


def test_a_kind_above_two_that_differ_belongs_to_neither(mention: Any, resolved: Any) -> None:
    kinds = ["Company", "NGO", "Organization", "Company"]
    found = resolved(*(mention(f"m{i}", "d1", "Prince", k) for i, k in enumerate(kinds)))
    assert found.members == {"m0": ("m0", "m3"), "m1": ("m1",), "m2": ("m2",)}


def test_a_bare_given_name_is_no_full_name(mention: Any, resolved: Any) -> None:
    dara = [mention("m1", "d1", "Dara"), mention("m2", "d1", "Dara")]
    assert len(resolved(*dara, mention("m3", "d1", "Mech Dara")).members) == 3
    assert len(resolved(*dara, mention("m3", "d1", "Kok An")).members) == 2


def test_generic_and_unnamed_mentions_are_not_joined_by_name(mention: Any, resolved: Any) -> None:
    members = [
        mention("m1", "d1", "rights groups", "NGO", generic=True),
        mention("m2", "d1", "rights groups", "NGO", generic=True),
        mention("m3", "d1", ""),
        mention("m4", "d1", ""),
    ]
    assert len(resolved(*members).members) == 4


def test_two_arrests_or_designations_in_one_wording_stay_two(mention: Any, resolved: Any) -> None:
    for kind in ("Arrest", "Sanction", "Charge"):
        members = [mention(f"m{i}", "d1", "Global Magnitsky", kind) for i in range(2)]
        assert len(resolved(*members).members) == 2


def test_two_rows_of_one_list_with_one_name_stay_two(mention: Any, resolved: Any) -> None:
    members = [mention(f"m{i}", "d1", NAME, listed=True) for i in range(2)]
    assert len(resolved(*members).members) == 2


def test_a_record_is_protected_if_any_mention_of_it_is(mention: Any, resolved: Any) -> None:
    members = [mention("m1", "d1", NAME), mention("m2", "d1", NAME, protected=True)]
    assert resolved(*members).records["m1"].protected


def test_a_person_tells_apart_two_namesakes_of_one_text(
    mention: Any, resolved: Any, decide: Any
) -> None:
    members = [mention(f"m{i}", "d1", NAME) for i in range(3)]
    found = resolved(*members, decisions=[decide("different", "m0", "m1")])
    assert found.members == {"m0": ("m0",), "m1": ("m1",), "m2": ("m2",)}
    assert not found.dangling


def test_the_kind_of_a_record_is_the_most_special_of_a_line_else_the_most_frequent(
    vocabulary: Schema,
) -> None:
    assert kind_of({"LegalEntity": 5, "Company": 1, "Organization": 2}, vocabulary) == "Company"
    assert kind_of({"Person": 1, "Company": 2}, vocabulary) == "Company"
    assert kind_of({"Person": 1, "Company": 1}, vocabulary) == "Company"
    assert kind_of({"Unheard": 1, "Person": 2}, vocabulary) == "Person"
