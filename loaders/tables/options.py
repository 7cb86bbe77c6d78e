"""How a table's file is written, where a mapping says it."""

from __future__ import annotations

from dataclasses import dataclass

#: What parts cells, in the order in which they are tried.
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The section `table:` of a mapping; what it leaves out is told from the file.

    delimiter   what parts cells; encoding: a name that Python knows
    quote       what encloses cells; '' where quotes are letters like others
    sheet       of a workbook; else the first that is shown
    heading     the line that holds the headings; 0: the first that is not blank; -1: there is none
    columns     headings for a table without; a first row that repeats them is passed over
    skip        how many rows after the headings are passed over
    empty       cells that mean nothing: `NA`, `-0-`
    """

    delimiter: str = ""
    encoding: str = ""
    quote: str = '"'
    sheet: str = ""
    heading: int = 0
    columns: tuple[str, ...] = ()
    skip: int = 0
    empty: frozenset[str] = frozenset()
