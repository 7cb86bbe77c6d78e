"""The profile of a project: a `clew-profile.yaml` beside its export, or in a folder above it.

It is looked for in the folder of each file and in those above, up to the folder that was given to
read; of a file that was given itself, in its own folder alone. The nearest one holds, over the
default; one given with `--profile` holds instead of all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from clew.graph.errors import InputError
from clew.loaders.annotations.profile import Profile, load

#: How a project's profile is called.
NAMES = ("clew-profile.yaml", "clew-profile.yml")
#: It may have no more bytes: it is read without being asked for.
_LARGEST = 1024 * 1024


class Projects:
    """Answers a file that is read with its project's profile, or the one that was given for all.

    found   the profiles' files that hold for any of the files, in order

    Raises InputError for a broken one, before anything is read.
    """

    def __init__(
        self, files: Iterable[Path], given: Iterable[Path], profile: Profile | None = None
    ) -> None:
        self._given = profile
        files = () if profile else files
        tops = {path for path in given if path.is_dir()}
        folders = dict.fromkeys(file.parent for file in files)
        self._here: dict[Path, Path | None] = {}
        self._of = {folder: _nearest(folder, tops, self._here) for folder in folders}
        self._read = {path: load(path) for path in dict.fromkeys(self._of.values()) if path}
        self.found = tuple(self._read)

    def profile(self, file: Path) -> Profile:
        """Return the profile that holds for a file: the default one where it has none."""
        path = self._of.get(file.parent)
        if self._given:
            return self._given
        return self._read[path] if path else load()


def _nearest(folder: Path, tops: set[Path], here: dict[Path, Path | None]) -> Path | None:
    """Return the nearest profile up to the topmost of the given folders that holds this one."""
    chain = [folder, *folder.parents]
    last = max((at for at, one in enumerate(chain) if one in tops), default=0)
    for one in chain[: last + 1]:
        if one not in here:
            here[one] = _in(one)
        if here[one]:
            return here[one]
    return None


def _in(folder: Path) -> Path | None:
    found = [path for name in NAMES if (path := folder / name).is_file()]
    if len(found) > 1:
        raise InputError(f"stands beside {found[0].name}: keep one of them", str(found[1]))
    for path in found:
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            raise InputError("is a link that leads out of its folder: copy the file", str(path))
        if (size := path.stat().st_size) > _LARGEST:
            raise InputError(f"has {size} bytes, more than {_LARGEST}: it is no profile", str(path))
        return path
    return None
