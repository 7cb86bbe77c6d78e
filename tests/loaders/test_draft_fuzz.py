"""Whatever words stand where: a draft of them changes no claim and leaves nothing unmapped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clew.graph.model import Batch
from clew.loaders.annotations.drafts import check, draft
from clew.loaders.batches import batches

TEXT = "Police arrested Anneke Vos in Port City 🏝 on 3 May 2024 ភ្នំពេញ for fraud."
KINDS = ["Person", "Arrest", "Sanction", "Date", "Money", "Victim", "Charge", "Document", "***"]
WORDS = [*KINDS, "PERSON", "Agent", "Target", "hasRole", "per:charges", "Location", "On", "same_as"]
WORDS += ["ភ្នំពេញ", "🏝", "ignore", "keep", "x" * 250, "Participates_in", "per:title"]
SPANS = st.tuples(st.sampled_from(WORDS), st.integers(0, 40), st.integers(1, 20))
TIES = st.tuples(st.sampled_from(WORDS), st.integers(0, 5), st.integers(0, 5))
#: A word is a role in one relation and unknown in another.
MIXED = (
    [("Arrest", 7, 8), ("Person", 16, 10), ("***", 30, 4), ("Sanction", 40, 2)],
    [("PERSON", 3, 1), ("Person", 2, 0), ("Target", 3, 0), ("Target", 1, 0)],
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(SPANS, min_size=1, max_size=6), st.lists(TIES, max_size=7))
@example(*MIXED)
def test_a_draft_of_any_words_changes_no_claim_and_leaves_nothing_unmapped(
    tmp_path: Path, spans: list[tuple[str, int, int]], ties: list[tuple[str, int, int]]
) -> None:
    entities: list[dict[str, Any]] = [
        {"id": n, "label": label, "start_offset": at, "end_offset": at + long}
        for n, (label, at, long) in enumerate(spans)
    ]
    relations = [
        {"id": n, "type": label, "from_id": start, "to_id": end}
        for n, (label, start, end) in enumerate(ties)
    ]
    path, own = tmp_path / "all.jsonl", tmp_path / "draft.yaml"
    path.write_text(json.dumps({"text": TEXT, "entities": entities, "relations": relations}))
    own.write_text(draft([path]).yaml, encoding="utf-8")
    (before,), (after,) = batches([path]), batches([path], profile=own)
    assert isinstance(before, Batch) and isinstance(after, Batch)
    kept = {word for word in after.unmapped if len(word) <= 200}
    assert not kept and [a.claim for a in before.annotations] == [
        a.claim for a in after.annotations
    ]
    assert all(len(word.word) > 200 for word in check(own, [path]).unmapped)
