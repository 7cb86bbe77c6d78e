"""What an export protected stays so, whatever takes its place; only a release shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from clew import Case
from tests.planted import SECRET, TIES, WITNESS, Lines, Note, Take, entity_of, nothing_of

MARK = "A9\tProtected T1"
OWN = "kinds: {Witness: Person}\nprotected: [Witness]\n"
KEPT = "that the earlier export protected and this one does not stay protected"


def test_another_export_of_the_same_tool_without_the_mark_shows_nobody(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    take(case, note(WITNESS, *TIES, MARK))
    told = str(take(case, note(WITNESS, *TIES)))
    assert f"1 thing {KEPT}" in told and not any(word in told for word in SECRET)
    nothing_of(case, lines, *SECRET)
    assert KEPT not in str(take(case, note(WITNESS, *TIES)))


def test_one_without_the_protected_mention_shows_its_words_nowhere(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    take(case, note(WITNESS, *TIES, MARK))
    path = note(WITNESS, *TIES[1:])
    path.write_text("".join(x for x in path.open() if not x.startswith("T1\t")))
    take(case, path)
    nothing_of(case, lines, *SECRET)


def test_a_profile_that_is_forgotten_shows_nobody(
    case: Case, note: Note, take: Take, lines: Lines, tmp_path: Path
) -> None:
    marked = WITNESS.replace("Person:Xanthe", "Witness:Xanthe")
    profile = tmp_path / "own.yaml"
    profile.write_text(OWN)
    path = note(marked, *TIES)
    take(case, path, profile=profile)
    assert KEPT in str(take(case, path))
    nothing_of(case, lines, *SECRET)


@pytest.mark.parametrize("again", [False, True])
def test_a_release_shows_it_and_holds(
    case: Case, note: Note, take: Take, lines: Lines, again: bool
) -> None:
    take(case, note(WITNESS, *TIES, MARK))
    take(case, note(WITNESS, *TIES))
    case.release(entity_of(case, "Xanthe"), because="safe now", disclose="all")
    if again:
        take(case, note(WITNESS, *TIES, MARK))
        assert KEPT not in str(take(case, note(WITNESS, *TIES)))
    assert any("Xanthe Quillon" in line for line in lines(case))


def test_a_dry_run_protects_nothing(case: Case, note: Note, take: Take) -> None:
    take(case, note(WITNESS, *TIES, MARK))
    before = list(case.log())
    take(case, note(WITNESS, *TIES), dry_run=True)
    assert list(case.log()) == before
