"""CSV, TSV and their kin, as they are met: any delimiter, quotes over line ends, old encodings."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from clew.graph.errors import InputError
from clew.loaders.tables.options import DELIMITERS, Options
from clew.loaders.tables.table import LONGEST_CELL, Lines

if TYPE_CHECKING:
    from _csv import Reader

#: Counted with every line that holds other than ASCII, in a table that is not UTF-8.
LEGACY = "not_utf8"
_OLD = ("cp1252", "latin-1")
_SAMPLE = 65_536
_LONG = f"has a cell of more than {LONGEST_CELL:,} characters, or a quote that never closes"
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def delimited(data: bytes, name: str, options: Options, noted: Counter[str]) -> Lines:
    """Return the lines of a table written as text; raises InputError where it is none."""
    encoding = _encoding(data, name, options.encoding, noted)
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    sample = text.read(_SAMPLE)
    said = _SAID.match(sample)
    delimiter = options.delimiter or (said[1] if said else sniff(sample, options.quote))
    text.seek(0)
    if said:
        text.readline()
    return _lines(text, name, delimiter, options.quote, 1 if said else 0)


def sniff(sample: str, quote: str = '"') -> str:
    """Return what parts the cells of a text: what gives most rows an equal number of them."""
    fit = {delimiter: _fit(sample, delimiter, quote) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: fit[delimiter])


def _fit(sample: str, delimiter: str, quote: str) -> tuple[float, int]:
    """Return which part of the rows has the usual number of cells, and that number."""
    widths = list(_widths(sample, delimiter, quote))
    if len(sample) == _SAMPLE and len(widths) > 1:
        widths.pop()  # it is cut in its middle
    ((usual, count),) = Counter(widths).most_common(1) or [(0, 0)]
    return (count / len(widths), usual) if usual > 1 else (0.0, 0)


def _widths(sample: str, delimiter: str, quote: str) -> Iterator[int]:
    lines = io.StringIO(sample, newline="")
    try:
        for row in _reader(lines, delimiter, quote, strict=False):
            if any(cell.strip() for cell in row):
                yield len(row)
    except csv.Error:
        return


def _reader(lines: Iterable[str], delimiter: str, quote: str, *, strict: bool) -> Reader:
    if not quote:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=strict)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=strict)


def _lines(text: io.TextIOWrapper, name: str, delimiter: str, quote: str, before: int) -> Lines:
    reader = _reader(text, delimiter, quote, strict=True)
    begins = before + 1
    try:
        for cells in reader:
            # the csv module's own limit is the whole process's, and others raise it
            if max(map(len, cells), default=0) > LONGEST_CELL:
                raise InputError(_LONG, name, begins)
            if cells not in ([], ["\x1a"]):  # DOS ended files with this sign
                yield begins, cells
            begins = before + reader.line_num + 1
    except csv.Error as error:
        reason = (
            _LONG
            if "field larger" in str(error)
            else "has a quote that does not close where its cell ends: double it, or say"
            " `quote: none` in the mapping where quotes are letters like others"
        )
        raise InputError(reason, name, begins) from None


def _encoding(data: bytes, name: str, said: str, noted: Counter[str]) -> str:
    """Return how the bytes are to be read; what is not UTF-8 is counted line by line."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        said = said or "utf-16"
    elif (place := data.find(b"\0")) >= 0 and not said.lower().startswith("utf"):
        raise InputError(f"is binary (a NUL at byte {place}): give a table as text", name)
    if said:
        said = "utf-8-sig" if codecs.lookup(said).name == "utf-8" else said
        if (wrong := _fails(data, said)) >= 0:
            line = data.count(b"\n", 0, wrong) + 1
            reason = f"is not in the encoding {said} (byte {wrong}): name another in the mapping"
            raise InputError(reason, name, line)
        return said
    if _fails(data, "utf-8") < 0:
        return "utf-8-sig"
    noted[LEGACY] += sum(not line.isascii() for line in data.splitlines())
    return next(encoding for encoding in _OLD if _fails(data, encoding) < 0)


def _fails(data: bytes, encoding: str) -> int:
    """Return the first byte that the encoding cannot be, -1 where all can be read."""
    decoder = codecs.getincrementaldecoder(encoding)()
    step = 1 << 20
    for start in range(0, len(data), step):
        try:
            decoder.decode(data[start : start + step], start + step >= len(data))
        except UnicodeError as error:
            return start + getattr(error, "start", 0)
    return -1
