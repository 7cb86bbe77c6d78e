"""Decisions about identity: what a person decided, what a rule did, and what may be decided now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from clew.graph import model
from clew.graph.errors import UnknownId, UsageError
from clew.graph.identity.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's decision that stands, as the ledger keeps it.

    verb          same; different; unrule (a rule decision taken back: its right side leaves)
    left, right   references: the anchor record's own first, then the rest of the entity then;
                  the decision speaks of the records of the first that still have a mention
    """

    id: str
    verb: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    who: str = ""
    when: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class RuleDecision:
    """Two records joined by a rule (`name` or `identifier`); a person can take it back.

    ground   what a reader is told of it: "same name, not confirmed", "same wikidataId"
    """

    id: str
    left: str
    right: str
    rule: str
    ground: str


def rule_decision(rule: str, one: str, other: str, ground: str) -> RuleDecision:
    """Return the decision of a rule on two records; its id is the same whenever it is made."""
    left, right = sorted((one, other))
    return RuleDecision("i" + model.digest(rule, left, right), left, right, rule, ground)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is who: references in records, records in entities.

    entity, record   the id that holds now, for every reference
    members          the references of an entity, in order; the first is its id
    records          every record by its id
    rules            the joins that no person made, in order of their ids
    dangling         decisions that find no two records to speak of any more
    overruled        `same` decisions that a `different` keeps from joining
    """

    entity: Mapping[str, str]
    record: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    records: Mapping[str, Record]
    rules: tuple[RuleDecision, ...] = ()
    dangling: tuple[str, ...] = ()
    overruled: tuple[str, ...] = ()


def spoken_of(decision: Decision, record: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the records a decision speaks of; None where a side has no mention left."""
    left = next((record[ref] for ref in decision.left if ref in record), None)
    right = next((record[ref] for ref in decision.right if ref in record), None)
    return None if left is None or right is None else (left, right)


def sides(identity: Identity, a: str, b: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a new decision on a and b has as `left` and `right`.

    The reference named comes first, then its record's, then its entity's. Where both are of one
    entity the rest of it is left out, and where both are of one record all but what the
    annotations themselves join: it may belong to either side.
    """
    one_entity = _known(identity, a) == _known(identity, b)
    one_record = identity.record[a] == identity.record[b]
    left = _side(identity, a, one_entity, one_record)
    return left, _side(identity, b, one_entity, one_record)


def _side(identity: Identity, ref: str, one_entity: bool, one_record: bool) -> tuple[str, ...]:
    record = identity.records[identity.record[ref]]
    core = next(core for core in record.cores if ref in core)
    own = core if one_record else record.refs
    rest = () if one_entity else identity.members[identity.entity[ref]]
    return tuple(dict.fromkeys((ref, *own, *rest)))


def _known(identity: Identity, ref: str) -> str:
    if ref not in identity.entity:
        raise UnknownId(f"Nothing in this case has the id {ref}.")
    return identity.entity[ref]


def check_same(identity: Identity, decisions: Iterable[Decision], a: str, b: str) -> None:
    """Raise UsageError where `same a b` says nothing new, or what a decision denies."""
    decisions = tuple(decisions)
    one, other = _known(identity, a), _known(identity, b)
    if identity.record[a] == identity.record[b]:
        raise UsageError("They are already the same: both stand in one record of one source.")
    _refuse_said_same(identity, decisions, a, b)
    for decision, left, right in _of_records(decisions, identity, "different"):
        if {identity.entity[left], identity.entity[right]} == {one, other}:
            raise UsageError(f"Decision {decision.id} says that they differ; undo it first.")


def check_different(identity: Identity, decisions: Iterable[Decision], a: str, b: str) -> None:
    """Raise UsageError where `different a b` says nothing new, or what a decision denies.

    Two that only a rule has joined may be told apart.
    """
    decisions = tuple(decisions)
    for ref in (a, b):
        _known(identity, ref)
    if identity.records[identity.record[a]].bound(a, b):
        raise UsageError(
            "They are the same by the annotations of one source; correct them there and import it."
        )
    _refuse_said_same(identity, decisions, a, b)
    records = {identity.record[a], identity.record[b]}
    for decision, left, right in _of_records(decisions, identity, "different"):
        if {left, right} == records:
            raise UsageError(f"They are already different by decision {decision.id}.")


def _refuse_said_same(identity: Identity, decisions: Iterable[Decision], a: str, b: str) -> None:
    chain = _said_same(identity, decisions, a, b)
    if chain:
        raise UsageError(
            f"They are already the same by decision {', '.join(chain)}; undo it first."
        )


def _of_records(
    decisions: Iterable[Decision], identity: Identity, verb: str
) -> Iterator[tuple[Decision, str, str]]:
    for decision in decisions:
        found = spoken_of(decision, identity.record) if decision.verb == verb else None
        if found:
            yield decision, *found


def _said_same(
    identity: Identity, decisions: Iterable[Decision], a: str, b: str
) -> tuple[str, ...]:
    """Return the `same` decisions that lead from a's record to b's, the fewest; () if none do."""
    steps: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for decision, left, right in _of_records(decisions, identity, "same"):
        if decision.id not in identity.overruled:
            steps[left].append((right, decision.id))
            steps[right].append((left, decision.id))
    goal, start = identity.record[b], identity.record[a]
    paths: dict[str, tuple[str, ...]] = {start: ()}
    queue = [start]
    for record in queue:
        for target, decision_id in sorted(steps[record]):
            if target not in paths:
                paths[target] = (*paths[record], decision_id)
                queue.append(target)
    return paths.get(goal, ())
