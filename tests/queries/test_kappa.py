"""F1 and Cohen's kappa against worked examples, and against another way to reckon them."""

from __future__ import annotations

from collections import Counter
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from clew.graph.model import anchor_of, spans_of
from clew.queries.codings import characters, overlapping
from clew.queries.kappa import cohen, f1, mean

CODES = st.sampled_from(["Person", "Company", "Place", ""])
SPANS = st.dictionaries(
    st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda s: f"{s[0]}-{s[0] + s[1]}"),
    st.sets(st.sampled_from(["Person", "Company"]), min_size=1),
    max_size=8,
)


def _slowly(pairs: list[tuple[str, str]]) -> float | None:
    """Kappa as Artstein and Poesio write it: (A_o - A_e) / (1 - A_e), by shares."""
    n = len(pairs)
    observed = sum(one == other for one, other in pairs) / n
    expected = sum(
        sum(one == code for one, _ in pairs) / n * sum(other == code for _, other in pairs) / n
        for code in {code for pair in pairs for code in pair}
    )
    return None if expected > 1 - 1e-12 else (observed - expected) / (1 - expected)


def test_the_example_of_artstein_and_poesio() -> None:
    # statements and requests: observed agreement .70, by chance .4 x .3 + .6 x .7 = .54
    table = {("stat", "stat"): 20, ("stat", "ireq"): 20, ("ireq", "stat"): 10, ("ireq", "ireq"): 50}
    assert cohen(table) == approx((0.70 - 0.54) / (1 - 0.54))


def test_what_is_not_defined_is_none() -> None:
    assert cohen({}) is None and cohen({("a", "a"): 9}) is None
    assert f1(0, 0, 0) is None and f1(0, 3, 0) == 0 and f1(4, 2, 2) == approx(2 / 3)
    assert mean([]) is None and mean([None, 1.0, 0.0]) == 0.5
    assert cohen({("a", "b"): 1}) == 0 and cohen({("a", "b"): 1, ("b", "a"): 1}) == -1


@given(st.lists(st.tuples(CODES, CODES), min_size=1, max_size=30))
def test_kappa_is_what_the_shares_give(pairs: list[tuple[str, str]]) -> None:
    slow, quick = _slowly(pairs), cohen(Counter(pairs))
    assert quick is None if slow is None else quick == approx(slow)


@given(SPANS, SPANS, st.text(alphabet="ab 𝒳ភ\n", min_size=40, max_size=50))
def test_characters_are_counted_as_one_by_one(
    one: dict[str, set[str]], other: dict[str, set[str]], text: str
) -> None:
    def kinds(spans: dict[str, set[str]], at: int) -> frozenset[str]:
        return frozenset(k for a, ks in spans.items() for k in ks if _covers(a, at))

    slow = Counter((kinds(one, n), kinds(other, n)) for n, c in enumerate(text) if not c.isspace())
    assert characters(text, one, other) == slow


def _covers(anchor: str, at: int) -> bool:
    return any(start <= at < end for start, end in spans_of(anchor))


@given(SPANS, SPANS)
def test_spans_are_paired_one_to_one_whoever_comes_first(
    one: dict[str, set[str]], other: dict[str, set[str]]
) -> None:
    pairs = overlapping(one, other)
    assert len(set(pairs.values())) == len(pairs)
    assert {(b, a) for a, b in pairs.items()} == set(overlapping(other, one).items())
    assert all(pairs[anchor] == anchor for anchor in one.keys() & other.keys())
    free = (one.keys() - pairs.keys(), other.keys() - set(pairs.values()))
    for mine, its in product(*free):
        (a, b), (c, d) = *spans_of(mine), *spans_of(its)
        assert b <= c or d <= a


def test_the_parts_of_a_span_count_together() -> None:
    parts, whole, gap = anchor_of(((0, 3), (8, 12))), "0-12", "4-7"
    assert overlapping([parts], [gap]) == {}
    assert overlapping([parts], [gap, whole]) == {parts: whole}
