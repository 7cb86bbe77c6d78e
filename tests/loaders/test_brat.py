"""brat standoff: what each kind of line comes to, and where it is placed on the text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from clew.graph.model import Batch, spans_of
from clew.loaders.batches import batches

Read = Callable[..., Batch]
TEXT = "Anneke Vos owns Bay Resort in Port Alma and Port Brin."


def slices(batch: Batch) -> dict[str, str]:
    return {
        a.local_id: " ".join(
            batch.document.text[slice(*span)] for span in spans_of(a.claim.subject)
        )
        for a in batch.annotations
        if a.claim.shape == "mention"
    }


def ties(batch: Batch) -> list[tuple[str, str, str]]:
    names = {a.subject: a.name for a in batch.annotations if a.claim.shape == "mention"}
    tied = [a for a in batch.annotations if a.claim.shape == "tie"]
    return [(names[a.subject], a.claim.relation, names[a.object]) for a in tied]


def test_nested_and_discontinuous_spans_keep_their_fragments(read: Read) -> None:
    batch = read(
        TEXT,
        "T1\tPlace 30 34;44 53\tPort Port Brin",
        "T2\tPlace 44 53\tPort Brin",
        "T3\tPlace 49 53\tBrin",
    )
    assert slices(batch) == {"T1": "Port Port Brin", "T2": "Port Brin", "T3": "Brin"}
    assert batch.annotations[0].claim.subject == "30-34,44-53"


def test_a_relation_ties_its_first_argument_to_its_second_by_name(read: Read) -> None:
    lines = ("T1\tPerson 0 10\tAnneke Vos", "T2\tCompound 16 26\tBay Resort")
    straight = read(TEXT, *lines, "R1\tOwns Arg1:T1 Arg2:T2\t")
    turned = read(TEXT, *lines, "R1\tOwns Arg2:T2 Arg1:T1")
    assert ties(straight) == ties(turned) == [("Anneke Vos", "OWNS", "Bay Resort")]


def test_annotation_conf_says_which_argument_comes_first_and_which_ties_are_symmetric(
    read: Read, tmp_path: Path
) -> None:
    conf = """[entities]\nPerson\n!Thing\n\tCompound\n[relations]\n<A>=Person|Compound
Holding Holder:Person, Held:<A>
Kin Arg1:Person, Arg2:Person, <REL-TYPE>:symmetric-transitive\n"""
    (tmp_path / "annotation.conf").write_text(conf)
    batch = read(
        TEXT,
        "T1\tPerson 0 10\tAnneke Vos",
        "T2\tCompound 16 26\tBay Resort",
        "T3\tPerson 7 10\tVos",
        "T4\tOther 30 39\tPort Alma",
        "R1\tHolding Held:T2 Holder:T1",
        "R2\tKin Arg1:T3 Arg2:T1",
    )
    assert ties(batch) == [("Anneke Vos", "HOLDING", "Bay Resort"), ("Anneke Vos", "KIN", "Vos")]
    assert batch.counts["undeclared"] == 1
    assert [file.role for file in batch.files] == ["annotations", "text", "configuration"]


def test_an_events_numbered_roles_are_one_role_and_inner_events_are_its_participants(
    read: Read,
) -> None:
    text = "Guards said that police raided Bay Resort and Port Alma."
    batch = read(
        text,
        "T1\tStatement 7 11\tsaid",
        "T2\tRaid 24 30\traided",
        "T3\tCompound 31 41\tBay Resort",
        "T4\tPlace 46 55\tPort Alma",
        "E1\tStatement:T1 Topic:E2 ",
        "E2\tRaid:T2 Theme:T3 Theme2:T4",
    )
    assert ties(batch) == [
        ("said", "ABOUT", "raided"),
        ("raided", "AFFECTED", "Bay Resort"),
        ("raided", "AFFECTED", "Port Alma"),
    ]


def test_equiv_is_a_chain_in_order_of_place(read: Read) -> None:
    batch = read(
        "Vos left. She and Anneke Vos met.",
        "T1\tPerson 18 28\tAnneke Vos",
        "T2\tPerson 0 3\tVos",
        "T3\tPerson 10 13\tShe",
        "*\tEquiv T1 T2 T3",
    )
    assert ties(batch) == [("Vos", "SAME_AS", "She"), ("She", "SAME_AS", "Anneke Vos")]


def test_the_files_of_a_shared_task_are_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(TEXT)
    (tmp_path / "x.a1").write_text("T1\tPerson 0 10\tAnneke Vos\n")
    (tmp_path / "x.a2").write_text("T2\tEvent 11 15\towns\nE1\tEvent:T2 Agent:T1\n")
    (batch,) = batches([tmp_path])
    assert isinstance(batch, Batch)
    assert ties(batch) == [("owns", "DONE_BY", "Anneke Vos")]


CRLF = "\ufeffOne line.\r\n🏝 Bay Resort.\r\nAnneke Vos left.\r\n"
READINGS = {
    "as it stands": CRLF,
    "without the mark": CRLF[1:],
    "with LF": CRLF.replace("\r\n", "\n"),
    "with LF, without the mark": CRLF[1:].replace("\r\n", "\n"),
}


@pytest.mark.parametrize("reading", READINGS)
def test_offsets_counted_on_any_line_ends_land_on_the_normal_text(read: Read, reading: str) -> None:
    counted = READINGS[reading]
    lines = []
    for number, words in enumerate(("Bay Resort", "Anneke Vos", "left"), 1):
        at = counted.index(words)
        lines.append(f"T{number}\tPerson {at} {at + len(words)}\t{words}")
    batch = read(CRLF.encode(), *lines, end="\r\n")
    assert slices(batch) == {"T1": "Bay Resort", "T2": "Anneke Vos", "T3": "left"}
    assert not batch.rejected
    assert batch.document.text == READINGS["with LF, without the mark"]


def test_words_are_compared_with_their_accents_composed(read: Read) -> None:
    text = unicodedata.normalize("NFD", "José Peña left.")
    at = text.index(" left")
    batch = read(text, f"T1\tPerson 0 {at}\tJosé Peña")
    assert slices(batch) == {"T1": text[:at]}


def test_folders_side_by_side_with_the_same_text_name_their_annotators(tmp_path: Path) -> None:
    for who, words in (("anna", "Anneke Vos"), ("ben", "Anneke")):
        folder = tmp_path / who / "week1"
        folder.mkdir(parents=True)
        (folder / "note.txt").write_text(TEXT)
        (folder / "note.ann").write_text(f"T1\tPerson 0 {len(words)}\t{words}\n")
        (folder / "own.txt").write_text(f"{who} wrote this.")
        (folder / "own.ann").write_text("")
    found = [item for item in batches([tmp_path]) if isinstance(item, Batch)]
    named = [(Path(batch.document.path).name, batch.annotator) for batch in found]
    assert named == [("note.txt", "anna"), ("own.txt", ""), ("note.txt", "ben"), ("own.txt", "")]


def test_a_corrected_export_imported_later_from_another_folder_names_nobody(
    tmp_path: Path,
) -> None:
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "note.txt").write_text(TEXT)
        (tmp_path / folder / "note.ann").write_text("T1\tPerson 0 10\tAnneke Vos\n")
    (batch,) = batches([tmp_path / "second"])
    assert isinstance(batch, Batch) and batch.annotator == ""
