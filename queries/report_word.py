"""A report as a Word document (ECMA-376): its notes are footnotes; the same bytes again.

A package of six parts, written whole. No part links to anything outside, and no author, day or
machine is in it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

from clew.queries.report import Block, Report
from clew.queries.report_notes import Run
from clew.queries.report_words import stretches

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = {"title": "Title", "head": "Heading1", "sub": "Heading2", "item": "ListParagraph"}
#: Style by id: name, points, bold, space before and after in twentieths of a point, more.
_LOOK = {
    "Normal": ("Normal", 11, False, 0, 120, ""),
    "Title": ("Title", 20, True, 0, 240, ""),
    "Heading1": ("heading 1", 14, True, 360, 120, '<w:keepNext/><w:outlineLvl w:val="0"/>'),
    "Heading2": ("heading 2", 12, True, 240, 120, '<w:keepNext/><w:outlineLvl w:val="1"/>'),
    "ListParagraph": ("List Paragraph", 11, False, 0, 60, '<w:ind w:left="360" w:hanging="360"/>'),
    "FootnoteText": ("footnote text", 9, False, 0, 40, ""),
}
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418"'
    ' w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
)
#: Footnotes that are none: Word wants what parts them from the text. Notes begin behind them.
_PARTING = "".join(
    f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{sign}/></w:r></w:p></w:footnote>'
    for at, (kind, sign) in enumerate(
        (("separator", "separator"), ("continuationSeparator", "continuationSeparator")), -1
    )
)


def as_docx(report: Report) -> bytes:
    """Return a report as a Word document."""
    body = "".join(map(_paragraph, (*report.body, *report.ending)))
    notes = "".join(_footnote(number, note) for number, note in enumerate(report.notes, 1))
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml"), core=True),
        "docProps/core.xml": _core(report.title),
        "word/document.xml": _part("document", f"<w:body>{body}{_PAGE}</w:body>"),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"), ("footnotes", "footnotes.xml")
        ),
        "word/styles.xml": _part("styles", _styles()),
        "word/footnotes.xml": _part("footnotes", _PARTING + notes),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name)  # of 1980, whenever it is written
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            entry.create_system = 3
            package.writestr(entry, (_HEAD + text).encode())
    return made.getvalue()


def _part(name: str, inside: str) -> str:
    return f'<w:{name} xmlns:w="{_WORD}">{inside}</w:{name}>'


def _paragraph(block: Block) -> str:
    style = _STYLES.get(block.kind, "Normal")
    mark = "<w:r><w:t>•</w:t></w:r><w:r><w:tab/></w:r>" if block.kind == "item" else ""
    runs = "".join(_run(*run) for run in block.runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{mark}{runs}</w:p>'


def _footnote(number: int, note: Iterable[Run]) -> str:
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    runs = "".join(_run(*run) for run in (("", " "), *note))
    style = '<w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    return f'<w:footnote w:id="{number}"><w:p>{style}{mark}{runs}</w:p></w:footnote>'


def _run(style: str, text: str) -> str:
    if style == "note":
        raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        between = f'<w:r>{raised}<w:t xml:space="preserve"> </w:t></w:r>'
        return f'<w:r>{raised}<w:footnoteReference w:id="{text}"/></w:r>{between}'
    bold = "<w:b/><w:bCs/>" if style == "strong" else ""
    return "".join(_words(bold + ("<w:rtl/>" if t else ""), part) for t, part in stretches(text))


def _words(look: str, text: str) -> str:
    looks = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _styles() -> str:
    made = []
    for identity, (name, points, bold, before, after, more) in _LOOK.items():
        default = ' w:default="1"' if identity == "Normal" else ""
        based = "" if default else '<w:basedOn w:val="Normal"/>'
        keep, _, rest = more.partition("<w:outlineLvl") if "outlineLvl" in more else ("", "", more)
        level = f"<w:outlineLvl{rest}" if keep else ""
        indent = "" if keep else rest
        spacing = f'<w:spacing w:before="{before}" w:after="{after}"/>'
        sizes = f'<w:sz w:val="{points * 2}"/><w:szCs w:val="{points * 2}"/>'
        looks = f"{'<w:b/><w:bCs/>' if bold else ''}{sizes}"
        made.append(
            f'<w:style w:type="paragraph"{default} w:styleId="{identity}"><w:name w:val="{name}"/>'
            f"{based}<w:pPr>{keep}{spacing}{indent}{level}</w:pPr><w:rPr>{looks}</w:rPr></w:style>"
        )
    return "".join(made)


def _types() -> str:
    parts = {"document": "document.main", "styles": "styles", "footnotes": "footnotes"}
    own = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in parts.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{own}'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )


def _relations(*targets: tuple[str, str], core: bool = False) -> str:
    told = [(f"{_OFFICE}/{kind}", target) for kind, target in targets]
    if core:
        told.append((f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"))
    inside = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(told, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>"
    )
