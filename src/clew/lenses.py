"""A lens from words: what the lens options of the command line say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clew.graph.lens import Disclosure, Lens

if TYPE_CHECKING:
    from clew.case import Case


def lens_of(
    case: Case,
    *,
    as_of: str = "",
    known_at: str = "",
    status: tuple[str, ...] = (),
    without_source: tuple[str, ...] = (),
    annotator: tuple[str, ...] = (),
    curated: bool = False,
    disclose: Disclosure = "public",
) -> Lens:
    """Return the lens; sources are named by id, unique title or imported path.

    Raises UsageError for a day or status that is none, UnknownId for a source that is not there.
    """
    return Lens(
        as_of=as_of,
        known_at=known_at,
        statuses=status,
        without_sources=_documents(case, without_source, disclose),
        annotators=annotator,
        curated=curated,
        disclose=disclose,
    )


def _documents(case: Case, words: tuple[str, ...], disclose: Disclosure) -> tuple[str, ...]:
    if not words:
        return ()
    from clew.deciding import source_of
    from clew.graph.scene import look

    with case.reading() as db:
        scene = look(db, Lens(disclose=disclose))
        return tuple(source_of(db, scene, word) for word in words)
