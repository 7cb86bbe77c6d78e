"""The vocabulary of the RDF: whole, documented, in step with the code; and its shapes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import rdflib
from rdflib import namespace
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from clew import Case
from clew.demo import demo
from clew.graph.exchange.rdf import names, vocabulary
from clew.graph.schema import schema
from tests.exchange.rdf_files import CLEW, FILES, of_every_status, read

FOLDER = Path(vocabulary.__file__).parent
OWN = rdflib.URIRef("urn:clew:vocabulary")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def terms() -> rdflib.Graph:
    return rdflib.Graph().parse(FOLDER / "clew.ttl")


def own(term: object) -> bool:
    """Tell whether an IRI is of Clew's own vocabulary: no id, no graph, no source's word."""
    spaces = (names.PREFIXES["clew"], *(names.PREFIXES[status] for status in names.WEAKER))
    return isinstance(term, rdflib.URIRef) and str(term).startswith(spaces)


def test_the_file_is_what_the_schema_makes(terms: rdflib.Graph) -> None:
    assert (FOLDER / "clew.ttl").read_text(encoding="utf-8") == vocabulary.text()
    assert (OWN, RDF.type, OWL.Ontology) in terms


def test_every_term_says_what_it_is(terms: rdflib.Graph) -> None:
    declared = {s for s in terms.subjects() if own(s)}
    assert len(declared) > 600
    for term in declared:
        for need in (RDF.type, RDFS.label, RDFS.comment):
            assert (term, need, None) in terms, term
        assert terms.value(term, RDFS.isDefinedBy) == OWN
        assert len(list(terms.objects(term, RDFS.label))) == 1, f"{term} is declared twice"
    assert len(list(terms.subjects(SKOS.inScheme, CLEW.statuses))) == len(schema().statuses)


def test_what_is_used_is_declared(
    terms: rdflib.Graph, case: Case, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    declared = {s for s in terms.subjects() if own(s)}
    sample = demo(tmp_path_factory.mktemp("sample") / "case").case
    used = set[object]()
    for one in (sample, of_every_status(case, tmp_path)):
        used |= {term for quad in one.rdf().quads() for term in quad[:3] if own(term)}
    used |= {term for triple in terms for term in triple if own(term)}
    shapes = rdflib.Graph().parse(FOLDER / "clew-shapes.ttl")
    used |= {term for triple in shapes for term in triple if own(term)}
    assert len(used) > 60 and used - declared == set()


def test_what_is_declared_is_used(terms: rdflib.Graph) -> None:
    """Kinds, ties and values are the schema's; of the others each is written by some module."""
    written = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.py"))
    known = {*schema().kinds, *schema().ties, *schema().values, *schema().statuses, "statuses"}
    others = {str(s).partition("#")[2] for s in terms.subjects() if own(s)} - known
    assert len(others) > 25
    classes = ("clew:Status",)  # of what stands in the vocabulary itself
    unused = [n for n in others if not re.search(rf'"clew:{n}"', written) and n not in classes]
    assert unused == []


#: Terms of W3C's Web Annotation vocabulary (https://www.w3.org/TR/annotation-vocab/), of
#: nanopublications (https://nanopub.net/guidelines/working_draft/), and one of schema.org that is
#: younger than rdflib's list of them (https://schema.org/PoliticalParty).
ELSEWHERE = {
    "oa": "Annotation SpecificResource TextPositionSelector TextQuoteSelector describing end exact"
    " hasBody hasSelector hasSource hasTarget motivatedBy start",
    "np": "Nanopublication hasAssertion hasProvenance hasPublicationInfo",
    "schema": "PoliticalParty",
}
#: FollowTheMoney's schemata, each with the properties that it adds.
FTM = json.loads((FOLDER.parent / "ftm" / "model.json").read_text("utf-8"))["schemata"]
NAMED = re.compile(r'"((?:dc|dcterms|ftm|geo|np|oa|org|owl|prov|rdf|rdfs|schema|skos|xsd):[\w:]+)"')


def is_term(name: str) -> bool:
    """Tell whether the vocabulary of a prefixed name has it; FollowTheMoney's is its model."""
    prefix, _, local = name.partition(":")
    if prefix == "ftm":
        schema_name, _, prop = local.partition(":")
        known = FTM.get(schema_name)
        return known is not None and (not prop or prop in known["properties"])
    listed = getattr(namespace, {"schema": "SDO"}.get(prefix, prefix.upper()), ())
    return local in ELSEWHERE.get(prefix, "").split() or local in listed


def test_every_term_of_another_vocabulary_is_there() -> None:
    whole = schema()
    words = [one.rdf for some in (whole.kinds, whole.ties, whole.values) for one in some.values()]
    for path in FOLDER.glob("*.py"):
        words += NAMED.findall(path.read_text("utf-8"))
    others = {word for word in words if not word.startswith("clew:")}
    assert len(others) > 150 and {word.partition(":")[0] for word in others} >= {"ftm", "prov"}
    assert sorted(word for word in others if not is_term(word)) == []
    for wrong in ("schema:worksAt", "ftm:Person:name", "prov:atPlace", "geo:asWkt", "oa:quote"):
        assert not is_term(wrong)


def test_no_two_ties_or_kinds_have_one_name() -> None:
    for some in (schema().ties.values(), schema().values.values()):
        used = [one.rdf for one in some]
        assert sorted(set(used)) == sorted(used)
    kinds = [kind.rdf for kind in schema().kinds.values() if not kind.is_value]
    assert sorted(set(kinds)) == sorted(kinds)


@pytest.mark.parametrize("name", FILES)
def test_every_file_keeps_the_shapes(case: Case, tmp_path: Path, name: str) -> None:
    """Its named graphs too, all of them at once, as many stores read them."""
    import pyshacl

    quads = read(of_every_status(case, tmp_path), name, tmp_path)
    data = rdflib.Graph()
    for quad in quads:
        data.add(quad[:3])
    shapes = rdflib.Graph().parse(FOLDER / "clew-shapes.ttl")
    fits, _, said = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    assert fits and len(data) > 300, said


def test_the_shapes_tell_a_weak_tie_in_plain_words(case: Case, tmp_path: Path) -> None:
    import pyshacl

    of_every_status(case, tmp_path)
    case.export("ntriples", tmp_path / "x.nt")
    data = rdflib.Graph().parse(tmp_path / "x.nt")
    shapes = rdflib.Graph().parse(FOLDER / "clew-shapes.ttl")
    fits, _, said = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    assert fits, said
    ties = data.subjects(RDF.type, CLEW.Tie)
    tie = next(t for t in ties if data.value(t, CLEW.status) == CLEW.alleged)
    plain = tuple(data.value(tie, part) for part in (RDF.subject, RDF.predicate, RDF.object))
    data.add(plain)  # type: ignore[arg-type]
    fits, _, said = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    assert not fits and "not adjudicated, official or reported" in str(said)
    assert str(said).count("Constraint Violation") == 1


def test_a_claim_without_what_it_needs_breaks_the_shapes(case: Case, tmp_path: Path) -> None:
    import pyshacl

    of_every_status(case, tmp_path)
    data = rdflib.Graph()
    for s, p, o, graph in case.rdf().quads((None, None, None, None)):
        if "clew" not in str(graph):
            data.add((s, p, o))
    shapes = rdflib.Graph().parse(FOLDER / "clew-shapes.ttl")
    assert pyshacl.validate(data, shacl_graph=shapes, advanced=True)[0]
    claims = sorted(data.subjects(RDF.type, CLEW.Claim), key=str)
    needed = (CLEW.status, rdflib.PROV.wasDerivedFrom, RDF.subject)
    for claim, gone in zip(claims, needed, strict=False):
        data.remove((claim, gone, None))
    fits, found, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    assert isinstance(found, rdflib.Graph)
    results = found.subject_objects(sh.focusNode)
    broken = {(node, found.value(result, sh.resultPath)) for result, node in results}
    assert not fits and broken == set(zip(claims, needed, strict=False))
