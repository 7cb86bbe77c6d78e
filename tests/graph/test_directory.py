"""A case on disk: how it is made and found, and who may read it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clew.graph.directory import create, find, opened, write_private
from clew.graph.errors import NotACase, UsageError


def test_a_new_case_is_for_its_owner_alone(tmp_path: Path) -> None:
    made = create(tmp_path / "a" / "case", name='A "name"\n\x7f', purpose="why \\ not")
    assert made.name == 'A "name"\n\x7f'
    assert made.settings["purpose"] == "why \\ not"
    for path in (made.path, made.originals, made.graph):
        assert path.stat().st_mode & 0o777 == 0o700
    assert (made.path / "case.toml").stat().st_mode & 0o777 == 0o600
    assert "not encrypted" in (made.path / "case.toml").read_text()


def test_a_case_is_made_in_an_empty_folder_only(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").touch()
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "full", tmp_path / "full" / "a.txt"):
        with pytest.raises(UsageError, match="choose another name"):
            create(path)
    assert create(tmp_path / "empty").name == "empty"


def test_a_case_is_found_by_name_then_environment_then_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = (create(tmp_path / name) for name in ("one", "two", "three"))
    (three.path / "originals" / "deep").mkdir()
    monkeypatch.chdir(three.path / "originals" / "deep")
    assert find().path == three.path
    monkeypatch.setenv("CLEW_CASE", str(two.path))
    assert find().path == two.path
    assert find(one.path).path == one.path
    monkeypatch.setenv("CLEW_CASE", "")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotACase, match="clew init"):
        find()


@pytest.mark.parametrize(
    "content", [b"name = ", b"\xff\xfe", b'graph = "nowhere"', b"graph = 5", None]
)
def test_what_is_no_case_is_refused_with_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "case.toml").write_bytes(content)
    with pytest.raises(NotACase):
        opened(tmp_path)


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_private(path, b"old")

    def failing(handle: int) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError):
        write_private(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_several_threads_that_write_one_file_leave_one_of_theirs_whole(tmp_path: Path) -> None:
    pages = [bytes([65 + n]) * 300_000 for n in range(8)]
    file = tmp_path / "page.html"
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            list(pool.map(lambda page: write_private(file, page), pages))
            assert file.read_bytes() in pages
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("letter", ["x", "ក"])
def test_a_file_may_have_as_long_a_name_as_there_can_be(tmp_path: Path, letter: str) -> None:
    file = tmp_path / (letter * (255 // len(letter.encode())))
    write_private(file, b"page")
    assert file.read_bytes() == b"page"
