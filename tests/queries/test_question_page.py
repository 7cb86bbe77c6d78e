"""docs/questions.md is made from the library, and leaves none of the forty questions out."""

from __future__ import annotations

from pathlib import Path

from clew.cli.root import COMMANDS
from clew.queries.library import QUESTIONS
from clew.queries.question_page import LATER, forty, page


def test_the_page_of_questions_is_what_the_library_says(root: Path) -> None:
    written = (root / "docs" / "questions.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m clew.queries.question_page > docs/questions.md"


def test_every_one_of_the_forty_is_answered_or_told_to_wait() -> None:
    assert [asked.n for asked in forty()] == list(range(1, 41))
    for asked in forty():
        assert asked.ask or asked.also or asked.waits in LATER, asked.n
        assert set(asked.ask) <= QUESTIONS.keys(), asked.n
        assert set(asked.also) <= set(COMMANDS), asked.n


def test_every_question_of_the_library_answers_some_of_the_forty() -> None:
    assert {name for asked in forty() for name in asked.ask} == set(QUESTIONS)


def test_every_question_explains_itself_and_shows_its_text() -> None:
    for name, question in QUESTIONS.items():
        assert name in page() and question.help in page() and question.example in page()
        assert question.example.startswith(f"clew ask {name} ")
        assert question.cypher.startswith("MATCH ") and "RETURN" in question.cypher
