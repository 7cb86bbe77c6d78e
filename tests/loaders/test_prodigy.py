"""Prodigy: which answers enter, whose they are, and what is broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew.graph.model import Batch
from clew.loaders.annotations.spacy.prodigy import prodigy
from clew.loaders.base import Input
from clew.loaders.batches import batches
from clew.loaders.registry import detect
from clew.loaders.walk import Failure

Json = dict[str, Any]
Take = Callable[..., list[Batch]]
TEXT = "🏝 Zebulon Vos owns Quagga Resort."
SECRET = ("Zebulon", "Vos", "Quagga", "Resort", "Xylophon")
PERSON = {"start": 2, "end": 13, "token_start": 1, "token_end": 2, "label": "PERSON"}
RESORT = {"start": 19, "end": 32, "token_start": 4, "token_end": 5, "label": "Compound"}


def tokens() -> list[Json]:
    found, at = [], 0
    for number, word in enumerate([*TEXT[:-1].split(), "."]):
        start = TEXT.index(word, at)
        at = start + len(word)
        found.append({"text": word, "start": start, "end": at, "id": number})
    return found


def task(*spans: Json, **more: Any) -> Json:
    kept = {"text": TEXT, "tokens": tokens(), "spans": list(spans), "answer": "accept"}
    return kept | more


def owns(label: str = "OWNS", **more: Any) -> Json:
    ends = {"head_span": PERSON, "child_span": RESORT}
    return {"head": 2, "child": 5, **ends, "label": label} | more


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Return the batches of a file with these rows, each a task or a line as it stands."""

    def run(*rows: Json | str) -> list[Batch]:
        path = tmp_path / "tasks.jsonl"
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path.write_text("\n".join(lines))
        found = list(batches([path]))
        assert not [str(one) for one in found if isinstance(one, Failure)]
        return [one for one in found if isinstance(one, Batch) and one.tool == "prodigy"]

    return run


def names(batch: Batch) -> list[tuple[str, str]]:
    return [(a.name, a.label) for a in batch.annotations if a.claim.shape == "mention"]


def ties(batch: Batch) -> list[tuple[str, str, str]]:
    known = {a.subject: a.name for a in batch.annotations if a.claim.shape == "mention"}
    tied = [a for a in batch.annotations if a.claim.shape == "tie"]
    return [(known[a.subject], a.claim.relation, known[a.object]) for a in tied]


MARKED = [("Zebulon Vos", "PERSON"), ("Quagga Resort", "Compound")]


def test_spans_and_relations_enter_with_their_words(take: Take) -> None:
    (batch,) = take(task(PERSON, RESORT, relations=[owns()]))
    assert names(batch) == MARKED and ties(batch) == [("Zebulon Vos", "OWNS", "Quagga Resort")]
    assert batch.counts == {"spans": 2, "relations": 1} and batch.annotator == ""


def test_what_only_a_relation_names_is_marked_too(take: Take) -> None:
    (batch,) = take(task(relations=[owns()]))
    assert names(batch) == MARKED and len(ties(batch)) == 1
    bare = {"head": 1, "child": 4, "label": "OWNS"}
    (batch,) = take(task(PERSON, relations=[bare]))
    assert names(batch) == [MARKED[0], ("Quagga", "Mention")]
    assert ties(batch) == [("Zebulon Vos", "OWNS", "Quagga")]


def test_coreference_is_the_same_thing(take: Take) -> None:
    (batch,) = take(task(PERSON, RESORT, relations=[owns("COREF")]))
    assert ties(batch) == [("Zebulon Vos", "SAME_AS", "Quagga Resort")]


def test_rejected_and_ignored_answers_are_left_out_and_counted(take: Take) -> None:
    (batch,) = take(task(PERSON, answer="reject"), task(RESORT, answer="ignore"))
    assert not batch.annotations and batch.document.text == TEXT
    assert batch.left_out == {"ignored answers": 1, "rejected answers": 1}


def test_pairs_without_a_relation_and_categories_are_left_out_and_counted(take: Take) -> None:
    first, second = take(
        task(PERSON, RESORT, relations=[owns("No-rel")]),
        {"text": "Other.", "accept": ["FRAUD"], "answer": "accept", "_view_id": "choice"},
    )
    assert names(first) == MARKED and not ties(first)
    assert first.left_out == {"pairs without a relation": 1}
    assert second.left_out == {"categories of whole texts": 1}


def test_predictions_that_nobody_answered_are_left_out(take: Take) -> None:
    guess = RESORT | {"source": "en_core_web_sm"}
    unanswered = {key: value for key, value in task(PERSON, guess).items() if key != "answer"}
    (batch,) = take(unanswered)
    assert names(batch) == MARKED[:1] and batch.left_out == {"predictions": 1}
    (batch,) = take(task(PERSON, guess))
    assert names(batch) == MARKED and not batch.left_out


def test_each_annotator_of_a_text_has_a_batch(take: Take) -> None:
    anna, ben = take(
        task(PERSON, _annotator_id="news-anna", _session_id="s1"),
        task(RESORT, _session_id="news-ben", _annotator_id=None),
    )
    assert (anna.annotator, ben.annotator) == ("news-anna", "news-ben")
    assert (names(anna), names(ben)) == (MARKED[:1], MARKED[1:])
    assert anna.document.id == ben.document.id


def test_a_session_named_by_its_time_names_nobody(take: Take) -> None:
    sessions = ("2023-05-01_12-30-11", "2023-05-02_09-00-00")
    (batch,) = take(*(task(PERSON, _session_id=one, _annotator_id=one) for one in sessions))
    assert batch.annotator == "" and batch.counts == {"spans": 2}


def test_tasks_of_one_text_and_annotator_are_one_document(take: Take) -> None:
    (batch,) = take(task(PERSON, _task_hash=1), task(RESORT, _task_hash=2))
    assert names(batch) == MARKED
    assert [a.line for a in batch.annotations] == [1, 2]


def test_the_later_answer_of_one_task_holds(take: Take) -> None:
    late, early = {"_task_hash": 7, "_timestamp": 20}, {"_task_hash": 7, "_timestamp": 10}
    (batch,) = take(task(RESORT, **late), task(PERSON, **early))
    assert names(batch) == MARKED[1:] and batch.left_out == {"tasks answered again": 1}
    (batch,) = take(task(PERSON, _task_hash=7), task(answer="reject", _task_hash=7))
    assert not names(batch)
    assert batch.left_out == {"rejected answers": 1, "tasks answered again": 1}


def test_it_is_told_by_its_keys_and_not_by_others(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    for row in (task(), {"text": TEXT, "_input_hash": 1}, {"text": TEXT, "spans": [PERSON]}):
        path.write_text(json.dumps(row) + "\n")
        assert detect(path).name == "prodigy"
    others: list[Json] = [
        {"text": TEXT, "entities": [], "relations": []},
        {"text": TEXT, "label": [[0, 1, "LOC"]]},
        {"tokens": ["a"], "entities": [], "relations": []},
        {"id": 1, "text": TEXT, "labels": [[0, 1, "LOC"]], "spans": [PERSON]},
    ]
    for row in others:
        path.write_text(json.dumps(row) + "\n")
        assert not prodigy.detect(Input(path))


BAD: dict[str, tuple[Any, str]] = {
    "no JSON": ("{Xylophon", "is no JSON"),
    "no object": ("[1]", "is no JSON object"),
    "deep": ("[" * 100_000, "or too deep"),
    "not a number": ('{"text": NaN}', "is no JSON"),
    "no text": ({"spans": [], "answer": "accept"}, "has no text"),
    "text of a wrong type": ({"text": ["Xylophon"], "answer": "accept"}, "'text' that is no text"),
    "no task": ({"text": "Xylophon"}, "no task of Prodigy"),
    "another answer": (task(answer="Xylophon"), "not accept, reject or ignore"),
    "an answer that is no word": (task(answer={"a": 1}), "not accept, reject or ignore"),
    "spans that are none": (task(spans={"a": 1}), "'spans' that is no list"),
    "a span that is none": (task("Xylophon"), "span 1 is no JSON object"),  # type: ignore[arg-type]
    "no offsets": (task({"label": "PERSON"}), "span 1 has no whole number as start"),
    "a fraction": (task(PERSON | {"start": 2.0}), "no whole number as start"),
    "true": (task(PERSON | {"start": True}), "no whole number as start"),
    "huge": (task(PERSON | {"end": 10**30}), "no whole number as end"),
    "below 0": (task(PERSON | {"start": -3}), "before the text"),
    "turned round": (task(PERSON | {"start": 13, "end": 2}), "ends where it begins"),
    "beyond": (task({"start": 2, "end": 99, "label": "X"}), "beyond the text's 33"),
    "blank": (task({"start": 1, "end": 2, "label": "X"}), "nothing but blanks"),
    "a label that is none": (task(PERSON | {"label": ["PERSON"]}), "no label"),
    "other words": (task(PERSON | {"text": "Xylophon"}), "do not stand there"),
    "other tokens": (task(PERSON | {"token_end": 3}), "other offsets than its tokens"),
    "no such token": (task(PERSON | {"token_end": 99}), "a token that is not there"),
    "a relation that is none": (task(relations=[3]), "relation 1 is no JSON object"),
    "a relation without a label": (task(PERSON, RESORT, relations=[owns("")]), "no label"),
    "a relation without ends": (task(relations=[{"label": "OWNS"}]), "token of its head"),
    "a relation to itself": (
        task(PERSON, RESORT, relations=[owns(child_span=PERSON)]),
        "ties T1 to itself",
    ),
    "relations that are none": (task(relations="Xylophon"), "'relations' that is no list"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_broken_is_one_sentence_and_the_others_stand(take: Take, case: str) -> None:
    row, reason = BAD[case]
    sound = {"text": "Ann left.", "spans": [{"start": 0, "end": 3, "label": "PERSON"}]}
    found = take(sound | {"answer": "accept"}, row)
    (rejected,) = [one for batch in found for one in batch.rejected]
    assert reason in rejected.reason and rejected.line == 2
    assert not any(word in rejected.reason for word in SECRET)
    assert names(found[0]) == [("Ann", "PERSON")]


def test_a_file_in_which_nothing_can_be_read_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": 3, "answer": "accept"}\n')
    (failure,) = batches([path], as_="prodigy")
    assert isinstance(failure, Failure) and failure.line == 1
