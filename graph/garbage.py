"""Work that makes millions of objects and no cycles: the search for cycles waits until it is done.

Python looks through all objects again and again while they grow in number, which takes as long as
the work itself and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept() -> Iterator[None]:
    """Do what is inside without that search, in all threads; it goes on afterwards as before."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
