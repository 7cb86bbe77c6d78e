"""What a mapping makes of a row's cells: a column's text, parted, looked up, read as a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clew.loaders.tables.dates import to_edtf

Cells = Mapping[str, str]
#: A plain number, or one with a power of ten: `5.68E7`.
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?P<power>[eE][+-]?[0-9]{1,2})?")


class BadCell(Exception):
    """A cell that is not what the mapping says; the sentence names its column and no word of it."""


@dataclass(frozen=True, slots=True)
class Number:
    """How numbers are written: the sign before decimals, the one between thousands, a factor."""

    decimal: str = "."
    thousands: str = ""
    times: str = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Where a text comes from, and what is made of it, in the order of the fields.

    columns     headings, their cells joined; constant: the same text in every row
    join        what stands between joined cells; default: the text where all cells are empty
    split       what parts a cell into several texts; '\\n' for line ends
    lookup      what words of the table mean; other: what any other means, '' where it is an error
    dates       forms of dates, read to EDTF; number: how numbers are written
    """

    columns: tuple[str, ...] = ()
    constant: str = ""
    join: str = " "
    default: str = ""
    split: tuple[str, ...] = ()
    lookup: Mapping[str, str] | None = None
    other: str = ""
    dates: tuple[str, ...] | None = None
    number: Number | None = None

    @property
    def heading(self) -> str:
        """The column as a locator names it, '' for a constant."""
        return " + ".join(self.columns)

    @property
    def is_plain(self) -> bool:
        """Whether the cells are taken as they are."""
        if self.split or self.lookup is not None or self.dates is not None:
            return False
        return self.number is None

    def quote(self, cells: Cells) -> str:
        """Return the exact cells, '' for a constant."""
        if len(self.columns) == 1:
            return cells[self.columns[0]] if cells[self.columns[0]].strip() else ""
        return " | ".join(cells[column] for column in self.columns if cells[column].strip())

    def text(self, cells: Cells) -> str:
        """Return the one text, '' for none; raises BadCell."""
        return next(iter(self.texts(cells)), "")

    def texts(self, cells: Cells) -> list[str]:
        """Return the texts, each once, in their order; raises BadCell."""
        if len(self.columns) == 1:
            whole = cells[self.columns[0]].strip() or self.default
        else:
            given = (cells[column].strip() for column in self.columns)
            whole = self.join.join(text for text in given if text) or self.constant or self.default
        if not whole or self.is_plain:
            return [whole] if whole else []
        made = (self._made(part) for part in parts(whole, self.split))
        return list(dict.fromkeys(text for text in made if text))

    def _made(self, text: str) -> str:
        if self.lookup is not None and text:
            text = self._looked_up(text)
        if self.dates is not None:
            text = self._date(text)
        return _number(text, self.number, self.heading) if self.number and text else text

    def _looked_up(self, text: str) -> str:
        assert self.lookup is not None
        found = self.lookup.get(text.casefold())
        if found is None and not self.other:
            reason = "holds a word that its lookup does not have: add it, or an `else`"
            raise BadCell(f"column {self.heading!r} {reason}")
        # `else: same` keeps the word; a meaning of '' says that the cell says nothing
        return (text if self.other == "same" else self.other) if found is None else found

    def _date(self, text: str) -> str:
        found = text if text == ".." else to_edtf(text, self.dates or ())
        if found is None:
            forms = " or ".join(self.dates or ()) or "EDTF (2024-09-12, 2024-09, 2024~)"
            raise BadCell(f"column {self.heading!r} holds a date that is not {forms}")
        return found


def parts(text: str, split: tuple[str, ...]) -> Iterator[str]:
    """Yield what these signs part, without blanks around; the whole where there are none."""
    if not split:
        yield text.strip()
        return
    for part in re.split("|".join(map(re.escape, split)), text):
        if part := part.strip():
            yield part


def _number(text: str, form: Number, heading: str) -> str:
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    grouped = form.thousands and form.thousands in plain
    # 12.34 is no 1,234: the last sign between thousands stands before three digits
    sign = re.escape(form.thousands)
    right = not grouped or re.search(rf"{sign}[0-9]{{3}}(?![0-9]|{sign})", plain)
    if grouped:
        plain = plain.replace(form.thousands, "")
    plain = plain.replace(form.decimal, ".").replace("\u2212", "-")
    found = _NUMBER.fullmatch(plain)
    if not right or not found or (grouped and found["power"]):
        raise BadCell(f"column {heading!r} holds what is no number")
    return _times(plain, form.times) if found["power"] or form.times != "1" else plain


def _times(number: str, factor: str) -> str:
    from decimal import Decimal, localcontext

    with localcontext() as exact:
        exact.prec = len(number) + len(factor)
        return f"{(Decimal(number) * Decimal(factor)).normalize():f}"
