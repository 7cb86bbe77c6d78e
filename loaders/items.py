"""What a loader yields: what its file says, in the tool's or the list's own words and ids.

Nothing here is checked, mapped or counted yet: that is done once for all loaders of annotations
(`loaders/annotations/mentions.py`) and of lists (`loaders/entries.py`). Every item names the line
on which its file says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clew.graph.model import Rejected, Spans

#: The target of a feature that is said of the whole text.
WHOLE_TEXT = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A document begins: all that follows, until the next Text, speaks of it.

    text        as the tool counts offsets in it (line ends and BOM as they stand)
    path        where the text was read; annotator: who, '' where the file does not say
    by          the tool that took the text out of a PDF, a page, …, '' of a plain text
    rebuilt     made of tokens: its blanks are guessed, and any text that differs in these is it
    curated     the tool marks this reading as the one that settles the others
    """

    text: str
    path: str
    annotator: str = ""
    language: str = ""
    by: str = ""
    rebuilt: bool = False
    curated: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a list says something: the file's name without folders, line from 1, column.

    told   the locator that the file itself gives, of what it took from elsewhere
    """

    file: str
    line: int
    column: str
    told: str = ""

    def __str__(self) -> str:
        """Return the locator that a reader follows: `sdn.csv, line 12, Remarks`."""
        if self.told:
            return self.told
        column = f", {self.column}" if self.column else ""
        return f"{self.file}, line {self.line}{column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A list's edition begins: all that follows, until the next Text or Edition, stands in it.

    list        the list's lasting name (`ofac-sdn`): a newer edition takes an earlier one's place
    path        its main file; published: the edition's day, '' where the files do not say it
    facts       what the format itself tells of the source (`title`, `publisher`, `licence`)
    mapping     the digest of what says how its columns are read, where something does
    since       the first day on which it says that something stood (`first_seen` in `extra`)
    """

    list: str
    path: str
    facts: Mapping[str, str] = field(default_factory=dict)
    published: str = ""
    mapping: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record of a list: the list's own id, a kind of the vocabulary, the name as written.

    quote       the exact cell or clause; at most 1,000 characters of it are kept
    extra       what else the list says of the record as such (when it was seen)
    """

    id: str
    kind: str
    name: str
    place: Place
    quote: str = ""
    status: str = "official"
    attribution: str = ""
    when: str = ""
    protected: bool = False
    generic: bool = False
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value that the list gives of one of its records, under the vocabulary's name."""

    entry: str
    property: str
    value: str
    place: Place
    quote: str = ""
    status: str = "official"
    attribution: str = ""
    when: str = ""
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A tie between two records of the list; `key` tells it from others of its type and ends.

    id     the list's own id of the tie, where it has one: then each is a claim of its own
    """

    start: str
    type: str
    end: str
    place: Place
    quote: str = ""
    status: str = "official"
    attribution: str = ""
    when: str = ""
    key: str = ""
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that the summary counts and that is no item of its own; `left_out`: nor a claim."""

    name: str
    count: int = 1
    left_out: bool = False


Linked = Tie | Event | Same | Attribute | Note | Identifier
Listed = Entry | Fact | Link
Item = Text | Mention | Linked | Edition | Listed | Counted | Rejected
