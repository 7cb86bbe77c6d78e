"""What a networkx graph may hold and no source says: it is refused, or it enters as it stands."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

import clew
from clew.graph.errors import UsageError

SOURCE = {"title": "Our network (invented)", "published": "2024-01-01"}
MAPPING: Mapping[str, Any] = {
    "list": "our network",
    "values": {"country": "where", "birthDate": "born"},
    "tie_values": {"share": "share"},
}
Names = dict[str, dict[str, Any]]


@pytest.fixture
def case(tmp_path: Path) -> clew.Case:
    return clew.create(tmp_path / "case")


def pair(of_node: Mapping[str, Any], of_tie: Mapping[str, Any]) -> nx.MultiDiGraph[Any]:
    """Return two invented people and a tie, with this said of the first and of the tie."""
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    graph.add_node("a", **{"kind": "Person", "name": "Bo Ray", **of_node})
    graph.add_node("b", kind="Company", name="Dara Holding")
    graph.add_edge("a", "b", **{"type": "OWNS", **of_tie})
    return graph


def taken(case: clew.Case, graph: nx.Graph[Any], **more: Any) -> nx.MultiDiGraph[str]:
    done = clew.from_networkx(graph, case, {**MAPPING, **more}, source=SOURCE)
    assert done.sources[0]["rejected"] == []
    return case.graph().to_networkx()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, None),
        (float("nan"), None),
        (np.float64("nan"), None),
        (np.datetime64("NaT"), None),
        (Decimal("NaN"), None),
        ([], None),
        (["kh", None, float("nan")], ["kh"]),
        (("kh", "th"), ["kh", "th"]),
        ({"th", "kh"}, ["kh", "th"]),
        (np.array(["kh", "th"]), ["kh", "th"]),
        (np.str_("kh"), ["kh"]),
    ],
)
def test_what_says_nothing_is_nothing_and_lists_are_values(
    case: clew.Case, given: Any, kept: list[str] | None
) -> None:
    graph = taken(case, pair({"where": given}, {}))
    found = {own["name"]: own.get("country") for _, own in graph.nodes(data=True)}
    assert found == {"Bo Ray": kept, "Dara Holding": None}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (datetime.date(2019, 3, 1), "2019-03-01"),
        (datetime.datetime(2019, 3, 1), "2019-03-01"),
        (np.datetime64("2019-03-01"), "2019-03-01"),
        (np.datetime64("2019-03-01T00:00:00.000000000"), "2019-03-01"),
        (np.int64(2019), "2019"),
        (2019, "2019"),
    ],
)
def test_dates_of_python_and_numpy_are_dates(case: clew.Case, given: Any, kept: str) -> None:
    graph = taken(case, pair({"born": given}, {"when": given}))
    ((*_, tie),) = graph.edges(data=True)
    assert tie["when"] == kept
    assert [own["birthDate"] for _, own in graph.nodes(data=True) if "birthDate" in own] == [[kept]]


@pytest.mark.parametrize("truth", [True, np.True_])
def test_numbers_are_written_as_they_are(case: clew.Case, truth: Any) -> None:
    graph = taken(case, pair({}, {"share": [Decimal("51.50"), np.float32(0.5), 7, truth]}))
    ((*_, tie),) = graph.edges(data=True)
    assert tie["share"] == ["0.5", "51.50", "7", "true"]


class Thing:
    """What Python writes with its place in memory."""


@pytest.mark.parametrize("odd", [b"kh", bytearray(b"kh"), {"a": 1}, Thing(), object, 1j, [["kh"]]])
def test_what_no_table_holds_is_refused_by_its_name(case: clew.Case, odd: Any) -> None:
    for place in ("name", "where", "type", "status", "quote", "share", "kind"):
        said = {place: odd}
        with pytest.raises(UsageError, match=f"`{place}` is a ") as refused:
            taken(case, pair(said, {}) if place in ("name", "where", "kind") else pair({}, said))
        assert "0x" not in str(refused.value) and "'a'" not in str(refused.value)
    assert case.sources() == []


@pytest.mark.parametrize("place", ["name", "type", "quote"])
def test_several_texts_where_one_is_meant_are_refused(case: clew.Case, place: str) -> None:
    said = {place: ["Bo Ray", "Cy Dow"]}
    with pytest.raises(UsageError, match=f"`{place}` is a list") as refused:
        taken(case, pair(said, {}) if place == "name" else pair({}, said))
    assert "Bo Ray" not in str(refused.value)


def test_a_value_that_would_be_parted_is_refused_and_none_is_parted(case: clew.Case) -> None:
    for given in ("kh ¦ th", ["kh ¦ th"]):
        with pytest.raises(UsageError, match="`where` holds `¦`"):
            taken(case, pair({"where": given}, {}))
    graph = taken(case, pair({"name": "Bo ¦ Ray"}, {"quote": "Bo ¦ Ray owns it."}))
    assert {own["name"] for _, own in graph.nodes(data=True)} == {"Bo ¦ Ray", "Dara Holding"}


@pytest.mark.parametrize("place", ["name", "where", "quote"])
def test_half_a_character_is_refused(case: clew.Case, place: str) -> None:
    said = {place: "Bo \ud800 Ray"}
    with pytest.raises(UsageError, match=f"`{place}` holds half a character") as refused:
        taken(case, pair({}, said) if place == "quote" else pair(said, {}))
    assert "Ray" not in str(refused.value)
