"""W3C and Recogito annotations: what each shape of them comes to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clew.loaders.registry import detect
from tests.web_marks import (
    BOTH,
    CONTEXT,
    PERSON,
    RESORT,
    SECRET,
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


FILES: dict[str, object] = {
    "an array": BOTH,
    "a page": {"@context": CONTEXT, "type": "AnnotationPage", "items": BOTH},
    "a collection": {
        "@context": [CONTEXT, "http://example.org/own"],
        "type": ["AnnotationCollection", "BasicContainer"],
        "first": {"type": "AnnotationPage", "items": BOTH[:1]},
        "last": {"type": "AnnotationPage", "items": BOTH[1:]},
    },
    "pages within pages": {
        "type": "AnnotationCollection",
        "first": {
            "id": "p1",
            "type": "AnnotationPage",
            "items": BOTH[:1],
            "next": {"id": "p2", "type": "AnnotationPage", "items": BOTH[1:]},
        },
        "last": {"id": "p2", "type": "AnnotationPage", "items": BOTH[1:]},
    },
    "a graph": {"@context": CONTEXT, "@graph": BOTH},
    "arrays everywhere": [
        {
            "@id": one["id"],
            "@type": ["oa:Annotation"],
            "hasBody": one["body"],
            "hasTarget": [one["target"]],
        }
        for one in BOTH
    ],
    "Recogito's own": [
        {
            "id": one["id"],
            "bodies": [{"id": "b", "annotation": one["id"], "purpose": "tagging", "value": label}],
            "target": {
                "annotation": one["id"],
                "selector": [{"quote": words, "start": start, "end": start + len(words)}],
                "creator": {"id": "x1", "isGuest": True},
            },
        }
        for one, label, words, start in (
            (PERSON, "Person", "Zebulon", 0),
            (RESORT, "Compound", "Quagga Resort", 13),
        )
    ],
}


@pytest.mark.parametrize("shape", FILES)
def test_the_same_annotations_are_read_from_every_shape(read: Read, shape: str) -> None:
    (batch,) = read(FILES[shape])
    assert batch.tool == "w3c" and not batch.rejected
    assert mentions(batch) == {
        "a1": ("Person", "Zebulon"),
        "a2": ("Compound", "Quagga Resort"),
    }


def test_a_single_annotation_is_a_file_of_its_own(read: Read) -> None:
    (batch,) = read({"@context": CONTEXT, **PERSON})
    assert mentions(batch) == {"a1": ("Person", "Zebulon")}


BODIES: dict[str, tuple[Json, tuple[str, ...]]] = {
    "a string": ({"body": "Only he."}, ("Only he.",)),
    "bodyValue": ({"bodyValue": "Only he."}, ("Only he.",)),
    "a TextualBody": ({"body": {"type": "TextualBody", "value": "Only he."}}, ("Only he.",)),
    "a choice": (
        {"body": {"type": "Choice", "items": [{"value": "Only he."}, {"value": "Er."}]}},
        ("Only he.",),
    ),
    "two comments": (
        {"body": [{"value": "Only he."}, {"value": "Or not.", "purpose": "commenting"}]},
        ("Only he.", "Or not."),
    ),
}


@pytest.mark.parametrize("case", BODIES)
def test_comments_are_kept_as_notes(read: Read, case: str) -> None:
    more, notes = BODIES[case]
    (batch,) = read([{**PERSON, "body": [], **more}])
    (marked,) = batch.annotations
    assert marked.extra["note"] == notes and batch.unmapped == {"Mention": 1}


def test_tags_say_kind_status_flags_and_values(read: Read) -> None:
    said = ("important", "status:alleged", "Person", "protected", "wikidata:Q1", "country:kh")
    (batch,) = read([mark("a1", "Zebulon", *said)])
    (marked,) = [a for a in batch.annotations if a.claim.shape == "mention"]
    assert (marked.label, marked.status, marked.protected) == ("Person", "alleged", True)
    assert marked.extra == {"tag": ("important",)} and batch.unmapped == {"tag=important": 1}
    values = {(a.claim.relation, a.claim.value) for a in batch.annotations if a is not marked}
    assert values == {("wikidataId", "Q1"), ("country", "kh")}


def test_classes_and_what_a_thing_is_elsewhere_are_read_from_specific_resources(
    read: Read,
) -> None:
    bodies = [
        {"purpose": "classifying", "source": "http://schema.org/Person"},
        {"purpose": "identifying", "source": "https://www.wikidata.org/wiki/Q77"},
        {"purpose": "identifying", "source": {"id": "https://desk.example/people/7"}},
    ]
    (batch,) = read([{**PERSON, "body": bodies}])
    assert mentions(batch) == {"a1": ("Person", "Zebulon")}
    (value,) = [a for a in batch.annotations if a.claim.shape == "value"]
    assert (value.claim.relation, value.claim.value) == ("wikidataId", "Q77")
    assert batch.unmapped == {"desk.example": 1}


LINK = {"type": "Annotation", "id": "r1", "motivation": "linking"}


def test_independent_targets_are_mentions_each_and_fragments_are_one(read: Read) -> None:
    two = [place("Zebulon"), place("Zebulon", 1)]
    (batch,) = read([{**PERSON, "target": two}])
    assert list(mentions(batch)) == ["a1", "a1~2"]
    for target in (
        {"type": "Composite", "items": two},
        [{**one, "annotation": "a1"} for one in two],
    ):
        (batch,) = read([{**PERSON, "target": target}])
        (marked,) = batch.annotations
        assert marked.claim.subject == "0-7,43-50"


def test_what_is_said_of_the_whole_text_holds_for_what_is_marked_in_it(read: Read) -> None:
    whole = {"id": "w", "type": "Annotation", "target": "urn:x:note"}
    (batch,) = read([PERSON, {**whole, "body": tags("status:reported", "protected")}])
    (marked,) = batch.annotations
    assert (marked.status, marked.protected) == ("reported", True)


REJECTED: dict[str, tuple[object, str]] = {
    "a number": (7, "annotation 3 is no object"),
    "no target": ({"type": "Annotation", "id": "b"}, "b has no target"),
    "a lost quote": (
        {**PERSON, "id": "b", "target": {**place("Okapi"), "selector": {"type": "TextQuoteSelector"}
        | {"exact": "Xylophon"}}},
        "b cannot be placed: its quote of 8 characters",
    ),
    "a number for a body": ({**PERSON, "id": "b", "body": [7]}, "annotation 3 has a body"),
    "a number for a target": ({**PERSON, "id": "b", "target": 7}, "annotation 3 has a target"),
    "a taken id": ({**RESORT, "id": "a1"}, "a1 has the id of annotation 1"),
    "a tie of three": ({**LINK, "target": ["a1", "a2", "a1"]}, "r1 ties 3 things"),
    "a tie with itself": ({**LINK, "target": ["a1", "a1"]}, "r1 ties a1 to itself"),
    "targets too deep": (
        json.loads('{"id": "b", "type": "Annotation", "target": ' + '{"type": "List", "items": ['
                   * 200 + "]}" * 200 + "}"),
        "too deep",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REJECTED)
def test_a_bad_annotation_is_one_sentence_and_the_others_go_on(read: Read, case: str) -> None:
    bad, reason = REJECTED[case]
    (batch,) = read([*BOTH, bad])
    (rejected,) = batch.rejected
    assert reason in rejected.reason and rejected.line == 3
    assert not any(word in rejected.reason for word in (*SECRET, "Xylophon"))
    assert {"a1", "a2"} <= mentions(batch).keys()


def test_an_annotation_that_stands_there_twice_is_read_once(read: Read) -> None:
    (batch,) = read([*BOTH, dict(PERSON)])
    assert batch.left_out == {"annotations that stand there twice": 1}


def test_bodies_links_and_pages_that_are_elsewhere_are_counted(read: Read) -> None:
    page = {"type": "AnnotationPage", "items": ["https://example.org/anno7", PERSON]}
    PERSON_ELSEWHERE = {**RESORT, "body": ["https://example.org/essay"]}
    link = {**LINK, "target": place("Okapi"), "body": "https://example.org/other"}
    (batch,) = read({"@context": CONTEXT, "@graph": [page, PERSON_ELSEWHERE, link]})
    assert batch.left_out == {
        "annotations and pages that are only named": 1,
        "bodies that are not in the file": 1,
        "links out of the file": 1,
    }
    assert len(mentions(batch)) == 3


def test_a_next_page_that_is_not_in_the_file_is_counted(read: Read) -> None:
    pages = [{"id": "p1", "type": "AnnotationPage", "items": [PERSON], "next": "p2"}]
    (batch,) = read(pages)
    assert batch.left_out == {"annotations and pages that are only named": 1}
    (batch,) = read([*pages, {"id": "p2", "type": "AnnotationPage", "items": [RESORT]}])
    assert not batch.left_out and len(mentions(batch)) == 2


def test_files_of_other_tools_are_not_taken_for_web_annotations(root: Path) -> None:
    for name in ("w3c", "hypothesis"):
        files = sorted((root / "tests" / "data" / name / "sample").rglob("*.json"))
        assert files and {detect(path).name for path in files} == {name}
    for folder in sorted((root / "tests" / "data").glob("*/sample")):
        for path in folder.rglob("*.json*"):
            if folder.parent.name not in ("w3c", "hypothesis"):
                assert detect(path).name not in ("w3c", "hypothesis"), path
