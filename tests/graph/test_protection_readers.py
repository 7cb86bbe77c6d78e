"""Two who read one text: what one protects, the other does not give away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clew import Case
from clew.summary import Summary
from tests.planted import nothing_of

Note = Callable[..., Path]
Take = Callable[..., Summary]
Lines = Callable[..., list[str]]
PLAIN = "Xanthe Quillon fled Dara Park. {T1 Person:Cy Dow} met her. Bo Ray came."
MARKED = PLAIN.replace("Xanthe Quillon", "{T2 Person:Xanthe Quillon}", 1)


@pytest.mark.parametrize("part", ["Quillon", "Xanthe", "Xanthe Quillon"])
@pytest.mark.parametrize("kind", ["Person", "Place", "Company"])
def test_a_part_of_a_protected_name_that_another_marks_is_protected(
    case: Case, note: Note, take: Take, lines: Lines, part: str, kind: str
) -> None:
    one = note(MARKED, "A1\tProtected T2", folder="notes/anna")
    note(PLAIN.replace(part, f"{{T3 {kind}:{part}}}", 1), folder="notes/ben")
    take(case, one.parents[1])
    nothing_of(case, lines, "Xanthe", "Quillon")
    assert "Cy Dow" in "".join(lines(case))


def test_a_release_shows_what_the_other_marked_again(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    one = note(MARKED, "A1\tProtected T2", folder="notes/anna")
    note(PLAIN.replace("Quillon", "{T3 Person:Quillon}", 1), folder="notes/ben")
    take(case, one.parents[1])
    for name in ("Xanthe Quillon", "Quillon"):
        case.release(name, because="she asked for it", disclose="all")
    assert "Quillon" in "".join(lines(case))


def test_what_one_reader_nests_in_a_protected_name_stays_as_it_was_marked(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    text = "{T1 Organization:Friends of Dara Park} met {T2 Person:Cy Dow}."
    marks = ("T3\tCompound 11 20\tDara Park", "A1\tProtected T1")
    take(case, note(text, *marks))
    assert "Cy Dow" in "".join(lines(case))
    assert not any("Friends" in line for line in lines(case))
