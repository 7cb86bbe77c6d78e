"""The notebooks hold no output, and run from top to bottom in a fresh kernel."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def text_of(cell: Any) -> str:
    """Return what a cell printed and showed as text."""
    shown = [out.get("text") or out.get("data", {}).get("text/html", "") for out in cell.outputs]
    return "".join(shown)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each cell of the first notebook tells, by its source; it runs in a folder of its own."""
    folder, temporary = tmp_path_factory.mktemp("notebook"), tmp_path_factory.mktemp("temporary")
    kept = tmp_path_factory.mktemp("ipython")
    notebook = read(NOTEBOOKS[0])
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    own = {"TMPDIR": str(temporary), "TMP": str(temporary), "IPYTHONDIR": str(kept)}
    client.execute(env=os.environ | own)
    told = {one.source: text_of(one) for one in notebook.cells if one.cell_type == "code"}
    told["left behind"] = str([*folder.iterdir(), *temporary.iterdir()])
    return told


def cell(ran: dict[str, str], word: str) -> str:
    """Return what the one cell whose source holds a word tells."""
    (found,) = (told for source, told in ran.items() if word in source)
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_holds_no_output_and_no_run(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    code = [one for one in notebook.cells if one.cell_type == "code"]
    assert code and all(one.outputs == [] and one.execution_count is None for one in code)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}


def test_the_headline_path_is_told_with_its_status(ran: dict[str, str]) -> None:
    told = cell(ran, 'answer.to_json()["paths"]').splitlines()
    assert told[0] == "official: Ly Yong Phat – O-Smach Resort – O-Smach Resort"
    assert {line.partition(":")[0] for line in told[1:]} == {"alleged"}


def test_the_answer_shows_its_picture_above_its_words(ran: dict[str, str]) -> None:
    shown = cell(ran, 'answer = case.ask("ties"')
    assert shown.startswith('<iframe sandbox="allow-scripts" ')
    assert shown.index("</iframe>") < shown.index("<pre") < shown.index("1. official, 2 steps")
    assert "A path is no accusation" in shown


def test_evidence_lenses_and_networks_tell_what_they_promise(ran: dict[str, str]) -> None:
    assert "official · Linked To: LY, Yong Phat" in cell(ran, "case.why(")
    assert "1 of 4 paths" in cell(ran, "official alone")
    assert "1 left, 3 fallen" in cell(ran, "official alone")
    assert "Ly Yong Phat" in cell(ran, 'case.ask("betweenness")')
    assert "Computed by Clew" in cell(ran, 'case.ask("betweenness")')
    assert "alleged" in cell(ran, "to_networkx()")


def test_pictures_are_made_and_nothing_is_left(ran: dict[str, str]) -> None:
    assert cell(ran, "to_pyvis()").startswith("<iframe ")
    assert cell(ran, "answer.view(") == "ties.html is written\n"
    assert cell(ran, "folder.cleanup()") == "False\n"
    assert ran["left behind"] == "[]"
