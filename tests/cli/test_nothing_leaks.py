"""Nothing of what is protected, all of it invented, is in what any command writes (rules 22-24)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from clew import Case, Lens
from clew.cli.root import COMMANDS, cli
from clew.graph.exchange.formats import FORMATS as FILES
from clew.graph.handing import ID
from clew.graph.ledger.ids import ids_of
from clew.queries.library import QUESTIONS
from tests.fake_servers import Servers
from tests.secrets_of_a_case import WORDS

#: What questions need beside the entity they are about.
GIVEN = {"to": ("--to", "Lantern Aid"), "since": ("2000-01-01",), "until": ("2100-01-01",)}
PLACE = "bolt://127.0.0.1:7999/case1"
FORMATS = ("table", "json", "jsonl", "csv", "md", "words")
ALL = "MATCH (n) OPTIONAL MATCH (n)-[r]-(m) RETURN n, r, m"


def lines(secrets: list[str], note: Callable[..., Path], tmp_path: Path) -> Iterator[list[str]]:
    """Yield command lines for every command, asking for what is protected where one can ask."""
    person = next(word for word in secrets if word.startswith("m"))
    claim = next(word for word in secrets if word.startswith("c"))
    desk, act = next(word for word in secrets if word.startswith("d")), secrets[-1]
    wrong = note("Nothing of Xanthe Quillon.", "T1\tPerson 3 9\tXanthe", name="wrong", folder="w")
    table = tmp_path / "decisions.csv"
    table.write_text(f"verb,left,right,because\nsame,{person},Bo Ray,x\n", encoding="utf-8")
    yield ["init", str(tmp_path / "new")]
    yield ["demo", str(tmp_path / "demo")]
    yield ["import", str(wrong)]
    yield ["formats"]
    yield ["schema", "Compound"]
    yield ["profile", "draft", str(wrong)]
    yield ["mapping", "draft", str(table)]
    for words in ("Xanthe Quillon", "quillon", "Bo Ray", "Pell Marrow", person):
        yield ["find", words]
        yield ["show", words]
    for identity in (person, claim, desk, act, "Bo Ray"):
        yield ["why", identity]
    for question in QUESTIONS.values():
        needed = [part for p in question.parameters if p.required for part in GIVEN.get(p.name, ())]
        for about in ("Bo Ray", "Dara Park", "Xanthe Quillon"):
            yield ["ask", question.name, *needed, about]
        if not any(p.required and p.entity for p in question.parameters):
            yield ["ask", question.name, *needed]
    for given in (["Bo Ray"], ["Bo Ray", "--to", "Compound"], []):
        yield ["ask", "strip", *given, "--only", "alleged"]
        yield ["ask", "strip", *given, "--without", desk]
    yield ["ask", "dossier", "Bo Ray", "--to", "Compound"]
    yield ["ask", "changes", "2020", "2100"]
    yield ["ask", "ties", "Bo Ray", "--known-at", "2024-01-01"]
    yield ["ask", "ties", "Bo Ray", "--without-source", desk]
    yield ["query", ALL, "--cite"]
    yield [
        "query",
        "MATCH (n) WHERE n.name CONTAINS 'Q' OR n.id STARTS WITH $i RETURN n.name",
        "-p",
    ]
    yield ["query", "MATCH (n:Entity {id: $i}) RETURN count(n)", "-p", f"i={person}"]
    yield ["query", "CREATE (n {name: 'Quillon'}) RETURN n"]
    yield ["sparql", "SELECT * { ?s ?p ?o }"]
    yield ["shell"]
    yield from pictures(person, desk, tmp_path / "view.html")
    yield ["export", "none", "-o", str(tmp_path / "none")]
    for name in FILES:
        for lens in ([], ["--annotator", "Xanthe Quillon"], ["--without-source", desk]):
            place = str(tmp_path / f"export-{name}")
            yield ["export", name, "-o", place, "--replace", *lens]
    yield ["agreement"]
    for more in ([], ["--disclose", "case"], ["notes/note.txt"], [desk]):
        yield ["agreement", "--differences", *more]
    yield ["candidates"]
    quote = ["--quote", "Xanthe Quillon said", "--source", "notes/note.txt"]
    yield ["claim", "add", "Bo Ray", "country", "kh", *quote]
    yield ["claim", "add", person, "country", "kh", "--quote", "Bo Ray", "--source", desk]
    for what in (claim, person, "Bo Ray"):
        yield ["assess", what, "--pair", "B2", "--line", "x"]
        yield ["reply", what, "--answer", "none", "--source", desk]
    for other in (person, "Xanthe Quillon"):
        yield ["same", other, "Bo Ray", "--because", "x"]
        yield ["different", other, "Bo Ray", "--because", "x"]
        yield ["protect", other, "--because", "x"]
        yield ["release", other, "--because", "x", "--disclose", "public"]
    yield ["decisions", "export"]
    yield ["decisions", "import", str(table)]
    yield ["undo", act]
    yield ["sources"]
    for what in (desk, "Desk Omega", claim):
        yield ["source", "edit", what, "--title", "x"]
        yield ["source", "correct", what, "--note", "x"]
        yield ["withdraw", what, "--because", "x"]
        yield ["erase", what, "--because", "x", "--yes"]
    yield ["verify"]
    yield ["log"]
    yield ["seal"]
    yield from (["push", PLACE], ["graph", "move", PLACE], ["graph", "move", "embedded"])
    yield ["serve", "--bolt", "99999"]  # what is served is asked in tests/serving


def pictures(person: str, desk: str, file: Path) -> Iterator[list[str]]:
    """Yield command lines for every sort of picture, on stdout and into a file."""
    whole = ["--query", ALL]
    typed = ["--query", "MATCH (n) WHERE n.name <> $n RETURN n", "-p", "n=Xanthe Quillon"]
    ways = [["Bo Ray", "--steps", "4"], ["Bo Ray", "Dara Park"], ["Xanthe Quillon"], [person]]
    ways += [["--path", "Bo Ray", "Dara Park"], ["--path", "Bo Ray", "Xanthe Quillon"]]
    ways += [["--ask", "ties", "Bo Ray"], ["--ask", "about", "Bo Ray"], whole, typed]
    ways += [["--ask", "changes", "2000", "2100"], ["--ask", "who-said", "Bo Ray"]]
    for way in ways:
        for lens in ([], ["--disclose", "case"], ["--without-source", desk]):
            yield ["view", *way, *lens, "-o", "-"]
    yield ["view", *whole, "-o", str(file)]
    yield ["view", "--ask", "ties", "Bo Ray", "--known-at", "2024-01-01", "-o", str(file)]


def formats_of(line: list[str]) -> list[list[str]]:
    """Return the line in each format that its command writes."""
    command: click.Command | None = cli
    with click.Context(cli) as context:
        for word in line:
            if not isinstance(command, click.Group):
                break
            command = command.get_command(context, word)
    types = [option.type for option in command.params if option.name == "form"] if command else []
    choices = [form for kind in types if isinstance(kind, click.Choice) for form in kind.choices]
    return [[*line, "--format", form] for form in FORMATS if form in choices] or [line]


def test_no_command_writes_anything_of_what_is_protected(
    secrets: list[str],
    clew: Callable[..., Any],
    note: Callable[..., Path],
    tmp_path: Path,
    servers: Servers,
) -> None:
    asked = list(lines(secrets, note, tmp_path))
    assert {line[0] for line in asked} == set(COMMANDS)
    for line in asked:
        given = set(" ".join(line).split())
        for each in formats_of(line):
            said = clew(*each)
            written = said.out + said.err
            shown = [word for word in secrets if word in written and word not in " ".join(given)]
            assert shown == [], each


def test_no_server_is_given_anything_of_what_is_protected(
    secrets: list[str], clew: Callable[..., Any], servers: Servers
) -> None:
    for line in (["push", PLACE], ["graph", "move", f"{PLACE}b"]):
        assert clew(*line).code == 0
    assert [len(items) > 5 for _, items in servers.holds.values()] == [True, True]
    assert [word for word in secrets if word in str(servers.holds)] == []


def test_no_file_that_is_not_the_ledger_or_an_original_holds_it(
    secrets: list[str], clew: Callable[..., Any], case: Case, tmp_path: Path
) -> None:
    pages = (["view", *way, "-o", "-"] for way in (["Bo Ray"], ["--query", ALL]))
    asked = (["query", ALL], ["ask", "about", "Bo Ray"], ["ask", "ties", "Bo Ray"])
    for line in (*asked, *pages):
        for more in (
            [],
            ["--known-at", "2024-01-01"],
            ["--disclose", "case"],
            ["--disclose", "all"],
        ):
            clew(*line, *more)
    kept = {case.directory.ledger, *case.directory.originals.iterdir()}
    kept |= {case.directory.ledger.with_name(f"claims.db-{end}") for end in ("wal", "shm")}
    folders = (case.directory.path, tmp_path / "TMPDIR", tmp_path / "HOME")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    for path in set(files) - kept:
        data = path.read_bytes()
        assert [word for word in secrets if word.encode() in data] == [], path.name


def test_a_page_holds_nothing_of_what_is_protected_even_if_it_was_typed(
    secrets: list[str], clew: Callable[..., Any], tmp_path: Path
) -> None:
    person, desk = (next(word for word in secrets if word.startswith(sign)) for sign in "md")
    pages = 0
    for line in pictures(person, desk, tmp_path / "view.html"):
        said = clew(*line)
        if said.code == 0 and "--disclose" not in line:
            pages += 1
            page = said.out or (tmp_path / "view.html").read_text(encoding="utf-8")
            assert [word for word in secrets if word in page] == [], line
    assert pages > 9


def test_no_id_of_the_case_is_in_any_page(
    secrets: list[str], clew: Callable[..., Any], case: Case, tmp_path: Path
) -> None:
    page = tmp_path / "view.html"
    for level in ("public", "case", "all"):
        assert clew("view", "--query", ALL, "--disclose", level, "-o", str(page)).code == 0
        with case.opened(Lens(disclose=level)) as graph:
            own = {i for letter in "cdem" for i in graph.items.ids(letter)}
            own |= {i for letter in "cdmri" for i in ids_of(graph.db, letter)}
        found = set(ID.findall(page.read_text(encoding="utf-8")))
        assert len(found) > 15 and not found & own


def test_layouts_of_what_is_disclosed_are_not_kept(
    secrets: list[str], clew: Callable[..., Any], case: Case
) -> None:
    for level in ("case", "all"):
        assert clew("view", "Bo Ray", "--disclose", level, "-o", "-").code == 0
    assert not (case.directory.graph / "layouts").exists()
    assert clew("view", "Bo Ray", "-o", "-").code == 0
    for path in (case.directory.graph / "layouts").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0


def test_the_search_finds_what_is_shown_on_purpose(
    secrets: list[str], clew: Callable[..., Any]
) -> None:
    written = clew("query", ALL, "--cite", "--disclose", "all").out
    assert [word for word in WORDS if word not in written] == []
    assert [form for *_, form in formats_of(["find", "x"])] == list(FORMATS[:-1])


def test_a_call_leaves_nothing_outside_the_case(
    program: Callable[..., Any],
    demo_case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ARCADEDB_LOG_DIR", raising=False)
    folders = {name: tmp_path / name for name in ("HOME", "TMPDIR", "XDG_STATE_HOME")}
    for folder in folders.values():
        folder.mkdir()
    said = program("find", "Mech Dara", env={name: str(path) for name, path in folders.items()})
    asked = program("ask", "ties", "Ly Yong Phat", env={n: str(p) for n, p in folders.items()})
    assert (said.returncode, asked.returncode) == (0, 0)
    assert [path.name for folder in folders.values() for path in folder.rglob("*")] == []
