"""What leaves the case carries salted ids: nobody can guess them from a public text (rule 24).

An id of the ledger is a hash of a document's words and places, so whoever has the same article
could tell which of its spans a case holds. The salt is made once for each case and is the same at
every hand-on: an id that an editor reads from a page is found again in the case (`meant`).
"""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from clew.graph.directory import CaseDirectory
from clew.graph.errors import ClewError
from clew.graph.json_text import parsed
from clew.graph.ledger.log import last_day
from clew.graph.lens import Lens

#: An id of the ledger or of a hand-on; the letter says of what: mention, claim, document, edge, …
ID = re.compile(r"(?<![0-9A-Za-z_])[cdeimr][0-9a-f]{32}(?![0-9A-Za-z_])")
#: An id, or its first signs, nine or more: so many are shown where there is little room.
BEGUN = re.compile(r"[cdeimr][0-9a-f]{8,32}")
#: The first signs of an id, as sentences tell namesakes apart.
SHORT = re.compile(r"(?<=\()[cdeimr][0-9a-f]{6}(?=\))")
#: Makes one sign of all hex digits: where no six of them follow each other there is no id.
_DIGITS, _SIX, _ALL = bytes.maketrans(b"123456789abcdef", b"0" * 15), b"0" * 6, b"0" * 32
_LETTERS, _QUOTE, _ESCAPE = b"cdeimr", *b'"\\'
#: The same in JSON text, but for what stands before: looking back at every sign is slow. Escapes
#: end in letters, which would seem part of the word behind them.
_IN_JSON = re.compile(rb"[cdeimr][0-9a-f]{6}(?:[0-9a-f]{26}(?![0-9A-Za-z_])|(?=\)))")
_OF_WORDS = re.compile(rb"[0-9A-Za-z_]")
_LETTERED = re.compile(rb"\\[bfnrtu]")
#: What all of these hold; most texts hold nothing like it.
_LIKELY = re.compile("[cdeimr][0-9a-f]{6}")
_LIKELY_THERE = re.compile(rb"[cdeimr][0-9a-f]{6}")
_BYTES = 32
#: Tells the id of the case that a word is, or begins; '' where it is none.
Ids = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Handing:
    """How this case hands on through a lens.

    directory   the case
    last_entry  the day of the ledger's last entry, `YYYY-MM-DD`; '' where there is none
    layouts     where layouts of what is handed on are kept; None where nothing may stay
    """

    salt: bytes = field(repr=False)
    directory: CaseDirectory
    last_entry: str = ""
    layouts: Path | None = None

    def id(self, identity: str) -> str:
        """Return what stands for an id outside of the case: its letter and 32 hex digits."""
        return _salted(self.salt, identity.encode()).decode()

    def hidden(self, value: Any, ids: Ids) -> Any:
        """Return a value, however deep, with every id of the case in its texts replaced.

        A text that is an id always is; inside a longer one `ids` tells those of this case, whole
        or by their first signs, from other words of that form.
        """
        if isinstance(value, str):
            if not _LIKELY.search(value):
                return value
            return self.id(value) if ID.fullmatch(value) else self._text(value, ids)
        if isinstance(value, Mapping):
            return {name: self.hidden(part, ids) for name, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.hidden(part, ids) for part in value]
        return value

    def read(self, text: bytes, ids: Ids) -> Any:
        """Return what compact JSON text says, with its ids replaced as `hidden` does it.

        They are replaced in the text, which is several times as quick.
        """
        parts, rest = list[bytes](), 0
        hexes = text.translate(_DIGITS)
        at = hexes.find(_SIX)
        while at >= 0:
            start = at if text[at - 1] == _QUOTE else at - 1
            end = text.find(b'"', at)
            alone = text[start - 1] == _QUOTE and text[start - 2] != _ESCAPE
            if (
                alone
                and end - start == 33
                and hexes.startswith(_ALL, start + 1)
                and text[start] in _LETTERS
                and text[end + 1 : end + 2] != b":"
            ):
                parts += text[rest:start], _salted(self.salt, text[start:end])
                rest = end
            elif not (alone and end - start == 32 and hexes.startswith(_ALL, start)):
                end = len(text) if end < 0 else end
                if _LIKELY_THERE.search(text, start, end):
                    return self._read(text, ids)
            at = hexes.find(_SIX, end)
        return parsed(b"".join((*parts, text[rest:])))

    def _read(self, text: bytes, ids: Ids) -> Any:
        """Read a text that may hold ids within its texts."""
        if _LETTERED.search(text):
            return self.hidden(parsed(text), ids)

        def put(found: re.Match[bytes]) -> bytes:
            word, (start, end) = found[0].decode(), found.span()
            before = text[start - 1 : start]
            if before == b'"' == text[end : end + 1] and text[start - 2 : start - 1] != b"\\":
                is_name = text[end + 1 : end + 2] == b":"
                return found[0] if is_name else self.id(word).encode()
            if _OF_WORDS.match(before) if len(word) > 7 else before != b"(":
                return found[0]
            whole = ids(word)
            return self.id(whole)[: len(word)].encode() if whole else found[0]

        return parsed(_IN_JSON.sub(put, text))

    def meant(self, handed_on: str, ids: Iterable[str]) -> list[str]:
        """Return those of these ids that a handed-on id, or its first signs, stand for."""
        if not BEGUN.fullmatch(handed_on):
            return []
        letter = handed_on[0]
        return [i for i in ids if i[:1] == letter and self.id(i).startswith(handed_on)]

    def _text(self, text: str, ids: Ids) -> str:
        def salted(found: re.Match[str]) -> str:
            whole = ids(found[0])
            return self.id(whole)[: len(found[0])] if whole else found[0]

        return SHORT.sub(salted, ID.sub(salted, text))


@lru_cache(maxsize=1 << 16)
def _salted(salt: bytes, identity: bytes) -> bytes:
    digest = _keyed(salt).copy()
    digest.update(identity)
    return identity[:1] + digest.hexdigest().encode()


@lru_cache(maxsize=8)
def _keyed(salt: bytes) -> blake2b:
    """Return the beginning of every digest with this salt."""
    return blake2b(key=salt, digest_size=16, person=b"clew hand-on")


def handing(directory: CaseDirectory, db: sqlite3.Connection, lens: Lens) -> Handing:
    """Return how a case hands on through this lens; its salt is made where it has none yet.

    Layouts of what a lens discloses beyond the public are kept nowhere (rule 29).
    """
    kept = directory.graph / "layouts" if lens.disclose == "public" else None
    return Handing(salt_of(directory.salt), directory, last_day(db), kept)


def answers_to(directory: CaseDirectory, given: str) -> Callable[[str], bool]:
    """Return what tells whether an id of the case is the given one, or was handed on as it."""
    if not directory.salt.exists():  # nothing was ever handed on, and reading makes nothing
        return given.__eq__
    hand = Handing(salt_of(directory.salt), directory)
    return lambda own: own == given or hand.id(own) == given


def salt_of(path: Path) -> bytes:
    """Return the salt in this file, made whole and 0600 where there is none; once and for all."""
    if not path.exists():
        _make(path)
    salt = path.read_bytes()
    if len(salt) != _BYTES:
        raise ClewError(
            f"{path} is not as it was made: bring it back from a copy of the case, or remove it,"
            " and ids that were handed on before answer no more"
        )
    return salt


def _make(path: Path) -> None:
    """Write a new salt beside, and give it its name unless another process was first."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        _name(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _name(beside: Path, path: Path) -> None:
    """Give a file its name unless there is one; without links (exFAT) as well as can be done."""
    try:
        os.link(beside, path)
    except FileExistsError:
        return
    except OSError:
        if not path.exists():
            os.replace(beside, path)
