"""The page: one HTML file that asks for nothing, runs only its own script, and reads without it.

The rules are those of self-contained files: the first `<meta>` after the charset is a content
security policy with the hashes of the file's own script and style; the data is inert JSON; all text
of the case is escaped; no address is a link. The same picture gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from pathlib import Path

from clew.graph.view import layout, listing, svg
from clew.graph.view.communities import gathered
from clew.graph.view.data import Positions, as_text, packed, page_data
from clew.graph.view.groups import group_data
from clew.graph.view.look import look
from clew.graph.view.names import fonts
from clew.graph.view.picture import NO_ACCUSATION, Json, Picture

_STATIC = Path(__file__).with_name("static")
#: Our own script, in the order in which it is put together.
SCRIPTS = (
    "elements.js",
    "model.js",
    "words.js",
    "looks.js",
    "named.js",
    "marks.js",
    "state.js",
    "canvas.js",
    "panel.js",
    "lists.js",
    "filters.js",
    "ways.js",
    "keep.js",
    "keys.js",
    "app.js",
)
#: A text or a template with no other within; a sign that needs no blanks around it.
_TEXT = r'"(?:[^"\\]|\\.)*"|`(?:[^`\\$]|\\.|\$(?!\{)|\$\{[^`{}]*\})*`'
_BLANKS = re.compile(
    rf"({_TEXT})|\s*(=>|[=!]==|&&|\|\||[=<>]=?|[?:,;{{}}()*]|(?<= )[-+/](?= [^-+/]))\s*"
)
#: A line's end that a script can do without, and the sign before it: no text runs over lines.
_ENDS = re.compile(r"(?<=[;,{(\[])\n(?![}\])])|;?\n(?=[}\])])|(?<=\})\n(?=function )")
LIBRARY = "vendor/cytoscape.min.js"
#: The library writes a style element unless one of this id is there; its one rule is in page.css.
_STYLE_ID = "__________cytoscape_stylesheet"
#: Said before anything is drawn, so that what only a reader without scripts needs never flickers.
_START = 'document.documentElement.classList.add("js");'


def html(picture: Picture, positions: Positions | None = None, *, cache: Path | None = None) -> str:
    """Return the page of a picture; `positions` are made (and kept in `cache`) if not given."""
    data = _data(picture, positions, cache)
    text = as_text(packed(data))
    digest = hashlib.sha256(text.encode()).hexdigest()
    readable = _readable(data)
    style = static("page.css") + _faces(text)
    library, script = static(LIBRARY), own_script()
    head = _head(readable, style, (_START, library, script))
    body = _body(readable, digest)
    inert = "".join(
        f'<script type="application/json" id="{key}">{content}</script>\n'
        for key, content in (("data", text), ("look", as_text(look().to_json())))
    )
    code = f"<script>{library}</script>\n<script>{script}</script>\n"
    return f"{head}<body>\n{body}{inert}{code}</body>\n</html>\n"


def _data(picture: Picture, positions: Positions | None, cache: Path | None) -> Json:
    if whole := gathered(picture):
        return group_data(picture, whole)
    if positions is None:
        positions = layout.positions(picture, cache=cache)
    return page_data(picture, positions)


@cache
def own_script() -> str:
    """Return our own script: its files in their order, within one function, squeezed."""
    lines = (line.strip() for name in SCRIPTS for line in static(name).splitlines())
    kept = (line for line in lines if line and not line.startswith(("//", "/**")))
    parts = _ENDS.sub("", "\n".join(map(_squeezed, kept)))
    return f'"use strict";\n(() => {{\n{parts}\n}})();\n'


def _squeezed(line: str) -> str:
    """Return a line of script without the blanks that it can do without; texts stay as they are.

    Lines where what remains beside texts may be a pattern, or half a template, are left alone.
    """
    if set("`'/") & set(re.sub(rf"{_TEXT}| / ", "", line)):
        return line
    return _BLANKS.sub(lambda found: found[1] or found[2], line)


@cache
def static(name: str) -> str:
    """Return a file of the page as it stands in it."""
    return (_STATIC / name).read_text(encoding="utf-8")


def policy(scripts: tuple[str, ...], style: str, *, fonts: bool) -> str:
    """Return the content security policy that lets these texts run and nothing else."""
    allowed = " ".join(f"'{_hash(script)}'" for script in scripts)
    font = " font-src data:;" if fonts else ""
    return (
        f"default-src 'none'; script-src {allowed}; style-src '{_hash(style)}'; "
        f"img-src data: blob:;{font} base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _faces(text: str) -> str:
    """Return the style of the fonts that a text needs and a bare machine may lack."""
    return "".join(
        f'@font-face {{ font-family: "{face.family}"; unicode-range: {face.unicode_range}; '
        f"src: url(data:font/woff2;base64,{base64.b64encode(face.data).decode()}) "
        'format("woff2"); }\n'
        for face in fonts([text])
    )


def _head(data: Json, style: str, scripts: tuple[str, ...]) -> str:
    allowed = policy(scripts, style, fonts="@font-face" in style)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{allowed}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta http-equiv="x-dns-prefetch-control" content="off">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(data['title'])}</title>\n"
        f'<style id="{_STYLE_ID}">{style}</style>\n<script>{_START}</script>\n</head>\n'
    )


def _body(data: Json, digest: str) -> str:
    return f"""<div id="screen">
<header><h1><bdi>{escape(data["title"])}</bdi></h1>
<p class="counts">{_counts(data)}</p></header>
<main id="desk">
<div id="tools"></div>
<figure id="picture" aria-labelledby="strip">
<div id="canvas"></div>
<div id="drawn">{svg.drawn(data)}</div>
<figcaption><ul id="legend" aria-label="Legend">{svg.legend(data)}</ul>
<p id="strip">{strip(data, digest)}</p></figcaption>
</figure>
<aside id="panel" aria-label="Evidence"></aside>
</main>
</div>
<article id="record" tabindex="-1">
{listing.record(data, digest)}
</article>
<p id="told" role="status" aria-live="polite"></p>
"""


def strip(data: Json, digest: str) -> str:
    """Return the lines that stand in every picture, as HTML."""
    return (
        f"<strong>{NO_ACCUSATION}</strong> <span>Lens: {escape(data['lens'])}. "
        f"Ledger of {escape(data['last_entry'])}. "
        f"SHA-256 of the data: <code>{digest}</code></span>"
    )


def _counts(data: Json) -> str:
    if whole := data["gathered"]:
        groups = "1 group" if len(data["nodes"]) == 1 else f"{len(data['nodes'])} groups"
        return f"{whole['nodes']:,} nodes, {whole['ties']:,} ties, in {groups}"
    counted = (
        (len(data["nodes"]), "node", "nodes"),
        (len(data["edges"]), "tie", "ties"),
        (len(data["claims"]), "claim", "claims"),
        (len(data["sources"]), "source", "sources"),
    )
    return ", ".join(f"{n:,} {one if n == 1 else many}" for n, one, many in counted)


def _readable(data: Json) -> Json:
    """Return the data with what the static part reads again and again beside each tie and node."""
    ties = data["ties"]
    edges = [
        {**e, "tie": ties[e["type"]], "phrase": e.get("phrase", ties[e["type"]]["phrase"])}
        for e in data["edges"]
    ]
    nodes = [{"look": node["kind"], **node, "at": at} for at, node in enumerate(data["nodes"])]
    return {**data, "edges": edges, "nodes": nodes}
