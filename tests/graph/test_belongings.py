"""What tells of somebody protected alone is protected with them; so is a word with their name."""

from __future__ import annotations

import pytest

from clew import Case
from tests.planted import MARK, SECRET, Lines, Note, Take, all_shown, entity_of, nothing_of


def test_what_belongs_to_a_protected_person_alone_is_as_hidden_as_they_are(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    text = (
        "{T1 Person:Xanthe Quillon} lives at {T2 Address:7 Otter Lane} in {T3 City:Dara Town}, is"
        " {T4 Position:keeper of seals} and calls from {T5 PhoneNumber:+855 23 000 111}."
        " {T6 Person:Bo Ray} lives at {T7 Address:9 Heron Road}, {T8 Company:Ox Ltd} at"
        " {T9 Address:3 Crane Street}, where T1's sister is."
    )
    ties = (
        *("R1\tLOCATED_IN Arg1:T1 Arg2:T2", "R2\tLOCATED_IN Arg1:T2 Arg2:T3"),
        *("R3\tHOLDS Arg1:T1 Arg2:T4", "R4\tHAS_TRACE Arg1:T1 Arg2:T5"),
        *("R5\tLOCATED_IN Arg1:T6 Arg2:T7", "R6\tLOCATED_IN Arg1:T8 Arg2:T9"),
        "R7\tLOCATED_IN Arg1:T1 Arg2:T9",
    )
    take(case, note(text, *ties, MARK))
    nothing_of(case, lines, *SECRET, "7 Otter Lane", "keeper of seals", "000 111")
    shown = all_shown(case, lines)
    assert all(word in shown for word in ("9 Heron Road", "3 Crane Street", "Dara Town", "Bo Ray"))
    case.release(entity_of(case, "7 Otter Lane"), because="an invented reason")
    assert "7 Otter Lane" in all_shown(case, lines)
    assert "keeper of seals" not in all_shown(case, lines)


@pytest.mark.parametrize("word", ["GUIDES_Xanthe_Quillon", "guidesXantheQuillon"])
def test_a_protected_name_in_a_word_of_the_annotators_is_hidden(
    case: Case, note: Note, take: Take, lines: Lines, word: str
) -> None:
    text = "{T1 Person:Bo Ray} owns {T2 Compound:Dara Park}, said {T3 Person:Xanthe Quillon}."
    take(case, note(text, f"R1\t{word} Arg1:T1 Arg2:T2", "A9\tProtected T3"))
    nothing_of(case, lines, *SECRET)
    assert "PROTECTED_TIE" in all_shown(case, lines)
    assert "QUILLON" in all_shown(case, lines, disclose="all")
