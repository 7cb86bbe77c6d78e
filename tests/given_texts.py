"""Documents that tests give as `--text`, and annotations that speak of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clew import Case
from tests.text_files import docx, paragraphs, pdf

Json = dict[str, Any]

PAGES = ("A first page.", "", "The third page.\nZebulon owns Quagga Resort.\nHe said so.")
URL = "https://news.example/2024/report.pdf"
FILES: dict[str, tuple[bytes, str, str]] = {
    "story.pdf": (pdf(*PAGES), "page 3, line 2", "pypdfium2 "),
    "story.docx": (docx(paragraphs(*"\n".join(PAGES).split("\n"))), "line 4", "Clew DOCX 1"),
    "story.html": (
        "".join(f"<p>{line}</p>" for line in "\n".join(PAGES).split("\n")).encode(),
        "line 3",
        "Clew HTML 1",
    ),
}


def quote(words: str, prefix: str = "", suffix: str = "") -> Json:
    return {"type": "TextQuoteSelector", "exact": words, "prefix": prefix, "suffix": suffix}


def w3c(*selectors: Json, source: str = URL, identity: str = "a1") -> Json:
    body = {"purpose": "tagging", "value": "Person"}
    target = {"source": source, "selector": list(selectors)}
    return {"id": identity, "type": "Annotation", "body": body, "target": target}


def recogito(*selectors: Json) -> Json:
    made = w3c(*selectors)
    return {**made, "body": [made["body"]], "@context": "http://www.w3.org/ns/anno.jsonld"}


def hypothesis(*selectors: Json, uri: str = URL) -> Json:
    target = [{"source": uri, "selector": list(selectors)}]
    return {"id": "a1", "uri": uri, "tags": ["Person"], "target": target, "permissions": {}}


MAKERS: dict[str, Callable[..., Json]] = {"W3C": w3c, "Recogito": recogito, "rows": hypothesis}


def export(folder: Path, *marks: Json) -> Path:
    path = folder / "export.json"
    path.write_text(json.dumps(list(marks)))
    return path


def claims(case: Case) -> list[Json]:
    rows = case.query("MATCH (p:Person) RETURN p.claims AS claims")
    return [case.why(claim)["claim"] for row in rows for claim in row["claims"]]
