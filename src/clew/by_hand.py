"""Work by hand: claims that a person enters, and what people add to those of sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from clew.decisions import Decisions
from clew.graph.lens import Disclosure

if TYPE_CHECKING:
    from clew.claiming import Added


class ByHand(Decisions):
    """Claims, assessments, replies and corrections by hand: each signed, dated and logged."""

    __slots__ = ()

    def add_claim(
        self,
        start: str,
        word: str,
        end: str,
        *,
        quote: str,
        source: str = "",
        at: int | None = None,
        external: Mapping[str, str] | None = None,
        start_kind: str = "",
        end_kind: str = "",
        start_words: str = "",
        end_words: str = "",
        status: str = "not_stated",
        attribution: str = "",
        when: str = "",
        key: str = "",
        locator: str = "",
        extra: Mapping[str, Iterable[str]] | None = None,
        because: str = "",
        protected: bool = False,
        disclose: Disclosure = "public",
    ) -> Added:
        """Enter what a source says: a tie between two entities, or a value (`end`) of one.

        word        a tie or a property of the vocabulary
        quote       its exact words in `source` (an id, a title or a path); `at` the code point they
                    begin at, where they stand several times
        external    facts of a source that is not in the case, `title` first: the quote is its text
        start, end  ids, names, or words of the quote; `start_words`, `end_words`: the words of
                    the quote that stand for them; `start_kind`, `end_kind`: of somebody new
        because     your own note on it

        The same again by the same person changes nothing. Raises UsageError where something does
        not hold, UnknownId and AmbiguousName for the names.
        """
        from clew.claiming import add
        from clew.ends import Named
        from clew.stating import Statement, tie_or_value

        tie, _ = tie_or_value(word)
        if (end_kind or end_words) and not tie:
            self._no_end()
        said = Statement(
            start=Named(given=start, words=start_words, kind=start_kind),
            word=word,
            end=Named(given=end, words=end_words, kind=end_kind, side="end") if tie else None,
            value="" if tie else end,
            quote=quote,
            source=source,
            at=at,
            external=dict(external or {}),
            locator=locator,
            status=status,
            attribution=attribution,
            when=when,
            key=key,
            extra={name: tuple(texts) for name, texts in (extra or {}).items()},
            note=because,
            protected=protected,
        )
        with self.deciding("claim add", disclose) as (db, graph):
            return add(db, graph, self.directory.originals, said)

    @staticmethod
    def _no_end() -> None:
        from clew.graph.errors import UsageError

        raise UsageError("that is a property: a value has no kind and no words of its own")

    def assess(self, claim: str, *, pair: str, line: str, disclose: Disclosure = "public") -> str:
        """Assess a claim (or an edge of one claim): an Admiralty pair (`B2`) and one line.

        Returns the act's id. Raises UnknownId, AmbiguousName with the claims of an edge of several,
        UsageError where the same person has said just that already.
        """
        from clew.remarking import assess

        with self.deciding("assess", disclose) as (db, graph):
            return assess(db, graph, claim, pair, line)

    def reply(
        self,
        what: str,
        *,
        answer: str,
        asked: str = "",
        how: str = "",
        answered: str = "",
        who: str = "",
        text: str = "",
        source: str = "",
        disclose: Disclosure = "public",
    ) -> str:
        """Record that somebody was asked about a claim, or an entity was, and what came of it.

        answer  denied, confirmed, replied, declined, none; asked, answered: when (EDTF); how;
        who     was asked; text: the reply itself; source: where it stands, of this case

        Returns the act's id.
        """
        from clew.remarking import Reply, reply

        said = Reply(
            answer=answer,
            asked=asked,
            how=how,
            answered=answered,
            who=who,
            text=text,
            source=source,
        )
        with self.deciding("reply", disclose) as (db, graph):
            return reply(db, graph, what, said)

    def correct(
        self,
        what: str,
        *,
        note: str,
        when: str = "",
        withdrew: bool = False,
        url: str = "",
        disclose: Disclosure = "public",
    ) -> str:
        """Record that a source corrected itself or one claim, or (`withdrew`) took it back.

        It is shown wherever that is quoted, and takes nothing out of the answers: `withdraw` does.
        Returns the act's id.
        """
        from clew.remarking import correct

        with self.deciding("source correct", disclose) as (db, graph):
            return correct(db, graph, what, note, when=when, withdrew=withdrew, url=url)
