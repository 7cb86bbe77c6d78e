"""A reader's place in the tokens of a text."""

from __future__ import annotations

from typing import NoReturn

from clew.graph.stores.cypher.tokens import Token, refusal, tokenize

#: How deep brackets, subqueries and chains of postfixes may nest.
DEEPEST = 50


class Cursor:
    """Walks over tokens; `at` is the index of the next one."""

    __slots__ = ("at", "depth", "filtering", "not_patterns", "text", "tokens")

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = tokenize(text)
        self.at = 0
        self.depth = 0
        #: inside `[x IN xs WHERE …`, where `|` may end a label expression
        self.filtering = False
        #: brackets tried as a pattern in vain, so that no text is tried twice
        self.not_patterns: set[int] = set()

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    @property
    def last_end(self) -> int:
        """Where the token before this one ends."""
        return self.tokens[self.at - 1].end if self.at else 0

    def ahead(self, count: int) -> Token:
        """Return the token `count` places on, or the last one."""
        return self.tokens[min(self.at + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Return the next token and step over it; the end is never stepped over."""
        token = self.tokens[self.at]
        if token.kind != "end":
            self.at += 1
        return token

    def at_symbol(self, symbol: str, count: int = 0) -> bool:
        """Tell whether a symbol comes next (or `count` tokens on)."""
        token = self.ahead(count)
        return token.kind == "symbol" and token.text == symbol

    def at_word(self, *words: str) -> bool:
        """Tell whether one of these unquoted words comes next."""
        return self.tokens[self.at].word in words

    def at_name(self, count: int = 0) -> bool:
        """Tell whether a name comes next, quoted or not, keywords included."""
        return self.ahead(count).kind in ("name", "quoted")

    def accept(self, symbol: str) -> bool:
        """Step over a symbol if it comes next."""
        if self.at_symbol(symbol):
            self.at += 1
            return True
        return False

    def accept_words(self, *words: str) -> bool:
        """Step over these words if they all come next, in this order."""
        if all(self.ahead(count).word == word for count, word in enumerate(words)):
            self.at += len(words)
            return True
        return False

    def expect(self, symbol: str) -> Token:
        """Step over a symbol that must come next."""
        if not self.at_symbol(symbol):
            self.fail(f"expected {symbol}")
        return self.take()

    def expect_words(self, *words: str) -> None:
        """Step over words that must come next."""
        if not self.accept_words(*words):
            self.fail(f"expected {' '.join(words)}")

    def name(self, what: str = "a name") -> str:
        """Return the name that must come next, without backticks."""
        if not self.at_name():
            self.fail(f"expected {what}")
        return self.take().text

    def fail(self, reason: str) -> NoReturn:
        """Refuse the text here."""
        raise refusal(self.text, self.token.start, reason)

    def mark(self) -> tuple[int, int, bool]:
        """Return a place to come back to."""
        return self.at, self.depth, self.filtering

    def back(self, mark: tuple[int, int, bool]) -> None:
        """Go back to a mark where no pattern was found; none is looked for there again."""
        self.at, self.depth, self.filtering = mark
        self.not_patterns.add(self.at)

    def deeper(self) -> None:
        """Count one more level; the caller takes it off again when it is done."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail(f"it nests more than {DEEPEST} levels deep")
