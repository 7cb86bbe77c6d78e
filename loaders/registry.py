"""Which loaders there are, and which of them reads a file.

Clew's own are named in LOADERS; a package adds one by an entry point of the group `clew.loaders`
that gives a `Loader`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from clew.graph.errors import InputError, UsageError
from clew.loaders.annotations.brat.loader import brat
from clew.loaders.annotations.doccano.loader import doccano
from clew.loaders.annotations.inception.loader import inception
from clew.loaders.annotations.json_rows import whole_or_rows
from clew.loaders.annotations.label_studio.loader import label_studio
from clew.loaders.annotations.spacy.docbin import docbin
from clew.loaders.annotations.spacy.prodigy import prodigy
from clew.loaders.annotations.tokens.conll import conll
from clew.loaders.annotations.tokens.loader import tokens
from clew.loaders.annotations.web.hypothesis import hypothesis
from clew.loaders.annotations.web.w3c import w3c
from clew.loaders.archives import ZIP
from clew.loaders.base import Input, Loader
from clew.loaders.ftm.loader import ftm
from clew.loaders.lists.ofac import ofac
from clew.loaders.suffixes import suffix_of
from clew.loaders.tables.loader import table
from clew.loaders.texts.reading import DOCUMENTS, SUFFIXES

LOADERS: tuple[Loader, ...] = (
    brat,
    conll,
    docbin,
    doccano,
    hypothesis,
    inception,
    label_studio,
    prodigy,
    tokens,
    w3c,
    ofac,
    ftm,
    table,
)
GROUP = "clew.loaders"
_JSON = frozenset({".json", ".jsonld", ".jsonl", ".ndjson", ".jsonlines"})


@cache
def loaders() -> tuple[Loader, ...]:
    """Return Clew's loaders, then those of other packages, by name."""
    from importlib.metadata import entry_points

    others = (point.load() for point in sorted(entry_points(group=GROUP), key=lambda p: p.name))
    return (*LOADERS, *others)


def named(name: str) -> Loader:
    """Return the loader of this name; raises UsageError."""
    for loader in loaders():
        if loader.name == name:
            return loader
    known = ", ".join(loader.name for loader in loaders())
    raise UsageError(f"No format is called {name!r}: Clew reads {known}.")


def detect(path: Path | str) -> Loader:
    """Return the loader that reads this file, told by its content; raises InputError."""
    return detected(Input(Path(path)))


_A_TEXT = "is a text: import what annotates it, with this as --text"


def detected(file: Input) -> Loader:
    """Return the loader that reads this file; those that know its name are asked first.

    What is named like a table is one where a mapping was given, unless it is a list that Clew
    knows by its content.
    """
    suffix, data = suffix_of(file.path), file.bytes()
    if suffix in DOCUMENTS:
        raise InputError(_A_TEXT, file.name)
    mapped = file.mapping is not None and suffix in table.suffixes

    def order(loader: Loader) -> tuple[bool, bool]:
        return suffix not in loader.suffixes, mapped and loader is table

    for loader in sorted(loaders(), key=order):
        if mapped and loader is table:
            return table
        if (data.strip() or suffix in loader.suffixes) and loader.detect(file):
            return loader
    if not data.strip():
        raise InputError("is empty: there is nothing to import", file.name)
    if suffix in SUFFIXES:
        raise InputError(_A_TEXT, file.name)
    if data.startswith(ZIP):
        raise InputError("is a zip without an export that Clew knows: unpack it", file.name)
    file.characters()
    if suffix in _JSON:
        whole_or_rows(file)
    raise InputError("is in no format that Clew knows: say which with --as", file.name)


def formats() -> list[dict[str, str]]:
    """Return what `clew formats` prints: name, title, suffixes, specification of each format."""
    return [
        {
            "name": loader.name,
            "title": loader.title,
            "suffixes": " ".join(loader.suffixes),
            "specification": loader.specification,
        }
        for loader in loaders()
    ]
