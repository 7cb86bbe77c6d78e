"""Hostile XMI, CAS JSON and TSV: a clear sentence each, and nothing outside is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clew.graph.model import Batch
from clew.loaders.annotations.inception import cas
from clew.loaders.batches import batches
from clew.loaders.walk import Failure
from tests.cas_files import SPAN, Mark, Marked, cas_json, tsv, type_system, xmi

SECRET = "Zebulon"
MARKED = Marked(f"{SECRET} owns Quagga.", [Mark(SPAN, 0, 7, {"value": "Person"})])
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
XMI = {
    "an entity": ('<!DOCTYPE x [<!ENTITY a "b">]>', "document type"),
    "a file outside": ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "document type"),
    "a DTD outside": ('<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">', "document type"),
    "billion laughs": (f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>', "document type"),
}


def one(path: Path) -> Batch | Failure:
    (found,) = batches([path])
    sentences = [str(found)] if isinstance(found, Failure) else [r.reason for r in found.rejected]
    for sentence in sentences:
        assert "\n" not in sentence and len(sentence) < 400 and SECRET not in sentence
    return found


def failure(path: Path, data: bytes | str) -> Failure:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    found = one(path)
    assert isinstance(found, Failure), found.rejected
    return found


@pytest.mark.parametrize("case", XMI)
def test_an_xmi_with_a_document_type_is_refused(tmp_path: Path, case: str) -> None:
    head, reason = XMI[case]
    begin, rest = xmi(MARKED).split("\n", 1)
    said = failure(tmp_path / "note.xmi", f"{begin}\n{head}{rest}")
    assert reason in said.reason and said.line == 2


@pytest.mark.parametrize("case", XMI)
def test_a_type_system_with_a_document_type_is_refused(tmp_path: Path, case: str) -> None:
    begin, rest = type_system().split("\n", 1)
    (tmp_path / "TypeSystem.xml").write_text(f"{begin}\n{XMI[case][0]}{rest}")
    assert "document type" in failure(tmp_path / "note.xmi", xmi(MARKED)).reason


def test_types_in_a_tower_are_refused(tmp_path: Path) -> None:
    kind = "<typeDescription><name>a.{}</name><supertypeName>a.{}</supertypeName></typeDescription>"
    tower = "".join(kind.format(n, n + 1) for n in range(5_000))
    (tmp_path / "TypeSystem.xml").write_text(f"<x><types>{tower}</types></x>")
    assert "above each other" in failure(tmp_path / "note.xmi", xmi(MARKED)).reason


FLOODS = {
    "note.xmi": xmi(MARKED).replace("<cas:NULL", "<cas:NULL/>" * 2_000 + "<cas:NULL"),
    "note.json": cas_json(MARKED).replace('"%VIEWS": {}', '"%VIEWS": [' + "{}," * 2_000 + "{}]"),
    "note.tsv": tsv(MARKED) + "1-2\t0-1\tx\t_\t\n" * 2_000,
    "wide.tsv": tsv(MARKED).replace("Person", "|".join(["Person"] * 2_000)),
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_of_structures_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(cas, "MOST_STRUCTURES", 1_000)
    assert "more than 1000 structures" in failure(tmp_path / name, FLOODS[name]).reason


def test_a_text_without_end_is_refused(tmp_path: Path) -> None:
    assert "split it" in failure(tmp_path / "note.xmi", xmi(Marked("x" * 9_000_000))).reason


def test_types_above_each_other_are_refused(tmp_path: Path) -> None:
    kind = "<typeDescription><name>{}</name><supertypeName>{}</supertypeName></typeDescription>"
    circle = kind.format("a.A", "a.B") + kind.format("a.B", "a.C") + kind.format("a.C", "a.A")
    (tmp_path / "TypeSystem.xml").write_text(f"<x><types>{circle}</types></x>")
    assert "above itself" in failure(tmp_path / "note.xmi", xmi(MARKED)).reason
    types = {name: {"%SUPER_TYPE": above} for name, above in (("a.A", "a.B"), ("a.B", "a.A"))}
    data = str({"%TYPES": types, "%FEATURE_STRUCTURES": []}).replace("'", '"')
    assert "above itself" in failure(tmp_path / "note.json", data).reason


BROKEN: dict[str, tuple[str, str | bytes, str]] = {
    "a cut XMI": ("note.xmi", xmi(MARKED)[:-30], "no sound XML"),
    "a deep XMI": (
        "note.xmi",
        xmi(MARKED).replace("<cas:NULL", "<a>" * 999 + "<cas:NULL"),
        "too deep",
    ),
    "an encoding of nobody": ("note.xmi", xmi(MARKED).replace("UTF-8", "klingon"), "no sound XML"),
    "an XMI in another encoding": ("note.xmi", xmi(MARKED).encode("utf-16"), "Clew knows|UTF-16"),
    "no text": ("note.xmi", xmi(Marked("")), "no text"),
    "deep JSON": ("note.json", '{"%TYPES": ' + "[" * 100_000, "no sound JSON"),
    "NaN": ("note.json", cas_json(MARKED).replace('"begin": 0', '"begin": NaN'), "no sound JSON"),
    "JSON of other things": ("note.json", '{"%TYPES": 3, "x": 1}', "no object"),
    "structures of other things": ("note.json", '{"%FEATURE_STRUCTURES": 3}', "no list"),
    "an older TSV": ("note.tsv", " # a.B | value\n#id=1\n", "export it as TSV 3"),
    "a TSV of the past": ("note.tsv", "#FORMAT=WebAnno TSV 2.0\n", "export it as TSV 3"),
    "a TSV of nothing": ("note.tsv", "#FORMAT=WebAnno TSV 3.3\n\n", "no text"),
    "a TSV in another encoding": ("note.tsv", tsv(MARKED).encode() + b"\xe9", "not UTF-8"),
    "sentences that overlap": ("note.tsv", tsv(Marked("a b\nc d")).replace("4-5", "1-2"), "before"),
    "a sentence far away": (
        "note.tsv",
        tsv(Marked("a\nc")).replace("2-3", "99999999-9"),
        "farther",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_one_sentence(tmp_path: Path, case: str) -> None:
    name, data, reason = BROKEN[case]
    said = failure(tmp_path / name, data)
    assert any(part in said.reason for part in reason.split("|")), said


BAD_ENDS = ("-1", "999", "99999999999999999999999", "x", "", "0.5", "٣", "1e1")


@pytest.mark.parametrize("end", BAD_ENDS)
def test_a_bad_offset_is_a_sentence_and_others_go_on(tmp_path: Path, end: str) -> None:
    marked = Marked(MARKED.text, [*MARKED.marks, Mark(SPAN, 13, 19, {"value": "Company"})])
    path = tmp_path / "note.xmi"
    path.write_text(xmi(marked).replace('end="7"', f'end="{end}"'))
    found = one(path)
    assert isinstance(found, Batch) and found.counts["spans"] == 1
    (rejected,) = found.rejected
    assert rejected.line == 4 and rejected.reason.startswith("10 ")


def test_an_offset_inside_a_character_is_told(tmp_path: Path) -> None:
    path = tmp_path / "note.json"
    path.write_text(cas_json(Marked("😊 Ann", [Mark(SPAN, 0, 1)])).replace('"end": 2', '"end": 1'))
    found = one(path)
    assert isinstance(found, Batch) and "inside a character" in found.rejected[0].reason


ROWS = {
    "1-1\t0-7\tRebecca\tPerson\t": "7 characters that do not stand there",
    "1-1\t0-7\tZebulon\t": "columns",
    "1-1\t0-99\tZebulon\tPerson\t": "7 characters that do not stand there",
    "1-1 0-7 Zebulon Person": "no row of WebAnno TSV",
    "Zebulon": "no row of WebAnno TSV",
    "1-1\t7-0\tZebulon\tPerson\t": "7 characters that do not stand there",
}


@pytest.mark.parametrize("row", ROWS)
def test_a_bad_row_is_a_sentence_and_others_go_on(tmp_path: Path, row: str) -> None:
    path = tmp_path / "note.tsv"
    head = f"#FORMAT=WebAnno TSV 3.3\n#T_SP={SPAN}|value\n\n#Text=Zebulon owns Quagga\n"
    path.write_text(f"{head}1-0\t0-7\tZebulon\t_\t\n{row}\n1-3\t13-19\tQuagga\tCompany\t\n")
    found = one(path)
    assert isinstance(found, Batch) and [a.name for a in found.annotations] == ["Quagga"]
    assert found.rejected[0].line == 6
    assert any(ROWS[row] in one.reason for one in found.rejected)


def test_references_to_nothing_are_told_and_others_go_on(tmp_path: Path) -> None:
    lines = ["#FORMAT=WebAnno TSV 3.3", f"#T_SP={SPAN}|value"]
    lines += [f"#T_RL=webanno.custom.Bond|value|BT_{SPAN}", "", "#Text=Zebulon owns Quagga"]
    lines += ["1-1\t0-7\tZebulon\tPerson\t_\t_\t", "1-2\t8-12\towns\t_\t_\t_\t"]
    for ref in ("1-9", "1-2", "1-1[7_0]", "x", "*"):
        path = tmp_path / "note.tsv"
        path.write_text("\n".join([*lines, f"1-3\t13-19\tQuagga\tCompany\tOWNS\t{ref}\t"]))
        found = one(path)
        assert isinstance(found, Batch) and found.counts == {"spans": 2}
        assert any("without Governor" in one.reason for one in found.rejected)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.sampled_from(["xmi", "json", "tsv"]), st.integers(0, 10**6), st.binary(max_size=6))
def test_random_damage_ends_in_sentences(tmp_path: Path, sort: str, at: int, put: bytes) -> None:
    whole = Marked(
        MARKED.text, [*MARKED.marks, Mark(SPAN, 0, 12, {"value": "x"})], [(0, 1, {"value": "OWNS"})]
    )
    (tmp_path / "TypeSystem.xml").write_text(type_system())
    data = {"xmi": xmi, "json": cas_json, "tsv": tsv}[sort](whole).encode()
    place = at % len(data)
    path = tmp_path / f"note.{sort}"
    path.write_bytes(data[:place] + put + data[place + len(put) :])
    for item in batches([path]):
        assert isinstance(item, Failure) or len(item.annotations) < 9
