"""OFAC's lists as four CSV files: SDN (`sdn.csv` …) and consolidated (`cons_prim.csv` …).

https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas. Read are
entries, addresses, aliases and remarks; remarks that go on in the comments file are joined first.
Without the file of addresses or aliases the list is read, and the summary says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clew.graph.errors import InputError
from clew.loaders.base import Input, loader
from clew.loaders.items import Counted, Edition, Item
from clew.loaders.lists.ofac_data import data
from clew.loaders.lists.ofac_entries import Listing
from clew.loaders.lists.ofac_files import Opened, Part, looks_like_ofac, opened, owner, part_of

SPECIFICATION = (
    "https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas"
)


@loader(
    "ofac",
    title="OFAC sanctions lists (sdn.csv with add.csv, alt.csv, sdn_comments.csv; cons_prim.csv …)",
    suffixes=(".csv",),
    specification=SPECIFICATION,
    detect=looks_like_ofac,
    owner=owner,
)
def ofac(file: Input) -> Iterator[Item]:
    """Yield the edition, then what its rows say."""
    part = part_of(file.path)
    if part is None:
        reason = "is OFAC's, but of which list? name it sdn.csv or cons_prim.csv"
        raise InputError(reason, file.name)
    if part.part != "main":
        main = part.name_of("main")
        raise InputError(f"is a part of OFAC's list: put {main} beside it", file.name)
    named = data()["lists"][part.list]
    files = opened(file, part)
    if not files["main"].rows:
        raise InputError("has no row that is one of OFAC's main file: is it whole?", file.name)
    facts = {"title": named["title"], **data()["facts"]}
    yield Edition(list=named["list"], path=file.name, facts=facts)
    yield from _told_of_files(file, part, files)
    yield from Listing(named["short"], files).items()


def _told_of_files(file: Input, part: Part, files: Mapping[str, Opened]) -> Iterator[Item]:
    """Yield which files are missing or not UTF-8, and which of their lines could not be read."""
    for name in ("addresses", "aliases"):
        if name not in files:
            absent = f"{part.name_of(name)} is not beside it: no {name} were read"
            yield file.rejected(1, f"{absent}, and an earlier edition's are withdrawn")
    for each in files.values():
        yield from each.rejected
        if each.foreign:
            yield Counted(f"files not in UTF-8, read as Windows-1252 ({each.name})")
