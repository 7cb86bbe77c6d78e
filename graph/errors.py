"""Every error that Clew raises on purpose; each message is one sentence: what, where, what to do.

No message holds text of a document (a name, a quote): see rule 24 in CONTRIBUTING.md.

    ClewError
    ├── UsageError            wrong use: an unknown entity, an ambiguous name, a bad option
    │   ├── NotACase          no case.toml here, or a broken one
    │   ├── UnknownId         nothing in this case has that id or name
    │   └── AmbiguousName     several entities bear that name
    ├── InputError            a file that cannot be read as what it should be
    ├── CaseBusy              another process writes to the case
    ├── LedgerError           the ledger is damaged, or of a newer Clew
    ├── StoreError            the graph engine failed or is not there
    │   └── StaleGraph        it holds another state than the change starts from
    ├── QueryError            a query that could not be answered
    │   ├── QueryRefused      the guard refuses the text, with the remedy
    │   ├── QueryTimeout      the time limit was reached
    │   └── SecondOpinion     two plans of one text disagree: no rows are shown
    └── ProtectedError        the act needs --disclose case or all
"""

from __future__ import annotations


class ClewError(Exception):
    """What Clew raises on purpose; `str(error)` is one sentence for the user."""


class UsageError(ClewError):
    """The command or call was used wrongly."""


class NotACase(UsageError):
    """There is no case where one was looked for."""


class UnknownId(UsageError):
    """Nothing in this case has that id or name; protected things answer so too."""


class AmbiguousName(UsageError):
    """Several entities bear the name; `choices` holds (id, kind, name) of each."""

    def __init__(self, message: str, choices: list[tuple[str, str, str]]) -> None:
        super().__init__(message)
        self.choices = choices


class InputError(ClewError):
    """A file is not what it should be; `file` and `line` (from 1, 0 = the whole file) say where."""

    def __init__(self, reason: str, file: str = "", line: int = 0) -> None:
        place = f"{file}, line {line}: " if line else f"{file}: " if file else ""
        super().__init__(f"{place}{reason}")
        self.reason, self.file, self.line = reason, file, line


class CaseBusy(ClewError):
    """Another process writes to the case."""


class LedgerError(ClewError):
    """The ledger cannot be used as it is."""


class StoreError(ClewError):
    """The graph engine failed, or is not installed."""


class StaleGraph(StoreError):
    """The graph engine holds another state than a change starts from; nothing was changed."""


class QueryError(ClewError):
    """A query could not be answered."""


class QueryRefused(QueryError):
    """The guard refuses the text; the message names the remedy."""


class QueryTimeout(QueryError):
    """The query took longer than its time limit."""


class SecondOpinion(QueryError):
    """Two plans of the same text gave different rows, so neither is shown."""


class ProtectedError(ClewError):
    """The act touches something protected and was not asked to."""
