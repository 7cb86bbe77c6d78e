"""Rules 20 and 21 across texts and lists: what a rule joins, what it leaves to a person."""

from __future__ import annotations

from typing import Any

import pytest

NAME = "Ly Yong Phat"


def test_identical_names_in_two_texts_are_joined_by_a_rule_decision(
    mention: Any, resolved: Any
) -> None:
    found = resolved(mention("m2", "d1", NAME), mention("m1", "d2", "LY YONG PHAT"))
    assert found.entity == {"m1": "m1", "m2": "m1"}
    assert found.record == {"m1": "m1", "m2": "m2"}
    (rule,) = found.rules
    assert (rule.left, rule.right, rule.rule) == ("m1", "m2", "name")
    assert rule.ground == "same name, not confirmed"
    assert rule.id.startswith("i")


@pytest.mark.parametrize("name", ["CamboJA", "Phat", "Mr Phat", "លីយ៉ុងផាត់"])
def test_one_word_is_too_little_across_texts(name: str, mention: Any, resolved: Any) -> None:
    assert len(resolved(mention("m1", "d1", name), mention("m2", "d2", name)).members) == 2


def test_another_kind_is_not_the_same_kind(mention: Any, resolved: Any) -> None:
    one = mention("m1", "d1", "Prince Group", "Company")
    other = mention("m2", "d2", "Prince Group", "Organization")
    assert len(resolved(one, other).members) == 2


def test_nearly_the_same_name_is_not_identical(mention: Any, resolved: Any) -> None:
    one, other = mention("m1", "d1", "L.Y.P. Group"), mention("m2", "d2", "LYP Group")
    assert len(resolved(one, other).members) == 2


def test_namesakes_told_apart_in_one_text_leave_the_other_texts_joined(
    mention: Any, resolved: Any, decide: Any
) -> None:
    members = [mention(f"m{i}", f"d{max(i, 1)}", NAME) for i in range(4)]
    found = resolved(*members, decisions=[decide("different", "m0", "m1")])
    assert found.members == {"m0": ("m0",), "m1": ("m1",), "m2": ("m2", "m3")}


def test_a_text_in_which_namesakes_are_known_joins_with_none(
    mention: Any, resolved: Any, decide: Any
) -> None:
    members = [*(mention(f"m{i}", "d1", NAME) for i in range(3)), mention("m3", "d2", NAME)]
    found = resolved(*members, decisions=[decide("different", "m0", "m1")])
    assert len(found.members) == 4


def test_a_rule_decision_taken_back_may_leave_nothing_to_join(
    mention: Any, resolved: Any, decide: Any
) -> None:
    members = [mention(f"m{i}", f"d{i}", NAME) for i in range(2)]
    back = [decide("unrule", "m0", "m1"), decide("unrule", "m1", "m0")]
    assert len(resolved(*members, decisions=back).members) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"birthDate": "1958-10-01"}, {"birthDate": "1960"}),
        ({"birthDate": "1958-10-01"}, {"birthDate": "[1959..1961]"}),
        ({"nationality": "kh"}, {"nationality": "Thailand"}),
        ({"passportNumber": "N0123456"}, {"passportNumber": "N7654321"}),
    ],
)
def test_what_conflicts_is_not_joined_and_neither_is_anyone_in_its_company(
    one: dict[str, str], other: dict[str, str], mention: Any, resolved: Any
) -> None:
    members = [
        mention("m1", "d1", NAME, **one),
        mention("m2", "d2", NAME, **other),
        mention("m3", "d3", NAME),
    ]
    assert len(resolved(*members).members) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"birthDate": "1958-10-01"}, {"birthDate": "1958"}),
        ({"birthDate": "1958-10-01"}, {"birthDate": "[1957..1959]"}),
        ({"birthDate": "1958-10"}, {"birthDate": "1958~"}),
        ({"nationality": ["kh", "th"]}, {"nationality": "Cambodian"}),
        ({"passportNumber": "N-0123456"}, {"passportNumber": "n 0123456"}),
        ({"birthDate": "1958"}, {"nationality": "kh"}),
    ],
)
def test_what_is_told_less_precisely_is_no_conflict(
    one: dict[str, str], other: dict[str, str], mention: Any, resolved: Any
) -> None:
    found = resolved(mention("m1", "d1", NAME, **one), mention("m2", "d2", NAME, **other))
    assert len(found.members) == 1


def test_a_conflict_that_only_a_chain_of_names_brings_together_breaks_the_chain(
    mention: Any, resolved: Any
) -> None:
    members = [
        mention("m1", "d1", NAME, birthDate="1958"),
        mention("m2", "d2", NAME),
        mention("m3", "d2", "Phat Suphapha"),
        mention("m4", "d3", "Phat Suphapha", birthDate="1971"),
    ]
    found = resolved(*members, coreference=[("m2", "m3")])
    assert found.members.keys() == {"m1", "m2", "m4"}
    assert not found.rules


def test_a_row_of_a_list_joins_by_no_name(mention: Any, resolved: Any) -> None:
    row = mention("m1", "ofac", NAME, listed=True)
    assert len(resolved(row, mention("m2", "d2", NAME)).members) == 2
    assert len(resolved(row, mention("m2", "un", NAME, listed=True)).members) == 2


def test_a_row_of_a_list_joins_by_an_identifier(mention: Any, resolved: Any) -> None:
    found = resolved(
        mention("m1", "ofac", "LY, Yong Phat", listed=True, passportNumber="N 0123456"),
        mention("m2", "un", "Phat Suphapha", listed=True, passportNumber="n0123456"),
        mention("m3", "d1", NAME, passportNumber="N0123456"),
    )
    assert len(found.members) == 1
    assert {(rule.rule, rule.ground) for rule in found.rules} == {
        ("identifier", "same passportNumber")
    }


def test_an_identifier_does_not_join_what_conflicts_or_differs_in_kind(
    mention: Any, resolved: Any
) -> None:
    row = mention("m1", "ofac", NAME, listed=True, wikidataId="Q10001", birthDate="1958")
    other = mention("m2", "un", NAME, listed=True, wikidataId="Q10001", birthDate="1971")
    assert len(resolved(row, other).members) == 2
    company = mention("m3", "un", "Phat Ltd", "Company", listed=True, wikidataId="Q10001")
    assert len(resolved(row, company).members) == 2


def test_masked_short_and_dependent_identifiers_join_nothing(mention: Any, resolved: Any) -> None:
    for name, value in (
        ("iban", "****4321 99"),
        ("registrationNumber", "12"),
        ("username", "boss1"),
    ):
        rows = [
            mention(f"m{i}", f"l{i}", f"Firm {i}", "Company", listed=True, **{name: value})
            for i in range(2)
        ]
        assert len(resolved(*rows).members) == 2


def test_a_wallet_is_known_by_its_address_and_a_number_by_its_country_code(
    mention: Any, resolved: Any
) -> None:
    address = "bc1q" + "0" * 30
    found = resolved(
        mention("m1", "d1", address.upper(), "CryptoWallet"),
        mention("m2", "d2", address, "CryptoWallet"),
        mention("m3", "d1", "+855 (12) 345-678", "PhoneNumber"),
        mention("m4", "d2", "+85512345678", "PhoneNumber"),
        mention("m5", "d1", "012345678", "PhoneNumber"),
        mention("m6", "d2", "012345678", "PhoneNumber"),
        mention("m7", "d1", address[:8] + "…", "CryptoWallet"),
        mention("m8", "d2", address[:8] + "…", "CryptoWallet"),
    )
    assert found.entity["m1"] == found.entity["m2"]
    assert found.entity["m3"] == found.entity["m4"]
    assert len(found.members) == 6


@pytest.mark.parametrize("flag", ["protected", "generic"])
def test_protected_and_generic_records_are_never_joined_by_rule(
    flag: str, mention: Any, resolved: Any
) -> None:
    marked = mention("m1", "d1", NAME, wikidataId="Q10001", **{flag: True})
    plain = [mention(f"m{i}", f"d{i}", NAME, wikidataId="Q10001") for i in (2, 3)]
    assert resolved(marked, *plain).members == {"m1": ("m1",), "m2": ("m2", "m3")}


def test_whoever_a_person_joined_to_a_protected_record_is_closed_to_rules(
    mention: Any, resolved: Any, decide: Any
) -> None:
    members = [
        mention("m1", "d1", "A. Relative", protected=True),
        mention("m2", "d2", NAME),
        mention("m3", "d3", NAME),
    ]
    found = resolved(*members, decisions=[decide("same", "m1", "m2")])
    assert found.members == {"m1": ("m1", "m2"), "m3": ("m3",)}


def test_a_post_of_one_wording_is_not_one_post_in_two_texts(mention: Any, resolved: Any) -> None:
    posts = [mention(f"m{i}", f"d{i}", "deputy Asia director", "Position") for i in range(2)]
    assert len(resolved(*posts).members) == 2
