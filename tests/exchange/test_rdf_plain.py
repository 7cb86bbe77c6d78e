"""What may stand as a plain triple, and how often: nothing weak, nothing taken back, each once."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import RDF

import clew
from clew import Case
from clew.graph.exchange.rdf import claims, names
from clew.graph.handed import HandedOn
from clew.graph.model import Evidence
from tests.exchange.rdf_files import (
    CLEW,
    FILES,
    PLAIN,
    WEAK,
    Quad,
    named,
    of_every_status,
    put,
    quads_of,
    read,
)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
FTM = rdflib.Namespace("https://schema.followthemoney.tech/#")
READERS = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "nanopublications": pyoxigraph.RdfFormat.TRIG,
}
#: Invented; an event for each status, and one that only its tie tells of.
EVENTS = (
    "{T1 Raid:raid}, {T2 Arrest:arrest}, {T3 Verdict:verdict}, {T4 Opening:opening},"
    " {T5 Attack:attack}, {T6 Rescue:rescue}, {T7 Closure:closing} at {T8 Compound:Dara Park}."
)
STATUSES = ("denied", "alleged", "opinion", "planned", "reported")
#: Twice the same: a country of two claims, a place of two sorts, a tie of two keys, two denials.
TWICE = (
    "{T1 Person:Bo Ray} of {T2 City:Lower Elm} is {T3 Person:Bo Ray}. {T4 Person:Bo Ray} runs"
    " {T5 Company:Dara Ltd}; {T6 Person:Bo Ray} does not run {T7 Company:Dara Ltd}."
    " {T8 Person:Bo Ray} runs {T9 Company:Dara Ltd}."
)
SAID_TWICE = (
    "R1\tWORKS_FOR Arg1:T4 Arg2:T5",
    "R2\tWORKS_FOR Arg1:T8 Arg2:T9",
    "R3\tOWNS Arg1:T6 Arg2:T7",
    "R4\tOWNS Arg1:T4 Arg2:T7",
    "#1\tAnnotatorNotes R1\tstatus=reported; role=cook",
    "#2\tAnnotatorNotes R2\tstatus=reported; role=guard",
    "#3\tAnnotatorNotes R3\tstatus=denied",
    "#4\tAnnotatorNotes R4\tstatus=denied",
    "#5\tAnnotatorNotes T1\tstatus=reported; country=kh",
    "#6\tAnnotatorNotes T3\tstatus=reported; country=kh",
    "#7\tAnnotatorNotes T2\tstatus=reported; latitude=11.5; longitude=104.9",
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The invented case with every status; what is said of it is taken back test by test."""
    folder = tmp_path_factory.mktemp("mixed")
    return of_every_status(clew.create(folder / "case"), folder)


def types(quads: set[Quad], subject: object) -> set[str]:
    return {str(o).rpartition("#")[2] for s, p, o, _ in quads if (s, p) == (subject, RDF.type)}


def test_what_only_may_have_happened_is_no_plain_type(case: Case, tmp_path: Path) -> None:
    kinds = ("Raid", "Arrest", "Verdict", "Opening", "Attack", "Rescue", "Closure")
    events = [f"E{n}\t{kind}:T{n} VENUE:T8" for n, kind in enumerate(kinds, 1)]
    said = [f"A{n}\tStatus E{n} {status}" for n, status in enumerate(STATUSES, 1)]
    case.load(put(tmp_path, EVENTS, *events, *said))
    quads = read(case, "turtle", tmp_path)
    ours = {s: types(quads, s) for s, p, o, _ in quads if (p, o) == (RDF.type, FTM.Event)}
    assert sorted(map(sorted, ours.values())) == [["Attack", "Entity", "Event"]] + [
        ["Entity", "Event"]
    ] * (len(kinds) - 1)
    stated = {o for _, p, o, _ in quads if p == RDF.object}
    assert {CLEW[kind] for kind in kinds} <= stated
    count = "SELECT (COUNT(?e) AS ?n) { ?e a ?kind FILTER (?kind IN (clew:Raid, clew:Verdict)) }"
    assert [row["n"] for row in case.sparql(count)] == [0]


def test_an_event_without_a_status_is_what_its_ties_make_it(case: Case, tmp_path: Path) -> None:
    ties = ("E1\tRaid:T1 VENUE:T8", "E2\tArrest:T2 VENUE:T8")
    case.load(put(tmp_path, EVENTS, *ties))
    for claim in case.sparql("SELECT ?c { ?c rdf:predicate clew:VENUE ; a clew:Claim }"):
        assert str(claim["c"]).startswith("id:c")
    assert not case.sparql("ASK { ?e a clew:Raid }")
    case.load(put(tmp_path, EVENTS.replace("raid", "raids"), "R1\tVENUE Arg1:T1 Arg2:T8",
                  "A1\tStatus R1 official"))  # fmt: skip
    assert case.sparql("ASK { ?e a clew:Raid ; clew:status clew:official }")
    assert not case.sparql("ASK { ?e a clew:Arrest }")


def claim_of(case: Case, tie: str) -> str:
    with case.opened() as graph:
        (edge,) = (edge for edge in graph.edges() if edge.type == tie)
    return str(edge.properties["claims"][0])


def test_what_a_source_took_back_is_no_plain_triple(case: Case, tmp_path: Path) -> None:
    of_every_status(case, tmp_path)
    claim, plain = claim_of(case, "OPERATES"), "ASK { ?a clew:OPERATES ?b }"
    case.correct(claim, note="the name was another's", when="2024-10-02")
    assert case.sparql(plain)
    case.correct(claim, note="none of it was so", when="2024-10-03", withdrew=True)
    assert not case.sparql(plain) and case.sparql("ASK { ?a clew:OWNS ?b }")
    assert case.sparql("ASK { ?c rdf:predicate clew:OPERATES ; clew:correction ?words }")
    for name in FILES:
        quads = read(case, name, tmp_path)
        bo, site = named(quads, "Bo Ray"), named(quads, "Dara Park")
        tied = {str(p).partition("#")[2] for s, p, o, _ in quads if (s, o) == (bo, site)}
        assert "OPERATES" not in tied and {PLAIN["official"], PLAIN["adjudicated"]} <= tied
        (tmp_path / f"case.{name}").unlink()
        (tmp_path / f"case.{name}.manifest.json").unlink()


def test_a_source_that_took_itself_back_says_nothing_plainly(case: Case, tmp_path: Path) -> None:
    of_every_status(case, tmp_path)
    assert case.sparql("ASK { ?a ftm:Thing:country 'kh' . ?a clew:OWNS ?b }")
    (source,) = (one.id for one in case.sources())
    case.correct(source, note="all of it was wrong", withdrew=True)
    quads = read(case, "nquads", tmp_path)
    bo, site = named(quads, "Bo Ray"), named(quads, "Dara Park")
    tied = {(str(p), g) for s, p, o, g in quads if (s, o) == (bo, site)}
    assert tied == {
        (f"urn:clew:{status}#{tie}", f"urn:clew:graph:{status}") for status, tie in WEAK.items()
    }
    assert not case.sparql("ASK { ?a ftm:Thing:country ?any }")


@pytest.mark.parametrize("name", FILES)
def test_each_quad_is_written_once_and_counted_so(case: Case, tmp_path: Path, name: str) -> None:
    case.load(put(tmp_path, TWICE, *SAID_TWICE))
    quads = read(case, name, tmp_path)
    manifest = json.loads((tmp_path / f"case.{name}.manifest.json").read_text())
    file = tmp_path / f"case.{name}"
    seen = [*pyoxigraph.parse(file.open("rb"), format=READERS[name])]
    told = manifest["quads" if FILES[name][1] else "triples"]
    assert told == len(seen) == len(set(seen)) == len(quads) > 200
    if name != "nanopublications":
        assert len({q for q in quads if str(q[1]).endswith("worksFor")}) == 1


@pytest.mark.parametrize("name", FILES)
def test_two_exports_are_the_same_bytes(mixed: Case, tmp_path: Path, name: str) -> None:
    for place in ("one", "two"):
        mixed.export(name, tmp_path / place)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_dataset_counts_as_its_file(mixed: Case, tmp_path: Path) -> None:
    mixed.export("nquads", tmp_path / "x.nq")
    store = pyoxigraph.Store()
    store.bulk_load(path=tmp_path / "x.nq", format=pyoxigraph.RdfFormat.N_QUADS)
    lines = (tmp_path / "x.nq").read_text(encoding="utf-8").splitlines()
    assert len(store) == len(quads_of(mixed.rdf())) == len(lines)


def test_what_people_added_is_whole_and_signed(case: Case, tmp_path: Path) -> None:
    claim = claim_of(of_every_status(case, tmp_path), "OPERATES")
    case.assess(claim, pair="B2", line="shows no document")
    case.reply(claim, answer="none", asked="2024-10-01", how="by letter", who="Bo Ray")
    case.reply(claim, answer="denied", answered="2024-10-03", who="a friend", text="not his")
    case.correct(claim, note="a name was mended", url="https://example.org/c")
    asked = "SELECT ?w { ?c clew:assessment|clew:reply|clew:correction ?w ; a clew:Claim }"
    said = sorted(str(row["w"]) for row in case.sparql(asked))
    signed = re.compile(r" \(by .+, \d{4}-\d\d-\d\d\)$")
    assert all(signed.search(words) for words in said)
    assert [signed.sub("", words) for words in said] == [
        "B2, usually reliable source, probably true: shows no document",
        "Bo Ray, asked 2024-10-01 by letter, did not answer",
        "a friend, denied it on 2024-10-03: not his",
        "corrected: a name was mended; https://example.org/c",
    ]


def test_a_status_that_another_reading_gives_is_there_too(case: Case, tmp_path: Path) -> None:
    of_every_status(case, tmp_path)
    with case.opened() as graph:
        claim = next(one for one in HandedOn(graph).claims() if one.content["status"] == "alleged")
    both = Evidence(claim.id, claim.about, {**claim.content, "statuses": ["reported", "alleged"]})
    said = {(p, o) for p, o in claims.statement(both).pairs if "tatus>" in p}
    assert said == {
        (names.term("clew:status"), names.term("clew:alleged")),
        (names.term("clew:otherStatus"), names.term("clew:reported")),
    }
