"""How FollowTheMoney is read, as data: `ftm.yaml` beside this file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from clew.graph.exchange.ftm.model import Property, kind_of, model
from clew.graph.model import WEAKNESS
from clew.graph.schema import schema as vocabulary


class Reference(NamedTuple):
    """What a property that names another entity becomes.

    turned   the tie starts at what it names; role: the property's name stands at the tie
    """

    tie: str
    turned: bool = False
    role: bool = False


@cache
def data() -> dict[str, Any]:
    """Return what the file holds."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_name("ftm.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, loader)  # noqa: S506 - a safe loader either way
    return found


@cache
def kind(schema: str) -> str:
    """Return the kind of a schema's things; a word that is no kind's where there is none."""
    named: str = data()["kinds"].get(schema, "") or kind_of(schema)
    if named:
        return named
    known = vocabulary().kind(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", schema))
    if known and known.refused:
        return known.name
    # a Passport is no words that identify, a Call no appeal: annotators' words are not the model's
    return f"{schema} (FollowTheMoney)" if known else schema


@cache
def is_exact(schema: str) -> bool:
    """Tell whether the kind says as much as the schema."""
    return kind(schema) == schema


@cache
def ends_of(schema: str) -> tuple[str, str] | None:
    """Return the properties of both ends of a relation's schema, None of any other."""
    listed = data()["relations"].get(schema, {}).get("ends")
    if listed:
        return (listed[0], listed[1])
    known = model().get(schema)
    return known.edge if known else None


@cache
def tie(schema: str) -> str:
    """Return what a relation's schema becomes: a tie of the vocabulary, else words for one."""
    return str(data()["relations"].get(schema, {}).get("tie", schema))


@cache
def reference(prop: Property) -> Reference:
    """Return what a property that names another entity becomes."""
    found = data()["references"].get(prop.full_name)
    if found is None:
        apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", prop.name).lower()
        return Reference(f"has {apart}")
    return Reference(found["tie"], found.get("from") == "value", found.get("role", False))


@cache
def left_out(prop: str) -> str:
    """Return as what a property is left out, '' where it is read."""
    listed = data()["left_out"].items()
    return next((what for what, props in listed if prop in props), "")


@cache
def topic_status(topic: str) -> str:
    """Return the status of saying that somebody has this topic, in capitals or not."""
    said = topic.strip().casefold()
    begun = (said == one or said.startswith(f"{one}.") for one in data()["alleged_topics"])
    return "alleged" if any(begun) else str(data()["status"]["plain"])


def said_status(status: Iterable[str], summaries: Iterable[str]) -> str:
    """Return the strongest status that a relation says of itself, '' where it says none."""
    known: dict[str, str] = data()["said"]
    words = [*status, *(re.split("[:,]", one, maxsplit=1)[0] for one in summaries)]
    found = {known[word] for one in words if (word := one.strip().lower()) in known}
    found |= {known[word] for one in status if (word := _first_word(one)) in data()["doubted"]}
    return min(found, key=WEAKNESS.__getitem__, default="")


def _first_word(text: str) -> str:
    begun = re.match(r"\W*(\w+)", text.lower())
    return begun[1] if begun else ""


@cache
def _ids() -> re.Pattern[str]:
    return re.compile(data()["ids"])


def is_global(identity: str) -> bool:
    """Tell whether an id is of one thing in whatever data set it stands."""
    return _ids().fullmatch(identity) is not None


def is_tie(words: str) -> bool:
    """Tell whether these words are a tie of the vocabulary."""
    return vocabulary().tie(words) is not None
