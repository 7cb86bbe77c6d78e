"""JSON of tokens: each shape comes to the same claims, and what is broken is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew.graph.model import Batch
from clew.loaders.annotations import json_text
from clew.loaders.batches import batches
from clew.loaders.walk import Failure

Json = dict[str, Any]
Take = Callable[..., list[Batch]]
ONE, TWO = "Zebulon Vos owns Quagga Resort .".split(), "He left it .".split()
TEXT = "Zebulon Vos owns Quagga Resort .\nHe left it ."
SECRET = ("Zebulon", "Vos", "Quagga", "Resort", "Xylophon")

DYGIE: Json = {
    "doc_key": "n1",
    "sentences": [ONE, TWO],
    "ner": [[[0, 1, "PER"], [3, 4, "ORG"]], []],
    "relations": [[[0, 1, 3, 4, "OWNS"]], []],
    "clusters": [[[0, 1], [6, 6]]],
    "events": [[], [[[7, "Departure"], [6, 6, "Agent"]]]],
}
TACRED: Json = {
    "id": "1",
    "relation": "OWNS",
    "token": ONE,
    "subj_start": 0,
    "subj_end": 1,
    "obj_start": 3,
    "obj_end": 4,
    "subj_type": "PER",
    "obj_type": "ORG",
}
SPERT: Json = {
    "tokens": ONE,
    "entities": [{"type": "PER", "start": 0, "end": 2}, {"type": "ORG", "start": 3, "end": 5}],
    "relations": [{"type": "OWNS", "head": 0, "tail": 1}],
}
DOCRED: Json = {
    "title": "n",
    "sents": [TWO, ONE],
    "vertexSet": [
        [
            {"name": "He", "sent_id": 0, "pos": [0, 1], "type": "PER"},
            {"name": "Zebulon Vos", "sent_id": 1, "pos": [0, 2], "type": "PER"},
        ],
        [{"name": "Quagga Resort", "sent_id": 1, "pos": [3, 5], "type": "ORG"}],
    ],
    "labels": [{"h": 0, "t": 1, "r": "OWNS", "evidence": [1]}],
}
TAGGED: Json = {"tokens": ONE, "ner_tags": "B-PER I-PER O B-ORG I-ORG O".split()}


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Return the batches of a file with these rows, each an object or a line as it stands."""

    def run(*rows: Json | str, array: bool = False) -> list[Batch]:
        path = tmp_path / "corpus.json"
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path.write_text("[" + ",\n".join(lines) + "]" if array else "\n".join(lines))
        found = list(batches([path]))
        assert not [str(one) for one in found if isinstance(one, Failure)]
        return [one for one in found if isinstance(one, Batch) and one.tool == "tokens"]

    return run


def names(batch: Batch) -> list[tuple[str, str]]:
    return [(a.name, a.label) for a in batch.annotations if a.claim.shape == "mention"]


def ties(batch: Batch) -> set[tuple[str, str, str]]:
    known = {a.subject: a.name for a in batch.annotations if a.claim.shape == "mention"}
    tied = [a for a in batch.annotations if a.claim.shape == "tie"]
    return {(known[a.subject], a.claim.relation, known[a.object]) for a in tied}


OWNS = ("Zebulon Vos", "OWNS", "Quagga Resort")
MARKED = [("Zebulon Vos", "PER"), ("Quagga Resort", "ORG")]


def test_dygie_counts_tokens_over_the_whole_document(take: Take) -> None:
    (batch,) = take(DYGIE)
    assert batch.document.text == TEXT
    # the pronoun that only its set marks is of the kind of the set
    assert names(batch) == [*MARKED, ("He", "PER"), ("left", "Departure")]
    same, done = ("Zebulon Vos", "SAME_AS", "He"), ("left", "DONE_BY", "He")
    assert ties(batch) == {OWNS, same, done}
    assert batch.counts == {"spans": 4, "relations": 1, "equivalences": 1, "events": 1}


def test_an_event_of_ace_is_of_its_kind_under_the_name_that_dygie_writes(take: Take) -> None:
    arrest = [[7, "Justice.Arrest-Jail"], [0, 1, "Person"], [3, 4, "Agent"]]
    (batch,) = take({**DYGIE, "relations": [[], []], "events": [[], [arrest]]})
    kinds = {a.name: a.claim.relation for a in batch.annotations if a.claim.shape == "mention"}
    assert kinds["left"] == "Arrest" and not batch.unmapped
    assert ("Zebulon Vos", "ARRESTED_BY", "Quagga Resort") in ties(batch)


@pytest.mark.parametrize("row", [TACRED, SPERT], ids=["TACRED", "SpERT"])
def test_sentences_with_a_pair_come_to_the_same_claims(take: Take, row: Json) -> None:
    (batch,) = take(row)
    assert batch.document.text == " ".join(ONE)
    assert names(batch) == MARKED and ties(batch) == {OWNS}
    first = DYGIE | {"sentences": [ONE], "clusters": [], "events": []}
    (other,) = take(first)
    assert {a.claim.id for a in batch.annotations} == {a.claim.id for a in other.annotations}


def test_docred_ties_the_mentions_that_stand_nearest(take: Take) -> None:
    (batch,) = take(DOCRED)
    assert names(batch) == [("He", "PER"), *MARKED]
    assert ties(batch) == {OWNS, ("He", "SAME_AS", "Zebulon Vos")}


def test_tags_are_spans(take: Take) -> None:
    (batch,) = take(TAGGED)
    assert names(batch) == MARKED


def test_an_array_an_object_over_lines_and_lines_are_read_alike(take: Take) -> None:
    other = TAGGED | {"tokens": ["A", *ONE[1:]]}
    by_lines, by_array = take(TAGGED, other), take(TAGGED, other, array=True)
    assert [b.document.text for b in by_lines] == [b.document.text for b in by_array]
    (one,) = take(json.dumps(DYGIE, indent=2))
    assert names(one)[:2] == MARKED


def test_rows_about_one_sentence_are_one_document(take: Take) -> None:
    other = TACRED | {"relation": "FOUNDED", "obj_type": "MISC"}
    none = TACRED | {"relation": "no_relation"}
    (batch,) = take(TACRED, none, other)
    assert names(batch) == [*MARKED, ("Quagga Resort", "MISC")]
    assert ties(batch) == {OWNS, ("Zebulon Vos", "FOUNDED", "Quagga Resort")}
    assert batch.left_out == {"pairs without a relation": 1}


def test_predictions_and_sets_of_one_are_left_out_and_counted(take: Take) -> None:
    guesses = {"predicted_ner": [[[0, 1, "PER", 0.9]], []], "predicted_relations": [[], [[1]]]}
    (batch,) = take(DYGIE | guesses | {"clusters": [[[0, 1]]]})
    assert batch.left_out == {"predictions": 2, "sets of one mention": 1}


def change(row: Json, **more: Any) -> Json:
    return row | more


BAD: dict[str, tuple[Any, str]] = {
    "no JSON": ("{Xylophon", "is no JSON"),
    "deep": ("[" * 100_000, "or too deep"),
    "another row": ({"text": "Xylophon"}, "no tokens with entities"),
    "sentences of numbers": (change(DYGIE, sentences=[ONE, [1]]), "no list of words"),
    "marks of a wrong type": (change(DYGIE, ner="Xylophon"), "'ner' that is no list"),
    "marks without sentences": (change(DYGIE, ner=[0, 1]), "no lists, one a sentence"),
    "an entity that is none": (change(DYGIE, ner=[["Xylophon"]]), "entity 1 is cut short"),
    "tokens beyond": (change(DYGIE, ner=[[[0, 99, "PER"]]]), "entity 1 has tokens 0 to 99 of 10"),
    "tokens below": (change(DYGIE, ner=[[[-1, 0, "PER"]]]), "entity 1 has tokens -1 to 0"),
    "tokens turned": (change(DYGIE, ner=[[[1, 0, "PER"]]]), "entity 1 has tokens 1 to 0"),
    "huge": (change(DYGIE, ner=[[[0, 10**18, "PER"]]]), "a number of many digits"),
    "true": (change(DYGIE, ner=[[[True, 1, "PER"]]]), "no whole number"),
    "a label that is none": (change(DYGIE, ner=[[[0, 1, {}]]]), "entity 1 has no label"),
    "a relation cut short": (change(DYGIE, relations=[[[0, 1]]]), "relation 1 is cut short"),
    "a relation unlabelled": (change(DYGIE, relations=[[[0, 1, 3, 4]]]), "relation 1 has no label"),
    "a relation to itself": (change(DYGIE, relations=[[[0, 1, 0, 1, "X"]]]), "to itself"),
    "a cluster that is none": (change(DYGIE, clusters=[7]), "cluster 1 is no list"),
    "an event that is none": (change(DYGIE, events=[[[]]]), "event 1 is cut short"),
    "a role that is none": (change(DYGIE, events=[[[[7, "X"], 3]]]), "role 1 is cut short"),
    "a trigger beyond": (change(DYGIE, events=[[[[99, "X"]]]]), "event 1 has tokens 99"),
    "an end beyond": (change(TACRED, obj_end=77), "has tokens 3 to 77 of 6"),
    "no relation": (change(TACRED, relation=None), "no label"),
    "a head beyond": (change(SPERT, relations=[{"type": "X", "head": 0, "tail": 9}]), "relation 1"),
    "a head below": (change(SPERT, relations=[{"type": "X", "head": -1, "tail": 0}]), "relation 1"),
    "a tag that is none": (change(TAGGED, ner_tags=["Xylophon"] * 6), "tag that is none"),
    "a sentence beyond": (
        change(DOCRED, vertexSet=[[{"sent_id": 7, "pos": [0, 1]}]], labels=[]),
        "mention 1 is in a sentence that is not there",
    ),
    "beyond its sentence": (
        change(DOCRED, vertexSet=[[{"sent_id": 0, "pos": [0, 9]}]], labels=[]),
        "tokens that its sentence does not have",
    ),
    "no such entity": (change(DOCRED, labels=[{"h": 0, "t": 5, "r": "X"}]), "no entity"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_broken_is_one_sentence_and_the_others_stand(take: Take, case: str) -> None:
    row, reason = BAD[case]
    sound = {"tokens": ["Ann", "left"], "tags": ["B-PER", "O"]}
    found = take(sound, row)
    (rejected,) = [one for batch in found for one in batch.rejected]
    assert reason in rejected.reason and rejected.line == 2
    assert not any(word in rejected.reason for word in SECRET)
    assert names(found[0]) == [("Ann", "PER")]


def test_a_flood_of_values_is_refused_before_it_is_parsed(
    take: Take, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_text, "MOST_MEMORY", 10_000)
    flood = json.dumps(TAGGED | {"more": [[]] * 200})
    (batch,) = take(TAGGED, flood)
    assert ["more values than can be read at once" in one.reason for one in batch.rejected] == [
        True
    ]
    (tmp_path / "flood.json").write_text(f"[\n{flood}\n]")
    (failure,) = batches([tmp_path / "flood.json"], as_="tokens")
    assert isinstance(failure, Failure) and "more values than can be read at once" in str(failure)
