"""A report as Markdown, and as one page of HTML that asks for nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from html import escape

from clew.queries.render import marked
from clew.queries.report import Block, Report
from clew.queries.report_notes import Run
from clew.queries.report_words import stretches

NOTES = "Evidence"
_MARKS = {"title": "# ", "head": "## ", "sub": "### ", "item": "- "}
_TAGS = {"title": "h1", "head": "h2", "sub": "h3", "item": "li"}
_STYLE = """\
body { font: 1rem/1.5 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: #111; background: #fff; overflow-wrap: anywhere }
h1, h2, h3 { font-family: Arial, sans-serif; line-height: 1.2; break-after: avoid }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2rem } h3 { font-size: 1rem }
a { color: #0b4a8f; text-decoration: none } a:focus, a:hover { text-decoration: underline }
.note { font-size: .9rem; margin: .5rem 0 .5rem 3rem; text-indent: -3rem }
.note > a { display: inline-block; width: 3rem; text-indent: 0 }
p, li { break-inside: avoid }
@page { margin: 2cm }
@media print { body { margin: 0; padding: 0; max-width: none } a { color: inherit } }
"""


def as_markdown(report: Report) -> bytes:
    """Return a report as Markdown, its notes at the end."""
    lines = [*_lines(report.body), "", f"## {NOTES}"]
    for number, note in enumerate(report.notes, 1):
        lines += ["", rf"\[{number}\] {_marked(note)}"]
    return ("\n".join([*lines, "", *_lines(report.ending)]) + "\n").encode()


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    before = ""
    for block in blocks:
        if before and not block.kind == before == "item":
            yield ""
        before = block.kind
        yield f"{_MARKS.get(block.kind, '')}{_marked(block.runs)}"


def _marked(runs: Iterable[Run]) -> str:
    return "".join(_markdown(style, text) for style, text in runs)


def _markdown(style: str, text: str) -> str:
    if style == "note":
        return rf"\[{text}\]"
    if style == "strong":  # its number is ours: no list begins within the marks
        number, _, words = text.partition(" ")
        return f"**{number} {marked(words)}**"
    before, after = (" " if text.startswith(" ") else "", " " if text[1:].endswith(" ") else "")
    return f"{before}{marked(text)}{after}"


def as_html(report: Report) -> bytes:
    """Return a report as one page of HTML; numbers lead to their notes and back."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    notes = (
        f'<p class="note" id="note{number}"><a href="#ref{number}">[{number}]</a>{_runs(note)}</p>'
        for number, note in enumerate(report.notes, 1)
    )
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(report.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
            *_tags(report.body),
            f"<h2>{NOTES}</h2>",
            *notes,
            *_tags(report.ending),
            "</body>\n</html>\n",
        ]
    ).encode()


def _tags(blocks: Iterable[Block]) -> Iterator[str]:
    before = ""
    for block in (*blocks, Block("", ())):
        if (block.kind == "item") != (before == "item"):
            yield "<ul>" if block.kind == "item" else "</ul>"
        before = block.kind
        if block.kind:
            tag = _TAGS.get(block.kind, "p")
            yield f"<{tag}>{_runs(block.runs)}</{tag}>"


def _runs(runs: Iterable[Run]) -> str:
    return "".join(_html(style, text) for style, text in runs)


def _html(style: str, text: str) -> str:
    if style == "note":
        return f'<a id="ref{text}" href="#note{text}">[{text}]</a>'
    if style == "quote":
        return f"<bdi>{escape(text)}</bdi>"
    parts = ((turned, escape(part)) for turned, part in stretches(text))
    words = "".join(f"<bdi>{part}</bdi>" if turned else part for turned, part in parts)
    return f"<strong>{words}</strong>" if style == "strong" else words
