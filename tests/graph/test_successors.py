"""Ids that once were answer with the ones that hold now (rule 10)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clew import Case
from clew.graph.errors import UnknownId
from clew.summary import Summary

Note = Callable[..., Path]
Take = Callable[..., Summary]

OWNS = "R1\tOWNS Arg1:T1 Arg2:T2"


def test_an_id_that_was_once_answers_with_the_one_that_holds(
    case: Case, note: Note, take: Take
) -> None:
    text = "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}, {T3 Person:Bo Ray} says."
    take(case, note(text, OWNS))
    old = {node["name"]: node["id"] for node in (case.find("Ann Lee") + case.find("Bo Ray"))}
    moved = text.replace("{T1 Person:Ann Lee}", "Ann {T1 Person:Lee}")
    case.load(note(moved, OWNS))
    with case.opened() as graph:
        assert graph.node(old["Ann Lee"]).properties["names"] == ["Lee"]
    case.same("Lee", "Bo Ray", because="a pen name")
    with case.opened() as graph:
        assert graph.node(old["Ann Lee"]).id == graph.node(old["Bo Ray"]).id
    swapped = text.replace("T1", "T9").replace("T3", "T1").replace("T9", "T3")
    case.load(note(swapped.replace("{T3 Person:Ann Lee}", "{T3 Person:Ann} Lee")))
    with case.opened() as graph:  # the tool gave its ids anew: T1 is now somebody else
        assert "Ann" in graph.node(old["Ann Lee"]).properties["names"]


def test_an_id_whose_mention_is_gone_answers_like_an_unknown_one(case: Case, note: Note) -> None:
    case.load(note("{T1 Person:Ann Lee} and {T2 Person:Bo Ray}."))
    old = case.find("Ann Lee")[0]["id"]
    case.load(note("Ann Lee and {T2 Person:Bo Ray}."))
    with case.opened() as graph:
        with pytest.raises(UnknownId) as gone:
            graph.node(old)
        with pytest.raises(UnknownId) as unknown:
            graph.node("m" + "0" * 32)
    assert str(gone.value) == str(unknown.value)
