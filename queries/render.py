"""Answers in words: plain text for a terminal, Markdown for a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from clew.graph.model import Edge, Path
from clew.queries.answer import NO_ACCUSATION, NO_ANSWER, Answer, Json, weakest
from clew.queries.paths import displays, is_symmetric, names_only_a_class, phrase

#: Characters that could reorder or hide text on a terminal or page (bidi controls, C0, C1).
HIDDEN = dict.fromkeys(
    [*range(0x00, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], " "
)
HIDDEN.update(dict.fromkeys([0x200E, 0x200F, 0x061C, 0xFEFF], " "))


def plain(text: object) -> str:
    """Return a text on one line, without what could drive a terminal or turn its direction."""
    return " ".join(str(text).translate(HIDDEN).split())


def as_text(answer: Answer) -> str:
    """Return an answer as plain text."""
    return "\n".join(_lines(answer, plain)).rstrip() + "\n"


def marked(text: object) -> str:
    """Return a text for Markdown: what would be markup or HTML there is escaped."""
    escaped = plain(text).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{c}" if c in "\\`*_[]|#" else c for c in escaped)


def as_markdown(answer: Answer) -> str:
    """Return an answer as Markdown."""
    lines = []
    for number, line in enumerate(_lines(answer, marked)):
        indent = len(line) - len(line.lstrip())
        if not number:
            lines += [f"## {line}", ""]
        elif line.strip():
            lines.append(f"{' ' * max(0, indent - 2)}{'- ' if indent else ''}{line.strip()}")
        else:
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


Show = Callable[[object], str]


def _lines(answer: Answer, show: Show) -> Iterator[str]:
    yield show(answer.title)
    yield ""
    if answer.is_empty:
        yield NO_ANSWER
        yield ""
    for number, path in enumerate(answer.paths, 1):
        yield from _path(number, path, answer, show)
    yield from _rows(answer, show)
    yield from _section("Only planned", answer.planned, answer, show)
    yield from _section("Falls without the sources left out", answer.fallen, answer, show)
    yield from _list("Denied", [_claim(claim, show) for claim in answer.denials])
    yield from _list("Not known", [show(line) for line in answer.not_known])
    yield from _list("Notes", [show(line) for line in answer.notes])
    lens = "; ".join(f"{k.replace('_', '-')} {_said(v)}" for k, v in answer.lens.items())
    yield show(f"Lens: {lens or 'default'}. Graph: {answer.graph_version}.")
    if answer.paths or answer.planned:
        yield NO_ACCUSATION


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _section(title: str, paths: tuple[Path, ...], answer: Answer, show: Show) -> Iterator[str]:
    if paths:
        yield f"{title}:"
        yield ""
    for number, path in enumerate(paths, 1):
        yield from _path(number, path, answer, show)


def _path(number: int, path: Path, answer: Answer, show: Show) -> Iterator[str]:
    names = {identity: show(name) for identity, name in displays(path.nodes).items()}
    steps = "1 step" if len(path.edges) == 1 else f"{len(path.edges)} steps"
    only = ", to a class and not to a named thing" if names_only_a_class(path) else ""
    yield f"{number}. {weakest(path)}, {steps}{only}"
    for at, edge in enumerate(path.edges):
        # A tie that reads alike both ways is read along the path.
        along = is_symmetric(edge.type)
        ends = path.nodes[at : at + 2] if along else ()
        start, end = (node.id for node in ends) if along else (edge.start, edge.end)
        yield f"   {names[start]} — {phrase(edge.type)} → {names[end]}"
        yield from _step(edge, answer, show)
    yield ""


def _step(edge: Edge, answer: Answer, show: Show) -> Iterator[str]:
    disputed = ", disputed" if edge.properties.get("disputed") else ""
    when = f", {edge.properties['when']}" if edge.properties.get("when") else ", undated"
    maybe = "" if edge.properties.get("certain", True) else ", not certain on that day"
    count = edge.properties.get("source_count", 0)
    sources = "1 source" if count == 1 else f"{count} independent sources"
    means = ", ".join(f"“{show(words)}”" for words in edge.properties.get("means", ()))
    own = f", in the source's words {means}" if means else ""
    yield f"     {edge.properties['status']}{when}{maybe}{disputed}, {sources}{own}"
    for claim in answer.evidence.get(edge.id, []):
        yield from claim_lines(claim, show)


def claim_lines(claim: Json, show: Show) -> Iterator[str]:
    """Yield a claim as it stands below a step: status, who says it, quote, and where."""
    if claim.get("protected"):
        yield "       protected"
        return
    says = f" (says {show(claim['attribution'])})" if claim.get("attribution") else ""
    yield f"       {claim['status']}{says}: “{show(claim['quote'])}”"
    yield f"         {_source(claim, show)}"


def _source(claim: Json, show: Show) -> str:
    source = claim["source"]
    parts = [source.get("title", ""), source.get("publisher", ""), source.get("published", "")]
    if source.get("outlet_closed"):
        parts.append(f"outlet closed {source['outlet_closed']}")
    parts += [claim.get("locator", ""), f"claim {claim['id'][:9]}"]
    return show("; ".join(part for part in parts if part))


def _claim(claim: Json, show: Show) -> str:
    says = f" (says {show(claim['attribution'])})" if claim.get("attribution") else ""
    return f"“{show(claim.get('quote', ''))}”{says}; {_source(claim, show)}"


def _rows(answer: Answer, show: Show) -> Iterator[str]:
    for row in answer.rows:
        shown = [show(row.get(column, "")) for column in answer.columns if column != "edge"]
        yield "   " + "  |  ".join(cell for cell in shown if cell)
        for claim in answer.evidence.get(str(row.get("edge", "")), []):
            yield from claim_lines(claim, show)
    if answer.rows:
        yield ""


def _list(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from (f"   {line}" for line in lines)
        yield ""
