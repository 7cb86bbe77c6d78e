"""One file: its policy allows its own texts alone, its data is inert, it reads without scripts."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from clew.graph.view import page
from clew.graph.view.picture import NO_ACCUSATION, Picture
from tests.hostile import PLANTS, hostile_picture

Positions = dict[str, tuple[float, float]]
STATIC = Path(page.__file__).with_name("static")
VENDOR = STATIC / "vendor"


class Read(HTMLParser):
    """Elements in order with their attributes; the texts of scripts and styles; all other text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.codes: dict[str, list[str]] = {"script": [], "style": []}
        self.words: list[str] = []
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in self.codes:
            self.inside = tag
            self.codes[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.codes[self.inside][-1] += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@pytest.fixture
def html(picture: Picture, circle: Positions) -> str:
    return page.html(picture, circle)


def test_the_same_picture_gives_the_same_bytes(picture: Picture, html: str) -> None:
    assert page.html(picture) == page.html(picture)
    assert "\r" not in html
    assert html.encode().decode() == html


def test_the_policy_comes_first_and_names_the_exact_texts(html: str) -> None:
    read = Read(html)
    metas = [attrs for tag, attrs in read.tags if tag == "meta"]
    assert metas[0] == {"charset": "utf-8"}
    assert metas[1]["http-equiv"] == "Content-Security-Policy"
    policy = metas[1]["content"] or ""
    named = set(re.findall(r"'(sha256-[^']+)'", policy))
    kinds = [attrs.get("type") for tag, attrs in read.tags if tag == "script"]
    code = [t for t, kind in zip(read.codes["script"], kinds, strict=True) if kind is None]
    found = {_hash(text) for text in (*code, *read.codes["style"])}
    assert found == named
    assert len(found) == 4
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert policy.startswith("default-src 'none'; ")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_nothing_in_the_page_leads_outside(html: str) -> None:
    for text in (html, page.html(hostile_picture())):
        tags = Read(text).tags
        names = {name for _, attrs in tags for name in attrs}
        assert not names & {"href", "src", "srcset", "action", "background", "ping", "style"}
        assert not [name for name in names if name.startswith("on")]
        assert not {tag for tag, _ in tags} & {
            "a",
            "img",
            "iframe",
            "link",
            "base",
            "form",
            "object",
        }


def test_hostile_texts_make_no_element_and_lose_no_word(html: str) -> None:
    picture = hostile_picture()
    read = Read(page.html(picture))
    assert [tag for tag, _ in read.tags].count("script") == 5
    assert [tag for tag, _ in read.tags].count("style") == 1
    for plant in PLANTS:
        if plant.isascii():
            assert " ".join(plant.split()) in read.text
    assert "⟨U+202E⟩" in read.text
    assert "⟨U+0000⟩" in read.text
    assert not re.search("[\0\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "".join(read.words))


def test_a_name_without_end_is_cut_and_counted(html: str) -> None:
    text = page.html(hostile_picture())
    assert "999,800 characters more" in text
    assert len(text) < 2_000_000


def test_the_hash_is_that_of_the_data(html: str) -> None:
    read = Read(html)
    data = read.codes["script"][1]
    assert json.loads(data)["title"] == "What ties Ann Example to a Compound?"
    assert html.count(hashlib.sha256(data.encode()).hexdigest()) == 2


def test_the_picture_itself_says_what_must_be_said(html: str) -> None:
    strip = html[html.index('<p id="strip">') : html.index("</figcaption>")]
    for words in (NO_ACCUSATION, "the default lens", "2026-11-22", "SHA-256"):
        assert words in strip


def test_fonts_come_only_with_letters_that_need_them(picture: Picture, html: str) -> None:
    assert "font-src data:;" in html
    assert '@font-face { font-family: "Clew Khmer"' in html
    assert "Clew Thai" in html
    assert '@font-face { font-family: "Clew Thai"' not in html


def test_our_script_makes_no_markup_and_asks_for_nothing() -> None:
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\bfetch\b"
        r"|XMLHttpRequest|sendBeacon|WebSocket|import\(|RTCPeer|window\.open|location\.href\s*="
    )
    assert [found.group() for found in re.finditer(forbidden, page.own_script())] == []
    assert sorted(page.SCRIPTS) == sorted(file.name for file in STATIC.glob("*.js"))


def test_our_files_are_short() -> None:
    files = [*STATIC.glob("*.js"), STATIC / "page.css"]
    assert max(len(file.read_text(encoding="utf-8").splitlines()) for file in files) < 300


def test_the_vendored_library_is_what_its_manifest_says() -> None:
    manifest = json.loads((VENDOR / "manifest.json").read_bytes())
    for entry in manifest["files"]:
        code = (VENDOR / entry["file"]).read_bytes()
        assert hashlib.sha256(code).hexdigest() == entry["sha256"]
        assert b"\r" not in code
        assert b"</script" not in code.lower()
        assert entry["version"].encode() in code
        assert "Permission is hereby granted" in (VENDOR / entry["licence_file"]).read_text("utf-8")


def test_the_budget_is_kept() -> None:
    empty = Picture(
        title="", nodes=(), edges=(), evidence={}, lens="", last_entry="", graph_version=""
    )
    assert len(page.own_script().encode()) <= 40_960
    assert len(page.html(empty, {}).encode()) <= 550_000


def test_our_scripts_are_within_one_function() -> None:
    script = page.own_script()
    assert script.startswith('"use strict";\n(() => {')
    assert script.endswith("})();\n")
