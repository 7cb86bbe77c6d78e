"""A picture with where its layout may be kept, and its file: written whole or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from clew.graph.directory import SETTINGS, CaseDirectory, write_private
from clew.graph.errors import UsageError
from clew.graph.view.picture import Picture

#: What the data of a page stands behind.
_DATA = '<script type="application/json" id="data">'


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of a case, and the folder where its layout may be kept; None for nowhere."""

    picture: Picture
    directory: CaseDirectory
    layouts: Path | None = None

    def page(self) -> str:
        """Return the one HTML file that shows it; the same picture gives the same text."""
        from clew.graph.view.page import html

        return html(self.picture, cache=self.layouts)

    def save(self, path: Path) -> Path:
        """Write the page to a file, whole or not at all, for its owner alone; returns its path.

        Raises UsageError where none may be written.
        """
        self.check(path)
        write_private(path, self.page().encode())
        return path

    def check(self, path: Path) -> None:
        """Raise UsageError where no picture may be written, as `check` does."""
        check(self.directory, path)


def check(directory: CaseDirectory, path: Path) -> None:
    """Raise UsageError for a folder, a device, and a file that is a case's own."""
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is not a file: name one for the picture")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}: make it first")
    if directory.owns(path) or _is_of_another_case(path):
        raise UsageError(f"{path} is the case's own: name another file for the picture")


def _is_of_another_case(path: Path) -> bool:
    folders = path.resolve().parents
    cases = (CaseDirectory(folder) for folder in folders if (folder / SETTINGS).is_file())
    return any(case.owns(path) for case in cases)


def digest_of(page: str) -> str:
    """Return the SHA-256 of the data that a page holds, as the page itself shows it."""
    _, _, rest = page.partition(_DATA)
    return hashlib.sha256(rest.partition("</script>")[0].encode()).hexdigest()
