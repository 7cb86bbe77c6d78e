"""Where the text of a web annotation comes from: `--text`, beside its file, or the case."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from clew import Case
from clew.graph.known import address_of, hash_in, name_in, stem_of
from clew.graph.model import Batch, document_id
from clew.loaders.batches import batches
from clew.loaders.walk import Failure
from clew.summary import Summary

Take = Callable[..., Summary]
Load = Callable[[Path], Summary]

TEXT = "Zebulon owns Quagga Resort. Okapi said so.\n"
URL = "https://news.example/2024/story%20one.html?page=2"


def mark(identity: str, words: str, source: str = URL) -> dict[str, object]:
    at = TEXT.index(words)
    return {
        "id": identity,
        "type": "Annotation",
        "body": {"purpose": "tagging", "value": "Person"},
        "target": {
            "source": source,
            "selector": [
                {"type": "TextQuoteSelector", "exact": words},
                {"type": "TextPositionSelector", "start": at, "end": at + len(words)},
            ],
        },
    }


def export(folder: Path, *marks: dict[str, object]) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "export.json"
    path.write_text(json.dumps(list(marks)))
    return path


def names(found: list[Batch | Failure]) -> list[str]:
    return [a.name for batch in found if isinstance(batch, Batch) for a in batch.annotations]


def test_without_a_text_the_file_says_what_to_do(tmp_path: Path) -> None:
    (failure,) = batches([export(tmp_path / "in", mark("a", "Zebulon"))])
    assert isinstance(failure, Failure)
    assert failure.reason == "holds 1 annotations whose text is not there: give it with --text"


@pytest.mark.parametrize(
    "name", ["story one.txt", "Story One.HTML", "deep/er/story one.htm", "story one"]
)
def test_a_folder_of_texts_is_searched_by_the_last_part_of_the_address(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / "texts" / name
    path.parent.mkdir(parents=True)
    path.write_text(TEXT)
    found = list(batches([export(tmp_path / "in", mark("a", "Okapi"))], text=tmp_path / "texts"))
    assert names(found) == ["Okapi"]
    assert isinstance(found[0], Batch)
    assert [file.role for file in found[0].files] == ["annotations", "text"]


def test_a_text_that_is_named_is_the_text_of_the_one_source(tmp_path: Path) -> None:
    (tmp_path / "any.txt").write_text(TEXT)
    path = export(tmp_path / "in", mark("a", "Okapi"))
    assert names(list(batches([path], text=tmp_path / "any.txt"))) == ["Okapi"]
    (missing,) = batches([path], text=tmp_path / "none.txt")
    assert isinstance(missing, Failure) and "check --text" in str(missing)


def test_of_several_sources_a_text_serves_those_whose_quotes_it_holds(tmp_path: Path) -> None:
    (tmp_path / "any.txt").write_text(TEXT)
    other = mark("b", "Okapi", "https://other.example/about")
    other["target"]["selector"][0]["exact"] = "Xylophon"  # type: ignore[index]
    path = export(tmp_path / "in", mark("a", "Zebulon"), other, mark("c", "Okapi", "urn:x"))
    (batch,) = batches([path], text=tmp_path / "any.txt")
    assert isinstance(batch, Batch) and names([batch]) == ["Zebulon", "Okapi"]
    assert [one.reason for one in batch.rejected] == ["b has no text: give it with --text"]
    assert batch.left_out == {"annotations without their text": 1}


def test_sources_of_one_text_are_one_document(tmp_path: Path) -> None:
    (tmp_path / "story one.txt").write_text(TEXT)
    two = mark("b", "Okapi", "http://www.news.example/story one")
    (batch,) = batches([export(tmp_path / "in", mark("a", "Zebulon"), two)], text=tmp_path)
    assert isinstance(batch, Batch) and len(names([batch])) == 2


def test_a_text_that_is_none_is_told_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "story one.txt").write_bytes(b"\0\1")
    (failure,) = batches([export(tmp_path / "in", mark("a", "Zebulon"))], text=tmp_path)
    assert isinstance(failure, Failure) and failure.file.endswith("story one.txt")


def test_a_link_out_of_its_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(TEXT)
    path = export(tmp_path / "in", mark("a", "Zebulon"))
    (path.parent / "story one.txt").symlink_to(tmp_path / "secret.txt")
    (failure,) = batches([path])
    assert isinstance(failure, Failure) and "leads out of its folder" in str(failure)


@pytest.mark.parametrize("source", ["https://x.example/..", "../../secret", "/etc/passwd", "\0"])
def test_no_source_leads_out_of_the_folder_of_texts(tmp_path: Path, source: str) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "secret").write_text(TEXT)
    path = export(tmp_path / "in", mark("a", "Zebulon", source))
    (failure,) = batches([path], text=tmp_path / "texts")
    assert isinstance(failure, Failure) and "--text" in failure.reason


@pytest.fixture
def load(case: Case, take: Take, tmp_path: Path) -> Load:
    """Import into a case that has the text already, from brat, with its address."""
    folder = tmp_path / "brat"
    folder.mkdir()
    (folder / "note.txt").write_text(TEXT)
    (folder / "note.ann").write_text("T1\tPerson 0 7\tZebulon\n")
    take(case, folder / "note.ann", facts={"url": URL})
    return lambda path: take(case, path)


SOURCES = {
    "address": "http://www.news.example/2024/story one.html?page=2#top",
    "proxy": f"https://via.hypothes.is/{URL}",
    "hash": f"urn:sha256:{hashlib.sha256(TEXT.encode()).hexdigest()}",
    "document": f"urn:clew:{document_id(TEXT)}",
    "name": "https://elsewhere.example/note.html",
}


@pytest.mark.parametrize("by", SOURCES)
def test_a_text_that_is_in_the_case_is_found(load: Load, tmp_path: Path, by: str) -> None:
    marks = mark("a", "Zebulon", SOURCES[by]), mark("b", "Okapi", SOURCES[by])
    summary = load(export(tmp_path / "in", *marks)).to_json()
    (source,) = summary["sources"]
    assert not summary["failed"] and not source["rejected"]
    assert (source["claims_known"], source["claims_new"]) == (1, 1)
    assert source["document"] == document_id(TEXT)


def test_a_name_alone_is_no_proof_that_a_text_of_the_case_is_the_one(
    load: Load, tmp_path: Path
) -> None:
    other = mark("a", "Zebulon", SOURCES["name"])
    other["target"]["selector"][1]["start"] = 3  # type: ignore[index]
    summary = load(export(tmp_path / "in", other))
    assert [failure.reason.split(":")[0] for failure in summary.failed] == [
        "holds 1 annotations whose text is not there"
    ]


def test_a_quote_that_moved_is_counted_and_its_claim_says_so(load: Load, tmp_path: Path) -> None:
    moved = mark("a", "Okapi")
    moved["target"]["selector"][1]["start"] = 3  # type: ignore[index]
    summary = load(export(tmp_path / "in", moved))
    (source,) = summary.to_json()["sources"]
    assert source["reanchored"] == 1 and "reanchored" not in source["annotations"]
    assert "1 quotes stand elsewhere than the files say" in summary.to_text()


def test_a_page_of_the_case_is_read_as_the_page_that_it_was(
    case: Case, take: Take, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text("<body><p>Vos  met</p><script>x</script><p>Vos.</p></body>")
    marked = mark("a", "Okapi")
    ends = {"startContainer": "/p[2]", "startOffset": 0, "endContainer": "/p[2]", "endOffset": 3}
    marked["target"]["selector"] = [{"type": "RangeSelector", **ends}]  # type: ignore[index]
    path = export(tmp_path / "in", marked)
    take(case, path, text=page, facts={"url": URL})
    (source,) = take(case, path).to_json()["sources"]
    assert (source["claims_known"], source["claims_changed"], source["rejected"]) == (1, 0, [])


def test_importing_twice_changes_nothing(load: Load, tmp_path: Path) -> None:
    path = export(tmp_path / "in", mark("a", "Okapi"), mark("b", "Zebulon"))
    load(path)
    (source,) = load(path).to_json()["sources"]
    assert (source["claims_new"], source["claims_known"], source["claims_changed"]) == (0, 2, 0)


def test_hints_are_compared_as_addresses_names_and_hashes() -> None:
    assert address_of(URL) == address_of("http://www.news.example/2024/story one.html?page=2#x")
    assert address_of("urn:x:y") == address_of("http://[bad") == address_of("") == ""
    assert (name_in(URL), name_in("https://a.example"), name_in("C:\\x\\note.txt")) == (
        "story one.html",
        "a.example",
        "note.txt",
    )
    assert (stem_of("A.TXT"), stem_of("v1.2"), stem_of(".txt")) == ("a", "v1.2", ".txt")
    assert hash_in("hash://sha256/" + "A" * 64) == "a" * 64 and hash_in("b" * 65) == ""
