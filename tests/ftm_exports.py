"""What an export of FollowTheMoney's entities holds, for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from clew import Case, Lens
from clew.graph.exchange.ftm.model import model

Json = dict[str, Any]


def entities(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def exported(case: Case, tmp_path: Path, **lens: Any) -> tuple[list[Json], list[str]]:
    done = case.export("ftm", tmp_path / "out.json", lens=Lens(**lens), replace=True)
    return entities(tmp_path / "out.json"), list(done.lost)


def ends(one: Json) -> list[str]:
    """Return the ids of a relation's ends, or of a designation's targets."""
    pair = model()[one["schema"]].edge or ("entity",)
    return [identity for prop in pair for identity in one["properties"].get(prop, ())]


def relations(found: list[Json]) -> list[Json]:
    return [one for one in found if model()[one["schema"]].edge]
