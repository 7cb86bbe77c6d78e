"""Whatever stands in a file of web annotations: it is read, or refused in a sentence."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.graph.model import Batch
from clew.loaders.batches import batches
from clew.loaders.walk import Failure

TEXT = "Zebulon owns Quagga Resort. Okapi said so."
SECRET = ("Zebulon", "Quagga", "Okapi")

FILES: dict[str, tuple[bytes, str]] = {
    "depth 100,000": (b'{"type":"Annotation","target":' + b"[" * 100_000, "too deep"),
    "closed depth": (b'{"target":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too deep"),
    "NaN": (b'{"type":"Annotation","target":NaN}', "is no JSON"),
    "cut short": (b'[{"type":"Annotation","target":', "is no JSON"),
    "a number": (b"7", "holds no annotation"),
    "no annotations": (b"[]", "holds no annotation"),
    "no rows": (b'{"total": 0, "rows": []}', "holds no annotation"),
    "only addresses": (b'{"type":"AnnotationCollection","first":"http://x.y/1"}', "only named"),
    "pages in pages": (
        b'{"type":"AnnotationPage","items":' * 100 + b"[]" + b"}" * 100,
        "holds no annotation",
    ),
}


@pytest.mark.parametrize("name", ["w3c", "hypothesis"])
@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_none_is_one_sentence(tmp_path: Path, case: str, name: str) -> None:
    data, reason = FILES[case]
    path = tmp_path / "x.json"
    path.write_bytes(data)
    (tmp_path / "x.txt").write_text(TEXT)
    for found in batches([path], as_=name):
        said = (
            str(found)
            if isinstance(found, Failure)
            else " ".join(one.reason for one in found.rejected) or str(dict(found.left_out))
        )
        assert "\n" not in said and len(said) < 400 and said
        assert name == "hypothesis" or reason in said


def test_a_word_that_stands_everywhere_is_soon_told_to_be_no_place(tmp_path: Path) -> None:
    quote = {"type": "TextQuoteSelector", "exact": "a", "prefix": "b"}
    marks = [
        {"id": f"m{n}", "type": "Annotation", "target": {"source": "x", "selector": quote}}
        for n in range(300)
    ]
    (tmp_path / "x.json").write_text(json.dumps(marks))
    (tmp_path / "x.txt").write_text("a " * 5_000)
    before = time.process_time()
    (batch,) = batches([tmp_path / "x.json"])
    assert isinstance(batch, Batch) and len(batch.rejected) == 300
    assert time.process_time() - before < 20


WORDS = st.sampled_from(["Zebulon", "Okapi", "a1", "#a1", "urn:x", "linking", "tagging", "", "Q:1"])
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 60),
    st.just(10**18),
    st.floats(allow_nan=False),
    WORDS,
)
KEYS = st.sampled_from(
    "id type body bodies target source selector exact prefix start end purpose motivation value"
    " creator created items refinedBy tags text uri references permissions read rows first from to"
    " startContainer endContainer startOffset endOffset startSelector endSelector quote".split()
)
TYPES = st.sampled_from(
    ["Annotation", "AnnotationPage", "TextQuoteSelector", "TextPositionSelector", "RangeSelector"]
    + ["XPathSelector", "FragmentSelector", "Choice", "List", "Composite", "TextualBody"]
)
JSON = st.recursive(
    LEAVES | TYPES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


@given(st.lists(st.dictionaries(KEYS, JSON, max_size=8), min_size=1, max_size=4))
@settings(max_examples=150)
def test_any_json_gives_batches_or_sentences(found: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        path.write_text(json.dumps(found))
        path.with_suffix(".txt").write_text(TEXT)
        for name in ("w3c", "hypothesis"):
            for one in batches([path], as_=name):
                said = [str(one)] if isinstance(one, Failure) else [r.reason for r in one.rejected]
                assert all("\n" not in reason and len(reason) < 600 for reason in said)
                assert not any(f" {word} " in reason for word in SECRET for reason in said)
