"""Takes the pages' texts out of a PDF: bytes on stdin, JSON on stdout; see `pdf.py`, which runs it.

A process of its own, since PDFium is native code and a PDF can be made to harm its reader. Before
the first byte of the PDF is looked at, it can open no file and no connection any more, and memory
and time are limited, where the system knows how. No script in a PDF is run: this PDFium has none.
"""

from __future__ import annotations

import codecs
import importlib
import json
import sys
from typing import Any

from clew.loaders.texts.pdf_words import words_of

MEMORY = 768 * 1024 * 1024
SECONDS = 60
#: So many pages may a PDF have, and so many characters of text.
MOST_PAGES = 10_000
MOST_CHARACTERS = 16_000_000

_PASSWORD = 4  # FPDF_ERR_PASSWORD


def shut_in() -> None:
    """Give up the right to open anything, and to more than a share of memory and time."""
    try:
        import resource
    except ImportError:  # Windows: whoever started this limits the time
        return
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    for which, most in limits.items():
        try:
            resource.setrlimit(which, (most, most))
        except (OSError, ValueError):  # macOS does not know all of them
            continue


def told(data: bytes) -> dict[str, Any]:
    """Return the pages' texts (None: a page that cannot be read), or why there are none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"problem": "password" if error.err_code == _PASSWORD else "damaged"}
    if len(document) > MOST_PAGES:
        return {"problem": "pages", "count": len(document)}
    pages: list[str | None] = []
    size = 0
    for number in range(len(document)):
        pages.append(_text(document, number))
        size += len(pages[-1] or "")
        if size > MOST_CHARACTERS:
            return {"problem": "characters", "count": number + 1}
    return {"pages": pages}


def _text(document: Any, number: int) -> str | None:
    import pypdfium2

    try:
        page = document[number]
        text = words_of(page)
    except pypdfium2.PdfiumError:
        return None
    page.close()
    return text


def main() -> None:
    """Read the PDF, write what it tells."""
    data = sys.stdin.buffer.read()
    # what is loaded later could not be loaded any more
    codecs.lookup("utf-16-le")
    try:
        importlib.import_module("pypdfium2")
    except (ImportError, OSError):
        answer: dict[str, Any] = {"problem": "reader"}
    else:
        shut_in()
        answer = told(data)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
