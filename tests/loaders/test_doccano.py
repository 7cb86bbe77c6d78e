"""doccano: every way in which its versions write a text's spans, relations and labels."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.graph.model import Batch
from clew.loaders.annotations.doccano.loader import doccano
from clew.loaders.base import Input
from clew.loaders.batches import batches
from clew.loaders.items import Mention, Text
from clew.loaders.walk import Failure

Json = dict[str, Any]
Load = Callable[..., list[Batch]]
TEXT = "🏝️ Anneke Vos owns Bay Resort in កោះ Alma."


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def entity(words: str, label: str, number: int, count: Callable[[str], int] = units) -> Json:
    start = count(TEXT[: TEXT.index(words)])
    return {
        "id": number,
        "label": label,
        "start_offset": start,
        "end_offset": start + count(words),
    }


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def make(*rows: Any, name: str = "all") -> list[Batch]:
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        found = list(batches([path]))
        assert not [str(item) for item in found if isinstance(item, Failure)]
        return [item for item in found if isinstance(item, Batch)]

    return make


def named(batch: Batch) -> list[tuple[str, str]]:
    return [(a.name, a.label) for a in batch.annotations if a.claim.shape == "mention"]


def test_relations_tie_the_spans_whose_ids_they_name(load: Load) -> None:
    spans = [entity("Anneke Vos", "Person", 21), entity("Bay Resort", "Compound", 22)]
    ties = [
        {"id": 4, "from_id": 22, "to_id": 21, "type": "Owned_by"},
        {"id": 5, "from_id": 21, "to_id": 22, "type": "no_relation"},
    ]
    (batch,) = load({"id": 1, "text": TEXT, "entities": spans, "relations": ties, "Comments": []})
    assert named(batch) == [("Anneke Vos", "Person"), ("Bay Resort", "Compound")]
    (tie,) = (a for a in batch.annotations if a.claim.shape == "tie")
    assert (tie.local_id, tie.claim.relation, tie.subject) == (
        "R4",
        "OWNS",
        batch.annotations[0].subject,
    )
    assert batch.left_out == {"pairs without a relation": 1}


@pytest.mark.parametrize("key", ["label", "labels", "entities"])
@pytest.mark.parametrize("text_key", ["text", "data"])
def test_spans_are_triples_under_any_of_their_names(load: Load, key: str, text_key: str) -> None:
    triples = [[0, 3, "Person"], [9, 13, "Place"]]
    (batch,) = load({"id": 1, text_key: "Ann left Brin.", key: triples, "meta": {}})
    assert named(batch) == [("Ann", "Person"), ("Brin", "Place")]


def test_each_user_of_a_row_has_a_batch_and_numbers_stand_for_labels(load: Load) -> None:
    marks = [
        {"label": 12, "start_offset": 0, "end_offset": 3, "user": 1},
        {"label": 13, "start_offset": 9, "end_offset": 13, "user": 2},
    ]
    one, two = load({"id": 1, "text": "Ann left Brin.", "annotations": marks})
    assert (one.annotator, named(one)) == ("1", [("Ann", "12")])
    assert (two.annotator, named(two)) == ("2", [("Brin", "13")])


@pytest.mark.parametrize("count", [units, len])
def test_offsets_count_as_the_page_or_as_a_program_whichever_lets_words_be_whole(
    load: Load, count: Callable[[str], int]
) -> None:
    spans = [entity(words, "X", n, count) for n, words in enumerate(("Vos", "Resort", "Alma"))]
    (batch,) = load({"text": TEXT, "entities": spans, "relations": []})
    assert [name for name, _ in named(batch)] == ["Vos", "Resort", "Alma"]


def test_where_nothing_tells_the_page_counts(load: Load) -> None:
    # after both a blank: either reading is a whole word
    (batch,) = load({"text": "🏝 a b c d", "label": [[5, 6, "X"]]})
    assert named(batch) == [("b", "X")]


def test_labels_of_the_whole_text_are_read_and_counted(load: Load) -> None:
    row = {"text": "Ann left.", "label": [[0, 3, "Person"]], "cats": ["leaving", "status"]}
    comment = {"Comments": ["status=alleged", {"id": 1, "comment": "see page 2"}]}
    (batch,) = load({**row, **comment})
    assert [a.status for a in batch.annotations] == ["alleged"]
    assert (batch.counts["attributes"], batch.counts["notes"]) == (2, 2)
    assert batch.left_out["words of the whole text"] >= 2


def test_rows_of_one_text_are_one_document(load: Load) -> None:
    row = {"id": 1, "text": "Ann left.", "label": [[0, 3, "Person"]]}
    other = {"id": 2, "text": "Ann left.", "label": [[4, 8, "Event"]]}
    (batch,) = load(row, other)
    assert named(batch) == [("Ann", "Person"), ("left", "Event")]


def test_files_of_the_same_texts_side_by_side_are_named_for_their_annotators(
    load: Load, tmp_path: Path
) -> None:
    row = {"id": 1, "text": "Ann left.", "label": [[0, 3, "Person"]]}
    (alone,) = load(row, name="ann")
    load(row, name="ben")
    both = [item for item in batches([tmp_path]) if isinstance(item, Batch)]
    assert (alone.annotator, [batch.annotator for batch in both]) == ("", ["ann", "ben"])


@pytest.mark.parametrize(
    "row",
    [
        {"text": "Ann left.", "spans": [{"start": 0, "end": 3}], "label": ["x"]},
        {"text": "Ann left.", "answer": "accept", "label": ["x"], "_task_hash": 1},
        {"tokens": ["Ann"], "entities": [{"start": 0, "end": 1, "type": "X"}]},
        {"text": "Ann left.", "entities": []},
        {"text": 5, "label": [[0, 1, "x"]]},
    ],
)
def test_rows_of_other_tools_are_not_taken_for_its_own(tmp_path: Path, row: Json) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(row), "utf-8")
    assert not doccano.detect(Input(path))


BROKEN = {
    "beyond": ([0, 99, "X"], "the text has 9"),
    "negative": ([-2, 3, "X"], "is -2"),
    "inverted": ([3, 1, "X"], "ends at 1"),
    "no number": ([0, "Secret", "X"], "no whole number"),
    "huge": ([0, 10**30, "X"], "no whole number"),
    "no label": ([0, 3, {"Secret": 1}], "no text"),
    "long label": ([0, 3, "Secret" * 99], "594 characters"),
    "no mark": ({"Secret": 1}, "no span and no label"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_mark_is_told_with_its_line_and_the_others_are_read(load: Load, case: str) -> None:
    mark, why = BROKEN[case]
    good = {"text": "Ann left.", "label": [[4, 8, "Event"]]}
    first, second = load(good, {"text": "Ben left.", "label": [mark, [4, 8, "Event"]]})
    assert named(first) == named(second) == [("left", "Event")]
    (told,) = second.rejected
    assert told.line == 2 and why in told.reason and "Secret" not in told.reason


def test_a_relation_without_its_ends_and_a_line_that_is_no_json_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    ann = {"id": 1, "label": "Person", "start_offset": 0, "end_offset": 3}
    away, odd = {"from_id": 1, "to_id": 9, "type": "owns"}, {"from_id": [], "to_id": 1, "type": "a"}
    row = {"text": "Ann left.", "entities": [ann], "relations": [5, {}, away, odd]}
    path.write_text(json.dumps(row) + '\n{"text": "Secret\n' + "[" * 100_000, "utf-8")
    (batch,) = batches([path])
    assert isinstance(batch, Batch) and len(batch.annotations) == 1
    assert Counter(one.line for one in batch.rejected) == {1: 4, 2: 1, 3: 1}
    assert all("Secret" not in one.reason for one in batch.rejected)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 99) | st.sampled_from(["", "X", "Ann left."]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "id label start_offset end_offset user text from_id to_id type".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)
KEYS = st.sampled_from(
    "text data label labels entities annotations relations cats Comments".split()
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_row_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, row: Json
) -> None:
    path = tmp_path_factory.mktemp("any") / "x.jsonl"
    path.write_text(json.dumps({"text": "Ann left.", **row}), "utf-8")
    for item in batches([path], as_="doccano"):
        said = [str(item)] if isinstance(item, Failure) else [r.reason for r in item.rejected]
        assert all("\n" not in one and "Ann" not in one for one in said)


def test_all_that_real_exports_mark_is_read(shared: Path) -> None:
    files = sorted(path for path in (shared / "data").glob("ann-doccano*/**/*.jsonl"))
    assert len(files) == 6
    for path in files:
        data = path.read_text("utf-8")
        pretty = data.startswith("{\n")
        rows = [json.loads(data)] if pretty else [json.loads(one) for one in data.splitlines()]
        rows = [row for row in rows if "text" in row]  # one line of the official samples has none
        names = ("entities", "label", "labels", "annotations")
        spans = sum(len(row.get(name, ())) for row in rows for name in names)
        ties = sum(len(row.get("relations", ())) for row in rows)
        found = [item for item in batches([path]) if isinstance(item, Batch)]
        assert {batch.tool for batch in found} == {"doccano"}
        counts = sum((Counter(batch.counts) for batch in found), Counter())
        assert (counts["spans"], counts["relations"]) == (spans, ties), path
        told = sum(len(batch.rejected) for batch in found)
        assert told == (path.name == "sequence_labeling.jsonl")


def test_the_spans_of_real_exports_are_whole_words(shared: Path) -> None:
    for name in ("labeling.jsonl", "labeling_text_label.jsonl"):
        path = shared / "data" / "ann-doccano-transformer" / name
        text, words = "", set()
        for item in doccano.read(Input(path)):
            text = item.text if isinstance(item, Text) else text
            if isinstance(item, Mention):
                words.add(text[slice(*item.spans[0])])
        assert words == {
            *("JAPAN", "CHINA", "Nadim Ladki", "AL-AIN", "United Arab Emirates", "RUGBY UNION"),
            *("CUTTITTA", "ITALY", "ROME", "Italy", "Marcello Cuttitta"),
        }
