"""Origins: a reprint or a wire copy is not a second source (rule 6)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from clew import Case
from clew.summary import Summary

Note = Callable[..., Path]
Take = Callable[..., Summary]
Lines = Callable[..., list[str]]

OWNS = "R1\tOWNS Arg1:T1 Arg2:T2"


@pytest.mark.parametrize("named", ["id", "title", "url", "path"])
def test_a_reprint_is_no_second_source(
    case: Case, note: Note, take: Take, lines: Lines, named: str
) -> None:
    text = "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}."
    facts = {"title": "One title", "url": "https://x.example/1"}
    first = take(case, note(text, OWNS, name="a"), facts=facts).sources[0]
    path = first["path"].replace(".ann", ".txt")
    name = {**facts, "id": first["document"], "path": path}[named]
    # a reprint mostly bears the title of what it reprints
    again = {"reprint_of": name, "title": "One title"}
    take(case, note(text + " (wire)", OWNS, name="b"), facts=again)
    take(case, note(text + " (2nd)", OWNS, name="c"), facts={"reprint_of": "A wire unknown"})
    (edge,) = (i for i in map(json.loads, lines(case)) if i["sort"] == "Edge")
    assert edge["properties"]["source_count"] == 2 and len(edge["properties"]["claims"]) == 3


def test_sources_that_name_one_another_have_one_origin(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    text = "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}."
    take(case, note(text, OWNS, name="a"), facts={"title": "A", "reprint_of": "B"})
    take(case, note(text + " (2)", OWNS, name="b"), facts={"title": "B", "reprint_of": "A"})
    (edge,) = (i for i in map(json.loads, lines(case)) if i["sort"] == "Edge")
    assert edge["properties"]["source_count"] == 1
