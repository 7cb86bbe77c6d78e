"""Whose reading of a text counts as the curated one, and who reads what through a lens.

A curator settles what annotators left open. INCEpTION's and WebAnno's is called CURATION_USER, or
stands in the folder `curation`; a folder or user may be called so by its team (CURATORS). Other
tools mark the annotation itself (Label Studio's ground truth, Prodigy's recipe `review`): the
loader says so of the Text, and the batch keeps it in its options.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from clew.graph.claims import unseen
from clew.graph.ledger.sources import Source
from clew.graph.ledger.standing import Reader, Standing
from clew.graph.lens import Lens

#: What annotation tools and teams call the one who settled the text, in small letters.
CURATORS = frozenset({"curation_user", "curator", "curation", "curated", "gold"})


def curated(now: Standing) -> dict[str, set[Reader]]:
    """Return the curated readings of each document that has one, though it may mark nothing."""
    found: defaultdict[str, set[Reader]] = defaultdict(set)
    for reader in now.current:
        if now.curated.intersection(now.of(reader)) or reader[2].casefold() in CURATORS:
            found[reader[0]].add(reader)
    return dict(found)


def seen(now: Standing, lens: Lens, sources: Mapping[str, Source]) -> list[Reader]:
    """Return whose readings a lens lets through, protection and statuses aside, in order."""
    settled = curated(now) if lens.curated else {}
    found: list[Reader] = []
    for reader in sorted(now.current):
        document, _, annotator = reader
        source = sources.get(document)
        if source is None or source.erased or unseen(lens, source, source.known_from):
            continue
        if lens.annotators and annotator not in lens.annotators:
            continue
        if document not in settled or reader in settled[document]:
            found.append(reader)
    return found
