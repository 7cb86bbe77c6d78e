"""WebAnno TSV 3.0 to 3.3 as a CAS: what its header declares, its text, a structure a mark.

Spans over several rows and stacked ones are told apart by `[n]`; a relation stands on its
dependent's row and names its governor; a chain's link is `->chain-place`. See `tsv_rows.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from clew.graph.errors import InputError
from clew.loaders.annotations.cas import Cas, Structure
from clew.loaders.annotations.cas_types import ANNOTATION
from clew.loaders.annotations.offsets import BadOffset, utf16
from clew.loaders.annotations.tsv_rows import (
    FORMAT,
    Column,
    chain_of,
    chain_suffix,
    header,
    parts,
    suffix,
    text_of,
    unescaped,
    unit,
    word,
)

_TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
_DEPENDENCY = "de.tudarmstadt.ukp.dkpro.core.api.syntax.type.dependency.Dependency"
_PLACE = re.compile(r"(\d{1,9}-\d{1,9}(?:\.\d{1,9})?)\t(\d{1,9})-(\d{1,9})\t")
_SOFA = "1"


@dataclass(frozen=True, slots=True)
class _Unit:
    """A row: a token or a part of one."""

    id: str
    line: int
    begin: int
    end: int
    words: str


def read_tsv(text: str, sources: Iterable[str] = ()) -> Cas:
    """Return the CAS of a WebAnno TSV 3; `sources` are texts that may be the annotated one."""
    lines = [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]
    found = FORMAT.match(lines[0])
    if not found or found[1] != "3":
        raise InputError("is WebAnno TSV 1 or 2, which has no offsets: export it as TSV 3", line=1)
    minor = int(found[2]) if found[2] else None
    types, columns, layers = header([line for line in lines if line.startswith("#T_")])
    return _Reading(Cas(types), columns, layers, minor).cas_of(lines, sources)


@dataclass(slots=True)
class _Reading:
    """A file on its way to a CAS.

    at      the structures of a type that stand on a unit, by their place in its stack
    by_id   structures by their type and disambiguation id; links by type, chain and place
    later   (structure, feature, column, reference, id, line): resolved when all rows are read
    """

    cas: Cas
    columns: list[Column]
    layers: list[str]
    minor: int | None
    units: dict[str, _Unit] = field(default_factory=dict)
    sentences: list[tuple[int, int, str]] = field(default_factory=list)
    at: defaultdict[tuple[str, str], list[Structure]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_id: dict[tuple[str, int], Structure] = field(default_factory=dict)
    by_number: defaultdict[int, list[Structure]] = field(default_factory=lambda: defaultdict(list))
    links: dict[tuple[str, int, int], Structure] = field(default_factory=dict)
    bad: dict[str, int] = field(default_factory=dict)
    covers: defaultdict[str, list[_Unit]] = field(default_factory=lambda: defaultdict(list))
    later: list[tuple[Structure, str, Column, str, int, int]] = field(default_factory=list)

    def cas_of(self, lines: list[str], sources: Iterable[str]) -> Cas:
        """Read all lines; what rests on a row that does not fit the text is taken back."""
        self._rows(lines)
        text = text_of(self.sentences, sources)
        self.cas.sofas[_SOFA] = text
        offsets = utf16(text)
        for one in self.units.values():
            try:
                there = text[offsets.point(one.begin) : offsets.point(one.end)]
            except BadOffset:
                there = ""
            if one.words not in (there, "") and unescaped(one.words, self.minor) != there:
                reason = f"{one.id} gives {len(one.words)} characters that do not stand there"
                self.cas.rejected.append((one.line, reason))
                self.bad[one.id] = one.line
        for structure, feature, column, reference, number, line in self.later:
            self._resolve(structure, feature, column, reference, number, line)
        self._chains()
        for identifier, units in self.covers.items():
            marked = self.cas.structures[identifier]
            marked.begin = min(one.begin for one in units)
            marked.end = max(one.end for one in units)
            if any(one.id in self.bad for one in units):
                structure = self.cas.structures.pop(identifier)
                reason = f"{identifier} rests on a row that does not fit the text"
                self.cas.rejected.append((structure.line, reason))
        return self.cas

    def _rows(self, lines: list[str]) -> None:
        said: list[str] = []
        # a chain's link is made by the column that says which link it is
        ordered = sorted(enumerate(self.columns, 3), key=lambda pair: pair[1].means == "element")
        for number, line in enumerate(lines, 1):
            if line.startswith("#Text="):
                said.append(unescaped(line.removeprefix("#Text="), self.minor))
            elif not line or line.startswith(("#T_", "#FORMAT=", "#Sentence.id=")):
                continue
            elif found := _PLACE.match(line):
                cells = line.removesuffix("\t").split("\t")
                begin, end = int(found[2]), int(found[3])
                if said or not self.sentences:
                    self.sentences.append((number, begin, "\n".join(said) if said else cells[2]))
                    said = []
                self._row(_Unit(found[1], number, begin, end, cells[2]), cells, ordered)
            else:
                reason = "is no row of WebAnno TSV: it has no token's number and offsets"
                self.cas.rejected.append((number, reason))

    def _row(self, here: _Unit, cells: list[str], ordered: list[tuple[int, Column]]) -> None:
        if here.id in self.units:
            self.cas.rejected.append((here.line, f"{here.id} stands already on an earlier row"))
            return
        if len(cells) < len(self.columns) + 3:
            wanted = len(self.columns) + 3
            reason = f"has {len(cells)} columns, and the header declares {wanted}"
            self.cas.rejected.append((here.line, reason))
            return
        self.units[here.id] = here
        for place, column in ordered:
            if (cell := cells[place]) != "_":
                for index, value in enumerate(parts(cell, "|")):
                    self._cell(here, column, index, value)

    def _cell(self, here: _Unit, column: Column, index: int, value: str) -> None:
        if column.means == "target":
            self._targets(here, column, index, value)
            return
        if column.means == "link":
            value, link = chain_suffix(value)
            structure = self._link(here, column, link) if link else None
        elif column.means == "base":
            self._governor(here, column, index, value)
            return
        else:
            value, number, _ = suffix(value)
            structure = self._mark(here, column, index, number)
        if structure is None:
            self.cas.rejected.append((here.line, f"{here.id} has a link of no chain"))
        elif column.means == "role":
            self._roles(structure, column, value)
        elif column.means != "none" and (said := word(value)):
            structure.values[column.feature] = (said,)

    def _new(self, type_: str, here: _Unit) -> Structure:
        identifier = str(len(self.cas.structures) + 1)
        structure = Structure(identifier, type_, here.line, _SOFA, here.begin, here.end)
        self.cas.structures[identifier] = structure
        return structure

    def _mark(self, here: _Unit, column: Column, index: int, number: int) -> Structure | None:
        """Return the structure of a cell: met on this row, on an earlier one, or new."""
        stack = self.at[column.type, here.id]
        if index < len(stack):
            structure = stack[index]
        elif column.means == "element":
            return None
        elif number and (column.type, number) in self.by_id:
            structure = self.by_id[column.type, number]
            stack.append(structure)
        else:
            structure = self._new(column.type, here)
            stack.append(structure)
        if number and column.means != "element":
            self.by_id[column.type, number] = structure
            if structure not in self.by_number[number]:
                self.by_number[number].append(structure)
        self._stretch(structure, here)
        return structure

    def _stretch(self, structure: Structure, here: _Unit) -> None:
        covered = self.covers[structure.id]
        if not covered or covered[-1] is not here:
            covered.append(here)

    def _link(self, here: _Unit, column: Column, link: tuple[int, int]) -> Structure:
        key = (column.type, *link)
        if key not in self.links:
            self.links[key] = self._new(column.type, here)
        structure = self.links[key]
        self.at[column.type, here.id].append(structure)
        self._stretch(structure, here)
        return structure

    def _roles(self, host: Structure, column: Column, value: str) -> None:
        if value in ("_", ""):
            return
        for role in parts(value, ";"):
            unit_ = self.covers[host.id][0]
            link = self._new(column.hint, unit_)
            link.begin = link.end = None
            if said := word(role):
                link.values["role"] = (said,)
            host.refs[column.feature] = (*host.refs.get(column.feature, ()), link.id)

    def _targets(self, here: _Unit, column: Column, index: int, value: str) -> None:
        if value == "_":
            return
        # a host whose slot is not set stands in this column alone
        host = self._mark(here, column, index, 0)
        links = host.refs.get(column.feature, ()) if host else ()
        for link, target in zip(links, parts(value, ";"), strict=False):
            reference, number, _ = suffix(target)
            found = self.cas.structures[link]
            self.later.append((found, "target", column, reference, number, here.line))

    def _governor(self, here: _Unit, column: Column, index: int, value: str) -> None:
        structure = self._mark(here, column, index, 0)
        if structure is not None and value not in ("_", "*"):
            reference, start, end = suffix(value)
            self.later.append((structure, "Governor", column, reference, start, here.line))
            self.later.append((structure, "Dependent", column, here.id, end, here.line))

    def _resolve(
        self, owner: Structure, feature: str, column: Column, reference: str, number: int, line: int
    ) -> None:
        place, layer = unit(reference)
        wanted = column.hint
        if layer and layer <= len(self.layers):
            wanted = self.layers[layer - 1]
        found = self._found(_TOKEN if column.type == _DEPENDENCY else wanted, place, number)
        if found is None:
            reason = f"{owner.id} refers to what does not stand there, or to one of several"
            self.cas.rejected.append((line, reason))
        else:
            owner.refs[feature] = (found.id,)

    def _found(self, type_: str, place: str, number: int) -> Structure | None:
        """Return the structure that stands at a place, or has this number, None if none does."""
        if number:
            if (type_, number) in self.by_id:
                return self.by_id[type_, number]
            several = self.by_number.get(number, [])
            return several[0] if len(several) == 1 else None
        if type_ == _TOKEN and place in self.units and not self.at[type_, place]:
            self.at[type_, place].append(self._new(_TOKEN, self.units[place]))
        stack = self.at.get((type_, place), [])
        if not stack and type_ == ANNOTATION:
            stack = [one for name in self.layers for one in self.at.get((name, place), ())]
        return stack[0] if len(stack) == 1 else None

    def _chains(self) -> None:
        chains: defaultdict[tuple[str, int], list[tuple[int, Structure]]] = defaultdict(list)
        for (type_, chain, place), link in self.links.items():
            chains[type_, chain].append((place, link))
        for (type_, _), found in chains.items():
            ordered = [link for _, link in sorted(found, key=lambda pair: pair[0])]
            head = self._new(chain_of(type_), self.covers[ordered[0].id][0])
            head.begin = head.end = None
            head.refs["first"] = (ordered[0].id,)
            for link, after in zip(ordered, ordered[1:], strict=False):
                link.refs["next"] = (after.id,)
