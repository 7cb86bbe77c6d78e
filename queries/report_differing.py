"""Where the accounts in a report differ: each beside the others, none preferred (Q22)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clew.graph.model import Edge, Node
from clew.queries.answer import Answer
from clew.queries.conflicts import KINDS, Account, Conflict, of_tie, of_values
from clew.queries.paths import displays, phrase

#: Denials stand with what they deny.
_ELSEWHERE = KINDS[0]


def differing(answer: Answer, cited: Mapping[int, Sequence[str]]) -> Iterator[str]:
    """Yield a line for each conflict; `cited` are the claims of each statement, by its number."""
    numbers: dict[str, list[int]] = {}
    for number, claims in cited.items():
        for claim in claims:
            numbers.setdefault(claim, []).append(number)
    if answer.question == "contradictions":  # which tells of these itself
        return
    for one in sorted(_conflicts(answer), key=lambda conflict: conflict.order):
        accounts = [_account(account, numbers) for account in one.accounts]
        what = ", ".join(filter(None, (one.about, one.what)))
        yield f"{what} ({one.kind}): {'; '.join(accounts)}."


def _conflicts(answer: Answer) -> Iterator[Conflict]:
    paths = (*answer.paths, *answer.planned, *answer.fallen)
    items: dict[str, Node | Edge] = {item.id: item for item in answer.items}
    for path in paths:
        items |= {node.id: node for node in path.nodes} | {edge.id: edge for edge in path.edges}
    names = displays(item for item in items.values() if isinstance(item, Node))
    for identity, claims in answer.evidence.items():
        item, found = items.get(identity), list[Conflict]()
        shown = [claim for claim in claims if not claim.get("protected")]
        if isinstance(item, Node):
            found = [*of_values(names[identity], shown)]
        elif item and {item.start, item.end} <= names.keys():
            said = f"{names[item.start]} {phrase(item.type)} {names[item.end]}"
            found = [*of_tie(said, identity, shown)]
        yield from (one for one in found if one.kind != _ELSEWHERE)


def _account(account: Account, numbers: Mapping[str, Sequence[int]]) -> str:
    """Return an account in words, the statuses of its claims, and the statements that have it."""
    told = dict.fromkeys(claim["status"].replace("_", " ") for claim in account.claims)
    where = sorted({n for claim in account.claims for n in numbers.get(claim["id"], ())})
    many = "statement" if len(where) == 1 else "statements"
    stand = [f"{many} {', '.join(map(str, where))}"] if where else []
    return f"“{account.words}” ({'; '.join([', '.join(told), *stand])})"
