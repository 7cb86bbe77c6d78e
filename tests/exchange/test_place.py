"""Where exports go: nothing that stands there is lost, but for what an export made."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from hashlib import sha256
from pathlib import Path

import pytest

from clew import Case
from clew.graph.errors import UsageError
from clew.graph.exchange.place import _sweep, placed, write_manifest
from clew.graph.held import Held


@pytest.mark.parametrize("planted", ["mine", '{"made_by": "me", "files": {}}', ""])
@pytest.mark.parametrize("replace", [True, False])
def test_a_file_that_is_called_like_the_manifest_stays(
    case: Case, tmp_path: Path, planted: str, replace: bool
) -> None:
    out, mine = tmp_path / "out.json", tmp_path / "out.json.manifest.json"
    mine.write_text(planted)
    with pytest.raises(UsageError, match="not of an export: name another file"):
        case.export("json", out, replace=replace)
    assert mine.read_text() == planted and not out.exists()
    mine.unlink()
    done = case.export("json", out)
    out.unlink()  # whose manifest alone is left
    assert case.export("json", out).manifest == done.manifest


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_link_stays_a_link_and_what_it_leads_to_as_it_is(
    case: Case, tmp_path: Path, form: str
) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    case.export(form, target)
    link.symlink_to(target)
    before = sorted(path.name for path in tmp_path.iterdir())
    for replace in (True, False):
        with pytest.raises(UsageError, match="is a link"):
            case.export(form, link, replace=replace)
    assert link.is_symlink() and sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/null"])
def test_an_export_goes_to_no_stream(
    case: Case, tmp_path: Path, form: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {*tmp_path.iterdir()}
    for replace in (True, False):
        with pytest.raises(UsageError):
            case.export(form, Path(name), replace=replace)
    assert {*tmp_path.iterdir()} == before


KILLED = """
import os, signal, sys
from pathlib import Path
from clew.graph.exchange.place import placed
with placed(Path(sys.argv[1]), single=False) as (place, manifest):
    (place.folder.parent / "old").mkdir()
    os.rename(sys.argv[1], place.folder.parent / "old" / Path(sys.argv[1]).name)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("first", "second"), [("out.b", "out"), ("x" * 50, "x" * 50 + "y")])
def test_what_another_that_was_killed_had_set_aside_comes_back(
    case: Case, tmp_path: Path, first: str, second: str
) -> None:
    """One name may begin as another does: what it left is then cleared away here."""
    with placed(tmp_path / first, single=False) as (place, manifest):
        place.path("mine").write_text("mine")
        write_manifest(manifest, {})
    run = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / first)])
    assert run.returncode == -signal.SIGKILL and not (tmp_path / first).exists()
    case.export("csv", tmp_path / second)
    assert (tmp_path / first / "mine").read_text() == "mine"
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_what_another_takes_for_left_behind_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another export may sweep a folder between its making and its lock."""
    swept: list[Path] = []
    take = Held.take

    def late(self: Held, *, alone: bool) -> bool:
        folder = self._path.parent
        if not swept:
            swept.append(folder)
            self._path.touch()
            _sweep(tmp_path / "out")
        return take(self, alone=alone)

    monkeypatch.setattr(Held, "take", late)
    with placed(tmp_path / "out", single=False) as (place, manifest):
        place.path("mine").write_text("mine")
        write_manifest(manifest, {})
    assert (tmp_path / "out" / "mine").read_text() == "mine" and not swept[0].exists()


def test_two_at_once_never_leave_the_file_of_one_beside_the_manifest_of_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, named = tmp_path / "out", threading.Event()
    replace = os.replace

    def slow(old: Path, new: Path) -> None:
        if "first" in threading.current_thread().name and new != out:
            named.wait(0.3)  # the other has all of this time
        replace(old, new)

    def export(text: str) -> None:
        with placed(out, single=True) as (place, manifest):
            place.path().write_text(text)
            write_manifest(manifest, {"made_by": "clew", "files": place.files()})

    monkeypatch.setattr(os, "replace", slow)
    first = threading.Thread(target=export, args=("first",), name="first")
    first.start()
    while not out.exists():
        assert first.is_alive()
    export("second")
    named.set()
    first.join()
    told = json.loads((tmp_path / "out.manifest.json").read_bytes())
    assert told["files"]["out"]["sha256"] == sha256(out.read_bytes()).hexdigest()
