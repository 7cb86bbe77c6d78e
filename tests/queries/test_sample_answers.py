"""The questions of the sample case, answered as its own notes say."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from clew import Answer, Case, Lens
from clew.queries.library import QUESTIONS

Said = Callable[[Answer], list[str]]
HEADLINE: dict[str, Any] = {"start": "Ly Yong Phat", "to": "Compound"}
LISTED = "official: Ly Yong Phat LINKED_TO O-Smach Resort SAME_PREMISES O-Smach Resort"
CHAINS = [
    f"alleged: Ly Yong Phat {tie} L.Y.P. Group OWNS O-Smach Resort SAME_PREMISES O-Smach Resort"
    for tie in ("LINKED_TO", "CONTROLS")
]
CLASS = "alleged: Ly Yong Phat LINKED_TO "
RELATIVE = "A relative who was with him"


def _source(case: Case, title: str) -> str:
    return next(s.id for s in case.sources() if title in s.fact("title"))


def test_the_headline_is_a_chain_and_a_class_apart(sample: Case, said: Said) -> None:
    answer = sample.ask("ties", **HEADLINE)
    assert said(answer) == [LISTED, *CHAINS, CLASS]
    text = answer.to_text()
    assert text.index("1. official, 2 steps") < text.index("2. alleged, 3 steps")
    first, second = text.index("3. alleged, 3 steps"), text.index("4. alleged, 1 step, to a class")
    for verb in ("— controls →", "— owns →", "— is on the same premises as →"):
        assert first < text.index(verb, first) < second
    assert "O-Smach Resort (Company)" in text and "O-Smach Resort (Compound)" in text


def test_each_step_has_status_quote_source_and_date(sample: Case) -> None:
    answer = sample.ask("ties", **HEADLINE)
    steps = answer.paths[2].edges
    assert [step.properties["status"] for step in steps] == ["alleged", "alleged", "official"]
    for step in steps:
        (claim,) = answer.evidence[step.id]
        assert claim["attribution"] == "OFAC"
        assert claim["source"]["publisher"] == "U.S. Department of the Treasury"
        assert claim["source"]["published"] == "2024-09-12"
        assert claim["quote"] in answer.to_text() and claim["source"]["sha256"] in answer.to_text()
    (claim,) = answer.evidence[steps[1].id]
    assert claim["quote"] == "OFAC says that L.Y.P. Group owns the company O-Smach Resort."


def test_the_class_line_says_whose_word_it_is_and_that_it_closed(sample: Case) -> None:
    text = sample.ask("ties", **HEADLINE).to_text()
    line = text[text.index("4. alleged") : text.index("Not known")]
    assert "1 source" in line
    assert "alleged (says Voice of Democracy, which has closed): “" in line


def test_what_is_not_known_is_said_and_that_nobody_is_accused(sample: Case) -> None:
    answer = sample.ask("ties", **HEADLINE)
    owns = "Since when L.Y.P. Group owns O-Smach Resort (Company) (alleged) is not stated."
    assert owns in answer.not_known
    for rendered in (answer.to_text(), answer.to_markdown()):
        assert "A path is no accusation" in rendered


@pytest.mark.parametrize(
    ("lens", "note"),
    [
        (Lens(known_at="2024-09-11"), "that became known later were left out"),
    ],
)
def test_no_answer_is_said_as_such_with_what_was_left_out(
    sample: Case, lens: Lens, note: str
) -> None:
    answer = sample.ask("ties", **HEADLINE, lens=lens)
    assert answer.is_empty and answer.to_json()["paths"] == []
    assert "No answer in this graph." in answer.to_text()
    assert any(note in said for said in answer.notes)
    assert "accusation" not in answer.to_text()


def test_what_is_official_alone_is_the_list_and_the_site(sample: Case, said: Said) -> None:
    lens = Lens(statuses=("official",))
    answer = sample.ask("ties", **HEADLINE, lens=lens)
    assert said(answer) == [LISTED]
    linked, site = answer.paths[0].edges
    (claim,) = answer.evidence[linked.id]
    assert claim["quote"] == "Linked To: LY, Yong Phat"
    assert claim["locator"] == "sdn.csv, line 1, Remarks"
    assert (claim["known_from"], claim["attribution"]) == ("2026-07-01", "")
    assert linked.properties["means"] == ["Linked To"]
    without = Lens(statuses=("official",), without_sources=(_source(sample, "OFAC's list"),))
    fell = sample.ask("ties", **HEADLINE, lens=without)
    assert fell.is_empty and "No answer in this graph." in fell.to_text()
    assert [[edge.id for edge in path.edges] for path in fell.fallen] == [[linked.id, site.id]]


def test_the_list_adds_no_step_before_its_day(sample: Case, said: Said) -> None:
    then = sample.ask("ties", **HEADLINE, lens=Lens(known_at="2026-06-30"))
    assert said(then) == [CHAINS[1], CLASS]


def test_the_sample_decides_who_is_who_and_leaves_the_senator_open(sample: Case) -> None:
    (person,) = sample.query("MATCH (p:Person {name: 'Ly Yong Phat'}) RETURN p")
    assert {"LY, Yong Phat", "Ly Yong Phat"} <= set(person["p"].properties["names"])
    sites = "MATCH (n:Entity) WHERE n.name =~ '(?i)o.smach resort' RETURN n.kind AS kind"
    assert sorted(row["kind"] for row in sample.query(sites)) == ["Company", "Compound"]
    (open_,) = [p for p in sample.candidates() if p.kind == "Person"]
    assert [f.name for f in open_.features] == ["same act in the same month"]


def test_every_question_is_empty_before_the_first_source(sample: Case) -> None:
    lens = Lens(known_at="2024-09-11")
    assert sample.ask("about", start="Ly Yong Phat", lens=lens).is_empty
    assert sample.ask("timeline", start="Ly Yong Phat", lens=lens).is_empty
    assert sample.ask("path", start="Ly Yong Phat", to="Mech Dara", lens=lens).is_empty


def test_without_the_designation_note_the_chain_falls(sample: Case, said: Said) -> None:
    lens = Lens(without_sources=(_source(sample, "jy2576"),))
    answer = sample.ask("ties", **HEADLINE, lens=lens)
    assert said(answer) == [CLASS]
    assert [[edge.type for edge in path.edges] for path in answer.fallen] == [
        ["LINKED_TO", "SAME_PREMISES"],
        ["LINKED_TO", "OWNS", "SAME_PREMISES"],
        ["CONTROLS", "OWNS", "SAME_PREMISES"],
    ]
    fell = {edge.id for path in answer.fallen for edge in path.edges}
    assert fell <= answer.evidence.keys()
    assert "Falls without the sources left out:" in answer.to_text()


def test_an_id_of_one_lens_is_understood_in_another(sample: Case, said: Said) -> None:
    whole = sample.ask("ties", **HEADLINE).paths[0].nodes[0].id
    for title in ("jy2576", "First report"):
        lens = Lens(without_sources=(_source(sample, title),))
        by_id = sample.ask("ties", start=whole, lens=lens)
        assert said(by_id) == said(sample.ask("ties", **HEADLINE, lens=lens))
        assert len(by_id.fallen) == {"jy2576": 3, "First report": 1}[title]


def test_about_has_kinds_ties_and_values_each_with_its_claims(sample: Case) -> None:
    answer = sample.ask("about", start="Mech Dara")
    rows = {row["tie"]: row for row in answer.rows}
    assert rows["Mech Dara is named as Person, 12 times"]["status"] == "reported"
    assert len(rows["country: kh"]["claims"]) == 2
    charged = "Mech Dara is or was charged with incitement to"
    assert f"{charged} commit a felony" in rows
    assert f"{charged} disturb social security" in rows
    for row in answer.rows:
        known = {c["id"] for c in answer.evidence[row["edge"] or answer.items[0].id]}
        assert row["claims"] and known.issuperset(row["claims"])
    assert answer.to_networkx().number_of_edges() == 11


def test_a_timeline_says_how_exactly_it_is_known(sample: Case) -> None:
    answer = sample.ask("timeline", start="Mech Dara")
    assert [row["when"] for row in answer.rows] == ["2015", *["2024-09-30"] * 3]
    assert [row["precision"] for row in answer.rows][:2] == ["2015-01-01 to 2015-12-31", "day"]
    assert [row["overlaps"] for row in answer.rows] == [0, 1, 1, 1]
    assert "Sequence is not cause." in answer.notes


def _parameters(name: str, entity: str) -> dict[str, Any]:
    """Ask a question of the library about an entity, as widely as it can be asked."""
    given = {"to": "Person", "steps": 6, "since": "2000", "until": "2030", "only": "official"}
    known = {p.name: p for p in QUESTIONS[name].parameters}
    asked = {key: value for key, value in given.items() if key in known}
    about = [key for key, p in known.items() if p.entity][:1]
    return {**dict.fromkeys(about, entity), **asked}


def test_the_protected_relative_is_in_no_public_answer(sample: Case) -> None:
    known = sample.ask("path", start="Mech Dara", to="Person", steps=6, lens=Lens(disclose="all"))
    assert RELATIVE in known.to_text()
    secret = {node.id for path in known.paths for node in path.nodes} - {
        node["id"] for node in sample.query("MATCH (n:Entity) RETURN n.id AS id")
    }
    assert secret
    for name in QUESTIONS:
        sites = ("O-Smach Resort",)
        for start in sites if name == "compound" else ("Mech Dara", "BBC", "CamboJA"):
            answer = sample.ask(name, **_parameters(name, start))
            shown = [answer.to_text(), answer.to_markdown(), json.dumps(answer.to_json())]
            shown.append(repr(list(answer.to_networkx().edges(data=True))))
            for text in shown:
                assert RELATIVE not in text and "relative" not in text
                assert not any(identity in text for identity in secret)
        if any(parameter.entity for parameter in QUESTIONS[name].parameters):
            with pytest.raises(Exception, match="nothing in this case"):
                sample.ask(name, **_parameters(name, secret.copy().pop()))


def test_a_lens_of_the_case_shows_that_there_is_somebody_protected(sample: Case) -> None:
    answer = sample.ask("about", start="Mech Dara", lens=Lens(disclose="case"))
    assert any("protected" in row["tie"] for row in answer.rows)
    assert RELATIVE not in answer.to_text()
