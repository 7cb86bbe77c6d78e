"""A relation to an authority is a designation, whose value the authority is."""

from __future__ import annotations

from collections.abc import Callable

from clew.graph.model import Annotation, Batch

Read = Callable[..., Batch]


def only(batch: Batch, identifier: str, shape: str = "") -> Annotation:
    (found,) = [
        a for a in batch.annotations if a.local_id == identifier and shape in ("", a.claim.shape)
    ]
    return found


def test_a_relation_to_an_authority_makes_the_designation_it_tells_of(read: Read) -> None:
    """Rule 14: the authority is a value of the Sanction, whoever says so by a bare relation."""
    lines = ("T1\tPerson 0 9\tAna Alpha", "T2\tPublicBody 25 29\tOFAC", "A1\tStatus R1 alleged")
    text = "Ana Alpha, sanctioned by OFAC"
    batch = read(text, *lines, "R1\tsanctioned_by Arg1:T1 Arg2:T2")
    turned = read(text, *lines, "R1\tsanctions Arg1:T2 Arg2:T1")
    tie, sanction = only(batch, "R1", "tie"), only(batch, "R1", "mention")
    assert (tie.claim.relation, tie.claim.object, tie.object) == (
        "SANCTIONED_BY",
        "25-29",
        sanction.subject,
    )
    assert (sanction.claim.relation, sanction.status) == ("Sanction", "alleged")
    assert sanction.subject != only(batch, "T2").subject
    said = only(batch, "R1", "value")
    assert (said.claim.relation, said.claim.value) == ("authority", "OFAC")
    assert said.subject == sanction.subject and "unfit_ends" not in batch.counts
    assert {a.claim.id for a in turned.annotations} == {a.claim.id for a in batch.annotations}


def test_a_designation_that_may_be_of_either_direction_is_left_to_the_profile(read: Read) -> None:
    mentions = ("T1\tPublicBody 0 4\tOFAC", "T2\tOrganization 16 25\tAna Alpha")
    batch = read("OFAC sanctioned Ana Alpha", *mentions, "R1\tsanctioned Arg1:T1 Arg2:T2")
    assert only(batch, "R1", "tie").object == only(batch, "T2").subject
    assert batch.counts["unfit_ends"] == 1


def test_an_authority_that_sanctioned_a_person_is_not_the_one_sanctioned(read: Read) -> None:
    mentions = ("T1\tPublicBody 0 4\tOFAC", "T2\tPerson 16 25\tAna Alpha")
    batch = read("OFAC sanctioned Ana Alpha", *mentions, "R1\tsanctioned Arg1:T1 Arg2:T2")
    assert only(batch, "R1", "tie").subject == only(batch, "T2").subject
    assert "unfit_ends" not in batch.counts


def test_a_protected_authority_is_no_open_value_of_a_designation(read: Read) -> None:
    lines = ("T1\tPerson 0 9\tAna Alpha", "T2\tPublicBody 25 29\tOFAC", "A1\tProtected T2")
    batch = read("Ana Alpha, sanctioned by OFAC", *lines, "R1\tsanctioned_by Arg1:T1 Arg2:T2")
    assert only(batch, "R1", "mention").protected and only(batch, "R1", "value").protected
