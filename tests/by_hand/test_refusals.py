"""What does not hold, is protected or erased enters no claim. The people are invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew import Case, Lens
from clew.graph.errors import AmbiguousName, UnknownId, UsageError
from tests.typed import JOINED, QUOTE, SOURCE, claim, joined, outside, ties

Note = Callable[..., Path]
Lines = Callable[..., list[str]]


def test_a_name_of_several_gives_the_choices(told: Case, note: Note) -> None:
    for name, line in (("x", "{T1 Person:Di Fox} left."), ("y", "{T1 Person:Di Fox} came.")):
        note(line, name=name)
    told.load("notes/x.ann", "notes/y.ann")
    rule = told.find("Di Fox")
    if len(rule) == 1:
        (decision,) = told.show("Di Fox").items[0].properties["identity_decisions"]
        told.undo(decision)
    with pytest.raises(AmbiguousName) as found:
        told.add_claim(
            "Di Fox", "country", "kh", quote="The director left.", source=SOURCE, start_words="The"
        )
    assert len(found.value.choices) == 2


def test_words_that_stand_for_two_things_need_a_kind_or_an_id(told: Case, note: Note) -> None:
    note("{T1 Company:Dara Park} built {T2 Compound:Dara Park}.", name="park")
    told.load("notes/park.ann")
    given: dict[str, Any] = {"quote": "Dara Park built Dara Park.", "source": "notes/park.txt"}
    with pytest.raises(AmbiguousName) as found:
        told.add_claim("Dara Park", "country", "kh", **given)
    assert [choice[1] for choice in sorted(found.value.choices, key=lambda c: c[1])] == [
        "Company",
        "Compound",
    ]
    for kind in ("Company", "Compound"):
        told.add_claim("Dara Park", "country", "kh", start_kind=kind, **given)
    kinds = {one["kind"] for one in told.find("Dara Park")}
    with told.opened() as graph:
        said = {n.properties["kind"] for n in graph.nodes() if n.properties.get("country")}
    assert said == kinds == {"Company", "Compound"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"quote": "Bo Ray left"}, "do not stand"),
        ({"source": ""}, "one source"),
        ({"source": "notes/none.txt"}, "no source of this case"),
        ({"status": "true"}, "no status"),
        ({"when": "soon"}, "--when is no date"),
        ({"key": "x", "word": "country", "end": "kh"}, "a value has none"),
        ({"word": "birthDate", "end": "soon"}, "the value is no date"),
        ({"word": "EMPLOYS_AT"}, "no tie and no property"),
        ({"word": "SAME_AS"}, "clew same"),
        ({"word": "country", "end": " "}, "its value"),
        ({"word": "country", "end": "kh", "end_kind": "Person"}, "no kind"),
        ({"word": "FAMILY_OF"}, "FAMILY_OF goes from Person"),
        ({"word": "OWNS", "end": "Bo Ray"}, "both ends are the same"),
        ({"end": "joined", "end_kind": "Victim"}, "victims are groups"),
        ({"end": "joined", "end_kind": "Date"}, "a value and no thing"),
        ({"end": "joined", "end_kind": "Fancy"}, "no kind of that name"),
        ({"external": {"title": "x"}}, "one source"),
    ],
)
def test_what_does_not_hold_is_refused_with_a_sentence(
    told: Case, wrong: dict[str, Any], words: str
) -> None:
    head = told.seal()
    given = {"word": "WORKS_FOR", "end": "Acme Ltd", "quote": JOINED, "source": SOURCE, **wrong}
    with pytest.raises(UsageError, match=words) as found:
        told.add_claim("Bo Ray", given.pop("word"), given.pop("end"), **given)
    assert "Bo Ray" not in str(found.value) and told.seal() == head


def test_an_erased_claim_and_its_words_are_gone(told: Case, lines: Lines) -> None:
    done = outside(told, quote="Bo Ray owns Quay Ltd, wrote Zylpha")
    (source,) = (s for s in told.sources() if s.title == "An invented page")
    told.erase(source.id, because="a court ordered it")
    files = [path for path in told.directory.path.rglob("*") if path.is_file()]
    assert not any(b"Zylpha" in path.read_bytes() for path in files)
    with pytest.raises(UsageError, match="was erased"):
        outside(told, quote="Bo Ray owns Quay Ltd, wrote Zylpha")
    assert told.verify().is_sound and ties(told, lines) == ["OWNS"]
    with pytest.raises(UnknownId):
        told.why(done.claim, lens=Lens(disclose="all"))


def test_an_erased_claim_takes_what_was_typed_with_it(told: Case) -> None:
    done = joined(told, because="Zylpha told me")
    told.erase(done.claim, because="asked for")
    files = [path for path in told.directory.path.rglob("*") if path.is_file()]
    assert not any(b"Zylpha" in path.read_bytes() for path in files)
    with pytest.raises(UsageError, match="was erased"):
        joined(told)
    assert told.verify().is_sound


@pytest.mark.parametrize("how", ["withdrawn", "undone", "replaced"])
def test_what_stands_no_more_can_be_erased(told: Case, how: str) -> None:
    done = joined(told, because="Zylpha told me", attribution="Zylpha")
    if how == "withdrawn":
        told.withdraw(done.claim, because="Zylpha asked")
    elif how == "undone":
        told.undo(done.run)
    else:
        joined(told, status="alleged")
    told.erase(done.claim, because="asked for")
    files = [path for path in told.directory.path.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"Zylpha" in path.read_bytes()] == []
    assert told.verify().is_sound
    with pytest.raises(UnknownId):
        told.erase("c" + "0" * 32, because="asked for")


def test_a_withdrawn_source_takes_no_claims(told: Case) -> None:
    told.withdraw(SOURCE, because="retracted")
    with pytest.raises((UsageError, UnknownId)):
        told.add_claim("Bo Ray", "country", "kh", quote=JOINED, source=SOURCE, start_kind="Person")


def test_a_protected_claim_is_not_seen_from_the_start(told: Case, lines: Lines) -> None:
    before = lines(told)
    done = joined(told, protected=True, attribution="Zylpha")
    shown_now = lines(told)
    assert done.claim not in "".join(shown_now) and "Zylpha" not in "".join(shown_now)
    assert ties(told, lines) == ["OWNS"]
    assert ties(told, lines, disclose="all") == ["OWNS", "WORKS_FOR"]
    assert len(shown_now) <= len(before)


def test_protected_ends_quotes_and_words_answer_like_none(told: Case, lines: Lines) -> None:
    (person,) = told.find("Bo Ray")
    noted = told.add_claim(
        "Ann Lee", "notes", "met Bo Ray", quote=QUOTE, source=SOURCE, because="Bo Ray told it"
    )
    told.protect(person["id"], because="asked for it")
    for start in (person["id"], "Bo Ray", "m" + "0" * 32):
        with pytest.raises(UsageError) as refused:
            told.add_claim(start, "country", "kh", quote="The director left.", source=SOURCE)
        assert "nothing in this case has that id or name" in str(refused.value)
    with pytest.raises(UsageError, match="do not stand"):
        told.add_claim("Acme Ltd", "country", "kh", quote=JOINED, source=SOURCE)
    assert "Bo Ray" not in "".join(lines(told))
    assert claim(told, lines, noted.claim)["says"]["value"] == "met [protected]"


def test_what_is_typed_as_a_place_holds_no_protected_name(told: Case, lines: Lines) -> None:
    (person,) = told.find("Bo Ray")
    place = {"title": "A page", "published": "2024-10-09"}
    told.add_claim(
        "Ann Lee",
        "country",
        "kh",
        quote="Ann Lee is Khmer.",
        external=place,
        locator="as Bo Ray has it",
    )
    told.protect(person["id"], because="asked for it")
    assert "Bo Ray" not in "".join(lines(told))
    assert "as Bo Ray has it" in "".join(lines(told, disclose="all"))
    told.add_claim("Acme Ltd", "country", "kh", quote=JOINED, source=SOURCE, disclose="all")
    assert "Bo Ray" not in "".join(lines(told))
