"""Answers, graphs and cases show themselves in a notebook: a picture where there can be one."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from IPython.core.formatters import DisplayFormatter

from clew import Case
from clew.graph.errors import UsageError
from clew.graph.view import pyvis_page
from clew.queries.answer import Answer

Note = Callable[..., Path]
#: An id, or the beginning of one.
BEGUN = re.compile(r"\b[cdem][0-9a-f]{6,32}\b")
HOSTILE = "<b onmouseover=x()>Bo&Co</b>"


@pytest.fixture
def small(case: Case, note: Note) -> Case:
    """Two invented people and a company with a hostile name, and what ties them."""
    text = f"{{T1 Person:Ann Lee}} runs {{T2 Company:{HOSTILE}}} with {{T3 Person:Cy Dee}}."
    ties = ["R1\tOWNS Arg1:T1 Arg2:T2", "R2\tOWNS Arg1:T3 Arg2:T2", "A1\tStatus R1 alleged"]
    case.load(note(text, *ties))
    return case


def test_an_answer_shows_its_picture_above_its_words(small: Case) -> None:
    answer = small.ask("path", start="Ann Lee", to="Cy Dee")
    shown = answer._repr_html_()
    picture, end, words = shown.partition("</iframe>")
    assert picture.startswith('<iframe sandbox="allow-scripts" ') and end
    assert words.startswith("<pre") and "not_stated, 2 steps" in words
    assert HOSTILE not in shown and "<b" not in shown


def test_an_answer_that_cannot_be_drawn_shows_its_words(
    small: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = small.ask("path", start="Ann Lee", to="Cy Dee")
    monkeypatch.setattr(pyvis_page, "MOST_NODES", 2)
    assert _words_alone(answer).startswith("No picture: pyvis draws at most 2 nodes")
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "pyvis", None)
    monkeypatch.delitem(sys.modules, "clew.graph.view.pyvis_network", raising=False)
    assert _words_alone(answer).startswith("No picture: pyvis is not installed: python -m pip")


def test_an_answer_whose_case_has_changed_says_so(small: Case, note: Note) -> None:
    answer = small.ask("path", start="Ann Lee", to="Cy Dee")
    small.load(note("{T1 Person:Ed Fay} came.", name="later"))
    assert _words_alone(answer).startswith("No picture: the case has changed since")


def _words_alone(answer: Answer) -> str:
    shown = answer._repr_html_()
    assert "<iframe" not in shown and "not_stated, 2 steps" in shown
    return shown.partition(">")[2]


def test_nothing_that_a_notebook_keeps_of_an_answer_holds_an_id_of_the_case(small: Case) -> None:
    with small.opened() as graph:
        own = {i for letter in "cdem" for i in graph.items.ids(letter)}
        salted = {graph.handing.id(i)[:9] for i in own}
    path = small.ask("path", start="Ann Lee", to="Cy Dee")
    for answer in (path, small.ask("about", start="Ann Lee"), small.ask("degree")):
        words = BEGUN.findall(_kept(answer))
        assert not {i[:7] for i in own} & {word[:7] for word in words}
        assert answer.rows or salted & set(words)
    kept = _kept(small.query("MATCH (n)-[r]->(m) RETURN n, r, m"))
    assert "Result with 2 rows of n, r, m" in kept and not BEGUN.findall(kept)


def _kept(shown: object) -> str:
    """Return all that a notebook's file keeps of what it shows."""
    formatter: Any = DisplayFormatter()
    bundle, _ = formatter.format(shown)
    return "\n".join(bundle.values())


def test_no_answer_is_said_without_an_empty_picture(small: Case) -> None:
    shown = small.ask("ties", start="Ann Lee", to="Compound")._repr_html_()
    assert "No answer in this graph." in shown


def test_a_whole_graph_goes_through_pyvis(small: Case) -> None:
    network = small.graph().to_pyvis()
    assert (len(network.nodes), len(network.edges)) == (3, 2)
    ids = [node.id for node in small.picture("Ann Lee").nodes]
    assert {*ids} <= {node["id"] for node in network.nodes}
    assert len(small.graph(statuses=("alleged",)).to_pyvis().edges) == 1


def test_too_large_a_graph_is_refused_with_what_to_do(
    small: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyvis_page, "MOST_NODES", 2)
    with pytest.raises(UsageError, match="at most 2 nodes and here are 3.*`clew view`"):
        small.graph().to_pyvis()


def test_nothing_is_written_over_a_file_of_the_case(small: Case) -> None:
    ledger = small.directory.ledger
    before = ledger.read_bytes()
    with pytest.raises(UsageError):
        small.ask("path", start="Ann Lee", to="Cy Dee").to_pyvis().show(str(ledger))
    assert ledger.read_bytes() == before


def test_a_graph_a_case_and_a_picture_show_themselves(small: Case) -> None:
    assert "3 nodes and 2 ties\nLens: default" in small.graph()._repr_html_()
    assert "1 source through" in small._repr_html_()
    shown = small.picture("Ann Lee")._repr_html_()
    assert "2 nodes and 1 tie" in shown and "A path is no accusation" in shown
