"""FollowTheMoney's entities: every schema to its kind or tie, statuses by rule 17, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew.graph.exchange.ftm.model import model
from clew.graph.model import Annotation, Batch
from clew.graph.schema import check_tie, schema, tie_type
from clew.loaders.batches import batches
from clew.loaders.ftm.data import data, ends_of, is_global, kind, reference, tie, topic_status
from clew.loaders.ftm.dates import day

Json = dict[str, Any]
Read = Callable[..., Batch]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return what is read of these entities."""

    def make(*rows: Json | str, name: str = "entities.ftm.json") -> Batch:
        path = tmp_path / "quays" / name
        path.parent.mkdir(exist_ok=True)
        lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        (found,) = batches([path])
        assert isinstance(found, Batch), str(found)
        return found

    return make


@pytest.fixture(scope="module")
def invented(root: Path) -> Batch:
    path = root / "tests/data/ftm/sample/invented/entities.ftm.json"
    (found,) = batches([path])
    assert isinstance(found, Batch)
    return found


def one(identity: str, schema: str, /, **properties: Any) -> Json:
    listed = {k: v if isinstance(v, list) else [v] for k, v in properties.items()}
    return {"id": identity, "schema": schema, "properties": listed}


def ties(batch: Batch) -> list[Annotation]:
    return [a for a in batch.annotations if a.claim.shape == "tie"]


def values(batch: Batch, entity: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for a in batch.annotations:
        if a.claim.shape == "value" and a.claim.subject == f"entry:{entity}":
            found.setdefault(a.claim.relation, []).append(a.claim.value)
    return found


def test_every_relations_schema_has_its_tie_and_its_ends() -> None:
    edges = {name for name, each in model().items() if each.edge}
    assert edges | {"Similar"} == set(data()["relations"])
    for name in edges:
        known = schema().ties.get(tie_type(tie(name)))
        if known is None:
            assert name in ("ContractAward", "ProjectParticipant")
            continue
        pair = ends_of(name)
        assert pair and (known.ftm == name or known.name == "FAMILY_OF")
        ranges = [kind(model()[name].properties[prop].range) for prop in pair]
        kinds = [one if schema().kinds.get(one) else "Company" for one in ranges]
        assert check_tie(known.name, *kinds) is None, name


def test_every_property_that_names_an_entity_goes_the_right_way() -> None:
    for name in data()["references"]:
        above, _, prop = name.partition(":")
        found = model()[above].properties[prop]
        assert found.owner == above and found.type == "entity", name
        made = reference(found)
        # the model's widest range is a firm where the tie is one of firms
        ends = [one.replace("LegalEntity", "Company") for one in (kind(above), kind(found.range))]
        known = schema().kinds
        first, last = ends[::-1] if made.turned else ends
        if first in known and last in known:
            assert check_tie(tie_type(made.tie), first, last) is None, name


def test_no_schema_without_a_kind_becomes_another_by_an_annotators_word() -> None:
    for name, each in model().items():
        found = schema().kind(kind(name))
        if found and not each.abstract:
            assert found.ftm in each.above or name in data()["kinds"], name


def test_every_relation_of_the_sample_is_a_tie(invented: Batch, root: Path) -> None:
    path = root / "tests/data/ftm/sample/invented/entities.ftm.json"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    made = {a.extra["ftmId"][0] for a in ties(invented) if "ftmId" in a.extra}
    assert made == {row["id"] for row in rows if ends_of(row["schema"])} and len(made) == 20
    assert invented.counts["relations"] == 20 and not invented.rejected


def test_a_relation_keeps_its_dates_its_share_and_its_line(invented: Batch) -> None:
    owned = next(a for a in ties(invented) if a.extra.get("ftmId") == ("inv-harbour-rel-own",))
    assert (owned.claim.relation, owned.claim.subject) == ("OWNS", "entry:inv-harbour-ann")
    assert (owned.when, owned.status) == ("2019/2021-06", "reported")
    assert owned.extra["share"] == ("51",) and owned.extra["role"] == ("shareholder",)
    assert owned.local_id == "entities.ftm.json, line 22, owner and asset"
    assert json.loads(owned.quote)["id"] == "inv-harbour-rel-own"


def test_several_ends_are_a_tie_each(invented: Batch) -> None:
    led = [a for a in ties(invented) if a.claim.relation == "DIRECTOR_OF"]
    starts = sorted(a.claim.subject for a in led)
    assert starts == ["entry:inv-harbour-ann", "entry:inv-harbour-ben"]


def test_each_payment_is_a_claim_of_its_own(invented: Batch) -> None:
    paid = [a for a in ties(invented) if a.claim.relation == "SENT_TO"]
    assert len({a.claim.id for a in paid}) == 2
    assert sorted(a.key for a in paid) == ["T-1", "inv-harbour-rel-pay2"]
    assert sorted(a.when for a in paid) == ["2024-05-01", "2024-05-02"]


def test_names_stand_beside_the_first_and_a_value_is_said_once(invented: Batch) -> None:
    entry = next(a for a in invented.annotations if a.claim.subject == "entry:inv-harbour-ann")
    assert entry.name == "Ann Lee"
    assert values(invented, "inv-harbour-ann")["alias"] == ["Anna Lee", "李安"]


def test_a_designation_is_official_and_its_grounds_are_alleged(invented: Batch) -> None:
    said = {
        a.claim.relation: (a.status, a.attribution)
        for a in invented.annotations
        if "entry:inv-harbour-listing" in (a.claim.subject, a.claim.object)
    }
    who = "Office of Invented Sanctions"
    assert said["SANCTIONED_BY"] == said["Sanction"] == ("official", who)
    assert said["reason"] == ("alleged", who)
    listed = next(a for a in ties(invented) if a.claim.relation == "SANCTIONED_BY")
    assert listed.claim.subject == "entry:inv-harbour-harbour" and listed.when == "2025-01-10/.."


def test_a_designation_by_nobody_named_is_what_the_compiler_reports(read: Read) -> None:
    batch = read(one("a", "Company", name="A"), one("s", "Sanction", entity="a", reason="r"))
    assert {a.status for a in ties(batch)} == {"reported"}
    assert {a.status for a in batch.annotations if a.claim.relation == "reason"} == {"alleged"}


def test_topics_of_conduct_are_alleged_and_those_of_offices_reported(invented: Batch) -> None:
    topics = {
        a.claim.value: (a.status, a.attribution)
        for a in invented.annotations
        if a.claim.relation == "topics"
    }
    assert topics["role.pep"] == ("reported", "")
    assert topics["crime.fraud"] == ("alleged", "inv_harbour")
    assert topics["sanction.linked"] == ("alleged", "inv_harbour")
    assert topic_status("crime.traffick.human") == "alleged" == topic_status("wanted")
    assert topic_status("CRIME.FRAUD") == "alleged" == topic_status(" Wanted ")
    assert topic_status("sanction") == "reported" == topic_status("gov.igo")


def test_what_a_matcher_presumes_is_an_opinion_and_joins_nobody(invented: Batch) -> None:
    (found,) = [a for a in ties(invented) if a.label == "candidate and match"]
    assert (found.claim.relation, found.status) == ("SIMILAR_TO", "opinion")
    assert found.extra["confidenceScore"] == ("0.7",)


def test_an_unknown_schema_is_kept_under_its_own_word(invented: Batch) -> None:
    labels = {a.label for a in invented.annotations if a.claim.relation == "Unclassified"}
    assert {"SubmarineBerth", "Passport (FollowTheMoney)", "Risk", "Security"} <= labels
    assert values(invented, "inv-harbour-new")["depth"] == ["40"]
    assert invented.unmapped["SubmarineBerth"] == invented.unmapped["depth"] == 1
    assert "entities under schemata that do not agree" not in invented.counts
    assert values(invented, "inv-harbour-scan")["ftmSchema"] == ["Pages"]


def test_an_entity_that_never_comes_is_an_entry_without_a_name(read: Read) -> None:
    batch = read(one("a", "Person", name="Ann Vos"), one("o", "Ownership", owner="a", asset="b"))
    (end,) = [a for a in batch.annotations if a.claim.subject == "entry:b"][:1]
    assert (end.name, end.quote, end.label) == ("", "b", "Asset")
    assert batch.counts["ends that are no entity of the data"] == 1


def test_ids_that_count_within_one_data_set_alone_say_so(read: Read) -> None:
    rows = [one("1", "Person", name="A"), one("NK-inventedinvented00000a", "Person", name="B")]
    rows[1]["referents"] = ["gb-inv-14436", "17"]
    batch = read(*rows)
    assert values(batch, "1")["ftmId"] == ["quays:1"]
    known = values(batch, "NK-inventedinvented00000a")
    assert known["ftmId"] == ["NK-inventedinvented00000a", "gb-inv-14436"]
    assert known["referent"] == ["17"] and not is_global("17")


@pytest.mark.parametrize(
    ("dates", "when"),
    [
        ({"startDate": "2019", "endDate": "2021-06"}, "2019/2021-06"),
        ({"startDate": ["2020", "2019-04"]}, "2019-04/.."),
        ({"endDate": ["2020", "2021"]}, "../2021"),
        ({"date": "2024-05-01T10:00:00"}, "2024-05-01"),
        ({"startDate": "2021", "endDate": "2021"}, "2021"),
        ({"startDate": "2021", "endDate": "2019"}, ""),
        ({"startDate": "some time in 1958"}, ""),
        ({"startDate": "2023-02-30"}, ""),
    ],
)
def test_dates_are_read_as_far_as_they_are_dates(read: Read, dates: Json, when: str) -> None:
    (tied,) = ties(read(one("o", "Ownership", owner="a", asset="b", **dates)))
    assert tied.when == when
    listed = {v for d in dates.values() for v in (d if isinstance(d, list) else [d])}
    assert listed <= {v for several in tied.extra.values() for v in several}
    assert day("2024") == "2024" and day("2024/2025") == ""


def test_nested_entities_are_read_from_both_ends(read: Read) -> None:
    address = one("q", "Address", full="1 Quay Road")
    asset = one("h", "Company", name="Harbour Ltd.")
    stake = one("o", "Ownership", asset=asset, percentage="51")
    listing = one("s", "Sanction", authority="OIS")
    ann = one("a", "Person", name="Ann Vos", addressEntity=address)
    ann["properties"] |= {"ownershipOwner": [stake], "sanctions": [listing]}
    nested = read(ann)
    back = {"owner": ["a"], "asset": ["h"], "percentage": ["51"]}
    flat = read(
        one("a", "Person", name="Ann Vos", addressEntity="q"),
        address,
        asset,
        {"id": "o", "schema": "Ownership", "properties": back},
        one("s", "Sanction", authority="OIS", entity="a"),
    )
    assert {a.claim.id for a in nested.annotations} == {a.claim.id for a in flat.annotations}
    assert nested.counts == flat.counts == {"entities": 4, "relations": 1}
    assert not nested.left_out and not nested.rejected


def test_changes_are_read_and_what_is_taken_out_is_told(read: Read) -> None:
    batch = read(
        {"op": "ADD", "entity": one("a", "Person", name="Ann Vos")},
        {"op": "MOD", "entity": one("b", "Person", name="Ben Vos")},
        {"op": "DEL", "entity": {"id": "c"}},
        name="entities.delta.json",
    )
    assert batch.counts["entities"] == 2
    assert batch.left_out == {"entities that a delta takes out": 1}
    assert batch.document.list == "ftm quays/entities.delta"


def test_texts_and_keys_are_left_out_and_counted(read: Read) -> None:
    batch = read(
        one("d", "PlainText", title="T", bodyText="x" * 100, summary="y" * 10_001),
        one("w", "CryptoWallet", cryptoAddress="bc1q", privateKey="5Kb8"),
    )
    assert batch.left_out == {
        "texts of documents": 1,
        "values longer than 10000 characters": 1,
        "private keys": 1,
    }
    assert "5Kb8" not in str(batch.annotations)


def test_the_edition_is_of_the_day_on_which_the_data_were_seen_last(invented: Batch) -> None:
    assert invented.published == "2026-10-31"
    assert invented.document.list == "ftm inv_harbour/entities.ftm"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"status": "alleged by the press"}, "alleged"),
        ({"status": "(Suspected)"}, "alleged"),
        ({"summary": "Alleged, says the press: owns."}, "alleged"),
        ({"summary": "Planned Quays Ltd. holds it"}, "reported"),
        ({"status": "current"}, "reported"),
    ],
)
def test_a_relation_that_doubts_itself_is_no_fact(read: Read, said: Json, status: str) -> None:
    (tied,) = ties(read(one("o", "Ownership", owner="a", asset="b", **said)))
    assert tied.status == status


def test_an_entity_under_a_property_that_nobody_knows_is_read(read: Read) -> None:
    inner = one("b", "Person", name="Ben Vos")
    batch = read(
        one("a", "Berth", dock=inner), one("c", "Person", name="C", sanctions=one("d", "X"))
    )
    assert batch.counts["entities"] == 4 and not batch.left_out
    assert values(batch, "a")["dock"] == ["b"] and values(batch, "c")["sanctions"] == ["d"]
    assert "Ben Vos" in {a.name for a in batch.annotations}
