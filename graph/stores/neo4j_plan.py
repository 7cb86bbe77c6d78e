"""What Neo4j would do with a text, by its own plan: reading the graph is all that may stand there.

The parse tree was looked at before (`guard.check`); this holds by itself as well, since READ mode
alone lets `LOAD CSV` read the server's files and `SHOW SETTINGS` its configuration (rule 34).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from clew.graph.errors import QueryRefused
from clew.graph.stores.guard.refusals import PROCEDURES

#: How the names of operators begin that read something else than the graph, or change anything.
_NOT_READING = re.compile(
    r"(?:Administration|Alter|Assert|Create|Delete|Deny|Detach|Do|Drop|Enable|Foreach|Grant|Insert"
    r"|Load|Lock|Merge|Remove|Rename|Revoke|Set|Show|Start|Stop|Subquery(?:Foreach|InTrans)"
    r"|Terminate|Transaction|Use)(?![a-z])"
)
_CALLED = re.compile(r"\s*`?([\w.`]+)`?\(")
_REFUSED = "The server's plan of the query was refused: "


def refuse(summary: Any) -> None:
    """Raise QueryRefused where the plan of an explained text does more than read the graph."""
    plan = summary.plan or summary.profile
    if not plan:
        raise QueryRefused(f"{_REFUSED}it gives none, so that this is no query of a graph.")
    for operator, details in _operators(plan):
        if operator == "LoadCSV":
            raise QueryRefused(
                f"{_REFUSED}LOAD CSV reads files; use `clew import` to bring in a table."
            )
        if operator == "ProcedureCall":
            called = _CALLED.match(details)
            if not called or called[1].replace("`", "").lower() not in PROCEDURES:
                known = ", ".join(sorted(PROCEDURES))
                raise QueryRefused(f"{_REFUSED}of procedures only these may be called: {known}.")
        elif _NOT_READING.match(operator):
            raise QueryRefused(f"{_REFUSED}it holds {operator}, and queries only read the graph.")
    if summary.query_type != "r":
        raise QueryRefused(f"{_REFUSED}it would change something, and queries only read.")


def _operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every operator of a plan, with its details."""
    waiting = [plan]
    while waiting:
        step = waiting.pop()
        details = str(step.get("args", {}).get("Details", ""))
        yield str(step.get("operatorType", "")).partition("@")[0], details
        waiting.extend(step.get("children", ()))
