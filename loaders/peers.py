"""Who annotated a file: the folder's name, where folders side by side hold the same text.

A brat path names an annotator only there (rule 5): `anna/note.ann` and `ben/note.ann`, imported
together, each of the same text. Elsewhere the annotator is not known (''): a corrected export in
another folder, imported later, then replaces the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

#: Returns the id of the text that a file speaks of, '' where it cannot be read.
TextId = Callable[[Path], str]


class Peers:
    """The files of one name that are imported together."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self.paths = tuple(paths)
        self._by_text: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._texts: dict[Path, str] = {}

    def annotator(self, path: Path, text_id: TextId) -> str:
        """Return the annotator that the path of this file, one of them, names; '' where none.

        `text_id` is asked once for each of them.
        """
        if len(self.paths) < 2:
            return ""
        if not self._texts:
            for one in self.paths:
                self._texts[one] = text_id(one)
                self._by_text[self._texts[one]].append(one.absolute().parts)
        if not (text := self._texts.get(path, "")):
            return ""
        here = path.absolute().parts
        for there in self._by_text[text]:
            if len(there) == len(here):
                apart = [mine for mine, other in zip(here, there, strict=True) if mine != other]
                if len(apart) == 1:
                    return apart[0]
        return ""
