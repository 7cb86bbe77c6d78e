"""GEXF 1.3, for Gephi and what reads its files: https://gexf.net/.

Entities are nodes and ties are edges, with all their properties, places as pictures have them, and
when a tie held as a spell: the bounds that its dates allow. What is undated has no spell, which is
without end both ways. A tie's `kind` is its label: what has one kind between the same two Gephi
makes one line of. Lists are `liststring`, each written as a JSON text, which Gephi takes apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import BinaryIO

from clew.graph.exchange.attributes import (
    FRACTION,
    LIST,
    TRUTH,
    WHOLE,
    Columns,
    Network,
    Row,
    columns,
    edge_label,
    mixed_or_listed,
    more_of,
    node_label,
)
from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.exchange.xml_text import XmlText
from clew.graph.handed import HandedOn
from clew.graph.model import Edge, Node

#: Entities, and ties to each of them, up to which places are worked out.
PLACED, TIES = 1500, 10
_TYPES = {WHOLE: "long", FRACTION: "double", TRUTH: "boolean", LIST: "liststring"}
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<graph mode="dynamic" defaultedgetype="directed" timeformat="date" idtype="string">
"""
_END = "</edges>\n</graph>\n</gexf>\n"
#: Names that readers give to other things of a node or an edge.
_TAKEN = frozenset(
    "id label source target start end spells viz weight pid networkx_key parents interval timeset"
    " slices".split()
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_UNPLACED = "{} entities have no places: they are worked out for up to {} alone."
Places = Mapping[str, tuple[float, float]]


def write(given: HandedOn, place: Place) -> Told:
    """Write the file."""
    network, text = Network.of(given), XmlText()
    nodes = columns((row for _, row in network.nodes()), _TAKEN)
    edges = columns((row for _, row in network.edges()), _TAKEN)
    places, count = _places(network, given), given.count[0] - len(network.titles)
    with place.open() as file:
        file.write(_HEAD.encode())
        _attributes(file, text, "node", nodes)
        _attributes(file, text, "edge", edges)
        file.write(b"<nodes>\n")
        for node, row in network.nodes():
            file.write(_node(text, nodes, node, row, places).encode())
        file.write(b"</nodes>\n<edges>\n")
        for edge, row in network.edges():
            file.write(_edge(text, edges, edge, row).encode())
        file.write(_END.encode())
    unplaced = [_UNPLACED.format(count, PLACED)] if count and not places else []
    lost = (*network.left_out(), *mixed_or_listed(nodes, edges), *unplaced, *text.lost())
    return Told(lost=lost, more=more_of(nodes, edges))


def _places(network: Network, given: HandedOn) -> Places:
    """Return where each entity stands, by id, y upwards; none in a large network."""
    import networkx as nx

    from clew.graph.view.layout import of_graph

    if given.count[0] - len(network.titles) > PLACED or given.count[1] > PLACED * TIES:
        return {}
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(node.id for node, _ in network.nodes()))
    ends = {(min(edge.start, edge.end), max(edge.start, edge.end)) for edge, _ in network.edges()}
    graph.add_edges_from((a, b) for a, b in sorted(ends) if a != b)
    return {node: (x, 0.0 - y) for node, (x, y) in of_graph(graph).items()}


def _attributes(file: BinaryIO, text: XmlText, part: str, had: Columns) -> None:
    file.write(f'<attributes class="{part}" mode="static">\n'.encode())
    for number, own in enumerate(had.values()):
        kind = _TYPES.get(own.type, "string")
        name = f'id="{number}" title="{text(own.name)}" type="{kind}"'
        file.write(f"<attribute {name}/>\n".encode())
    file.write(b"</attributes>\n")


def _node(text: XmlText, had: Columns, node: Node, row: Row, places: Places) -> str:
    head = f'<node id="{text(node.id)}" label="{text(node_label(node))}">'
    at = places.get(node.id)
    stands = f'<viz:position x="{at[0]}" y="{at[1]}" z="0.0"/>' if at else ""
    return f"{head}{_values(text, had, row)}{_spells(row)}{stands}</node>\n"


def _edge(text: XmlText, had: Columns, edge: Edge, row: Row) -> str:
    ends = f'source="{text(edge.start)}" target="{text(edge.end)}"'
    label = text(edge_label(edge))
    head = f'<edge id="{text(edge.id)}" {ends} kind="{label}" label="{label}">'
    look = f'<viz:shape value="{_line(row)}"/>'
    return f"{head}{_values(text, had, row)}{_spells(row)}{look}</edge>\n"


def _values(text: XmlText, had: Columns, row: Row) -> str:
    values = (
        f'<attvalue for="{number}" value="{text(own.text(row[key]))}"/>'
        for number, (key, own) in enumerate(had.items())
        if key in row
    )
    return f"<attvalues>{''.join(values)}</attvalues>"


def _spells(row: Row) -> str:
    """Return when an item was: between the days that are known; '' where neither is."""
    days = (("start", row.get("valid_from")), ("end", row.get("valid_to")))
    known = [f' {name}="{day}"' for name, day in days if _is_day(day)]
    return f"<spells><spell{''.join(known)}/></spells>" if known else ""


def _is_day(value: object) -> bool:
    return isinstance(value, str) and bool(_DAY.fullmatch(value))


def _line(row: Row) -> str:
    """Return how a tie of its status is drawn, as in pictures."""
    from clew.graph.view.look import look

    strokes = look().strokes
    return strokes[row["status"] if row.get("status") in strokes else "not_stated"].line
