"""How close two readings of names are: named features, the strongest that holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clew.graph.identity import words
from clew.graph.identity.readings import Reading


@dataclass(frozen=True, slots=True)
class Feature:
    """A ground for a match: what it is, and in words what it rests on."""

    name: str
    detail: str = ""


#: How much each way of matching says, from 0 to 1; an order to show proposals in, no probability.
STRENGTH = {
    "same words": 0.98,
    "same words but for title or legal form": 0.95,
    "spelled alike": 0.93,
    "same words in another order": 0.9,
    "initials": 0.78,
    "near": 0.75,
    "all words of the shorter": 0.65,
}


def compare(one: Reading, other: Reading, *, person: bool) -> str:
    """Return how two readings match: a name of STRENGTH; '' if they do not.

    One word alone matches only an equal one, and never where it is all there is of a person's
    name: a bare given name is borne by many.
    """
    if person and min(len(one.words), len(other.words)) < 2:
        return ""
    if one.words == other.words:
        same = one.extra == other.extra
        return "same words" if same else "same words but for title or legal form"
    if one.joined == other.joined:
        return "spelled alike"
    if one.in_any_order == other.in_any_order:
        return "same words in another order"
    if _by_initials(one.words, other.words) if person else _is_acronym(one, other):
        return "initials"
    if is_near(one, other):
        return "near"
    return "all words of the shorter" if _holds_all(one, other, person) else ""


def strongest(ones: Iterable[Reading], others: Sequence[Reading], *, person: bool) -> str:
    """Return the strongest way in which any two readings match; '' if none do."""
    found = {compare(one, other, person=person) for one in ones for other in others} - {""}
    return max(found, key=STRENGTH.__getitem__, default="")


def _by_initials(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether words fit one by one, in order, some by their first letter, one of them whole.

    `J. Smith` fits `John Smith`; `J. S.` fits nothing.
    """
    if len(one) != len(other):
        return False
    pairs = list(zip(one, other, strict=True))
    whole = any(a == b and len(a) > 1 for a, b in pairs)
    short = all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in pairs)
    return whole and short


def _is_acronym(one: Reading, other: Reading) -> bool:
    """Return whether one is the other's acronym of three letters or more: LYP, Ly Yong Phat."""
    short = min(one.telling, other.telling, key=len)
    if len(short) != 1 or len(short[0]) < 3:
        return False
    return any(short[0] == acronym(r.words) or short[0] == acronym(r.telling) for r in (one, other))


def acronym(parts: Iterable[str]) -> str:
    """Return the first letters of the words, small words left out."""
    silent = words.word_set("latin", "silent")
    return "".join(part[0] for part in parts if part not in silent)


def is_near(one: Reading, other: Reading) -> bool:
    """Return whether names of two or more telling words differ by a slip or two in long words.

    At least one telling word must be equal, unless the names differ only in where blanks stand.
    """
    short, long = sorted((one, other), key=lambda reading: len(reading.words))
    if len(short.words) == len(long.words) > 1:
        left, right = _unshared(one.words, other.words)
        shared = (set(one.telling) & set(other.telling)) - set(left)
        return bool(shared) and all(map(near_words, left, right))
    blank = len(long.words) - len(short.words) == 1 and not set(short.words) <= set(long.words)
    return blank and near_words(short.joined, long.joined)


def _unshared(one: Sequence[str], other: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the sorted words of each that the other does not have."""
    left, right = list(one), list(other)
    for word in one:
        if word in right:
            left.remove(word)
            right.remove(word)
    return sorted(left), sorted(right)


def near_words(one: str, other: str, least: int = 5) -> bool:
    """Return whether words of `least` letters or more are one slip apart, of nine or more two.

    The first letter is the same: where it differs the names mostly do (Kamal, Jamal).
    """
    length = min(len(one), len(other))
    allowed = (length >= least) + (length >= 9)
    if one == other or not allowed or one[0] != other[0] or abs(len(one) - len(other)) > allowed:
        return one == other
    # each slip brings in or takes out two letters at most: a cheap look before the dear one
    return len(set(one) ^ set(other)) <= 2 * allowed and _slips(one, other) <= allowed


def _slips(one: str, other: str) -> int:
    """Return the edit distance with swaps of neighbours counted once (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
    return row[-1]


def _holds_all(one: Reading, other: Reading, person: bool) -> bool:
    """Return whether the longer name holds all words of the shorter, and what else tells little.

    A person's may have as many further words as the shorter has, two at least.
    """
    short, long = sorted((set(one.words), set(other.words)), key=len)
    common = one.common | other.common
    if not short <= long:
        return False
    if person:
        return len(long) <= 2 * len(short)
    return long - short <= common and not short <= common
