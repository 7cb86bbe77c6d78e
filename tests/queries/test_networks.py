"""The whole graph, and an answer's, as a networkx graph: with the evidence on nodes and edges."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clew import Case, Lens
from clew.graph.agreement import Agreement
from clew.graph.errors import LedgerError
from clew.graph.ledger.acts import record_act
from clew.graph.ledger.database import open_ledger, state
from clew.graph.ledger.log import last_day
from clew.queries.networks import whole

Invent = Callable[..., Case]


def test_nodes_and_edges_carry_their_properties_and_claims(sample: Case) -> None:
    graph = sample.graph().to_networkx()
    assert graph.number_of_nodes() > 20 and graph.number_of_edges() > 20
    with sample.opened() as opened:
        for identity, data in graph.nodes(data=True):
            node = opened.node(identity)
            assert data["evidence"] == opened.claims_of(node)
            assert data["labels"] == list(node.labels) and node.properties.items() <= data.items()
        for start, end, key, data in graph.edges(keys=True, data=True):
            (edge,) = (e for e in opened.items.edges_from(start) if e.id == key)
            assert (data["type"], end) == (edge.type, edge.end)
            assert data["evidence"] == opened.claims_of(edge) != []
    json.dumps([dict(graph.nodes), [data for *_, data in graph.edges(data=True)]])


def test_the_graph_says_through_what_it_was_seen(sample: Case) -> None:
    graph = sample.graph(as_of="2024-09-30").to_networkx()
    assert graph.graph["lens"] == {"as_of": "2024-09-30"}
    with sample.opened(Lens(as_of="2024-09-30")) as opened:
        assert graph.graph["graph_version"] == opened.version
    with sample.reading() as db:
        assert graph.graph["last_entry"] == last_day(db)
    assert graph.graph["last_entry"][:4] == str(datetime.now(UTC).year)


def test_an_answer_has_the_claims_of_its_evidence_on_both(sample: Case) -> None:
    answer = sample.ask("about", start="Mech Dara")
    graph = answer.to_networkx()
    found = {i: data["evidence"] for i, data in graph.nodes(data=True)}
    found.update({data["id"]: data["evidence"] for *_, data in graph.edges(data=True)})
    assert {i: claims for i, claims in found.items() if claims} == {
        i: claims for i, claims in answer.evidence.items() if i in found
    }
    assert graph.graph["question"] == "about" and graph.graph["lens"] == {}


def test_what_is_protected_is_on_no_node(invent: Invent) -> None:
    case = invent(
        "Person Ana Alpha | KNOWS | Person! Xan Quillo", "Person Ana Alpha | OWNS | Company B"
    )
    public = case.graph().to_networkx()
    assert "Quillo" not in json.dumps([dict(public.nodes), list(public.edges(data=True))])
    told = case.graph(disclose="all").to_networkx()
    assert told.number_of_nodes() == public.number_of_nodes() + 1


def test_a_graph_of_the_ledgers_state_may_not_show_a_withdrawn_claim(invent: Invent) -> None:
    case = invent("Person Ana Alpha | OWNS | Company Beta Works")
    with case.opened() as graph:
        (edge,) = graph.edges()
        whole(graph)
        with closing(open_ledger(case.directory.ledger, write=True)) as db:
            record_act(db, "withdraw", edge.properties["claims"][0], "test")
        believing = replace(graph, ledger=Agreement(graph.db, state(graph.db)))
        with pytest.raises(LedgerError, match="disagree"):
            whole(believing)
