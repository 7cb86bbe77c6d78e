"""From paths to batches: what `clew import` reads, one document at a time.

Everything that loaders share happens here and in `loaders/annotations/`: the walk, the checks, the
profile, the claims. A bad file becomes a Failure and the others go on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from clew.graph.errors import InputError
from clew.graph.known import Known, no_texts
from clew.graph.model import Batch
from clew.loaders.annotations.check import bounded
from clew.loaders.annotations.mentions import annotate, bare_batch
from clew.loaders.annotations.profile import Profile, load
from clew.loaders.annotations.project import Projects
from clew.loaders.archives import ZIP
from clew.loaders.base import Input, Loader
from clew.loaders.entries import bare_edition, listed
from clew.loaders.items import Edition, Item, Text
from clew.loaders.peers import Peers
from clew.loaders.registry import detected, named
from clew.loaders.tables.loader import Unmapped
from clew.loaders.tables.mapping import Mapping as TableMapping
from clew.loaders.tables.reading import load as load_mapping
from clew.loaders.texts.shelf import Shelf
from clew.loaders.walk import Failure, files

#: Called with the path, how many files are done, and how many there are.
Progress = Callable[[str, int, int], None]

_WORDS_SHOWN = 5
_T = TypeVar("_T")


def batches(
    paths: Iterable[Path | str],
    *,
    as_: str | None = None,
    profile: Profile | Path | None = None,
    mapping: TableMapping | Path | None = None,
    text: Path | None = None,
    addresses: Mapping[str, Sequence[Path]] | None = None,
    known: Known = no_texts,
    strict: bool = False,
    called: str = "",
    on_progress: Progress | None = None,
    stands: Callable[[Batch], bool] | None = None,
    on_profile: Callable[[Path], None] | None = None,
) -> Iterator[Batch | Failure]:
    """Yield a batch for each document and annotator in these files and folders.

    as_       the format's name; else it is told by content
    profile   a profile or its file; else a project's own (`annotations/project.py`), or the default
    mapping   what the columns of tables mean: a mapping, its file or a shipped one's name
    text      a file or folder that holds the texts, where they are not beside their annotations
    addresses files of texts by the addresses that the user gives them
    known     answers a hash, an address or a name with texts that are in the case already
    strict    a word that neither profile nor vocabulary knows makes its file a Failure
    called    what the one file is called instead of its path
    stands    asked with each batch before its annotations are read; where it says yes (its digest
              stands already), that bare batch is yielded
    on_profile  called with the file of each project's own profile that holds for some of them

    Raises UsageError for an unknown format and InputError for a broken profile or mapping.
    """
    words = load(profile) if isinstance(profile, Path) else profile
    columns = load_mapping(mapping) if isinstance(mapping, Path) else mapping

    def read(found: Found) -> Batch | Failure:
        if isinstance(found.head, Edition):
            bare = bare_edition(found.head, found.file, found.loader)
        else:
            bare = bare_batch(found.head, found.file, found.loader, found.file.profile)
        if stands and stands(bare):
            return bare
        if isinstance(found.head, Edition):
            batch = listed(bare, found.items, found.file)
        else:
            items = list(bounded(found.items, found.file))
            batch = annotate(bare, found.head, items, found.file, found.file.profile)
        return _strict(batch) if strict and batch.unmapped else batch

    shelf = Shelf(text, addresses or {})
    return documents(
        paths,
        read,
        as_=as_,
        profile=words,
        mapping=columns,
        shelf=shelf,
        known=known,
        called=called,
        on_progress=on_progress,
        on_profile=on_profile,
    )


def _strict(batch: Batch) -> Failure:
    words = sorted(batch.unmapped)
    more = ", …" if len(words) > _WORDS_SHOWN else ""
    shown = ", ".join(words[:_WORDS_SHOWN]) + more
    reason = f"has {len(words)} words that are not mapped ({shown}): map them in a profile"
    return Failure(batch.files[0].path, reason)


@dataclass(frozen=True, slots=True)
class Found:
    """One document in one file, as its loader gives it; `items` can be read once.

    head    what begins it: a text, or a list's edition
    """

    file: Input
    loader: Loader
    head: Text | Edition
    items: Iterator[Item]


def documents(
    paths: Iterable[Path | str],
    read: Callable[[Found], _T],
    *,
    as_: str | None = None,
    profile: Profile | None = None,
    mapping: TableMapping | None = None,
    shelf: Shelf | None = None,
    known: Known = no_texts,
    called: str = "",
    on_progress: Progress | None = None,
    on_profile: Callable[[Path], None] | None = None,
) -> Iterator[_T | Failure]:
    """Yield what `read` makes of each document in these files; see `batches` for the options.

    `shelf` holds the texts that the user points to.
    """
    texts = shelf or Shelf()
    loader = named(as_) if as_ else None
    given = [Path(path) for path in paths]
    found = list(files(given, everything=loader is not None))
    peers = _peers(found)
    projects = Projects((item for item in found if isinstance(item, Path)), given, profile)
    if on_profile:
        for path in projects.found:
            on_profile(path)

    def open_(path: Path) -> Input:
        words = projects.profile(path)
        beside = peers[path.name]
        return Input(path, texts.given, beside, mapping, known, texts, profile=words, called=called)

    return _run(found, read, loader, open_, frozenset(given), on_progress)


def _run(
    found: list[Path | Failure],
    read: Callable[[Found], _T],
    loader: Loader | None,
    open_: Callable[[Path], Input],
    given: frozenset[Path],
    on_progress: Progress | None,
) -> Iterator[_T | Failure]:
    for done, item in enumerate(found):
        if isinstance(item, Failure):
            yield item
            continue
        if on_progress:
            on_progress(item.as_posix(), done, len(found))
        file = open_(item)
        try:
            yield from map(read, _parts(file, loader or detected(file)))
        except Unmapped as error:
            # in a folder a table may be anything: a list of its sources, for one
            passed = loader is None and item not in given
            yield Failure(file.name, error.reason, kind="skipped" if passed else "failed")
        except InputError as error:
            yield Failure(error.file or file.name, error.reason, error.line)
    if on_progress and found:
        on_progress("", len(found), len(found))


def _peers(found: Iterable[Path | Failure]) -> dict[str, Peers]:
    names: defaultdict[str, list[Path]] = defaultdict(list)
    for item in found:
        if isinstance(item, Path):
            names[item.name].append(item)
    return {name: Peers(paths) for name, paths in names.items()}


def _parts(file: Input, loader: Loader) -> Iterator[Found]:
    """Yield a document for each Text or Edition; its items are read as they are asked for."""
    file.bytes()
    stream = loader.read(file)
    head = next(stream, None)
    while head is not None:
        if not isinstance(head, (Text, Edition)):
            raise TypeError(f"the loader {loader.name} yields something before the first Text")
        following: list[Text | Edition] = []
        items = _until_next(stream, following)
        yield Found(file, loader, head, items)
        if loader.single and not file.bytes().startswith(ZIP):
            return
        for _ in items:  # what nobody asked for stands before the next one
            pass
        head = following[0] if following else None


def _until_next(stream: Iterator[Item], following: list[Text | Edition]) -> Iterator[Item]:
    for item in stream:
        if isinstance(item, (Text, Edition)):
            following.append(item)
            return
        yield item
