"""Annotators against each other: numbers counted by hand, and what a lens leaves of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew import Case, Lens
from clew.graph.errors import UnknownId
from clew.summary import Summary

Take = Callable[..., Summary]
Note = Callable[..., Path]
Rows = dict[str, tuple[Any, ...]]

WORDS = "Ann Lee owns Acme Ltd. Bo Ray works for Zed Co in Phnom Penh."
ANNA = (
    "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}. {T3 Person:Bo Ray} works for "
    "{T4 Company:Zed Co} in {T5 Place:Phnom Penh}."
)
ANNAS = (
    "R1\tOWNS Arg1:T1 Arg2:T2",
    "A1\tStatus R1 alleged",
    "R2\tWORKS_FOR Arg1:T3 Arg2:T4",
    "R3\tLOCATED_IN Arg1:T4 Arg2:T5",
)
BEN = (
    "{T1 Person:Ann Lee} owns {T2 Organization:Acme Ltd}. Bo {T3 Person:Ray} works for "
    "{T4 Company:Zed Co} in Phnom Penh."
)
BENS = (
    "R1\tOWNS Arg1:T1 Arg2:T2",
    "A1\tStatus R1 reported",
    "R2\tDIRECTOR_OF Arg1:T1 Arg2:T4",
)


@pytest.fixture
def read(case: Case, note: Note, take: Take) -> Callable[..., Case]:
    """Import what Anna, Ben and others marked in one text; (marked text, *lines) by folder."""

    def run(**people: tuple[str, ...]) -> Case:
        paths = [note(*given, folder=f"notes/{who}") for who, given in people.items()]
        take(case, paths[0].parents[1])
        return case

    return run


def _measured(case: Case, *sources: str, **lens: Any) -> Rows:
    rows = case.agreement(*sources, lens=Lens(**lens)).rows()
    first = [row for row in rows if row["annotator"] == rows[0]["annotator"]]
    numbers = ("first", "second", "both", "f1", "kappa")
    return {row["of"]: tuple(row[name] for name in numbers) for row in first[:8]}


def test_every_measure_is_as_counted_by_hand(read: Callable[..., Case]) -> None:
    case = read(anna=(ANNA, *ANNAS), ben=(BEN, *BENS))
    # spans: Ann Lee, Acme Ltd and Zed Co are equal, Bo Ray and Ray overlap, Phnom Penh is Anna's
    # characters: as Person both Ann Lee (6) and Ray (3), as Company Zed Co (5); Acme Ltd (7) of two
    # kinds; Anna alone Bo (2) and Phnom Penh (9); nobody 16
    assert len(WORDS.replace(" ", "")) == (whole := 6 + 3 + 5 + 7 + 2 + 9 + 16)
    person, company, nothing = (6 + 3 + 2) * (6 + 3), (7 + 5) * 5, 16 * (16 + 2 + 9)
    agreed, chance = 6 + 3 + 5 + 16, person + company + nothing
    assert _measured(case) == {
        "spans": (5, 4, 3, round(6 / 9, 3), None),
        "overlapping spans": (5, 4, 4, round(8 / 9, 3), None),
        "spans and kinds": (5, 4, 2, round(4 / 9, 3), None),
        "characters": (
            32,
            21,
            14,
            round(28 / 53, 3),
            round((whole * agreed - chance) / (whole * whole - chance), 3),
        ),
        # one Person each, two Companies and one, no Organization and one
        "kinds": (3, 3, 2, None, (3 * 2 - (1 * 1 + 2 * 1)) / (3 * 3 - (1 * 1 + 2 * 1))),
        "ties": (3, 2, 1, round(2 / 5, 3), None),
        "types of ties": (1, 1, 1, None, None),
        "statuses of ties": (1, 1, 0, None, 0.0),
    }


def test_it_shows_itself_in_a_notebook(read: Callable[..., Case]) -> None:
    case = read(**{"<b>anna": (ANNA, *ANNAS), "ben": (BEN, *BENS)})
    shown = case.agreement()._repr_html_()
    assert "spans f1 0.667" in shown and "kinds kappa 0.5" in shown
    assert "types of ties –" in shown and "<b>" not in shown and "&lt;b&gt;anna" in shown


def test_overall_stands_the_mean_of_the_pairs(read: Callable[..., Case]) -> None:
    case = read(anna=(ANNA, *ANNAS), ben=(BEN, *BENS), cy=(ANNA, *ANNAS))
    rows = case.agreement().rows()
    assert len(rows) == 4 * 8
    spans = [row["f1"] for row in rows if row["of"] == "spans"]
    assert spans == [round(6 / 9, 3), 1.0, round(6 / 9, 3), round((6 / 9 + 1 + 6 / 9) / 3, 3)]
    assert rows[-1]["other"] == "mean of 3 pairs"
    assert rows[-1]["kappa"] == round((0 + 1 + 0) / 3, 3)
    assert [row["both"] for row in rows[-8:]] == [None] * 8


def test_who_comes_first_changes_no_measure(read: Callable[..., Case], tmp_path: Path) -> None:
    one = read(anna=(ANNA, *ANNAS), ben=(BEN, *BENS))
    told = _measured(one)
    two = read(anna=(BEN, *BENS), ben=(ANNA, *ANNAS))
    turned = {of: (b, a, *rest) for of, (a, b, *rest) in _measured(two).items()}
    assert told == turned


def test_who_marked_nothing_has_read_the_text_all_the_same(read: Callable[..., Case]) -> None:
    measured = _measured(read(anna=(ANNA, *ANNAS), ben=(WORDS,)))
    assert measured["spans"] == (5, 0, 0, 0.0, None)
    assert measured["characters"][:3] == (32, 0, 0) and measured["characters"][4] == 0.0
    assert measured["kinds"] == (0, 0, 0, None, None)


def test_a_text_that_one_alone_read_is_compared_with_nobodys(
    case: Case, note: Note, take: Take
) -> None:
    take(case, note(ANNA, *ANNAS))
    found = case.agreement()
    assert found.rows() == [] and not list(found.differences())
    assert str(found) == "No text was read by two annotators that this lens shows."


def test_several_kinds_of_one_span_are_one_code(read: Callable[..., Case]) -> None:
    twice = (ANNA, *ANNAS, "T6\tOrganization 13 21\tAcme Ltd")
    measured = _measured(read(anna=twice, ben=twice))
    assert measured["kinds"] == (5, 5, 5, None, 1.0)
    assert measured["spans and kinds"] == (6, 6, 6, 1.0, None)


def test_a_tie_of_the_other_direction_is_another_and_a_symmetric_one_is_not(
    read: Callable[..., Case],
) -> None:
    measured = _measured(
        read(
            anna=(ANNA, "R1\tOWNS Arg1:T1 Arg2:T2", "R2\tLINKED_TO Arg1:T1 Arg2:T3"),
            ben=(ANNA, "R1\tOWNS Arg1:T2 Arg2:T1", "R2\tLINKED_TO Arg1:T3 Arg2:T1"),
        )
    )
    assert measured["ties"] == (2, 2, 1, 0.5, None)
    assert measured["types of ties"][:3] == (2, 2, 1)


def test_sources_and_annotators_are_picked(read: Callable[..., Case], note: Note) -> None:
    case = read(anna=(ANNA, *ANNAS), ben=(BEN, *BENS), cy=(ANNA, *ANNAS))
    assert _measured(case, annotators=("anna", "cy"))["spans"] == (5, 5, 5, 1.0, None)
    assert case.agreement(lens=Lens(annotators=("anna",))).pairs == ()
    (source,) = case.sources()
    assert len(case.agreement(source.id).pairs) == len(case.agreement(source.path).pairs) == 3
    assert case.agreement(lens=Lens(without_sources=(source.id,))).pairs == ()
    assert case.agreement(lens=Lens(known_at="2024-01-01")).pairs == ()
    with pytest.raises(UnknownId):
        case.agreement("nothing of the kind")


def test_a_lens_of_statuses_compares_claims_of_these(read: Callable[..., Case]) -> None:
    case = read(anna=(ANNA, *ANNAS), ben=(BEN, *BENS))
    assert _measured(case, statuses=("alleged",))["ties"] == (1, 1, 1, 1.0, None)
    assert _measured(case, statuses=("official",))["ties"] == (0, 0, 0, None, None)


def test_differences_tell_both_readings_and_where(read: Callable[..., Case]) -> None:
    found = list(read(anna=(ANNA, *ANNAS), ben=(BEN, *BENS)).agreement().differences())
    assert {(one.of, one.words, one.says, one.other_says) for one in found} == {
        ("status", "Ann Lee … Acme Ltd", "OWNS: alleged", "OWNS: reported"),
        ("tie", "Ann Lee … Zed Co", "–", "DIRECTOR_OF"),
        ("kind", "Acme Ltd", "Company", "Organization"),
        ("boundaries", "Bo Ray", "Person", "Person “Ray”"),
        ("tie", "Bo Ray … Zed Co", "WORKS_FOR", "–"),
        ("span", "Phnom Penh", "Place", "–"),
        ("tie", "Zed Co … Phnom Penh", "LOCATED_IN", "–"),
    }
    assert {(one.annotator, one.other, one.locator) for one in found} == {
        ("anna (brat)", "ben (brat)", "line 1")
    }
    assert [int(one.place.split("-")[0]) for one in found] == sorted(
        int(one.place.split("-")[0]) for one in found
    )


def test_what_is_protected_is_counted_and_listed_nowhere(read: Callable[..., Case]) -> None:
    case = read(anna=(ANNA, *ANNAS, "A2\tProtected T3"), ben=(BEN, *BENS))
    measured = _measured(case)
    # neither Anna's Bo Ray nor Ben's Ray, which lies on it, nor the tie that it is an end of
    assert measured["spans"] == (4, 3, 3, round(6 / 7, 3), None)
    assert measured["ties"] == (2, 2, 1, 0.5, None)
    told = list(case.agreement().differences())
    assert len(told) == 5 and not any("Ray" in one.words + one.other_says for one in told)
    for lens, listed in ((Lens(disclose="case"), 5), (Lens(disclose="all"), 7)):
        assert _measured(case, disclose=lens.disclose)["spans"][:2] == (5, 4)
        assert len(list(case.agreement(lens=lens).differences())) == listed


def test_a_protected_source_is_as_if_nobody_had_read_it(read: Callable[..., Case]) -> None:
    case = read(anna=(ANNA, *ANNAS), ben=(BEN, *BENS))
    (source,) = case.sources()
    case.protect(source.id, because="asked for")
    found = case.agreement()
    assert found.pairs == () and found.documents == 0 and not list(found.differences())
    with pytest.raises(UnknownId):
        case.agreement(source.id)
    assert len(case.agreement(lens=Lens(disclose="all")).pairs) == 1


def test_claims_by_hand_are_nobodys_reading(read: Callable[..., Case]) -> None:
    case = read(anna=(ANNA, *ANNAS))
    (source,) = case.sources()
    case.add_claim("Ann Lee", "OWNS", "Zed Co", quote=WORDS, source=source.id, status="reported")
    assert case.agreement().pairs == ()
