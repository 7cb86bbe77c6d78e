"""What may listen at an address and is no Neo4j: it greets or not, and says no more than that."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Talk = Callable[[socket.socket], None]
#: How a server of Bolt 5.8 answers the first bytes of a client.
GREETING = bytes.fromhex("00000805")


@contextmanager
def listening(talk: Talk) -> Iterator[int]:
    """Let `talk` have each connection to a port of loopback, which this gives."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                taken.append(connection)
                threading.Thread(target=talking, args=(connection,), daemon=True).start()

        def talking(connection: socket.socket) -> None:
            with suppress(OSError):
                talk(connection)

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for connection in taken:
                connection.close()


def silent(connection: socket.socket) -> None:
    """Take the connection and say nothing: it stays half open."""


def http(connection: socket.socket) -> None:
    """Answer as a web server does."""
    connection.recv(100)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    connection.close()


def greets_and_stalls(connection: socket.socket) -> None:
    """Greet as a server of Bolt, and say nothing more."""
    connection.recv(20)
    connection.sendall(GREETING)


def greets_and_leaves(connection: socket.socket) -> None:
    """Greet as a server of Bolt, and break off at the next word."""
    greets_and_stalls(connection)
    connection.recv(100)
    connection.close()


def no_version(connection: socket.socket) -> None:
    """Say that it speaks no version that the client named, as an old server does."""
    connection.recv(20)
    connection.sendall(bytes(4))
    connection.close()
