"""Shapes of documents of several sentences: DyGIE (SciERC, ACE, GENIA) and DocRED."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from clew.loaders.annotations.json_rows import BadRow, Json, label, number, objects, strings
from clew.loaders.annotations.tokens.marks import UNLABELLED, Marks, Place
from clew.loaders.annotations.tokens.rebuilt import sentence_starts
from clew.loaders.annotations.tokens.shapes import (
    Made,
    Shape,
    are_tokens,
    each,
    parts,
    record,
    tie,
)
from clew.loaders.items import Counted, Event, Item, Mention, Same, Tie

_PREDICTED = "predicted_"


def _sentences(name: str) -> Any:
    def read(row: Json) -> list[list[str]]:
        return [strings(one, "sentences") for one in objects(row, name)]

    return read


def _has_sentences(row: Json, name: str) -> bool:
    found = row.get(name)
    lists = isinstance(found, list) and bool(found) and all(isinstance(x, list) for x in found)
    return lists and any(are_tokens(one) for one in found or ())


# DyGIE: token numbers of the whole document, lists of marks sentence by sentence


def _place(found: object, at: int = 0) -> Place:
    if not isinstance(found, list) or len(found) < at + 2:
        raise BadRow("is cut short")
    return number(found[at], "first token"), number(found[at + 1], "last token")


def _nth(found: list[Any], at: int) -> object:
    return found[at] if len(found) > at else None


def _by_sentence(row: Json, name: str) -> list[Any]:
    """Return the marks of all sentences in one list; raises BadRow."""
    found = objects(row, name)
    if not all(isinstance(one, list) for one in found):
        raise BadRow(f"has {name!r} that are no lists, one a sentence")
    return list(chain.from_iterable(found))


class _Dygie:
    """Reads one document's marks; what only a relation or a set names becomes a mention, too."""

    def __init__(self, row: Json, line: int, marks: Marks) -> None:
        self.row, self.line, self.marks = row, line, marks
        self.made: list[Made] = []
        self.bad: list[BadRow] = []

    def items(self) -> list[Made]:
        """Return all that the document marks, and why the rest could not be read."""
        readings = (
            ("ner", "entity", _by_sentence, self._entity),
            ("clusters", "cluster", objects, self._cluster),
            ("relations", "relation", _by_sentence, self._relation),
            ("events", "event", _by_sentence, self._event),
        )
        for name, what, found, read in readings:
            try:
                made = list(each(what, found(self.row, name), read, self.bad))
            except BadRow as error:
                self.bad.append(error)
            else:
                self.made += [one for one in made if one]
        predicted = [objects_in(found) for key, found in self.row.items() if _is_predicted(key)]
        if sum(predicted):
            self.made.append(Counted("predictions", sum(predicted), left_out=True))
        return [*self.made, *self.bad]

    def _entity(self, found: Any) -> Item:
        place = _place(found)
        return self.marks.mention(self.line, *place, label(_nth(found, 2), UNLABELLED))

    def _end(self, place: Place, word: str = UNLABELLED) -> Mention:
        known = self.marks.found(*place)
        if known is None:
            known = self.marks.mention(self.line, *place, word)
            self.made.append(known)
        return known

    def _cluster(self, found: Any) -> Same | Counted:
        if not isinstance(found, list):
            raise BadRow("is no list")
        places = list(dict.fromkeys(_place(one) for one in found))
        known = (self.marks.found(*place) for place in places)
        labels = {one.label for one in known if one}
        # a pronoun that only a set names is of the kind that the set's other members are
        word = labels.pop() if len(labels) == 1 else UNLABELLED
        members = [self._end(place, word).id for place in places]
        if len(members) < 2:
            return Counted("sets of one mention", left_out=True)
        return self.marks.same(self.line, members)

    def _relation(self, found: Any) -> Tie | Counted:
        start, end = _place(found), _place(found, 2)
        word = label(_nth(found, 4))
        return tie(self.marks, self.line, word, self._end(start).id, self._end(end).id)

    def _event(self, found: Any) -> Event:
        if not isinstance(found, list) or not found or not isinstance(found[0], list):
            raise BadRow("is cut short")
        head, *arguments = found
        # a trigger is one token in ACE, a first and a last one in newer files
        at = number(_nth(head, 0), "trigger")
        last = number(head[1], "last token") if len(head) > 2 else at
        word = label(head[2] if len(head) > 2 else _nth(head, 1))
        trigger = self.marks.mention(self.line, at, last, word)
        self.made.append(trigger)
        roles = each("role", arguments, self._role, self.bad)
        return self.marks.event(self.line, word, trigger.id, [one for one in roles if one])

    def _role(self, found: Any) -> tuple[str, str]:
        place = _place(found)
        return label(_nth(found, 2)), self._end(place).id


def _is_predicted(key: str) -> bool:
    return key.startswith(_PREDICTED)


def objects_in(found: object) -> int:
    """Return how many marks stand in lists, one a sentence, or in a plain list."""
    held = found if isinstance(found, list) else []
    return sum(len(one) if isinstance(one, list) else 1 for one in held)


def _dygie(row: Json, line: int, marks: Marks) -> Iterator[Made]:
    yield from _Dygie(row, line, marks).items()


# DocRED: sentences with token numbers of their own, entities as sets of mentions


def _docred(row: Json, line: int, marks: Marks) -> Iterator[Made]:
    sentences = _sentences("sents")(row)
    starts = sentence_starts(sentences)
    bad: list[BadRow] = []
    made: list[Made] = []

    def mention(found: object) -> Mention:
        one = record(found)
        sentence = number(one.get("sent_id"), "sent_id")
        if not 0 <= sentence < len(starts):
            raise BadRow("is in a sentence that is not there")
        first, end = _place(one.get("pos"))
        if not 0 <= first < end <= len(sentences[sentence]):
            raise BadRow("has tokens that its sentence does not have")
        word = label(one.get("type"), UNLABELLED)
        at = starts[sentence]
        return marks.mention(line, at + first, at + end - 1, word)

    def entity(found: object) -> list[Mention]:
        if not isinstance(found, list):
            raise BadRow("is no list")
        held = [one for one in each("mention", found, mention, bad) if one]
        made.extend(held)
        if len(held) > 1:
            made.append(marks.same(line, [one.id for one in held]))
        return held

    def relation(found: object) -> Tie | Counted:
        one = record(found)
        ends = [number(one.get(name), name) for name in ("h", "t")]
        held = [entities[at] if 0 <= at < len(entities) else None for at in ends]
        start, end = _nearest(held[0] or [], held[1] or [])
        return tie(marks, line, label(one.get("r")), start.id, end.id)

    entities = list(each("entity", parts(row, "vertexSet", bad), entity, bad))
    made += [one for one in each("relation", parts(row, "labels", bad), relation, bad) if one]
    yield from (*made, *bad)


def _nearest(starts: Iterable[Mention], ends: Iterable[Mention]) -> tuple[Mention, Mention]:
    """Return the mentions of two things that stand nearest to each other, so that a quote can hold
    both; raises BadRow where one of the two has none."""
    pairs = [(one, other) for one in starts for other in ends]
    if not pairs:
        raise BadRow("has an end that is no entity")
    return min(pairs, key=lambda pair: abs(pair[0].spans[0][0] - pair[1].spans[0][0]))


DOCUMENTS: tuple[Shape, ...] = (
    Shape(
        lambda row: (
            _has_sentences(row, "sentences")
            and any(name in row for name in ("ner", "relations", "clusters", "events"))
        ),
        _sentences("sentences"),
        _dygie,
    ),
    Shape(
        lambda row: _has_sentences(row, "sents") and "vertexSet" in row,
        _sentences("sents"),
        _docred,
    ),
)
