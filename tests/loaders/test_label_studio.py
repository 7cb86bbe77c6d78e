"""Label Studio: what each kind of result comes to, and what is left out and counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew.graph.model import Annotation, Batch, spans_of
from clew.loaders.batches import batches
from clew.loaders.walk import Failure

Json = dict[str, Any]
Load = Callable[..., list[Batch]]
TEXT = "🏝️ Anneke Vos owns Bay Resort, police say. 🇰🇭 ភ្នំពេញ, 2 March 2026."


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def region(words: str, label: str, name: str = "", text: str = TEXT) -> Json:
    at = text.index(words)
    start = units(text[:at])
    value = {"start": start, "end": start + units(words), "text": words, "labels": [label]}
    return control("labels", "label", value, name or words.replace(" ", ""))


def control(kind: str, name: str, value: Json, region_id: str = "x1") -> Json:
    result = {"type": kind, "from_name": name, "to_name": "text", "value": value, "id": region_id}
    return {**result, "origin": "manual"}


def about(marked: Json, kind: str, name: str, said: Json) -> Json:
    """A result of a control for one region: it repeats the region's id and place."""
    place = {key: marked["value"][key] for key in ("start", "end")}
    return control(kind, name, {**place, **said}, marked["id"])


def relation(start: str, end: str, *labels: str, direction: str | None = "right") -> Json:
    ends = {"from_id": start, "to_id": end}
    return {"type": "relation", "direction": direction, "labels": list(labels), **ends}


def task(*results: Json, data: Json | None = None, who: Any = 1, **more: Any) -> Json:
    annotation = {"id": 7, "completed_by": who, "result": list(results), "was_cancelled": False}
    return {"id": 3, "data": data or {"text": TEXT}, "annotations": [{**annotation, **more}]}


VOS, RESORT = region("Anneke Vos", "Person", "vos"), region("Bay Resort", "Compound", "resort")
POLICE, DAY = region("police", "Organization"), region("2 March 2026", "Date", "day")


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def make(*tasks: Any, **options: Any) -> list[Batch]:
        path = tmp_path / "project.json"
        path.write_text(json.dumps(list(tasks)), "utf-8")
        found = list(batches([path], **options))
        assert not [str(item) for item in found if isinstance(item, Failure)]
        return [item for item in found if isinstance(item, Batch)]

    return make


def named(batch: Batch) -> dict[str, str]:
    return {a.name: a.label for a in batch.annotations if a.claim.shape == "mention"}


def mention(batch: Batch, name: str) -> Annotation:
    found = [a for a in batch.annotations if a.name == name and a.claim.shape == "mention"]
    assert len(found) == 1
    return found[0]


def ties(batch: Batch) -> list[tuple[str, str, str]]:
    names = {a.subject: a.name for a in batch.annotations if a.claim.shape == "mention"}
    tied = [a for a in batch.annotations if a.claim.shape == "tie"]
    return [(names[a.subject], a.claim.relation, names[a.object]) for a in tied]


def test_offsets_are_the_browsers_utf_16_units(load: Load) -> None:
    (batch,) = load(task(VOS, RESORT, region("ភ្នំពេញ", "Place")))
    assert named(batch) == {"Anneke Vos": "Person", "Bay Resort": "Compound", "ភ្នំពេញ": "Place"}
    assert batch.document.text == TEXT and not batch.rejected
    at = TEXT.index("ភ្នំពេញ")
    assert spans_of(mention(batch, "ភ្នំពេញ").claim.subject) == ((at, at + len("ភ្នំពេញ")),)


def test_offsets_that_a_program_counted_in_characters_are_told_by_the_words(load: Load) -> None:
    at = TEXT.index("Bay Resort")
    value = {"start": at, "end": at + 10, "text": "Bay Resort", "labels": ["Compound"]}
    (batch,) = load(task(control("labels", "label", value)))
    assert named(batch) == {"Bay Resort": "Compound"}


@pytest.mark.parametrize("counted", [TEXT.replace(" ", "\r\n"), TEXT.replace(" ", "\n")])
def test_line_ends_count_as_they_stood_where_the_words_say_so(load: Load, counted: str) -> None:
    marked = [region(words, "Place", text=counted) for words in ("Resort,", "ភ្នំពេញ,")]
    (batch,) = load(task(*marked, data={"text": TEXT.replace(" ", "\r\n")}))
    assert named(batch) == {"Resort,": "Place", "ភ្នំពេញ,": "Place"} and not batch.rejected


@pytest.mark.parametrize("data", [{"a": "Other", "body": TEXT}, {"deep": {"er": [TEXT]}, "b": "x"}])
def test_the_text_is_found_in_whatever_value_the_words_stand(load: Load, data: Json) -> None:
    (batch,) = load(task(VOS, RESORT, data=data))
    assert batch.document.text == TEXT and len(named(batch)) == 2


def test_each_object_of_a_task_is_a_text_of_its_own(load: Load) -> None:
    other = {**region("left", "Event", "left", "Ben left."), "to_name": "second"}
    first, second = load(task(VOS, other, data={"text": TEXT, "second": "Ben left."}))
    assert (named(first), named(second)) == ({"Anneke Vos": "Person"}, {"left": "Event"})


def test_several_labels_of_a_region_are_as_many_mentions(load: Load) -> None:
    both = region("Bay Resort", "Compound", "resort")
    both["value"]["labels"].append("Company")
    (batch,) = load(task(both, VOS, relation("vos", "resort", "owns")))
    assert [a.label for a in batch.annotations if a.name == "Bay Resort"] == ["Compound", "Company"]
    assert [a.local_id for a in batch.annotations[:2]] == ["resort", "resort/2"]
    assert batch.counts["spans"] == 3


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        ("right", [("Anneke Vos", "OWNS", "Bay Resort")]),
        (None, [("Anneke Vos", "OWNS", "Bay Resort")]),
        ("left", [("Bay Resort", "OWNS", "Anneke Vos")]),
        ("bi", [("Anneke Vos", "OWNS", "Bay Resort"), ("Bay Resort", "OWNS", "Anneke Vos")]),
    ],
)
def test_a_relation_goes_as_its_arrow_does(
    load: Load, direction: str | None, expected: list[tuple[str, str, str]]
) -> None:
    (batch,) = load(task(VOS, RESORT, relation("vos", "resort", "owns", direction=direction)))
    assert ties(batch) == expected


def test_a_relation_can_have_several_labels_or_none(load: Load) -> None:
    none, two = relation("vos", "resort"), relation("vos", "resort", "owns", "manages")
    (batch,) = load(task(VOS, RESORT, none, two, relation("vos", "resort", "no_relation")))
    assert [a.label for a in batch.annotations if a.claim.shape == "tie"] == [
        "relation",
        "owns",
        "manages",
    ]
    assert batch.left_out["pairs without a relation"] == 1


def test_what_is_chosen_for_a_region_is_its_status_and_flags(load: Load) -> None:
    chosen = [
        about(VOS, "choices", "status", {"choices": ["alleged"]}),
        about(POLICE, "choices", "handling", {"choices": ["Generic", "Protected"]}),
    ]
    (batch,) = load(task(VOS, POLICE, RESORT, *chosen))
    assert mention(batch, "Anneke Vos").status == "alleged"
    assert mention(batch, "police").generic and mention(batch, "police").protected
    resort = mention(batch, "Bay Resort")
    assert (resort.status, resort.generic, resort.protected) == ("not_stated", False, False)


def test_what_is_chosen_for_the_whole_text_holds_for_what_has_none_of_its_own(load: Load) -> None:
    own = about(VOS, "choices", "status", {"choices": ["denied"]})
    whole = [
        control("choices", "status", {"choices": ["reported"]}),
        control("choices", "mood", {"choices": ["calm"]}),
    ]
    (batch,) = load(task(VOS, RESORT, relation("vos", "resort", "owns"), own, *whole))
    assert [a.status for a in batch.annotations] == ["denied", "reported", "reported"]
    assert batch.left_out == {"words of the whole text": 1} and batch.unmapped == {"mood": 1}


def test_what_is_typed_or_rated_for_a_region_is_said_of_it(load: Load) -> None:
    said = [
        about(DAY, "textarea", "iso_date", {"text": ["2026-03-02"]}),
        about(VOS, "textarea", "comment", {"text": ["birthDate=1980; seen twice"]}),
        about(VOS, "rating", "sureness", {"rating": 4}),
        about(VOS, "taxonomy", "sort", {"taxonomy": [["Owner", "Sole"]]}),
    ]
    (batch,) = load(task(VOS, RESORT, DAY, *said, relation("vos", "day", "when")))
    vos = mention(batch, "Anneke Vos")
    assert vos.when == "2026-03-02"
    assert vos.extra == {"note": ("seen twice",), "sureness": ("4",), "sort": ("Owner / Sole",)}
    values = [a.claim for a in batch.annotations if a.claim.shape == "value"]
    assert [(claim.relation, claim.value) for claim in values] == [("birthDate", "1980")]


def test_meta_names_entries_of_registers_and_holds_notes(load: Load) -> None:
    marked = {**VOS, "meta": {"text": ["Wikidata:Q42", "status=official"], "country": "KH"}}
    repeated = {**about(VOS, "rating", "sureness", {"rating": 1}), "meta": marked["meta"]}
    (batch,) = load(task(marked, repeated))
    values = {a.claim.relation: a.claim.value for a in batch.annotations if a.claim.value}
    assert values == {"wikidataId": "Q42", "country": "kh"}
    assert mention(batch, "Anneke Vos").status == "official"
    assert batch.counts["normalizations"] == 1


def test_each_annotator_of_a_text_has_a_batch_whatever_the_export_says_of_them(load: Load) -> None:
    first = task(VOS, who=1)
    first["annotations"].append({"id": 8, "completed_by": {"id": 2, "email": "b"}, "result": []})
    again = task(RESORT, who={"id": 1, "email": "a@example.org"})
    one, two = load(first, again)
    assert [(one.annotator, len(one.annotations)), (two.annotator, len(two.annotations))] == [
        ("1", 2),
        ("2", 0),
    ]


def test_two_annotations_with_the_same_ids_stay_apart(load: Load) -> None:
    first = task(VOS, RESORT, relation("vos", "resort", "owns"))
    (batch,) = load(first, {**first, "id": 4})
    assert batch.counts == {"relations": 2, "spans": 4} and not batch.rejected


def test_what_no_person_holds_up_is_left_out_and_counted(load: Load) -> None:
    done = task(VOS)
    done["annotations"] += [
        {"id": 8, "completed_by": 1, "result": [POLICE], "was_cancelled": True},
        {"id": 9, "completed_by": 1, "result": [POLICE], "last_action": "rejected"},
    ]
    done |= {"predictions": [{"result": [POLICE]}] * 2, "drafts": [{"result": [POLICE]}]}
    picture = control("rectanglelabels", "box", {"x": 1.0, "rectanglelabels": ["Car"]})
    (batch,) = load(done, {"id": 5, "data": {"text": "New."}, "annotations": []}, task(picture))
    assert named(batch) == {"Anneke Vos": "Person"}
    assert batch.left_out == {
        "cancelled annotations": 1,
        "drafts": 1,
        "predictions": 2,
        "rejected annotations": 1,
        "results about pictures, sounds and the like": 1,
        "tasks without annotations": 1,
    }
