"""Namespaces and IRIs; a term is the text that N-Triples has for it.

Ids are salted before they come here, and no IRI holds a name. Addresses of the web are literals
(`xsd:anyURI`) and no IRIs: no tool follows them by itself, and whatever a source has is valid.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from urllib.parse import quote

from clew.graph.model import LADDER
from clew.graph.schema import UNCLASSIFIED, schema

#: What lets a claim stand as a plain triple; all other statuses never do.
FACTS = LADDER[:3]
#: The statuses of which no plain triple is made, weakest knowledge last.
WEAKER = ("alleged", "opinion", "not_stated", "planned", "denied")

BASE = "urn:clew:"
PREFIXES = {
    **{name: iri for name, iri in sorted(schema().namespaces.items())},
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "id": f"{BASE}id:",
    "np": "http://www.nanopub.org/nschema#",
    "oa": "http://www.w3.org/ns/oa#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "word": f"{BASE}word#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{status: f"{BASE}{status}#" for status in WEAKER},
}
#: The kinds that accuse by themselves: an entity is one in plain triples only by a claim of FACTS.
ACCUSING = frozenset({"CriminalGroup"})
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_:-]*")


@cache
def term(name: str) -> str:
    """Return the term of a prefixed name: `rdf:type`."""
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def thing(identity: str, part: str = "") -> str:
    """Return the term of what bears a salted id, or of a part of it: `thing(claim, "quote")`."""
    return f"<{BASE}id:{identity}#{part}>" if part else f"<{BASE}id:{identity}>"


def graph_of(status: str) -> str:
    """Return the term of the named graph that holds the ties of a status."""
    return f"<{BASE}graph:{status}>"


_ID = f"<{BASE}id:"


def compact(iri: str) -> str:
    """Return a term's prefixed name where Turtle has one for it, else the term."""
    if not iri.startswith(_ID):  # of ids there are too many to keep
        return _prefixed(iri)
    return iri if "#" in iri else f"id:{iri[len(_ID) : -1]}"


@lru_cache(maxsize=4096)
def _prefixed(iri: str) -> str:
    for prefix, start in PREFIXES.items():
        if iri.startswith(start, 1) and _LOCAL.fullmatch(iri, len(start) + 1, len(iri) - 1):
            return f"{prefix}:{iri[len(start) + 1 : -1]}"
    return iri


@cache
def kind(name: str) -> str:
    """Return the term of a kind; an unknown one is `Unclassified`."""
    return term(schema().kinds.get(name, schema().kinds[UNCLASSIFIED]).rdf)


@lru_cache(maxsize=4096)
def tie(name: str, status: str = "") -> str:
    """Return the predicate of a tie; with a status below FACTS the one that says that status."""
    known = schema().ties.get(name)
    if status:
        local = name if known else f"word-{_safe(name)}"
        return f"<{BASE}{status}#{local}>"
    return term(known.rdf) if known else f"<{PREFIXES['word']}{_safe(name)}>"


@lru_cache(maxsize=4096)
def value(name: str) -> str:
    """Return the predicate of a value, by its name on the node."""
    known = schema().values.get(name)
    return term(known.rdf) if known else f"<{PREFIXES['word']}{_safe(name)}>"


def _safe(word: str) -> str:
    """Return a word of a source as it may stand in an IRI."""
    return quote(word.encode(errors="replace"), safe="")
