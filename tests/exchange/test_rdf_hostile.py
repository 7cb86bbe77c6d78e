"""Whatever a source's words hold, each file reads back to them; and nothing protected is in any."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clew import Case
from clew.graph.exchange.rdf import jsonld, lines, literals, names, turtle
from clew.graph.exchange.rdf.block import Block
from tests.exchange.rdf_files import FILES
from tests.hostile_graph import KEYS, NAMES, TEXTS
from tests.planted import MARK, SECRET, TIES, WITNESS, references_of

WRITERS = {
    "nt": (lines.write, pyoxigraph.RdfFormat.N_TRIPLES),
    "turtle": (turtle.write, pyoxigraph.RdfFormat.TURTLE),
    "json-ld": (jsonld.write, pyoxigraph.RdfFormat.JSON_LD),
}
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
HARD = (
    "",
    'a "quoted" \\ word',
    "two\nlines\r\nand\ttabs",
    "NUL \x00, bell \x07, \x7f, \x85, \u2028",
    "\ud800 alone",
    "\u202ereversed\u202c, \ufeff, \ufffe",
    "<https://a.example/> .",
    "𝔘 🏝 ខ្មែរ",
    '"""',
    "^^<x>",
    "@en",
)


def hostile(function: Callable[..., None]) -> Callable[..., None]:
    for words in (*HARD, *TEXTS):
        function = example(words)(function)
    return function


@pytest.mark.parametrize("form", WRITERS)
@hostile
@settings(max_examples=25)
@given(words=st.text())
def test_words_read_back_as_they_are(form: str, words: str) -> None:
    write, ox = WRITERS[form]
    pairs = [(names.term("rdfs:label"), literals.text(words))]
    pairs.append((names.term("schema:url"), literals.value(words or "x", "url")))
    file = io.BytesIO()
    write(file, [Block(names.thing("m0"), pairs)])
    data = file.getvalue()
    graph = rdflib.Graph().parse(data=data, format=form)
    (label,) = graph.objects(predicate=rdflib.RDFS.label)
    shown = literals._ILLEGAL.sub("\ufffd", words)
    assert str(label) == shown
    (found,) = {
        q.object.value
        for q in pyoxigraph.parse(data, format=ox)
        if q.predicate.value.endswith("label")
    }
    assert found == shown and len(graph) == 2


@settings(max_examples=40)
@given(st.text(min_size=1))
def test_a_word_of_a_source_makes_a_valid_iri(word: str) -> None:
    for each in (word, *NAMES, *KEYS):
        for iri in (names.tie(each), names.value(each), names.tie(each, "alleged")):
            assert iri[0] + iri[-1] == "<>"
            pyoxigraph.NamedNode(iri[1:-1])
            assert not set(iri[1:-1]) & set('<>"{}|^`\\ \n')


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("2021", "2021^^gYear"),
        ("2021-02", "2021-02^^gYearMonth"),
        ("2021-02-28", "2021-02-28^^date"),
        ("2021-02-30", "2021-02-30"),
        ("2021-13", "2021-13"),
        ("0000", "0000"),
        ("2021-02~", "2021-02~^^edtf"),
        ("2019/..", "2019/..^^edtf"),
        ("some day", "some day"),
        ("", ""),
    ],
)
def test_a_date_is_typed_only_where_it_is_one(said: str, wanted: str) -> None:
    literal = literals.when(said)
    words, _, datatype = literal.rpartition('"')
    kind = datatype.rpartition("#")[2] if "#" in datatype else datatype.rpartition("/")[2]
    assert words[1:] + (f"^^{kind.rstrip('>')}" if datatype else "") == wanted


def test_nothing_protected_is_in_any_file(
    case: Case, note: Callable[..., Path], tmp_path: Path
) -> None:
    case.load(note(WITNESS, *TIES, MARK))
    secret = [*SECRET, *references_of(case, "Xanthe")]
    for name in FILES:
        case.export(name, tmp_path / f"x.{name}")
        text = (tmp_path / f"x.{name}").read_text(encoding="utf-8")
        assert "Bo Ray" in text and "Dara Park" in text
        assert [word for word in secret if word in text] == []


def test_a_masked_quote_has_no_place(case: Case, note: Callable[..., Path], tmp_path: Path) -> None:
    case.load(note(WITNESS, *TIES))
    case.export("ntriples", tmp_path / "open.nt")
    open_, place = (tmp_path / "open.nt").read_text(), "#place>"
    assert "[protected]" not in open_ and place in open_
    case.protect("Xanthe Quillon", because="asked for it")
    case.export("ntriples", tmp_path / "shut.nt")
    graph = rdflib.Graph().parse(tmp_path / "shut.nt")
    exact, oa = 0, rdflib.Namespace("http://www.w3.org/ns/oa#")
    for words, quote in graph.subject_objects(oa.exact):
        if "[protected]" in str(quote):
            exact += 1
            (target,) = graph.subjects(oa.hasSelector, words)
            assert list(graph.objects(target, oa.hasSelector)) == [words]
    assert exact
