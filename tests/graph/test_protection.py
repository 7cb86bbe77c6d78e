"""Protection (rules 22, 23): nothing of what is protected is in what the case shows by default."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from clew import Case, Lens
from tests.planted import (
    MARK,
    SECRET,
    TIES,
    WITNESS,
    Lines,
    Note,
    Take,
    all_shown,
    entity_of,
    mention_of,
    nothing_of,
    on_disk,
    references_of,
)


def _by_mark(case: Case, note: Note, take: Take) -> None:
    take(case, note(WITNESS, *TIES, MARK))


def _by_act(case: Case, note: Note, take: Take) -> None:
    case.load(note(WITNESS, *TIES))
    with case.opened(Lens(known_at="2030-01-01")), case.opened(Lens(as_of="2024-01-01")):
        pass
    case.protect("Xanthe Quillon", because="she asked for it")


def _by_claim(case: Case, note: Note, take: Take) -> None:
    case.load(note(WITNESS, *TIES))
    case.protect(mention_of(case, "Xanthe Quillon"), because="she asked for it")


def _by_another_record(case: Case, note: Note, take: Take) -> None:
    take(case, note(WITNESS, *TIES))
    take(case, note("{T1 Person:X. Q.} spoke to us.", MARK, name="other"))
    case.same(entity_of(case, "Xanthe"), entity_of(case, "X. Q."), because="known", disclose="all")


def _by_a_namesake_in_another_text(case: Case, note: Note, take: Take) -> None:
    take(case, note(WITNESS, *TIES))
    take(case, note("{T1 Person:xanthe  Quillon} spoke to us.", MARK, name="other"))


def _by_a_second_mention(case: Case, note: Note, take: Take) -> None:
    more = " {T6 Person:Xanthe Quillon} cried."
    take(case, note(WITNESS + more, *TIES, "A9\tProtected T6"))


def _by_a_mark_that_was_withdrawn(case: Case, note: Note, take: Take) -> None:
    take(case, note(WITNESS, *TIES))
    run = take(case, note("{T1 Person:Xanthe Quillon} spoke.", MARK, name="other")).run
    case.withdraw(run, because="not reliable")


def _by_an_act_before_a_correction(case: Case, note: Note, take: Take) -> None:
    path = note(WITNESS.replace("{T1 Person:Xanthe Quillon}", "{T1 Person:Xanthe} Quillon"), *TIES)
    take(case, path)
    case.protect("Xanthe", because="she asked for it")
    case.load(note(WITNESS, *TIES))


def _by_an_act_before_new_numbers(case: Case, note: Note, take: Take) -> None:
    take(case, note(WITNESS, *TIES))
    case.protect("Xanthe Quillon", because="she asked for it")
    text = WITNESS.replace("{T1 ", "{T9 ").replace("{T4 ", "{T1 ").replace("{T9 ", "{T4 ")
    swapped = [tie.translate({ord("1"): "4", ord("4"): "1"}) for tie in TIES]
    take(case, note(text, *(s.replace("R4", "R1").replace("A4", "A1") for s in swapped)))


WAYS = [
    _by_mark,
    _by_act,
    _by_claim,
    _by_another_record,
    _by_a_namesake_in_another_text,
    _by_a_second_mention,
    _by_a_mark_that_was_withdrawn,
    _by_an_act_before_a_correction,
    _by_an_act_before_new_numbers,
]


@pytest.mark.parametrize("protect", WAYS)
def test_nothing_of_a_protected_person_is_shown(
    case: Case, note: Note, take: Take, lines: Lines, protect: Callable[..., None]
) -> None:
    protect(case, note, take)
    if not any("Quillon" in line for line in lines(case, disclose="all")):
        pytest.fail("the test planted nothing")
    nothing_of(case, lines, *SECRET, *references_of(case, "uillon"))
    shown = "\n".join(lines(case))
    assert "Bo Ray" in shown and "[protected]" in shown and "Lantern Aid" in shown


@pytest.mark.parametrize("protect", WAYS)
def test_a_lens_that_leaves_the_mark_out_shows_no_more(
    case: Case, note: Note, take: Take, lines: Lines, protect: Callable[..., None]
) -> None:
    protect(case, note, take)
    for source in case.sources(lens=Lens(disclose="all")):
        nothing_of(case, lines, *SECRET, without_sources=(source.id,))
    for lens in ({"annotators": ("nobody",)}, {"statuses": ("alleged",)}, {"curated": True}):
        nothing_of(case, lines, *SECRET, **lens)


@pytest.mark.parametrize("protect", WAYS)
def test_the_case_level_shows_that_it_is_there_and_no_more(
    case: Case, note: Note, take: Take, lines: Lines, protect: Callable[..., None]
) -> None:
    protect(case, note, take)
    shown = all_shown(case, lines, disclose="case")
    assert [word for word in SECRET if word in shown] == []
    nodes = [
        json.loads(line)["properties"] for line in lines(case, disclose="case") if '"Node"' in line
    ]
    hidden = [node for node in nodes if node.get("name") == "protected"]
    assert hidden and all(not any(node["quotes"]) and node["names"] == [] for node in hidden)


@pytest.mark.parametrize("protect", WAYS)
def test_all_is_shown_in_a_folder_that_is_gone_afterwards(
    case: Case, note: Note, take: Take, protect: Callable[..., None]
) -> None:
    protect(case, note, take)
    with case.opened(Lens(disclose="all")) as graph:
        names = [name for node in graph.nodes() for name in node.properties.get("names", ())]
        assert "Xanthe Quillon" in names
        assert on_disk(case, "Quillon")
        (folder,) = case.directory.graph.glob("disclosed-*")
        assert folder.stat().st_mode & 0o777 == 0o700
    with case.opened():
        assert on_disk(case, "Quillon") == []


def test_a_disclosed_folder_of_a_killed_command_is_removed(case: Case, note: Note) -> None:
    case.load(note(WITNESS, *TIES, MARK))
    left = case.directory.graph / "disclosed-x"
    left.mkdir()
    (left / "owner.lock").touch()
    with case.opened(Lens(disclose="all")):
        assert not left.exists()
        assert len(list(case.directory.graph.glob("disclosed-*"))) == 1


@pytest.mark.parametrize("protect", WAYS[:3])
def test_a_release_brings_back_and_holds_for_the_next_import(
    case: Case, note: Note, take: Take, lines: Lines, protect: Callable[..., None]
) -> None:
    protect(case, note, take)
    case.release(entity_of(case, "Xanthe"), because="she agreed")
    if protect is _by_claim:
        case.release(mention_of(case, "Xanthe"), because="she agreed")
    assert lines(case) == lines(case, disclose="all")
    assert any("Xanthe Quillon" in line for line in lines(case))
    take(
        case,
        note(WITNESS, *TIES, *([MARK] if protect is _by_mark else []), "R9\tUSES Arg1:T2 Arg2:T3"),
    )
    assert lines(case) == lines(case, disclose="all")


def test_a_namesake_who_was_released_is_shown(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    take(case, note("{T1 Person:Jo Park} fled {T2 Compound:Ox}.", "R1\tUSES Arg1:T1 Arg2:T2", MARK))
    path = note("{T1 Person:Jo Park} owns {T2 Compound:Elm}.", "R1\tOWNS Arg1:T1 Arg2:T2", name="b")
    take(case, path)
    assert not any('"OWNS"' in line for line in lines(case))
    with case.opened(Lens(disclose="all")) as graph:
        owner = next(edge.start for edge in graph.edges() if edge.type == "OWNS")
    case.release(owner, because="a minister of that name")
    shown = "\n".join(lines(case))
    assert '"OWNS"' in shown and '"USES"' not in shown and "Jo Park" not in shown
