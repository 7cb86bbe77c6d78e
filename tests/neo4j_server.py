"""A real Neo4j 5 server for tests: fetched from Maven Central, started on loopback, Bolt alone.

    make neo4j        fetch it now (128 MB, once, into build/, which git ignores)

It needs Java 17 or later, and Maven for fetching. Licence GPLv3: a test tool, never shipped.
"""

from __future__ import annotations

import os
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
POM = ROOT / "tests" / "neo4j" / "pom.xml"
VERSION = "5.26.0"
HOME = ROOT / "build" / f"neo4j-{VERSION}"
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
    if not shutil.which("java") or not (_fetched() or shutil.which("mvn")):
        return "no Neo4j server: it needs Java 17 and Maven (`make system` installs them on Debian)"
    try:
        fetch()
    except (OSError, subprocess.CalledProcessError):
        return "no Neo4j server: Maven could not fetch it (`make neo4j` tries again)"
    return ""


def fetch() -> None:
    """Have Maven bring the server's jars into the build folder, once; it checks their sums."""
    if _fetched():
        return
    beside = HOME.with_name(f"{HOME.name}.{os.getpid()}")
    command = ["mvn", "--batch-mode", "--quiet", "--strict-checksums", "-f", str(POM)]
    command += ["dependency:copy-dependencies", "-DincludeScope=runtime"]
    try:
        subprocess.run([*command, f"-DoutputDirectory={beside / 'lib'}"], check=True)
        with suppress(OSError):  # another did the same meanwhile
            beside.rename(HOME)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _fetched() -> bool:
    return (HOME / "lib" / f"neo4j-{VERSION}.jar").is_file()


@contextmanager
def running(home: Path, *, password: str = "") -> Iterator[Server]:
    """Run a server in a folder until the block ends; `password` is that of its user `neo4j`."""
    server = start(home, password=password)
    try:
        yield server
    finally:
        server.stop(kill=True)  # nobody needs its files any more


def start(home: Path, *, password: str = "", port: int = 0) -> Server:
    """Start a server, or start one again in its folder and on its port; wait until it answers."""
    port = port or _free_port()
    for name in FOLDERS:
        (home / name).mkdir(parents=True, exist_ok=True)
    auth = "true" if password else "false"
    conf = home / "conf"
    (conf / "neo4j.conf").write_text(SETTINGS.format(port=port, auth=auth), encoding="utf-8")
    java = ["java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    java += ["-cp", str(HOME / "lib" / "*")]
    if password and not (home / "data" / "dbms").exists():
        _set_password(java, home, password)
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


def _set_password(java: list[str], home: Path, password: str) -> None:
    """Set the first password, as `neo4j-admin` does."""
    environment = {
        **os.environ,
        "NEO4J_HOME": str(home),
        "NEO4J_CONF": str(home / "conf"),
    }
    main = ["org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password]
    subprocess.run([*java, *main], env=environment, check=True, capture_output=True)


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
