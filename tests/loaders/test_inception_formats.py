"""The same marks in XMI, CAS JSON and WebAnno TSV give the same claims."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clew.graph.known import KnownText
from clew.graph.model import Batch
from clew.graph.unspaced import same_text
from clew.loaders.annotations.inception.tsv_rows import chain_suffix, parts, suffix
from clew.loaders.batches import batches
from clew.loaders.walk import Failure
from tests.cas_files import HOST, LINK, SPAN, Mark, Marked, cas_json, tsv, type_system, xmi

WORDS = [
    "Aerin",
    "Vossa",
    "Haven",
    "😊",
    "👩‍👩‍👧",
    "ក្រុមហ៊ុន",
    "မြန်မာ",
    "金边",
    "e\u0301t\u0301",
    "a|b",
    "x_y;",
    "\\n",
    "[1]",
]
VALUES = [
    "Person",
    "Company",
    "Compound",
    "odd_word|[1]",
    "*",
    "_",
    "a->b",
    "tab\there",
    "\\",
    "de;f",
]
TIES = ["OWNS", "DIRECTOR_OF", "LINKED_TO", "own word"]


@st.composite
def marked_texts(draw: st.DrawFn) -> Marked:
    """Texts of non-Latin words with spans nested and stacked, ties, slots and chains."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=12))
    marked = Marked(" ".join(words))
    starts = [sum(len(w) + 1 for w in words[:n]) for n in range(len(words))]

    def stretch() -> tuple[int, int]:
        first = draw(st.integers(0, len(words) - 1))
        last = draw(st.integers(first, min(first + 3, len(words) - 1)))
        return starts[first], starts[last] + len(words[last])

    def values(feature: str, choices: list[str]) -> dict[str, str]:
        said = {feature: draw(st.sampled_from(choices))} if draw(st.booleans()) else {}
        return said | ({"status": "alleged"} if draw(st.booleans()) else {})

    for _ in range(draw(st.integers(2, 7))):
        marked.marks.append(Mark(SPAN, *stretch(), values("value", VALUES)))
    spans = range(len(marked.marks))
    ends = st.tuples(st.sampled_from(spans), st.sampled_from(spans))
    for start, end in draw(st.lists(ends, max_size=4)):
        marked.relations.append((start, end, values("value", TIES)))
    for _ in range(draw(st.integers(0, 2))):
        roles = draw(
            st.lists(
                st.tuples(st.sampled_from(["Agent", "own role"]), st.sampled_from(spans)),
                max_size=3,
            )
        )
        marked.marks.append(Mark(HOST, *stretch(), values("value", ["Arrest", "Raid"]), roles))
    for _ in range(draw(st.integers(0, 2))):
        first = len(marked.marks)
        for _ in range(draw(st.integers(1, 3))):
            marked.marks.append(Mark(LINK, *stretch(), {"referenceRelation": "coref"}))
        marked.chains.append(list(range(first, len(marked.marks))))
    return marked


def read(path: Path, text: str) -> Batch:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    (batch,) = batches([path])
    assert not isinstance(batch, Failure), str(batch)
    return batch


def said(batch: Batch) -> list[tuple[object, ...]]:
    """What a batch says, apart from the ids and lines of the file that says it."""
    return sorted(
        (
            (a.claim.id, a.label, a.name, a.status, a.when, a.generic, a.protected)
            + (a.subject, a.object, tuple(sorted(a.extra.items())))
            for a in batch.annotations
        ),
        key=repr,
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(marked=marked_texts())
def test_a_text_says_the_same_in_each_format(tmp_path: Path, marked: Marked) -> None:
    (tmp_path / "TypeSystem.xml").write_text(type_system())
    one = read(tmp_path / "note.xmi", xmi(marked))
    two = read(tmp_path / "note.json", cas_json(marked))
    three = read(tmp_path / "note.tsv", tsv(marked))
    assert one.document.text == two.document.text == three.document.text == marked.text
    assert said(one) == said(two) == said(three)
    assert one.counts == two.counts == three.counts
    assert len(one.rejected) == len(two.rejected) == len(three.rejected)
    assert "roles that nobody fills" not in three.left_out
    spans = sum(mark.type != LINK for mark in marked.marks)
    links = sum(mark.type == LINK for mark in marked.marks)
    assert one.counts["spans"] + one.counts.get("links on marked spans", 0) == spans + links


def test_a_chain_within_another_is_counted_alike_in_each_format(tmp_path: Path) -> None:
    """The smaller chain has the lower number, though its links stand later in the text."""
    marked = Marked("Vossa saw Haven there")
    places = [(0, 5), (10, 15), (16, 21)]
    marked.marks += [Mark(SPAN, *place, {"value": "Person"}) for place in places]
    for chain in ([1, 2], [0, 1, 2]):
        first = len(marked.marks)
        marked.marks += [Mark(LINK, *places[one], {"referenceRelation": "coref"}) for one in chain]
        marked.chains.append(list(range(first, len(marked.marks))))
    (tmp_path / "TypeSystem.xml").write_text(type_system())
    one = read(tmp_path / "note.xmi", xmi(marked))
    two = read(tmp_path / "note.tsv", tsv(marked))
    assert one.counts == two.counts and said(one) == said(two)
    assert one.counts["equivalences"] == 2 and not one.rejected and not two.rejected


def test_a_tsv_takes_the_text_that_stands_beside_it_or_in_its_zip(tmp_path: Path) -> None:
    text = "Aerin owns Haven.\r\n\r\nVossa left.\n"
    marked = Marked(
        text, [Mark(SPAN, 0, 5, {"value": "Person"}), Mark(SPAN, 21, 26, {"value": "Person"})]
    )
    rebuilt = read(tmp_path / "alone" / "note.tsv", tsv(marked))
    assert rebuilt.document.text == "Aerin owns Haven.\n\n\n\nVossa left."
    (tmp_path / "note.txt").write_bytes(text.encode())
    beside = read(tmp_path / "note.tsv", tsv(marked))
    assert beside.document.text == text.replace("\r\n", "\n")
    assert [file.path.rpartition(".")[2] for file in beside.files] == ["tsv", "txt"]
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("source/note.txt", text)
        archive.writestr("annotation/note.txt/anna.tsv", tsv(marked))
    (zipped,) = batches([tmp_path / "all.zip"])
    assert isinstance(zipped, Batch) and zipped.annotator == "anna"
    assert said(zipped) == said(beside)
    for batch in (rebuilt, beside, zipped):
        assert [a.name for a in batch.annotations] == ["Aerin", "Vossa"] and not batch.rejected


def test_a_tsv_takes_the_text_that_the_case_has_already(tmp_path: Path) -> None:
    text = "Aerin owns Haven.\nVossa left."
    marked = Marked(text, [Mark(SPAN, 18, 23, {"value": "Person"})])
    path = tmp_path / "note.tsv"
    path.write_text(tsv(marked), encoding="utf-8")
    longer = f"{text}\nThe end."

    def by_name(hint: str) -> list[KnownText]:
        others = ("Aerin owned Haven. Vossa left.", longer) if hint == "note" else ()
        return [KnownText(text=other, path="note.txt", sure=False) for other in others]

    def same(hint: str) -> list[KnownText]:
        return [KnownText(text=text, path="note.txt")] if hint == same_text(text) else []

    for known, whole in ((by_name, longer), (same, text)):
        (batch,) = batches([path], known=known)
        assert isinstance(batch, Batch) and batch.document.text == whole
        assert [a.name for a in batch.annotations] == ["Vossa"]


@pytest.mark.parametrize(
    ("version", "escaped"),
    [("3", "Aérin 😊 \\t"), ("3.1", "A\\u00E9rin \\uD83D\\uDE0A \\\\t"), ("3.2", "Aérin 😊 \\\\t")],
)
def test_each_version_escapes_its_text_in_its_own_way(
    tmp_path: Path, version: str, escaped: str
) -> None:
    lines = [f"#FORMAT=WebAnno TSV {version}", f"#T_SP={SPAN}|value", "", f"#Text={escaped}"]
    lines += ["1-1\t0-5\tAérin\tPerson\t", "1-2\t6-8\t😊\t_\t", "1-3\t9-11\t\\t\tCompany\t"]
    batch = read(tmp_path / "note.tsv", "\n".join(lines))
    assert batch.document.text == "Aérin 😊 \\t" and not batch.rejected
    assert [a.name for a in batch.annotations] == ["Aérin", "\\t"]


def test_a_suffix_that_is_escaped_is_part_of_the_value() -> None:
    assert suffix("a\\\\[1]") == ("a\\\\", 1, 0)
    assert suffix("a\\[1]") == ("a\\[1]", 0, 0)
    assert chain_suffix("a->1-2->3-4") == ("a->1-2", (3, 4))
    assert chain_suffix("a\\->3-4") == ("a\\->3-4", None)
    assert parts("a\\\\|b\\|c", "|") == ["a\\\\", "b\\|c"]


def test_a_slot_of_an_old_tsv_names_its_layer_by_number(tmp_path: Path) -> None:
    slot = f"ROLE_{HOST}:roles_webanno.custom.RolesLink|uima.tcas.Annotation"
    lines = ["#FORMAT=WebAnno TSV 3.1", f"#T_SP={SPAN}|value", f"#T_SP={HOST}|value|{slot}", ""]
    lines += ["#Text=Aerin met Vossa", "1-1\t0-5\tAerin\tPerson\t_\t_\t_\t"]
    lines += ["1-2\t6-9\tmet\t_\tMeeting\tAgent;Theme\t1-1-1;1-3-1\t"]
    lines += ["1-3\t10-15\tVossa\tPerson\t_\t_\t_\t"]
    batch = read(tmp_path / "note.tsv", "\n".join(lines))
    assert batch.counts["events"] == 1 and not batch.rejected
    assert {a.label for a in batch.annotations if a.claim.shape == "tie"} == {"Agent", "Theme"}
