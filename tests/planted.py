"""Invented people planted in notes, and what finds whether anything of them is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from clew import Case, Lens
from clew.summary import Summary

Note = Callable[..., Path]
Take = Callable[..., Summary]
Lines = Callable[..., list[str]]

WITNESS = (
    "{T1 Person:Xanthe Quillon} told {T2 NGO:Lantern Aid} of {T3 Compound:Dara Park}. "
    "{T4 Person:Bo Ray} owns {T5 Compound:Dara Park}, XANTHE\nQUILLON said. Ms Quillon fled."
)
TIES = (
    "R1\tSPOKE_TO Arg1:T1 Arg2:T2",
    "R2\tOWNS Arg1:T4 Arg2:T5",
    "A1\tStatus R2 alleged",
    '#1\tAnnotatorNotes R2\tattribution=Xanthe Quillon; means="as Quillon, Xanthe saw"',
    "#2\tAnnotatorNotes T4\taddress=next to Xanthe-Quillon House",
    "#3\tAnnotatorNotes R1\trelationship=confidant",
)
SECRET = ("Xanthe", "Quillon", "XANTHE", "QUILLON", "confidant", "xanthe")
MARK = "A9\tProtected T1"


def all_shown(case: Case, lines: Lines, **lens: object) -> str:
    """Return all that a lens shows: items, counts, the log, sources and errors."""
    parts = lines(case, **lens)
    with case.opened(Lens(**lens)) as graph:  # type: ignore[arg-type]
        parts.append(json.dumps(graph.left_out()))
    parts += [str(entry) for entry in case.log()]
    parts += [str(source) for source in case.sources(lens=Lens(**lens))]  # type: ignore[arg-type]
    parts += [str(proposal) for proposal in case.candidates(lens=Lens(**lens))]  # type: ignore[arg-type]
    return "\n".join(parts)


def on_disk(case: Case, *words: str) -> list[str]:
    """Return the files of the graphs that hold one of the words, anywhere in their bytes."""
    files = (path for path in case.directory.graph.rglob("*") if path.is_file())
    return [
        path.name for path in files if any(word.encode() in path.read_bytes() for word in words)
    ]


def nothing_of(case: Case, lines: Lines, *words: str, **lens: object) -> None:
    shown = all_shown(case, lines, **lens)
    assert [word for word in words if word in shown] == []
    assert on_disk(case, *words) == []


def references_of(case: Case, name: str) -> set[str]:
    """Return the ids of a name's mentions and of every claim about them, from the ledger itself."""
    with case.reading() as db:
        rows = db.execute(
            "SELECT DISTINCT a.subject FROM annotation a JOIN claim c ON c.n = a.claim"
            " WHERE c.shape = 'mention' AND a.name LIKE ?",
            (f"%{name}%",),
        ).fetchall()
        found = {ref for (ref,) in rows}
        for ref in list(found):
            about = "SELECT c.id FROM annotation a JOIN claim c ON c.n = a.claim"
            about += " WHERE a.subject = ?1 OR a.object = ?1"
            found |= {claim for (claim,) in db.execute(about, (ref,))}
    assert found
    return found


def entity_of(case: Case, name: str) -> str:
    with case.opened(Lens(disclose="all")) as graph:
        return next(n.id for n in graph.nodes() if name in " ".join(n.properties.get("names", ())))


def mention_of(case: Case, name: str) -> str:
    with case.opened(Lens(disclose="all")) as graph:
        claims = graph.claims_about(entity_of(case, name))
    return str(next(claim["id"] for claim in claims if "kind" in claim["says"]))


def second_reading(folder: Path, *marked: str) -> Path:
    """Write what another annotator marks in texts with marks (see `note`): parts of their names."""
    parts = {"Xanthe": "Place", "Quillon": "Person", "Marrow": "NGO", "Dara Park": "Compound"}
    rows = []
    for each in marked:
        text = re.sub(r"\{\w+ \w+:([^{}]*)\}", r"\1", each)
        found = [(text.index(part), part, kind) for part, kind in parts.items() if part in text]
        spans = [{"start": at, "end": at + len(n), "label": kind} for at, n, kind in found]
        rows.append(json.dumps({"text": text, "spans": spans, "_annotator_id": "ben"}))
    path = folder / "second.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path
