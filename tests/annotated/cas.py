"""Writers of what INCEpTION exports, through the helpers of `tests/cas_files.py`."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from tests.annotated.note import Annotated, Said
from tests.cas_files import HOST, LINK, RELATION, SPAN, Mark, Marked, tsv, type_system, xmi

_OWN = ("value", "identifier", "note")


def _features(doc: Annotated) -> dict[str, tuple[str, ...]]:
    """Return the features that a project declares to say all that is said here."""
    words = (*_OWN, *sorted(doc.keys - {"wikidataId"}))
    links = ("referenceType", "referenceRelation")
    return {SPAN: words, RELATION: words, HOST: words, LINK: links}


def marked(doc: Annotated) -> Marked:
    """Return the document as INCEpTION holds it: a span has one piece."""
    doc = doc.kept(lambda number: len(doc.marks[number].spans) == 1)
    hosts = {one.trigger for one in doc.happenings}
    made = Marked(doc.raw, features=_features(doc))
    for number, one in enumerate(doc.marks):
        start, end = (doc.at(point) for point in one.spans[0])
        type_ = HOST if number in hosts else SPAN
        made.marks.append(Mark(type_, start, end, _values(one.kind, one.said, one.note)))
    for event in doc.happenings:
        made.marks[event.trigger].roles += list(event.roles)
    for bond in doc.bonds:
        said = _values(bond.type, bond.said, bond.note)
        made.relations.append((bond.start, bond.end, said))
    for chain in doc.chains:
        order = sorted(chain, key=lambda number: doc.marks[number].spans)
        made.chains.append([])
        for number in order:
            place = made.marks[number]
            word = doc.marks[number].kind
            here = [one.spans for one in doc.marks].count(doc.marks[number].spans)
            # a link on words that are marked once is that mark
            said = {"referenceType": word} if here > 1 else {}
            link = Mark(LINK, place.begin, place.end, said)
            made.chains[-1].append(len(made.marks))
            made.marks.append(link)
    return made


def _values(label: str, said: Said, note: str) -> dict[str, str]:
    found = {"value": label} | {key: text for key, text in said.items() if key != "wikidataId"}
    if "wikidataId" in said:
        found["identifier"] = f"http://www.wikidata.org/entity/{said['wikidataId']}"
    return found | ({"note": note} if note else {})


def project(doc: Annotated) -> bytes:
    """Return a project's zip, with the reading of one annotator as a zip of XMI and types."""
    inner, outer = BytesIO(), BytesIO()
    held = marked(doc)
    with ZipFile(inner, "w") as archive:
        archive.writestr("anna.xmi", xmi(held))
        archive.writestr("TypeSystem.xml", type_system(held.features))
    with ZipFile(outer, "w") as archive:
        archive.writestr("exportedproject.json", "{}")
        archive.writestr(f"annotation/note.txt/{doc.annotator}.zip", inner.getvalue())
    return outer.getvalue()


def table(doc: Annotated) -> str:
    """Return the WebAnno TSV, of a text with LF."""
    return tsv(marked(doc))
