"""An answer as a report: statements with numbered notes of evidence, as a lawyer reads it.

The words are put together here, once for every form of file. All of it may leave the case: ids are
salted, what is protected is masked, and no text holds a sign that drives a program or turns others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from clew.graph.model import Edge, Node
from clew.graph.opened import Opened
from clew.graph.schema import schema
from clew.queries.answer import NO_ACCUSATION, NO_ANSWER, Answer, Json, weakest
from clew.queries.dossier import Dossier, decisions_of
from clew.queries.dossier_text import falls, identities
from clew.queries.footing import Footing, footing
from clew.queries.paths import displays, ends_of, phrase
from clew.queries.pictures import Hand, again, remarked
from clew.queries.render import cells, denies, fall_of, plain, ties_of
from clew.queries.report_differing import differing
from clew.queries.report_notes import Notes, Run
from clew.queries.report_words import answered, closed, in_words, led, resting, standing
from clew.queries.typed import Typed

#: What no file of XML may hold.
_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")
NONE_WINS = "No account is preferred: their order is that of what they say."
HOW = (
    "Each statement begins with its status. A number behind it leads to the evidence: what is said,"
    " who says it, and where. Line ends in quotes stand as blanks, and signs that turn or hide text"
    " are left out."
)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a report: what it is (title, head, sub, text, statement, item), and its runs."""

    kind: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its body, the notes by number from 1 on, and what comes behind them.

    lens        in words; last_entry: the day of the ledger's last entry
    statements  how many there are; sources: how many are cited
    """

    title: str
    body: tuple[Block, ...]
    notes: tuple[tuple[Run, ...], ...]
    ending: tuple[Block, ...]
    lens: str
    options: Json
    last_entry: str
    statements: int
    sources: int


def report_of(answer: Answer) -> Report:
    """Return an answer as a report; raises UsageError where the case has changed since."""
    with again(answer.reopen, answer.graph_version) as graph:
        written = _Writing(graph, answer, Notes(), footing(graph))
        body = list(written.body())
        ending = list(written.ending())
        hand, typed = Hand(graph), Typed(graph)

        def clean(runs: Iterable[Run]) -> tuple[Run, ...]:
            return tuple((style, hand.on(_NO_TEXT.sub("\ufffd", text))) for style, text in runs)

        return Report(
            title=clean([("", plain(answer.title))])[0][1],
            body=tuple(replace(block, runs=clean(block.runs)) for block in body),
            notes=tuple(clean(note) for note in written.notes.written),
            ending=tuple(replace(block, runs=clean(block.runs)) for block in ending),
            lens=hand.on(typed.shown(graph.lens.words())),
            options=hand.on(typed.shown(graph.lens.to_json())),
            last_entry=graph.handing.last_entry,
            statements=written.count,
            sources=len(written.notes.sources),
        )


@dataclass(slots=True)
class _Writing:
    """Writes the parts of a report in their order; statements and notes are numbered through."""

    graph: Opened
    answer: Answer
    notes: Notes
    ground: Footing
    count: int = 0
    cited: dict[int, list[str]] = field(default_factory=dict)
    _claims: dict[str, Json] = field(default_factory=dict)

    def body(self) -> Iterator[Block]:
        """Yield what comes before the notes."""
        answer = self.answer
        every = (*(c for several in answer.evidence.values() for c in several), *answer.denials)
        self._claims = {claim["id"]: remarked(claim) for claim in every}
        yield _block("title", plain(answer.title))
        yield from self._head()
        if answer.is_empty:
            yield _block("text", NO_ANSWER)
        if isinstance(answer, Dossier):
            yield _block("head", "Statements")
            yield from (block for step in answer.steps for block in self._step(step))
        else:
            yield from self._paths("", answer.paths)
            yield from self._rows()
            yield from self._paths("Only planned", answer.planned)
            yield from self._paths(fall_of(answer), answer.fallen)
        yield from self._denied()
        yield from self._differing()
        yield from self._grounds()
        yield from _list("What is not known", answer.not_known)
        yield from _list("Notes", answer.notes)

    def ending(self) -> Iterator[Block]:
        """Yield what comes behind the notes."""
        yield from _list("Sources", self.notes.list_of_sources())
        yield _block("text", NO_ACCUSATION)

    def _head(self) -> Iterator[Block]:
        lens = plain(Typed(self.graph).shown(self.graph.lens.words()))
        day = self.graph.handing.last_entry or "none"
        yield _block(
            "text",
            f"Lens: {lens}. Last entry of the case: {day}. Graph: {self.answer.graph_version}.",
        )
        yield _block("text", NO_ACCUSATION)
        yield _block("text", HOW)
        yield from _list("What the statuses mean", self._meanings())

    def _meanings(self) -> Iterator[str]:
        rows = (*self.answer.rows, *getattr(self.answer, "steps", ()))
        paths = (*self.answer.paths, *self.answer.planned, *self.answer.fallen)
        used = {claim["status"] for claim in self._claims.values()}
        used |= {row["status"] for row in rows if row.get("status")}
        used |= {weakest(path) for path in paths}
        for name, status in schema().statuses.items():
            if name in used:
                yield f"{in_words(name)}: {status.meaning}"

    def _statement(
        self, said: str, known: Any, rests: Sequence[Json], against: Iterable[Json]
    ) -> Iterator[Block]:
        """Yield a statement with how it stands, and the numbers of its notes.

        `known` has its status and date, and more of a tie; the status leads, so that whoever cites
        the sentence alone cites that, too.
        """
        self.count += 1
        self.cited[self.count] = [claim["id"] for claim in (*rests, *against)]
        for_it = [self.notes.of(claim) for claim in rests]
        denied = [self.notes.of(claim) for claim in against]
        runs = [("strong", f"{self.count}. {led(known)}{closed(plain(said))}")]
        if known.keys() - {"status", "disputed"}:
            rest = resting(self.ground.support(rests), rests)
            runs.append(("", f" {standing(known)}; {rest}."))
        elif told := list(answered(rests)):
            runs.append(("", f" {closed('; '.join(told).capitalize())}"))
        runs += [("", " Evidence: "), *for_it] if for_it else [("", " No evidence is shown.")]
        runs += [("", " Denied: "), *denied] if denied else []
        yield Block("statement", tuple(runs))

    def _step(self, step: Json) -> Iterator[Block]:
        rests, against = ([self._claims[i] for i in step[part]] for part in ("claims", "denials"))
        yield from self._statement(step["says"], step, rests, against)

    def _edge(self, edge: Edge, said: str) -> Iterator[Block]:
        rests = [remarked(claim) for claim in self.answer.evidence.get(edge.id, ())]
        against = [self._claims[c["id"]] for c in self.answer.denials if denies(c, edge)]
        yield from self._statement(said, edge.properties, rests, against)

    def _paths(self, title: str, paths: Iterable[Any]) -> Iterator[Block]:
        for number, path in enumerate(paths, 1):
            if title and number == 1:
                yield _block("head", title)
            status, names = in_words(weakest(path)), displays(path.nodes)
            yield _block("sub", f"Path {number}: {status}, no stronger than its weakest step")
            for at, edge in enumerate(path.edges):
                start, end = ends_of(path, at)
                yield from self._edge(edge, f"{names[start]} {phrase(edge.type)} {names[end]}")

    def _rows(self) -> Iterator[Block]:
        if self.answer.rows:
            yield _block("head", "Statements")
        ties = ties_of(self.answer)
        nodes = [item for item in self.answer.items if isinstance(item, Node)]
        for row in self.answer.rows:
            if row.get("computed"):
                yield _block("sub", f"Computed: {plain(row['what'])}")
                yield from self._computed(row, ties, displays(nodes))
                continue
            own = [claim["id"] for claim in self.answer.evidence.get(row.get("edge", ""), ())]
            rests = [self._claims[i] for i in row.get("claims", own) if i in self._claims]
            edge = ties.get(row.get("edge", ""))
            against = [c for c in self.answer.denials if denies(c, edge)]
            told = {claim["id"] for claim in rests}
            against = [self._claims[c["id"]] for c in against if c["id"] not in told]
            stands = {name: row.get(name) for name in ("status", "disputed")}
            said = "; ".join(cells({**row, "status": "", "disputed": False}))
            yield from self._statement(said, stands, rests, against)

    def _computed(
        self, row: Json, ties: Mapping[str, Edge], names: Mapping[str, str]
    ) -> Iterator[Block]:
        """Yield the ties that something computed rests on, or its claims where it has none."""
        for edge in (ties[identity] for identity in row.get("ties", ())):
            said = f"{names[edge.start]} {phrase(edge.type)} {names[edge.end]}"
            yield from self._edge(edge, said)
        rests = [self._claims[i] for i in row.get("claims", ()) if i in self._claims]
        if rests and not row.get("ties"):
            yield from self._statement(f"Computed: {row['what']}", {}, rests, ())
        if row.get("more_ties"):
            yield _block("text", f"And {row['more_ties']} more.")

    def _denied(self) -> Iterator[Block]:
        """Yield the denials that stand beside no statement."""
        rest = [c["id"] for c in self.answer.denials if c["id"] not in self.notes.told]
        if rest:
            yield _block("head", "What is denied beside these statements")
        for identity in rest:
            claim = self._claims[identity]
            who = plain(claim.get("attribution") or "a source")
            said = closed(plain(self._denied_words(claim)))
            yield Block("item", (("", f"Denied by {who}: {said} "), self.notes.of(claim)))

    def _denied_words(self, claim: Json) -> str:
        """Return what a claim denies, as far as the lens shows of what or whom."""
        says = {} if claim.get("protected") else claim.get("says", {})
        if "property" in says:
            return f"{says['property']}: {says.get('value', '')}"
        ends = [self.graph.items.get(says.get(end, "")) for end in ("start", "end")]
        names = displays(node for node in ends if isinstance(node, Node))
        if None in ends or "type" not in says:
            return "what the note quotes"
        return f"{names[says['start']]} {phrase(says['type'])} {names[says['end']]}"

    def _differing(self) -> Iterator[Block]:
        """Yield where what sources say cannot all be right; denials stand with the statements."""
        told = list(differing(self.answer, self.cited))
        yield from _list("Where accounts differ", [NONE_WINS, *told] if told else [])

    def _grounds(self) -> Iterator[Block]:
        """Yield whom the statements take for one, and what falls without each source."""
        if isinstance(self.answer, Dossier):
            decisions: Iterable[Json] = self.answer.decisions
        else:
            paths = (*self.answer.paths, *self.answer.planned, *self.answer.fallen)
            nodes = [node for path in paths for node in path.nodes]
            nodes += [item for item in self.answer.items if isinstance(item, Node)]
            decisions = decisions_of(self.graph, nodes)
        yield from _blocks(identities(list(decisions), plain))
        if isinstance(self.answer, Dossier) and self.answer.falls:
            yield from _blocks(falls(self.answer, plain))


def _block(kind: str, text: str) -> Block:
    return Block(kind, (("", text),))


def _blocks(told: Iterable[tuple[str, str]]) -> Iterator[Block]:
    return (_block(kind, text) for kind, text in told)


def _list(title: str, lines: Iterable[str]) -> Iterator[Block]:
    several = [plain(line) for line in lines]
    if several:
        yield _block("head", title)
        yield from (_block("item", line) for line in several)
