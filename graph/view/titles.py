"""What nodes are called in a picture: namesakes told apart, other scripts with Latin beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from clew.graph.model import Node
from clew.graph.view.look import kind_words
from clew.graph.view.names import Shown, beside, language_hint, shown


def titles(nodes: Iterable[Node]) -> dict[str, Shown]:
    """Return what each node is called, by id.

    Two kinds of one name (a company and a compound) are told apart by their kind, two of one kind
    by the first letters of their ids; so are two that have no name and are described alike, which
    nobody may take for one.
    """
    distinct = {node.id: node for node in nodes}
    called = {identity: _called(node) for identity, node in distinct.items()}
    names = {identity: one.name for identity, one in called.items()}
    kinds = {identity: kind_words(str(n.properties["kind"])) for identity, n in distinct.items()}
    for told_by in (kinds, {identity: identity[:7] for identity in distinct}):
        counts = Counter(names.values())
        for identity, node in distinct.items():
            is_told = node.properties.get("name") or told_by is not kinds
            if counts[names[identity]] > 1 and is_told:
                names[identity] = f"{names[identity]} ({told_by[identity]})"
    return {identity: one._replace(name=names[identity]) for identity, one in called.items()}


def _called(node: Node) -> Shown:
    """Return what a node is called: its name, else the words that the text has for it."""
    known = node.properties
    if known.get("name"):
        return shown(node)
    kind = kind_words(str(known["kind"]))
    described = known.get("descriptions") or known.get("names") or []
    if described and "Event" not in node.labels:
        words = str(described[0])
        hint = language_hint(words)
        return Shown(f"{kind} “{words}”", beside(words) if hint else "", hint)
    return Shown(f"{kind} of {known['when']}" if known.get("when") else kind, "", "")
