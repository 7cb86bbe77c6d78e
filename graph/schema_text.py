"""The vocabulary as data and as words: what `clew schema` prints and docs/vocabulary.md holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from clew.graph.errors import UsageError
from clew.graph.schema import Kind, Schema, Tie, schema

Entry = dict[str, Any]
Described = dict[str, list[Entry]]

_INTRODUCTION = """\
# The vocabulary

What nodes, edges, statuses and values are called in Clew, and what each means. `clew schema` prints
it; this page is made from `graph/schema.yaml`. A word that stands nowhere here is kept: its node is
`Unclassified`, its edge gets a type from the word itself. (≈ X) means that FollowTheMoney has no
such thing and X comes nearest.
"""


def describe(word: str | None = None) -> Described:
    """Return the vocabulary, or what concerns one kind or tie, as lists of flat entries.

    The keys are `kinds`, `ties`, `statuses`, `values`; a single kind comes with the ties that fit
    it. Raises UsageError where no kind or tie has that name or synonym.
    """
    whole = schema()
    if word is None:
        return {
            "kinds": [asdict(kind) for kind in whole.kinds.values()],
            "ties": [asdict(tie) for tie in whole.ties.values()],
            "statuses": [asdict(status) for status in whole.statuses.values()],
            "values": [asdict(value) for value in whole.values.values()],
        }
    kind, tie = whole.kind(word), whole.tie(word)
    if kind is None and tie is None:
        raise UsageError("The vocabulary has no such kind or tie; `clew schema` lists them all.")
    ties = [one for one in whole.ties.values() if kind and _touches(whole, one, kind)]
    if tie and tie not in ties:
        ties.append(tie)
    kinds = [asdict(kind)] if kind else []
    return {"kinds": kinds, "ties": [asdict(one) for one in ties], "statuses": [], "values": []}


def words(described: Described) -> str:
    """Return what `describe` gave as Markdown: a table for each part that is not empty."""
    own = schema().groups
    tables = [_kind_table(described["kinds"]), *_tie_tables(described["ties"], own)]
    tables += [_status_table(described["statuses"]), _value_table(described["values"])]
    return "\n\n".join(table for table in tables if table) + "\n"


def page() -> str:
    """Return docs/vocabulary.md."""
    own = [(f"`{name}`", meaning) for name, meaning in schema().own.items()]
    prefixes = [(f"`{name}:`", f"`{uri}`") for name, uri in schema().namespaces.items()]
    return "\n".join(
        (
            _INTRODUCTION,
            words(describe()),
            _table("Clew's own properties", ("property", "meaning"), own),
            "",
            _table("RDF prefixes", ("prefix", "namespace"), prefixes) + "\n",
        )
    )


def _touches(whole: Schema, tie: Tie, kind: Kind) -> bool:
    ends = (*tie.start, *tie.end)
    return not kind.is_value and any(whole.is_a(kind.name, end) for end in ends)


def _kind_table(kinds: Iterable[Entry]) -> str:
    rows = [
        (
            f"`{kind['name']}`",
            " < ".join(kind["parents"]),
            kind["meaning"] + _marks(kind),
            _ftm(kind),
            kind["rdf"],
            ", ".join(kind["synonyms"]),
        )
        for kind in kinds
    ]
    columns = ("kind", "case of", "meaning", "FollowTheMoney", "RDF", "also")
    return _table("Kinds of nodes", columns, rows)


def _marks(kind: Entry) -> str:
    marks = {
        "refused": "Refused at import.",
        "is_value": "A value, never a node.",
        "is_trace": "A trace.",
        "hub": "Paths do not go through it.",
    }
    return "".join(f" {text}" for name, text in marks.items() if kind[name])


def _tie_tables(ties: Iterable[Entry], groups: Mapping[str, str]) -> list[str]:
    columns = ("tie", "from", "to", "meaning", "key", "FollowTheMoney", "RDF", "also")
    rows: dict[str, list[tuple[str, ...]]] = {group: [] for group in groups}
    for tie in ties:
        both = " Either way round." if tie["symmetric"] else ""
        rows[tie["group"]].append(
            (
                f"`{tie['name']}`: … {tie['phrase']} …",
                ", ".join(tie["start"]),
                ", ".join(tie["end"]),
                tie["meaning"] + both,
                ", ".join(tie["key"].split()),
                _ftm(tie),
                tie["rdf"],
                ", ".join(tie["synonyms"]),
            )
        )
    return [
        _table(f"Ties: {group}", columns, rows[group], meaning) for group, meaning in groups.items()
    ]


def _status_table(statuses: Iterable[Entry]) -> str:
    rows = [
        (f"`{status['name']}`", status["meaning"], "" if status["ladder"] else "apart")
        for status in statuses
    ]
    note = "What the source does, strongest first; two stand apart from the ladder."
    return _table("Statuses", ("status", "meaning", "ladder"), rows, note)


def _value_table(values: Iterable[Entry]) -> str:
    rows = [
        (
            f"`{value['name']}`",
            value["type"] + (", identifies" if value["identifier"] else ""),
            value["meaning"],
            _ftm(value),
            value["rdf"],
            ", ".join(value["synonyms"]),
        )
        for value in values
    ]
    columns = ("value", "type", "meaning", "FollowTheMoney", "RDF", "also")
    note = "What sources give about a node or an edge: always lists."
    return _table("Values", columns, rows, note)


def _ftm(entry: Entry) -> str:
    return entry["ftm"] or (f"(≈ {entry['nearest']})" if entry["nearest"] else "–")


def _table(
    title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], note: str = ""
) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return ""
    head = [f"## {title}", "", *([note, ""] if note else [])]
    return "\n".join([*head, f"| {' | '.join(columns)} |", "|---" * len(columns) + "|", *lines])
