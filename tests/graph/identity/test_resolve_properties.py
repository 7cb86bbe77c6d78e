"""What holds of identity whatever is in a case (rules 10, 20, 21)."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from clew.graph.errors import UsageError
from clew.graph.identity.decisions import (
    Decision,
    Identity,
    check_different,
    check_same,
    sides,
    spoken_of,
)
from clew.graph.identity.records import Member
from clew.graph.identity.resolve import resolve
from clew.graph.schema import schema

NAMES = ["", "Dara", "Mech Dara", "Kok An", "LY Yong Phat", "Ly Yong Phat", "Prince Group"]
SAID = [
    ("birthDate", "1958"),
    ("birthDate", "1971-02"),
    ("wikidataId", "Q10001"),
    ("country", "kh"),
]


@dataclass(frozen=True)
class World:
    members: tuple[Member, ...]
    coreference: tuple[tuple[str, str], ...]
    decisions: tuple[Decision, ...]

    def resolved(self) -> Identity:
        return resolve(self.members, self.coreference, self.decisions, schema())


@st.composite
def members(draw: st.DrawFn, ref: str) -> Member:
    said = draw(st.lists(st.sampled_from(SAID), max_size=1))
    return Member(
        ref=ref,
        document=f"d{draw(st.integers(0, 4))}",
        kind=draw(st.sampled_from(["Person", "Person", "Company", "Organization"])),
        name=draw(st.sampled_from(NAMES)),
        anchor="0-1",
        annotated=draw(st.integers(0, 4)) > 0,
        generic=draw(st.integers(0, 9)) == 0,
        protected=draw(st.integers(0, 9)) == 0,
        values={name: frozenset([value]) for name, value in said},
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    refs = [f"m{i:02}" for i in range(draw(st.integers(2, 14)))]
    ends = st.sampled_from([*refs, "gone"])
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=3))
    acts = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["same", "same", "different", "unrule"]),
                st.lists(ends, min_size=1, max_size=3),
                st.lists(ends, min_size=1, max_size=3),
            ),
            max_size=5,
        )
    )
    decisions = tuple(
        Decision(id=f"i{n}", verb=verb, left=tuple(left), right=tuple(right))
        for n, (verb, left, right) in enumerate(acts)
    )
    return World(tuple(draw(members(ref)) for ref in refs), tuple(pairs), decisions)


@given(worlds(), st.randoms(use_true_random=False))
def test_no_order_of_the_input_matters(world: World, dice: random.Random) -> None:
    mixed = World(*(tuple(dice.sample(part, len(part))) for part in _parts(world)))
    turned = World(mixed.members, tuple((b, a) for a, b in mixed.coreference), mixed.decisions)
    assert mixed.resolved() == world.resolved() == turned.resolved()


def _parts(world: World) -> tuple[Any, ...]:
    return world.members, world.coreference, world.decisions


@given(worlds())
def test_an_entity_is_known_by_its_smallest_reference_and_every_reference_answers(
    world: World,
) -> None:
    found = world.resolved()
    assert set(found.entity) == {member.ref for member in world.members}
    for entity, refs in found.members.items():
        assert entity == refs[0] == min(refs)
        assert all(found.entity[ref] == entity for ref in refs)
    for record in found.records.values():
        assert record.id == min(record.refs)
        assert len({found.entity[ref] for ref in record.refs}) == 1


@given(worlds())
def test_what_persons_told_apart_is_never_one(world: World) -> None:
    found = world.resolved()
    for decision in world.decisions:
        spoken = spoken_of(decision, found.record)
        if decision.verb == "different" and decision.id not in found.dangling:
            assert spoken and found.entity[spoken[0]] != found.entity[spoken[1]]


@given(worlds())
def test_what_persons_joined_is_one_unless_reported(world: World) -> None:
    found = world.resolved()
    for decision in world.decisions:
        if decision.verb == "same" and decision.id not in (*found.dangling, *found.overruled):
            spoken = spoken_of(decision, found.record)
            assert spoken and found.entity[spoken[0]] == found.entity[spoken[1]]


ACTS = st.lists(st.tuples(st.booleans(), st.integers(0, 13), st.integers(0, 13)), max_size=8)


@given(worlds(), ACTS)
def test_what_the_checks_let_pass_holds_at_once_and_undone_leaves_no_trace(
    world: World, acts: list[tuple[bool, int, int]]
) -> None:
    world = World(world.members, world.coreference, ())
    for number, (same, a, b) in enumerate(acts):
        before = world.resolved()
        one, other = (world.members[i % len(world.members)].ref for i in (a, b))
        try:
            (check_same if same else check_different)(before, world.decisions, one, other)
        except UsageError:
            continue
        left, right = sides(before, one, other)
        verb = "same" if same else "different"
        decision = Decision(id=f"i{number}", verb=verb, left=left, right=right)
        decided = World(world.members, world.coreference, (*world.decisions, decision))
        after = decided.resolved()
        assert (after.entity[one] == after.entity[other]) is same
        assert not after.overruled and not after.dangling
        assert world.resolved() == before
        world = decided


@given(worlds())
def test_every_union_across_records_has_its_decision(world: World) -> None:
    found = world.resolved()
    reached = {record: record for record in found.records}

    def root(record: str) -> str:
        return record if reached[record] == record else root(reached[record])

    for decision in world.decisions:
        spoken = spoken_of(decision, found.record)
        if decision.verb == "same" and spoken and decision.id not in found.overruled:
            reached[root(spoken[0])] = root(spoken[1])
    for rule in found.rules:
        assert root(rule.left) != root(rule.right), "a rule decision that joins nothing"
        reached[root(rule.left)] = root(rule.right)
    for record, entity in ((r.id, found.entity[r.id]) for r in found.records.values()):
        assert root(record) == root(found.record[entity])


@given(worlds())
def test_rules_touch_nothing_protected_generic_or_unnamed(world: World) -> None:
    found = world.resolved()
    for rule in found.rules:
        for record in (found.records[rule.left], found.records[rule.right]):
            assert not record.protected and not record.generic and record.names


@given(worlds())
def test_a_mention_that_shares_nothing_changes_nothing_else(world: World) -> None:
    stranger = Member(
        ref="m99",
        document="d0",
        kind="Person",
        name="Unrelated Stranger",
        anchor="5-9",
        annotated=True,
        generic=False,
        protected=False,
        values={},
    )
    before = world.resolved()
    after = World((*world.members, stranger), world.coreference, world.decisions).resolved()
    assert dict(after.members) == {**before.members, "m99": ("m99",)}
    assert (after.rules, after.dangling) == (before.rules, before.dangling)


@given(worlds())
def test_taking_back_a_rule_decision_parts_its_two_records(world: World) -> None:
    found = world.resolved()
    for rule in found.rules[:2]:
        back = Decision(id="z", verb="unrule", left=(rule.left,), right=(rule.right,))
        parted = World(world.members, world.coreference, (*world.decisions, back)).resolved()
        assert parted.entity[rule.left] != parted.entity[rule.right]


def test_forty_thousand_mentions_take_seconds() -> None:
    dice = random.Random(20)
    crowd = [
        Member(
            ref=f"m{i:06}",
            document=f"d{i // 40}",
            kind=dice.choice(["Person", "Company"]),
            name=f"Name{dice.randrange(6000)} Invented",
            anchor="0-1",
            annotated=True,
            generic=False,
            protected=False,
            values={},
        )
        for i in range(40_000)
    ]
    began = time.process_time()
    found = resolve(crowd, [], [], schema())
    assert len(found.rules) > 10_000
    assert time.process_time() - began < 30
