"""Whether a server is there, looked at before a person is asked for a password: see `knock`."""

from __future__ import annotations

import socket
import ssl

from clew.graph.errors import StoreError
from clew.graph.stores.address import Address

#: How long a server may take to take a connection, and to say a word, seconds.
KNOCK = 10.0
#: How a client of Bolt begins, with the versions that it speaks: 5.8 to 5.0, 4.4 and nothing else.
_HELLO = bytes.fromhex("6060b017 00080805 00000404 00000000 00000000")
_FORM = "The server at {server} {what}."
_NOBODY = "did not answer: nothing listens there; see that it runs, and the host and the port"
_NO_NAME = "cannot be found: no machine has that name, or names cannot be looked up here"
_SILENT = "did not answer within {seconds:g} s: see that it runs and can be reached from here"
_NO_WAY = "cannot be reached from here: see the network, the host and the port"
_OTHER = "does not speak Bolt, as Neo4j does: see the port (Neo4j's own for it is 7687)"
_OLD = "speaks no Bolt of Neo4j 5 or later"
_CLOSED = "broke off at once: see that it runs, and whether bolt:// or bolt+s:// is right there"
_NOT_TRUSTED = "has no certificate that this system trusts for that name"
_NO_TLS = "does not speak TLS: use bolt:// or neo4j:// where the way to it is safe"


def knock(place: Address) -> None:
    """Raise StoreError where nothing answers at an address that can speak Bolt.

    Nothing is sent but the first bytes that every client sends; it takes 2 * KNOCK s at most.
    """
    what = _found(place)
    if what:
        raise StoreError(_FORM.format(server=place.server, what=what))


def _found(place: Address) -> str:
    """Return what is wrong, '' where a server of Bolt answers."""
    try:
        with socket.create_connection((place.host, place.port), KNOCK) as plain:
            if not place.scheme.endswith("+s"):
                return _greeted(plain)
            with ssl.create_default_context().wrap_socket(
                plain, server_hostname=place.host
            ) as safe:
                return _greeted(safe)
    except ssl.SSLCertVerificationError:
        return _NOT_TRUSTED
    except ssl.SSLError:
        return _NO_TLS
    except socket.gaierror:
        return _NO_NAME
    except TimeoutError:
        return _SILENT.format(seconds=KNOCK)
    except ConnectionRefusedError:
        return _NOBODY
    except (ConnectionResetError, BrokenPipeError):
        return _CLOSED
    except (OSError, ValueError):  # a name that no machine can have is a ValueError
        return _NO_WAY


def _greeted(connection: socket.socket) -> str:
    connection.sendall(_HELLO)
    answer = connection.recv(4)
    if not answer:
        return _CLOSED
    if answer == bytes(4):
        return _OLD
    return "" if answer[:2] == bytes(2) else _OTHER
