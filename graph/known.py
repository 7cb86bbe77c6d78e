"""Texts that a case has already, as loaders ask for them: by a hash, an address or a name.

A loader never sees a ledger: it is given a function (`Known`) that answers with texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_HASH = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{64}|d[0-9a-f]{32})(?![0-9a-f])")
_PROXIES = ("https://via.hypothes.is/", "http://via.hypothes.is/")
_PAGES = frozenset(".docx .htm .html .jsp .md .pdf .php .shtml .txt .xhtml".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownText:
    """A text that is there already.

    sure        found by its hash or address, and not only by name; of a text that is the same but
                for its blanks: that it was not rebuilt from tokens itself
    original    the bytes that it was read from, b"" where they are not to be had
    by          the tool that took the text out of them, with its version; '' of a plain text
    stands      something that was read in it stands: nobody undid or withdrew all of it
    """

    text: str
    path: str
    language: str = ""
    sure: bool = True
    original: bytes = b""
    by: str = ""
    stands: bool = True


#: Answers a hash, an address or a name with the texts that it may mean, the likeliest first; and
#: what `unspaced.same_text` makes of a text with those that differ from it by their blanks alone;
#: `same:` and the id of a rebuilt text with the one that a reading of it stands on.
Known = Callable[[str], Sequence[KnownText]]


def no_texts(hint: str) -> Sequence[KnownText]:
    """Return no text: what a loader is told where there is no case."""
    return ()


def hash_in(hint: str) -> str:
    """Return the SHA-256 or the document's id that an address such as `urn:sha256:…` holds."""
    found = _HASH.search(hint.lower())
    return found[0] if found else ""


def address_of(hint: str) -> str:
    """Return an address as addresses are compared: no scheme, fragment or final `/`; '' if none."""
    for proxy in _PROXIES:
        hint = hint.removeprefix(proxy)
    try:
        parts = urlsplit(hint.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    asked = [one for one in parts.query.split("&") if one and not one.startswith("via.")]
    query = f"?{'&'.join(asked)}" if asked else ""
    return f"{host}{unquote(parts.path).rstrip('/')}{query}"


def name_in(hint: str) -> str:
    """Return the last part of an address or path, the host where it has no other."""
    for proxy in _PROXIES:
        hint = hint.removeprefix(proxy)
    try:
        parts = urlsplit(hint.strip().replace("\\", "/"))
    except ValueError:
        return ""
    path = unquote(parts.path).rstrip("/").rpartition("/")[2]
    return path or (parts.netloc if parts.scheme in ("http", "https") else "")


def stem_of(name: str) -> str:
    """Return a name without the suffix that texts and pages have, in small letters."""
    stem, dot, suffix = name.lower().rpartition(".")
    return stem if stem and f"{dot}{suffix}" in _PAGES else name.lower()
