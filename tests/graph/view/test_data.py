"""The data of a page: whole, safe to show, inert in HTML."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from clew.graph.view.data import as_text, packed, page_data, unpacked
from clew.graph.view.names import MARK
from clew.graph.view.picture import Picture
from clew.graph.view.safe_text import safe

Positions = dict[str, tuple[float, float]]


def test_data_is_the_same_after_a_round_trip(picture: Picture, circle: Positions) -> None:
    data = page_data(picture, circle)
    assert unpacked(json.loads(as_text(packed(data)))) == data


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_any_text_stays_itself_and_ends_no_element(text: str) -> None:
    told = as_text({"t": safe(text, 500)})
    assert not set("<>&\u2028\u2029") & set(told)
    assert json.loads(told) == {"t": safe(text, 500)}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_a_text_is_safe_once_and_for_all(text: str) -> None:
    shown = safe(text)
    assert safe(shown, len(shown) + 1) == shown
    shown.encode()


def test_what_is_cut_is_counted() -> None:
    assert safe("x" * 1_000_000, 40) == "x" * 40 + "… 999,960 characters more"
    assert safe("a\0b\u202ec\ud800") == "a⟨U+0000⟩b⟨U+202E⟩c⟨U+D800⟩"
    assert safe("two\nlines\u2028here") == "two lines here"


def test_every_claim_is_there_once_with_its_source(picture: Picture, circle: Positions) -> None:
    data = page_data(picture, circle)
    given_ids = [claim["id"] for several in picture.evidence.values() for claim in several]
    given_ids += [claim["id"] for claim in picture.denials]
    assert sorted(claim["id"] for claim in data["claims"]) == sorted(given_ids)
    assert len(data["sources"]) == 2
    first = data["claims"][data["edges"][0]["claims"][0]]
    assert first["quote"] == "Sentence 0 says “so & so” <of> one."
    assert data["sources"][first["source"]]["title"] == "Invented note 0 <b>"


def test_ends_ways_and_focus_point_at_their_items(picture: Picture, circle: Positions) -> None:
    data = page_data(picture, circle)
    for way, told in zip(picture.ways, data["ways"], strict=True):
        assert tuple(data["nodes"][at]["id"] for at in told["nodes"]) == way.nodes
        assert tuple(data["edges"][at]["id"] for at in told["edges"]) == way.edges
    for edge, told in zip(picture.edges, data["edges"], strict=True):
        assert data["nodes"][told["start"]]["id"] == edge.start
        assert data["nodes"][told["end"]]["id"] == edge.end
    assert [data["nodes"][at]["id"] for at in data["focus"]] == list(picture.focus)


def test_namesakes_are_told_apart_and_scripts_have_latin_beside(
    picture: Picture, circle: Positions
) -> None:
    nodes = page_data(picture, circle)["nodes"]
    assert [node["name"] for node in nodes[1:4]] == [
        "Twin Gate (company)",
        "Twin Gate (compound)",
        "compound “scam compounds”",
    ]
    assert nodes[4]["beside"].startswith(MARK)
    assert nodes[4]["language"] == "km"


def test_a_protected_claim_tells_nothing_but_that_it_is_there(
    picture: Picture, circle: Positions
) -> None:
    edge = picture.edges[0].id
    hidden = {"id": "cff", "status": "alleged", "protected": True}
    data = page_data(replace(picture, evidence={edge: [hidden]}, denials=()), circle)
    assert data["claims"] == [hidden]
    assert data["sources"] == []


def test_a_denial_stands_beside_what_it_denies(picture: Picture, circle: Positions) -> None:
    data = page_data(picture, circle)
    denied, unseen = data["denials"]
    assert data["edges"][2]["denials"] == [denied]
    assert data["claims"][denied]["says"].startswith(
        "denies: Ann Example — is linked to → compound"
    )
    assert [at for at, node in enumerate(data["nodes"]) if node.get("denials") == [unseen]] == [
        2,
        4,
    ]
    assert "— controls → Twin Gate (compound)" in data["claims"][unseen]["says"]
