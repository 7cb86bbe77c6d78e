"""W3C annotations of one invented sentence or two, as tests write them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clew.graph.model import Batch
from clew.loaders.batches import batches
from clew.loaders.walk import Failure

TEXT = "Zebulon owns Quagga Resort. Okapi said so. Zebulon left."
SECRET = ("Zebulon", "Quagga", "Okapi")
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
Json = dict[str, Any]
Read = Callable[..., list[Batch]]


def reader(folder: Path) -> Read:
    """Return what reads annotations of the text above, written as a file beside it."""

    def read(found: object, text: str = TEXT) -> list[Batch]:
        path = folder / "note.json"
        path.write_text(json.dumps(found))
        path.with_suffix(".txt").write_text(text)
        batched = list(batches([path]))
        assert not [str(one) for one in batched if isinstance(one, Failure)]
        return [one for one in batched if isinstance(one, Batch)]

    return read


def place(words: str, nth: int = 0) -> Json:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    quote = {"type": "TextQuoteSelector", "exact": words}
    position = {"type": "TextPositionSelector", "start": at, "end": at + len(words)}
    return {"source": "urn:x:note", "selector": [quote, position]}


def tags(*words: str) -> list[Json]:
    return [{"type": "TextualBody", "purpose": "tagging", "value": word} for word in words]


def mark(identity: str, words: str, *said: str, nth: int = 0, **more: object) -> Json:
    target = place(words, nth)
    return {
        "id": identity,
        "type": "Annotation",
        "body": tags(*said),
        "target": target,
        **more,
    }


PERSON = mark("a1", "Zebulon", "Person")
RESORT = mark("a2", "Quagga Resort", "Compound")
BOTH = [PERSON, RESORT]


def mentions(batch: Batch) -> dict[str, tuple[str, str]]:
    marked = [a for a in batch.annotations if a.claim.shape == "mention"]
    return {a.local_id: (a.claim.relation, a.name) for a in marked}
