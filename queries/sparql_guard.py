"""What a SPARQL text may not do: change anything, or reach for another place (rule 34).

The text is parsed, and what it would do is read from the parsed form: updates, LOAD, SERVICE, and
FROM, which names what is to be loaded (`GRAPH` names what is there).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clew.graph.errors import QueryError, QueryRefused
from clew.graph.exchange.rdf.names import PREFIXES

SERVICE = "SERVICE would ask another server: ask there, and join the answers outside of Clew"
FROM = "FROM would load a graph: leave it out, and name one of the case's by GRAPH <…> { … }"
UPDATE = "a text that changes or loads data is refused: SELECT, ASK, CONSTRUCT and DESCRIBE read"
_LONGEST = 100_000


def checked(text: str) -> str:
    """Return a text that only reads this case; raises QueryRefused, QueryError.

    A comment ends at any end of line here, as the specification says; parsers differ on it.
    """
    from pyparsing import ParseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > _LONGEST:
        raise QueryError(f"a SPARQL text has at most {_LONGEST} characters, this one {len(text)}")
    try:
        parsed = parseQuery(text)
        whole = translateQuery(parsed, initNs=PREFIXES)
    except ParseException as error:
        raise _unread(text, error) from None
    except RecursionError:
        raise QueryError("this SPARQL text is nested too deep: simplify it") from None
    except Exception as error:  # rdflib raises bare ones: an unknown prefix, an aggregate misused
        raise QueryError(f"this SPARQL text cannot be read: {_plain(error)}") from None
    for part in _parts((parsed, whole.algebra)):
        if part.name == "ServiceGraphPattern":
            raise QueryRefused(SERVICE)
        if part.name == "DatasetClause":
            raise QueryRefused(FROM)
    return text


def _unread(text: str, error: Any) -> QueryError | QueryRefused:
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseUpdate

    try:
        parseUpdate(text)
    except (ParseException, RecursionError):
        where = f"line {error.lineno}, column {error.col}"
        return QueryError(f"this is no SPARQL 1.1 query: it cannot be read at {where}")
    return QueryRefused(UPDATE)


def _plain(error: Exception) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__


def _parts(whole: Any) -> Iterator[Any]:
    """Yield every named part of a parsed text, however deep; each once."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    waiting, met = [whole], set[int]()
    while waiting:
        part = waiting.pop()
        if id(part) in met:
            continue
        met.add(id(part))
        if isinstance(part, CompValue):
            yield part
            waiting += part.values()
        elif isinstance(part, (list, tuple, set, ParseResults)):
            waiting += list(part)
        elif isinstance(part, dict):
            waiting += part.values()
