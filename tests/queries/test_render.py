"""What a reader is shown: nothing that drives, turns or becomes markup; JSON in its shape."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from clew import Case
from clew.queries.render import marked, plain

Invent = Callable[..., Case]
HOSTILE = (
    "[Click Me](javascript:alert(1))",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a|b `c` *d* _e_ ~~f~~ #g $h$",
    "![picture](https://tracker.example/x.png)",
    "https://tracker.example www.tracker.example me@tracker.example",
)
TURNING = "Ana \u202eahplA\u202c \u2066x\u2069 \x1b[31mred\x07\u200f \U000e0041end\ufeff"
CLAIM = {"id", "status", "attribution", "quote", "locator", "source", "when", "valid_from"} | {
    "valid_to",
    "known_from",
    "annotators",
}
SOURCE = {"title", "publisher", "published", "url", "archive_url", "sha256"}


def test_text_holds_nothing_that_drives_a_terminal_or_turns() -> None:
    assert plain(TURNING) == "Ana ahplA x [31mred end"
    assert plain("one\ntwo\r\nthree\u2028four\u0085five") == "one two three four five"
    assert plain("ខ្មែរ\u200bសង្រ្គាម — 中文 — नि\u200dल") == "ខ្មែរ\u200bសង្រ្គាម — 中文 — नि\u200dल"


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_shows_a_hostile_name_as_it_is_written(name: str) -> None:
    shown = marked(name)
    assert not any(c in shown for c in "<>")
    for number, character in enumerate(shown):
        if character in "[]`*_|#$~@":
            assert shown[number - 1] == "\\" or shown[number - 1 : number + 1] == "&#", shown
    assert "://" not in shown.replace("&#112;://", "").replace("&#115;://", "")
    assert "www." not in shown


@pytest.mark.parametrize("name", ["- a", "+ a", "1. a", "12) a", "# a", "> a"])
def test_a_name_makes_no_list_heading_or_quotation(name: str) -> None:
    assert marked(name)[0] in "&\\"


def test_a_hostile_name_stays_text_in_every_rendering(invent: Invent) -> None:
    lines = [f"Person Ana Alpha | OWNS | Company {name} | status=reported" for name in HOSTILE]
    lines += [f"Company {HOSTILE[0]} | OPERATES | Compound Gamma Park | status=reported"]
    case = invent(*[line.replace("a|b", "a/b") for line in lines], title="<b>T</b> [x](y)")
    for answer in (case.ask("ties", start="Ana Alpha"), case.ask("about", start="Ana Alpha")):
        markdown = answer.to_markdown()
        assert "\\[Click Me\\](javascript:alert(1))" in markdown
        assert "<script" not in markdown and "<b>" not in markdown and "[x](y)" not in markdown
        assert len(markdown) == len(answer._repr_markdown_())
        assert "[Click Me](javascript:alert(1))" in str(answer)


def test_json_has_the_shape_that_scripts_rely_on(sample: Case) -> None:
    answer = json.loads(json.dumps(sample.ask("ties", start="Ly Yong Phat").to_json()))
    keys = {"question", "parameters", "lens", "graph_version", "paths", "planned", "denials"}
    assert keys | {"evidence", "not_known", "notes", "query"} <= answer.keys()
    assert answer["question"] == "ties" and "rows" not in answer
    assert answer["parameters"] == {"start": "Ly Yong Phat", "to": "Compound", "steps": 4}
    for path in answer["paths"]:
        assert path.keys() == {"nodes", "edges", "status"}
        assert len(path["nodes"]) == len(path["edges"]) + 1
        for node in path["nodes"]:
            assert {"id", "labels", "name", "names", "kind", "status", "claims"} <= node.keys()
        for edge in path["edges"]:
            assert {"id", "type", "start", "end", "status", "claims", "certain"} <= edge.keys()
            assert [claim["id"] for claim in answer["evidence"][edge["id"]]] == edge["claims"]
    for claim in (claim for claims in answer["evidence"].values() for claim in claims):
        assert CLAIM <= claim.keys() and SOURCE <= claim["source"].keys()


def test_a_table_has_rows_and_no_paths(sample: Case) -> None:
    for name in ("about", "timeline"):
        answer = sample.ask(name, start="Mech Dara")
        shape = answer.to_json()
        assert "paths" not in shape and shape["rows"] == list(answer.rows)
        for row in shape["rows"]:
            assert row.keys() == set(answer.columns)
            assert not row["edge"] or row["edge"] in shape["evidence"]


def test_networkx_has_the_evidence_on_its_edges(sample: Case) -> None:
    answer = sample.ask("ties", start="Ly Yong Phat")
    graph = answer.to_networkx()
    assert graph.is_directed() and graph.is_multigraph()
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (5, 6)
    for start, end, key, data in graph.edges(keys=True, data=True):
        assert data["id"] == key and data["evidence"] == answer.evidence[key]
        assert data["type"] in ("CONTROLS", "OWNS", "SAME_PREMISES", "LINKED_TO")
        assert "Entity" in graph.nodes[start]["labels"] and graph.nodes[end]["kind"]


def test_the_whole_graph_comes_through_a_lens(sample: Case) -> None:
    whole = sample.graph().to_networkx()
    assert all(data["evidence"] for _, _, data in whole.edges(data=True))
    assert not any("Source" in labels for _, labels in whole.nodes(data="labels"))
    assert sample.graph(known_at="2024-09-11").to_networkx().number_of_nodes() == 0
    before = sample.graph(as_of="2014-01-01").to_networkx()
    assert 0 < before.number_of_edges() < whole.number_of_edges()
    assert not any(data["certain"] for _, _, data in before.edges(data=True))


def test_networkx_has_a_tie_that_is_told_from_its_like_by_a_key(invent: Invent) -> None:
    case = invent("Person Ana Alpha | OWNS | Company Beta Works | interest=direct; status=reported")
    (edge,) = case.ask("ties", start="Ana Alpha", to="Company").to_networkx().edges(data=True)
    assert edge[2]["key"] == "direct" and edge[2]["evidence"]
    assert case.graph().to_networkx().number_of_edges() == 1
