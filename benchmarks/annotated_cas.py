"""Invented notes as an INCEpTION project's zip: CAS XMI, CAS JSON, WebAnno TSV."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from benchmarks.annotated import TOKEN, Json, Note, units

_SPAN, _TIE = "webanno.custom.Thing", "webanno.custom.Bond"


def cas_xmi(folder: Path, notes: Iterable[Note]) -> None:
    """A project's zip with a CAS XMI for each note."""
    _project(folder, notes, _xmi, "xmi")


def cas_json(folder: Path, notes: Iterable[Note]) -> None:
    """A project's zip with a CAS JSON 0.4 for each note."""
    _project(folder, notes, _cas, "json")


def webanno_tsv(folder: Path, notes: Iterable[Note]) -> None:
    """A project's zip with a WebAnno TSV 3.3 for each note."""
    _project(folder, notes, _tsv, "tsv")


def _project(folder: Path, notes: Iterable[Note], form: Callable[[Note], str], suffix: str) -> None:
    with zipfile.ZipFile(folder / "project.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as to:
        if suffix == "xmi":
            to.writestr("TypeSystem.xml", type_system())
        for note in notes:
            to.writestr(f"annotation/{note.name}.txt/ana.{suffix}", form(note))


_TYPES = {
    _SPAN: ("uima.tcas.Annotation", {"value": "uima.cas.String"}),
    _TIE: (
        "uima.tcas.Annotation",
        {
            "Governor": "uima.tcas.Annotation",
            "Dependent": "uima.tcas.Annotation",
            "value": "uima.cas.String",
        },
    ),
}


def type_system() -> str:
    """Return the TypeSystem.xml of the notes."""
    found = ""
    for name, (above, features) in _TYPES.items():
        told = "".join(
            f"<featureDescription><name>{feature}</name><rangeTypeName>{range_}</rangeTypeName>"
            "</featureDescription>"
            for feature, range_ in features.items()
        )
        found += f"<typeDescription><name>{name}</name><supertypeName>{above}</supertypeName>"
        found += f"<features>{told}</features></typeDescription>\n"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<typeSystemDescription'
        f' xmlns="http://uima.apache.org/resourceSpecifier"><types>\n{found}'
        "</types></typeSystemDescription>\n"
    )


def _structures(note: Note) -> Iterator[tuple[int, str, Json]]:
    at = units(note)
    for number, (start, end, label) in enumerate(note.spans, 10):
        yield number, _SPAN, {"begin": at[start], "end": at[end], "value": label}
    for number, (start, end, label) in enumerate(note.ties, 10 + len(note.spans)):
        begin, stop, _ = note.spans[end]
        ends = {"@Governor": start + 10, "@Dependent": end + 10, "value": label}
        yield number, _TIE, {"begin": at[begin], "end": at[stop], **ends}


def _xmi(note: Note) -> str:
    lines, members = list[str](), list[str]()
    for number, type_, said in _structures(note):
        words = " ".join(f'{name.lstrip("@")}="{value}"' for name, value in said.items())
        lines.append(f'<custom:{type_[15:]} xmi:id="{number}" sofa="1" {words}/>')
        members.append(str(number))
    text = quoteattr(note.text, {"\n": "&#10;"})
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"'
        ' xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0"><cas:NULL xmi:id="0"/>\n'
        + "\n".join(lines)
        + '\n<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text"'
        f' sofaString={text}/>\n<cas:View sofa="1" members="{" ".join(members)}"/></xmi:XMI>\n'
    )


def _cas(note: Note) -> str:
    types = {
        name: {"%NAME": name, "%SUPER_TYPE": above}
        | {feature: {"%NAME": feature, "%RANGE": range_} for feature, range_ in features.items()}
        for name, (above, features) in _TYPES.items()
    }
    sofa = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView"}
    found: list[Json] = [{**sofa, "mimeType": "text", "sofaString": note.text}]
    for number, type_, said in _structures(note):
        found.append({"%ID": number, "%TYPE": type_, "@sofa": 1, **said})
    members = [one["%ID"] for one in found[1:]]
    views = {"_InitialView": {"%SOFA": 1, "%MEMBERS": members}}
    whole = {"%TYPES": types, "%FEATURE_STRUCTURES": found, "%VIEWS": views}
    return json.dumps(whole, ensure_ascii=False)


def _tsv(note: Note) -> str:
    lines = ["#FORMAT=WebAnno TSV 3.3", f"#T_SP={_SPAN}|value", f"#T_RL={_TIE}|value|BT_{_SPAN}"]
    lines += ["", ""]
    first = dict[int, str]()
    at = units(note)
    marks = {
        start: (number, end, label) for number, (start, end, label) in enumerate(note.spans, 1)
    }
    ties = {note.spans[end][0]: (start, end, label) for start, end, label in note.ties}
    number, mark = 0, (0, 0, "")
    for found in re.finditer(r"\S.*", note.text):
        number += 1
        lines += ["", f"#Text={found[0]}"]
        for place, word in enumerate(TOKEN.finditer(note.text, *found.span()), 1):
            start, end = word.span()
            if start in marks:
                mark, first[start] = marks[start], f"{number}-{place}"
            name = f"{mark[2]}[{mark[0]}]" if start < mark[1] else "_"
            row = [f"{number}-{place}", f"{at[start]}-{at[end]}", word[0], name, "_", "_"]
            if start in ties:
                from_, to, label = ties[start]
                there = first[note.spans[from_][0]]
                row[4:] = [label, f"{there}[{from_ + 1}_{to + 1}]"]
            lines.append("\t".join(row) + "\t")
    return "\n".join(lines) + "\n"
