"""What one of Prodigy's tasks marks: spans, and relations between them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from clew.loaders.annotations.json_rows import BadRow, Json, label, number, objects
from clew.loaders.annotations.tokens.marks import UNLABELLED, says_no_tie
from clew.loaders.items import Counted, Item, Mention, Tie

Made = Item | BadRow
_CATEGORIES = ("accept", "label", "options")


class Marked:
    """Makes the items of one document from its tasks, with ids of their own."""

    def __init__(self) -> None:
        self._mentions, self._ties = count(1), count(1)

    def items(self, line: int, row: Json) -> Iterator[Made]:
        """Yield what the task on this line marks, and why the rest could not be read."""
        task = _Task(line, row)
        yield from task.bad
        if "answer" not in row and any(_predicted(span) for span in task.spans):
            kept = [span for span in task.spans if not _predicted(span)]
            yield Counted("predictions", len(task.spans) - len(kept), left_out=True)
            task.spans = kept
        held: list[tuple[Json, Mention]] = []
        for ordinal, span in enumerate(task.spans, 1):
            try:
                mention = self._mention(task, span)
            except BadRow as error:
                yield BadRow(f"span {ordinal} {error}")
            else:
                held.append((span, mention))
                yield mention
        for ordinal, relation in enumerate(task.relations, 1):
            try:
                yield from self._relation(task, relation, held)
            except BadRow as error:
                yield BadRow(f"relation {ordinal} {error}")
        if not task.spans and any(row.get(name) for name in _CATEGORIES):
            yield Counted("categories of whole texts", left_out=True)

    def _mention(self, task: _Task, span: object) -> Mention:
        if not isinstance(span, dict):
            raise BadRow("is no JSON object")
        start, end = number(span.get("start"), "start"), number(span.get("end"), "end")
        if not 0 <= start < end:
            raise BadRow("ends where it begins or before, or begins before the text")
        return Mention(
            id=f"T{next(self._mentions)}",
            label=label(span.get("label"), UNLABELLED),
            line=task.line,
            spans=((start, end),),
            words=task.words(span, start, end),
        )

    def _relation(
        self, task: _Task, relation: object, held: list[tuple[Json, Mention]]
    ) -> Iterator[Item]:
        if not isinstance(relation, dict):
            raise BadRow("is no JSON object")
        word = label(relation.get("label"))
        ends: list[str] = []
        for role in ("head", "child"):
            span = relation.get(f"{role}_span")
            if not isinstance(span, dict):
                span = task.token(number(relation.get(role), f"token of its {role}"))
            mention = _found(span, held)
            if mention is None:
                mention = self._mention(task, span)
                held.append((span, mention))
                yield mention
            ends.append(mention.id)
        if says_no_tie(word):
            yield Counted("pairs without a relation", left_out=True)
        else:
            made = f"R{next(self._ties)}"
            yield Tie(id=made, label=word, line=task.line, start=ends[0], end=ends[1])


def _predicted(span: object) -> bool:
    return isinstance(span, dict) and bool(span.get("source"))


def _found(span: Json, held: list[tuple[Json, Mention]]) -> Mention | None:
    """Return the mention that a relation's end names, or the one that its only token stands in."""
    at = span.get("start"), span.get("end")
    same = [(one, mention) for one, mention in held if (one.get("start"), one.get("end")) == at]
    named = [mention for one, mention in same if one.get("label") == span.get("label")]
    if named or same:
        return named[0] if named else same[0][1]
    if "token" in span:
        start, end = span["start"], span["end"]
        around = (one for _, one in held if one.spans[0][0] <= start and end <= one.spans[0][1])
        return next(around, None)
    return None


class _Task:
    """A row's parts; what is of a wrong type is told in `bad`."""

    def __init__(self, line: int, row: Json) -> None:
        self.line, self.row = line, row
        self.bad: list[BadRow] = []
        self.spans, self.relations, self.tokens = map(self._list, ("spans", "relations", "tokens"))

    def _list(self, name: str) -> list[Any]:
        try:
            return objects(self.row, name)
        except BadRow as error:
            self.bad.append(error)
            return []

    def token(self, at: int) -> Json:
        """Return the token of this number as a span; raises BadRow."""
        found = self.tokens[at] if 0 <= at < len(self.tokens) else None
        if not isinstance(found, dict):
            raise BadRow("names a token that is not there")
        start, end = (number(found.get(side), f"{side} of a token") for side in ("start", "end"))
        return {"start": start, "end": end, "token": at}

    def words(self, span: Json, start: int, end: int) -> str | None:
        """Return the words that the tool gives for a span: its own text, else that of its tokens.

        Raises BadRow where the tokens that the span names stand at other offsets.
        """
        text = span.get("text")
        first, last = span.get("token_start"), span.get("token_end")
        if type(first) is int and type(last) is int and self.tokens:
            held = [self.token(at) for at in (first, last)]
            if (held[0]["start"], held[1]["end"]) != (start, end):
                raise BadRow("gives other offsets than its tokens have")
        if isinstance(text, str):
            return text
        if type(first) is int and type(last) is int and self.tokens:
            return self._joined(first, last)
        return None

    def _joined(self, first: int, last: int) -> str | None:
        parts, before = "", None
        for token in self.tokens[first : last + 1]:
            if not isinstance(token, dict) or not isinstance(token.get("text"), str):
                return None
            gap = before is not None and token.get("start") != before
            parts += " " * gap + token["text"]
            before = token.get("end")
        return parts
