"""`clew profile`: it reads files as `clew import` does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.tools import Note, Thing, doccano, w3c

Clew = Callable[..., Any]
NOTE = Note("Anneke Vos left.", (Thing("p1", "Baddie", "Anneke Vos"),))


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clew: Clew) -> Path:
    """Stand in a case that has the text of an annotation file beside it."""
    monkeypatch.chdir(tmp_path)
    assert clew("init", "case").code == 0
    (tmp_path / "note.ann").write_text("T1\tPerson 0 10\tAnneke Vos\n")
    path = w3c(NOTE, tmp_path)
    assert clew("import", "note.ann", "--case", "case").code == 0
    (tmp_path / "note.txt").unlink()
    return path


def test_texts_that_a_case_has_already_are_known_to_drafts_and_checks(
    clew: Clew, apart: Path
) -> None:
    lost = clew("profile", "draft", apart.name)
    assert lost.code == 1 and "whose text is not there" in lost.err
    found = clew("profile", "draft", apart.name, "--case", "case")
    assert found.code == 0 and '"Baddie": Unclassified  # 1, not known' in found.out
    Path("own.yaml").write_text("kinds: {Baddie: Person}\n")
    checked = clew("profile", "check", "own.yaml", apart.name, "--case", "case", "--format", "json")
    (word,) = [one for one in json.loads(checked.out) if one["section"] == "kinds"]
    assert checked.code == 0
    assert (word["word"], word["meaning"], word["known"]) == ("Baddie", "Person", True)
    assert word["reason"] == "by your profile"


def test_a_case_that_is_named_must_be_there(clew: Clew, apart: Path) -> None:
    wrong = clew("profile", "draft", apart.name, "--case", "nowhere")
    assert wrong.code == 2 and "holds no case" in wrong.err


def test_the_format_can_be_said(clew: Clew, tmp_path: Path) -> None:
    path = doccano(NOTE, tmp_path).rename(tmp_path / "export.txt2")
    assert clew("profile", "draft", str(path), "--as", "doccano").code == 0
    assert clew("profile", "draft", str(path), "--as", "brat").code == 1


def test_a_drafts_words_saved_beside_the_export_hold_at_the_next_import(
    clew: Clew, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes").mkdir()
    doccano(NOTE, tmp_path / "notes")
    assert clew("init", "case").code == 0
    Path("notes/clew-profile.yaml").write_text(clew("profile", "draft", "notes").out)
    found = clew("import", "notes", "--case", "case")
    assert "clew-profile.yaml says what the words" in found.err
    assert "Not in the vocabulary" not in found.err
