"""STIX: traces alone, as the official library takes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import stix2
from stix2.properties import StringProperty

from clew import Case
from clew.graph.exchange.stix import EXTENSIONS, _site
from clew.graph.model import Node

WALLETS = "0x00000000000000000000000000000000000000aa", "bc1qinventedinventedinvented"
TEXT = (
    "{T1 Person:Bo Ray}, an invented man, uses {T2 CryptoWallet:"
    + WALLETS[0]
    + "}. It sent money to {T3 CryptoWallet:"
    + WALLETS[1]
    + "}, and that to {T4 CryptoWallet:bc1qthird}. He has {T5 PhoneNumber:+855 00}, "
    "{T6 InternetDomain:harbour.example}, {T7 EmailAddress:bo@harbour.example}, "
    "{T8 UserAccount:@bo_ray}, {T9 Vehicle:the grey van} and {T10 InternetDomain:a site}. "
    "See {T11 InternetDomain:https://harbour.example/a?b=c}. {T12 BankAccount:…4711}."
)
TIES = (
    "R1\tUSES Arg1:T1 Arg2:T2",
    "R2\tSENT_TO Arg1:T2 Arg2:T3",
    "R3\tSENT_TO Arg1:T3 Arg2:T4",
    "R4\tSAME_CLUSTER Arg1:T3 Arg2:T4",
    "#1\tAnnotatorNotes R1\tstatus=official",
    "#2\tAnnotatorNotes R2\tstatus=official",
    "#3\tAnnotatorNotes R3\tstatus=alleged",
    "#8\tAnnotatorNotes T8\tservice=Telegram",
)


@pytest.fixture(scope="module", autouse=True)
def _defined() -> None:
    """Tell the library of the types that the bundle defines."""
    for kind, extension in EXTENSIONS.items():
        own = [("value", StringProperty(required=True))]
        stix2.v21.CustomObservable(kind, own, ["value"], extension_name=extension)(
            type(kind, (), {})
        )


@pytest.fixture
def made(case: Case, note: Callable[..., Path]) -> Case:
    case.load(note(TEXT, *TIES))
    return case


def bundle(case: Case, path: Path) -> tuple[Any, list[str]]:
    """Return what the library reads, without anything that it does not know, and what is lost."""
    done = case.export("stix", path)
    return stix2.parse(path.read_text(encoding="utf-8"), allow_custom=False), list(done.lost)


def test_the_official_library_takes_it_whole(made: Case, tmp_path: Path) -> None:
    read, lost = bundle(made, tmp_path / "a.json")
    found = {(o["type"], o.get("value", o.get("account_login"))) for o in read.objects}
    assert {
        ("cryptocurrency-wallet", WALLETS[0]),
        ("cryptocurrency-wallet", WALLETS[1]),
        ("phone-number", "+855 00"),
        ("domain-name", "harbour.example"),
        ("url", "https://harbour.example/a?b=c"),
        ("email-addr", "bo@harbour.example"),
        ("user-account", "@bo_ray"),
        ("bank-account", "…4711"),
    } <= found
    assert "Left out of the kind Vehicle, without an object or a value for one: 1." in lost
    assert "Left out of the kind InternetDomain, without an object or a value for one: 1." in lost
    (account,) = (o for o in read.objects if o["type"] == "user-account")
    assert account.account_type == "telegram"
    defined = {o["id"] for o in read.objects if o["type"] == "extension-definition"}
    assert {key for o in read.objects for key in o.get("extensions", {})} == defined


def test_no_person_and_no_allegation_is_in_it(made: Case, tmp_path: Path) -> None:
    read, lost = bundle(made, tmp_path / "a.json")
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert "Bo Ray" not in text and "man" not in text.replace("managed", "")
    (tie,) = (o for o in read.objects if o["type"] == "relationship")
    ends = {o["id"]: o.get("value") for o in read.objects}
    assert (ends[tie.source_ref], tie.relationship_type, ends[tie.target_ref]) == (
        WALLETS[0],
        "sent-to",
        WALLETS[1],
    )
    assert any("adjudicated, official or reported: 2." in words for words in lost)
    assert any("an end is not written: 1." in words for words in lost)


def test_ids_answer_in_the_case_and_are_the_same_again(made: Case, tmp_path: Path) -> None:
    read, _ = bundle(made, tmp_path / "a.json")
    again, _ = bundle(made, tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert len({o["id"] for o in read.objects}) == len(read.objects) == len(again.objects)
    objects = json.loads((tmp_path / "a.json").read_bytes())["objects"]
    ids = [
        e["clew_id"] for o in objects for e in o.get("extensions", {}).values() if "clew_id" in e
    ]
    assert len(ids) == len(read.objects) - 5
    assert all(made.why(identity)["id"] for identity in ids)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("harbour.example", "domain-name"),
        ("សាល.example", "domain-name"),
        ("https://harbour.example/", "url"),
        ("harbour", ""),
        ("a site of theirs.", ""),
        ("javascript:alert(1)", ""),
        ("-a.example", ""),
    ],
)
def test_what_is_no_address_is_none(name: str, kind: str) -> None:
    made = _site(Node("m1", ("InternetDomain", "Entity"), {"name": name}))
    assert (made or {"type": ""})["type"] == kind


def test_a_case_without_traces_gives_a_sound_bundle(
    case: Case, note: Callable[..., Path], tmp_path: Path
) -> None:
    case.load(note("{T1 Person:Bo Ray} was there."))
    read, lost = bundle(case, tmp_path / "a.json")
    assert [o["type"] for o in read.objects] == ["identity", *["extension-definition"] * 4]
    assert any(words.endswith("no trace: 1.") for words in lost)
