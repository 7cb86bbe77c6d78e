"""Invented networks as case files write them (cases/README.md), made into cases on disk."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

import clew
from clew import Case, Lens
from clew.graph.schema import schema

FOLDER = Path(__file__).with_name("cases")
#: `[Ana Alpha: Person]`, `[she: Person = Ana Alpha]`, `[scam parks: Compound, generic]`
_MARK = re.compile(r"\[(?P<words>[^\[\]]+): (?P<kind>\w+)(?P<more>[^\[\]]*)\]")
#: `> 1 OWNS 2; status=reported` and `> 1: country=kh`
_TIE = re.compile(r"(?P<start>\d+) (?P<tie>\w+) (?P<end>\d+)(?:; *(?P<said>.*))?")
_SAYS = re.compile(r"(?P<one>\d+): *(?P<said>.*)")
_NOT_FACTS = ("text", "annotators", "sdn")


@dataclass
class Note:
    """One annotated text as brat's two files; `open_only` leaves what is protected unmarked."""

    marked: str
    open_only: bool = False
    text: str = ""
    lines: list[str] = field(default_factory=list)
    first: dict[str, str] = field(default_factory=dict)
    same: dict[str, list[str]] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    secret: set[str] = field(default_factory=set)
    sentence: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the text line by line; what a `>` says is of the line above."""
        for line in self.marked.splitlines():
            said = line.strip()
            if said.startswith(">"):
                self._statement(said[1:].strip())
            else:
                self._sentence(line)
        self.lines += [f"*\tEquiv {' '.join(ids)}" for ids in self.same.values()]
        self.lines += self.events.values()

    def _sentence(self, line: str) -> None:
        self.sentence, end = [], 0
        for mark in _MARK.finditer(line):
            self.text += line[end : mark.start()]
            self.sentence.append(self._mention(mark["words"], mark["kind"], mark["more"]))
            end = mark.end()
        self.text += f"{line[end:]}\n"

    def _mention(self, words: str, kind: str, more: str) -> str:
        start, own = len(self.text), f"T{len(self.text) + 1}"
        self.text += words
        flags, _, other = more.partition("=")
        secret = "protected" in flags
        if secret and self.open_only:
            self.secret.add(own)
            return own
        self.lines.append(f"{own}\t{kind} {start} {len(self.text)}\t{words}")
        for flag in ("protected", "generic"):
            if flag in flags:
                self.lines.append(f"A{len(self.lines)}\t{flag.title()} {own}")
        first = self.first.setdefault(other.strip() or words, own)
        if first != own and other.strip():
            self.same.setdefault(first, [first]).append(own)
        if schema().root(kind) == "Event":
            self.events[own] = f"E{start + 1}\t{kind}:{own}"
        return own

    def _statement(self, said: str) -> None:
        if found := _TIE.fullmatch(said):
            self._tie(self._id(found["start"]), found["tie"], self._id(found["end"]), found["said"])
        elif found := _SAYS.fullmatch(said):
            self._note(self._id(found["one"]), found["said"])
        else:
            raise ValueError(f"no statement: {said}")

    def _id(self, number: str) -> str:
        return self.sentence[int(number) - 1]

    def _tie(self, start: str, tie: str, end: str, said: str | None) -> None:
        if {start, end} & self.secret or (self.open_only and "protected" in (said or "")):
            return
        if start in self.events:
            self.events[start] += f" {tie}:{end}"
            own = self.events[start].partition("\t")[0]
        else:
            own = f"R{len(self.lines) + 1}"
            self.lines.append(f"{own}\t{tie} Arg1:{start} Arg2:{end}")
        if said:
            self._note(own, said)

    def _note(self, own: str, said: str) -> None:
        if own not in self.secret:
            self.lines.append(f"#{len(self.lines) + 1}\tAnnotatorNotes {own}\t{said}")

    def write(self, folder: Path, name: str) -> Path:
        """Write both files; returns the .ann."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.txt").write_text(self.text, encoding="utf-8", newline="")
        path = folder / f"{name}.ann"
        path.write_text("".join(f"{line}\n" for line in self.lines), encoding="utf-8")
        return path


@dataclass(frozen=True)
class CaseFile:
    """A case file: its name for the test, and what it holds."""

    path: Path
    content: dict[str, Any]

    @property
    def name(self) -> str:
        """The folder and the file, as a test is called."""
        return f"{self.path.parent.name}/{self.path.stem}"

    def build(self, folder: Path, *, open_only: bool = False) -> Case:
        """Make the case in a folder; `open_only`: what is protected was never marked in it."""
        case = clew.create(folder / "case")
        for title, source in self.content["sources"].items():
            _load(case, folder / "files", str(title), source, open_only)
        for decision in self.content.get("decisions", ()):
            _decide(case, decision)
        for title, source in self.content.get("later", {}).items():
            _load(case, folder / "later", str(title), source, open_only)
        return case


def case_files() -> list[CaseFile]:
    """Return every case file, by folder and name."""
    paths = sorted(FOLDER.rglob("*.yaml"))
    return [CaseFile(path, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in paths]


def _load(case: Case, folder: Path, title: str, source: dict[str, Any], open_only: bool) -> None:
    name = re.sub(r"\W+", "-", title)
    facts = {key: str(value) for key, value in source.items() if key not in _NOT_FACTS}
    facts = {"title": title, **facts}
    if "text" in source:
        path = _note(title, source["text"], open_only).write(folder / name, name)
        summary = case.load(path, facts=facts)
    elif "annotators" in source:
        for who, text in source["annotators"].items():
            _note(title, text, open_only).write(folder / name / who, name)
        table = folder / f"{name}.yaml"
        of = [{"path": path.as_posix(), **facts} for path in (folder / name).rglob("*.txt")]
        table.write_text(yaml.safe_dump(of), encoding="utf-8")
        summary = case.load(folder / name, sources=table)
    elif "sdn" in source:
        path = _write_list(folder / name, source["sdn"])
        summary = case.load(path, facts=facts)
    else:
        raise ValueError(f"the source {title} is neither text nor list")
    assert not summary.failures, [failure.reason for failure in summary.failures]
    assert not summary.to_json()["sources"][0]["rejected"], summary.to_json()["sources"][0]


def _note(title: str, marked: str, open_only: bool) -> Note:
    return Note(f"{title}. This text is invented, and so is everybody in it.\n{marked}", open_only)


def _write_list(folder: Path, records: Iterable[dict[str, Any]]) -> Path:
    """Write records in the four files of an OFAC list; what is not given is `-0-`."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, list[list[object]]] = {"sdn": [], "add": [], "alt": [], "sdn_comments": []}
    number = 90_000
    for record in records:
        uid = record["uid"]
        tables["sdn"].append([uid, *(_cell(record, key) for key in _SDN)])
        for kind, name in _aliases(record):
            number += 1
            tables["alt"].append([uid, number, kind, name, "-0- "])
        for address in record.get("addresses", ()):
            number += 1
            street, city, country = (part.strip() for part in address.split("|"))
            tables["add"].append([uid, number, street, city, country, "-0- "])
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


_SDN = (
    *("name", "type", "program", "title", "call_sign", "vessel_type", "tonnage", "grt"),
    *("flag", "owner", "remarks"),
)


def _cell(record: dict[str, Any], key: str) -> str:
    return str(record.get(key) or "-0- ")


def _aliases(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for kind in ("aka", "fka"):
        yield from ((kind, name) for name in record.get(kind, ()))


def _decide(case: Case, decision: dict[str, Any]) -> None:
    because = decision.get("because", "invented")
    ((verb, what),) = ((key, value) for key, value in decision.items() if key != "because")
    if verb in ("same", "different"):
        one, other = (entity(case, words) for words in what)
        getattr(case, verb)(one, other, because=because, disclose="all")
    elif verb == "protect":
        case.protect(entity(case, what) if " @ " in what else what, because=because)
    else:
        case.withdraw(what, because=because)


def entity(case: Case, words: str) -> str:
    """Return the id of `name` or `name @ source`, or of what is described so; at any level."""
    name, _, title = words.partition(" @ ")
    with case.opened(Lens(disclose="all")) as graph:
        nodes = list(graph.nodes())
        sources = {node.id for node in nodes if node.properties.get("title") == title}
        described = [n for n in nodes if name in n.properties.get("descriptions", ())]
        found = [
            node.id
            for node in (graph.items.named(name) or described)
            if not title or sources & set(node.properties["claim_sources"])
        ]
    assert len(found) == 1, f"{words}: {len(found)} entities"
    return found[0]
