"""Hostile exports through `clew import`: a sentence each, and nothing outside the input is read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clew.loaders.base import LARGEST_FILE
from clew.loaders.registry import LOADERS
from tests import hostile_child
from tests.hostile_exports import MAKERS, cases
from tests.hostile_outside import CANARY, SECRET, Hostile

#: So much memory may an import take, whatever it is given.
MOST = 1024**3


@dataclass
class Ran:
    """One call of `clew`: its code, what it printed, and what `hostile_child` saw of it."""

    code: int
    out: str
    err: str
    peak: int
    opened: list[str]
    odd: list[str]


def run(folder: Path, *arguments: str) -> Ran:
    """Run `clew` in a process of its own, in this folder."""
    report = folder / "report.json"
    call = [sys.executable, hostile_child.__file__, str(report), *arguments]
    done = subprocess.run(call, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert report.exists(), done.stderr
    return Ran(out=done.stdout, err=done.stderr, **json.loads(report.read_text()))


@dataclass
class Imported:
    """All cases imported at once, each in a folder with a good neighbour."""

    folder: Path
    cases: dict[str, Hostile]
    ran: Ran
    summary: dict[str, Any]

    def told(self) -> dict[str, list[str]]:
        """Return what was said of each case: of files that fail, and of lines."""
        found: dict[str, list[str]] = defaultdict(list)
        failures = [*self.summary["failed"], *self.summary["skipped"]]
        for one in [*failures, *(r for s in self.summary["sources"] for r in s["rejected"])]:
            if not one["reason"].startswith("says some of what in/"):  # another sample's row
                found[Path(one["file"]).relative_to("in").parts[0]].append(one["reason"])
        return found


def _folder(name: str) -> str:
    return re.sub(r"\W+", "-", name)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("hostile")
    outside = folder / "outside"
    outside.mkdir()
    for name in ("secret.txt", "x.dtd", "c.tsv"):
        (outside / name).write_text(f"{CANARY} sings.", encoding="utf-8")
    every = cases(outside)
    for at, (name, case) in enumerate(every.items()):
        home = folder / "in" / _folder(name)
        home.mkdir(parents=True)
        for file, data in case.files.items():
            own = data.replace(b"Resort", b"R%05d" % at)  # no two cases are of one text
            (home / file).write_bytes(own)
        (home / "good.txt").write_text(f"Ana Alpha, number {at}.")
        (home / "good.ann").write_text("T1\tPerson 0 9\tAna Alpha\n")
    assert run(folder, "init", "case").code == 0
    ran = run(folder, "--case", "case", "import", "in", "--format", "json")
    return Imported(folder, every, ran, json.loads(ran.out))


def test_each_hostile_file_is_told_in_one_sentence(imported: Imported) -> None:
    told = imported.told()
    for name, case in imported.cases.items():
        said = told.get(_folder(name), [])
        assert bool(case.says) <= len(said) <= (case.most if case.says else 0), (name, said)
        assert all(re.search(case.says, one) for one in said), (name, said)
        assert all("\n" not in one and len(one) < 300 for one in said), (name, said)
    assert imported.ran.code == 1 and "Traceback" not in imported.ran.err


def test_what_is_good_beside_a_hostile_file_enters(imported: Imported) -> None:
    entered = {Path(one["path"]).parent.name for one in imported.summary["sources"]}
    assert entered >= {_folder(name) for name in imported.cases}
    good = [one for one in imported.summary["sources"] if one["path"].endswith("good.ann")]
    assert len(good) == len(imported.cases)
    assert all(one["claims_new"] == 1 for one in good)


def test_no_sentence_holds_a_word_of_a_document(imported: Imported) -> None:
    said = json.dumps({**imported.summary, "sources": []}) + imported.ran.err
    rejected = [one["rejected"] for one in imported.summary["sources"]]
    assert SECRET not in said + json.dumps(rejected) and "Ana Alpha" not in said


def test_nothing_outside_the_input_is_read(imported: Imported) -> None:
    ran = imported.ran
    assert not [path for path in ran.opened if "outside" in Path(path).parts]
    assert not ran.odd, "the network, another program or a pickle"
    held = [path for path in (imported.folder / "case").rglob("*") if path.is_file()]
    exports = {path.read_bytes() for path in (imported.folder / "in").rglob("*.*")}
    kept = [path.read_bytes() for path in held if path.parent.name == "originals"]
    assert set(kept) & exports, "originals are there, byte for byte"
    whole = b"".join(data for data in kept if data not in exports)
    whole += b"".join(path.read_bytes() for path in held if path.parent.name != "originals")
    assert b"sings" not in whole + ran.out.encode() + ran.err.encode()


def test_the_memory_stays_under_a_gigabyte(imported: Imported) -> None:
    assert imported.ran.peak < MOST


FLOODS = {
    "objects.json": (b"[", b'{"":' * 900 + b"1" + b"}" * 900 + b",", b"[]]"),
    "rows.jsonl": (b'{"text": "Ab", "answer": "accept", "spans": []}\n', b"x\n", b""),
}


def test_files_as_large_as_any_that_is_read_leave_the_memory_free(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, (head, unit, tail) in FLOODS.items():
        many = (LARGEST_FILE - len(head) - len(tail)) // len(unit)
        (tmp_path / "in" / name).write_bytes(head + unit * many + tail)
    assert run(tmp_path, "init", "case").code == 0
    ran = run(tmp_path, "--case", "case", "import", "in", "--dry-run", "--format", "json")
    assert ran.peak < MOST and ran.code == 1
    failed = json.loads(ran.out)["failed"]
    assert sorted(Path(one["file"]).name for one in failed) == sorted(FLOODS)


def test_every_loader_is_met(imported: Imported) -> None:
    asked = " ".join([*imported.cases, *MAKERS])
    others = {"inception": "xmi", "table": "ofac"}  # a table without a mapping is not read
    met = [one.name for one in LOADERS if others.get(one.name, one.name) in asked]
    assert {one.name for one in LOADERS} == {*met, "ftm"}  # test_ftm_hostile.py
