"""What the driver and the server say against a request, as Clew's errors (rule 24)."""

from __future__ import annotations

import re
from typing import Any

from clew.graph.errors import QueryError, QueryRefused, QueryTimeout, StoreError
from clew.graph.stores.address import FILE, PASSWORD, USER, Address
from clew.graph.stores.failures import in_one_way

#: How a plan is asked for; the server counts its signs in columns.
EXPLAIN = "EXPLAIN "
_PLACE = re.compile(r" ?\(line (\d+), column (\d+) \(offset: \d+\)\)")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|`[^`\n]*`")
_WRITE = "The query was refused: queries only read; change the case with import, claims, decisions."
#: What the server may say of a query that runs: all else could hold a value of the graph.
_PLAIN = re.compile(
    r"Text cannot be parsed to an? \w+|Expected parameter\(s\): [\w, ]+|/ by zero|long overflow"
)
_UNREADABLE = (
    "The answer holds a value that Neo4j's driver cannot read, such as a date before the year 1 or"
    " after 9999: RETURN it with toString()."
)
_TIMED_OUT = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "Terminated")
#: What a code of the server means for who asked; the address stands before.
_MEANINGS = {
    "Unauthorized": f"refused the user or the password: set {USER[0]} and {PASSWORD[0]}, or name a"
    f" file as .netrc with {FILE}",
    "AuthenticationRateLimit": "refuses this user for a while after wrong passwords: wait a minute",
    "CredentialsExpired": "wants a new password for this user first: set it with cypher-shell",
    "Forbidden": "does not let this user do that: it needs the right to read, write and make"
    " indexes and constraints",
    "DatabaseNotFound": "has no database of that name: make it there, or name another",
    "DatabaseUnavailable": "has that database, but not started: see the server's log",
    "ConstraintValidationFailed": "holds something of that id already, or two items have one id",
    "TransactionOutOfMemoryError": "has too little memory for that: see"
    " dbms.memory.transaction.total.max",
    "MemoryPoolOutOfMemoryError": "has too little memory for that: see"
    " dbms.memory.transaction.total.max",
    "NotALeader": "takes no writes here: use its neo4j:// address, which finds who does",
    "WriteOnReadOnlyAccessDatabase": "holds that database for reading only",
}
_MEANINGS |= dict.fromkeys(_TIMED_OUT, "took too long: try again when it has less to do")
_LOST = "did not answer, or broke off: see that it runs and can be reached, then try again"


class Lost(StoreError):
    """The server broke off: whether it did what was asked last is not known."""


def store_error(error: BaseException, place: Address) -> StoreError:
    """Return what to raise where a server could not be reached or did not do its work."""
    code, kind = _code(error), type(error).__name__
    meaning = _MEANINGS.get(code, f"failed ({code})" if code else _LOST)
    if kind in ("AuthError", "AuthConfigurationError"):
        meaning = _MEANINGS["Unauthorized"]
    elif kind in ("ConfigurationError", "ValueError"):
        meaning = "cannot be reached in that way: see the address"
    database = f", for the database {place.database}," if place.database else ""
    kept = Lost if meaning == _LOST else StoreError
    return kept(f"The server at {place.server}{database} {meaning}.")


def stuck(place: Address, seconds: float) -> Lost:
    """Return what to raise for a server that keeps the connection and does not answer."""
    return Lost(
        f"The server at {place.server} keeps the connection and has not answered for"
        f" {seconds:.0f} s: see its log, and whether its disk is full."
    )


def query_error(
    error: BaseException, cypher: str, timeout: float, place: Address, *, planned: bool
) -> Exception:
    """Return what to raise for an error over a user's text; `planned`: it was running already."""
    code = _code(error)
    if code in _TIMED_OUT:
        return timed_out(timeout)
    if code == "AccessMode":
        return QueryRefused(_WRITE)
    if type(error).__name__ == "BrokenRecordError":
        return QueryError(_UNREADABLE)
    if not {"Statement", "Procedure"} & {*_full_code(error).split(".")}:
        return store_error(error, place)
    message = str(getattr(error, "message", "") or "")
    told = _sentence(message, cypher)
    if planned and not _PLAIN.fullmatch(told):
        told = f"it met a value that the query cannot take ({code})"
    return QueryError(f"The graph engine could not answer: {in_one_way(told)}.")


def timed_out(timeout: float) -> QueryTimeout:
    """Return the error of a query that ran too long."""
    return QueryTimeout(
        f"The query took longer than {timeout:g} s and was given up: bound it with a label, an id"
        " or LIMIT, or allow more with --timeout."
    )


def _full_code(error: BaseException) -> str:
    return str(getattr(error, "code", "") or "")


def _code(error: BaseException) -> str:
    return _full_code(error).rpartition(".")[2]


def _sentence(message: str, cypher: str) -> str:
    """Return the first sentence, its place told in our way, with no words but the query's."""
    first = message.strip().split("\n", 1)[0]
    found: Any = _PLACE.search(message)
    first = _PLACE.sub("", first)
    first = _QUOTED.sub(lambda m: m.group() if m.group()[1:-1] in cypher else "'…'", first)
    where = ""
    if found:
        line, column = int(found[1]), int(found[2])
        where = f", at line {line}, column {column - len(EXPLAIN) if line == 1 else column}"
    return f"{first.strip(' .:')[:300]}{where}"
