"""Which reading is the curated one: by each tool's own means, and what `--curated` then shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew import Case, Lens
from clew.graph.curated import CURATORS
from clew.summary import Summary

Json = dict[str, Any]
Take = Callable[..., Summary]
Lines = Callable[..., list[str]]
TEXT = "Ana Alpha, invented, owns Gamma Park."
OTHER = "Ben Beta, invented, owns Delta Park."


def kinds(case: Case, lines: Lines, **lens: Any) -> list[tuple[str, str]]:
    """The things that a lens shows, each with its kind."""
    found = [json.loads(line) for line in lines(case, **lens)]
    nodes = [one["properties"] for one in found if one["sort"] == "Node" and "kind" in str(one)]
    return sorted((node["name"], node["kind"]) for node in nodes if "kind" in node)


def studio(tmp_path: Path, *tasks: tuple[str, list[tuple[int, str, bool]]]) -> Path:
    """A Label Studio export: of each text, by whom its first nine letters were called what."""
    made = [
        {
            "id": number,
            "data": {"text": text},
            "annotations": [
                {
                    "id": 10 * number + at,
                    "completed_by": who,
                    "ground_truth": truth,
                    "result": [
                        {
                            "id": "r",
                            "type": "labels",
                            "from_name": "label",
                            "to_name": "text",
                            "value": {"start": 0, "end": 8, "text": text[:8], "labels": [label]},
                        }
                    ],
                }
                for at, (who, label, truth) in enumerate(readings)
            ],
        }
        for number, (text, readings) in enumerate(tasks, 1)
    ]
    path = tmp_path / "export.json"
    path.write_text(json.dumps(made))
    return path


def test_label_studios_ground_truth_is_the_curated_reading(
    case: Case, tmp_path: Path, take: Take, lines: Lines
) -> None:
    truth = (TEXT, [(1, "Person", False), (2, "Company", True), (3, "Place", False)])
    none = (OTHER, [(1, "Place", False), (2, "Company", False)])
    take(case, studio(tmp_path, truth, none))
    assert len(case.agreement().pairs) == 3
    shown = kinds(case, lines, curated=True)
    assert shown == [("Ana Alph", "Company"), ("Ben Beta", "Company"), ("Ben Beta", "Place")]
    (pair,) = case.agreement(lens=Lens(curated=True)).pairs
    assert (pair.first, pair.documents) == ("1 (label-studio)", 1)


def test_a_ground_truth_stands_for_what_the_same_person_marked_beside_it(
    case: Case, tmp_path: Path, take: Take, lines: Lines
) -> None:
    path = studio(tmp_path, (TEXT, [(1, "Person", False), (1, "Company", True)]))
    (source,) = take(case, path).sources
    assert kinds(case, lines) == [("Ana Alph", "Company")]
    assert source["left_out"] == {"annotations beside the same person's ground truth": 1}


def test_a_ground_truth_that_is_taken_back_is_curated_no_more(
    case: Case, tmp_path: Path, take: Take, lines: Lines
) -> None:
    take(case, studio(tmp_path, (TEXT, [(1, "Person", True), (2, "Place", False)])))
    assert len(kinds(case, lines, curated=True)) == 1
    take(case, studio(tmp_path, (TEXT, [(1, "Person", False), (2, "Place", False)])))
    assert len(kinds(case, lines, curated=True)) == 2


def test_what_prodigys_review_settled_is_the_curated_reading(
    case: Case, tmp_path: Path, take: Take, lines: Lines
) -> None:
    def row(label: str, **more: Any) -> str:
        span = {"start": 0, "end": 9, "label": label}
        return json.dumps({"text": TEXT, "spans": [span], "answer": "accept", **more})

    path = tmp_path / "db.jsonl"
    rows = [row("Person", _session_id="news-anna"), row("Place", _session_id="news-ben")]
    settled = row("Company", _session_id="news-anna", versions=[], _view_id="review")
    path.write_text("\n".join([*rows, settled]))
    take(case, path)
    assert [kind for _, kind in kinds(case, lines)] != ["Company"]
    assert kinds(case, lines, curated=True) == [("Ana Alpha", "Company")]
    assert kinds(case, lines, annotators=("news-anna (review)",)) == [("Ana Alpha", "Company")]


@pytest.mark.parametrize("who", sorted({*CURATORS, "Curator", "GOLD"}))
def test_a_folder_or_a_user_may_be_called_a_curator(
    case: Case, note: Callable[..., Path], take: Take, lines: Lines, who: str
) -> None:
    path = note("{T1 Person:Ana Alpha} left.", folder=f"notes/{who}")
    note("{T1 Place:Ana Alpha} left.", folder="notes/anna")
    take(case, path.parents[1])
    assert kinds(case, lines, curated=True) == [("Ana Alpha", "Person")]


def test_a_curated_reading_that_marks_nothing_is_one_all_the_same(
    case: Case, note: Callable[..., Path], take: Take, lines: Lines
) -> None:
    path = note("Ana Alpha left.", folder="notes/curation")
    note("{T1 Place:Ana Alpha} left.", folder="notes/anna")
    take(case, path.parents[1])
    assert kinds(case, lines) == [("Ana Alpha", "Place")]
    assert kinds(case, lines, curated=True) == []


def test_a_curated_text_shows_only_that_and_others_show_all(
    case: Case, note: Callable[..., Path], take: Take
) -> None:
    for who, kind in (("curation", "Person"), ("anna", "Company"), ("ben", "Place")):
        path = note(f"{{T1 {kind}:Ana Alpha}} left.", folder=f"notes/{who}")
    for who, kind in (("anna", "Company"), ("ben", "Place")):
        note(f"{{T1 {kind}:Ben Beta}} came.", folder=f"notes/{who}", name="two")
    take(case, path.parents[1])
    with case.opened(Lens(curated=True)) as graph:
        assert dict(graph.left_out()) == {"not by a curator": 2}
    found = {one["name"]: one["kind"] for one in case.find("ana", lens=Lens(curated=True))}
    assert found == {"Ana Alpha": "Person"}
    assert len(case.find("ben", lens=Lens(curated=True))) == 2
    only = Lens(curated=True, annotators=("anna",))
    assert [one["kind"] for one in case.find("be", lens=only)] == ["Company"]
    assert case.find("ana", lens=only) == []
