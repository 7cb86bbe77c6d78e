"""Numbers that stock FollowTheMoney checks: it drops one whose form or check digit is not right.

What is told here is sure of the numbers that lists and registers have most. Stock tools know more
of some (which bank an IBAN can name, say), and may drop one that passes here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: The property that holds a number, and which number it is.
_OF = {
    "BankAccount:bic": "bic",
    "BankAccount:iban": "iban",
    "LegalEntity:innCode": "inn",
    "LegalEntity:leiCode": "lei",
    "LegalEntity:ogrnCode": "ogrn",
    "LegalEntity:swiftBic": "bic",
    "Organization:imoNumber": "imo",
    "Thing:wikidataId": "wikidata",
    "Vessel:imoNumber": "imo",
}
_FORMS = {
    "bic": re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?"),
    "iban": re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII),
    "imo": re.compile(r"(IMO ?)?\d{5,7}", re.ASCII),
    "inn": re.compile(r"\d{10}|\d{12}", re.ASCII),
    "lei": re.compile(r"[A-Z0-9]{18}\d{2}", re.ASCII),
    "ogrn": re.compile(r"[1-9](\d{12}|\d{14})", re.ASCII),
    "wikidata": re.compile(r"Q\d+", re.ASCII),
}
_COMPANY, _INN = (8, 6, 4, 2, 9, 7), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def is_right(prop: str, value: str) -> bool:
    """Tell whether stock tools keep a value of this property (`Vessel:imoNumber`)."""
    sort = _OF.get(prop, "")
    if not sort:
        return True
    return _FORMS[sort].fullmatch(value) is not None and _digits_are_right(sort, value)


def _digits_are_right(sort: str, value: str) -> bool:
    if sort in ("iban", "lei"):
        turned = value[4:] + value[:4] if sort == "iban" else value
        return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
    if sort == "ogrn":
        rest = int(value[:-1]) % (len(value) - 2)
        return (0 if rest == 10 else rest) == int(value[-1])
    digits = [int(sign) for sign in value if sign.isdigit()]
    if sort == "inn":
        ends = (9,) if len(digits) == 10 else (10, 11)
        return all(_summed(_INN[11 - end :], digits) % 11 % 10 == digits[end] for end in ends)
    if sort == "imo":
        digits = [0] * (7 - len(digits)) + digits  # sources leave out the first ones
        ship = _summed(range(7, 1, -1), digits) % 10 == digits[6]
        company = (11 - _summed(_COMPANY, digits) % 11) % 10 == digits[6]
        return any(digits) and (ship or company)
    return True


def _summed(weights: Iterable[int], digits: list[int]) -> int:
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=False))
