"""The text of one page of a PDF as PDFium tells it, without what it gets wrong in shaped scripts.

Printers write Khmer, Burmese and the like as glyphs with the words they stand for beside them
(`ActualText`, ISO 32000-2, 14.9.4). Where several pieces of one cluster bear the same words, PDFium
tells these words again, and sees blanks where the pieces that it passed over stand. Used by
`pdf_process.py` alone.
"""

from __future__ import annotations

import ctypes
from typing import Any

#: A blank is at least so wide, in parts of the font's size.
BLANK = 0.2

_HYPHEN = 2  # at the end of a line, and that end
_Box = tuple[float, float]


def words_of(page: Any) -> str:
    """Return a page's text; `page` is pypdfium2's."""
    import pypdfium2.raw as raw

    read = page.get_textpage()
    try:
        spans = _spans(raw, page.raw)
        return _Reader(raw, read.raw, spans).text() if spans else str(read.get_text_range())
    finally:
        read.close()


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _spans(raw: Any, page: Any) -> dict[int, _Box]:
    """Return from where to where the pieces stand that share their words, by what marks them."""
    found: dict[int, _Box] = {}
    edges = [ctypes.c_float() for _ in range(4)]
    for number in range(raw.FPDFPage_CountObjects(page)):
        piece = raw.FPDFPage_GetObject(page, number)
        if mark := _mark(raw, piece):
            raw.FPDFPageObj_GetBounds(piece, *edges)
            left, right = found.get(mark, (edges[0].value, edges[2].value))
            found[mark] = min(left, edges[0].value), max(right, edges[2].value)
    return found


def _mark(raw: Any, piece: Any) -> int:
    """Return what marks a piece as one of those that share their words, 0 where nothing does."""
    if raw.FPDFPageObj_GetType(piece) != raw.FPDF_PAGEOBJ_TEXT:
        return 0
    size = ctypes.c_ulong()
    for number in range(raw.FPDFPageObj_CountMarks(piece)):
        mark = raw.FPDFPageObj_GetMark(piece, number)
        if raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, size):
            return _address(mark)
    return 0


class _Reader:
    """Reads a page letter by letter; `spans` are those of its shared words."""

    def __init__(self, raw: Any, page: Any, spans: dict[int, _Box]) -> None:
        self.raw, self.page, self.spans = raw, page, spans
        self.first: dict[int, int] = {}
        self.marks: dict[int, int] = {}

    def text(self) -> str:
        """Return the text, each cluster's words once."""
        told: list[str] = []
        last: tuple[int, int] | None = None
        blank = ""
        for at in range(self.raw.FPDFText_CountChars(self.page)):
            sign = self._sign(at)
            if self.raw.FPDFText_IsGenerated(self.page, at) == 1:
                blank = blank + sign if sign != " " or not blank else blank
                continue
            piece = _address(self.raw.FPDFText_GetTextObject(self.page, at))
            mark = self._mark_of(piece, at)
            if mark and self.first.setdefault(mark, piece) != piece:
                continue
            if blank != " " or last is None or self._apart(last, (at, mark)):
                told.append(blank)
            told.append(sign)
            last, blank = (at, mark), ""
        return "".join(told).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _sign(self, at: int) -> str:
        code = self.raw.FPDFText_GetUnicode(self.page, at)
        if code == _HYPHEN:
            return "\ufffe"  # as in a text that PDFium gives whole
        return chr(code) if 0 < code < 0x110000 else "\ufffd"

    def _mark_of(self, piece: int, at: int) -> int:
        if piece not in self.marks:
            self.marks[piece] = _mark(self.raw, self.raw.FPDFText_GetTextObject(self.page, at))
        return self.marks[piece]

    def _apart(self, last: tuple[int, int], here: tuple[int, int]) -> bool:
        """Say whether there is a blank between two letters, one of them in shared words."""
        if not (last[1] or here[1]):
            return True
        (left, right), (start, end) = self._box(*last), self._box(*here)
        size = float(self.raw.FPDFText_GetFontSize(self.page, here[0]))
        return max(start - right, left - end) > BLANK * size

    def _box(self, at: int, mark: int) -> _Box:
        if mark:
            return self.spans[mark]
        edges = [ctypes.c_double() for _ in range(4)]
        self.raw.FPDFText_GetCharBox(self.page, at, *edges)
        return edges[0].value, edges[1].value
