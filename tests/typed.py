"""An invented note, and what is entered by hand on it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from clew import Case
from clew.claiming import Added

Lines = Callable[..., list[str]]

TEXT = (
    "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}. In 2020 {T3 Person:Bo Ray} joined "
    "{T4 Company:Acme Ltd}. The director left. He owns two hotels."
)
OWNS = "R1\tOWNS Arg1:T1 Arg2:T2"
QUOTE = "Ann Lee owns Acme Ltd."
JOINED = "In 2020 Bo Ray joined Acme Ltd."
SOURCE = "notes/note.txt"


def joined(case: Case, **more: Any) -> Added:
    given = {"quote": JOINED, "source": SOURCE, "status": "reported", **more}
    return case.add_claim("Bo Ray", "WORKS_FOR", "Acme Ltd", **given)


def shown(lines: list[str], sort: str) -> Iterator[dict[str, Any]]:
    return (found for line in lines if (found := json.loads(line))["sort"] == sort)


def ties(case: Case, lines: Lines, **lens: Any) -> list[str]:
    return sorted(edge["type"] for edge in shown(lines(case, **lens), "Edge"))


def claim(case: Case, lines: Lines, identity: str) -> dict[str, Any]:
    (found,) = (e for e in shown(lines(case), "Evidence") if e["id"] == identity)
    content: dict[str, Any] = found["content"]
    return content


def outside(case: Case, quote: str = "Bo Ray owns Quay Ltd", **facts: str) -> Added:
    external = {"title": "An invented page", "published": "2024-05-01", **facts}
    return case.add_claim("Bo Ray", "OWNS", "Quay Ltd", quote=quote, external=external, **NEW)


NEW: dict[str, Any] = {"end_kind": "Company", "locator": "page 3", "status": "reported"}
