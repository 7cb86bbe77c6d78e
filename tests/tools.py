"""Small files as annotation tools write them, for tests: one marked text in each tool's form."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cas_files import HOST, LINK, RELATION, SPAN, Mark, Marked, type_system, xmi

Json = dict[str, Any]
Says = dict[str, str]
FLAGS = ("protected", "generic", "negated")
_WORDS = (
    "value",
    "status",
    "date",
    "iso_date",
    "protected",
    "generic",
    "identifier",
    "colour",
    "attribution",
)
FEATURES = {SPAN: _WORDS, RELATION: _WORDS, HOST: _WORDS, LINK: ("referenceType",)}


@dataclass(frozen=True)
class Thing:
    """A marked stretch: the first place of its words, and what is said of it beside its label."""

    id: str
    label: str
    words: str
    says: Says = field(default_factory=dict)


@dataclass(frozen=True)
class Bond:
    """A relation between two of them, or between one and another relation."""

    id: str
    label: str
    start: str
    end: str
    says: Says = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """A marked text; `same` are ids of one thing, `events` (trigger's id, roles by participant)."""

    text: str
    things: tuple[Thing, ...]
    bonds: tuple[Bond, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    events: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    def at(self, thing: Thing) -> tuple[int, int]:
        start = self.text.index(thing.words)
        return start, start + len(thing.words)


def brat(note: Note, folder: Path) -> Path:
    """T, R, E, *, A and # lines."""
    names = {thing.id: f"T{n}" for n, thing in enumerate(note.things, 1)}
    names |= {bond.id: f"R{n}" for n, bond in enumerate(note.bonds, 1)}
    rows = []
    for thing in note.things:
        start, end = note.at(thing)
        rows.append(f"{names[thing.id]}\t{thing.label} {start} {end}\t{thing.words}")
    for number, (trigger, roles) in enumerate(note.events, 1):
        label = next(thing.label for thing in note.things if thing.id == trigger)
        said = " ".join(f"{role}:{names[to]}" for role, to in roles)
        rows.append(f"E{number}\t{label}:{names[trigger]} {said}")
    for bond in note.bonds:
        ends = f"Arg1:{names[bond.start]} Arg2:{names[bond.end]}"
        rows.append(f"{names[bond.id]}\t{bond.label} {ends}")
    rows += [f"*\tEquiv {' '.join(names[one] for one in same)}" for same in note.same]
    number = 0
    ones: list[Thing | Bond] = [*note.things, *note.bonds]
    for one in ones:
        for name, value in one.says.items():
            number += 1
            target = names[one.id]
            if name in FLAGS:
                rows.append(f"A{number}\t{name.title()} {target}")
            elif name == "identifier":
                rows.append(f"N{number}\tReference {target} {value}\tname")
            else:
                said = value if name == "note" else f"{name}={value}"
                rows.append(f"#{number}\tAnnotatorNotes {target}\t{said}")
    (folder / "note.txt").write_text(note.text, encoding="utf-8")
    path = folder / "note.ann"
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def label_studio(note: Note, folder: Path) -> Path:
    """Regions with choices, text areas and meta; relations."""
    results: list[Json] = []
    for thing in note.things:
        start, end = (len(note.text[:at].encode("utf-16-le")) // 2 for at in note.at(thing))
        place = {"start": start, "end": end, "text": thing.words}
        base = {"id": thing.id, "to_name": "text"}
        region = {**base, "type": "labels", "from_name": "label"}
        results.append({**region, "value": {**place, "labels": [thing.label]}})
        for name, value in thing.says.items():
            given: Json = {"type": "textarea", "from_name": name, "value": {"text": [value]}}
            if name in (*FLAGS, "status"):
                chosen = name if name in FLAGS else value
                given |= {"type": "choices", "value": {"choices": [chosen]}}
            if name == "identifier":
                results[-1]["meta"] = {"text": [value]}
            else:
                results.append({**base, **given, "value": {**place, **given["value"]}})
    for label, first, last in _ties(note):
        tie = {"type": "relation", "from_id": first, "to_id": last, "direction": "right"}
        results.append({**tie, "labels": [label]})
    annotation = {"id": 1, "completed_by": 4, "created_at": "2024-05-01", "result": results}
    task = {"id": 1, "data": {"text": note.text}, "annotations": [annotation]}
    return _json(folder / "label-studio.json", [task])


def inception(note: Note, folder: Path) -> Path:
    """CAS XMI with its type system: spans, relations, slots with roles, chains."""
    roles = dict(note.events)
    made = Marked(note.text, features=FEATURES)
    number = {thing.id: n for n, thing in enumerate(note.things)}
    number |= {bond.id: 1000 for bond in note.bonds}
    for thing in note.things:
        start, end = note.at(thing)
        host = thing.id in roles
        said = {"value": thing.label} | {n: v for n, v in thing.says.items() if n != "value"}
        said |= {"date": thing.says["value"]} if "value" in thing.says else {}
        links = [(role, number[to]) for role, to in roles.get(thing.id, ())]
        made.marks.append(Mark(HOST if host else SPAN, start, end, said, links))
    for bond in note.bonds:
        made.relations.append(
            (number[bond.start], number[bond.end], {"value": bond.label} | bond.says)
        )
    for same in note.same:
        chain = []
        for one in same:
            mark = made.marks[number[one]]
            chain.append(len(made.marks))
            made.marks.append(Mark(LINK, mark.begin, mark.end, {}))
        made.chains.append(chain)
    (folder / "TypeSystem.xml").write_text(type_system(FEATURES), encoding="utf-8")
    path = folder / "note.xmi"
    path.write_text(xmi(made), encoding="utf-8")
    return path


def w3c(note: Note, folder: Path) -> Path:
    """JSON-LD: tags, linking annotations, identifying bodies."""
    made = []
    for thing in note.things:
        start, end = note.at(thing)
        place = {"type": "TextPositionSelector", "start": start, "end": end}
        quote = {"type": "TextQuoteSelector", "exact": thing.words}
        target = {"source": "note.txt", "selector": [place, quote]}
        made.append(_annotation(thing.id, thing.label, thing.says, target))
    ties = [(b.id, b.label, b.start, b.end, b.says) for b in note.bonds]
    for n, same in enumerate(note.same):
        ties += [(f"s{n}{a}", "same_as", a, b, {}) for a, b in zip(same, same[1:], strict=False)]
    for identity, label, first, last, says in ties:
        ends = [f"http://example.org/{one}" for one in (first, last)]
        made.append(_annotation(identity, label, says, ends) | {"motivation": "linking"})
    (folder / "note.txt").write_text(note.text, encoding="utf-8")
    return _json(folder / "w3c.json", made)


def _annotation(identity: str, label: str, says: Says, target: object) -> Json:
    tags = [label]
    for name, value in says.items():
        if name not in ("identifier", "note"):
            tags.append(name if name in FLAGS else f"{name}:{value}")
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags]
    if "identifier" in says:
        bodies.append(
            {"type": "TextualBody", "purpose": "identifying", "value": says["identifier"]}
        )
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"http://example.org/{identity}",
        "type": "Annotation",
        "creator": "anna",
        "created": "2024-05-01T10:00:00Z",
        "body": bodies,
        "target": target,
    }


def doccano(note: Note, folder: Path) -> Path:
    """JSONL with entities and relations."""
    number = {thing.id: n for n, thing in enumerate(note.things, 1)}
    entities = [
        {"id": number[t.id], "label": t.label, "start_offset": note.at(t)[0]}
        | {"end_offset": note.at(t)[1]}
        for t in note.things
    ]
    relations = [
        {"id": n, "type": label, "from_id": number[start], "to_id": number[end]}
        for n, (label, start, end) in enumerate(_ties(note), 1)
    ]
    return _json(
        folder / "all.jsonl", {"text": note.text, "entities": entities, "relations": relations}
    )


def prodigy(note: Note, folder: Path) -> Path:
    """A task of rel.manual."""
    spans = {
        t.id: {"start": note.at(t)[0], "end": note.at(t)[1], "label": t.label} for t in note.things
    }
    relations = [
        {"label": label, "head": 0, "child": 0, "head_span": spans[start], "child_span": spans[end]}
        for label, start, end in _ties(note)
    ]
    task = {"text": note.text, "spans": list(spans.values()), "relations": relations}
    return _json(folder / "task.jsonl", task | {"answer": "accept", "_session_id": "news-anna"})


def _ties(note: Note) -> list[tuple[str, str, str]]:
    ties = [(bond.label, bond.start, bond.end) for bond in note.bonds]
    pairs = (pair for same in note.same for pair in zip(same, same[1:], strict=False))
    return ties + [("same_as", start, end) for start, end in pairs]


def _json(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


TOOLS: dict[str, Callable[[Note, Path], Path]] = {
    "brat": brat,
    "label-studio": label_studio,
    "inception": inception,
    "w3c": w3c,
    "doccano": doccano,
    "prodigy": prodigy,
}
