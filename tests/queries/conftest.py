"""Cases to ask: the sample, and invented networks written as one line a tie."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import clew
from clew import Answer, Case
from clew.bulk import decide
from clew.queries.paths import is_symmetric
from clew.sample import SOURCES, copy_to

#: `Kind Name | TIE | Kind Name | note`; `*` behind a kind: a class, `!`: protected.
_END = re.compile(r"(?P<kind>\w+)(?P<marks>[*!]*) (?P<name>.+)")
Load = Callable[..., Case]
Invent = Callable[..., Case]


class Note:
    """An invented annotated text, a sentence a tie: brat's two files of it."""

    def __init__(self, name: str, lines: Iterable[str]) -> None:
        self.text, self.marks = f"This is an invented text, the {name}.\n", list[str]()
        self.name, self.number = name, 0
        for line in lines:
            self._tie([part.strip() for part in line.split("|")])

    def _tie(self, parts: list[str]) -> None:
        if len(parts) == 1:
            self._mention(parts[0])
            self.text += " is there.\n"
            return
        start, tie, end, *note = parts
        first = self._mention(start)
        self.text += f" {tie} "
        second = self._mention(end)
        self.text += ".\n"
        self.number += 1
        self.marks.append(f"R{self.number}\t{tie} Arg1:{first} Arg2:{second}")
        if note:
            self.marks.append(f"#{self.number}\tAnnotatorNotes R{self.number}\t{note[0]}")

    def _mention(self, words: str) -> str:
        found = _END.fullmatch(words)
        assert found, words
        start, own = len(self.text), f"T{len(self.text)}"
        self.text += found["name"]
        self.marks.append(f"{own}\t{found['kind']} {start} {len(self.text)}\t{found['name']}")
        for mark, attribute in (("*", "Generic"), ("!", "Protected")):
            if mark in found["marks"]:
                self.marks.append(f"A{start}{ord(mark)}\t{attribute} {own}")
        return own

    def write(self, folder: Path) -> Path:
        """Write both files; returns the .ann."""
        folder.mkdir(exist_ok=True)
        (folder / f"{self.name}.txt").write_text(self.text, encoding="utf-8")
        path = folder / f"{self.name}.ann"
        path.write_text("".join(f"{mark}\n" for mark in self.marks), encoding="utf-8")
        return path


@pytest.fixture(scope="session")
def load() -> Load:
    """Add an invented note of these lines to a case; what is known of it by keyword."""

    def add(case: Case, *lines: str, name: str = "note", **facts: str) -> Case:
        path = Note(name, lines).write(case.directory.path / "invented")
        summary = case.load(path, facts=facts or None)
        assert not summary.failures
        return case

    return add


@pytest.fixture(scope="session")
def invent(load: Load, tmp_path_factory: pytest.TempPathFactory) -> Invent:
    """Make a case of one invented note."""

    def make(*lines: str, **facts: str) -> Case:
        return load(clew.create(tmp_path_factory.mktemp("case")), *lines, **facts)

    return make


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The sample case; tests must not change it."""
    folder = tmp_path_factory.mktemp("sample")
    case = clew.create(folder / "case")
    copied = copy_to(folder / "files")
    parts = (copied / name for name in SOURCES)
    case.load(*parts, mapping=copied / "places.yaml", sources=copied / "sources.csv")
    assert not decide(case, copied / "decisions.csv", "public").rejected
    return case


@pytest.fixture(scope="session")
def said() -> Callable[[Answer], list[str]]:
    """Tell an answer's paths in short: `reported: Ana Alpha OWNS Beta Ltd, …`."""

    def tell(answer: Answer) -> list[str]:
        return [short(path) for path in answer.to_json()["paths"]]

    return tell


def short(path: dict[str, list[dict[str, str]]]) -> str:
    """Return a path of JSON as `status: name TYPE name <TYPE name`, `<` against its direction."""
    words = [str(path["status"]) + ":", path["nodes"][0]["name"]]
    for edge, node in zip(path["edges"], path["nodes"][1:], strict=True):
        along = edge["end"] == node["id"] or is_symmetric(edge["type"])
        words += [edge["type"] if along else f"<{edge['type']}", node["name"]]
    return " ".join(words)
