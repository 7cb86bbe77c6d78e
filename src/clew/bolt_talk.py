"""One client's talk over Bolt: what it says, what state that leaves, and what it is answered.

Bolt 5.0 to 5.4, and 4.4 for older drivers. Nothing is written here, so a transaction is only a
bracket round reads. Specification: https://neo4j.com/docs/bolt/current/bolt/message/
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clew.bolt_texts import Told, Unreadable
from clew.graph.errors import (
    ClewError,
    QueryError,
    QueryRefused,
    QueryTimeout,
    SecondOpinion,
    UsageError,
)
from clew.graph.stores.packstream import Structure

Json = dict[str, Any]
#: The user and the database that tools ask for where nobody says otherwise.
USER = DATABASE = "neo4j"
#: The versions spoken, the latest first: (major, the highest minor, the lowest).
VERSIONS = ((5, 4, 0), (4, 4, 4))
_AGENT = "Neo4j/5.26.0 compatible (Clew)"
_SUCCESS, _RECORD, _IGNORED, _FAILURE = 0x70, 0x71, 0x7E, 0x7F
_HELLO, _GOODBYE, _RESET, _LOGON, _LOGOFF, _TELEMETRY = 0x01, 0x02, 0x0F, 0x6A, 0x6B, 0x54
_RUN, _BEGIN, _COMMIT, _ROLLBACK, _DISCARD, _PULL, _ROUTE = 0x10, 0x11, 0x12, 0x13, 0x2F, 0x3F, 0x66
_UNKNOWN = "Clew failed where it should not; ask again, or start `clew serve --debug` and report it"
_CODES: Sequence[tuple[type[ClewError], str]] = (
    (QueryTimeout, "Neo.ClientError.Transaction.TransactionTimedOut"),
    (SecondOpinion, "Neo.DatabaseError.Statement.ExecutionFailed"),
    (QueryRefused, "Neo.ClientError.Security.Forbidden"),
    (Unreadable, "Neo.ClientError.Statement.SyntaxError"),
    (QueryError, "Neo.DatabaseError.Statement.ExecutionFailed"),
    (UsageError, "Neo.ClientError.Statement.ArgumentError"),
)

#: Answers a text with its parameters, within so many seconds (None: as the server likes).
Answerer = Callable[[str, Mapping[str, Any], float | None], Told]


def agreed(proposals: bytes) -> tuple[int, int]:
    """Return the version that a client's four proposals and we both speak; (0, 0) for none.

    A proposal is four bytes: 0, how many minor versions below it are meant too, minor, major.
    """
    for start in range(0, 16, 4):
        _, below, minor, major = proposals[start : start + 4]
        for ours, highest, lowest in VERSIONS:
            if major == ours and max(lowest, minor - below) <= min(minor, highest):
                return major, min(minor, highest)
    return 0, 0


class _Refused(Exception):
    """A request that fails: its code and sentence; `over`: the talk ends with it."""

    def __init__(self, code: str, sentence: str, *, over: bool = False) -> None:
        self.code, self.sentence, self.over = code, sentence, over


@dataclass(slots=True)
class _Result:
    """An answer that is being fetched: `at` is how many of its rows went out."""

    told: Told
    at: int = 0


@dataclass(slots=True)
class Talk:
    """The state of one client's connection; `handle` takes a message and gives its answers.

    state   new, known (after HELLO), ready, transaction, failed, over
    """

    version: tuple[int, int]
    password: str = field(repr=False)
    answer: Answerer
    address: str
    state: str = "new"
    _results: dict[int, _Result] = field(default_factory=dict)
    _last: int = -1
    _limit: float | None = None

    @property
    def trusted(self) -> bool:
        """Whether the client has shown the password."""
        return self.state in ("ready", "transaction", "failed")

    def handle(self, message: Any) -> Iterator[Structure]:
        """Yield the answers to one message; afterwards the state may be `over`."""
        if not isinstance(message, Structure):
            self.state = "over"
            return
        if message.tag == _GOODBYE:
            self.state = "over"
        elif message.tag == _RESET and self.trusted:
            self._reset()
            yield _success()
        elif self.state == "failed":
            yield Structure(_IGNORED, ())
        else:
            yield from self._steps(message)

    def fail(self) -> Structure:
        """Return the answer where Clew itself failed."""
        self.state = "failed"
        return _failure("Neo.DatabaseError.General.UnknownError", _UNKNOWN)

    def _steps(self, message: Structure) -> Iterator[Structure]:
        try:
            yield from self._answers(message.tag, message.fields)
        except _Refused as refused:
            self.state = "over" if refused.over or not self.trusted else "failed"
            yield _failure(refused.code, refused.sentence)
        except ClewError as error:
            self.state = "failed"
            code = next((c for kind, c in _CODES if isinstance(error, kind)), None)
            yield _failure(code or "Neo.DatabaseError.General.UnknownError", str(error))
        except Exception:
            yield self.fail()

    def _answers(self, tag: int, fields: tuple[Any, ...]) -> Iterator[Structure]:
        if tag == _HELLO and self.state == "new":
            yield self._hello(_map(fields, 0))
        elif tag == _LOGON and self.state == "known":
            self._log_on(_map(fields, 0))
            yield _success()
        elif not self.trusted:
            raise _wrong_order()
        elif tag == _LOGOFF and self.state == "ready":
            self._reset()
            self.state = "known"
            yield _success()
        elif tag == _TELEMETRY:
            yield _success()
        elif tag == _ROUTE:
            yield self._route(fields)
        else:
            yield from self._reading(tag, fields)

    def _reading(self, tag: int, fields: tuple[Any, ...]) -> Iterator[Structure]:
        if tag == _RUN and not (self.state == "ready" and self._results):
            yield self._run(fields)
        elif tag in (_PULL, _DISCARD) and self._results:
            yield from self._fetch(_map(fields, 0), shown=tag == _PULL)
        elif tag == _BEGIN and self.state == "ready" and not self._results:
            self._begin(_map(fields, 0))
            yield _success()
        elif tag in (_COMMIT, _ROLLBACK) and self.state == "transaction":
            self._reset()
            yield _success()
        else:
            raise _wrong_order()

    def _hello(self, said: Json) -> Structure:
        self.state = "known"
        if self.version < (5, 1):
            self._log_on(said)
        return _success(server=_AGENT, connection_id="bolt", hints={})

    def _log_on(self, said: Json) -> None:
        secret = said.get("credentials")
        shown = secret.encode() if isinstance(secret, str) else b""
        named = (said.get("scheme"), said.get("principal")) == ("basic", USER)
        if not (hmac.compare_digest(shown, self.password.encode()) and named):
            raise _Refused(
                "Neo.ClientError.Security.Unauthorized",
                f"user or password is wrong: `clew serve` said them when it started ({USER}, and a"
                " password for that run)",
                over=True,
            )
        self.state = "ready"

    def _begin(self, said: Json) -> None:
        _check_database(said)
        self._limit = _seconds(said)
        self.state = "transaction"

    def _run(self, fields: tuple[Any, ...]) -> Structure:
        text, parameters, said = (*fields, None, None, None)[:3]
        if not isinstance(text, str) or not isinstance(parameters, dict):
            raise _wrong_order()
        said = said if isinstance(said, dict) else {}
        limit = self._limit
        if self.state == "ready":
            _check_database(said)
            limit = _seconds(said)
        result = _Result(self.answer(text, parameters, limit))
        self._last += 1
        self._results[self._last] = result
        more = {"qid": self._last} if self.state == "transaction" else {}
        return _success(fields=list(result.told.columns), t_first=0, **more)

    def _fetch(self, said: Json, *, shown: bool) -> Iterator[Structure]:
        wanted, number = said.get("n", -1), said.get("qid", -1)
        number = self._last if number == -1 else number
        result = self._results.get(number)
        if result is None or not isinstance(wanted, int) or wanted < -1 or wanted == 0:
            raise _wrong_order()
        rows = result.told.rows
        end = len(rows) if wanted == -1 else min(len(rows), result.at + wanted)
        if shown:
            for row in rows[result.at : end]:
                yield Structure(_RECORD, (list(row),))
        result.at = end
        if end < len(rows):
            yield _success(has_more=True)
            return
        del self._results[number]
        notes = [_note(sentence) for sentence in result.told.notes]
        yield _success(
            type="r", t_last=0, db=DATABASE, **({"notifications": notes} if notes else {})
        )

    def _route(self, fields: tuple[Any, ...]) -> Structure:
        database = (*fields, None, None, None)[2]
        _check_database(database if isinstance(database, dict) else {"db": database})
        roles = ("WRITE", "READ", "ROUTE")
        servers = [{"addresses": [self.address], "role": role} for role in roles]
        return _success(rt={"ttl": 300, "db": DATABASE, "servers": servers})

    def _reset(self) -> None:
        self.state, self._last, self._limit = "ready", -1, None
        self._results.clear()


def _map(fields: tuple[Any, ...], at: int) -> Json:
    found = fields[at] if len(fields) > at else {}
    if not isinstance(found, dict):
        raise _wrong_order()
    return found


def _seconds(said: Json) -> float | None:
    milliseconds = said.get("tx_timeout")
    return milliseconds / 1000 if isinstance(milliseconds, int) and milliseconds > 0 else None


def _check_database(said: Json) -> None:
    if said.get("imp_user") is not None:
        raise _Refused("Neo.ClientError.Security.Forbidden", "there is one user: leave others out")
    if str(said.get("db") or DATABASE).lower() != DATABASE:
        raise _Refused(
            "Neo.ClientError.Database.DatabaseNotFound",
            f"there is one database here: leave its name out, or say {DATABASE}",
        )


def _wrong_order() -> _Refused:
    return _Refused("Neo.ClientError.Request.Invalid", "no such message is due here", over=True)


def _success(**what: Any) -> Structure:
    return Structure(_SUCCESS, (what,))


def _failure(code: str, sentence: str) -> Structure:
    return Structure(_FAILURE, ({"code": code, "message": sentence},))


def _note(sentence: str) -> Json:
    return {
        "code": "Neo.ClientNotification.Statement.Clew",
        "title": "What must be said with this answer",
        "description": sentence,
        "severity": "INFORMATION",
        "position": {"offset": 0, "line": 1, "column": 1},
    }
