"""A real Neo4j 5 server for tests: fetched from Maven Central, started on loopback, Bolt alone.

    make neo4j        fetch it now (170 MB, once, into build/, which git ignores)

It needs Java 17 or later, and Maven for fetching. Licence GPLv3: a test tool, never shipped.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSION = "5.26.0"
HOME = ROOT / "build" / f"neo4j-{VERSION}"
#: The shell that it comes with, which has jars of its own.
SHELL = ROOT / "build" / f"cypher-shell-{VERSION}"
#: What Maven brings into each folder, and the jar by which that is seen to be there.
FETCHED = {HOME: ("pom.xml", "neo4j"), SHELL: ("shell.xml", "cypher-shell")}
JAVA = ("java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp")
#: The oldest Java that it starts with.
OLDEST = 17
#: Seconds that a start may take on a busy machine.
PATIENCE = 180.0
SETTINGS = """
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled={auth}
dbms.security.auth_minimum_password_length=1
server.memory.heap.initial_size=256m
server.memory.heap.max_size=512m
server.memory.pagecache.size=64m
db.tx_log.rotation.retention_policy=false
db.tx_log.preallocate=false
server.directories.import=import
dbms.usage_report.enabled=false
"""
FOLDERS = ("conf", "data", "logs", "plugins", "import", "run", "certificates", "licenses")


@dataclass
class Server:
    """A server that runs, or did: where it answers, its folder and its process."""

    port: int
    home: Path
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Its address for Clew."""
        return f"bolt://127.0.0.1:{self.port}"

    def stop(self, *, kill: bool = False) -> None:
        """End it by its process id; `kill` gives it no time to tidy up."""
        if self.process.poll() is None:
            self.process.kill() if kill else self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(60)


@cache
def why_not() -> str:
    """Return why this machine has no such server, '' where it has one; fetches it where it can."""
    java = _java()
    if not java or not (_fetched() or shutil.which("mvn")):
        return "no Neo4j server: it needs Java 17 and Maven (`make system` installs them on Debian)"
    if java < OLDEST:
        return f"no Neo4j server: it needs Java {OLDEST} or later, and `java` is {java} here"
    try:
        fetch()
    except (OSError, subprocess.CalledProcessError):
        return "no Neo4j server: Maven could not fetch it (`make neo4j` tries again)"
    return ""


def fetch() -> None:
    """Have Maven bring the jars of server and shell into the build folder; it checks their sums."""
    for home, (pom, name) in FETCHED.items():
        if (home / "lib" / f"{name}-{VERSION}.jar").is_file():
            continue
        beside = home.with_name(f"{home.name}.{os.getpid()}")
        command = ["mvn", "--batch-mode", "--quiet", "--strict-checksums"]
        command += ["-f", str(ROOT / "tests" / "neo4j" / pom)]
        command += ["dependency:copy-dependencies", "-DincludeScope=runtime"]
        try:
            subprocess.run([*command, f"-DoutputDirectory={beside / 'lib'}"], check=True)
            with suppress(OSError):  # another did the same meanwhile
                beside.rename(home)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _java() -> int:
    """Return the version of the Java on the PATH (8 for `1.8`), 0 where none answers."""
    try:
        told = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr
    except OSError:
        return 0
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(found[1]) if found else 0


def _fetched() -> bool:
    jars = (home / "lib" / f"{name}-{VERSION}.jar" for home, (_, name) in FETCHED.items())
    return all(jar.is_file() for jar in jars)


@contextmanager
def running(home: Path, *, password: str = "", more: str = "") -> Iterator[Server]:
    """Run a server in a folder until the block ends; `password` is that of its user `neo4j`."""
    server = start(home, password=password, more=more)
    try:
        yield server
    finally:
        server.stop(kill=True)  # nobody needs its files any more


def start(home: Path, *, password: str = "", port: int = 0, more: str = "") -> Server:
    """Start a server, or start one again in its folder and on its port; wait until it answers.

    `more`: settings beside the usual ones.
    """
    port = port or _free_port()
    conf = make_home(home, SETTINGS.format(port=port, auth=str(bool(password)).lower()) + more)
    java = [*JAVA, str(HOME / "lib" / "*")]
    if password and not (home / "data" / "dbms").exists():
        admin(home, "dbms", "set-initial-password", password)
    main = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={conf}"]
    (home / "logs" / "neo4j.log").unlink(missing_ok=True)  # of an earlier start
    with (home / "logs" / "out.txt").open("ab") as out:
        process = subprocess.Popen([*java, *main], stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    server = Server(port, home, process)
    try:
        _await(server)
    except BaseException:
        server.stop(kill=True)
        raise
    return server


def make_home(home: Path, settings: str = "") -> Path:
    """Make a server's folder and write its settings; returns the folder where these are."""
    for name in FOLDERS:
        (home / name).mkdir(parents=True, exist_ok=True)
    (home / "conf" / "neo4j.conf").write_text(settings, encoding="utf-8")
    return home / "conf"


def admin(home: Path, *arguments: str) -> None:
    """Run `neo4j-admin` on a server's folder."""
    run = [*JAVA, str(HOME / "lib" / "*"), "org.neo4j.cli.AdminTool", *arguments]
    subprocess.run(run, env=of_home(home), check=True, capture_output=True)


def of_home(home: Path) -> dict[str, str]:
    """Return the environment of `neo4j-admin` for a server's folder."""
    return {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}


def shell(server: Server, script: Path) -> subprocess.CompletedProcess[str]:
    """Load a script with the real `cypher-shell`; its first error ends it."""
    run = [*JAVA, str(SHELL / "lib" / "*"), "org.neo4j.shell.Main", "-a", server.address]
    run += ["-f", str(script), "--format", "plain"]
    return subprocess.run(run, env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True)


def _await(server: Server) -> None:
    """Return when the server says that it has started; RuntimeError where it ends or is silent."""
    log, end = server.home / "logs" / "neo4j.log", time.monotonic() + PATIENCE
    while time.monotonic() < end and server.process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 1):
            if b"Started." in log.read_bytes():
                return
        time.sleep(0.2)
    raise RuntimeError(f"Neo4j did not start: see {log}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(why_not() or 0)
