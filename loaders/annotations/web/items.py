"""Web annotations and their texts to items: a document for each text and annotator.

What an annotator says of another one's annotation (ties it, tags it) stands among his own, with a
mention of his own on that place. A reply is kept as a note of what it answers, with who wrote it,
and its tags say nothing: who disagrees marks nothing. Annotations of whole texts say what holds for
all that their annotator marks there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from clew.graph.errors import InputError
from clew.graph.model import Rejected, Spans
from clew.loaders.annotations.spans import covered
from clew.loaders.annotations.web.anchoring import Found
from clew.loaders.annotations.web.marks import (
    UNNAMED,
    UNTAGGED,
    Held,
    Marked,
    Target,
    features,
    sorted_tags,
)
from clew.loaders.annotations.web.sources import WITHOUT_TEXT, Group, Sources
from clew.loaders.base import Input
from clew.loaders.items import WHOLE_TEXT, Counted, Item, Mention, Note, Text, Tie

#: How a quote that moved was found.
_BY = {
    "neighbours": "how far the others have moved",
    "quote": "its words",
    "surroundings": "what stands around it",
}


def items(file: Input, held: Held) -> Iterator[Item]:
    """Yield the items of these annotations; raises InputError where none finds its text."""
    sources = Sources(file, held)
    groups = list(sources.groups())
    if not groups:
        raise InputError(_nothing(held), file.name)
    for group in groups:
        if group.source.held:
            file.take(group.source.held)
    for number, group in enumerate(groups):
        source = group.source
        yield Text(
            text=source.text,
            path=source.path,
            language=source.language,
            annotator=group.who,
            by=source.by,
        )
        if not number:
            yield from held.rejected
            yield from (Counted(why, n, left_out=True) for why, n in sorted(held.left_out.items()))
        yield from _Writer(file, group, sources).items()


def _nothing(held: Held) -> str:
    without = held.left_out.pop(WITHOUT_TEXT, 0)
    told = [f"{count} {why}" for why, count in sorted(held.left_out.items()) if count]
    told += [f"{len(held.rejected)} rejected"] if held.rejected and not without else []
    rest = f"; left out: {', '.join(told)}" if told else ""
    if without:
        return f"holds {without} annotations whose text is not there: give it with --text{rest}"
    return f"holds no annotation of a text{rest}"


class _Writer:
    """Writes the items of one group."""

    def __init__(self, file: Input, group: Group, sources: Sources) -> None:
        self.file, self.group, self.sources = file, group, sources
        self.anchors, self.text = group.source.anchors, group.source.text
        self.at: dict[str, str] = {}
        self.by_spans: dict[Spans, str] = {}
        self.moved: set[str] = set()
        self.made: Counter[str] = Counter()

    def items(self) -> Iterator[Item]:
        """Yield mentions with what is said of them, then ties."""
        for marked in self.group.marks:
            if any(target.selection or target.to for target in marked.targets):
                yield from self._marks(marked)
            else:
                yield Counted("annotations of a whole text")
                bare = replace(marked, created="")
                yield from features(bare, WHOLE_TEXT, self.file.profile)
        for marked in self.group.marks:
            for label, to in marked.links:
                yield from self._link(marked, label, marked.id, to)
        for marked in self.group.ties:
            yield from self._tie(marked)

    def _marks(self, marked: Marked, *, own: bool = True) -> Iterator[Item]:
        placed = [target for target in marked.targets if target.selection]
        for target in marked.targets:
            if not target.selection:
                yield from self._mark_of(marked, target)
        whole = [tuple(placed)] if marked.together and placed else [(one,) for one in placed]
        for targets in whole:
            found = [self.anchors.find(target.selection) for target in targets]
            bad = next((one.reason for one in found if not one.spans), "")
            spans = tuple(sorted(span for one in found for span in one.spans))
            if bad or any(a[1] > b[0] for a, b in zip(spans, spans[1:], strict=False)):
                reason = f"{marked.called} cannot be placed: {bad or 'its fragments overlap'}"
                yield self.file.rejected(marked.number, reason)
            else:
                yield from self._mention(marked, spans, found)
                yield from self._replies(marked) if own else ()

    def _mark_of(self, marked: Marked, target: Target) -> Iterator[Item]:
        """Yield nothing but a rejection: one target in a text, another that is none."""
        where = "another annotation" if target.to else "a whole source"
        reason = f"one target of {marked.called} is {where} beside places in a text"
        if len(marked.targets) > 1:
            yield self.file.rejected(marked.number, reason)
        elif target.to in self.sources.by_id:  # it ties, by its bodies, what another one marks
            yield from self._borrowed(target.to)
            if target.to in self.at:
                self.at[marked.id] = self.at[target.to]

    def _mention(self, marked: Marked, spans: Spans, found: Sequence[Found]) -> Iterator[Item]:
        name = self._name(marked.called)
        label = self._label(marked) or UNTAGGED
        words = covered(self.text, spans)
        yield Mention(id=name, label=label, line=marked.number, spans=spans, words=words)
        yield from self._how(name, marked.number, found)
        self.at.setdefault(marked.id, name)
        self.by_spans.setdefault(spans, name)
        yield from features(marked, name, self.file.profile)

    def _replies(self, marked: Marked) -> Iterator[Note]:
        name = self.at[marked.id]
        for number, reply in enumerate(self.sources.replies.get(marked.id, ()), 1):
            said = "\n".join(reply.comments)
            yield Note(
                id=f"{name}/reply{number}",
                label="reply",
                line=reply.number,
                target=name,
                text=f"{reply.who}: {said}" if reply.who else said,
            )

    def _how(self, name: str, line: int, found: Sequence[Found]) -> Iterator[Item]:
        """Say of a mention that its quote moved."""
        moved = [one for one in found if one.moved]
        if moved:
            self.moved.add(name)
            by = _BY[moved[0].how]
            differs = "; other words stand around it now" if any(m.differs for m in moved) else ""
            text = f"not where its selectors say; found by {by}{differs}"
            yield Note(id=f"{name}/anchor", label="reanchored", line=line, target=name, text=text)
            yield Counted("reanchored")

    def _label(self, marked: Marked) -> str:
        return sorted_tags(marked.tags, self.file.profile).label

    def _name(self, called: str) -> str:
        self.made[called] += 1
        return called if self.made[called] == 1 else f"{called}~{self.made[called]}"

    def _borrowed(self, identifier: str) -> Iterator[Item]:
        """Yield a mention of this annotator's own where another one has marked something."""
        other = self.sources.by_id[identifier]
        if (
            identifier in self.at
            or other.linking
            or self.sources.source(other) is not self.group.source
        ):
            return
        bare = replace(
            other,
            tags=[f"kind:{self._label(other)}"] if other.tags else [],
            comments=[],
            identities=[],
            links=[],
            created="",
            targets=tuple(target for target in other.targets if target.selection),
        )
        for item in self._marks(bare, own=False):
            if not isinstance(item, Rejected):
                yield item

    def _tie(self, marked: Marked) -> Iterator[Item]:
        targets = marked.targets
        if len(targets) == 2 and not marked.links:
            ends = list(targets)
        elif len(targets) == 1 and len(marked.links) == 1:
            ends = [targets[0], Target(to=marked.links[0][1])]
        else:
            reason = f"{marked.called} ties {len(targets) + len(marked.links)} things, and not two"
            yield self.file.rejected(marked.number, reason)
            return
        label = next((word for word, _ in marked.links if word), "")
        names: list[str] = []
        for end in ends:
            name, made = self._end(marked, end)
            yield from made
            names.append(name)
        tags = sorted_tags(marked.tags, self.file.profile, of_tie=True)
        yield from self._written(marked, tags.label or label or UNNAMED, names[0], names[1], True)

    def _end(self, marked: Marked, end: Target) -> tuple[str, list[Item]]:
        if end.to in self.sources.by_id:
            made = list(self._borrowed(end.to))
            return self.at.get(end.to, end.to), made
        if not end.selection:
            return end.to or end.source, []
        found = self.anchors.find(end.selection)
        spans = found.spans
        if not spans:
            reason = f"an end of {marked.called} cannot be placed: {found.reason}"
            return "", [self.file.rejected(marked.number, reason)]
        if spans in self.by_spans:
            return self.by_spans[spans], []
        name = self._name(f"{marked.called}~end")
        self.by_spans[spans] = name
        words = covered(self.text, spans)
        mention = Mention(id=name, label=UNTAGGED, line=marked.number, spans=spans, words=words)
        return name, [mention, *self._how(name, marked.number, [found])]

    def _link(self, marked: Marked, label: str, start: str, to: str) -> Iterator[Item]:
        """Yield a tie from a mention to what its linking body names."""
        if start not in self.at:  # that it could not be placed is said already
            return
        if to in self.sources.by_id:
            yield from self._borrowed(to)
        ends = self.at[start], self.at.get(to, to)
        yield from self._written(marked, label or UNNAMED, *ends, False)

    def _written(
        self, marked: Marked, label: str, start: str, end: str, own: bool
    ) -> Iterator[Item]:
        name = self._name(marked.called if own else f"{marked.called}~tie")
        if not (start and end):
            return
        yield Tie(id=name, label=label, line=marked.number, start=start, end=end)
        if own:
            yield from features(marked, name, self.file.profile)
        if moved := {start, end} & self.moved:
            yield Note(
                id=f"{name}/anchor",
                label="reanchored",
                line=marked.number,
                target=name,
                text=f"{len(moved)} of its ends stood elsewhere, and was found anew",
            )
