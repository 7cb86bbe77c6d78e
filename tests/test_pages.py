"""Every command and every line of Python in README and docs is run, and prints what is shown."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import click
import pytest

from clew.cli.pages import commands
from clew.cli.run import run as clew
from clew.demo import demo
from clew.graph.schema import schema
from clew.graph.view.look import look
from clew.queries.library import QUESTIONS
from docs import run

ROOT = Path(__file__).resolve().parents[1]
README, DOCS = ROOT / "README.md", ROOT / "docs"
PAGES = [README, *sorted(DOCS.glob("*.md"))]
FENCE = re.compile(r"^```(.*)$")
#: What blocks may be: run here; or inert, of which tests of tables read `csv`, `yaml` and `text`.
RUN, INERT = {"console", "python"}, {"", "output", "csv", "yaml", "text"}
#: Made from the library: its blocks are the examples, which are run here.
QUESTIONS_PAGE = DOCS / "questions.md"
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def blocks(page: Path) -> Iterator[str]:
    """The language of each fenced block of a page."""
    inside = False
    for line in page.read_text(encoding="utf-8").splitlines():
        if fence := FENCE.match(line):
            if not inside:
                yield fence[1]
            inside = not inside


@pytest.fixture(scope="module")
def differences() -> Iterator[dict[Path, Future[str]]]:
    """What each page shows otherwise than its commands print it; two pages are run at a time."""
    pool = ThreadPoolExecutor(2)
    yield {page: pool.submit(difference, page) for page in PAGES}
    pool.shutdown(cancel_futures=True)


def difference(page: Path) -> str:
    command = [sys.executable, run.__file__, str(page)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_what_a_page_shows_is_what_its_commands_print(
    page: Path, differences: dict[Path, Future[str]]
) -> None:
    assert differences[page].result() == "", "python docs/run.py --write mends it"


def test_no_block_of_shell_or_python_goes_unrun() -> None:
    for page in PAGES:
        allowed = RUN | INERT | ({"sh"} if page == QUESTIONS_PAGE else set())
        assert set(blocks(page)) <= allowed, page.name


def test_a_cut_leaves_out_only_lines_that_were_printed() -> None:
    real = "".join(f"{n}\n" for n in range(9))
    assert run.cut("0\n[…]\n4\n5\n[…]\n8\n", real) == "0\n[…]\n4\n5\n[…]\n8\n"
    assert run.cut("0\n[…]\n", real) == "0\n[…]\n"
    assert run.cut("0\n[…]\n4\nx\n[…]\n8\n", real) == "0\n[…]\n4\n5\n[…]\n8\n"
    assert run.cut("0\n[…]\nnever\n[…]\n8\n", real) == real
    assert run.cut("never\n", real) == real


def test_every_example_of_a_question_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    demo(tmp_path / "case")
    monkeypatch.chdir(tmp_path / "case")
    shown = QUESTIONS_PAGE.read_text(encoding="utf-8")
    for name, question in QUESTIONS.items():
        assert f"```sh\n{question.example}\n```" in shown
        assert clew(shlex.split(question.example)[1:]) == 0, name
        assert len(capsys.readouterr().out) > 200, name


def test_the_readme_starts_with_the_two_commands_and_their_output() -> None:
    text = README.read_text(encoding="utf-8")
    demo = text.index("$ make demo\n")
    assert demo < text.index("What ties Ly Yong Phat to a Compound?") < text.index("$ make test\n")
    assert text.index("$ make test\n") < text.index("![") < text.index("## ")


def test_a_picture_says_in_words_what_it_shows() -> None:
    found = [(page, *words) for page in PAGES for words in PICTURE.findall(page.read_text("utf-8"))]
    assert found
    for page, instead, file in found:
        picture = page.parent / file
        told = json.loads(picture.with_suffix(".json").read_text(encoding="utf-8"))
        assert picture.is_file() and instead == told["instead"], f"{page.name}: {file}"


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for file, heading in run.LINK.findall(page.read_text(encoding="utf-8")):
            assert (page.parent / file).exists(), f"{page.name}: {file}"
            if heading:
                assert heading in headings(page.parent / file), f"{page.name}: {file}#{heading}"


def headings(page: Path) -> set[str]:
    """The names that links have for a page's headings."""
    told = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).strip().lower().replace(" ", "-") for head in told}


def test_the_readme_leads_to_every_page() -> None:
    linked = {file for file, _ in run.LINK.findall(README.read_text(encoding="utf-8"))}
    assert {f"docs/{page.name}" for page in PAGES[1:]} <= linked


def test_every_command_stands_on_one_page_of_its_theme() -> None:
    told: Counter[str] = Counter()
    for page in PAGES:
        for _, names, _ in run.TABLE.findall(page.read_text(encoding="utf-8")):
            told.update(names.split(", "))
    wanted = {
        context.command_path.partition(" ")[2]
        for context in commands()
        if not isinstance(context.command, click.Group)
    }
    questions = {f"ask {name}" for name in QUESTIONS}
    assert set(told) == wanted - questions | {"ask"} and set(told.values()) == {1}


def test_the_page_of_pictures_names_every_line_and_shape() -> None:
    text = (DOCS / "view.md").read_text(encoding="utf-8")
    for status in schema().statuses:
        stroke = look().strokes[status]
        cross = ", with a cross" if stroke.cross else ""
        assert f"| `{status}` | {stroke.line}, {stroke.width:g} px{cross} |\n" in text
    outlines: dict[str, list[str]] = {}
    for shape in look().shapes.values():
        outlines.setdefault(shape.outline, []).append(shape.word)
    for outline, words in outlines.items():
        assert f"| {', '.join(dict.fromkeys(words))} | {outline} |\n" in text
