"""Who annotated a file: the folder's name, where folders side by side hold the same text.

A brat path names an annotator only there (rule 5): `anna/note.ann` and `ben/note.ann`, imported
together, each with the same `note.txt`. Elsewhere the annotator is not known (''): a corrected
export in another folder, imported later, then replaces the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from clew.graph.model import document_id, normal_text
from clew.loaders.suffixes import beside


class Peers:
    """The files of one name that are imported together."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self.paths = tuple(paths)

    def annotator(self, path: Path) -> str:
        """Return the annotator that the path of this file, one of them, names; '' where none."""
        if len(self.paths) < 2:
            return ""
        here = path.absolute().parts
        for there in self._by_text.get(_text(path), ()):
            if len(there) == len(here):
                apart = [mine for mine, other in zip(here, there, strict=True) if mine != other]
                if len(apart) == 1:
                    return apart[0]
        return ""

    @cached_property
    def _by_text(self) -> dict[str, list[tuple[str, ...]]]:
        """The parts of each path, by the id of the text beside it."""
        found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        for path in self.paths:
            if text := _text(path):
                found[text].append(path.absolute().parts)
        return found


def _text(path: Path) -> str:
    """Return the id of the text beside this file, '' where it cannot be read as text."""
    try:
        return document_id(normal_text(beside(path, ".txt").read_bytes().decode("utf-8")))
    except (OSError, UnicodeDecodeError):
        # reported where that file itself is read
        return ""
