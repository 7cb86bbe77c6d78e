"""The lens (rules 18, 28): what passes, what is left out and counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew import Case, Lens
from clew.graph.errors import UnknownId, UsageError
from clew.graph.lens import LEVELS
from clew.summary import Summary

Note = Callable[..., Path]
Take = Callable[..., Summary]
Lines = Callable[..., list[str]]

Seen = dict[str, dict[str, Any]]


@pytest.fixture
def filled(case: Case, note: Note, take: Take) -> Case:
    """Return a case of three texts, known from 2020, 2022 and never, with dated ties."""
    one = note(
        "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}, {T3 Person:Bo Ray} {T4 Company:Zed Co}.",
        "R1\tOWNS Arg1:T1 Arg2:T2",
        "#1\tAnnotatorNotes R1\tstatus=reported; when=2019/2021",
        "R2\tOPERATES Arg1:T3 Arg2:T4",
        "#2\tAnnotatorNotes R2\tstatus=alleged; when=2020-05",
        name="one",
    )
    two = note(
        "{T1 Person:Ann Lee} leads {T2 Company:Acme Ltd}, {T3 Person:Cy Dow} works there.",
        "R1\tDIRECTOR_OF Arg1:T1 Arg2:T2",
        "#1\tAnnotatorNotes R1\tstatus=official",
        "R2\tWORKS_FOR Arg1:T3 Arg2:T2",
        name="two",
    )
    three = note(
        "{T1 Person:Di Fox} owns {T2 Company:Acme Ltd}.", "R1\tOWNS Arg1:T1 Arg2:T2", name="three"
    )
    take(case, one, facts={"published": "2020-03-01"})
    take(case, two, facts={"captured": "2022-06"})
    take(case, three)
    return case


def _seen(lines: list[str]) -> Seen:
    """Return entities by name and edges by type and the name of their start."""
    items = [json.loads(line) for line in lines]
    names = {
        i["id"]: i["properties"]["name"]
        for i in items
        if i["sort"] == "Node" and "Entity" in i["labels"]
    }
    found: Seen = {}
    for item in items:
        if item["sort"] == "Edge":
            found[f"{names[item['start']]} {item['type']}"] = item["properties"]
        elif item["id"] in names:
            found[names[item["id"]]] = item["properties"]
    return found


def _left(case: Case, **lens: Any) -> dict[str, int]:
    with case.opened(Lens(**lens)) as graph:
        return dict(graph.left_out())


def test_known_at_keeps_what_was_known_by_then(filled: Case, lines: Lines) -> None:
    seen = _seen(lines(filled, known_at="2021-01-01"))
    assert "Ann Lee OWNS" in seen and "Cy Dow" not in seen and "Di Fox" not in seen
    assert seen["Ann Lee OWNS"]["known_from"] == "2020-03-01"
    seen = _seen(lines(filled, known_at="2022-06-01"))
    assert "Ann Lee DIRECTOR_OF" in seen and "Di Fox" not in seen
    assert _left(filled, known_at="2021-01-01") == {"known later": 5, "no known day": 3}
    assert lines(filled, known_at="2019-12-31") == []


def test_as_of_keeps_what_may_hold_and_says_what_only_may(filled: Case, lines: Lines) -> None:
    seen = _seen(lines(filled, as_of="2020-05-10"))
    assert seen["Ann Lee OWNS"]["certain"] is True
    assert seen["Bo Ray OPERATES"]["certain"] is False
    assert seen["Cy Dow WORKS_FOR"]["certain"] is False
    seen = _seen(lines(filled, as_of="2023-01-01"))
    assert "Bo Ray OPERATES" not in seen and "Di Fox OWNS" in seen
    assert _left(filled, as_of="2023-01-01") == {"not on that day": 2, "undated, kept": 3}
    assert all(
        p["certain"]
        for name, p in _seen(lines(filled)).items()
        if name[-1].isupper() and "certain" in p
    )


def test_statuses_are_an_inclusive_list_that_changes_no_identity(
    filled: Case, lines: Lines
) -> None:
    whole, seen = _seen(lines(filled)), _seen(lines(filled, statuses=("official",)))
    assert set(seen) == {"Ann Lee", "Acme Ltd", "Ann Lee DIRECTOR_OF"}
    assert seen["Ann Lee"]["id"] == whole["Ann Lee"]["id"]
    assert seen["Ann Lee"]["names"] == whole["Ann Lee"]["names"]
    assert seen["Ann Lee"]["status"] == "official" and seen["Ann Lee"]["claims"] == []
    two = _seen(lines(filled, statuses=("alleged", "official")))
    assert "Bo Ray OPERATES" in two and "Ann Lee OWNS" not in two
    assert _left(filled, statuses=("official",)) == {"other status": 13}


def test_a_source_left_out_says_nothing_not_even_who_is_who(filled: Case, lines: Lines) -> None:
    one = next(s.id for s in filled.sources() if s.path.endswith("one.txt"))
    seen = _seen(lines(filled, without_sources=(one,)))
    assert "Ann Lee OWNS" not in seen and "Bo Ray" not in seen
    assert seen["Ann Lee"]["identity_decisions"] == []
    assert _seen(lines(filled))["Ann Lee"]["identity_decisions"] != []
    assert _left(filled, without_sources=(one,)) == {"without source": 6}


def test_options_act_together(filled: Case, lines: Lines) -> None:
    three = next(s.id for s in filled.sources() if s.path.endswith("three.txt"))
    lens = {"as_of": "2020-05-10", "known_at": "2021-01-01", "statuses": ("alleged",)}
    seen = _seen(lines(filled, **lens, without_sources=(three,)))
    assert set(seen) == {"Bo Ray", "Zed Co", "Bo Ray OPERATES"}


def test_annotators_and_curators_are_read_alone(
    case: Case, note: Note, take: Take, lines: Lines, tmp_path: Path
) -> None:
    text = "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}."
    note(text, "R1\tOWNS Arg1:T1 Arg2:T2", folder="notes/eve")
    note(text, "R1\tDIRECTOR_OF Arg1:T1 Arg2:T2", folder="notes/curator")
    take(case, tmp_path / "notes")
    take(case, note("{T1 Person:Bo Ray} left.", name="alone", folder="other"))
    assert {"Ann Lee OWNS", "Ann Lee DIRECTOR_OF", "Bo Ray"} <= set(_seen(lines(case)))
    assert set(_seen(lines(case, annotators=("eve",)))) == {"Ann Lee", "Acme Ltd", "Ann Lee OWNS"}
    seen = _seen(lines(case, curated=True))
    assert "Ann Lee OWNS" not in seen and "Ann Lee DIRECTOR_OF" in seen and "Bo Ray" in seen
    assert _left(case, curated=True) == {"not by a curator": 1}
    assert _left(case, annotators=("eve",)) == {"other annotators": 2}


def test_the_default_lens_leaves_nothing_out_but_what_is_protected(filled: Case) -> None:
    assert _left(filled) == {}
    assert Lens().is_default and Lens(statuses=()).is_default
    assert Lens().words() == "default" and Lens().to_json() == {}


def test_equal_lenses_are_one(filled: Case) -> None:
    one = Lens(statuses=("alleged", "official", "alleged"))
    assert one == Lens(statuses=("official", "alleged"))
    assert one.key == Lens(statuses=("official", "alleged")).key != Lens().key
    assert one.words() == "statuses alleged, official"


@pytest.mark.parametrize(
    "wrong",
    [{"statuses": ("rumour",)}, {"disclose": "some"}, {"as_of": "2024"}, {"known_at": "soon"}],
)
def test_a_lens_that_means_nothing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Lens(**wrong)
    assert LEVELS == ("public", "case", "all")


def test_four_lenses_are_kept_and_the_oldest_goes(filled: Case) -> None:
    days = [f"2020-0{month}-01" for month in range(1, 7)]
    for day in days:
        with filled.opened(Lens(as_of=day)):
            pass
    kept = {path.name for path in filled.directory.graph.glob("lens-*")}
    assert kept == {f"lens-{Lens(as_of=day).key}" for day in days[2:]}


def test_leaving_out_a_source_that_is_not_there_is_an_error(filled: Case) -> None:
    title = filled.sources()[0].fact("title")
    for words in ("d" + 32 * "0", title or "note"):
        with pytest.raises(UnknownId, match="takes ids"):
            filled.query("RETURN 1 AS n", lens=Lens(without_sources=(words,)))


def test_a_text_in_place_of_a_list_is_refused() -> None:
    with pytest.raises(UsageError, match="takes a list"):
        Lens(annotators="anna")  # type: ignore[arg-type]
