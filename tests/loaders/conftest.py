"""Batches from small brat files that a test writes itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clew.graph.model import Batch
from clew.loaders.batches import batches
from clew.loaders.walk import Failure

Write = Callable[..., Path]
Read = Callable[..., Batch]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a text and its annotation lines as bytes; returns the .ann."""

    def make(text: str | bytes, *lines: str, name: str = "note", end: str = "\n") -> Path:
        path = tmp_path / f"{name}.ann"
        path.parent.mkdir(parents=True, exist_ok=True)
        data = text if isinstance(text, bytes) else text.encode()
        path.with_suffix(".txt").write_bytes(data)
        path.write_bytes("".join(line + end for line in lines).encode())
        return path

    return make


@pytest.fixture
def read(write: Write) -> Read:
    """Return the one batch of a text and its annotation lines."""

    def make(text: str | bytes, *lines: str, end: str = "\n", **options: object) -> Batch:
        (found,) = batches([write(text, *lines, end=end)], **options)  # type: ignore[arg-type]
        assert not isinstance(found, Failure), str(found)
        return found

    return make
