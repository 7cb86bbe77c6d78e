"""No export holds anything of what is protected, nor an id of the case (rules 22 to 24)."""

from __future__ import annotations

from pathlib import Path

import polars

from clew import Case, Lens
from clew.graph.exchange.formats import FORMATS
from clew.graph.handing import ID
from clew.graph.ledger.ids import ids_of


def test_no_export_holds_anything_of_what_is_protected(
    secrets: list[str], case: Case, tmp_path: Path
) -> None:
    other = next(one.id for one in case.sources() if "other" in one.title)
    with case.opened() as graph:
        own = {i for letter in "cdem" for i in graph.items.ids(letter)}
        own |= {i for letter in "cdmri" for i in ids_of(graph.db, letter)}
    lenses = (Lens(), Lens(annotators=("Xanthe Quillon", "")), Lens(without_sources=(other,)))
    for number, lens in enumerate(lenses):
        for form in FORMATS:
            place = tmp_path / "out" / f"{number}-{form}"
            place.mkdir(parents=True)
            case.export(form, place / "it", lens=lens)
            data = "".join(shown_in(path) for path in place.rglob("*") if path.is_file())
            assert [word for word in secrets if word in data] == [], (form, lens)
            assert not set(ID.findall(data)) & own, (form, lens)
            assert "Bo Ray" in data or form == "stix"  # which is of no people


def shown_in(path: Path) -> str:
    """Return all that a file holds, as text."""
    if path.suffix == ".parquet":
        return str(polars.read_parquet(path).to_dicts())
    return path.read_text(encoding="utf-8")
