"""brat's own example corpora: what the files mark is what comes out, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from clew.graph.model import SAME_AS, Batch, spans_of
from clew.loaders.batches import batches

SORTS = {
    "T": "spans",
    "R": "relations",
    "E": "events",
    "*": "equivalences",
    "A": "attributes",
    "N": "normalizations",
    "#": "notes",
}


@pytest.fixture(scope="module")
def corpora(shared: Path) -> Path:
    return shared / "data" / "ann-brat-official"


@pytest.fixture(scope="module")
def read(corpora: Path) -> dict[str, Batch]:
    found = [item for item in batches([corpora]) if isinstance(item, Batch)]
    return {Path(batch.files[0].path).relative_to(corpora).as_posix(): batch for batch in found}


def raw(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines as they stand, read without any of Clew's code."""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line:
            yield number, [word for column in line.split("\t")[:2] for word in column.split()]


def expected(words: list[str]) -> int:
    """How many claims of its own a line has: a mention, a tie, a tie for each role or step."""
    return {"T": 1, "R": 1, "E": len(words) - 2, "*": len(words) - 3}.get(words[0][0], 0)


def test_every_annotation_file_is_read_and_none_fails(
    corpora: Path, read: dict[str, Batch]
) -> None:
    files = sorted(path.relative_to(corpora).as_posix() for path in corpora.rglob("*.ann"))
    assert sorted(read) == files and len(files) == 49
    failures = [item for item in batches([corpora]) if not isinstance(item, Batch)]
    assert {failure.kind for failure in failures} == {"skipped"}
    assert not any(batch.rejected for batch in read.values())


def test_counts_equal_the_lines_of_each_file(corpora: Path, read: dict[str, Batch]) -> None:
    for name, batch in read.items():
        lines = Counter(SORTS[words[0][0]] for _, words in raw(corpora / name))
        counts = {sort: n for sort, n in batch.counts.items() if sort in SORTS.values()}
        assert counts == lines, name


def test_every_line_gives_its_claims_but_for_the_deviations_in_the_table(
    corpora: Path, read: dict[str, Batch], root: Path
) -> None:
    table: list[dict[str, Any]] = yaml.safe_load(
        (root / "tests" / "data" / "brat" / "deviations.yaml").read_text("utf-8")
    )
    assert all(row["reason"].strip() for row in table)
    found = set()
    for name, batch in read.items():
        shapes = ("mention", "tie")
        claims = Counter(a.line for a in batch.annotations if a.claim.shape in shapes)
        for number, words in raw(corpora / name):
            if claims[number] != expected(words):
                found.add((name, number))
    assert found == {(row["file"], row["line"]) for row in table}


def test_labels_come_out_as_often_as_they_go_in(corpora: Path, read: dict[str, Batch]) -> None:
    for name, batch in read.items():
        marked = Counter(words[1] for _, words in raw(corpora / name) if words[0][0] == "T")
        entered = Counter(a.label for a in batch.annotations if a.claim.shape == "mention")
        del marked["Money"]  # a value: see deviations.yaml
        assert entered == marked, name


def test_every_span_is_the_words_that_the_file_gives(corpora: Path, read: dict[str, Batch]) -> None:
    for name, batch in read.items():
        lines = (corpora / name).read_text("utf-8").split("\n")
        for annotation in batch.annotations:
            if annotation.claim.shape == "mention":
                spans = spans_of(annotation.claim.subject)
                slices = [batch.document.text[start:end] for start, end in spans]
                assert " ".join(slices) == lines[annotation.line - 1].split("\t")[2]


def test_coreference_of_the_corpora_is_the_same_thing(read: dict[str, Batch]) -> None:
    sets = [a for b in read.values() for a in b.annotations if a.label in ("Equiv", "Alias")]
    assert len(sets) == 16
    assert {a.claim.relation for a in sets} == {SAME_AS}


def test_words_that_nothing_knows_are_counted_and_kept(read: dict[str, Batch]) -> None:
    esp = [batch for name, batch in read.items() if "CoNLL" in name]
    assert sum((Counter(batch.unmapped) for batch in esp), Counter()).keys() == {"MISC"}
    kinds = Counter(a.claim.relation for b in esp for a in b.annotations)
    assert kinds == {"Person": 287, "Organization": 246, "Place": 165, "Unclassified": 118}


def test_reading_twice_gives_equal_batches(corpora: Path) -> None:
    folder = corpora / "tutorials"
    assert list(batches([folder])) == list(batches([folder]))
