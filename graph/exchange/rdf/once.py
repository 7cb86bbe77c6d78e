"""What was met before, of any number of things, in little memory."""

from __future__ import annotations

import sqlite3
from hashlib import blake2b


class Once:
    """Keeps digests of what it was shown, in a file of no name once they are many."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._met = sqlite3.connect("")
        self._met.execute("CREATE TABLE met(digest BLOB PRIMARY KEY) WITHOUT ROWID")

    def first(self, *words: str) -> bool:
        """Tell whether these words were not met before, in this order."""
        digest = blake2b("\x1f".join(words).encode(errors="replace"), digest_size=16).digest()
        return self._met.execute("INSERT OR IGNORE INTO met VALUES (?)", (digest,)).rowcount > 0

    def close(self) -> None:
        """Forget all of it."""
        self._met.close()
