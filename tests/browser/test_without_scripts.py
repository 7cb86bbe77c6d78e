"""A reader without JavaScript, and a printer, lose no evidence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew.graph.view.picture import NO_ACCUSATION
from clew.queries.answer import Answer
from tests.chromium import Seen

Open = Callable[..., Seen]
Claims = list[dict[str, Any]]


def read(seen: Seen) -> str:
    """Return the words that a reader sees, blanks folded."""
    return " ".join(seen.page.locator("body").inner_text().split())


@pytest.fixture(scope="module")
def plain(opened_once: Open, ties: Path) -> Seen:
    return opened_once(ties, scripts=False)


def test_every_claim_is_readable_with_its_source(plain: Seen, claims: Claims) -> None:
    words = read(plain)
    for claim in claims:
        source = claim["source"]
        told = (claim["quote"], claim["locator"], claim["attribution"], claim["when"])
        told += tuple(source[name] for name in ("title", "publisher", "published", "url", "sha256"))
        assert [text for text in told if text and " ".join(text.split()) not in words] == []
        assert claim["status"] in words


def test_every_path_is_in_words_with_its_status(plain: Seen, answer: Answer) -> None:
    words = read(plain)
    for path in answer.paths:
        for node in path.nodes:
            name = node.properties["name"] or "scam compounds"
            assert name in words


def test_the_first_paths_are_drawn(plain: Seen) -> None:
    drawing = plain.page.locator("#drawn svg")
    box = drawing.bounding_box()
    assert box is not None
    assert box["width"] > 300
    assert box["height"] > 100
    words = str(drawing.text_content())
    assert "O-Smach Resort" in words
    assert "alleged" in words


def test_what_must_be_said_is_in_the_picture(plain: Seen) -> None:
    strip = " ".join(plain.page.locator("#strip").inner_text().split())
    assert NO_ACCUSATION in strip
    assert "Lens:" in strip
    assert re.search(r"\d{4}-\d\d-\d\d", strip)


def test_the_hash_shown_is_that_of_the_data(plain: Seen, ties: Path) -> None:
    html = ties.read_bytes()
    found = re.search(rb'<script type="application/json" id="data">(.*?)</script>', html, re.S)
    assert found is not None
    assert hashlib.sha256(found[1]).hexdigest() in read(plain)


def test_nothing_is_tried_without_scripts(plain: Seen) -> None:
    assert plain.troubles() == {}


def test_print_has_all_evidence(opened: Open, ties: Path, claims: Claims) -> None:
    seen = opened(ties)
    seen.page.emulate_media(media="print")
    words = read(seen)
    assert [claim["id"] for claim in claims if " ".join(claim["quote"].split()) not in words] == []
    assert NO_ACCUSATION in words
    assert cut(seen) == []
    printed = seen.page.pdf(format="A4")
    assert len(re.findall(rb"/Type /Page\b", printed)) >= 2


def cut(seen: Seen) -> list[str]:
    """Return the parts of the record that a box around them would cut off on paper."""
    found: list[str] = seen.page.evaluate(
        """() => [...document.querySelectorAll("#record, #record *")].filter((part) => {
             const style = getComputedStyle(part);
             return style.overflowY !== "visible" && part.scrollHeight > part.clientHeight + 4;
           }).map((part) => part.tagName)"""
    )
    return found
