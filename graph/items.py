"""Nodes and edges from their claims: which properties they have, and what is left out of them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from clew.graph.claims import StandingClaim
from clew.graph.described import is_described
from clew.graph.identity.names import ALIASES, choose_name
from clew.graph.model import Edge, Node, edge_id
from clew.graph.scene import Scene
from clew.graph.schema import UNCLASSIFIED, schema

#: What stands for the name of something protected, where a lens shows that it is there.
PROTECTED = "protected"
#: The countries that tell in which order a person's name is read (rule 11).
OF_BIRTH = ("country", "nationality", "citizenship", "birthCountry", "birthPlace")


@dataclass(slots=True)
class Maker:
    """Makes an item of its claims; `blank` leaves out names, quotes and values."""

    scene: Scene
    blank: bool = False

    def node(
        self, entity: str, own: Sequence[StandingClaim], shown: Sequence[StandingClaim], held: str
    ) -> Node:
        """Return an entity's node: kind and name of all `own` claims, the rest of those `shown`."""
        vocabulary = schema()
        mentions = [c for c in own if c.first.shape == "mention"]
        kind = _kind([c.first.relation for c in mentions])
        given = [c for c in own if c.first.shape == "value"]
        values = self._values(given, kind)
        naming = self._naming(entity, own, mentions, kind)
        status = shown[0].status if shown else "not_stated"
        if status == "not_stated" and held:
            status = held
        flags = {
            "generic": any(r.generic for c in mentions for r in c.readings),
            "unconfirmed": entity in self.scene.unconfirmed,
            "identity_decisions": list(self.scene.joined_by.get(entity, ())),
            "disputed": self._is_disputed(given),
        }
        about = {"id": entity, "kind": kind, "status": status, **naming, **flags}
        labels = (*vocabulary.labels(kind), "Entity")
        return Node(entity, labels, {**values, **self._evidence(shown, dated=False), **about})

    def edge(
        self,
        kind: str,
        start: str,
        end: str,
        key: str,
        claims: Sequence[StandingClaim],
        *,
        disputed: bool,
    ) -> Edge:
        """Return the edge that these claims, strongest first, make together."""
        identity = edge_id(kind, start, end, key)
        values = {} if self.blank else self._extras(claims, kind)
        own: dict[str, Any] = {"id": identity, "status": claims[0].status, "disputed": disputed}
        if key and not self.blank:
            own["key"] = self.scene.veil.text(key, claims[0].source.id)
        evidence = self._evidence(claims, dated=True)
        return Edge(identity, kind, start, end, {**values, **evidence, **own})

    def _naming(
        self,
        entity: str,
        own: Iterable[StandingClaim],
        mentions: Sequence[StandingClaim],
        kind: str,
    ) -> dict[str, Any]:
        if self.blank:
            return {"name": PROTECTED, "names": []}
        forms: Counter[str] = Counter()
        described, words = set(), set()
        for claim in mentions:
            reading = claim.first
            if schema().root(reading.relation) == UNCLASSIFIED:
                words.add(self.scene.veil.text(reading.label, reading.document))
            shown = self.scene.veil.text(reading.name, reading.document)
            if shown and (reading.listed or not is_described(reading.name, reading.relation)):
                forms[shown] += 1
            elif shown:
                described.add(shown)
        generic = any(r.generic for c in mentions for r in c.readings)
        countries = self._countries(entity)
        name = choose_name(forms, kind, countries) if forms and not generic else ""
        given = {"label_given": sorted(words)} if words else {}
        more = {"descriptions": sorted(described)} if described else {}
        return {"name": name, "names": sorted({*forms, *self._aliases(own)}), **more, **given}

    def _aliases(self, own: Iterable[StandingClaim]) -> set[str]:
        """Return the other names that sources give as such."""
        readings = (c.first for c in own if c.first.relation in ALIASES)
        return {self.scene.veil.text(r.value, r.document) for r in readings}

    def _countries(self, entity: str) -> frozenset[str]:
        members = (self.scene.members[ref] for ref in self.scene.identity.members[entity])
        return frozenset(
            country for m in members for name in OF_BIRTH for country in m.values.get(name, ())
        )

    def _evidence(self, claims: Sequence[StandingClaim], *, dated: bool) -> dict[str, Any]:
        """Return the properties that stand for claims, strongest first (rule 12)."""
        quotes = [""] * len(claims) if self.blank else [*map(self._quote, claims)]
        hidden = frozenset() if self.scene.veil.idle else self.scene.veil.documents
        sources = ["" if claim.source.id in hidden else claim.source.id for claim in claims]
        found: dict[str, Any] = {
            "claims": [claim.id for claim in claims],
            "quotes": quotes,
            "claim_statuses": [claim.status for claim in claims],
            "claim_sources": sources,
            "source_count": self.scene.origins.count({*sources} - {""}),
            "quote": quotes[0] if quotes else "",
            "computed": False,
        }
        days = [claim.known_from for claim in claims if claim.known_from]
        if days:
            found["known_from"] = min(days)
        dates = self._dates(claims, dated)
        return {"disputed": False, **found, **dates}

    def _dates(self, claims: Sequence[StandingClaim], dated: bool) -> dict[str, Any]:
        timed = claims[0] if dated else next((c for c in claims if c.first.when), None)
        if timed is None:
            return {}
        first = timed.first
        hidden = self.blank or self.scene.is_blank(timed)
        attribution = "" if hidden else self.scene.veil.text(first.attribution, first.document)
        pairs = {
            "when": first.when,
            "valid_from": first.valid_from,
            "valid_to": first.valid_to,
            "attribution": attribution,
        }
        kept = {name: value for name, value in pairs.items() if value}
        return {**kept, "certain": any(claim.certain for claim in claims)} if dated else kept

    def _quote(self, claim: StandingClaim) -> str:
        if self.scene.is_blank(claim):
            return ""
        return self.scene.quote(claim)[0]

    def _values(self, claims: Sequence[StandingClaim], kind: str) -> dict[str, list[str]]:
        if self.blank:
            return {}
        found: dict[str, set[str]] = {}
        shown = self.scene.veil.text
        for claim in self._passing(claims):
            reading = claim.first
            value = shown(reading.value, reading.document)
            found.setdefault(_property(reading.relation, kind), set()).add(value)
        return {name: sorted(values) for name, values in sorted(found.items())}

    def _is_disputed(self, claims: Sequence[StandingClaim]) -> bool:
        """Tell whether a value is stated by one of these claims and denied by another."""
        denials = (c for c in claims if c.status == "denied" and not self.scene.is_withheld(c))
        denied = {(c.first.relation, c.first.value) for c in denials}
        stated = self._passing(claims) if denied else ()
        return any((c.first.relation, c.first.value) in denied for c in stated)

    def _passing(self, claims: Iterable[StandingClaim]) -> list[StandingClaim]:
        """Return the claims whose values the lens lets be read."""
        statuses = self.scene.lens.statuses
        passing = [c for c in claims if not statuses or c.status in statuses]
        return [c for c in passing if not self.scene.is_blank(c) and c.status != "denied"]

    def _extras(self, claims: Sequence[StandingClaim], kind: str) -> dict[str, Any]:
        found: dict[str, set[str]] = {}
        shown = (claim for claim in claims if not self.scene.is_blank(claim))
        for reading in (r for claim in shown for r in claim.readings):
            for name, values in reading.extra.items():
                said = {self.scene.veil.text(value, reading.document) for value in values}
                found.setdefault(_property(name, kind), set()).update(said)
        lists = {name: sorted(values) for name, values in sorted(found.items())}
        return {**lists, **share(lists.get("share", []))}


@lru_cache(maxsize=4096)
def _property(word: str, kind: str) -> str:
    return schema().property(word, kind)


def _kind(kinds: Sequence[str]) -> str:
    """Return an entity's kind: no kind above another one that is claimed; then what most claim."""
    if len(kinds) == 1:
        return kinds[0]
    vocabulary, counts = schema(), Counter(kinds)
    special = [
        kind
        for kind in counts
        if not any(other != kind and vocabulary.is_a(other, kind) for other in counts)
    ]
    return min(special, key=lambda kind: (-counts[kind], kind)) if special else UNCLASSIFIED


def share(texts: Iterable[str]) -> dict[str, float]:
    """Return the hull of all shares said, in percent: `share_min` and `share_max` (rule 12).

    A share is written `51`, `51%`, `51-60 %`, `>50`, `0.5%`; what is none is left to the list.
    """
    lows, highs = [], []
    for text in texts:
        numbers = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", text)]
        if 0 < len(numbers) <= 2 and all(0 <= n <= 100 and math.isfinite(n) for n in numbers):
            lows.append(min(numbers) if not text.lstrip().startswith("<") else 0.0)
            highs.append(max(numbers) if not text.lstrip().startswith(">") else 100.0)
    return {"share_min": min(lows), "share_max": max(highs)} if lows else {}
