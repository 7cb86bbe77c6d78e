"""What a loader yields: what its tool's file says, in the tool's own words and ids.

Nothing here is checked, mapped or counted yet: that is done once for all loaders
(`loaders/annotations/mentions.py`). Every item names the line on which its file says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from clew.graph.model import Rejected, Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A document begins: all that follows, until the next Text, speaks of it.

    text        as the tool counts offsets in it (line ends and BOM as they stand)
    path        where the text was read; annotator: who, '' where the file does not say
    """

    text: str
    path: str
    annotator: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A marked stretch of the text, in code points; `words` (None where not given) checks it."""

    id: str
    label: str
    line: int
    spans: Spans
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A labelled relation from one item to another, by their ids."""

    id: str
    label: str
    line: int
    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A trigger (a mention's id) with participants: (role, id of a mention or an event)."""

    id: str
    label: str
    line: int
    trigger: str
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """A symmetric set: its members are one thing, or stand in one symmetric relation."""

    id: str
    label: str
    line: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A named feature of an item; a feature that is only there or not has the value `true`."""

    id: str
    line: int
    target: str
    name: str
    value: str = "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Free text or `key=value; …` about an item; `label` is the tool's word for the note."""

    id: str
    label: str
    line: int
    target: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """What an item is in another register: its scheme (`Wikidata`) and its id there."""

    id: str
    line: int
    target: str
    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that the summary counts and that is no item of its own."""

    name: str


Linked = Tie | Event | Same | Attribute | Note | Identifier
Item = Text | Mention | Linked | Counted | Rejected
