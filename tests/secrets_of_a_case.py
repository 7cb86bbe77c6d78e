"""A case with a protected witness, a named victim and a protected source, all of it invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from clew import Case
from clew.graph.ledger.sources import sources
from tests.planted import references_of, second_reading

WITNESS = (
    "{T1 Person:Xanthe Quillon} told {T2 NGO:Lantern Aid} of {T3 Compound:Dara Park}. "
    "{T4 Person:Bo Ray} owns {T5 Compound:Dara Park}, Xanthe Quillon said. "
    "{T6 Victim:Pell Marrow} was held there."
)
TIES = (
    "R1\tSPOKE_TO Arg1:T1 Arg2:T2",
    "R2\tOWNS Arg1:T4 Arg2:T5",
    '#1\tAnnotatorNotes R2\tstatus=alleged; attribution=Xanthe Quillon; means="as Quillon saw"',
    "#2\tAnnotatorNotes T1\tcountry=kh",
    "A1\tProtected T1",
)
DESK = "{T1 Person:Bo Ray} runs {T2 Compound:Dara Park} by night."
DESK_TIES = ("R1\tOPERATES Arg1:T1 Arg2:T2",)
OTHER = "{T1 Person:Cy Dow} met Xanthe\nQuillon and Pell Marrow near {T2 Compound:Dara Park}."
WORDS = ("Xanthe", "Quillon", "Pell", "Marrow", "Omega", "omega", "by night")


def plant(case: Case, note: Callable[..., Path], folder: Path) -> list[str]:
    """Plant them in a case; returns what may not show: words, then ids."""
    case.load(note(WITNESS, *TIES))
    case.load(note(OTHER, name="other"))
    facts = {"title": "Desk Omega", "url": "https://omega.example/"}
    case.load(note(DESK, *DESK_TIES, name="omega"), facts=facts)
    case.load(second_reading(folder, WITNESS, DESK))
    mended = by_hand(case)
    act = case.protect("Desk Omega", because="Desk Omega asked for it")
    with case.reading() as db:
        (desk,) = [source for source in sources(db) if source.fact("title") == "Desk Omega"]
    ids = [*references_of(case, "Xanthe"), *references_of(case, "Pell"), desk.id, desk.sha256]
    return [*WORDS, *sorted(ids), mended, act]


def by_hand(case: Case) -> str:
    """Name who is protected in all that can be typed; returns an act on what will be protected."""
    friend = "Bo Ray and his friend Xanthe Quillon"
    outside = {"title": "A page of Xanthe Quillon", "url": "https://xanthe-quillon.example/"}
    said = case.add_claim(
        "Bo Ray",
        "notes",
        friend,
        quote=friend,
        external=outside,
        locator="Quillon, Xanthe, page 3",
        attribution="Pell Marrow",
        extra={"means": ["as Xanthe Quillon saw"]},
        because="Pell Marrow told it",
    )
    case.assess(said.claim, pair="B2", line="Xanthe Quillon was seen")
    who: dict[str, Any] = {"how": "by Pell Marrow", "who": "Xanthe Quillon", "source": "Desk Omega"}
    case.reply("Bo Ray", answer="denied", text="Xanthe Quillon lies", **who)
    case.correct(said.claim, note="Pell Marrow was named", url="https://xanthe-quillon.example/")
    return case.correct("Desk Omega", note="Omega was mended")
