"""A dossier in words: a finished document in Markdown, and the same as plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from clew.graph.schema import schema
from clew.queries.answer import NO_ACCUSATION, NO_ANSWER, UNCONFIRMED, Json
from clew.queries.dossier import Dossier
from clew.queries.remarks import remark_lines
from clew.queries.render import marked, plain

Show = Callable[[object], str]
#: A block of the document: what it is, and its text.
Block = tuple[str, str]
_MARKDOWN = {"title": "# ", "head": "## ", "sub": "### ", "text": "", "quote": "> ", "item": "- "}
_TEXT = {"title": "", "head": "", "sub": "", "text": "", "quote": "    ", "item": "  - "}
#: The parts of a source, in order, and how each is called.
SOURCE = {
    "title": "Source",
    "publisher": "Publisher",
    "author": "Author",
    "published": "Published",
    "outlet_closed": "Outlet closed",
    "url": "Address",
    "archive_url": "Archive copy",
    "sha256": "SHA-256 of the bytes kept in the case",
}
MISSING = {"url": "none is known", "archive_url": "none is known", "published": "not stated"}


def as_markdown(dossier: Dossier) -> str:
    """Return a dossier as a document in Markdown, the query's text at its end."""
    text = _written(_blocks(dossier, marked), _MARKDOWN)
    query = f"\n## Query\n\n```cypher\n{dossier.query}\n```\n" if dossier.query else ""
    return text + query


def as_text(dossier: Dossier) -> str:
    """Return a dossier as plain text."""
    return _written(_blocks(dossier, plain), _TEXT)


def _written(blocks: Iterable[Block], prefixes: dict[str, str]) -> str:
    """Return blocks as text: a blank line between them, none between the items of a list."""
    lines: list[str] = []
    before = ""
    for kind, text in blocks:
        if lines and not (kind == before == "item"):
            lines.append("")
        lines.append(f"{prefixes[kind]}{text}")
        before = kind
    return "\n".join(lines) + "\n"


def _blocks(dossier: Dossier, show: Show) -> Iterator[Block]:
    yield "title", f"Dossier: {show(dossier.title)}"
    lens = "; ".join(f"{k.replace('_', '-')} {_said(v)}" for k, v in dossier.lens.items())
    yield "text", show(f"Lens: {lens or 'default'}. Graph: {dossier.graph_version}.")
    yield "text", NO_ACCUSATION
    if not dossier.steps:
        yield "text", NO_ANSWER
    else:
        yield from _short(dossier, show)
        claims = {c["id"]: c for several in dossier.evidence.values() for c in several}
        claims.update({c["id"]: c for c in dossier.denials})
        for step in dossier.steps:
            yield from _step(step, claims, show)
        yield from identities(dossier.decisions, show)
        yield from falls(dossier, show)
    yield from _list("What is denied beside these steps", _other_denials(dossier, show))
    yield from _list("What is not known", map(show, dossier.not_known))
    yield from _list("Notes", map(show, dossier.notes))
    yield from _list("What the statuses mean", _meanings(dossier))
    yield "text", NO_ACCUSATION


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _list(title: str, lines: Iterable[str]) -> Iterator[Block]:
    several = list(lines)
    if several:
        yield "head", title
        yield from (("item", line) for line in several)


def _short(dossier: Dossier, show: Show) -> Iterator[Block]:
    yield "head", "In short"
    for step in dossier.steps:
        yield "item", f"Step {step['step']}: {show(step['says'])} ({_standing(step, show)})."
    for path in (*dossier.paths, *dossier.planned):
        statuses = [str(edge.properties["status"]) for edge in path.edges]
        weakest = max(statuses, key=list(schema().statuses).index)
        yield "text", f"The path as a whole is {weakest}: no stronger than its weakest step."


def _standing(step: Json, show: Show) -> str:
    origins = step["origins"]
    count = "1 independent origin" if origins == 1 else f"{origins} independent origins"
    parts = [step["status"], show(step["when"] or "undated")]
    parts += [] if step["certain"] else ["not certain on that day"]
    parts += ["disputed"] if step["disputed"] else []
    return ", ".join([*parts, count if origins else "source not shown"])


def _step(step: Json, claims: dict[str, Json], show: Show) -> Iterator[Block]:
    yield "head", f"Step {step['step']}. {show(step['says'])}"
    means = ", ".join(f"“{show(words)}”" for words in step["means"])
    words = f" The source's own words for it: {means}." if means else ""
    yield "text", f"This step is {_standing(step, show)}.{words}"
    if step["rests_on"]:
        yield "text", f"{show(_rests(step['rests_on']))}."
    told: set[str] = set()
    for identity in step["claims"]:
        yield from _claim(claims[identity], show, told)
    if step["denials"]:
        yield "sub", "Denied"
        for identity in step["denials"]:
            yield from _claim(claims[identity], show, told)
    else:
        yield "text", "No denial of this step is in this graph."


def _rests(words: str) -> str:
    """Return the grounds for care as a sentence."""
    if words.startswith(("one origin", "on an outlet")):
        return f"It rests on {words.removeprefix('on ')}"
    return f"{words[:1].upper()}{words[1:]}"


def _claim(claim: Json, show: Show, told: set[str]) -> Iterator[Block]:
    if claim.get("protected"):
        yield "text", f"Status {claim['status']}: protected."
        return
    who = claim.get("attribution")
    said = f", attributed in the source to {show(who)}" if who else ""
    others = [status for status in claim.get("statuses", ()) if status != claim["status"]]
    also = f" (also read as {', '.join(others)}, and the weaker governs)" if others else ""
    yield "text", f"Status {claim['status']}{also}{said}:"
    yield "quote", f"“{show(claim['quote'])}”"
    source = claim.get("source") or {}
    for name, called in SOURCE.items():
        value = source.get(name) or MISSING.get(name, "")
        if value and (source.get("id") or name == "title"):
            yield "item", f"{called}: {show(value)}"
    where = "; ".join(filter(None, (claim.get("locator", ""), f"claim {claim['id']}")))
    yield "item", f"Where: {show(where)}"
    if claim.get("when"):
        yield "item", f"Of the time: {show(claim['when'])}"
    yield "item", f"Known from: {claim.get('known_from') or 'not stated'}"
    yield "item", f"Read by: {show(', '.join(claim['annotators']))}"
    for line in remark_lines(claim, show, told):
        yield "item", f"{line[:1].upper()}{line[1:]}"


def identities(decisions: Sequence[Json], show: Show) -> Iterator[Block]:
    """Yield who was taken to be one, by whom, when and why."""
    yield "head", "Identities that this relies on"
    if not decisions:
        yield "text", "None: every name here is one record of one source."
    for one in decisions:
        name = show(one["name"])
        if one["by"] == "rule":
            yield "item", f"{name}: {_ruled(one['ground'])}; nobody has decided it."
            continue
        sides = [f"“{show(s['name'])}” in {show(s['source'])}" for s in _sides(one)]
        both = f" {' and '.join(sides)}," if sides else ""
        because = show(one["because"] or "no reason is shown")
        signed = f"decided by {show(one['who'])} on {one['at'][:10]} (decision {one['id']})"
        yield "item", f"{name}:{both} {signed}: “{because}”. It can be undone."


def _ruled(ground: str) -> str:
    """Say by which rule records are one; '' is the ground where the lens shows none."""
    if ground == UNCONFIRMED:
        return f"{ground}. Texts that name one so are taken to mean one"
    return f"joined by a rule, on the ground {ground or 'that is not shown'}".replace(
        "on the ground same", "on the ground of the same"
    )


def _sides(one: Json) -> list[Json]:
    return [side for side in (one["left"], one["right"]) if side.get("name")]


def falls(dossier: Dossier, show: Show) -> Iterator[Block]:
    """Yield for each origin which steps rest on it alone."""
    yield "head", "What falls without each source"
    for one in dossier.falls:
        first, *copies = one["without"]
        also = f" (and {', '.join(f'“{show(c)}”' for c in copies)}, of the same origin)"
        yield "item", f"Without “{show(first)}”{also if copies else ''}: {_fallen(one, dossier)}"


def _fallen(one: Json, dossier: Dossier) -> str:
    numbers = [str(number) for number in one["steps"]]
    if not numbers:
        return "no step falls; each that it supports has another source."
    fell = f"step {numbers[0]} falls" if len(numbers) == 1 else f"steps {', '.join(numbers)} fall"
    path = ", and with it the path" if dossier.paths or dossier.planned else ""
    return f"{fell}{path}."


def _other_denials(dossier: Dossier, show: Show) -> Iterator[str]:
    told = {identity for step in dossier.steps for identity in step["denials"]}
    for claim in dossier.denials:
        if claim["id"] not in told and not claim.get("protected"):
            who = f" (says {show(claim['attribution'])})" if claim.get("attribution") else ""
            title = show((claim.get("source") or {}).get("title", ""))
            yield f"“{show(claim['quote'])}”{who}; {title}; claim {claim['id']}"


def _meanings(dossier: Dossier) -> Iterator[str]:
    claims = [c for several in dossier.evidence.values() for c in several]
    used = {c["status"] for c in (*claims, *dossier.denials)} | {s["status"] for s in dossier.steps}
    for name, status in schema().statuses.items():
        if name in used:
            yield f"{name}: {status.meaning}"
