"""Where exports go: nothing that stands there is lost, but for what an export made."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from clew import Case
from clew.graph.errors import UsageError
from clew.graph.exchange.place import placed, write_manifest


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
