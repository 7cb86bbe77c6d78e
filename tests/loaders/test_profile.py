"""What labels, attributes and notes mean: the default profile, and one's own before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clew.graph.model import STATUSES, Annotation, Batch
from clew.graph.schema import schema
from clew.loaders.annotations.profile import load

Read = Callable[..., Batch]
TEXT = "On 12 September 2024 OFAC listed Anneke Vos, 55, who owns half of Bay Resort for $2."
MENTIONS = (
    "T1\tDate 3 20\t12 September 2024",
    "T2\tPublicBody 21 25\tOFAC",
    "T3\tDesignation 26 32\tlisted",
    "T4\tPerson 33 43\tAnneke Vos",
    "T5\tCompound 66 76\tBay Resort",
    "T7\tMoney 81 83\t$2",
)
TRIGGER = "T6\tOwnership 53 57\towns"
OWNS = (*MENTIONS, "R1\tOwns Arg1:T4 Arg2:T5")


def only(batch: Batch, identifier: str, shape: str = "") -> Annotation:
    (found,) = [
        a for a in batch.annotations if a.local_id == identifier and shape in ("", a.claim.shape)
    ]
    return found


STATUS_WORDS = {
    "alleged": "alleged",
    "Suspected": "alleged",
    "fact": "reported",
    "OFFICIAL": "official",
    "court": "adjudicated",
    "planned": "planned",
    "denied": "denied",
    "view": "opinion",
    "not stated": "not_stated",
}


@pytest.mark.parametrize("word", STATUS_WORDS)
@pytest.mark.parametrize(
    "line", ["A1\tStatus R1 {}", "A1\tCertainty R1 {}", "#1\tAnnotatorNotes R1\tstatus={}"]
)
def test_words_of_status_come_to_the_eight_statuses(read: Read, word: str, line: str) -> None:
    batch = read(TEXT, *OWNS, line.format(word))
    assert only(batch, "R1").status == STATUS_WORDS[word]
    assert not batch.unmapped


def test_a_word_of_status_that_nothing_knows_is_reported_and_not_upgraded(read: Read) -> None:
    batch = read(TEXT, *OWNS, "A1\tStatus R1 sure-as-hell")
    tie = only(batch, "R1")
    assert (tie.status, tie.extra["status_given"]) == ("not_stated", ("sure-as-hell",))
    assert batch.unmapped == {"Status=sure-as-hell": 1}


def test_of_two_statuses_of_one_annotation_the_weaker_governs(read: Read) -> None:
    lines = ("A1\tStatus R1 alleged", "#1\tAnnotatorNotes R1\tstatus=official")
    assert only(read(TEXT, *OWNS, *lines), "R1").status == "alleged"


def test_a_note_holds_several_statements_and_free_text(read: Read) -> None:
    note = 'status=alleged; means="owns; half"; share=50; when=2024-09; attribution=OFAC; see p. 2'
    tie = only(read(TEXT, *OWNS, f"#1\tAnnotatorNotes R1\t{note}"), "R1")
    assert (tie.status, tie.when, tie.attribution) == ("alleged", "2024-09", "OFAC")
    assert tie.extra == {"means": ("owns; half",), "share": ("50",), "note": ("see p. 2",)}


def test_a_key_tells_edges_apart_as_the_vocabulary_names_it_or_the_note_gives_it(
    read: Read,
) -> None:
    votes = read(TEXT, *OWNS, "#1\tAnnotatorNotes R1\tinterest=votes; ownershipType=direct")
    given = read(TEXT, *OWNS, "#1\tAnnotatorNotes R1\tinterest=votes; key=second")
    assert only(votes, "R1").key == "votes; direct"
    assert only(given, "R1").key == "second"


def test_a_statement_that_nothing_knows_stays_in_the_note_and_is_counted(read: Read) -> None:
    batch = read(TEXT, *OWNS, "#1\tAnnotatorNotes R1\tcolour=red; status=alleged")
    assert only(batch, "R1").extra == {"note": ("colour=red",)}
    assert batch.unmapped == {"colour": 1}


@pytest.mark.parametrize("date", ["last week", "2024-13", "2024-02-30", "12.9.2024"])
def test_a_date_that_is_not_edtf_is_kept_as_a_note_and_reported(read: Read, date: str) -> None:
    batch = read(TEXT, *OWNS, f"#1\tAnnotatorNotes R1\twhen={date}")
    tie = only(batch, "R1")
    assert (tie.when, tie.extra["note"]) == ("", (f"when={date}",))
    assert [one.line for one in batch.rejected] == [8]


def test_values_of_the_vocabulary_are_claims_about_the_mention(read: Read) -> None:
    batch = read(
        TEXT,
        *MENTIONS,
        "#1\tAnnotatorNotes T4\tcountry=KH; dob=1969; an old friend",
        "A1\tnationality T4 kh",
        "N1\tReference T4 Wikidata:Q1234\tAnneke Vos",
    )
    values = [a for a in batch.annotations if a.claim.shape == "value"]
    assert [(a.claim.relation, a.claim.value) for a in values] == [
        ("country", "kh"),
        ("birthDate", "1969"),
        ("nationality", "kh"),
        ("wikidataId", "Q1234"),
    ]
    assert {a.subject for a in values} == {only(batch, "T4").subject}
    assert only(batch, "T4").extra == {"note": ("an old friend",)}


def test_protection_negation_and_class_are_flags_of_the_annotation(read: Read) -> None:
    batch = read(
        TEXT,
        *OWNS,
        "A1\tProtected T4",
        "A2\tNegation R1",
        "#1\tAnnotatorNotes T5\tgeneric",
        "A3\tProtected T5 no",
    )
    person, site, tie = only(batch, "T4"), only(batch, "T5"), only(batch, "R1")
    assert (person.protected, person.generic) == (True, False)
    assert (site.protected, site.generic) == (False, True)
    assert tie.negated and not tie.protected


@pytest.mark.parametrize("word", ["perhaps", "positive", "POS"])
def test_a_word_in_doubt_protects(read: Read, word: str) -> None:
    batch = read(TEXT, *OWNS, f"A1\tProtected T4 {word}")
    assert only(batch, "T4").protected and batch.unmapped == {f"Protected={word}": 1}


def test_a_profile_protects_labels(read: Read, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("protected: [Kin]\nkinds: {Kin: Person}\n")
    batch = read("Her aunt left.", "T1\tKin 4 8\taunt", profile=own)
    assert only(batch, "T1").protected and only(batch, "T1").claim.relation == "Person"


def test_a_single_victim_is_left_out_with_every_tie_and_counted(read: Read) -> None:
    batch = read(
        "A woman fled Bay Resort.",
        "T1\tVictim 2 7\twoman",
        "T2\tCompound 13 23\tBay Resort",
        "R1\tLinked_to Arg1:T1 Arg2:T2",
    )
    # Where they stand is kept, protected, so that a name can be masked in quotes.
    assert [(a.local_id, a.protected) for a in batch.annotations] == [("T1", True), ("T2", False)]
    assert batch.left_out == {"single victims": 1, "ties of single victims": 1}


DESIGNATION = "E1\tDesignation:T3 Agent:T2 Target:T4 Date:T1"


def test_a_designation_is_tied_from_its_target_and_its_authority_is_a_value(read: Read) -> None:
    batch = read(TEXT, *MENTIONS, DESIGNATION, "#1\tAnnotatorNotes T1\tvalue=2024-09-12")
    listed, tie = only(batch, "T3"), only(batch, "E1", "tie")
    assert (tie.claim.relation, tie.object, tie.when) == (
        "SANCTIONED_BY",
        listed.subject,
        "2024-09-12",
    )
    assert (listed.claim.relation, listed.when) == ("Sanction", "2024-09-12")
    assert (only(batch, "E1", "value").claim.relation, only(batch, "E1", "value").claim.value) == (
        "authority",
        "OFAC",
    )
    assert batch.left_out == {"values in no relation": 1}
    assert "unfit_ends" not in batch.counts


def test_a_date_in_words_is_kept_with_the_event_and_dates_nothing(read: Read) -> None:
    batch = read(TEXT, *MENTIONS, DESIGNATION)
    given = [a for a in batch.annotations if a.claim.relation == "date_given"]
    assert [a.claim.value for a in given] == ["12 September 2024"]
    assert not only(batch, "E1", "tie").when


def test_a_relation_to_a_date_or_an_amount_is_no_tie(read: Read) -> None:
    batch = read(
        TEXT,
        *MENTIONS,
        "#1\tAnnotatorNotes T1\tvalue=2024-09-12",
        "R1\tOn Arg1:T3 Arg2:T1",
        "R5\tDate Arg1:T2 Arg2:T1",
        "R2\tBirth_date Arg1:T4 Arg2:T1",
        "R3\tCosts Arg1:T7 Arg2:T5",
        "R4\tOn Arg1:T7 Arg2:T1",
    )
    assert only(batch, "T3").when == only(batch, "T2").when == "2024-09-12"
    values = [(a.claim.relation, a.claim.value) for a in batch.annotations if a.claim.value]
    assert values == [("birthDate", "2024-09-12"), ("amount", "$2")]
    assert batch.left_out == {"ties between values": 1}
    assert not [a for a in batch.annotations if a.claim.shape == "tie"]


def test_an_event_can_be_a_tie_between_two_of_its_participants(read: Read, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("events:\n  Ownership: {tie: OWNS, start: Owner, end: Owned}\n")
    lines = (
        *MENTIONS,
        TRIGGER,
        "E1\tOwnership:T6 Owner:T4 Owned:T5 Price:T7",
        "A1\tStatus E1 alleged",
    )
    batch = read(TEXT, *lines, profile=own)
    tie = only(batch, "E1")
    assert (tie.claim.relation, tie.status, tie.extra) == ("OWNS", "alleged", {"amount": ("$2",)})
    assert not [a for a in batch.annotations if a.local_id == "T6"]
    more = read(
        TEXT, *MENTIONS, TRIGGER, "E1\tOwnership:T6 Owner:T4 Owned:T5 Seller:T2", profile=own
    )
    assert [a.claim.relation for a in more.annotations if a.claim.shape == "tie"] == [
        "OWNS",
        "FROM_SOURCE",
    ]


def test_what_the_profile_turns_round_starts_at_the_other_end(read: Read, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "ties: {Belongs: {tie: OWNS, swap: true}}\nroles: {Keeper: {tie: GUARDS, swap: true}}\n"
    )
    lines = ("R1\tBelongs Arg1:T5 Arg2:T4", "E1\tDesignation:T3 Keeper:T2")
    batch = read(TEXT, *MENTIONS, *lines, profile=own)
    assert only(batch, "R1").subject == only(batch, "T4").subject
    assert only(batch, "E1").subject == only(batch, "T2").subject


def test_unknown_words_are_kept_under_types_of_their_own(read: Read) -> None:
    batch = read(TEXT, *MENTIONS, "T8\tBeast 36 39\teke", "R1\tDate Arg1:T4 Arg2:T5")
    assert (only(batch, "T8").claim.relation, only(batch, "T8").label) == ("Unclassified", "Beast")
    assert only(batch, "R1").claim.relation == "DATE_TIE"
    assert batch.unmapped == {"Beast": 1, "Date": 1}


def test_one_span_of_two_kinds_is_two_references_and_of_one_root_is_one(read: Read) -> None:
    batch = read(
        TEXT,
        "T1\tCompany 66 76\tBay Resort",
        "T2\tCompound 66 76\tBay Resort",
        "T3\tPerson 66 76\tBay Resort",
    )
    company, site, person = (only(batch, f"T{n}").subject for n in (1, 2, 3))
    assert company == person != site


def test_the_default_profile_speaks_the_vocabulary() -> None:
    profile = load()
    known = schema()
    rules = [*profile.ties.values(), *profile.roles.values()]
    rules += [rule for roles in profile.roles_of.values() for rule in roles.values()]
    assert all(
        rule.value in known.values if rule.value else rule.tie in known.ties
        for rule in rules
        if not rule.ignored
    )
    assert set(profile.statuses.values()) == set(STATUSES)


def test_a_status_in_a_sentence_is_kept_and_not_repeated_in_the_summary(read: Read) -> None:
    batch = read(TEXT, *OWNS, "#1\tAnnotatorNotes T4\tstatus=as Xanthe Quillon says")
    assert batch.unmapped == {"status=…": 1}
    assert only(batch, "T4").extra["status_given"] == ("as Xanthe Quillon says",)
