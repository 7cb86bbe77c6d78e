"""The static part of a page: what is said, in words and tables, whole without JavaScript.

Everything reads the page's data, whose texts are safe (see `data.py`), and is escaped here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from clew.graph.view.look import status_words
from clew.graph.view.picture import NO_ACCUSATION

Json = dict[str, Any]


def record(data: Json, digest: str) -> str:
    """Return the sections below the picture: paths, evidence, sources, and what must be said."""
    parts = (
        _ways(data),
        _said("Not known", data["not_known"]),
        _said("Notes", data["notes"]),
        _groups(data),
        _evidence(data),
        _denials(data),
        _sources(data),
        _about(data, digest),
    )
    return "\n".join(filter(None, parts))


def sentence(edge: Json, data: Json, near: int | None = None) -> str:
    """Return a tie in words, as HTML: `Ly Yong Phat — controls → L.Y.P. Group`.

    What is the same both ways is read from the `near` end on.
    """
    symmetric = edge["tie"]["symmetric"]
    ends = [edge["start"], edge["end"]]
    if symmetric and edge["end"] == near:
        ends.reverse()
    start, end = (name(data["nodes"][at]) for at in ends)
    return f"{start} — {escape(edge['phrase'])} {'—' if symmetric else '→'} {end}"


def name(node: Json) -> str:
    """Return a node's name as HTML, with what stands beside it."""
    beside = f" <span class=beside>({escape(node['beside'])})</span>" if "beside" in node else ""
    language = node.get("language")
    shown = isolated(node["name"])
    if language:
        shown = f'<bdi lang="{escape(language)}">{escape(node["name"])}</bdi>'
    return f"{shown}{beside}"


def isolated(text: str) -> str:
    """Return a text as HTML, kept from turning its surroundings where it could."""
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text)
    return f"<bdi>{escape(text)}</bdi>" if turns else escape(text)


def standing(item: Json) -> str:
    """Return how a tie or node stands, in words: status, date, what is uncertain, sources."""
    count = item.get("source_count", 0)
    parts = [status_words(item["status"])]
    if "phrase" in item:
        parts.append(item.get("when") or "undated")
    parts += [words for flag, words in _FLAGS.items() if flag in item]
    if count and not (count == 1 and len(item.get("claims", ())) == 1):
        parts.append("1 source" if count == 1 else f"{count} independent sources")
    if item.get("values", {}).get("means"):
        words = ", ".join(f"“{word}”" for word in item["values"]["means"])
        parts.append(f"in the source's words {words}")
    return escape(", ".join(parts))


_FLAGS = {
    "disputed": "disputed",
    "uncertain": "not certain on that day",
    "computed": "computed, no claim",
    "unconfirmed": "same name, not confirmed",
    "generic": "a class or unnamed group",
}


def _section(title: str, inner: str, key: str) -> str:
    return f'<section aria-labelledby="{key}"><h2 id="{key}">{title}</h2>\n{inner}</section>'


def _ways(data: Json) -> str:
    ways = list(_numbered(data))
    if not ways:
        return ""
    return _section("Paths in words", "\n".join(ways), "in-words")


def _numbered(data: Json) -> Iterator[str]:
    for number, way in enumerate(data["ways"], 1):
        steps = [data["edges"][at] for at in way["edges"]]
        head = f"<h3>{number}. {escape(_way_standing(way, steps))}</h3>"
        lines = (
            f"<li>{sentence(step, data, near)}: <b>{standing(step)}</b>"
            for step, near in zip(steps, way["nodes"], strict=False)
        )
        yield f"{head}<ol>{''.join(lines)}</ol>"


def _way_standing(way: Json, steps: list[Json]) -> str:
    """Return how a path stands: as its weakest step does, and disputed where one of them is."""
    many = "1 step" if len(steps) == 1 else f"{len(steps)} steps"
    disputed = ["disputed"] if any("disputed" in step for step in steps) else []
    return ", ".join([status_words(way["status"]), *disputed, many])


def _said(title: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}" for line in lines)
    return _section(title, f"<ul>{items}</ul>", title.lower().replace(" ", "-")) if items else ""


def _groups(data: Json) -> str:
    """Return what stands for too many nodes: each group with its counts, and how to see less."""
    whole = data["gathered"]
    if not whole:
        return ""
    words = ("Group", "Nodes", "Ties within", "Best connected")
    head = "".join(f"<th scope=col>{word}" for word in words)
    rows = "".join(map(_group_row, data["nodes"]))
    said = (
        f"<p>{whole['nodes']:,} nodes: {escape(whole['kinds'])}. {whole['ties']:,} ties: "
        f"{escape(whole['statuses'])}. To see ties with their evidence, ask for less:"
    )
    commands = [m["command"] for m in whole["narrow"] if "command" in m] + whole["commands"]
    items = "".join(f"<li><code>{escape(command)}</code>" for command in commands)
    table = f"<table><caption>Groups, worked out from ties alone.</caption><thead><tr>{head}"
    inner = f"{said}<ul>{items}</ul>{table}</thead>{rows}</table>"
    return _section("Too many to draw one by one", inner, "groups")


def _group_row(node: Json) -> str:
    within = ": ".join(filter(None, (node["within"], node.get("statuses"))))
    best = ", ".join(isolated(member["name"]) for member in node["best"])
    count = f"{node['count']:,}: {node['kinds']}"
    return f"<tr><th scope=row>{name(node)}<td>{escape(count)}<td>{escape(within)}<td>{best}"


_NO_CLAIM = "No claim of it is shown through this lens."
_HEAD = "".join(
    f"<th scope=col>{word}"
    for word in ("Status", "Quote", "Said by, date, remarks", "Source and place", "Claim")
)


def _evidence(data: Json) -> str:
    if data["gathered"]:
        return ""
    groups = [_group(sentence(e, data), e, data) for e in data["edges"]]
    groups += [_group(name(n), n, data) for n in data["nodes"] if n.get("claims")]
    caption = "<caption>Every claim behind this picture; numbers in brackets are sources.</caption>"
    table = f"<table>{caption}<thead><tr><th scope=col>Of{_HEAD}</thead>\n{''.join(groups)}</table>"
    return _section("Evidence", table, "evidence") if groups else ""


def _is_marked(item: Json) -> bool:
    """Tell whether more must be said of a tie or node than its one claim does."""
    return any(flag in item for flag in _FLAGS)


def _group(title: str, item: Json, data: Json) -> str:
    """Return the claims of a tie or node as rows, beside what they are claims of."""
    claims = [data["claims"][at] for at in item.get("claims", ())]
    if not claims:
        return f"<tr><th scope=row>{title}: {standing(item)}<td colspan=5>{_NO_CLAIM}\n"
    head = f"<th scope=row rowspan={len(claims)}>" if len(claims) > 1 else "<th scope=row>"
    told = f": {standing(item)}" if len(claims) > 1 or _is_marked(item) else ""
    first, *rest = (_cells(claim) for claim in claims)
    return f"<tr>{head}{title}{told}{first}\n" + "".join(f"<tr>{cells}\n" for cells in rest)


def _cells(claim: Json) -> str:
    """Return a claim as cells of the table of evidence."""
    if "protected" in claim:
        return f"<td>{status_words(claim['status'])}<td colspan=4>protected"
    who = [claim.get("attribution", ""), claim.get("when", ""), claim.get("says", "")]
    who += claim.get("remarks", ())
    by = ", ".join(claim.get("annotators", ()))
    where = ", ".join(filter(None, (f"[{claim.get('source', -1) + 1}]", claim.get("locator"))))
    cells = (
        status_words(claim["status"]),
        f"“{claim.get('quote', '')}”",
        "; ".join(filter(None, who)),
        where,
        f"{claim['id'][:9]}{f', {by}' if by else ''}",
    )
    return "".join(f"<td>{isolated(cell)}" for cell in cells)


def _denials(data: Json) -> str:
    rows = "".join(f"<tr>{_cells(data['claims'][at])}\n" for at in data["denials"])
    if not rows:
        return ""
    caption = "<caption>Claims that deny a tie of this picture.</caption>"
    return _section("Denied", f"<table>{caption}<thead><tr>{_HEAD}</thead>{rows}</table>", "denied")


def _sources(data: Json) -> str:
    rows = "".join(f"<li>{_source(source)}" for source in data["sources"])
    return _section("Sources", f"<ol>{rows}</ol>", "sources") if rows else ""


def _source(source: Json) -> str:
    parts = [escape(source.get("title", ""))]
    parts += [escape(source[key]) for key in ("publisher", "author", "published") if key in source]
    if "outlet_closed" in source:
        parts.append(f"outlet closed {escape(source['outlet_closed'])}")
    if "url" in source:
        parts.append(f"<span class=address>{escape(source['url'])}</span>")
    archive = source.get("archive_url")
    kept = f"archived at <span class=address>{escape(archive)}</span>" if archive else ""
    parts.append(kept or "no archived copy")
    if "sha256" in source:
        parts.append(f"SHA-256 <code>{escape(source['sha256'])}</code>")
    return "; ".join(filter(None, parts))


def _about(data: Json, digest: str) -> str:
    facts = {
        "Lens": escape(data["lens"]),
        "Ledger's last entry": escape(data["last_entry"]),
        "Graph": escape(data["graph_version"]),
        "SHA-256 of the data": f"<code>{digest}</code>",
        "Found by": f"<code>{escape(data['query'])}</code>" if data["query"] else "",
        "With": escape(", ".join(f"{n} = {v}" for n, v in data["parameters"].items())),
    }
    lines = "".join(f"<dt>{term}<dd>{told}" for term, told in facts.items() if told)
    return _section("About this file", f"<p>{NO_ACCUSATION}</p><dl>{lines}</dl>", "about")
