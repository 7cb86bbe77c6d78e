"""From paths to batches: what `clew import` reads, one document at a time.

Everything that loaders share happens here and in `loaders/annotations/`: the walk, the checks, the
profile, the claims. A bad file becomes a Failure and the others go on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clew.graph.errors import InputError
from clew.graph.model import Batch
from clew.loaders.annotations.mentions import annotate
from clew.loaders.annotations.profile import Profile, load
from clew.loaders.base import Input, Loader
from clew.loaders.items import Item, Text
from clew.loaders.peers import Peers
from clew.loaders.registry import detected, named
from clew.loaders.walk import Failure, files

#: Called with the path, how many files are done, and how many there are.
Progress = Callable[[str, int, int], None]

_WORDS_SHOWN = 5


def batches(
    paths: Iterable[Path | str],
    *,
    as_: str | None = None,
    profile: Profile | Path | None = None,
    text: Path | None = None,
    strict: bool = False,
    on_progress: Progress | None = None,
) -> Iterator[Batch | Failure]:
    """Yield a batch for each document and annotator in these files and folders.

    as_       the format's name; else it is told by content
    profile   a profile or its file; else the default one
    text      a file or folder that holds the texts, where they are not beside their annotations
    strict    a word that neither profile nor vocabulary knows makes its file a Failure

    Raises UsageError for an unknown format and InputError for a broken profile, at once.
    """
    known = profile if isinstance(profile, Profile) else load(profile)
    found = documents(paths, as_=as_, text=text, on_progress=on_progress)
    return (item if isinstance(item, Failure) else _batch(item, known, strict) for item in found)


def _batch(found: Found, profile: Profile, strict: bool) -> Batch | Failure:
    batch = annotate(found.text, found.items, found.file, found.loader, profile)
    if not (strict and batch.unmapped):
        return batch
    words = sorted(batch.unmapped)
    more = ", …" if len(words) > _WORDS_SHOWN else ""
    shown = ", ".join(words[:_WORDS_SHOWN]) + more
    reason = f"has {len(words)} words that are not mapped ({shown}): map them in a profile"
    return Failure(found.file.name, reason)


@dataclass(frozen=True, slots=True)
class Found:
    """One document in one file, as its loader gives it: nothing checked or mapped yet."""

    file: Input
    loader: Loader
    text: Text
    items: Sequence[Item]


def documents(
    paths: Iterable[Path | str],
    *,
    as_: str | None = None,
    text: Path | None = None,
    on_progress: Progress | None = None,
) -> Iterator[Found | Failure]:
    """Yield each document of these files and folders; see `batches` for the options."""
    loader = named(as_) if as_ else None
    found = list(files([Path(path) for path in paths], everything=loader is not None))
    return _run(found, loader, text, on_progress)


def _run(
    found: list[Path | Failure],
    loader: Loader | None,
    text: Path | None,
    on_progress: Progress | None,
) -> Iterator[Found | Failure]:
    peers = _peers(found)
    for done, item in enumerate(found):
        if isinstance(item, Failure):
            yield item
            continue
        if on_progress:
            on_progress(item.as_posix(), done, len(found))
        file = Input(item, text, peers[item.name])
        try:
            yield from _read(file, loader or detected(file))
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


def _read(file: Input, loader: Loader) -> Iterator[Found]:
    """Yield a document for each Text that the loader's items begin with."""
    items: list[Item] = []
    text: Text | None = None
    file.bytes()
    for item in loader.read(file):
        if not isinstance(item, Text):
            items.append(item)
            continue
        if text:
            yield Found(file, loader, text, items)
        text, items = item, []
    if text:
        yield Found(file, loader, text, items)
