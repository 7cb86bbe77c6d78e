"""Exports: through a lens, whole or not at all, the same bytes again, and never over others'."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from clew import Case, Lens
from clew.demo import demo
from clew.graph.errors import UsageError
from clew.graph.exchange import formats
from clew.graph.exchange.formats import Format, Told
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn
from clew.graph.handing import ID

MODULE = "clew_test_formats"


def lines(given: HandedOn, place: Place) -> Told:
    """Write a line for each item."""
    with place.open() as file:
        file.writelines(f"{item.id} {item.properties}\n".encode() for item in given.items())
    return Told(lost=("2 things are lost.",), then="do it", more={"rows": 3})


def folder(given: HandedOn, place: Place) -> Told:
    """Write a file for nodes and one for edges."""
    for name, items in (("nodes", given.nodes()), ("deep/edges", given.edges())):
        with place.open(name) as file:
            file.writelines(f"{item.id}\n".encode() for item in items)
    return Told()


def broken(given: HandedOn, place: Place) -> Told:
    """Fail in the middle."""
    with place.open("half") as file:
        file.write(next(given.items()).id.encode())
    raise OSError(28, "No space left on device")


@pytest.fixture(autouse=True)
def _toys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three formats that write next to nothing."""
    toys = type(sys)(MODULE)
    for name, write, suffix in (("l", lines, ".l"), ("f", folder, ""), ("b", broken, "")):
        setattr(toys, name, write)
        form = Format(name=name, title=name, writer=f"{MODULE}:{name}", suffix=suffix)
        monkeypatch.setitem(formats.FORMATS, name, form)
    monkeypatch.setitem(sys.modules, MODULE, toys)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return demo(tmp_path_factory.mktemp("sample") / "case").case


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_the_manifest_tells_what_there_is(sample: Case, tmp_path: Path) -> None:
    done = sample.export("l", tmp_path / "a.l", lens=Lens(statuses=("official",)))
    told = json.loads(done.manifest.read_bytes())
    data = (tmp_path / "a.l").read_bytes()
    assert done.manifest == tmp_path / "a.l.manifest.json"
    assert (told["format"], told["made_by"]) == ("l", f"clew {version('clew')}")
    assert told["lens"] == {
        "words": "statuses official",
        "options": {"statuses": ["official"]},
    }
    assert told["files"] == {"a.l": {"bytes": len(data), "sha256": sha256(data).hexdigest()}}
    assert told["counts"]["total"] == {"nodes": done.nodes, "edges": done.edges}
    assert sum(told["counts"]["nodes"].values()) == done.nodes
    assert sum(told["counts"]["edges"].values()) == done.edges > 5
    assert len(data.splitlines()) == done.nodes + done.edges
    assert (told["lost"], told["rows"], done.then) == (["2 things are lost."], 3, "do it")
    assert "withheld" not in str(told)


@pytest.mark.parametrize("name", ["l", "f"])
def test_the_same_case_and_lens_give_the_same_bytes(
    sample: Case, tmp_path: Path, name: str
) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        sample.export(name, tmp_path / folder / "out")
    assert files(tmp_path / "one") == files(tmp_path / "two") != {}


@pytest.mark.parametrize("name", ["l", "f"])
def test_files_are_for_their_owner_alone(sample: Case, tmp_path: Path, name: str) -> None:
    sample.export(name, tmp_path / "out")
    assert {p.stat().st_mode & 0o777 for p in tmp_path.rglob("*") if p.is_file()} == {0o600}
    assert {p.stat().st_mode & 0o777 for p in tmp_path.rglob("*") if p.is_dir()} <= {0o700}


@pytest.mark.parametrize("name", ["l", "f"])
def test_what_stands_there_goes_only_when_told_to(sample: Case, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    sample.export(name, out)
    before = files(tmp_path)
    with pytest.raises(UsageError, match="--replace"):
        sample.export(name, out, lens=Lens(statuses=("official",)))
    assert files(tmp_path) == before
    sample.export(name, out, lens=Lens(statuses=("official",)), replace=True)
    assert files(tmp_path).keys() == before.keys() and files(tmp_path) != before


@pytest.mark.parametrize("planted", ["note.txt", "nodes/x", "manifest.json"])
def test_a_folder_with_other_files_is_never_replaced(
    sample: Case, tmp_path: Path, planted: str
) -> None:
    path = tmp_path / "out" / planted
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    with pytest.raises(UsageError, match="other files"):
        sample.export("f", tmp_path / "out", replace=True)
    assert files(tmp_path) == {f"out/{planted}": b"mine"}


def test_an_empty_folder_is_filled(sample: Case, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    sample.export("f", tmp_path / "out")
    assert {*files(tmp_path / "out")} == {"nodes", "deep/edges", "manifest.json"}


@pytest.mark.parametrize(
    ("name", "place", "told"),
    [
        ("l", "", "the case's own"),
        ("f", "", "the case's own"),
        ("l", "claims.db", "the case's own"),
        ("f", "graph", "the case's own"),
        ("f", "case.toml", "the case's own"),
        ("l", "none/x", "there is no folder"),
        ("l", "taken", "is not a file"),
        ("f", "file", "is not a folder"),
        ("x", "new", "there is no format `x`: use"),
    ],
)
def test_where_none_may_be_written_nothing_is(case: Case, name: str, place: str, told: str) -> None:
    root = case.directory.path
    (root / "taken").mkdir()
    (root / "file").write_text("mine")
    before = files(root)
    with pytest.raises(UsageError, match=told):
        case.export(name, root / place, replace=True)
    assert files(root) == before


def test_a_folder_behind_a_link_is_not_replaced(sample: Case, tmp_path: Path) -> None:
    sample.export("f", tmp_path / "out")
    (tmp_path / "link").symlink_to(tmp_path / "out")
    with pytest.raises(UsageError, match="name another folder"):
        sample.export("f", tmp_path / "link", replace=True)


@pytest.mark.parametrize("level", ["case", "all"])
def test_nothing_protected_leaves(sample: Case, tmp_path: Path, level: Any) -> None:
    with pytest.raises(UsageError, match="--disclose"):
        sample.export("l", tmp_path / "out", lens=Lens(disclose=level))
    assert [*tmp_path.iterdir()] == []


def test_what_fails_leaves_nothing_and_keeps_what_was(sample: Case, tmp_path: Path) -> None:
    sample.export("f", tmp_path / "out")
    before = files(tmp_path)
    with pytest.raises(OSError, match="No space"):
        sample.export("b", tmp_path / "out", replace=True)
    assert files(tmp_path) == before and [p.name for p in tmp_path.iterdir()] == ["out"]


KILLED = """
import os, signal, sys
from pathlib import Path
from clew.graph.exchange.place import placed
with placed(Path(sys.argv[1]), single=sys.argv[2] == "l") as (place, manifest):
    place.path("half").write_text("half")
    if sys.argv[3] == "old":
        (place.folder.parent / "old").mkdir()
        os.rename(sys.argv[1], place.folder.parent / "old" / "out")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("name", "when"), [("l", "new"), ("f", "new"), ("f", "old")])
def test_what_was_killed_is_cleared_away_by_the_next(
    sample: Case, tmp_path: Path, name: str, when: str
) -> None:
    out = tmp_path / "out"
    sample.export(name, out)
    wanted = files(tmp_path)
    run = subprocess.run([sys.executable, "-c", KILLED, str(out), name, when])
    assert run.returncode == -signal.SIGKILL
    assert any(path.name.endswith(".part") for path in tmp_path.iterdir())
    assert out.exists() == (when == "new")
    sample.export(name, out, replace=True)
    assert files(tmp_path) == wanted


def test_an_export_at_work_is_not_cleared_away(sample: Case, tmp_path: Path) -> None:
    from clew.graph.exchange.place import placed, write_manifest

    out = tmp_path / "out"
    with placed(out, single=False) as (place, manifest):
        place.path("mine").write_text("mine")
        sample.export("l", tmp_path / "out2.l")
        sample.export("f", tmp_path / "out.f")
        sample.export("l", tmp_path / "out.l")
        write_manifest(manifest, {})
    assert (out / "mine").read_text() == "mine"
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_no_id_of_the_case_is_in_what_leaves(sample: Case, tmp_path: Path) -> None:
    with sample.opened() as graph:
        source = next(iter(graph.items.ids("d")))
        own = {found for letter in "cdem" for found in graph.items.ids(letter)}
    sample.export("l", tmp_path / "out.l", lens=Lens(without_sources=(source,)))
    text = "".join(path.read_text() for path in tmp_path.iterdir())
    assert len(set(ID.findall(text))) > 100 and not own & set(ID.findall(text))


def test_claims_come_with_what_they_are_about(sample: Case) -> None:
    with sample.opened() as graph:
        given = HandedOn(graph)
        items = {item.id: item for item in given.items()}
        pairs = list(given.with_claims())
        claims = {claim.id: claim for claim in given.claims()}
        assert [item for item, _ in pairs] == list(items.values())
        for item, told in pairs:
            assert {claim.id for claim in told} >= set(item.properties.get("claims", ()))
            assert all(item.id in claim.about and claims[claim.id] == claim for claim in told)
        assert list(given.sources()) == [n for n in given.nodes() if "Source" in n.labels]
        assert set(claims) == {sample_id(given, own.id) for own in graph.items.evidence()}


def sample_id(given: HandedOn, own: str) -> str:
    return given.graph.handing.id(own)


def test_progress_ends_with_all(sample: Case, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    done = sample.export("l", tmp_path / "out", on_progress=lambda *at: told.append(at))
    total = done.nodes + done.edges
    assert told == [(n, total) for n in range(1, total + 1)]


def test_a_source_on_a_disk_is_called_by_its_file(case: Case, note: Callable[..., Path]) -> None:
    case.load(note("{T1 Person:Bo Ray} owns {T2 Compound:Dara Park}.", "R1\tOWNS Arg1:T1 Arg2:T2"))
    with case.opened() as graph:
        (before,) = (node for node in graph.nodes() if "Source" in node.labels)
        given = HandedOn(graph)
        told = f"{list(given.items())}{list(given.claims())}"
    assert before.properties["title"].startswith("/") or os.sep not in before.properties["title"]
    assert str(case.directory.path.parent) not in told and "note.txt" in told


def test_streams_can_be_read_again_and_in_between(sample: Case) -> None:
    with sample.opened() as graph:
        given = HandedOn(graph)
        first: Iterator[Any] = given.items()
        half = [next(first) for _ in range(20)]
        assert list(given.items()) == [*half, *first]
