"""What engines say of a query in words of their own, in one way for both."""

from __future__ import annotations

import re

_WORDS = (
    (
        r"(?:IntegerOverflow: )?Integer literal is too large.*|integer is too large"
        r"|long overflow|result of .* cannot be represented as an integer",
        "a whole number needs more than 64 bits",
    ),
    (
        r"(?:FloatingPointOverflow: )?Floating point number is too large.*",
        "a number is too large",
    ),
    (r"[/%] by zero", "a number is divided by zero"),
    (r"(?:UndefinedVariable: )?Variable ['`](.*)['`] not defined", r"the name '\1' stands nowhere"),
    (r"(?:UnknownFunction: )?Unknown function '(.*)'", r"there is no function '\1'"),
    (
        r"(?:ColumnNameConflict: )?Column name '.*' is defined more than once"
        r"|Multiple result columns with the same name are not supported",
        "two columns have one name: name them apart with AS",
    ),
    (
        r"(?:NegativeIntegerArgument|InvalidArgumentType): (?:SKIP|LIMIT) value .*"
        r"|Invalid input\. '.*' is not a valid value\. Must be a non-negative integer",
        "SKIP and LIMIT take a whole number from 0 on",
    ),
    (
        r"NestedAggregation: .*|Can't use aggregate functions inside of aggregate functions",
        "one aggregate stands inside another",
    ),
    (
        r"InvalidAggregation: .*|Invalid use of aggregating function .*",
        "an aggregate cannot stand there",
    ),
    (
        r"\w+\(\) cannot parse|Text cannot be parsed to an? \w+"
        r"|it met a value that the query cannot take \(SyntaxError\)",
        "a text is no date, time or duration",
    ),
    (r"TypeError", "it met a value that the query cannot take (TypeError)"),
)
_PLACE = re.compile(r"(?:, at line \d+, column \d+)?$")
_KNOWN = [(re.compile(pattern, re.IGNORECASE), words) for pattern, words in _WORDS]


def in_one_way(told: str) -> str:
    """Return an engine's sentence, without its full stop, as Clew says it; the place stays."""
    end = _PLACE.search(told)
    cut = end.start() if end else len(told)
    for pattern, words in _KNOWN:
        if found := pattern.fullmatch(told[:cut]):
            return found.expand(words) + told[cut:]
    return told
