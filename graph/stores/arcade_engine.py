"""ArcadeDB as it is installed: the native build, or the JVM build of the same engine.

`CLEW_ENGINE=jvm` takes the JVM build (package `arcadedb-embedded`) where both are installed;
`CLEW_ENGINE=native` the native one (package `arcadedb`). Unset, the native one is tried first.
Files that one build writes, the other reads.
"""

from __future__ import annotations

import importlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from clew.graph.errors import StoreError

#: The engine's own limit, seconds: the backstop for queries nobody waits for (rule 33).
ENGINE_TIMEOUT = 600
_SETTINGS = {
    "arcadedb.command.timeout": str(ENGINE_TIMEOUT * 1000),
    "arcadedb.opencypher.loadCsv.allowFileUrls": "false",
    "arcadedb.opencypher.loadCsv.allowRemoteUrls": "false",
}
_PACKAGES = {"native": ("arcadedb",), "jvm": ("arcadedb_embedded",)}
_NO_ENGINE = (
    "The embedded graph engine is not installed (it has no build for Intel Macs and Alpine): the "
    "ledger is whole, so let its graph live on a Neo4j server (`clew graph move ADDRESS`), or open "
    "the case on another machine."
)


@cache
def engine() -> Any:
    """Return the engine's module, with its log switched off; StoreError where there is none."""
    choice = os.environ.get("CLEW_ENGINE", "")
    log_off = Path(__file__).with_name("silent.properties")
    if " " not in str(log_off):  # the native build splits its arguments at blanks
        arguments = os.environ.get("ARCADEDB_NATIVE_ISOLATE_ARGS", "")
        off = f"{arguments} -Djava.util.logging.config.file={log_off}"
        os.environ["ARCADEDB_NATIVE_ISOLATE_ARGS"] = off.strip()
    os.environ.setdefault("ARCADEDB_LOG_CONSOLE", "0")
    for package in _PACKAGES.get(choice, ("arcadedb", "arcadedb_embedded")):
        try:
            module = importlib.import_module(package)
        except ImportError:
            continue
        if package == "arcadedb_embedded":
            _start_jvm(module, log_off)
        return module
    raise StoreError(_NO_ENGINE)


def _start_jvm(module: Any, log_off: Path) -> None:
    jvm = importlib.import_module(f"{module.__name__}.jvm")
    arguments = [f"-Djava.util.logging.config.file={log_off}"]
    jvm.start_jvm(heap_size="2g", jvm_args=arguments)


def is_jvm() -> bool:
    """Say whether the engine runs on a Java virtual machine, whose values need translation."""
    return str(engine().__name__) == "arcadedb_embedded"


def open_database(path: Path, *, read_only: bool) -> Any:
    """Open a database that was closed cleanly (read-only), or any (writable: it recovers)."""
    if not (path / "schema.json").exists():
        raise StoreError(f"There is no graph in {path.name}: `clew verify` makes it again.")
    _log_beside(path)
    engine()  # where there is none, it is not this graph that is amiss
    try:
        database = _open(str(path), read_only)
        if not read_only:
            database.set_wal_flush("yes_nometadata")
    except Exception as error:
        reason = f"The graph in {path.name} cannot be opened ({cause(error)})"
        raise StoreError(f"{reason}: `clew verify` makes it again.") from error
    return database


def _log_beside(path: Path) -> None:
    """Let the engine keep its log's settings beside the graph and not in the home directory."""
    folder = path.parent / "log"
    if "ARCADEDB_LOG_DIR" not in os.environ:
        with suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
            os.environ["ARCADEDB_LOG_DIR"] = str(folder)


def _open(path: str, read_only: bool) -> Any:
    factory = engine().DatabaseFactory(path)
    if not is_jvm():
        return factory.open(read_only=read_only)
    if not read_only:
        return factory.open()
    # The JVM build's own `open` cannot ask for it.
    mode = importlib.import_module("jpype").JClass("com.arcadedb.engine.ComponentFile$MODE")
    return engine().Database(factory._java_factory.open(mode.READ_ONLY))


def create_database(path: Path) -> Any:
    """Make a database in a folder that does not exist yet, private to its owner."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _log_beside(path)
    make = engine().create_database
    path.mkdir(mode=0o700)
    try:
        database = make(str(path))
        database.set_wal_flush("yes_nometadata")
        for key, value in _SETTINGS.items():
            database.command("sql", f"ALTER DATABASE `{key}` {value}").close()
    except Exception as error:
        raise StoreError(f"No graph can be made in {path.name}: {cause(error)}") from error
    return database


def close_database(database: Any, path: Path) -> None:
    """Close cleanly, so that several can read; the engine's files become private."""
    try:
        database.close()
    except Exception as error:
        raise StoreError(f"The graph in {path.name} was not closed: {cause(error)}") from error
    for file in (*path.rglob("*"), *path.parent.glob("log/*")):  # reading writes a file, too
        with suppress(OSError):
            file.chmod(0o700 if file.is_dir() else 0o600)


def cause(error: BaseException) -> str:
    """Return what kind of error the engine raised: class names only, since texts hold data."""
    chain = getattr(error, "java_chain", None)
    names = [str(entry[0]) for entry in chain] if chain else []
    link: Any = error
    while not names and (link := link.__cause__) is not None:
        if hasattr(link, "getClass"):
            names.append(str(link.getClass().getName()))
    return " < ".join(name.rpartition(".")[2] for name in names) or type(error).__name__
