"""Why a label or a relation's word means what it does, in a few words."""

from __future__ import annotations

from collections.abc import Iterable

from clew.graph.schema import fold
from clew.loaders.annotations.corpora import note
from clew.loaders.annotations.profile import Profile, load

NOT_KNOWN = "not known: kept under its own word until you say what it means"
_OWN = "by your profile"


def reason_of_kind(profile: Profile, word: str) -> str:
    """Return why a label is of its kind, and which tie it means as an event."""
    kind, written = profile.kind(word), profile.kinds.get(fold(word))
    told = note("kinds", word)
    if written is not None and written != load().kinds.get(fold(word)):
        reason = _OWN
    elif kind is None:
        return f"{NOT_KNOWN}; {told}" if told else NOT_KNOWN
    elif written is not None:
        reason = f"known synonym ({told})"
    else:
        reason = _exact_or_synonym(word, kind.name)
        reason += f"; {told}" if told else ""
    if kind and kind.is_value:
        left = "left out: one victim is never a node"
        return f"{reason}; {left if kind.refused else 'a value, and no node'}"
    rule = profile.event(word, kind.name) if kind else None
    return f"{reason}; as an event also {rule.tie}" if rule else reason


def reason_of_tie(profile: Profile, section: str, word: str, of: str) -> str:
    """Return why a relation's or a role's word means its tie; `of`: the kind of its event."""
    rules, usual = _written(profile, section, of), _written(load(), section, of)
    rule, known = profile.role(word, of) if section == "roles" else profile.tie(word)
    told = note("ties", word)
    own = [one.get(fold(word)) for one in rules]
    if own != [one.get(fold(word)) for one in usual]:
        reason = _OWN
    elif not known:
        return f"{NOT_KNOWN}; {told}" if told else NOT_KNOWN
    elif any(own):
        reason = f"known synonym ({told})" if told and section == "ties" else "known synonym"
    else:
        reason = _exact_or_synonym(word, rule.tie)
    reason += ", direction turned" if rule.swap else ""
    return f"{reason}, in {of}" if of else reason


def _written(profile: Profile, section: str, of: str) -> Iterable[dict[str, object]]:
    tables = [profile.ties] if section == "ties" else [profile.roles_of.get(of, {}), profile.roles]
    return [dict(table) for table in tables]


def _exact_or_synonym(word: str, name: str) -> str:
    return "exact name" if fold(word) == fold(name) else "known synonym"
