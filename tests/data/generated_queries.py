"""Queries from a seed, each with its answer counted in Python; see `python_answers.py`."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Test = Callable[[Row], Any]
TYPES = ("OWNS", "PAID", "REGISTERED_AT", "DIRECTS")
LABELS = ("Person", "Company", "Compound", "LegalEntity")
NUMBERS = (1, 2, 3, 100)


@dataclass
class Generated:
    """A text and its rows as a multiset."""

    text: str
    rows: Counter[Any]


@dataclass
class Maker:
    """Makes one query: `rows` are what the clauses so far leave, `kinds` what names stand for."""

    p: Any  # the module python_answers
    graph: Any
    dice: random.Random
    conditions: Any  # generated_tests.Conditions
    rows: list[Row] = field(default_factory=lambda: [{}])
    kinds: dict[str, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    made: int = 0

    def query(self) -> Generated:
        self.match(optional=False)
        for _ in range(self.dice.randrange(3)):
            self.dice.choice(self.clauses())()
            if len(self.rows) > 3000:
                break
        return self.returned()

    def clauses(self) -> list[Callable[[], None]]:
        common = [self.optional, self.optional, self.plain, self.with_, self.unwind]
        return [*common, self.called, self.collected]

    # ---- names
    def fresh(self, kind: str) -> str:
        self.made += 1
        name = {"node": "n", "edge": "r", "value": "v", "number": "c"}[kind] + str(self.made)
        self.kinds[name] = kind
        return name

    def of(self, kind: str) -> list[str]:
        return [name for name, one in self.kinds.items() if one == kind]

    def node_spec(self, seen: float, known: list[str]) -> Any:
        if known and self.dice.random() < seen:
            return self.p.NodeSpec(self.dice.choice(known))
        label = self.dice.choice(LABELS) if self.dice.random() < 0.4 else ""
        name = self.fresh("node") if self.dice.random() < 0.85 else ""
        return self.p.NodeSpec(name, label, self.rank(known) if self.dice.random() < 0.1 else None)

    def rank(self, known: list[str]) -> tuple[str, Callable[[Row], Any]]:
        if known and self.dice.random() < 0.6:
            other = self.dice.choice(known)
            return f"{other}.rank", lambda row: self.graph.value(row[other], "rank")
        number = self.dice.choice((1, 2, 100))
        return str(number), lambda row: number

    def chain(self, known: list[str], longest: int) -> Any:
        parts = [self.node_spec(0.7, known)]
        for _ in range(self.dice.randrange(0 if not known else 1, longest + 1)):
            far = self.dice.random() < 0.1
            name = self.fresh("edge") if not far and self.dice.random() < 0.4 else ""
            kind = self.dice.choice(TYPES) if far or self.dice.random() < 0.75 else ""
            way = self.dice.choice(["<", ">", ">", ""])
            parts.append(self.p.EdgeSpec(name, kind, way, 2 if far else 1))
            parts.append(self.node_spec(0.3, known))
        return tuple(parts)

    # ---- clauses
    def optional(self) -> None:
        self.match(optional=True)

    def plain(self) -> None:
        self.match(optional=False)

    def match(self, optional: bool) -> None:
        before = dict(self.kinds)
        chains = [self.chain(self.of("node"), 2)]
        if before and self.dice.random() < 0.2:
            chains.append(self.chain(self.of("node"), 1))
        patterns = ", ".join(self.p.chain_text(chain) for chain in chains)
        text = ("OPTIONAL " if optional else "") + "MATCH " + patterns
        where, test = self.where(0.6)
        new = [name for name in self.kinds if name not in before]
        found: list[Row] = []
        for row in self.rows:
            fits = [one for one in self.graph.match(row, *chains) if test(one) is True]
            if optional and not fits:
                fits = [{**row, **dict.fromkeys(new)}]
            found += fits
        self.rows = found
        self.parts.append(text + where)

    def where(self, chance: float) -> tuple[str, Test]:
        if self.dice.random() > chance or not self.testable():
            return "", lambda row: True
        text, test = self.conditions.make(self.kinds, self.dice.choice([1, 1, 2, 2, 3]))
        return f" WHERE {text}", test

    def testable(self) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind != "number"]

    def unwind(self) -> None:
        things = self.of("node") + self.of("edge")
        if not things:
            return
        thing, name = self.dice.choice(things), self.fresh("value")
        self.parts.append(f"UNWIND {thing}.sources AS {name}")
        value = self.graph.value
        self.rows = [
            {**row, name: one} for row in self.rows for one in value(row[thing], "sources") or []
        ]
        if self.dice.random() < 0.6:
            node = self.fresh("node")
            optional = self.dice.random() < 0.3
            self.parts.append(f"{'OPTIONAL ' * optional}MATCH ({node}:Source {{id: {name}}})")
            self.rows = [{**row, node: ("node", row[name])} for row in self.rows]

    def called(self) -> None:
        """CALL (n) { MATCH … WHERE … RETURN count(*) }, or the far nodes themselves."""
        if not (known := self.of("node")):
            return
        near, far = self.dice.choice(known), self.fresh("node")
        ends = [self.p.NodeSpec(near), self.p.NodeSpec(far)]
        self.dice.shuffle(ends)
        chain = (ends[0], self.p.EdgeSpec("", self.dice.choice(TYPES)), ends[1])
        kinds, self.kinds = self.kinds, {near: "node", far: "node"}
        where, test = self.where(0.8)
        self.kinds = kinds
        optional = self.dice.random() < 0.3
        call = f"{'OPTIONAL ' * optional}CALL ({near}) {{ MATCH {self.p.chain_text(chain)}{where}"
        fits = [
            [one for one in self.graph.match({near: row[near]}, chain) if test(one) is True]
            for row in self.rows
        ]
        pairs = list(zip(self.rows, fits, strict=True))
        if optional or self.dice.random() < 0.5:
            self.parts.append(f"{call} RETURN {far} }}")
            none = [{far: None}] if optional else []
            self.rows = [{**r, far: one[far]} for r, found in pairs for one in found or none]
        else:
            del self.kinds[far]
            number = self.fresh("number")
            self.parts.append(f"{call} RETURN count(*) AS {number} }}")
            self.rows = [{**row, number: len(found)} for row, found in pairs]

    def collected(self) -> None:
        """WITH a, collect(b) AS bs UNWIND bs AS b: rows without b go."""
        nodes = self.of("node")
        if len(nodes) < 2:
            return
        kept, gone = self.dice.sample(nodes, 2)
        self.parts.append(f"WITH {kept}, collect({gone}) AS all_{gone}")
        self.parts.append(f"UNWIND all_{gone} AS {gone}")
        self.kinds = {kept: "node", gone: "node"}
        rows = [{kept: row[kept], gone: row[gone]} for row in self.rows]
        self.rows = [row for row in rows if row[gone] is not None]

    def with_(self) -> None:
        if not self.kinds:
            return
        kept = [name for name in self.kinds if self.dice.random() < 0.8] or list(self.kinds)[:1]
        if self.dice.random() < 0.4:
            self.grouped(kept)
            return
        star = len(kept) == len(self.kinds) and self.dice.random() < 0.7
        self.parts.append("WITH " + ("*" if star else ", ".join(kept)))
        order, rows = "", self.rows
        if self.dice.random() < 0.4:
            order, rows = self.cut()
        self.kinds = {name: self.kinds[name] for name in kept}
        self.rows = [{name: row[name] for name in kept} for row in rows]
        where, test = self.where(0.6)
        self.rows = [row for row in self.rows if test(row) is True]
        self.parts[-1] += order + where

    def cut(self) -> tuple[str, list[Row]]:
        # A total order: by the ids of all that is in scope, nothing last.
        names = list(self.kinds)
        self.dice.shuffle(names)
        plain = ("value", "number")
        keys = [n if self.kinds[n] in plain else f"{n}.id" for n in names]

        def key(row: Row) -> list[tuple[bool, Any]]:
            values = [
                row[n] if self.kinds[n] in plain else self.graph.value(row[n], "id") for n in names
            ]
            return [(value is None, "" if value is None else value) for value in values]

        size = self.dice.choice([3, 5, 20])
        return f" ORDER BY {', '.join(keys)} LIMIT {size}", sorted(self.rows, key=key)[:size]

    def grouped(self, kept: list[str]) -> None:
        kept = kept[:2]
        groups: Counter[Any] = Counter(tuple(row[name] for name in kept) for row in self.rows)
        self.kinds = {name: self.kinds[name] for name in kept}
        number = self.fresh("number")
        self.parts.append(f"WITH {', '.join(kept)}, count(*) AS {number}")
        self.rows = [{**dict(zip(kept, key, strict=True)), number: n} for key, n in groups.items()]
        if self.dice.random() < 0.5:
            self.parts[-1] += f" WHERE {number} > 1"
            self.rows = [row for row in self.rows if row[number] > 1]

    def returned(self) -> Generated:
        things = self.of("node") + self.of("edge")
        shown = [name for name in things if self.dice.random() < 0.6]
        values = self.of("value") + self.of("number")
        tested = (
            self.conditions.make(self.kinds, 2)
            if self.testable() and self.dice.random() < 0.35
            else None
        )
        columns = [f"{name}.id AS {name}_id" for name in shown] + values
        columns += [f"{tested[0]} AS tested"] if tested else []
        rows = Counter(
            (
                *(self.graph.value(row[name], "id") for name in shown),
                *(row[name] for name in values),
                *((tested[1](row),) if tested else ()),
            )
            for row in self.rows
        )
        if self.dice.random() < 0.5:
            counted = Counter({(*key, n): 1 for key, n in rows.items()})
            if not columns:
                counted = Counter({(len(self.rows),): 1})
            return Generated(self.text([*columns, "count(*) AS n"]), counted)
        if not columns:
            return Generated(self.text(["count(*) AS n"]), Counter({(len(self.rows),): 1}))
        if self.dice.random() < 0.2:
            return Generated(self.text(columns, "DISTINCT "), Counter(dict.fromkeys(rows, 1)))
        return Generated(self.text(columns), rows)

    def text(self, columns: list[str], word: str = "") -> str:
        return " ".join([*self.parts, f"RETURN {word}{', '.join(columns)}"])
