"""The case on disk: where it is, what it is set to, who may write, and with which modes."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from clew.graph.errors import NotACase, UsageError

SETTINGS = "case.toml"
#: What `case.toml` says of a graph that lies in the case.
EMBEDDED = "embedded"
#: So much of a file's name is in that of the one beside it: a name has an end.
BEGIN = 40
MARK = "# A Clew case. Copying this folder hands on everything in it; it is not encrypted.\n"


@dataclass(frozen=True, slots=True)
class CaseDirectory:
    """A case's folder; `path` is absolute, `settings` what `case.toml` says."""

    path: Path
    settings: dict[str, object] = field(default_factory=dict)

    @property
    def ledger(self) -> Path:
        """The ledger, an SQLite file."""
        return self.path / "claims.db"

    @property
    def originals(self) -> Path:
        """The folder of original bytes, each named by its SHA-256."""
        return self.path / "originals"

    @property
    def graph(self) -> Path:
        """The folder of the disposable graphs."""
        return self.path / "graph"

    @property
    def salt(self) -> Path:
        """The file with the salt of the ids that leave the case."""
        return self.path / "handing.salt"

    @property
    def servers(self) -> Path:
        """The folder of what is noted of servers: where copies went, see `places`."""
        return self.path / "servers"

    @property
    def graph_address(self) -> str:
        """The address of the server that holds the graph; '' where it lies in the case.

        `case.toml` is asked each time: another process may have moved the graph.
        """
        now = opened(self.path).settings if (self.path / SETTINGS).is_file() else self.settings
        found = str(now.get("graph", EMBEDDED))
        return "" if found == EMBEDDED else found

    @property
    def name(self) -> str:
        """What the case is called; the folder's name where `case.toml` says nothing."""
        return str(self.settings.get("name") or self.path.name)

    def owns(self, path: Path) -> bool:
        """Tell whether a path is one of the case's own files, or in one of its own folders."""
        place = path.resolve()
        if not place.is_relative_to(self.path):
            return False
        first = place.relative_to(self.path).parts[:1]
        folders = (self.originals.name, self.graph.name, self.servers.name)
        files = (SETTINGS, self.salt.name, "case.lock", "history")
        return bool(first) and (
            first[0] in (*folders, *files) or first[0].startswith(self.ledger.name)
        )


def create(path: Path, *, name: str = "", purpose: str = "") -> CaseDirectory:
    """Make a new case folder (0700, files 0600); UsageError where there is one or other files."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsageError(f"{path} exists and is not an empty folder: choose another name")
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    for folder in ("originals", "graph"):
        (path / folder).mkdir(mode=0o700)
    lines = [MARK, f"name = {_toml(name or path.name)}\n", f"purpose = {_toml(purpose)}\n"]
    write_private(path / SETTINGS, "".join([*lines, f'graph = "{EMBEDDED}"\n']).encode())
    return opened(path)


@contextmanager
def making(path: Path) -> Iterator[None]:
    """Remove a case that is made here and cannot be finished, so that it can be made again."""
    was_there = path.exists()
    empty = not was_there or (path.is_dir() and not any(path.iterdir()))
    try:
        yield
    except BaseException:
        if empty and path.is_dir():
            for part in path.iterdir():
                shutil.rmtree(part) if part.is_dir() else part.unlink()
            if not was_there:
                path.rmdir()
        raise


def opened(path: Path) -> CaseDirectory:
    """Return the case in this very folder; raises NotACase."""
    try:
        with (path / SETTINGS).open("rb") as file:
            settings = tomllib.load(file)
    except FileNotFoundError:
        raise NotACase(f"{path} holds no case: make one with `clew init {path}`") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
        raise NotACase(f"{path / SETTINGS} cannot be read as TOML: mend it by hand") from None
    graph = settings.get("graph", EMBEDDED)
    if graph != EMBEDDED and not (isinstance(graph, str) and "://" in graph):
        raise NotACase(f"{path / SETTINGS} names a graph that is neither embedded nor an address")
    return CaseDirectory(path.resolve(), settings)


def keep_graph(directory: CaseDirectory, where: str) -> CaseDirectory:
    """Write into `case.toml` where the graph lives (`embedded` or an address); return the case."""
    path = directory.path / SETTINGS
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    own = [line for line in lines if not re.match(r"graph\s*=", line)]
    first = next((n for n, line in enumerate(own) if line.startswith("[")), len(own))
    own.insert(first, f"graph = {_toml(where)}\n")
    write_private(path, "".join(own).encode())
    return opened(directory.path)


def find(explicit: str | os.PathLike[str] | None = None) -> CaseDirectory:
    """Return the case asked for: the path given, else CLEW_CASE, else the nearest parent's."""
    chosen = explicit or os.environ.get("CLEW_CASE")
    if chosen:
        return opened(Path(chosen))
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise NotACase("the folder you stand in is gone: change to another one") from None
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return opened(folder)
    raise NotACase("no case here or above: name one with --case DIR, or make one with `clew init`")


def write_private(path: Path, data: bytes) -> None:
    """Write a file whole, or not at all, with mode 0600: beside it first, then in its place."""
    beside = path.with_name(f".{path.name[:BEGIN]}.{os.getpid()}.{os.urandom(4).hex()}.part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _toml(text: str) -> str:
    """Return a TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
    )
