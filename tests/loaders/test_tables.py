"""Profiles and tables of sources that are broken: one sentence with the line, nothing guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from clew.graph.errors import InputError
from clew.loaders.annotations.profile import load
from clew.loaders.source_table import read_sources

_BOMB = "[x, x, x, x, x, x, x, x, x]"
_GROWS = "".join(f"  K{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))

PROFILES = {
    "kinds:\n  X: Person\n  X: Company\n": (3, "an entry that an earlier line has"),
    "kinds: {A: Person}\nkinds: {B: Company}\n": (2, "an entry that an earlier line has"),
    "kinds:\n  X: 2024-99-99\n": (2, "names a kind '2024-99-99'"),
    f"kinds:\n  X: {'9' * 5000}\n": (2, "names a kind"),
    "kinds: {X: !!int abc}\n": (1, "is not YAML"),
    "kinds: {X: !!python/object/apply:os.getcwd []}\n": (1, "is not YAML"),
    f"kinds: {'[' * 3000}{']' * 3000}\n": (0, "nested too deeply"),
    f"kinds:\n  K0: &a0 {_BOMB}\n{_GROWS}": (2, "wrong shape"),
    "ties:\n  Likes: {tie: OWNS, swap: maybe}\n": (2, "neither true nor false"),
    "kinds:\n  X: Person\n  Y: Persn\n": (3, "names a kind 'Persn'"),
    "statuses:\n  Rumoured: perhaps\n": (2, "names a status 'perhaps'"),
    "true_words: [[yes]]\n": (0, "wrong shape"),
    "kindz: {X: Person}\n": (1, "unknown section 'kindz'"),
}

SOURCES = {
    "- path: a.txt\n  title: one\n  title: two\n": (3, "an entry that an earlier line has"),
    "- path: a.txt\n  title: [one, two]\n": (2, "no single word or text"),
    f"- path: a.txt\n  title: &a0 {_BOMB}\n": (2, "no single word or text"),
    '- path: "a\\0b.txt"\n': (1, "a NUL"),
    '- path: a.txt\n- path: b.txt\n  title: "\\ud800"\n': (3, "is no character"),
    "- title: a\n\n- path: a.txt\n": (1, "names no source"),
    "- path: a.txt\n\n\n- published: 2024\n": (4, "names no source"),
    "- path: a.txt\n  published: 2024-99-12\n": (1, "`published` is no date"),
    f"- path: a.txt\n  published: {'9' * 5000}\n": (1, "`published` is no date"),
    "- path: a.txt\n- path: a.txt\n": (2, "an earlier line names"),
}


@pytest.mark.parametrize("text", PROFILES)
def test_a_broken_profile_is_told_with_its_line(text: str, tmp_path: Path) -> None:
    file = tmp_path / "profile.yaml"
    file.write_text(text)
    with pytest.raises(InputError) as error:
        load(file)
    line, part = PROFILES[text]
    assert part in str(error.value)
    assert (error.value.file, error.value.line) == (str(file), line)


@pytest.mark.parametrize("text", SOURCES)
def test_a_broken_table_of_sources_is_told_with_its_line(text: str, tmp_path: Path) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text(text)
    with pytest.raises(InputError) as error:
        read_sources(file)
    line, part = SOURCES[text]
    assert part in str(error.value)
    assert f"{file}, line {line}: " in str(error.value)


def test_words_that_yaml_takes_for_something_else_stay_words(tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    profile.write_text("statuses: {2024-01-01: alleged, no: opinion}\nattributes: {on: when}\n")
    found = load(profile)
    assert found.statuses["no"] == "opinion"
    assert "alleged" in found.statuses.values()
    assert found.said("on") == "when"
    table = tmp_path / "sources.YAML"
    table.write_text("- path: a.txt\n  language: no\n  published: 2024-09\n  licence: null\n")
    (row,) = {id(facts): facts for _, facts in read_sources(table).rows.values()}.values()
    assert row == {"language": "no", "published": "2024-09"}


def test_a_table_names_the_line_where_its_quotes_go_wrong(tmp_path: Path) -> None:
    file = tmp_path / "sources.csv"
    file.write_text('path,title\na.txt,one\nb.txt,"two"x\n')
    with pytest.raises(InputError, match="line 3: is no CSV"):
        read_sources(file)


def test_a_table_with_a_column_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "sources.csv"
    file.write_text("path,title,title\na.txt,one,two\n")
    with pytest.raises(InputError, match="line 1: has two columns of one name"):
        read_sources(file)
