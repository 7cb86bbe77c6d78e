"""Sites: who stands how to one, and what is known of it over time (Q2, Q8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from clew.graph.model import Edge, Node, identical
from clew.queries.answer import Json
from clew.queries.paths import displays, phrase
from clew.queries.telling import by_period, ends, is_kind, row, said, tied

#: Ties of a site over time that are no role: how each is told.
MOVES = ("CLOSED_BY", "MOVED_TO", "PREDECESSOR_OF", "RESCUED_FROM")
SITES = ("Compound", "RealEstate", "EconomicZone")


@dataclass(frozen=True, slots=True)
class Role:
    """A role at a site: see roles.yaml."""

    role: str
    tie: str
    holder: str
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A tie as it was read: from what is near the site, over it, to what else it reaches."""

    near: Node
    edge: Edge
    far: Node


@cache
def roles() -> tuple[Role, ...]:
    """Return the roles of roles.yaml, read on the first call."""
    import yaml

    with Path(__file__).with_name("roles.yaml").open(encoding="utf-8") as file:
        return tuple(Role(**entry) for entry in yaml.safe_load(file))


@dataclass(frozen=True, slots=True)
class Site:
    """A site with the ties around it, and each edge's claims by the edge's id."""

    node: Node
    steps: Sequence[Step]
    claims: Mapping[str, Sequence[Json]]

    @property
    def names(self) -> dict[str, str]:
        """What each node around it is called, by id."""
        return displays([self.node, *(n for step in self.steps for n in (step.near, step.far))])

    def role_rows(self) -> Iterator[Json]:
        """Yield a row for each holder of a role and each period of it."""
        names = self.names
        for role in roles():
            for step in self._of(role):
                told = {"part": "role", "what": role.role, "value": names[step.far.id]}
                yield from self._periods(step, {**told, **self._more(step, names)})

    def unknown(self) -> Iterator[str]:
        """Yield, in sentences, the roles that nobody is stated to have."""
        name = self.names[self.node.id]
        for role in roles():
            found = [step.edge.properties["status"] for step in self._of(role)]
            if role.unknown and all(status == "planned" for status in found):
                only = " Somebody is only planned." if found else ""
                yield role.unknown.format(site=name) + only

    def _of(self, role: Role) -> list[Step]:
        """Return the ties that say who has a role, by id."""
        found = {}
        for step in self.steps:
            end = {step.edge.start: "start", step.edge.end: "end"}.get(step.far.id, "")
            if step.edge.type == role.tie and role.holder in (end, "either") and self._is(step):
                found[step.edge.id] = step
        return [found[identity] for identity in sorted(found)]

    def _is(self, step: Step) -> bool:
        """Tell whether a tie is of this site: its own, a licence's, or a lease of this ground."""
        if step.near.id == self.node.id:
            return True
        if step.edge.type == "LEASES_TO":
            return self._let(step) != "elsewhere"
        return step.edge.type == "ISSUED_BY"

    def _let(self, step: Step) -> str:
        """Return whether a lease names this site, another one or none."""
        named = {identical(str(site)) for site in step.edge.properties.get("site", ())}
        if not named:
            return "not stated"
        known = {identical(name) for name in self.node.properties.get("names", ())}
        return "here" if known & named else "elsewhere"

    def _more(self, step: Step, names: Mapping[str, str]) -> Json:
        """Return what else is told of a role: what is supplied, or to whom and what is let."""
        known = step.edge.properties
        words = [
            str(value) for name in ("service", "share", "means") for value in known.get(name, ())
        ]
        if step.near.id != self.node.id:
            words.append(f"{phrase(step.edge.type)} {names[step.edge.end]}")
            if step.edge.type == "ISSUED_BY":
                words[-1] = names[step.near.id]
            elif self._let(step) == "not stated":
                words.append("which ground is not stated")
        return {"more": "; ".join(words)}

    def _periods(self, step: Step, told: Json) -> Iterator[Json]:
        for when, claims in by_period(self.claims[step.edge.id]).items():
            first, last = ends(when)
            yield tied(step.edge, claims, **told, **{"from": first, "to": last})

    def history(self, own: Sequence[Json]) -> list[Json]:
        """Return what is told of the site over time, the earliest first, the undated last."""
        rows = [*self._statuses(own), *self._events(), *self._moves()]
        return sorted(rows, key=lambda row: (not row["when"], row["when"], row["what"]))

    def _statuses(self, own: Sequence[Json]) -> Iterator[Json]:
        for status, claims in said(own, "compound_status").items():
            for when, several in by_period(claims).items():
                first, last = ends(when)
                told = {"part": "history", "what": "status", "value": status, "more": ""}
                yield row(several, **told, **{"from": first, "to": last})

    def _events(self) -> Iterator[Json]:
        names = self.names
        mine = [step for step in self.steps if step.near.id == self.node.id]
        events = {step.far.id: step for step in mine if is_kind(step.far, "Event")}
        for event, step in events.items():
            others = [
                f"{phrase(other.edge.type)} {names[other.far.id]}"
                for other in self.steps
                if other.near.id == event and other.far.id != self.node.id
            ]
            when = step.edge.properties.get("when") or step.far.properties.get("when", "")
            first, last = ends(when)
            told = {"part": "history", "what": names[event], "value": "; ".join(others)}
            more = {"from": first, "to": last, "when": when, "more": ""}
            yield tied(step.edge, self.claims[step.edge.id], **told, **more)

    def _moves(self) -> Iterator[Json]:
        names = self.names
        for step in self.steps:
            if step.near.id == self.node.id and step.edge.type in MOVES:
                start, end = names[step.edge.start], names[step.edge.end]
                words = f"{start} {phrase(step.edge.type)} {end}"
                told = {"part": "history", "what": "move", "value": words, "more": ""}
                yield from self._periods(step, told)


def last_day(rows: Iterable[Json]) -> str:
    """Return the last date of a history; '' where it is open, or nothing is dated."""
    days = [str(row["when"]) for row in rows if row["when"]]
    lasts = [day.rpartition("/")[2] for day in days]
    return "" if ".." in lasts else max(lasts, default="")
