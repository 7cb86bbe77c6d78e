"""What was decided of a rebuilt text holds for the faithful one that takes its place (rule 1)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from clew import Case, Lens, listing
from clew.graph.errors import ProtectedError, UnknownId
from clew.graph.model import Node
from clew.graph.record import record_of
from clew.graph.scene import look
from clew.summary import Summary
from tests.token_files import TEXT, brat, conll, tokens

Take = Callable[..., Summary]
Lines = Callable[..., list[str]]
OWNS = "R1\tOWNS Arg1:T1 Arg2:T2"
CASE = Lens(disclose="case")


@pytest.fixture
def rebuilt(case: Case, tmp_path: Path) -> Case:
    """A case that holds the text as it is rebuilt from tokens, with a relation."""
    case.load(tokens(tmp_path / "b.jsonl"))
    return case


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """The faithful text."""
    return brat(tmp_path / "brat", OWNS)


def _source(case: Case) -> str:
    (source,) = case.sources(lens=Lens(disclose="all"))
    return source.id


def _id(case: Case, name: str) -> str:
    return str(case.find(name)[0]["id"])


def _claims(case: Case, entity: str) -> dict[str, str]:
    """Return the claims about an entity: id and the property, tie or kind that it states."""
    with case.opened() as graph:
        return {claim["id"]: claim["quote"] for claim in graph.claims_about(entity)}


def test_old_ids_answer_with_the_new_ones(rebuilt: Case, text: Path) -> None:
    old, document = _id(rebuilt, "Sok Vanna"), _source(rebuilt)
    claims = sorted(_claims(rebuilt, old))
    (edge,) = rebuilt.ask("ties", start=old).paths[0].edges
    tie = str(edge.properties["claims"][0])
    assert tie not in claims
    rebuilt.load(text)
    new = _id(rebuilt, "Sok Vanna")
    assert new != old and _source(rebuilt) != document
    assert rebuilt.show(old).to_json()["rows"] == rebuilt.show(new).to_json()["rows"]
    assert rebuilt.why(old)["id"] == new
    now = {rebuilt.why(claim)["id"] for claim in claims}
    assert now == {*_claims(rebuilt, new)} and now.isdisjoint(claims)
    assert rebuilt.why(tie)["claim"]["quote"] == "Sok Vanna owns Haven Compound."
    assert rebuilt.why(tie[:12])["id"] == rebuilt.why(tie)["id"] != tie
    assert rebuilt.why(document)["id"] == _source(rebuilt)
    with rebuilt.opened() as graph:
        assert graph.source(document) == _source(rebuilt)


def _protected(case: Case, name: str, lines: Lines, ids: Iterable[str]) -> None:
    """Assert that nothing public names this person or answers by these ids."""
    assert not any(part in line for line in lines(case) for part in (name, *name.split()))
    for one in ids:
        with pytest.raises(UnknownId) as told:
            case.why(one)
        with pytest.raises(UnknownId) as unknown:
            case.why(one[:1] + "0" * 32)
        assert str(told.value) == str(unknown.value)


def _acts(case: Case) -> object:
    """Return what the public lens tells of what was done, and the decisions that hold."""
    with case.reading() as db:
        return record_of(db, look(db, Lens())), listing.decisions(case, "public")


def test_whom_a_mark_protected_in_tokens_is_protected_in_the_text(
    rebuilt: Case, text: Path, lines: Lines, take: Take
) -> None:
    old = _id(rebuilt, "Lim Dara")
    claims = [*_claims(rebuilt, old)]
    act = rebuilt.protect(old, because="A source")
    run = take(rebuilt, text).run
    with pytest.raises(ProtectedError):
        rebuilt.undo(act)
    _protected(rebuilt, "Lim Dara", lines, (old, *claims))
    assert "A source" not in json.dumps([listing.log(rebuilt, "public"), _acts(rebuilt)])
    shown = lines(rebuilt, disclose="all")
    assert any("Lim Dara" in line for line in shown)
    rebuilt.undo(run, disclose="all")  # the old ids hold again
    _protected(rebuilt, "Lim Dara", lines, (old, *claims))


def test_whom_a_mark_protected_in_the_text_stays_so_where_that_is_undone(
    rebuilt: Case, text: Path, lines: Lines, take: Take
) -> None:
    old = _id(rebuilt, "Lim Dara")
    run = take(rebuilt, text).run
    new = _id(rebuilt, "Lim Dara")
    rebuilt.protect(new, because="A source")
    _protected(rebuilt, "Lim Dara", lines, (old, new))
    rebuilt.undo(run, disclose="all")
    _protected(rebuilt, "Lim Dara", lines, (old, new))


def test_a_description_that_is_protected_is_masked_in_the_text(
    case: Case, tmp_path: Path, lines: Lines
) -> None:
    words = TEXT.replace("Lim Dara", "a guard")
    rows = conll(tmp_path / "a.conll", words)
    marked = rows.read_text("utf-8").replace("a O\nguard O", "a B-Person\nguard I-Person")
    rows.write_text(marked, encoding="utf-8")
    case.load(rows)
    with case.opened() as graph:
        nodes = [node for node in graph.nodes() if "a guard" in json.dumps(node.to_json())]
    assert nodes
    case.protect(nodes[0].id, because="A witness")
    case.load(brat(tmp_path / "brat", text=words))
    assert not any("a guard" in line for line in lines(case))


def test_a_claim_and_a_source_that_are_protected_stay_so(
    rebuilt: Case, text: Path, lines: Lines, take: Take
) -> None:
    (edge,) = rebuilt.ask("ties", start="Sok Vanna").paths[0].edges
    tie = str(edge.properties["claims"][0])
    rebuilt.protect(tie, because="A source")
    take(rebuilt, text)
    assert not any('"OWNS"' in line for line in lines(rebuilt))
    with pytest.raises(UnknownId):
        rebuilt.why(tie)
    rebuilt.release(tie, because="It is public")
    assert any('"OWNS"' in line for line in lines(rebuilt))


def test_a_protected_source_is_hidden_under_both_its_names(
    rebuilt: Case, text: Path, lines: Lines, take: Take, tmp_path: Path
) -> None:
    document = _source(rebuilt)
    rebuilt.protect(document, because="A source")
    assert "b.jsonl" not in str(take(rebuilt, text))
    assert rebuilt.sources() == []
    for line in lines(rebuilt):
        shown = json.loads(line)
        assert "b.jsonl" not in line and "note.txt" not in line and document not in line
        assert not any(shown.get("properties", {}).get("quotes", ()))
    with pytest.raises(UnknownId):
        rebuilt.why(document)


def test_decisions_and_remarks_hold(rebuilt: Case, text: Path, take: Take) -> None:
    left, right = _id(rebuilt, "Lim Dara"), _id(rebuilt, "Sok Vanna")
    claim = next(iter(_claims(rebuilt, left)))
    decision = rebuilt.same(left, right, because="A register")
    rebuilt.assess(claim, pair="B2", line="Well placed")
    take(rebuilt, text)
    assert _id(rebuilt, "Lim Dara") == _id(rebuilt, "Sok Vanna")
    assert rebuilt.why(decision)["decision"]["left"]["name"] in ("Lim Dara", "Sok Vanna")
    assert rebuilt.why(claim)["claim"]["assessments"][0]["pair"] == "B2"
    rebuilt.undo(decision)
    assert _id(rebuilt, "Lim Dara") != _id(rebuilt, "Sok Vanna")


def test_a_claim_that_was_withdrawn_stays_withdrawn(
    rebuilt: Case, text: Path, lines: Lines
) -> None:
    (edge,) = rebuilt.ask("ties", start="Sok Vanna").paths[0].edges
    tie = str(edge.properties["claims"][0])
    act = rebuilt.withdraw(tie, because="A mistake")
    rebuilt.load(text)
    assert not any('"OWNS"' in line for line in lines(rebuilt))
    assert rebuilt.why(tie)["claim"]["gone"]["how"] == "withdrawn"
    rebuilt.undo(act)
    assert any('"OWNS"' in line for line in lines(rebuilt))


def test_the_import_of_tokens_undone_takes_its_reading_off_the_text(
    case: Case, tmp_path: Path, text: Path, lines: Lines, take: Take
) -> None:
    alone = take(case, text)
    wanted = lines(case)
    case.undo(alone.run)
    run = take(case, conll(tmp_path / "a.conll", TEXT)).run
    take(case, text)
    assert lines(case) != wanted
    case.undo(run)
    assert lines(case) == wanted and not case.verify().problems


def test_the_import_of_the_text_undone_gives_the_rebuilt_one_back(
    rebuilt: Case, text: Path, lines: Lines, take: Take, tmp_path: Path
) -> None:
    before = lines(rebuilt)
    run = take(rebuilt, text).run
    after = lines(rebuilt)
    undone = rebuilt.undo(run)
    assert lines(rebuilt) == before
    late = take(rebuilt, conll(tmp_path / "a.conll"))
    assert late.total("claims_known") > 0
    assert sum('"Source"' in line and '"Node"' in line for line in lines(rebuilt)) == 1
    rebuilt.undo(late.run)
    rebuilt.undo(undone)
    assert lines(rebuilt) == after and not rebuilt.verify().problems


def test_what_comes_while_the_text_is_undone_moves_when_that_is_taken_back(
    rebuilt: Case, text: Path, lines: Lines, take: Take, tmp_path: Path
) -> None:
    undone = rebuilt.undo(take(rebuilt, text).run)
    take(rebuilt, conll(tmp_path / "a.conll"))
    rebuilt.undo(undone)
    assert len(rebuilt.sources()) == 1 and not rebuilt.verify().problems
    with rebuilt.opened() as graph:
        assert len([node for node in graph.nodes() if "Source" in node.labels]) == 1


def test_a_withdrawn_source_is_taken_back_in_all_that_was_read_of_it(
    rebuilt: Case, text: Path, lines: Lines, take: Take
) -> None:
    document = _source(rebuilt)
    take(rebuilt, text)
    rebuilt.withdraw(document, because="Retracted")
    assert lines(rebuilt) == []


def test_an_erased_source_goes_in_every_form_and_stays_out(
    rebuilt: Case, text: Path, take: Take, tmp_path: Path
) -> None:
    document = _source(rebuilt)
    take(rebuilt, conll(tmp_path / "a.conll"))
    take(rebuilt, text)
    act = rebuilt.erase(document, because="A court ordered it")
    for path in rebuilt.directory.path.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert b"Haven Compound" not in data and b"Haven\\nCompound" not in data
    for again in (text, tmp_path / "a.conll", tmp_path / "b.jsonl"):
        assert "was erased" in str(take(rebuilt, again))
    assert not rebuilt.verify().problems
    rebuilt.undo(act)
    assert take(rebuilt, text).total("claims_new") > 0


def test_an_erased_claim_stays_out_of_the_text(rebuilt: Case, text: Path, take: Take) -> None:
    (edge,) = rebuilt.ask("ties", start="Sok Vanna").paths[0].edges
    rebuilt.erase(str(edge.properties["claims"][0]), because="A court ordered it")
    said = take(rebuilt, text)
    assert "1 erased" in str(said) or said.sources[0]["left_out"] == {"erased": 1}
    with rebuilt.opened() as graph:
        assert not list(graph.edges()) and not rebuilt.verify().problems


def test_a_claim_by_hand_moves_with_its_text(rebuilt: Case, text: Path) -> None:
    added = rebuilt.add_claim(
        "Lim Dara",
        "OWNS",
        "Golden Bank",
        quote="Lim Dara runs Golden Bank .",
        source=_source(rebuilt),
    )
    rebuilt.load(text)
    shown = rebuilt.why(added.claim)["claim"]
    assert shown["quote"] == "Lim Dara runs   Golden Bank."
    assert rebuilt.log()[-1].verb == "import" and not rebuilt.verify().problems
    with rebuilt.opened() as graph:
        ends = {graph.node(edge.start).properties["name"] for edge in graph.edges()}
        sources = [n for n in graph.nodes() if isinstance(n, Node) and "Source" in n.labels]
    assert ends == {"Sok Vanna", "Lim Dara"} and len(sources) == 1


def test_a_lens_without_the_old_source_is_one_without_the_new(
    rebuilt: Case, text: Path, lines: Lines
) -> None:
    document = _source(rebuilt)
    rebuilt.load(text)
    assert lines(rebuilt, without_sources=(document,)) == []
