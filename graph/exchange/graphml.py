"""GraphML, for networkx, igraph, Cytoscape, yEd, Gephi: http://graphml.graphdrawing.org/.

Entities are nodes and ties are edges, with all their properties, each of one type; lists and values
of several types are JSON texts. The file is gone through twice: keys stand before the graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from clew.graph.exchange.attributes import (
    FRACTION,
    TRUTH,
    WHOLE,
    Column,
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
from clew.graph.exchange.xml_text import XmlText, name_token
from clew.graph.handed import HandedOn

_TYPES = {WHOLE: "long", FRACTION: "double", TRUTH: "boolean"}
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"\
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns\
 http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_GRAPH = '<graph id="clew" edgedefault="directed">\n'
_END = "</graph>\n</graphml>\n"
#: What stands in the file under these names itself; igraph calls an edge's id so, too.
_TAKEN = ("id", "label", "source", "target")


def write(given: HandedOn, place: Place) -> Told:
    """Write the file."""
    network, text = Network.of(given), XmlText()
    nodes = columns((row for _, row in network.nodes()), _TAKEN, name_token)
    edges = columns((row for _, row in network.edges()), _TAKEN, name_token)
    with place.open() as file:
        file.write(_HEAD.encode())
        _keys(file, text, "node", nodes)
        _keys(file, text, "edge", edges)
        file.write(_GRAPH.encode())
        for node, row in network.nodes():
            data = "".join(_data(text, "n", nodes, row, node_label(node)))
            file.write(f'<node id="{text(node.id)}">{data}</node>\n'.encode())
        for edge, row in network.edges():
            ends = f'source="{text(edge.start)}" target="{text(edge.end)}"'
            data = "".join(_data(text, "e", edges, row, edge_label(edge)))
            file.write(f'<edge id="{text(edge.id)}" {ends}>{data}</edge>\n'.encode())
        file.write(_END.encode())
    lost = (*network.left_out(), *mixed_or_listed(nodes, edges), *text.lost())
    return Told(lost=lost, more=more_of(nodes, edges))


def _keys(file: BinaryIO, text: XmlText, part: str, had: Columns) -> None:
    named = [Column("label", ""), *had.values()]
    for number, own in enumerate(named):
        kind = _TYPES.get(own.type, "string")
        name = f'attr.name="{text(own.name)}" attr.type="{kind}"'
        file.write(f'<key id="{part[0]}{number}" for="{part}" {name}/>\n'.encode())


def _data(text: XmlText, part: str, had: Columns, row: Row, label: str) -> Iterator[str]:
    yield f'<data key="{part}0">{text(label)}</data>'
    for number, (key, own) in enumerate(had.items(), 1):
        if key in row:
            yield f'<data key="{part}{number}">{text(own.text(row[key]))}</data>'
