"""Relations of W3C and Recogito annotations, and who says them."""

from __future__ import annotations

from pathlib import Path

import pytest

from clew.graph.model import Batch
from tests.web_marks import (
    BOTH,
    PERSON,
    RESORT,
    TEXT,
    Json,
    Read,
    mark,
    mentions,
    place,
    reader,
    tags,
)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read annotations of the invented text."""
    return reader(tmp_path)


def ties(batch: Batch) -> list[tuple[str, str, str]]:
    names = {a.subject: a.name for a in batch.annotations if a.claim.shape == "mention"}
    tied = [a for a in batch.annotations if a.claim.shape == "tie"]
    return [(names[a.subject], a.claim.relation, names[a.object]) for a in tied]


LINK = {"type": "Annotation", "id": "r1", "motivation": "linking"}
TIES: dict[str, list[Json]] = {
    "ordered targets": [{**LINK, "body": tags("Owns"), "target": ["a1", {"id": "#a2"}]}],
    "ordered targets without a motivation": [
        {"type": "Annotation", "id": "r1", "body": tags("Owns"), "target": ["a1", "a2"]}
    ],
    "ordered places": [
        {**LINK, "body": tags("Owns"), "target": [place("Zebulon"), place("Quagga Resort")]}
    ],
    "a list of two": [
        {
            **LINK,
            "motivation": "tagging",
            "body": tags("Owns"),
            "target": {"type": "List", "items": ["a1", "a2"]},
        }
    ],
    "turned": [{**LINK, "body": tags("Owned_by"), "target": ["a2", "a1"]}],
    "a link, and its name apart": [
        {**LINK, "body": "a2", "target": "a1"},
        {"type": "Annotation", "id": "r2", "body": {"value": "Owns", "purpose": "tagging"}}
        | {"target": "r1"},
    ],
    "a link with its name": [
        {**LINK, "body": [*tags("Owns"), {"source": "a2", "purpose": "linking"}], "target": "a1"}
    ],
    "from and to": [
        {
            "id": "r1",
            "motivation": "linking",
            "bodies": tags("Owns"),
            "target": {"selector": {"from": "a1", "to": "a2"}},
        }
    ],
}


@pytest.mark.parametrize("shape", TIES)
def test_relations_are_read_from_every_shape(read: Read, shape: str) -> None:
    (batch,) = read([*BOTH, *TIES[shape]])
    assert ties(batch) == [("Zebulon", "OWNS", "Quagga Resort")]
    assert not batch.rejected and not batch.unmapped and len(mentions(batch)) == 2


def test_a_linking_body_and_a_tag_that_names_an_annotation_are_ties(read: Read) -> None:
    link = {"purpose": "linking", "source": "a2", "label": "Owns"}
    (batch,) = read([{**PERSON, "body": [*PERSON["body"], link]}, RESORT])
    assert ties(batch) == [("Zebulon", "OWNS", "Quagga Resort")]
    (batch,) = read([mark("a1", "Zebulon", "Person", "Owns:a2"), RESORT])
    assert ties(batch) == [("Zebulon", "OWNS", "Quagga Resort")]


def test_what_is_said_of_a_tie_stands_at_the_tie(read: Read) -> None:
    said = tags("Owns", "status:denied", "when:2024-05")
    (batch,) = read([*BOTH, {**LINK, "body": said, "target": ["a1", "a2"]}])
    (tie,) = [a for a in batch.annotations if a.claim.shape == "tie"]
    assert (tie.status, tie.when, tie.local_id) == ("denied", "2024-05", "r1")


def test_same_as_joins_mentions_of_one_thing(read: Read) -> None:
    again = mark("a3", "Zebulon", "Person", nth=1)
    (batch,) = read([*BOTH, again, {**LINK, "body": tags("same_as"), "target": ["a1", "a3"]}])
    assert ties(batch) == [("Zebulon", "SAME_AS", "Zebulon")]
    identifying = {"purpose": "identifying", "source": "#a1"}
    again["body"].append(identifying)
    (batch,) = read([*BOTH, again])
    assert ties(batch) == [("Zebulon", "SAME_AS", "Zebulon")]


def test_each_annotator_has_a_batch_and_what_he_ties_is_in_it(read: Read) -> None:
    creators: list[object] = ["acct:ann@example.org", {"name": "Ben", "id": "x"}]
    marked = [{**one, "creator": who} for one, who in zip(BOTH, creators, strict=True)]
    tie = {**LINK, "creator": {"nickname": "cy"}, "body": tags("Owns"), "target": ["a1", "a2"]}
    found = {batch.annotator: batch for batch in read([*marked, tie])}
    assert list(found) == ["ann@example.org", "Ben", "cy"]
    assert [len(mentions(batch)) for batch in found.values()] == [1, 1, 2]
    assert ties(found["cy"]) == [("Zebulon", "OWNS", "Quagga Resort")]


def test_what_another_annotator_tags_is_said_by_that_one(read: Read) -> None:
    other = {"id": "m1", "type": "Annotation", "creator": "Ben", "target": "a1"}
    mine, his = read([PERSON, {**other, "body": tags("status:denied")}])
    assert [a.status for a in mine.annotations] == ["not_stated"]
    assert [(a.label, a.status) for a in his.annotations] == [("Person", "denied")]


def test_a_quote_that_moved_says_so_and_so_do_the_ties_that_rest_on_it(read: Read) -> None:
    link = {**LINK, "body": tags("Owns"), "target": ["a1", "a2"]}
    (batch,) = read([mark("a1", "Okapi", "Person"), RESORT, link], text=f"New. {TEXT[8:]}")
    assert batch.counts["reanchored"] == 2
    assert all(a.extra["reanchored"] for a in batch.annotations) and not batch.rejected
