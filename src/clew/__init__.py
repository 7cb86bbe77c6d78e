"""Clew: a knowledge graph in which every line can be proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clew.case import Case, create, open
    from clew.from_network import from_networkx
    from clew.graph.errors import ClewError
    from clew.graph.lens import Lens
    from clew.queries.answer import Answer

__all__ = ["Answer", "Case", "ClewError", "Lens", "create", "from_networkx", "open"]

_HOMES = {
    "Answer": "clew.queries.answer",
    "Case": "clew.case",
    "ClewError": "clew.graph.errors",
    "Lens": "clew.graph.lens",
    "create": "clew.case",
    "from_networkx": "clew.from_network",
    "open": "clew.case",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: `import clew` itself costs nothing."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'clew' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
