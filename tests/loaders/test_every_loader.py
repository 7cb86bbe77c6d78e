"""What every loader keeps, asked of its sample in tests/data/<name>/sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from clew.graph.model import Batch, Rejected, document_id, spans_of
from clew.loaders.base import Input, Loader
from clew.loaders.base import loader as make_loader
from clew.loaders.batches import batches, documents
from clew.loaders.items import Item, Mention, Text
from clew.loaders.registry import LOADERS, formats, loaders
from clew.loaders.tables.mapping import Mapping
from clew.loaders.tables.reading import load
from clew.loaders.walk import Failure

HOSTILE = {
    "empty": b"",
    "binary": bytes(range(256)) * 64,
    "a long line": b"x" * 1_000_000,
    "many lines": b"T1\t\n" * 10_000,
    "UTF-16": "T1\tPerson 0 5\tSecret".encode("utf-16"),
    "latin": "T1\tPerson 0 5\tSécrét".encode("latin-1"),
    "deep": b"[" * 100_000,
    "entities": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
}


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.name)
def loader(request: pytest.FixtureRequest) -> Loader:
    found: Loader = request.param
    return found


@pytest.fixture
def sample(loader: Loader, root: Path) -> Path:
    folder = root / "tests" / "data" / loader.name / "sample"
    assert folder.is_dir(), f"{loader.name} needs a sample in tests/data/{loader.name}/sample"
    return folder


@pytest.fixture
def mapping(loader: Loader) -> Mapping | None:
    """What the sample's columns mean, where that has to be said."""
    return load(Path("geonames")) if loader.name == "table" else None


@pytest.fixture
def read(sample: Path, mapping: Mapping | None) -> list[Batch]:
    found = list(batches([sample], mapping=mapping))
    assert found and not [item for item in found if isinstance(item, Failure)]
    return [item for item in found if isinstance(item, Batch)]


def test_the_samples_format_is_told_by_its_content(loader: Loader, read: list[Batch]) -> None:
    assert {batch.tool for batch in read} == {loader.name}


def test_names_and_quotes_are_slices_of_the_text(read: list[Batch]) -> None:
    for batch in read:
        text = batch.document.text
        for annotation in batch.annotations:
            claim = annotation.claim
            if batch.document.list:  # its own words, and where they stand
                assert 0 < len(annotation.quote) <= 1000 and ", line " in annotation.local_id
                continue
            assert claim.document == document_id(text)
            start, end = claim.quote
            assert 0 <= start < end <= len(text) and end - start <= 1000
            spans = spans_of(claim.subject) + spans_of(claim.object)
            assert all(start <= low < high <= end for low, high in spans)
            if claim.shape == "mention":
                words = " ".join(text[low:high] for low, high in spans)
                assert annotation.name == " ".join(words.split())


def test_what_the_file_marks_is_counted_and_none_is_lost(
    sample: Path, mapping: Mapping | None, read: list[Batch]
) -> None:
    given = list(documents([sample], lambda found: list(found.items), mapping=mapping))
    assert len(given) == len(read)
    for items, batch in zip(given, read, strict=True):
        assert not isinstance(items, Failure)
        marked = [item for item in items if isinstance(item, Mention)]
        assert batch.counts.get("spans", 0) == len(marked)
        sorts = Counter(type(item) for item in items)
        assert not batch.rejected and not sorts[Rejected]
        ids = {a.local_id for a in batch.annotations if a.claim.shape == "mention"}
        idle = sum(count for why, count in batch.left_out.items())
        values = [item for item in marked if item.id not in ids]
        assert len(values) - idle <= sum(
            a.claim.shape == "value" or bool(a.when) for a in batch.annotations
        )


def test_every_tie_joins_things_that_the_batch_mentions(read: list[Batch]) -> None:
    for batch in read:
        known = {a.subject for a in batch.annotations if a.claim.shape == "mention"}
        for annotation in batch.annotations:
            assert {annotation.subject, annotation.object} <= {*known, ""}


def test_reading_twice_gives_equal_batches(
    sample: Path, mapping: Mapping | None, read: list[Batch]
) -> None:
    again = list(batches([sample], mapping=mapping))
    assert again == read
    assert [batch.digest for batch in again if isinstance(batch, Batch)] == [
        batch.digest for batch in read
    ]


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_input_ends_in_clear_sentences(loader: Loader, case: str, tmp_path: Path) -> None:
    path = tmp_path / f"hostile{loader.suffixes[0]}"
    path.write_bytes(HOSTILE[case])
    path.with_suffix(".txt").write_bytes(b"Some words.")
    for named in (None, loader.name):
        for item in batches([path], as_=named):
            sentences = (
                [str(item)] if isinstance(item, Failure) else [r.reason for r in item.rejected]
            )
            assert all("\n" not in said and len(said) < 400 for said in sentences)
            assert isinstance(item, Failure) or sentences or not HOSTILE[case]


def test_every_format_says_what_it_is_and_where_it_is_specified() -> None:
    rows = formats()
    assert [row["name"] for row in rows[: len(LOADERS)]] == [one.name for one in LOADERS]
    for row in rows:
        assert row["title"] and row["suffixes"] and row["specification"].startswith("https://")


def test_progress_names_each_file_and_ends_with_all_of_them_done(
    sample: Path, mapping: Mapping | None
) -> None:
    calls: list[tuple[str, int, int]] = []
    found = list(batches([sample], mapping=mapping, on_progress=lambda *call: calls.append(call)))
    total = calls[-1][2]
    assert [done for _, done, _ in calls] == list(range(total + 1))
    assert len({path for path, _, _ in calls[:-1]}) == total <= len(found)


def test_another_package_adds_a_loader_by_an_entry_point(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    @make_loader(
        "shout",
        title="Names in capitals",
        suffixes=(".shout",),
        specification="https://example.org",
        detect=lambda file: file.characters().isupper(),
    )
    def shout(file: Input) -> Iterator[Item]:
        text = file.characters()
        yield Text(text=text, path=file.name)
        yield Mention(id="1", label="Person", line=1, spans=((0, len(text)),), words=text)

    point = SimpleNamespace(name="shout", load=lambda: shout)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [point])
    loaders.cache_clear()
    (tmp_path / "a.shout").write_text("ANNEKE VOS")
    (batch,) = batches([tmp_path])
    loaders.cache_clear()
    assert isinstance(batch, Batch) and batch.loader == "shout 1"
    assert [a.name for a in batch.annotations] == ["ANNEKE VOS"]


def test_what_stands_already_is_told_before_its_annotations_are_read(
    sample: Path, mapping: Mapping | None, read: list[Batch]
) -> None:
    digests = {batch.digest for batch in read}
    again = list(batches([sample], mapping=mapping, stands=lambda bare: bare.digest in digests))
    assert [(b.digest, b.document) for b in again if isinstance(b, Batch)] == [
        (batch.digest, batch.document) for batch in read
    ]
    assert not [b for b in again if isinstance(b, Batch) and b.annotations]


def test_a_file_of_several_documents_gives_a_batch_for_each(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    @make_loader("lines", title="", suffixes=(".ls",), specification="", detect=lambda file: True)
    def by_lines(file: Input) -> Iterator[Item]:
        for number, line in file.lines():
            yield Text(text=line, path=f"{file.name}#{number}")
            yield Mention(id=f"{number}", label="Person", line=number, spans=((0, 3),), words="Ann")

    monkeypatch.setattr("clew.loaders.registry.LOADERS", (by_lines,))
    loaders.cache_clear()
    (tmp_path / "a.ls").write_text("Ann left.\nAnn came.\nBen left.\n")
    first, second, third = batches(
        [tmp_path], stands=lambda bare: bare.document.path.endswith("#2")
    )
    loaders.cache_clear()
    assert isinstance(first, Batch) and isinstance(second, Batch) and isinstance(third, Batch)
    assert (len(first.annotations), len(second.annotations)) == (1, 0)
    assert [rejected.line for rejected in third.rejected] == [3]
