"""The lens: how a ledger is read (rules 18, 22, 28)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from clew.graph.errors import InputError, UsageError
from clew.graph.model import STATUSES, digest
from clew.graph.when import bounds

Disclosure = Literal["public", "case", "all"]
LEVELS = ("public", "case", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """Which claims are seen; the default sees all but what is protected.

    as_of           a day (ISO): claims that may hold on it; undated ones stay
    known_at        a day: claims known by then; those without a known day are left out
    statuses        an inclusive list; () is every status
    without_sources ids of documents that do not count
    annotators      an inclusive list of annotators; () is everyone
    curated         only what a curator's reading says, where a document has one
    disclose        public, case or all
    """

    as_of: str = ""
    known_at: str = ""
    statuses: tuple[str, ...] = ()
    without_sources: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    curated: bool = False
    disclose: Disclosure = "public"

    def __post_init__(self) -> None:
        """Put lists in one order, so that equal lenses are equal; refuse what means nothing."""
        for name in ("statuses", "without_sources", "annotators"):
            if isinstance(getattr(self, name), str):
                raise UsageError(f"`{name}` of a lens takes a list: put the text into one")
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        unknown = [status for status in self.statuses if status not in STATUSES]
        if unknown:
            raise UsageError(f"there is no status `{unknown[0]}`: use {', '.join(STATUSES)}")
        if self.disclose not in LEVELS:
            raise UsageError(f"there is no level `{self.disclose}`: use public, case or all")
        for name in ("as_of", "known_at"):
            if value := getattr(self, name):
                object.__setattr__(self, name, _day(value, name))

    @property
    def is_default(self) -> bool:
        """Whether this is the lens that the case's own store holds."""
        return self == Lens()

    @property
    def key(self) -> str:
        """What names this lens on disk: 16 hex digits."""
        return digest(asdict(self))[:16]

    def to_json(self) -> dict[str, Any]:
        """Return what is set, by option; {} for the default lens."""
        plain = asdict(Lens())
        seen = {name: value for name, value in asdict(self).items() if value != plain[name]}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in seen.items()}

    def words(self) -> str:
        """Return the lens as a reader is told it, `default` where nothing is set."""
        parts = [f"{k.replace('_', '-')} {_said(v)}" for k, v in self.to_json().items()]
        return "; ".join(parts) or "default"


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _day(value: str, name: str) -> str:
    option = name.replace("_", "-")
    try:
        first, last = bounds(value)
    except InputError:
        first, last = "", "-"
    if not first or first != last:
        raise UsageError(f"--{option} needs one day, written as 2024-09-30")
    return first
