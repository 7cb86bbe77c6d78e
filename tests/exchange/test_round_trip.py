"""What is written in a format and read back is the same, less what the table of losses names."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from clew.graph.model import Batch, document_id
from clew.loaders.batches import batches
from docs.run import losses
from tests.annotated.drawn import documents
from tests.annotated.formats import FORMATS
from tests.annotated.losses import Cells, features, less, lost, table
from tests.annotated.meaning import claimed, rows
from tests.annotated.note import Annotated
from tests.annotated.specimen import specimen

#: Formats that give offsets and no words: how they count is guessed from where words end.
UNPROVED = ("doccano JSONL", "doccano JSONL, older")
SAID = ("status", "dates", "protected", "generic", "values", "notes")


def read(doc: Annotated, name: str) -> Batch:
    """Return what a document is after a round trip through a format."""
    with tempfile.TemporaryDirectory() as folder:
        path = FORMATS[name](doc, Path(folder))
        (found,) = batches([path])
    assert isinstance(found, Batch), str(found)
    assert not found.rejected, [one.reason for one in found.rejected]
    return found


def differences(doc: Annotated, cells: Cells, found: Batch) -> list[str]:
    """Return in what a round trip is not what these cells say."""
    held, squeezed = less(doc, cells), lost(cells, "text")
    expected = rows(doc.text, claimed(held), squeezed=squeezed)
    got = rows(found.document.text, found.annotations, squeezed=squeezed)
    apart = [f"missing {row}" for row in expected if row not in got]
    apart += [f"too much {row}" for row in got if row not in expected]
    both = expected.keys() & got.keys()
    apart += [f"{row}: {expected[row] ^ got[row]}" for row in both if expected[row] != got[row]]
    if found.annotator != held.annotator:
        apart.append("the annotator")
    return apart if squeezed or found.document.id == document_id(doc.text) else [*apart, "the text"]


def counts_are_open(name: str, doc: Annotated) -> bool:
    """Say whether nothing in a file tells how it counts: surroundings of quotes, ends of words."""
    if name == "Recogito":
        pieces = (doc.text[start:end] for mark in doc.marks for start, end in mark.spans)
        return any(doc.text.count(piece) > 1 for piece in pieces)
    if name not in UNPROVED:
        return False
    ends = (point for mark in doc.marks for span in mark.spans for point in span)
    borders = (doc.text[max(0, point - 1) : point + 1] for point in ends)
    within = any(len(border) == 2 and not any(map(str.isspace, border)) for border in borders)
    return within and any(char > "\uffff" for char in doc.text)


@pytest.mark.parametrize("name", FORMATS)
@given(doc=documents())
@settings(max_examples=25)
def test_a_round_trip_keeps_all_but_what_the_table_names(name: str, doc: Annotated) -> None:
    cells = table()[name]
    if less(doc, cells).marks and not counts_are_open(name, doc):
        assert differences(doc, cells, read(doc, name)) == []


@pytest.mark.parametrize("name", FORMATS)
def test_no_cell_of_the_table_says_too_much_or_too_little(name: str) -> None:
    cells, doc = table()[name], specimen()
    found = read(doc, name)
    assert differences(doc, cells, found) == []
    assert lost(cells, "text") == (found.document.id != document_id(doc.text))
    for feature in features().keys() - {"text"}:
        turned = "kept" if lost(cells, feature) else "lost"
        if feature == "said of relations" and _says_nothing(cells):
            assert lost(cells, feature)
        else:
            assert differences(doc, {**cells, feature: turned}, found), feature


def _says_nothing(cells: Cells) -> bool:
    return lost(cells, "relations") or all(lost(cells, one) for one in SAID)


@pytest.mark.parametrize("name", FORMATS)
def test_line_ends_of_windows_change_nothing(name: str) -> None:
    doc, cells = specimen(crlf=True), table()[name]
    assert differences(doc, cells, read(doc, name)) == []


def test_the_table_has_every_format_and_every_feature() -> None:
    assert set(table()) == set(FORMATS)
    for name, cells in table().items():
        assert set(cells) == set(features()), name


def test_the_page_shows_every_cell_of_the_table() -> None:
    lines = losses().splitlines()
    for name, cells in table().items():
        glance, told = (line.split("|")[2:-1] for line in lines if f"| **{name}** |" in line)
        signs = dict(zip(features(), map(str.strip, glance), strict=True))
        kept, gone = told
        for feature, cell in cells.items():
            assert signs[feature] == ("" if lost(cells, feature) else "✓"), (name, feature)
            assert feature in (gone if lost(cells, feature) else kept), (name, feature)
            assert cell.partition(": ")[2] in kept + gone
