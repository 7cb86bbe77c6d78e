"""What an answer shows must stand in the ledger that its graph was made of (rule 35)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from clew import Case
from clew.graph.agreement import Agreement
from clew.graph.errors import LedgerError
from clew.graph.ledger.acts import record_act
from clew.graph.ledger.database import open_ledger, state
from clew.graph.ledger.erase import erase
from clew.graph.model import Edge
from clew.graph.opened import Opened
from clew.queries.library import question

Invent = Callable[..., Case]
Load = Callable[..., Case]
LINE = "Person Ana Alpha | OWNS | Compound Gamma Park | status=reported"
OTHER = "Person Ana Alpha | FAMILY_OF | Person Dan Delta | status=reported"


@pytest.fixture
def case(invent: Invent) -> Case:
    return invent(LINE, OTHER)


@pytest.fixture
def graph(case: Case) -> Iterator[Opened]:
    """A reader of the graph as it is now, whatever happens to the ledger."""
    with case.opened() as graph:
        yield graph


def _ask(graph: Opened) -> list[str]:
    asked = question("ties")
    answer = asked.answer(graph, asked.values({"start": "Ana Alpha"}))
    return [claim["id"] for claims in answer.evidence.values() for claim in claims]


def _believing_itself_current(graph: Opened) -> Opened:
    return replace(graph, ledger=Agreement(graph.db, state(graph.db)))


def _act(case: Case, verb: str, target: str) -> None:
    with closing(open_ledger(case.directory.ledger, write=True)) as db:
        record_act(db, verb, target, "test")


def test_a_graph_of_the_ledgers_state_may_not_show_a_withdrawn_claim(
    case: Case, graph: Opened
) -> None:
    (claim,) = _ask(graph)
    _act(case, "withdraw", claim)
    with pytest.raises(LedgerError, match="disagree"):
        _ask(_believing_itself_current(graph))


def test_a_graph_of_the_ledgers_state_may_not_show_a_replaced_claim(
    case: Case, graph: Opened, load: Load
) -> None:
    assert _ask(graph)
    text = case.directory.path / "invented" / "note.ann"
    kept = [line for line in text.read_text().splitlines() if "OWNS" not in line]
    text.write_text("".join(f"{line}\n" for line in kept if not line.startswith("#1\t")))
    case.load(text)
    with pytest.raises(LedgerError, match="disagree"):
        _ask(_believing_itself_current(graph))
    assert case.ask("ties", start="Ana Alpha").is_empty


def test_a_reader_of_an_earlier_state_has_that_states_answer(case: Case, graph: Opened) -> None:
    before = list(graph.claims_about(graph.entity("Ana Alpha").id))
    assert before
    (claim,) = [
        c["id"] for c in graph.claims_of(next(e for e in graph.edges() if e.type == "OWNS"))
    ]
    _act(case, "withdraw", claim)
    assert _ask(graph) == [claim]
    older = replace(graph, ledger=Agreement(graph.db, ""))
    assert _ask(older) == [claim]
    assert case.ask("ties", start="Ana Alpha").is_empty


def test_what_was_erased_is_shown_to_no_reader(case: Case, graph: Opened) -> None:
    edge = next(edge for edge in graph.edges() if edge.type == "OWNS")
    with closing(open_ledger(case.directory.ledger, write=True)) as db:
        erase(db, case.directory.originals, edge.properties["claims"][0], "test")
    with pytest.raises(LedgerError, match="changed"):
        _ask(replace(graph, ledger=Agreement(graph.db, "")))


def test_what_an_engine_makes_up_is_an_error(graph: Opened) -> None:
    edge = next(edge for edge in graph.edges() if edge.type == "OWNS")
    assert graph.claims_of(edge)
    claims = edge.properties["claims"]
    others = next(edge for edge in graph.edges() if edge.type == "FAMILY_OF").properties["claims"]
    for wrong in (
        Edge(edge.id, "CONTROLS", edge.start, edge.end, edge.properties),
        Edge(edge.id, edge.type, edge.end, edge.start, edge.properties),
        Edge(edge.id, edge.type, edge.start, edge.end, {"claims": others}),
        Edge(edge.id, edge.type, edge.start, edge.end, {"claims": [*claims, "c0"]}),
        Edge("e0", edge.type, edge.start, edge.end, edge.properties),
    ):
        with pytest.raises(LedgerError):
            graph.claims_of(wrong)
