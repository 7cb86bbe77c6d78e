"""Where a graph lives on a server: `bolt://host[:port][/database]`, and who may enter there.

Credentials are never part of an address: they come from the environment, from a file in the form
of .netrc that only its owner can read, or from a prompt, and stand in no error and no `repr`.
"""

from __future__ import annotations

import netrc
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from clew.graph.errors import UsageError

SCHEMES = ("bolt", "neo4j", "bolt+s", "neo4j+s")
#: The variables that are looked at, each with what cypher-shell calls it after it.
USER = ("CLEW_NEO4J_USER", "NEO4J_USERNAME")
PASSWORD = ("CLEW_NEO4J_PASSWORD", "NEO4J_PASSWORD")
#: The variable that names a file with credentials; unset, `~/.netrc` is looked at.
FILE = "CLEW_NETRC"
PORT = 7687
_DATABASE = re.compile(r"[A-Za-z][A-Za-z0-9.-]{2,62}")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
_FORM = "bolt://host/database (or neo4j://, bolt+s://, neo4j+s://; the database may be left out)"


@dataclass(frozen=True, slots=True)
class Address:
    """A server's address; `database` is '' for the one that the server gives by itself."""

    scheme: str
    host: str
    port: int = PORT
    database: str = ""

    @property
    def server(self) -> str:
        """The address without the database, as the driver wants it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether the server is on this machine."""
        return self.host in ("localhost", "::1") or self.host.startswith("127.")

    @property
    def is_open(self) -> bool:
        """Whether what is sent, a password too, can be read on its way to another machine."""
        return not self.scheme.endswith("+s") and not self.is_local

    def __str__(self) -> str:
        """Return the address as `case.toml` has it."""
        return f"{self.server}/{self.database}" if self.database else self.server


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user's name and password; neither is ever shown."""

    user: str = field(repr=False)
    password: str = field(repr=False)


#: Asks a person for the credentials of a server, whose address it is given; None: it wants none.
Prompt = Callable[[str], Credentials | None]
_asked: ContextVar[Prompt | None] = ContextVar("asked", default=None)


@contextmanager
def asking(prompt: Prompt) -> Iterator[None]:
    """Let a person be asked, as long as this is open, where nothing else knows the credentials."""
    before = _asked.set(prompt)
    try:
        yield
    finally:
        _asked.reset(before)


def address(text: str) -> Address:
    """Return the address that a text is; UsageError, without its words, where it is none."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port or PORT
    except ValueError:
        raise UsageError(f"that is no address of a graph: it has the form {_FORM}") from None
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            "an address holds no user and no password, since it is kept and shown: set"
            f" {USER[0]} and {PASSWORD[0]}, or use a file as .netrc (mode 0600)"
        )
    database = parts.path.removeprefix("/").removesuffix("/")
    if parts.scheme not in SCHEMES or parts.query or parts.fragment or not _HOST.fullmatch(host):
        raise UsageError(f"that is no address of a graph: it has the form {_FORM}")
    if database and (not _DATABASE.fullmatch(database) or database.lower() == "system"):
        raise UsageError("a database is named by 3 to 63 letters, digits, dots or dashes")
    return Address(parts.scheme, host, port, database.lower())


def credentials(
    place: Address,
    environment: Mapping[str, str] = os.environ,
    prompt: Prompt | None = None,
) -> Credentials | None:
    """Return the credentials for a server, None where none are known.

    The environment comes first, then the file; last `prompt`, or who is `asking`.
    """
    prompt = prompt or _asked.get()
    user, password = (_first(environment, names) for names in (USER, PASSWORD))
    if password:
        return Credentials(user or "neo4j", password)
    found = _from_file(place, environment)
    if found is None and prompt is not None:
        return prompt(place.server)
    return found


def _first(environment: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((environment[name] for name in names if environment.get(name)), "")


def _from_file(place: Address, environment: Mapping[str, str]) -> Credentials | None:
    """Return what the file says of `host:port`, or else of `host`."""
    named = environment.get(FILE, "")
    path = Path(named) if named else Path.home() / ".netrc"
    if not path.is_file():
        if named:
            raise UsageError(f"the file that {FILE} names is not there")
        return None
    try:
        hosts = netrc.netrc(str(path)).hosts
    except netrc.NetrcParseError as error:  # its message may hold a password
        where = f"{path.name}, line {error.lineno}"
        raise UsageError(f"{where}: this cannot be read in the form of .netrc") from None
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{path.name} cannot be read: see who owns it") from None
    entry = hosts.get(f"{place.host}:{place.port}") or hosts.get(place.host)
    if entry is None:
        return None
    _must_be_private(path)
    login, _, password = entry
    return Credentials(login or "neo4j", password or "")


def _must_be_private(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError(f"others can read the passwords in {path.name}: `chmod 600` it first")
