"""Proposals: what is proposed, on which grounds, and what never is (rules 20, 21)."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest

from clew.graph.identity.acts import TieSeen
from clew.graph.identity.candidates import Proposal, candidates
from clew.graph.schema import Schema

NAME = "Ly Yong Phat"


@pytest.fixture
def proposed(resolved: Any, vocabulary: Schema) -> Any:
    def made(*members: Any, decisions: Any = (), ties: Any = ()) -> list[Proposal]:
        identity = resolved(*members, decisions=decisions)
        return candidates(identity, members, decisions, vocabulary, ties)

    return made


def grounds(proposal: Proposal) -> list[str]:
    return [feature.name for feature in proposal.features]


def test_equal_names_of_a_list_s_row_and_a_text_are_proposed(mention: Any, proposed: Any) -> None:
    row = mention("m2", "ofac", "LY, Yong Phat", listed=True)
    (found,) = proposed(mention("m1", "d1", NAME), row)
    assert (found.left, found.right, found.kind) == ("m1", "m2", "Person")
    assert grounds(found) == ["same words"]


def test_what_a_conflict_kept_from_the_rule_is_proposed_with_the_conflict(
    mention: Any, proposed: Any
) -> None:
    one, other = (
        mention("m1", "d1", NAME, birthDate="1958"),
        mention("m2", "d2", NAME, birthDate="71"),
    )
    (found,) = proposed(one, other)
    assert grounds(found) == ["same words", "conflict"]
    assert found.features[1].detail == "birthDate"


def test_a_shared_identifier_that_joins_nothing_is_proposed(mention: Any, proposed: Any) -> None:
    one = mention("m1", "d1", "Firm A Invented", "Company", licenseNumber="L-77")
    other = mention("m2", "d2", "Other B Invented", "Company", licenseNumber="l77")
    (found,) = proposed(one, other)
    assert found.features[0].name == "shared identifier"
    assert found.features[0].detail == "licenseNumber"


def test_the_better_grounded_comes_first(mention: Any, proposed: Any) -> None:
    found = proposed(
        mention("m1", "d1", NAME),
        mention("m2", "ofac", "Oknha Ly Yong Phat", listed=True, birthDate="1958"),
        mention("m3", "un", "L. Y. Phat", listed=True),
    )
    assert [grounds(p)[0] for p in found] == [
        "same words but for title or legal form",
        "initials",
        "initials",
    ]
    assert found == sorted(found, key=lambda p: -p.score)


def test_of_equals_no_third_pair_is_proposed_until_one_is_decided_different(
    mention: Any, proposed: Any, decide: Any
) -> None:
    rows = [mention(f"m{i}", f"list{i}", NAME, listed=True) for i in range(3)]
    assert [(p.left, p.right) for p in proposed(*rows)] == [("m0", "m1"), ("m0", "m2")]
    parted = proposed(*rows, decisions=[decide("different", "m0", "m1")])
    assert [(p.left, p.right) for p in parted] == [("m0", "m2"), ("m1", "m2")]


def test_what_is_the_same_already_is_not_proposed(mention: Any, proposed: Any, decide: Any) -> None:
    assert not proposed(mention("m1", "d1", NAME), mention("m2", "d2", NAME))
    rows = [mention(f"m{i}", f"list{i}", NAME, listed=True) for i in range(2)]
    assert not proposed(*rows, decisions=[decide("same", "m0", "m1")])


@pytest.mark.parametrize("flag", ["protected", "generic"])
def test_protected_and_generic_things_are_never_proposed(
    flag: str, mention: Any, proposed: Any
) -> None:
    row = mention("m2", "ofac", NAME, listed=True, wikidataId="Q10001")
    assert not proposed(mention("m1", "d1", NAME, wikidataId="Q10001", **{flag: True}), row)


def test_an_entity_with_one_protected_record_is_never_proposed(
    mention: Any, proposed: Any, decide: Any
) -> None:
    members = [
        mention("m1", "d1", "A. Relative", protected=True),
        mention("m2", "d2", NAME),
        mention("m3", "ofac", NAME, listed=True),
    ]
    assert not proposed(*members, decisions=[decide("same", "m1", "m2")])


def test_camboja_is_not_cambodia(mention: Any, proposed: Any) -> None:
    place = mention("m1", "d1", "Cambodia", "Country")
    assert not proposed(place, mention("m2", "d2", "CamboJA", "NGO"))
    assert not proposed(place, mention("m2", "d2", "CamboJA", "Country"))
    assert not proposed(place, mention("m2", "d2", "Cambodia", "NGO"))


def test_a_bare_given_name_never_matches_alone(mention: Any, proposed: Any) -> None:
    dara = mention("m1", "d1", "Dara")
    assert not proposed(dara, mention("m2", "d2", "Dara"), mention("m3", "d3", "Mech Dara"))
    known = mention("m4", "d4", "Dara", passportNumber="N77")
    assert proposed(mention("m5", "d5", "Dara", passportNumber="N77"), known)


def test_a_company_and_a_compound_or_a_person_are_not_proposed(mention: Any, proposed: Any) -> None:
    company = mention("m1", "d1", "O-Smach Resort", "Company")
    assert not proposed(company, mention("m2", "d2", "O-Smach Resort", "Compound"))
    assert not proposed(company, mention("m2", "d2", "O-Smach Resort", "Person"))
    assert proposed(company, mention("m2", "d2", "O'Smach Resort", "Organization"))
    assert proposed(company, mention("m2", "d2", "O'Smach Resort", "NGO"))


def test_events_and_posts_are_not_proposed_by_their_words(mention: Any, proposed: Any) -> None:
    for kind in ("Arrest", "Sanction", "Position"):
        assert not proposed(*(mention(f"m{i}", f"d{i}", "deputy director", kind) for i in (1, 2)))


def test_two_rows_of_one_list_are_proposed_below_rows_of_two(mention: Any, proposed: Any) -> None:
    one = mention("m1", "ofac", NAME, listed=True)
    (same,) = proposed(one, mention("m2", "ofac", NAME, listed=True))
    (other,) = proposed(one, mention("m2", "un", NAME, listed=True))
    assert same.score < other.score
    assert "two rows of one list" in grounds(same)


@pytest.fixture
def sanctioned(mention: Any) -> list[Any]:
    """A named person of one text, an unnamed one of another, each beside a designation."""
    return [
        mention("m1", "d1", NAME),
        mention("m2", "d1", "sanctions", "Sanction", authority="OFAC"),
        mention("m3", "d2", ""),
        mention("m4", "d2", "sanctioned", "Sanction", authority="the United States"),
    ]


TIES = [
    TieSeen("SANCTIONED_BY", "m1", "m2", "2024-09-12"),
    TieSeen("SANCTIONED_BY", "m3", "m4", "2024-09"),
]


def test_an_unnamed_person_is_proposed_on_the_ground_of_the_same_act_in_the_same_month(
    sanctioned: Any, proposed: Any
) -> None:
    (found,) = proposed(*sanctioned, ties=TIES)
    assert (found.left, found.right) == ("m1", "m3")
    assert grounds(found) == ["same act in the same month"]
    assert found.features[0].detail == "SANCTIONED_BY us 2024-09"
    assert not proposed(*sanctioned)


@pytest.mark.parametrize("when", ["2024-10", "2024", "", "2024-09/2024-11", "2023-09-12"])
def test_another_month_or_none_is_no_ground(when: str, sanctioned: Any, proposed: Any) -> None:
    late = TieSeen("SANCTIONED_BY", "m3", "m4", when)
    assert not proposed(*sanctioned, ties=[TIES[0], late])


def test_another_authority_or_none_is_no_ground(
    sanctioned: Any, mention: Any, proposed: Any
) -> None:
    for authority in ("OFSI", ""):
        other = mention("m4", "d2", "sanctioned", "Sanction", authority=authority)
        assert not proposed(*sanctioned[:3], other, ties=TIES)


def test_an_unnamed_person_who_is_protected_or_of_the_same_text_is_not_proposed(
    sanctioned: Any, mention: Any, proposed: Any
) -> None:
    one, two, _, four = sanctioned
    for unnamed in (mention("m3", "d2", "", protected=True), mention("m3", "d1", "")):
        assert not proposed(one, two, unnamed, four, ties=TIES)


def test_a_decision_takes_the_proposal_of_an_unnamed_person_away(
    sanctioned: Any, proposed: Any, decide: Any
) -> None:
    for verb in ("same", "different"):
        assert not proposed(*sanctioned, decisions=[decide(verb, "m1", "m3")], ties=TIES)


def test_the_order_of_members_and_ties_changes_no_proposal(
    sanctioned: Any, mention: Any, proposed: Any
) -> None:
    members = [*sanctioned, *(mention(f"n{i}", f"l{i}", NAME, listed=True) for i in range(4))]
    assert proposed(*members, ties=TIES) == proposed(*members[::-1], ties=TIES[::-1])


def test_ten_thousand_names_are_compared_in_seconds(mention: Any, proposed: Any) -> None:
    dice = random.Random(21)
    words = ["".join(dice.choices("bcdghkmnprstvaeiou", k=dice.randint(3, 8))) for _ in range(1500)]
    rows = [
        mention(f"m{i:05}", "list", " ".join(dice.sample(words, 3)), listed=True)
        for i in range(10_000)
    ]
    rows.append(mention("twin", "other", rows[77].name, listed=True))
    began = time.process_time()
    found = proposed(*rows)
    assert found[0].right == "twin"
    assert time.process_time() - began < 30
