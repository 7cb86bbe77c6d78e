"""A case exported as statements with their evidence, and imported again: the same claims.

What differs is this, and nothing else: ids; words that only describe (`he`, `the arrest`) stand
beside a mention and are no name; a place that was withheld, because of words that are masked, is
the evidence's own; each entity has the id that says in which sources it is one; and whom a person
joined though sources conflict (a country, a date) comes back as a proposal.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import clew
from clew import Case, Lens
from clew.demo import demo
from clew.graph.described import is_described

Rows = Counter[tuple[object, ...]]
_ID = re.compile("m[0-9a-f]{32}")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return demo(tmp_path_factory.mktemp("sample") / "case").case


@pytest.fixture(scope="module")
def again(sample: Case, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A new case with all that the sample's export says."""
    folder = tmp_path_factory.mktemp("again")
    sample.export("ftm-statements", folder / "out")
    case = clew.create(folder / "case")
    summary = case.load(folder / "out")
    assert not summary.failures
    return case


def rows(case: Case, *, first: bool) -> Rows:
    """Return every claim of a case in all but ids; entities are told by their salted ids."""
    found: Rows = Counter()
    with case.opened(Lens()) as opened:
        claims = [(one.about, dict(one.content)) for one in opened.items.evidence()]
        named = {i: str(c["says"]["value"]) for about, c in claims for i in about if _is_id(c)}

        def name(identity: str) -> str:
            return opened.handing.id(identity) if first else named[identity]

        for about, content in claims:
            if not first and _is_id(content):
                continue
            tied = "type" in content["says"]  # what denies a tie is about its ends, too
            found[_row(content, () if tied else tuple(map(name, about)), name)] += 1
    return found


def _is_id(content: dict[str, Any]) -> bool:
    """Tell whether a claim says the id that an entity was handed on with."""
    says = content["says"]
    return bool(says.get("property") == "ftmId" and _ID.fullmatch(says["value"]))


def _row(
    content: dict[str, Any], about: tuple[str, ...], name: Callable[[str], str]
) -> tuple[object, ...]:
    says, source = content["says"], content["source"]
    if "type" in says:
        ends = sorted((name(says["start"]), name(says["end"])))
        what: tuple[object, ...] = (says["type"], *ends, says.get("key"))
    elif "kind" in says:
        form = says.get("name") or ""
        what = (says["kind"], "" if is_described(form, says["kind"]) else form, about)
    else:
        what = (says["property"], says["value"], about)
    more = {k: tuple(v) for k, v in says.get("with", {}).items() if k != "words"}
    masked = "[protected]" in content["quote"]
    told = tuple(content[k] for k in ("status", "attribution", "quote", "when", "known_from"))
    told = (*told, "" if masked else content["locator"])
    kept = ("title", "publisher", "author", "language", "url", "archive_url", "licence")
    return (*what, *told, *sorted(more.items()), *(source.get(k, "") for k in kept))


def test_importing_an_export_gives_the_same_claims(sample: Case, again: Case) -> None:
    mine, theirs = rows(sample, first=True), rows(again, first=False)
    assert mine.total() > 300
    assert (mine - theirs, theirs - mine) == (Counter(), Counter())


def test_importing_the_same_export_twice_changes_nothing(
    again: Case, sample: Case, tmp_path: Path
) -> None:
    sample.export("ftm-statements", tmp_path / "out")
    summary = again.load(tmp_path / "out")
    counts = Counter[str]()
    for one in summary.sources:
        counts.update({k: n for k, n in one.items() if k.startswith("claims_")})
    assert counts.pop("claims_known") > 300 and not counts.total()


def test_the_graph_is_the_same_but_for_whom_a_person_joined_against_a_conflict(
    sample: Case, again: Case
) -> None:
    def shape(case: Case, *, first: bool) -> tuple[Rows, Rows]:
        nodes: Rows = Counter()
        edges: Rows = Counter()
        with case.opened(Lens()) as opened:
            called = {}
            for node in opened.nodes():
                own = node.properties
                if "Source" in node.labels:
                    continue
                salted = opened.handing.id(node.id) if first else own["ftmId"][0]
                called[node.id] = salted
                nodes[salted, node.labels, own["name"], own["status"], own.get("generic")] += 1
            for edge in opened.edges():
                ends = sorted((called[edge.start], called[edge.end]))
                own = edge.properties
                edges[edge.type, *ends, own.get("key"), own["status"], own["disputed"]] += 1
        return nodes, edges

    (nodes, edges), (new_nodes, new_edges) = shape(sample, first=True), shape(again, first=False)
    times = Counter(str(row[0]) for row in new_nodes)
    split = {identity for identity, count in times.items() if count > 1}
    assert {row[2] for row in new_nodes if row[0] in split} == {"Ly Yong Phat"}
    assert {row for row in nodes if row[0] not in split} == {
        row for row in new_nodes if row[0] not in split
    }
    assert (edges - new_edges, new_edges - edges) == (Counter(), Counter())


def test_evidence_counts_while_its_statement_is_in_the_table(sample: Case, tmp_path: Path) -> None:
    sample.export("ftm-statements", tmp_path / "out")
    lines = (tmp_path / "out/statements.evidence.jsonl").read_text("utf-8").splitlines()
    gone = next(json.loads(line)["statement"] for line in lines if '"type":"OWNS"' in line)
    table = tmp_path / "out/statements.csv"
    kept = [line for line in table.read_text("utf-8").splitlines(True) if gone not in line]
    table.write_text("".join(kept), encoding="utf-8")
    case = clew.create(tmp_path / "case")
    summary = case.load(tmp_path / "out")
    left = [one["left_out"] for one in summary.sources if one["left_out"]]
    assert left == [{"evidence whose statement is not in the table": 1}]
    assert not summary.failures


def test_planned_and_denied_claims_come_back_from_the_evidence_alone(
    case: Case, note: Callable[..., Path], tmp_path: Path
) -> None:
    marked = "{T1 Person:Ann Vos} and {T2 Company:Harbour Ltd.} and {T3 Company:Quay Ltd.}."
    ties = ("R1\tOWNS Arg1:T1 Arg2:T2", "R2\tOWNS Arg1:T1 Arg2:T3")
    said = ("#1\tAnnotatorNotes R1\tstatus=denied", "#2\tAnnotatorNotes R2\tstatus=planned")
    case.load(note(marked, *ties, *said), facts={"title": "A note", "published": "2024-05-01"})
    case.export("ftm-statements", tmp_path / "out")
    table = (tmp_path / "out/statements.csv").read_text("utf-8")
    assert "Ownership" not in table and "Ann Vos" in table
    other = clew.create(tmp_path / "other")
    other.load(tmp_path / "out")
    mine, theirs = rows(case, first=True), rows(other, first=False)
    assert mine == theirs and {"denied", "planned"} <= {str(cell) for row in mine for cell in row}


def test_addresses_and_signs_that_no_table_holds_come_back(case: Case, tmp_path: Path) -> None:
    said = (
        {"id": "a", "schema": "Address", "properties": {"full": ["1 Quay Road"]}},
        {
            "id": "h",
            "schema": "Company",
            "properties": {
                "name": ["Harbour\x00 Ltd.", "=1+1"],
                "notes": ['two\r\nlines, a "quote" and \u202e'],
                "addressEntity": ["a"],
            },
        },
    )
    given = tmp_path / "quays.json"
    given.write_text("".join(f"{json.dumps(one)}\n" for one in said), encoding="utf-8")
    case.load(given, facts={"published": "2024-05-01"})
    case.export("ftm-statements", tmp_path / "out")
    table = (tmp_path / "out/statements.csv").read_text("utf-8")
    assert '"addressEntity"' in table and "\0" not in table
    other = clew.create(tmp_path / "other")
    assert not other.load(tmp_path / "out").failures
    mine, theirs = rows(case, first=True), rows(other, first=False)
    assert mine == theirs and mine.total() == 7


def test_what_stands_by_its_ties_alone_comes_back_without_a_claim_of_its_own(
    case: Case, root: Path, tmp_path: Path
) -> None:
    case.load(root / "tests/data/ftm/sample/invented/statements.csv")
    case.export("ftm-statements", tmp_path / "out", lens=Lens(statuses=("official",)))
    other = clew.create(tmp_path / "other")
    assert not other.load(tmp_path / "out").failures
    added = rows(other, first=False) - rows(case, first=True)
    assert added.total() == 1
    assert {row[:2] for row in added} == {("Company", "Harbour Ltd.")}
    assert all("not_stated" in row for row in added)
