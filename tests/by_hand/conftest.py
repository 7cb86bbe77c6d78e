"""What tests of work by hand stand on: a case with one note, and anna at work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clew import Case
from tests.typed import OWNS, TEXT


@pytest.fixture
def told(case: Case, note: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case with one note, and anna at work."""
    path = note(TEXT, OWNS)
    monkeypatch.chdir(path.parent.parent)
    monkeypatch.setenv("CLEW_USER", "anna")
    case.load("notes")
    return case
