"""A network between Clew and a server, on loopback: it can delay, break off and fall silent."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

#: Bytes that pass at a time.
PIECE = 4096


@dataclass
class Network:
    """What passes between connections to `port` and the server, counted from client to server.

    delay      seconds that each piece takes, either way
    cut        after so many bytes a connection is broken off, -1 for never
    freeze     after so many bytes nothing passes any more, and nothing is closed, -1 for never
    times      how often it does one of the two; then all passes
    """

    port: int = 0
    delay: float = 0.0
    cut: int = -1
    freeze: int = -1
    times: int = 1_000_000
    passed: int = 0
    done: int = 0
    sockets: list[socket.socket] = field(default_factory=list)

    def may_pass(self, size: int, ends: tuple[socket.socket, socket.socket]) -> bool:
        """Count what goes to the server, and do what is to be done about it."""
        time.sleep(self.delay)
        self.passed += size
        if self.done >= self.times:
            return True
        if -1 < self.freeze < self.passed:
            self.done, self.passed = self.done + 1, 0
            return False
        if -1 < self.cut < self.passed:
            self.done, self.passed = self.done + 1, 0
            for end in ends:
                _close(end)
            return False
        return True


@contextmanager
def network(server_port: int, **how: float) -> Iterator[Network]:
    """Let a network lie before a server's port of loopback."""
    own = Network(**how)  # type: ignore[arg-type]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        own.port = listener.getsockname()[1]
        threading.Thread(target=_serve, args=(own, listener, server_port), daemon=True).start()
        try:
            yield own
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for end in own.sockets:
                _close(end)


def _serve(own: Network, listener: socket.socket, server_port: int) -> None:
    while True:
        try:
            client, _ = listener.accept()
            server = socket.create_connection(("127.0.0.1", server_port), 10)
        except OSError:
            return
        server.settimeout(None)
        own.sockets += [client, server]
        frozen = threading.Event()
        for ends, out in (((client, server), True), ((server, client), False)):
            threading.Thread(target=_pass, args=(own, ends, out, frozen), daemon=True).start()


def _pass(
    own: Network, ends: tuple[socket.socket, socket.socket], out: bool, frozen: threading.Event
) -> None:
    """Carry what comes at the first end to the second, until one of them is closed."""
    with suppress(OSError):
        while some := ends[0].recv(PIECE):
            if out and not own.may_pass(len(some), ends):
                frozen.set()
            if not out:
                time.sleep(own.delay)
            if not frozen.is_set():
                ends[1].sendall(some)
    if not frozen.is_set():
        for end in ends:
            _close(end)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
