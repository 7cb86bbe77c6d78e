"""STIX: traces alone, as the official library takes them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import stix2
from stix2.properties import StringProperty

from clew import Case
from clew.graph.exchange.stix import EXTENSIONS, _type
from clew.graph.exchange.stix_values import bodies
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


def test_the_manifest_counts_the_objects_that_are_in_it(made: Case, tmp_path: Path) -> None:
    done = made.export("stix", tmp_path / "a.json")
    objects = json.loads((tmp_path / "a.json").read_bytes())["objects"]
    counts = Counter(o["type"] for o in objects if "clew_id" in str(o.get("extensions")))
    assert json.loads(done.manifest.read_bytes())["objects"] == counts
    assert done.then.startswith(f"Objects of traces and their ties in it: {counts.total()}.")


def test_no_person_and_no_allegation_is_in_it(made: Case, tmp_path: Path) -> None:
    read, lost = bundle(made, tmp_path / "a.json")
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert "Bo Ray" not in text and "invented man" not in text
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
    assert len(ids) == len(read.objects) - 6
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
    made = bodies(trace("InternetDomain", name=name))
    assert [body["type"] for body in made] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("InternetDomain", "пример.рф", "пример.рф"),
        ("InternetDomain", "a.example\u202e", "a.example"),
        ("InternetDomain", "harbour[.]example", "harbour.example"),
        ("InternetDomain", "hxxps://a.example/x", "https://a.example/x"),
        (
            "InternetDomain",
            "https://пример.рф/é|?a=%zz",
            "https://xn--e1afmkfd.xn--p1ai/%C3%A9%7C?a=%25zz",
        ),
        ("InternetDomain", "exa!mple.example", ""),
        ("InternetDomain", "a-.example", ""),
        ("InternetDomain", "🙂.example", ""),
        ("InternetDomain", "Bo Ray's site", ""),
        ("PhoneNumber", "+855 (0)12 345 678", "+855 (0)12 345 678"),
        ("PhoneNumber", "٠١٢ ٣٤٥ ٦٧٨", "٠١٢ ٣٤٥ ٦٧٨"),
        ("PhoneNumber", "\u202a+971 50 123\u202c", "+971 50 123"),
        ("PhoneNumber", "the number of Bo Ray", ""),
        ("PhoneNumber", "9" * 5000, ""),
        ("CryptoWallet", "0.0.123456", "0.0.123456"),
        ("CryptoWallet", "addr1qxyz9…k3", "addr1qxyz9…k3"),
        ("CryptoWallet", "Bo Ray's wallet", ""),
        ("CryptoWallet", "Bo Ray's 1st", ""),
        ("UserAccount", "@محمد_٩", "@محمد_٩"),
        ("UserAccount", "@bo\u202egpj.exe", "@bogpj.exe"),
        ("UserAccount", "Bo Ray", ""),
        ("UserAccount", "@[protected]_x", ""),
        ("BankAccount", "GB29 NWBK 6016 1331 9268 19", "GB29 NWBK 6016 1331 9268 19"),
        ("BankAccount", "Bo Ray 4711", ""),
        ("EmailAddress", "mailto:bo@harbour.example", "bo@harbour.example"),
        ("EmailAddress", "a..b@harbour.example", ""),
        ("EmailAddress", "Bo Ray <bo@harbour.example>", ""),
    ],
)
def test_only_what_looks_like_a_trace_is_a_value_of_one(kind: str, name: str, value: str) -> None:
    found = bodies(trace(kind, name=name, service=["Bo Ray's Telegram"]))
    values = [body.get("value") or body.get("account_login") for body in found]
    assert values == ([value] if value else [])
    assert "Bo Ray" not in str(found)


def test_each_value_of_a_trace_is_written_and_none_for_another(
    case: Case, note: Callable[..., Path], tmp_path: Path
) -> None:
    text = "{T1 CryptoWallet:the wallet} sent to {T2 CryptoWallet:bc1qthird}."
    text += " {T3 CryptoWallet:bc1qfourth}"
    notes = (
        "#1\tAnnotatorNotes T1\tcryptoAddress=bc1qfirst",
        "#2\tAnnotatorNotes R1\tstatus=official",
    )
    path = note(text, "R1\tSENT_TO Arg1:T1 Arg2:T2", *notes)
    case.load(path)
    read, _ = bundle(case, tmp_path / "a.json")
    assert {o.value for o in read.objects if "value" in o} == {
        "bc1qfirst",
        "bc1qthird",
        "bc1qfourth",
    }
    case.same("bc1qthird", "bc1qfourth", because="invented")
    read, lost = bundle(case, tmp_path / "b.json")
    assert {o.value for o in read.objects if "value" in o} == {
        "bc1qfirst",
        "bc1qthird",
        "bc1qfourth",
    }
    assert not [o for o in read.objects if o["type"] == "relationship"]
    assert "Ties left out, since an end has several values, and which is not said: 1." in lost


def test_status_dates_and_sources_stay_with_each_object(made: Case, tmp_path: Path) -> None:
    read, _ = bundle(made, tmp_path / "a.json")
    objects = [o for o in read.objects if "definition" not in o["type"] and o["type"] != "identity"]
    (marking,) = (o for o in read.objects if o["type"] == "marking-definition")
    for one in objects:
        known = next(e for e in one.extensions.values() if "clew_id" in e)
        found = made.why(known["clew_id"])
        claims = {made.why(claim)["id"] for claim in known["clew_claims"]}
        assert claims == {claim["id"] for claim in found["claims"]}
        assert len(known["clew_sources"]) == known["clew_source_count"] == 1
        assert one.object_marking_refs == [marking.id]
    (tie,) = (o for o in read.objects if o["type"] == "relationship")
    assert tie.labels == ["official"] and "no accusation" in marking.definition.statement


def test_a_disputed_tie_says_so(case: Case, note: Callable[..., Path], tmp_path: Path) -> None:
    ends = WALLETS[0], WALLETS[0].replace("a", "b")
    text = f"{{T1 CryptoWallet:{ends[0]}}} sent to {{T2 CryptoWallet:{ends[1]}}}."
    for name, status in (("a", "official"), ("b", "denied")):
        ties = ("R1\tSENT_TO Arg1:T1 Arg2:T2", f"#1\tAnnotatorNotes R1\tstatus={status}")
        case.load(note(f"Paper {name}. {text}", *ties, name=name))
    read, _ = bundle(case, tmp_path / "a.json")
    (tie,) = (o for o in read.objects if o["type"] == "relationship")
    assert tie.labels == ["official", "disputed"]


def test_words_of_any_script_are_a_type_of_tie() -> None:
    assert [_type(words) for words in ("SENT_TO", "LIÊN_LẠC", "ទំនាក់ទំនង", "ЗВОНИЛ_X")] == [
        "sent-to",
        "lien-lac",
        "related-to",
        "related-to",
    ]


def trace(kind: str, **own: Any) -> Node:
    return Node("m1", (kind, "Entity"), {"kind": kind, **own})


def test_a_case_without_traces_gives_a_sound_bundle(
    case: Case, note: Callable[..., Path], tmp_path: Path
) -> None:
    case.load(note("{T1 Person:Bo Ray} was there."))
    read, lost = bundle(case, tmp_path / "a.json")
    assert [o["type"] for o in read.objects] == [
        "identity",
        "marking-definition",
        *["extension-definition"] * 4,
    ]
    assert any(words.endswith("no trace: 1.") for words in lost)
