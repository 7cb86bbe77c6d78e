"""WebAnno TSV 3.0 to 3.3 as a CAS: what its header declares, its text, a structure a mark.

Spans over several rows and stacked ones are told apart by `[n]`; a relation stands on its
dependent's row and names its governor; a chain's link is `->chain-place`. See `tsv_rows.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from clew.graph.errors import InputError
from clew.loaders.annotations.inception.cas import Cas, Structure, bounded
from clew.loaders.annotations.inception.tsv_marks import SOFA, TOKEN, Marks, Unit
from clew.loaders.annotations.inception.tsv_rows import (
    FORMAT,
    Column,
    chain_suffix,
    header,
    parts,
    suffix,
    text_of,
    unescaped,
    unit,
    word,
)
from clew.loaders.annotations.offsets import BadOffset, utf16

_DEPENDENCY = "de.tudarmstadt.ukp.dkpro.core.api.syntax.type.dependency.Dependency"
_WEIGHT = 2  # a row weighs as two structures
_PLACE = re.compile(r"(\d{1,9}-\d{1,9}(?:\.\d{1,9})?)\t(\d{1,9})-(\d{1,9})\t")


def read_tsv(text: str, sources: Iterable[str] = (), known: Iterable[str] = ()) -> Cas:
    """Return the CAS of a WebAnno TSV 3; the others are texts that may be the annotated one.

    `sources` stand beside it, `known` ones are in the case (see `text_of`).
    """
    bounded(_WEIGHT * text.count("\n"))
    lines = [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]
    found = FORMAT.match(lines[0])
    if not found or found[1] != "3":
        raise InputError("is WebAnno TSV 1 or 2, which has no offsets: export it as TSV 3", line=1)
    minor = int(found[2]) if found[2] else None
    types, columns, layers = header([line for line in lines if line.startswith("#T_")])
    return _Reading(Marks(Cas(types), layers), columns, minor).cas_of(lines, sources, known)


@dataclass(slots=True)
class _Reading:
    """A file on its way to a CAS.

    later   (structure, feature, column, reference, id, line): resolved when all rows are read
    """

    marks: Marks
    columns: list[Column]
    minor: int | None
    sentences: list[tuple[int, int, str]] = field(default_factory=list)
    later: list[tuple[Structure, str, Column, str, int, int]] = field(default_factory=list)

    def _rejected(self, line: int, reason: str) -> None:
        self.marks.cas.rejected.append((line, reason))

    def cas_of(self, lines: list[str], sources: Iterable[str], known: Iterable[str]) -> Cas:
        """Read all lines; what rests on a row that does not fit the text is taken back."""
        self._rows(lines)
        text, self.marks.cas.rebuilt = text_of(self.sentences, sources, known)
        self.marks.cas.sofas[SOFA] = text
        bad = self._unfit(text)
        for structure, feature, column, reference, number, line in self.later:
            self._resolve(structure, feature, column, reference, number, line)
        self.marks.chains()
        self.marks.place(bad)
        return self.marks.cas

    def _unfit(self, text: str) -> set[str]:
        """Return the units whose words do not stand in the text where they should, and say so."""
        offsets, bad = utf16(text), set[str]()
        for one in self.marks.units.values():
            try:
                there = text[offsets.point(one.begin) : offsets.point(one.end)]
            except BadOffset:
                there = ""
            if one.words not in (there, "") and unescaped(one.words, self.minor) != there:
                reason = f"{one.id} gives {len(one.words)} characters that do not stand there"
                self._rejected(one.line, reason)
                bad.add(one.id)
        return bad

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
                self._row(Unit(found[1], number, begin, end, cells[2]), cells, ordered)
            else:
                reason = "is no row of WebAnno TSV: it has no token's number and offsets"
                self._rejected(number, reason)

    def _row(self, here: Unit, cells: list[str], ordered: list[tuple[int, Column]]) -> None:
        if here.id in self.marks.units:
            self._rejected(here.line, f"{here.id} stands already on an earlier row")
            return
        if len(cells) < len(self.columns) + 3:
            wanted = len(self.columns) + 3
            reason = f"has {len(cells)} columns, and the header declares {wanted}"
            self._rejected(here.line, reason)
            return
        self.marks.units[here.id] = here
        for place, column in ordered:
            if (cell := cells[place]) != "_":
                for index, value in enumerate(parts(cell, "|")):
                    self._cell(here, column, index, value)

    def _cell(self, here: Unit, column: Column, index: int, value: str) -> None:
        if column.means == "target":
            self._targets(here, column, index, value)
            return
        if column.means == "link":
            value, link = chain_suffix(value)
            structure = self.marks.link(here, column, link) if link else None
        elif column.means == "base":
            self._governor(here, column, index, value)
            return
        else:
            value, number, _ = suffix(value)
            structure = self.marks.mark(here, column, index, number)
        if structure is None:
            self._rejected(here.line, f"{here.id} has a link of no chain")
        elif column.means == "role":
            self._roles(here, structure, column, value)
        elif column.means != "none" and (said := word(value)):
            structure.values[column.feature] = (said,)

    def _roles(self, here: Unit, host: Structure, column: Column, value: str) -> None:
        # a host over several rows has its roles on each of them
        if value in ("_", "") or self.marks.goes_on(host, here):
            return
        for role in parts(value, ";"):
            link = self.marks.new(column.hint, here, placed=False)
            if said := word(role):
                link.values["role"] = (said,)
            host.refs[column.feature] = (*host.refs.get(column.feature, ()), link.id)

    def _targets(self, here: Unit, column: Column, index: int, value: str) -> None:
        if value == "_":
            return
        # a host whose slot is not set stands in this column alone
        host = self.marks.mark(here, column, index, 0)
        if host is None or self.marks.goes_on(host, here):
            return
        links = host.refs.get(column.feature, ())
        for link, target in zip(links, parts(value, ";"), strict=False):
            reference, number, _ = suffix(target)
            found = self.marks.cas.structures[link]
            self.later.append((found, "target", column, reference, number, here.line))

    def _governor(self, here: Unit, column: Column, index: int, value: str) -> None:
        structure = self.marks.mark(here, column, index, 0)
        if structure is not None and value not in ("_", "*"):
            reference, start, end = suffix(value)
            self.later.append((structure, "Governor", column, reference, start, here.line))
            self.later.append((structure, "Dependent", column, here.id, end, here.line))

    def _resolve(
        self, owner: Structure, feature: str, column: Column, reference: str, number: int, line: int
    ) -> None:
        place, layer = unit(reference)
        wanted = column.hint
        if layer and layer <= len(self.marks.layers):
            wanted = self.marks.layers[layer - 1]
        found = self.marks.found(TOKEN if column.type == _DEPENDENCY else wanted, place, number)
        if found is None:
            reason = f"{owner.id} refers to what does not stand there, or to one of several"
            self._rejected(line, reason)
        else:
            owner.refs[feature] = (found.id,)
