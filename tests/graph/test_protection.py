"""Protection (rules 22, 23): nothing of what is protected is in what the case shows by default."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from clew import Case, Lens
from clew.graph.errors import AmbiguousName, ClewError, ProtectedError, UnknownId
from clew.summary import Summary

Note = Callable[..., Path]
Take = Callable[..., Summary]
Lines = Callable[..., list[str]]

WITNESS = (
    "{T1 Person:Xanthe Quillon} told {T2 NGO:Lantern Aid} of {T3 Compound:Dara Park}. "
    "{T4 Person:Bo Ray} owns {T5 Compound:Dara Park}, XANTHE\nQUILLON said. Ms Quillon fled."
)
TIES = (
    "R1\tSPOKE_TO Arg1:T1 Arg2:T2",
    "R2\tOWNS Arg1:T4 Arg2:T5",
    "A1\tStatus R2 alleged",
    '#1\tAnnotatorNotes R2\tattribution=Xanthe Quillon; means="as Quillon, Xanthe saw"',
    "#2\tAnnotatorNotes T4\taddress=next to Xanthe-Quillon House",
    "#3\tAnnotatorNotes R1\trelationship=confidant",
)
SECRET = ("Xanthe", "Quillon", "XANTHE", "QUILLON", "confidant", "xanthe")
MARK = "A9\tProtected T1"


def _shown(case: Case, lines: Lines, **lens: object) -> str:
    """Return all that a lens shows: items, counts, the log, sources and errors."""
    parts = lines(case, **lens)
    with case.opened(Lens(**lens)) as graph:  # type: ignore[arg-type]
        parts.append(json.dumps(graph.left_out()))
    parts += [str(entry) for entry in case.log()]
    parts += [str(source) for source in case.sources(lens=Lens(**lens))]  # type: ignore[arg-type]
    parts += [str(proposal) for proposal in case.candidates(lens=Lens(**lens))]  # type: ignore[arg-type]
    return "\n".join(parts)


def _on_disk(case: Case, *words: str) -> list[str]:
    """Return the files of the graphs that hold one of the words, anywhere in their bytes."""
    files = (path for path in case.directory.graph.rglob("*") if path.is_file())
    return [
        path.name for path in files if any(word.encode() in path.read_bytes() for word in words)
    ]


def _nothing_of(case: Case, lines: Lines, *words: str, **lens: object) -> None:
    shown = _shown(case, lines, **lens)
    assert [word for word in words if word in shown] == []
    assert _on_disk(case, *words) == []


def _references(case: Case, name: str) -> set[str]:
    """Return the ids of a name's mentions and of every claim about them, from the ledger itself."""
    with case.reading() as db:
        rows = db.execute(
            "SELECT DISTINCT a.subject FROM annotation a JOIN claim c ON c.n = a.claim"
            " WHERE c.shape = 'mention' AND a.name LIKE ?",
            (f"%{name}%",),
        ).fetchall()
        found = {ref for (ref,) in rows}
        for ref in list(found):
            about = "SELECT c.id FROM annotation a JOIN claim c ON c.n = a.claim"
            about += " WHERE a.subject = ?1 OR a.object = ?1"
            found |= {claim for (claim,) in db.execute(about, (ref,))}
    assert found
    return found


def _by_mark(case: Case, note: Note, take: Take) -> None:
    take(case, note(WITNESS, *TIES, MARK))


def _by_act(case: Case, note: Note, take: Take) -> None:
    case.load(note(WITNESS, *TIES))
    with case.opened(Lens(known_at="2030-01-01")), case.opened(Lens(as_of="2024-01-01")):
        pass
    case.protect("Xanthe Quillon", because="she asked for it")


def _by_claim(case: Case, note: Note, take: Take) -> None:
    case.load(note(WITNESS, *TIES))
    case.protect(_mention(case, "Xanthe Quillon"), because="she asked for it")


def _by_another_record(case: Case, note: Note, take: Take) -> None:
    take(case, note(WITNESS, *TIES))
    take(case, note("{T1 Person:X. Q.} spoke to us.", MARK, name="other"))
    case.same(_entity(case, "Xanthe"), _entity(case, "X. Q."), because="known", disclose="all")


def _by_a_namesake_in_another_text(case: Case, note: Note, take: Take) -> None:
    take(case, note(WITNESS, *TIES))
    take(case, note("{T1 Person:xanthe  Quillon} spoke to us.", MARK, name="other"))


def _by_a_second_mention(case: Case, note: Note, take: Take) -> None:
    more = " {T6 Person:Xanthe Quillon} cried."
    take(case, note(WITNESS + more, *TIES, "A9\tProtected T6"))


def _by_a_mark_that_was_withdrawn(case: Case, note: Note, take: Take) -> None:
    take(case, note(WITNESS, *TIES))
    run = take(case, note("{T1 Person:Xanthe Quillon} spoke.", MARK, name="other")).run
    case.withdraw(run, because="not reliable")


def _by_an_act_before_a_correction(case: Case, note: Note, take: Take) -> None:
    path = note(WITNESS.replace("{T1 Person:Xanthe Quillon}", "{T1 Person:Xanthe} Quillon"), *TIES)
    take(case, path)
    case.protect("Xanthe", because="she asked for it")
    case.load(note(WITNESS, *TIES))


def _by_an_act_before_new_numbers(case: Case, note: Note, take: Take) -> None:
    take(case, note(WITNESS, *TIES))
    case.protect("Xanthe Quillon", because="she asked for it")
    text = WITNESS.replace("{T1 ", "{T9 ").replace("{T4 ", "{T1 ").replace("{T9 ", "{T4 ")
    swapped = [tie.translate({ord("1"): "4", ord("4"): "1"}) for tie in TIES]
    take(case, note(text, *(s.replace("R4", "R1").replace("A4", "A1") for s in swapped)))


WAYS = [
    _by_mark,
    _by_act,
    _by_claim,
    _by_another_record,
    _by_a_namesake_in_another_text,
    _by_a_second_mention,
    _by_a_mark_that_was_withdrawn,
    _by_an_act_before_a_correction,
    _by_an_act_before_new_numbers,
]


def _entity(case: Case, name: str) -> str:
    with case.opened(Lens(disclose="all")) as graph:
        return next(n.id for n in graph.nodes() if name in " ".join(n.properties.get("names", ())))


def _mention(case: Case, name: str) -> str:
    with case.opened(Lens(disclose="all")) as graph:
        claims = graph.claims_about(_entity(case, name))
    return str(next(claim["id"] for claim in claims if "kind" in claim["says"]))


@pytest.mark.parametrize("protect", WAYS)
def test_nothing_of_a_protected_person_is_shown(
    case: Case, note: Note, take: Take, lines: Lines, protect: Callable[..., None]
) -> None:
    protect(case, note, take)
    if not any("Quillon" in line for line in lines(case, disclose="all")):
        pytest.fail("the test planted nothing")
    _nothing_of(case, lines, *SECRET, *_references(case, "uillon"))
    shown = "\n".join(lines(case))
    assert "Bo Ray" in shown and "[protected]" in shown and "Lantern Aid" in shown


@pytest.mark.parametrize("protect", WAYS)
def test_a_lens_that_leaves_the_mark_out_shows_no_more(
    case: Case, note: Note, take: Take, lines: Lines, protect: Callable[..., None]
) -> None:
    protect(case, note, take)
    for source in case.sources(lens=Lens(disclose="all")):
        _nothing_of(case, lines, *SECRET, without_sources=(source.id,))
    for lens in ({"annotators": ("nobody",)}, {"statuses": ("alleged",)}, {"curated": True}):
        _nothing_of(case, lines, *SECRET, **lens)


@pytest.mark.parametrize("protect", WAYS)
def test_the_case_level_shows_that_it_is_there_and_no_more(
    case: Case, note: Note, take: Take, lines: Lines, protect: Callable[..., None]
) -> None:
    protect(case, note, take)
    shown = _shown(case, lines, disclose="case")
    assert [word for word in SECRET if word in shown] == []
    nodes = [
        json.loads(line)["properties"] for line in lines(case, disclose="case") if '"Node"' in line
    ]
    hidden = [node for node in nodes if node.get("name") == "protected"]
    assert hidden and all(not any(node["quotes"]) and node["names"] == [] for node in hidden)


@pytest.mark.parametrize("protect", WAYS)
def test_all_is_shown_in_a_folder_that_is_gone_afterwards(
    case: Case, note: Note, take: Take, protect: Callable[..., None]
) -> None:
    protect(case, note, take)
    with case.opened(Lens(disclose="all")) as graph:
        names = [name for node in graph.nodes() for name in node.properties.get("names", ())]
        assert "Xanthe Quillon" in names
        assert _on_disk(case, "Quillon")
        (folder,) = case.directory.graph.glob("disclosed-*")
        assert folder.stat().st_mode & 0o777 == 0o700
    with case.opened():
        assert _on_disk(case, "Quillon") == []


def test_a_disclosed_folder_of_a_killed_command_is_removed(case: Case, note: Note) -> None:
    case.load(note(WITNESS, *TIES, MARK))
    left = case.directory.graph / "disclosed-x"
    left.mkdir()
    (left / "owner.lock").touch()
    with case.opened(Lens(disclose="all")):
        assert not left.exists()
        assert len(list(case.directory.graph.glob("disclosed-*"))) == 1


@pytest.mark.parametrize("protect", WAYS[:3])
def test_a_release_brings_back_and_holds_for_the_next_import(
    case: Case, note: Note, take: Take, lines: Lines, protect: Callable[..., None]
) -> None:
    protect(case, note, take)
    case.release(_entity(case, "Xanthe"), because="she agreed")
    if protect is _by_claim:
        case.release(_mention(case, "Xanthe"), because="she agreed")
    assert lines(case) == lines(case, disclose="all")
    assert any("Xanthe Quillon" in line for line in lines(case))
    take(
        case,
        note(WITNESS, *TIES, *([MARK] if protect is _by_mark else []), "R9\tUSES Arg1:T2 Arg2:T3"),
    )
    assert lines(case) == lines(case, disclose="all")


def test_a_namesake_who_was_released_is_shown(
    case: Case, note: Note, take: Take, lines: Lines
) -> None:
    take(case, note("{T1 Person:Jo Park} fled {T2 Compound:Ox}.", "R1\tUSES Arg1:T1 Arg2:T2", MARK))
    path = note("{T1 Person:Jo Park} owns {T2 Compound:Elm}.", "R1\tOWNS Arg1:T1 Arg2:T2", name="b")
    take(case, path)
    assert not any('"OWNS"' in line for line in lines(case))
    with case.opened(Lens(disclose="all")) as graph:
        owner = next(edge.start for edge in graph.edges() if edge.type == "OWNS")
    case.release(owner, because="a minister of that name")
    shown = "\n".join(lines(case))
    assert '"OWNS"' in shown and '"USES"' not in shown and "Jo Park" not in shown


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
    _nothing_of(case, lines, "Quillon", "quillon")
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
    _nothing_of(case, lines, *hidden, document.id)
    shown = "\n".join(lines(case))
    assert "Bo Ray" in shown and "Cy Dow" in shown
    with case.opened() as graph:
        edge = next(e for e in graph.edges() if "" in e.properties["claim_sources"])
        assert edge.properties["source_count"] == 0 and edge.properties["quotes"] == [""]
        with pytest.raises(UnknownId):
            case.why(document.id)
    shown = _shown(case, lines, disclose="case")
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
    for lens in ({"known_at": "2024-01-01"}, {"annotators": ("x",)}, {"statuses": ("opinion",)}):
        with (
            case.opened(Lens(**lens)) as public,
            case.opened(Lens(**lens, disclose="all")) as whole,
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
    _nothing_of(case, lines, "Mai", "Exampla", "exampla", *_references(case, "xampla"))
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
    case.undo(case.release(_entity(case, "Xanthe"), because="she agreed"), disclose="case")
    with case.reading() as db:
        (act,) = db.execute("SELECT id FROM act WHERE verb = 'undo'").fetchone()
    with pytest.raises(ProtectedError):
        case.undo(act)
    _nothing_of(case, lines, *SECRET)
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
    _nothing_of(case, lines, "uillon")


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
        _nothing_of(case, lines, *SECRET)
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
