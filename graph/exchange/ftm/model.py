"""FollowTheMoney's model as `model.json` beside this file holds it: schemata and properties.

Made from the schemata of followthemoney 4.11.2 (MIT, see LICENSE-followthemoney), so that neither
reading nor writing needs the package; a test holds it equal to the package's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clew.graph.schema import schema as vocabulary

#: The type of properties whose values are ids of other entities.
ENTITY = "entity"
#: The data set, in exports, of what no claim that the lens shows says.
OWN = "clew"


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a schema.

    owner    the schema that adds it; type: one of FollowTheMoney's (`name`, `date`, `entity`, …)
    range    of an entity's: the schema of what it names; reverse: what it is called from there
    """

    name: str
    owner: str
    type: str
    range: str = ""
    reverse: str = ""

    @property
    def full_name(self) -> str:
        """The name with the schema that adds it: `Thing:name`."""
        return f"{self.owner}:{self.name}"


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema with all that it inherits.

    above     itself, then the schemata above it, nearest first
    caption   the properties that a name is read from, in order
    edge      the properties of both ends, of a relation between two things; None of others
    """

    name: str
    above: tuple[str, ...]
    abstract: bool
    required: tuple[str, ...]
    caption: tuple[str, ...]
    edge: tuple[str, str] | None
    properties: Mapping[str, Property]

    def is_a(self, above: str) -> bool:
        """Tell whether it is this schema or a case of it."""
        return above in self.above


@cache
def model() -> Mapping[str, Schema]:
    """Return every schema by its name."""
    raw: dict[str, dict[str, Any]] = _raw()["schemata"]
    return {name: _schema(name, raw) for name in raw}


@cache
def _raw() -> dict[str, Any]:
    import json

    text = Path(__file__).with_name("model.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def codes(type: str) -> frozenset[str] | None:
    """Return the values that a type (country, topic, gender, language) has, None of a free one."""
    listed = _raw()["codes"].get(type)
    return frozenset(listed.split()) if listed else None


@cache
def reverses() -> Mapping[str, tuple[Property, ...]]:
    """Return the properties by what they are called from the other end: `sanctions`."""
    found: dict[str, list[Property]] = {}
    for schema in model().values():
        for one in schema.properties.values():
            if one.reverse and one.owner == schema.name:
                found.setdefault(one.reverse, []).append(one)
    return {name: tuple(several) for name, several in found.items()}


@cache
def kind_of(name: str) -> str:
    """Return the vocabulary's kind for a schema: its own, else the nearest above it, else ''."""
    known = {kind.ftm for kind in vocabulary().kinds.values() if kind.ftm}
    schema = model().get(name)
    return next((one for one in (schema.above if schema else ()) if one in known), "")


@cache
def value_name(prop: str, schema: str) -> str:
    """Return what the vocabulary calls a property of a schema (`status` of a Company, …)."""
    known = model().get(schema)
    full = known.properties[prop].full_name if known and prop in known.properties else ""
    named = {value.ftm: value.name for value in vocabulary().values.values() if value.ftm}
    return named.get(full) or vocabulary().property(prop, schema)


def _schema(name: str, raw: Mapping[str, Mapping[str, Any]]) -> Schema:
    above = tuple(dict.fromkeys(_above(name, raw)))
    own = raw[name]
    inherited = {k: v for one in reversed(above) for k, v in raw[one].items()}
    properties = {
        prop: _property(prop, one, entry)
        for one in reversed(above)
        for prop, entry in raw[one]["properties"].items()
    }
    required = {prop: None for one in above for prop in raw[one].get("required", ())}
    edge = inherited.get("edge")
    return Schema(
        name=name,
        above=above,
        abstract=own.get("abstract", False),
        required=tuple(required),
        caption=tuple(inherited.get("caption", ())),
        edge=(edge[0], edge[1]) if edge else None,
        properties=properties,
    )


def _above(name: str, raw: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield a schema and those above it, level by level."""
    level = [name]
    while level:
        yield from level
        level = [one for each in level for one in raw[each].get("extends", ())]


def _property(name: str, owner: str, entry: str | list[str]) -> Property:
    if isinstance(entry, str):
        return Property(name, owner, entry)
    return Property(name, owner, *entry)
