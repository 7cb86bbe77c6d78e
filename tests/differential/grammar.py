"""Queries by grammar, shaped like those that researchers write: clauses in a row, then RETURN."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.differential import expressions, patterns, returning
from tests.differential.state import MANY, State


@dataclass(frozen=True)
class Made:
    """A generated query: its seed, its number, its text."""

    seed: int
    number: int
    text: str


def make(seed: int, number: int) -> Made:
    """Return the query of this number from this seed: always the same text."""
    dice = random.Random(f"{seed}:{number}")
    if dice.random() < 0.05:
        parts = _union(dice)
    else:
        parts = _single(State(dice))
    return Made(seed, number, parts)


def _union(dice: random.Random) -> str:
    word = dice.choice(("UNION", "UNION", "UNION ALL"))
    wanted = dice.choice((1, 2))
    return f" {word} ".join(_part(State(dice), wanted) for _ in range(2))


def _part(s: State, wanted: int) -> str:
    parts = [_match(s)] if s.chance(0.7) else [_match(s), _more(s)]
    shown = [expressions.text(s, 1), expressions.number(s, 1)][:wanted]
    columns = [f"{one} AS x{n}" for n, one in enumerate(shown)]
    return f"{' '.join(parts)} RETURN {', '.join(columns)}"


def _single(s: State) -> str:
    s.brief = s.chance(0.7)
    parts = [_begin(s)]
    more = [(0, 4), (1, 5), (2, 1)] if s.brief else [(1, 4), (2, 3), (3, 1)]
    for _ in range(s.weighted(more)):
        parts.append(_more(s))
    parts.append(returning.final(s))
    return " ".join(parts)


def _begin(s: State) -> str:
    if s.chance(0.12):
        source, kind = s.weighted(
            [
                (("$ids", "text"), 4),
                (("range(1, 5)", "number"), 1),
                (("['m7', 'm9', 'd3']", "text"), 2),
                (("$list", "number"), 1),
                (("$statuses", "text"), 1),
            ]
        )
        name = s.fresh(kind)
        s.rows *= 5
        found = f"UNWIND {source} AS {name}"
        return f"{found} {_match(s)}" if s.chance(0.85) else found
    return _match(s)


def _more(s: State) -> str:
    makers: expressions.Makers = [
        (_match, 3),
        (_optional, 6),
        (returning.with_, 5),
        (_unwind, 3),
        (_call, 2),
    ]
    if s.of("node"):
        makers += [(_shortest, 1)]
    if s.rows > MANY:
        return returning.with_(s)
    return s.weighted(makers)(s)


def _match(s: State, optional: bool = False) -> str:
    known = 0.85 if s.of("node") else 0.0
    steps = s.weighted([(0, 2), (1, 7), (2, 3)]) if not known else s.weighted([(1, 7), (2, 2)])
    rows, s.mixed = s.rows, ""
    found = [_path(s, steps, known)]
    if s.chance(0.12) and s.rows < MANY:
        found.append(_path(s, s.pick((0, 1)), 0.9 if s.of("node") else 0.3))
    where = f" WHERE {expressions.truth(s, s.pick((0, 1, 1, 1, 2)))}" if s.chance(0.45) else ""
    if optional:
        s.rows = max(s.rows, rows)
    return f"{'OPTIONAL ' * optional}MATCH {', '.join(found)}{where}"


def _path(s: State, steps: int, known: float) -> str:
    found = patterns.chain(s, steps=steps, known=known)
    if steps and s.chance(0.15):
        return f"{s.fresh('path')} = {found}"
    return found


def _optional(s: State) -> str:
    return _match(s, optional=True)


def _shortest(s: State) -> str:
    word = "OPTIONAL MATCH" if s.chance(0.2) else "MATCH"
    found = patterns.shortest(s)
    if word == "MATCH" and "SHORTEST" not in found and s.chance(0.2):
        found += f", {patterns.chain(s, steps=1, known=0.9, simple=True)}"
    where = f" WHERE {expressions.truth(s, 1)}" if s.chance(0.2) else ""
    for name, kind in list(s.kinds.items()):
        if kind == "short":
            del s.kinds[name]
            length = s.fresh("number")
            kept = "".join(f"{one}, " for one in s.kinds if one != length)
            return f"{word} {found}{where} WITH {kept}length({name}) AS {length}"
    return f"{word} {found}{where}"


def _unwind(s: State) -> str:
    lists = s.of("texts", "nodes", "edges", "numbers")
    paths = s.of("path")
    if lists and s.chance(0.6):
        source = s.pick(lists)
        kind = s.kinds[source][:-1]
    elif paths and s.chance(0.6):
        part = s.pick(("nodes", "relationships"))
        source, kind = f"{part}({s.pick(paths)})", "node" if part == "nodes" else "edge"
    elif s.of("node") and s.chance(0.15):
        part = s.pick(("labels", "keys"))
        source, kind = f"{part}({s.pick(s.of('node'))})", "text"
        s.rows *= 3
    else:
        source, kind = expressions.texts(s, 1), "text"
    name = s.fresh(kind)
    s.rows *= 1.5
    found = f"UNWIND {source} AS {name}"
    if kind == "text" and s.chance(0.5):
        found += " " + _looked_up(s, name)
    return found


def _looked_up(s: State, name: str) -> str:
    node = s.unseen("node")
    label = s.pick(("Source", "Source", "Entity", "Person"))
    key = s.pick(("id", "id", "name"))
    word = "OPTIONAL MATCH" if s.chance(0.3) else "MATCH"
    s.kinds[node] = "node"
    if s.chance(0.6):
        return f"{word} ({node}:{label} {{{key}: {name}}})"
    return f"{word} ({node}:{label}) WHERE {node}.{key} = {name}"


def _call(s: State) -> str:
    names = s.dice.sample(s.of("node"), min(len(s.of("node")), s.pick((1, 1, 2))))
    if not names:
        return _match(s)
    inner = State(s.dice, {name: "node" for name in names}, made=s.made, depth=1, brief=s.brief)
    body = _match(inner, optional=s.chance(0.2))
    if s.chance(0.5):
        column, kind = inner.unseen("number"), "number"
        shown = f"count({s.pick(('*', s.pick(list(inner.kinds))))}) AS {column}"
    else:
        new = [name for name in inner.of("node", "edge") if name not in names]
        if new and s.chance(0.6):
            column = s.pick(new)
            kind, shown = inner.kinds[column], column
        else:
            kind = "text"
            value = expressions.text(inner, 1)
            column = inner.unseen("text")
            shown = f"{value} AS {column}"
        s.rows *= max(1.0, inner.rows)
    s.made = inner.made
    s.kinds[column] = kind
    distinct = "DISTINCT " * s.chance(0.15)
    if s.chance(0.65):
        optional = "OPTIONAL " * s.chance(0.2)
        return f"{optional}CALL ({', '.join(names)}) {{ {body} RETURN {distinct}{shown} }}"
    return f"CALL {{ WITH {', '.join(names)} {body} RETURN {distinct}{shown} }}"
