"""Drafts: every word with its count, what it becomes, and why; for the formats of all tools."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clew.graph.model import Batch
from clew.graph.schema import schema
from clew.loaders.annotations import rules
from clew.loaders.annotations.corpora import _corpora
from clew.loaders.annotations.drafts import check, draft
from clew.loaders.annotations.profile import load
from clew.loaders.annotations.words import Word
from clew.loaders.batches import batches
from tests.tools import TOOLS, Bond, Note, Thing

TEXT = "Anneke Vos runs Bay Resort since 2024. Police arrested her."
THINGS = (
    Thing("p1", "PERSON", "Anneke Vos", {"status": "alleged", "protected": "maybe"}),
    Thing("c1", "Scamsite", "Bay Resort", {"colour": "denied", "identifier": "Fishbase:7"}),
    Thing("d1", "DATE", "2024"),
    Thing("a1", "GPE", "Police"),
    Thing("e1", "Arrest", "arrested"),
)
BONDS = (
    Bond("r1", "org:founded_by", "c1", "p1"),
    Bond("r2", "org:founded", "c1", "d1"),
    Bond("r3", "Since", "p1", "d1"),
    Bond("r4", "Agent", "e1", "a1"),
    Bond("r5", "per:charges", "p1", "c1"),
)
MEANT = {
    ("kinds", "PERSON"): ("Person", "exact name"),
    ("kinds", "GPE"): ("Place", "known synonym; likely Country (OntoNotes"),
    ("kinds", "Scamsite"): ("Unclassified", "not known: kept under its own word"),
    ("kinds", "Arrest"): ("Arrest", "exact name; as an event also ARRESTED_BY"),
    ("ties", "org:founded_by"): (
        "{tie: FOUNDED, swap: true}",
        "known synonym (TACRED), direction turned",
    ),
    ("ties", "org:founded"): ("{value: incorporationDate}", "known synonym, of a Date"),
    ("ties", "per:charges"): ("PER_CHARGES", "not known: kept under its own word"),
    ("when", "Since"): ("when", "says when"),
    ("roles", "Agent"): ("DONE_BY", "known synonym"),
}


def words(path: Path) -> dict[tuple[str, str], Word]:
    return {(word.section, word.word): word for word in draft([path]).words}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_draft_says_what_each_word_becomes_and_why_for_every_tool(
    tmp_path: Path, tool: str
) -> None:
    found = words(TOOLS[tool](Note(TEXT, THINGS, BONDS), tmp_path))
    for key, (meaning, reason) in MEANT.items():
        assert found[key].meaning == meaning and found[key].reason.startswith(reason), key
        assert found[key].count == 1
    assert "likely CHARGED_WITH (TACRED: alleged, charged" in found["ties", "per:charges"].reason


@pytest.mark.parametrize("tool", ["brat", "label-studio", "inception", "w3c"])
def test_words_of_features_choices_tags_statuses_and_registers_are_in_a_draft(
    tmp_path: Path, tool: str
) -> None:
    found = words(TOOLS[tool](Note(TEXT, THINGS), tmp_path))
    assert found["statuses", "alleged"].known
    assert found["attributes", "colour"].reason.endswith("likely status (its words are statuses)")
    assert found["identifiers", "Fishbase"].meaning == "keep"


@pytest.mark.parametrize("tool", TOOLS)
def test_what_a_draft_maps_is_mapped_in_every_tool(tmp_path: Path, tool: str) -> None:
    path = TOOLS[tool](Note(TEXT, THINGS, BONDS), tmp_path)
    own = tmp_path / "draft.yaml"
    own.write_text(draft([path]).yaml, encoding="utf-8")
    (before,), (after,) = (list(batches([path], as_=tool, profile=p)) for p in (None, own))
    assert isinstance(before, Batch) and isinstance(after, Batch)
    # which words say yes is no draft's to guess: that one is told and left to the user
    assert before.unmapped and not after.unmapped.keys() - {"protected=maybe"}
    assert {word.section for word in check(own, [path]).unmapped} <= {"true_words"}
    assert [a.claim for a in before.annotations] == [a.claim for a in after.annotations]


REAL = [
    "ann-labelstudio-relations-karan",
    "ann-doccano",
    "ann-inception-json",
    "ann-cassis-tests",
    "ann-conll-wnut17",
]


@pytest.mark.parametrize("name", REAL)
def test_drafts_of_real_exports_change_no_claim_and_leave_nothing_unmapped(
    shared: Path, tmp_path: Path, name: str
) -> None:
    folder, own = shared / "data" / name, tmp_path / "draft.yaml"
    own.write_text(draft([folder]).yaml, encoding="utf-8")
    before, after = (
        [one for one in batches([folder], profile=profile) if isinstance(one, Batch)]
        for profile in (None, own)
    )
    assert [b.annotations for b in before] == [b.annotations for b in after]
    assert before and not [word for batch in after for word in batch.unmapped]


ODD = ['say "so"', "back\\slash", "two\nlines", "🏝️", "ភ្នំពេញ", "***", "a: b # c", "\u2028", "no"]


def test_words_of_any_signs_stand_in_a_draft_that_can_be_read(tmp_path: Path) -> None:
    entities = [
        {"id": n, "label": w, "start_offset": 0, "end_offset": 3} for n, w in enumerate(ODD)
    ]
    path = tmp_path / "all.jsonl"
    path.write_text(json.dumps({"text": "Ann left.", "entities": entities, "relations": []}))
    own = tmp_path / "draft.yaml"
    own.write_text(draft([path]).yaml, encoding="utf-8")
    (batch,) = batches([path], profile=own)
    assert isinstance(batch, Batch) and not batch.unmapped
    assert len(batch.annotations) + len(batch.rejected) == len(ODD)


def test_a_tag_a_profile_does_not_know_is_counted_and_one_it_knows_says_what_it_says(
    tmp_path: Path,
) -> None:
    tags = {"rumour": "true", "hush": "true", "todo": "true"}
    path = TOOLS["brat"](Note(TEXT, (Thing("p1", "PERSON", "Anneke Vos"),)), tmp_path)
    rows = [f"A{n}\t{tag} T1\n" for n, tag in enumerate(tags, 1)]
    path.write_text(path.read_text() + "".join(rows))
    (batch,) = batches([path])
    assert isinstance(batch, Batch) and batch.unmapped == {"rumour": 1, "hush": 1, "todo": 1}
    (tmp_path / "clew-profile.yaml").write_text(
        "tags: {rumour: alleged, hush: protected, todo: ignore}"
    )
    (batch,) = batches([path])
    assert isinstance(batch, Batch) and not batch.unmapped
    (person,) = batch.annotations
    assert (person.status, person.protected, person.extra) == ("alleged", True, {})


def test_what_a_profile_ignores_is_left_out_and_counted_unless_a_claim_or_safety_needs_it(
    tmp_path: Path,
) -> None:
    noise = [Thing(f"n{n}", "Noise", word) for n, word in enumerate(("runs", "since", "Police"))]
    hidden = Thing("n9", "Noise", "arrested", {"protected": "true"})
    bonds = (Bond("r1", "Owns", "n2", "p1"), Bond("r2", "Blah", "n2", "p1"))
    note = Note(TEXT, (Thing("p1", "PERSON", "Anneke Vos"), *noise, hidden), bonds)
    path = TOOLS["brat"](note, tmp_path)
    (tmp_path / "clew-profile.yaml").write_text("kinds: {Noise: ignore}\nties: {Blah: ignore}\n")
    (batch,) = batches([path])
    assert isinstance(batch, Batch) and not batch.unmapped
    marked = [a.name for a in batch.annotations if a.claim.shape == "mention"]
    assert marked == ["Anneke Vos", "Police", "arrested"]
    assert batch.left_out == {
        "relations that the profile leaves out": 1,
        "spans that the profile leaves out": 2,
    }


def test_the_words_of_corpora_are_of_the_vocabulary_and_cite_where_they_are_defined() -> None:
    for corpus, table in _corpora().items():
        assert table["source"], corpus
        for word, entry in table.get("ties", {}).items():
            rule = rules.tie_rule(entry, word)
            assert rule.tie in schema().ties or rule.value in schema().values, word
        for word, entry in table.get("kinds", {}).items():
            assert rules.kind_name(entry) == entry, word
        for word in table.get("likely", {}).get("ties", {}):
            assert not load().tie(word)[1], f"{word} is only likely and mapped all the same"


DIRECTIONS = {
    "per:employee_of": ("WORKS_FOR", False),
    "org:top_members/employees": ("WORKS_FOR", True),
    "org:parents": ("SUBSIDIARY_OF", False),
    "org:subsidiaries": ("SUBSIDIARY_OF", True),
    "per:children": ("PARENT_OF", False),
    "per:parents": ("PARENT_OF", True),
    "org:shareholders": ("OWNS", True),
    "P127": ("OWNS", True),
    "P1830": ("OWNS", False),
    "P355": ("SUBSIDIARY_OF", True),
    "P749": ("SUBSIDIARY_OF", False),
    "ORG-AFF.Employment": ("WORKS_FOR", False),
    "owner": ("OWNS", True),
    "owned_by": ("OWNS", True),
    "subsidiary_of": ("SUBSIDIARY_OF", False),
}


@pytest.mark.parametrize("word", DIRECTIONS)
def test_the_words_of_corpora_run_as_their_definitions_say(word: str) -> None:
    rule, known = load().tie(word)
    assert known and (rule.tie, rule.swap) == DIRECTIONS[word]


@pytest.mark.parametrize(
    "word", ["PER-SOC", "ORG-AFF", "PART-WHOLE", "PHYS", "per:charges", "Kill"]
)
def test_a_word_for_several_things_is_mapped_to_none_of_them(word: str) -> None:
    assert not load().tie(word)[1]
