"""Claims by hand: what somebody reads in a source, entered as an annotation of their own.

A claim by hand is one batch of the tool `hand` (rules 2, 3, 5). The claim's id is part of the
tool's name, so that each is replaced, undone and withdrawn by itself: the same again changes
nothing, the same person's other reading of the same claim takes the earlier one's place, and two
claims of one person on one source stand side by side. What was typed is kept as an original.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path

from clew.deciding import source_of
from clew.ends import Ends
from clew.graph.errors import UsageError
from clew.graph.facts import check_facts
from clew.graph.ledger import append, originals
from clew.graph.ledger.acts import actor, standing_acts
from clew.graph.ledger.database import transaction
from clew.graph.ledger.erase import erased
from clew.graph.ledger.sources import add_facts
from clew.graph.model import (
    STATUSES,
    Batch,
    Document,
    SourceFile,
    document_id,
    normal_text,
)
from clew.graph.opened import Opened
from clew.graph.scene import Scene, look
from clew.quoting import NOT_THERE, Span, quote_in
from clew.stating import Statement, check_day, stated

#: The tool's name; the claim's id follows it.
HAND = "hand"


@dataclass(frozen=True, slots=True)
class Added:
    """A claim entered by hand, and its run; `run` is '' where it stood just so already.

    known     whether the claim was in the case before
    replaced  whether the same person had said it in another way, which gives way to this
    """

    claim: str
    run: str
    known: bool
    replaced: bool = False


def add(db: sqlite3.Connection, graph: Opened, folder: Path, said: Statement) -> Added:
    """Enter a claim; raises UsageError where its quote, source, ends or words do not hold."""
    _check(said)
    scene = look(db, graph.lens)
    found = _external(scene, said) if said.external else _in_case(db, scene, said)
    document, quote = found
    batch = _batch(said, document, quote, Ends(scene, graph, document.id, document.text, quote))
    claim = batch.annotations[0].claim.id
    _refuse_gone(db, scene, document.id, claim)
    if append.is_current(db, scene.successors.standing, batch):
        return Added(claim, "", True)
    before = (document.id, batch.tool, batch.annotator) in scene.successors.standing.current
    with transaction(db):
        run = append.start_run(db)
        originals.settle(originals.keep(folder, batch.files))
        append.take_in(db, run, batch, scene.successors.standing)
        if said.external:
            add_facts(db, document.id, said.external, run)
    return Added(claim, run, claim in scene.claims, before)


def _check(said: Statement) -> None:
    if said.status not in STATUSES:
        raise UsageError(f"that is no status: use {', '.join(STATUSES)}")
    if bool(said.source) == bool(said.external):
        raise UsageError("a claim stands in one source: say --source, or --external and --title")
    if said.external and not said.external.get("title"):
        raise UsageError("a source that is not in the case needs its name: say --title")
    if said.external and said.at is not None:
        raise UsageError("--at is for a source in the case: an external one is the quote itself")
    check_facts(said.external)
    check_day("--when", said.when)


def _in_case(db: sqlite3.Connection, scene: Scene, said: Statement) -> tuple[Document, Span]:
    """Return a source of the case and where the quote stands in it.

    A quote that holds something protected is not found below the level that shows it.
    """
    identity = source_of(db, scene, said.source)
    text = scene.texts.get(identity, "")
    if not text:
        raise UsageError("that source is a list and has no text: quote it as an external one")
    if not any(reader[0] == identity for reader in scene.successors.standing.current):
        raise UsageError("that source was withdrawn: undo that to add a claim to it")
    start, end = quote_in(text, said.quote, said.at)
    if scene.lens.disclose == "public" and scene.veil.quote(identity, text, start, end)[1]:
        raise UsageError(NOT_THERE)
    return Document(text=text, path=scene.sources[identity].path), (start, end)


def _external(scene: Scene, said: Statement) -> tuple[Document, Span]:
    """Return a document that is the quote itself; the same words are not given another name."""
    text = normal_text(said.quote).strip()
    quote_in(text, text)
    identity = document_id(text)
    known = scene.sources.get(identity)
    facts = known.facts.items() if known else ()
    if any(value != said.external.get(name, "") for name, value in facts):
        raise UsageError(
            "a source of just these words is in the case under other facts: name it with --source,"
            " or quote more of this one"
        )
    return Document(text=text, path=f"by hand/{identity}.txt"), (0, len(text))


def _refuse_gone(db: sqlite3.Connection, scene: Scene, document: str, claim: str) -> None:
    for act in standing_acts(db):
        if {document, claim} & erased([act]):
            raise UsageError(f"that was erased from this case: `clew undo {act.id}` lets it in")
        if act.verb == "withdraw" and act.target == claim:
            raise UsageError(f"that claim was withdrawn: `clew undo {act.id}` brings it back")


def _batch(said: Statement, document: Document, quote: Span, ends: Ends) -> Batch:
    annotations = tuple(stated(said, document, quote, ends))
    claim, who = annotations[0].claim.id, actor()
    readings = [asdict(one) for one in annotations]
    typed = {"by": who, "quote": document.text[slice(*quote)], "annotations": readings}
    data = json.dumps(typed, ensure_ascii=False, sort_keys=True, indent=1).encode()
    files = [SourceFile(path=f"by hand/{claim}.json", data=data, role="annotations")]
    if said.external:
        files.append(SourceFile(path=document.path, data=document.text.encode(), role="text"))
    return Batch(
        document=document,
        files=tuple(files),
        tool=f"{HAND} {claim}",
        loader=f"{HAND} 1",
        annotator=who,
        annotations=annotations,
    )
