"""What is wrong with a file of FollowTheMoney is told line by line, and the rest is read."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from clew.graph.model import Batch
from clew.loaders.batches import batches
from clew.loaders.walk import Failure

NESTED = "nested values that are no entities"
GOOD = b'{"id": "a", "schema": "Person", "properties": {"name": ["Ann Vos"]}}\n'
BAD = {
    "not JSON": b"Secret, and no JSON",
    "cut short": b'{"id": "Secret", "schema": "Person", "properties": {',
    "a list": b'["Secret"]',
    "too deep": b'{"id": "Secret", "schema": "Person", "properties": '
    + b'{"a":' * 5000
    + b"}" * 5001,
    "lone surrogate": b'{"id": "Secret", "schema": "Person", "properties": {"name": ["\\ud800"]}}',
    "beyond numbers": b'{"id": "Secret", "schema": "Person", "properties": {"a": [1e999]}}',
    "not UTF-8": b'{"id": "Secret\xff", "schema": "Person", "properties": {}}',
    "a key twice": b'{"id": "Secret", "schema": "Person", "properties": {"a": ["A"], "a": ["B"]}}',
    "a key twice, apart": b'{"id": "b", "schema": "X", "properties": {"a": [], "a" : ["Secret"]}}',
    "a key twice, beside": b'{"id": "\\":", "schema": "X", "properties": {"a": 1, "a": ["B"]}}',
    "an id twice": b'{"id": "Secret", "schema": "Person", "properties": {}, "id": "b"}',
    "no id": b'{"schema": "Person", "properties": {"name": ["Secret"]}}',
    "a number as id": b'{"id": 7, "schema": "Person", "properties": {"name": ["Secret"]}}',
    "no schema": b'{"id": "Secret", "properties": {}}',
    "properties as a list": b'{"id": "Secret", "schema": "Person", "properties": ["name"]}',
    "no owner": b'{"id": "Secret", "schema": "Ownership", "properties": {"asset": ["a"]}}',
    "no ends": b'{"id": "Secret", "schema": "Ownership", "properties": {}}',
    "a change of nothing": b'{"op": "ADD", "entity": "Secret"}',
}


def read(path: Path) -> Batch:
    (found,) = batches([path], as_="ftm")
    assert isinstance(found, Batch), str(found)
    return found


@pytest.mark.parametrize("case", BAD)
def test_a_bad_line_is_told_and_the_others_are_read(tmp_path: Path, case: str) -> None:
    path = tmp_path / "entities.json"
    path.write_bytes(GOOD + BAD[case] + b"\n" + GOOD.replace(b'"a"', b'"b"'))
    batch = read(path)
    assert batch.counts["entities"] == 2
    (told,) = batch.rejected
    assert told.line == 2 and "Secret" not in told.reason and len(told.reason) < 200


@pytest.mark.parametrize(
    ("given", "names", "left"),
    [
        ('"Ann Vos"', ["Ann Vos"], {}),
        ("null", [], {"properties that are no list": 1}),
        ('[null, "", "Ann Vos", "Ann Vos"]', ["Ann Vos"], {"values that are no text": 2}),
        ("[123456789012345678901234567890]", [], {"values that are no text": 1}),
        ("[7, 1.5]", ["7"], {}),
        ("[true]", ["true"], {}),
        ('[["Ann Vos"]]', [], {"values that are no text": 1}),
        ('[{"name": "Ann Vos"}]', [], {NESTED: 1}),
        ('{"id": 7}', [], {"properties that are no list": 1, NESTED: 1}),
    ],
)
def test_values_of_any_form_are_read_or_counted(
    tmp_path: Path, given: str, names: list[str], left: dict[str, int]
) -> None:
    path = tmp_path / "entities.json"
    path.write_text(f'{{"id": "a", "schema": "Person", "properties": {{"name": {given}}}}}\n')
    batch = read(path)
    assert [a.name for a in batch.annotations if a.claim.shape == "mention"] == (names or [""])
    assert batch.left_out == left and not batch.rejected


def test_nesting_that_comes_back_to_itself_ends(tmp_path: Path) -> None:
    inner = {"id": "a", "schema": "Person", "properties": {"name": ["Ann Vos"]}}
    for number in range(50):
        stake = {"id": f"o{number}", "schema": "Ownership", "properties": {"asset": ["h"]}}
        outer = {"id": "a", "schema": "Person", "properties": {"ownershipOwner": [stake]}}
        stake["properties"] |= {"owner": [inner]}  # type: ignore[operator]
        inner = outer
    path = tmp_path / "entities.json"
    path.write_text(json.dumps(inner) + "\n", encoding="utf-8")
    batch = read(path)
    assert batch.counts["relations"] == 50 and batch.counts["entities"] == 1
    assert {a.claim.subject for a in batch.annotations if a.claim.shape == "tie"} == {"entry:a"}


def test_a_relation_to_a_relation_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "entities.json"
    stake = b'{"id": "o", "schema": "Ownership", "properties": {"owner": ["a"], "asset": ["h"]}}\n'
    note = b'{"id": "n", "schema": "Note", "properties": {"entity": ["o"]}}\n'
    path.write_bytes(GOOD + stake + note)
    assert read(path).left_out == {"references to relations": 1}


def test_a_line_far_down_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "entities.json"
    path.write_bytes(GOOD + b"\n" * 4_999_998 + b"no JSON\n")
    assert [one.line for one in read(path).rejected] == [5_000_000]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("entity_id,prop,value\n1,name,A\n", "columns of statements"),
        ("entity_id,prop,value,dataset\n", "no statement"),
        ('entity_id,prop,schema,value,dataset\n"a,name,Person,A,d\n', "no statement"),
        ("entity_id,prop,schema,value,dataset\na,name,Person\n", "no statement"),
    ],
)
def test_a_table_that_holds_no_statement_is_refused(
    tmp_path: Path, table: str, reason: str
) -> None:
    path = tmp_path / "statements.csv"
    path.write_text(table)
    (found,) = batches([path], as_="ftm")
    assert isinstance(found, Failure) and reason in found.reason


def test_bad_rows_of_a_table_are_told(tmp_path: Path) -> None:
    path = tmp_path / "statements.csv"
    rows = [
        "a,name,Person,Ann Vos,d",
        "a,name,Person",
        "a,,Person,Secret,d",
        ",name,Person,Secret,d",
        "a,name,Person,  ,d",
    ]
    path.write_text("\n".join(["entity_id,prop,schema,value,dataset", *rows, rows[0]]) + "\n")
    batch = read(path)
    assert [one.line for one in batch.rejected] == [3, 4, 5, 6]
    assert not any("Secret" in one.reason for one in batch.rejected)


@pytest.mark.parametrize(
    "line",
    [
        '{"statement": "", "claim": "c1", "dataset": "d", "says": []}',
        '{"statement": "", "claim": "c1", "says": {"kind": "Person"}, "entity": "m1"}',
        '{"claim": "c1", "dataset": "d", "says": {"type": "OWNS", "start": "m1"}}',
        '{"claim": "c1", "dataset": "d", "says": {"kind": "Person"}}',
        '{"claim": "c1", "dataset": "d", "status": "sure", "entity": "m", "says": {"kind": "X"}}',
        '{"claim": "c1", "dataset": "d", "when": "May", "entity": "m", "says": {"kind": "X"}}',
        '{"source": "d2", "dataset": "e", "facts": {"published": "2024-77-01"}}',
        '{"claim": "c1", "dataset": "d", "entity": "m", "says": {"kind": {"a": 1}}}',
        '{"claim": "c1", "dataset": "d", "entity": "m", "says": {"property": "a", "value": null}}',
        '{"claim": "c0", "dataset": "d", "entity": "m", "says": {"kind": "X"}}',
        '{"claim": "c1", "dataset": "d", "quote": 7, "entity": "m", "says": {"kind": "Person"}}',
        "{}",
        "Secret",
    ],
)
def test_evidence_that_is_none_is_told(tmp_path: Path, line: str) -> None:
    (tmp_path / "statements.csv").write_text("entity_id,prop,value,dataset\n")
    source = '{"source": "d", "dataset": "d", "facts": {"title": "T", "published": "2024"}}'
    said = '{"claim": "c0", "dataset": "d", "entity": "m", "says": {"kind": "Person", "name": "A"}}'
    lines = ('{"evidence": 1, "made": "2024-01-01"}', source, said, line)
    (tmp_path / "statements.evidence.jsonl").write_text("".join(f"{one}\n" for one in lines))
    batch = read(tmp_path / "statements.csv")
    assert [one.line for one in batch.rejected] == [4]
    assert batch.counts["claims with evidence"] == 1


def test_evidence_of_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "statements.csv").write_text("entity_id,prop,value,dataset\n")
    (tmp_path / "statements.evidence.jsonl").write_text('{"evidence": 2}\n')
    (found,) = batches([tmp_path / "statements.csv"])
    assert isinstance(found, Failure) and "evidence" in found.reason


def test_a_file_of_many_entities_takes_memory_in_proportion(tmp_path: Path) -> None:
    path = tmp_path / "entities.json"
    row = '{{"id": "inv-many-{0}", "schema": "Person", "properties": {{"name": ["Ann {0}"]}}}}\n'
    path.write_text("".join(row.format(n) for n in range(1500)))
    tracemalloc.start()
    found = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found.annotations) == 3000
    assert peak < 60 * path.stat().st_size


def test_a_manifest_goes_with_an_exports_statements_and_with_nothing_else(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text("{}")
    (told,) = batches([tmp_path])
    assert isinstance(told, Failure) and told.file.endswith("manifest.json")
    (tmp_path / "statements.csv").write_text("entity_id,prop,value,dataset\n")
    (tmp_path / "statements.evidence.jsonl").write_text('{"evidence": 1, "made": "2024-01-01"}\n')
    assert list(batches([tmp_path])) == []


def of(tmp_path: Path, *rows: dict[str, object] | bytes) -> Path:
    path = tmp_path / "entities.json"
    lines = (row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows)
    path.write_bytes(b"".join(line.rstrip(b"\n") + b"\n" for line in lines))
    return path


def person(identity: str, schema: str = "Person", **said: list[str]) -> dict[str, object]:
    return {"id": identity, "schema": schema, "properties": said}


@pytest.mark.parametrize("names", [(["Ann Vos"], ["A. Vos"]), ([], ["Ann Vos", "A. Vos"])])
def test_an_entity_in_several_lines_keeps_every_name(
    tmp_path: Path, names: tuple[list[str], list[str]]
) -> None:
    batch = read(of(tmp_path, *(person("a", name=one) for one in names), person("a")))
    claims = {a.claim.id: a for a in batch.annotations}
    mentions = [a.name for a in batch.annotations if a.claim.shape == "mention"]
    assert mentions[-1] == "Ann Vos" and batch.counts == {"entities": 1}
    assert {a.name for a in claims.values()} | {a.claim.value for a in claims.values()} >= {
        "Ann Vos",
        "A. Vos",
    }


def test_one_id_under_schemata_that_do_not_agree_is_one_entity_and_told(tmp_path: Path) -> None:
    batch = read(of(tmp_path, person("a", name=["Vos"]), person("a", "Vessel", flag=["kh"])))
    assert {a.subject for a in batch.annotations} == {batch.annotations[0].subject}
    assert batch.counts == {"entities": 1, "entities under schemata that do not agree": 1}
    said = {a.claim.relation: a.claim.value for a in batch.annotations}
    assert said["ftmSchema"] == "Vessel" and said["flag"] == "kh"


def test_a_relation_that_comes_again_and_says_something_else_is_a_claim_of_its_own(
    tmp_path: Path,
) -> None:
    ends = {"owner": ["a"], "asset": ["h"]}
    rows = (
        person("o", "Ownership", **ends, status=["alleged"]),
        person("o", "Ownership", **ends, startDate=["2019"]),
        person("o", "Ownership", **ends, startDate=["2019"]),
    )
    ties = [a for a in read(of(tmp_path, *rows)).annotations if a.claim.shape == "tie"]
    kept = {a.claim.id: (a.status, a.when) for a in ties}
    assert sorted(kept.values()) == [("alleged", ""), ("reported", "2019/..")]


@pytest.mark.parametrize(
    "row",
    [
        person("a", "Victim", name=["Secret"]),
        person("a", "TraffickedPerson", name=["Secret"]),
        person("a", name=["Secret"], topics=["victim"]),
        person("a", name=["Secret"], topics=["role.victim"]),
    ],
)
def test_single_victims_are_refused_whatever_the_schema(
    tmp_path: Path, row: dict[str, object]
) -> None:
    (found,) = batches([of(tmp_path, GOOD, row)], as_="ftm")
    assert isinstance(found, Failure) and found.line == 2
    assert "victims" in found.reason and "Secret" not in str(found)


def test_a_relation_of_all_with_all_is_told_and_ties_nothing(tmp_path: Path) -> None:
    ends = {"owner": [f"a{n}" for n in range(200)], "asset": [f"h{n}" for n in range(200)]}
    batch = read(of(tmp_path, GOOD, person("o", "Ownership", **ends)))
    assert ["40000 pairs" in one.reason for one in batch.rejected] == [True]
    assert len(batch.annotations) == 2


def test_a_day_that_is_none_dates_nothing(tmp_path: Path) -> None:
    batch = read(of(tmp_path, person("a") | {"last_seen": "2026-99-99T00:00:00"}))
    assert batch.published == ""
    both = [person(one) | {"last_seen": f"2026-{one}-01"} for one in ("77", "03")]
    assert read(of(tmp_path, *both)).published == "2026-03-01"


def test_a_mark_of_byte_order_is_in_no_quote(tmp_path: Path) -> None:
    stake = person("o", "Ownership", owner=["a"], asset=["h"])
    batch = read(of(tmp_path, b"\xef\xbb\xbf" + json.dumps(stake).encode()))
    assert not any("\ufeff" in a.quote for a in batch.annotations)


def test_quotes_out_of_place_let_no_row_into_another(tmp_path: Path) -> None:
    path = tmp_path / "statements.csv"
    rows = ['a,name,Person,"Ann Vos,d', 'b,name,Person,"Ben",d', "c,name,Person,Cy,d"]
    path.write_text("\n".join(["entity_id,prop,schema,value,dataset", *rows]) + "\n")
    batch = read(path)
    assert [a.name for a in batch.annotations if a.claim.shape == "mention"] == ["Cy"]
    assert [(one.line, "until line 3" in one.reason) for one in batch.rejected] == [(2, True)]


def test_a_table_that_names_a_column_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "statements.csv"
    path.write_text("entity_id,prop,schema,value,dataset,value\na,name,Person,Ann,d,Ben\n")
    (found,) = batches([path], as_="ftm")
    assert isinstance(found, Failure) and "twice" in found.reason
