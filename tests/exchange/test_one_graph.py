"""One document that came in many formats is one graph, in whatever order they came."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

import clew
from clew import Case
from clew.summary import Summary
from tests.annotated.formats import FORMATS
from tests.annotated.from_brat import FOLDER, one_document

Take = Callable[..., Summary]
Lines = Callable[..., list[str]]
#: A format of each tool: a second one of a tool would take the first one's place (rule 5).
TOOLS = (
    ["brat", "Label Studio JSON", "doccano JSONL", "UIMA CAS XMI", "INCEpTION project"]
    + ["W3C Web Annotation", "Hypothesis", "Prodigy rel", "spaCy DocBin", "CoNLL, layers"]
    + ["DyGIE JSON"]
)
FACTS = {"title": "An invented report", "published": "2026-01-05"}
_number = count()


@pytest.fixture
def graph(tmp_path: Path, take: Take, lines: Lines) -> Callable[..., list[str]]:
    """Return what a case shows into which the document came in these formats, one by one."""

    def made(names: list[str]) -> list[str]:
        folder = tmp_path / f"run{next(_number)}"
        case = clew.create(folder / "case")
        for name in names:
            summary = take(case, _written(name, folder), facts=FACTS)
            assert not summary.failures, [str(one) for one in summary.failures]
        return lines(case, disclose="all")

    return made


def _written(name: str, folder: Path) -> Path:
    if name == "the original":
        return FOLDER / "note.ann"
    return FORMATS[name](one_document(), folder / name.replace(" ", "-"))


def _drawn(found: list[str]) -> list[str]:
    """Return the nodes and edges of a graph, without who says what."""
    return [line for line in found if not _is_claim(json.loads(line))]


def test_a_format_of_each_tool_is_one_graph_in_any_order(graph: Callable[..., list[str]]) -> None:
    found = graph(TOOLS)
    orders = [TOOLS[::-1], random.Random(1).sample(TOOLS, len(TOOLS))]
    for order in orders:
        assert graph(order) == found, order
    assert _drawn(found) == _drawn(graph(["the original"]))


def test_all_formats_give_each_claim_once(graph: Callable[..., list[str]]) -> None:
    original = graph(["the original"])
    found = graph(random.Random(2).sample([*FORMATS], len(FORMATS)))
    assert _drawn(found) == _drawn(original)
    claims = sorted(one["id"] for one in map(json.loads, found) if _is_claim(one))
    assert claims == sorted({one["id"] for one in map(json.loads, original) if _is_claim(one)})


def _is_claim(item: dict[str, object]) -> bool:
    return item["sort"] == "Evidence"


def test_the_same_export_again_changes_nothing(case: Case, take: Take, tmp_path: Path) -> None:
    paths = [FORMATS[name](one_document(), tmp_path / name) for name in TOOLS]
    for path in paths:
        take(case, path)
    for path in paths:
        again = take(case, path)
        changed = [one["claims_new"] + one["claims_withdrawn"] for one in again.sources]
        assert changed == [0], path
