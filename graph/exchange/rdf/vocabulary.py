"""`clew.ttl`: every own term of the RDF, made of schema.yaml and terms.yaml.

python -m clew.graph.exchange.rdf.vocabulary > graph/exchange/rdf/clew.ttl
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from clew.graph.exchange.rdf import literals
from clew.graph.exchange.rdf import names as n
from clew.graph.exchange.rdf.block import TYPE, Block, Pair
from clew.graph.exchange.rdf.turtle import write
from clew.graph.model import LADDER
from clew.graph.schema import schema
from clew.graph.schema_types import Term, Tie

VOCABULARY = f"<{n.BASE}vocabulary>"
STATUSES = n.term("clew:statuses")
_OWN = "clew:"


def text() -> str:
    """Return the vocabulary as Turtle."""
    file = io.BytesIO()
    write(file, blocks())
    return file.getvalue().decode()


def blocks() -> Iterator[Block]:
    """Yield the ontology, then its terms."""
    yield Block(
        VOCABULARY,
        [
            (TYPE, n.term("owl:Ontology")),
            (n.term("rdfs:label"), _english("Clew's vocabulary")),
            (n.term("rdfs:comment"), _english(_ABOUT)),
        ],
    )
    given = _given()
    yield from (_term(_OWN + name, "rdfs:Class", entry) for name, entry in given["classes"].items())
    for name, entry in given["properties"].items():
        yield _term(_OWN + name, "rdf:Property", entry)
    yield from _statuses()
    yield from _kinds()
    yield from _ties()
    yield from _values()


_ABOUT = (
    "Terms for claims, their sources and statuses, and for kinds and ties of which no other"
    " vocabulary has one. A tie's own predicate stands in a plain triple only for what is"
    " adjudicated, official or reported; each weaker status has a predicate of its own."
)


def _given() -> dict[str, dict[str, dict[str, str]]]:
    import yaml

    path = Path(__file__).with_name("terms.yaml")
    found: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(path.read_text("utf-8"))
    return found


def _english(words: str) -> str:
    return f"{literals.text(words)}@en"


def _described(label: str, comment: str) -> list[Pair]:
    return [
        (n.term("rdfs:label"), _english(label)),
        (n.term("rdfs:comment"), _english(comment)),
        (n.term("rdfs:isDefinedBy"), VOCABULARY),
    ]


def _term(name: str, sort: str, entry: Mapping[str, str]) -> Block:
    pairs = [(TYPE, n.term(sort)), *_described(entry["label"], entry["comment"])]
    above = "rdfs:subClassOf" if sort == "rdfs:Class" else "rdfs:subPropertyOf"
    for key, predicate in (("above", above), ("domain", "rdfs:domain"), ("range", "rdfs:range")):
        if key in entry:
            pairs.append((n.term(predicate), n.term(entry[key])))
    return Block(n.term(name), pairs)


def _statuses() -> Iterator[Block]:
    """Yield the scheme of statuses, and each with what is just below it on the ladder."""
    about = _described("statuses", "Strongest first: what is on the ladder, then what is apart.")
    yield Block(STATUSES, [(TYPE, n.term("skos:ConceptScheme")), *about])
    for name, status in schema().statuses.items():
        pairs = [
            (TYPE, n.term("clew:Status")),
            *_described(name.replace("_", " "), status.meaning),
            (n.term("skos:prefLabel"), _english(name.replace("_", " "))),
            (n.term("skos:definition"), _english(status.meaning)),
            (n.term("skos:inScheme"), STATUSES),
        ]
        if status.ladder:
            rank = LADDER.index(name) + 1
            pairs.append((n.term("skos:notation"), literals.integer(rank)))
        yield Block(n.term(f"clew:{name}"), pairs)


def _kinds() -> Iterator[Block]:
    known = schema().kinds
    for kind in known.values():
        if not kind.is_value and kind.rdf.startswith(_OWN):
            above = [(n.term("rdfs:subClassOf"), n.kind(one)) for one in kind.parents[:1]]
            pairs = [(TYPE, n.term("rdfs:Class")), *_described(_words(kind.name), kind.meaning)]
            yield Block(n.kind(kind.name), [*pairs, *above, *_matches(kind)])


def _ties() -> Iterator[Block]:
    """Yield the predicates of ties, and those of each tie at each weaker status."""
    for tie in schema().ties.values():
        if tie.group == "identity":  # two mentions of one thing: no tie is made of it
            continue
        if tie.rdf.startswith(_OWN):
            pairs = [(TYPE, n.term("rdf:Property")), *_described(tie.phrase, tie.meaning)]
            yield Block(n.tie(tie.name), [*pairs, *_matches(tie), *_symmetric(tie)])
        for status in n.WEAKER:
            words = status.replace("_", " ")
            comment = f"{tie.meaning} Its status is: {words}. {schema().statuses[status].meaning}"
            about = _described(f"{tie.phrase} ({words})", comment)
            of = [(n.term("clew:status"), n.term(f"clew:{status}"))]
            of.append((n.term("rdfs:seeAlso"), n.tie(tie.name)))
            pairs = [(TYPE, n.term("rdf:Property")), *about, *of]
            yield Block(n.tie(tie.name, status), pairs)


def _values() -> Iterator[Block]:
    for value in schema().values.values():
        if value.rdf.startswith(_OWN):
            pairs = [(TYPE, n.term("rdf:Property"))]
            yield Block(
                n.value(value.name), [*pairs, *_described(_words(value.name), value.meaning)]
            )


def _symmetric(tie: Tie) -> list[Pair]:
    return [(TYPE, n.term("owl:SymmetricProperty"))] if tie.symmetric else []


def _matches(term: Term) -> list[Pair]:
    """Return the word of FollowTheMoney for it, or the nearest: to be looked at, never inferred."""
    names: list[Any] = [name for name in (term.ftm, term.nearest) if name]
    return [(n.term("rdfs:seeAlso"), n.term(f"ftm:{name}")) for name in names]


def _words(name: str) -> str:
    """Return a name as words: `ArmedGroup` is `armed group`."""
    parted = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return name if name.isupper() else parted.replace("_", " ").strip()


if __name__ == "__main__":
    sys.stdout.write(text())
