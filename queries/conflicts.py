"""Conflicts: where what sources say cannot all be right, or is worded otherwise (Q22).

Each conflict has its accounts side by side, in the order of what they say, so that none wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from clew.graph.errors import InputError
from clew.graph.items import share
from clew.graph.model import identical
from clew.graph.schema import schema
from clew.graph.when import bounds
from clew.queries.answer import Json
from clew.queries.telling import ends, place_of, said

#: From the gravest.
KINDS = (
    "stated and denied",
    "only one can be right",
    "shares that do not overlap",
    "dates that do not overlap",
    "one or several, in different words",
    "one claim, read in two ways",
    "may both be right",
    "alternatives of one source",
)
_ABOUT = 2


@dataclass(frozen=True, slots=True)
class Account:
    """What some claims say, in words."""

    words: str
    claims: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Accounts that differ: of what, in which way, and by which edge where one is meant."""

    kind: str
    about: str
    what: str
    accounts: tuple[Account, ...]
    edge: str = ""

    @property
    def order(self) -> tuple[int, str, str, str]:
        """The gravest first, then by what they are about."""
        return KINDS.index(self.kind), self.about, self.what, self.edge


@dataclass(frozen=True, slots=True)
class Words:
    """What conflicts.yaml holds: values by kind, and the ties of which one thing has one."""

    one: Mapping[str, Sequence[str]]
    several: Mapping[str, Sequence[str]]
    ties: Sequence[str]

    @property
    def only(self) -> frozenset[str]:
        """The values of which a thing has only one."""
        return frozenset(name for several in self.one.values() for name in several)

    @property
    def by_kind(self) -> dict[str, list[str]]:
        """Every value that may conflict, by the kind that it is said of."""
        kinds = sorted({*self.one, *self.several})
        return {kind: [*self.one.get(kind, ()), *self.several.get(kind, ())] for kind in kinds}


@cache
def words() -> Words:
    """Return what conflicts.yaml holds, read on the first call."""
    import yaml

    with Path(__file__).with_name("conflicts.yaml").open(encoding="utf-8") as file:
        return Words(**yaml.safe_load(file))


def of_values(about: str, claims: Sequence[Json]) -> Iterator[Conflict]:
    """Yield the conflicts between values that are said of one thing, and with their denials."""
    yield from _denied_values(about, claims)
    given = {claim["says"].get("property") for claim in claims}
    every = (name for several in words().by_kind.values() for name in several)
    for name in (name for name in every if name in given):
        accounts = [
            Account(value, tuple(some)) for value, some in sorted(said(claims, name).items())
        ]
        against = _excluding(accounts, name)
        if against:
            yield Conflict(_kind_of(name, against), about, name, tuple(against))


def _denied_values(about: str, claims: Sequence[Json]) -> Iterator[Conflict]:
    for denial in claims:
        name, value = denial["says"].get("property"), denial["says"].get("value", "")
        if denial["status"] == "denied" and name:
            stated = tuple(said(claims, name).get(value, ()))
            if stated:
                accounts = (Account(value, stated), Account(f"denied: {value}", (denial,)))
                yield Conflict(KINDS[0], about, name, accounts)


def _excluding(accounts: Sequence[Account], name: str) -> list[Account]:
    """Return the accounts of which at least two cannot both be right at one time."""
    value = schema().values.get(name)
    differ = _dates_differ if value and value.type == "date" else _words_differ
    against = [
        pair
        for pair in combinations(accounts, 2)
        if differ(pair[0].words, pair[1].words) and _at_one_time(*pair)
    ]
    found = {account.words for pair in against for account in pair}
    return [account for account in accounts if account.words in found]


def _kind_of(name: str, accounts: Iterable[Account]) -> str:
    sources = {place_of(claim)[0] for account in accounts for claim in account.claims}
    if len(sources) == 1 and "" not in sources:
        return KINDS[7]
    return KINDS[1] if name in words().only else KINDS[6]


def _at_one_time(one: Account, other: Account) -> bool:
    """Tell whether two accounts may speak of one time: undated ones may."""
    return any(
        not apart(a.get("when", ""), b.get("when", "")) for a in one.claims for b in other.claims
    )


def _words_differ(one: str, other: str) -> bool:
    return re.sub(r"[\W_]+", "", identical(one)) != re.sub(r"[\W_]+", "", identical(other))


def _dates_differ(one: str, other: str) -> bool:
    return apart(one, other)


def apart(one: str, other: str) -> bool:
    """Tell whether two dates (EDTF) have no day in common; what is undated has all.

    What is only about a date (`~`, `?`, `%`) reaches two years further on both sides.
    """
    try:
        (first, last), (begin, end) = _reach(one), _reach(other)
    except InputError:
        return _words_differ(one, other)
    return bool((last and begin and last < begin) or (end and first and end < first))


def _reach(when: str) -> tuple[str, str]:
    first, last = bounds(when) if when else ("", "")
    if not re.search("[~?%]", when):
        return first, last
    return _moved(first, -_ABOUT), _moved(last, _ABOUT)


def _moved(day: str, years: int) -> str:
    return f"{int(day[:4]) + years:04}{day[4:]}" if day else ""


def of_tie(about: str, edge: str, claims: Sequence[Json]) -> Iterator[Conflict]:
    """Yield the conflicts between the claims of one tie, denials among them."""
    stated = [claim for claim in claims if claim["status"] != "denied"]
    denied = [claim for claim in claims if claim["status"] == "denied"]
    if stated and denied:
        accounts = (Account("stated", tuple(stated)), Account("denied", tuple(denied)))
        yield Conflict(KINDS[0], about, "", accounts, edge)
    yield from _shares(about, edge, stated)
    yield from _dates(about, edge, stated)


def _shares(about: str, edge: str, claims: Iterable[Json]) -> Iterator[Conflict]:
    found: dict[str, list[Json]] = {}
    for claim in claims:
        told = claim["says"].get("with", {})
        for text in (*told.get("share", ()), *told.get("percentage", ())):
            found.setdefault(text, []).append(claim)
    accounts = [Account(text, tuple(some)) for text, some in sorted(found.items())]
    pairs = [p for p in combinations(accounts, 2) if _no_overlap(*p) and _at_one_time(*p)]
    against = {account.words for pair in pairs for account in pair}
    if against:
        kept = tuple(account for account in accounts if account.words in against)
        yield Conflict(KINDS[2], about, "share", kept, edge)


def _no_overlap(one: Account, other: Account) -> bool:
    a, b = share([one.words]), share([other.words])
    if not a or not b:
        return False
    return a["share_max"] < b["share_min"] or b["share_max"] < a["share_min"]


def _dates(about: str, edge: str, claims: Iterable[Json]) -> Iterator[Conflict]:
    """Yield conflicts of when a tie began or ended; a day on which it was so is neither."""
    for place, what in ((0, "beginning"), (1, "end")):
        found: dict[str, list[Json]] = {}
        for claim in claims:
            day = ends(claim.get("when", ""))[place]
            if day and day != "..":
                found.setdefault(day, []).append(claim)
        yield from _differing(about, what, edge, found, once=False)


def of_event(about: str, edge: str, claims: Iterable[Json]) -> Iterator[Conflict]:
    """Yield the conflicts of when an event was: it was once, so that every date counts."""
    found: dict[str, list[Json]] = {}
    for claim in claims:
        if claim.get("when") and claim["status"] not in ("denied", "planned"):
            found.setdefault(claim["when"], []).append(claim)
    yield from _differing(about, "date", edge, found, once=True)


def _differing(
    about: str, what: str, edge: str, found: Mapping[str, list[Json]], *, once: bool
) -> Iterator[Conflict]:
    """Yield a conflict of dates that have no day in common; `once`: it was at one time alone.

    What lasted at times that are wholly apart may have been twice.
    """
    accounts = [Account(day, tuple(claims)) for day, claims in sorted(found.items())]
    against = {
        account.words
        for pair in combinations(accounts, 2)
        if apart(pair[0].words, pair[1].words) and (once or _at_one_time(*pair))
        for account in pair
    }
    if against:
        kept = tuple(account for account in accounts if account.words in against)
        yield Conflict(KINDS[3], about, what, kept, edge)


def of_readings(about: str, edge: str, claims: Iterable[Json]) -> Iterator[Conflict]:
    """Yield the claims whose annotators read them in different ways; the weaker one governs."""
    for claim in claims:
        stated = [status for status in claim.get("statuses", ()) if status != "not_stated"]
        if len(stated) > 1:
            what = f"status, of which {claim['status']} governs"
            accounts = tuple(Account(status, (claim,)) for status in sorted(stated))
            yield Conflict(KINDS[5], about, what, accounts, edge)


def of_wording(about: str, what: str, ties: dict[str, list[Json]]) -> Iterator[Conflict]:
    """Yield a conflict where each of several ends is given by sources that give no other.

    `ties` are the claims by what the end is called.
    """
    sources = {name: {place_of(claim)[0] for claim in claims} for name, claims in ties.items()}
    against = {
        name
        for one, other in combinations(sources, 2)
        if not sources[one] & sources[other]
        and _at_one_time(Account(one, tuple(ties[one])), Account(other, tuple(ties[other])))
        for name in (one, other)
    }
    if against:
        kept = tuple(Account(name, tuple(ties[name])) for name in sorted(against))
        yield Conflict(KINDS[4], about, what, kept)
