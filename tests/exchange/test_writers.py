"""What users are given: brat and W3C files that say all that a claim says, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clew.graph.errors import UsageError
from clew.graph.exchange.brat import brat
from clew.graph.exchange.w3c import w3c
from clew.graph.model import Annotation
from tests.annotated.meaning import claimed, document, rows
from tests.annotated.note import Annotated, Bond, Mark
from tests.annotated.specimen import specimen

Told = Callable[..., Annotated]
Again = Callable[..., tuple[Annotation, ...]]
NOTES = [
    "status=denied",
    "protected",
    "polarity",
    "two; parts",
    'he said "no"',
    "  edges ",
    "// not an address",
    "http://press.invalid/a?b=c;d",
    "kind: Company",
    "status: denied",
    "urn:clew:T2",
]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_never_taken_for_a_statement(told: Told, again: Again, note: str) -> None:
    doc = told(note=note)
    for one in again(doc):
        assert (one.status, one.protected, one.negated) == ("not_stated", False, False)
        if one.claim.relation in ("Person", "OWNS"):
            kept = one.extra["note"]
            assert [text.strip() for text in kept] == [note.strip()]


@given(note=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_note_says_nothing_else_changes(told: Told, again: Again, note: str) -> None:
    doc = told({"status": "alleged"}, {"when": "2024"}, note)
    plain = told({"status": "alleged"}, {"when": "2024"})
    found = [replace(one, extra={}) for one in again(doc)]
    assert rows(doc.text, found) == rows(plain.text, claimed(plain))


def test_several_notes_and_words_of_nobody_s_vocabulary_are_kept(told: Told, again: Again) -> None:
    doc = told()
    extra = {"note": ("one", "two; three"), "hue": ("red", "blue green"), "value": ("x y",)}
    given = [replace(one, extra=extra) for one in claimed(doc)]
    for one in again(doc, given):
        assert {name: sorted(texts) for name, texts in one.extra.items()} == {
            name: sorted(texts) for name, texts in extra.items()
        }


def test_a_second_one_of_the_same_words_keeps_its_own_status(told: Told, again: Again) -> None:
    doc = told({"status": "official"})
    given = claimed(doc)
    given.append(replace(given[0], status="alleged"))
    found = [one.status for one in again(doc, given) if one.claim.relation == "Person"]
    assert sorted(found) == ["alleged", "official"]


def test_an_unknown_kind_keeps_its_word(told: Told, again: Again) -> None:
    doc = told()
    firm = replace(doc.marks[1], kind="Ghost_firm")
    found = again(replace(doc, marks=(doc.marks[0], firm)))
    assert [one.label for one in found if one.claim.relation == "Unclassified"] == ["Ghost_firm"]


def test_a_word_that_means_another_kind_now_is_not_written(told: Told, again: Again) -> None:
    doc = told()
    odd = replace(doc, marks=(doc.marks[0], replace(doc.marks[1], kind="Ghost")))
    given = [replace(one, label="Person") for one in claimed(odd)]
    assert {one.claim.id for one in again(odd, given)} == {one.claim.id for one in given}


def test_the_same_claims_are_the_same_bytes_in_any_order() -> None:
    doc = specimen()
    given = claimed(doc)
    for order in (given, given[::-1]):
        assert brat(document(doc), order) == brat(document(doc), given)
        page = w3c(document(doc), order, source="note.txt")
        assert page == w3c(document(doc), given, source="note.txt")


def test_what_a_lens_left_out_takes_along_what_rests_on_it(told: Told) -> None:
    doc = told({"country": "kh"})
    given = [one for one in claimed(doc) if one.claim.relation != "Person"]
    written, page = brat(document(doc), given), w3c(document(doc), given, source="note.txt")
    why = {"ties without one of their ends": 1}
    why["values without a mention of their status and date"] = 1
    assert written.left_out == page.left_out == why
    assert b"OWNS" not in written.ann + page.data and b"country" not in written.ann + page.data
    items = json.loads(page.data)["items"]
    assert len(items) == written.ann.count(b"\n") == 1


def test_a_value_of_another_status_is_not_upgraded_to_that_of_its_mention(told: Told) -> None:
    doc = told({"status": "official", "country": "kh"})
    given = [
        replace(one, status="alleged") if one.claim.shape == "value" else one
        for one in claimed(doc)
    ]
    for written in (brat(document(doc), given), w3c(document(doc), given, source="note.txt")):
        assert written.left_out == {"values without a mention of their status and date": 1}


def test_other_documents_are_left_out(told: Told) -> None:
    doc, other = told(), specimen()
    written = brat(document(doc), [*claimed(doc), *claimed(other)])
    assert written.ann == brat(document(doc), claimed(doc)).ann
    assert written.left_out == {"annotations of other documents": len(claimed(other))}


def test_offsets_are_code_points_as_the_standards_say(told: Told) -> None:
    doc = told()
    start = doc.text.index("Harbour")
    assert (
        f"T2\tCompany {start} {start + 11}\tHarbour Ltd"
        in brat(document(doc), claimed(doc)).ann.decode()
    )
    page = json.loads(w3c(document(doc), claimed(doc), source="note.txt").data)
    position, quote = page["items"][1]["target"]["selector"]
    assert (position["start"], position["end"]) == (start, start + 11)
    assert quote["exact"] == "Harbour Ltd" and quote["prefix"].endswith("🏝 ")


def test_the_configuration_declares_what_the_annotations_hold() -> None:
    doc = specimen()
    lines = brat(document(doc), claimed(doc)).conf.decode().splitlines()
    for word in ("[entities]", "Person", "Charge", "[relations]", "[events]", "[attributes]"):
        assert word in lines
    assert any(line.startswith("OWNS\tArg1:") for line in lines)


def test_of_a_masked_text_no_hidden_word_leaves(told: Told) -> None:
    doc = told({"status": "alleged"})
    hidden = doc.text.replace("Ann Lee", "███████")
    given = [one for one in claimed(doc) if one.claim.relation == "Company"]
    written = brat(document(doc), given, masked=hidden)
    page = w3c(document(doc), given, source="note.txt", masked=hidden)
    for data in (written.text, written.ann, page.data):
        assert b"Lee" not in data
    assert b"Harbour Ltd" in written.ann and b"Harbour Ltd" in page.data
    with pytest.raises(UsageError, match="47 characters"):
        brat(document(doc), given, masked=hidden[1:])


def test_a_list_has_no_text_to_write(told: Told) -> None:
    doc = told()
    given = [replace(one, claim=replace(one.claim, subject="entry:7")) for one in claimed(doc)]
    written = brat(document(doc), given)
    assert written.ann == b"" and sum(written.left_out.values()) == len(given)


def test_every_sameness_comes_back_where_they_close_a_circle(told: Told, again: Again) -> None:
    doc = told()
    third = Mark("Person", ((9, 20),))
    same = [Bond("SAME_AS", *pair) for pair in ((0, 1), (0, 2), (1, 2))]
    doc = replace(doc, marks=(*doc.marks, third), bonds=tuple(same))
    assert rows(doc.text, again(doc)) == rows(doc.text, claimed(doc))


def test_a_tie_between_two_on_the_same_words_comes_back(told: Told, again: Again) -> None:
    doc = told()
    both = replace(doc, marks=(doc.marks[0], replace(doc.marks[1], spans=((0, 7),))))
    assert rows(both.text, again(both)) == rows(both.text, claimed(both))
    alone = [one for one in claimed(both) if one.claim.relation != "Company"]
    assert brat(document(both), alone).left_out == {"ties of a mention to itself": 1}
