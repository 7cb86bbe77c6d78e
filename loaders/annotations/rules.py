"""What one entry of a profile says: a tie, an event's direct tie, a flag, a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from clew.graph.errors import InputError
from clew.graph.model import STATUSES
from clew.graph.schema import fold, schema, tie_type

#: What an attribute or a note's key can say of its annotation, apart from values.
FIELDS = frozenset(
    "status negated protected generic attribution when value key note keep ignore".split()
)
#: What a feature that is only there or not (a tag, a bare attribute) can say, apart from a status.
FLAGS = frozenset("protected generic negated keep ignore".split())
#: An entry for a label or relation that is left out, and counted.
IGNORE = "ignore"
#: An entry for a word that stays as it is, and is not counted as unknown.
KEEP = "keep"
SHAPE = "has an entry of a wrong shape: see the default profile"


@dataclass(frozen=True, slots=True)
class TieRule:
    """The tie that a word means; `swap`: the word says it from end to start.

    It can instead mean a `value` of the one end, given by the words of the other; `tie` is ''
    then. Both are '' where the profile leaves the relation out.
    """

    tie: str
    swap: bool = False
    value: str = ""

    @property
    def ignored(self) -> bool:
        """Whether the profile leaves out what has this word."""
        return not (self.tie or self.value)


@dataclass(frozen=True, slots=True)
class EventRule:
    """The tie between participants that an event means: the roles (folded) of its start and end.

    A role is named by its own word, or by the tie that it comes to.
    """

    tie: str
    start: tuple[str, ...]
    end: tuple[str, ...]


def folded(section: Mapping[Any, Any], read: Callable[[Any, Any], Any]) -> dict[str, Any]:
    """Return a section by folded words; an error names the line of its word."""
    return {fold(str(word or "")): at(word, read, entry) for word, entry in section.items()}


def at(word: Any, read: Callable[[Any, Any], Any], entry: Any) -> Any:
    """Return what `read` makes of a word's entry; an error names the line of the word."""
    try:
        return read(entry, word)
    except (InputError, TypeError, KeyError, AttributeError) as error:
        reason = error.reason if isinstance(error, InputError) else SHAPE
        raise InputError(reason, line=getattr(word, "line", 0)) from None


def tie_rule(entry: Any, word: Any) -> TieRule:
    """Read what a relation or a role means; `word` is its own, which `keep` keeps."""
    if isinstance(entry, str):
        special = {IGNORE: "", KEEP: tie_type(str(word))}
        return TieRule(special[entry] if entry in special else _type(entry))
    if set(entry) - {"tie", "value", "swap"} or len(set(entry) & {"tie", "value"}) != 1:
        raise InputError("has a tie with more than `tie` or `value`, and `swap`: see the default")
    swap = str(entry.get("swap", "false")).lower()
    if swap not in ("true", "false"):
        raise InputError("has a `swap` that is neither true nor false")
    if "value" in entry:
        return TieRule("", swap == "true", value(entry["value"], word))
    return TieRule(_type(entry["tie"]), swap == "true")


def event_rule(entry: Any, word: Any) -> EventRule:
    """Read the tie that an event means."""
    if set(entry) - {"tie", "start", "end"}:
        raise InputError("has an event with more than `tie`, `start` and `end`: see the default")
    return EventRule(_type(entry["tie"]), _roles(entry["start"]), _roles(entry["end"]))


def _roles(entry: Any) -> tuple[str, ...]:
    return tuple(fold(_word(one)) for one in (entry if isinstance(entry, list) else [entry]))


def kind_name(entry: Any, word: Any = "") -> str:
    """Read the name of a kind."""
    if (kind := schema().kind(_word(entry))) is None:
        raise InputError(f"names a kind {str(entry)!r} that clew schema does not list")
    return kind.name


def kind_or_nothing(entry: Any, word: Any) -> str:
    """Read the name of a kind, or that mentions with this label are left out."""
    return IGNORE if entry == IGNORE else kind_name(entry)


def attribute(entry: Any, word: Any) -> str:
    """Read what an attribute says: one of FIELDS, or a value's name."""
    return str(entry) if entry in FIELDS else value(entry, word)


def tag(entry: Any, word: Any) -> str:
    """Read what a bare tag says: one of FLAGS, or a status."""
    return str(entry) if entry in FLAGS else status(entry, word)


def status(entry: Any, word: Any) -> str:
    """Read a status."""
    if _word(entry) not in STATUSES:
        raise InputError(f"names a status {str(entry)!r} that is none of Clew's eight")
    return str(entry)


def identifier(entry: Any, word: Any) -> str:
    """Read the value that a register's ids are."""
    return KEEP if entry == KEEP else value(entry, word)


def value(entry: Any, word: Any) -> str:
    """Read the name of a value."""
    if (known := schema().value(_word(entry))) is None:
        raise InputError(f"names a value {str(entry)!r} that clew schema does not list")
    return known.name


def _type(entry: Any) -> str:
    if not any(sign.isalpha() for sign in _word(entry)):
        raise TypeError
    return tie_type(entry)


def _word(entry: Any) -> str:
    if not isinstance(entry, str):
        raise TypeError
    return entry
