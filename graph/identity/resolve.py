"""From mentions and decisions to entities: a pure function, whatever the order of its input.

Four layers, each joining what the one below it made: the annotations of one text, the identical
full names of one text (both in `records`), what persons decided, and the rules across sources.
A `different` divides every layer but the first, so that no union puts its two sides together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from clew.graph.identity import rules
from clew.graph.identity.conflicts import conflicts
from clew.graph.identity.decisions import (
    Decision,
    Identity,
    RuleDecision,
    rule_decision,
    spoken_of,
)
from clew.graph.identity.kinds import Natures
from clew.graph.identity.records import Member, Record, Values, bar_of, records_of, together
from clew.graph.identity.rules import Group
from clew.graph.identity.unions import Bar, Unions, divide
from clew.graph.schema import Schema

__all__ = ["Identity", "resolve"]


def resolve(
    members: Iterable[Member],
    coreference: Iterable[tuple[str, str]],
    decisions: Iterable[Decision],
    schema: Schema,
) -> Identity:
    """Return who is who by rules 10, 20 and 21; no order of the input matters.

    `coreference` holds pairs of references that one annotated text says are the same.
    """
    decisions = sorted(decisions, key=lambda decision: decision.id)
    apart = [(d.left, d.right) for d in decisions if d.verb == "different"]
    natures = Natures(schema)
    records = records_of(members, coreference, apart, natures)
    record = {ref: made.id for made in records.values() for ref in made.refs}
    number = {ref: index for index, made in enumerate(records.values()) for ref in made.refs}
    unions, dangling, overruled = _decided(decisions, record, number, len(records))
    found = _ruled(list(records.values()), unions, decisions, number, natures)
    entity, members_of = _entities(list(records.values()), unions)
    return Identity(entity, record, members_of, records, found, dangling, overruled)


def _decided(
    decisions: Sequence[Decision], record: Mapping[str, str], number: Mapping[str, int], size: int
) -> tuple[Unions, tuple[str, ...], tuple[str, ...]]:
    """Join what persons decided; return the sets, the dangling and the overruled decisions."""
    unions, dangling, overruled = Unions(size), [], []
    pairs: list[tuple[str, list[int]]] = []
    bars = []
    for decision in decisions:
        found = spoken_of(decision, record)
        if not found or (decision.verb == "different" and found[0] == found[1]):
            dangling.append(decision.id)
        elif decision.verb == "same" and found[0] != found[1]:
            pairs.append((decision.id, [number[found[0]], number[found[1]]]))
        elif decision.verb == "different":
            bars.append(Bar(frozenset([number[found[0]]]), frozenset([number[found[1]]])))
    divided = divide(size, [pair for _, pair in pairs], bars)
    for (name, pair), parts in zip(pairs, divided, strict=True):
        if len(parts) == 1:
            unions.join_all(pair)
        else:
            overruled.append(name)
    return unions, tuple(dangling), tuple(overruled)


def _ruled(
    records: Sequence[Record],
    unions: Unions,
    decisions: Sequence[Decision],
    number: Mapping[str, int],
    natures: Natures,
) -> tuple[RuleDecision, ...]:
    """Join by rule what no decision and no conflict forbids; return the joins made."""
    bars, leaving = _barriers(decisions, {ref: unions.find(i) for ref, i in number.items()})
    groups = _left(rules.groups(records, unions, natures), leaving, unions)
    values, lists = _values(groups, records, unions), _lists(records, unions)
    groups = [g for g in _divided(groups, bars, unions, len(records)) if len(g.records) > 1]
    for several in (_by_group, _by_chain):
        parts = several(groups, unions)
        sound = [
            not _conflict(roots, values, natures) and not _twice_in_a_list(roots, lists)
            for roots in parts
        ]
        groups = [group for group, fits in zip(groups, sound, strict=True) if fits]
    return tuple(sorted(_joined(groups, records, unions), key=lambda rule: rule.id))


def _by_group(groups: Iterable[Group], unions: Unions) -> list[set[int]]:
    """Return, for each group, the sets that it would join."""
    return [{unions.find(index) for index in group.records} for group in groups]


def _by_chain(groups: Sequence[Group], unions: Unions) -> list[set[int]]:
    """Return, for each group, the sets that all groups together would join to its own."""
    roots = _by_group(groups, unions)
    whole = Unions(1 + max((root for several in roots for root in several), default=0))
    chains: dict[int, set[int]] = defaultdict(set)
    for several in roots:
        whole.join_all(several)
    for several in roots:
        chains[whole.find(min(several))] |= several
    return [chains[whole.find(min(several))] for several in roots]


def _values(
    groups: Iterable[Group], records: Sequence[Record], unions: Unions
) -> dict[int, Values]:
    """Return what is said of each set that the groups touch."""
    roots = {unions.find(index) for group in groups for index in group.records}
    said: dict[int, list[Values]] = defaultdict(list)
    for index, record in enumerate(records):
        if (root := unions.find(index)) in roots:
            said[root].append(record.values)
    return {root: together(several) for root, several in said.items()}


def _lists(records: Sequence[Record], unions: Unions) -> dict[int, set[str]]:
    """Return the lists that hold a record of each set."""
    found: dict[int, set[str]] = defaultdict(set)
    for index, record in enumerate(records):
        if not record.annotated:
            found[unions.find(index)].add(record.document)
    return found


def _twice_in_a_list(roots: Iterable[int], lists: Mapping[int, set[str]]) -> bool:
    """Tell whether a list holds records of two of these sets: it says that they are several."""
    found = [name for root in roots for name in lists.get(root, ())]
    return len(found) != len(set(found))


def _conflict(roots: Iterable[int], values: Mapping[int, Values], natures: Natures) -> bool:
    return bool(conflicts((values[root] for root in roots), natures.judged))


def _barriers(
    decisions: Iterable[Decision], sets: Mapping[str, int]
) -> tuple[list[Bar], list[tuple[int, int]]]:
    """Return what keeps sets apart, and for each rule decision taken back its (left, right)."""
    bars, leaving = [], []
    for decision in decisions:
        if decision.verb == "same" or not (bar := bar_of(decision.left, decision.right, sets)):
            continue
        if decision.verb == "different":
            bars.append(bar)
            continue
        left = next(sets[ref] for ref in decision.left if ref in sets)
        right = next(sets[ref] for ref in decision.right if ref in sets)
        leaving.append((left, right))
        bars.append(Bar(frozenset([left]), frozenset([right]), alone=True))
    return bars, leaving


def _left(
    groups: Iterable[Group], leaving: Sequence[tuple[int, int]], unions: Unions
) -> list[Group]:
    """Take the right side of each rule decision taken back out of the groups that hold both."""
    if not leaving:
        return list(groups)
    kept = []
    for group in groups:
        roots = {unions.find(index) for index in group.records}
        gone = {right for left, right in leaving if left in roots and right in roots}
        kept.append(_only(group, roots - gone, unions))
    return kept


def _only(group: Group, roots: Collection[int], unions: Unions) -> Group:
    kept = tuple(index for index in group.records if unions.find(index) in roots)
    return Group(group.rule, group.ground, kept)


def _divided(groups: list[Group], bars: list[Bar], unions: Unions, size: int) -> list[Group]:
    """Divide the groups so that no bar's two sides come together."""
    roots = [sorted({unions.find(index) for index in group.records}) for group in groups]
    return [
        _only(group, part, unions)
        for group, parts in zip(groups, divide(size, roots, bars), strict=True)
        for part in parts
    ]


def _joined(
    groups: Iterable[Group], records: Sequence[Record], unions: Unions
) -> Iterator[RuleDecision]:
    """Join each group to its first record; yield a decision for every two sets that become one."""
    for group in groups:
        first, *rest = sorted(group.records)
        for index in rest:
            if unions.join(first, index):
                yield rule_decision(group.rule, records[first].id, records[index].id, group.ground)


def _entities(
    records: Sequence[Record], unions: Unions
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return each reference's entity, and each entity's references: its id is the smallest."""
    members = {}
    for items in unions.sets().values():
        refs = tuple(sorted(ref for index in items for ref in records[index].refs))
        members[refs[0]] = refs
    entity = {ref: name for name, refs in members.items() for ref in refs}
    return entity, members
