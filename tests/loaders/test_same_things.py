"""Mentions of one thing in a document are one record, whichever tool marked them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import clew
from tests.tools import TOOLS, Bond, Note, Thing

TEXT = "Anneke Vos owns Bay Resort. She left. The owner, Anneke Vos, denied it."
PERSON = Thing("p1", "Person", "Anneke Vos")
SITE = Thing("c1", "Company", "Bay Resort")
SHE = Thing("p2", "Person", "She")
OWNER = Thing("p3", "Person", "The owner")
OWNS = Bond("r1", "OWNS", "p1", "c1")


def people(folder: Path, *paths: Path, as_: str | None = None) -> list[list[str]]:
    """The names of each person in a case with these files."""
    case = clew.create(folder / "case")
    assert not case.load(*paths, as_=as_).failures
    rows = case.query("MATCH (p:Person) RETURN p.name AS name, p.names AS names")
    return sorted([row["name"], *row["names"]] for row in rows)


@pytest.mark.parametrize("tool", TOOLS)
def test_annotated_coreference_is_one_record_and_a_pronoun_or_description_no_name(
    tmp_path: Path, tool: str
) -> None:
    note = Note(TEXT, (PERSON, SITE, SHE, OWNER), (OWNS,), (("p1", "p2", "p3"),))
    path = TOOLS[tool](note, tmp_path)
    assert people(tmp_path, path, as_=tool) == [["Anneke Vos", "Anneke Vos"]]


@pytest.mark.parametrize("tool", ["inception", "doccano", "prodigy"])
def test_identical_full_names_are_one_record_without_coreference(tmp_path: Path, tool: str) -> None:
    text = TEXT.replace("Anneke Vos, denied", "Anneke  Vos, denied")  # a second place to mark
    things = (PERSON, SITE, Thing("p4", "Person", "Anneke  Vos"))
    path = TOOLS[tool](Note(text, things, (OWNS,)), tmp_path)
    assert [names[0] for names in people(tmp_path, path, as_=tool)] == ["Anneke Vos"]


@pytest.mark.parametrize("tool", ["brat", "label-studio", "inception", "w3c"])
def test_one_identifier_makes_two_names_one_record(tmp_path: Path, tool: str) -> None:
    wiki = {"identifier": "Wikidata:Q424242"}
    things = (
        Thing("p1", "Person", "Anneke Vos", wiki),
        Thing("p2", "Person", "Vos of the Bay", wiki),
    )
    path = TOOLS[tool](Note("Anneke Vos, or Vos of the Bay, left.", things), tmp_path)
    ((name, *names),) = people(tmp_path, path, as_=tool)
    assert set(names) == {"Anneke Vos", "Vos of the Bay"} and name in names


CORPORA = {
    "DyGIE": {
        "sentences": ["Anneke Vos left .".split(), "She owns Bay Resort .".split()],
        "ner": [[[0, 1, "PER"]], [[4, 4, "PER"], [6, 7, "ORG"]]],
        "clusters": [[[0, 1], [4, 4]]],
    },
    "DocRED": {
        "sents": ["Anneke Vos left .".split(), "She owns Bay Resort .".split()],
        "vertexSet": [
            [
                {"name": "Anneke Vos", "pos": [0, 2], "sent_id": 0, "type": "PER"},
                {"name": "She", "pos": [0, 1], "sent_id": 1, "type": "PER"},
            ],
            [{"name": "Bay Resort", "pos": [2, 4], "sent_id": 1, "type": "ORG"}],
        ],
        "labels": [{"h": 0, "t": 1, "r": "P1830", "evidence": [1]}],
    },
}


@pytest.mark.parametrize("corpus", CORPORA)
def test_the_sets_of_corpora_are_one_record(tmp_path: Path, corpus: str) -> None:
    path = tmp_path / "corpus.json"
    path.write_text(json.dumps([CORPORA[corpus]]))
    assert people(tmp_path, path) == [["Anneke Vos", "Anneke Vos"]]
