"""Conditions from a seed, each as text and as a Python function of a row: true, false or None."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

Row = Mapping[str, Any]
Made = tuple[str, Callable[[Row], Any]]
TYPES = ("OWNS", "PAID", "REGISTERED_AT", "DIRECTS")
OPERATORS = ("=", "<>", "<", ">", "<=", ">=")


class Conditions:
    """Makes conditions over the names in `kinds` (name to node, edge or value)."""

    def __init__(self, p: Any, graph: Any, dice: random.Random) -> None:
        self.p, self.graph, self.dice = p, graph, dice
        self.kinds: Mapping[str, str] = {}
        self.inner = 0

    def make(self, kinds: Mapping[str, str], depth: int) -> Made:
        """Return a condition of the given depth over names; some name must be there."""
        self.kinds = kinds
        return self._make(depth)

    def _make(self, depth: int) -> Made:
        shape = self.dice.choice(("AND", "AND", "OR", "OR", "OR", "XOR", "NOT", "IS", "leaf"))
        if depth <= 1 or shape == "leaf":
            return self._leaf()
        one, first = self._make(depth - 1)
        if shape == "NOT":
            return f"NOT ({one})", lambda row: self.p.not_(first(row))
        if shape == "IS":
            if self.dice.random() < 0.5:
                return f"(({one}) IS NULL)", lambda row: first(row) is None
            return f"(({one}) = true)", lambda row: first(row)
        two, second = self._make(depth - 1)
        join = {"AND": self.p.and_, "OR": self.p.or_, "XOR": self.p.xor}[shape]
        bare = shape == "OR" or self.dice.random() < 0.5
        text = f"({one} {shape} {two})" if bare else f"({two} {shape} {one})"
        return text, lambda row: join(first(row), second(row))

    def _of(self, *kinds: str) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind in kinds]

    def _leaf(self) -> Made:
        makers: list[Callable[[], Made]] = []
        if self._of("node", "edge"):
            makers += [self._number, self._number, self._flag, self._flag, self._listed]
            makers += [self._listed, self._null, self._size, self._in, self._case, self._computed]
            makers += [self._reduce]
        if self._of("node"):
            makers += [self._label, self._name, self._pattern, self._pattern, self._exists]
            makers += [self._exists, self._count, self._same, self._looped, self._gathered]
        if self._of("edge"):
            makers += [self._start, self._year]
        if self._of("value"):
            makers += [self._value]
        return self.dice.choice(makers)()

    def _thing(self) -> str:
        return self.dice.choice(self._of("node", "edge"))

    def _node(self) -> str:
        return self.dice.choice(self._of("node"))

    def _key(self, name: str) -> str:
        return "rank" if self.kinds[name] == "node" else "weight"

    def _number(self) -> Made:
        one, two, value = self._thing(), self._thing(), self.graph.value
        operator, left = self.dice.choice(OPERATORS), self._key(one)
        if self.dice.random() < 0.5:
            number = self.dice.choice((1, 2, 3, 100))
            text = f"{one}.{left} {operator} {number}"
            return text, lambda r: self.p.compare(value(r[one], left), operator, number)
        right = self._key(two)
        text = f"{one}.{left} {operator} {two}.{right}"
        return text, lambda r: self.p.compare(value(r[one], left), operator, value(r[two], right))

    def _flag(self) -> Made:
        one = self._thing()
        key = "active" if self.kinds[one] == "node" else "disputed"
        negated = self.dice.random() < 0.3
        if negated:
            return f"NOT {one}.{key}", lambda r: self.p.not_(self.graph.value(r[one], key))
        return f"{one}.{key}", lambda r: self.graph.value(r[one], key)

    def _sources(self, name: str) -> Callable[[Row], Any]:
        return lambda r: self.graph.value(r[name], "sources")

    def _listed(self) -> Made:
        one, two, word = (
            self._thing(),
            self._thing(),
            self.dice.choice("any all none single".split()),
        )
        mine, other = self._sources(one), self._sources(two)
        wanted = self.dice.choice(("s1", "s2", "s3"))
        if self.dice.random() < 0.5:
            text = f"{word}(x IN {one}.sources WHERE x = '{wanted}')"

            def test(r: Row, x: Any) -> Any:
                return x == wanted
        else:
            text = f"{word}(x IN {one}.sources WHERE x IN {two}.sources)"

            def test(r: Row, x: Any) -> Any:
                return None if other(r) is None else x in other(r)

        return (
            text,
            lambda r: (
                None if mine(r) is None else self.p.count_true(word, [test(r, x) for x in mine(r)])
            ),
        )

    def _null(self) -> Made:
        one, negated = self._thing(), self.dice.random() < 0.5
        word = "IS NOT NULL" if negated else "IS NULL"
        if self.dice.random() < 0.4:
            return f"{one} {word}", lambda r: (r[one] is None) is not negated
        return f"{one}.sources {word}", lambda r: (self._sources(one)(r) is None) is not negated

    def _size(self) -> Made:
        one, number = self._thing(), self.dice.choice((0, 1, 2))
        mine = self._sources(one)
        return (
            f"size({one}.sources) > {number}",
            lambda r: None if mine(r) is None else len(mine(r)) > number,
        )

    def _in(self) -> Made:
        one, wanted = self._thing(), self.dice.choice(("s1", "s2", "s3"))
        mine = self._sources(one)
        return (
            f"'{wanted}' IN {one}.sources",
            lambda r: None if mine(r) is None else wanted in mine(r),
        )

    def _case(self) -> Made:
        flag, test = self._flag()
        number, other = self._number()
        text = f"CASE WHEN {flag} THEN true ELSE {number} END"
        return text, lambda r: True if test(r) is True else other(r)

    def _computed(self) -> Made:
        one, two, value = self._thing(), self._thing(), self.graph.value
        key, other = self._key(one), self._key(two)
        form = self.dice.choice(("coalesce({0}.{1}, 0)", "[{0}.{1}][0]", "properties({0}).{1}"))
        lacking = 0 if form.startswith("coalesce") else None

        def test(r: Row) -> Any:
            left = value(r[one], key)
            return self.p.compare(lacking if left is None else left, "=", value(r[two], other))

        return f"{form.format(one, key)} = {two}.{other}", test

    def _reduce(self) -> Made:
        one = self._thing()
        mine = self._sources(one)
        text = f"reduce(t = 0, x IN {one}.sources | t + 1) > 1"
        return text, lambda r: None if mine(r) is None else len(mine(r)) > 1

    def _label(self) -> Made:
        one, label = self._node(), self.dice.choice(("Person", "Company", "LegalEntity"))
        return f"{one}:{label}", lambda r: self.graph.has(r[one], label)

    def _name(self) -> Made:
        one = self._node()

        def test(r: Row) -> Any:
            name = self.graph.value(r[one], "name")
            return None if name is None else name.startswith("P")

        return f"{one}.name STARTS WITH 'P'", test

    def _same(self) -> Made:
        one, two, equal = self._node(), self._node(), self.dice.random() < 0.5
        text = f"{one} {'=' if equal else '<>'} {two}"
        return text, lambda r: self.p.compare(r[one], "=" if equal else "<>", r[two])

    def _chain(self, fresh: str) -> Any:
        names = self._of("node")
        far = self.dice.choice([*names, fresh, fresh])
        edge = self.p.EdgeSpec("", self.dice.choice(TYPES), self.dice.choice("<>"))
        ends = [self.p.NodeSpec(self._node()), self.p.NodeSpec(far)]
        self.dice.shuffle(ends)
        return (ends[0], edge, ends[1])

    def _fits(self, chain: Any, r: Row) -> list[Row]:
        return list(self.graph.match(dict(r), chain))

    def _pattern(self) -> Made:
        chain = self._chain("")
        text, negated = self.p.chain_text(chain), self.dice.random() < 0.4
        return ("NOT " if negated else "") + text, lambda r: bool(self._fits(chain, r)) != negated

    def _exists(self) -> Made:
        text, fits = self._subquery()
        negated = self.dice.random() < 0.4
        words = f"{'NOT ' * negated}EXISTS {{ {text} }}"
        return words, lambda r: bool(fits(r)) != negated

    def _count(self) -> Made:
        text, fits = self._subquery()
        number, operator = self.dice.choice((0, 1, 2)), self.dice.choice(OPERATORS)
        if self.dice.random() < 0.3:
            words = f"{number} {operator} COUNT {{ {text} }}"
            return words, lambda r: self.p.compare(number, operator, len(fits(r)))
        words = f"COUNT {{ {text} }} {operator} {number}"
        return words, lambda r: self.p.compare(len(fits(r)), operator, number)

    def _subquery(self) -> tuple[str, Callable[[Row], list[Row]]]:
        self.inner += 1
        fresh = f"m{self.inner}"
        chain, kinds = self._chain(fresh), self.kinds
        text = self.p.chain_text(chain)
        if fresh not in text or self.dice.random() < 0.5:
            word = self.dice.choice(("", "MATCH "))
            return word + text, lambda r: self._fits(chain, r)
        self.kinds = {**kinds, fresh: "node"}
        one, first = self._number() if self.dice.random() < 0.3 else self._flag()
        two, second = self._number()
        self.kinds = kinds
        word = self.dice.choice(("", "MATCH "))
        text = f"{word}{text} WHERE {one} OR {two}"
        return text, lambda r: [
            one for one in self._fits(chain, r) if self.p.or_(first(one), second(one)) is True
        ]

    def _looped(self) -> Made:
        one, word = self._thing(), self.dice.choice(("any", "all", "none"))
        pattern, test = self._pattern()
        mine = self._sources(one)
        return (
            f"{word}(x IN {one}.sources WHERE {pattern})",
            lambda r: (
                None if mine(r) is None else self.p.count_true(word, [test(r) for _ in mine(r)])
            ),
        )

    def _gathered(self) -> Made:
        text, fits = self._subquery()
        text = text.removeprefix("MATCH ")
        return f"size([{text} | 1]) > 0", lambda r: len(fits(r)) > 0

    def _start(self) -> Made:
        edge, node = self.dice.choice(self._of("edge")), self._thing()
        if self.kinds[node] == "node" and self.dice.random() < 0.5:
            text = f"startNode({edge}) = {node}"
            return text, lambda r: self.p.compare(self.graph.start(r[edge]), "=", r[node])
        value = self.graph.value
        return f"startNode({edge}).id = {node}.id", lambda r: self.p.compare(
            value(self.graph.start(r[edge]), "id"), "=", value(r[node], "id")
        )

    def _year(self) -> Made:
        edge, year = self.dice.choice(self._of("edge")), self.dice.choice((2014, 2018, 2021))

        def test(r: Row) -> Any:
            day = self.graph.value(r[edge], "valid_from")
            return None if day is None else int(day[:4]) > year

        return f"date({edge}.valid_from).year > {year}", test

    def _value(self) -> Made:
        name = self.dice.choice(self._of("value"))
        return f"{name} <> 's2'", lambda r: self.p.compare(r[name], "<>", "s2")
