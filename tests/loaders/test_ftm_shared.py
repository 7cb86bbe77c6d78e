"""The real samples of FollowTheMoney, whole: counted apart from the loader, and twice the same."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import clew
from clew import Case
from clew.graph.exchange.ftm.model import model
from clew.graph.model import Batch
from clew.loaders.batches import batches
from clew.loaders.walk import Failure

FILES = {
    "ftm-aleph/samples.ijson": 21,
    "ftm-yente/parteispenden/entities.ftm.json": 475,
    "ftm-yente/t1/entities.ftm.json": 7,
    "ftm-yente/t2/20240527194702-wnk/entities.delta.json": 2,
    "ftm-yente/t2/20240528014702-pfh/entities.delta.json": 2,
    "ftm-yente/t2/20240528074703-npf/entities.delta.json": 0,
    "ftm-yente/t2/20240528134729-3iv/entities.delta.json": 1,
    "ftm-yente/zala/entities.ftm.json": 91,
}
LEFT_OUT = {"bodyText", "bodyHtml", "indexText", "translatedText", "headers"}


def entities(path: Path) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    found = (row.get("entity", row) for row in rows)
    return [one for one in found if "schema" in one]


def is_tie(one: dict[str, Any]) -> bool:
    return model()[one["schema"]].edge is not None


def test_every_file_of_the_samples_is_met_here(shared: Path) -> None:
    data = shared / "data"
    found = {p.relative_to(data).as_posix() for p in data.glob("ftm-*/**/*") if p.is_file()}
    others = {one for one in found if one.endswith(("SOURCE.txt", "/delta.json", ".csv"))}
    assert found - others == set(FILES)
    for name in sorted(others):
        if not name.endswith("SOURCE.txt"):
            (told,) = batches([data / name])
            assert isinstance(told, Failure), name


@pytest.mark.parametrize("name", FILES)
def test_every_entity_relation_and_value_of_a_file_is_a_claim_or_counted(
    shared: Path, name: str
) -> None:
    (batch,) = batches([shared / "data" / name])
    assert isinstance(batch, Batch) and not batch.rejected
    given = entities(shared / "data" / name)
    assert len(given) == FILES[name]
    ties, things = [e for e in given if is_tie(e)], [e for e in given if not is_tie(e)]
    assert batch.counts.get("entities", 0) == len(things)
    assert batch.counts.get("relations", 0) == len(ties)
    kept = {
        a.claim.subject.removeprefix("entry:"): a
        for a in batch.annotations
        if a.claim.shape == "mention"
    }
    assert {one["id"] for one in things} <= set(kept)
    made = [a for a in batch.annotations if a.claim.shape == "tie" and "ftmId" in a.extra]
    meant = Counter[tuple[str, str]]()
    for one in ties:
        start, end = model()[one["schema"]].edge or ("", "")
        props = one["properties"]
        meant.update((a, b) for a in props[start] for b in props[end])
    assert meant == Counter((a.claim.subject[6:], a.claim.object[6:]) for a in made)
    told = Counter(
        (a.claim.subject[6:], a.quote) for a in batch.annotations if a.claim.shape != "tie"
    )
    tied = {a.quote for a in batch.annotations if a.claim.shape == "tie"}
    left = 0
    for one in things:
        for prop, values in one["properties"].items():
            for value in values:
                if prop in LEFT_OUT or len(value) > 10_000:
                    left += bool(value.strip())
                elif value.strip():
                    assert (one["id"], value[:1000]) in told or value in tied, (name, prop)
    texts = {k: n for k, n in batch.left_out.items() if "text" in k or "longer" in k}
    empty = texts.pop("values that are no text", 0)
    assert sum(texts.values()) == left
    all_values = (v for one in given for values in one["properties"].values() for v in values)
    assert empty == sum(not value.strip() for value in all_values)


def test_all_of_it_twice_changes_nothing(shared: Path, tmp_path: Path) -> None:
    case = clew.create(tmp_path / "case")
    first, again = (_load(case, shared / "data") for _ in range(2))
    assert first["claims_new"] > 4000 and again["claims_new"] == 0
    assert again["claims_known"] == first["claims_new"] + first["claims_known"]
    assert not again["claims_changed"] and not again["claims_withdrawn"]


def _load(case: Case, data: Path) -> Counter[str]:
    from clew import importing

    counts = Counter[str]()
    for name in FILES:
        undated = "last_seen" not in (data / name).read_text("utf-8")
        facts = {"published": "2026-06-03"} if undated else None
        summary = importing.run(case.directory, [data / name], importing.Options(facts=facts))
        assert not summary.failures
        for one in summary.sources:
            counts.update({k: n for k, n in one.items() if k.startswith("claims_")})
    return counts
