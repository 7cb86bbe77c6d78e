"""What INCEpTION's layers mean: found from the type system, whatever they are called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clew.graph.model import SAME_AS, Batch
from clew.loaders.batches import batches
from clew.loaders.walk import Failure

CAS = Callable[..., Batch]
TEXT = "😊 Aerin Thol owns Vossa Ltd. She left on 3 May 2024."
SPACES = {
    "cas": "uima/cas",
    "tcas": "uima/tcas",
    "ner": "de/tudarmstadt/ukp/dkpro/core/api/ner/type",
    "coref": "de/tudarmstadt/ukp/dkpro/core/api/coref/type",
    "seg": "de/tudarmstadt/ukp/dkpro/core/api/segmentation/type",
    "dep": "de/tudarmstadt/ukp/dkpro/core/api/syntax/type/dependency",
    "custom": "webanno/custom",
    "any": "org/example",
}
SPAN = "uima.tcas.Annotation"
WORD = "uima.cas.String"


def types(**features: str) -> str:
    """A type system: `Name=above; feature: range; …` for each type."""
    rows = []
    for name, said in features.items():
        above, *rest = [part.strip() for part in said.split(";")]
        inner = "".join(
            "<featureDescription><name>{}</name><rangeTypeName>{}</rangeTypeName>"
            "</featureDescription>".format(*map(str.strip, one.split(":")))
            for one in rest
        )
        full = name.replace("__", ".")
        rows.append(
            f"<typeDescription><name>{full}</name><supertypeName>{above}</supertypeName>"
            f"<features>{inner}</features></typeDescription>"
        )
    space = "http://uima.apache.org/resourceSpecifier"
    inner = f"<types>{''.join(rows)}</types>"
    return f'<typeSystemDescription xmlns="{space}">{inner}</typeSystemDescription>'


@pytest.fixture
def cas(tmp_path: Path) -> CAS:
    """Read an XMI of TEXT with these elements; `{…}` in one is where the words stand."""

    def make(*elements: str, system: str = "") -> Batch:
        spaces = " ".join(f'xmlns:{k}="http:///{v}.ecore"' for k, v in SPACES.items())
        rows = []
        for element in elements:
            tag, _, rest = element.partition(" ")
            words, _, rest = rest.partition(" | ") if " | " in rest else ("", "", rest)
            place = ""
            if words:
                begin = TEXT.index(words) + 1  # the emoji has two units
                place = f' sofa="1" begin="{begin}" end="{begin + len(words)}"'
            rows.append(f"<{tag}{place} {rest}/>")
        (tmp_path / "note.xmi").write_text(
            f'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" {spaces}>{"".join(rows)}'
            f'<cas:Sofa xmi:id="1" sofaString="{TEXT}"/></xmi:XMI>',
            encoding="utf-8",
        )
        if system:
            (tmp_path / "TypeSystem.xml").write_text(system)
        (found,) = batches([tmp_path / "note.xmi"])
        assert not isinstance(found, Failure), str(found)
        return found

    return make


def mentions(batch: Batch) -> dict[str, tuple[str, str]]:
    return {
        a.name: (a.claim.relation, a.label) for a in batch.annotations if a.claim.shape == "mention"
    }


def ties(batch: Batch) -> list[tuple[str, str, str]]:
    names = {a.subject: a.name for a in batch.annotations if a.claim.shape == "mention"}
    found = [a for a in batch.annotations if a.claim.shape == "tie"]
    return [(names[a.subject], a.claim.relation, names[a.object]) for a in found]


NAMED = (
    'ner:NamedEntity Aerin Thol | xmi:id="10" value="PER"',
    'ner:NamedEntity Vossa Ltd | xmi:id="11" value="ORG"',
)


def test_offsets_are_javas_and_become_characters(cas: CAS) -> None:
    batch = cas(*NAMED)
    assert mentions(batch) == {
        "Aerin Thol": ("Person", "PER"),
        "Vossa Ltd": ("Organization", "ORG"),
    }
    assert [a.claim.subject for a in batch.annotations] == ["2-12", "18-27"]


@pytest.mark.parametrize("ends", ["Governor Dependent", "source target", "kopf glied"])
def test_a_relation_is_any_type_with_two_references_to_annotations(cas: CAS, ends: str) -> None:
    start, end = ends.split()
    said = 'status="alleged" date="2024-05"'
    system = types(
        org__example__Xyz=f"{SPAN}; value: {WORD}",
        org__example__Abc=f"{SPAN}; {start}: {SPAN}; {end}: org.example.Xyz; value: {WORD}",
    )
    batch = cas(
        'any:Xyz Aerin Thol | xmi:id="10" value="Person"',
        'any:Xyz Vossa Ltd | xmi:id="11" value="Company"',
        f'any:Abc Vossa Ltd | xmi:id="12" {start}="10" {end}="11" value="OWNS" {said}',
        system=system,
    )
    assert ties(batch) == [("Aerin Thol", "OWNS", "Vossa Ltd")]
    tie = next(a for a in batch.annotations if a.claim.shape == "tie")
    assert (tie.status, tie.when) == ("alleged", "2024-05")


def test_a_target_that_is_declared_first_is_still_the_end(cas: CAS) -> None:
    system = types(org__example__Owns=f"{SPAN}; target: {SPAN}; source: {SPAN}")
    batch = cas(*NAMED, 'any:Owns Vossa Ltd | xmi:id="12" source="10" target="11"', system=system)
    assert ties(batch) == [("Aerin Thol", "OWNS", "Vossa Ltd")]


def test_a_layers_own_name_is_the_label_where_its_value_is_no_kind(cas: CAS) -> None:
    system = types(
        webanno__custom__Date=f"{SPAN}; value: {WORD}",
        webanno__custom__Person=f"{SPAN}; value: {WORD}; protected: uima.cas.Boolean",
        webanno__custom__Rel=f"{SPAN}; Governor: {SPAN}; Dependent: {SPAN}; value: {WORD}",
    )
    batch = cas(
        'custom:Person Aerin Thol | xmi:id="10" value="lawyer" protected="true"',
        'custom:Date 3 May 2024 | xmi:id="11" value="2024-05-03"',
        'ner:NamedEntity Vossa Ltd | xmi:id="12" value="ORG"',
        'custom:Rel Vossa Ltd | xmi:id="13" Governor="10" Dependent="12" value="bosses about"',
        'custom:Rel 3 May 2024 | xmi:id="14" Governor="10" Dependent="11" value="birth date"',
        system=system,
    )
    person = next(a for a in batch.annotations if a.label == "Person")
    assert person.protected and person.extra["value"] == ("lawyer",)
    values = [a.claim for a in batch.annotations if a.claim.shape == "value"]
    assert [(c.relation, c.value) for c in values] == [("birthDate", "2024-05-03")]
    assert batch.unmapped == {"bosses about": 1}


def test_a_features_name_need_not_be_known_for_its_word_to_be_the_label(cas: CAS) -> None:
    """The only feature that says nothing else gives it, or the only one with a kind or a tie."""
    ends = f"Governor: {SPAN}; Dependent: {SPAN}"
    system = types(
        org__example__Xyz=f"{SPAN}; sort: {WORD}; certainty: {WORD}; identifier: {WORD}",
        org__example__Two=f"{SPAN}; sort: {WORD}; colour: {WORD}",
        org__example__Abc=f"{SPAN}; {ends}; bond: {WORD}; date: {WORD}",
    )
    batch = cas(
        'any:Xyz Aerin Thol | xmi:id="10" sort="Boss" certainty="alleged"',
        'any:Two Vossa Ltd | xmi:id="11" sort="Company" colour="red"',
        'any:Two She | xmi:id="12" sort="odd" colour="red"',
        'any:Abc Vossa Ltd | xmi:id="13" Governor="10" Dependent="11" bond="OWNS" date="2024"',
        system=system,
    )
    labels = {name: label for name, (_, label) in mentions(batch).items()}
    assert labels == {"Aerin Thol": "Boss", "Vossa Ltd": "Company", "She": "Two"}
    assert ties(batch) == [("Aerin Thol", "OWNS", "Vossa Ltd")]
    assert batch.annotations[0].status == "alleged"
    assert batch.annotations[1].extra == {"colour": ("red",)}


def test_slots_are_roles_of_an_event(cas: CAS) -> None:
    system = types(
        webanno__custom__Deed=f"{SPAN}; value: {WORD}; slots: uima.cas.FSArray",
        webanno__custom__DeedLink=f"uima.cas.TOP; role: {WORD}; target: {SPAN}",
    )
    batch = cas(
        *NAMED,
        'custom:DeedLink xmi:id="20" role="Agent" target="10"',
        'custom:DeedLink xmi:id="21" target="11"',
        'custom:DeedLink xmi:id="22" role="Theme"',
        'custom:Deed left | xmi:id="23" value="Statement" slots="20 21 22"',
        system=system,
    )
    roles = [a.label for a in batch.annotations if a.claim.shape == "tie"]
    assert roles == ["Agent", "slots"] and batch.counts["events"] == 1
    assert batch.left_out == {"roles that nobody fills": 1}


def test_a_chain_is_one_thing_and_its_pronoun_takes_its_kind(cas: CAS) -> None:
    batch = cas(
        *NAMED,
        'coref:CoreferenceLink Aerin Thol | xmi:id="30" next="31" referenceType="nam"',
        'coref:CoreferenceLink She | xmi:id="31"',
        'coref:CoreferenceChain xmi:id="32" sofa="1" first="30"',
    )
    assert mentions(batch)["She"] == ("Person", "PER")
    assert ties(batch) == [("Aerin Thol", SAME_AS, "She")]
    assert batch.counts["links on marked spans"] == 1


def test_a_chain_that_runs_in_a_circle_ends_where_it_began(cas: CAS) -> None:
    batch = cas(
        'coref:CoreferenceLink Aerin Thol | xmi:id="30" next="31"',
        'coref:CoreferenceLink She | xmi:id="31" next="30"',
        'coref:CoreferenceChain xmi:id="32" sofa="1" first="30"',
    )
    assert batch.counts == {"equivalences": 1, "spans": 2}


def test_an_identifier_of_wikidata_is_one(cas: CAS) -> None:
    at = "http://www.wikidata.org/entity/Q42"
    batch = cas(f'ner:NamedEntity Aerin Thol | xmi:id="10" value="PER" identifier="{at}"')
    values = [(a.claim.relation, a.claim.value) for a in batch.annotations[1:]]
    assert values == [("wikidataId", "Q42")]


def test_grammar_is_left_out_and_counted_unless_something_refers_to_it(cas: CAS) -> None:
    system = types(
        webanno__custom__Owns=f"{SPAN}; Governor: {SPAN}; Dependent: {SPAN}",
    )
    batch = cas(
        NAMED[0],
        'seg:Token Vossa | xmi:id="40"',
        'seg:Token Ltd | xmi:id="41"',
        'seg:Sentence She left | xmi:id="42"',
        'dep:Dependency Ltd | xmi:id="43" Governor="40" Dependent="41"',
        'custom:Owns Vossa | xmi:id="44" Governor="10" Dependent="40"',
        system=system,
    )
    assert ties(batch) == [("Aerin Thol", "OWNS", "Vossa")]
    assert batch.left_out == {"marks of grammar": 3}


def test_a_projects_own_layer_is_never_grammar(cas: CAS) -> None:
    system = types(webanno__custom__Sentence=SPAN)
    assert mentions(cas('custom:Sentence left | xmi:id="10"', system=system)) == {
        "left": ("Verdict", "Sentence")
    }


def test_what_a_document_layer_says_holds_for_its_claims(cas: CAS) -> None:
    system = types(webanno__custom__About=f"uima.cas.AnnotationBase; status: {WORD}")
    batch = cas(*NAMED, 'custom:About xmi:id="50" sofa="1" status="alleged"', system=system)
    assert {a.status for a in batch.annotations} == {"alleged"}


def test_two_views_of_one_text_are_one_document_and_of_two_are_two(tmp_path: Path) -> None:
    def write(second: str) -> list[Batch | Failure]:
        spaces = " ".join(f'xmlns:{k}="http:///{v}.ecore"' for k, v in SPACES.items())
        marks = "".join(
            f'<ner:NamedEntity xmi:id="1{n}" sofa="{n}" begin="0" end="5" value="PER"/>'
            for n in (1, 2)
        )
        (tmp_path / "note.xmi").write_text(
            f'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" {spaces}>{marks}'
            f'<cas:Sofa xmi:id="1" sofaString="Aerin left."/>'
            f'<cas:Sofa xmi:id="2" sofaString="{second}"/></xmi:XMI>'
        )
        return list(batches([tmp_path / "note.xmi"]))

    (one,) = write("Aerin left.")
    assert isinstance(one, Batch) and one.counts["spans"] == 2
    first, second = write("Vossa came.")
    assert isinstance(first, Batch) and isinstance(second, Batch)
    assert [list(mentions(b)) for b in (first, second)] == [["Aerin"], ["Vossa"]]
    assert first.document.path.endswith("note.xmi#1")


def test_without_a_type_system_dkpros_names_are_known(cas: CAS) -> None:
    batch = cas(
        *NAMED,
        'custom:Owns Vossa Ltd | xmi:id="12" Governor="10" Dependent="11" order="10"',
    )
    assert ties(batch) == [("Aerin Thol", "OWNS", "Vossa Ltd")]
    assert batch.annotations[0].label == "PER"
