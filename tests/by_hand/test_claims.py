"""Claims by hand: told apart, taken back one by one. The people are invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew import Case
from clew.claiming import Added
from clew.graph.errors import UnknownId, UsageError
from tests.typed import JOINED, QUOTE, SOURCE, claim, joined, outside, shown, ties

Note = Callable[..., Path]
Lines = Callable[..., list[str]]


def test_a_claim_by_hand_is_a_tie_with_its_quote_and_who_read_it(told: Case, lines: Lines) -> None:
    when = {"when": "2020", "attribution": "the desk", "because": "the post is not named"}
    done = joined(told, **when, extra={"role": ["clerk"]})
    found = claim(told, lines, done.claim)
    assert not done.known and ties(told, lines) == ["OWNS", "WORKS_FOR"]
    assert (found["quote"], found["status"], found["when"]) == (JOINED, "reported", "2020")
    assert found["attribution"] == "the desk" and found["annotators"] == ["anna (hand)"]
    assert found["says"]["with"] == {"note": ["the post is not named"], "role": ["clerk"]}
    assert told.verify().is_sound


def test_the_status_is_not_stated_unless_it_is_said(told: Case, lines: Lines) -> None:
    done = told.add_claim("Bo Ray", "WORKS_FOR", "Acme Ltd", quote=JOINED, source=SOURCE)
    assert claim(told, lines, done.claim)["status"] == "not_stated"


def test_the_same_claim_twice_changes_nothing(told: Case) -> None:
    first = joined(told)
    head = told.seal()
    again = joined(told)
    assert again == Added(first.claim, "", True) and told.seal() == head
    assert joined(told, quote=JOINED.replace(" ", "  ")).run == ""


def test_another_reading_by_the_same_person_takes_the_place_of_theirs(
    told: Case, lines: Lines
) -> None:
    first = joined(told)
    second = joined(told, status="alleged")
    assert second.claim == first.claim and second.known
    assert claim(told, lines, first.claim)["statuses"] == ["alleged"]
    told.undo(second.run)
    assert claim(told, lines, first.claim)["statuses"] == ["reported"]


def test_two_people_read_one_claim(
    told: Case, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = joined(told)
    monkeypatch.setenv("CLEW_USER", "ben")
    second = joined(told, status="alleged")
    found = claim(told, lines, first.claim)
    assert second.known and found["annotators"] == ["anna (hand)", "ben (hand)"]
    assert found["statuses"] == ["reported", "alleged"] and found["status"] == "alleged"
    assert ties(told, lines, annotators=("ben",)) == ["WORKS_FOR"]


def test_a_claim_that_an_import_made_gets_a_second_reading(told: Case, lines: Lines) -> None:
    before = lines(told)
    done = told.add_claim("Ann Lee", "owns", "Acme Ltd", quote=QUOTE, source=SOURCE)
    found = claim(told, lines, done.claim)
    assert done.known and found["annotators"] == ["anna (hand)", "brat"]
    assert len(lines(told)) == len(before)
    told.undo(done.run)
    assert lines(told) == before


def test_each_claim_of_one_person_on_one_source_is_taken_back_by_itself(
    told: Case, lines: Lines
) -> None:
    before = lines(told)
    first = joined(told)
    second = told.add_claim("Bo Ray", "country", "kh", quote=JOINED, source=SOURCE)
    third = told.add_claim("Bo Ray", "OWNS", "Acme Ltd", quote=JOINED, source=SOURCE)
    all_three = lines(told)
    told.undo(first.run)
    assert ties(told, lines) == ["OWNS", "OWNS"]
    act = told.withdraw(third.claim, because="read again")
    assert ties(told, lines) == ["OWNS"] and claim(told, lines, second.claim)
    told.withdraw(second.run, because="read again")
    assert "kh" not in "".join(lines(told))
    with pytest.raises(UsageError, match=act):
        told.add_claim("Bo Ray", "OWNS", "Acme Ltd", quote=JOINED, source=SOURCE)
    told.undo(third.run)
    assert lines(told) == before
    told.undo(act)
    assert told.add_claim("Bo Ray", "OWNS", "Acme Ltd", quote=JOINED, source=SOURCE).run
    assert (
        joined(told).run
        and told.add_claim("Bo Ray", "country", "kh", quote=JOINED, source=SOURCE).run
    )
    assert lines(told) == all_three and told.verify().is_sound


def test_a_claim_by_hand_stays_when_the_import_that_it_stood_beside_goes(
    told: Case, lines: Lines
) -> None:
    joined(told)
    with told.reading() as db:
        (run,) = db.execute("SELECT id FROM run ORDER BY n LIMIT 1").fetchone()
    told.undo(run)
    assert ties(told, lines) == ["WORKS_FOR"]
    names = {node["properties"].get("name") for node in shown(lines(told), "Node")}
    assert {"Bo Ray", "Acme Ltd"} <= names


def test_a_value_by_hand_stands_among_the_values(told: Case, lines: Lines) -> None:
    told.add_claim("Bo Ray", "country", "kh", quote=JOINED, source=SOURCE)
    (person,) = (n for n in shown(lines(told), "Node") if n["properties"].get("name") == "Bo Ray")
    assert person["properties"]["country"] == ["kh"]


def test_somebody_new_is_named_by_the_quote(told: Case, lines: Lines) -> None:
    quote: dict[str, Any] = {"quote": "He owns two hotels", "source": SOURCE}
    with pytest.raises(UnknownId, match="--end-kind"):
        told.add_claim("Ann Lee", "OWNS", "two hotels", start_words="He", **quote)
    told.add_claim("Ann Lee", "OWNS", "two hotels", start_words="He", end_kind="Company", **quote)
    assert ties(told, lines) == ["OWNS", "OWNS"]
    (new,) = (n for n in shown(lines(told), "Node") if n["properties"].get("descriptions"))
    assert (new["properties"]["kind"], new["properties"]["descriptions"]) == (
        "Company",
        ["two hotels"],
    )


def test_the_quote_has_to_name_both_ends(told: Case) -> None:
    with pytest.raises(UsageError, match="does not name its start"):
        told.add_claim("Ann Lee", "OWNS", "Acme Ltd", quote=JOINED, source=SOURCE)
    with pytest.raises(UsageError, match="--start-words do not stand in the quote"):
        told.add_claim(
            "Ann Lee", "OWNS", "Acme Ltd", quote=JOINED, source=SOURCE, start_words="She"
        )


def test_an_end_can_be_an_id_of_another_text_and_is_followed_where_it_moves(
    told: Case, note: Note, lines: Lines
) -> None:
    path = note("{T1 Person:Cy Dow} runs {T2 Company:Dow Ltd}.", name="other")
    told.load("notes/other.ann")
    identity = told.find("Cy Dow")[0]["id"]
    quote: dict[str, Any] = {"quote": "The director left.", "source": SOURCE}
    with pytest.raises(UsageError, match="does not name its start"):
        told.add_claim(identity, "title", "director", **quote)
    told.add_claim(identity, "title", "director", start_words="The director", **quote)
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    start = text.index("Dow Ltd")
    path.write_text(
        f"T1\tPerson 0 2\tCy\nT2\tCompany {start} {start + 7}\tDow Ltd\n", encoding="utf-8"
    )
    told.load("notes/other.ann")
    (person,) = (n for n in shown(lines(told), "Node") if n["properties"].get("name") == "Cy")
    assert person["properties"]["title"] == ["director"]


def test_an_external_source_is_its_quote_entered_by_hand(told: Case, lines: Lines) -> None:
    done = outside(told)
    found = claim(told, lines, done.claim)
    assert found["locator"] == "page 3, entered by hand"
    assert found["source"]["title"] == "An invented page"
    assert found["known_from"] == "2024-05-01" and found["quote"] == "Bo Ray owns Quay Ltd"
    assert len(told.sources()) == 2 and told.verify().is_sound
    assert outside(told).run == ""
    (person,) = (n for n in shown(lines(told), "Node") if n["properties"].get("name") == "Bo Ray")
    assert done.claim not in person["properties"]["claims"]
    told.undo(done.run)
    assert ties(told, lines) == ["OWNS"]
    assert outside(told).claim == done.claim and ties(told, lines) == ["OWNS", "OWNS"]


def test_the_same_words_of_two_outlets_are_not_one_source_in_silence(told: Case) -> None:
    outside(told)
    with pytest.raises(UsageError, match="under other facts"):
        outside(told, title="Another page")
    assert outside(told, quote="Bo Ray owns Quay Ltd.", title="Another page").run
