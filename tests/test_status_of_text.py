"""`--status-of-text`: a status for exports that cannot carry one, as the act of who gives it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew import Case
from clew.graph.errors import UsageError
from clew.listing import log
from clew.summary import Summary

Json = dict[str, Any]
Take = Callable[..., Summary]

TEXT = "Zebulon owns Quagga Resort. Okapi owns Oryx Hall. Ibex owns Nyala Bank.\n"
WHY = "I read it: it states all as fact"
LINES = (
    "T1\tPerson 0 7\tZebulon",
    "T2\tCompany 13 26\tQuagga Resort",
    "T3\tPerson 28 33\tOkapi",
    "T4\tCompany 39 48\tOryx Hall",
    "T5\tPerson 50 54\tIbex",
    "T6\tCompany 60 70\tNyala Bank",
    "R1\towns Arg1:T1 Arg2:T2",
    "R2\towns Arg1:T3 Arg2:T4",
    "R3\towns Arg1:T5 Arg2:T6",
    "#1\tAnnotatorNotes R2\tstatus=alleged",
    "#2\tAnnotatorNotes R3\tstatus=alegged",
)


@pytest.fixture
def note(tmp_path: Path) -> Path:
    (tmp_path / "note.txt").write_text(TEXT)
    (tmp_path / "note.ann").write_text("".join(f"{line}\n" for line in LINES))
    return tmp_path / "note.ann"


def statuses(case: Case) -> Json:
    rows = case.query("MATCH (a)-[r]->(b) RETURN a.name AS name, r.status AS status")
    return {row["name"]: row["status"] for row in rows}


def owning(case: Case, name: str = "Zebulon") -> Json:
    text = "MATCH (a {name: $name})-[r]->() RETURN r.claims AS claims"
    ((claim,),) = [row["claims"] for row in case.query(text, name=name)]
    found: Json = case.why(claim)["claim"]
    return found


def changes(summary: Summary) -> list[int]:
    return [summary.total(f"claims_{name}") for name in ("new", "known", "changed", "withdrawn")]


def test_what_states_none_gets_it_and_what_states_its_own_keeps_it(
    case: Case, take: Take, note: Path
) -> None:
    summary = take(case, note, status_of_text="reported", because=WHY)
    assert statuses(case) == {"Zebulon": "reported", "Okapi": "alleged", "Ibex": "not_stated"}
    assert summary.to_json()["sources"][0]["annotations"]["given_status"] == 7
    assert "7 claims state no status themselves" in summary.to_text()


def test_who_gave_it_when_and_why_is_told_with_the_claim_and_in_the_log(
    case: Case, take: Take, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEW_USER", "ann")
    take(case, note, status_of_text="reported", because=WHY)
    (act,) = [entry for entry in log(case, "public") if entry["verb"] == "status"]
    assert (act["who"], act["because"]) == ("ann", WHY)
    told = f"reported, given by ann on {act['at'][:10]}: {WHY}"
    assert owning(case)["says"]["with"]["status_by"] == [told]
    assert "with" not in owning(case, "Okapi")["says"]
    assert not case.verify().problems


def test_the_same_again_changes_nothing_and_another_takes_its_place(
    case: Case, take: Take, note: Path
) -> None:
    take(case, note, status_of_text="reported", because=WHY)
    before = log(case, "public")
    again = take(case, note, status_of_text="reported", because=WHY)
    assert changes(again) == [0, 9, 0, 0] and not again.run
    assert log(case, "public") == before
    assert changes(take(case, note, status_of_text="opinion", because="It is a column")) == [
        *(0, 2, 7, 0)
    ]
    assert statuses(case)["Zebulon"] == "opinion" and statuses(case)["Okapi"] == "alleged"
    assert changes(take(case, note)) == [0, 2, 7, 0]
    assert statuses(case)["Zebulon"] == "not_stated"


def test_a_newer_export_with_the_same_reason_changes_no_other_claim(
    case: Case, take: Take, note: Path
) -> None:
    take(case, note, status_of_text="reported", because=WHY)
    note.write_text(note.read_text() + "R4\tknows Arg1:T1 Arg2:T3\n")
    assert changes(take(case, note, status_of_text="reported", because=WHY)) == [1, 9, 0, 0]
    assert [entry["verb"] for entry in log(case, "public")].count("status") == 1


def test_undoing_the_import_takes_it_back_and_the_act_alone_cannot_be_undone(
    case: Case, take: Take, note: Path
) -> None:
    take(case, note)
    run = take(case, note, status_of_text="reported", because=WHY).run
    (act,) = [entry["subject"] for entry in log(case, "public") if entry["verb"] == "status"]
    with pytest.raises(UsageError, match=f"clew undo {run}"):
        case.undo(act)
    case.undo(run)
    assert statuses(case)["Zebulon"] == "not_stated"
    take(case, note, status_of_text="reported", because=WHY)
    assert [entry["verb"] for entry in log(case, "public")].count("status") == 2


def test_a_stated_status_of_another_tool_governs_what_was_given(
    case: Case, take: Take, note: Path, tmp_path: Path
) -> None:
    take(case, note, status_of_text="reported", because=WHY)
    task = {"id": 1, "data": {"text": TEXT}, "annotations": [{"id": 1, "result": marks()}]}
    (tmp_path / "tasks.json").write_text(json.dumps([task]))
    take(case, tmp_path / "tasks.json", status_of_text="alleged", because="A rumour")
    told = owning(case)
    assert (told["status"], told["statuses"]) == ("alleged", ["reported", "alleged"])


def marks() -> list[Json]:
    def region(name: str, start: int, label: str, words: str) -> Json:
        value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
        return {"id": name, "type": "labels", "from_name": "l", "to_name": "text", "value": value}

    tie = {"from_id": "a", "to_id": "b", "type": "relation", "direction": "right"}
    return [
        region("a", 0, "Person", "Zebulon"),
        region("b", 13, "Company", "Quagga Resort"),
        {**tie, "labels": ["owns"]},
    ]


MAPPING = """list: owners
source: {title: Owners, published: 2024-01-02}
records:
  company: {id: "No", kind: Company, names: {name: Name}}
  owner: {id: Owner, as: company, kind: Company}
ties:
  - {type: OWNS, start: owner, end: company, status: alleged}
"""


def test_lists_and_tables_keep_the_status_of_their_mapping(
    case: Case, take: Take, tmp_path: Path
) -> None:
    (tmp_path / "owners.yaml").write_text(MAPPING)
    (tmp_path / "owners.csv").write_text("No,Name,Owner\n1,Hill Ltd,2\n2,Gate Ltd,\n")
    given = {"status_of_text": "opinion", "because": WHY}
    summary = take(case, tmp_path / "owners.csv", mapping=tmp_path / "owners.yaml", **given)
    assert statuses(case) == {"Gate Ltd": "alleged"}
    assert summary.notes == [
        "--status-of-text gives no status to lists and tables: their columns and mappings do."
    ]
    assert not [entry for entry in log(case, "public") if entry["verb"] == "status"]


BAD: dict[str, tuple[Json, str]] = {
    "none of the eight": ({"status_of_text": "true", "because": WHY}, "adjudicated, official, rep"),
    "without a reason": ({"status_of_text": "reported"}, "needs its reason"),
    "an empty reason": ({"status_of_text": "reported", "because": " "}, "needs its reason"),
    "no UTF-8": ({"status_of_text": "reported", "because": "x \udcff"}, "not UTF-8"),
    "a reason alone": ({"because": WHY}, "--status-of-text"),
    "what they have already": ({"status_of_text": "not_stated", "because": WHY}, "leave it away"),
}


@pytest.mark.parametrize("wrong", BAD)
def test_a_wrong_status_or_reason_is_told_before_anything_is_read(
    case: Case, note: Path, wrong: str
) -> None:
    options, reason = BAD[wrong]
    with pytest.raises(UsageError, match=reason):
        case.load(note, **options)
    assert not case.sources() and not log(case, "public")


def test_a_dry_run_records_no_act(case: Case, take: Take, note: Path) -> None:
    case.load(note, status_of_text="reported", because=WHY, dry_run=True)
    assert not log(case, "public")


def test_a_reason_goes_with_the_erased_source(case: Case, take: Take, note: Path) -> None:
    take(case, note, status_of_text="reported", because="Quagga told me so")
    (source,) = case.sources()
    case.erase(source.id, because="a court ordered it")
    with case.reading() as db:
        kept = db.execute("SELECT options FROM batch UNION ALL SELECT extra FROM annotation")
        assert not [text for (text,) in kept if "Quagga" in text]
