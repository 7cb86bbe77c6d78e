"""From a list's items to the batch of its annotations: what loaders of lists and tables share.

An entry claims that the list holds a thing of this kind; a fact claims a value of it; a link claims
a tie between two of them. What a claim rests on is the list's own cell or clause, with its place.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from clew.graph import garbage
from clew.graph.errors import InputError
from clew.graph.model import (
    Annotation,
    Batch,
    Claim,
    Document,
    Rejected,
    entry_anchor,
    reference,
)
from clew.graph.schema import UNCLASSIFIED, check_tie, schema, tie_type
from clew.loaders.base import Input, Loader
from clew.loaders.items import Counted, Edition, Entry, Fact, Item, Link, Listed

#: Of a longer cell or clause so many characters are quoted (rule 4).
LONGEST_QUOTE = 1000
#: What is longer is no name, and no engine would look it up.
LONGEST_NAME = 1000
VICTIMS = "holds single victims, who are never named: give them as groups, with a count"


def bare_edition(edition: Edition, file: Input, loader: Loader) -> Batch:
    """Return an edition's batch without its annotations: all that its digest rests on."""
    return Batch(
        document=Document(text="", path=edition.path, list=edition.list),
        files=tuple(file.files),
        tool=loader.name,
        loader=f"{loader.name} {loader.version}",
        profile=edition.mapping,
        facts=edition.facts,
        published=edition.published,
        options=json.dumps({"since": edition.since}) if edition.since else "{}",
    )


def listed(bare: Batch, items: Iterable[Item], file: Input) -> Batch:
    """Return the batch of one edition; raises InputError where it holds single victims."""
    with garbage.kept():
        return _listed(bare, items, file)


def _listed(bare: Batch, items: Iterable[Item], file: Input) -> Batch:
    made = _Listed(bare.document.id, file)
    for item in items:
        made.take(item)
    return replace(
        bare,
        annotations=(*made.entries(), *made.facts(), *made.links()),
        counts=dict(sorted(made.counts.items())),
        left_out=dict(sorted(made.left_out.items())),
        unmapped=dict(sorted(made.unmapped.items())),
        rejected=tuple(made.rejected),
    )


@dataclass(slots=True)
class _Listed:
    """Gathers an edition's items, since a fact may come before the entry that it is of."""

    document: str
    file: Input
    counts: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    _said: dict[type[Listed], list[Listed]] = field(default_factory=lambda: defaultdict(list))
    _known: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def take(self, item: Item) -> None:
        """Keep an item, or count it."""
        if isinstance(item, (Fact, Link)):
            self._said[type(item)].append(item)
        elif isinstance(item, Entry):
            self._said[Entry].append(item)
            if item.id not in self._known:
                self._known[item.id] = self._thing(item)
        elif isinstance(item, Counted):
            (self.left_out if item.left_out else self.counts)[item.name] += item.count
        elif isinstance(item, Rejected):
            self.rejected.append(item)
        else:
            raise TypeError("a list's items are entries, facts and links, and no text's")

    def _thing(self, entry: Entry) -> tuple[str, str, str]:
        """Return an entry's anchor, its reference and its kind."""
        kind = schema().kind(entry.kind)
        if kind and kind.refused:
            raise InputError(VICTIMS, self.file.name, entry.place.line)
        root = kind.root if kind else UNCLASSIFIED
        anchor = entry_anchor(entry.id)
        return anchor, reference(self.document, anchor, root), kind.name if kind else UNCLASSIFIED

    def entries(self) -> Iterable[Annotation]:
        """Yield that each entry is in the list, as a thing of its kind."""
        vocabulary, first = schema(), set[str]()
        for item in self._said.pop(Entry, ()):
            assert isinstance(item, Entry)
            known = self._known[item.id]
            anchor, ref, name = known if item.id not in first else self._thing(item)
            first.add(item.id)
            if vocabulary.kind(item.kind) is None:
                self.unmapped[item.kind] += 1
            claim = Claim(document=self.document, shape="mention", relation=name, subject=anchor)
            marks = {"protected": item.protected, "generic": item.generic, "extra": item.extra}
            yield _annotation(claim, item, item.kind, ref, name=self._name(item), **marks)

    def _name(self, entry: Entry) -> str:
        """Return an entry's name, '' for one that is too long to be any."""
        if len(entry.name) <= LONGEST_NAME:
            return entry.name
        reason = f"has a name of {len(entry.name)} characters, more than {LONGEST_NAME}: shorten it"
        self.rejected.append(self.file.rejected(entry.place.line, f"{reason}; it is left out"))
        return ""

    def facts(self) -> Iterable[Annotation]:
        """Yield the values that the list gives."""
        vocabulary = schema()
        for item in self._said.pop(Fact, ()):
            assert isinstance(item, Fact)
            anchor, ref, _ = self._end(item.entry)
            known = vocabulary.value(item.property)
            if known is None:
                self.unmapped[item.property] += 1
            claim = Claim(
                document=self.document,
                shape="value",
                relation=known.name if known else item.property,
                subject=anchor,
                value=item.value,
            )
            yield _annotation(claim, item, item.place.column, ref, extra=item.extra)

    def links(self) -> Iterable[Annotation]:
        """Yield the ties that the list gives."""
        for item in self._said.pop(Link, ()):
            assert isinstance(item, Link)
            start, start_ref, start_kind = self._end(item.start)
            end, end_ref, end_kind = self._end(item.end)
            if schema().tie(item.type) is None:
                self.unmapped[item.type] += 1
            relation = tie_type(item.type)
            if check_tie(relation, start_kind, end_kind):
                self.counts["unfit_ends"] += 1
            claim = Claim(
                document=self.document,
                shape="tie",
                relation=relation,
                subject=start,
                object=end,
                value=item.id,
            )
            more = {"key": item.key, "extra": item.extra}
            yield _annotation(claim, item, item.place.column, start_ref, object=end_ref, **more)

    def _end(self, entry: str) -> tuple[str, str, str]:
        if entry not in self._known:
            raise TypeError("a loader speaks of an entry that its list does not hold")
        return self._known[entry]


def _annotation(
    claim: Claim,
    item: Listed,
    label: str,
    subject: str,
    **more: Any,
) -> Annotation:
    return Annotation(
        claim=claim,
        local_id=str(item.place),
        line=item.place.line,
        label=label,
        subject=subject,
        status=item.status,
        attribution=item.attribution,
        when=item.when,
        quote=item.quote[:LONGEST_QUOTE],
        **more,
    )
