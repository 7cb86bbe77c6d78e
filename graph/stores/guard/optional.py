"""Shapes G, I and M: OPTIONAL MATCH becomes a subquery that may give nothing, and what that leaves.

`OPTIONAL CALL (a, b) { WITH * WHERE b IS NOT NULL MATCH … WITH * WHERE … RETURN c }`: a MATCH of
its own, in which nothing is null and conditions come last, and one row of nulls where it is empty.
M   where an OPTIONAL CALL gives nothing its columns are unset and not null, and a pattern takes
    them as free: a WITH that names them makes them null
"""

from __future__ import annotations

from clew.graph.stores.cypher.conditions import clause_expressions, names, pattern_names
from clew.graph.stores.cypher.scopes import Step
from clew.graph.stores.cypher.tree import Match, NodePattern, Projection, Subquery
from clew.graph.stores.guard.edits import Edits
from clew.graph.stores.guard.joined import hard_conditions, place, searches
from clew.graph.stores.guard.nulls import NOTE, all_there, match_nullable, quoted

_HARD = "an OPTIONAL MATCH with a condition over several variables is written OPTIONAL CALL"
_M = "what an OPTIONAL CALL gives is named behind it"


def guard_optional(step: Step, edits: Edits) -> None:
    """Write an OPTIONAL MATCH as OPTIONAL CALL where the engine would misread it."""
    clause = step.clause
    if not isinstance(clause, Match) or not clause.optional:
        return
    missing = match_nullable(clause, step.before)
    hard = hard_conditions(clause, step.before)
    early = bool(hard) and (not _starts_bound(step, clause) or bool(searches(clause)))
    # A pattern that starts at a null variable finds nothing, as it should.
    if not early and (not missing or _starts_at(clause, missing)):
        return
    edits.note(_HARD if early else NOTE)
    filtered = f"WITH * WHERE {all_there(missing)} " if missing else ""
    call = f"OPTIONAL CALL ({', '.join(_imports(step, clause))}) {{ {filtered}MATCH "
    edits.replace(clause.start, clause.patterns[0].start, call)
    if hard:
        place(clause, hard, edits)
    edits.insert(clause.end, _returned(step, edits))


def _starts_bound(step: Step, clause: Match) -> bool:
    starts = [path.elements[0] for path in clause.patterns]
    return all(isinstance(one, NodePattern) and one.variable in step.before for one in starts)


def _starts_at(clause: Match, missing: list[str]) -> bool:
    if len(clause.patterns) > 1 or len(missing) > 1 or clause.patterns[0].selector:
        return False
    first, *rest = clause.patterns[0].elements
    again = any(getattr(element, "variable", "") == missing[0] for element in rest)
    return isinstance(first, NodePattern) and first.variable == missing[0] and not again


def _imports(step: Step, clause: Match) -> list[str]:
    used = {name for path in clause.patterns for name in pattern_names(path)}
    used = used.union(*(names(expr) for expr in clause_expressions(clause)))
    return [quoted(name) for name in step.before if name in used]


def guard_call(step: Step, edits: Edits) -> None:
    """M: name what is in scope behind an OPTIONAL CALL, so that what it lacks is null."""
    clause = step.clause
    if isinstance(clause, Subquery) and clause.optional and (words := _named(step)):
        edits.note(_M)
        edits.insert(clause.end, words)


def _returned(step: Step, edits: Edits) -> str:
    new = [quoted(name) for name in step.after if name not in step.before]
    # With nothing new to name each match is still a row.
    return f" RETURN {', '.join(new) or '1 AS ' + edits.fresh()} }}{_named(step)}"


def _named(step: Step) -> str:
    """Return a WITH of all that is in scope, unless what follows names its own."""
    following = step.following
    if not step.after or (isinstance(following, Projection) and not following.star):
        return ""
    return f" WITH {', '.join(quoted(name) for name in step.after)}"
