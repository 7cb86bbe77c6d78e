"""What claims rest on: independent origins, outlets that have closed, archive copies (Q20, Q21).

Clew asks no network: whether an address is still answered is known only where a source's facts say
so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clew.queries.answer import Json
from clew.queries.question import Graph

#: Every source that the lens shows; `origin` is one for an original and all its reprints.
SOURCES = """\
MATCH (s:Source)
RETURN s.id, s.origin, s.title, s.outlet_closed, s.url, s.archive_url"""
#: Outlets that a tie says were closed, for what they said inside other sources.
CLOSED = """\
MATCH (o:Entity)-[r:CLOSED_BY|CLOSED_AFTER_PRESSURE_FROM]->(:Entity)
WHERE r.status <> 'planned' AND o.name <> ''
RETURN DISTINCT o.name, r.status"""

#: Grounds for care, and how each is told; `{}` is what it is said of.
GROUNDS = {
    "one origin": "one origin only: {}",
    "closed outlet": "on an outlet that has closed: {}",
    "closed speaker": "said by an outlet that has closed: {}",
    "no address": "neither address nor archive copy is known: {}",
    "no archive": "no archive copy is known: {}",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A source, and what is known of its keeping."""

    id: str
    origin: str
    title: str
    closed: str
    url: str
    archive: str

    @property
    def is_sound(self) -> bool:
        """Whether its outlet is not known to have closed, and a copy of it is archived."""
        return bool(self.archive) and not self.closed


@dataclass(frozen=True, slots=True)
class Support:
    """What something rests on: the grounds for care, in words by name, and what is beside them."""

    grounds: Mapping[str, str]
    origins: int
    other: str

    @property
    def words(self) -> str:
        """The grounds as a line of an answer."""
        return "; ".join(self.grounds.values())


@dataclass(slots=True)
class Footing:
    """The sources of a graph, and the speakers in them that have closed since."""

    sources: Mapping[str, Kept]
    closed: Mapping[str, str]
    _known: dict[tuple[str, ...], Support] = field(default_factory=dict)

    def support(self, claims: Iterable[Json]) -> Support:
        """Return what these claims rest on; those of sources not shown do not count."""
        shown = [claim for claim in claims if self.is_shown(claim)]
        silent = {c["source"]["id"] for c in shown if c["attribution"] in self.closed}
        spoken = {c["source"]["id"] for c in shown if c["attribution"] not in self.closed}
        support = self.of([claim["source"]["id"] for claim in shown], silent - spoken)
        names = sorted({c["attribution"] for c in shown} & self.closed.keys())
        if not names:
            return support
        said = ", ".join(f"{name} ({self.closed[name]})" for name in names)
        told = {**support.grounds, "closed speaker": GROUNDS["closed speaker"].format(said)}
        return Support(
            {name: told[name] for name in GROUNDS if name in told}, support.origins, support.other
        )

    def is_shown(self, claim: Json) -> bool:
        """Tell whether a claim's source is one that this lens shows."""
        return claim.get("source", {}).get("id", "") in self.sources

    def of(self, ids: Iterable[str], silent: Iterable[str] = ()) -> Support:
        """Return what rests on these sources; only closed outlets speak in the `silent` ones."""
        key = (*sorted({i for i in ids if i in self.sources}), "", *sorted(silent))
        if key not in self._known:
            kept = [self.sources[i] for i in key[: key.index("")]]
            self._known[key] = _support(kept, frozenset(key[key.index("") :]))
        return self._known[key]


def footing(graph: Graph) -> Footing:
    """Read what a graph's sources are, and which outlets in it have closed."""
    rows = graph.read(SOURCES).rows
    sources = [Kept(*(str(cell or "") for cell in row)) for row in rows]
    return Footing({source.id: source for source in sources}, dict(sorted(graph.read(CLOSED).rows)))


def _support(kept: Sequence[Kept], silent: frozenset[str]) -> Support:
    origins = {source.origin for source in kept}
    closed = [f"{s.title} ({s.closed})" for s in kept if s.closed]
    missing = [s.title for s in kept if not s.archive and s.url]
    unknown = [s.title for s in kept if not s.archive and not s.url]
    told = {
        "one origin": _one(kept) if len(origins) == 1 else "",
        "closed outlet": ", ".join(closed),
        "no address": ", ".join(unknown),
        "no archive": ", ".join(missing),
    }
    grounds = {name: GROUNDS[name].format(said) for name, said in told.items() if said}
    sound = [s.title for s in kept if s.is_sound and s.id not in silent]
    other = "none" if len(origins) == 1 or not sound else ", ".join(sound)
    return Support(grounds, len(origins), other if grounds or silent else "")


def _one(kept: Sequence[Kept]) -> str:
    """Say which origin it is, and what was folded into it."""
    first = next((s for s in kept if s.id == s.origin), kept[0])
    copies = [source.title for source in kept if source.id != first.id]
    return f"{first.title} (repeated by {', '.join(copies)})" if copies else first.title
