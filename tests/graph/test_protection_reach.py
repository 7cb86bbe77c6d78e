"""Protection: words in any form, sources, claims, counts, and acts that would lift it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from clew import Case, Lens
from clew.graph.errors import AmbiguousName, ClewError, ProtectedError, UnknownId
from tests.planted import (
    MARK,
    SECRET,
    TIES,
    WITNESS,
    Lines,
    Note,
    Take,
    all_shown,
    entity_of,
    nothing_of,
    references_of,
)


@pytest.mark.parametrize(
    ("name", "other", "left"),
    [
        ("សុខ សុភា", "លោកសុខ\u200bសុភាបាននិយាយ។", "សុភា"),
        ("王小明", "据说王 小明已经离开。", "王 小明"),
        ("José Peña", unicodedata.normalize("NFD", "It was José Peña."), "Pen"),
        ("José Peña", "See https://x.example/2024/jose-pena-fled here.", "pena"),
        ("José Peña", "See https://x.example/Jos%C3%A9%20Pe%C3%B1a here.", "Pe%C3"),
        ("Anna Leeds", "mail annaleeds@x.example or ANNA_LEEDS", "aleeds"),
        ("Ann-Marie Lee", "Ann\u00ad-\u00adMarie \t Lee’s house", "Marie"),
        ("Nguyễn Văn An", "Then Nguyen Van An left.", "Nguyen"),
        ("Ann Lee", "LEE, Ann, was there.", "LEE"),
    ],
)
def test_a_protected_name_is_masked_in_any_form(
    case: Case, note: Note, take: Take, lines: Lines, name: str, other: str, left: str
) -> None:
    take(case, note(f"{{T1 Person:{name}}} fled.", MARK))
    text = f"{{T1 Person:Bo Ray}} owns {{T2 Compound:Ox Park}} {other}"
    note_ = f"#1\tAnnotatorNotes R1\tattribution={' '.join(other.split())}"
    take(case, note(text, "R1\tOWNS Arg1:T1 Arg2:T2", note_, name="other"))
    shown = "\n".join(lines(case))
    assert "Bo Ray" in shown and "[protected]" in shown
    assert left not in shown and left in "\n".join(lines(case, disclose="all"))
    normal = unicodedata.normalize("NFC", shown)
    assert unicodedata.normalize("NFC", name) not in normal


@pytest.mark.parametrize("place", ["title", "author", "url", "archive_url", "reprint_of", "path"])
def test_a_protected_name_is_masked_in_what_is_known_of_sources(
    case: Case, note: Note, take: Take, lines: Lines, place: str
) -> None:
    take(case, note("{T1 Person:Xanthe Quillon} fled.", MARK))
    text = "{T1 Person:Bo Ray} owns {T2 Compound:Ox Park}."
    words = "https://x.example/xanthe-quillon" if "url" in place else "On Xanthe Quillon"
    name = "xanthe_quillon" if place == "path" else "other"
    facts = {} if place == "path" else {place: words}
    take(case, note(text, "R1\tOWNS Arg1:T1 Arg2:T2", name=name), facts=facts)
    nothing_of(case, lines, "Quillon", "quillon")
    assert "Bo Ray" in "\n".join(lines(case))


def test_words_that_only_look_alike_are_left(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    take(case, note("{T1 Person:An Lo} fled.", MARK))
    text = "{T1 Person:Bo Ray} also owns {T2 Compound:An Lots} and an old lo-fi land."
    take(case, note(text, "R1\tOWNS Arg1:T1 Arg2:T2", name="other"))
    assert "also owns An Lots and an old lo-fi land." in "\n".join(lines(case))


def test_a_protected_source_hides_title_hash_path_and_quotes(
    case: Case, note: Note, lines: Lines
) -> None:
    path = note(
        "{T1 Person:Bo Ray} owns {T2 Compound:Ox Park}, and more.", "R1\tOWNS Arg1:T1 Arg2:T2"
    )
    case.load(path, facts={"title": "The leaked memo", "url": "https://leak.example/7"})
    other = note(
        "{T1 Person:Cy Dow} owns {T2 Compound:Elm Park}.", "R1\tOWNS Arg1:T1 Arg2:T2", name="b"
    )
    case.load(other, facts={"reprint_of": "The leaked memo", "author": "see notes/note.txt"})
    document = next(s for s in case.sources() if s.fact("title") == "The leaked memo")
    case.protect(document.id, because="it would name who leaked it")
    hidden = ("leak", "and more", document.sha256)
    nothing_of(case, lines, *hidden, document.id)
    shown = "\n".join(lines(case))
    assert "Bo Ray" in shown and "Cy Dow" in shown
    with case.opened() as graph:
        edge = next(e for e in graph.edges() if "" in e.properties["claim_sources"])
        assert edge.properties["source_count"] == 0 and edge.properties["quotes"] == [""]
        with pytest.raises(UnknownId):
            case.why(document.id)
    shown = all_shown(case, lines, disclose="case")
    assert "protected source" in shown
    assert [word for word in hidden if word in shown] == []


def test_a_protected_claim_and_value_are_shown_nowhere(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    text = (
        "{T1 Person:Bo Ray} owns {T2 Compound:Ox Park}. "
        "{T3 Person:Cy Dow} runs {T4 Compound:Ox Park}."
    )
    ties = ("R1\tOWNS Arg1:T1 Arg2:T2", "R2\tOPERATES Arg1:T3 Arg2:T4", "A1\tProtected R1")
    take(case, note(text, *ties))
    shown = "\n".join(lines(case))
    assert '"OWNS"' not in shown and '"OPERATES"' in shown
    assert "Bo Ray" in shown and "owns" not in shown and "Cy Dow runs Ox Park." in shown
    with case.opened(Lens(disclose="case")) as graph:
        edge = next(edge for edge in graph.edges() if edge.type == "OWNS")
        assert edge.properties["quotes"] == [""]
        assert [c.get("protected") for c in graph.claims_of(edge)] == [True]


def test_counts_exclude_what_is_protected(case: Case, note: Note, lines: Lines) -> None:
    case.load(note(WITNESS, *TIES, MARK))
    known, others = Lens(known_at="2024-01-01"), Lens(annotators=("x",))
    for lens in (known, others, Lens(statuses=("opinion",))):
        with (
            case.opened(lens) as public,
            case.opened(replace(lens, disclose="all")) as whole,
        ):
            shown, every = (sum(graph.left_out().values()) for graph in (public, whole))
        assert 0 < shown < every
    with case.opened() as graph:
        assert graph.left_out() == {}
    counted = json.loads((case.directory.graph / "left.json").read_text())
    assert counted["withheld"]["entities"] == 1


def _error(act: Callable[[], object]) -> tuple[type[ClewError], str]:
    try:
        act()
    except AmbiguousName as error:
        return type(error), str(error.choices)
    except ClewError as error:
        return type(error), str(error)
    raise AssertionError("it answered")


@pytest.mark.parametrize("kind", ["m", "c", "e", "d", "name"])
def test_a_protected_id_answers_exactly_like_an_unknown_one(
    case: Case, note: Note, kind: str
) -> None:
    case.load(note(WITNESS, *TIES, MARK))
    case.load(note("{T1 Person:Cy Dow} left.", name="leak"))
    source = next(s.id for s in case.sources() if s.path.endswith("leak.txt"))
    case.protect(source, because="it names who leaked it")
    with case.opened(Lens(disclose="all")) as graph:
        hidden = next(edge for edge in graph.edges() if edge.type == "SPOKE_TO")
    known = {"m": hidden.start, "c": hidden.properties["claims"][0], "e": hidden.id, "d": source}
    one = known.get(kind, "Xanthe Quillon")
    other = "Nobody Atall" if kind == "name" else kind + "0" * 32
    acts: list[Callable[[str], object]] = [
        case.why,
        case.show,
        lambda i: case.ask("path", start=i, end="Bo Ray"),
        lambda i: case.same(i, "Bo Ray", because="x"),
        lambda i: case.different("Bo Ray", i, because="x"),
        lambda i: case.protect(i, because="x"),
        lambda i: case.release(i, because="x", disclose="public"),
        lambda i: case.withdraw(i, because="x"),
        lambda i: case.erase(i, because="x"),
        lambda i: case.edit_source(i, {"title": "x"}),
        case.undo,
    ]
    if kind in ("m", "name"):
        del acts[8]
    head = case.seal()
    for act in acts:
        assert _error(lambda: act(one)) == _error(lambda: act(other))  # noqa: B023
    assert case.find("Xanthe Quillon") == []
    assert case.seal() == head


def test_a_rule_joins_no_protected_record(case: Case, note: Note, take: Take) -> None:
    take(case, note("{T1 Person:Jo Park} fled.", MARK))
    take(case, note("{T1 Person:Jo Park} left.", name="b"))
    with case.opened(Lens(disclose="all")) as graph:
        people = [node for node in graph.nodes() if node.properties.get("kind") == "Person"]
    assert len(people) == 2
    assert case.candidates() == []


def test_a_named_victim_is_no_node_and_is_masked_in_every_quote(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    text = "{T1 Victim:Mai Exampla} was held at {T2 Compound:Ox Park} by {T3 Person:Bo Ray}."
    take(case, note(text, "R1\tHELD_AT Arg1:T1 Arg2:T2", "R2\tOPERATES Arg1:T3 Arg2:T2"))
    other = "{T1 Person:Bo Ray} owns {T2 Compound:Ox Park}. {T3 Person:mai exampla} and Mai Exampla"
    take(case, note(other, "R1\tOWNS Arg1:T1 Arg2:T2", "R2\tUSES Arg1:T3 Arg2:T2", name="other"))
    nothing_of(case, lines, "Mai", "Exampla", "exampla", *references_of(case, "xampla"))
    assert "[protected] was held at Ox Park by Bo Ray." in "\n".join(lines(case))
    assert not any('"Victim"' in line for line in lines(case, disclose="all"))


def test_a_victim_who_is_only_described_masks_nothing(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    text = "{T1 Victim:a woman} fled {T2 Compound:Ox Park} of {T3 Person:Bo Ray}; a woman saw it."
    take(case, note(text, "R2\tOWNS Arg1:T3 Arg2:T2"))
    assert "a woman fled Ox Park of Bo Ray; a woman saw it." in "\n".join(lines(case))


def test_an_undo_of_an_undo_reaches_nothing_protected_unasked(
    case: Case, note: Note, lines: Lines
) -> None:
    case.load(note(WITNESS, *TIES, MARK))
    case.undo(case.release(entity_of(case, "Xanthe"), because="she agreed"), disclose="case")
    with case.reading() as db:
        (act,) = db.execute("SELECT id FROM act WHERE verb = 'undo'").fetchone()
    with pytest.raises(ProtectedError):
        case.undo(act)
    nothing_of(case, lines, *SECRET)
    case.undo(act, disclose="case")
    assert any("Xanthe Quillon" in line for line in lines(case))


def test_a_protected_source_named_in_a_lens_changes_nothing(
    case: Case, note: Note, lines: Lines
) -> None:
    case.load(note("{T1 Person:Bo Ray} owns {T2 Compound:Ox Park}.", "R1\tOWNS Arg1:T1 Arg2:T2"))
    (source,) = case.sources()
    case.protect(source.id, because="it would name who leaked it")
    assert lines(case, without_sources=(source.id,)) == lines(case)
    assert lines(case, without_sources=(source.id,), disclose="case") == []


def test_an_annotator_who_bears_a_protected_name_is_masked(
    case: Case, note: Note, take: Take, lines: Lines, tmp_path: Path
) -> None:
    take(case, note("{T1 Person:Xanthe Quillon} fled.", MARK))
    for annotator in ("xanthe-quillon", "ben"):
        text = "{T1 Person:Bo Ray} owns {T2 Compound:Ox Park}."
        note(text, "R1\tOWNS Arg1:T1 Arg2:T2", folder=f"both/{annotator}")
    take(case, tmp_path / "both")
    assert "ben (brat)" in "\n".join(lines(case))
    nothing_of(case, lines, "uillon")


def test_what_would_lift_a_mark_that_other_texts_need_is_asked_for(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    run = take(case, note("{T1 Person:Xanthe Quillon} fled.", MARK, name="a")).run
    text = "{T1 Person:Bo Ray} owns {T2 Compound:Ox Park}, said Xanthe Quillon."
    other = take(case, note(text, "R1\tOWNS Arg1:T1 Arg2:T2", name="b")).run
    source = next(s.id for s in case.sources() if s.path.endswith("a.txt"))
    for act in (case.undo, lambda i: case.erase(source, because=i)):
        with pytest.raises(ProtectedError):
            act(run)
        nothing_of(case, lines, *SECRET)
    case.undo(case.undo(other))
    case.undo(run, disclose="case")
    assert any("Xanthe Quillon" in line for line in lines(case))


@pytest.mark.parametrize("read", ["log", "sources", "verify", "candidates"])
def test_every_command_removes_the_disclosed_graph_of_a_killed_one(case: Case, read: str) -> None:
    left, half = (case.directory.graph / f"disclosed-{name}" for name in ("left", "half"))
    for folder in (left, half):
        folder.mkdir(parents=True)
        (folder / "items.sqlite").touch()
    (left / "owner.lock").touch()
    getattr(case, read)()
    assert not left.exists()
    assert not half.exists()
