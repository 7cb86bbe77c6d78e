"""What was typed in the shell, kept in the case and nowhere else (rule 26)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: How many lines are kept.
MOST = 1000


@contextmanager
def kept(path: Path, wanted: bool) -> Iterator[None]:
    """Let a terminal's lines be edited, and keep them in a file for the owner alone (0600).

    Where this Python has no readline, lines are neither edited nor kept.
    """
    try:
        import readline
    except ImportError:
        yield
        return
    readline.clear_history()
    if wanted and path.exists():
        readline.read_history_file(path)
    try:
        yield
    finally:
        if wanted:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
            path.chmod(0o600)
            readline.set_history_length(MOST)
            readline.write_history_file(path)
