"""What nodes are called in a picture: namesakes told apart, other scripts with Latin beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from clew.graph.model import Node
from clew.graph.view.look import kind_words


def titles(nodes: Iterable[Node]) -> dict[str, tuple[str, str]]:
    """Return each node's name and what stands beside it, by id.

    Two kinds of one name (a company and a compound) are told apart by their kind, two of one kind
    by the first letters of their ids.
    """
    distinct = {node.id: node for node in nodes}
    shown = {identity: (called(node), "") for identity, node in distinct.items()}
    names = {identity: name for identity, (name, _) in shown.items()}
    kinds = {identity: kind_words(str(n.properties["kind"])) for identity, n in distinct.items()}
    for told_by in (kinds, {identity: identity[:7] for identity in distinct}):
        counts = Counter(names.values())
        for identity, node in distinct.items():
            if counts[names[identity]] > 1 and node.properties.get("name"):
                names[identity] = f"{names[identity]} ({told_by[identity]})"
    return {identity: (names[identity], shown[identity][1]) for identity in distinct}


def called(node: Node) -> str:
    """Return what a node is called: its name, else the words that the text has for it."""
    known = node.properties
    if known.get("name"):
        return str(known["name"])
    kind = kind_words(str(known["kind"]))
    described = known.get("descriptions") or known.get("names") or []
    if described and "Event" not in node.labels:
        return f"{kind} “{described[0]}”"
    return f"{kind} of {known['when']}" if known.get("when") else kind
