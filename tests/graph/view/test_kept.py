"""Layouts are kept in the case: private, without names, and made anew where a file is damaged."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.graph.model import Edge, Node
from clew.graph.view import kept, layout
from clew.graph.view.picture import Picture


def picture(nodes: int) -> Picture:
    ids = [f"m{n:03}" for n in range(nodes)]
    return Picture(
        title="",
        nodes=tuple(Node(name, ("Person",), {"name": "Invented Person"}) for name in ids),
        edges=tuple(Edge(f"e{n}", "LINKED_TO", ids[n // 2], ids[n], {}) for n in range(nodes)),
        evidence={},
        lens="",
        last_entry="",
        graph_version="",
    )


def test_a_kept_layout_is_read_again_and_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    first = layout.positions(picture(20), cache=folder)
    assert first == layout.positions(picture(20))
    (file,) = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"Invented" not in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(b"[", b"[9", 1))
    assert layout.positions(picture(20), cache=folder) != first


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 120))
def test_a_damaged_file_never_changes_which_nodes_are_placed(
    tmp_path_factory: pytest.TempPathFactory, damage: bytes, at: int
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    first = layout.positions(picture(4), cache=folder)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:at] + damage + whole[at + len(damage) :])
    read = layout.positions(picture(4), cache=folder)
    assert read.keys() == first.keys()
    assert all(isinstance(x, float) and isinstance(y, float) for x, y in read.values())


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{}", '{"m000":[1.0,2.0]}', "[" * 100_000, "\x00\xff", '{"a":[NaN,1.0]}'],
)
def test_a_foreign_file_is_ignored_and_made_anew(tmp_path: Path, text: str) -> None:
    first = layout.positions(picture(4), cache=tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for wrong in (
        text.encode("latin-1"),
        whole.replace(b"[", b'["', 1),
        whole.replace(b"]", b",1]"),
    ):
        file.write_bytes(wrong)
        assert layout.positions(picture(4), cache=tmp_path) == first
        assert file.read_bytes() == whole


@pytest.mark.parametrize(
    "bad", ["NaN", "Infinity", "1e999", "-1.7e308", '"x"', "null", "true", "[1.0]"]
)
def test_places_that_are_no_numbers_are_made_anew(tmp_path: Path, bad: str) -> None:
    first = layout.positions(picture(1), cache=tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text(f'{{"m000":[0.0,{bad}]}}')
    assert layout.positions(picture(1), cache=tmp_path) == first


def test_at_most_so_many_layouts_are_kept_and_foreign_files_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not ours")
    for n in range(kept.MOST_KEPT + 5):
        layout.positions(picture(n), cache=tmp_path)
    assert len(list(tmp_path.glob("*.json"))) == kept.MOST_KEPT
    assert (tmp_path / "notes.txt").read_text() == "not ours"


def test_several_at_once_write_whole_files(tmp_path: Path) -> None:
    def drawn(n: int) -> layout.Positions:
        return layout.positions(picture(3 + n % 3), cache=tmp_path)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(drawn, range(60)))
    assert found == [layout.positions(picture(3 + n % 3)) for n in range(60)]
    assert len(list(tmp_path.iterdir())) == 3


def test_a_folder_that_cannot_be_written_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert layout.positions(picture(4), cache=tmp_path / "file") == layout.positions(picture(4))
    assert os.listdir(tmp_path) == ["file"]
