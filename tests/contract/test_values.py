"""One contract of values: numbers, text, order, columns, parameters and what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from clew.graph.errors import QueryError
from clew.graph.model import Edge, Node
from clew.graph.stores.base import Rows, Store
from clew.graph.stores.guard import guard

Make = Callable[[Iterable[Node | Edge]], Store]
MOST, LEAST = 2**63 - 1, -(2**63)
INF, NAN = math.inf, math.nan
#: A text, and the rows that it must give, in this order.
TEXTS: dict[str, list[tuple[Any, ...]]] = {
    # whole numbers and others
    "RETURN 9223372036854775807, -9223372036854775808, 0x7fffffffffffffff": [(MOST, LEAST, MOST)],
    "MATCH (n:Compound) RETURN n.big, n.big - 1, n.big = 9223372036854775807": [
        (MOST, MOST - 1, True)
    ],
    "RETURN toInteger('9223372036854775807'), toInteger('x'), toInteger(1e19), toInteger(1.9)": [
        (MOST, None, MOST, 1)
    ],
    "RETURN 5 / 2, -5 / 2, -5 % 3, 2 ^ 3, 1 = 1.0, [1, 2] = [1.0, 2.0]": [
        (2, -2, -2, 8.0, True, True)
    ],
    "RETURN 1.0 / 0, -1.0 / 0, 0.0 / 0, -0.0, 0.0 / 0 = 0.0 / 0, sqrt(-1), log(0)": [
        (INF, -INF, NAN, -0.0, False, NAN, -INF)
    ],
    "RETURN 0.1 + 0.2, 1e300 * 10, 5e-324, toString(1e20), toString(1e-7), round(-2.5)": [
        (0.1 + 0.2, 1e301, 5e-324, "1.0E20", "1.0E-7", -2.0)
    ],
    "MATCH (n:Company) WHERE n.shares IS NOT NULL RETURN n.shares": [([0.5, 1.0],)],
    # nulls
    "RETURN null = null, null <> null, NOT null, null AND false, null OR true, null XOR true": [
        (None, None, None, False, True, None)
    ],
    "RETURN 1 IN [1, null], 2 IN [1, null], null IN [], null IN [1], 1 IN null": [
        (True, None, False, None, None)
    ],
    "UNWIND [1, null, 2] AS v RETURN count(v), count(*), collect(v), sum(v), avg(v), max(v)": [
        (2, 3, [1, 2], 3, 1.5, 2)
    ],
    "RETURN coalesce(null, 1), CASE null WHEN null THEN 1 ELSE 2 END, size(null), date(null)": [
        (1, 2, None, None)
    ],
    "RETURN 1 < 'a', 'a' < 'b', [1] < [2], true < false, 1 = 'a', date('2024-01-01') = '2024'": [
        (None, True, True, False, False, False)
    ],
    "MATCH (n) WHERE NOT n.rank = 1 RETURN n.id": [],
    # text: by code points
    "RETURN size('\U0001f600'), size('e\u0301'), 'é' = 'e\u0301', reverse('a\U0001f600')": [
        (1, 2, False, "\U0001f600a")
    ],
    "MATCH (n:Company) WHERE n.name CONTAINS '\U0001f600 \\u0000' RETURN n.name": [
        ("Golden \U0001f600 \x00 Fortune",)
    ],
    "RETURN toUpper('straße'), 'it\\'s', '\\u0041\\t', toLower('ÄΩ'), '\U0001f600' =~ '.'": [
        ("STRASSE", "it's", "A\t", "äω", True)
    ],
    "RETURN 'x' + 1, 'x' + null, 1 + 'x', [1] + 2, 'x' + 1.5, split('', ','), split('a,b', ',')": [
        ("x1", None, "1x", [1, 2], "x1.5", [""], ["a", "b"])
    ],
    # order
    "UNWIND ['\ufffd', '\U0001f600', 'z', 'é', 'e\u0301', '李', 'B', 'a', ''] AS v RETURN v"
    " ORDER BY v": [
        (v,) for v in ("", "B", "a", "e\u0301", "z", "é", "李", "\ufffd", "\U0001f600")
    ],
    "UNWIND [1, 'a', true, null, 1.5, [1], {a: 1}, 0.0 / 0] AS v RETURN v ORDER BY v": [
        ({"a": 1},), ([1],), ("a",), (True,), (1,), (1.5,), (NAN,), (None,)
    ],
    "UNWIND [1, 'a', true, null, 1.5, [1], {a: 1}, 0.0 / 0] AS v RETURN v ORDER BY v DESC": [
        (None,), (NAN,), (1.5,), (1,), (True,), ("a",), ([1],), ({"a": 1},)
    ],
    "UNWIND [[1, 2], [1], [2], [null], []] AS v RETURN v ORDER BY v": [
        ([],), ([1],), ([1, 2],), ([2],), ([None],)
    ],
    "UNWIND [1, 'a', null, [1], true] AS v RETURN min(v), max(v)": [([1], 1)],
    "MATCH (n:Entity) RETURN n.id, n.rank ORDER BY n.rank, n.id": [
        ("m1", 1), ("m2", None), ("m3", None), ("m4", None), ("m5", None)
    ],
    "MATCH (n:Entity) RETURN n.id, n.rank ORDER BY n.rank DESC, n.id LIMIT 2": [
        ("m2", None), ("m3", None)
    ],
    # dates
    "RETURN date('2024-02-29'), date('20240229'), date('2024-W01-1'), date({year: 2024})": [
        ("2024-02-29", "2024-02-29", "2024-01-01", "2024-01-01")
    ],
    "WITH date('2024-02-29') AS d RETURN d.year, d.week, d.quarter, d.ordinalDay, d.dayOfWeek": [
        (2024, 9, 1, 60, 4)
    ],
    "RETURN date('2024-01-31') + duration('P1M'), date('2024-01-01') < date('2024-02-01')": [
        ("2024-02-29", True)
    ],
    "RETURN datetime('2024-01-01T10:00:00.5+01:00'), localdatetime('2024-01-01T10:00:00'),"
    " time('10:00:00+01:00'), localtime('10:00:07'), duration('P1Y2M3DT4H5M6.7S')": [
        ("2024-01-01T10:00:00.500+01:00", "2024-01-01T10:00", "10:00+01:00", "10:00:07",
         "P1Y2M3DT4H5M6.7S")
    ],
    "UNWIND [date('2024-01-01'), null, date('2023-01-01')] AS d RETURN d ORDER BY d": [
        ("2023-01-01",), ("2024-01-01",), (None,)
    ],
    "RETURN toString(date('-0044-03-15')), toString(date('+12024-01-01'))": [
        ("-0044-03-15", "+12024-01-01")
    ],
    # lists and paths
    "RETURN [1, 2, 3][-1], [1, 2][5], [1, 2, 3][1..], [1, 2, 3][..-1], range(5, 1, -2)": [
        (3, None, [2, 3], [1, 2], [5, 3, 1])
    ],
    "RETURN head([]), last([]), tail([]), any(x IN [null, 1] WHERE x = 1),"
    " all(x IN [null] WHERE x = 1), none(x IN [] WHERE x = 1), reduce(a = 0, x IN [1, 2] | a + x)":
    [(None, None, [], True, None, True, 3)],
    "MATCH p = (a {id: 'm1'})-[:OWNS*0..2]->(b) RETURN length(p), [n IN nodes(p) | n.id]"
    " ORDER BY length(p)": [(0, ["m1"]), (1, ["m1", "m3"]), (2, ["m1", "m3", "m4"])],
    "MATCH p = shortestPath((a:Entity {id: 'm1'})-[*..5]-(b:Entity {id: 'm5'}))"
    " RETURN [r IN relationships(p) | r.id]": [(["e1", "e3", "e4"],)],
    "MATCH (a {id: 'm1'})-[r]-(b) RETURN r.id, b.id ORDER BY r.id": [("e1", "m3"), ("e5", "m1")],
    "RETURN {a: 1}.a, {a: 1}.b, {a: {b: [1, {c: null}]}}, null.a": [
        (1, None, {"a": {"b": [1, {"c": None}]}}, None)
    ],
    "WITH 2 AS b, 1 AS a RETURN *, a + b AS aa": [(1, 2, 3)],
}  # fmt: skip
#: A text that gives no rows, and its columns.
NOTHING = {
    "MATCH (n:Nobody) RETURN n.id AS a, n AS b, 1 AS c": ("a", "b", "c"),
    "MATCH (n:Nobody) RETURN n.id, toUpper( n.name ), n.a  +  n.b": (
        "n.id", "toUpper( n.name )", "n.a  +  n.b"
    ),
    "MATCH p = (b:Nobody)-[r]->(a) RETURN *, 1 AS aa": ("a", "b", "p", "r", "aa"),
    "MATCH (n:Nobody) CALL (n) { MATCH (n)--(q) RETURN q AS z } RETURN *": ("n", "z"),
    "MATCH (n:Nobody) RETURN n.id AS `a b` UNION MATCH (m:Nobody) RETURN m.id AS `a b`": ("a b",),
    "UNWIND null AS x WITH x AS y RETURN DISTINCT y ORDER BY y LIMIT 3": ("y",),
    "MATCH (n) RETURN n.id AS x LIMIT 0": ("x",),
}  # fmt: skip
#: A text that no engine takes, and what is said of it.
REFUSED = {
    "RETURN 9223372036854775808": "needs more than 64 bits",
    "RETURN 9223372036854775807 + 1": "needs more than 64 bits",
    "MATCH (n:Compound) RETURN n.big + 1": "needs more than 64 bits",
    "RETURN 1e400": "a number is too large",
    "RETURN 1 / 0": "divided by zero",
    "RETURN 1 % 0": "divided by zero",
    "MATCH (n) RETURN m": "the name 'm' stands nowhere",
    "RETURN foo(1)": "there is no function 'foo'",
    "RETURN 1 AS a, 2 AS a": "two columns have one name",
    "MATCH (n) RETURN n LIMIT -1": "take a whole number",
    "RETURN count(count(1))": "one aggregate stands inside another",
    "MATCH (n) WHERE count(n) > 1 RETURN n": "an aggregate cannot stand there",
    "RETURN date('2023-02-29')": "no date, time or duration",
    "MATCH (n:Compound) RETURN date(n.name)": "no date, time or duration",
    "MATCH (n:Compound) RETURN n.name.year": "a value that the query cannot take",
    "RETURN $missing": "Expected parameter",
    "RETURN '\ud800'": "half a surrogate pair",
    "MATCH (n:Compound)": "end it with RETURN",
    "MATCH (n:Compound) WITH n": "end it with RETURN",
    "UNWIND [1] AS x": "end it with RETURN",
}
#: What a parameter may not be, and the words.
UNFIT: list[tuple[Any, str]] = [
    (MOST + 1, "64 bits"), (LEAST - 1, "64 bits"), ({"a": [10**30]}, "64 bits"),
    ("\ud800", "surrogate"), (["a", "b\udfff"], "surrogate"), ("\ud83d\ude00", "surrogate"),
    ({"\ud800": 1}, "keys"), ({1: 2}, "keys"), (b"ab", "bytes is not"), (object(), "object is not"),
    (Decimal("1.5"), "Decimal is not"), (1 + 2j, "complex is not"), (range(3), "range is not"),
    (datetime(2024, 2, 29, 10, tzinfo=UTC), "datetime($name)"), (time(10), "as text"),
    (timedelta(days=1), "as text"), (Node("m1", ("A",), {"id": "m1"}), "Node is not"),
]  # fmt: skip


@pytest.fixture(scope="module")
def store(make: Make, network: list[Node | Edge]) -> Store:
    return make(network)


def _asked(store: Store, text: str, **given: Any) -> Rows:
    return store.read(guard(text).text if store.needs_guard else text, given)


def _exact(rows: Iterable[Any]) -> str:
    """Return text that tells 1 from 1.0 and 0.0 from -0.0, and takes NaN for itself."""
    return repr([tuple(row) for row in rows])


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_gives_these_very_rows(store: Store, text: str) -> None:
    assert _exact(_asked(store, text).rows) == _exact(TEXTS[text])


def test_an_answer_without_rows_has_its_columns(store: Store) -> None:
    for text, columns in NOTHING.items():
        found = _asked(store, text)
        assert (found.columns, found.rows) == (columns, []), text


def test_columns_of_a_star_come_by_the_alphabet_with_the_rest_behind(store: Store) -> None:
    text = "MATCH (n:Compound) WITH n.id AS b, 1 AS c RETURN *, 2 AS a"
    assert _asked(store, text) == Rows(("b", "c", "a"), [("m5", 1, 2)])


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_what_is_wrong_is_told_in_the_same_words(store: Store, text: str) -> None:
    with pytest.raises(QueryError) as caught:
        _asked(store, text)
    assert REFUSED[text] in str(caught.value)
    assert "Mango" not in str(caught.value)


def test_of_procedures_only_those_that_answer_rightly_are_called(store: Store) -> None:
    assert _asked(store, "CALL db.labels() YIELD label RETURN label ORDER BY label LIMIT 1").rows
    assert (
        len(_asked(store, "CALL db.relationshipTypes() YIELD relationshipType RETURN *").rows) > 3
    )
    for text in (
        "CALL db.propertyKeys() YIELD propertyKey RETURN propertyKey",
        "CALL db.schema.visualization()",
        "CALL db.index.fulltext.queryNodes('no such index', 'x') YIELD node RETURN node",
    ):
        if store.needs_guard or "fulltext" in text:
            with pytest.raises(QueryError):
                _asked(store, text)
        else:
            assert _asked(store, text).rows
    keys = "MATCH (n) UNWIND keys(n) AS key RETURN DISTINCT key ORDER BY key"
    assert ("shares",) in _asked(store, keys).rows


@pytest.mark.parametrize(
    "value",
    [
        "\U0001f600", "e\u0301", "\u202e\u200f", "\x00", "\ufeffx", "\uffff\U0010ffff", MOST, LEAST,
        NAN, INF, -0.0, True, None, [], [None], [1, "a", None], [1, 1.0], {}, {"": 1},
        {"a b": {"`": [{}]}}, "ក" * 3_400_000, ["x" * 1000] * 10_000,
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_a_parameter_comes_back_as_it_went(store: Store, value: Any) -> None:
    assert _exact(_asked(store, "RETURN $x AS x", x=value).rows) == _exact([(value,)])


def test_tuples_sets_and_dates_are_parameters_too(store: Store) -> None:
    given = {"a": (1, 2), "b": {7}, "c": frozenset(), "d": date(2024, 2, 29)}
    text = "RETURN $a, 7 IN $b, $c, $d, $d.year, $d > date('2024-02-28')"
    assert _asked(store, text, **given).rows == [([1, 2], True, [], "2024-02-29", 2024, True)]


def test_a_parameter_may_have_any_name(store: Store) -> None:
    names = {"x": "$x", "a b": "$`a b`", "a`b": "$`a``b`", "0": "$0", "_": "$_", "ünï": "$ünï"}
    names |= {"\U0001f600": "$`\U0001f600`", "match": "$match", "X": "$X"}
    text = f"RETURN {', '.join(f'{name} AS c{n}' for n, name in enumerate(names.values()))}"
    found = store.read(text, {name: n for n, name in enumerate(names)})
    assert found.rows == [tuple(range(len(names)))]


@pytest.mark.parametrize(("value", "words"), UNFIT, ids=lambda given: type(given).__name__)
def test_what_an_engine_would_change_is_no_parameter(store: Store, value: Any, words: str) -> None:
    for act in (store.read, store.plan):
        with pytest.raises(QueryError) as caught:
            act("RETURN $x AS x", {"x": value})
        assert "$x" in str(caught.value) and words in str(caught.value)
    for name in ("\ud800", 3):
        with pytest.raises(QueryError, match="name of a parameter"):
            store.read("RETURN 1", {name: 1})  # type: ignore[dict-item]
