"""Hypothesis: rows, replies, what is private, AnnotatorJS' older shape."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew.graph.model import Batch
from clew.loaders.batches import batches
from clew.loaders.walk import Failure

TEXT = "<html><body><p>Zebulon owns Quagga Resort.</p><p>Okapi said so.</p></body></html>"
URI = "https://news.example/2024/story.html"
Json = dict[str, Any]
Read = Callable[..., list[Batch | Failure]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def make(found: object) -> list[Batch | Failure]:
        (tmp_path / "story.html").write_text(TEXT)
        path = tmp_path / "rows.json"
        path.write_text(json.dumps(found))
        return list(batches([path]))

    return make


def row(identity: str, words: str, path: str, start: int, **more: object) -> Json:
    ends = {"startContainer": path, "endContainer": path}
    offsets = {"startOffset": start, "endOffset": start + len(words)}
    selectors = [
        {"type": "RangeSelector", **ends, **offsets},
        {"type": "TextQuoteSelector", "exact": words},
    ]
    return {
        "id": identity,
        "user": "acct:ann@hypothes.is",
        "uri": URI,
        "tags": ["Person"],
        "text": "",
        "target": [{"source": URI, "selector": selectors}],
        **more,
    }


ZEBULON = row("z1", "Zebulon", "/p[1]", 0)
OKAPI = row("o1", "Okapi", "/p[2]", 0, user="acct:ben@hypothes.is", text="Who?")


def only(found: list[Batch | Failure]) -> Batch:
    (batch,) = found
    assert isinstance(batch, Batch), str(batch)
    return batch


SHAPES: dict[str, object] = {
    "rows": {"total": 1, "rows": [ZEBULON]},
    "the client's export": {"export_date": "2024-05-04", "annotations": [ZEBULON]},
    "an array": [ZEBULON],
    "one": ZEBULON,
    "AnnotatorJS": {
        "id": "z1",
        "uri": URI,
        "quote": "Zebulon",
        "tags": ["Person"],
        "ranges": [{"start": "/p[1]", "startOffset": 0, "end": "/p[1]", "endOffset": 7}],
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_annotation_is_read_from_every_shape(read: Read, shape: str) -> None:
    batch = only(read(SHAPES[shape]))
    assert batch.tool == "hypothesis" and not batch.rejected
    assert batch.document.text.startswith("Zebulon owns Quagga Resort.\nOkapi")
    (marked,) = batch.annotations
    assert (marked.name, marked.claim.relation, marked.claim.subject) == (
        "Zebulon",
        "Person",
        "0-7",
    )


def test_users_are_annotators_and_comments_are_notes(read: Read) -> None:
    first, second = read([ZEBULON, OKAPI])
    assert isinstance(first, Batch) and isinstance(second, Batch)
    assert [first.annotator, second.annotator] == ["ann@hypothes.is", "ben@hypothes.is"]
    assert second.annotations[0].extra["note"] == ("Who?",)


def test_a_reply_is_a_note_of_what_it_answers_and_its_tags_say_nothing(read: Read) -> None:
    reply = {**OKAPI, "id": "r1", "references": ["z1"], "text": "Not he.", "target": [{}]}
    again = {**reply, "id": "r2", "references": ["z1", "r1"], "text": "But he.", "tags": []}
    lost = {**reply, "id": "r3", "references": ["gone"], "tags": ["status:denied"]}
    batch = only(read({"rows": [ZEBULON, reply, again, lost]}))
    (marked,) = batch.annotations
    assert marked.extra["reply"] == ("ben@hypothes.is: Not he.", "ben@hypothes.is: But he.")
    assert marked.status == "not_stated"
    assert batch.left_out == {"replies to what is not in the file": 1, "tags of replies": 1}


def test_what_is_private_hidden_or_deleted_is_left_out_and_counted(read: Read) -> None:
    rights: list[tuple[str, Json]] = [
        ("a", {"permissions": {"read": ["acct:ann@hypothes.is"]}}),
        ("b", {"permissions": {"read": ["acct:ann@hypothes.is", "group:__world__"]}}),
        ("c", {"permissions": {"read": ["group:abc"]}}),
        ("d", {"hidden": True}),
        ("e", {"deleted": True}),
        ("f", {"permissions": {}}),
    ]
    batch = only(read([{**ZEBULON, "id": one, **more} for one, more in rights]))
    assert batch.left_out == {"deleted": 1, "hidden by a moderator": 1, "private": 1}
    assert [a.local_id for a in batch.annotations] == ["b", "c", "f"]


def test_where_all_is_private_the_file_says_so(read: Read) -> None:
    (failure,) = read([{**ZEBULON, "permissions": {"read": ["acct:ann@hypothes.is"]}}])
    assert isinstance(failure, Failure) and "left out: 1 private" in str(failure)


def test_tags_of_a_note_on_the_page_hold_for_what_its_author_marks(read: Read) -> None:
    said = ["status:reported", "Compound"]
    note = {**ZEBULON, "id": "n", "tags": said, "target": [{"source": URI}]}
    batch = only(read([ZEBULON, note]))
    assert [a.status for a in batch.annotations] == ["reported"]
    assert batch.counts["annotations of a whole text"] == 1
    assert batch.left_out == {"words of the whole text": 1}


BAD: dict[str, Json] = {
    "tags that are numbers": {"tags": [7]},
    "a comment that is none": {"text": {"deep": 1}},
    "a target that is none": {"target": [7]},
    "a uri that is none": {"uri": 7, "target": []},
    "ranges that are none": {"ranges": [7]},
    "offsets that are none": {
        "target": [{"selector": {"type": "TextPositionSelector", "start": None, "end": []}}]
    },
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_row_is_one_sentence_and_the_others_go_on(read: Read, case: str) -> None:
    batch = only(read([ZEBULON, {**ZEBULON, "id": "b", **BAD[case]}]))
    (rejected,) = batch.rejected
    assert rejected.line == 2 and "Zebulon" not in rejected.reason
    assert [a.local_id for a in batch.annotations] == ["z1"]
