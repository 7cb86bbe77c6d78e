"""The parts of WebAnno TSV 3: its header, its escapes, its references, its text.

https://inception-project.github.io/releases/latest/docs/user-guide.html#sect_webannotsv (3.3);
3.0 and 3.1 differ in how `#Text=` is escaped and in what a slot's target is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from clew.graph.errors import InputError
from clew.graph.unspaced import unspaced
from clew.loaders.annotations.inception.cas_types import ANNOTATION, BASE, TOP, Types
from clew.loaders.annotations.offsets import BadOffset, utf16

FORMAT = re.compile(r"#FORMAT=WebAnno TSV (\d+)(?:\.(\d+))?\s*$")
OLDER = re.compile(r"\s*# [\w.]+ \| ")

_JAVA = re.compile(r"\\(u+[0-9a-fA-F]{4}|[0-7]{1,3}|.)", re.DOTALL)
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ROLE = re.compile(r"ROLE_[^:]+:(.+?)_(\w*\.[\w.]+|\w+)$")
_SUFFIX = re.compile(r"\[(\d{1,9})(?:_(\d{1,9}))?\]$")
_CHAIN = re.compile(r"->(\d{1,9})-(\d{1,9})$")
_UNIT = re.compile(r"(\d{1,9}-\d{1,9}(?:\.\d{1,9})?)(?:-(\d{1,4}))?$")

Means = Literal["none", "value", "role", "target", "base", "link", "element"]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: `type` the layer's type, `hint` the type of what it refers to."""

    type: str
    feature: str
    means: Means
    hint: str = ""


def header(lines: Sequence[str]) -> tuple[Types, list[Column], list[str]]:
    """Return the types, columns and layers (in their order) that the `#T_` lines declare."""
    parents: dict[str, str] = {}
    own: dict[str, dict[str, str]] = {}
    columns: list[Column] = []
    layers: list[str] = []
    for line in lines:
        sort, _, rest = line.removeprefix("#T_").partition("=")
        type_, *features = [part.strip() for part in rest.split("|")]
        layers.append(type_)
        parents[type_] = ANNOTATION
        mine = own.setdefault(type_, {})
        found = list(_columns(sort, type_, features, parents, own))
        columns += found or [Column(type_, "", "none")]
        for column in found:
            if column.means in ("value", "element", "link"):
                mine[column.feature] = "uima.cas.String"
        if sort == "RL":
            mine |= {"Governor": ANNOTATION, "Dependent": ANNOTATION}
        if sort == "CH":
            mine["next"] = type_
            parents[chain_of(type_)] = BASE
            own[chain_of(type_)] = {"first": type_}
    return Types(parents, own), columns, layers


def _columns(
    sort: str,
    type_: str,
    features: list[str],
    parents: dict[str, str],
    own: dict[str, dict[str, str]],
) -> Iterator[Column]:
    slot = ""
    for feature in features:
        if sort == "SP" and (role := _ROLE.match(feature)):
            slot, link = role.groups()
            own[type_][slot] = f"{link}[]"
            parents[link], own[link] = TOP, {"role": "uima.cas.String", "target": ANNOTATION}
            yield Column(type_, slot, "role", link)
        elif slot:
            yield Column(type_, slot, "target", feature)
            slot = ""
        elif sort == "RL" and feature.startswith("BT_"):
            yield Column(type_, "Governor", "base", feature.removeprefix("BT_"))
        elif sort == "CH":
            yield Column(type_, feature, "link" if feature == "referenceRelation" else "element")
        elif feature:
            yield Column(type_, feature, "value")


def chain_of(link: str) -> str:
    """Return the type of the chains that links of this type make up."""
    return link.removesuffix("Link") + "Chain"


def parts(text: str, sign: str) -> list[str]:
    """Return a cell's parts between signs that are not escaped."""
    if "\\" not in text:
        return text.split(sign)
    found, escaped = [""], False
    for char in text:
        if char == sign and not escaped:
            found.append("")
            continue
        found[-1] += char
        escaped = char == "\\" and not escaped
    return found


def suffix(value: str) -> tuple[str, int, int]:
    """Return a value without `[3]` or `[3_4]`, and these numbers (0 where there are none)."""
    found = _unescaped(_SUFFIX, value)
    if not found:
        return value, 0, 0
    return value[: found.start()], int(found[1]), int(found[2] or 0)


def chain_suffix(value: str) -> tuple[str, tuple[int, int] | None]:
    """Return a value without `->3-1`, and these: the chain and the link's place in it."""
    found = _unescaped(_CHAIN, value)
    if not found:
        return value, None
    return value[: found.start()], (int(found[1]), int(found[2]))


def _unescaped(pattern: re.Pattern[str], value: str) -> re.Match[str] | None:
    found = pattern.search(value)
    if not found:
        return None
    before = value[: found.start()]
    slashes = len(before) - len(before.rstrip("\\"))
    return None if slashes % 2 else found


def unit(value: str) -> tuple[str, int]:
    """Return the token or sub-token that a reference names, and the layer's number or 0."""
    found = _UNIT.match(value)
    return (found[1], int(found[2] or 0)) if found else ("", 0)


def word(value: str) -> str | None:
    """Return a feature's value, None where it is not set."""
    return None if value == "*" else _ESCAPED.sub(lambda m: _plain(m[1]), value)


def _plain(char: str) -> str:
    return _CONTROL[char] if char in "tn" else char


def unescaped(text: str, minor: int | None) -> str:
    """Return the text of a `#Text=` line; None is the version that was called `3`."""
    if minor is None or "\\" not in text:
        return text
    if minor >= 2:
        return _ESCAPED.sub(lambda m: _CONTROL.get(m[1], m[1]), text)
    plain = _JAVA.sub(_java, text)
    # Java escapes a character beyond the basic plane as two halves
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _java(found: re.Match[str]) -> str:
    said = found[1]
    if said[0] == "u" and len(said) > 1:
        return chr(int(said.lstrip("u"), 16))
    if said[0] in "01234567":
        return chr(int(said, 8) % 256)
    return _CONTROL.get(said, said)


def text_of(
    sentences: Sequence[tuple[int, int, str]], sources: Iterable[str], known: Iterable[str] = ()
) -> tuple[str, bool]:
    """Return the text of (line, begin in UTF-16 units, sentence), and whether it is rebuilt.

    It is the first source that fits, else made of the sentences. A text that the case has (`known`)
    is taken where it holds more than these sentences: else it is found as every rebuilt one is.

    What stands between sentences is not in the file: one unit is a blank, as INCEpTION itself
    reads it, more are line ends; what stands before the first is blanks.
    """
    if (fitting := _first_fitting(sentences, sources)) is not None:
        return fitting, False
    made = _made(sentences)
    fitting = _first_fitting(sentences, known)
    if fitting is not None and unspaced(fitting) != unspaced(made):
        return fitting, False
    return made, True


def _first_fitting(sentences: Sequence[tuple[int, int, str]], sources: Iterable[str]) -> str | None:
    for source in sources:
        for text in dict.fromkeys((source, source.replace("\n", "\r\n"))):
            if _fits(sentences, text):
                return text
    return None


def _made(sentences: Sequence[tuple[int, int, str]]) -> str:
    found, at = list[str](), 0
    for line, begin, sentence in sentences:
        if begin < at:
            raise InputError("has a sentence that begins before the last one ends", line=line)
        if begin - at > _WIDEST_GAP or begin > _LONGEST_TEXT:
            raise InputError("has a sentence farther away than in any text", line=line)
        found.append((" " if begin - at == 1 or not at else "\n") * (begin - at))
        found.append(sentence)
        at = begin + len(sentence.encode("utf-16-le", "surrogatepass")) // 2
    return "".join(found)


_WIDEST_GAP = 1_000_000
_LONGEST_TEXT = 64 * 1024 * 1024


def _fits(sentences: Sequence[tuple[int, int, str]], source: str) -> bool:
    offsets = utf16(source)
    try:
        return all(
            source.startswith(sentence, offsets.point(begin)) for _, begin, sentence in sentences
        )
    except BadOffset:
        return False
