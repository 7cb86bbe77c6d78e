"""The vocabulary: it is whole, sound, true to FollowTheMoney, and finds the words people write."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clew.graph.model import LADDER, SAME_AS, STATUSES
from clew.graph.schema import OTHER_LABELS, check_tie, fold, schema, tie_type
from clew.graph.schema_types import Term

TESTS = Path(__file__).resolve().parents[1]
FTM = {
    name: set(properties.split())
    for name, _, properties in (
        line.partition(":")
        for line in (TESTS / "data" / "followthemoney-4.11.2.txt").read_text().splitlines()
        if not line.startswith("#")
    )
}
S = schema()
TERMS: list[Term] = [*S.kinds.values(), *S.ties.values(), *S.values.values()]


def test_no_label_and_tie_share_a_name_in_any_case() -> None:
    labels = {label.casefold() for label in (*S.kinds, *OTHER_LABELS)}
    assert not labels & {tie.casefold() for tie in S.ties}


@pytest.mark.parametrize("terms", [S.kinds, S.ties, S.values], ids=["kinds", "ties", "values"])
def test_no_word_means_two_things(terms: dict[str, Term]) -> None:
    words = [fold(word) for term in terms.values() for word in (term.name, *term.synonyms)]
    assert sorted(set(words)) == sorted(words)


def test_every_tie_has_known_ends_a_group_and_known_keys() -> None:
    for tie in S.ties.values():
        assert {*tie.start, *tie.end} <= {*S.kinds, "Entity"}, tie.name
        assert not any(S.kinds[end].is_value for end in (*tie.start, *tie.end) if end != "Entity")
        assert tie.group in S.groups and set(tie.keys) <= set(S.values), tie.name
        assert tie.phrase and tie.name == tie.name.upper()


def test_every_word_of_followthemoney_is_there() -> None:
    for term in TERMS:
        for name in filter(None, (term.ftm, term.nearest)):
            schema_name, _, property_name = name.partition(":")
            assert schema_name in FTM, term.name
            assert not property_name or property_name in FTM[schema_name], term.name
        assert term.rdf.split(":")[0] in S.namespaces, term.name
        assert term.meaning.endswith(".") and "|" not in term.meaning, term.name


def test_a_kind_of_our_own_does_not_take_a_followthemoney_name() -> None:
    assert not {kind.name for kind in S.kinds.values() if kind.ftm is None} & set(FTM)
    assert all(kind.ftm in (None, kind.name) for kind in S.kinds.values())


def test_values_bear_their_followthemoney_name_and_never_hide_our_own() -> None:
    assert not set(S.values) & set(S.own)
    for value in S.values.values():
        theirs = (value.ftm or "").rpartition(":")[2]
        if theirs in S.own:
            assert value.of and value.name.endswith(f"_{theirs}")
            assert S.property(theirs, value.of) == value.name
    assert S.property("birthDate", "Person") == S.property("date of birth") == "birthDate"
    assert S.property("status", "Company") == "company_status"
    assert S.property("name", "Ranking") == "ranking_name"


def test_the_ladder_is_that_of_claims() -> None:
    assert tuple(S.statuses) == STATUSES
    assert tuple(name for name, status in S.statuses.items() if status.ladder) == LADDER
    strengths = [status.strength for status in S.statuses.values()]
    assert strengths == sorted(strengths, reverse=True)
    assert SAME_AS in S.ties


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("PER", "Person"), ("PERSON", "Person"), ("person", "Person"),
        ("ORG", "Organization"), ("ORGANIZATION", "Organization"), ("Organisation", "Organization"),
        ("COMPANY", "Company"), ("government-body", "PublicBody"), ("GPE", "Place"),
        ("LOC", "Place"), ("FAC", "Building"), ("Scam compound", "Compound"),
        ("Licence", "License"), ("wallet", "CryptoWallet"), ("LAW", "Law"),
        ("Victims", "VictimGroup"), ("Court appearance", "CourtHearing"), ("Date", "Date"),
        ("MONEY", "Money"), ("PERCENT", "Share"),
    ],
)  # fmt: skip
def test_the_words_of_annotators_and_tools_are_known(word: str, kind: str) -> None:
    found = S.kind(word)
    assert found is not None and found.name == kind


def test_a_word_that_triggers_an_event_means_the_event() -> None:
    found = {
        word: S.event(word) for word in ("Charge", "Post", "Award", "report", "Raid", "Person")
    }
    names = [kind.name for kind in found.values() if kind]
    expected = ["Charging", "Posting", "AwardCeremony", "PublicationEvent", "Raid", "Person"]
    assert names == expected and S.event("zebra") is None


def test_labels_go_from_special_to_general_without_abstract_ones() -> None:
    assert S.labels("Company") == ("Company", "Organization", "LegalEntity")
    assert S.labels("Zebra") == ("Unclassified",) and S.root("Zebra") == "Unclassified"
    assert S.root("Person") == S.root("Company") == "LegalEntity"
    assert S.root("Compound") == "Compound" and S.is_a("Arrest", "Event")


def test_paths_stop_at_what_ties_everybody_to_everybody() -> None:
    hubs = {name for name, kind in S.kinds.items() if kind.hub}
    assert {"Country", "PublicBody", "Court", "Ministry", "Law", "Position", "Sanction"} <= hubs
    assert not hubs & {"Person", "Company", "Compound", "Place", "City", "Event"}


def test_a_single_victim_is_never_a_node() -> None:
    victim = S.kind("victim")
    assert victim is not None and victim.refused and victim.is_value


def test_an_unknown_tie_keeps_its_own_word() -> None:
    assert tie_type("bribedOfficialsOf") == "BRIBED_OFFICIALS_OF"
    assert tie_type("arrest") == "ARREST_TIE" and tie_type("court case") == "COURT_CASE"
    assert tie_type("entity") == "INVOLVES" and tie_type("source") == "SOURCE_TIE"
    assert tie_type("works-for") == "WORKS_FOR" and tie_type("3 of") == "TIE_3_OF"
    assert tie_type("`) DETACH DELETE (`") == "DETACH_DELETE" and tie_type("?!") == "UNNAMED_TIE"


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=30))
@example("\U0001ec71")  # a numeral that counts as a letter and stands in no name
def test_a_type_made_from_any_word_is_a_safe_name_and_stays_itself(word: str) -> None:
    name = tie_type(word)
    assert name.isidentifier() and tie_type(name) == name
    assert name.casefold() not in {label.casefold() for label in (*S.kinds, *OTHER_LABELS)}


def test_ends_that_do_not_fit_are_told_in_a_sentence() -> None:
    assert check_tie("OWNS", "Person", "Company") is None
    assert check_tie("SAME_PREMISES", "Company", "Compound") is None
    assert check_tie("NEAR", "Place", "LegalEntity") is None, "symmetric ties fit either way"
    assert check_tie("OWNS", "Unclassified", "Zebra") is None, "unknown words always fit"
    assert check_tie("BRIBED", "Person", "Person") is None
    told = check_tie("FAMILY_OF", "Person", "Company")
    assert told == "FAMILY_OF goes from Person to Person, and not from Person to Company."
    assert check_tie("REPORTED_ON", "Person", "Money"), "a value is no end of a tie"
