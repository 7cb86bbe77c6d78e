"""The texts that the engine is known to answer wrongly: right behind the guard, or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from clew.graph.errors import QueryRefused
from clew.graph.stores.embedded import EmbeddedStore
from clew.graph.stores.guard import guard
from clew.graph.stores.opinion import second_opinion

FILE = Path(__file__).resolve().parents[2] / "data" / "wrong_answers.yaml"
KNOWN: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
Ask = Callable[[str], list[list[Any]]]


def named(entries: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("entry", entries, ids=[entry["id"] for entry in entries])


@named([entry for entry in KNOWN if "right" in entry])
def test_a_guarded_text_is_answered_rightly(entry: dict[str, Any], ask: Ask) -> None:
    assert ask(guard(entry["text"]).text) == entry["right"]


@named([entry for entry in KNOWN if "refused" in entry])
def test_what_cannot_be_rewritten_is_refused_with_the_remedy(entry: dict[str, Any]) -> None:
    with pytest.raises(QueryRefused) as caught:
        guard(entry["text"])
    assert entry["refused"] in str(caught.value)


@named([entry for entry in KNOWN if "plain" in entry])
def test_the_engine_alone_still_gives_its_known_wrong_answer(
    entry: dict[str, Any], ask: Ask
) -> None:
    mended = f"the engine answers {entry['id']} otherwise than it did: look at shape "
    assert ask(entry["text"]) == entry["plain"], mended + entry["shape"]


@named([entry for entry in KNOWN if "shape" not in entry])
def test_what_the_engine_answers_rightly_is_answered_alike_without_the_guard(
    entry: dict[str, Any], ask: Ask
) -> None:
    assert ask(entry["text"]) == entry["right"]


@named([entry for entry in KNOWN if "right" in entry])
def test_a_guarded_text_and_its_star_form_agree(
    entry: dict[str, Any], store: EmbeddedStore
) -> None:
    assert second_opinion(store, guard(entry["text"]).text).agree is True


#: Where the condition stays inside the pattern, or belongs to an OPTIONAL MATCH.
BLIND = ("G-in-node", "G-optional-fresh")


@named([e for e in KNOWN if e.get("shape") in ("G", "F") and e["id"] not in BLIND])
def test_without_the_guard_the_second_opinion_betrays_these_shapes(
    entry: dict[str, Any], store: EmbeddedStore
) -> None:
    opinion = second_opinion(store, entry["text"])
    assert opinion.agree is False
    assert "do not agree" in opinion.reason
