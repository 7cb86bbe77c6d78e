"""Ids that leave the case: salted, the same at every hand-on, and found again (rule 24)."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import clew
from clew import Case
from clew.graph.directory import CaseDirectory, create
from clew.graph.errors import ClewError, UnknownId
from clew.graph.handing import ID, Handing, salt_of
from clew.graph.json_text import compact
from clew.graph.model import Item

RAW = "c481485728251fb116eca2eb88d4321c7"
MAKE = "import sys, pathlib; from clew.graph.handing import salt_of;"
MAKE += "print(salt_of(pathlib.Path(sys.argv[1])).hex())"


def other_of(*known: str) -> Callable[[str], str]:
    return lambda word: next((one for one in known if one.startswith(word)), "")


@pytest.fixture
def hand(tmp_path: Path) -> Handing:
    return Handing(b"s" * 32, create(tmp_path / "hand"))


@pytest.mark.parametrize("letter", "mecdri")
def test_a_salted_id_keeps_its_letter_and_nothing_else(hand: Handing, letter: str) -> None:
    raw = letter + RAW[1:]
    assert re.fullmatch(f"{letter}[0-9a-f]{{32}}", hand.id(raw))
    assert hand.id(raw) not in (raw, Handing(b"t" * 32, hand.directory).id(raw))
    assert hand.id(raw) == Handing(b"s" * 32, hand.directory).id(raw)


def test_the_salt_is_never_shown(hand: Handing) -> None:
    assert "ssss" not in repr(hand) + str(hand)


def test_ids_are_salted_however_deep_they_lie(hand: Handing) -> None:
    value = {"id": RAW, "claims": [RAW, {"of": (RAW,)}], "count": 3, "text": f"see {RAW}."}
    new = hand.id(RAW)
    told = {"id": new, "claims": [new, {"of": [new]}], "count": 3, "text": f"see {new}."}
    assert hand.hidden(value, other_of(RAW)) == told


def test_words_that_are_no_ids_of_the_case_stay_as_they_are(hand: Handing) -> None:
    texts = [f"https://example.org/{RAW}", RAW + "0", f"x{RAW} y", "(c481485)", RAW.upper()]
    assert hand.hidden(texts, other_of()) == texts


def test_the_first_signs_of_an_id_are_those_of_the_salted_one(hand: Handing) -> None:
    told = hand.hidden("Since when Bo Ray (c481485) owns it", other_of(RAW))
    assert told == f"Since when Bo Ray ({hand.id(RAW)[:7]}) owns it"


PARTS = st.sampled_from(
    [RAW, "m" + RAW[1:], RAW + "0", RAW[:7], f"({RAW[:7]})", "(m123456)", "e", "(", ")", '"', "\\"]
    + [
        "\n",
        "\t",
        "\u2028",
        "\x00",
        "é",
        "李",
        "\U0001f600",
        "_",
        " ",
        "u",
        "n",
        ":",
        ",",
        "[",
        "{",
    ]
)
TEXTS = st.lists(PARTS, max_size=6).map("".join)
VALUES = st.recursive(
    TEXTS | st.integers(-(2**63), 2**63 - 1) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "name", RAW, 'a"b']), inner, max_size=3)
    ),
    max_leaves=12,
)


@example([f"\n{RAW}", f"\u2028{RAW}", f"\x00{RAW}"])
@example([f'"m{RAW[1:]}', f'"{RAW}"', f'\\"{RAW}"', f'"{RAW}":', {RAW: RAW}])
@given(st.lists(VALUES, min_size=1, max_size=4))
def test_ids_in_the_text_of_an_item_are_those_of_its_values(value: list[Any]) -> None:
    hand, ids = Handing(b"s" * 32, CaseDirectory(Path(), {})), other_of(RAW)
    assert hand.read(compact(value), ids) == hand.hidden(value, ids)


def test_a_case_is_made_with_its_salt(case: Case) -> None:
    path = case.directory.salt
    assert path.stat().st_mode & 0o777 == 0o600
    assert salt_of(path) == path.read_bytes() != salt_of(path.with_name("other"))


def test_two_processes_at_once_make_one_salt(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MAKE, str(tmp_path / "salt")]
    many = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({process.communicate()[0] for process in many}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["salt"]


def test_a_file_system_without_links_gets_its_salt_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refused)
    assert salt_of(tmp_path / "salt") == salt_of(tmp_path / "salt")
    assert [path.name for path in tmp_path.iterdir()] == ["salt"]


def test_a_salt_that_was_cut_off_is_told_and_not_made_anew(case: Case) -> None:
    case.directory.salt.write_bytes(b"half")
    with pytest.raises(ClewError, match=r"handing\.salt .*copy of the case"):
        salt_of(case.directory.salt)
    checked = case.verify()
    assert checked.is_sound and "handing.salt is not as it was made" in checked.notes[-1]
    case.directory.salt.unlink()
    assert case.verify().notes == ()


def test_an_older_case_gets_its_salt_when_something_is_handed_on(
    case: Case, note: Callable[..., Path]
) -> None:
    case.load(note("{T1 Person:Bo Ray} owns {T2 Compound:Dara Park}.", "R1\tOWNS Arg1:T1 Arg2:T2"))
    case.directory.salt.unlink()
    for unknown in ("m", "c", "i", "x"):
        with pytest.raises(UnknownId):
            case.why(unknown + "0" * 32)
    assert not case.directory.salt.exists()
    picture = case.picture("Bo Ray")
    assert case.directory.salt.exists()
    assert clew.open(case.directory.path).picture("Bo Ray") == picture


def test_whatever_was_handed_on_answers_to_its_id(case: Case, note: Callable[..., Path]) -> None:
    case.load(note("{T1 Person:Bo Ray} owns {T2 Compound:Dara Park}.", "R1\tOWNS Arg1:T1 Arg2:T2"))
    case.load(note("{T1 Person:Bo Ray} was there.", name="other"))
    with case.opened() as graph:
        hand = graph.handing
        items: list[Item] = [*graph.nodes(), *graph.edges(), *graph.items.evidence()]
        rules = {i for n in graph.nodes() for i in n.properties.get("identity_decisions", ())}
    assert len(rules) == 1 and len(items) > 6
    for identity in [*rules, *(item.id for item in items)]:
        assert case.why(hand.id(identity)) == case.why(identity)
    bo = next(
        item.id for item in items if case.why(item.id).get("node", {}).get("name") == "Bo Ray"
    )
    assert case.show(hand.id(bo)).to_text() == case.show(bo).to_text()
    assert case.picture(hand.id(bo)) == case.picture(bo)


def test_a_claim_that_was_withdrawn_since_answers_to_the_id_that_was_handed_on(
    case: Case, note: Callable[..., Path]
) -> None:
    case.load(note("{T1 Person:Bo Ray} owns {T2 Compound:Dara Park}.", "R1\tOWNS Arg1:T1 Arg2:T2"))
    (claims,) = (found for i, found in case.picture("Bo Ray").evidence.items() if i[0] == "e")
    handed_on = claims[0]["id"]
    case.withdraw(case.why(handed_on)["id"], because="It was wrong")
    assert case.why(handed_on)["claim"]["gone"]["because"] == "It was wrong"


def test_what_is_protected_answers_like_what_is_not_there(
    case: Case, note: Callable[..., Path]
) -> None:
    case.load(note("{T1 Person:Bo Ray} owns {T2 Compound:Dara Park}.", "R1\tOWNS Arg1:T1 Arg2:T2"))
    handed_on = case.picture("Bo Ray")
    ids = [*(node.id for node in handed_on.nodes), *(edge.id for edge in handed_on.edges)]
    ids += [claim["id"] for claims in handed_on.evidence.values() for claim in claims]
    case.protect("Bo Ray", because="He asked for it")
    with pytest.raises(UnknownId) as unknown:
        case.why("m" + "0" * 32)
    gone = []
    for identity in ids:
        assert ID.fullmatch(identity)
        try:
            assert "Bo Ray" not in str(case.why(identity))
        except UnknownId as error:
            gone.append(str(error))
    # he, his mention, the tie, its claim
    assert gone == [str(unknown.value)] * 4
