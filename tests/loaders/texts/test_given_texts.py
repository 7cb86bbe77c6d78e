"""`--text` as PDF, HTML or DOCX: pages as locators, the tool and the bytes with the source."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from clew import Case
from clew.graph.ledger.database import open_ledger
from clew.loaders.texts import reading
from clew.loaders.texts.extracted import Extracted
from clew.summary import Summary
from tests.given_texts import FILES, MAKERS, PAGES, claims, export, quote, w3c
from tests.text_files import pdf

Take = Callable[..., Summary]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("tool", MAKERS)
def test_the_claim_quotes_the_document_and_tells_page_line_and_tool(
    case: Case, take: Take, tmp_path: Path, tool: str, name: str
) -> None:
    data, where, by = FILES[name]
    (tmp_path / name).write_bytes(data)
    path = export(tmp_path, MAKERS[tool](quote("Zebulon")))
    summary = take(case, path, text=tmp_path / name)
    assert not summary.failures and not summary.needs_a_look, summary.to_text()
    (claim,) = claims(case)
    assert (claim["locator"], claim["quote"]) == (where, "Zebulon owns Quagga Resort.")
    assert claim["source"]["text_by"].startswith(by)
    assert claim["source"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert (case.directory.originals / claim["source"]["sha256"]).read_bytes() == data
    assert not case.verify().problems


def test_importing_twice_changes_nothing_though_the_reader_is_gone(
    case: Case, take: Take, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "story.pdf").write_bytes(FILES["story.pdf"][0])
    path = export(tmp_path, w3c(quote("Zebulon")))
    take(case, path, text=tmp_path / "story.pdf")
    monkeypatch.setattr("clew.loaders.texts.pdf._asked", lambda data: None)
    (source,) = take(case, path, text=tmp_path / "story.pdf").to_json()["sources"]
    assert (source["claims_new"], source["claims_known"], source["rejected"]) == (0, 1, [])


def test_a_newer_reader_makes_no_second_source_until_the_first_is_taken_out(
    case: Case, take: Take, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "story.pdf").write_bytes(FILES["story.pdf"][0])
    path = export(tmp_path, w3c(quote("Zebulon")))
    take(case, path, text=tmp_path / "story.pdf")
    newer = Extracted("Zebulon owns  it.\n", "newer 9")
    monkeypatch.setattr("clew.loaders.texts.pdf.read_pdf", lambda data, name: newer)
    more = export(tmp_path, w3c(quote("Quagga Resort"), identity="a2"))
    take(case, more, text=tmp_path / "story.pdf")
    (source,) = case.sources()
    case.withdraw(source.id, because="its text was read badly")
    take(case, path, text=tmp_path / "story.pdf")
    assert [one.fact("text_by")[:6] for one in case.sources()] == ["pypdfi", "newer "]


def test_pages_without_text_are_counted_and_said(case: Case, take: Take, tmp_path: Path) -> None:
    (tmp_path / "story.pdf").write_bytes(FILES["story.pdf"][0])
    summary = take(case, export(tmp_path, w3c(quote("Zebulon"))), text=tmp_path / "story.pdf")
    (source,) = summary.to_json()["sources"]
    assert source["annotations"]["textless_pages"] == 1
    assert "1 pages of the texts hold no words" in summary.to_text()


def test_a_scan_is_refused_and_the_others_go_on(case: Case, take: Take, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "scan.pdf").write_bytes(pdf("", ""))
    (texts / "story.pdf").write_bytes(FILES["story.pdf"][0])
    for name in ("scan", "story"):
        folder = tmp_path / name
        folder.mkdir()
        export(folder, w3c(quote("Zebulon"), source=f"https://x.example/{name}.pdf"))
    summary = take(case, tmp_path / "scan", tmp_path / "story", text=texts)
    assert [failure.reason for failure in summary.failed] == [
        "is a scan without text: run an OCR tool over it first and give its text"
    ]
    assert len(claims(case)) == 1


def test_a_text_of_label_studio_is_read_from_the_pdf_that_its_address_names(
    case: Case, take: Take, tmp_path: Path
) -> None:
    (tmp_path / "story.pdf").write_bytes(FILES["story.pdf"][0])
    text = "".join(f"{page}\n\f" for page in PAGES)
    at = text.index("Zebulon")
    value = {"start": at, "end": at + 7, "text": "Zebulon", "labels": ["Person"]}
    result = {"id": "r", "type": "labels", "from_name": "l", "to_name": "text", "value": value}
    task = {
        "id": 1,
        "data": {"text": "/data/upload/1/0a1b2c3d-story.pdf"},
        "annotations": [{"id": 1, "result": [result]}],
    }
    summary = take(case, export(tmp_path, task), text=tmp_path)
    assert not summary.needs_a_look, summary.to_text()
    (claim,) = claims(case)
    assert claim["locator"] == "page 3, line 2" and claim["source"]["text_by"]


def test_brat_counts_in_the_text_of_the_document_that_is_given(
    case: Case, take: Take, tmp_path: Path
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "story.pdf").write_bytes(FILES["story.pdf"][0])
    at = "".join(f"{page}\n\f" for page in PAGES).index("Zebulon")
    (tmp_path / "story.ann").write_text(f"T1\tPerson {at} {at + 7}\tZebulon\n")
    summary = take(case, tmp_path / "story.ann", text=texts)
    assert not summary.needs_a_look, summary.to_text()
    assert [claim["locator"] for claim in claims(case)] == ["page 3, line 2"]


REFUSED = {
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "save it as DOCX"),
    "old.rtf": (b"{\\rtf1 Zebulon}", "is RTF"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(64), "is binary"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_documents_are_refused_with_the_remedy(
    case: Case, take: Take, tmp_path: Path, name: str
) -> None:
    data, reason = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    summary = take(case, export(tmp_path, w3c(quote("Zebulon"))), text=tmp_path / name)
    (failure,) = summary.failed
    assert reason in failure.reason and "Zebulon" not in failure.reason


def test_erasing_a_source_takes_its_document_and_text_with_it(
    case: Case, take: Take, tmp_path: Path
) -> None:
    data = FILES["story.pdf"][0]
    (tmp_path / "story.pdf").write_bytes(data)
    take(case, export(tmp_path, w3c(quote("Zebulon"))), text=tmp_path / "story.pdf")
    (source,) = case.sources()
    case.erase(source.id, because="a court ordered it")
    assert not (case.directory.originals / hashlib.sha256(data).hexdigest()).exists()
    with open_ledger(case.directory.ledger) as db:
        assert not db.execute("SELECT 1 FROM document WHERE text IS NOT NULL").fetchall()


@pytest.mark.parametrize("text", [b"plain text", b"A PDF begins with %PDF-1.7.", b"PK", b""])
def test_what_is_no_document_is_left_to_its_reader(text: bytes) -> None:
    assert reading.read_document(text, "a.txt", lambda hint: ()) is None


@pytest.mark.parametrize("name", FILES)
def test_a_text_alone_is_told_to_be_one(case: Case, take: Take, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name][0])
    (failure,) = take(case, tmp_path / name).failed
    assert failure.reason == "is a text: import what annotates it, with this as --text"
