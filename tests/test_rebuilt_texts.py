"""A text rebuilt from tokens is the faithful text, whichever of them comes first (rule 1)."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from clew import Case, create
from clew.aligning import Aligning
from clew.graph.ledger.standing import Standing, standing
from clew.graph.model import Batch, spans_of
from clew.loaders.batches import batches
from clew.summary import Summary
from tests.token_files import TEXT, brat, conll, places, tokens, web_anno

Take = Callable[..., Summary]
Lines = Callable[..., list[str]]
OWNS = "R1\tOWNS Arg1:T1 Arg2:T2"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """One text as four tools export it; the first is faithful."""
    return {
        "brat": brat(tmp_path / "brat", OWNS),
        "conll": conll(tmp_path / "a.conll"),
        "tokens": tokens(tmp_path / "b.jsonl"),
        "tsv": web_anno(tmp_path / "c.tsv"),
    }


@pytest.fixture
def order(tmp_path: Path, take: Take, files: dict[str, Path]) -> Callable[..., Case]:
    """Import files one after another into a case of their own."""

    def run(*names: str) -> Case:
        made = create(tmp_path / "-".join(names))
        for name in names:
            assert not take(made, files[name]).needs_a_look
        assert not made.verify().problems
        return made

    return run


def test_one_text_gives_one_graph_in_whatever_order_its_readings_come(
    order: Callable[..., Case], lines: Lines
) -> None:
    orders = list(itertools.permutations(("brat", "conll", "tokens", "tsv")))
    wanted = lines(order(*orders[0]))
    assert sum('"sort": "Node"' in line for line in wanted) == 6  # five names and one source
    for other in orders[1::5]:
        assert lines(order(*other)) == wanted


def test_rebuilt_texts_alone_end_on_one_document_in_either_order(
    order: Callable[..., Case], lines: Lines
) -> None:
    wanted = lines(order("conll", "tokens", "tsv"), disclose="all")
    assert len({line for line in wanted if '"Source"' in line and '"Node"' in line}) == 1
    plain = [_without_paths(line) for line in wanted]
    for other in (("tsv", "tokens", "conll"), ("tokens", "conll", "tsv")):
        assert [_without_paths(line) for line in lines(order(*other), disclose="all")] == plain


def _without_paths(line: str) -> str:
    return line if "Source" not in line and '"path"' not in line else "source"


def test_claims_of_tokens_stand_where_those_of_the_text_do(order: Callable[..., Case]) -> None:
    for names in (("conll", "brat"), ("brat", "conll")):
        case = order(*names)
        (source,) = case.sources()
        with case.reading() as db:
            rows = db.execute(
                "SELECT DISTINCT c.subject FROM claim c JOIN document d ON d.n = c.document"
                " WHERE d.id = ? AND c.shape = 'mention'",
                (source.id,),
            ).fetchall()
        assert {row for (row,) in rows} == {f"{start}-{end}" for start, end, _ in places(TEXT)}


def test_the_summary_says_that_a_text_gave_way(case: Case, files: dict[str, Path]) -> None:
    case.load(files["conll"])
    said = case.load(files["brat"])
    assert "superseded by the text itself" in str(said) and "a.conll" in str(said)
    assert (said.total("claims_new"), said.total("claims_known")) == (1, 6)
    assert "the same text that the case has" in str(case.load(files["tokens"]))


@pytest.mark.parametrize("names", [("conll", "brat"), ("brat", "conll"), ("conll", "tsv", "brat")])
def test_the_same_file_again_changes_nothing(
    order: Callable[..., Case], files: dict[str, Path], names: tuple[str, ...], take: Take
) -> None:
    case = order(*names)
    head = case.seal()
    for name in names:
        again = take(case, files[name])
        assert again.total("claims_new") == again.total("claims_changed") == 0
    assert case.seal() == head


def test_what_was_known_of_the_rebuilt_source_is_known_of_the_text(
    case: Case, files: dict[str, Path], take: Take
) -> None:
    facts = {"title": "A title", "published": "2024-05-01"}
    take(case, files["conll"], facts=facts)
    take(case, files["brat"], facts={"title": "The title"})
    (source,) = case.sources()
    assert dict(source.facts) == {"title": "The title", "published": "2024-05-01"}


def test_a_text_that_differs_in_a_word_is_another(case: Case, tmp_path: Path, take: Take) -> None:
    take(case, brat(tmp_path / "brat"))
    take(case, conll(tmp_path / "a.conll", TEXT.replace("He met", "She met")))
    assert len(case.sources()) == 2


def test_of_two_texts_that_differ_in_blanks_alone_the_first_is_taken_and_it_is_said(
    case: Case, tmp_path: Path, take: Take
) -> None:
    first = brat(tmp_path / "one", name="first")
    take(case, first)
    take(case, brat(tmp_path / "two", text=TEXT.replace("\n\n", "\n"), name="second"))
    said = take(case, conll(tmp_path / "a.conll"))
    assert "several texts that differ in their blanks alone" in str(said)
    with case.reading() as db:
        query = "SELECT d.path FROM batch b JOIN document d ON d.n = b.document ORDER BY b.n"
        *_, (path,) = db.execute(query).fetchall()
    assert path == first.with_suffix(".txt").as_posix() and len(case.sources()) == 2


def test_a_dry_run_moves_nothing(case: Case, files: dict[str, Path], take: Take) -> None:
    take(case, files["conll"])
    head = case.seal()
    assert "superseded" in str(take(case, files["brat"], dry_run=True))
    assert case.seal() == head


def test_both_in_one_folder_are_one_text(case: Case, tmp_path: Path, lines: Lines) -> None:
    brat(tmp_path / "both", OWNS, name="z")
    conll(tmp_path / "both/a.conll")
    case.load(tmp_path / "both")
    assert len(case.sources()) == 1 and not case.verify().problems


SUITE = "data/ann-inception-tests/inception-io-webanno-tsv/src/test/resources/tsv3-suite"


def test_a_real_tsv_and_its_xmi_are_readings_of_one_text_of_which_the_newer_holds(
    shared: Path, tmp_path: Path, take: Take, lines: Lines
) -> None:
    folder = shared / SUITE / "testCrossSentenceSpanWithFeatureValue"
    tsv, xmi = (folder / f"reference.{suffix}" for suffix in ("tsv", "xmi"))
    found = {}
    for order in ((xmi,), (tsv, xmi), (xmi, tsv)):
        case = create(tmp_path / "-".join(path.suffix for path in order))
        for path in order:
            take(case, path)
        found[order] = [line for line in lines(case) if '"sha256"' not in line]
        assert len(case.sources()) == 1 and not case.verify().problems
    assert found[tsv, xmi] == found[xmi,] != []
    assert _ids(found[xmi, tsv]) == _ids(found[xmi,])


def _ids(found: list[str]) -> list[str]:
    return sorted(json.loads(line)["id"] for line in found)


@pytest.mark.parametrize("name", ["emerging.dev.conll"])
def test_a_real_corpus_is_moved_whole_and_to_the_character(
    shared: Path, tmp_path: Path, take: Take, lines: Lines, name: str
) -> None:
    path = shared / "data/ann-conll-wnut17" / name
    (batch,) = batches([path])
    assert isinstance(batch, Batch)
    chance = random.Random(name)
    text = re.sub(
        r"\s", lambda _: chance.choice([" ", " ", "\n", "  ", "\n\n"]), batch.document.text
    )
    (tmp_path / "corpus.txt").write_text(text, encoding="utf-8")
    (tmp_path / "corpus.ann").write_text("", encoding="utf-8")
    found = []
    for order in ((path, tmp_path / "corpus.ann"), (tmp_path / "corpus.ann", path)):
        case = create(tmp_path / order[0].name.replace(".", "-"))
        for one in order:
            take(case, one)
        assert not case.verify().problems
        found.append(lines(case))
        with case.reading() as db:
            rows = db.execute(
                "SELECT a.name, d.text, c.subject FROM annotation a JOIN claim c ON c.n = a.claim"
                " JOIN document d ON d.n = c.document WHERE d.text = ?",
                (text,),
            ).fetchall()
        assert len(rows) >= len({a.claim.id for a in batch.annotations}) > 500
        for words, whole, anchor in rows:
            assert words.split() == " ".join(whole[a:b] for a, b in spans_of(anchor)).split()
    assert found[0] == found[1]


def test_what_an_import_knows_of_its_end_is_what_the_ledger_says(
    files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, take: Take
) -> None:
    settled: list[Standing] = []
    plain = Aligning.settle

    def settle(self: Aligning, batch: Batch, run: str) -> int:
        said = plain(self, batch, run)
        settled.append(self.standing)
        with_ledger = standing(self.db)
        assert self.standing.batches == with_ledger.batches
        assert self.standing.current == with_ledger.current
        return said

    monkeypatch.setattr(Aligning, "settle", settle)
    for order in list(itertools.permutations(files))[::3]:
        case = create(tmp_path / "-".join(order))
        for name in order:
            take(case, files[name])
    assert len(settled) == 4 * 8
