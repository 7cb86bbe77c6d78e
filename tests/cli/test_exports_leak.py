"""No export holds anything of what is protected, nor an id of the case (rules 22 to 24)."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars
import pytest

from clew import Case, Lens
from clew.graph.exchange.formats import FORMATS
from clew.graph.handing import ID
from clew.graph.ledger.ids import ids_of
from clew.reporting import FORMS


@pytest.fixture
def own(secrets: list[str], case: Case) -> set[str]:
    """Return every id of the case, of what is protected too."""
    with case.opened() as graph:
        found = {i for letter in "cdem" for i in graph.items.ids(letter)}
        return found | {i for letter in "cdmri" for i in ids_of(graph.db, letter)}


def test_no_export_holds_anything_of_what_is_protected(
    secrets: list[str], case: Case, own: set[str], tmp_path: Path
) -> None:
    other = next(one.id for one in case.sources() if "other" in one.title)
    lenses = (Lens(), Lens(annotators=("Xanthe Quillon", "")), Lens(without_sources=(other,)))
    for number, lens in enumerate(lenses):
        for form in (*FORMATS, *FORMS):
            place = tmp_path / "out" / f"{number}-{form}"
            place.mkdir(parents=True)
            if form in FORMS:
                case.report(case.ask("dossier", start="Bo Ray", lens=lens), place / f"it{form}")
            else:
                case.export(form, place / "it", lens=lens)
            data = "".join(shown_in(path) for path in place.rglob("*") if path.is_file())
            assert [word for word in secrets if word in data] == [], (form, lens)
            assert not set(ID.findall(data)) & own, (form, lens)
            assert "Bo Ray" in data or form == "stix"  # which is of no people


def test_no_export_says_anything_of_what_is_protected(
    secrets: list[str], case: Case, own: set[str], tmp_path: Path, clew: Callable[..., Any]
) -> None:
    folder = str(case.directory.path)
    for form in FORMATS:
        done = clew("export", form, "-o", str(tmp_path / f"it-{form}"), "--case", folder)
        assert done.code == 0, (form, done.err)
        said = done.out + done.err
        assert [word for word in secrets if word in said] == [], form
        assert not set(ID.findall(said)) & own, form


def shown_in(path: Path) -> str:
    """Return all that a file holds, as text: its bytes, and what is packed in them."""
    texts = [path.name, path.read_bytes().decode("utf-8", "replace")]
    if path.suffix == ".parquet":
        texts.append(str(polars.read_parquet(path).to_dicts()))
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            texts += [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
            texts += packed.namelist()
    return "\n".join(texts)
