"""Invented texts that attack a page, and what carries them there: a case, and a bare picture.

Each calls `__hit` or asks an address that ends in `.invalid` where a page lets it.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import clew
from clew import Case
from clew.graph.model import STATUSES, Edge, Node
from clew.graph.view.picture import Picture, Way

#: One line each: what passes a loader.
PLANTS = (
    "</script><script>__hit('script')</script>",
    '"><img src=https://pixel.invalid/ onerror=__hit("attribute")>',
    "<img src=x onerror=__hit('image')> href",
    "<svg onload=__hit('svg')><a href=javascript:__hit('link')>href</a></svg>",
    "javascript:__hit('address')//href",
    "' autofocus onfocus=__hit('focus') x='",
    "</title></style></noscript></textarea></template><script>__hit('after')</script>",
    "<!--<script> ]]><![CDATA[ --!><script>__hit('comment')</script>",
    "</style><style>*{background:url(https://style.invalid/)}</style>",
    "<base href=https://base.invalid/><link rel=stylesheet href=https://sheet.invalid/>",
    '<meta http-equiv="refresh" content="0;url=https://refresh.invalid/">',
    "<iframe srcdoc='<script>parent.__hit(1)</script>' src=https://frame.invalid/></iframe>",
    "{{constructor.constructor('__hit(2)')()}} ${__hit(3)} `__hit(4)` \\u003cscript\\u003e",
    "&lt;script&gt;__hit(5)&lt;/script&gt; &#60;img src=x onerror=__hit(6)&#62;",
    "\\';__hit(7)//\\\";__hit(8)//%27%3Cscript%3E",
    "url(https://colour.invalid/) expression(__hit(9)) #fff;}*{display:none}",
    "\u202egro.live//:sptth\u202c \u2066\u202b\u2069 \u200f\u200d",
    "line\u2028ends\u2029here __hit(10)",
    "https://source.invalid/?a=1&b=<script>__hit(11)</script>#href",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
)
#: What no loader lets in: NUL and other controls, halves of a character, a name without end.
BARE_PLANTS = (
    "NUL \x00 then \x07\x1b[31m\x08 <b>",
    "\ud800half\udfff<script>__hit('half')</script>",
    "x" * 1_000_000,
    "<b>" * 2_000 + "e\u0301\u0302" * 2_000,
    "\ufeff\ufffe\uffff\U0010ffff",
)
#: As labels of an annotation tool: no blanks.
WORDS = ("__proto__", "constructor", "<img/src=x/onerror=__hit('kind')>", "</script>", "toString")


def hostile_case(folder: Path) -> Case:
    """Return a case with every plant in every field that an import fills."""
    notes = folder / "notes"
    rows = []
    for number, plant in enumerate(PLANTS):
        for who in ("<img src=x onerror=__hit('annotator')>".replace("/", ""), "__proto__"):
            _note(notes / who / f"note{number:02}.ann", number, plant)
        rows.append(_source(f"notes/{who}/note{number:02}.txt", plant))
    table = folder / "sources.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    case = clew.create(folder / "case", name=PLANTS[0], purpose=PLANTS[1])
    case.load(notes, sources=table)
    return case


def _source(path: str, plant: str) -> dict[str, str]:
    texts = ("title", "publisher", "author", "licence")
    addresses = ("url", "archive_url")
    return {"path": path, **dict.fromkeys(texts, plant), **dict.fromkeys(addresses, plant)}


def _note(path: Path, number: int, plant: str) -> None:
    """Write a note of somebody who is in every one, and two things that the plant names."""
    label = WORDS[number % len(WORDS)]
    text, lines = f"Note {number} is invented. ", list[str]()
    for at, (kind, name) in enumerate(
        [("Person", "Ann Centre"), ("Company", plant), (label, plant)]
    ):
        lines.append(f"T{at + 1}\t{kind} {len(text)} {len(text) + len(name)}\t{name}")
        text += f"{name} and "
    lines += ["R1\tOWNS Arg1:T1 Arg2:T2", f"R2\t{label} Arg1:T2 Arg2:T3", "A1\tStatus R1 alleged"]
    said = plant.replace(";", ",")
    for at, target in enumerate(("R1", "R2", "T2")):
        lines.append(f"#{at + 1}\tAnnotatorNotes {target}\tattribution={said}; means={said}")
    lines.append(f"#9\tAnnotatorNotes T2\taddress={said}; {said}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".txt").write_text(text + "so on.\n", encoding="utf-8", newline="")
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")


def hostile_picture() -> Picture:
    """Return a picture with every plant in every field, ids too; statuses are a closed list."""
    plants = (*PLANTS, *BARE_PLANTS)
    nodes = (
        _node("centre", "Ann Centre", "Ann Centre"),
        *map(_planted, range(len(plants)), plants),
    )
    edges = [_edge(n, "centre", _id(n, plant), plant) for n, plant in enumerate(plants)]
    edges.append(_edge(len(plants), _id(0, plants[0]), _id(1, plants[1]), "LINKED_TO"))
    ways = (
        Way(nodes=("centre", nodes[1].id), edges=(edges[0].id,), status="official"),
        Way(nodes=("centre", nodes[5].id), edges=(edges[4].id,), status="alleged"),
    )
    ids = [*(node.id for node in nodes), *(edge.id for edge in edges)]
    evidence = {one: [_claim(n, plants[n % len(plants)])] for n, one in enumerate(ids)}
    return Picture(
        title=" ".join(PLANTS),
        nodes=nodes,
        edges=tuple(edges),
        evidence=evidence,
        lens=" ".join(PLANTS),
        last_entry=PLANTS[0],
        graph_version=PLANTS[2],
        focus=("centre", "__proto__", "nobody"),
        ways=ways,
        denials=tuple(_claim(900 + n, plant) for n, plant in enumerate(plants)),
        not_known=plants,
        notes=plants,
        query="\n".join(plants),
        parameters={plant: plant for plant in plants[:-3]},
    )


def _id(number: int, plant: str) -> str:
    """Return an id: the plant itself where a loader lets it in: lookups by id are attacked, too."""
    return plant if plant in PLANTS else f"m{number}"


def _planted(number: int, plant: str) -> Node:
    return _node(_id(number, plant), plant, plant)


def _node(identity: str, name: str, plant: str) -> Node:
    lists = ("names", "address", "country", "__proto__", "constructor", plant[:60])
    texts = ("kind", "name", "quote", "known_from", "label_given")
    told: dict[str, Any] = {**dict.fromkeys(lists, [plant, name]), **dict.fromkeys(texts, plant)}
    flags = {"generic": "<i" in plant, "disputed": "svg" in plant, "computed": False}
    told |= {"id": identity, "status": "alleged", "source_count": 1, **flags, "name": name}
    return Node(identity, (plant, "Entity", "__proto__"), told)


def _edge(number: int, start: str, end: str, plant: str) -> Edge:
    texts = ("quote", "when", "valid_from", "valid_to", "attribution", "known_from")
    told: dict[str, Any] = dict.fromkeys(texts, plant)
    told |= {
        "id": f"e{number}",
        "status": STATUSES[number % 8],
        "source_count": 1,
        "disputed": False,
        "computed": False,
    }
    told |= {"claims": [plant], "quotes": [plant], "claim_statuses": [plant], "means": [plant]}
    return Edge(f"e{number} {_id(number, plant)}", plant, start, end, told)


def _claim(number: int, plant: str) -> dict[str, Any]:
    facts = "title publisher published url archive_url sha256 author captured".split()
    texts = "attribution quote locator when valid_from valid_to known_from".split()
    return {
        **dict.fromkeys(texts, plant),
        "id": f"c{number} {_id(number, plant)}",
        "status": STATUSES[number % 8],
        "statuses": [STATUSES[number % 8]],
        "annotators": [plant, "__proto__"],
        "source": {**dict.fromkeys(facts, plant), "id": plant, "language": plant, "licence": plant},
        "says": {"type": plant, "start": plant, "end": plant, "with": {plant: [plant]}},
    }
