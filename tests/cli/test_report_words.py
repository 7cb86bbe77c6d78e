"""What a report says: statuses first, whole notes, who decided, and where accounts differ."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

import clew
from clew import Case
from clew.graph.schema import schema
from clew.queries.report import NONE_WINS, Report, report_of
from clew.reporting import FORMS, form_of

NAMES = ("# <b>x</b> *y*", "1. |p| _z_", "[l](javascript:1)", "محمد علي", "陳偉", "សុខា", "👩🏽‍💻 A")
TEXT = "{T1 Person:%s} owns {T2 Compound:Dara Park}"


def made(answer: Any) -> tuple[Report, dict[str, str]]:
    """Return a report and its files' text; of the Word document that of its parts."""
    told, files = report_of(answer), dict[str, str]()
    for suffix in FORMS:
        data = form_of(Path(f"r{suffix}"))(told)
        if suffix == ".docx":
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                data = b"\n".join(package.read(name) for name in sorted(package.namelist()))
        files[suffix] = data.decode()
    return told, files


def said(blocks: Any) -> list[str]:
    return ["".join(text for style, text in block.runs if style != "note") for block in blocks]


@pytest.fixture
def hostile(case: Case, note: Callable[..., Path]) -> Case:
    statuses = ("alleged", "official", "denied", "opinion", "planned", "not_stated", "reported")
    paths = []
    for at, (name, status) in enumerate(zip(NAMES, statuses, strict=True)):
        lines = ("R1\tOWNS Arg1:T1 Arg2:T2", f"#1\tAnnotatorNotes R1\tstatus={status}")
        paths.append(note(f"{TEXT % name}\n— *so* `it` is, {at}.", *lines, name=f"n{at}"))
    case.load(*paths)
    return case


def test_every_statement_begins_with_its_status_in_every_form(hostile: Case) -> None:
    told, files = made(hostile.ask("dossier", start="Dara Park"))
    statements = [block.runs[0][1] for block in told.body if block.kind == "statement"]
    assert len(statements) == len(NAMES) - 1  # what is only denied is no statement
    words = "Official|Reported|Alleged|Opinion|Planned|Status not stated"
    assert all(re.match(rf"\d+\. (?:{words}): \S", one) for one in statements)
    for status in ("Alleged", "Opinion", "Planned", "Status not stated"):
        assert re.search(rf"<strong>\d+\. {status}: ", files[".html"])
        assert re.search(rf"\*\*\d+\. {status}: ", files[".md"])
        assert re.search(rf">\d+\. {status}: ", files[".docx"])
    (denied,) = (one for one in said(told.body) if one.startswith("Denied by"))
    assert denied == f"Denied by a source: person “{NAMES[2]}” owns Dara Park. "


def test_rows_begin_with_their_status_too(demo_case: Path) -> None:
    told, _ = made(clew.open(demo_case).ask("about", start="Ly Yong Phat"))
    statements = [block.runs[0][1] for block in told.body if block.kind == "statement"]
    known = {name.capitalize() for name in schema().statuses}
    assert {re.split(r"[:,]", one.split(" ", 1)[1])[0] for one in statements} <= known
    assert any(one.endswith("Alleged: Ly Yong Phat controls L.Y.P. Group.") for one in statements)


def test_markdown_reads_as_the_page_does(hostile: Case) -> None:
    _, files = made(hostile.ask("dossier", start="Dara Park"))
    page, rendered = Words(), Words()
    page.feed(files[".html"].partition("<body>")[2])
    rendered.feed(MarkdownIt("commonmark").enable("table").render(files[".md"]))
    assert rendered.tags <= {"h1", "h2", "h3", "p", "ul", "li", "strong"}
    assert "".join("".join(rendered.words).split()) == "".join("".join(page.words).split())
    assert all(name in " ".join("".join(page.words).split()) for name in NAMES)


class Words(HTMLParser):
    """Keeps the words and tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_numbers_of_notes_are_the_same_in_every_form(hostile: Case) -> None:
    told, files = made(hostile.ask("dossier", start="Dara Park"))
    wanted = [str(n) for n in range(1, len(told.notes) + 1)]
    cited, noted = files[".md"].split("## Evidence")
    assert re.findall(r"\\\[(\d+)\\\]", cited) == wanted
    assert re.findall(r"(?m)^\\\[(\d+)\\\]", noted) == wanted
    assert re.findall(r'href="#note(\d+)"', files[".html"]) == wanted
    assert re.findall(r'id="note(\d+)"', files[".html"]) == wanted
    assert re.findall(r'footnoteReference w:id="(\d+)"', files[".docx"]) == wanted
    assert re.findall(r'<w:footnote w:id="(\d+)"', files[".docx"]) == wanted


def test_what_is_read_from_right_to_left_turns_no_date(hostile: Case) -> None:
    _, files = made(hostile.ask("dossier", start="Dara Park"))
    assert f"<bdi>{NAMES[3]}</bdi> owns" in files[".html"]
    assert f'<w:rtl/></w:rPr><w:t xml:space="preserve">{NAMES[3]}</w:t>' in files[".docx"]


def test_a_note_has_the_address_of_its_source(demo_case: Path) -> None:
    told, _ = made(clew.open(demo_case).ask("dossier", start="Ly Yong Phat"))
    first = "".join(text for _, text in told.notes[0])
    assert "; https://home.treasury.gov/news/press-releases/jy2576; line 4)" in first


def test_where_accounts_differ_is_said_with_the_statements(
    case: Case, note: Callable[..., Path]
) -> None:
    for name, day in (("Bo", "1958"), ("Di", "1960")):
        lines = (
            f"#1\tAnnotatorNotes T1\tbirthDate={day}",
            "#2\tAnnotatorNotes T1\tstatus=reported",
        )
        case.load(note(f"It was {{T1 Person:Ann {name} Lee}} there.", *lines, name=name))
    case.same("Ann Bo Lee", "Ann Di Lee", because="an invented reason")
    told, _ = made(case.ask("dossier", start="Ann Bo Lee"))
    words = said(told.body)
    at = words.index("Where accounts differ")
    assert words[at + 1] == NONE_WINS
    assert re.fullmatch(
        r"Ann Bo Lee, birthDate \(only one can be right\): “1958” \(reported; statement \d\);"
        r" “1960” \(reported; statement \d\)\.",
        words[at + 2],
    )


def test_who_made_two_records_one_is_named_and_a_rule_by_its_ground(
    case: Case, note: Callable[..., Path]
) -> None:
    for name in ("a", "b"):
        lines = ("#1\tAnnotatorNotes T1\tleiCode=5493001KJTIIGC8Y1R12",)
        case.load(note(f"{name}: {{T1 Company:Alpha {name.upper()} Ltd}} is.", *lines, name=name))
    case.load(note("c: {T1 Company:Gamma Works Ltd} is.", name="c"))
    act = case.same("Alpha A Ltd", "Gamma Works Ltd", because="an *invented* reason")
    told, files = made(case.ask("dossier", start="Gamma Works Ltd"))
    words = [line for line in said(told.body) if "decided" in line]
    (ruled,) = (line for line in words if "rule" in line)
    assert "joined by a rule, on the ground of the same leiCode; nobody has decided it" in ruled
    (person,) = (line for line in words if "rule" not in line)
    assert "“an *invented* reason”" in person and "Gamma Works Ltd" in person
    assert re.search(r"decided by \S+ on \d{4}-\d\d-\d\d", person) and act not in files[".md"]
    assert r"an \*invented\* reason" in files[".md"]


def test_replies_and_corrections_are_told_with_the_statement(hostile: Case) -> None:
    asked = hostile.ask("dossier", start="Dara Park")
    alleged, official = (
        next(
            claim["id"]
            for told in asked.evidence.values()
            for claim in told
            if claim["status"] == s
        )
        for s in ("alleged", "official")
    )
    hostile.reply(alleged, answer="denied", asked="2024-09-20", who="his lawyer", text="Not *so*.")
    hostile.assess(alleged, pair="B2", line="an invented line")
    hostile.correct(official, note="an invented note", withdrew=True)
    told, _ = made(hostile.ask("dossier", start="Dara Park"))
    lines = said(told.body)
    (first,) = (line for line in lines if "Official: " in line)
    assert "1 independent origin; a source took it back" in first
    (second,) = (line for line in lines if "Alleged: " in line)
    assert "1 independent origin; denied in a reply" in second
    notes = ["".join(text for _, text in note) for note in told.notes]
    (note,) = (note for note in notes if note.startswith("Alleged: "))
    assert "reply: his lawyer, asked 2024-09-20, denied it: “Not *so*.”" in note
    assert "assessed B2" in note and "an invented line" in note
    (row,) = (
        line
        for line in said(made(hostile.ask("about", start="Dara Park"))[0].body)
        if "Official: " in line
    )
    assert "A source took it back." in row


def test_what_fell_with_a_source_says_so(demo_case: Path) -> None:
    case = clew.open(demo_case)
    (listed,) = (one.id for one in case.sources() if one.title.startswith("OFAC's list"))
    lens = clew.Lens(without_sources=(listed,))
    told, _ = made(case.ask("ties", start="Ly Yong Phat", lens=lens))
    lines = said(told.body)
    fell = lines[lines.index("Falls without the sources left out") :]
    assert "the lens leaves its source out" in fell[2]
    assert not any("the lens leaves" in line for line in lines[: -len(fell)])


def test_a_name_that_xml_cannot_hold_leaves_a_sound_document(
    case: Case, note: Callable[..., Path]
) -> None:
    case.load(note(TEXT % "Bo\uffff Ray & Co", "R1\tOWNS Arg1:T1 Arg2:T2"))
    (person,) = (found["id"] for found in case.find("Ray"))
    told = report_of(case.ask("dossier", start=person))
    with zipfile.ZipFile(io.BytesIO(form_of(Path("r.docx"))(told))) as package:
        parts = [ElementTree.fromstring(package.read(name)) for name in package.namelist()]
    assert any("What is said of Bo\ufffd Ray & Co" in "".join(part.itertext()) for part in parts)
