"""Assessments, replies, corrections: signed, dated, shown beside what they are about.

The people are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew import Case, Lens
from clew.graph.errors import AmbiguousName, UnknownId, UsageError

Note = Callable[..., Path]
Lines = Callable[..., list[str]]

FIRST = (
    "{T1 Person:Ann Lee} owns {T2 Company:Acme Ltd}. {T3 Person:Bo Ray} runs {T4 Company:Acme Ltd}."
)
TIES = ("R1\tOWNS Arg1:T1 Arg2:T2", "A1\tStatus R1 alleged", "R2\tOPERATES Arg1:T3 Arg2:T4")
SECOND = "{T1 Person:Ann Lee} has {T2 Company:Acme Ltd}."
OWNS = ("R1\tOWNS Arg1:T1 Arg2:T2", "A1\tStatus R1 reported")
SOURCE = "notes/first.txt"
Json = dict[str, Any]


@pytest.fixture
def told(case: Case, note: Note, monkeypatch: pytest.MonkeyPatch) -> Case:
    path = note(FIRST, *TIES, name="first")
    monkeypatch.chdir(path.parent.parent)
    monkeypatch.setenv("CLEW_USER", "anna")
    case.load("notes", sources=None)
    case.edit_source(SOURCE, {"title": "First", "published": "2024-05-01"})
    return case


def evidence(case: Case, tie: str = "OWNS", **lens: Any) -> list[Json]:
    answer = case.ask("about", lens=Lens(**lens), start="Acme Ltd")
    edges = [item.id for item in answer.items if getattr(item, "type", "") == tie]
    return [claim for edge in edges for claim in answer.evidence[edge]]


def claim(case: Case, tie: str = "OWNS") -> str:
    (found,) = evidence(case, tie)
    return str(found["id"])


def test_an_assessment_is_signed_dated_and_beside_its_claim(told: Case) -> None:
    owns = claim(told)
    act = told.assess(owns, pair="b2", line=" two people saw it ")
    (found,) = evidence(told)
    (one,) = found["assessments"]
    assert (one["id"], one["by"], one["pair"], one["line"]) == (
        act,
        "anna",
        "B2",
        "two people saw it",
    )
    assert one["at"].startswith("20") and one["meaning"] == "usually reliable source, probably true"
    assert told.why(owns)["claim"]["assessments"] == [one]
    assert (
        "assessed B2, usually reliable source, probably true: “two people saw it” (by anna, 20"
        in (told.show("Acme Ltd").to_text())
    )
    assert found["status"] == "alleged" and "assessments" not in evidence(told, "OPERATES")[0]
    told.undo(act)
    assert "assessments" not in evidence(told)[0] and told.verify().is_sound


def test_a_claim_has_as_many_assessments_as_are_signed(
    told: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    owns = claim(told)
    told.assess(owns, pair="B2", line="named")
    with pytest.raises(UsageError, match="already"):
        told.assess(owns, pair="B2", line="named")
    told.assess(owns, pair="B3", line="named")
    monkeypatch.setenv("CLEW_USER", "ben")
    told.assess(owns, pair="B2", line="named")
    pairs = [(one["by"], one["pair"]) for one in evidence(told)[0]["assessments"]]
    assert pairs == [("anna", "B2"), ("anna", "B3"), ("ben", "B2")]


@pytest.mark.parametrize("pair", ["", "B", "G1", "A7", "B22", "2B", "Б2"])
def test_a_pair_is_a_letter_and_a_number(told: Case, pair: str) -> None:
    with pytest.raises(UsageError, match="no pair"):
        told.assess(claim(told), pair=pair, line="x")


@pytest.mark.parametrize("line", ["", "  ", "one\ntwo"])
def test_a_reason_is_one_line(told: Case, line: str) -> None:
    with pytest.raises(UsageError, match="one line"):
        told.assess(claim(told), pair="B2", line=line)


def test_a_pair_for_an_edge_is_for_its_one_claim(told: Case, note: Note) -> None:
    edge = told.why(claim(told))["about"][0]
    told.assess(edge, pair="C3", line="x")
    assert evidence(told)[0]["assessments"][0]["pair"] == "C3"
    note(SECOND, *OWNS, name="second")
    told.load("notes/second.ann")
    both = evidence(told)
    assert len(both) == 2
    with pytest.raises(AmbiguousName) as found:
        told.assess(told.why(both[0]["id"])["about"][0], pair="C3", line="x")
    assert [choice[0] for choice in found.value.choices] == [one["id"] for one in both]


def test_a_reply_on_a_claim_stands_beside_it(told: Case) -> None:
    act = told.reply(
        claim(told),
        answer="denied",
        asked="2024-05-02",
        how="by letter",
        answered="2024-05-03",
        who="a spokesman",
        text="She owns nothing.",
        source=SOURCE,
    )
    (found,) = evidence(told)
    (one,) = found["replies"]
    assert one["source"]["title"] == "First" and one["answer"] == "denied"
    assert (
        "reply: a spokesman, asked 2024-05-02 by letter, denied it on 2024-05-03:"
        " “She owns nothing.”; First (by anna, 20" in told.show("Acme Ltd").to_text()
    )
    assert not told.ask("about", start="Acme Ltd").denials
    told.undo(act)
    assert "replies" not in evidence(told)[0]


def test_what_somebody_replied_in_general_stands_beside_all_that_is_said_of_them(
    told: Case, note: Note
) -> None:
    told.reply("Ann Lee", answer="none", asked="2024-05")
    (one,) = evidence(told)[0]["replies"]
    assert one["of"] == {"id": told.find("Ann Lee")[0]["id"], "name": "Ann Lee"}
    assert "replies" not in evidence(told, "OPERATES")[0]
    assert "reply: Ann Lee, asked 2024-05, did not answer" in told.show("Ann Lee").to_text()
    assert told.show("Ann Lee").to_text().count("did not answer") == 1
    assert told.why(one["of"]["id"])["claims"][0]["replies"] == [one]
    note(SECOND, *OWNS, name="second")
    told.load("notes/second.ann")
    assert all(found["replies"] for found in evidence(told))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"answer": "maybe"}, "no answer"),
        ({"asked": "soon"}, "--asked is no date"),
        ({"answered": "then"}, "--answered is no date"),
        ({"source": "nothing"}, "no source of this case"),
    ],
)
def test_a_reply_is_refused_where_it_does_not_hold(
    told: Case, wrong: dict[str, Any], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        told.reply("Ann Lee", **{"answer": "denied", **wrong})


def test_a_correction_of_a_source_stands_beside_all_its_claims(told: Case) -> None:
    act = told.correct(
        SOURCE, note="the share was wrong", when="2024-06-01", url="https://x.example/"
    )
    (found,) = evidence(told)
    (one,) = found["source"]["corrections"]
    assert (one["id"], one["what"], one["when"]) == (act, "corrected", "2024-06-01")
    told.correct(SOURCE, note="all of it", withdrew=True)
    text = told.show("Acme Ltd").to_text()
    assert (
        "the source corrected itself 2024-06-01: “the share was wrong”; https://x.example/" in text
    )
    assert text.count("the source took this back: “all of it”") == 1
    row = list(told.query("MATCH (s:Source) RETURN s.corrections AS c"))[0]
    assert row["c"] == ["corrected 2024-06-01: the share was wrong", "withdrew: all of it"]
    assert told.why(found["source"]["id"])["source"]["corrections"] == row["c"]
    assert evidence(told)


def test_a_correction_of_one_claim_stands_beside_it_alone(told: Case) -> None:
    told.correct(claim(told), note="the name was wrong")
    assert evidence(told)[0]["corrections"][0]["note"] == "the name was wrong"
    assert "corrections" not in evidence(told, "OPERATES")[0]
    assert "corrections" not in evidence(told)[0]["source"]
    with pytest.raises(UsageError, match="--note"):
        told.correct(SOURCE, note=" ")


def test_what_came_later_is_not_known_yet(told: Case) -> None:
    told.reply("Ann Lee", answer="denied", answered="2024-07-01")
    told.correct(SOURCE, note="mended", when="2024-08-01")
    told.assess(claim(told), pair="B2", line="x")
    for day, replies, corrections in (
        ("2024-06-01", 0, 0),
        ("2024-07-15", 1, 0),
        ("2024-08-01", 1, 1),
    ):
        (found,) = evidence(told, known_at=day)
        assert len(found.get("replies", ())) == replies
        assert len(found["source"].get("corrections", ())) == corrections
        assert len(found["assessments"]) == 1


def test_remarks_follow_a_claim_that_a_corrected_export_moves(told: Case, note: Note) -> None:
    told.assess(claim(told), pair="B2", line="x")
    path = Path("notes/first.ann")
    path.write_text(path.read_text("utf-8").replace("Person 0 7\tAnn Lee", "Person 0 3\tAnn"))
    told.load("notes")
    assert evidence(told)[0]["assessments"][0]["pair"] == "B2"


def test_a_withdrawn_claim_answers_as_withdrawn(told: Case) -> None:
    owns = claim(told)
    told.assess(owns, pair="B2", line="named")
    act = told.withdraw(owns, because="retracted by its source")
    assert evidence(told) == []
    found = told.why(owns)
    gone = found["claim"]["gone"]
    assert (gone["how"], gone["by"], gone["who"]) == ("withdrawn", act, "anna")
    assert gone["because"] == "retracted by its source"
    assert found["claim"]["quote"].startswith("Ann Lee owns Acme Ltd.")
    assert found["claim"]["assessments"][0]["line"] == "named"
    told.undo(act)
    assert "gone" not in told.why(owns)["claim"]


def test_a_withdrawn_claim_that_is_protected_answers_like_none(told: Case) -> None:
    owns = claim(told)
    told.withdraw(owns, because="retracted by its source")
    told.protect("Ann Lee", because="asked for it")
    with pytest.raises(UnknownId) as refused:
        told.why(owns)
    with pytest.raises(UnknownId) as unknown:
        told.why("c" + "0" * 32)
    assert str(refused.value) == str(unknown.value)
    assert told.why(owns, lens=Lens(disclose="all"))["claim"]["gone"]["how"] == "withdrawn"


def test_remarks_on_what_is_protected_are_not_shown(told: Case, lines: Lines) -> None:
    owns, source = claim(told), told.sources()[0].id
    told.assess(owns, pair="B2", line="Zylpha saw it")
    told.reply("Ann Lee", answer="denied", text="Zylpha lied")
    told.reply("Bo Ray", answer="replied", text="ask Ann Lee", who="Ann Lee", how="at Ann Lee's")
    told.correct(SOURCE, note="Zylpha and Ann Lee were mixed up")
    (person,) = told.find("Ann Lee")
    told.protect(person["id"], because="asked for it")
    for words in ("Ann Lee", "Zylpha lied", "saw it"):
        for level in ("public", "case"):
            assert words not in "".join(lines(told, disclose=level)), (words, level)
        assert words in "".join(lines(told, disclose="all"))
    unknown = ("c" + "0" * 32, "m" + "0" * 32)
    for given, nobody in zip((owns, person["id"]), unknown, strict=True):
        for what in (given, nobody):
            with pytest.raises(UnknownId) as refused:
                told.reply(what, answer="denied")
            assert given not in str(refused.value)
    with pytest.raises(UnknownId):
        told.assess(owns, pair="B2", line="x")
    told.assess(owns, pair="B2", line="x", disclose="case")
    told.protect(source, because="asked for it")
    assert "mixed up" not in "".join(lines(told))


@pytest.mark.parametrize("what", ["claim", "source"])
def test_erasing_takes_remarks_with_it(told: Case, what: str) -> None:
    owns = claim(told)
    acts = [told.assess(owns, pair="B2", line="Zylpha saw it")]
    acts.append(told.reply(owns, answer="denied", who="Zylpha"))
    if what == "source":
        acts.append(told.reply("Ann Lee", answer="denied", text="Zylpha lied"))
        acts.append(told.correct(SOURCE, note="Zylpha was mixed up"))
    acts.append(told.protect(owns, because="Zylpha asked for it"))
    acts.append(told.release(owns, because="Zylpha agreed"))
    acts.append(told.withdraw(owns, because="Zylpha took it back"))
    told.undo(acts[-1])
    told.erase(owns if what == "claim" else SOURCE, because="a court ordered it")
    files = [path for path in told.directory.path.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"Zylpha" in path.read_bytes()] == []
    assert told.verify().problems == ()
    said = {entry.subject for entry in told.log()}
    assert all(any(act in subject for subject in said) for act in acts)
    assert told.verify().is_sound


def test_what_is_left_of_an_erased_remark_cannot_be_changed(told: Case) -> None:
    act = told.assess(claim(told), pair="B2", line="x")
    told.erase(claim(told), because="a court ordered it")
    with told.writing("test") as db:
        db.execute("INSERT INTO erasing DEFAULT VALUES")
        db.execute("UPDATE act SET \"by\" = 'somebody else' WHERE id = ?", (act,))
        db.execute("DELETE FROM erasing")
    assert not told.verify().is_sound
