"""Profiles: what an annotation project's own words mean.

A profile is YAML; `profiles/default.yaml` shows every section. A user's file comes before the
default one, entry by entry, and that before the words of well-known corpora
(`profiles/corpora.yaml`); what none of them knows is looked up in the vocabulary, and what that
does not know either is kept under its own word and counted (rule 13).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from clew.graph.errors import InputError
from clew.graph.model import digest
from clew.graph.schema import Kind, fold, schema, tie_type
from clew.loaders.annotations import rules
from clew.loaders.annotations.corpora import certain
from clew.loaders.annotations.rules import FIELDS, IGNORE, EventRule, TieRule
from clew.loaders.yaml_text import read_yaml

_DEFAULT = Path(__file__).with_name("profiles") / "default.yaml"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """The sections of a profile, its words folded (see `clew.graph.schema.fold`).

    happening   the kinds whose things have participants in roles
    """

    name: str
    digest: str
    kinds: Mapping[str, str] = field(default_factory=dict)
    ties: Mapping[str, TieRule] = field(default_factory=dict)
    events: Mapping[str, EventRule] = field(default_factory=dict)
    roles: Mapping[str, TieRule] = field(default_factory=dict)
    roles_of: Mapping[str, Mapping[str, TieRule]] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    true_words: frozenset[str] = frozenset()
    false_words: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)
    identifiers: Mapping[str, str] = field(default_factory=dict)
    protected: frozenset[str] = frozenset()
    generic: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    happening: frozenset[str] = frozenset()

    def kind(self, label: str) -> Kind | None:
        """Return the kind of mentions with this label, None where nothing knows it."""
        return schema().kind(self.kinds.get(fold(label), label))

    def ignores(self, label: str) -> bool:
        """Say whether mentions with this label are left out, and counted."""
        return self.kinds.get(fold(label)) == IGNORE

    def tie(self, label: str) -> tuple[TieRule, bool]:
        """Return what a relation's label means, and whether the profile or vocabulary knows it."""
        return _tie(label, self.ties)

    def role(self, role: str, kind: str) -> tuple[TieRule, bool]:
        """Return what a role means in an event of this kind, and whether anything knows it."""
        rule, known = _tie(role, self.roles)
        words = (fold(role), fold(rule.tie)) if known else (fold(role),)
        for word in words:
            for one in schema().labels(kind):
                if special := self.roles_of.get(one, {}).get(word):
                    return special, True
        return rule, known

    def special(self, role: str, kind: str) -> str:
        """Return the kind, this one or one above, in whose events the role means its own; or ''."""
        labels = schema().labels(kind)
        return next((one for one in labels if fold(role) in self.roles_of.get(one, {})), "")

    def happens(self, kind: str) -> bool:
        """Say whether things of this kind have participants in roles: events, measures, charges."""
        return kind in self.happening

    def event(self, label: str, kind: str) -> EventRule | None:
        """Return the direct tie that an event means, by its label, else by its kind; or None."""
        words = (label, *schema().labels(kind))
        return next((rule for word in words if (rule := self.events.get(fold(word)))), None)

    def said(self, name: str) -> str | None:
        """Return what an attribute or note key says: a name of FIELDS, a value's, or None."""
        meant = self.attributes.get(fold(name), name)
        if meant in FIELDS:
            return meant
        value = schema().value(meant)
        return value.name if value else None

    def tag(self, word: str) -> str:
        """Return what a bare word says: one of `rules.FLAGS`, a status, or ''."""
        folded = fold(word)
        if folded in self.protected:
            return "protected"
        return self.tags.get(folded, "generic" if folded in self.generic else "")

    def identifier(self, scheme: str) -> str | None:
        """Return the value that a register's ids are (`Wikidata`), None if it is unknown.

        `keep` where the profile keeps them under the register's own word.
        """
        if (own := self.identifiers.get(fold(scheme))) is not None:
            return own
        value = schema().value(scheme)
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
    own = {name: entry for name, entry in _parse(_DEFAULT).items() if name != "name"}
    return own | {name: _merged(certain(name), own[name]) for name in ("kinds", "ties")}


def _parse(path: Path) -> dict[str, Any]:
    raw = read_yaml(path)
    if raw is None:
        return {}
    if not isinstance(raw, dict) or not all(isinstance(name, str) for name in raw):
        raise InputError("is no profile: it has no sections such as `kinds:`", str(path))
    known = {one.name for one in fields(Profile)} - {"digest", "happening"}
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
            "roles_of": {
                rules.at(kind, rules.kind_name, kind): rules.folded(roles, rules.tie_rule)
                for kind, roles in sections["roles_of"].items()
            },
            "values": {
                rules.at(word, rules.kind_name, word): rules.at(word, rules.value, entry)
                for word, entry in sections["values"].items()
            },
        }
        maps |= {one: rules.folded(sections[one], read) for one, read in _READ.items()}
    except (InputError, TypeError, KeyError, AttributeError) as error:
        reason, line = rules.SHAPE, 0
        if isinstance(error, InputError):
            reason, line = error.reason, error.line
        raise InputError(reason, str(path), line) from None
    lists = ("true_words", "false_words", "protected", "generic", "notes")
    if any(not isinstance(word, str) for one in lists for word in sections[one]):
        raise InputError(rules.SHAPE, str(path))
    maps |= {one: frozenset(fold(word) for word in sections[one]) for one in lists}
    roots = {"Event", *maps["roles_of"]}
    happening = frozenset(one for one in schema().kinds if roots & {*schema().labels(one)})
    return Profile(name=name, digest=_digest(maps), happening=happening, **maps)


_READ = {
    "kinds": rules.kind_or_nothing,
    "ties": rules.tie_rule,
    "roles": rules.tie_rule,
    "events": rules.event_rule,
    "attributes": rules.attribute,
    "tags": rules.tag,
    "statuses": rules.status,
    "identifiers": rules.identifier,
}


def _digest(maps: Mapping[str, Any]) -> str:
    """Return what stands for a profile's meaning, however it is written."""

    def plain(entry: Any) -> Any:
        return sorted(entry) if isinstance(entry, frozenset) else astuple(entry)

    return digest(json.dumps(maps, sort_keys=True, default=plain))
