"""RDF: the same in five files, and nothing weak reads as a fact in any of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

import clew
from clew import Case, Lens
from clew.demo import demo
from clew.graph.errors import UsageError
from clew.graph.exchange.rdf import names, plain
from clew.graph.exchange.rdf.blocks import blocks
from clew.graph.exchange.rdf.names import FACTS
from clew.graph.handed import HandedOn
from clew.graph.handing import ID
from tests.exchange.rdf_files import (
    CLEW,
    FILES,
    PLAIN,
    WEAK,
    Quad,
    named,
    of_every_status,
    quads_of,
    read,
)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
STATUS = CLEW.status
ENTITY = CLEW.Entity


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return demo(tmp_path_factory.mktemp("sample") / "case").case


@pytest.fixture(scope="module")
def told(sample: Case, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[Quad]]:
    """The sample case as every file has it."""
    folder = tmp_path_factory.mktemp("files")
    return {name: read(sample, name, folder) for name in FILES}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[Quad]]:
    """The invented case with every status, as every file has it."""
    folder = tmp_path_factory.mktemp("mixed")
    case = of_every_status(clew.create(folder / "case"), folder)
    return {name: read(case, name, folder) for name in FILES}


def entities(quads: set[Quad]) -> set[Node]:
    return {s for s, p, o, _ in quads if p == RDF.type and o == ENTITY}


def between(quads: set[Quad]) -> set[Quad]:
    """Return what ties two entities by itself, in any graph: a union of graphs has all of it."""
    whole = entities(quads)
    return {quad for quad in quads if quad[0] in whole and quad[2] in whole}


def stated(quads: set[Quad], *statuses: str) -> set[tuple[Node, ...]]:
    """Return subject, predicate and object of every claim of these statuses."""
    parts: dict[Node, dict[Node, Node]] = {}
    for s, p, o, _ in quads:
        parts.setdefault(s, {})[p] = o
    wanted = {CLEW[status] for status in statuses}
    return {
        (one[RDF.subject], one[RDF.predicate], one[RDF.object])
        for one in parts.values()
        if one.get(STATUS) in wanted and RDF.subject in one
    }


def test_five_files_hold_the_same(told: dict[str, set[Quad]]) -> None:
    assert len(told["ntriples"]) > 5_000
    assert told["turtle"] == told["ntriples"] == told["jsonld"]
    assert told["nquads"] == told["trig"]
    assert {quad for quad in told["nquads"] if not quad[3]} == told["ntriples"]


@pytest.mark.parametrize("name", FILES)
def test_each_plain_triple_has_a_claim_that_lets_it_be_one(
    told: dict[str, set[Quad]], mixed: dict[str, set[Quad]], name: str
) -> None:
    for quads, least in ((told[name], 30), (mixed[name], len(PLAIN))):
        known = stated(quads, *FACTS)
        weak = [f"{names.BASE}{status}#" for status in names.WEAKER]
        plain = {q for q in between(quads) if not str(q[1]).startswith(tuple(weak))}
        assert len(plain) >= least
        assert {quad[:3] for quad in plain} <= known


def test_what_is_weak_has_no_plain_triple_and_its_own_graph(mixed: dict[str, set[Quad]]) -> None:
    quads = mixed["nquads"]
    bo, site = named(quads, "Bo Ray"), named(quads, "Dara Park")
    tied = {(str(p), g) for s, p, o, g in quads if (s, o) == (bo, site)}
    assert tied == {(f"urn:clew:vocabulary#{tie}", "") for tie in PLAIN.values()} | {
        (f"urn:clew:{status}#{tie}", f"urn:clew:graph:{status}") for status, tie in WEAK.items()
    }
    for status, tie in {**PLAIN, **WEAK}.items():
        assert (bo, CLEW[tie], site) in stated(quads, status)
    assert {quad for quad in quads if not quad[3]} == mixed["turtle"]


def test_the_check_of_plain_triples_can_fail(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "FACTS", (*FACTS, "alleged"))
    quads = read(of_every_status(case, tmp_path), "turtle", tmp_path)
    assert {quad[:3] for quad in between(quads)} - stated(quads, *FACTS)


def test_values_stand_plainly_only_where_their_claim_lets_them(
    mixed: dict[str, set[Quad]],
) -> None:
    country = rdflib.URIRef("https://schema.followthemoney.tech/#Thing:country")
    for name in ("turtle", "trig", "jsonld"):
        said = {str(o) for _, p, o, _ in mixed[name] if p == country}
        assert said == {"kh"}
        assert "la" in {str(o) for _, p, o in stated(mixed[name], "alleged") if p == country}


def test_a_kind_that_accuses_is_a_type_only_by_a_strong_claim(mixed: dict[str, set[Quad]]) -> None:
    quads = mixed["turtle"]
    group = named(quads, "Grey Lantern")
    kinds = {str(o).rpartition("#")[2] for s, p, o, _ in quads if (s, p) == (group, RDF.type)}
    assert kinds == {"Entity", "Organization", "LegalEntity"}
    assert (group, RDF.type, CLEW.CriminalGroup) in stated(quads, "alleged")


def test_unknown_words_are_no_terms_of_a_vocabulary(mixed: dict[str, set[Quad]]) -> None:
    words = {str(p) for _, p, _, _ in mixed["turtle"] if "ZOOMS" in str(p)}
    assert words == {"urn:clew:word#ZOOMS_PAST"}


def test_dates_are_as_precise_as_the_source(mixed: dict[str, set[Quad]]) -> None:
    said = {o for _, p, o, _ in mixed["turtle"] if p == CLEW.when}
    edtf = rdflib.URIRef("http://id.loc.gov/datatypes/edtf")
    wanted = {"2019/2021~": edtf, "2020": XSD.gYear, "2020-03": XSD.gYearMonth}
    assert said == {rdflib.Literal(words, datatype=kind) for words, kind in wanted.items()}
    born = rdflib.URIRef("https://schema.followthemoney.tech/#Person:birthDate")
    dates = {o for _, p, o, _ in mixed["turtle"] if p == born}
    assert dates == {rdflib.Literal("1958-02", datatype=XSD.gYearMonth)}


def test_a_quote_is_where_its_selectors_say(sample: Case, told: dict[str, set[Quad]]) -> None:
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    whole = rdflib.Graph()
    for s, p, o, _ in told["ntriples"]:
        whole.add((s, p, o))
    with sample.reading() as db:
        texts = [text for (text,) in db.execute("SELECT text FROM document") if text]
    places = 0
    for target in whole.subjects(RDF.type, oa.SpecificResource):
        words, *at = sorted(whole.objects(target, oa.hasSelector), key=str, reverse=True)
        exact = str(whole.value(words, oa.exact))
        for place in at:
            start, end = (int(str(whole.value(place, oa[name]))) for name in ("start", "end"))
            assert any(text[start:end] == exact for text in texts)
            places += 1
    assert places > 100


def test_no_iri_is_made_of_a_name_or_of_an_id_of_the_case(
    sample: Case, told: dict[str, set[Quad]]
) -> None:
    with sample.opened() as graph:
        own = {i for letter in "cdeim" for i in graph.items.ids(letter)}
    for quads in told.values():
        iris = {str(t) for quad in quads for t in quad if not isinstance(t, rdflib.Literal)}
        found = {i for iri in iris for i in ID.findall(iri)}
        assert len(found) > 300 and not found & own
        assert not [iri for iri in iris if "dara" in iri.lower() or "phat" in iri.lower()]


def test_places_are_geosparql(told: dict[str, set[Quad]]) -> None:
    geo = rdflib.Namespace("http://www.opengis.net/ont/geosparql#")
    points = {o for _, p, o, _ in told["turtle"] if p == geo.asWKT}
    assert points and all(str(o).startswith("POINT(10") for o in points)
    assert {getattr(o, "datatype", None) for o in points} == {geo.wktLiteral}


def test_a_nanopublication_has_its_four_graphs(told: dict[str, set[Quad]]) -> None:
    np = rdflib.Namespace("http://www.nanopub.org/nschema#")
    quads = told["nanopublications"]
    graphs = {quad[3] for quad in quads} - {""}
    whole = {s for s, p, o, _ in quads if (p, o) == (RDF.type, np.Nanopublication)}
    assert len(whole) == len(graphs) / 4 > 300
    for _s, p, o, g in quads:
        if p == np.hasAssertion:
            assert g.endswith("#head") and str(o) in graphs
        if str(p) == "http://www.w3.org/ns/prov#wasDerivedFrom" and g:
            assert g.endswith("#provenance")
    created = {s for s, p, _, g in quads if str(p).endswith("/created") and g.endswith("#pubinfo")}
    assert created == whole


def test_the_lens_holds_for_rdf_too(sample: Case, tmp_path: Path) -> None:
    sample.export("ntriples", tmp_path / "x.nt", lens=Lens(statuses=("official",)))
    text = (tmp_path / "x.nt").read_text()
    assert "#official>" in text and "#alleged>" not in text and "#reported>" not in text
    manifest = json.loads((tmp_path / "x.nt.manifest.json").read_text())
    assert manifest["triples"] == len(text.splitlines())


def alike(quad: Quad) -> tuple[object, ...]:
    """Return a quad with its number as one: Oxigraph keeps no way of writing it."""
    value = quad[2]
    if isinstance(value, rdflib.Literal):
        number = value.datatype in (XSD.nonNegativeInteger, XSD.integer, XSD.decimal, XSD.double)
        return (*quad[:2], float(value) if number else str(value), quad[3])
    return quad


def test_a_case_as_a_dataset_is_its_export(sample: Case, told: dict[str, set[Quad]]) -> None:
    whole = sample.rdf()
    assert {alike(quad) for quad in quads_of(whole)} == {alike(quad) for quad in told["nquads"]}
    assert len(list(whole.query("SELECT ?a { ?a ?p ?b }"))) == len(told["ntriples"])
    with pytest.raises(UsageError, match="--disclose"):
        sample.rdf(clew.Lens(disclose="case"))


def test_blocks_come_as_items_are_read(sample: Case) -> None:
    read: list[int] = []
    with sample.opened() as graph:
        stream = blocks(HandedOn(graph, on_item=lambda: read.append(1)), named=True)
        first = [next(stream) for _ in range(12)]
        assert len(first) == 12 and len(read) <= 13 < sum(HandedOn(graph).count)
