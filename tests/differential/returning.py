"""WITH and RETURN by grammar: projections, aggregation, DISTINCT, ORDER BY, SKIP, LIMIT, WHERE."""

from __future__ import annotations

from collections.abc import Sequence

from tests.differential import expressions
from tests.differential.state import MANY, State

#: What researchers make of one aggregate or two: shares, tests, words.
_NUMBERS = (
    "{} % 2", "{} - {}", "coalesce({}, 0) + 1", "CASE WHEN {} > 1 THEN {} ELSE 0 END",
    "CASE {} WHEN 1 THEN 1 WHEN 2 THEN 3 END", "size([x IN range(1, {}) WHERE x > 1])",
)  # fmt: skip
_TRUTHS = (
    "NOT {} = 1", "{} > 1 AND {} < 5", "{} IS NULL OR {} = 2", "{} IN [1, 3]", "{} = {}",
    "CASE WHEN {} IS NULL THEN false ELSE {} > 1 END", "coalesce({}, 0) <> {}",
)  # fmt: skip
#: An item: its text, its alias ('' where it stands under its own name), its kind.
Item = tuple[str, str, str]


def with_(s: State) -> str:
    """Make a WITH; what it keeps stays in scope."""
    roll = s.dice.random()
    where_depth = 1
    if roll < 0.25:
        items: list[Item] = []
        body = "*"
    elif roll < 0.65 and s.rows > 1:
        items = _grouped(s)
        body = _written(items)
    else:
        items = _kept(s)
        body = _written(items)
        body = f"DISTINCT {body}" if s.chance(0.2) else body
    before = dict(s.kinds)
    if items:
        s.kinds = {alias or text: kind for text, alias, kind in items}
    found = f"WITH {body}{_cut(s, before, 0.14)}"
    if s.chance(0.4):
        found += f" WHERE {expressions.truth(s, where_depth)}"
    return found


def _kept(s: State) -> list[Item]:
    names = list(s.kinds)
    some = s.dice.sample(names, max(1, round(len(names) * s.dice.uniform(0.5, 1)))) if names else []
    found: list[Item] = [(name, "", s.kinds[name]) for name in some]
    for _ in range(s.pick((0, 0, 1, 1))):
        found.append(_value(s))
    return found or [_value(s)]


def _value(s: State) -> Item:
    kind = s.weighted([("text", 4), ("number", 3), ("truth", 1), ("texts", 1)])
    if kind == "truth":
        return expressions.truth(s, 1), s.unseen("truth"), "truth"
    maker = {"text": expressions.text, "number": expressions.number, "texts": expressions.texts}
    return maker[kind](s, 1), s.unseen(kind), kind


def _grouped(s: State) -> list[Item]:
    names = s.of("node", "text", "edge", "number")
    found: list[Item] = []
    if names and s.chance(0.85):
        for name in s.dice.sample(names, 1 if s.chance(0.75) else min(2, len(names))):
            found.append((name, "", s.kinds[name]))
    if s.chance(0.3):
        found.append((expressions.text(s, 1), s.unseen("text"), "text"))
    for _ in range(1 if s.chance(0.7) else 2):
        found.append(_aggregate(s))
    s.rows = max(1.0, s.rows / 3)
    return found


def _aggregate(s: State) -> Item:
    if not s.chance(0.15):
        return _plain_aggregate(s)
    forms, kind = s.pick(((_NUMBERS, "number"), (_TRUTHS, "truth")))
    return s.pick(forms).format(_number(s), _number(s)), s.unseen(kind), kind


def _number(s: State) -> str:
    """Make an aggregate that is a number, or null over nothing."""
    test = expressions.truth(s, 0)
    forms = ["count(*)", f"max({expressions.number(s, 0)})", f"sum(CASE WHEN {test} THEN 1 END)"]
    forms += [f"size(collect(DISTINCT {expressions.text(s, 0)}))"]
    forms += [f"count({'DISTINCT ' * s.chance(0.4)}{s.pick(list(s.kinds))})"] if s.kinds else []
    return s.pick(forms)


def _plain_aggregate(s: State) -> Item:
    distinct = "DISTINCT " * s.chance(0.35)
    roll = s.weighted([("count", 6), ("collect", 5), ("sum", 2), ("min", 3), ("avg", 1), ("if", 2)])
    if roll == "count":
        names = [f"count({distinct}{s.pick(list(s.kinds))})"] if s.kinds else []
        return s.pick((*names, "count(*)")), s.unseen("number"), "number"
    if roll == "collect":
        things = s.of("node", "edge")
        if things and s.chance(0.45):
            name = s.pick(things)
            kind = f"{s.kinds[name]}s"
            return f"collect({distinct}{name})", s.unseen(kind), kind
        return f"collect({distinct}{expressions.text(s, 1)})", s.unseen("texts"), "texts"
    if roll == "if":
        test = expressions.truth(s, 0)
        return f"sum(CASE WHEN {test} THEN 1 ELSE 0 END)", s.unseen("number"), "number"
    if roll == "avg":
        return f"avg({expressions.number(s, 0)})", s.unseen("number"), "number"
    if roll == "min":
        word = s.pick(("min", "max"))
        if s.chance(0.5):
            return f"{word}({expressions.text(s, 1)})", s.unseen("text"), "text"
        return f"{word}({expressions.number(s, 1)})", s.unseen("number"), "number"
    return f"sum({distinct}{expressions.number(s, 1)})", s.unseen("number"), "number"


def _written(items: list[Item]) -> str:
    return ", ".join(f"{text} AS {alias}" if alias else text for text, alias, _ in items)


def _keys(s: State) -> list[str]:
    """Return what sorts the rows in scope: rows in one place are alike in all of it."""
    found: list[str] = []
    for name, kind in s.kinds.items():
        if kind in ("node", "edge"):
            found.append(f"{name}.id")
        elif kind in ("text", "number", "truth"):
            found.append(name)
    return found


def _cut(s: State, before: dict[str, str], chance: float, sums: Sequence[str] = ()) -> str:
    """Make ORDER BY with SKIP and LIMIT: mostly a total order, at times none at all.

    `before` is what was in scope; `sums` are aggregates among the items, which may sort, too.
    """
    if not s.chance(chance):
        return ""
    keys = _keys(s)
    s.dice.shuffle(keys)
    dropped = [f"{name}.id" for name, kind in before.items() if kind in ("node", "edge")]
    if dropped and s.chance(0.3):
        keys.insert(0, s.pick(dropped))
    if sums and s.chance(0.3):
        keys.insert(0, s.pick(("{}", "{} % 2", "-{}")).format(s.pick(sums)))
    if keys and s.chance(0.3):
        keys = keys[:1]
    words = [key + s.weighted([("", 5), (" DESC", 3), (" ASC", 1)]) for key in keys]
    order = f" ORDER BY {', '.join(words)}" if words and s.chance(0.9) else ""
    skip = f" SKIP {s.pick((1, 2, 5))}" if s.chance(0.25) else ""
    limit = f" LIMIT {s.pick(('3', '5', '10', '20', '$n'))}" if s.chance(0.8) else ""
    s.rows = min(s.rows, 20.0) if limit else s.rows
    return order + skip + limit


def final(s: State) -> str:
    """Make the RETURN: rows, or counts where they would be many."""
    if s.rows > MANY or s.chance(0.25) or not s.kinds:
        items = _grouped(s) if s.rows <= MANY or s.chance(0.5) else [_aggregate(s)]
        if s.chance(0.3) or s.rows > MANY:
            items = [item for item in items if "(" in item[0]] or [("count(*)", "", "number")]
    else:
        items = _shown(s)
    if s.chance(0.04):
        return "RETURN *"
    distinct = "DISTINCT " * s.chance(0.15)
    body = _written(items)
    before = dict(s.kinds)
    s.kinds = {alias or text: kind for text, alias, kind in items}
    grouped = any("(" in text for text, _, _ in items)
    sums = [text for text, _, _ in items if text.startswith("count(")]
    cut = _cut(s, {} if grouped or distinct else before, 0.25, sums)
    return f"RETURN {distinct}{body}{cut}"


def _shown(s: State) -> list[Item]:
    found: list[Item] = []
    for name in s.dice.sample(list(s.kinds), min(len(s.kinds), s.pick((1, 2, 2, 3)))):
        kind = s.kinds[name]
        if kind in ("node", "edge") and s.chance(0.75):
            key = s.pick(("id", "id", "name", "status", "source_count"))
            found.append((f"{name}.{key}", s.unseen("text"), "text"))
        elif kind == "node" and s.chance(0.3):
            form = s.pick(
                ("{} {{.id, .name}}", "{} {{.*}}", "{{a: {}.id, b: 1}}", "size(keys({}))")
            )
            found.append((form.format(name), s.unseen("number"), "map"))
        elif kind == "path" and s.chance(0.6):
            found.append((f"length({name})", s.unseen("number"), "number"))
        else:
            found.append((name, "", kind))
    if s.chance(0.4):
        found.append(_value(s))
    return found
