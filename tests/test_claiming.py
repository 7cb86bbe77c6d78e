"""Claims by hand: checked, told apart, taken back one by one. The people are invented."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from clew import Case, Lens
from clew.claiming import Added
from clew.graph.errors import AmbiguousName, UnknownId, UsageError

Note = Callable[..., Path]
Lines = Callable[..., list[str]]

TEXT = (
    "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}. In 2020 {T3 Person:Bo Ray} joined "
    "{T4 Company:Acme Ltd}. The director left. He owns two hotels."
)
OWNS = "R1\tOWNS Arg1:T1 Arg2:T2"
QUOTE = "Ann Lee owns Acme Ltd."
JOINED = "In 2020 Bo Ray joined Acme Ltd."
SOURCE = "notes/note.txt"


@pytest.fixture
def told(case: Case, note: Note, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case with one note, and anna at work."""
    path = note(TEXT, OWNS)
    monkeypatch.chdir(path.parent.parent)
    monkeypatch.setenv("CLEW_USER", "anna")
    case.load("notes")
    return case


def joined(case: Case, **more: Any) -> Added:
    given = {"quote": JOINED, "source": SOURCE, "status": "reported", **more}
    return case.add_claim("Bo Ray", "WORKS_FOR", "Acme Ltd", **given)


def shown(lines: list[str], sort: str) -> Iterator[dict[str, Any]]:
    return (found for line in lines if (found := json.loads(line))["sort"] == sort)


def ties(case: Case, lines: Lines, **lens: Any) -> list[str]:
    return sorted(edge["type"] for edge in shown(lines(case, **lens), "Edge"))


def claim(case: Case, lines: Lines, identity: str) -> dict[str, Any]:
    (found,) = (e for e in shown(lines(case), "Evidence") if e["id"] == identity)
    content: dict[str, Any] = found["content"]
    return content


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


def outside(case: Case, quote: str = "Bo Ray owns Quay Ltd", **facts: str) -> Added:
    external = {"title": "An invented page", "published": "2024-05-01", **facts}
    return case.add_claim("Bo Ray", "OWNS", "Quay Ltd", quote=quote, external=external, **NEW)


NEW: dict[str, Any] = {"end_kind": "Company", "locator": "page 3", "status": "reported"}


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
    told.add_claim("Acme Ltd", "country", "kh", quote=JOINED, source=SOURCE, disclose="all")
    assert "Bo Ray" not in "".join(lines(told))
