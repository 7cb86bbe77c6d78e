"""The marks of a WebAnno TSV while its rows are read: which stand on a row, which go on from one.

A mark is known by its place in its row's stack, by the number that tells it apart (`[n]`), or, in
a chain, by the chain and its place there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field

from clew.loaders.annotations.inception.cas import Cas, Structure, bounded
from clew.loaders.annotations.inception.cas_types import ANNOTATION
from clew.loaders.annotations.inception.tsv_rows import Column, chain_of

SOFA = "1"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"


@dataclass(frozen=True, slots=True)
class Unit:
    """A row: a token or a part of one."""

    id: str
    line: int
    begin: int
    end: int
    words: str


@dataclass(slots=True)
class Marks:
    """The structures of a file as its rows make them.

    at      the structures of a type that stand on a unit, by their place in its stack
    by_id   structures by their type and number; links by type, chain and place in it
    covers  the units on which a structure stands
    """

    cas: Cas
    layers: list[str]
    units: dict[str, Unit] = field(default_factory=dict)
    at: defaultdict[tuple[str, str], list[Structure]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_id: dict[tuple[str, int], Structure] = field(default_factory=dict)
    by_number: defaultdict[int, list[Structure]] = field(default_factory=lambda: defaultdict(list))
    links: dict[tuple[str, int, int], Structure] = field(default_factory=dict)
    covers: defaultdict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))

    def new(self, type_: str, here: Unit, *, placed: bool = True) -> Structure:
        """Return a structure of this type; one that is not placed marks no words."""
        bounded(len(self.cas.structures))
        identifier = str(len(self.cas.structures) + 1)
        structure = Structure(identifier, type_, here.line, SOFA)
        if placed:
            structure.begin, structure.end = here.begin, here.end
        self.cas.structures[identifier] = structure
        return structure

    def mark(self, here: Unit, column: Column, index: int, number: int) -> Structure | None:
        """Return the structure of a cell: met on this row, on an earlier one, or new.

        None where a chain's element stands without the link that it is.
        """
        stack = self.at[column.type, here.id]
        if index < len(stack):
            structure = stack[index]
        elif column.means == "element":
            return None
        elif number and (column.type, number) in self.by_id:
            structure = self.by_id[column.type, number]
            stack.append(structure)
        else:
            structure = self.new(column.type, here)
            stack.append(structure)
        if number and column.means != "element":
            self.by_id[column.type, number] = structure
            if structure not in self.by_number[number]:
                self.by_number[number].append(structure)
        self._cover(structure, here)
        return structure

    def link(self, here: Unit, column: Column, link: tuple[int, int]) -> Structure:
        """Return the link of a chain: met on an earlier row, or new."""
        key = (column.type, *link)
        if key not in self.links:
            self.links[key] = self.new(column.type, here)
        structure = self.links[key]
        self.at[column.type, here.id].append(structure)
        self._cover(structure, here)
        return structure

    def _cover(self, structure: Structure, here: Unit) -> None:
        covered = self.covers[structure.id]
        if not covered or covered[-1] is not here:
            covered.append(here)

    def goes_on(self, structure: Structure, here: Unit) -> bool:
        """Say whether a structure began on an earlier row."""
        return self.covers[structure.id][0] is not here

    def found(self, type_: str, place: str, number: int) -> Structure | None:
        """Return the structure that stands at a place, or has this number, None if none does."""
        if number:
            if (type_, number) in self.by_id:
                return self.by_id[type_, number]
            several = self.by_number.get(number, [])
            return several[0] if len(several) == 1 else None
        if type_ == TOKEN and place in self.units and not self.at[type_, place]:
            self.at[type_, place].append(self.new(TOKEN, self.units[place]))
        stack = self.at.get((type_, place), [])
        if not stack and type_ == ANNOTATION:
            stack = [one for name in self.layers for one in self.at.get((name, place), ())]
        return stack[0] if len(stack) == 1 else None

    def chains(self) -> None:
        """Join the links of each chain in their order, and make what holds the first.

        Chains come by their number, as in the CAS, and not as their links stand in the text.
        """
        chains: defaultdict[tuple[str, int], list[tuple[int, Structure]]] = defaultdict(list)
        for (type_, chain, place), link in self.links.items():
            chains[type_, chain].append((place, link))
        ordinal = {name: place for place, name in enumerate(self.layers)}
        for type_, chain in sorted(chains, key=lambda one: (ordinal[one[0]], one[1])):
            found = chains[type_, chain]
            ordered = [link for _, link in sorted(found, key=lambda pair: pair[0])]
            head = self.new(chain_of(type_), self.covers[ordered[0].id][0], placed=False)
            head.refs["first"] = (ordered[0].id,)
            for link, after in zip(ordered, ordered[1:], strict=False):
                link.refs["next"] = (after.id,)

    def place(self, bad: Container[str]) -> None:
        """Place each structure on all of its units; take back what stands on a bad one."""
        for identifier, units in self.covers.items():
            structure = self.cas.structures[identifier]
            structure.begin = min(one.begin for one in units)
            structure.end = max(one.end for one in units)
            if any(one.id in bad for one in units):
                del self.cas.structures[identifier]
                reason = f"{identifier} rests on a row that does not fit the text"
                self.cas.rejected.append((structure.line, reason))
