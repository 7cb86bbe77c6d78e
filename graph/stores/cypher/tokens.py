"""Cypher text to tokens: names, quoted names, strings, numbers, parameters, symbols.

Stricter than the engines where they differ from one another (Unicode escapes outside strings,
letters that some of them fold into ASCII): what two engines could read in two ways is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from clew.graph.errors import QueryRefused

#: Longer texts are refused before they are read: lists of values belong into parameters.
LONGEST = 100_000

#: Words that open or join something: as a name, each is written in backticks.
KEYWORDS = frozenset(
    """ALL AND ANY AS ASC BY CALL CASE COLLECT CONTAINS COUNT DESC DISTINCT ELSE END ENDS EXISTS
    FALSE IN IS LIMIT MATCH NONE NOT NULL OFFSET OPTIONAL OR ORDER REDUCE RETURN SHORTEST SINGLE
    SKIP STARTS THEN TRUE UNION UNWIND USE WHEN WHERE WITH XOR YIELD""".split()
)

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<comment>//[^\r\n]*|/\*.*?\*/)
    | (?P<name>[^\W\d]\w*)
    | (?P<number>0[xX][0-9a-fA-F]+|0o[0-7]+|(?:\d[\d_]*(?:\.\d[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?)
    | (?P<string>'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")
    | (?P<quoted>`(?:[^`]|``)+`)
    | (?P<parameter>\$(?:\w+|`(?:[^`]|``)+`))
    | (?P<symbol>\.\.|<>|<=|>=|=~|\+=|\|\||::|[-+*/%^=<>()\[\]{},.:;|&!$])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\u(.{0,4})", re.DOTALL)
_OPEN, _CLOSE = "([{", ")]}"


@dataclass(slots=True)
class Token:
    """One token; `kind` is name, quoted, number, string, parameter, symbol or end.

    text    as written; of a quoted name the name itself
    word    an unquoted name in capitals, for keywords; '' for all else
    start, end   offsets in the text
    mate    of a bracket: the index of the token that closes it
    """

    kind: str
    text: str
    word: str
    start: int
    end: int
    mate: int = -1


def place(text: str, offset: int) -> str:
    """Return `line 3, column 7` of an offset, both from 1."""
    line = text.count("\n", 0, offset) + 1
    return f"line {line}, column {offset - text.rfind(chr(10), 0, offset)}"


def refusal(text: str, offset: int, reason: str) -> QueryRefused:
    """Make the error that says where a text cannot be read, and why; it quotes nothing."""
    return QueryRefused(f"The query cannot be read at {place(text, offset)}: {reason}.")


def tokenize(text: str) -> list[Token]:
    """Split a text into tokens, the last of kind `end`; raises QueryRefused."""
    if len(text) > LONGEST:
        raise QueryRefused(
            f"The query has {len(text):,} characters, more than {LONGEST:,}: "
            "give long lists as parameters."
        )
    tokens: list[Token] = []
    position = 0
    number_ends = -1
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise refusal(text, position, _unreadable(text[position]))
        kind, raw, start = found.lastgroup or "", found.group(), position
        position = found.end()
        if kind == "space" or kind == "comment":
            continue
        if kind == "name" and start == number_ends:
            raise refusal(text, start, "a number runs into a name")
        tokens.append(_token(text, kind, raw, start, position))
        number_ends = position if kind == "number" else -1
    tokens.append(Token("end", "", "", len(text), len(text)))
    _pair(text, tokens)
    return tokens


def without_comments(text: str) -> str:
    """Return the text with blanks for comments; every other character keeps its offset.

    No engine can then see an end of a comment where Clew saw none.
    """
    parts: list[str] = []
    position = 0
    while found := _TOKEN.match(text, position):
        raw = found.group()
        if found.lastgroup == "comment":
            raw = "".join(c if c in "\r\n" else " " for c in raw)
        parts.append(raw)
        position = found.end()
    return "".join(parts)


def name_of(raw: str) -> str:
    """Return a quoted name without its backticks, or any other name as it is."""
    return raw[1:-1].replace("``", "`") if raw.startswith("`") else raw


def _token(text: str, kind: str, raw: str, start: int, end: int) -> Token:
    if kind == "name":
        if not raw.isascii():
            _check_letters(text, raw, start)
        return Token(kind, raw, raw.upper(), start, end)
    if "\\" in raw:
        _check_escapes(text, kind, raw, start)
    if kind == "quoted":
        return Token(kind, name_of(raw), "", start, end)
    if kind == "parameter":
        return Token(kind, name_of(raw[1:]), "", start, end)
    return Token(kind, raw, "", start, end)


def _check_letters(text: str, raw: str, start: int) -> None:
    # 'ſ' and 'ı' become S and I where an engine folds case: LOAD CſV would be a keyword there.
    for offset, letter in enumerate(raw):
        if letter.isascii():
            continue
        upper = letter.upper()
        folds = (len(upper) == 1 and upper.isascii()) or letter.lower()[0].isascii()
        if folds or not letter.isprintable():
            reason = (
                "a letter of this name can be taken for an ASCII letter; put backticks round it"
            )
            raise refusal(text, start + offset, reason)


def _check_escapes(text: str, kind: str, raw: str, start: int) -> None:
    # Neo4j replaces \uXXXX before it reads anything else, so an escaped quote would end the string.
    for found in _ESCAPED.finditer(raw):
        digits = found.group(1)
        where = start + found.start()
        if kind != "string":
            raise refusal(text, where, "a name holds an escape; write the character itself")
        try:
            code = int(digits, 16) if len(digits) == 4 and digits.isalnum() else -1
        except ValueError:
            code = -1
        if code < 0:
            raise refusal(text, where, "\\u needs four hexadecimal digits")
        if chr(code) in "'\"`\\":
            raise refusal(
                text, where, "\\u may not stand for a quote or a backslash; use a parameter"
            )


def _pair(text: str, tokens: list[Token]) -> None:
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind != "symbol":
            continue
        if token.text in _OPEN:
            opened.append(index)
        elif token.text in _CLOSE:
            if not opened or _OPEN.index(tokens[opened[-1]].text) != _CLOSE.index(token.text):
                raise refusal(text, token.start, "this bracket closes nothing")
            tokens[opened.pop()].mate = index
    if opened:
        raise refusal(text, tokens[opened[-1]].start, "this bracket is never closed")


def _unreadable(character: str) -> str:
    if character in "'\"`":
        return "a quoted text or name is never closed"
    if character == "/":
        return "a comment is never closed"
    return f"the character U+{ord(character):04X} has no meaning here"
