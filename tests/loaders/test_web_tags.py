"""Which of an annotation's tags is its label, and which are statements."""

from __future__ import annotations

from clew.loaders.annotations.profile import load
from clew.loaders.annotations.web.marks import sorted_tags


def test_a_statement_whose_value_has_no_letters_is_no_label() -> None:
    tags = sorted_tags(["Person", "authority:🏝", "country:kh"], load())
    assert tags.label == "Person"
    assert tags.statements == (("authority", "🏝"), ("country", "kh"))
