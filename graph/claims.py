"""Claims as answers show them: what all standing readings of one claim say together (rule 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from clew.graph.ledger.read import Reading
from clew.graph.ledger.sources import Source
from clew.graph.lens import Lens
from clew.graph.model import WEAKNESS
from clew.graph.protection import Veil
from clew.graph.when import holds


class StandingClaim(NamedTuple):
    """A claim with its readings; `status` is the one that governs; see `claim_of`.

    `first` is the reading whose words are shown: the governing status's, then by content.
    `listed_from` is the day of the first edition that holds it, of a list's claim.
    """

    id: str
    readings: tuple[Reading, ...]
    first: Reading
    status: str
    source: Source
    certain: bool = True
    listed_from: str = ""

    @property
    def known_from(self) -> str:
        """The first day on which the claim was known, '' where its source does not say."""
        return self.listed_from or self.source.known_from

    @property
    def statuses(self) -> list[str]:
        """Every status that a reading gives, strongest first."""
        if len(self.readings) == 1:
            return [self.status]
        return sorted({effective_status(r) for r in self.readings}, key=WEAKNESS.__getitem__)

    @property
    def rank(self) -> tuple[int, str, str]:
        """What "strongest first" means: status, then earliest known, then id (rule 12)."""
        return (WEAKNESS[self.status], self.known_from or "9999", self.id)


def effective_status(reading: Reading) -> str:
    """Return a reading's status; what the source negates counts as denied."""
    return "denied" if reading.negated else reading.status


def governing(statuses: Iterable[str]) -> str:
    """Return the status that governs: not_stated yields to any, else the weakest (rule 3)."""
    stated = {*statuses} - {"not_stated"}
    return max(stated, key=WEAKNESS.__getitem__) if stated else "not_stated"


def claim_of(
    identity: str,
    readings: Sequence[Reading],
    source: Source,
    listed_from: str = "",
    *,
    certain: bool = True,
) -> StandingClaim:
    """Return the claim that these readings of it, at least one, make together."""
    first = readings[0]
    if len(readings) == 1:
        status = effective_status(first)
    else:
        status = governing(map(effective_status, readings))
        first = min(readings, key=lambda r: (effective_status(r) != status, not r.when))
    return StandingClaim(identity, tuple(readings), first, status, source, certain, listed_from)


@dataclass(slots=True)
class Left:
    """What a lens left out, by reason: nothing goes in silence; `hidden` claims do not count."""

    hidden: frozenset[str] = frozenset()
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, reason: str, claim: str) -> None:
        """Count a claim that is left out, but for one that the lens may not show anyhow."""
        if claim not in self.hidden:
            self.counts[reason] += 1


def through(
    lens: Lens,
    readings: Iterable[Reading],
    sources: Mapping[str, Source],
    left: Left,
    listed_from: Mapping[str, str],
) -> Iterator[StandingClaim]:
    """Yield the claims that pass every option of the lens but `statuses` (rule 18).

    `readings` come ordered by claim; `listed_from` is what `first_known` returns. A claim's day is
    tested on each reading; it stays where one may hold, and is certain where one surely does.
    """
    for identity, group in groupby(readings, key=itemgetter(0)):
        rows = list(group)
        source = sources[rows[0].document]
        day = listed_from.get(identity) or listed_from.get(source.id, "")
        reason = unseen(lens, source, day or source.known_from)
        if reason:
            left.add(reason, identity)
        elif claim := _seen(lens, identity, rows, source, left, day):
            if lens.statuses and claim.status not in lens.statuses:
                left.add("other status", identity)
            yield claim


def unseen(lens: Lens, source: Source, known_from: str) -> str:
    """Return why a claim of a source does not pass the lens, '' where it does."""
    if source.id in lens.without_sources:
        return "without source"
    if lens.known_at and not known_from:
        return "no known day"
    return "known later" if lens.known_at and known_from > lens.known_at else ""


def _seen(
    lens: Lens, identity: str, group: list[Reading], source: Source, left: Left, day: str
) -> StandingClaim | None:
    if lens.annotators:
        group = [reading for reading in group if reading.annotator in lens.annotators]
        if not group:
            left.add("other annotators", identity)
            return None
    certain = True
    if lens.as_of:
        verdicts = [(reading, holds(reading.when, lens.as_of)) for reading in group]
        group = [reading for reading, verdict in verdicts if verdict != "no"]
        if not group:
            left.add("not on that day", identity)
            return None
        certain = any(verdict == "yes" for _, verdict in verdicts)
        if group[0].shape == "tie" and not any(reading.when for reading in group):
            left.add("undated, kept", identity)
    return claim_of(identity, group, source, day, certain=certain)


def to_json(
    claim: StandingClaim, quoted: tuple[str, bool], source: Mapping[str, Any], veil: Veil
) -> dict[str, Any]:
    """Return a claim in the shape of product.md, as far as the veil lets it be seen.

    `quoted` is its quote, and whether words of it are masked; `source` is that of `source_json`.
    """
    if claim.id in veil.claims and not veil.lifted:
        return {"id": claim.id, "status": claim.status, "protected": True}
    reading, (quote, masked) = claim.first, quoted
    read_by = {_who(r.annotator, r.tool) for r in claim.readings}
    return {
        "id": claim.id,
        "status": claim.status,
        "statuses": claim.statuses,
        "attribution": veil.text(reading.attribution, claim.source.id),
        "quote": quote,
        "locator": "" if masked else veil.text(reading.where, claim.source.id),
        "source": source,
        "when": reading.when,
        "valid_from": reading.valid_from,
        "valid_to": reading.valid_to,
        "known_from": claim.known_from,
        "annotators": sorted({veil.text(who, claim.source.id) for who in read_by}),
    }


@lru_cache(maxsize=4096)
def _who(annotator: str, tool: str) -> str:
    tool = tool.partition(" ")[0]  # a claim by hand has its id there, too
    return f"{annotator} ({tool})" if annotator else tool


def source_json(source: Source, veil: Veil) -> dict[str, Any]:
    """Return what an answer says of a source."""
    if source.id in veil.documents and not veil.lifted:
        return {"id": "", "title": "protected source"}
    always = ("publisher", "author", "language", "published", "captured", "url", "archive_url")
    known = shown_facts(source, veil)
    facts = {name: known.get(name, "") for name in always}
    kept = ("outlet_closed", "licence", "text_by")
    more = {name: known[name] for name in kept if name in known}
    if source.list:
        more["list"] = source.list
    title = veil.text(source.title, source.id)
    return {"id": source.id, "title": title, **facts, **more, "sha256": source.sha256}


def shown_facts(source: Source, veil: Veil) -> dict[str, str]:
    """Return what is known of a source that is no protected one, protected words masked."""
    return {name: veil.text(value, source.id) for name, value in source.facts.items() if value}
