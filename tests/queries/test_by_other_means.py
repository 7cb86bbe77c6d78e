"""Brokers, what is shared, who is across and what overlaps, each computed a second time.

By plain loops over `to_networkx()`: of the sample, of a list, and of a network drawn by chance.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import clew
from clew import Answer, Case
from clew.graph.schema import schema
from clew.graph.when import holds
from clew.queries.algorithms import communities

Invent = Callable[..., Case]
Graph = Any
LINKS = Path(__file__).parents[1] / "data" / "ofac" / "links"
HUBS = {kind.name for kind in schema().kinds.values() if kind.hub}
WALKED = ("control", "site", "money", "family", "office", "linked")
DAYS = [f"{y}-{m:02}-{d:02}" for y in range(2007, 2026) for m in range(1, 13) for d in (1, 15, 28)]
DAYS += [f"{year}-12-31" for year in range(2007, 2026)]


def drawn(seed: int) -> list[str]:
    """Return a network drawn by chance, a line a tie."""
    chance = random.Random(seed)
    people = [f"Person {first} Vos" for first in ("Ada", "Bea", "Cid", "Dov", "Eli", "Fee", "Gil")]
    firms = [f"Company {word} Works" for word in ("Ash", "Bay", "Cam", "Dew", "Elm", "Fog", "Gum")]
    sites = [f"Compound {word} Park" for word in ("Hay", "Ivy", "Jay", "Key")]
    others = ["Address 1 Quay", "Address 2 Quay", "PhoneNumber 012 345 678", "CryptoWallet bc1x"]
    hubs = ["Country Elbonia", "PublicBody Ministry of Boats", "Company* firms", "Position Senator"]
    whens = ["", "2010/2012", "2011", "2012-03/..", "../2014", "2015?/2016", "{2009,2013}", "2013/"]
    stati = ["official", "reported", "alleged", "opinion", "not_stated", "planned", "denied"]
    ties = ["DIRECTOR_OF", "OWNS", "ACTS_FOR", "OPERATES", "LOCATED_IN", "USES", "SENT_TO"]
    ties += ["LINKED_TO", "ASSOCIATE_OF", "WORKS_FOR", "KNOWS_OF", "SAME_PREMISES"]
    every = [*people, *firms, *sites, *others, *hubs, "Person! Xan Quillo"]
    lines = []
    for _ in range(220):
        start, end = chance.sample(every, 2)
        when, status = chance.choice(whens), chance.choice(stati)
        note = f"status={status}" + (f"; when={when}" if when else "")
        lines.append(f"{start} | {chance.choice(ties)} | {end} | {note}")
    return lines


@pytest.fixture(scope="module", params=["sample", "list", "drawn 1", "drawn 2"])
def case(
    request: pytest.FixtureRequest,
    sample: Case,
    invent: Invent,
    tmp_path_factory: pytest.TempPathFactory,
) -> Case:
    """A case whose answers are computed again."""
    sort, _, seed = request.param.partition(" ")
    if sort == "sample":
        return sample
    if sort == "drawn":
        return invent(*drawn(int(seed)))
    listed = clew.create(tmp_path_factory.mktemp("list"))
    listed.load(LINKS, facts={"published": "2021-07-07"})
    return listed


def stands(node: dict[str, Any]) -> bool:
    """Whether one is neither hub nor class, and has a name."""
    return not (HUBS & {*node["labels"]} or node.get("generic") or not node.get("name"))


def ties(graph: Graph, groups: tuple[str, ...] = ()) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the ties that are more than planned, and join two that stand."""
    for start, end, tie in graph.edges(data=True):
        known = schema().ties.get(tie["type"])
        if tie["status"] == "planned" or (groups and (known is None or known.group not in groups)):
            continue
        if start != end and stands(graph.nodes[start]) and stands(graph.nodes[end]):
            yield start, end, tie


def rows(answer: Answer) -> list[dict[str, Any]]:
    """Return the rows that are computed."""
    return [row for row in answer.rows if row["computed"]]


def test_brokers_join_the_pairs_that_plain_loops_find(case: Case) -> None:
    graph: nx.Graph[str] = nx.Graph()
    for start, end, _ in ties(case.graph().to_networkx(), WALKED):
        graph.add_edge(start, end)
    of = {n: at for at, part in enumerate(communities(graph).parts) for n in part}
    wanted = {
        node: sum(of[a] != of[b] and not graph.has_edge(a, b) for a, b in combinations(near, 2))
        for node, near in graph.adjacency()
    }
    told = {row["entity"]: row["value"] for row in rows(case.ask("brokers", top=1000))}
    assert told == {node: value for node, value in wanted.items() if value}


def test_shared_counts_those_whom_plain_loops_find(case: Case) -> None:
    graph = case.graph().to_networkx()
    labels = {i: {*node["labels"]} for i, node in graph.nodes(data=True)}
    traces = {kind.name for kind in schema().kinds.values() if kind.is_trace}
    having: dict[str, set[str]] = defaultdict(set)
    for start, end, tie in ties(graph):
        word = tie["type"]
        if word in ("DIRECTOR_OF", "ACTS_FOR"):
            having[f"{word} {start}"].add(end)
        own = word in ("LINKED_TO", "KNOWS_OF")
        for thing, who in ((end, start), (start, end)):
            if labels[who] & {"Place", "Event"}:
                continue
            if labels[who] & traces and (word == "LINKED_TO" or thing == start):
                continue
            place = own or (word == "LOCATED_IN" and thing == end)
            use = own or (word in ("OWNS", "OPERATES", "USES", "CONTROLS") and thing == end)
            if ("Address" in labels[thing] and place) or (labels[thing] & traces and use):
                having[thing].add(who)
    for node, known in graph.nodes(data=True):
        for sort in ("address", "phone", "email") if stands(known) else ():
            for value in known.get(sort, ()):
                bare = "".join(c if c.isalnum() else " " for c in value.casefold())
                having[f"{sort} {' '.join(bare.split())}"].add(node)
    wanted = sorted(len(who) for who in having.values() if len(who) > 1)
    assert sorted(row["count"] for row in rows(case.ask("shared", top=1000))) == wanted


def test_across_counts_those_whom_plain_loops_find(case: Case) -> None:
    graph = case.graph().to_networkx()
    compounds = {i for i, node in graph.nodes(data=True) if node["kind"] == "Compound"}
    whole: nx.Graph[str] = nx.Graph()
    whole.add_nodes_from(compounds)
    at: dict[str, set[str]] = defaultdict(set)
    for start, end, tie in ties(graph, (*WALKED, "place")):
        if {start, end} <= compounds and tie["type"] in ("LOCATED_IN", "SAME_PREMISES"):
            whole.add_edge(start, end)
        at[start].add(end)
        at[end].add(start)
    site = {i: min(part) for part in nx.connected_components(whole) for i in part}
    counted = {
        who: len({site[other] for other in near & compounds})
        for who, near in at.items()
        if {"LegalEntity", "PhoneNumber", "CryptoWallet"} & {*graph.nodes[who]["labels"]}
    }
    told = {row["entity"]: row["value"] for row in rows(case.ask("across", top=1000))}
    assert told == {who: count for who, count in counted.items() if count > 1}


def test_overlaps_are_those_that_going_through_the_days_finds(case: Case) -> None:
    graph = case.graph().to_networkx()
    said: dict[tuple[str, str, str], dict[str, tuple[str, list[str]]]] = defaultdict(dict)
    for start, end, tie in ties(graph, ("control", "site", "office")):
        dates = [c["when"] for c in tie["evidence"] if c.get("when") and c["status"] != "planned"]
        both = schema().ties[tie["type"]].symmetric
        for near, far, role in ((start, end, "start"), (end, start, "end")):
            if dates:
                said[near, tie["type"], "" if both else role][tie["id"]] = far, dates
    wanted: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for (near, kind, role), met in said.items():
        for (far, dates), (far_too, dates_too) in combinations(met.values(), 2):
            known = [
                (holds(a, day), holds(b, day)) for a in dates for b in dates_too for day in DAYS
            ]
            if far != far_too and any("no" not in both_hold for both_hold in known):
                sure = "certain" if ("yes", "yes") in known else "possible"
                wanted[near, kind, role, *sorted((far, far_too))].append(sure)
    found = rows(case.ask("overlaps", top=1000))
    told = sorted((row["entity"], row["certainty"], row["more_pairs"]) for row in found)
    assert told == sorted((key[0], min(sure), len(sure) - 1) for key, sure in wanted.items())
