"""How `--text` and `--sources` lead to a text: by name, hash, fingerprint, address; scans."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from clew import Case
from clew.summary import Summary
from tests.given_texts import FILES, URL, claims, export, hypothesis, quote, w3c
from tests.text_files import pdf

Take = Callable[..., Summary]


def test_a_scan_among_the_texts_of_one_file_is_told_with_its_annotations(
    case: Case, take: Take, tmp_path: Path
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "scan.pdf").write_bytes(pdf("", ""))
    (texts / "story.pdf").write_bytes(FILES["story.pdf"][0])
    marks = [
        w3c(quote("Zebulon"), source=f"https://x.example/{name}.pdf", identity=name)
        for name in ("scan", "story")
    ]
    (source,) = take(case, export(tmp_path, *marks), text=texts).to_json()["sources"]
    assert source["claims_new"] == 1
    assert [one["reason"] for one in source["rejected"]] == [
        "scan has no text: scan.pdf is a scan without text: run an OCR tool over it first and give"
        " its text"
    ]


def test_the_text_that_ocr_gave_stands_for_the_scan_beside_it(
    case: Case, take: Take, tmp_path: Path
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "report.pdf").write_bytes(pdf("", ""))
    (texts / "report.txt").write_text("One.\n\fZebulon owns it.\n")
    summary = take(case, export(tmp_path, w3c(quote("Zebulon"))), text=texts)
    assert not summary.needs_a_look
    assert [claim["locator"] for claim in claims(case)] == ["page 2, line 1"]


HINTS = {
    "name": "https://elsewhere.example/papers/story.pdf",
    "hash": f"urn:sha256:{hashlib.sha256(FILES['story.pdf'][0]).hexdigest()}",
    "fingerprint": f"urn:x-pdf:{hashlib.md5(FILES['story.pdf'][0][:1024]).hexdigest()}",
    "address": URL,
    "proxy": f"https://via.hypothes.is/{URL}?via.open_sidebar=1",
    "file": "file:///C:/Users/someone/story.pdf",
}


@pytest.mark.parametrize("by", HINTS)
def test_a_folder_of_texts_is_searched_by_name_hash_and_address(
    case: Case, take: Take, tmp_path: Path, by: str
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "story.pdf").write_bytes(FILES["story.pdf"][0])
    (texts / "other.pdf").write_bytes(pdf("Zebulon stands here, too."))
    table = tmp_path / "sources.csv"
    table.write_text(f"path,url\ntexts/story.pdf,{URL}\n")
    rows = [hypothesis(quote("Zebulon"), uri=HINTS[by])]
    summary = take(case, export(tmp_path, *rows), text=texts, sources=table)
    assert not summary.failures, summary.to_text()
    assert [claim["locator"] for claim in claims(case)] == ["page 3, line 2"]
    assert [source.fact("url") for source in case.sources()] == [URL]


def test_rows_find_the_page_of_the_case_by_its_address(
    case: Case, take: Take, tmp_path: Path
) -> None:
    (tmp_path / "story.pdf").write_bytes(FILES["story.pdf"][0])
    take(
        case,
        export(tmp_path, w3c(quote("Zebulon"))),
        text=tmp_path / "story.pdf",
        facts={"url": URL},
    )
    again = tmp_path / "again"
    again.mkdir()
    proxy = f"https://via.hypothes.is/{URL}"
    summary = take(case, export(again, hypothesis(quote("Zebulon"), uri=proxy)))
    assert summary.to_json()["sources"][0]["claims_known"] == 1


def test_a_link_out_of_the_folder_of_texts_is_refused(
    case: Case, take: Take, tmp_path: Path
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (tmp_path / "secret.txt").write_text("Zebulon\n")
    (texts / "report.pdf").symlink_to(tmp_path / "secret.txt")
    summary = take(case, export(tmp_path, w3c(quote("Zebulon"))), text=texts)
    assert ["leads out of its folder" in failure.reason for failure in summary.failed] == [True]


def test_addresses_of_a_table_lead_to_no_file_outside_its_folder(
    case: Case, take: Take, tmp_path: Path
) -> None:
    for name in ("secret.txt", "other.txt"):
        (tmp_path / name).write_text("Zebulon\n")
    folder = tmp_path / "delivered"
    folder.mkdir()
    table = folder / "sources.csv"
    table.write_text(f"path,url\n../secret.txt,{URL}\n{tmp_path}/other.txt,{URL}x\n")
    rows = [w3c(quote("Zebulon")), w3c(quote("Zebulon"), source=f"{URL}x", identity="a2")]
    summary = take(case, export(folder, *rows), sources=table)
    assert not case.sources() and "text is not there" in summary.failed[0].reason
