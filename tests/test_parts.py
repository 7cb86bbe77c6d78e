"""Several files of one reading of one text: what adds up, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

import clew
from clew import Case
from clew.summary import Summary

Take = Callable[..., Summary]
Lines = Callable[..., list[str]]
TEXT = "Ana Alpha owns Beta Park, Cy Gamma leads Delta Park."
NAMES = {"Ana Alpha": "Person", "Beta Park": "Compound", "Cy Gamma": "Person"}


@pytest.fixture
def rows(tmp_path: Path) -> Callable[..., Path]:
    """Write a data set of Prodigy's in which these names are marked, and return its path."""

    def write(name: str, *names: str, who: str = "news-anna") -> Path:
        spans = [
            {"start": TEXT.index(n), "end": TEXT.index(n) + len(n), "label": NAMES[n]}
            for n in names
        ]
        row = {"text": TEXT, "spans": spans, "answer": "accept", "_session_id": who}
        path = tmp_path / "sets" / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(row), "utf-8")
        return path

    return write


def named(case: Case, lines: Lines) -> set[str]:
    found = [json.loads(line) for line in lines(case)]
    return {one["properties"]["name"] for one in found if "Entity" in one.get("labels", ())}


def counted(summary: Summary) -> tuple[int, ...]:
    return tuple(summary.total(f"claims_{n}") for n in ("new", "known", "changed", "withdrawn"))


def test_two_data_sets_of_one_annotator_add_up_and_twice_changes_nothing(
    case: Case, rows: Callable[..., Path], take: Take, lines: Lines
) -> None:
    folder = rows("a", "Ana Alpha").parent
    rows("b", "Beta Park", "Cy Gamma")
    first = take(case, folder)
    assert counted(first) == (3, 0, 0, 0) and not first.needs_a_look
    assert [note.count("parts of one reading") for note in first.notes] == [1]
    assert named(case, lines) == set(NAMES)
    again = take(case, folder)
    assert counted(again) == (0, 3, 0, 0) and not again.run
    assert not case.verify().problems and case.agreement().pairs == ()
    for name in ("b", "a"):
        assert not take(case, folder / f"{name}.jsonl").run


def test_in_any_order_the_parts_give_one_graph(
    tmp_path: Path, rows: Callable[..., Path], take: Take, lines: Lines
) -> None:
    paths = [rows(f"part{n}", name) for n, name in enumerate(NAMES)]
    seen: set[tuple[str, ...]] = set()
    for number, order in enumerate(permutations(paths)):
        case = clew.create(tmp_path / f"case{number}")
        take(case, *order)
        assert named(case, lines) == set(NAMES)
        found = [json.loads(line) for line in lines(case)]
        seen.add(tuple(one["id"] for one in found if one["sort"] != "Node"))
    assert len(seen) == 1


def test_a_part_that_changed_takes_its_own_place_alone(
    case: Case, rows: Callable[..., Path], take: Take, lines: Lines
) -> None:
    folder = rows("a", "Ana Alpha").parent
    rows("b", "Beta Park")
    take(case, folder)
    rows("b", "Cy Gamma")
    later = take(case, folder)
    assert counted(later) == (1, 1, 0, 1)
    assert named(case, lines) == {"Ana Alpha", "Cy Gamma"}
    rows("a", "Beta Park")
    take(case, folder)
    assert named(case, lines) == {"Beta Park", "Cy Gamma"}
    assert not take(case, folder).run
    case.undo(later.run)
    assert "Ana Alpha" not in named(case, lines)


def test_a_newer_export_of_all_replaces_the_parts(
    case: Case, rows: Callable[..., Path], take: Take, lines: Lines
) -> None:
    folder = rows("a", "Ana Alpha").parent
    rows("b", "Beta Park")
    first = take(case, folder)
    whole = rows("whole", "Ana Alpha", "Cy Gamma")
    second = take(case, whole)
    assert counted(second) == (1, 1, 0, 1)
    assert named(case, lines) == {"Ana Alpha", "Cy Gamma"}
    case.undo(second.run)
    assert named(case, lines) == {"Ana Alpha", "Beta Park"}
    case.undo(first.run)
    assert named(case, lines) == set()


def test_what_says_some_of_it_again_is_another_reading_and_is_told(
    case: Case, rows: Callable[..., Path], take: Take, lines: Lines
) -> None:
    folder = rows("a", "Ana Alpha", "Beta Park").parent
    rows("b", "Beta Park", "Cy Gamma")
    summary = take(case, folder)
    (failure,) = summary.failed
    assert "b.jsonl" in failure.file and "put parts of one reading into one file" in failure.reason
    assert named(case, lines) == {"Ana Alpha", "Beta Park"}
    rows("b", "Beta Park", "Cy Gamma", who="news-ben")
    assert not take(case, folder).failed
    assert len(case.agreement().pairs) == 1


def test_pages_of_one_collection_add_up(case: Case, tmp_path: Path, take: Take) -> None:
    (tmp_path / "text.txt").write_text(TEXT)
    (tmp_path / "pages").mkdir()
    for number, name in enumerate(NAMES):
        made: dict[str, Any] = {"type": "Annotation", "id": f"#{number}", "target": {}}
        made["body"] = {"type": "TextualBody", "purpose": "tagging", "value": NAMES[name]}
        quote = {"type": "TextQuoteSelector", "exact": name}
        made["target"] = {"source": "text.txt", "selector": quote}
        page = {"type": "AnnotationPage", "partOf": "#all", "items": [made]}
        page["@context"] = "http://www.w3.org/ns/anno.jsonld"
        (tmp_path / "pages" / f"{number}.json").write_text(json.dumps(page))
    summary = take(case, tmp_path / "pages", text=tmp_path / "text.txt")
    assert counted(summary) == (3, 0, 0, 0) and not summary.failed
