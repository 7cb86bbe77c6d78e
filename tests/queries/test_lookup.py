"""Finding by name, and the evidence behind an id."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clew import Case, Lens
from clew.graph.errors import UnknownId

Invent = Callable[..., Case]


def test_a_name_is_found_in_any_case_and_in_part(sample: Case) -> None:
    assert sample.find("ly yong PHAT")[0]["matched"] == "as written"
    first = sample.find("O-Smach Resort")[:2]
    assert {found["kind"] for found in first} == {"Company", "Compound"}
    assert "Ly Yong Phat" in [found["name"] for found in sample.find("Phat")]
    assert sample.find("Nobody Here") == []


def test_find_shows_what_the_lens_shows(sample: Case) -> None:
    assert not sample.find("Ly Yong Phat", lens=Lens(known_at="2024-09-11"))


def test_a_name_in_another_order_is_taken_for_the_entity(sample: Case) -> None:
    by_order = sample.ask("about", start="Phat, Ly Yong")
    assert by_order.items[0].properties["name"] == "Ly Yong Phat"


def test_why_tells_what_is_behind_every_id_of_an_answer(sample: Case) -> None:
    answer = sample.ask("ties", start="Ly Yong Phat")
    for path in answer.paths:
        for node in path.nodes:
            assert sample.why(node.id)["node"]["id"] == node.id
        for edge in path.edges:
            found = sample.why(edge.id)
            assert found["edge"]["type"] == edge.type
            assert [claim["id"] for claim in found["claims"]] == edge.properties["claims"]
            for claim in found["claims"]:
                assert sample.why(claim["id"])["claim"]["quote"] == claim["quote"]
    source = answer.evidence[answer.paths[0].edges[0].id][0]["source"]
    assert sample.why(source["id"])["source"]["title"] == source["title"]


def test_an_unknown_id_is_unknown(sample: Case) -> None:
    for wrong in ("m0", "c0", "e0", "d0", "", "Ly Yong Phat", "zzz"):
        with pytest.raises(UnknownId):
            sample.why(wrong)


def test_ids_of_parts_of_an_entity_answer_as_the_entity(sample: Case) -> None:
    with sample.opened() as graph, sample.reading() as db:
        whole = graph.entity("Mech Dara")
        rows = db.execute(
            "SELECT DISTINCT a.subject FROM annotation a JOIN claim c ON c.n = a.claim"
            " WHERE c.shape = 'mention' AND a.name = 'Mech Dara'"
        ).fetchall()
        assert len(rows) > 5
        assert {graph.entity(reference).id for (reference,) in rows} == {whole.id}


def test_the_first_signs_of_an_id_answer_as_it_does(sample: Case) -> None:
    answer = sample.ask("ties", start="Ly Yong Phat", to="Compound")
    claim = next(iter(answer.evidence.values()))[0]["id"]
    handed_on = next(iter(answer.picture().evidence.values()))[0]["id"]
    assert sample.why(claim[:9]) == sample.why(claim)
    assert sample.why(handed_on[:9]) == sample.why(handed_on)
    for unknown in (claim[:8], "c" + 8 * "0"):
        with pytest.raises(UnknownId):
            sample.why(unknown)
