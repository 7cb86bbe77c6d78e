"""What a list gives of an entity beside what others give: matched, and not matched (Q13)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from clew.graph.identity.names import NAMING, orders
from clew.graph.model import identical
from clew.graph.schema import schema
from clew.queries import conflicts
from clew.queries.answer import Json
from clew.queries.telling import is_listed, one_each, row, said, sources_of

Given = dict[str, list[Json]]
Same = Callable[[str, str, str], bool]


def compared(claims: Sequence[Json], names: Iterable[str]) -> Iterator[Json]:
    """Yield a row for each name and each of these values: who else gives it, or another one."""
    yield from _rows("name", _names(claims), _same_name)
    for name in names:
        yield from _rows(name, said(claims, name), _same_value)


def _names(claims: Iterable[Json]) -> Given:
    found: Given = {}
    for claim in claims:
        says = claim["says"]
        name = says.get("name") or (says.get("value") if says.get("property") in NAMING else "")
        if name and claim["status"] != "denied":
            found.setdefault(name, []).append(claim)
    return found


def _rows(what: str, given: Given, same: Same) -> Iterator[Json]:
    listed = {value: some for value in given if (some := [c for c in given[value] if is_listed(c)])}
    others = {v: some for v in given if (some := [c for c in given[v] if not is_listed(c)])}
    used: set[str] = set()
    for value, claims in sorted(listed.items()):
        alike = [other for other in others if same(what, value, other)]
        used.update(alike)
        found = [claim for other in alike for claim in others[other]]
        told = (
            f"also given by {', '.join(sources_of(found))}" if found else "given by the list alone"
        )
        if not found and others:
            told += _against(what, value, others)
        yield _row(what, value, told, [*claims, *found])
    for value, claims in sorted(others.items()):
        if value not in used:
            told = f"not in the list, but in {', '.join(sources_of(claims))}"
            yield _row(what, value, told + _against(what, value, listed), claims)


def _row(what: str, value: str, told: str, claims: Sequence[Json]) -> Json:
    return row(one_each(claims), part="identifier", what=what, value=value, match=told)


def _against(what: str, value: str, others: Given) -> str:
    """Say that another value excludes this one, where a thing has only one of it."""
    only = conflicts.words().only
    if what in only and any(not _same_value(what, value, other) for other in others):
        return "; only one of them can be right"
    return ""


def _same_value(what: str, one: str, other: str) -> bool:
    kind = schema().values.get(what)
    if kind and kind.type == "date":
        return not conflicts.apart(one, other)
    return _bare(one) == _bare(other)


def _same_name(_: str, one: str, other: str) -> bool:
    return bool({identical(n) for n in orders(one)} & {identical(n) for n in orders(other)})


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", identical(text))
