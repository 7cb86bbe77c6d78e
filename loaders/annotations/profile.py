"""Profiles: what an annotation project's own words mean.

A profile is YAML; `profiles/default.yaml` shows every section. A file given with `--profile` comes
before the default one, entry by entry; what neither knows is looked up in the vocabulary, and what
that does not know either is kept under its own word and counted (rule 13).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from clew.graph.errors import InputError
from clew.graph.model import STATUSES, digest
from clew.graph.schema import Kind, fold, schema, tie_type
from clew.loaders.yaml_text import read_yaml

#: What an attribute or a note's key can say of its annotation, apart from values.
FIELDS = frozenset(
    "status negated protected generic attribution when value key note keep ignore".split()
)
_DEFAULT = Path(__file__).with_name("profiles") / "default.yaml"


@dataclass(frozen=True, slots=True)
class TieRule:
    """The tie that a word means; `swap`: the word says it from end to start.

    A role can instead mean a `value` of its event; `tie` is '' then.
    """

    tie: str
    swap: bool = False
    value: str = ""


@dataclass(frozen=True, slots=True)
class EventRule:
    """An event that is a tie between two participants: the roles (folded) of its start and end."""

    tie: str
    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The sections of a profile, its words folded (see `clew.graph.schema.fold`)."""

    name: str
    digest: str
    kinds: Mapping[str, str] = field(default_factory=dict)
    ties: Mapping[str, TieRule] = field(default_factory=dict)
    events: Mapping[str, EventRule] = field(default_factory=dict)
    roles: Mapping[str, TieRule] = field(default_factory=dict)
    roles_of: Mapping[str, Mapping[str, TieRule]] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    true_words: frozenset[str] = frozenset()
    false_words: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)
    identifiers: Mapping[str, str] = field(default_factory=dict)
    protected: frozenset[str] = frozenset()
    generic: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()

    def kind(self, label: str) -> Kind | None:
        """Return the kind of mentions with this label, None where nothing knows it."""
        return schema().kind(self.kinds.get(fold(label), label))

    def tie(self, label: str) -> tuple[TieRule, bool]:
        """Return what a relation's label means, and whether the profile or vocabulary knows it."""
        return _tie(label, self.ties)

    def role(self, role: str, kind: str) -> tuple[TieRule, bool]:
        """Return what a role means in an event of this kind, and whether anything knows it."""
        if special := self.special(role, kind):
            return self.roles_of[special][fold(role)], True
        return _tie(role, self.roles)

    def special(self, role: str, kind: str) -> str:
        """Return the kind, this one or one above, in whose events the role means its own; or ''."""
        labels = schema().labels(kind)
        return next((one for one in labels if fold(role) in self.roles_of.get(one, {})), "")

    def said(self, name: str) -> str | None:
        """Return what an attribute or note key says: a name of FIELDS, a value's, or None."""
        meant = self.attributes.get(fold(name), name)
        if meant in FIELDS:
            return meant
        value = schema().value(meant)
        return value.name if value else None

    def identifier(self, scheme: str) -> str | None:
        """Return the identifying value that a scheme (`Wikidata`) means, None if it is unknown."""
        value = schema().value(self.identifiers.get(fold(scheme), scheme))
        return value.name if value and value.identifier else None

    def truth(self, word: str) -> bool | None:
        """Return what a yes-or-no word says, None where it says neither."""
        folded = fold(word)
        return True if folded in self.true_words else False if folded in self.false_words else None


def _tie(word: str, rules: Mapping[str, TieRule]) -> tuple[TieRule, bool]:
    if rule := rules.get(fold(word)):
        return rule, True
    known = schema().tie(word)
    return TieRule(known.name if known else tie_type(word)), known is not None


def load(path: Path | None = None) -> Profile:
    """Return the profile of this file over the default one; raises InputError."""
    if path is None:
        return _default()
    own, base = _parse(path), _sections()
    for name, section in base.items():
        if own.get(name) is not None and not isinstance(own[name], type(section)):
            reason = f"has a section {name!r} of the wrong shape: see the default profile"
            raise InputError(reason, str(path))
    sections = {name: _merged(section, own.get(name)) for name, section in base.items()}
    for kind, roles in (own.get("roles_of") or {}).items():
        sections["roles_of"][kind] = _merged(base["roles_of"].get(kind, {}), roles)
    return _profile(str(own.get("name", path.stem)), sections, path)


@cache
def _default() -> Profile:
    return _profile("default", dict(_sections()), _DEFAULT)


@cache
def _sections() -> dict[str, Any]:
    return {name: entry for name, entry in _parse(_DEFAULT).items() if name != "name"}


def _parse(path: Path) -> dict[str, Any]:
    raw = read_yaml(path)
    if raw is None:
        return {}
    if not isinstance(raw, dict) or not all(isinstance(name, str) for name in raw):
        raise InputError("is no profile: it has no sections such as `kinds:`", str(path))
    known = {one.name for one in fields(Profile)} - {"digest"}
    if strange := sorted(set(raw) - known):
        line = getattr(strange[0], "line", 0)
        reason = f"has an unknown section {str(strange[0])!r}: see the default"
        raise InputError(reason, str(path), line)
    return raw


def _merged(base: Any, own: Any) -> Any:
    """Return a section of the default profile with the user's entries before it."""
    if not isinstance(own, type(base)):
        return base if own is None else own  # a role of the wrong shape is told with its section
    if isinstance(base, list):
        return [*base, *own]
    mine = {fold(str(word)) for word in own}
    rest = {word: entry for word, entry in base.items() if fold(word) not in mine}
    return rest | own


def _profile(name: str, sections: dict[str, Any], path: Path) -> Profile:
    try:
        maps: dict[str, Any] = {
            "ties": _folded(sections["ties"], _tie_rule),
            "roles": _folded(sections["roles"], _role_rule),
            "roles_of": {
                _kind_name(kind): _folded(roles, _role_rule)
                for kind, roles in sections["roles_of"].items()
            },
            "events": _folded(sections["events"], _event_rule),
            "kinds": _folded(sections["kinds"], _kind_name),
            "attributes": _folded(sections["attributes"], _attribute),
            "statuses": _folded(sections["statuses"], _status),
            "values": {
                _kind_name(word): _at(word, _value, entry)
                for word, entry in sections["values"].items()
            },
            "identifiers": _folded(sections["identifiers"], _value),
        }
    except (InputError, TypeError, KeyError, AttributeError) as error:
        reason, line = (error.reason, error.line) if isinstance(error, InputError) else (_SHAPE, 0)
        raise InputError(reason, str(path), line) from None
    lists = ("true_words", "false_words", "protected", "generic", "notes")
    if any(not isinstance(word, str) for one in lists for word in sections[one]):
        raise InputError(_SHAPE, str(path))
    maps |= {one: frozenset(fold(word) for word in sections[one]) for one in lists}
    return Profile(name=name, digest=_digest(maps), **maps)


def _digest(maps: Mapping[str, Any]) -> str:
    """Return what stands for a profile's meaning, however it is written."""

    def plain(entry: Any) -> Any:
        return sorted(entry) if isinstance(entry, frozenset) else astuple(entry)

    return digest(json.dumps(maps, sort_keys=True, default=plain))


_SHAPE = "has an entry of a wrong shape: see the default profile"


def _folded(section: Mapping[Any, Any], read: Any) -> dict[str, Any]:
    return {fold(str(word or "")): _at(word, read, entry) for word, entry in section.items()}


def _at(word: Any, read: Any, entry: Any) -> Any:
    """Return an entry as it is read; an error names the line of its word."""
    try:
        return read(entry)
    except (InputError, TypeError, KeyError, AttributeError) as error:
        reason = error.reason if isinstance(error, InputError) else _SHAPE
        raise InputError(reason, line=getattr(word, "line", 0)) from None


def _tie_rule(entry: Any) -> TieRule:
    if isinstance(entry, str):
        return TieRule(_type(entry))
    if set(entry) - {"tie", "swap"}:
        raise InputError("has a tie with more than `tie` and `swap`: see the default profile")
    swap = entry.get("swap", "false").lower()
    if swap not in ("true", "false"):
        raise InputError("has a `swap` that is neither true nor false")
    return TieRule(_type(entry["tie"]), swap == "true")


def _role_rule(entry: Any) -> TieRule:
    if isinstance(entry, dict) and set(entry) == {"value"}:
        return TieRule("", value=_value(entry["value"]))
    return _tie_rule(entry)


def _event_rule(entry: Any) -> EventRule:
    return EventRule(_type(entry["tie"]), fold(entry["start"]), fold(entry["end"]))


def _kind_name(entry: Any) -> str:
    if (kind := schema().kind(_word(entry))) is None:
        raise InputError(f"names a kind {str(entry)!r} that clew schema does not list")
    return kind.name


def _type(entry: Any) -> str:
    if not any(sign.isalpha() for sign in _word(entry)):
        raise TypeError
    return tie_type(entry)


def _word(entry: Any) -> str:
    if not isinstance(entry, str):
        raise TypeError
    return entry


def _attribute(entry: Any) -> str:
    return str(entry) if entry in FIELDS else _value(entry)


def _status(entry: Any) -> str:
    if _word(entry) not in STATUSES:
        raise InputError(f"names a status {str(entry)!r} that is none of Clew's eight")
    return str(entry)


def _value(entry: Any) -> str:
    if (value := schema().value(_word(entry))) is None:
        raise InputError(f"names a value {str(entry)!r} that clew schema does not list")
    return value.name
