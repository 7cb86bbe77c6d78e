"""What the child of test_faults.py does: the commands of PLAN in CASE, each noted when done."""

from __future__ import annotations

import os
from typing import cast

import clew

CASE, PLAN, DONE = (cast(str, globals()[name]) for name in ("CASE", "PLAN", "DONE"))
case = clew.open(CASE)
with open(DONE, "a", buffering=1) as done:
    print("started", os.getpid(), file=done)
    for command in PLAN.splitlines():
        verb, *words = command.split()
        if verb == "load":
            case.load(*words)
        elif verb == "same":
            case.same(*words, because="tried")
        elif verb == "protect":
            case.protect(*words, because="tried")
        elif verb == "undo":
            case.undo(case.log()[-1].subject)
        elif verb == "erase":
            source = next(s.id for s in case.sources() if s.path.endswith(words[0]))
            case.erase(source, because="tried")
        elif verb == "ask":
            with case.opened() as graph:
                assert sum(1 for _ in graph.nodes())
        print("done", command, file=done)
