"""A picture through pyvis: every tie is kept, statuses are seen and read, pyvis writes nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyvis import network as theirs

from clew.graph.errors import UsageError
from clew.graph.model import STATUSES, Edge, Node
from clew.graph.view.look import look
from clew.graph.view.picture import NO_ACCUSATION, Picture
from clew.graph.view.pyvis_page import MOST_NODES, network, page

Draw = Callable[..., Picture]


def node(identity: str, **told: Any) -> Node:
    known = {"kind": "Company", "name": f"Invented {identity}", "status": "reported"}
    return Node(identity, ("Company", "LegalEntity", "Entity"), {"id": identity, **known, **told})


def tie(number: int, start: str, end: str, status: str = "reported", **told: Any) -> Edge:
    known = {"status": status, "source_count": 1, "quote": f"An invented sentence {number}."}
    return Edge(f"e{number}", told.pop("type", "OWNS"), start, end, {**known, **told})


def drawing(nodes: tuple[Node, ...], edges: tuple[Edge, ...] = (), **told: Any) -> Picture:
    head = {"title": "Invented", "lens": "default", "last_entry": "2026-11-22"}
    known: dict[str, Any] = {**head, "evidence": {}, "graph_version": "0" * 16, **told}
    return Picture(nodes=nodes, edges=edges, **known)


@pytest.fixture
def two() -> tuple[Node, Node]:
    return node("a"), node("b")


def test_parallel_and_reverse_ties_and_loops_are_all_kept_apart(two: tuple[Node, Node]) -> None:
    ends = ["ab", "ba", "ab", "ab", "ba", "aa", "aa"]
    made = network(drawing(two, tuple(tie(n, *pair) for n, pair in enumerate(ends))))
    assert [edge["from"] + edge["to"] for edge in made.edges] == ends
    assert len({_course(edge) for edge in made.edges}) == len(ends)


def _course(edge: dict[str, Any]) -> tuple[object, ...]:
    """Return what a line's course follows from: seen from `a`, so that sides can be compared."""
    if edge["from"] == edge["to"]:
        return "loop", edge["selfReference"]["size"]
    smooth = edge.get("smooth", {"type": "", "roundness": 0})
    assert smooth.get("enabled", not smooth["roundness"])
    forward = edge["from"] == "a"
    return smooth["roundness"], (smooth["type"] == "curvedCW") == forward or not smooth["roundness"]


def test_forty_parallel_ties_stay_near_their_ends(two: tuple[Node, Node]) -> None:
    made = network(drawing(two, tuple(tie(n, "a", "b") for n in range(40))))
    assert len({_course(edge) for edge in made.edges}) == 40
    assert max(e["smooth"]["roundness"] for e in made.edges if "smooth" in e) < 1


def test_each_status_has_its_line_and_is_read(two: tuple[Node, Node]) -> None:
    picture = drawing(two, tuple(tie(n, "a", "b", s) for n, s in enumerate(STATUSES)))
    drawn: dict[str, Any] = dict(zip(STATUSES, network(picture).edges, strict=True))
    dashes = {status: edge["dashes"] for status, edge in drawn.items()}
    solid = [s for s in STATUSES if dashes[s] is False]
    assert solid == ["adjudicated", "official", "reported", "denied"]
    assert dashes["alleged"] == dashes["opinion"] != dashes["planned"] == dashes["not_stated"]
    assert len({drawn[status]["width"] for status in solid[:3]}) == 3
    assert drawn["denied"]["arrows"]["middle"]["enabled"] and "×" in drawn["denied"]["label"]
    for status, edge in drawn.items():
        assert f"({status.replace('_', ' ')})" in edge["label"]
        assert edge["title"].split("\n")[1].startswith(status.replace("_", " "))


def test_a_title_holds_status_date_sources_quote_and_speaker(two: tuple[Node, Node]) -> None:
    source = {"title": "An invented paper", "publisher": "Nobody", "published": "2024-01-02"}
    claim = {"id": "c1", "status": "alleged", "quote": "A is said to own B.", "source": source}
    said = tie(1, "a", "b", "alleged", when="2023-05", attribution="a witness", source_count=2)
    picture = drawing(two, (said,), evidence={"e1": [claim, {**claim, "id": "c2"}]})
    assert network(picture).edges[0]["title"].split("\n") == [
        "Invented a — owns → Invented b",
        "alleged · 2023-05 · says a witness · 2 sources",
        "“A is said to own B.”",
        "An invented paper · Nobody · 2024-01-02",
        "and 1 more claim",
    ]


def test_a_protected_claim_tells_nothing(two: tuple[Node, Node]) -> None:
    claim = {"id": "c1", "status": "alleged", "protected": True}
    picture = drawing(two, (tie(1, "a", "b", quote=""),), evidence={"e1": [claim]})
    assert network(picture).edges[0]["title"].split("\n")[2:] == ["protected"]


def test_symmetric_ties_have_no_arrow_and_classes_a_broken_border() -> None:
    nodes = (node("a"), node("b", generic=True))
    edges = (tie(1, "a", "b"), tie(2, "a", "b", type="LINKED_TO"))
    made = network(drawing(nodes, edges))
    assert [e["arrows"]["to"]["enabled"] for e in made.edges] == [True, False]
    assert ["→" in e["title"] for e in made.edges] == [True, False]
    assert ["shapeProperties" in n for n in made.nodes] == [False, True]


def test_every_node_has_its_place_and_nothing_moves(two: tuple[Node, Node]) -> None:
    made = network(drawing(two, (tie(1, "a", "b"),)))
    assert all({"x", "y"} <= n.keys() for n in made.nodes)
    assert made.directed and made.options["physics"] == {"enabled": False}
    assert made.nodes[0]["color"]["border"] == look().shape("Company").line


def test_a_thousand_nodes_are_drawn_and_one_more_is_refused() -> None:
    nodes = tuple(node(f"n{number}") for number in range(MOST_NODES + 1))
    assert len(network(drawing(nodes[:-1])).nodes) == 1000
    with pytest.raises(UsageError, match=r"at most 1,000 nodes and here are 1,001.*`clew view`"):
        network(drawing(nodes))


def test_without_pyvis_the_command_that_brings_it_is_said(
    two: tuple[Node, Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyvis", None)
    monkeypatch.delitem(sys.modules, "clew.graph.view.pyvis_network", raising=False)
    with pytest.raises(UsageError, match=r"python -m pip install pyvis==0.3.2"):
        network(drawing(two))


def test_pyvis_never_writes_a_page_of_its_own(
    two: tuple[Node, Node], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> str:
        raise AssertionError("pyvis wrote a page")

    for name in ("show", "write_html", "save_graph", "generate_html"):
        monkeypatch.setattr(theirs.Network, name, never)
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    made = network(drawing(two, (tie(1, "a", "b"),)))
    safe = made.to_html()
    files = [tmp_path / f"{n}.html" for n in range(5)]
    assert made.show(str(files[0])) is made
    assert made.show(str(files[1]), notebook=False) is None and opened == [files[1].as_uri()]
    made.write_html(str(files[2]))
    made.save_graph(str(files[3]))
    assert made.save(files[4]) == files[4]
    assert {file.read_text(encoding="utf-8") for file in files} == {made.generate_html()} == {safe}
    assert sorted(tmp_path.iterdir()) == files
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


def test_the_same_picture_is_the_same_page_and_says_what_it_must(two: tuple[Node, Node]) -> None:
    picture = drawing(two, (tie(1, "a", "b", "alleged"),), not_known=("Since when is not stated.",))
    text = page(picture)
    assert page(picture) == text
    for said in (NO_ACCUSATION, "Lens: default. Ledger of 2026-11-22.", "Since when", "alleged"):
        assert said in text
    assert "\r" not in text and len(text.encode()) < 520_000
    assert "://" not in text.replace(_library(), "")


def _library() -> str:
    folder = Path(str(theirs.__file__)).parent
    return (folder / "lib/vis-9.1.2/vis-network.min.js").read_text(encoding="utf-8")


def test_what_a_user_adds_is_in_the_page(two: tuple[Node, Node]) -> None:
    made = network(drawing(two))
    made.add_node("mine", label="Mine")
    made.add_edge("a", "mine", title="my own line")
    assert "<li>my own line</li>" in made.to_html() and '"label":"Mine"' in made.to_html()
