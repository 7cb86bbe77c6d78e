"""A small document of which a test says what is annotated in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from clew.graph.exchange.brat import brat
from clew.graph.exchange.w3c import w3c
from clew.graph.model import Annotation, Batch
from clew.loaders.batches import batches
from tests.annotated.formats import put
from tests.annotated.meaning import claimed, document
from tests.annotated.note import Annotated, Bond, Mark

TEXT = "Ann Lee, an invented person, owns 🏝 Harbour Ltd."
Said = Mapping[str, str]


@pytest.fixture
def told() -> Callable[..., Annotated]:
    """Return the document with this said of Ann Lee, and of her tie to the firm."""

    def make(said: Said | None = None, of_tie: Said | None = None, note: str = "") -> Annotated:
        firm = TEXT.index("Harbour")
        marks = (
            Mark("Person", ((0, 7),), said or {}, note),
            Mark("Company", ((firm, firm + 11),)),
        )
        return Annotated(TEXT, marks, (Bond("OWNS", 0, 1, of_tie or {}, note),))

    return make


@pytest.fixture(params=["brat", "w3c"])
def again(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., tuple[Annotation, ...]]:
    """Write annotations in a format, and return them as they are read back."""

    def make(doc: Annotated, found: list[Annotation] | None = None) -> tuple[Annotation, ...]:
        given = claimed(doc) if found is None else found
        if request.param == "brat":
            put(tmp_path / "note.txt", brat(document(doc), given).text)
            path = put(tmp_path / "note.ann", brat(document(doc), given).ann)
        else:
            put(tmp_path / "note.txt", doc.text)
            page = w3c(document(doc), given, source="note.txt")
            path = put(tmp_path / "note.jsonld", page.data)
        (batch,) = batches([path])
        assert isinstance(batch, Batch) and not batch.rejected, str(batch)
        return tuple(replace(one, line=0, local_id="") for one in batch.annotations)

    return make
