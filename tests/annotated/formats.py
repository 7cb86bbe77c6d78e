"""Every format that the tests write: from a document to the file that is imported."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from clew.graph.exchange.brat import brat
from clew.graph.exchange.w3c import w3c
from tests.annotated import browsers, cas, columns, explosion, webs
from tests.annotated.meaning import claimed, document
from tests.annotated.note import Annotated
from tests.cas_files import cas_json, type_system, xmi

Write = Callable[[Annotated, Path], Path]
Content = Callable[[Annotated], str | bytes]


def put(path: Path, content: str | bytes) -> Path:
    """Write a file as it is; returns its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _brat(doc: Annotated, folder: Path) -> Path:
    written = brat(document(doc), claimed(doc))
    text = written.text.replace(b"\n", b"\r\n") if doc.crlf else written.text
    put(folder / "note.txt", text)
    return put(folder / "note.ann", written.ann)


def _w3c(doc: Annotated, folder: Path) -> Path:
    put(folder / "note.txt", doc.raw)
    written = w3c(document(doc), claimed(doc), source="note.txt", creator=doc.annotator)
    return put(folder / "note.jsonld", written.data)


def _beside(content: Content, name: str, doc: Annotated, folder: Path) -> Path:
    put(folder / "note.txt", doc.raw)
    return put(folder / name, content(doc))


def _alone(content: Content, name: str, doc: Annotated, folder: Path) -> Path:
    return put(folder / name, content(doc))


def _typed(content: Callable[..., str], name: str, doc: Annotated, folder: Path) -> Path:
    held = cas.marked(doc)
    put(folder / "TypeSystem.xml", type_system(held.features))
    return put(folder / name, content(held))


def _layered(doc: Annotated) -> str:
    return columns.conll(doc, letters="BILU", layers=8)


FORMATS: dict[str, Write] = {
    "brat": _brat,
    "Label Studio JSON": partial(_alone, browsers.label_studio, "ls.json"),
    "Label Studio JSON-MIN": partial(_alone, browsers.label_studio_min, "min.json"),
    "doccano JSONL": partial(_alone, browsers.doccano, "doccano.jsonl"),
    "doccano JSONL, older": partial(_alone, browsers.doccano_labels, "labels.jsonl"),
    "UIMA CAS XMI": partial(_typed, xmi, "note.xmi"),
    "UIMA CAS JSON": partial(_typed, cas_json, "note.json"),
    "INCEpTION project": partial(_alone, cas.project, "project.zip"),
    "WebAnno TSV 3": partial(_alone, cas.table, "note.tsv"),
    "W3C Web Annotation": _w3c,
    "Recogito": partial(_beside, webs.recogito, "note.json"),
    "Hypothesis": partial(_beside, webs.hypothesis, "note.json"),
    "Prodigy ner": partial(_alone, partial(explosion.prodigy, sort="ner"), "ner.jsonl"),
    "Prodigy spans": partial(_alone, partial(explosion.prodigy, sort="spans"), "spans.jsonl"),
    "Prodigy rel": partial(_alone, partial(explosion.prodigy, sort="rel"), "rel.jsonl"),
    "spaCy DocBin": partial(_alone, explosion.docbin, "note.spacy"),
    "CoNLL, one column": partial(_alone, columns.conll, "note.conll"),
    "CoNLL, layers": partial(_alone, _layered, "layers.conll"),
    "DyGIE JSON": partial(_alone, columns.dygie, "dygie.jsonl"),
    "SpERT JSON": partial(_alone, columns.spert, "spert.json"),
}
