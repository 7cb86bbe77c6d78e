"""`ties` and `path` on invented networks whose answers were worked out by hand (rules 16-21)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clew import Answer, Case, Lens
from clew.graph.errors import AmbiguousName, UnknownId, UsageError
from clew.queries import paths

Said = Callable[[Answer], list[str]]
Invent = Callable[..., Case]
Load = Callable[..., Case]

#: Four ways to one compound, and what does not count as one.
NETWORK = (
    "Person Ana Alpha | OWNS | Company Beta Works | status=alleged; when=2020-01-01/..",
    "Company Beta Works | OPERATES | Compound Gamma Park | status=official",
    "Person Ana Alpha | FAMILY_OF | Person Dan Delta | status=reported",
    "Person Dan Delta | OWNS_LAND | Compound Gamma Park | status=reported",
    "Person Ana Alpha | LINKED_TO | Compound* scam parks | status=official",
    # through a country, an authority, a law, a post, a sanction, an unnamed company and a class
    "Person Ana Alpha | OWNS | Country Elbonia | status=official",
    "Country Elbonia | OWNS | Compound Gamma Park | status=official",
    "Person Ana Alpha | DIRECTOR_OF | Ministry Ministry of Zeta | status=official",
    "Ministry Ministry of Zeta | OWNS | Compound Gamma Park | status=official",
    "Person Ana Alpha | HOLDS_POSITION | Position Eta Minister | status=official",
    "Position Eta Minister | OVERSEES | Compound Gamma Park | status=official",
    "Person Ana Alpha | OWNS | Company the company | status=official",
    "Company the company | OPERATES | Compound Gamma Park | status=official",
    "Person Ana Alpha | OWNS | Company* shell companies | status=official",
    "Company* shell companies | OPERATES | Compound Gamma Park | status=official",
    # speech and measures are no ties
    "Person Ana Alpha | REPORTED_ON | Compound Gamma Park | status=official",
)
LONG = [
    f"Company Step {one} Ltd | OWNS | Company Step {two} Ltd | status=reported"
    for one, two in zip("ABCDEF", "BCDEFG", strict=True)
]


@pytest.fixture(scope="module")
def network(invent: Invent) -> Case:
    return invent(*NETWORK)


def test_paths_come_by_weakest_status_and_classes_last(network: Case, said: Said) -> None:
    assert said(network.ask("ties", start="Ana Alpha", to="Compound")) == [
        "reported: Ana Alpha FAMILY_OF Dan Delta OWNS_LAND Gamma Park",
        "alleged: Ana Alpha OWNS Beta Works OPERATES Gamma Park",
        "official: Ana Alpha LINKED_TO ",
    ]


def test_a_kind_by_another_word_or_an_entity_can_be_the_end(network: Case, said: Said) -> None:
    by_word = network.ask("ties", start="Ana Alpha", to="compound")
    assert said(by_word) == said(network.ask("ties", start="Ana Alpha"))
    to_park = said(network.ask("ties", start="ana  ALPHA", to="Gamma Park"))
    assert to_park == said(by_word)[:2]


def test_a_country_a_post_or_a_class_may_be_an_end(network: Case, said: Said) -> None:
    for end in ("Country", "Position", "Ministry of Zeta"):
        assert len(said(network.ask("ties", start="Ana Alpha", to=end, steps=1))) == 1


def test_paths_are_asked_for_in_both_directions(network: Case, said: Said) -> None:
    assert said(network.ask("ties", start="Gamma Park", to="Ana Alpha")) == [
        "reported: Gamma Park <OWNS_LAND Dan Delta FAMILY_OF Ana Alpha",
        "alleged: Gamma Park <OPERATES Beta Works <OWNS Ana Alpha",
    ]


def test_four_steps_are_walked_unless_more_are_asked_for(invent: Invent, said: Said) -> None:
    case = invent(*LONG)
    assert said(case.ask("ties", start="Step A Ltd", to="Step F Ltd")) == []
    assert len(said(case.ask("ties", start="Step A Ltd", to="Step E Ltd"))) == 1
    assert len(said(case.ask("ties", start="Step A Ltd", to="Step F Ltd", steps=5))) == 1
    assert said(case.ask("ties", start="Step A Ltd", to="Step E Ltd", steps=3)) == []
    assert len(said(case.ask("ties", start="Step A Ltd", to="Step G Ltd", steps=6))) == 1


def test_what_leads_in_a_circle_ends(invent: Invent, said: Said) -> None:
    case = invent(
        "Company Ring One | OWNS | Company Ring Two | status=reported",
        "Company Ring Two | OWNS | Company Ring One | status=reported",
        "Company Ring Two | OWNS | Company Ring Two | status=reported",
        "Company Ring Two | CONTROLS | Company Ring Three | status=reported",
    )
    assert sorted(said(case.ask("ties", start="Ring One", to="Ring Three"))) == [
        "reported: Ring One <OWNS Ring Two CONTROLS Ring Three",
        "reported: Ring One OWNS Ring Two CONTROLS Ring Three",
    ]
    assert len(said(case.ask("ties", start="Ring One", to="Company"))) == 4


def test_the_first_hundred_are_shown_and_the_rest_counted(
    invent: Invent, monkeypatch: pytest.MonkeyPatch
) -> None:
    shells = [f"Shell Number{n} Ltd" for n in range(130)]
    lines = [f"Person Ana Alpha | OWNS | Company {s} | status=reported" for s in shells]
    case = invent(*lines, *(f"Company {s} | OPERATES | Compound Gamma Park" for s in shells))
    answer = case.ask("ties", start="Ana Alpha")
    assert len(answer.paths) == 100
    rest = "more paths are not shown, none of them stronger: narrow the question."
    assert f"30 {rest}" in answer.notes
    monkeypatch.setattr(paths, "COUNTED", 120)
    assert f"At least 20 {rest}" in case.ask("ties", start="Ana Alpha").notes


def test_what_is_only_planned_stands_apart(invent: Invent, said: Said) -> None:
    case = invent(
        "Person Ana Alpha | OWNS | Company Beta Works | status=reported",
        "Company Beta Works | DEVELOPED | Compound Gamma Park | status=planned",
    )
    answer = case.ask("ties", start="Ana Alpha")
    assert not said(answer) and not answer.is_empty
    assert [path["status"] for path in answer.to_json()["planned"]] == ["planned"]
    assert "Only planned:" in answer.to_text()


def test_a_denial_stands_beside_the_step_it_denies(invent: Invent, load: Load, said: Said) -> None:
    case = invent("Person Ana Alpha | OWNS | Compound Gamma Park | status=reported")
    load(case, "Person Ana Alpha | OWNS | Compound Gamma Park | status=denied", name="second")
    answer = case.ask("ties", start="Ana Alpha")
    assert said(answer) == ["reported: Ana Alpha OWNS Gamma Park"]
    assert [claim["status"] for claim in answer.denials] == ["denied"]
    lines = answer.to_text().splitlines()
    step = next(n for n, line in enumerate(lines) if "owns" in line)
    assert "disputed" in lines[step + 1]
    assert any("denied: “" in line for line in lines[step : step + 6])


def test_a_tie_that_is_only_denied_is_no_path(invent: Invent, said: Said) -> None:
    case = invent("Person Ana Alpha | OWNS | Compound Gamma Park | status=denied")
    answer = case.ask("ties", start="Ana Alpha")
    assert answer.is_empty and "No answer in this graph." in answer.to_text()
    assert [c["status"] for c in case.ask("about", start="Ana Alpha").denials] == ["denied"]


def test_a_status_filter_is_an_inclusive_list(network: Case, said: Said) -> None:
    lens = Lens(statuses=("official", "reported"))
    answer = network.ask("ties", start="Ana Alpha", to="Gamma Park", lens=lens)
    assert said(answer) == ["reported: Ana Alpha FAMILY_OF Dan Delta OWNS_LAND Gamma Park"]
    assert answer.lens == {"statuses": ["official", "reported"]}


def test_a_name_that_only_a_rule_has_joined_is_not_confirmed(invent: Invent, load: Load) -> None:
    case = invent("Person Ana Alpha | OWNS | Company Beta Works | status=reported")
    load(case, "Company Beta Works | OPERATES | Compound Gamma Park", name="second")
    answer = case.ask("ties", start="Ana Alpha")
    assert any("Beta Works: same name, not confirmed" in note for note in answer.notes)
    one_text = case.ask("ties", start="Beta Works", to="Ana Alpha", steps=1)
    assert len(one_text.paths) == 1


def test_what_no_source_says_is_said_to_be_unknown(network: Case) -> None:
    answer = network.ask("ties", start="Ana Alpha")
    assert "Since when Beta Works operates Gamma Park is not stated." in answer.not_known
    assert not any("Ana Alpha owns Beta Works" in line for line in answer.not_known)
    assert any("Which ones are meant" in line for line in answer.not_known)


def test_what_cannot_be_asked_is_said_in_a_sentence(network: Case, load: Load) -> None:
    with pytest.raises(UnknownId):
        network.ask("ties", start="Nobody Here")
    with pytest.raises(UnknownId):
        network.ask("ties", start="Ana Alpha", to="Nobody Here")
    with pytest.raises(UsageError, match="same entity"):
        network.ask("ties", start="Ana Alpha", to="Ana Alpha")
    for steps in (0, 7, "x", None):
        with pytest.raises(UsageError, match="--steps"):
            network.ask("ties", start="Ana Alpha", steps=steps)
    with pytest.raises(UsageError, match="needs `start`"):
        network.ask("ties")
    with pytest.raises(UsageError, match="takes no `two`"):
        network.ask("ties", start="Ana Alpha", two=1)
    with pytest.raises(UsageError):
        network.ask("nothing", start="Ana Alpha")


def test_a_name_of_several_asks_for_an_id(invent: Invent) -> None:
    case = invent(
        "Company Delta House | OPERATES | Compound Delta House",
        "Company Delta House | OWNS | Company Other Works",
    )
    with pytest.raises(AmbiguousName) as error:
        case.ask("ties", start="Delta House", to="Company")
    assert sorted(kind for _, kind, _ in error.value.choices) == ["Company", "Compound"]
    company = next(i for i, kind, _ in error.value.choices if kind == "Company")
    text = case.ask("ties", start=company).to_text()
    assert "Delta House (Company) — operates → Delta House (Compound)" in text


def test_path_walks_every_tie_and_names_the_groups(network: Case, said: Said) -> None:
    answer = network.ask("path", start="Ana Alpha", to="Gamma Park", steps=1)
    assert said(answer) == ["official: Ana Alpha REPORTED_ON Gamma Park"]
    assert "Groups of ties used: speech." in answer.notes


def test_what_falls_with_a_source_is_told_path_by_path(invent: Invent, load: Load) -> None:
    case = invent(
        "Person Ana Alpha | OWNS | Company Beta Works | status=reported",
        "Company Beta Works | OPERATES | Compound Gamma Park | status=reported",
    )
    # the same step from another source, so that the path stands without the first alone
    load(case, "Person Ana Alpha | OWNS | Company Beta Works | status=alleged", name="second")
    load(case, "Company Beta Works | OPERATES | Compound Gamma Park", name="third")
    load(case, "Person Ana Alpha | CONTROLS | Compound Gamma Park", name="fourth")
    sources = {source.path.rpartition("/")[2]: source.id for source in case.sources()}
    first, fourth = sources["note.txt"], sources["fourth.txt"]
    without = case.ask("ties", start="Ana Alpha", lens=Lens(without_sources=(first,)))
    assert len(without.paths) == 2 and not without.fallen
    assert (
        len(case.ask("ties", start="Ana Alpha", lens=Lens(without_sources=(fourth,))).fallen) == 1
    )
    both = Lens(without_sources=(first, sources["third.txt"]))
    fallen = case.ask("ties", start="Ana Alpha", lens=both).fallen
    assert [[edge.type for edge in path.edges] for path in fallen] == [["OWNS", "OPERATES"]]
