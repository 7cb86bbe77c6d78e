"""How names are read so that they can be compared: one module a script, listed here.

A script's module gives the readings of a name in it: words in plain Latin letters. A name may have
several (a Chinese one in each romanisation); two names match by their two closest readings. A
script without a module has one reading, its own words, which only equal words match.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from clew.graph.identity import latin
from clew.graph.identity.readings import Reading, Script

#: A new script is one module with a `SCRIPT`, and its name here.
SCRIPTS: tuple[Script, ...] = (latin.SCRIPT,)


def readings(name: str, *, person: bool) -> Sequence[Reading]:
    """Return every reading of a name; a person's titles, a company's legal form are set aside."""
    for script in SCRIPTS:
        if script.reads(name):
            return script.readings(name, person)
    folded = unicodedata.normalize("NFKC", name).casefold().split()
    return (Reading(tuple(folded), how="as written"),) if folded else ()
