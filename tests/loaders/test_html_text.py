"""A page as a text, and places in it by XPath as browsers count them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pytest

from clew.loaders.annotations.web.anchoring import Anchors, NoPlace
from clew.loaders.annotations.web.counting import Reading
from clew.loaders.annotations.web.selectors import Range, selection
from clew.loaders.annotations.web.xpath import span_in
from clew.loaders.texts.html import looks_like_html, read_page

PAGE = """<!DOCTYPE html>
<html><head><title>Not shown</title><script>var Vos = 1</script></head>
<body>
<h1>Senator &amp; resort</h1>
<div id="story"><p>Anneke
   <b>Vos</b> 🏝 owns Bay Resort.<p>She   denies it.
<script>Vos()</script>
<ul><li>One<li>Two Vos</ul></div>
<table><tr><td>Cell one<td>Cell <!-- x -->two</table>
<pre>
  kept   as it is
</pre></body></html>
"""


def words(*selectors: Mapping[str, object]) -> str:
    page = read_page(PAGE)
    reading = Reading(page.content, page.places, partial(span_in, page))
    found = Anchors(page.text, [reading]).find(selection(list(selectors)))
    return page.text[slice(*found.spans[0])] if found.spans else found.reason


def span(start: str, low: object, end: str, high: object) -> dict[str, object]:
    ends = {"startContainer": start, "startOffset": low, "endContainer": end, "endOffset": high}
    return {"type": "RangeSelector", **ends}


def test_a_page_is_read_as_it_is_seen() -> None:
    assert read_page(PAGE).text.split("\n")[:6] == [
        "Senator & resort",
        "Anneke Vos 🏝 owns Bay Resort.",
        "She denies it.",
        "One",
        "Two Vos",
        "Cell one",
    ]
    assert "\n  kept   as it is\n" in read_page(PAGE).text
    assert "Vos()" not in read_page(PAGE).text and "Not shown" not in read_page(PAGE).text


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        (span("/h1[1]", 0, "/h1[1]", 7), "Senator"),
        (span("/div[1]/p[1]/b[1]", 0, "/div[1]/p[1]", 21), "Vos 🏝 owns"),
        (span("/html/body/div/p[1]/text()[2]", 4, "/div[1]/p[1]/text()[2]", 8), "owns"),
        (span("//*[@id='story']/p[2]", 0, '//*[@id="story"]/p[2]', 12), "She denies"),
        (span("/div[1]/ul[1]/li[2]", 0, "/div[1]/ul[1]/li[2]", 3), "Two"),
        (span("/table[1]/tbody[1]/tr[1]/td[2]", 0, "//td[2]", 8), "Cell two"),
        (span("/pre[1]", 2, "/pre[1]", 6), "kept"),
        ({"type": "XPathSelector", "value": "/html/body/div/ul/li[1]"}, "One"),
        ({"type": "FragmentSelector", "value": "story"}, "Anneke Vos 🏝 owns"),
    ],
)
def test_xpaths_lead_to_their_words(selector: dict[str, object], found: str) -> None:
    assert words(selector).startswith(found)


@pytest.mark.parametrize(
    ("selector", "reason"),
    [
        (span("/div[9]", 0, "/div[9]", 3), "is not in the page"),
        (span("/h1[1]", 0, "/h1[1]", 99), "an offset is 99"),
        (span("/h1[1]", 5, "/h1[1]", 2), "ends where it begins"),
        (span("/h1[last()]", 0, "/h1[1]", 2), "of a kind that Clew does not read"),
        (span("/" + "p/" * 5000, 0, "/h1[1]", 2), "characters"),
        (span("/div[1]/p[1]/text()[2]", 2, "/div[1]/p[1]/text()[2]", 9), "inside a character"),
    ],
)
def test_xpaths_that_lead_nowhere_say_why(selector: dict[str, object], reason: str) -> None:
    assert reason in words(selector)


def test_a_position_in_a_page_counts_the_content_of_its_body_scripts_and_all() -> None:
    content = read_page(PAGE).content
    start = len(content[: content.index("Two Vos")].encode("utf-16-le")) // 2
    position = {"type": "TextPositionSelector", "start": start + 4, "end": start + 7}
    quote = {"type": "TextQuoteSelector", "exact": "Vos"}
    assert words(quote, position) == "Vos"
    page = read_page(PAGE)
    found = Anchors(page.text, [Reading(page.content, page.places)]).find(
        selection([quote, position])
    )
    assert not found.moved and found.spans[0][0] > page.text.index("Two")


def test_a_range_and_a_position_that_differ_agree_only_by_a_quote() -> None:
    position = {"type": "TextPositionSelector", "start": 1, "end": 8}
    assert words(span("/h1[1]", 0, "/h1[1]", 7), position) == "Senator"
    wrong = {"type": "TextPositionSelector", "start": 3, "end": 8}
    assert "do not agree" in words(span("/h1[1]", 0, "/h1[1]", 7), wrong)
    quote = {"type": "TextQuoteSelector", "exact": "Senator"}
    assert words(span("/h1[1]", 0, "/h1[1]", 7), wrong, quote) == "Senator"


@pytest.mark.parametrize("html", ["<div>" * 100_000, "<p>" * 50_000, "</p>" * 5_000, "<", "&#0;"])
def test_any_page_is_some_page(html: str) -> None:
    page = read_page(html + "Vos")
    assert page.text.rstrip().endswith("Vos")
    if "p>" in html:
        with pytest.raises(NoPlace):
            span_in(page, Range("//p", "//p"))  # the first one is empty


def test_pages_are_told_by_their_beginning() -> None:
    assert looks_like_html(PAGE) and looks_like_html("\ufeff<!-- x --><html lang='en'>")
    assert not looks_like_html("He wrote <html> on the wall.")
