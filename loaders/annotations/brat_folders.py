"""Who annotated a brat file: the folder's name, where folders side by side hold the same text.

A brat path names an annotator only there (rule 5): `anna/note.ann` and `ben/note.ann`, imported
together, each with the same `note.txt`. Elsewhere the annotator is not known (''): a corrected
export in another folder, imported later, then replaces the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from clew.graph.model import document_id, normal_text


def annotator(annotations: Path, peers: Iterable[Path]) -> str:
    """Return the annotator that this file's path names, given the files of its name beside it."""
    here = annotations.absolute().parts
    text = _text(annotations)
    for peer in peers:
        there = peer.absolute().parts
        if len(there) != len(here):
            continue
        apart = [mine for mine, other in zip(here, there, strict=True) if mine != other]
        if len(apart) == 1 and text and text == _text(peer):
            return apart[0]
    return ""


def _text(annotations: Path) -> str:
    """Return the id of the text beside this file, '' where it cannot be read as text."""
    path = annotations.with_suffix(".txt")
    try:
        return _document(path, path.stat().st_mtime_ns)
    except (OSError, UnicodeDecodeError):
        # reported where that file itself is read
        return ""


@lru_cache(maxsize=4096)
def _document(path: Path, _changed: int) -> str:
    return document_id(normal_text(path.read_bytes().decode("utf-8")))
