"""What crosses the borders between parts: documents, claims, annotations; nodes, edges, paths.

Nothing here reads or writes a file. Ids are made from content that is not a name (rule 2):
a claim's from its document, relation and anchors; a reference's from its document and anchor.
An *anchor* is where something stands in its document: for a text the code-point offsets of its
fragments (`12-20` or `12-20,25-30`), for a list's entry `entry:<id>`.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Literal

from clew.graph.json_text import compact

Value = str | int | float | bool | list[str] | list[int] | list[float] | list[bool]
Spans = tuple[tuple[int, int], ...]
Shape = Literal["mention", "value", "tie"]

#: Strongest first (rule 18); `planned` and `denied` stand apart from the ladder.
LADDER = ("adjudicated", "official", "reported", "alleged", "opinion", "not_stated")
STATUSES = (*LADDER, "planned", "denied")
#: How weak a status is: the index on the ladder, the two apart from it last.
WEAKNESS = {status: rank for rank, status in enumerate(STATUSES)}

#: How the anchor of a list's record begins.
ENTRY = "entry:"

#: The relation of a claim that two mentions of one text are the same thing.
SAME_AS = "SAME_AS"


def digest(*parts: object) -> str:
    """Return 32 hex digits that stand for these parts (16 bytes of BLAKE2b over compact JSON)."""
    return hashlib.blake2b(compact(parts), digest_size=16).hexdigest()


def normal_text(raw: str) -> str:
    """Return a document's text as offsets count it: no BOM, line ends as LF (rule 1)."""
    return raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def document_id(text: str) -> str:
    """Return the id of the document whose text (see `normal_text`) this is."""
    return "d" + hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]


def list_id(name: str) -> str:
    """Return the id of the document that a list is, by its lasting name: every edition's."""
    return "d" + hashlib.sha256(f"list\x1f{name}".encode()).hexdigest()[:32]


def entry_anchor(entry: str) -> str:
    """Return the anchor of a list's record: `entry:` and the list's own id of it."""
    return f"{ENTRY}{entry}"


def anchor_of(spans: Spans) -> str:
    """Return the anchor of these fragments: `12-20` or `12-20,25-30`, in order of place."""
    if len(spans) == 1:
        return f"{spans[0][0]}-{spans[0][1]}"
    return ",".join(f"{start}-{end}" for start, end in sorted(spans))


def spans_of(anchor: str) -> Spans:
    """Return the fragments of a text's anchor; () for a list's entry."""
    if not anchor or anchor.startswith(ENTRY):
        return ()
    pairs = (part.split("-") for part in anchor.split(","))
    return tuple((int(start), int(end)) for start, end in pairs)


def reference(document: str, anchor: str, root: str) -> str:
    """Return the id by which identity knows a mention: its document, anchor and root kind.

    `root` is the topmost kind of the vocabulary above the mention's (LegalEntity, Compound, …), so
    that a corrected kind (Person to Organization) keeps the id and a company and a compound that
    share one span stay two.
    """
    return "m" + digest(document, anchor, root)


@lru_cache(maxsize=1 << 16)
def identical(name: str) -> str:
    """Return a name as rule 20 compares it: Unicode NFC, case and blanks folded."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@dataclass(frozen=True, kw_only=True)
class Document:
    """A text that sources speak of: `text` is normal (see `normal_text`), `id` follows from it.

    list        the lasting name of a list, which has no text: its id follows from that
    """

    text: str
    path: str
    language: str = ""
    list: str = ""

    @cached_property
    def id(self) -> str:
        """The id: `d` and 32 hex digits of the text's SHA-256, or of the list's name."""
        return list_id(self.list) if self.list else document_id(self.text)


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """Bytes as they were given: kept in `originals/` under their SHA-256."""

    path: str
    data: bytes
    role: str = ""

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, 64 hex digits."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Claim:
    """This document says this, here (rule 2).

    shape     mention: `relation` is the kind; value: `relation` is the property, `value` its text;
              tie: `relation` is the type, `subject` and `object` are its ends
    subject   the anchor of the mention, of what has the value, or of the tie's start
    object    the anchor of the tie's end, else ''
    quote     where the quote stands in the document (code points)
    locator   where it stands for a reader (`line 3`), filled by the loader
    """

    document: str
    shape: Shape
    relation: str
    subject: str
    object: str = ""
    value: str = ""
    quote: tuple[int, int] = (0, 0)
    locator: str = ""

    @cached_property
    def id(self) -> str:
        """The id: `c` and 32 hex digits of document, shape, relation, anchors and value."""
        parts = (self.document, self.shape, self.relation, self.subject, self.object, self.value)
        return "c" + digest(*parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One reading of a claim (rule 3): what one file's annotator says of it.

    local_id      the tool's own id (`T5`, `R2`), line: where it stands in the file (from 1)
    label         the tool's own word, kept as given
    subject, object   references (see `reference`) of the claim's ends; object '' where none
    name          for a mention: the words it covers; for others ''
    when          as the source says it, EDTF; '' where undated
    key           what tells this edge from others of its type and ends (rule 9); mostly ''
    extra         what else was said, by name, each a list of texts (`means`, `share`, `note`)
    quote         a list's own words, since a list has no text to quote from; `local_id` is then
                  the locator: file, line, column
    """

    claim: Claim
    local_id: str
    line: int
    label: str
    subject: str
    object: str = ""
    name: str = ""
    status: str = "not_stated"
    attribution: str = ""
    when: str = ""
    negated: bool = False
    protected: bool = False
    generic: bool = False
    key: str = ""
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A line that could not be read: where, and why in a sentence without the document's words."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Batch:
    """One annotator's export of one document: what the ledger takes in whole or not at all.

    files      the bytes it came from; the first holds the annotations
    tool       the format's name (`brat`); annotator: who, '' where unknown
    profile    digest of the profile; options: what else decides the result, as sorted JSON text
    counts     what the file marks: `spans`, `relations`, `events`, …
    unmapped   words that the vocabulary or the profile does not know, with how often
    facts      what the files tell of their source; published: the day of a list's edition
    """

    document: Document
    files: tuple[SourceFile, ...]
    tool: str
    loader: str
    annotator: str = ""
    profile: str = ""
    options: str = "{}"
    annotations: tuple[Annotation, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    unmapped: Mapping[str, int] = field(default_factory=dict)
    rejected: tuple[Rejected, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    published: str = ""

    @cached_property
    def digest(self) -> str:
        """What tells the same bytes, profile, options and loader version again (rule 5)."""
        files = [(f.role, f.sha256) for f in self.files]
        return digest(self.loader, self.tool, self.annotator, self.profile, self.options, files)


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a graph: an entity or a `:Source`; `labels` most special first, properties flat."""

    id: str
    labels: tuple[str, ...]
    properties: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the shape of `query --format json`: its properties with `labels`."""
        return {**self.properties, "id": self.id, "labels": list(self.labels)}


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of a graph: one (type, start, end, key), with every claim that says so."""

    id: str
    type: str
    start: str
    end: str
    properties: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the shape of `query --format json`: its properties with `type`, `start`, `end`."""
        ends = {"id": self.id, "type": self.type, "start": self.start, "end": self.end}
        return {**self.properties, **ends}


@dataclass(frozen=True, slots=True)
class Path:
    """Nodes joined by edges, in order: one node more than edges."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def to_json(self) -> dict[str, Any]:
        """Return `{"nodes": […], "edges": […]}`."""
        nodes = [node.to_json() for node in self.nodes]
        return {"nodes": nodes, "edges": [edge.to_json() for edge in self.edges]}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim as answers show it: `content` is its JSON shape, `about` the ids it speaks of.

    `about` holds the id of the entity, or of the edge that it makes or would make; a claim that
    denies a tie also names the tie's ends.
    """

    id: str
    about: tuple[str, ...]
    content: Mapping[str, Any]


Item = Node | Edge | Evidence


def edge_id(kind: str, start: str, end: str, key: str = "") -> str:
    """Return the id of the one edge of this type, ends and key (rule 9)."""
    return "e" + digest(kind, start, end, key)
