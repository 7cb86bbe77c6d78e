"""What was done in a case, in words: imports, withdrawals, decisions, corrections (Q26 to Q28)."""

from __future__ import annotations

from collections.abc import Iterator

from clew.graph.errors import UnknownId
from clew.graph.model import Node
from clew.queries.answer import Json
from clew.queries.days import Interval
from clew.queries.paths import display
from clew.queries.question import Graph

#: How an act is told; one that stands here not is told by its own verb.
VERBS = {
    "import": "imported",
    "source edit": "source corrected",
    "status": "status given",
    "withdraw": "withdrawn",
    "undo": "undone",
    "same": "decided to be the same",
    "different": "decided to be different",
    "unrule": "join by a rule taken back",
    "erase": "erased",
}


def act_rows(graph: Graph, within: Interval, node: Node | None) -> Iterator[Json]:
    """Yield a row for each act of these days; those about one entity alone where it is given."""
    used = set(node.properties["claim_sources"]) if node else set()
    for act in graph.record["acts"]:
        touches = node is None or node.id in act["about"] or used & act["sources"].keys()
        if act["at"][:10] in within and touches:
            yield {
                "day": act["at"][:10],
                "change": VERBS.get(act["verb"], act["verb"]),
                "what": act_words(graph, act),
                "status": "",
                "precision": "",
                "certain": True,
                "edge": "",
                "claims": [],
            }


def act_words(graph: Graph, act: Json) -> str:
    """Return what an act was about, by whom, and why; it is said where it was undone since."""
    sides = [f"{s['name']} in {s['source']}" for s in _sides(act) if s.get("name")]
    about = sides or [*act["sources"].values()] or _names(graph, act)
    parts = [" and ".join(about) if sides else ", ".join(about), str(act.get("fields", ""))]
    because = f"because: {act['because']}" if act["because"] else ""
    undone = "undone since" if act["undone"] else ""
    return "; ".join(filter(None, [*parts, f"by {act['who']}", because, undone]))


def _sides(act: Json) -> list[Json]:
    return [side for side in (act.get("left"), act.get("right")) if side]


def _names(graph: Graph, act: Json) -> list[str]:
    found = []
    for identity in act["about"]:
        try:
            found.append(display(graph.node(identity)))
        except UnknownId:
            continue
    return found
