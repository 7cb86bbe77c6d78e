"""Files for other tools: what a case hands on through a lens."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from clew.by_hand import ByHand
from clew.graph.lens import Lens

if TYPE_CHECKING:
    from clew.exporting import Exported
    from clew.graph.serving import Progress
    from clew.queries.answer import Answer
    from clew.reporting import Reported


class Exports(ByHand):
    """What a case writes for other tools, its ids salted; see docs/export.md."""

    __slots__ = ()

    def export(
        self,
        format: str,
        path: str | os.PathLike[str],
        *,
        lens: Lens | None = None,
        replace: bool = False,
        on_progress: Progress | None = None,
    ) -> Exported:
        """Write what a lens shows to a file or folder, in a format of `clew export`.

        `replace` lets an export go that stands there; `on_progress` is told how many nodes and
        edges were written, and of how many. Raises UsageError for a format that is not there or
        not installed, a lens that discloses more than the public, and a place that is taken.
        """
        from clew.exporting import export

        place = Path(path)
        return export(self, format, place, lens or Lens(), replace=replace, on_progress=on_progress)

    def report(
        self, answer: Answer, path: str | os.PathLike[str], *, replace: bool = False
    ) -> Reported:
        """Write an answer as a document with notes of evidence: `.md`, `.html` or `.docx`.

        `replace` lets a report go that stands there. Raises UsageError for another suffix, an
        answer through a lens that discloses more than the public, or that the case has outgrown
        since, and a place that is taken.
        """
        from clew.reporting import report

        return report(self, answer, Path(path), replace=replace)
