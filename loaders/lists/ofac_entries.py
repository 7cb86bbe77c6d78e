"""From the rows of OFAC's files to entries, values and ties.

Each entry has one designation, `<number>/sanction`; what remarks say of its consequences is said
of that. "Linked To:" names the entry that alone has that main name (rule 20).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, chain

from clew.graph.model import digest, identical
from clew.loaders.items import Counted, Entry, Fact, Item, Link, Place
from clew.loaders.lists.countries import country
from clew.loaders.lists.ofac_data import data, given, is_known
from clew.loaders.lists.ofac_files import COLUMNS, Opened, Row
from clew.loaders.lists.ofac_remarks import Extra, Said, clauses, read, titles_of

#: The remarks column holds no more; what is longer goes on in the comments file.
REMARKS_HELD = 1000

_NOTHING: Extra = {}


@dataclass(slots=True)
class Listing:
    """One edition on its way to items.

    numbers     the entries' numbers; names: main names that one entry alone has, with its number
    comments    the rows in which remarks go on, in their order, by the entry's number
    said        the items of the row at hand; seen: what was said, since rows repeat one another
    """

    short: str
    files: Mapping[str, Opened]
    numbers: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    comments: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    said: list[Item] = field(default_factory=list)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def items(self) -> Iterator[Item]:
        """Yield what all rows say, those of the main file first."""
        self._index(self.files["main"].rows)
        readers = {
            "main": self._entry,
            "addresses": self._address,
            "aliases": self._alias,
            "comments": self._comment,
        }
        for part, read_row in readers.items():
            for row in self.files[part].rows if part in self.files else ():
                read_row(row)
                yield from self.said
                self.said.clear()
        yield from (Counted(name, count) for name, count in self.counts.items())

    def _index(self, main: list[Row]) -> None:
        named = {row.cells[0].strip(): _folded(given(row.cells[1])) for row in main}
        times = Counter(named.values())
        self.names = {name: number for number, name in named.items() if times[name] == 1 and name}
        for row in self.files["comments"].rows if "comments" in self.files else ():
            self.comments[row.cells[0].strip()].append(row)

    def _place(self, part: str, row: Row, column: int) -> Place:
        return Place(file=self.files[part].name, line=row.line, column=COLUMNS[part][column])

    def _fact(
        self, entry: str, name: str, value: str, place: Place, quote: str, extra: Extra = _NOTHING
    ) -> None:
        """Say a value, unless the same was said before: of two directives, one day is two."""
        key = (entry, name, value, *chain.from_iterable(extra.values()))
        if key not in self.seen:
            self.seen.add(key)
            self.said.append(
                Fact(entry=entry, property=name, value=value, place=place, quote=quote, extra=extra)
            )

    def _number(self, part: str, row: Row) -> str:
        """Return the number of a row's entry; one that the main file does not hold is made."""
        number = row.cells[0].strip()
        if number not in self.numbers:
            self.numbers.add(number)
            place = self._place(part, row, 0)
            self.counts["entries without a row of their own"] += 1
            self.said.append(
                Entry(id=number, kind="LegalEntity", name="", place=place, quote=number)
            )
            self._fact(number, "ofacId", number, place, number)
        return number

    def _entry(self, row: Row) -> None:
        number, name, sort = row.cells[0].strip(), given(row.cells[1]), given(row.cells[2])
        self.numbers.add(number)
        kind = data()["kinds"].get(sort.casefold(), "LegalEntity")
        place = self._place("main", row, 1)
        self.counts["entries"] += 1
        self.said.append(Entry(id=number, kind=kind, name=name, place=place, quote=name or number))
        self._fact(number, "ofacId", number, self._place("main", row, 0), number)
        if kind == "LegalEntity":
            self._fact(number, "classification", sort, self._place("main", row, 2), sort)
        self._sanction(row, number)
        titles = titles_of(given(row.cells[4]))
        self._columns(row, number, titles)
        self._remarks(row, number, titles)

    def _sanction(self, row: Row, number: str) -> None:
        cell, entry, place = given(row.cells[3]), f"{number}/sanction", self._place("main", row, 3)
        quote, name = cell or number, f"{self.short} {number}"
        self.said += (
            Entry(id=entry, kind="Sanction", name=name, place=place, quote=quote),
            Link(start=number, type="SANCTIONED_BY", end=entry, place=place, quote=quote),
        )
        self._fact(entry, "authority", data()["authority"], place, quote)
        self._fact(entry, "authorityId", number, place, quote)
        self._fact(entry, "country", data()["country"], place, quote)
        for programme in filter(None, (word.strip(" []") for word in cell.split("]"))):
            self.counts["programmes"] += 1
            self._fact(entry, "program", programme, place, cell)

    def _columns(self, row: Row, number: str, titles: Mapping[str, str]) -> None:
        for title, name in titles.items():
            self._fact(number, name, title, self._place("main", row, 4), title)
        for column, name in data()["columns"].items():
            cell = given(row.cells[column])
            if cell and is_known(cell):
                value = country(cell) if name == "flag" else cell
                self._fact(number, name, value, self._place("main", row, column), cell)

    def _remarks(self, row: Row, number: str, titles: Mapping[str, str]) -> None:
        """Say what each clause says, in its own place: one may begin in the comments file."""
        held, more = row.cells[11], self.comments.get(number, ())
        held = held if given(held) else ""
        cells = [(held, self._place("main", row, 11))]
        cells += ((each.cells[1], self._place("comments", each, 1)) for each in more)
        cut = not more and len(held) >= REMARKS_HELD and not held.endswith(".")
        found = list(clauses("".join(text for text, _ in cells)))
        for at, (start, text) in enumerate(found, 1):
            said = None if cut and at == len(found) else read(text, titles)
            self._clause(number, said, _place_of(start, cells), text)
        if cut:
            reason = "has remarks that are cut off, and no comments file that goes on with them"
            self.said.append(self.files["main"].file.rejected(row.line, reason))

    def _comment(self, row: Row) -> None:
        """Keep the comments on an entry that the main file does not hold, unread."""
        if row.cells[0].strip() in self.numbers:
            return
        place, text = self._place("comments", row, 1), given(row.cells[1])
        self._clause(self._number("comments", row), None, place, text)

    def _clause(self, number: str, said: Said | None, place: Place, text: str) -> None:
        self.counts["remarks"] += 1
        if said is None:
            self.counts["remarks not understood"] += 1
            self._fact(number, "notes", text, place, text)
        elif said.of == "value":
            self._fact(number, said.property, said.value, place, text, said.extra)
        elif said.of == "sanction":
            self._fact(f"{number}/sanction", said.property, said.value, place, text, said.extra)
        elif said.of == "link":
            self._link(number, said, place, text)
        else:
            self._wallet(number, said, place, text)

    def _link(self, number: str, said: Said, place: Place, quote: str) -> None:
        self.counts["links"] += 1
        end = self.names.get(_folded(said.value), "")
        if not end:
            end = f"{number}/linked/{digest(_folded(said.value))}"
            self.counts["links not resolved"] += 1
            self.said.append(
                Entry(id=end, kind="LegalEntity", name=said.value, place=place, quote=quote)
            )
        self._tie(number, said.property, end, place, quote, {"means": ("Linked To",)})

    def _wallet(self, number: str, said: Said, place: Place, quote: str) -> None:
        (currency,) = said.extra["currency"]
        entry = f"wallet/{currency}/{said.value}"
        self.said.append(
            Entry(id=entry, kind="CryptoWallet", name=said.value, place=place, quote=quote)
        )
        self._fact(entry, "cryptoAddress", said.value, place, quote)
        self._fact(entry, "currencySymbol", currency, place, quote)
        self._tie(number, said.property, entry, place, quote, {})

    def _tie(self, start: str, sort: str, end: str, place: Place, quote: str, extra: Extra) -> None:
        """Say a tie, unless it was said before."""
        if (start, sort, end) not in self.seen:
            self.seen.add((start, sort, end))
            self.said.append(
                Link(start=start, type=sort, end=end, place=place, quote=quote, extra=extra)
            )

    def _address(self, row: Row) -> None:
        number = self._number("addresses", row)
        where, remark = given(row.cells[4]), given(row.cells[5])
        parts = [part for cell in row.cells[2:5] if (part := given(cell))]
        self.counts["addresses"] += 1
        if parts and parts != [where]:
            words, place = ", ".join(parts), self._place("addresses", row, 2)
            self._fact(number, "address", words, place, words)
        if where and is_known(where):
            place = self._place("addresses", row, 4)
            self._fact(number, "country", country(where), place, where)
        if remark:
            self._fact(number, "notes", remark, self._place("addresses", row, 5), remark)

    def _alias(self, row: Row) -> None:
        number, sort, name = self._number("aliases", row), given(row.cells[2]), given(row.cells[3])
        remark, place = given(row.cells[4]), self._place("aliases", row, 3)
        self.counts["aliases"] += 1
        known = data()["aliases"].get(sort.casefold().replace(".", ""), "alias")
        weak = "weak" in remark.casefold().split()
        if name:
            self._fact(number, "weakAlias" if weak else known, name, place, name)
        else:
            self.said.append(self.files["aliases"].file.rejected(row.line, "names nothing"))
        if remark and not weak:
            self._fact(number, "notes", remark, self._place("aliases", row, 4), remark)


def _place_of(start: int, cells: list[tuple[str, Place]]) -> Place:
    """Return the place of the cell in which what starts there in all of them begins."""
    ends = accumulate(len(text) for text, _ in cells)
    return next(place for end, (_, place) in zip(ends, cells, strict=True) if start < end)


def _folded(name: str) -> str:
    """Return a main name as "Linked To:" is read: case, blanks, final stop aside."""
    return identical(name).rstrip(".").rstrip()
