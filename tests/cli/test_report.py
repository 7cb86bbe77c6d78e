"""Reports: the same words as Markdown, HTML and Word, with all evidence and nothing protected."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import clew
from clew import Case, Lens
from clew.graph.errors import UsageError
from clew.graph.handing import ID
from clew.graph.ledger.ids import ids_of
from clew.loaders.texts.docx import read_docx
from clew.queries.answer import NO_ACCUSATION
from clew.queries.report import Report, report_of
from clew.reporting import FORMS, form_of

Said = Callable[..., Any]
HOSTILE = "Bo <script>alert(1)</script> *Ray* ‮x‬ ]]> & “q” `code` אבא"
TEXT = "{T1 Person:%s} owns {T2 Compound:Dara Park}. It is so, people say."


class Page(HTMLParser):
    """Keeps the words, tags and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def made(answer: Any) -> tuple[Report, dict[str, bytes]]:
    told = report_of(answer)
    return told, {suffix: form_of(Path(f"r{suffix}"))(told) for suffix in FORMS}


def page_of(data: bytes) -> Page:
    page = Page()
    page.feed(data.decode().partition("<body>")[2])
    return page


def words_of(suffix: str, data: bytes) -> list[str]:
    """Return all words of a file, sorted; numbers in brackets and the notes' heading left out."""
    if suffix == ".docx":
        text = read_docx(data, "r.docx").text.replace("•", " ")
    elif suffix == ".html":
        text = "".join(page_of(data).words)
    else:
        text = re.sub(r"(?m)^(#+|-) |\*\*", "", data.decode())
        text = html.unescape(re.sub(r"\\([\\`*_\[\]|#~$@])", r"\1", text))
    text = re.sub(r"\[\d+\]|(?m:^Evidence$)", " ", text)
    return sorted(text.split())


@pytest.fixture
def senator(demo_case: Path) -> Any:
    return clew.open(demo_case).ask("dossier", start="Ly Yong Phat")


@pytest.mark.parametrize("asked", ["dossier", "path", "ties", "timeline", "degree", "gaps"])
def test_all_forms_have_the_same_words(demo_case: Path, asked: str) -> None:
    values: dict[str, Any] = {
        "path": {"start": "Mech Dara", "to": "Ly Yong Phat"},
        "degree": {},
        "gaps": {},
    }.get(asked, {"start": "Ly Yong Phat"})
    told, files = made(clew.open(demo_case).ask(asked, **values))
    words = {suffix: words_of(suffix, data) for suffix, data in files.items()}
    assert words[".md"] == words[".html"] == words[".docx"]
    assert told.statements and told.notes and told.sources


def test_each_statement_leads_to_its_evidence(senator: Any) -> None:
    told, files = made(senator)
    notes = ["".join(text for _, text in note) for note in told.notes]
    statements = [block for block in told.body if block.kind == "statement"]
    assert len(statements) == len(senator.steps) == told.statements
    claims = {c["id"]: c for several in senator.evidence.values() for c in several}
    for step, block in zip(senator.steps, statements, strict=True):
        said = "".join(text for style, text in block.runs if style != "note")
        assert said.split(" ", 1)[1].startswith(step["status"].capitalize())
        assert step["says"] in said
        numbers = [int(text) for style, text in block.runs if style == "note"]
        cited = [notes[number - 1] for number in numbers]
        for identity, note in zip([*step["claims"], *step["denials"]], cited, strict=True):
            claim = claims[identity]
            wanted = (claim["quote"], claim["source"]["title"], claim["locator"])
            assert note.startswith("As in note ") or all(word in note for word in wanted)
    ending = "".join(text for block in told.ending for _, text in block.runs)
    assert all(c["source"]["sha256"] in ending for c in claims.values())
    page = page_of(files[".html"])
    assert sorted(page.links) == sorted(
        f"#{kind}{n}" for n in range(1, len(notes) + 1) for kind in ("note", "ref")
    )


def test_what_must_be_said_is_said(senator: Any) -> None:
    text = made(senator)[1][".html"].decode()
    assert text.count(html.escape(NO_ACCUSATION)) == 2
    assert "Lens: default." in text and "What falls without each source" in text
    assert "nobody has decided it" in text and "same act of 12 September 2024" in text


def test_a_claim_cited_twice_is_told_once(demo_case: Path) -> None:
    told, _ = made(clew.open(demo_case).ask("gaps"))
    notes = ["".join(text for _, text in note) for note in told.notes]
    again = [note for note in notes if note.startswith("As in note ")]
    assert again and all(
        not notes[int(found) - 1].startswith("As in")
        for note in again
        for found in re.findall(r"\d+", note)
    )


def test_hostile_words_stay_words(case: Case, note: Callable[..., Path]) -> None:
    case.load(note(TEXT % HOSTILE, "R1\tOWNS Arg1:T1 Arg2:T2"))
    told, files = made(case.ask("dossier", start="Dara Park"))
    words = {suffix: words_of(suffix, data) for suffix, data in files.items()}
    assert words[".md"] == words[".html"] == words[".docx"]
    assert "<script>alert(1)</script>" in words[".docx"]
    page = page_of(files[".html"])
    assert page.tags <= {"h1", "h2", "h3", "p", "a", "ul", "li", "strong", "bdi"}
    assert all(link.startswith("#") for link in page.links)
    assert b"<script" not in files[".html"] and b"<script" not in files[".md"]
    assert b"default-src 'none'" in files[".html"]
    for data in (files[".md"], files[".html"]):
        assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", data.decode())
    assert "‮" not in read_docx(files[".docx"], "r.docx").text


def test_the_word_document_is_sound(senator: Any) -> None:
    told, files = made(senator)
    package = zipfile.ZipFile(io.BytesIO(files[".docx"]))
    parts = {name: ElementTree.fromstring(package.read(name)) for name in package.namelist()}
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    cited = [
        n.get(f"{word}id") for n in parts["word/document.xml"].iter(f"{word}footnoteReference")
    ]
    own = [n.get(f"{word}id") for n in parts["word/footnotes.xml"].iter(f"{word}footnote")]
    assert cited == [str(n) for n in range(1, len(told.notes) + 1)] == own[2:]
    styles = {s.get(f"{word}styleId") for s in parts["word/styles.xml"]}
    used = {s.get(f"{word}val") for p in parts.values() for s in p.iter(f"{word}pStyle")}
    assert used <= styles
    assert not [name for name in package.namelist() if b"External" in package.read(name)]
    assert {i.date_time[0] for i in package.infolist()} == {1980}


@pytest.mark.parametrize("suffix", FORMS)
def test_the_same_answer_gives_the_same_bytes_and_a_manifest(
    clew: Said, demo_case: Path, tmp_path: Path, suffix: str
) -> None:
    for name in ("a", "b"):
        said = clew(
            "export", "report", "--entity", "Ly Yong Phat", "-o", str(tmp_path / f"{name}{suffix}")
        )
        assert said.code == 0, said.err
    data = (tmp_path / f"a{suffix}").read_bytes()
    assert data == (tmp_path / f"b{suffix}").read_bytes()
    told = json.loads((tmp_path / f"a{suffix}.manifest.json").read_bytes())
    assert told["files"] == {f"a{suffix}": {"bytes": len(data), "sha256": sha256(data).hexdigest()}}
    assert told["counts"]["statements"] == 32 and told["lens"]["words"] == "default"
    assert (tmp_path / f"a{suffix}").stat().st_mode & 0o777 == 0o600


def test_nothing_protected_and_no_id_of_the_case_is_in_a_report(
    secrets: list[str], case: Case, tmp_path: Path
) -> None:
    with case.opened() as graph:
        own = {i for letter in "cdem" for i in graph.items.ids(letter)}
        own |= {i for letter in "cdmri" for i in ids_of(graph.db, letter)}
    asked: list[tuple[str, dict[str, str]]] = [
        *(("dossier", {"start": name}) for name in ("Bo Ray", "Dara Park", "Cy Dow")),
        *(("about", {"start": name}) for name in ("Bo Ray", "Dara Park")),
        *(("ties", {"start": "Bo Ray"}), ("who-said", {"start": "Bo Ray"}), ("gaps", {})),
        *(("compound", {"compound": "Dara Park"}), ("contradictions", {}), ("degree", {})),
    ]
    answered = 0
    for name, values in asked:
        for lens in (Lens(), Lens(annotators=("Xanthe Quillon", ""))):
            try:
                answer = case.ask(name, lens=lens, **values)
            except UsageError:
                continue
            answered += 1
            for suffix in FORMS:
                file = tmp_path / f"{name}-{answered}{suffix}"
                case.report(answer, file)
                data = text_of(file) + file.with_name(f"{file.name}.manifest.json").read_text()
                assert [word for word in secrets if word in data] == [], (name, suffix)
                assert not set(ID.findall(data)) & own, (name, suffix)
    assert answered >= 16


def text_of(file: Path) -> str:
    if file.suffix != ".docx":
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(file) as package:
        return "".join(package.read(name).decode() for name in package.namelist())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-o", "x.md"), "--entity NAME, or --ask"),
        (("--entity", "Ly Yong Phat", "-o", "x.pdf"), "end it with .md, .html, .docx"),
        (("--entity", "Ly Yong Phat", "-o", "x.md", "--disclose", "all"), "leave --disclose out"),
        (("--entity", "Ly Yong Phat", "-o", "claims.md/x.md"), "there is no folder"),
        (("--ask", "nothing", "-o", "x.md"), "there is no such question"),
    ],
)
def test_what_cannot_be_written_is_said(
    clew: Said, demo_case: Path, words: tuple[str, ...], told: str
) -> None:
    said = clew("export", "report", *words)
    assert said.code == 2 and told in said.err
    assert not (demo_case / "x.md").exists() and not (demo_case / "x.pdf").exists()


def test_a_report_is_written_over_only_when_told_to(
    clew: Said, demo_case: Path, tmp_path: Path
) -> None:
    words = ("export", "report", "--ask", "sanctions", "Ly Yong Phat", "-o", str(tmp_path / "x.md"))
    assert clew(*words).code == 0
    said = clew(*words)
    assert said.code == 2 and "--replace" in said.err
    assert clew(*words, "--replace").code == 0


def test_no_answer_is_said_and_never_taken_for_no_tie(
    clew: Said, demo_case: Path, tmp_path: Path
) -> None:
    out = str(tmp_path / "x.md")
    ask = ("--ask", "timeline", "Mech Dara", "--status", "adjudicated")
    said = clew("export", "report", *ask, "-o", out, "--fail-empty")
    assert said.code == 1
    assert "No answer in this graph." in Path(out).read_text(encoding="utf-8")
