"""What the words of well-known corpora and tools mean: `profiles/corpora.yaml`.

What is certain stands behind the default profile; what is only likely is proposed by a draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clew.graph.schema import fold

_TABLE = Path(__file__).with_name("profiles") / "corpora.yaml"


@dataclass(frozen=True, slots=True)
class Note:
    """What a corpus says of one of its words: its name, what the word likely means, and why.

    likely      '' where the meaning is certain, or nothing fits
    """

    corpus: str
    likely: str = ""
    why: str = ""

    def __str__(self) -> str:
        """Return it as a draft's reason shows it."""
        if self.likely:
            return f"likely {self.likely} ({self.corpus}{self.why and ': '}{self.why})"
        return f"{self.corpus}: {self.why}" if self.why else self.corpus


def certain(section: str) -> dict[str, Any]:
    """Return the words of all corpora whose meaning is certain, for a profile's section."""
    return {w: entry for one in _corpora().values() for w, entry in one.get(section, {}).items()}


def note(section: str, word: str) -> Note | None:
    """Return what is known of a word of this section of a profile, None where nothing is."""
    return _notes().get((section, fold(word)))


@cache
def _notes() -> Mapping[tuple[str, str], Note]:
    found: dict[tuple[str, str], Note] = {}
    for corpus, table in _corpora().items():
        for section in ("kinds", "ties"):
            for word in table.get(section, {}):
                found.setdefault((section, fold(word)), Note(corpus))
        for section, words in table.get("likely", {}).items():
            for word, entry in words.items():
                found.setdefault((section, fold(word)), Note(corpus, *entry))
        for section, words in table.get("nothing", {}).items():
            for word, why in words.items():
                found.setdefault((section, fold(word)), Note(corpus, why=why))
    return found


@cache
def _corpora() -> Mapping[str, Mapping[str, Any]]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with _TABLE.open(encoding="utf-8") as file:
        table: Mapping[str, Mapping[str, Any]] = yaml.load(file, loader)
    return table
