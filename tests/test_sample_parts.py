"""The sample's list, table and decisions: what they say, and where they have it from."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from clew import sample

FOLDER = Path(sample.__file__).parent
OFAC = ("add.csv", "alt.csv", "sdn.csv", "sdn_comments.csv")


def test_the_lists_entries_are_those_of_the_transcription(shared: Path) -> None:
    wanted = {"49582", "49583", "50147", "50587", "50601", "50662"}
    for name in OFAC:
        whole = (shared / "data" / "ofac-sdn-excerpt-2026" / name).read_text("utf-8").splitlines()
        ours = (FOLDER / "ofac" / name).read_text("utf-8").splitlines()
        assert ours == [line for line in whole if line.split(",")[0] in wanted]


def test_the_table_gives_each_point_a_radius_and_what_it_rests_on(shared: Path) -> None:
    with (FOLDER / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = json.loads(
        (shared / "data" / "places-geonames-sea" / "cities500.SEA.json").read_text("utf-8")
    )
    for row in rows:
        assert row["source"]
        assert bool(row["latitude"]) == bool(row["radius_m"]) == bool(row["basis"])
        if row["geonames"]:
            place = known[row["geonames"]]
            assert (float(row["latitude"]), float(row["longitude"])) == (
                place["latitude"],
                place["longitude"],
            )
            assert {row["name"], row["also_written"]} & {place["name"], *place["alternatenames"]}


def test_every_decision_says_why() -> None:
    with (FOLDER / "decisions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["verb"] for row in rows} == {"same"} and len(rows) == 6
    assert all(len(row["because"]) > 40 for row in rows)


def test_a_second_copy_keeps_what_was_corrected_in_the_first(tmp_path: Path) -> None:
    copied = sample.copy_to(tmp_path / "new")
    names = {str(path.relative_to(copied)) for path in copied.rglob("*") if path.is_file()}
    others = {"SOURCE.md", "decisions.csv", "places.csv", "places.yaml", "sources.csv"}
    assert {name for name in names if "/" not in name} == others
    assert len(names) == 8 + 1 + len(OFAC) + len(others)
    for name in names:
        assert (copied / name).read_bytes() == (FOLDER / name).read_bytes()
    corrected = copied / "notes" / "measures.ann"
    corrected.write_text("", "utf-8")
    (copied / "sources.csv").unlink()
    sample.copy_to(copied)
    assert corrected.read_text("utf-8") == ""
    assert (copied / "sources.csv").is_file()
