"""Pictures of answers and of queries: what is in them, and that they may leave the case."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

import clew
from clew import Case, Lens
from clew.graph.errors import UsageError
from clew.graph.ledger.ids import ids_of
from clew.graph.view.picture import Picture
from clew.queries.library import QUESTIONS
from clew.viewing import told

Load = Callable[..., Case]
Invent = Callable[..., Case]
ID = re.compile(r"[cdeimr][0-9a-f]{32}")
#: What questions need beside the entity that they are about.
GIVEN = {"to": "Compound", "since": "2000-01-01", "until": "2100-01-01"}
MORE = {"compound": {"compound": "O-Smach Resort"}, "strip": {"only": "official"}}


def strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from (name, *strings(part))
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from strings(part)


def own_ids(case: Case) -> set[str]:
    """Every id that the ledger and the default projection hold."""
    with case.opened() as graph:
        found = {i for letter in "cdem" for i in graph.items.ids(letter)}
        found |= {i for letter in "cdmri" for i in ids_of(graph.db, letter)}
        nodes = list(graph.nodes())
    return found | {i for n in nodes for i in n.properties.get("identity_decisions", ())}


def names(picture: Picture) -> list[str]:
    return [node.properties["name"] for node in picture.nodes]


def ties(picture: Picture) -> list[str]:
    called = {node.id: node.properties["name"] for node in picture.nodes}
    return [f"{called[e.start]} {e.type} {called[e.end]}" for e in picture.edges]


def test_an_answer_is_drawn_with_the_evidence_of_every_step(sample: Case) -> None:
    answer = sample.ask("ties", start="Ly Yong Phat", to="Compound")
    picture = answer.picture()
    assert picture.title == answer.title and picture.query == answer.query
    assert [node.properties["name"] for node in picture.nodes if node.id in picture.focus] == [
        "Ly Yong Phat"
    ]
    assert len(picture.ways) == len(answer.paths) == 4
    drawn = {item.id for item in picture.nodes} | {edge.id for edge in picture.edges}
    assert drawn == picture.evidence.keys()
    edges = {edge.id: edge for path in answer.paths for edge in path.edges}
    assert len(picture.edges) == len(edges)
    told = sorted(json.dumps([c["quote"] for c in answer.evidence[i]]) for i in edges)
    shown = [picture.evidence[edge.id] for edge in picture.edges]
    assert sorted(json.dumps([c["quote"] for c in claims]) for claims in shown) == told
    for way in picture.ways:
        assert {*way.nodes, *way.edges} <= drawn and len(way.nodes) == len(way.edges) + 1


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_no_id_of_the_case_is_in_the_picture_of_any_question(name: str, sample: Case) -> None:
    asked = QUESTIONS[name]
    needed: dict[str, Any] = {
        p.name: GIVEN.get(p.name, "Ly Yong Phat") for p in asked.parameters if p.required
    }
    needed.update(MORE.get(name, {}))
    own = own_ids(sample)
    answer = sample.ask(name, lens=None, **needed)
    picture = answer.picture()
    found = {i for text in strings(asdict(replace(picture, evidence={}))) for i in ID.findall(text)}
    found |= {i for text in strings(dict(picture.evidence)) for i in ID.findall(text)}
    assert not found & own and (found or answer.is_empty)
    short = {f"({i[:7]})" for i in own}
    assert (
        not {s for text in strings(asdict(picture)) for s in re.findall(r"\(\w{7}\)", text)} & short
    )
    assert all("Source" not in node.labels for node in picture.nodes)


def test_namesakes_are_told_apart_by_ids_that_may_be_handed_on(invent: Invent) -> None:
    case = invent("Person Ana Alpha | OWNS | Compound Gamma Park")
    with case.opened() as graph:
        identity = graph.entity("Ana Alpha").id
        hand = graph.handing
    answer = case.ask("ties", start="Ana Alpha", to="Compound")
    told = replace(answer, not_known=(f"Since when Ana Alpha ({identity[:7]}) owns it.",))
    assert told.picture().not_known == (f"Since when Ana Alpha ({hand.id(identity)[:7]}) owns it.",)


def test_the_same_answer_is_the_same_picture(sample: Case) -> None:
    one, two = (sample.ask("path", start="Mech Dara", to="Ly Yong Phat") for _ in range(2))
    assert one.picture() == two.picture()
    assert one == two and "reopen" not in repr(one)


def test_a_case_that_has_changed_since_must_be_asked_again(invent: Invent, load: Load) -> None:
    case = invent("Person Ana Alpha | OWNS | Compound Gamma Park")
    answer = case.ask("ties", start="Ana Alpha", to="Compound")
    rows = case.query("MATCH (p:Person) RETURN p")
    load(case, "Person Ana Alpha | OWNS | Compound Delta Park", name="second")
    for asked in (answer, rows):
        with pytest.raises(UsageError, match="ask again"):
            asked.picture()
    with pytest.raises(UsageError, match="without its case"):
        replace(answer, reopen=None).picture()


def test_a_planned_path_and_a_denied_tie_are_told_as_such(invent: Invent, load: Load) -> None:
    case = invent(
        "Person Ana Alpha | OWNS | Company Beta Works",
        "Company Beta Works | DEVELOPED | Compound Gamma Park | status=planned",
        "Person Ana Alpha | OPERATES | Company Beta Works | status=denied",
    )
    picture = case.ask("ties", start="Ana Alpha", to="Compound").picture()
    assert [way.part for way in picture.ways] == ["planned"]
    assert [(claim["status"], claim["says"]["type"]) for claim in picture.denials] == [
        ("denied", "OPERATES")
    ]
    says = picture.denials[0]["says"]
    assert {says["start"], says["end"]} <= {node.id for node in picture.nodes}
    rows = case.query("MATCH p = (:Person)--()--(:Compound) RETURN p").picture()
    assert [way.part for way in rows.ways] == ["planned"]


def test_what_fell_with_a_source_is_counted_and_not_drawn(invent: Invent, load: Load) -> None:
    case = invent("Person Ana Alpha | OWNS | Compound Gamma Park")
    load(case, "Person Ana Alpha | OWNS | Compound Delta Park", name="second")
    (second,) = (source.id for source in case.sources() if "second" in source.title)
    lens = Lens(without_sources=(second,))
    picture = case.ask("ties", start="Ana Alpha", to="Compound", lens=lens).picture()
    assert names(picture) == ["Ana Alpha", "Gamma Park"]
    assert any("1 path stands only with what was left out" in note for note in picture.notes)
    assert second not in picture.lens and "without-sources d" in picture.lens


def test_no_answer_is_a_picture_that_says_so(invent: Invent) -> None:
    case = invent("Person Ana Alpha | OWNS | Company Beta Works", "Compound Gamma Park")
    picture = case.ask("ties", start="Ana Alpha", to="Compound").picture()
    assert (picture.nodes, picture.edges) == ((), ())
    assert picture.notes[0] == "No answer in this graph."
    rows = case.query("MATCH (n:Sanction) RETURN n").picture()
    assert rows.nodes == () and rows.notes[0] == "No answer in this graph."


def test_the_rows_of_a_query_are_drawn_by_their_nodes_edges_and_paths(invent: Invent) -> None:
    case = invent(
        "Person Ana Alpha | OWNS | Company Beta Works",
        "Company Beta Works | OWNS | Compound Gamma Park",
        "Person Cy Delta | OWNS | Compound Gamma Park",
    )
    whole = "MATCH p = (:Person {name: $who})-[*2]->(:Compound) RETURN p, 1 AS one"
    path = case.query(whole, who="Ana Alpha").picture()
    assert names(path) == ["Ana Alpha", "Beta Works", "Gamma Park"] and len(path.ways) == 1
    assert path.parameters == {"who": "Ana Alpha"} and path.query == whole
    edge = case.query("MATCH (:Person {name: 'Cy Delta'})-[r]->() RETURN r").picture()
    assert ties(edge) == ["Cy Delta OWNS Gamma Park"]
    listed = case.query("MATCH (c:Company)-[r]-() RETURN collect({at: c, by: r}) AS all").picture()
    assert len(listed.edges) == 2
    alone = case.query("MATCH (n:Entity), (s:Source) RETURN n, s").picture()
    assert len(alone.nodes) == 4 and not alone.edges
    assert any("RETURN the edges, too" in note for note in alone.notes)


@pytest.mark.parametrize("text", ["MATCH (n:Entity) RETURN n.name", "MATCH (s:Source) RETURN s"])
def test_rows_that_hold_nothing_to_draw_are_refused(text: str, invent: Invent) -> None:
    case = invent("Person Ana Alpha | OWNS | Compound Gamma Park")
    with pytest.raises(UsageError, match="RETURN nodes, edges or paths"):
        case.query(text).picture()


def test_ids_that_were_typed_are_handed_on_salted_once(invent: Invent) -> None:
    case = invent("Person Ana Alpha | OWNS | Compound Gamma Park")
    with case.opened() as graph:
        own, hand = graph.entity("Ana Alpha").id, graph.handing
    new = hand.id(own)
    for given in (own, new):
        asked = case.ask("ties", start=given, to="Compound").picture()
        assert asked.parameters["start"] == new and asked.focus == (new,)
    text = "MATCH (n:Entity {id: $i}) WHERE n.id = 'ID' RETURN n"
    rows = case.query(text.replace("ID", own), i=own).picture()
    assert rows.query == text.replace("ID", new) and rows.parameters == {"i": new}


def test_protected_names_that_were_typed_are_masked(tmp_path: Path, load: Load) -> None:
    case = load(
        clew.create(tmp_path / "case"),
        "Person Ana Alpha | OWNS | Compound Gamma Park",
        "Person! Xanthe Quillon | SPOKE_TO | Person Ana Alpha",
    )
    text = "MATCH (p:Person) WHERE p.name <> 'Xanthe Quillon' AND p.name <> $n RETURN p"
    rows = case.query(text, n="Xanthe Quillon").picture()
    assert names(rows) == ["Ana Alpha"]
    assert "Quillon" not in str(rows) and "[protected]" in rows.query
    lens = Lens(annotators=("Xanthe Quillon",))
    assert "Quillon" not in str(case.query("MATCH (n) RETURN n", lens=lens).picture())
    everything = Lens(disclose="all")
    assert "Xanthe Quillon" in case.query(text, n="x", lens=everything).picture().query


def test_parts_of_protected_names_that_were_typed_are_masked(tmp_path: Path, load: Load) -> None:
    case = load(
        clew.create(tmp_path / "case"),
        "Person Ana Alpha | OWNS | Compound Gamma Park",
        "Person! Xanthe In Alpha | SPOKE_TO | Person Ana Alpha",
    )
    text = "MATCH (p) WHERE p.name = 'XANTHE' OR p.name IN ['Ana', $Xanthe] RETURN p // of Xanthe"
    rows = case.query(text, {"Xanthe": ["Ana Alpha", "xanthe"]}).picture()
    assert rows.query == (
        "MATCH (p) WHERE p.name = '[protected]' OR p.name IN ['Ana', $[protected]] RETURN p"
        " // of [protected]"
    )
    assert rows.parameters == {"[protected]": ["Ana Alpha", "[protected]"]}
    assert "Xanthe" not in str(case.query(text, Xanthe="", lens=Lens(disclose="case")).picture())
    assert case.query(text, Xanthe="", lens=Lens(disclose="all")).picture().query == text


def test_a_source_without_a_title_tells_no_folder_of_the_machine(invent: Invent) -> None:
    case = invent("Person Ana Alpha | OWNS | Compound Gamma Park")
    (path,) = (source.path for source in case.sources())
    assert path.startswith("/")
    with case.opened() as graph:
        claim = graph.entity("Ana Alpha").properties["claims"][0]
    case.reply(claim, answer="denied", text="no", who="Ana Alpha", source=path)
    shown = case.picture("Ana Alpha")
    remarked = [claim for claims in shown.evidence.values() for claim in claims]
    assert any(claim.get("remarks") for claim in remarked)
    assert str(case.directory.path) not in str(shown) and "note.txt" in str(shown)


def test_where_groups_stand_for_nodes_no_evidence_is_read(
    sample: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = sample.ask("ties", start="Ly Yong Phat", to="Compound")
    whole = answer.picture()
    monkeypatch.setattr("clew.queries.pictures.MOST_NODES", 3)
    many = answer.picture()
    assert many.evidence == {} and many.denials == ()
    assert (many.nodes, many.edges) == (whole.nodes, whole.edges)
    assert told("x", "", many).splitlines()[0] == told("x", "", whole).splitlines()[0]
