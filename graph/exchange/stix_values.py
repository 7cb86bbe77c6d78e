"""What of a trace is written to STIX: values that have the form of one, and no other words.

A trace may be called anything in a text, "Bo Ray's wallet" too. So words are taken for an address,
a number or a handle only where they look like one; what a person is called is none of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from clew.graph.masks import MASK
from clew.graph.model import Node

Json = dict[str, Any]
#: A host in whatever script: letters, marks and digits, hyphens within (RFC 1034, RFC 5890).
_HOST = re.compile(r"(?:[^\s.]{1,63}\.)+(?!\d)[^\s.]{2,63}\.?")
#: What stays as it is in an address behind its host.
_KEPT = "/?#:@!$&'()*+,;=%-._~"
#: Signs that nobody sees and that belong to letters.
_JOINERS = "\u200c\u200d"
#: An address with a scheme, its host, and what follows (RFC 3986, and in other scripts RFC 3987).
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)([^\s<>\"/?#]+)([^\s<>\"]*)")
_AUTHORITY = re.compile(r"[\w.~!$&'()*+,;=:@%-]+|\[[0-9A-Fa-f:.]+\](?::\d+)?", re.ASCII)
_ATOM = r"[A-Za-z0-9!#$%&*+/=?^_`{|}~-][A-Za-z0-9!#$%&'*+/=?^_`{|}~-]*"
_EMAIL = re.compile(rf"(?:mailto:)?({_ATOM}(?:\.{_ATOM})*)@([^\s@]+)")
#: Signs and a digit, on whatever chain; shortened ones have `…` or dots.
_WALLET = re.compile(r"(?=\S*\d)[^\s\"'<>]{6,}")
_PHONE = re.compile(r"(?:tel:)?[+(]{0,2}[\d*•xX…][\d\s()./*•xX…+-]*(?:\s*(?:ext\.?|x|#)\s*\d+)?")
_DIGITS = re.compile(r"\d.*\d.*\d")
#: An IBAN, or groups that each have a digit or stand for some.
_ACCOUNT = re.compile(
    r"[A-Z]{2}\d\d(?:[ -]?[A-Z0-9*•…xX]{1,4}){2,9}"
    r"|(?:(?=\S*[\d*•…#]|[xX]+(?:\s|$))[\w.*•…#/-]+(?:\s+|$))+"
)
_LOGIN = re.compile(r"\S+")
_SERVICE = re.compile(r"[^\W_][\w.+-]*")
#: No address, number or handle has more signs.
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Sort:
    """How a kind of trace is written: which properties give values, and what makes an object."""

    names: tuple[str, ...]
    make: Callable[[str, Node], Json | None]


def bodies(node: Node) -> list[Json]:
    """Return an object for each value of a trace; none for a class, or where nothing is a value.

    Two that differ in blanks, capitals and marks like brackets alone are one.
    """
    sort = SORTS.get(str(node.properties.get("kind", "")))
    if sort is None or node.properties.get("generic"):
        return []
    found: dict[tuple[str, str], Json] = {}
    for words in _said(node, sort.names):
        fits = len(words) <= _LONGEST and MASK not in words
        made = sort.make(words, node) if fits else None
        if made:
            folded = re.sub(r"[\s()./@-]", "", value_of(made)).casefold()
            found.setdefault((made["type"], folded), made)
    return list(found.values())


def value_of(body: Json) -> str:
    """Return what tells an object from others of its type."""
    return str(body.get("value") or body["account_login"])


def _said(node: Node, names: tuple[str, ...]) -> Iterator[str]:
    """Yield what a node has under these names; signs that nobody sees are left out of it."""
    for name in names:
        own = node.properties.get(name)
        for words in own if isinstance(own, list) else [own]:
            if isinstance(words, str):
                yield "".join(sign for sign in words if not _unseen(sign)).strip()


def _unseen(sign: str) -> bool:
    """Tell whether a sign drives a program, or turns or hides others; joiners are letters' own."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs") and sign not in f"{_JOINERS}\n\t"


def _valued(kind: str, form: re.Pattern[str], also: re.Pattern[str] | None = None) -> Any:
    """Return what makes an object of one value of this form."""

    def make(words: str, node: Node) -> Json | None:
        fits = form.fullmatch(words) and (also is None or also.search(words))
        return {"type": kind, "value": words} if fits else None

    return make


def _site(words: str, node: Node) -> Json | None:
    """Return a domain or an address; one spelt so that nobody opens it by mistake is spelt out."""
    value = re.sub("(?i)^hxxp", "http", re.sub(r"\[\.\]|\(\.\)", ".", words))
    url = _URL.fullmatch(value)
    if url:
        host = _as_ascii(url[2])
        rest = re.sub("%(?![0-9A-Fa-f]{2})", "%25", url[3])
        whole = f"{url[1]}{host}{quote(rest, safe=_KEPT)}"
        return {"type": "url", "value": whole} if _AUTHORITY.fullmatch(host) else None
    return {"type": "domain-name", "value": value} if _is_host(value) else None


def _mail(words: str, node: Node) -> Json | None:
    found = _EMAIL.fullmatch(words)
    if found is None or not _is_host(found[2]):
        return None
    return {"type": "email-addr", "value": f"{found[1]}@{_as_ascii(found[2])}"}


def _is_host(words: str) -> bool:
    """Tell whether a text is a host's name: each label of letters and digits, hyphens within."""
    return bool(_HOST.fullmatch(words)) and all(
        label[0] != "-" != label[-1] and all(sign == "-" or _is_letter(sign) for sign in label)
        for label in words.removesuffix(".").split(".")
    )


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN" or sign in _JOINERS


def _as_ascii(host: str) -> str:
    """Return a host as addresses have it, in ASCII; what cannot be so stays."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _account(words: str, node: Node) -> Json | None:
    """Return an account; a name with blanks is what its holder is called, and no login."""
    if not _LOGIN.fullmatch(words):
        return None
    service = next((s for s in _said(node, ("service",)) if _SERVICE.fullmatch(s)), "").lower()
    more = {"account_type": service} if service else {}
    return {"type": "user-account", "account_login": words, **more}


SORTS = {
    "CryptoWallet": Sort(
        ("cryptoAddress", "name", "names"), _valued("cryptocurrency-wallet", _WALLET)
    ),
    "BankAccount": Sort(
        ("iban", "accountNumber", "name", "names"), _valued("bank-account", _ACCOUNT)
    ),
    "PhoneNumber": Sort(("name", "names", "phone"), _valued("phone-number", _PHONE, _DIGITS)),
    "UserAccount": Sort(("username", "name", "names"), _account),
    "EmailAddress": Sort(("name", "names", "email"), _mail),
    "InternetDomain": Sort(("name", "names", "website"), _site),
}
