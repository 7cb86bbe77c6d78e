"""Which documents give their text, told by their content: PDF and DOCX; and pages by their names.

What was read once stays: bytes that the case has already are read with the text that it has of
them, so that a newer reader never makes two sources of one document.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from clew.graph.errors import InputError
from clew.graph.known import Known
from clew.loaders.texts.extracted import Extracted

#: How texts are named, and documents that a text is taken out of.
PAGES = (".html", ".htm", ".xhtml")
DOCUMENTS = (".pdf", ".docx")
SUFFIXES = (".txt", *PAGES, *DOCUMENTS)

_PDF = b"%PDF-"
_BEGINNING = 1024  # where readers look for that mark
_REFUSED = {
    b"\xd0\xcf\x11\xe0": "is an old Word document, or one with a password: save it as DOCX without",
    b"{\\rtf": "is RTF: save it as DOCX or as text",
}


def read_document(data: bytes, name: str, known: Known) -> Extracted | None:
    """Return what a PDF or DOCX holds, None for what is none; raises InputError.

    `known` answers a hash with the text that the case has of these bytes.
    """
    for mark, reason in _REFUSED.items():
        if data.startswith(mark):
            raise InputError(reason, name)
    is_pdf = _is_pdf(data, name)
    if not is_pdf and not data.startswith(b"PK\x03\x04"):
        return None
    for text in known(hashlib.sha256(data).hexdigest()):
        if text.sure and text.stands:
            return Extracted(text.text, text.by)
    if is_pdf:
        from clew.loaders.texts.pdf import read_pdf

        return read_pdf(data, name)
    from clew.loaders.texts.docx import read_docx

    return read_docx(data, name)


def _is_pdf(data: bytes, name: str) -> bool:
    """Tell a PDF by its mark; what is called one may have something before that."""
    beginning = data[:_BEGINNING]
    called = name.lower().endswith(".pdf")
    return beginning.lstrip().startswith(_PDF) or (called and _PDF in beginning)


def rank(path: PurePath) -> tuple[int, str]:
    """Return the order in which files of one name are tried: a plain text before its original."""
    suffix = path.suffix.lower()
    return SUFFIXES.index(suffix) if suffix in SUFFIXES else -1, path.as_posix()


def is_page(path: PurePath) -> bool:
    """Say whether a file is a page of HTML, by its name."""
    return path.suffix.lower() in PAGES


def read_html(raw: str) -> Extracted:
    """Return the text of a page of HTML."""
    from clew.loaders.texts.html import NAME, read_page

    return Extracted(read_page(raw).text, NAME)
