"""The listener that other tools reach a graph by: Bolt, on 127.0.0.1 alone, a thread a client."""

from __future__ import annotations

import socket
import socketserver
import struct
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from clew.bolt_talk import Answerer, Talk, agreed
from clew.graph.errors import UsageError
from clew.graph.stores.packstream import Malformed, packed, unpacked

HOST = "127.0.0.1"
#: How a Bolt client begins; and how long it may take until it has shown the password, seconds.
_MAGIC, _PATIENCE = b"\x60\x60\xb0\x17", 10.0
#: Bytes of a message before and after that; how many clients there may be at once.
_STRANGER, _LONGEST, _CLIENTS = 1 << 16, 1 << 24, 64
_CHUNK = 0xFFFF
_BUFFER = 1 << 16


@dataclass(slots=True)
class BoltServer:
    """Takes a port when it is made, answers there from `start` on, and gives it back in `close`.

    port   0 takes a free one; raises UsageError where it cannot be had
    """

    port: int
    password: str = field(repr=False)
    _listener: _Listener = field(init=False, repr=False)
    _thread: threading.Thread | None = field(init=False, default=None, repr=False)

    def __post_init__(self) -> None:
        """Take the port; who calls now waits for `start`."""
        if self.port and not 1024 <= self.port < 1 << 16:
            raise UsageError("--bolt takes a port from 1024 to 65535, or 0 for a free one")
        try:
            self._listener = _Listener((HOST, self.port), _Client)
        except OSError:
            raise UsageError(
                f"port {self.port} is taken or not allowed: choose another, or 0 for a free one"
            ) from None
        self.port = int(self._listener.server_address[1])

    def start(self, answer: Answerer) -> None:
        """Answer every text by `answer`, in threads of their own."""
        address = f"{HOST}:{self.port}"
        self._listener.talk = lambda version: Talk(version, self.password, answer, address)
        self._thread = threading.Thread(
            target=self._listener.serve_forever, args=(0.1,), name="clew-bolt", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Listen no more, and hang up."""
        if self._thread is not None:
            self._listener.shutdown()
            self._thread.join()
        self._listener.server_close()
        self._listener.hang_up()


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = _CLIENTS
    # On Windows this would let another program listen beside us.
    allow_reuse_address = sys.platform != "win32"
    talk: Any = None

    def __init__(self, *given: Any) -> None:
        self._clients: set[socket.socket] = set()
        self._strangers: dict[socket.socket, float] = {}
        super().__init__(*given)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        return len(self._clients) < _CLIENTS

    def process_request(self, request: Any, client_address: Any) -> None:
        self._clients.add(request)
        self._strangers[request] = time.monotonic()
        super().process_request(request, client_address)

    def service_actions(self) -> None:
        """Hang up on who has not shown the password in time, a byte now and then or not."""
        now = time.monotonic()
        for client, since in list(self._strangers.items()):
            if now - since > _PATIENCE:
                _hang_up(client)

    def welcome(self, request: socket.socket) -> None:
        """Let a client that has shown the password stay as long as it likes."""
        self._strangers.pop(request, None)

    def shutdown_request(self, request: Any) -> None:
        self._clients.discard(request)
        self._strangers.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: what stopped a talk may hold what was asked."""

    def hang_up(self) -> None:
        for client in list(self._clients):
            _hang_up(client)


def _hang_up(client: socket.socket) -> None:
    with suppress(OSError):
        client.shutdown(socket.SHUT_RDWR)


class _Client(socketserver.StreamRequestHandler):
    """One connection: messages in, answers out, until either side has done."""

    timeout = _PATIENCE
    disable_nagle_algorithm = True
    wbufsize = _BUFFER
    none: ClassVar[tuple[int, int]] = (0, 0)

    def handle(self) -> None:
        """Shake hands, then answer until the talk is over."""
        begun = self.rfile.read(20)
        if len(begun) < 20 or begun[:4] != _MAGIC:
            return
        version = agreed(begun[4:])
        self.wfile.write(bytes((0, 0, version[1], version[0])))
        self.wfile.flush()
        if version == self.none:
            return
        talk: Talk = cast(_Listener, self.server).talk(version)
        with suppress(OSError, Malformed):
            while talk.state != "over":
                self._answer(talk)

    def _answer(self, talk: Talk) -> None:
        for answer in talk.handle(unpacked(self._message(talk.trusted))):
            try:
                data = packed(answer, talk.version)
            except TypeError:
                self._send(packed(talk.fail(), talk.version))
                break
            self._send(data)
        self.wfile.flush()
        self.connection.settimeout(None if talk.trusted else _PATIENCE)
        if talk.trusted:
            cast(_Listener, self.server).welcome(self.connection)

    def _message(self, trusted: bool) -> bytes:
        """Read a message's chunks; the empty one behind its last ends it."""
        message = bytearray()
        while True:
            (size,) = struct.unpack(">H", self._bytes(2))
            if size:
                message += self._bytes(size)
            elif message:  # an empty chunk before it only says that the client is there
                return bytes(message)
            if len(message) > (_LONGEST if trusted else _STRANGER):
                raise Malformed

    def _bytes(self, size: int) -> bytes:
        found = self.rfile.read(size)
        if len(found) < size:
            raise ConnectionError
        return found

    def _send(self, data: bytes) -> None:
        for start in range(0, len(data), _CHUNK):
            part = data[start : start + _CHUNK]
            self.wfile.write(struct.pack(">H", len(part)) + part)
        self.wfile.write(b"\x00\x00")
