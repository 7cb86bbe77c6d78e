"""Profiles drafted from real files can be used as they are, and say what is not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from clew.graph.errors import InputError
from clew.graph.model import Batch
from clew.loaders.annotations.drafts import check, draft
from clew.loaders.annotations.profile import load
from clew.loaders.batches import batches


@pytest.fixture(scope="module")
def sample(root: Path) -> Path:
    return root / "tests" / "data" / "brat" / "sample"


def test_a_draft_names_every_word_with_its_count_and_meaning(sample: Path) -> None:
    words = {(word.section, word.word): word for word in draft([sample]).words}
    assert (words["kinds", "Person"].count, words["kinds", "Person"].meaning) == (23, "Person")
    unknown = {key for key, word in words.items() if not word.known}
    assert unknown == {
        ("kinds", "Harbour_thing"),
        ("ties", "Origin"),
        ("roles", "Event-Arg"),
        ("attributes", "Confidence"),
        ("attributes", "Individual"),
        ("attributes", "Mention"),
        ("identifiers", "Wikipedia"),
    }


def test_a_draft_is_a_profile_that_changes_no_claim_and_leaves_nothing_unmapped(
    sample: Path, tmp_path: Path
) -> None:
    drafted = draft([sample])
    path = tmp_path / "draft.yaml"
    path.write_text(drafted.yaml)
    before = [item for item in batches([sample]) if isinstance(item, Batch)]
    after = [item for item in batches([sample], profile=path) if isinstance(item, Batch)]
    assert [b.annotations for b in before] == [b.annotations for b in after]
    assert not [word for batch in after for word in batch.unmapped]
    assert not check(path, [sample]).unmapped


def test_a_check_names_bad_files_and_goes_on(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.ann").write_bytes(b"\xff\xfeT1")
    (tmp_path / "own.yaml").write_text("kinds: {Harbour_thing: Place}\n")
    checked = check(tmp_path / "own.yaml", [tmp_path / "bad.ann", sample])
    assert [failure.file for failure in checked.failures] == [(tmp_path / "bad.ann").as_posix()]
    assert "Harbour_thing" not in {word.word for word in checked.unmapped}


BROKEN = {
    "kinds: {Suspect: Personn}": "kind",
    "statuses: {maybe: perhaps}": "status",
    "attributes: {Weight: kilos}": "value",
    "identifiers: {Foo: bar}": "value",
    "kinds: [Person]": "wrong shape",
    "roles_of: {Sanction: Target}": "wrong shape",
    "roles_of: {Sanctoin: {Target: OWNS}}": "kind",
    "ties: {Owns: 3}": "wrong shape",
    "events: {Sale: {tie: OWNS}}": "wrong shape",
    "ties: {Owns: {tie: OWNS, reverse: true}}": "swap",
    "sorts: {}": "unknown section",
    "- a list": "no profile",
    "kinds: {Person": "YAML",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_profile_is_refused_in_one_sentence_that_names_the_file(
    text: str, tmp_path: Path
) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text)
    with pytest.raises(InputError, match=BROKEN[text]) as error:
        load(path)
    assert str(error.value).startswith(f"{path}") and "\n" not in str(error.value)


def test_the_digest_follows_what_a_profile_says_and_not_how_it_is_written(
    tmp_path: Path,
) -> None:
    one, two, three = (tmp_path / f"{name}.yaml" for name in ("one", "two", "three"))
    one.write_text("kinds: {Suspect: Person, Firm_x: Company}")
    two.write_text("# a comment\nkinds:\n  Firm_x: Company\n  Suspect: Person\n")
    three.write_text("kinds: {Suspect: Company, Firm_x: Company}")
    assert load(one).digest == load(two).digest != load(three).digest
    assert load(one).digest != load().digest
