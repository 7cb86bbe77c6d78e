"""What is around entities: how far it goes, where it stops, and what is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clew import Case, Lens
from clew.graph.errors import AmbiguousName, UnknownId, UsageError
from clew.graph.view.picture import Picture
from clew.queries.surroundings import around

Invent = Callable[..., Case]
CHAIN = (
    "Person Ana Alpha | OWNS | Company Beta Works",
    "Company Beta Works | OWNS | Compound Gamma Park",
    "Person Cy Delta | OPERATES | Compound Gamma Park",
    "Person Cy Delta | FAMILY_OF | Person Ana Alpha | status=reported",
)


def names(picture: Picture) -> list[str]:
    return [node.properties["name"] for node in picture.nodes]


def test_one_step_is_what_an_entity_is_tied_to_and_the_ties_among_these(invent: Invent) -> None:
    case = invent(*CHAIN, "Person Cy Delta | DIRECTOR_OF | Company Beta Works")
    picture = case.picture("Ana Alpha")
    assert names(picture) == ["Ana Alpha", "Beta Works", "Cy Delta"]
    assert sorted(edge.type for edge in picture.edges) == ["DIRECTOR_OF", "FAMILY_OF", "OWNS"]
    assert picture.title == "What is around Ana Alpha?"
    assert picture.focus == (picture.nodes[0].id,)
    assert picture.not_known == ("Of 3 of the 3 ties no date is stated.",)


def test_further_steps_reach_further(invent: Invent) -> None:
    case = invent(*CHAIN)
    assert len(case.picture("Ana Alpha", steps=2).nodes) == 4
    both = case.picture("Ana Alpha", "Gamma Park")
    assert names(both)[:2] == ["Ana Alpha", "Gamma Park"] and len(both.edges) == 4


def test_nothing_is_gone_through_that_ties_nobody(invent: Invent) -> None:
    case = invent(
        "Person Ana Alpha | LINKED_TO | Country Ruritania",
        "Person Cy Delta | LINKED_TO | Country Ruritania",
        "Person Ana Alpha | LINKED_TO | Compound* scam compounds",
        "Person Ed Foxtrot | LINKED_TO | Compound* scam compounds",
    )
    picture = case.picture("Ana Alpha", steps=3)
    assert "Cy Delta" not in names(picture) and "Ed Foxtrot" not in names(picture)
    (note,) = (note for note in picture.notes if "What lies beyond" in note)
    assert "Ruritania" in note and "“scam compounds”" in note
    assert "Cy Delta" in names(case.picture("Ruritania"))


def test_what_is_beyond_the_limit_is_counted_with_how_to_narrow(invent: Invent) -> None:
    case = invent(
        *(f"Person Ana Alpha | OWNS | Company Works {n}" for n in range(5)),
        "Person Ana Alpha | OWNS | Company Best Works | status=official",
    )
    with case.opened() as graph:
        picture = around(graph, ["Ana Alpha"], most=3).picture
    assert len(picture.nodes) == 3 and "Best Works" in names(picture)
    (note,) = (note for note in picture.notes if "not drawn" in note)
    assert note.startswith("4 more entities are not drawn") and "--status official" in note


@pytest.mark.parametrize("steps", [0, 5, -1])
def test_steps_that_are_none_are_refused(steps: int, invent: Invent) -> None:
    with pytest.raises(UsageError, match="from 1 to 4"):
        invent(*CHAIN).picture("Ana Alpha", steps=steps)


def test_an_entity_must_be_named_and_known(invent: Invent) -> None:
    case = invent(*CHAIN, "Compound Beta Works")
    with pytest.raises(UsageError, match="name an entity"):
        case.picture()
    with pytest.raises(UnknownId):
        case.picture("Nobody")
    with pytest.raises(AmbiguousName):
        case.picture("Beta Works")


def test_a_picture_shows_what_its_lens_shows(invent: Invent) -> None:
    case = invent(*CHAIN, "Person! Xanthe Quillon | SPOKE_TO | Person Ana Alpha")
    assert "Quillon" not in str(case.picture("Ana Alpha"))
    reported = case.picture("Ana Alpha", lens=Lens(statuses=("reported",)))
    assert names(reported) == ["Ana Alpha", "Cy Delta"] and reported.lens == "statuses reported"
    some = case.picture("Ana Alpha", lens=Lens(disclose="case"))
    assert "protected" in names(some) and "Quillon" not in str(some)
    everything = case.picture("Ana Alpha", lens=Lens(disclose="all"))
    assert "Xanthe Quillon" in names(everything)


def test_layouts_of_what_is_disclosed_are_kept_nowhere(invent: Invent) -> None:
    case = invent(*CHAIN)
    for level, kept in (("public", True), ("case", False), ("all", False)):
        with case.opened(Lens(disclose=level)) as graph:  # type: ignore[arg-type]
            assert (around(graph, ["Ana Alpha"]).layouts is not None) is kept
