"""Mappings drafted from a table's headings and values; what is unsure stands behind `#`.

Each line says why it is there, in headings and counts; no cell of the table is repeated.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from clew.graph.errors import InputError
from clew.graph.schema import schema
from clew.loaders.base import Input
from clew.loaders.tables import guesses, victims
from clew.loaders.tables.columns import ROWS, Column, columns
from clew.loaders.tables.delimited import LEGACY
from clew.loaders.tables.opening import open_table
from clew.loaders.tables.options import Options
from clew.loaders.tables.table import Table

_PAIRS = (("%d/%m/%Y", "%m/%d/%Y"), ("%d-%m-%Y", "%m-%d-%Y"))


def draft(path: Path) -> str:
    """Return a mapping proposed for this table, as YAML; raises InputError where it is none."""
    file = Input(path)
    table = open_table(file.bytes(), file.name, Options())
    if refusal := victims.refusal(table.place, table.headings):
        raise InputError(refusal, file.name)
    found, bad = columns(table)
    return "\n".join([*_head(table, found, bad), *_Draft(table.place, found).lines()]) + "\n"


def _head(table: Table, found: Sequence[Column], bad: int) -> Iterator[str]:
    name = table.place.partition(", sheet ")[0]
    rows = max((column.rows for column in found), default=0)
    seen = f"its first {ROWS} rows" if rows + bad >= ROWS else f"{rows} rows"
    yield f"# Drafted from {table.place}: {seen}, {len(found)} columns."
    yield "# What is unsure stands behind `#`: take the `#` away where it is right. Then"
    yield f"#   clew mapping check MAPPING {name}"
    yield f"#   clew import {name} --mapping MAPPING"
    if bad:
        yield f"# {bad} rows have not as many cells as the heading and would be rejected."
    for what, count in table.noted.items():
        if count and what != LEGACY:
            yield f"# {count} {what}."
    yield ""
    stem = _plain(PurePath(name).stem)
    yield f"list: {stem}  # the file's name: give the list one that lasts"
    yield "# source: {title: …, publisher: …, licence: …, url: …}  # what is known of it"
    if legacy := table.noted[LEGACY]:
        yield "# table: {encoding: cp1252}"
        yield f"#   unsure: {legacy} lines are not UTF-8; another encoding may be right"
    yield ""


def _plain(stem: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in stem.casefold()).split()) or "table"


def _quoted(heading: str) -> str:
    return json.dumps(heading, ensure_ascii=False)


@dataclass(slots=True)
class _Draft:
    """Writes the records of a draft; `used`: headings that are spoken for."""

    place: str
    columns: Sequence[Column]
    used: set[str] = field(default_factory=set)
    record: str = ""

    def lines(self) -> Iterator[str]:
        """Yield the lines from `records:` on."""
        kinds = list(self._kinds())
        yield "records:"
        yield f"  {self.record}:"
        yield from self._id()
        yield from kinds
        yield from self._names()
        body = list(self._values())
        sure = any(not line.lstrip().startswith("#") for line in body)
        yield from ["    values:" if sure else "    # values:", *body] if body else []
        yield from self._said()
        yield from self._roles()
        yield from self._rest()

    def _free(self) -> Iterator[Column]:
        return (column for column in self.columns if column.heading not in self.used)

    def _kind(self) -> tuple[str, str]:
        for column in self.columns:
            heading, _ = guesses.language_of(column.heading)
            named = guesses.name_of(heading.split()[-1] if heading.split() else "") == "name"
            if (named or guesses.is_id(heading)) and (kind := guesses.kind_in(heading)):
                return kind, f"heading {_quoted(column.heading)}"
        name, _, sheet = self.place.partition(", sheet ")
        for what, word in (("sheet", sheet), ("file", PurePath(name).stem)):
            if kind := guesses.kind_in(word):
                return kind, f"the {what}'s name"
        return "", "neither headings nor names tell what a row is; `clew schema` lists the kinds"

    def _kinds(self) -> Iterator[str]:
        """Yield what a row is: what a column says, else what headings and names say."""
        kind, why = self._kind()
        self.record = _plain(kind or "thing")
        column = next((c for c in self._free() if guesses.is_kind(c.heading) and c.filled), None)
        if column is None:
            yield f"    kind: {kind}  # {why}" if kind else f"    # kind: Company  # unsure: {why}"
            return
        self.used.add(column.heading)
        heading = _quoted(column.heading)
        if column.sorts["kinds"] == column.rows:
            yield f"    kind: {{column: {heading}}}  # heading; {column.told('kinds')}"
            return
        words = f"{len(column.values)} different words, {column.told('kinds')}"
        yield f"    # kind: {{column: {heading}, lookup: {{…: Company}}}}  # unsure: {words}"
        if kind:
            yield f"    # kind: {kind}  # unsure: {why}; or it is what {heading} says"

    def _id(self) -> Iterator[str]:
        said = [column for column in self.columns if guesses.is_id(column.heading)]
        for column in said:
            if column.unique:
                self.used.add(column.heading)
                why = f"its heading; {column.rows} of {column.rows} rows have one of their own"
                yield f"    id: {_quoted(column.heading)}  # {why}"
                return
        unique = [column for column in self.columns if column.unique]
        for column in (*said, *unique)[:2]:
            why = f"{len(column.values)} different values in {column.rows} rows"
            yield f"    # id: {_quoted(column.heading)}  # unsure: {why}"
        if not said and not unique:
            yield "    # id: […]  # unsure: no column alone tells rows apart; several can together"

    def _names(self) -> Iterator[str]:
        sure: list[str] = []
        for column in list(self._free()):
            bare, language = guesses.language_of(column.heading)
            kind = guesses.kind_in(bare)
            words = bare.split()
            sort = guesses.name_of(bare) or (
                guesses.name_of(words[-1]) if kind and len(words) > 1 else ""
            )
            if not sort or not column.filled:
                continue
            self.used.add(column.heading)
            sort = (
                "alias"
                if sort == "name" and (language not in ("", "en") or "name" in sure)
                else sort
            )
            sure.append(sort)
            if len(sure) == 1:
                yield "    names:"
            yield self._name(column, sort, language, repeated=sort in sure[:-1])

    def _name(self, column: Column, sort: str, language: str, *, repeated: bool) -> str:
        why = f"heading; {column.filled} of {column.rows} filled"
        script = next((s for s in column.sorts if s.startswith("in ") and column.most(s)), "")
        if script and script != "in Latin script":
            why += f"; {column.told(script)}"
            language = language or guesses.language_in(script.split()[1])
        heading = _quoted(column.heading)
        told = language and sort != "name"
        rule = f"{{column: {heading}, language: {language}}}" if told else heading
        if repeated:
            return (
                f"      # {sort}: {rule}  # {why}{_parted(column)}; make it a list with the other"
            )
        return f"      {sort}: {rule}  # {why}{_parted(column)}"

    def _values(self) -> Iterator[str]:
        taken: set[str] = set()
        for column in list(self._free()):
            property = guesses.value_of(column.heading)
            other = guesses.said_of(column.heading) or guesses.role_of(column.heading)
            if not property or not column.filled or other:
                continue
            self.used.add(column.heading)
            sure, options, why = _typed(property, column)
            if property in taken:
                sure, why = False, f"{why}; `{property}` stands above already"
            taken.add(property)
            heading = _quoted(column.heading)
            rule = f"{{column: {heading}{options}}}" if options else heading
            mark, unsure = ("", "") if sure else ("# ", "unsure: ")
            yield f"      {mark}{property}: {rule}  # {unsure}{why}"

    def _said(self) -> Iterator[str]:
        found = {guesses.said_of(column.heading): column for column in self._free()}
        if column := found.get("status"):
            self.used.add(column.heading)
            rule = f"{{column: {_quoted(column.heading)}, lookup: {{…: reported}}}}"
            yield f"    # status: {rule}  # unsure: {len(column.values)} different words"
        if column := found.get("attribution"):
            self.used.add(column.heading)
            yield f"    # attribution: {_quoted(column.heading)}  # unsure: heading"
        ends = [(end, found[end]) for end in ("from", "to") if end in found]
        if ends:
            self.used.update(column.heading for _, column in ends)
            given = ", ".join(f"{end}: {_quoted(column.heading)}" for end, column in ends)
            yield f"    # when: {{{given}}}  # unsure: of the record, or of a tie"
        row = [(part, found[part]) for part in ("source", "locator") if part in found]
        if row:
            self.used.update(column.heading for _, column in row)
            yield ""
            yield "row:  # where each row has it from"
            for part, column in row:
                yield f"  {part}: {_quoted(column.heading)}  # heading; {column.filled} filled"

    def _roles(self) -> Iterator[str]:
        """Yield what other things the columns name: never sure, since names are no ids."""
        ties: list[str] = []
        for column in list(self._free()):
            found = guesses.role_of(column.heading)
            if found is None or not column.filled:
                continue
            role, rule = found
            role = role if role != self.record else _plain(column.heading)
            self.used.add(column.heading)
            heading = _quoted(column.heading)
            if not ties:
                yield ""
                yield "# Other things that rows name, and their ties; put these under `records:`"
            yield f"#  {role}:  # unsure: heading {heading}; {column.filled} filled"
            if sign := _parted(column):
                yield f"#    each: {{column: {heading}, split: …}}{sign.replace('; ', '  # ', 1)}"
            yield f"#    id: {heading}  # equal names would be one thing: an id is better"
            yield f"#    kind: {rule['kind']}"
            yield f"#    names: {{name: {heading}}}"
            start, end = (self.record, role) if rule.get("out") else (role, self.record)
            ties.append(f"#  - {{type: {rule['tie']}, start: {start}, end: {end}}}")
        yield from ["# ties:", *ties] if ties else []

    def _rest(self) -> Iterator[str]:
        rest = list(self._free())
        if rest:
            yield ""
            yield "# Not mapped: nothing enters from these columns, and the summary counts them"
        for column in rest:
            yield f"#   {_quoted(column.heading)}: {', '.join(_seen(column))}"


def _parted(column: Column) -> str:
    """Return what may part a column's cells: whether it does, nobody but the user can say."""
    for sign, count in column.parted.most_common(1):
        word = "line" if sign == "\n" else _quoted(sign)
        return f"; {count} of them hold {word}: if it parts them, add `split: {word}`"
    return ""


def _typed(property: str, column: Column) -> tuple[bool, str, str]:
    """Return whether a column's values are what its heading says, how they are read, and why."""
    type = schema().values[property].type
    if type == "date":
        return _dated(column)
    if type == "number":
        comma = any("," in value for value in column.values)
        options = ', number: {decimal: ","}' if comma else ", number: yes"
        return column.most("numbers"), options, f"heading; {column.told('numbers')}"
    if type == "country":
        told = f"heading; {column.told('countries')}{_parted(column)}"
        return column.most("countries"), "", told
    return True, "", f"heading; {column.filled} of {column.rows} filled{_parted(column)}"


def _dated(column: Column) -> tuple[bool, str, str]:
    forms = column.dates()
    if not forms:
        best = max(column.forms.values(), default=0)
        only = f"only {best} of {column.filled} values are dates"
        return False, ", date: …", f"heading; {only}{_parted(column)}"
    why = f"heading; {column.forms[forms[0]]} of {column.filled} values are dates"
    for pair in _PAIRS:
        if set(pair) <= set(forms):
            return False, f', date: "{pair[0]}"', f"{why}; day and month cannot be told apart"
    return True, ", date: edtf" if forms[0] == "edtf" else f', date: "{forms[0]}"', why


def _seen(column: Column) -> Iterable[str]:
    yield f"{column.filled} of {column.rows} filled"
    if column.filled:
        yield f"{len(column.values)} different"
    if forms := column.dates():
        yield f"{column.forms[forms[0]]} are dates ({forms[0]})"
    for sort in column.sorts:
        if not sort.startswith("in ") and column.most(sort):
            yield column.told(sort)
