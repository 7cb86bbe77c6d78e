"""Every case file, an invented network with its expected answers beside it: see cases/README.md."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from clew import Case
from clew.cli.run import run
from clew.queries.library import QUESTIONS
from clew.queries.paths import is_symmetric
from tests.queries.case_files import CaseFile, case_files, entity

Json = dict[str, Any]
FILES = case_files()
#: Ids and versions: their digits may spell a year that must not be told.
DIGEST = re.compile(r"\b[cdeimr]?[0-9a-f]{8,64}\b")
EXPECTED = {
    *("ask", "rows", "ordered", "paths", "planned", "fallen", "denials", "notes", "not_known"),
    *("says", "silent", "fails", "as_if_unmarked", "evidence"),
}


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_a_case_has_the_answers_that_stand_beside_it(
    file: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = file.build(tmp_path / "case")
    twin: Case | None = None
    for asked in file.content["asks"]:
        assert not asked.keys() - EXPECTED, "a word that a case file does not have"
        if "fails" in asked:
            code, _, told = _ask(case, asked["ask"], "json", capsys)
            assert code == 2 and asked["fails"] in told
            continue
        needed = FORMS if "silent" in asked else FORMS[:2]
        forms = {form: _answer(case, asked["ask"], form, capsys) for form in needed}
        answer = json.loads(forms["json"])
        _rows_have_their_claims(answer)
        _check(asked, answer, forms)
        if asked.get("as_if_unmarked"):
            twin = twin or file.build(tmp_path / "twin", open_only=True)
            again = json.loads(_answer(twin, asked["ask"], "json", capsys))
            assert _plain(again) == _plain(answer)


FORMS = ("json", "table", "jsonl", "csv", "md")
Ask = Callable[..., tuple[int, str, str]]


def _ask(
    case: Case, line: str, form: str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    capsys.readouterr()
    folder = str(case.directory.path)
    words = [entity(case, word) if " @ " in word else word for word in shlex.split(line)]
    code = run(["ask", "--case", folder, *words, "--format", form])
    out, err = capsys.readouterr()
    return code, str(out), str(err)


def _answer(case: Case, line: str, form: str, capsys: pytest.CaptureFixture[str]) -> str:
    code, out, err = _ask(case, line, form, capsys)
    assert code == 0, err
    return out


def _rows_have_their_claims(answer: Json) -> None:
    """Check that each claim of a row is in the evidence."""
    held = [claim["id"] for claims in answer["evidence"].values() for claim in claims]
    rows = answer.get("rows", ())
    assert {claim for row in rows for claim in row.get("claims", ())} <= set(held)


def _plain(answer: Json) -> Json:
    return {name: value for name, value in answer.items() if name != "graph_version"}


def _check(asked: Json, answer: Json, forms: Mapping[str, str]) -> None:
    text, ordered = forms["table"], bool(asked.get("ordered"))
    if "rows" in asked:
        _rows(asked["rows"], answer["rows"], ordered, text)
    for part in ("paths", "planned", "fallen"):
        if part in asked:
            found, wanted = [short(path) for path in answer.get(part, [])], asked[part]
            assert (found if ordered else sorted(found)) == (
                wanted if ordered else sorted(wanted)
            ), text
    if "denials" in asked:
        _sentences(asked["denials"], [c.get("quote", "") for c in answer["denials"]], text)
        assert len(asked["denials"]) == len(answer["denials"]), text
    for part in ("notes", "not_known"):
        _sentences(asked.get(part, ()), answer[part], text)
        if asked.get(part) == []:
            assert answer[part] == [], text
    quotes = [c.get("quote", "") for claims in answer["evidence"].values() for c in claims]
    _sentences(asked.get("evidence", ()), quotes, text)
    _sentences(asked.get("says", ()), [text], text)
    for word in asked.get("silent", ()):
        spoken = {form: DIGEST.sub("", told).casefold() for form, told in forms.items()}
        shown = [form for form, told in spoken.items() if word.casefold() in told]
        assert not shown, f"{word!r} is told in {shown}\n{text}"


def _sentences(wanted: Iterable[str], found: Sequence[str], text: str) -> None:
    for words in wanted:
        assert any(words in sentence for sentence in found), f"nothing says {words!r} in\n{text}"


def _rows(wanted: Sequence[Json], found: Sequence[Json], ordered: bool, text: str) -> None:
    assert len(wanted) == len(found), f"{len(found)} rows, not {len(wanted)}:\n{text}"
    left = list(found)
    for row in wanted:
        place = next((n for n, other in enumerate(left) if _fits(row, other)), None)
        assert place is not None, f"no row has {row} in\n{json.dumps(left, indent=1)}\n{text}"
        assert not ordered or place == 0, f"{row} comes elsewhere in\n{text}"
        del left[place]


def _fits(wanted: Json, row: Json) -> bool:
    return all(name in row and _equal(value, row[name]) for name, value in wanted.items())


def _equal(wanted: Any, found: Any) -> bool:
    """Tell whether a cell is what is expected: `~words` for what holds them, a list's length."""
    if isinstance(found, list) and isinstance(wanted, int):
        return len(found) == wanted
    if isinstance(wanted, str) and wanted.startswith("~"):
        return wanted[1:].strip() in str(found)
    return wanted == found or (not isinstance(found, (bool, list)) and str(wanted) == str(found))


def short(path: Json) -> str:
    """Return a path as `status: name TYPE name <TYPE name`, `<` against its direction."""
    words = [f"{path['status']}:", _called(path["nodes"][0])]
    for edge, node in zip(path["edges"], path["nodes"][1:], strict=True):
        along = edge["end"] == node["id"] or is_symmetric(edge["type"])
        words += [edge["type"] if along else f"<{edge['type']}", _called(node)]
    return " ".join(words)


def _called(node: Json) -> str:
    return str(node["name"] or f"({node['kind']})")


def test_every_case_says_what_it_shows_and_that_it_is_invented() -> None:
    for file in FILES:
        assert set(file.content) <= {"title", "about", "sources", "decisions", "later", "asks"}, (
            file.name
        )
        assert file.content["title"] and "nvented" in file.content["about"], file.name
        assert file.content["asks"], file.name


def test_every_question_has_cases() -> None:
    asked = {one["ask"].split()[0] for file in FILES for one in file.content["asks"]}
    assert asked <= QUESTIONS.keys()
