"""Expressions by grammar: numbers, texts, truths and lists over the names in scope."""

from __future__ import annotations

from collections.abc import Callable

from tests.differential import subqueries
from tests.differential.state import DAYS, LISTS, STATUSES, TEXTS, State

#: What makes an expression, and how often beside others.
Makers = list[tuple[Callable[[State], str], int]]
_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")


def truth(s: State, depth: int = 2) -> str:
    """Make a condition over what is in scope, with at most `depth` levels of AND and OR."""
    if depth > 0 and s.chance(0.3 if s.brief else 0.45):
        return _joined(s, 1 if s.brief else depth)
    makers: Makers = [
        (_compared, 5),
        (_null, 3),
        (_worded, 2),
        (_constant, 1),
        (_sized, 1),
        (_cased, 1),
    ]
    makers += [(_several, 2), (_member, 2)]
    if s.of("node", "edge"):
        makers += [(_flag, 3), (_status, 3), (_day, 3), (_two, 3), (_computed, 2)]
    if s.of("node"):
        makers += [(subqueries.pattern, 2), (subqueries.exists, 3), (subqueries.counted, 3)]
        makers += [(_labelled, 1)]
    if len(s.of("node")) > 1:
        makers += [(_same, 2)]
    if s.of("edge"):
        makers += [(_ends, 1)]
    return s.weighted(makers)(s)


def _joined(s: State, depth: int) -> str:
    if s.chance(0.2):
        inside = truth(s, depth - 1)
        return f"NOT ({inside})" if s.chance(0.6) or "{" in inside else f"NOT {inside}"
    word = s.weighted([("AND", 4), ("OR", 4), ("XOR", 1)])
    one, two = truth(s, depth - 1), truth(s, depth - 1)
    return f"({one} {word} {two})" if s.chance(0.6) else f"{one} {word} {two}"


def _thing(s: State) -> str:
    return s.pick(s.of("node", "edge"))


def _compared(s: State) -> str:
    if s.chance(0.5):
        return f"{number(s, 1)} {s.pick(_COMPARISONS)} {number(s, 1)}"
    return f"{text(s, 1)} {s.pick(_COMPARISONS)} {text(s, 1)}"


def _null(s: State) -> str:
    word = s.pick(("IS NULL", "IS NOT NULL"))
    if s.kinds and s.chance(0.3):
        return f"{s.pick(list(s.kinds))} {word}"
    return f"{s.pick((text, number, texts))(s, 1)} {word}"


def _worded(s: State) -> str:
    word = s.pick(("STARTS WITH", "ENDS WITH", "CONTAINS", "=~", "CONTAINS"))
    pattern = s.pick(("'.*A.*'", "'(?i)pe .*'")) if word == "=~" else s.pick(("'Pe'", "'3'", "'o'"))
    return f"{text(s, 1)} {word} {pattern}"


def _constant(s: State) -> str:
    return s.weighted([("true", 2), ("false", 1), ("null", 2)])


def _sized(s: State) -> str:
    return f"size({texts(s, 1)}) {s.pick(_COMPARISONS)} {s.pick((0, 1, 2))}"


def _cased(s: State) -> str:
    return (
        f"CASE WHEN {truth(s, 0)} THEN {truth(s, 0)} ELSE {s.pick(('true', 'false', 'null'))} END"
    )


def _several(s: State) -> str:
    word = s.weighted([("any", 4), ("all", 3), ("none", 2), ("single", 1)])
    lists = s.of("nodes", "edges")
    if lists and s.chance(0.6):
        name = s.pick(lists)
        return _within(s, word, name, s.kinds[name][:-1])
    paths = s.of("path")
    if paths and s.chance(0.6):
        part = s.pick(("nodes", "relationships"))
        kind = "node" if part == "nodes" else "edge"
        return _within(s, word, f"{part}({s.pick(paths)})", kind)
    return _within(s, word, texts(s, 1), "text")


def _within(s: State, word: str, source: str, kind: str) -> str:
    name, before = s.unseen(kind), dict(s.kinds)
    s.kinds[name] = kind
    if s.chance(0.55) and kind == "text":
        test = f"{name} {s.pick(('=', '<>'))} {s.literal(s.pick(LISTS))}"
    elif s.chance(0.6) and kind != "text":
        test = f"{name}.status {s.pick(('=', '<>'))} '{s.pick(STATUSES)}'"
    else:
        test = truth(s, 0)
    s.kinds = before
    return f"{word}({name} IN {source} WHERE {test})"


def _member(s: State) -> str:
    if s.chance(0.4):
        return f"{text(s, 0)} IN {s.pick(('$ids', '$statuses', '$list', texts(s, 1)))}"
    return f"{number(s, 1)} IN {s.pick(('$list', '[1, 2]', '[]', '[1, null]'))}"


def _flag(s: State) -> str:
    flag = f"{_thing(s)}.{s.pick(('disputed', 'computed'))}"
    return s.pick((flag, f"{flag} = true", f"coalesce({flag}, false)", f"NOT {flag}"))


def _status(s: State) -> str:
    one = _thing(s)
    if s.chance(0.4):
        return (
            f"{one}.status IN {s.pick(('$statuses', '[' + chr(39) + 'official' + chr(39) + ']'))}"
        )
    return f"{one}.status {s.pick(('=', '<>'))} '{s.pick(STATUSES)}'"


def _day(s: State) -> str:
    one = _thing(s)
    if s.chance(0.25):
        return f"date({one}.valid_from).year {s.pick(_COMPARISONS)} {s.pick((2014, 2018, 2021))}"
    day = s.pick(("$day", f"'{s.pick(DAYS)}'"))
    if s.chance(0.3):
        return (
            f"({one}.valid_from <= {day} AND ({one}.valid_to IS NULL OR {one}.valid_to >= {day}))"
        )
    return f"{one}.{s.pick(('valid_from', 'valid_to'))} {s.pick(('<', '<=', '>', '>='))} {day}"


def _two(s: State) -> str:
    key = s.pick(("source_count", "status", "kind", "valid_from", "name"))
    return f"{_thing(s)}.{key} {s.pick(_COMPARISONS)} {_thing(s)}.{key}"


def _computed(s: State) -> str:
    form = s.pick(("coalesce({0}.{1}, 'x')", "[{0}.{1}][0]", "properties({0}).{1}", "{0}['{1}']"))
    key = s.pick(("name", "status", "valid_from"))
    return f"{form.format(_thing(s), key)} = {_thing(s)}.{key}"


def _labelled(s: State) -> str:
    labels = ("Person", "Company", "Person|Company", "!Person", "Organization&!Company", "Source")
    test = f"{s.pick(s.of('node'))}:{s.pick(labels)}"
    return test if "|" not in test else f"({test})"


def _same(s: State) -> str:
    one, two = s.dice.sample(s.of("node"), 2)
    if s.chance(0.15):
        return f"elementId({one}) {s.pick(('=', '<>', '<>'))} elementId({two})"
    return f"{one} {s.pick(('=', '<>', '<>'))} {two}"


def _ends(s: State) -> str:
    edge, nodes = s.pick(s.of("edge")), s.of("node")
    end = s.pick(("startNode", "endNode"))
    if nodes and s.chance(0.4):
        return f"{end}({edge}) = {s.pick(nodes)}"
    return f"{end}({edge}).{s.pick(TEXTS[:4])} = {text(s, 0)}"


def number(s: State, depth: int = 2) -> str:
    """Make a whole number."""
    makers: Makers = [(_digit, 2)]
    if s.of("number"):
        makers += [(lambda s: s.pick(s.of("number")), 6)]
    if s.of("node", "edge"):
        makers += [(lambda s: f"{_thing(s)}.source_count", 6)]
    if s.of("path"):
        makers += [(lambda s: f"length({s.pick(s.of('path'))})", 4)]
    if depth > 0:
        makers += [(lambda s: f"size({texts(s, depth - 1)})", 3), (_arithmetic, 1), (_reduced, 1)]
        makers += [(_number_case, 1)]
        if s.of("node"):
            makers += [(subqueries.count, 2), (subqueries.gathered, 2)]
        if s.of("edge", "node"):
            makers += [(lambda s: f"toInteger(left({_thing(s)}.valid_from, 4))", 1)]
    return s.weighted(makers)(s)


def _digit(s: State) -> str:
    return s.pick(("0", "1", "2", "3", "$n", "$map.n"))


def _arithmetic(s: State) -> str:
    form = s.pick(("{} + {}", "{} * {}", "({} - {})", "coalesce({}, {})"))
    return form.format(number(s, 0), number(s, 0))


def _reduced(s: State) -> str:
    return f"reduce(a = 0, x IN {texts(s, 0)} | a + size(x))"


def _number_case(s: State) -> str:
    if s.chance(0.4):
        return f"CASE {text(s, 0)} WHEN '{s.pick(STATUSES)}' THEN 1 WHEN null THEN 3 ELSE 2 END"
    return f"CASE WHEN {truth(s, 0)} THEN {number(s, 0)} ELSE {number(s, 0)} END"


def text(s: State, depth: int = 2) -> str:
    """Make a text."""
    makers: Makers = [(_quoted, 2)]
    if s.of("text"):
        makers += [(lambda s: s.pick(s.of("text")), 6)]
    if s.of("node", "edge"):
        makers += [(lambda s: f"{_thing(s)}.{s.pick(TEXTS)}", 8)]
    if s.of("edge"):
        makers += [(lambda s: f"type({s.pick(s.of('edge'))})", 3)]
    if s.of("node") and depth > 0:
        makers += [(lambda s: f"properties({s.pick(s.of('node'))}).id", 1)]
    if depth > 0:
        makers += [(_worked, 2), (lambda s: f"coalesce({text(s, 0)}, {text(s, 0)})", 2)]
        makers += [(lambda s: f"{texts(s, 0)}[{s.pick((0, 0, 1, -1))}]", 1)]
        makers += [(lambda s: f"head({texts(s, 0)})", 1)]
        makers += [(lambda s: f"CASE WHEN {truth(s, 0)} THEN {text(s, 0)} END", 1)]
    return s.weighted(makers)(s)


def _quoted(s: State) -> str:
    return s.pick((s.literal(s.pick(TEXTS)), "$name", "$id", "$status", "null"))


def _worked(s: State) -> str:
    form = s.pick(
        ("toUpper({})", "left({}, 2)", "substring({}, 1, 2)", "split({}, ' ')[0]", "trim({})")
        + ("replace({}, 'e', 'x')", "toString({})", "{} + '!'", "reverse({})", "toLower({})")
    )
    return form.format(text(s, 0))


def texts(s: State, depth: int = 2) -> str:
    """Make a list of texts."""
    makers: Makers = [(lambda s: s.pick(("$ids", "$statuses", "['a', 'b']", "[]", "null")), 1)]
    if s.of("texts"):
        makers += [(lambda s: s.pick(s.of("texts")), 8)]
    if s.of("node", "edge"):
        makers += [(lambda s: f"{_thing(s)}.{s.pick(LISTS)}", 8)]
        makers += [(lambda s: f"[{text(s, 0)}, {text(s, 0)}]", 1)]
    if depth > 0:
        makers += [(_filtered, 3), (_sliced, 1)]
        if s.of("path"):
            makers += [(_along, 5)]
        if s.of("nodes", "edges"):
            makers += [(_named, 4)]
        if s.of("node"):
            makers += [(lambda s: f"[x IN {texts(s, 0)} WHERE x IN {texts(s, 0)}]", 1)]
    return s.weighted(makers)(s)


def _filtered(s: State) -> str:
    name, before = s.unseen("text"), dict(s.kinds)
    source = texts(s, 0)
    s.kinds[name] = "text"
    where = f" WHERE {truth(s, 0)}" if s.chance(0.6) else ""
    shown = f" | {text(s, 1)}" if s.chance(0.5) or not where else ""
    s.kinds = before
    return f"[{name} IN {source}{where}{shown}]"


def _sliced(s: State) -> str:
    form = s.pick(("{}[..2]", "{}[1..]", "tail({})", "reverse({})", "{} + ['z']"))
    return form.format(texts(s, 0))


def _along(s: State) -> str:
    part, key = s.pick((("nodes", "id"), ("relationships", "status"), ("relationships", "id")))
    return f"[x IN {part}({s.pick(s.of('path'))}) | x.{key}]"


def _named(s: State) -> str:
    return f"[x IN {s.pick(s.of('nodes', 'edges'))} | x.{s.pick(('id', 'status', 'name'))}]"
