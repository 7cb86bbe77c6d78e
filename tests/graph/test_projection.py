"""The projection: the graph contract, key by key (rules 9 to 19, 27, 30)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import clew
from clew import Case
from clew.graph.items import share
from clew.graph.model import WEAKNESS
from clew.graph.schema import schema
from clew.summary import Summary

Note = Callable[..., Path]
Take = Callable[..., Summary]
Lines = Callable[..., list[str]]
Item = dict[str, Any]

TEXTS = (
    "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}, {T3 Country:Cambodia}, {T4 Person:Bo Ray}.",
    "{T1 Person:Bo Ray} owns {T2 Company:Acme Ltd}. {T3 Person:Ann Lee} denies to {T4 Person:him}.",
    "{T1 Person:ANN LEE} and {T2 Company:Acme Ltd} met {T3 Compound:Dara} {T4 Person:Bo Ray}.",
    "{T1 Person:Ann Lee} of {T2 NGO:Lantern Aid} saw {T3 Gizmo:a thing}: {T4 Compound:Dara}.",
)
TIES = (
    "R1\tOWNS Arg1:T1 Arg2:T2",
    "#1\tAnnotatorNotes R1\tstatus=reported; share=51-60 %; when=2020/2022; attribution=a paper",
    "#2\tAnnotatorNotes T1\tcountry=kh; birthDate=1970; status=official",
    "#3\tAnnotatorNotes T2\tstatus=dissolved; registrationNumber=0042",
    "R2\tFAMILY_OF Arg1:T4 Arg2:T1",
    "R3\tBought_from Arg1:T4 Arg2:T2",
    "R4\tPerson Arg1:T1 Arg2:T2",
    "A1\tStatus R2 alleged",
)


@pytest.fixture
def seen(case: Case, note: Note, take: Take, lines: Lines) -> Callable[..., list[Item]]:
    """Import texts with their lines and return the items that a lens shows."""

    def show(*texts: tuple[str, ...], **lens: Any) -> list[Item]:
        for number, (text, *ties) in enumerate(texts):
            take(case, note(text, *ties, name=f"n{number}"))
        return [json.loads(line) for line in lines(case, **lens)]

    return show


def _edges(items: list[Item], kind: str = "") -> list[Item]:
    return [i for i in items if i["sort"] == "Edge" and kind in ("", i["type"])]


def _node(items: list[Item], name: str) -> Item:
    (found,) = (
        i for i in items if i["sort"] == "Node" and name in i["properties"].get("names", ())
    )
    return found


BOTH = {
    "id": str,
    "status": str,
    "source_count": int,
    "quote": str,
    "computed": bool,
    "disputed": bool,
    "claims": list,
    "quotes": list,
    "claim_statuses": list,
    "claim_sources": list,
}
NODES = {
    "kind": str,
    "name": str,
    "names": list,
    "generic": bool,
    "unconfirmed": bool,
    "identity_decisions": list,
}
EDGES = {"certain": bool}
MAYBE = {
    "known_from": str,
    "when": str,
    "valid_from": str,
    "valid_to": str,
    "attribution": str,
    "share_min": float,
    "share_max": float,
    "key": str,
}


def test_every_item_keeps_the_graph_contract(seen: Callable[..., list[Item]]) -> None:
    items = seen(*((text, *TIES) for text in TEXTS))
    sources = {i["id"] for i in items if i.get("labels") == ["Source"]}
    claims = {i["id"]: i["content"] for i in items if i["sort"] == "Evidence"}
    assert len(sources) == len(TEXTS)
    for item in items:
        if item["sort"] == "Evidence" or item["id"] in sources:
            continue
        own, properties = NODES if item["sort"] == "Node" else EDGES, item["properties"]
        for name, kind in {**BOTH, **own}.items():
            assert type(properties[name]) is kind, name
        for name, value in properties.items():
            if name in MAYBE:
                assert type(value) is MAYBE[name] and value != ""
            elif name not in {**BOTH, **own}:
                assert isinstance(value, list) and all(type(v) is str for v in value)  # noqa: E721
        lists = [
            properties[name] for name in ("claims", "quotes", "claim_statuses", "claim_sources")
        ]
        assert len({len(one) for one in lists}) == 1
        ranks = [
            (WEAKNESS[claims[c]["status"]], claims[c]["known_from"] or "9999", c) for c in lists[0]
        ]
        assert ranks == sorted(ranks)
        for claim, quote, status, source in zip(*lists, strict=True):
            assert claims[claim]["quote"] == quote and claims[claim]["status"] == status
            assert source in sources
        assert properties["source_count"] == len(set(lists[3]))
        assert properties["quote"] == lists[1][0]
        if item["sort"] == "Node":
            assert item["labels"] == [*schema().labels(properties["kind"]), "Entity"]


def test_no_edge_touches_a_source(seen: Callable[..., list[Item]]) -> None:
    items = seen(*((text, *TIES) for text in TEXTS))
    entities = {i["id"] for i in items if "Entity" in i.get("labels", ())}
    assert all({edge["start"], edge["end"]} <= entities for edge in _edges(items))


def test_two_sources_that_say_the_same_are_one_edge_with_two_claims(
    seen: Callable[..., list[Item]],
) -> None:
    text = "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}."
    items = seen((text, *TIES[:2]), (text + " So it is.", "R1\tOWNS Arg1:T1 Arg2:T2"))
    (edge,) = _edges(items)
    assert edge["properties"]["claim_statuses"] == ["reported", "not_stated"]
    assert edge["properties"]["source_count"] == 2
    assert edge["properties"]["attribution"] == "a paper"
    assert (edge["properties"]["valid_from"], edge["properties"]["valid_to"]) == (
        "2020-01-01",
        "2022-12-31",
    )
    assert _node(items, "Ann Lee")["properties"]["unconfirmed"] is True
    assert len(_node(items, "Ann Lee")["properties"]["identity_decisions"]) == 1


def test_shares_are_a_hull_over_all_claims(seen: Callable[..., list[Item]]) -> None:
    text = "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}."
    note = "#1\tAnnotatorNotes R1\tshare={}"
    items = seen(
        (text, "R1\tOWNS Arg1:T1 Arg2:T2", note.format("51-60 %")),
        (text + " More.", "R1\tOWNS Arg1:T1 Arg2:T2", note.format(">75")),
    )
    (edge,) = _edges(items)
    assert (edge["properties"]["share_min"], edge["properties"]["share_max"]) == (51.0, 100.0)
    assert edge["properties"]["share"] == ["51-60 %", ">75"]


@pytest.mark.parametrize(
    ("said", "hull"),
    [
        (["50%"], (50.0, 50.0)),
        (["<25"], (0.0, 25.0)),
        (["0.5 %", "7"], (0.5, 7.0)),
        (["most of it"], None),
        (["101"], None),
        (["3 of 4 of 5"], None),
    ],
)
def test_a_share_is_read_where_it_is_one(said: list[str], hull: tuple[float, float] | None) -> None:
    assert share(said) == ({"share_min": hull[0], "share_max": hull[1]} if hull else {})


def test_a_value_that_would_hide_ours_is_prefixed_with_the_kind(
    seen: Callable[..., list[Item]],
) -> None:
    items = seen(
        (TEXTS[0], "#1\tAnnotatorNotes T2\tcompany_status=dissolved; registrationNumber=0042")
    )
    company = _node(items, "Acme Ltd")["properties"]
    assert company["company_status"] == ["dissolved"] and company["status"] == "not_stated"
    assert company["registrationNumber"] == ["0042"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_symmetric_tie_is_one_edge_however_it_is_said(
    seen: Callable[..., list[Item]], turned: bool
) -> None:
    one, other = ("T2", "T1") if turned else ("T1", "T2")
    items = seen(
        ("{T1 Person:Ann Lee} is kin of {T2 Person:Bo Ray}.", "R1\tFAMILY_OF Arg1:T1 Arg2:T2"),
        ("{T1 Person:Bo Ray} and {T2 Person:Ann Lee}.", f"R1\tFAMILY_OF Arg1:{one} Arg2:{other}"),
    )
    (edge,) = _edges(items)
    assert len(edge["properties"]["claims"]) == 2 and edge["start"] < edge["end"]


def test_a_tie_that_is_only_denied_is_no_edge_but_evidence_about_its_ends(
    seen: Callable[..., list[Item]],
) -> None:
    items = seen((TEXTS[0], *TIES[:1], "A1\tStatus R1 denied"))
    assert _edges(items) == []
    denial = next(
        i for i in items if i["sort"] == "Evidence" and i["content"]["status"] == "denied"
    )
    ends = {_node(items, "Ann Lee")["id"], _node(items, "Acme Ltd")["id"]}
    assert ends < set(denial["about"])


def test_a_denial_of_a_stated_tie_sets_disputed(seen: Callable[..., list[Item]]) -> None:
    items = seen(
        (TEXTS[0], *TIES[:2]), (TEXTS[0] + " No.", "R1\tOWNS Arg1:T1 Arg2:T2", "A1\tNegation R1")
    )
    (edge,) = _edges(items, "OWNS")
    assert edge["properties"]["disputed"] is True
    assert edge["properties"]["claim_statuses"] == ["reported"]
    about = [i for i in items if i["sort"] == "Evidence" and edge["id"] in i["about"]]
    assert sorted(i["content"]["status"] for i in about) == ["denied", "reported"]


def test_a_tie_that_is_only_planned_is_planned(seen: Callable[..., list[Item]]) -> None:
    items = seen((TEXTS[0], *TIES[:1], "A1\tStatus R1 planned"))
    assert [edge["properties"]["status"] for edge in _edges(items)] == ["planned"]


def test_unknown_words_are_kept(seen: Callable[..., list[Item]]) -> None:
    items = seen((TEXTS[3], "R1\tBought_from Arg1:T1 Arg2:T3", "R2\tperson Arg1:T1 Arg2:T4"))
    thing = next(
        i for i in items if i["sort"] == "Node" and i["properties"].get("kind") == "Unclassified"
    )
    assert thing["labels"] == ["Unclassified", "Entity"]
    assert thing["properties"]["label_given"] == ["Gizmo"]
    assert {edge["type"] for edge in _edges(items)} == {"BOUGHT_FROM", "PERSON_TIE"}


def test_a_nodes_status_is_of_its_own_claims_else_of_its_ties(
    seen: Callable[..., list[Item]],
) -> None:
    items = seen((TEXTS[0], *TIES[:2], "A2\tStatus T2 opinion"))
    assert _node(items, "Ann Lee")["properties"]["status"] == "reported"
    assert _node(items, "Acme Ltd")["properties"]["status"] == "opinion"
    assert _node(items, "Cambodia")["properties"]["status"] == "not_stated"


def test_a_tie_of_a_thing_to_itself_is_kept(seen: Callable[..., list[Item]]) -> None:
    (edge,) = _edges(seen(("{T1 Company:Acme Ltd} owns {T2 Company:Acme Ltd}.", *TIES[:1])))
    assert edge["start"] == edge["end"]


def test_different_keys_are_different_edges(seen: Callable[..., list[Item]]) -> None:
    text = "{T1 Person:Ann Lee} paid {T2 Company:Acme Ltd}, twice."
    items = seen(
        (text, "R1\tPAID Arg1:T1 Arg2:T2", "#1\tAnnotatorNotes R1\tkey=one"),
        (text + " So.", "R1\tPAID Arg1:T1 Arg2:T2", "#1\tAnnotatorNotes R1\tkey=two"),
    )
    assert sorted(edge["properties"]["key"] for edge in _edges(items)) == ["one", "two"]


@given(order=st.permutations(range(len(TEXTS))))
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_import_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory,
    note: Note,
    take: Take,
    lines: Lines,
    order: list[int],
) -> None:
    shown = []
    for sequence in (range(len(TEXTS)), order):
        case = clew.create(tmp_path_factory.mktemp("order") / "case")
        for number in sequence:
            take(case, note(TEXTS[number], *TIES, name=f"n{number}"), facts={"title": "Same"})
        shown.append(lines(case))
    assert shown[0] == shown[1]
