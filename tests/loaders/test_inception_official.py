"""INCEpTION's and dkpro-cassis' own test files: what they mark is what comes out."""

from __future__ import annotations

import json
import re
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from clew.graph.model import Batch
from clew.loaders.batches import batches
from clew.loaders.registry import detect
from clew.loaders.walk import Failure

FOLDERS = ("ann-inception-tests", "ann-inception-json", "ann-cassis-tests")
SUITE = "ann-inception-tests/inception-io-webanno-tsv/src/test/resources/tsv3-suite"
TSV = "ann-inception-tests/inception-io-webanno-tsv/src/test/resources/tsv3"
#: Namespaces of what is grammar or describes the document.
PASSED = ("segmentation", "lexmorph", "syntax", "metadata", "uima/cas", "DocumentAnnotation")


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    return shared / "data"


@pytest.fixture(scope="module")
def table(root: Path) -> dict[str, Any]:
    text = (root / "tests" / "data" / "inception" / "deviations.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    assert all(row["reason"] for part in ("refused", "pairs") for row in found[part])
    return found


@pytest.fixture(scope="module")
def read(data: Path) -> dict[str, Batch | Failure]:
    found: dict[str, Batch | Failure] = {}
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*")):
            if path.suffix in (".xmi", ".tsv", ".json", ".zip"):
                (item,) = batches([path], as_="inception")
                found[path.relative_to(data).as_posix()] = item
    return found


def test_every_valid_file_loads_and_the_others_say_why_in_a_sentence(
    read: dict[str, Batch | Failure], table: dict[str, Any]
) -> None:
    assert len(read) == 271
    refused = {name: str(item) for name, item in read.items() if isinstance(item, Failure)}
    used = set()
    for name, sentence in refused.items():
        row = next(row for row in table["refused"] if fnmatch(name, row["files"]))
        assert row["says"] in sentence and "\n" not in sentence, name
        used.add(row["files"])
    assert used == {row["files"] for row in table["refused"]}
    loaded = read.keys() - refused.keys()
    assert not [name for name in loaded for row in table["refused"] if fnmatch(name, row["files"])]


def test_each_is_told_by_its_content(data: Path, read: dict[str, Batch | Failure]) -> None:
    for name, item in read.items():
        if isinstance(item, Batch):
            assert detect(data / name).name == "inception", name


def test_what_is_rejected_stands_in_the_table(
    read: dict[str, Batch | Failure], table: dict[str, Any]
) -> None:
    found: dict[str, int] = {}
    for name, item in read.items():
        if isinstance(item, Batch) and item.rejected:
            path = Path(name)
            key = path.parent.name if path.stem == "reference" else path.name
            assert found.setdefault(key, len(item.rejected)) == len(item.rejected)
    assert found == table["rejected"]


def raw_xmi(path: Path) -> Counter[str]:
    """What an XMI marks, counted without any of Clew's code."""
    counts: Counter[str] = Counter()
    elements = list(ElementTree.parse(path).getroot())
    custom = [one for one in elements if not any(part in one.tag for part in PASSED)]
    ends = {one.get(end) for one in custom for end in ("Governor", "Dependent")}
    for element in elements:
        tag, said = element.tag, element.attrib
        if tag.endswith("}Token"):
            counts["spans"] += said["{http://www.omg.org/XMI}id"] in ends
        elif any(part in tag for part in PASSED) or tag.endswith("}Sentence"):
            continue
        elif "Governor" in said:
            counts["relations"] += 1
        elif "first" in said:
            counts["chains"] += 1
        elif "begin" in said:
            counts["empty" if said["begin"] == said["end"] else "spans"] += 1
            counts["hosts"] += bool(said.get("links") or said.get("arguments"))
    return counts


def test_xmi_counts_equal_the_elements_of_each_file(
    data: Path, read: dict[str, Batch | Failure]
) -> None:
    checked = 0
    for name, item in read.items():
        if not name.endswith(".xmi") or isinstance(item, Failure):
            continue
        raw, counts = raw_xmi(data / name), Counter(item.counts)
        assert counts["spans"] + counts["links on marked spans"] == raw["spans"], name
        assert counts["relations"] == raw["relations"], name
        assert counts["equivalences"] == raw["chains"], name
        if not raw["empty"]:
            idle = item.left_out.get("roles that nobody fills", 0)
            assert idle or counts["events"] == raw["hosts"], name
        checked += 1
    assert checked == 96


def test_json_counts_equal_the_structures_of_each_file(
    data: Path, read: dict[str, Batch | Failure]
) -> None:
    for name, item in read.items():
        if name.endswith(".json") and isinstance(item, Batch):
            raw: Counter[str] = Counter()
            for one in json.loads((data / name).read_text("utf-8"))["%FEATURE_STRUCTURES"]:
                skipped = ("segmentation", "metadata", "DocumentAnnotation", "Extended")
                if "begin" in one and not any(part in one["%TYPE"] for part in skipped):
                    raw["spans"] += 1
                    raw["values"] += one.get("value") == "Date"
            assert item.counts.get("spans", 0) == raw["spans"], name
            kinds = Counter(a.claim.shape for a in item.annotations)
            assert kinds["mention"] == raw["spans"] - raw["values"], name


def raw_tsv(path: Path) -> Counter[str]:
    """What a TSV marks: of each layer the numbered marks, and those that stand without a number."""
    counts: Counter[str] = Counter()
    columns: list[tuple[str, str, str]] = []
    seen: set[tuple[str, ...]] = set()
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith("#T_"):
            sort, _, rest = line.removeprefix("#T_").partition("=")
            layer, *features = rest.split("|")
            columns += [(sort, layer, feature) for feature in features]
        elif re.match(r"\d+-\d+", line):
            cells = line.split("\t")
            for (sort, layer, feature), cell in zip(columns, cells[3:], strict=False):
                first = next(f for s, name, f in columns if name == layer)
                grammar = any(part in layer for part in PASSED)
                if cell == "_" or grammar or (sort != "CH" and feature != first):
                    continue
                for value in re.split(r"(?<!\\)\|", cell):
                    mark = re.search(r"(?:->\d+-\d+|\[\d+\])$", value)
                    key = (layer, mark[0] if mark else f"{cells[0]} {value}")
                    if sort == "CH" and "->" in key[1]:
                        counts["links"] += key not in seen
                    elif sort == "CH":
                        continue
                    elif sort == "SP":
                        counts["spans"] += key not in seen
                    else:
                        counts["relations"] += 1
                    seen.add(key)
    return counts


@pytest.mark.parametrize("name", ["coref.tsv", "example2.tsv"])
def test_tsv_counts_equal_the_cells_of_the_corpora(
    data: Path, read: dict[str, Batch | Failure], name: str
) -> None:
    item = read[f"{TSV}/{name}"]
    assert isinstance(item, Batch) and not item.rejected
    raw, counts = raw_tsv(data / TSV / name), Counter(item.counts)
    assert counts["spans"] + counts["links on marked spans"] == raw["spans"] + raw["links"]
    idle = item.left_out.get("chains of fewer than two links", 0)
    assert counts["equivalences"] + idle == len(chains(data / TSV / name))


def chains(path: Path) -> set[str]:
    return set(re.findall(r"->(\d+)-\d+", path.read_text("utf-8")))


def test_the_suites_tsv_and_xmi_say_the_same_but_for_the_table(
    data: Path, read: dict[str, Batch | Failure], table: dict[str, Any]
) -> None:
    def said(batch: Batch) -> list[tuple[object, ...]]:
        found = [(a.claim.shape, a.claim.subject, a.claim.object) for a in batch.annotations]
        return sorted(found)

    found: set[tuple[str, str]] = set()
    tests = [path.parent for path in sorted((data / SUITE).glob("*/reference.xmi"))]
    for test in tests:
        one, two = (read[f"{SUITE}/{test.name}/reference.{end}"] for end in ("xmi", "tsv"))
        assert isinstance(one, Batch) and isinstance(two, Batch)
        if one.document.text != two.document.text:
            found.add((test.name, "text"))
            assert one.document.text.split() == two.document.text.split()
        if said(one) != said(two):
            found.add((test.name, "spans"))
        assert one.counts == {**one.counts, **two.counts}, test.name
        if "testTokenBounded" in test.name:
            assert Counter(map(label, one.annotations)) == Counter(map(label, two.annotations))
    expected = {
        (test.name, row["differs"])
        for row in table["pairs"]
        for test in tests
        if fnmatch(test.name, row["tests"])
    }
    assert found == expected and len(tests) == 73


def label(annotation: Any) -> str:
    # the suite's TSV has its own type where the XMI has a NamedEntity
    return "" if annotation.label in ("Span", "NamedEntity") else annotation.label


def test_line_ends_of_windows_and_emoji_move_no_span(read: dict[str, Batch | Failure]) -> None:
    windows = next(item for name, item in read.items() if name.endswith("relation_test.xmi"))
    assert isinstance(windows, Batch)
    names = [a.name for a in windows.annotations if a.claim.shape == "mention"]
    assert names == ["Darmstadt", "Hessen", "Hannover", "Lower Saxony"]
    smileys = read["ann-cassis-tests/xmi/cas_with_smileys.xmi"]
    assert isinstance(smileys, Batch)
    names = [a.name for a in smileys.annotations]
    assert names == ["Transformers"] * 3 + ["PyTorch", "TensorFlow"]


def test_the_curated_document_of_the_exported_project_is_read(
    read: dict[str, Batch | Failure],
) -> None:
    zips = [item for name, item in read.items() if name.endswith("3_6_1.zip")]
    for item in zips:
        assert isinstance(item, Batch) and item.annotator == "CURATION_USER"
        assert item.document.text == "This is an example sentence.\n"
        assert item.left_out == {"marks of grammar": 1}
    assert len(zips) == 2
