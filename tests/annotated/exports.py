"""The one document as tools would export it, to look at: `python -m tests.annotated.exports`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.annotated.formats import FORMATS
from tests.annotated.from_brat import FOLDER, one_document

EXPORTS = {
    "label-studio.json": "Label Studio JSON",
    "doccano.jsonl": "doccano JSONL",
    "webanno.tsv": "WebAnno TSV 3",
    "w3c.jsonld": "W3C Web Annotation",
    "note.conll": "CoNLL, one column",
    "dygie.jsonl": "DyGIE JSON",
}


def exported(name: str, folder: Path) -> bytes:
    """Return the bytes of one of these files."""
    return FORMATS[EXPORTS[name]](one_document(), folder).read_bytes()


def main() -> None:
    """Write them all."""
    with tempfile.TemporaryDirectory() as folder:
        for name in EXPORTS:
            path = FOLDER / "exports" / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(exported(name, Path(folder)))


if __name__ == "__main__":
    main()
