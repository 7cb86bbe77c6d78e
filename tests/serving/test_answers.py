"""What the official driver, and networkx through it, get from a case that is served."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from clew import Case
from clew.serving import Served

neo4j = pytest.importorskip("neo4j")
Rows = Callable[..., list[Any]]
ALL = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN n, r"


def as_networkx(graph: Any) -> nx.MultiDiGraph[str]:
    """What docs/serve.md shows."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in graph.nodes:
        found.add_node(node["id"], **node)
    for edge in graph.relationships:
        ends = edge.start_node["id"], edge.end_node["id"]
        found.add_edge(*ends, key=edge["id"], type=edge.type, **edge)
    return found


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_networkx_gets_the_graph_of_the_case_through_the_driver(
    sample: Case, served: Served, scheme: str
) -> None:
    address = served.address.replace("bolt", scheme, 1)
    with neo4j.GraphDatabase.driver(address, auth=served.auth) as driver:
        graph = driver.execute_query(ALL, result_transformer_=neo4j.Result.graph)
    got, own = as_networkx(graph), sample.graph().to_networkx()
    entities = [node for node, held in got.nodes(data=True) if "kind" in held]
    assert (len(entities), got.number_of_edges()) == (len(own), own.number_of_edges())
    assert (len(got), got.number_of_edges()) == (served.nodes, served.edges)
    assert sorted(d for _, d in got.degree()) == sorted(
        [d for _, d in own.degree()] + [0] * (len(got) - len(own))
    )
    kinds = [
        sorted(held["kind"] for _, held in g.nodes(data=True) if "kind" in held) for g in (got, own)
    ]
    assert kinds[0] == kinds[1]


def test_nodes_relationships_and_paths_are_the_drivers_own(rows: Rows, driver: Any) -> None:
    text = "MATCH p = (b:Company)<-[r:CONTROLS]-(a:Person) RETURN a, r, p ORDER BY b.name LIMIT 1"
    ((person, tie, path),) = rows(driver, text)
    assert isinstance(person, neo4j.graph.Node) and "Person" in person.labels
    assert isinstance(tie, neo4j.graph.Relationship) and tie.type == "CONTROLS"
    assert isinstance(path, neo4j.graph.Path) and len(path) == 1
    assert person.element_id == person["id"] == path.end_node.element_id
    assert tie.start_node == person and path.relationships[0].start_node == path.end_node
    ((again, number),) = rows(
        driver, "MATCH (n) WHERE elementId(n) = $id RETURN elementId(n), 1", id=person.element_id
    )
    assert (again, number) == (person.element_id, 1)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -17,
        1 << 40,
        -(1 << 63),
        0.1,
        "",
        "ខ្មែរ 🧵 \\u0041",
        [1, 2],
        [],
        {"a": [{"b": 1}]},
    ],
)
def test_parameters_come_back_as_they_were_given(rows: Rows, driver: Any, value: Any) -> None:
    assert rows(driver, "RETURN $x AS x", x=value) == [(value,)]


def test_no_rows_have_names_all_the_same(driver: Any) -> None:
    result = driver.execute_query("MATCH (n:Nobody) RETURN n.name, n AS who")
    assert (result.records, result.keys) == ([], ["n.name", "who"])


def test_a_large_answer_comes_whole_or_not_at_all(driver: Any) -> None:
    many = "UNWIND range(1, $n) AS x RETURN x, 'some words that are long enough' AS y"
    with driver.session(fetch_size=1000) as session:
        assert sum(record["x"] for record in session.run(many, n=20_000)) == 200_010_000
        with pytest.raises(neo4j.exceptions.ClientError, match="more than 20,000 rows"):
            session.run(many, n=20_001).consume()
        assert session.run("RETURN 1 AS x").single()["x"] == 1


def test_transactions_and_managed_ones_read(driver: Any) -> None:
    with driver.session() as session:
        count = session.execute_read(lambda tx: tx.run("MATCH (n) RETURN count(n)").single()[0])
        with session.begin_transaction(timeout=5) as tx:
            one, two = tx.run("UNWIND range(1, 3000) AS x RETURN x"), tx.run("RETURN 2")
            assert two.single()[0] == 2 and len(list(one)) == 3000
            tx.commit()
        with pytest.raises(neo4j.exceptions.ClientError) as error:
            session.run(neo4j.Query(_FOREVER, timeout=0.3)).consume()
    assert count == 71
    assert error.value.code == "Neo.ClientError.Transaction.TransactionTimedOut"


_FOREVER = "UNWIND range(1, 9999999) AS a UNWIND range(1, 9999999) AS b RETURN count(a + b)"


def test_a_known_wrong_shape_is_answered_rightly(rows: Rows, driver: Any) -> None:
    text = "UNWIND [1, 2, 3] AS x WITH x ORDER BY x LIMIT 2 WHERE x > 1 RETURN x"  # shape A
    assert rows(driver, text) == [(2,)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("MATCH (n RETURN n", "Neo.ClientError.Statement.SyntaxError"),
        ("CREATE (n)", "Neo.ClientError.Security.Forbidden"),
        ("MATCH (n) RETURN id(n)", "Neo.ClientError.Security.Forbidden"),
    ],
)
def test_a_refusal_has_a_code_and_the_talk_goes_on(driver: Any, text: str, code: str) -> None:
    with driver.session() as session:
        with pytest.raises(neo4j.exceptions.ClientError) as error:
            session.run(text).consume()
        assert error.value.code == code
        assert session.run("RETURN 1").single()[0] == 1


def test_a_strange_parameter_is_refused_with_the_remedy(rows: Rows, driver: Any) -> None:
    for value in (neo4j.time.Date(2024, 9, 30), b"bytes"):
        with pytest.raises(neo4j.exceptions.ClientError, match="2024-09-30"):
            rows(driver, "RETURN $x", x=value)


def test_many_clients_ask_at_once(rows: Rows, served: Served) -> None:
    found: list[int] = []

    def ask() -> None:
        with neo4j.GraphDatabase.driver(served.address, auth=served.auth) as driver:
            for _ in range(4):
                found.append(len(rows(driver, "MATCH (n)-[r]->(m) RETURN n, r, m")))

    clients = [threading.Thread(target=ask) for _ in range(6)]
    for client in clients:
        client.start()
    for client in clients:
        client.join(60)
    assert found == [served.edges] * 24


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("CALL dbms.components()", ("Neo4j Kernel", ["5.26.0"], "community")),
        (
            "CALL dbms.components() YIELD name,  versions, edition;",
            ("Neo4j Kernel", ["5.26.0"], "community"),
        ),
        (
            "CALL dbms.components() YIELD name, versions, edition\n"
            "UNWIND versions AS version RETURN name, version, edition",
            ("Neo4j Kernel", "5.26.0", "community"),
        ),
        ("CALL db.ping()", (True,)),
    ],
)
def test_what_tools_ask_first_is_answered(
    rows: Rows, driver: Any, asked: str, answer: tuple[Any, ...]
) -> None:
    assert rows(driver, asked) == [answer]


@pytest.mark.parametrize(
    "asked",
    [
        "CALL db.propertyKeys()",
        "CALL db.schema.visualization()",
        "CALL db.schema.nodeTypeProperties()",
        "CALL apoc.meta.schema()",
        "CALL dbms.clientConfig()",
        "CALL gds.version()",
        "SHOW DATABASES",
        "SHOW INDEXES",
        "SHOW PROCEDURES",
        ":schema",
    ],
)
def test_what_else_tools_ask_first_is_refused_in_words(driver: Any, asked: str) -> None:
    with pytest.raises(neo4j.exceptions.ClientError, match=r"line 1, column 1[ :]") as refused:
        driver.execute_query(asked)
    code = str(refused.value.code)
    assert code.endswith((".Security.Forbidden", ".Statement.SyntaxError"))
