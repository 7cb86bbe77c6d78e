"""Whatever stands in a brat file: it is read, or rejected in a sentence without its words."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from clew.graph.model import Batch, normal_text
from clew.loaders.annotations.spans import covered, place
from clew.loaders.batches import batches
from clew.loaders.items import Mention

TEXTS = st.text(st.sampled_from("ab\r\n \u00e9\u0301\ufeff🏝។"), min_size=1, max_size=60)


@given(TEXTS, st.data())
@settings(max_examples=200)
def test_words_marked_on_any_text_are_found_on_the_normal_text(
    raw: str, data: st.DataObject
) -> None:
    places = st.integers(0, len(raw) - 1)
    mentions = []
    for number in range(3):
        start = data.draw(places)
        end = data.draw(st.integers(start + 1, len(raw)))
        words = raw[start:end]
        if words.replace("\ufeff", "").strip() and not words.startswith("\ufeff"):
            mentions.append(
                Mention(id=f"T{number}", label="X", line=1, spans=((start, end),), words=words)
            )
    for placed in place(raw, mentions):
        assert not placed.reason
        found = covered(normal_text(raw), placed.spans)
        assert found.split() == str(placed.mention.words).split()


IDS = st.sampled_from(["T1", "T2", "T3", "E1", "E2", "R1", "A1", "N1", "#1", "*", "T", "X9", ""])
WORDS = st.sampled_from(
    ["Person", "Date", "Victim", "Owns", "Equiv", "Arg1:T1", "Arg2:E1", "Theme:T2", "Event:T3"]
    + [
        "0 3",
        "4 7;8 11",
        "3 0",
        "0 99",
        "Ann",
        "Bay",
        "status=alleged",
        "when=2024;",
        "Wikidata:Q1",
    ]
)
LINES = st.builds(
    lambda identifier, words, tail: f"{identifier}\t{' '.join(words)}{tail}",
    IDS,
    st.lists(st.one_of(WORDS, IDS), max_size=5),
    st.sampled_from(["", "\t", "\tAnn", "\tBay Inn", "\tstatus=denied; country=kh", "\t\t\t"]),
)


@given(st.lists(LINES, max_size=12))
@settings(max_examples=200)
def test_any_lines_give_a_batch_or_a_sentence(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.ann"
        path.with_suffix(".txt").write_text("Ann Bay Inn.")
        path.write_text("\n".join(lines))
        (batch,) = batches([path], as_="brat")
        assert isinstance(batch, Batch)
        read = sum(count for sort, count in batch.counts.items() if sort in SORTS)
        bad = {rejected.line for rejected in batch.rejected}
        assert read + len(bad) >= len([line for line in lines if line.strip()])
        assert all("\n" not in one.reason and "Bay" not in one.reason for one in batch.rejected)


SORTS = "spans relations events equivalences attributes notes normalizations".split()
