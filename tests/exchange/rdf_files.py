"""RDF files of a case, read back by rdflib; and an invented case with a tie of every status."""

from __future__ import annotations

import re
from pathlib import Path

import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from clew import Case

#: A format, how rdflib calls it, and whether it has named graphs.
FILES = {
    "turtle": ("turtle", False),
    "ntriples": ("nt", False),
    "jsonld": ("json-ld", False),
    "nquads": ("nquads", True),
    "trig": ("trig", True),
    "nanopublications": ("trig", True),
}
Quad = tuple[Node, Node, Node, str]

CLEW = rdflib.Namespace("urn:clew:vocabulary#")
PLAIN = {"adjudicated": "OWNS", "official": "CONTROLS", "reported": "OPERATES"}
WEAK = {
    "alleged": "GUARDS",
    "opinion": "SUPPLIES",
    "not_stated": "BUILT",
    "planned": "DEVELOPED",
    "denied": "FOUNDED",
}
#: Invented.
NOTE = (
    "{T1 Person:Bo Ray} and {T2 Compound:Dara Park} are told of. {T3 CriminalGroup:Grey Lantern}"
    " too, and {T4 Gizmo:the box}, in {T5 City:Lower Elm}."
)
_MARK = re.compile(r"\{(\w+) (\w+):([^{}]*)\}")


def put(folder: Path, marked: str, *lines: str) -> Path:
    """Write a brat note from text with marks, `{T1 Person:Ann Lee} was there.`"""
    text, spans, end = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[end : found.start()]
        spans.append(f"{found[1]}\t{found[2]} {len(text)} {len(text + found[3])}\t{found[3]}")
        text, end = text + found[3], found.end()
    path = folder / "note.ann"
    path.with_suffix(".txt").write_text(text + marked[end:], encoding="utf-8")
    path.write_text("".join(f"{line}\n" for line in (*spans, *lines)), encoding="utf-8")
    return path


def of_every_status(case: Case, folder: Path) -> Case:
    """Load a note in which a person is tied to a site once by every status, and more."""
    ties = {**PLAIN, **WEAK}
    lines = [f"R{i}\t{tie} Arg1:T1 Arg2:T2" for i, tie in enumerate(ties.values(), 1)]
    said = [f"A{i}\tStatus R{i} {s}" for i, s in enumerate(ties, 1) if s != "not_stated"]
    more = [
        "A20\tStatus T3 alleged",
        "R20\tZOOMS_PAST Arg1:T1 Arg2:T4",
        "A21\tStatus R20 reported",
        "#1\tAnnotatorNotes T1\tstatus=official; birthDate=1958-02; country=kh",
        "#2\tAnnotatorNotes T3\tstatus=alleged; country=la",
        "#3\tAnnotatorNotes R1\twhen=2019/2021~; share=51-60 %; attribution=Cy Dow",
        "#4\tAnnotatorNotes R2\twhen=2020",
        "#5\tAnnotatorNotes R3\twhen=2020-03",
    ]
    case.load(put(folder, NOTE, *lines, *said, *more))
    return case


def read(case: Case, name: str, folder: Path) -> set[Quad]:
    """Export a case, and return its quads as rdflib reads them; '' is the default graph."""
    place = folder / f"case.{name}"
    case.export(name, place)
    form, named = FILES[name]
    if not named:
        graph = rdflib.Graph().parse(place, format=form)
        return {(s, p, o, "") for s, p, o in graph}
    whole = rdflib.Dataset().parse(place, format=form)
    return quads_of(whole)


def quads_of(whole: rdflib.Dataset) -> set[Quad]:
    """Return the quads of a dataset."""
    default = str(DATASET_DEFAULT_GRAPH_ID)
    found = set()
    for s, p, o, g in whole.quads():
        name = str(getattr(g, "identifier", g) or "")
        found.add((s, p, o, "" if name == default else name))
    return found


def named(quads: set[Quad], words: str) -> Node:
    """Return what bears this name."""
    label = rdflib.RDFS.label
    (found,) = {s for s, p, o, _ in quads if p == label and str(o) == words}
    return found
