"""The panel shows the evidence of what is selected: all of it, exactly, and as a citation."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator

from clew.graph.view.picture import Picture
from clew.queries.answer import Answer
from tests.chromium import Seen

Open = Callable[..., Seen]
Json = dict[str, Any]


@pytest.fixture(scope="module")
def picture(answer: Answer) -> Picture:
    return answer.picture()


@pytest.fixture(scope="module")
def page(opened_once: Open, ties: Path) -> Seen:
    return opened_once(ties)


def select(seen: Seen, identity: str) -> Locator:
    """Select a node or tie by its row; returns the panel's claims."""
    seen.page.locator(f'.list .row[data-id="{identity}"]').click()
    return seen.page.locator("#panel .claim")


def folded(text: str) -> str:
    return " ".join(text.split())


def told(claim: Json) -> list[str]:
    """Return what a claim's box, and its citation, must hold word for word."""
    source = claim["source"]
    facts = [source[name] for name in ("title", "publisher", "published", "url", "sha256")]
    facts += [source["archive_url"] or "No archived copy", claim["locator"], claim["id"]]
    facts += [claim["attribution"], claim["when"], claim["status"].replace("_", " ")]
    return [folded(text) for text in facts if text]


def test_the_panel_shows_exactly_the_claims_of_the_evidence(page: Seen, picture: Picture) -> None:
    for identity in [item.id for items in (picture.edges, picture.nodes) for item in items]:
        boxes = select(page, identity)
        claims = picture.evidence[identity]
        assert boxes.count() == len(claims)
        for at, claim in enumerate(claims):
            text = folded(boxes.nth(at).inner_text())
            quote = folded(boxes.nth(at).locator("blockquote").inner_text())
            assert quote == folded(claim["quote"])
            assert [words for words in told(claim) if words not in text] == []
            assert [who for who in claim["annotators"] if who not in text] == []
    assert page.troubles() == {}


def test_the_heading_says_the_tie_in_words(page: Seen, picture: Picture) -> None:
    edge = next(edge for edge in picture.edges if edge.type == "OWNS")
    select(page, edge.id)
    heading = folded(page.page.locator("#panel h2").inner_text())
    assert re.fullmatch(r"L\.Y\.P\. Group — owns → O-Smach Resort.*", heading)
    standing = page.page.locator("#panel .standing").inner_text()
    assert standing.startswith("alleged, undated")


def test_a_citation_is_copied_whole(page: Seen, picture: Picture) -> None:
    edge = next(edge for edge in picture.edges if edge.type == "OWNS")
    claim = picture.evidence[edge.id][0]
    select(page, edge.id).first.get_by_role("button", name="Copy as citation").click()
    text = folded(pasted(page))
    assert text.startswith(f"“{claim['quote']}”")
    assert [words for words in told(claim) if words not in text] == []


def test_a_citation_is_copied_where_the_clipboard_is_refused(page: Seen, picture: Picture) -> None:
    page.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(Error()); }")
    edge = next(edge for edge in picture.edges if edge.type == "OWNS")
    select(page, edge.id).first.get_by_role("button", name="Copy as citation").click()
    assert picture.evidence[edge.id][0]["quote"] in folded(pasted(page))


def test_an_address_is_text_with_a_button_and_no_link(page: Seen, picture: Picture) -> None:
    edge = next(edge for edge in picture.edges if edge.type == "OWNS")
    box = select(page, edge.id).first
    box.get_by_role("button", name="Copy: Address").click()
    assert pasted(page) == picture.evidence[edge.id][0]["source"]["url"]
    assert page.page.locator("a[href]").count() == 0


def pasted(seen: Seen) -> str:
    """Paste into a box of our own and return what came."""
    seen.page.evaluate(
        """() => {
          const box = document.createElement("textarea");
          box.id = "pasted";
          document.body.append(box);
          box.focus();
        }"""
    )
    seen.page.wait_for_timeout(60)
    seen.page.keyboard.press("ControlOrMeta+v")
    text = seen.page.locator("#pasted").input_value()
    seen.page.evaluate("document.getElementById('pasted').remove()")
    return str(text)
