"""What a user typed, on its way out of the case: whom it names may be protected (rule 23)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clew.graph.opened import Opened

if TYPE_CHECKING:
    from clew.graph.protection import Veil

#: What a Cypher text holds beside its own words: texts, quoted names, parameters, remarks.
_QUOTED = re.compile(
    r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`|\$\w+|//[^\n]*|/\*.*?\*/""", re.DOTALL
)


@dataclass(slots=True)
class Typed:
    """What a user typed, as it may be handed on: names of protected ones are masked in it, too.

    Of a name each part is: a search is for one. An id that was handed on before stands for the
    case's own.
    """

    graph: Opened
    _veil: Veil | None = None

    def shown(self, value: Any) -> Any:
        """Return a value, however deep, with what is protected masked in its texts."""
        if isinstance(value, str):
            return self._masked(self.graph.own_id(value))
        if isinstance(value, Mapping):
            return {self._masked(name): self.shown(part) for name, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.shown(part) for part in value]
        return value

    def query(self, text: str) -> str:
        """Return a Cypher text: its own words stay, whatever people are called."""
        whole = self._veiled(text)
        return _QUOTED.sub(lambda found: self._masked(found[0]), whole) if self._veil else whole

    def _masked(self, words: str) -> str:
        whole = self._veiled(words)
        return self._veil.parts(whole, self._names) if self._veil else whole

    def _veiled(self, words: str) -> str:
        if not self.graph.veiled or not words:
            return words
        if self._veil is None:
            from clew.graph.scene import look

            self._veil = look(self.graph.db, self.graph.lens).veil
        return self._veil.text(words)

    def _names(self) -> Iterator[str]:
        return (name for names in self.graph.items.names().values() for name in names)
