"""Entities as JSON lines: `{"id": …, "schema": …, "properties": {…}}`, nested or not.

https://followthemoney.tech/docs/. OpenSanctions adds what it knows of an entity as a whole
(`caption`, `datasets`, `referents`, `first_seen`, …), writes changes as `{"op": …, "entity": …}`,
and puts whole entities in the place of their ids (`targets.nested.json`), also under the name that
a property has from its other end (`sanctions`): these are read as entities of their own.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from clew.graph.exchange.ftm.model import model, reverses
from clew.graph.model import Rejected
from clew.loaders.annotations.json_rows import BadRow, Row
from clew.loaders.base import Input
from clew.loaders.ftm.record import Cell, Record
from clew.loaders.items import Place

Json = dict[str, Any]
LONGEST_LINE = 16 * 1024 * 1024
_LONGEST_ID = 1000
_EXACT = 2.0**53
_BOM = b"\xef\xbb\xbf"
_APART = re.compile(rb'"\s+:')
_WORDS = ("caption", "first_seen", "last_seen", "last_change")
_OWN = {"id", "schema", "properties", "datasets", "referents", "target", *_WORDS}


@dataclass(slots=True)
class Entities:
    """Reads a file line by line; what is neither an entity nor a bad line is counted in `left`."""

    file: Input
    left: Counter[str] = field(default_factory=Counter)

    def records(self) -> Iterator[Record | Rejected]:
        """Yield every entity, the nested ones after the one that they stand in."""
        name = self.file.path.name
        for number, line in enumerate(io.BytesIO(self.file.bytes()), 1):
            if number == 1:
                line = line.removeprefix(_BOM)  # noqa: PLW2901 - it is no part of what is quoted
            if not line.strip():
                continue
            try:
                found = self._entity(read(line, number))
                if found is not None:
                    yield from self._made(found, Place(file=name, line=number, column="id"), line)
            except BadRow as error:
                yield self.file.rejected(number, str(error))

    def _entity(self, row: Json) -> Json | None:
        """Return a row's entity, None where the row only says that one is gone."""
        if "op" not in row:
            return row
        if row["op"] == "DEL":
            self.left["entities that a delta takes out"] += 1
            return None
        if not isinstance(row.get("entity"), dict):
            raise BadRow("is a change without an entity")
        entity: Json = row["entity"]
        return entity

    def _made(self, root: Json, place: Place, line: bytes) -> Iterator[Record]:
        """Yield an entity and those in it; raises BadRow where the outer one is none."""
        waiting: list[tuple[Json, tuple[str, str] | None]] = [(root, None)]
        while waiting:
            raw, back = waiting.pop()
            try:
                record, inside = self._record(raw, place, line)
            except BadRow:
                if raw is root:
                    raise
                self.left["nested values that are no entities"] += 1
                continue
            if back and back[1] not in record.values(back[0]):
                record.cells.setdefault(back[0], []).append(Cell(back[1], _at(place, back[0])))
            waiting.extend(inside)
            yield record

    def _record(
        self, raw: Json, place: Place, line: bytes
    ) -> tuple[Record, list[tuple[Json, tuple[str, str] | None]]]:
        identity, schema, properties = raw.get("id"), raw.get("schema"), raw.get("properties", {})
        if not isinstance(identity, str) or not 0 < len(identity.strip()) <= _LONGEST_ID:
            raise BadRow("has no `id` that is a short text")
        if not isinstance(schema, str) or not schema.strip():
            raise BadRow("has no `schema` that is a text")
        if not isinstance(properties, dict):
            raise BadRow("has `properties` that are no object")
        record = Record(identity, schema.strip(), place, line=line)
        self._whole(record, raw)
        inside: list[tuple[Json, tuple[str, str] | None]] = []
        for prop, given in properties.items():
            self._property(record, prop, given, inside)
        return record, inside

    def _whole(self, record: Record, raw: Json) -> None:
        """Read what an entity's line says of it as a whole."""
        words = {name: raw[name] for name in _WORDS if isinstance(raw.get(name), str)}
        record.caption = words.pop("caption", "")
        record.datasets = _texts(raw.get("datasets"))
        record.referents = _texts(raw.get("referents"))
        if isinstance(target := raw.get("target"), bool):
            words["target"] = str(target).lower()
        record.extra = {name: (word,) for name, word in words.items()}
        self.left["fields that no entity has"] += len(raw.keys() - _OWN)

    def _property(
        self,
        record: Record,
        prop: str,
        given: object,
        inside: list[tuple[Json, tuple[str, str] | None]],
    ) -> None:
        if not isinstance(given, list):
            self.left["properties that are no list"] += given is None or isinstance(given, dict)
            given = [] if given is None else [given]
        place = _at(record.place, prop)
        for value in given:
            if isinstance(value, dict):
                self._nested(record, prop, value, inside)
            elif text := _text(value):
                record.cells.setdefault(prop, []).append(Cell(text, place))
            else:
                self.left["values that are no text"] += 1

    def _nested(
        self,
        record: Record,
        prop: str,
        value: Json,
        inside: list[tuple[Json, tuple[str, str] | None]],
    ) -> None:
        schema, identity = model().get(record.schema), value.get("id")
        if not isinstance(identity, str) or not identity.strip():
            self.left["nested values that are no entities"] += 1
        elif schema and prop in schema.properties:
            record.cells.setdefault(prop, []).append(Cell(identity, _at(record.place, prop)))
            if "schema" in value:
                inside.append((value, None))
        else:
            other = model().get(str(value.get("schema")))
            named = (one for one in reverses().get(prop, ()) if other and other.is_a(one.owner))
            back = next(named, None)
            if back is not None:
                inside.append((value, (back.name, record.id)))
            elif isinstance(value.get("schema"), str):  # of a property that the model does not know
                record.cells.setdefault(prop, []).append(Cell(identity, _at(record.place, prop)))
                inside.append((value, None))
            else:
                self.left["nested values that are no entities"] += 1


def read(line: bytes, number: int) -> Json:
    """Return a line's object; raises BadRow, also where it gives a key twice."""
    line = line.removeprefix(_BOM) if number == 1 else line
    if len(line) > LONGEST_LINE:
        raise BadRow(f"has {len(line)} bytes, more than {LONGEST_LINE}")
    found = Row(number, line).read()
    if not _has_as_many(line, found):
        try:
            json.loads(line, object_pairs_hook=_once)
        except RecursionError:
            raise BadRow("is too deep") from None
        except ValueError:
            pass  # numbers that the library writes otherwise: the reading above holds
    return found


def _has_as_many(line: bytes, found: Json) -> bool:
    """Tell whether a line surely names as many keys as were read of it: none of them twice."""
    named, own = line.count(b'":') - line.count(b'\\":'), found.get("properties")
    flat = len(found) + (len(own) if isinstance(own, dict) else 0)
    return (named == flat or named == _keys(found)) and not _APART.search(line)


def _keys(value: object) -> int:
    """Return how many keys an object holds, within it too."""
    count, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            count += len(one)
            waiting.extend(v for v in one.values() if isinstance(v, (dict, list)))
        elif isinstance(one, list):
            waiting.extend(v for v in one if isinstance(v, (dict, list)))
    return count


def _once(pairs: Iterable[tuple[str, object]]) -> Mapping[str, object]:
    made: dict[str, object] = {}
    for name, value in pairs:
        if name in made:
            raise BadRow("gives a key twice: which of the two holds is not told")
        made[name] = value
    return made


def _at(place: Place, prop: str) -> Place:
    return Place(file=place.file, line=place.line, column=prop)


def _text(value: object) -> str:
    """Return a value as text, '' where it is none: a number is the text that it was written as."""
    if isinstance(value, str):
        return value if value.strip() else ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and abs(value) >= _EXACT:
        return ""  # a whole number beyond 64 bits is read as one that differs from it
    return str(value) if isinstance(value, (int, float)) else ""


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys(one for one in value if isinstance(one, str) and one.strip()))
