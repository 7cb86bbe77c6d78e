"""The results of one Label Studio annotation as items.

https://labelstud.io/guide/task_format: a region is a result with a label; what was chosen, typed or
rated for it are further results with its id; a relation names two regions by their ids.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clew.graph.model import Rejected
from clew.graph.schema import fold
from clew.loaders.annotations.json_rows import BadRow, Json, label
from clew.loaders.annotations.label_studio.tasks import Work
from clew.loaders.annotations.label_studio.text import Found, Stretch, Told
from clew.loaders.annotations.offsets import BadOffset
from clew.loaders.annotations.tokens.marks import UNLABELLED, says_no_tie
from clew.loaders.base import Input
from clew.loaders.items import (
    WHOLE_TEXT,
    Attribute,
    Counted,
    Identifier,
    Item,
    Mention,
    Note,
    Tie,
)

#: What a control of the labelling interface gives in a result's value: by type, under which name.
_SAID = {
    "choices": "choices",
    "textarea": "text",
    "rating": "rating",
    "taxonomy": "taxonomy",
    "number": "number",
    "datetime": "datetime",
}
#: Choices that say something by themselves, whatever the control is called.
_FLAGS = frozenset({"protected", "generic"})
#: Controls for remarks, in which statements such as `status=alleged` can stand.
_REMARKS = frozenset({"note", "notes", "comment", "comments", "annotatornotes", "meta"})
_NOTE = "AnnotatorNotes"
_IDENTIFIER = re.compile(r"([A-Za-z][\w-]*):(?!//)(\S+)$")
_PLAIN_ID = re.compile(r"[\w-]{1,36}$", re.ASCII)
_PLAIN_TYPE = re.compile(r"[a-z]{1,30}$")
_UNTOLD = "relation"
#: Keys of a place in another medium than text.
_ELSEWHERE = frozenset({"start", "end", "x", "y", "points", "vertices", "rle"})


@dataclass(slots=True)
class Results:
    """Reads the results about one text; `prefix` keeps ids of several annotations apart."""

    file: Input
    work: Work
    found: Found
    prefix: str
    ids: dict[str, str] = field(default_factory=dict)
    mentions: dict[str, list[str]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    def items(self, results: list[Told]) -> Iterator[Item]:
        """Yield what the results say, regions first."""
        regions: dict[str, list[Told]] = {}
        others: list[tuple[int, Json]] = []
        for number, result, stretch in results:
            if stretch:
                region = self._region(number, result)
                regions.setdefault(region, []).append((number, result, stretch))
            else:
                others.append((number, result))
        for region, told in regions.items():
            yield from self._marked(region, told)
        for region, told in regions.items():
            yield from self._told(region, told)
        for number, result in others:
            if result.get("type") == "relation":
                yield from self._try(number, self._relation(number, result))
            else:
                yield from self._try(number, self._features(number, result, [WHOLE_TEXT]))
        yield from (Counted(why, count, True) for why, count in self.left_out.items())

    def rejected(self, number: int, reason: str) -> Rejected:
        """Return what says that a result cannot be read: where it stands, and why."""
        where = f"task {self.work.task}, annotation {self.work.id}, result {number}"
        return self.file.rejected(self.work.number, f"{where}: {reason}")

    def _try(self, number: int, items: Iterator[Item]) -> Iterator[Item]:
        try:
            yield from items
        except (BadRow, BadOffset) as error:
            yield self.rejected(number, str(error))

    def _region(self, number: int, result: Json) -> str:
        """Return the id of a result's region: the tool's own where it is one."""
        given = result.get("id")
        if not isinstance(given, str):
            return f"{self.prefix}T#{number}"
        plain = given if _PLAIN_ID.match(given) else f"T#{number}"
        return self.ids.setdefault(given, self.prefix + plain)

    def _marked(self, region: str, told: list[Told]) -> Iterator[Item]:
        """Yield a mention for each label of a region."""
        made = self.mentions[region] = []
        labels = [(number, stretch, _labels_of(result)) for number, result, stretch in told]
        known = [one for one in labels if one[2] is not None]
        for number, stretch, given in known or labels[:1]:
            if stretch:
                marked = self._mentions(region, made, stretch, given or [UNLABELLED])
                yield from self._try(number, marked)
        self.mentions[region] = made or [region]

    def _mentions(
        self, region: str, made: list[str], stretch: Stretch, labels: list[Any]
    ) -> Iterator[Item]:
        spans, words = self.found.place(stretch)
        for given in labels:
            word = label(given)
            identifier = f"{region}/{len(made) + 1}" if made else region
            made.append(identifier)
            yield Mention(
                id=identifier, label=word, line=self.work.number, spans=spans, words=words
            )

    def _told(self, region: str, told: list[Told]) -> Iterator[Item]:
        """Yield what was chosen, typed or rated for a region, and what its `meta` says."""
        targets = self.mentions[region]
        metas: dict[str, tuple[int, Json]] = {}
        for number, result, _ in told:
            if result.get("type") in _SAID:
                yield from self._try(number, self._features(number, result, targets))
            if isinstance(meta := result.get("meta"), dict):
                metas.setdefault(repr(meta), (number, meta))  # it stands in each result
        for number, meta in metas.values():
            yield from self._meta(number, meta, targets)

    def _features(self, number: int, result: Json, targets: list[str]) -> Iterator[Item]:
        kind, name = result.get("type"), result.get("from_name")
        value = result.get("value")
        if targets == [WHOLE_TEXT] and isinstance(value, dict) and _ELSEWHERE & value.keys():
            self.left_out["results about pictures, sounds and the like"] += 1
            return
        if kind not in _SAID:
            shown = kind if isinstance(kind, str) and _PLAIN_TYPE.match(kind) else "other"
            self.left_out[f"results of the type {shown}"] += 1
            return
        said = value.get(_SAID[kind]) if isinstance(value, dict) else None
        texts = list(_texts(said))
        for at, text in enumerate(texts):
            yield from self._said(f"{number}.{at}" if at else f"{number}", targets, name, text)

    def _said(self, at: str, targets: list[str], name: Any, text: str) -> Iterator[Item]:
        word = label(name)
        line = self.work.number
        for target in targets:
            identifier = f"{target or self.prefix + '#'}.{at}"
            if fold(text) in _FLAGS:
                yield Attribute(id=identifier, line=line, target=target, name=text)
            elif fold(word) in _REMARKS:
                yield from _remark(identifier, line, target, text)
            else:
                yield Attribute(id=identifier, line=line, target=target, name=word, value=text)

    def _meta(self, number: int, meta: Json, targets: list[str]) -> Iterator[Item]:
        """Yield notes, and what stands under names of its own."""
        said = [(name, text) for name, given in meta.items() for text in _plain(given)]
        for at, (name, text) in enumerate(said):
            word = _NOTE if name == "text" else name
            yield from self._try(number, self._said(f"{number}.m{at}", targets, word, text))

    def _relation(self, number: int, result: Json) -> Iterator[Item]:
        start, end = (self._end(result.get(name)) for name in ("from_id", "to_id"))
        direction = result.get("direction", "right")
        if direction not in ("right", "left", "bi", None):
            raise BadRow("has a direction that is none of right, left and bi")
        if direction == "left":
            start, end = end, start
        labels = result.get("labels") or result.get("relations") or [_UNTOLD]
        ways = [(start, end), (end, start)] if direction == "bi" else [(start, end)]
        base = f"{self.prefix}R#{number}"
        made: list[str] = []
        for given in labels if isinstance(labels, list) else [labels]:
            word = label(given)
            if says_no_tie(word):
                self.left_out["pairs without a relation"] += 1
                continue
            for first, last in ways:
                made.append(f"{base}/{len(made) + 1}" if made else base)
                line = self.work.number
                yield Tie(id=made[-1], label=word, line=line, start=first, end=last)
        if isinstance(meta := result.get("meta"), dict):
            yield from self._meta(number, meta, made)

    def _end(self, given: Any) -> str:
        if not isinstance(given, str) or given not in self.ids:
            raise BadRow("is a relation to a region that is not there or of no text")
        return self.mentions[self.ids[given]][0]


def _labels_of(result: Json) -> list[Any] | None:
    """Return a region's labels, empty where it has none; None for a result of another sort."""
    kind, value = result.get("type"), result.get("value")
    if not isinstance(kind, str) or not kind.endswith("labels") or not isinstance(value, dict):
        return None
    if kind not in value:
        kind = next((key for key in value if key.endswith("labels")), kind)
    found = value.get(kind)
    return found if isinstance(found, list) else [] if found is None else [found]


def _texts(said: Any) -> Iterator[str]:
    """Yield what was said as texts; of a taxonomy or a tree of choices its path."""
    for one in said if isinstance(said, list) else [said]:
        steps = one if isinstance(one, list) else [one]
        plain = [str(step) for step in steps if isinstance(step, str | int | float)]
        if len(plain) != len(steps):
            raise BadRow("has a value that is neither a text nor a number")
        if text := " / ".join(plain).strip():
            yield text


def _plain(given: Any) -> list[str]:
    found = given if isinstance(given, list) else [given]
    return [str(one) for one in found if isinstance(one, str | int | float) and str(one).strip()]


def _remark(identifier: str, line: int, target: str, text: str) -> Iterator[Item]:
    """Yield a remark: an entry of a register (`Wikidata:Q42`), or a note with its statements."""
    if found := _IDENTIFIER.match(text.strip()):
        yield Identifier(id=identifier, line=line, target=target, scheme=found[1], value=found[2])
    else:
        yield Note(id=identifier, label=_NOTE, line=line, target=target, text=text.strip())
