"""What each tool says by its own means comes to the same: status, dates, protection, identity."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clew.graph.model import Annotation, Batch
from clew.loaders.batches import batches
from tests.tools import TOOLS, Bond, Note, Thing

TEXT = "Anneke Vos owns Bay Resort since March 2024. She said so. Anneke Vos left."
PERSON = Thing("p1", "Person", "Anneke Vos")
SITE = Thing("c1", "Company", "Bay Resort")
DATE = Thing("d1", "Date", "March 2024", {"value": "2024-03"})
SHE = Thing("p2", "Person", "She")
OWNS = Bond("r1", "OWNS", "p1", "c1")
SAYING = ("brat", "label-studio", "inception", "w3c")
TYING = ("brat", "inception", "w3c")
Load = Callable[..., Batch]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Write a note as a tool does, and read it."""

    def make(tool: str, note: Note, profile: str = "") -> Batch:
        path = TOOLS[tool](note, tmp_path)
        if profile:
            (tmp_path / "clew-profile.yaml").write_text(profile, encoding="utf-8")
        (batch,) = batches([path], as_=tool)
        assert isinstance(batch, Batch), str(batch)
        assert not batch.rejected, batch.rejected
        return batch

    return make


def mention(batch: Batch, words: str) -> Annotation:
    (found,) = [a for a in batch.annotations if a.claim.shape == "mention" and a.name == words]
    return found


def tie(batch: Batch, relation: str = "OWNS") -> Annotation:
    (found,) = [a for a in batch.annotations if a.claim.relation == relation]
    return found


def said(thing: Thing, **says: str) -> Thing:
    return Thing(thing.id, thing.label, thing.words, says)


@pytest.mark.parametrize("tool", SAYING)
def test_each_tool_says_the_status_of_a_mention(load: Load, tool: str) -> None:
    batch = load(tool, Note(TEXT, (said(PERSON, status="alleged"), SITE)))
    assert mention(batch, "Anneke Vos").status == "alleged"
    assert mention(batch, "Bay Resort").status == "not_stated" and not batch.unmapped


@pytest.mark.parametrize("tool", TYING)
def test_each_tool_with_words_on_relations_says_their_status_and_date(
    load: Load, tool: str
) -> None:
    says = {"status": "alleged", "date": "2024-03/.."}
    batch = load(tool, Note(TEXT, (PERSON, SITE), (Bond("r1", "OWNS", "p1", "c1", says),)))
    assert (tie(batch).status, tie(batch).when) == ("alleged", "2024-03/..")


@pytest.mark.parametrize("tool", ("brat", "w3c"))
def test_a_value_that_is_a_date_is_when_a_tie_held(load: Load, tool: str) -> None:
    for value, when in (("2024-03", "2024-03"), ("in spring", "")):
        bond = Bond("r1", "OWNS", "p1", "c1", {"value": value})
        owns = tie(load(tool, Note(TEXT, (PERSON, SITE), (bond,))))
        assert (owns.when, owns.extra.get("value")) == (when, None if when else (value,))


@pytest.mark.parametrize("tool", TYING)
def test_what_only_seems_to_be_a_date_is_kept_as_a_note_and_told(tmp_path: Path, tool: str) -> None:
    bond = Bond("r1", "OWNS", "p1", "c1", {"date": "last spring"})
    path = TOOLS[tool](Note(TEXT, (PERSON, SITE), (bond,)), tmp_path)
    (batch,) = batches([path], as_=tool)
    assert isinstance(batch, Batch) and len(batch.rejected) == 1
    assert (tie(batch).when, tie(batch).extra["note"]) == ("", ("date=last spring",))


@pytest.mark.parametrize("tool", ("brat", "w3c"))
def test_a_date_or_value_tied_to_a_relation_is_the_relations(load: Load, tool: str) -> None:
    share = Thing("v1", "Share", "so", {"value": "50"})
    bonds = (OWNS, Bond("r2", "Since", "r1", "d1"), Bond("r3", "Stake", "v1", "r1"))
    batch = load(tool, Note(TEXT, (PERSON, SITE, DATE, share), bonds))
    assert (tie(batch).when, tie(batch).extra["share"]) == ("2024-03", ("50",))
    assert not batch.unmapped and batch.left_out == {}


@pytest.mark.parametrize("tool", (*SAYING, "doccano", "prodigy"))
def test_a_relation_to_a_date_dates_its_end_as_it_stands(load: Load, tool: str) -> None:
    words = Thing("d1", "Date", "2024", {})
    note = Note("Anneke Vos left in 2024.", (PERSON, words), (Bond("r1", "On", "d1", "p1"),))
    batch = load(tool, note)
    assert mention(batch, "Anneke Vos").when == "2024" and not batch.unmapped


@pytest.mark.parametrize("flag", ("protected", "generic"))
@pytest.mark.parametrize("tool", SAYING)
def test_each_tool_flags_what_is_protected_or_a_class(load: Load, tool: str, flag: str) -> None:
    batch = load(tool, Note(TEXT, (said(PERSON, **{flag: "true"}), SITE)))
    assert getattr(mention(batch, "Anneke Vos"), flag)
    assert not getattr(mention(batch, "Bay Resort"), flag) and not batch.unmapped


@pytest.mark.parametrize("tool", TOOLS)
def test_a_projects_own_profile_protects_labels_in_every_tool(load: Load, tool: str) -> None:
    own = "kinds: {Witness: Person, Crowd: LegalEntity}\nprotected: [Witness]\ngeneric: [Crowd]\n"
    things = (Thing("p1", "Witness", "Anneke Vos"), Thing("c1", "Crowd", "Bay Resort"))
    batch = load(tool, Note(TEXT, things), own)
    assert mention(batch, "Anneke Vos").protected and mention(batch, "Bay Resort").generic
    assert mention(batch, "Anneke Vos").claim.relation == "Person" and not batch.unmapped


@pytest.mark.parametrize("tool", TOOLS)
def test_a_profile_turns_a_relation_round_in_every_tool(load: Load, tool: str) -> None:
    own = "ties: {Belongs: {tie: OWNS, swap: true}}\n"
    batch = load(tool, Note(TEXT, (PERSON, SITE), (Bond("r1", "Belongs", "c1", "p1"),)), own)
    assert tie(batch).claim.id == tie(load(tool, Note(TEXT, (PERSON, SITE), (OWNS,)))).claim.id


@pytest.mark.parametrize("tool", TOOLS)
def test_each_tool_says_that_two_mentions_are_one_thing(load: Load, tool: str) -> None:
    batch = load(tool, Note(TEXT, (PERSON, SHE), same=(("p1", "p2"),)))
    same = tie(batch, "SAME_AS")
    assert {same.subject, same.object} == {mention(batch, w).subject for w in ("Anneke Vos", "She")}
    assert not batch.unmapped


@pytest.mark.parametrize("tool", SAYING)
def test_each_tool_says_what_a_thing_is_in_a_register(load: Load, tool: str) -> None:
    batch = load(tool, Note(TEXT, (said(PERSON, identifier="Wikidata:Q42"),)))
    found = tie(batch, "wikidataId")
    assert (found.claim.value, found.subject) == ("Q42", mention(batch, "Anneke Vos").subject)


def test_who_annotated_is_read_where_a_tool_says_it_and_when_is_kept_by_w3c_alone(
    load: Load,
) -> None:
    who = {tool: load(tool, Note(TEXT, (PERSON,))).annotator for tool in TOOLS}
    assert who == {
        "brat": "",
        "label-studio": "4",
        "inception": "",
        "w3c": "anna",
        "doccano": "",
        "prodigy": "news-anna",
    }
    marked = mention(load("w3c", Note(TEXT, (PERSON,))), "Anneke Vos")
    assert marked.extra == {"annotated": ("2024-05-01T10:00:00Z",)}


WORDS = {
    "kinds": Note(TEXT, (Thing("p1", "Beast", "Anneke Vos"), SITE)),
    "ties": Note(TEXT, (PERSON, SITE), (Bond("r1", "Haunts", "p1", "c1"),)),
}


@pytest.mark.parametrize("sort", WORDS)
@pytest.mark.parametrize("tool", TOOLS)
def test_unknown_labels_and_relations_are_kept_and_counted_in_every_tool(
    load: Load, tool: str, sort: str
) -> None:
    batch = load(tool, WORDS[sort])
    assert batch.unmapped == {"Beast" if sort == "kinds" else "Haunts": 1}
    kept = {(a.label, a.claim.relation) for a in batch.annotations}
    assert kept & {("Beast", "Unclassified"), ("Haunts", "HAUNTS")}


@pytest.mark.parametrize(
    "name, value, counted", [("colour", "red", "colour"), ("status", "odd", "status=odd")]
)
@pytest.mark.parametrize("tool", SAYING)
def test_unknown_attributes_choices_features_and_statuses_are_kept_and_counted(
    load: Load, tool: str, name: str, value: str, counted: str
) -> None:
    batch = load(tool, Note(TEXT, (said(PERSON, **{name: value}),)))
    assert batch.unmapped == {counted: 1}
    kept = {text for texts in mention(batch, "Anneke Vos").extra.values() for text in texts}
    assert {value, f"{name}={value}"} & kept


@pytest.mark.parametrize("tool", SAYING)
def test_unknown_registers_are_kept_and_counted(load: Load, tool: str) -> None:
    batch = load(tool, Note(TEXT, (said(PERSON, identifier="Fishbase:77"),)))
    assert batch.unmapped == {"Fishbase": 1}
    assert mention(batch, "Anneke Vos").extra["identifier"] == ("Fishbase:77",)


@pytest.mark.parametrize("tool", ("brat", "inception"))
def test_unknown_roles_are_kept_and_counted(load: Load, tool: str) -> None:
    arrest = Thing("e1", "Arrest", "owns")
    batch = load(tool, Note(TEXT, (PERSON, arrest), events=(("e1", (("Sidekick", "p1"),)),)))
    assert batch.unmapped == {"Sidekick": 1}
    assert tie(batch, "SIDEKICK").subject == mention(batch, "owns").subject
