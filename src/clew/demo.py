"""The demo: the sample case, made, imported, asked, drawn; safe to repeat."""

from __future__ import annotations

from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clew.graph.directory import SETTINGS
from clew.graph.errors import UsageError

if TYPE_CHECKING:
    from clew.case import Case
    from clew.queries.answer import Answer
    from clew.summary import Summary

NAME = "Clew demo"
PURPOSE = "The sample case that ships with Clew, from public record."
PERSON, GOAL = "Ly Yong Phat", "Compound"
#: The picture of the answer, in the demo's folder.
PICTURE = "ties.html"

#: What to try next; every line works in the demo's folder (a test runs them all).
NEXT = (
    ('clew view "Mech Dara" --steps 2 -o around.html', "a picture of what is around him"),
    ('clew ask path "Mech Dara" --to "Ly Yong Phat"', "ties of any kind between two people"),
    ('clew ask ties "Ly Yong Phat" --status official', "without what is only alleged"),
    (
        'clew ask ties "Ly Yong Phat" --without-source notes/designation.txt',
        "what falls without one source",
    ),
    ('clew ask sanctions "Ly Yong Phat"', "listed by whom, under what, since when, and still?"),
    ('clew ask compound "O-Smach Resort"', "its names, its place, who has which role there"),
    ('clew ask dossier "Ly Yong Phat" --to Compound --format md', "as a lawyer reads it"),
    ('clew show "Mech Dara"', "everything said of him, and the two wordings of one charge"),
    ("clew candidates", "who may be whom: you decide, and can take it back"),
    (
        'clew query "MATCH (p:Person)-[r]->(o) RETURN p.name, type(r), r.status, o.name" --cite',
        "your own question, each row with its evidence",
    ),
)


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo's case, what its import brought, what was decided, its answer and the picture."""

    case: Case
    summary: Summary
    decided: str
    answer: Answer
    picture: Path


def demo(folder: Path) -> Demo:
    """Make the sample case in `folder` where it is not there yet, import it, ask, and draw.

    A second time changes nothing but for files that were corrected since. Raises UsageError where
    the folder holds anything else.
    """
    from clew.sample import SOURCES, copy_to

    case = _case(folder)
    with chdir(copy_to(folder)):
        summary = case.load(*SOURCES, mapping="places.yaml", sources="sources.csv")
        decided = _decide(case)
    answer = case.ask("ties", start=PERSON, to=GOAL)
    return Demo(case, summary, decided, answer, answer.view(folder / PICTURE))


def _decide(case: Case) -> str:
    """Make the sample's decisions, unless some were made before: they may have been taken back."""
    from clew.bulk import decide

    if any(entry.verb in ("same", "different") for entry in case.log()):
        return ""
    return str(decide(case, Path("decisions.csv"), "public"))


def _case(folder: Path) -> Case:
    from clew.case import create, open

    if not (folder / SETTINGS).is_file():
        return create(folder, name=NAME, purpose=PURPOSE)
    case = open(folder)
    if case.directory.name != NAME:
        raise UsageError(f"{folder} holds a case of its own: name another folder for the demo")
    return case


def next_steps(folder: Path) -> str:
    """Return what to try next, as lines that can be copied."""
    import shlex

    lines = ["Try next:", f"   cd {shlex.quote(str(folder))}"]
    for line, meaning in NEXT:
        lines += [f"   {line}", f"      {meaning}"]
    return "\n".join(lines) + "\n"
