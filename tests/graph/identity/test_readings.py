"""Names in Latin script: which are close, in which way, and which never."""

from __future__ import annotations

import pytest

from clew.graph.identity import scripts
from clew.graph.identity.compare import near_words, strongest
from clew.graph.identity.readings import Reading, Script
from clew.graph.identity.scripts import readings


def way(one: str, other: str, *, person: bool) -> str:
    ways = {
        strongest(readings(a, person=person), readings(b, person=person), person=person)
        for a, b in ((one, other), (other, one))
    }
    assert len(ways) == 1, "the order of two names must not matter"
    return ways.pop()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ly Yong Phat", "LY, Yong Phat", "same words"),
        ("Truong My Lan", "Trương Mỹ Lan", "same words"),
        ("Wan Kuok-koi", "WAN Kuok Koi", "same words"),
        ("Đặng Văn Lâm", "Dang Van Lam", "same words"),
        ("Oknha Ly Yong Phat", "Ly Yong Phat", "same words but for title or legal form"),
        ("Dr. Chen Zhi", "Mr Chen Zhi", "same words but for title or legal form"),
        ("Wan Kuokkoi", "Wan Kuok-koi", "spelled alike"),
        ("Chen Zhi", "Zhi Chen", "same words in another order"),
        ("L. Y. Phat", "Ly Yong Phat", "initials"),
        ("L.Y. Phat", "Ly Yong Phat", "initials"),
        ("Mech Sophorn", "Mech Sophorm", "near"),
        ("Ly Yong Phat", "Ly Yong Phat Suphapha", "all words of the shorter"),
        ("Ly Yong Phat", "Lim Yong Phat", ""),
        ("Chen Zhi", "Chen Zhao", ""),
        ("Phat", "Phat", ""),
        ("Phat", "Ly Yong Phat", ""),
        ("J. S.", "John Smith", ""),
    ],
)
def test_persons(one: str, other: str, expected: str) -> None:
    assert way(one, other, person=True) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("L.Y.P. Group", "LYP Group", "same words"),
        ("L.Y.P. Group", "L.Y.P. GROUP CO., LTD", "same words but for title or legal form"),
        (
            "Business Alignment PCL",
            "Business Alignment Public Company Limited",
            "same words but for title or legal form",
        ),
        ("O-Smach Resort", "O'Smach Resort", "spelled alike"),
        ("LYP Group", "Ly Yong Phat Group", "initials"),
        ("OFAC", "Office of Foreign Assets Control", "initials"),
        ("Koh Kong Resort", "Koh Kongg Resort", ""),
        ("Golden Fortune Resort", "Golden Fortuna Resort", "near"),
        ("Ou Smach", "O'Smach", "near"),
        ("Prince Group", "Prince Holding Group", "all words of the shorter"),
        ("CamboJA", "CAMBOJA", "same words"),
        ("CamboJA", "Cambodia", ""),
        ("Sihanoukville", "Sihanoukvile", ""),
        ("Huione Pay", "Huione Guarantee", ""),
        ("Hotel Group", "Resort Group", ""),
        ("Prince Group", "Prince Hotel", ""),
    ],
)
def test_other_things(one: str, other: str, expected: str) -> None:
    assert way(one, other, person=False) == expected


def test_other_scripts_match_equal_words_and_claim_nothing_across_scripts() -> None:
    assert way("លី យ៉ុងផាត់", "លី  យ៉ុងផាត់", person=True) == "same words"
    assert way("李 永法", "李 永法", person=True) == "same words"
    assert way("Ly Yong Phat", "លី យ៉ុងផាត់", person=True) == ""


def test_a_name_without_letters_has_no_reading() -> None:
    assert not readings("…", person=False)
    assert not readings("", person=True)


def test_another_script_is_one_more_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    def heard(name: str, person: bool) -> list[Reading]:
        return [Reading(("chen", "zhi"), how="pinyin"), Reading(("chan", "chi"), how="Jyutping")]

    script = Script(lambda name: name == "陈志", heard)
    monkeypatch.setattr(scripts, "SCRIPTS", (*scripts.SCRIPTS, script))
    assert way("陈志", "Chen Zhi", person=True) == "same words"
    assert way("陈志", "CHI, Chan", person=True) == "same words in another order"


def test_slips_count_in_long_words_alone() -> None:
    assert near_words("fortune", "fortuna") and near_words("fortune", "fortnue")
    assert near_words("sihanoukville", "sihanukvile")
    assert not near_words("phat", "phan") and not near_words("camboja", "cambodia")
