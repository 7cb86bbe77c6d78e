"""An annotator's own word for a tie or a property may hold a protected name; then it is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from clew.graph.claims import StandingClaim
from clew.graph.protection import Veil
from clew.graph.schema import Schema

#: What stands for such a word.
TIE = "PROTECTED_TIE"
PROPERTY = "protected_word"
_PARTS = re.compile(r"_+|(?<=[a-z])(?=[A-Z])")


def worded(
    claims: Iterable[StandingClaim], veil: Veil, vocabulary: Schema
) -> Iterator[StandingClaim]:
    """Yield claims, the words of the vocabulary as they are and others as they may be shown."""
    hidden: dict[tuple[str, str], bool] = {}
    for claim in claims:
        first = claim.first
        if veil.idle or first.shape == "mention" or _is_known(first.relation, vocabulary):
            yield claim
            continue
        asked = (first.relation, first.document)
        if asked not in hidden:
            parts = _PARTS.sub(" ", first.relation)
            hidden[asked] = veil.text(parts, first.document) != parts
        yield _masked(claim) if hidden[asked] else claim


def _is_known(word: str, vocabulary: Schema) -> bool:
    return word in vocabulary.ties or word in vocabulary.values


def _masked(claim: StandingClaim) -> StandingClaim:
    word = TIE if claim.first.shape == "tie" else PROPERTY
    readings = tuple(reading._replace(relation=word) for reading in claim.readings)
    return claim._replace(readings=readings, first=claim.first._replace(relation=word))
