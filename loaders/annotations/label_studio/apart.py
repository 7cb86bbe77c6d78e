"""Texts that a Label Studio task only names: a value is the address or path of a file.

The file is looked for under its name where `--text` leads to, beside the export, and among the
texts that are in the case already. https://labelstud.io/tags/text (`valueType="url"`)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from clew.graph.known import name_in
from clew.loaders.base import Input

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//?\S*$", re.IGNORECASE)
_UPLOAD = re.compile(r"[0-9a-f]{8}-")  # what the tool sets before the name of an uploaded file
_LONGEST_NAME = 200


def is_address(value: str) -> bool:
    """Say whether a value is an address or an absolute path, and so no text itself."""
    return bool(_ADDRESS.match(value))


@dataclass(slots=True)
class Apart:
    """Finds the texts that addresses in one export mean; each file is read once.

    by      the tool that took a text out of its file, by the file's path
    """

    file: Input
    by: dict[str, str] = field(default_factory=dict)
    _read: dict[Path, str | None] = field(default_factory=dict)

    def texts(self, address: str) -> Iterator[tuple[str, str]]:
        """Yield (path, text) of what an address may mean; raises InputError for what is no text."""
        for path in self.file.shelf.meant(address):
            if (text := self._text(path)) is not None:
                yield path.as_posix(), text
        name = name_in(address)
        for plain in dict.fromkeys((name, _UPLOAD.sub("", name, count=1))):
            if plain.isprintable() and 0 < len(plain.encode()) < _LONGEST_NAME:
                for folder in self._folders(plain):
                    if (text := self._text(folder / plain)) is not None:
                        yield (folder / plain).as_posix(), text
        yield from ((known.path, known.text) for known in self.file.known(address) if known.sure)

    def _folders(self, name: str) -> Iterator[Path]:
        given = self.file.text
        if given and given.is_dir():
            yield given
        elif given and given.name == name:
            yield given.parent
        yield self.file.path.parent

    def _text(self, path: Path) -> str | None:
        if path not in self._read:
            held = self.file.candidate(path, "text")
            self._read[path] = held.characters("text") if held else None
            if held:
                self.by[held.name] = held.by
                self.file.take(held)
        return self._read[path]
