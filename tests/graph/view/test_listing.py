"""What a reader without scripts has: every path, claim and source, in words."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape

import pytest

from clew.graph.model import STATUSES
from clew.graph.view import page
from clew.graph.view.look import look, status_words
from clew.graph.view.picture import MOST_NODES, NO_ACCUSATION, Picture

Positions = dict[str, tuple[float, float]]


@pytest.fixture
def record(picture: Picture, circle: Positions) -> str:
    text = page.html(picture, circle)
    return text[text.index('<article id="record"') : text.index("</article>")]


@pytest.fixture
def drawn(picture: Picture, circle: Positions) -> str:
    text = page.html(picture, circle)
    return text[text.index('<div id="drawn">') : text.index("<figcaption>")]


def test_every_quote_of_the_evidence_is_in_the_table(picture: Picture, record: str) -> None:
    claims = [claim for several in picture.evidence.values() for claim in several]
    for claim in (*claims, *picture.denials):
        row = next(line for line in record.splitlines() if claim["id"][:9] + ", anna" in line
                   and escape(claim["quote"]) in line)  # fmt: skip
        assert f"<td>{status_words(claim['status'])}<td>" in row
        assert claim["attribution"] in row
        assert claim["locator"] in row


def test_every_source_stands_with_address_archive_and_hash(record: str) -> None:
    sources = record[record.index('id="sources"') :]
    assert sources.count("https://notes.invalid/a?b=1&amp;c=2") == 2
    assert "archived at" in sources
    assert "no archived copy" in sources
    assert "0" * 64 in sources
    assert "1" * 64 in sources


def test_paths_are_in_words_with_a_status_each_step(record: str) -> None:
    words = unescape(re.sub("<[^>]+>", "", record[: record.index("</section>")]))
    assert "1. official, 2 steps" in words
    assert "Ann Example — owns → Twin Gate (company): adjudicated, undated" in words
    assert "Ann Example — is linked to — compound “scam compounds”: reported" in words
    assert "disputed" in words


def test_what_must_be_said_is_said(record: str) -> None:
    for words in (NO_ACCUSATION, "Since when is not stated.", "An invented note.", "reply: inv"):
        assert words in record
    assert "MATCH (a) RETURN a" in record
    assert "start = Ann Example" in record


def test_a_line_is_never_drawn_without_its_status_in_words(picture: Picture) -> None:
    loose = replace(picture, ways=(), focus=())
    for at in range(0, len(picture.edges), 4):
        some = replace(loose, edges=picture.edges[at : at + 4])
        text = page.html(some)
        drawn = text[text.index('<div id="drawn">') : text.index("<figcaption>")]
        lines = re.findall(r'class="line"', drawn)
        told = re.findall(r'class="status">([^<]+)', drawn)
        assert len(lines) == len(told) == 4
        for edge, words in zip(some.edges, told, strict=True):
            assert words.startswith(status_words(str(edge.properties["status"])))


def test_lines_are_drawn_by_status(picture: Picture) -> None:
    strokes = look().strokes
    assert set(STATUSES) <= set(strokes)
    solid = [s for s in STATUSES if strokes[s].line == "solid" and not strokes[s].cross]
    assert solid == ["adjudicated", "official", "reported"]
    assert len({strokes[s].width for s in solid}) == 3
    assert {s for s in STATUSES if strokes[s].line == "dashed"} == {"alleged", "opinion"}
    assert {s for s in STATUSES if strokes[s].line == "dotted"} == {"planned", "not_stated"}
    assert [s for s in STATUSES if strokes[s].cross] == ["denied"]


def test_the_legend_shows_what_is_used_and_nothing_else(
    picture: Picture, circle: Positions
) -> None:
    text = page.html(picture, circle)
    legend = text[text.index('<ul id="legend"') : text.index('<p id="strip">')]
    words = re.findall(r"</svg>([^<]+)<", legend.replace("<li>", "<"))
    assert {status_words(status) for status in STATUSES} <= set(words)
    assert {"person", "organization", "compound", "a class or unnamed group"} <= set(words)
    assert not {"sanction", "event", "place"} & set(words)


def test_symmetric_ties_have_no_arrow(drawn: str) -> None:
    rows = drawn.split("<g><g>")
    assert drawn.count('class="head"') == 2
    assert len(rows) >= 1


def test_too_many_nodes_become_groups_with_commands(picture: Picture) -> None:
    more = tuple(
        replace(picture.nodes[1], id=f"m{at:032x}", properties={**picture.nodes[1].properties})
        for at in range(100, 102 + MOST_NODES)
    )
    text = page.html(replace(picture, nodes=(*picture.nodes, *more)))
    assert f"{MOST_NODES + 7:,} nodes" in text
    assert "clew view &#x27;Ann Example&#x27; -o FILE" in text
    assert "--status official" in text
    assert len(text) < 700_000


def test_one_group_is_not_told_as_several(picture: Picture) -> None:
    hub = picture.nodes[0]
    leaves = [replace(hub, id=f"m{at:032x}") for at in range(100, 101 + MOST_NODES)]
    ties = [
        replace(picture.edges[0], id=f"e{at:032x}", start=hub.id, end=leaf.id)
        for at, leaf in enumerate(leaves, 100)
    ]
    star = Picture(
        title="A star",
        nodes=(hub, *leaves),
        edges=tuple(ties),
        evidence={},
        lens="default",
        last_entry="2026-11-22",
        graph_version="0",
    )
    assert "1,502 nodes, 1,501 ties, in 1 group<" in page.html(star)
