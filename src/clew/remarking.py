"""Assessments, replies and corrections: what people add to what sources say."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, fields

from clew.deciding import reference_of, source_of
from clew.graph.errors import AmbiguousName, UnknownId, UsageError
from clew.graph.ledger.acts import actor, record_act, standing_acts
from clew.graph.model import Edge
from clew.graph.opened import UNKNOWN, Opened
from clew.graph.remarks import ANSWERS, CORRECTED, WITHDREW
from clew.graph.scene import Scene, look
from clew.stating import check_day

PAIR = re.compile(r"[A-F][1-6]")
#: What an assessment that stands already is refused with.
STANDS = "you have said just that of it already: see `clew why`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came of asking: `answer` is one of `ANSWERS`; `who` was asked, `how`, and when."""

    answer: str
    asked: str = ""
    how: str = ""
    answered: str = ""
    who: str = ""
    text: str = ""
    source: str = ""


def assess(db: sqlite3.Connection, graph: Opened, words: str, pair: str, line: str) -> str:
    """Record an Admiralty pair and a line of reason of a claim; returns the act's id."""
    scene = look(db, graph.lens)
    claim = claim_of(scene, graph, words)
    said = checked_pair(pair), checked_line(line)
    if said in assessments_by(db, claim, actor()):
        raise UsageError(STANDS)
    return record_act(db, "assess", claim, said[1], {"pair": said[0]})


def checked_pair(pair: str) -> str:
    """Return an Admiralty pair in capitals; raises UsageError for none."""
    upper = pair.strip().upper()
    if not PAIR.fullmatch(upper):
        raise UsageError("that is no pair: a source is A to F and its information 1 to 6, as in B2")
    return upper


def checked_line(line: str) -> str:
    """Return a line of reason; raises UsageError for none or several."""
    if not line.strip() or "\n" in line.strip():
        raise UsageError("an assessment needs one line of reason: say it with --line")
    return line.strip()


def assessments_by(db: sqlite3.Connection, claim: str, who: str) -> set[tuple[str, str]]:
    """Return the pairs and lines that somebody gave a claim and that stand."""
    return {
        (act.detail.get("pair", ""), act.because)
        for act in standing_acts(db)
        if (act.verb, act.target, act.by) == ("assess", claim, who)
    }


def claim_of(scene: Scene, graph: Opened, words: str) -> str:
    """Return the claim that an id names: its own, or that of an edge which rests on one alone.

    A pair judges one source and what it says, so that of an edge with several claims one is to be
    chosen: raises AmbiguousName with them. Raises UnknownId.
    """
    words = scene.now(words)
    if words in scene.claims and not scene.is_withheld(scene.claims[words]):
        return words
    edge = graph.items.get(words)
    if not isinstance(edge, Edge):
        raise UnknownId("no claim of this case has that id: `clew why` and `clew show` give them")
    claims = graph.claims_of(edge)
    if len(claims) > 1:
        choices = [(c["id"], c["status"], _title(c)) for c in claims]
        raise AmbiguousName(f"{len(claims)} claims stand behind that tie: name one", choices)
    return str(claims[0]["id"])


def _title(claim: Mapping[str, object]) -> str:
    source = claim.get("source")
    return str(source["title"]) if isinstance(source, Mapping) else ""


def reply(db: sqlite3.Connection, graph: Opened, words: str, said: Reply) -> str:
    """Record that somebody was asked about a claim, or an entity was, and what came of it."""
    if said.answer not in ANSWERS:
        raise UsageError(f"that is no answer: use {', '.join(ANSWERS)}")
    check_day("--asked", said.asked)
    check_day("--answered", said.answered)
    scene = look(db, graph.lens)
    detail = {f.name: getattr(said, f.name) for f in fields(said) if f.name != "text"}
    if said.source:
        detail["source"] = source_of(db, scene, said.source)
    told = {name: value for name, value in detail.items() if value}
    if words[:1] in "ce" and re.fullmatch(r"[ce][0-9a-f]{32}", words):
        return record_act(db, "reply", claim_of(scene, graph, words), said.text, told)
    entity = reference_of(scene, graph, words)
    if scene.lens.disclose == "public" and entity in scene.veil.references:
        raise UnknownId(UNKNOWN)
    record = scene.identity.records[scene.identity.record[entity]]
    told["references"] = list(dict.fromkeys((entity, *record.refs)))
    return record_act(db, "reply", entity, said.text, told)


def correct(
    db: sqlite3.Connection,
    graph: Opened,
    words: str,
    note: str,
    *,
    when: str = "",
    withdrew: bool = False,
    url: str = "",
) -> str:
    """Record that a source corrected or withdrew itself, or one of its claims."""
    if not note.strip():
        raise UsageError("a correction needs its words: say with --note what was corrected")
    check_day("--when", when)
    scene = look(db, graph.lens)
    if re.fullmatch(r"[ce][0-9a-f]{32}", words):
        target = claim_of(scene, graph, words)
    else:
        target = source_of(db, scene, words)
    what = WITHDREW if withdrew else CORRECTED
    detail = {"what": what, "when": when, "url": url}
    return record_act(db, "correct", target, note.strip(), {k: v for k, v in detail.items() if v})
