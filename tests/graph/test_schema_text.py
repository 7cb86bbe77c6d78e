"""The vocabulary as `clew schema` and the documentation show it."""

import json
from pathlib import Path

import pytest

from clew.graph.errors import UsageError
from clew.graph.schema import schema
from clew.graph.schema_text import describe, page, words

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_documentation_is_the_vocabulary() -> None:
    shown = (DOCS / "vocabulary.md").read_text(encoding="utf-8")
    assert shown == page(), "write schema_text.page() to docs/vocabulary.md"


def test_everything_is_described_and_can_be_written_as_json() -> None:
    described = json.loads(json.dumps(describe()))
    assert [kind["name"] for kind in described["kinds"]] == list(schema().kinds)
    assert [tie["name"] for tie in described["ties"]] == list(schema().ties)
    text = words(describe())
    assert all(f"`{name}`" in text for name in (*schema().kinds, *schema().ties, *schema().values))


def test_one_kind_comes_with_the_ties_that_fit_it() -> None:
    described = describe("scam compound")
    assert [kind["name"] for kind in described["kinds"]] == ["Compound"]
    ties = {tie["name"] for tie in described["ties"]}
    assert {"OPERATES", "SAME_PREMISES", "LINKED_TO"} <= ties and "FAMILY_OF" not in ties
    assert [tie["name"] for tie in describe("works for")["ties"]] == ["WORKS_FOR"]


def test_an_unknown_word_says_where_to_look() -> None:
    with pytest.raises(UsageError, match="clew schema"):
        describe("zebra")
