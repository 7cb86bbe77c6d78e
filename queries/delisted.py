"""Who was in a list once, and is in no edition that stands any more (Q13)."""

from __future__ import annotations

from clew.graph.identity.names import orders
from clew.graph.model import identical
from clew.queries.answer import Json
from clew.queries.question import Graph
from clew.queries.telling import is_listed


def is_of_sanction(claim: Json) -> bool:
    """Tell whether a claim ties somebody to a designation."""
    return bool(claim["says"].get("type") == "SANCTIONED_BY")


def off_lists(graph: Graph, name: str) -> list[Json]:
    """Return the designations, gone since, of lists' records that bore this name, in any order."""
    wanted = {identical(form) for form in orders(name)}
    return [
        claim
        for claim in graph.record["gone"]
        if is_of_sanction(claim)
        and is_listed(claim)
        and wanted & {identical(form) for form in orders(str(claim["says"]["words"]))}
    ]
