"""How a report says in words how a statement stands, and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clew.graph.remarks import CORRECTED, WITHDREW
from clew.queries.answer import Json
from clew.queries.footing import Support
from clew.queries.render import plain
from clew.queries.telling import plural

#: Grounds for care, of some source of a statement.
_GROUNDS = {
    "closed outlet": "an outlet has closed since",
    "closed speaker": "who says it has closed since",
    "no address": "of a source neither address nor archive copy is known",
    "no archive": "of a source no archive copy is known",
}


#: What is said of a claim afterwards, gravest first.
_ANSWERED = {
    WITHDREW: "a source took it back",
    CORRECTED: "a source corrected it",
    "denied": "denied in a reply",
}
#: Letters of scripts that are read from right to left, and a stretch of them.
_TURNED = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_STRETCH = re.compile(rf"{_TURNED}+(?:[\W\d_]{{0,40}}{_TURNED}+)*")


def stretches(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a text, each with whether it is read from right to left.

    Where it is not set apart, a date behind such a name would be turned with it.
    """
    at = 0
    for found in _STRETCH.finditer(text):
        if found.start() > at:
            yield False, text[at : found.start()]
        yield True, found[0]
        at = found.end()
    if at < len(text):
        yield False, text[at:]


def in_words(status: str) -> str:
    """Return a status as people write it: `not stated`."""
    return status.replace("_", " ")


def closed(text: str) -> str:
    """Return a text with a sign at its end that closes it."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def led(known: Mapping[str, Any]) -> str:
    """Return what a statement begins with: its status, and whether it is disputed."""
    if not known.get("status"):
        return ""
    status = str(known["status"])
    word = "status not stated" if status == "not_stated" else in_words(status)
    return f"{word.capitalize()}{', disputed' if known.get('disputed') else ''}: "


def standing(known: Mapping[str, Any]) -> str:
    """Say how something stands: its date, whether that is certain, and the source's own words."""
    means = ", ".join(f"“{plain(words)}”" for words in known.get("means") or ())
    parts = [
        f"Date: {plain(known.get('when') or 'not stated')}",
        "" if known.get("certain", True) else "not certain on that day",
        "computed by Clew" if known.get("computed") else "",
        f"in the source's words {means}" if means else "",
    ]
    return "; ".join(filter(None, parts))


def resting(support: Support, claims: Iterable[Json]) -> str:
    """Say what something rests on, and whether that was answered; the notes tell of it."""
    claims = list(claims)
    rests = f"it rests on {plural(support.origins, 'independent origin')}"
    if not support.origins:
        named = any(claim.get("source", {}).get("id") for claim in claims)
        rests = "the lens leaves its source out" if named else "its source is not shown"
    told = [rests, *answered(claims)]
    return "; ".join([*told, *(_GROUNDS[name] for name in support.grounds if name in _GROUNDS)])


def answered(claims: Iterable[Json]) -> Iterator[str]:
    """Yield what was answered to claims: denied in a reply, taken back or corrected by a source."""
    found = set[str]()
    for claim in claims:
        source = claim.get("source") or {}
        found |= {reply["answer"] for reply in claim.get("replies", ())}
        changed = (*claim.get("corrections", ()), *source.get("corrections", ()))
        found |= {one["what"] for one in changed}
    yield from (words for name, words in _ANSWERED.items() if name in found)
