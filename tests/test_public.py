"""The surface of `import clew`: what product.md promises, typed and documented."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import clew
from clew.queries.cypher import Result
from clew.queries.library import QUESTIONS


def test_the_public_names_are_sorted_there_and_documented() -> None:
    assert clew.__all__ == sorted(clew.__all__)
    assert {"Answer", "Case", "ClewError", "Lens", "create", "open"} <= set(clew.__all__)
    for name in clew.__all__:
        assert inspect.getdoc(getattr(clew, name)), name
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = clew.nothing_such


def test_importing_clew_costs_nothing_heavy() -> None:
    heavy = ("arcadedb", "networkx", "yaml", "sqlite3", "rich", "click", "clew.graph", "antlr4")
    code = f"import clew, sys; print([m for m in {heavy!r} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("held", [clew.Case, clew.Answer, clew.Lens, Result])
def test_every_public_method_is_typed_and_documented(held: type) -> None:
    for name, method in inspect.getmembers(held, callable):
        if name.startswith("_") or not hasattr(method, "__annotations__"):
            continue
        assert inspect.getdoc(method), name
        given = [p for p in inspect.signature(method).parameters if p not in ("self", "cls")]
        assert {"return", *given} <= set(method.__annotations__) | {"return"}, name


def test_a_case_does_what_the_manual_shows(tmp_path: Path) -> None:
    folder = tmp_path / "annotations"
    folder.mkdir()
    (folder / "note.txt").write_text("Ana Alpha, invented, owns Gamma Park.")
    marks = [
        "T1\tPerson 0 9\tAna Alpha",
        "T2\tCompound 26 36\tGamma Park",
        "R1\tOWNS Arg1:T1 Arg2:T2",
    ]
    (folder / "note.ann").write_text("".join(f"{mark}\n" for mark in marks))
    clew.create(tmp_path / "senator")
    case = clew.open(tmp_path / "senator")
    case.load(folder)
    text = "MATCH (p:Person)-[r]->(c:Compound) WHERE p.name = $n RETURN p, r, c"
    assert len(list(case.query(text, n="Ana Alpha"))) == 1
    answer = case.ask("ties", start="Ana Alpha", to="Compound")
    assert len(answer.paths) == len(answer.evidence) == answer.to_networkx().number_of_edges() == 1
    assert case.graph(as_of="2024-09-30").to_networkx().number_of_nodes() == 2


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_every_question_explains_itself(name: str) -> None:
    asked = QUESTIONS[name]
    assert asked.title.endswith("?") and asked.help.endswith(".")
    assert asked.example.startswith(f"clew ask {name} ")
    assert all(parameter.meaning for parameter in asked.parameters)
