"""What people added to claims, entities and sources: assessments, replies, corrections.

Each is an act of the ledger, signed and dated, and can be undone; none of it is ever computed.
`because` holds its words, `detail` the rest:

    assess    of a claim: `pair`, the Admiralty pair (source A-F, information 1-6)
    reply     on a claim or by an entity: `answer`, `asked`, `how`, `answered`, `who`, `source`
    correct   a source corrected itself, or one claim: `what` (corrected, withdrew), `when`, `url`
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clew.graph.ledger.acts import Act
from clew.graph.protection import Veil
from clew.graph.successors import Successors
from clew.graph.when import bounds

Json = dict[str, Any]

VERBS = ("assess", "reply", "correct")
#: What each sign of an Admiralty pair means.
SOURCE = {
    "A": "reliable source",
    "B": "usually reliable source",
    "C": "fairly reliable source",
    "D": "not usually reliable source",
    "E": "unreliable source",
    "F": "source that cannot be judged",
}
INFORMATION = {
    "1": "confirmed",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
#: What somebody who was asked did.
ANSWERS = {
    "denied": "denied it",
    "confirmed": "confirmed it",
    "replied": "replied",
    "declined": "declined to comment",
    "none": "did not answer",
}
CORRECTED, WITHDREW = "corrected", "withdrew"


@dataclass(slots=True)
class Remarks:
    """The remarks that stand, by the id of the claim, the entity or the source they are about."""

    about: dict[str, list[Act]] = field(default_factory=dict)

    def on_claim(
        self,
        claim: str,
        document: str,
        entities: Mapping[str, str],
        veil: Veil,
        source: Callable[[str], Mapping[str, Any]],
    ) -> Json:
        """Return `assessments`, `replies` and `corrections` of a claim, those that there are.

        What one of its `entities` (names by id) replied in general is among the replies, with that
        entity as `of`; `source` returns what may be told of a source.
        """
        if not self.about:
            return {}
        own = self.about.get(claim, ())
        found: dict[str, list[Json]] = {
            "assessments": [assessment(a, veil, document) for a in own if a.verb == "assess"],
            "replies": [reply(a, veil, document, source) for a in own if a.verb == "reply"],
            "corrections": [correction(a, veil, document) for a in own if a.verb == "correct"],
        }
        for entity, name in entities.items():
            of = {"id": entity, "name": name}
            for act in self.about.get(entity, ()):
                found["replies"].append({**reply(act, veil, "", source), "of": of})
        return {name: several for name, several in found.items() if several}

    def on_source(self, document: str, veil: Veil) -> list[Json]:
        """Return the corrections of a source."""
        return [correction(act, veil, document) for act in self.about.get(document, ())]


def remarks_of(
    acts: Iterable[Act], successors: Successors, entity: Mapping[str, str], known_at: str = ""
) -> Remarks:
    """Return the remarks that stand, each at what its claim or entity is called now.

    What was answered or corrected after the day `known_at` is left out; assessments are the
    analyst's own, as decisions are, and hold for every day.
    """
    found = Remarks()
    for act in acts:
        if act.verb in VERBS and act.detail and not _came_later(act, known_at):
            target = _now(act, successors, entity)
            found.about.setdefault(target, []).append(act)
    return found


def _came_later(act: Act, known_at: str) -> bool:
    """Tell whether a reply or a correction is of a later day; one without a day is not."""
    names = ("answered", "asked", "when")
    day = next((act.detail[name] for name in names if act.detail.get(name)), "")
    return bool(known_at and day) and bounds(str(day))[0] > known_at


def _now(act: Act, successors: Successors, entity: Mapping[str, str]) -> str:
    references = map(successors.of, act.detail.get("references", ()))
    if known := next((entity[ref] for ref in references if ref in entity), ""):
        return known
    return successors.of(act.target)


def assessment(act: Act, veil: Veil, document: str) -> Json:
    """Return an assessment in the shape of answers."""
    pair = str(act.detail["pair"])
    meaning = f"{SOURCE[pair[0]]}, {INFORMATION[pair[1]]}"
    return {
        **_signed(act, veil),
        "pair": pair,
        "meaning": meaning,
        "line": _text(act, veil, document),
    }


def reply(act: Act, veil: Veil, document: str, source: Callable[[str], Mapping[str, Any]]) -> Json:
    """Return a reply in the shape of answers."""
    told = {name: veil.text(str(act.detail.get(name, "")), document) for name in ("how", "who")}
    days = {name: act.detail.get(name, "") for name in ("asked", "answer", "answered")}
    shown = {**_signed(act, veil), **days, **told, "text": _text(act, veil, document)}
    if where := act.detail.get("source"):
        known = source(where)
        shown["source"] = {name: known[name] for name in ("id", "title")}
    return shown


def correction(act: Act, veil: Veil, document: str) -> Json:
    """Return a correction in the shape of answers."""
    told = {"what": act.detail["what"], "when": act.detail.get("when", "")}
    url = veil.text(str(act.detail.get("url", "")), document)
    return {**_signed(act, veil), **told, "url": url, "note": _text(act, veil, document)}


def _signed(act: Act, veil: Veil) -> Json:
    return {"id": act.id, "by": veil.text(act.by), "at": act.at}


def _text(act: Act, veil: Veil, document: str) -> str:
    return veil.text(act.because, document)


def words(act: Json) -> str:
    """Return a correction, in the shape of answers, as one line."""
    day = f" {act['when']}" if act["when"] else ""
    note = f": {act['note']}" if act["note"] else ""
    return f"{act['what']}{day}{note}"
