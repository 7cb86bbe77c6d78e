"""PDF to text, by PDFium in a process of its own; a page ends with a form feed, as in `pdftotext`.

https://pdfium.googlesource.com/pdfium/, through `pypdfium2` (extra `[text]`).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from clew.graph.errors import InputError
from clew.loaders.texts.extracted import Extracted, longest

#: So long may the reading of one PDF take, in seconds by the clock.
PATIENCE = 120
#: So many bytes may the reader of a PDF answer.
_LARGEST_ANSWER = 128 * 1024 * 1024

_NO_READER = "is a PDF: `pip install 'clew[text]'` brings what reads it"
_NO_TEXT = "is a scan without text: run an OCR tool over it first and give its text"
_TOO_MUCH = "took more time or memory than one PDF may: save it anew, or give its text"
_PROBLEMS = {
    "reader": _NO_READER,
    "password": "is locked by a password: save it without one",
    "damaged": "is a PDF that cannot be opened: save it anew, or give its text",
    "pages": "has {count} pages, too many for one PDF: split it",
    "characters": "has too much text for one PDF (after {count} pages): split it",
}
_LINE_END = re.compile(r"[ \t]*(?:\r\n?|\n)")
_HYPHEN = "\ufffe"  # PDFium: a hyphen at the end of a line, and that end
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\uffff]")


def read_pdf(data: bytes, name: str) -> Extracted:
    """Return the text of a PDF; raises InputError where it has none or cannot be read."""
    try:
        tool = f"pypdfium2 {version('pypdfium2')}"
    except PackageNotFoundError:
        raise InputError(_NO_READER, name) from None
    answer = _asked(data)
    if answer is None:
        raise InputError(_TOO_MUCH, name)
    if reason := _PROBLEMS.get(str(answer.get("problem"))):
        raise InputError(reason.format(count=answer.get("count")), name)
    if all(page is None for page in answer["pages"]):
        raise InputError(_PROBLEMS["damaged"], name)
    pages = [_cleaned(page or "") for page in answer["pages"]]
    if not any(pages):
        raise InputError(_NO_TEXT, name)
    return longest(Extracted("".join(f"{page}\n\f" for page in pages), tool), name)


def _cleaned(page: str) -> str:
    """Return a page's text with LF for line ends, hyphens as they stand, and nothing unseen."""
    page = _LINE_END.sub("\n", page.replace(_HYPHEN, "-\n"))
    whole = _UNSEEN.sub("", page).encode("utf-16", "surrogatepass")
    return whole.decode("utf-16", "replace").strip()


def _asked(data: bytes) -> dict[str, Any] | None:
    """Return what the other process answers; None where it ended without an answer."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "clew.loaders.texts.pdf_process"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin and process.stdout
    timer = threading.Timer(PATIENCE, process.kill)
    timer.start()
    try:
        # it reads all before it writes
        process.stdin.write(data)
        process.stdin.close()
        said = process.stdout.read(_LARGEST_ANSWER)
    except BrokenPipeError:
        return None
    finally:
        timer.cancel()
        process.kill()
        process.stdout.close()
        process.wait()
    try:
        answer = json.loads(said)
    except ValueError:
        return None
    whole = isinstance(answer, dict) and ("problem" in answer or "pages" in answer)
    return answer if whole else None
