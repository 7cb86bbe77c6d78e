"""Who annotated a file: the folder's name, where folders side by side hold the same text.

A brat path names an annotator only there (rule 5): `anna/note.ann` and `ben/note.ann`, imported
together, each of the same text. Elsewhere the annotator is not known (''): a corrected export in
another folder, imported later, then replaces the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

#: Returns the id of the text that a file speaks of, '' where it cannot be read.
TextId = Callable[[Path], str]
#: A text, which folder of a path is left open, and the rest of the path.
_Beside = tuple[str, int, int]


class Peers:
    """The files of one name that are imported together."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self.paths = tuple(paths)
        self._texts: dict[Path, str] = {}
        self._beside = Counter[_Beside]()

    def annotator(self, path: Path, text_id: TextId) -> str:
        """Return the annotator that the path of this file, one of them, names; '' where none.

        It is the folder but for which another path of the same text is the same, the innermost such
        one. `text_id` is asked once for each file.
        """
        if len(self.paths) < 2:
            return ""
        if not self._texts:
            self._texts = {one: text_id(one) for one in self.paths}
            self._beside.update(at for one in self.paths for at, _ in self._folders(one))
        found = (folder for at, folder in self._folders(path) if self._beside[at] > 1)
        return next(found, "")

    def _folders(self, path: Path) -> Iterator[tuple[_Beside, str]]:
        """Yield the folders of a path, innermost first, each with all else that tells the path."""
        parts = path.absolute().parts
        if text := self._texts.get(path, ""):
            for at in reversed(range(len(parts) - 1)):
                yield (text, at, hash((*parts[:at], "", *parts[at + 1 :]))), parts[at]
