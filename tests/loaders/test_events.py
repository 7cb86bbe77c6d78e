"""Events: a node with its roles, and the direct tie that it means, the same from every tool."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from clew.graph.model import Annotation, Batch
from clew.loaders.batches import batches
from tests.tools import TOOLS, Bond, Note, Thing

Read = Callable[..., Batch]
TEXT = "Police arrested Anneke Vos in Port City on 3 May 2024 for fraud"
POLICE = Thing("a1", "PoliceUnit", "Police")
ARREST = Thing("e1", "Arrest", "arrested")
PERSON = Thing("p1", "Person", "Anneke Vos")
PLACE = Thing("g1", "City", "Port City")
DATE = Thing("d1", "Date", "3 May 2024", {"value": "2024-05-03"})
CRIME = Thing("c1", "Charge", "fraud")
THINGS = (POLICE, ARREST, PERSON, PLACE, CRIME)
ROLES = {"Agent": "a1", "Person": "p1", "Location": "g1", "Crime": "c1"}
TIES = {"DONE_BY", "ARRESTED", "VENUE", "ON_CHARGE", "ARRESTED_BY"}


def as_event(things: tuple[Thing, ...], roles: Mapping[str, str]) -> Note:
    return Note(TEXT, things, events=(("e1", tuple(roles.items())),))


def as_relations(things: tuple[Thing, ...], roles: Mapping[str, str]) -> Note:
    bonds = (Bond(f"r{n}", role, "e1", to) for n, (role, to) in enumerate(roles.items()))
    return Note(TEXT, things, tuple(bonds))


def turned(things: tuple[Thing, ...], roles: Mapping[str, str]) -> Note:
    bonds = (Bond(f"r{n}", role, to, "e1") for n, (role, to) in enumerate(roles.items()))
    return Note(TEXT, things, tuple(bonds))


WAYS = [("brat", as_event), ("inception", as_event)]
WAYS += [(tool, way) for tool in TOOLS for way in (as_relations, turned)]


def loaded(folder: Path, tool: str, note: Note) -> Batch:
    (batch,) = batches([TOOLS[tool](note, folder)], as_=tool)
    assert isinstance(batch, Batch) and not batch.rejected and not batch.unmapped, str(batch)
    return batch


def ties(batch: Batch) -> dict[str, Annotation]:
    return {a.claim.relation: a for a in batch.annotations if a.claim.shape == "tie"}


@pytest.mark.parametrize("tool, way", WAYS)
def test_an_event_gives_the_same_claims_from_every_tool_however_it_tells_roles(
    tmp_path: Path, tool: str, way: Callable[..., Note]
) -> None:
    first = loaded(tmp_path, "brat", as_event(THINGS, ROLES))
    found = loaded(tmp_path, tool, way(THINGS, ROLES))
    assert {a.claim.id for a in found.annotations} == {a.claim.id for a in first.annotations}
    assert ties(found).keys() == TIES
    person = next(a.subject for a in found.annotations if a.name == "Anneke Vos")
    arrested_by = ties(found)["ARRESTED_BY"]
    assert arrested_by.subject == person
    assert arrested_by.object == next(a.subject for a in found.annotations if a.name == "Police")


def test_the_events_of_a_corpus_of_tokens_give_the_same_claims(tmp_path: Path) -> None:
    first = loaded(tmp_path, "brat", as_event(THINGS, ROLES))
    place = {
        t.id: (len(TEXT[: TEXT.index(t.words)].split()), len(t.words.split()) - 1) for t in THINGS
    }
    spans = {one: [start, start + more] for one, (start, more) in place.items()}
    marks = [[*spans[thing.id], thing.label] for thing in THINGS if thing.id != "e1"]
    event = [[spans["e1"][0], "Arrest"], *([*spans[to], role] for role, to in ROLES.items())]
    row = {"sentences": [TEXT.split()], "ner": [marks], "events": [[event]]}
    path = tmp_path / "corpus.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    (found,) = batches([path])
    assert isinstance(found, Batch) and not found.rejected
    assert {a.claim.id for a in found.annotations} == {a.claim.id for a in first.annotations}


@pytest.mark.parametrize(
    "tool, way",
    [("brat", as_event), ("inception", as_event)]
    + [(tool, as_relations) for tool in ("brat", "label-studio", "inception", "w3c")],
)
def test_roles_and_direct_tie_take_date_status_and_voice_of_the_event(
    tmp_path: Path, tool: str, way: Callable[..., Note]
) -> None:
    says = {"status": "alleged", "attribution": "a neighbour"}
    arrest = Thing("e1", "Arrest", "arrested", says)
    note = way((POLICE, arrest, PERSON, PLACE, DATE, CRIME), {**ROLES, "Time": "d1"})
    found = loaded(tmp_path, tool, note)
    said = {(a.when, a.status, a.attribution) for a in ties(found).values()}
    assert said == {("2024-05-03", "alleged", "a neighbour")}
    node = next(a for a in found.annotations if a.claim.relation == "Arrest")
    assert (node.when, node.status) == ("2024-05-03", "alleged")


@pytest.mark.parametrize("tool", ["brat", "label-studio", "inception", "w3c"])
def test_a_date_said_of_the_events_words_is_the_date_of_all_its_ties(
    tmp_path: Path, tool: str
) -> None:
    arrest = Thing("e1", "Arrest", "arrested", {"date": "2024-05-03"})
    found = loaded(tmp_path, tool, as_relations((POLICE, arrest, PERSON, PLACE, CRIME), ROLES))
    assert {name: one.when for name, one in ties(found).items()} == dict.fromkeys(
        TIES, "2024-05-03"
    )


def test_an_amount_in_an_event_is_a_value_of_the_node_and_of_the_direct_tie(read: Read) -> None:
    batch = read(
        "Anneke Vos paid Bay Resort $5 in 2024.",
        "T1\tPerson 0 10\tAnneke Vos",
        "T2\tTransfer-money 11 15\tpaid",
        "T3\tCompany 16 26\tBay Resort",
        "T4\tMoney 27 29\t$5",
        "T5\tDate 33 37\t2024",
        "E1\tTransfer-money:T2 Giver-Arg:T1 Recipient-Arg:T3 Money-Arg:T4 Time-Arg:T5",
    )
    sent = ties(batch)["SENT_TO"]
    assert (sent.when, sent.extra) == ("2024", {"amount": ("$5",)})
    (value,) = [a for a in batch.annotations if a.claim.value]
    assert (value.claim.relation, value.claim.value) == ("amount", "$5")


def test_a_relation_that_gives_a_role_says_its_own_status_beside_the_events(
    tmp_path: Path,
) -> None:
    bonds = (
        Bond("r1", "Agent", "e1", "a1", {"status": "alleged"}),
        Bond("r2", "Person", "e1", "p1", {"status": "official"}),
    )
    found = ties(loaded(tmp_path, "brat", Note(TEXT, (POLICE, ARREST, PERSON), bonds)))
    assert {name: one.status for name, one in found.items()} == {
        "DONE_BY": "alleged",
        "ARRESTED": "official",
        "ARRESTED_BY": "alleged",
    }


def test_a_date_tied_to_a_role_is_that_roles_and_the_direct_ties(tmp_path: Path) -> None:
    bonds = (Bond("r1", "Agent", "e1", "a1"), Bond("r2", "Person", "e1", "p1"))
    note = Note(TEXT, (POLICE, ARREST, PERSON, DATE), (*bonds, Bond("r3", "On", "r1", "d1")))
    found = ties(loaded(tmp_path, "brat", note))
    assert {name: one.when for name, one in found.items()} == {
        "DONE_BY": "2024-05-03",
        "ARRESTED": "",
        "ARRESTED_BY": "2024-05-03",
    }


def test_a_bare_has_role_is_taking_part_and_no_office(tmp_path: Path) -> None:
    for word, start, end in (("hasRole", "e1", "p1"), ("participates_in", "p1", "e1")):
        note = Note(TEXT, (ARREST, PERSON), (Bond("r1", word, start, end),))
        assert ties(loaded(tmp_path, "doccano", note)).keys() == {"INVOLVES"}


@pytest.mark.parametrize("word", ["Agent", "Issued_by", "Organizer", "Speaker", "By"])
def test_an_authority_is_never_tied_to_a_sanction(tmp_path: Path, word: str) -> None:
    text = "OFAC sanctioned Anneke Vos."
    things = (
        Thing("a1", "PublicBody", "OFAC"),
        Thing("e1", "Sanction", "sanctioned"),
        Thing("p1", "Person", "Anneke Vos"),
    )
    roles = ((word, "a1"), ("Target", "p1"))
    bonds = tuple(Bond(f"r{n}", role, "e1", to) for n, (role, to) in enumerate(roles))
    for note in (Note(text, things, events=(("e1", roles),)), Note(text, things, bonds)):
        found = loaded(tmp_path, "brat", note)
        assert ties(found).keys() == {"SANCTIONED_BY"}
        given = [(a.claim.relation, a.claim.value) for a in found.annotations if a.claim.value]
        assert given == [("authority", "OFAC")]


def test_a_tie_to_an_event_that_is_no_role_stays_a_tie(tmp_path: Path) -> None:
    text = "OFAC listed Anneke Vos; a report tells of the raid."
    things = (
        Thing("e1", "Sanction", "listed"),
        Thing("p1", "Person", "Anneke Vos"),
        Thing("o1", "Report", "a report"),
        Thing("e2", "Raid", "raid"),
    )
    bonds = (Bond("r1", "Sanctioned_by", "p1", "e1"), Bond("r2", "About", "o1", "e2"))
    found = ties(loaded(tmp_path, "brat", Note(text, things, bonds)))
    report = next(t for t in found.values() if t.claim.relation == "ABOUT")
    assert found.keys() == {"SANCTIONED_BY", "ABOUT"}
    assert report.claim.subject == "24-32" and found["SANCTIONED_BY"].claim.subject == "12-22"


MEANT = {
    "Charge-Indict Defendant:T2 Crime:T4": {"CHARGED", "ON_CHARGE", "CHARGED_WITH"},
    "Convict Defendant:T2 Crime:T4": {"SENTENCED", "ON_CHARGE", "CONVICTED_OF"},
    # nobody who was acquitted is SENTENCED
    "Acquit Defendant:T2 Crime:T4": {"AFFECTED", "ON_CHARGE", "ACQUITTED_OF"},
    "Acquittal Acquitted:T2": {"AFFECTED"},
    "Verdict Acquitted:T2 Crime:T4": {"AFFECTED", "ON_CHARGE"},
    # a sentence does not say by itself of what somebody was convicted
    "Sentence Defendant:T2 Crime:T4": {"SENTENCED", "ON_CHARGE"},
    "Detention Detainee:T2 Place:T3": {"DETAINED", "VENUE", "DETAINED_AT"},
    "Arrest Person:T2 Place:T3": {"ARRESTED", "VENUE"},
    "Arrest Person:T2 Agent:T4": {"ARRESTED", "DONE_BY"},  # an offence arrests nobody
    "Arrest Person:T2 Reporter-Arg:T1": {"ARRESTED", "INVOLVES"},  # nor does who tells of it
    "Attack Target:T2 Speaker:T1": {"AFFECTED", "INVOLVES"},
    "Statement Target:T2 Speaker:T1": {"AFFECTED", "DONE_BY"},
    "Raid Target:T3 Agent:T1": {"AFFECTED", "DONE_BY"},
}


@pytest.mark.parametrize("event", MEANT)
def test_an_event_means_no_more_than_its_words_and_its_participants_allow(
    read: Read, event: str
) -> None:
    label, _, roles = event.partition(" ")
    batch = read(
        TEXT,
        "T1\tPoliceUnit 0 6\tPolice",
        "T2\tPerson 16 26\tAnneke Vos",
        "T3\tCity 30 39\tPort City",
        "T4\tCharge 58 63\tfraud",
        f"T5\t{label} 7 15\tarrested",
        f"E1\t{label}:T5 {roles}",
    )
    assert ties(batch).keys() == MEANT[event] and not batch.unmapped


def test_an_event_of_no_known_kind_is_its_tie_alone_where_all_take_part_in_that(
    read: Read, tmp_path: Path
) -> None:
    own = tmp_path / "clew-profile.yaml"
    own.write_text("events: {Grab: {tie: ARRESTED_BY, start: [Who, Whom], end: By}}\n")
    lines = (
        "T1\tPoliceUnit 0 6\tPolice",
        "T2\tPerson 16 26\tAnneke Vos",
        "T5\tGrab 7 15\tarrested",
    )
    alone = read(TEXT, *lines, "E1\tGrab:T5 Whom:T2 By:T1")
    assert ties(alone).keys() == {"ARRESTED_BY"}
    assert not [a for a in alone.annotations if a.local_id == "T5"]


def test_a_victim_in_a_role_is_left_out_and_counted(read: Read) -> None:
    batch = read(
        TEXT,
        "T1\tPoliceUnit 0 6\tPolice",
        "T2\tVictim 16 26\tAnneke Vos",
        "T5\tArrest 7 15\tarrested",
        "R1\tPerson Arg1:T5 Arg2:T2",
        "R2\tAgent Arg1:T5 Arg2:T1",
    )
    assert ties(batch).keys() == {"DONE_BY"}
    assert batch.left_out == {"single victims": 1, "ties of single victims": 1}


def test_protected_words_become_no_date_and_no_value_of_what_is_open(read: Read) -> None:
    batch = read(
        "In 2024 Anneke Vos sanctioned Bay Resort for $5.",
        "T1\tDate 3 7\t2024",
        "T2\tPerson 8 18\tAnneke Vos",
        "T3\tSanction 19 29\tsanctioned",
        "T4\tCompany 30 40\tBay Resort",
        "T5\tMoney 45 47\t$5",
        "E1\tSanction:T3 Agent:T2 Target:T4 Date:T1 Price:T5",
        "R1\tOn Arg1:T4 Arg2:T1",
        *(f"A{n}\tProtected T{n}" for n in (1, 2, 5)),
    )
    given = [(a.claim.relation, a.protected) for a in batch.annotations if a.claim.value]
    assert given == [("authority", True)]
    assert not [a for a in batch.annotations if a.when or a.extra]
    assert batch.left_out["protected dates and values of ties"] == 3


@pytest.mark.parametrize("lines", [("R2\tOn Arg1:R1 Arg2:T2",), ("R2\tOn Arg1:R1 Arg2:R1",)])
def test_what_is_no_date_and_no_value_cannot_be_tied_to_a_relation(
    read: Read, lines: tuple[str, ...]
) -> None:
    marks = ("T1\tPoliceUnit 0 6\tPolice", "T2\tPerson 16 26\tAnneke Vos")
    batch = read(TEXT, *marks, "R1\tAccused Arg1:T1 Arg2:T2", *lines)
    assert [one.line for one in batch.rejected] == [4]
    assert batch.counts["relations"] == 1 and ties(batch).keys() == {"ACCUSED"}
