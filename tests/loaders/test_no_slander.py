"""What would accuse somebody whom the annotation does not: denied, absent and turned ties."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clew.graph.model import Annotation, Batch

Read = Callable[..., Batch]
TEXT = "OFAC and Bay Ltd spoke of Anneke Vos."
THINGS = ("T1\tPublicBody 0 4\tOFAC", "T2\tCompany 9 16\tBay Ltd", "T3\tPerson 26 36\tAnneke Vos")
OWNS = "R1\tOWNS Arg1:T3 Arg2:T2"


def ties(batch: Batch) -> list[Annotation]:
    return [a for a in batch.annotations if a.claim.shape == "tie"]


@pytest.mark.parametrize(
    "said",
    [
        "Denied R1",
        "Refuted R1",
        "Polarity R1 denied",
        "Negation R1 not",
        "Certainty R1 negated",
        "Factuality R1 counterfactual",
        "Status R1 false",
        "Status R1 untrue",
    ],
)
def test_a_tie_that_is_marked_as_not_so_is_never_drawn_as_one(read: Read, said: str) -> None:
    batch = read(TEXT, *THINGS, OWNS, f"A1\t{said}")
    (tie,) = ties(batch)
    assert tie.negated or tie.status == "denied"
    assert not batch.unmapped


@pytest.mark.parametrize("said", ["Negation R1 none", "Negation R1 no", "Polarity R1 positive"])
def test_what_is_not_negated_is_no_denial(read: Read, said: str) -> None:
    (tie,) = ties(read(TEXT, *THINGS, OWNS, f"A1\t{said}"))
    assert not tie.negated and tie.status == "not_stated"


@pytest.mark.parametrize("said", ["Alleged R1", "Rumoured R1", "Status R1 unverified"])
def test_a_bare_mark_of_an_allegation_makes_it_one(read: Read, said: str) -> None:
    (tie,) = ties(read(TEXT, *THINGS, OWNS, f"A1\t{said}"))
    assert tie.status == "alleged"


@pytest.mark.parametrize("said", ["Official T3", "Reported R1", "Adjudicated R1", "Convicted T3"])
def test_a_bare_word_never_makes_a_claim_stronger(read: Read, said: str) -> None:
    batch = read(TEXT, *THINGS, OWNS, f"A1\t{said}")
    assert {a.status for a in batch.annotations} == {"not_stated"}


@pytest.mark.parametrize("word", ["no_relation", "No-Relation", "NO_REL", "NA"])
def test_what_says_that_nothing_ties_two_people_is_no_tie(read: Read, word: str) -> None:
    batch = read(TEXT, *THINGS, f"R1\t{word} Arg1:T3 Arg2:T2")
    assert not ties(batch)
    assert batch.left_out == {"relations that the profile leaves out": 1}


@pytest.mark.parametrize("word", ["Sanctioned", "Designated", "Sanctions"])
@pytest.mark.parametrize("target", ["T2", "T3"])
def test_an_authority_that_sanctioned_somebody_is_not_the_one_sanctioned(
    read: Read, word: str, target: str
) -> None:
    batch = read(TEXT, *THINGS, f"R1\t{word} Arg1:T1 Arg2:{target}")
    (tie,) = ties(batch)
    anchor = {"T2": "9-16", "T3": "26-36"}[target]
    assert (tie.claim.relation, tie.claim.subject) == ("SANCTIONED_BY", anchor)
    assert "OFAC" in [a.claim.value for a in batch.annotations]


def test_who_is_held_by_the_police_has_no_office_there(read: Read) -> None:
    (tie,) = ties(read(TEXT, *THINGS, "R1\tHeld_by Arg1:T3 Arg2:T1"))
    assert (tie.claim.relation, tie.claim.subject) == ("HELD_BY", "26-36")


@pytest.mark.parametrize("roles", ["Charged:T3", "Defendant:T3", "Acquitted:T3", "Convicted:T3"])
@pytest.mark.parametrize("label", ["Acquit", "Acquittal"])
def test_nobody_who_was_acquitted_is_sentenced(read: Read, label: str, roles: str) -> None:
    text = f"{TEXT} Acquitted of fraud."
    charge = "T5\tCharge 51 56\tfraud"
    event = (f"T4\t{label} 38 47\tAcquitted", f"E1\t{label}:T4 {roles} Crime:T5")
    found = ties(read(text, *THINGS, charge, *event))
    assert {t.claim.relation for t in found} == {"AFFECTED", "ON_CHARGE", "ACQUITTED_OF"}
