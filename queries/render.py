"""Answers in words: plain text for a terminal, Markdown for a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from clew.graph.model import Edge, Node, Path, edge_id
from clew.queries.answer import NO_ACCUSATION, NO_ANSWER, Answer, Json, weakest
from clew.queries.paths import displays, ends_of, names_only_a_class, phrase
from clew.queries.remarks import remark_lines

#: Characters that drive a terminal (C0, C1), and those that turn or hide text (bidi, tags).
HIDDEN: dict[int, str] = dict.fromkeys([*range(0x00, 0x20), *range(0x7F, 0xA0)], " ")
HIDDEN.update(dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], ""))
HIDDEN.update(dict.fromkeys([0x200E, 0x200F, 0x061C, 0xFEFF, *range(0xE0000, 0xE0080)], ""))

Show = Callable[[object], str]
#: What a line is: title, head, section, a line of text, or an item by its depth.
Line = tuple[str, str]
_TEXT = {"title": "", "head": "", "section": "", "line": ""}
_TEXT.update({str(depth): " " * (3 + 2 * depth) for depth in range(4)})
_MARKDOWN = {"title": "## ", "head": "### ", "section": "### ", "line": ""}
_MARKDOWN.update({str(depth): f"{'  ' * depth}- " for depth in range(4)})


def plain(text: object) -> str:
    """Return a text on one line, without what could drive a terminal or turn its direction."""
    return " ".join(str(text).translate(HIDDEN).split())


def marked(text: object) -> str:
    """Return a text for Markdown: what would be markup, HTML, mathematics or a link is escaped."""
    escaped = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = re.sub(r"([\\`*_\[\]|#~$@])", r"\\\1", escaped)
    escaped = re.sub(r"(?i)\b(https?|ftp)(?=://)|\bwww(?=\.)", lambda m: _unlinked(m[0]), escaped)
    return re.sub(r"^([-+]|\d+(?=[.)]))", lambda m: _escaped_start(m[0]), escaped)


def _unlinked(start: str) -> str:
    return f"{start[:-1]}&#{ord(start[-1])};"


def _escaped_start(start: str) -> str:
    return f"&#{ord(start[0])};{start[1:]}"


def as_text(answer: Answer) -> str:
    """Return an answer as plain text."""
    lines = []
    for kind, text in _lines(answer, plain):
        end = ":" if kind == "section" else ""
        lines.append(f"{_TEXT[kind]}{text}{end}" if text else "")
    return "\n".join(lines).rstrip() + "\n"


def as_markdown(answer: Answer) -> str:
    """Return an answer as Markdown, with the query's text at its end."""
    lines = [f"{_MARKDOWN[kind]}{text}" if text else "" for kind, text in _lines(answer, marked)]
    query = ["", "```cypher", answer.query, "```"] if answer.query else []
    return "\n".join([*lines, *query]).rstrip() + "\n"


def _lines(answer: Answer, show: Show) -> Iterator[Line]:
    yield "title", show(answer.title)
    yield "line", ""
    if answer.is_empty:
        yield "line", NO_ANSWER
        yield "line", ""
    yield from _paths("", answer.paths, answer, show)
    yield from _rows(answer, show)
    yield from _paths("Only planned", answer.planned, answer, show)
    yield from _paths(fall_of(answer), answer.fallen, answer, show)
    yield from _list("Denied", _denials(answer, show))
    yield from _list("Not known", map(show, answer.not_known))
    yield from _list("Notes", map(show, answer.notes))
    yield from _list("Sources", _sources(answer, show))
    lens = "; ".join(f"{k.replace('_', '-')} {_said(v)}" for k, v in answer.lens.items())
    yield "line", show(f"Lens: {lens or 'default'}. Graph: {answer.graph_version}.")
    if answer.paths or answer.planned or answer.fallen:
        yield "line", ""
        yield "line", NO_ACCUSATION


def fall_of(answer: Answer) -> str:
    """Say what fallen paths fell with: what a question itself takes away, else a lens's sources."""
    own = answer.question == "strip"
    return "Falls with what does not count" if own else "Falls without the sources left out"


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _list(title: str, lines: Iterable[str]) -> Iterator[Line]:
    several = [("0", line) for line in lines]
    if several:
        yield "section", title
        yield from several
        yield "line", ""


def _paths(title: str, paths: tuple[Path, ...], answer: Answer, show: Show) -> Iterator[Line]:
    if title and paths:
        yield "section", title
        yield "line", ""
    for number, path in enumerate(paths, 1):
        yield from _path(number, path, answer, show)


def _path(number: int, path: Path, answer: Answer, show: Show) -> Iterator[Line]:
    names = {identity: show(name) for identity, name in displays(path.nodes).items()}
    steps = "1 step" if len(path.edges) == 1 else f"{len(path.edges)} steps"
    only = ", to a class and not to a named thing" if names_only_a_class(path) else ""
    yield "head", f"{number}. {weakest(path)}, {steps}{only}"
    for at, edge in enumerate(path.edges):
        start, end = ends_of(path, at)
        yield "0", f"{names[start]} — {show(phrase(edge.type))} → {names[end]}"
        yield "1", _standing(edge, show)
        yield from _claims_of(edge, answer, show)
    yield "line", ""


def _standing(edge: Edge, show: Show) -> str:
    """Say how a step stands: status, date, sources, and the sources' own words for the tie."""
    known = edge.properties
    count = known.get("source_count", 0)
    sources = "1 source" if count == 1 else f"{count} independent sources"
    means = ", ".join(f"“{show(words)}”" for words in known.get("means", ()))
    parts = [
        known["status"],
        show(known.get("when") or "undated"),
        *_flags(known),
        sources if count else "source not shown",
    ]
    return ", ".join(parts) + (f", in the source's words {means}" if means else "")


def _flags(known: Mapping[str, object]) -> list[str]:
    found = [] if known.get("certain", True) else ["not certain on that day"]
    return [*found, "disputed"] if known.get("disputed") else found


def denies(claim: Json, edge: Edge | None) -> bool:
    """Tell whether a claim denies a tie: that very one, or every one of its type and ends."""
    says = claim.get("says", {})
    if edge is None or "type" not in says:
        return False
    ends = (says["type"], says["start"], says["end"])
    if ends != (edge.type, edge.start, edge.end):
        return False
    return not says.get("key") or edge_id(*ends, says["key"]) == edge.id


def ties_of(answer: Answer) -> dict[str, Edge]:
    """Return the ties of an answer's paths and rows, by id."""
    rows = {i for row in answer.rows for i in (row.get("edge"), *row.get("ties", ()))}
    items = (item for item in answer.items if isinstance(item, Edge) and item.id in rows)
    steps = (edge for path in (*answer.paths, *answer.planned) for edge in path.edges)
    return {edge.id: edge for edge in (*items, *steps)}


def _denials(answer: Answer, show: Show) -> list[str]:
    """Return the denials that stand beside no step and no row."""
    steps = ties_of(answer).values()
    listed = _listed(answer)
    rest = [
        c
        for c in answer.denials
        if c["id"] not in listed and not any(denies(c, step) for step in steps)
    ]
    lines = ((_words(c, show), _source(c, show), *remark_lines(c, show, set())) for c in rest)
    return ["; ".join(several) for several in lines]


def claim_lines(claim: Json, show: Show, told: set[str] | None = None) -> Iterator[str]:
    """Yield a claim's lines, as they stand below a step: its words, where they are, and remarks.

    Remarks that are in `told` are left out, and those that are not are added to it.
    """
    for depth, text in _claim(claim, show, {}, told):
        yield f"{_TEXT[depth]}{text}"


def _claim(
    claim: Json,
    show: Show,
    closed: Container[str],
    told: set[str] | None = None,
    when: str = "",
) -> Iterator[Line]:
    """Yield a claim's lines; its date is said where it is not `when`, that of the line above."""
    yield "2", _words(claim, show, closed, when)
    if not claim.get("protected"):
        yield "3", _source(claim, show)
        remarks = remark_lines(claim, show, set() if told is None else told)
        yield from (("3", line) for line in remarks)


def _words(claim: Json, show: Show, closed: Container[str] = (), when: str = "") -> str:
    if claim.get("protected"):
        return "protected"
    who = claim.get("attribution") or ""
    gone = ", which has closed" if who in closed else ""
    says = f" (says {show(who)}{gone})" if who else ""
    own = claim.get("when") or ""
    dated = f", {show(own)}" if own not in ("", when) else ""
    return f"{claim['status']}{says}{dated}: “{show(claim['quote'])}”"


def _source(claim: Json, show: Show) -> str:
    if claim.get("protected"):
        return f"claim {claim['id'][:9]}"
    source = claim["source"]
    parts = [source.get("title", ""), source.get("publisher", ""), source.get("published", "")]
    parts += [claim.get("locator", ""), f"claim {claim['id'][:9]}"]
    return show("; ".join(part for part in parts if part))


def _sources(answer: Answer, show: Show) -> list[str]:
    """Return a line for each source of the answer: what it is, where it is kept, its hash."""
    claims = [claim for several in answer.evidence.values() for claim in several]
    found = {}
    for source in (c["source"] for c in (*claims, *answer.denials) if c.get("source")):
        found[source.get("id") or source["title"]] = source
    return sorted(show("; ".join(_facts(source))) for source in found.values())


def _facts(source: Json) -> Iterator[str]:
    for name in ("title", "publisher", "published"):
        if source.get(name):
            yield str(source[name])
    if source.get("outlet_closed"):
        yield f"outlet closed {source['outlet_closed']}"
    if source.get("url"):
        yield str(source["url"])
    yield (
        f"archived at {source['archive_url']}" if source.get("archive_url") else "no archived copy"
    )
    if source.get("sha256"):
        yield f"SHA-256 {source['sha256']}"


def _listed(answer: Answer) -> set[str]:
    """Return the claims that rows of the answer name as what they rest on."""
    return {identity for row in answer.rows for identity in row.get("claims", ())}


def _rows(answer: Answer, show: Show) -> Iterator[Line]:
    listed = _listed(answer)
    claims = {claim["id"]: claim for several in answer.evidence.values() for claim in several}
    told, edges = set[str](), ties_of(answer)
    for row in answer.rows:
        if row.get("computed"):
            yield from _computed(row, answer, show)
            continue
        yield "0", "  |  ".join(show(cell) for cell in cells(row))
        edge = [claim["id"] for claim in answer.evidence.get(row.get("edge", ""), [])]
        for identity in row.get("claims", edge):
            yield from _claim(claims[identity], show, answer.closed, told, _when(row))
        for denial in answer.denials:
            if denial["id"] not in listed and denies(denial, edges.get(row.get("edge", ""))):
                yield from _claim(denial, show, answer.closed, told, _when(row))
    if answer.rows:
        yield "line", ""


def _computed(row: Json, answer: Answer, show: Show) -> Iterator[Line]:
    """Yield what was computed, and the ties that it rests on."""
    yield "0", show(row["what"])
    names = displays(item for item in answer.items if isinstance(item, Node))
    for edge in map(ties_of(answer).__getitem__, row["ties"]):
        said = show(f"{names[edge.start]} — {phrase(edge.type)} → {names[edge.end]}")
        yield "1", f"{said}: {_standing(edge, show)}"
        yield from _claims_of(edge, answer, show)
    if row["more_ties"]:
        yield "1", f"and {row['more_ties']} more"


def _claims_of(edge: Edge, answer: Answer, show: Show) -> Iterator[Line]:
    """Yield the claims of a tie, and beside them those that deny it."""
    told, when = set[str](), str(edge.properties.get("when", ""))
    denied = [claim for claim in answer.denials if denies(claim, edge)]
    for claim in [*answer.evidence.get(edge.id, ()), *denied]:
        yield from _claim(claim, show, answer.closed, told, when)


def _when(row: Json) -> str:
    """Return the date that a row tells of."""
    return str(row.get("when") or row.get("day") or "")


def cells(row: Json) -> Iterator[str]:
    """Yield what a line of a table says; what is true of most rows is left unsaid."""
    unsaid = ("certain", "disputed", "edge", "claims", "overlaps", "from", "to", "origins")
    yield from (str(value) for name, value in row.items() if value and name not in unsaid)
    yield from _flags(row)
    if row.get("overlaps"):
        others = "1 other" if row["overlaps"] == 1 else f"{row['overlaps']} others"
        yield f"order unknown against {others}"
