"""What people added to a claim, in words: assessments, replies, corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from clew.graph.remarks import ANSWERS, WITHDREW

Json = dict[str, Any]
Show = Callable[[object], str]


def remark_lines(claim: Json, show: Show, told: set[str]) -> Iterator[str]:
    """Yield a line for each remark on a claim or its source that is not in `told`, and tell it."""
    source = claim.get("source") or {}
    for name, said in _LINES.items():
        for remark in (*claim.get(name, ()), *(source.get(name, ()) if name in BOTH else ())):
            if remark["id"] not in told:
                told.add(remark["id"])
                yield f"{said(remark, show)} (by {show(remark['by'])}, {remark['at'][:10]})"
    if gone := claim.get("gone"):
        yield _gone(gone, show)


def _assessment(one: Json, show: Show) -> str:
    return f"assessed {one['pair']}, {one['meaning']}: “{show(one['line'])}”"


def _reply(one: Json, show: Show) -> str:
    who = ", ".join(filter(None, (one.get("of", {}).get("name"), one["who"]))) or "who was asked"
    asked = f", asked {one['asked']}" if one["asked"] else ""
    how = f" {show(one['how'])}" if one["how"] else ""
    on = f" on {one['answered']}" if one["answered"] else ""
    text = f": “{show(one['text'])}”" if one["text"] else ""
    where = f"; {show(one['source']['title'])}" if one.get("source") else ""
    return f"reply: {show(who)}{asked}{how}, {ANSWERS[one['answer']]}{on}{text}{where}"


def _correction(one: Json, show: Show) -> str:
    did = "took this back" if one["what"] == WITHDREW else "corrected itself"
    day = f" {one['when']}" if one["when"] else ""
    where = f"; {show(one['url'])}" if one["url"] else ""
    return f"the source {did}{day}: “{show(one['note'])}”{where}"


def _gone(gone: Json, show: Show) -> str:
    who = f" by {show(gone['who'])}" if gone.get("who") else ""
    because = f": “{show(gone['because'])}”" if gone.get("because") else ""
    return f"stands no more since {gone['day']}: {gone['how']}{who}{because}"


#: What both a claim and its source can have.
BOTH = ("corrections",)
_LINES: dict[str, Callable[[Json, Show], str]] = {
    "assessments": _assessment,
    "replies": _reply,
    "corrections": _correction,
}
