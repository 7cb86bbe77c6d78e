"""What was erased stays out in whatever blanks another tool has it (rule 7)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clew import Case, Lens
from clew.summary import Summary
from tests.token_files import TEXT, brat, conll, tokens

Take = Callable[..., Summary]
OWNS = "R1\tOWNS Arg1:T1 Arg2:T2"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """The faithful text."""
    return brat(tmp_path / "brat", OWNS)


def _source(case: Case) -> str:
    (source,) = case.sources(lens=Lens(disclose="all"))
    return source.id


@pytest.mark.parametrize("first", [tokens, conll, None])
def test_an_erased_source_does_not_come_back_in_other_blanks(
    case: Case, text: Path, take: Take, tmp_path: Path, first: Callable[[Path], Path] | None
) -> None:
    take(case, first(tmp_path / "first") if first else text)
    act = case.erase(_source(case), because="A court ordered it")
    other = brat(tmp_path / "other", OWNS, text=TEXT.replace("   ", " ").replace("\n\n", "\n"))
    for again in (text, conll(tmp_path / "a.conll"), tokens(tmp_path / "b.jsonl"), other):
        assert "was erased" in str(take(case, again))
    assert not case.verify().problems
    case.undo(act)
    assert take(case, other).total("claims_new") > 0


def test_of_two_texts_of_the_same_words_the_one_that_is_not_erased_stays(
    case: Case, text: Path, take: Take, tmp_path: Path
) -> None:
    take(case, text)
    gone = _source(case)
    other = brat(tmp_path / "other", OWNS, text=TEXT.replace("   ", " "))
    take(case, other)
    case.erase(gone, because="A court ordered it")
    assert take(case, other).total("claims_known") and not case.verify().problems
    assert "was erased" in str(take(case, text))
