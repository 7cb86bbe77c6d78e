# ruff: noqa: E501
"""The Cypher queries that every store must answer alike: 61 queries on one graph of 8 nodes.

SETUP is the statement that fills an empty database. Q is a list of (name, query, params, expected).
Run SETUP once, then the queries in the order of the list, in one database and each in its own
transaction: some of them write, and later ones see what earlier ones wrote. params is a dict or None.

expected is one of:
- a list of rows, each a tuple of values in the order of RETURN (column names are not compared).
  The order of the rows is not compared, even where the query has ORDER BY; the number of rows is.
  Floats are rounded to 9 places, tuples count as lists, maps are equal when their keys and values are.
  The order of the values within a row is not compared either.
  A set stands for a list whose order does not matter.
- None: the query must run without an error; what it returns is not compared.
- "ERR": the query must raise an error.

Expected values were written from the Neo4j 5 manual; a Neo4j 5.26.0 Community server gave all 61 of
them on 21 November 2026. Names and ties in SETUP are invented for the test: they say nothing about
any real person, firm or place of a like name. This module holds data only: no code to run it.
"""

from datetime import date

SETUP = """CREATE (p1:Person:Politician {id:'p1', name:'Ann Lee', born: date('1970-05-01'), country:'KH'}),
(p2:Person {id:'p2', name:'Bob Chan', aliases:['Bobby','B. Chan']}),
(p3:Person:Sanctioned {id:'p3', name:'Cora Zell', risk: 9}),
(c1:Company {id:'c1', name:'Quartz Holding', country:'KH', founded:2015}),
(c2:Company {id:'c2', name:'Golden Fortune', country:'KH'}),
(c3:Company:Shell {id:'c3', name:'Alpha Ltd', country:'BVI'}),
(k1:Compound {id:'k1', name:'Mango Park', capacity: 500}),
(s1:Sanction {id:'s1', program:'SDN', date: date('2025-10-14')}),
(p1)-[:OWNS {share:0.6}]->(c1), (p1)-[:DIRECTS]->(c2), (p2)-[:DIRECTS]->(c1), (p3)-[:OWNS {share:1.0}]->(c3),
(c3)-[:OWNS {share:0.4}]->(c1), (c1)-[:OWNS {share:1.0}]->(c2), (c2)-[:OPERATES]->(k1), (p3)-[:SANCTIONED_BY]->(s1)"""

Q = [
    (
        "label match",
        "MATCH (n:Person) RETURN n.id",
        None,
        [("p1",), ("p2",), ("p3",)],
    ),
    (
        "multi-label node",
        "MATCH (n:Person:Politician) RETURN n.id",
        None,
        [("p1",)],
    ),
    (
        "label expr OR  (n:A|B)",
        "MATCH (n:Company|Compound) RETURN count(n)",
        None,
        [(4,)],
    ),
    (
        "label expr !,&",
        "MATCH (n:Person&!Politician) RETURN n.id",
        None,
        [("p2",), ("p3",)],
    ),
    (
        "label predicate in WHERE",
        "MATCH (n) WHERE n:Shell RETURN n.id",
        None,
        [("c3",)],
    ),
    (
        "all nodes, sparse property",
        "MATCH (n) WHERE n.risk IS NOT NULL RETURN n.id, n.risk",
        None,
        [("p3", 9)],
    ),
    (
        "unknown property is null",
        "MATCH (n:Company) WHERE n.nosuch IS NULL RETURN count(*)",
        None,
        [(3,)],
    ),
    (
        "unknown label is empty",
        "MATCH (n:Vessel) RETURN count(n)",
        None,
        [(0,)],
    ),
    (
        "unknown rel type is empty",
        "MATCH (:Person)-[r:SMUGGLES]->() RETURN count(r)",
        None,
        [(0,)],
    ),
    (
        "labels(n) grouped",
        "MATCH (n) UNWIND labels(n) AS l RETURN l, count(*) AS c ORDER BY c DESC, l",
        None,
        [
            ("Company", 3),
            ("Person", 3),
            ("Compound", 1),
            ("Politician", 1),
            ("Sanction", 1),
            ("Sanctioned", 1),
            ("Shell", 1),
        ],
    ),
    (
        "type(r) counts",
        "MATCH ()-[r]->() RETURN type(r) AS t, count(*) AS c ORDER BY c DESC, t",
        None,
        [("OWNS", 4), ("DIRECTS", 2), ("OPERATES", 1), ("SANCTIONED_BY", 1)],
    ),
    (
        "properties(n)",
        "MATCH (n:Person {id:'p3'}) RETURN properties(n) AS p",
        None,
        [({"id": "p3", "name": "Cora Zell", "risk": 9},)],
    ),
    (
        "keys(n)",
        "MATCH (n:Compound) UNWIND keys(n) AS k RETURN k ORDER BY k",
        None,
        [("capacity",), ("id",), ("name",)],
    ),
    (
        "elementId / round trip",
        "MATCH (n:Compound) WITH elementId(n) AS e MATCH (m) WHERE elementId(m)=e RETURN m.id",
        None,
        [("k1",)],
    ),
    (
        "id(n)",
        "MATCH (n:Compound) WITH id(n) AS e MATCH (m) WHERE id(m)=e RETURN m.id",
        None,
        [("k1",)],
    ),
    (
        "OPTIONAL MATCH",
        "MATCH (c:Company) OPTIONAL MATCH (c)-[:OPERATES]->(k) RETURN c.id, k.id ORDER BY c.id",
        None,
        [("c1", None), ("c2", "k1"), ("c3", None)],
    ),
    (
        "var length undirected untyped",
        "MATCH (a {id:'p3'})-[*1..4]-(b) RETURN count(DISTINCT b)",
        None,
        [(7,)],
    ),
    (
        "var length typed |",
        "MATCH (a:Person {id:'p3'})-[:OWNS|DIRECTS*1..3]->(b) RETURN b.id ORDER BY b.id",
        None,
        [("c1",), ("c2",), ("c3",)],
    ),
    (
        "named path, nodes(), relationships()",
        "MATCH p=(:Person {id:'p3'})-[:OWNS*1..3]->(:Company {id:'c2'}) RETURN [n IN nodes(p) | n.id] AS ns, [r IN relationships(p) | type(r)] AS rs, length(p) AS l",
        None,
        [(["p3", "c3", "c1", "c2"], ["OWNS", "OWNS", "OWNS"], 3)],
    ),
    (
        "path-product with reduce()",
        "MATCH p=(:Person {id:'p3'})-[:OWNS*]->(:Company {id:'c1'}) RETURN reduce(s=1.0, r IN relationships(p) | s*r.share) AS eff",
        None,
        [(0.4,)],
    ),
    (
        "shortestPath()",
        "MATCH (a:Person {id:'p2'}),(b:Compound {id:'k1'}), p=shortestPath((a)-[*..6]-(b)) RETURN length(p)",
        None,
        [(3,)],
    ),
    (
        "allShortestPaths()",
        "MATCH (a {id:'p1'}),(b {id:'c2'}), p=allShortestPaths((a)-[*..6]-(b)) RETURN count(p)",
        None,
        [(1,)],
    ),
    (
        "SHORTEST 1 (GQL/Cypher5)",
        "MATCH p = SHORTEST 1 (a:Person {id:'p2'})-[]-+(b:Compound {id:'k1'}) RETURN length(p)",
        None,
        [(3,)],
    ),
    (
        "quantified path pattern",
        "MATCH (a:Person {id:'p3'})((x)-[:OWNS]->(y)){1,3}(b:Company) RETURN b.id ORDER BY b.id",
        None,
        [("c1",), ("c2",), ("c3",)],
    ),
    (
        "trail semantics (no rel reuse)",
        "MATCH (a {id:'k1'})-[r1]-(b)-[r2]-(c) RETURN count(*)",
        None,
        [(2,)],
    ),
    (
        "pattern comprehension",
        "MATCH (p:Person {id:'p1'}) RETURN size([(p)-->(c:Company) | c.id]) AS n",
        None,
        [(2,)],
    ),
    (
        "map projection",
        "MATCH (p:Person {id:'p2'}) RETURN p {.id, .name, k: 1} AS m",
        None,
        [({"id": "p2", "name": "Bob Chan", "k": 1},)],
    ),
    (
        "param list IN",
        "MATCH (n:Person) WHERE n.id IN $ids RETURN n.name ORDER BY n.name",
        {"ids": ["p1", "p2"]},
        [("Ann Lee",), ("Bob Chan",)],
    ),
    (
        "param map access",
        "RETURN $m.a AS a, $m.b[1] AS b",
        {"m": {"a": 1, "b": [1, 2]}},
        [(1, 2)],
    ),
    (
        "injection-shaped param",
        "MATCH (n:Person) WHERE n.name = $x RETURN n.id",
        {"x": "' OR 1=1 //"},
        [],
    ),
    (
        "WITH + aggregation + HAVING style",
        "MATCH (p:Person)-->(c:Company) WITH c, count(DISTINCT p) AS k, collect(p.id) AS ids WHERE k>1 RETURN c.id, k",
        None,
        [("c1", 2)],
    ),
    (
        "ORDER BY/SKIP/LIMIT",
        "MATCH (n:Company) RETURN n.name ORDER BY n.name SKIP 1 LIMIT 1",
        None,
        [("Golden Fortune",)],
    ),
    (
        "list comprehension + any/all/none",
        "WITH [1,2,3,4] AS xs RETURN [x IN xs WHERE x%2=0 | x*x] AS a, any(x IN xs WHERE x>3) AS b, all(x IN xs WHERE x>0) AS c, none(x IN xs WHERE x>9) AS d",
        None,
        [([4, 16], True, True, True)],
    ),
    (
        "any() on list property",
        "MATCH (n:Person) WHERE any(a IN n.aliases WHERE a STARTS WITH 'Bob') RETURN n.id",
        None,
        [("p2",)],
    ),
    (
        "EXISTS { }",
        "MATCH (p:Person) WHERE EXISTS { MATCH (p)-[:SANCTIONED_BY]->(:Sanction) } RETURN p.id",
        None,
        [("p3",)],
    ),
    (
        "NOT (pattern)",
        "MATCH (c:Company) WHERE NOT (c)<-[:DIRECTS]-() RETURN c.id",
        None,
        [("c3",)],
    ),
    (
        "COUNT { }",
        "MATCH (p:Person) RETURN p.id, COUNT { (p)-->(:Company) } AS n ORDER BY p.id",
        None,
        [("p1", 2), ("p2", 1), ("p3", 1)],
    ),
    (
        "CALL { } subquery",
        "MATCH (c:Company) CALL { WITH c MATCH (c)<-[:OWNS]-(o) RETURN count(o) AS owners } RETURN c.id, owners ORDER BY c.id",
        None,
        [("c1", 2), ("c2", 1), ("c3", 1)],
    ),
    (
        "CALL (c) { } scoped subquery",
        "MATCH (c:Company) CALL (c) { MATCH (c)<-[:OWNS]-(o) RETURN count(o) AS owners } RETURN c.id, owners ORDER BY c.id",
        None,
        [("c1", 2), ("c2", 1), ("c3", 1)],
    ),
    (
        "UNION",
        "MATCH (n:Compound) RETURN n.id AS id UNION MATCH (n:Sanction) RETURN n.id AS id",
        None,
        [("k1",), ("s1",)],
    ),
    (
        "CASE",
        "MATCH (p:Person) RETURN p.id, CASE WHEN p.risk > 5 THEN 'high' ELSE 'low' END AS r ORDER BY p.id",
        None,
        [("p1", "low"), ("p2", "low"), ("p3", "high")],
    ),
    (
        "STARTS WITH / CONTAINS / =~ / toLower",
        "MATCH (n) WHERE n.name STARTS WITH 'Q' OR n.name CONTAINS 'Park' OR n.name =~ '(?i).*fortune.*' OR toLower(n.name) = 'alpha ltd' RETURN n.id ORDER BY n.id",
        None,
        [("c1",), ("c2",), ("c3",), ("k1",)],
    ),
    (
        "date() comparison",
        "MATCH (s:Sanction) WHERE s.date >= date('2025-01-01') AND s.date.year = 2025 RETURN s.id",
        None,
        [("s1",)],
    ),
    (
        "date param + date()",
        "MATCH (p:Person) WHERE p.born < $d RETURN p.id",
        {"d": date(1980, 1, 1)},
        [("p1",)],
    ),
    (
        "duration arithmetic",
        "RETURN date('2025-01-31') + duration('P1M') = date('2025-02-28') AS ok",
        None,
        [(True,)],
    ),
    (
        "coalesce",
        "MATCH (n:Company) RETURN coalesce(n.founded, -1) AS f ORDER BY f",
        None,
        [(-1,), (-1,), (2015,)],
    ),
    (
        "dynamic property n[k]",
        "MATCH (n:Compound) WITH n, 'capacity' AS k RETURN n[k] AS v",
        None,
        [(500,)],
    ),
    (
        "UNWIND MERGE SET += map",
        "UNWIND $rows AS row MERGE (n:Person {id: row.id}) SET n += row.props RETURN n.id, n.name ORDER BY n.id",
        {"rows": [{"id": "n1", "props": {"name": "New", "x": 1}}, {"id": "p2", "props": {"x": 5}}]},
        [("n1", "New"), ("p2", "Bob Chan")],
    ),
    (
        "MERGE relationship, ON CREATE SET",
        "MATCH (a:Person {id:'p2'}),(b:Company {id:'c1'}) MERGE (a)-[r:DIRECTS]->(b) ON CREATE SET r.since=1 ON MATCH SET r.since=2 RETURN r.since",
        None,
        [(2,)],
    ),
    (
        "SET label",
        "MATCH (n:Person {id:'p2'}) SET n:Suspect RETURN labels(n)",
        None,
        [({"Person", "Suspect"},)],
    ),
    (
        "new property on the fly",
        "MATCH (n:Company {id:'c1'}) SET n.lei='X1' RETURN n.lei",
        None,
        [("X1",)],
    ),
    (
        "FOREACH",
        "MATCH (n:Company {id:'c1'}) FOREACH (x IN [1,2] | SET n.x = x) RETURN count(*)",
        None,
        [(1,)],
    ),
    (
        "DETACH DELETE",
        "MATCH (n:Person {id:'p2'}) DETACH DELETE n",
        None,
        None,
    ),
    (
        "CREATE INDEX",
        "CREATE INDEX person_name IF NOT EXISTS FOR (n:Person) ON (n.name)",
        None,
        None,
    ),
    (
        "CREATE CONSTRAINT",
        "CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE",
        None,
        None,
    ),
    (
        "constraint enforced",
        "CREATE (:Person {id:'p1'})",
        None,
        "ERR",
    ),
    (
        "CREATE FULLTEXT INDEX",
        "CREATE FULLTEXT INDEX names IF NOT EXISTS FOR (n:Person|Company) ON EACH [n.name]",
        None,
        None,
    ),
    (
        "db.index.fulltext.queryNodes",
        "CALL db.index.fulltext.queryNodes('names','quartz') YIELD node, score RETURN node.id",
        None,
        [("c1",)],
    ),
    (
        "CALL db.labels()",
        "CALL db.labels() YIELD label RETURN count(label) > 3",
        None,
        [(True,)],
    ),
    (
        "EXPLAIN",
        "EXPLAIN MATCH (n:Person) RETURN n",
        None,
        None,
    ),
    (
        "PROFILE",
        "PROFILE MATCH (n:Person) RETURN n.id",
        None,
        None,
    ),
]
