"""What other readers make of the same files: functions from a folder to how many spans they found.

None of them is needed by Clew or its tests. To measure beside them, in an environment of its own:

    pip install . dkpro-cassis spacy label-studio-sdk
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.annotated import Note, parts, tokens_of

_CONFIG = (
    '<View><Labels name="label" toName="text"><Label value="Person"/><Label value="Company"/>'
    '</Labels><Relations><Relation value="OWNS"/></Relations>'
    '<Text name="text" value="$text"/></View>'
)


def docbin(folder: Path, notes: Iterable[Note]) -> None:
    """Write 500 notes a .spacy file; spaCy alone does."""
    vocab = import_module("spacy").blank("en").vocab
    tokens = import_module("spacy.tokens")
    for number, some in enumerate(parts(notes)):
        found = tokens.DocBin()
        for note in some:
            words, first, last = tokens_of(note)
            ends = [*(start for start, _ in words[1:]), len(note.text)]
            blanks = [end < after for (_, end), after in zip(words, ends, strict=True)]
            doc = tokens.Doc(vocab, words=[note.text[s:e] for s, e in words], spaces=blanks)
            marks = [(first[s], last[e] + 1, label) for s, e, label in note.spans]
            doc.ents = [tokens.Span(doc, *mark[:2], label=mark[2]) for mark in marks]
            found.add(doc)
        found.to_disk(folder / f"notes{number}.spacy")


def spacy(folder: Path) -> int:
    """Read .spacy files with spaCy."""
    vocab, bin_ = import_module("spacy").blank("en").vocab, import_module("spacy.tokens").DocBin
    docs = (doc for path in folder.iterdir() for doc in bin_().from_disk(path).get_docs(vocab))
    return sum(len([(e.start_char, e.end_char, e.label_, e.text) for e in d.ents]) for d in docs)


def cassis_xmi(folder: Path) -> int:
    """Read the XMI members of a zip with dkpro-cassis."""
    cassis = import_module("cassis")
    types = cassis.load_typesystem(next(_members(folder, "TypeSystem.xml")))
    return sum(
        len(cassis.load_cas_from_xmi(one, types).select("webanno.custom.Thing"))
        for one in _members(folder, ".xmi")
    )


def cassis_json(folder: Path) -> int:
    """Read the CAS JSON members of a zip with dkpro-cassis."""
    cassis = import_module("cassis")
    return sum(
        len(cassis.load_cas_from_json(one).select("webanno.custom.Thing"))
        for one in _members(folder, ".json")
    )


def _members(folder: Path, suffix: str) -> Iterator[io.BytesIO]:
    with zipfile.ZipFile(folder / "project.zip") as project:
        for name in project.namelist():
            if name.endswith(suffix):
                yield io.BytesIO(project.read(name))


def converter(folder: Path) -> int:
    """Read tasks with the converter of label-studio-sdk."""
    made = import_module("label_studio_sdk.converter").Converter(
        _CONFIG, str(folder), download_resources=False
    )
    items = (one for path in folder.iterdir() for one in made.iter_from_json_file(str(path)))
    return sum(len(regions) for item in items for regions in item["output"].values())


def rows(folder: Path) -> int:
    """Parse each line or file with the standard library alone."""
    count = 0
    for path in folder.iterdir():
        if path.suffix in (".json", ".jsonld"):
            found: Any = json.loads(path.read_text("utf-8"))
            count += len(found)
        elif path.suffix == ".jsonl":
            with path.open(encoding="utf-8") as file:
                count += sum(bool(json.loads(line)) for line in file)
    return count


#: The peer's reading of a format, its package and name; a floor is no reader of the format.
PEERS: dict[str, tuple[Callable[[Path], int], str, str]] = {
    "cas_xmi": (cassis_xmi, "cassis", "dkpro-cassis"),
    "cas_json": (cassis_json, "cassis", "dkpro-cassis"),
    "docbin": (spacy, "spacy", "spaCy"),
    "label_studio": (converter, "label_studio_sdk", "label-studio-sdk's converter"),
    "doccano": (rows, "json", "json alone (a floor)"),
    "prodigy": (rows, "json", "json alone (a floor)"),
    "tokens": (rows, "json", "json alone (a floor)"),
    "w3c": (rows, "json", "json alone (a floor)"),
    "hypothesis": (rows, "json", "json alone (a floor)"),
}
