"""Patterns by grammar: nodes, edges, quantified parts, shortest paths; and what they multiply."""

from __future__ import annotations

from tests.differential import expressions
from tests.differential.state import BEARERS, LABELS, STATUSES, State

_EXPRESSIONS = (
    "Person|Company", "Person&!Company", "!Source", "!Person", "(Person|Company)&!Organization",
    "Entity&!(Person|Company)", "Organization&!Company", "%", "Person|Source",
)  # fmt: skip
#: How many ends an edge of any type has on average, each way.
_FAN = 3.0


def node(s: State, *, known: float = 0.0, anchored: float = 0.15, named: float = 0.9) -> str:
    """Make a node pattern; `known` is how likely it takes a name in scope."""
    names = s.of("node")
    if names and s.chance(known):
        taken = s.pick(names)
        s.at = s.sorts.get(taken, ())
        return f"({taken})"
    label, rows = _label(s)
    inside = ""
    if s.chance(anchored):
        inside, label, rows = _looked_up(s, label)
    elif s.chance(0.05):
        inside, rows = f" {{{_property(s)}}}", rows / 4
    name = s.fresh("node") if s.chance(named) else ""
    if not name and not label and s.chance(0.5):
        return "()"
    where = ""
    s.at = BEARERS.get(label, s.at)
    if name:
        s.sorts[name] = s.at
    if name and s.chance(0.04):
        where, rows = f" WHERE {expressions.truth(s, 1)}", rows / 2
    s.rows *= max(rows, 1.0)
    return f"({name}{':' + label if label else ''}{inside}{where})"


def _label(s: State) -> tuple[str, float]:
    if s.chance(0.4):
        return "", 300.0
    if s.chance(0.12):
        return s.pick(_EXPRESSIONS), 200.0
    fitting = [label for label in LABELS if not s.at or set(s.at) & set(BEARERS[label])]
    among = fitting if fitting and s.chance(0.93) else list(LABELS)
    label = s.weighted([(label, 6 if label == "Person" else 2) for label in among])
    if s.chance(0.05) and label in ("Person", "Company"):
        return f"Entity&{label}" if s.chance(0.5) else f"Entity:{label}", float(LABELS[label])
    return label, float(LABELS[label])


def _looked_up(s: State, label: str) -> tuple[str, str, float]:
    values = s.of("text")
    if values and s.chance(0.5):
        return f" {{id: {s.pick(values)}}}", s.pick(("Source", "Entity", "")), 1.0
    if s.chance(0.15):
        return f" {{name: {s.pick(('$name', chr(39) + 'Pe A3' + chr(39)))}}}", label, 2.0
    value = s.pick((s.node_id(), "$id", "$other", "$ids[1]", "$map.id"))
    return f" {{id: {value}}}", s.pick(("Entity", "Entity", "Person", "")), 1.0


def _property(s: State) -> str:
    key = s.pick(("status", "kind", "disputed", "source_count"))
    if key == "disputed":
        return f"disputed: {s.pick(('true', 'false'))}"
    if key == "source_count":
        others = s.of("node", "edge")
        if others and s.chance(0.5):
            return f"source_count: {s.pick(others)}.source_count"
        return f"source_count: {s.pick(('1', '2', '$n'))}"
    return f"{key}: {s.literal(key)}"


def edge(s: State, *, plain: bool = False) -> str:
    """Make an edge pattern, at times of several steps."""
    left, right = s.weighted([(("", ">"), 5), (("<", ""), 3), (("", ""), 3)])
    kind = s.types(left, right) if s.chance(0.7) else ""
    s.at = s.at if kind else ()
    fan = (_FAN / (3 if kind and "|" not in kind else 1)) * (1 if left or right else 2)
    colon = f":{kind}" if kind else ""
    if not plain and s.mixed != "group" and s.chance(0.13):
        s.mixed = "star"
        least, most = s.pick(((1, 2), (1, 3), (0, 1), (2, 2), (1, 2)))
        name = s.fresh("edges") if s.chance(0.3) else ""
        s.rows *= max(1.0, fan) ** most
        length = (
            str(most) if least == most else f"..{most}" if s.chance(0.2) else f"{least}..{most}"
        )
        return f"{left}-[{name}{colon}*{length}]-{right}"
    s.rows *= max(1.0, fan) if fan > 1 else fan
    if not plain and s.mixed != "star" and s.chance(0.04):
        s.mixed = "group"
        s.rows *= fan
        times = s.pick(("{1,2}", "{2}", "{0,1}", "{1}"))
        if s.chance(0.3) and left + right:
            name = s.fresh("edges")
            test = f"{name}.{s.pick(('status', 'valid_from'))} {s.pick(('=', '<>'))} 'official'"
            return f"{left}-[{name}{colon} WHERE {test}]-{right}{times}"
        return f"{left}-[{colon}]-{right}{times}"
    name = s.fresh("edge") if s.chance(0.5) else ""
    inside = f" {{status: '{s.pick(('official', 'reported'))}'}}" if s.chance(0.06) else ""
    where = f" WHERE {expressions.truth(s, 1)}" if name and s.chance(0.05) else ""
    if not (name or colon or inside or where) and s.chance(0.5):
        return f"{left}--{right}"
    return f"{left}-[{name}{colon}{inside}{where}]-{right}"


def group(s: State) -> str:
    """Make a quantified part `((x)-[e]->(y)){1,2}`; its names are lists outside."""
    before, rows = dict(s.kinds), s.rows
    near, far = s.unseen("node"), s.unseen("node")
    name = s.unseen("edge")
    left, right = s.weighted([(("", ">"), 5), (("<", ""), 2), (("", ""), 2)])
    where = ""
    if s.chance(0.35):
        s.kinds = {near: "node", far: "node", name: "edge"}
        where = f" WHERE {expressions.truth(s, 0)}"
    s.kinds = {**before, near: "nodes", far: "nodes", name: "edges"}
    kind = s.types(left, right) if s.chance(0.8) else ""
    s.at = ()
    most = s.pick(("{1,2}", "{1,3}", "{0,1}", "{2}", "{1}"))
    s.rows = rows * (4.0 if kind else 12.0)
    inside = f"({near}){left}-[{name}{':' + kind if kind else ''}]-{right}({far})"
    return f"({inside}{where}){most}"


def chain(s: State, *, steps: int, known: float = 0.0, simple: bool = False) -> str:
    """Make a path of so many edges; where names are known it hangs on one of them."""
    names, end = s.of("node"), s.dice.random() < 0.4
    hangs = bool(names) and s.chance(known)
    s.at = ()
    parts = [node(s, known=1.0 if hangs and not end else 0.0, anchored=0.05 if hangs else 0.2)]
    rows = s.rows
    for step in range(steps):
        if not simple and s.mixed != "star" and s.chance(0.07):
            s.mixed = "group"
            parts.append(group(s))
        else:
            parts.append(edge(s, plain=simple))
        rows = s.rows
        last = step == steps - 1
        there = 1.0 if hangs and end and last else 0.12 if names else 0.04
        parts.append(node(s, known=there, anchored=0.04, named=0.8))
        s.rows = max(rows * (0.5 if parts[-1] != "()" else 1.0), 1.0)
    if hangs and end:
        s.rows = max(1.0, rows / 40)
    return "".join(parts)


def _end(s: State) -> str:
    names = s.of("node")
    if not names or s.chance(0.5):
        return f"(:Entity {{id: {s.node_id()}}})"
    more = s.weighted([("", 5), (":Company", 1), (f" {{status: '{s.pick(STATUSES)}'}}", 1)])
    return f"({s.pick(names)}{more})"


def shortest(s: State) -> str:
    """Make `p = shortestPath((a)-[*..4]-(b))` or its like between names or looked-up nodes."""
    ends = [_end(s) for _ in range(2)]
    kind = f":{s.types()}" if s.chance(0.3) else ""
    left, right = s.weighted([(("", ""), 4), (("", ">"), 2), (("<", ""), 1)])
    word = s.weighted([("shortestPath", 3), ("allShortestPaths", 2)])
    middle = f"{left}-[{kind}*..{s.pick((3, 4))}]-{right}"
    selected = {"shortestPath": "SHORTEST 1", "allShortestPaths": "ALL SHORTEST"}[word]
    name = s.fresh("path" if word == "allShortestPaths" else "number")
    if s.kinds[name] == "number":  # which of the shortest is found is not said: only its length is
        s.kinds[name] = "short"
    s.rows *= 2 if word == "allShortestPaths" else 1
    if s.chance(0.25):
        middle = f"{left}-[{kind}]-{right}{s.pick(('+', '{1,3}', '{1,4}'))}"
        return f"{name} = {selected} {ends[0]}{middle}{ends[1]}"
    return f"{name} = {word}({ends[0]}{middle}{ends[1]})"
