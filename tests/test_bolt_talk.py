"""One client's talk: who may enter, what follows what, and how a failure is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from clew.bolt_talk import Talk, agreed
from clew.bolt_texts import Told
from clew.graph.errors import QueryRefused, QueryTimeout, SecondOpinion, UsageError
from clew.graph.stores.packstream import Structure

HELLO, GOODBYE, RESET, LOGON, LOGOFF = 0x01, 0x02, 0x0F, 0x6A, 0x6B
RUN, BEGIN, COMMIT, ROLLBACK, DISCARD, PULL, ROUTE = 0x10, 0x11, 0x12, 0x13, 0x2F, 0x3F, 0x66
SUCCESS, RECORD, IGNORED, FAILURE = 0x70, 0x71, 0x7E, 0x7F
WHO = {"scheme": "basic", "principal": "neo4j", "credentials": "right"}


class Client:
    """Talks as a driver does, and keeps what was asked of the graph."""

    def __init__(self, version: tuple[int, int] = (5, 4), *, rows: int = 5) -> None:
        self.asked: list[tuple[str, Mapping[str, Any], float | None]] = []
        self.rows, self.fails = rows, None
        self.talk = Talk(version, "right", self._answer, "127.0.0.1:7687")

    fails: Exception | None

    def _answer(self, text: str, parameters: Mapping[str, Any], limit: float | None) -> Told:
        self.asked.append((text, parameters, limit))
        if self.fails:
            raise self.fails
        return Told(("x",), [(n,) for n in range(self.rows)], ("said beside",))

    def say(self, tag: int, *fields: Any) -> list[tuple[int, Any]]:
        heard = self.talk.handle(Structure(tag, fields))
        return [(one.tag, one.fields[0] if one.fields else None) for one in heard]

    def tags(self, tag: int, *fields: Any) -> list[int]:
        return [heard for heard, _ in self.say(tag, *fields)]


@pytest.fixture
def client() -> Client:
    """A client that has entered."""
    one = Client()
    assert one.tags(HELLO, {}) == one.tags(LOGON, WHO) == [SUCCESS]
    return one


def test_versions_are_those_that_both_speak() -> None:
    def of(*proposals: tuple[int, int, int]) -> tuple[int, int]:
        data = b"".join(bytes((0, below, minor, major)) for below, minor, major in proposals)
        return agreed(data.ljust(16, b"\x00"))

    assert of((1, 0xFF, 0), (8, 8, 5), (2, 4, 4), (0, 0, 3)) == (5, 4)
    assert of((0, 8, 5), (2, 4, 4)) == (4, 4)
    assert of((0, 2, 5)) == (5, 2)
    assert of((1, 4, 4)) == (4, 4)
    assert of((0, 3, 4), (0, 0, 3)) == of((0, 0, 6)) == of((3, 8, 5)) == (0, 0)


@pytest.mark.parametrize(
    "who",
    [
        {**WHO, "credentials": "wrong"},
        {**WHO, "credentials": ""},
        {**WHO, "credentials": None},
        {**WHO, "principal": "eve"},
        {"scheme": "none"},
        {},
    ],
)
@pytest.mark.parametrize("version", [(5, 4), (5, 0), (4, 4)])
def test_nobody_enters_without_the_password(version: tuple[int, int], who: dict[str, Any]) -> None:
    one = Client(version)
    heard = one.say(HELLO, who)
    if version == (5, 4):
        heard = one.say(LOGON, who)
    ((tag, told),) = heard
    assert tag == FAILURE and told["code"] == "Neo.ClientError.Security.Unauthorized"
    assert "right" not in told["message"] and one.talk.state == "over"


def test_older_clients_enter_with_their_first_message() -> None:
    one = Client((4, 4))
    assert one.tags(HELLO, WHO) == [SUCCESS] and one.tags(RUN, "RETURN 1", {}, {}) == [SUCCESS]


@pytest.mark.parametrize("tag", [RUN, PULL, BEGIN, COMMIT, RESET, LOGOFF, ROUTE, 0x54, 0x77])
@pytest.mark.parametrize("greeted", [False, True])
def test_nothing_is_answered_before_the_password(tag: int, greeted: bool) -> None:
    one = Client()
    if greeted:
        one.say(HELLO, {})
    assert one.tags(tag, "RETURN 1", {}, {}) == [FAILURE]
    assert one.talk.state == "over" and one.asked == []


def test_rows_come_in_the_portions_that_were_asked_for(client: Client) -> None:
    assert client.say(RUN, "RETURN", {"a": 1}, {})[0][1]["fields"] == ["x"]
    first, rest = client.say(PULL, {"n": 2}), client.say(PULL, {"n": -1})
    assert [told for _, told in first] == [[0], [1], {"has_more": True}]
    assert [told for _, told in rest[:-1]] == [[2], [3], [4]]
    assert rest[-1][1]["notifications"][0]["description"] == "said beside"
    assert client.asked == [("RETURN", {"a": 1}, None)]


def test_rows_that_nobody_wants_are_not_sent(client: Client) -> None:
    client.say(RUN, "RETURN", {}, {})
    assert client.tags(DISCARD, {"n": -1}) == [SUCCESS]
    assert client.tags(RUN, "RETURN", {}, {}) == [SUCCESS]


def test_a_transaction_keeps_several_answers_apart(client: Client) -> None:
    client.say(BEGIN, {"tx_timeout": 1500})
    numbers = [client.say(RUN, text, {}, {})[0][1]["qid"] for text in ("A", "B")]
    assert numbers == [0, 1]
    assert client.tags(PULL, {"n": 1, "qid": 0}) == [RECORD, SUCCESS]
    assert client.tags(PULL, {"n": -1}) == [*[RECORD] * 5, SUCCESS]
    assert client.tags(PULL, {"n": -1, "qid": 0}) == [*[RECORD] * 4, SUCCESS]
    assert client.tags(COMMIT) == [SUCCESS] and client.talk.state == "ready"
    assert [limit for _, _, limit in client.asked] == [1.5, 1.5]


def test_after_a_failure_all_is_ignored_until_a_reset(client: Client) -> None:
    client.fails = QueryRefused("not this")
    ((tag, told),) = client.say(RUN, "CREATE (n)", {}, {})
    assert tag == FAILURE and told == {
        "code": "Neo.ClientError.Security.Forbidden",
        "message": "not this",
    }
    assert client.tags(PULL, {"n": -1}) == client.tags(RUN, "A", {}, {}) == [IGNORED]
    client.fails = None
    assert client.tags(RESET) == client.tags(RUN, "A", {}, {}) == [SUCCESS]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (QueryTimeout("slow"), "Neo.ClientError.Transaction.TransactionTimedOut"),
        (SecondOpinion("two"), "Neo.DatabaseError.Statement.ExecutionFailed"),
        (UsageError("more"), "Neo.ClientError.Statement.ArgumentError"),
        (RuntimeError("Ann Lee"), "Neo.DatabaseError.General.UnknownError"),
    ],
)
def test_errors_have_the_codes_that_drivers_know(
    client: Client, error: Exception, code: str
) -> None:
    client.fails = error
    ((_, told),) = client.say(RUN, "RETURN", {}, {})
    assert told["code"] == code and "Ann Lee" not in told["message"]


@pytest.mark.parametrize("said", [{"db": "other"}, {"db": "system"}, {"imp_user": "ann"}])
def test_another_database_or_user_is_refused(client: Client, said: dict[str, Any]) -> None:
    assert client.tags(RUN, "RETURN", {}, said) == [FAILURE]
    client.say(RESET)
    assert client.tags(BEGIN, said) == [FAILURE]
    client.say(RESET)
    assert client.tags(ROUTE, {}, [], said) == [FAILURE] and client.asked == []


def test_a_router_is_told_of_this_address_alone(client: Client) -> None:
    table = client.say(ROUTE, {}, [], {"db": None})[0][1]["rt"]
    assert {one["role"] for one in table["servers"]} == {"READ", "WRITE", "ROUTE"}
    assert {tuple(one["addresses"]) for one in table["servers"]} == {("127.0.0.1:7687",)}


@pytest.mark.parametrize(
    ("tag", "fields"),
    [
        (PULL, ({"n": -1},)),
        (COMMIT, ()),
        (ROLLBACK, ()),
        (LOGON, (WHO,)),
        (HELLO, (WHO,)),
        (RUN, ()),
        (RUN, (1, {}, {})),
        (0x99, ()),
    ],
)
def test_a_message_out_of_turn_ends_the_talk(
    client: Client, tag: int, fields: tuple[Any, ...]
) -> None:
    assert client.tags(tag, *fields) == [FAILURE]
    assert client.talk.state == "over"


def test_who_logs_off_must_show_the_password_again(client: Client) -> None:
    assert client.tags(LOGOFF) == [SUCCESS]
    assert client.tags(LOGON, WHO) == client.tags(RUN, "A", {}, {}) == [SUCCESS]
    client.say(GOODBYE)
    assert client.talk.state == "over"
