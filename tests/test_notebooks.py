"""The notebooks hold no output, and run from top to bottom in a fresh kernel.

The first runs a second time with its case on a server, and must tell the same.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from docs.run import VARYING
from tests.neo4j_server import Server
from tests.neo4j_stores import empty
from tests.neo4j_stores import run as rows_there

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def text_of(cell: Any, table: str = "text/html") -> str:
    """Return what a cell printed and showed: as a page, or as a table in `text/markdown`."""
    shown = [out.get("text") or out.get("data", {}).get(table, "") for out in cell.outputs]
    return "".join(shown)


def run(
    factory: pytest.TempPathFactory, path: Path = NOTEBOOKS[0], *, made_with: str = ""
) -> dict[str, str]:
    """Return what each cell of a notebook tells, by its source; in a folder of its own.

    `made_with` is what its case is made with beside its name.
    """
    folder, temporary = factory.mktemp("notebook"), factory.mktemp("temporary")
    notebook = read(path)
    sources = [one.source for one in notebook.cells]
    for one in notebook.cells:
        one.source = one.source.replace('name="A first case"', f'name="A first case"{made_with}')
        one.source = one.source.replace('Path("..")', f"Path({str(ROOT)!r})")
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    own = {"TMPDIR": str(temporary), "TMP": str(temporary)}
    client.execute(env=os.environ | own | {"IPYTHONDIR": str(factory.mktemp("ipython"))})
    code = [(n, one) for n, one in enumerate(notebook.cells) if one.cell_type == "code"]
    table = "text/html" if path == NOTEBOOKS[0] else "text/markdown"
    told = {sources[place]: text_of(one, table) for place, one in code}
    told["left behind"] = str([*folder.iterdir(), *temporary.iterdir()])
    return told


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the first notebook tells."""
    return run(tmp_path_factory)


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


def test_a_case_on_a_server_tells_the_same(
    ran: dict[str, str], neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty(neo4j_server)
    there = run(tmp_path_factory, made_with=f", graph={neo4j_server.address!r}")
    assert rows_there(neo4j_server, "MATCH (n) RETURN count(n) > 50") == [[True]]
    assert {cell: told for cell, told in there.items() if plain(told) != plain(ran[cell])} == {}
    empty(neo4j_server)


def test_cypher_for_investigators_shows_the_evidence(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    ran = run(tmp_path_factory, NOTEBOOKS[1])
    assert "| 2024-09-30 | Arrest |" in marked(ran, "since=")
    assert "OFAC designated Garden City Hotel as owned or controlled" in marked(ran, "UNWIND")
    assert cell(ran, "found.evidence").count("alleged · ") == 4
    assert "adjudicated, official · 32 ties" in cell(ran, "for statuses in")
    assert cell(ran, "official = Lens").splitlines() == ["5 paths in all", "1 official"]
    paths = cell(ran, "SAME_PREMISES*1..3").splitlines()
    first = "2 Ly Yong Phat (Person) – O-Smach Resort (Company) – O-Smach Resort (Compound)"
    assert paths[0] == f"{first} ['official', 'official']"
    assert all("–  (" not in line and line.count("Ly Yong Phat") == 1 for line in paths)
    assert "Sequence is not cause." in cell(ran, 'case.ask("timeline"')
    assert cell(ran, "DETACH DELETE").count("queries only read") == 2
    assert ran["left behind"] == "[]"


def test_rdf_and_sparql_tell_facts_from_allegations(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    ran = run(tmp_path_factory, NOTEBOOKS[2])
    assert marked(ran, "?person a ftm:Person").splitlines()[2:] == [
        "| Bryony Lau | clew:reported |",
        "| Ly Yong Phat | clew:official |",
        "| Mech Dara | clew:reported |",
    ]
    works = marked(ran, "schema:worksFor").splitlines()[2:]
    assert works[0] == "| Bryony Lau | Human Rights Watch |" and len(works) == 3
    assert cell(ran, "GRAPH ?any").split() == ["False", "False"]
    alleged = marked(ran, "alleged:CONTROLS").splitlines()[2:]
    assert len(alleged) == 4 and "| Ly Yong Phat | Koh Kong Resort |" in alleged
    quoted = marked(ran, "oa:hasTarget").splitlines()[2:]
    assert len(quoted) == 4 and all(line.startswith("| clew:alleged | OFAC |") for line in quoted)
    paths = cell(ran, "ties.rq").splitlines()
    assert paths[:2] == ["alleged", "official, official"] and len(paths) == 4
    assert cell(ran, 'Lens(statuses=("official",))') == "1 path\n"
    whole = cell(ran, "case.rdf()")
    assert whole == "True ['urn:clew:graph:alleged', 'urn:clew:graph:opinion']\ntrig 71 58\n"
    assert cell(ran, "CONSTRUCT") == "12 triples\n"
    refused = cell(ran, "DROP ALL").splitlines()
    assert "changes or loads" in refused[0] and "SERVICE would ask" in refused[1]
    assert (cell(ran, "here.exists()"), ran["left behind"]) == ("False\n", "[]")


def test_three_measures_of_two_real_networks(tmp_path_factory: pytest.TempPathFactory) -> None:
    ran = run(tmp_path_factory, NOTEBOOKS[3])
    brokers = cell(ran, 'listed.ask("brokers"').splitlines()
    assert brokers[0].startswith(
        "1. NATIONAL IRANIAN TANKER COMPANY, Organization: joins 200 pairs"
    )
    told = cell(ran, "listed.why(first)")
    assert "Computed by Clew, claimed by no source" in told and "official · Linked To: " in told
    shared = cell(ran, 'listed.ask("shared"').splitlines()
    assert shared[0].startswith("1. phone ") and shared[0].endswith("(3 official)")
    assert shared[2].endswith("(8 official); so many that it is no link")
    assert "address “Tehran, Iran”, shared by 3: " in shared[3] and shared[3].endswith("no link")
    sums = cell(ran, "sent.load")
    assert "951 claims new" in sums and "hold 400 rows" in sums
    assert "line 193: columns 'begin_date' and 'end_date' hold no span of time" in sums
    assert "158 entries" in cell(ran, "listed.load")
    assert "without single-source ties nothing" in cell(ran, 'sent.ask("betweenness"')
    overlaps = cell(ran, 'sent.ask("overlaps"').splitlines()
    assert len(overlaps) == 4 and all(line.count(", reported)") == 2 for line in overlaps[:3])
    assert "275 nodes, 399 ties" in cell(ran, "to_networkx()") and ran["left behind"] == "[]"


def marked(ran: dict[str, str], word: str) -> str:
    """Return the table that a cell shows, without the marks before signs."""
    return cell(ran, word).replace("\\", "")


def plain(told: str) -> str:
    """Return what a cell tells without what differs from case to case: pictures, salted ids."""
    told = re.sub(r"<iframe .*?</iframe>", "<picture>", told, flags=re.DOTALL)
    return VARYING.sub("#", re.sub(r"\b[cdem][0-9a-f]{8,32}\b", "#", told))
