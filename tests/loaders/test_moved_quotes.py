"""Quotes that moved, or that a browser or a PDF gives in other signs: found, told, or rejected."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from clew import Case
from clew.loaders.annotations.web.anchoring import Anchors, Found
from clew.loaders.annotations.web.counting import Reading
from clew.loaders.annotations.web.folded import Loose
from clew.loaders.annotations.web.selectors import selection
from clew.summary import Summary
from tests.text_files import pdf

Json = dict[str, Any]
Take = Callable[..., Summary]


def find(text: str, *selectors: Mapping[str, object]) -> Found:
    return Anchors(text, [Reading(text)]).find(selection(list(selectors)))


def quote(exact: str, prefix: str = "", suffix: str = "") -> Json:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


SIGNS = {
    "blanks": ("the Quagga\n  Resort\u00a0Ltd", "Quagga Resort Ltd"),
    "no blanks": ("the Quagga Resort left", "QuaggaResort"),
    "blanks between letters": ("the Quagga Resort left", "Q u a g g a Resort"),
    "quotation marks": ("the “Quagga’s” one", '"Quagga\'s"'),
    "guillemets": ('the "Quagga" one', "«Quagga»"),
    "soft hyphens": ("the Quag\u00adga Re\u00adsort", "Quagga Resort"),
    "hyphens at line ends": ("the well-\nknown Quag-\nga", "well-known Quagga"),
    "a hyphen of the page": ("the Quagga", "Quag- ga"),
    "zero-width blanks": ("នៅ\u200bភ្នំ\u200bពេញ។", "ភ្នំពេញ"),
    "ligatures": ("the oﬃcer’s aﬄuent ﬁlms", "officer’s affluent films"),
    "letters for ligatures": ("the officer's", "oﬃcer's"),
    "dashes": ("2019–2024 in all", "2019-2024"),
    "decomposed": ("the Cafe\u0301", "Café"),
    "wide letters": ("the ＡＢＣ one", "ABC"),
}


@pytest.mark.parametrize("sign", SIGNS)
def test_a_quote_in_other_signs_is_found_and_the_document_keeps_its_own(sign: str) -> None:
    text, exact = SIGNS[sign]
    (place,) = find(text, quote(exact)).spans
    found = text[slice(*place)]
    assert Loose.of(found) == Loose.of(exact) and found == found.strip()
    at = {"type": "TextPositionSelector", "start": place[0], "end": place[1]}
    stands = find(text, quote(exact), at)
    assert (stands.spans, stands.moved) == ((place,), False)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("it is known", "no w"),  # a part of another word
        ("rooms 3 12 4", "1-2"),  # a hyphen between numbers tells them apart
        ("Quagga", "quagga"),
        ("Zebulon", "Zebulun"),
        ("words", "\u00ad\u200b"),
        ("words", " \n"),
    ],
)
def test_other_words_are_no_quote(text: str, exact: str) -> None:
    found = find(text, quote(exact))
    assert not found.spans and found.reason


@pytest.mark.parametrize("exact", ["Okapi", "Oka pi", "OKAPI"])
def test_a_quote_that_stands_twice_is_rejected_unless_its_surroundings_tell(exact: str) -> None:
    text = "First Okapi came. “Then” Okapi left."
    twice = find(text, quote(exact))
    assert not twice.spans
    if exact == "OKAPI":
        assert "does not stand in the text" in twice.reason
        return
    assert twice.reason == (
        f"its quote of {len(exact)} characters stands 2 times in the text, and nothing tells"
        " which is meant"
    )
    assert find(text, quote(exact, '"Then" ')).spans == ((25, 30),)
    assert find(text, quote(exact, "", "  came")).spans == ((6, 11),)


def test_the_page_of_a_pdf_tells_one_of_two_places() -> None:
    text = "Okapi.\n\fOkapi.\n\fOkapi again. Okapi."
    page = {"type": "PageSelector", "index": 1, "label": "2"}
    assert find(text, page, quote("Okapi")).spans == ((8, 13),)
    assert not find(text, {**page, "index": 2}, quote("Okapi")).spans
    assert not find(text, {**page, "index": True}, quote("Okapi")).spans


PAGE = (
    "<body><div><p>New: a line.</p><p>Zebulon “owns” Quagga Resort.</p><p>Okapi.</p></div></body>"
)
ENDS = {"startContainer": "/div[1]/p[1]", "endContainer": "/div[1]/p[1]"}
RANGE = {"type": "RangeSelector", **ENDS, "startOffset": 0, "endOffset": 7}
STANDS = {**RANGE, **{end: "/div[1]/p[2]" for end in ENDS}}
OLD = {"type": "TextPositionSelector", "start": 0, "end": 7}


def w3c(*selectors: Json) -> Json:
    target = {"source": "https://x.example/page.html", "selector": list(selectors)}
    return {
        "id": "a1",
        "type": "Annotation",
        "body": {"purpose": "tagging", "value": "Person"},
        "target": target,
    }


def hypothesis(*selectors: Json) -> Json:
    uri = "https://x.example/page.html"
    return {"id": "a1", "uri": uri, "tags": ["Person"], "target": [w3c(*selectors)["target"]]}


FORMS = {"pdf": pdf("New: a line.\nZebulon “owns” Quagga Resort.\nOkapi."), "html": PAGE.encode()}


@pytest.mark.parametrize("tool", [w3c, hypothesis], ids=["W3C", "rows"])
@pytest.mark.parametrize("form", FORMS)
def test_the_claim_says_that_its_quote_was_found_anew(
    case: Case, take: Take, tmp_path: Path, form: str, tool: Callable[..., Json]
) -> None:
    (tmp_path / f"page.{form}").write_bytes(FORMS[form])
    path = tmp_path / "in.json"
    path.write_text(json.dumps([tool(quote("Zebulon", "", ' "owns"'), OLD, RANGE)]))
    summary = take(case, path, text=tmp_path / f"page.{form}")
    (source,) = summary.to_json()["sources"]
    assert source["reanchored"] == 1 and not source["rejected"]
    assert "1 quotes stand elsewhere than the files say" in summary.to_text()
    ((claim,),) = [
        row["claims"] for row in case.query("MATCH (p:Person) RETURN p.claims AS claims")
    ]
    told = case.why(claim)["claim"]
    assert told["quote"] == "Zebulon “owns” Quagga Resort."
    assert told["says"]["with"]["reanchored"] == ["not where its selectors say; found by its words"]


def test_a_range_of_a_page_that_holds_the_quote_is_its_place(
    case: Case, take: Take, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    path = tmp_path / "in.json"
    path.write_text(json.dumps([hypothesis(quote("Zebulon"), STANDS)]))
    (source,) = take(case, path, text=tmp_path / "page.html").to_json()["sources"]
    assert (source["reanchored"], source["claims_new"], source["rejected"]) == (0, 1, [])


def test_a_quote_that_is_not_there_is_rejected_with_the_reason_and_none_of_its_words(
    case: Case, take: Take, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    path = tmp_path / "in.json"
    other = {**hypothesis(quote("Okapi"), STANDS), "id": "a2"}
    path.write_text(json.dumps([hypothesis(quote("Nobody"), OLD), other]))
    summary = take(case, path, text=tmp_path / "page.html")
    ((rejected,),) = [source["rejected"] for source in summary.to_json()["sources"]]
    assert "its quote of 6 characters does not stand in the text" in rejected["reason"]
    assert "Nobody" not in summary.to_text()
