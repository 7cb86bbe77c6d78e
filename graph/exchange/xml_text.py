"""Texts as XML 1.0 can hold them: what it has no way to write is replaced, and counted."""

from __future__ import annotations

import re

#: What no document of XML 1.0 may hold, by number neither (https://www.w3.org/TR/xml/#charsets).
_NONE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What no name token has (https://www.w3.org/TR/xml/#NT-NameChar).
_NO_NAME = re.compile(
    "[^-.:_A-Za-z0-9\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd]"
)
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
#: A reader turns these into blanks or other line ends, unless they are written by number.
_SPACES = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_WRITTEN = str.maketrans({**_SIGNS, **_SPACES})
_CHANGED = re.compile('[&<>"\t\n\r]')


class XmlText:
    """Writes texts, in elements and in attributes alike; `replaced` counts letters."""

    def __init__(self) -> None:
        self.replaced = 0

    def __call__(self, text: str) -> str:
        """Return a text as markup."""
        if text.isascii() and text.isprintable():
            return text.translate(_WRITTEN) if _CHANGED.search(text) else text
        text, count = _NONE.subn("\ufffd", text)
        self.replaced += count
        return text.translate(_WRITTEN)

    def lost(self) -> list[str]:
        """Return what a report says of it."""
        said = "letters that XML 1.0 cannot hold are U+FFFD (control characters and the like)."
        return [f"{self.replaced} {said}"] if self.replaced else []


def name_token(text: str) -> str:
    """Return a name as a name token, `_` for each letter that none has."""
    return _NO_NAME.sub("_", text) or "_"
