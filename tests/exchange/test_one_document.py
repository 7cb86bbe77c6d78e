"""One annotated document in every format: the same claims, and one graph in any order."""

from __future__ import annotations

from pathlib import Path

import pytest

from clew.graph.model import Batch
from clew.loaders.batches import batches
from tests.annotated.exports import EXPORTS, exported
from tests.annotated.formats import FORMATS
from tests.annotated.from_brat import FOLDER, one_document
from tests.annotated.losses import less, lost, table
from tests.annotated.meaning import claimed, rows


def only(path: Path) -> Batch:
    (found,) = batches([path])
    assert isinstance(found, Batch), str(found)
    assert not found.rejected, [one.reason for one in found.rejected]
    return found


def test_the_document_is_as_rich_as_it_should_be() -> None:
    doc = one_document()
    assert len(doc.marks) >= 150 and len(doc.bonds) >= 60 and len(doc.happenings) >= 5
    said = {"status", "when", "protected", "generic", "negated", "attribution", "key"}
    assert said <= doc.keys
    assert sum(len(one.spans) > 1 for one in doc.marks) and len(doc.chains) > 10


def test_brat_s_own_lines_are_the_claims_that_the_rules_make_of_it() -> None:
    doc, found = one_document(), only(FOLDER / "note.ann")
    assert rows(doc.text, found.annotations) == rows(doc.text, claimed(doc))


@pytest.mark.parametrize("name", FORMATS)
def test_its_claims_are_the_same_in_all_that_a_format_can_hold(name: str, tmp_path: Path) -> None:
    doc, cells = one_document(), table()[name]
    found, held = only(FORMATS[name](doc, tmp_path)), less(doc, cells)
    squeezed = lost(cells, "text")
    expected = rows(doc.text, claimed(held), squeezed=squeezed)
    assert rows(found.document.text, found.annotations, squeezed=squeezed) == expected


def test_the_exports_to_look_at_are_what_is_written(tmp_path: Path) -> None:
    folder = FOLDER / "exports"
    assert sorted(path.name for path in folder.iterdir()) == sorted(EXPORTS)
    for name in EXPORTS:
        assert (folder / name).read_bytes() == exported(name, tmp_path), name
