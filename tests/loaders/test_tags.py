"""Tags of tokens as spans: one reading for all schemes."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.loaders.annotations.tokens.tags import (
    TagError,
    begins_with_b,
    tagged_spans,
    tags_of,
    unbegun,
)

#: For each scheme the letters of a span's only token, and of its first, inner and last one.
SCHEMES = {
    "BIO": ("B", "B", "I", "I"),
    "IOBES": ("S", "B", "I", "E"),
    "BILOU": ("U", "B", "I", "L"),
    "BMES": ("S", "B", "M", "E"),
    "BMEWO": ("W", "B", "M", "E"),
}
Spans = list[tuple[int, int, str]]


def spans(tags: Iterable[str]) -> Spans:
    return list(tagged_spans([tags_of(tag) for tag in tags]))


def written(lengths: list[tuple[int, str]], scheme: str) -> tuple[list[str], Spans]:
    """Write spans of these lengths ('' as label: that many tokens outside) one after another."""
    only, first, inner, last = SCHEMES[scheme]
    tags: list[str] = []
    marked: Spans = []
    for length, label in lengths:
        if not label:
            tags += ["O"] * length
            continue
        marked.append((len(tags), len(tags) + length - 1, label))
        letters = [only] if length == 1 else [first, *inner * (length - 2), last]
        tags += [f"{letter}-{label}" for letter in letters]
    return tags, marked


LENGTHS = st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["", "PER", "B-LOC", "x.y"])))


@given(LENGTHS, st.sampled_from(sorted(SCHEMES)))
def test_every_scheme_comes_back_as_it_was_written(
    lengths: list[tuple[int, str]], scheme: str
) -> None:
    tags, marked = written(lengths, scheme)
    assert spans(tags) == marked
    assert not unbegun(map(tags_of, tags))


def test_in_iob1_a_b_parts_only_neighbours_of_one_label() -> None:
    tags = ["I-PER", "I-PER", "B-PER", "I-LOC", "O", "I-LOC"]
    assert spans(tags) == [(0, 1, "PER"), (2, 2, "PER"), (3, 3, "LOC"), (5, 5, "LOC")]
    assert not begins_with_b([map(tags_of, tags)])
    assert begins_with_b([map(tags_of, ["O", "B-PER"])])


def test_tags_that_continue_nothing_begin_a_span_and_can_be_counted() -> None:
    tags = ["O", "I-PER", "B-PER", "I-LOC", "I-LOC"]
    assert spans(tags) == [(1, 1, "PER"), (2, 2, "PER"), (3, 4, "LOC")]
    assert unbegun(map(tags_of, tags)) == 2


def test_what_stands_alone_is_not_continued() -> None:
    assert spans(["S-a", "I-a", "L-a", "I-a"]) == [(0, 0, "a"), (1, 2, "a"), (3, 3, "a")]


def test_several_tags_of_one_token_are_spans_of_their_own() -> None:
    tags = ["B-a,B-b", "I-a,I-b", "I-b", "B-a|B-c"]
    assert spans(tags) == [(0, 1, "a"), (0, 2, "b"), (3, 3, "a"), (3, 3, "c")]


def test_a_comma_in_a_label_is_a_part_of_it() -> None:
    assert tags_of("B-person,place") == (("B", "person,place"),)


@pytest.mark.parametrize("cell", ["PER", "X-PER", "B-", "b-PER", "O-PER x", "B PER"])
def test_what_is_no_tag_is_told(cell: str) -> None:
    with pytest.raises(TagError):
        tags_of(cell)
