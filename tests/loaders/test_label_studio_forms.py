"""Label Studio's other forms (pages, JSON-MIN, storage), real exports, and what is broken."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.graph.model import Batch
from clew.loaders.annotations.label_studio.loader import label_studio
from clew.loaders.base import Input
from clew.loaders.batches import batches
from clew.loaders.items import Mention, Text
from clew.loaders.walk import Failure

PAGE = "<html><head><title>T</title><script>x()</script></head>\n<body><h1>Port 🏝 Brin</h1>\n<p>Jan &amp; Piet\n   Bos<br>run <b>Brin Estates</b>.</p></body></html>"  # noqa: E501
SHOWN = "Port 🏝 Brin\nJan & Piet\n   Bos\nrun Brin Estates."


def read(path: Path, tasks: Any) -> Batch:
    path = path / "export.json"
    path.write_text(json.dumps(tasks), "utf-8")
    (batch,) = batches([path])
    assert isinstance(batch, Batch), str(batch)
    return batch


def marked(name: str, words: str, place: dict[str, Any]) -> dict[str, Any]:
    value = {**place, "text": words, "hypertextlabels": ["Thing"]}
    return {"id": name, "type": "hypertextlabels", "to_name": "p", "from_name": "l", "value": value}


def page(results: list[Any]) -> dict[str, Any]:
    return {"id": 1, "data": {"html": PAGE}, "annotations": [{"result": results}]}


def test_offsets_in_a_page_count_its_text_with_one_for_each_break(tmp_path: Path) -> None:
    results = []
    for name, words in (("a", "Brin"), ("b", "Piet\n   Bos"), ("c", "Brin Estates")):
        start = len(SHOWN[: SHOWN.index(words)].encode("utf-16-le")) // 2
        results.append(
            marked(name, words, {"globalOffsets": {"start": start, "end": start + len(words)}})
        )
    batch = read(
        tmp_path, [{"id": 1, "data": {"html": PAGE}, "annotations": [{"result": results}]}]
    )
    assert [a.name for a in batch.annotations] == ["Brin", "Piet Bos", "Brin Estates"]
    assert batch.document.text.split() == SHOWN.split() and not batch.rejected


def test_turns_of_a_dialogue_are_refused_in_plain_words(tmp_path: Path) -> None:
    turn = {"start": "0", "end": "0", "startOffset": 0, "endOffset": 3, "text": "Jan"}
    value = {**turn, "paragraphlabels": ["Thing"]}
    region = {"id": "a", "type": "paragraphlabels", "to_name": "d", "value": value}
    turns = [{"author": "A", "text": "Jan runs it"}, {"author": "B", "text": "Yes"}]
    task = {"id": 1, "data": {"talk": turns}, "annotations": [{"result": [region]}]}
    (told,) = read(tmp_path, [task]).rejected
    assert "turns of a dialogue" in told.reason and "Jan" not in told.reason


def test_places_in_a_page_by_elements_are_read_where_no_others_are_given(tmp_path: Path) -> None:
    place = {"start": "/p[1]/text()[1]", "startOffset": 0, "end": "/p[1]/b[1]/text()[1]"}
    results = [marked("a", "Jan & Piet\n   Bos\nrun Brin", {**place, "endOffset": 4})]
    batch = read(
        tmp_path, [{"id": 1, "data": {"html": PAGE}, "annotations": [{"result": results}]}]
    )
    assert [a.name for a in batch.annotations] == ["Jan & Piet Bos run Brin"]


def minimal(**outputs: Any) -> dict[str, Any]:
    own = {"annotator": 4, "annotation_id": 9, "created_at": "", "updated_at": "", "lead_time": 1.0}
    return {"note": "Ann left Brin.", "id": 1, **outputs, **own}


def test_json_min_gives_regions_and_what_is_said_of_them_by_their_place(tmp_path: Path) -> None:
    ann, brin = {"start": 0, "end": 3, "text": "Ann"}, {"start": 9, "end": 13, "text": "Brin"}
    batch = read(
        tmp_path,
        [
            minimal(
                label=[{**ann, "labels": ["Person"]}, {**brin, "labels": ["Place"]}],
                status=[{**ann, "choices": ["alleged", "reported"]}],
                rank=[{**brin, "rating": 2}],
                mood="calm",
            )
        ],
    )
    assert [(a.name, a.status, dict(a.extra)) for a in batch.annotations] == [
        ("Ann", "alleged", {}),
        ("Brin", "not_stated", {"rank": ("2",)}),
    ]
    assert (batch.annotator, batch.document.text) == ("4", "Ann left Brin.")
    assert batch.left_out == {"choices without their region": 1}


def test_a_word_that_lost_its_region_still_protects(tmp_path: Path) -> None:
    ann = {"start": 0, "end": 3, "text": "Ann", "labels": ["Person"]}
    batch = read(tmp_path, [minimal(label=[ann], handling="protected")])
    assert [a.protected for a in batch.annotations] == [True]


def test_one_task_one_annotation_and_the_old_name_of_annotations_are_read(tmp_path: Path) -> None:
    value = {"start": 0, "end": 3, "text": "Ann", "labels": ["Person"]}
    result = {"id": "a", "type": "labels", "from_name": "l", "to_name": "t", "value": value}
    own = {"id": 1, "data": {"text": "Ann left."}}
    forms = [
        {**own, "annotations": [{"id": 2, "result": [result]}]},
        [{**own, "completions": [{"id": 2, "result": [result]}]}],
        {"id": 2, "result": [result], "task": own},
    ]
    read_ = [read(tmp_path, form) for form in forms]
    assert [[a.name for a in batch.annotations] for batch in read_] == [["Ann"]] * 3
    assert {batch.loader for batch in read_} == {"label-studio 1"}


@pytest.mark.parametrize("place", ["beside", "given"])
def test_a_text_that_a_task_only_names_is_read_where_it_lies(tmp_path: Path, place: str) -> None:
    (folder := tmp_path / place).mkdir()
    where = tmp_path if place == "beside" else folder
    (where / "note.txt").write_bytes("🏝 Ann\r\nleft.".encode())
    value = {"start": 8, "end": 12, "labels": ["Event"]}  # such exports give no words
    result = {"id": "a", "type": "labels", "from_name": "l", "to_name": "t", "value": value}
    data = {"title": "A", "url": "/data/upload/3/0a1b2c3d-note.txt"}
    path = tmp_path / "x.json"
    task = {"id": 1, "data": data, "annotations": [{"id": 2, "result": [result]}]}
    path.write_text(json.dumps([task]), "utf-8")
    (batch,) = batches([path], text=folder)
    assert isinstance(batch, Batch) and batch.document.path.endswith("note.txt")
    assert batch.document.text == "🏝 Ann\nleft."
    assert [a.name for a in batch.annotations] == ["left"]
    assert [one.role for one in batch.files] == ["annotations", "text"]


def test_an_address_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Ann left.")
    (folder := tmp_path / "in").mkdir()
    value = {"start": 0, "end": 3, "labels": ["Person"]}
    result = {"id": "a", "type": "labels", "from_name": "l", "to_name": "t", "value": value}
    for address in ("/../secret.txt", "file:///..%2fsecret.txt", f"{tmp_path}/secret.txt", "//.."):
        task = {"id": 1, "data": {"url": address}, "annotations": [{"id": 2, "result": [result]}]}
        (folder / "x.json").write_text(json.dumps([task]))
        (found,) = batches([folder / "x.json"])
        assert isinstance(found, Failure) or found.document.text == address


BROKEN: dict[str, tuple[Any, str]] = {
    "beyond": ({"start": 5, "end": 99}, "the text has 9 UTF-16 units"),
    "negative": ({"start": -1, "end": 3}, "is -1"),
    "inverted": ({"start": 6, "end": 2}, "ends at 2"),
    "huge": ({"start": 0, "end": 10**30}, "no whole number|no place"),
    "words": ({"start": "Secret", "end": 3}, "no whole number"),
    "wrong words": ({"start": 0, "end": 3, "text": "Secret"}, "do not stand there"),
    "no label": ({"start": 0, "end": 3, "labels": [{"Secret": 1}]}, "no label"),
    "long label": ({"start": 0, "end": 3, "labels": ["Secret " * 99]}, "no label"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_region_is_told_and_the_others_are_read(tmp_path: Path, case: str) -> None:
    value, why = BROKEN[case]
    good = {"start": 4, "end": 8, "text": "left", "labels": ["Event"]}
    results: list[Any] = [
        {"id": name, "type": "labels", "to_name": "t", "value": {"labels": ["X"], **one}}
        for name, one in (("bad", value), ("good", good))
    ]
    results += [{"type": "relation", "from_id": "bad", "to_id": "good", "labels": ["owns"]}, 5]
    data = {"text": "Ann left."}
    batch = read(tmp_path, [{"id": 1, "data": data, "annotations": [{"result": results}]}])
    assert [a.name for a in batch.annotations] == ["left"]
    sentences = [str(one.reason) for one in batch.rejected]
    counted = sum(batch.left_out.values())
    assert len(sentences) + counted == 3 and all("Secret" not in one for one in sentences)
    assert case == "huge" or any(why in one for one in sentences), sentences


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["", "a", "Ann left."]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "text data id value start end labels result annotations type meta".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(VALUES, st.sampled_from(["value", "result", "task", "id", "meta", "completed_by"]))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_anywhere_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, odd: Any, where: str
) -> None:
    value = {"start": 0, "end": 3, "text": "Ann", "labels": ["Person"]}
    result = {"id": "a", "type": "labels", "from_name": "l", "to_name": "t", "value": value}
    note = {"id": "a", "type": "textarea", "from_name": "n", "value": {**value, "text": odd}}
    if where in ("value", "id", "meta"):
        result[where] = odd
    annotation = {"id": 2, "completed_by": 1, "result": [result, note]}
    if where in ("result", "completed_by"):
        annotation[where] = odd
    task = odd if where == "task" else {"id": 1, "data": {"t": "Ann left."}}
    task = {**task, "annotations": [annotation]} if where != "task" else task
    path = tmp_path_factory.mktemp("any") / "x.json"
    path.write_text(json.dumps([task]), "utf-8")
    for item in batches([path], as_="label-studio"):
        said = [str(item)] if isinstance(item, Failure) else [r.reason for r in item.rejected]
        assert all("\n" not in one and "Ann" not in one for one in said)


@pytest.fixture(scope="module")
def exports(shared: Path) -> list[Path]:
    data = shared / "data"
    found = sorted(data.glob("ann-labelstudio-*/*.json"))
    assert len(found) == 5
    return found


def test_all_that_real_exports_mark_is_read_but_for_the_deviations_in_the_table(
    exports: list[Path], root: Path
) -> None:
    table = yaml.safe_load((root / "tests/data/label-studio/deviations.yaml").read_text("utf-8"))
    assert all(row["reason"].strip() for row in table)
    found = set()
    for path in exports:
        assert label_studio.detect(Input(path))
        marked, entered = Counter[str](), Counter[str]()
        for task in json.loads(path.read_text("utf-8")):
            for annotation in task["annotations"]:
                marked.update(one["type"] for one in annotation["result"])
        for batch in batches([path]):
            if isinstance(batch, Batch):
                entered.update(batch.counts)
        names = {"labels": "spans", "relation": "relations", "choices": "attributes"}
        for kind, count in marked.items():
            if entered[names.get(kind, kind)] != count:
                found.add((path.name, kind, count, entered[names.get(kind, kind)]))
    expected = {(row["file"], row["type"], row["marked"], row["entered"]) for row in table}
    assert found == expected


def test_the_spans_of_a_real_export_are_the_words_that_it_gives(exports: list[Path]) -> None:
    path = exports[-1]
    given, read_ = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for task in json.loads(path.read_text("utf-8")):
        for one in task["annotations"][0]["result"]:
            if one["type"] == "labels":
                given[one["value"]["text"], one["value"]["labels"][0]] += 1
    text = ""
    for item in label_studio.read(Input(path)):
        if isinstance(item, Text):
            text = item.text
        elif isinstance(item, Mention):
            assert item.words == text[slice(*item.spans[0])]
            read_[str(item.words), item.label] += 1
    assert read_ == given and sum(given.values()) == 239
