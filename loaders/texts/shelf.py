"""Where the user says that texts are: a file or folder (`--text`), addresses (`--sources`).

A folder is looked through once, and nothing outside it is found: links to other folders are not
followed, and whoever opens a file refuses one that leads out of its folder.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from clew.graph.known import address_of, hash_in, stem_of
from clew.loaders.texts.reading import SUFFIXES, rank

_NAMED = re.compile(r"urn:x-pdf:([0-9a-f]{32})$")
_FINGERPRINT = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]{32})>")
_LARGEST = 64 * 1024 * 1024


@dataclass(slots=True)
class Shelf:
    """Finds the files of texts by name, hash or address.

    given       the file or folder that was named, if any
    addresses   the files of addresses, as `address_of` writes them
    """

    given: Path | None = None
    addresses: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    _names: dict[str, list[Path]] | None = None
    _hashes: dict[str, Path] | None = None

    def meant(self, hint: str) -> Iterator[Path]:
        """Yield the files that a hash, a PDF's fingerprint or an address surely means."""
        named = _NAMED.match(hint.lower())
        wanted = named[1] if named else hash_in(hint)
        if wanted and (found := self._by_hash().get(wanted)):
            yield found
            return
        for path in self.addresses.get(address_of(hint) or hint, ()):
            if path.suffix.lower() in SUFFIXES:
                yield path

    def named(self, stem: str) -> list[Path]:
        """Return the files of this name, the suffix aside; deeper ones where none is on top."""
        found = sorted(self._by_name().get(stem, []), key=rank)
        return [path for path in found if path.parent == self.given] or found

    def _by_name(self) -> dict[str, list[Path]]:
        if self._names is None:
            self._names = defaultdict(list)
            for path in self._files():
                self._names[stem_of(path.name)].append(path)
        return self._names

    def _by_hash(self) -> dict[str, Path]:
        if self._hashes is None:
            self._hashes = {}
            for path in self._files():
                with suppress(OSError):  # what cannot be read is no text
                    for one in _hashes(path):
                        self._hashes.setdefault(one, path)
        return self._hashes

    def _files(self) -> Iterator[Path]:
        if self.given and self.given.is_dir():
            for folder, _, names in os.walk(self.given):
                yield from (Path(folder, name) for name in sorted(names))
        elif self.given:
            yield self.given


def _hashes(path: Path) -> Iterator[str]:
    """Yield the SHA-256 of a file, and the fingerprint by which PDF.js names a PDF."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
        return
    data = path.read_bytes()
    yield hashlib.sha256(data).hexdigest()
    if data.startswith(b"%PDF-"):
        if found := _FINGERPRINT.search(data):
            yield found[1].decode().lower()
        else:
            yield hashlib.md5(data[:1024], usedforsecurity=False).hexdigest()
