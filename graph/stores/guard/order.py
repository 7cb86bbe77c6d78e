"""Shapes A, F, J and N: what comes after what.

A   WITH … LIMIT … WHERE filters before it cuts: `LIMIT … WITH * WHERE`
F   UNWIND, then MATCH with an indexed look-up, finds nothing: `UNWIND … WITH * MATCH`
J   ORDER BY in WITH on a relationship that is not kept by name: it is kept, and dropped behind
N   RETURN *, x drops x: the star is spelled out
"""

from __future__ import annotations

from clew.graph.errors import QueryRefused
from clew.graph.stores.cypher.conditions import merges, names
from clew.graph.stores.cypher.scopes import Step
from clew.graph.stores.cypher.tokens import place
from clew.graph.stores.cypher.tree import Match, Projection, Unwind
from clew.graph.stores.guard.edits import Edits
from clew.graph.stores.guard.grouping import left_over
from clew.graph.stores.guard.nulls import quoted

_A = "WHERE behind LIMIT or SKIP is checked behind WITH *, after the cut"
_F = "WITH * stands between UNWIND and MATCH"
_J = "what ORDER BY in a WITH sorts by is kept by name"
_N = "RETURN * with columns beside it names them all"


def guard_unwind(step: Step, edits: Edits) -> None:
    """F: put `WITH *` between UNWIND and a MATCH."""
    clause = step.clause
    if not isinstance(clause, Unwind) or not isinstance(step.following, Match | Unwind):
        return
    # A list of parameters or literals is looked up rightly, and faster.
    if names(clause.list):
        edits.note(_F)
        edits.insert(clause.end, " WITH *")


def guard_with(step: Step, edits: Edits) -> None:
    """A and J: cut before filtering; keep by name what a WITH is sorted by."""
    clause = step.clause
    if not isinstance(clause, Projection) or clause.word != "WITH":
        return
    dropped = _sorted_by_dropped(step, clause)
    if dropped:
        edits.note(_J)
        edits.insert(_items_end(clause), "".join(f", {quoted(name)}" for name in dropped))
    elif clause.star and clause.order:
        edits.note(_J)
        _spell_star(step, clause, edits)
    if clause.where is None:
        if dropped:
            edits.insert(clause.body_end, f" WITH {_kept(step)}")
    elif dropped or clause.cut:
        if not dropped:
            edits.note(_A)
        _check_where(step, clause, edits)
        kept = _kept(step) if dropped else "*"
        edits.insert(clause.where_start, f"WITH {kept} ")


def keep_columns(step: Step, edits: Edits) -> None:
    """Give a column of RETURN whose text was changed the name that it had; N."""
    clause = step.clause
    if not isinstance(clause, Projection) or clause.word != "RETURN":
        return
    if clause.star and clause.items:
        edits.note(_N)
        _spell_star(step, clause, edits)
    for item in clause.items:
        if not item.aliased and edits.within(item.expr.start, item.expr.end):
            edits.insert(item.end, f" AS {quoted(item.name)}")


def refuse_dropped(step: Step, edits: Edits) -> None:
    """Refuse ORDER BY of what DISTINCT or an aggregate leaves no single value of.

    Neo4j never runs such a text; this engine runs it as long as there is no row to sort.
    """
    clause = step.clause
    if not isinstance(clause, Projection) or clause.star or not merges(clause):
        return
    columns = {edits.written(item.expr): quoted(item.name) for item in clause.items}
    gone = set(step.before) - {item.name for item in clause.items}
    if any(left_over(expr, columns, edits) & gone for expr in clause.order):
        raise QueryRefused(
            f"ORDER BY at {place(edits.text, clause.order_start)} sorts by a name that is gone "
            f"behind DISTINCT or an aggregate; sort by a column of this {clause.word}."
        )


def _sorted_by_dropped(step: Step, clause: Projection) -> list[str]:
    if clause.star or merges(clause):
        return []
    used = dict.fromkeys(name for expr in clause.order for name in sorted(names(expr)))
    kept = {item.name for item in clause.items}
    return [name for name in used if name in step.before and name not in kept]


def _spell_star(step: Step, clause: Projection, edits: Edits) -> None:
    star = edits.text.index("*", clause.start)
    spelled = ", ".join(quoted(name) for name in sorted(step.before))
    if spelled:
        edits.replace(star, star + 1, spelled)


def _items_end(clause: Projection) -> int:
    return max(item.end for item in clause.items)


def _kept(step: Step) -> str:
    return ", ".join(quoted(name) for name in step.after)


def _check_where(step: Step, clause: Projection, edits: Edits) -> None:
    assert clause.where is not None
    lost = (names(clause.where) & set(step.before)) - set(step.after)
    if lost:
        raise QueryRefused(
            f"WHERE at {place(edits.text, clause.where_start)} uses a name that its WITH drops, "
            "behind ORDER BY or LIMIT; name it in the WITH."
        )
