"""DOCX to text: what stands on the page, and nothing outside the package."""

from __future__ import annotations

import resource
import zipfile
from io import BytesIO

import pytest

from clew.graph.errors import InputError
from clew.loaders.texts.docx import read_docx
from tests.text_files import WORD, docx, paragraphs

RUN = "<w:r>{}<w:t>{}</w:t></w:r>"
NOTES = f'<w:footnotes xmlns:w="{WORD}"><w:footnote>{paragraphs("A note.")}</w:footnote>'


def text(body: str, **parts: str) -> str:
    return read_docx(docx(body, parts), "a.docx").text


def test_paragraphs_are_lines_and_notes_come_last() -> None:
    body = paragraphs("Zebulon owns it.", "", "ភ្នំពេញ 🏝 & more")
    notes = {"word/footnotes.xml": f"{NOTES}</w:footnotes>"}
    found = read_docx(docx(body, notes), "a.docx")
    assert found.text == "Zebulon owns it.\n\nភ្នំពេញ 🏝 & more\nA note.\n"
    assert found.tool == "Clew DOCX 1"


def test_tabs_breaks_and_hyphens_stand_where_they_are_read() -> None:
    run = "<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"
    assert text(f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r>{run}</w:r></w:p>") == (
        "a\tb\nc\u2011d\n"
    )


def test_what_is_deleted_moved_away_hidden_or_an_instruction_is_not_read() -> None:
    gone = "<w:del><w:r><w:delText>x</w:delText><w:t>x</w:t></w:r></w:del>"
    gone += f"<w:moveFrom>{RUN.format('', 'x')}</w:moveFrom>"
    gone += RUN.format("<w:rPr><w:vanish/></w:rPr>", "x")
    gone += '<w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>'
    shown = RUN.format('<w:rPr><w:vanish w:val="0"/></w:rPr>', "shown")
    assert text(f"<w:p>{gone}<w:ins>{RUN.format('', 'new ')}</w:ins>{shown}</w:p>") == "new shown\n"


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraphs('Boxed.')}</w:txbxContent>"
    both = "<mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility"
    both += f"/2006'><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    assert text(f"<w:p><w:r>{both}</mc:AlternateContent><w:t>Around.</w:t></w:r></w:p>") == (
        "Boxed.\nAround.\n"
    )


LAUGHS = "<!DOCTYPE w:document [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"
OUTSIDE = "<!DOCTYPE w:document [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
LINKED = (
    '<Relationships><Relationship Type="http://x/officeDocument" TargetMode="External"'
    ' Target="https://x.invalid/document.xml"/><Relationship Type="http://x/officeDocument"'
    ' Target="../../../../etc/passwd"/></Relationships>'
)


def test_relationships_lead_nowhere_outside_the_package() -> None:
    assert text(paragraphs("Words."), **{"_rels/.rels": LINKED}) == "Words.\n"


def zipped(**parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


WHOLE = docx(paragraphs("Words."))
BAD = {
    "entities": (docx(paragraphs("&b;"), doctype=LAUGHS), "document type"),
    "entities of files": (docx("<w:p/>", doctype=OUTSIDE), "document type"),
    "in another part": (
        docx(paragraphs("Words."), {"word/endnotes.xml": f"{LAUGHS}<a/>"}),
        "document type",
    ),
    "a bomb": (docx("<w:p/>" + " " * (1 << 28)), "unpacks to more than"),
    "nested deeply": (docx("<w:p>" * 100_000), "nested too deep"),
    "broken XML": (docx("<w:p>"), "no sound XML"),
    "half of one": (WHOLE[: len(WHOLE) // 2], "unpacked"),
    "another zip": (zipped(a="b"), "without a Word document"),
    "a drawing": (docx("<w:p><w:drawing/></w:p>"), "without text"),
}


@pytest.mark.parametrize("trap", BAD)
def test_what_cannot_be_read_is_refused_with_one_sentence(trap: str) -> None:
    data, reason = BAD[trap]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError) as refused:
        read_docx(data, "a.docx")
    assert reason in str(refused.value) and str(refused.value).startswith("a.docx: ")
    assert "Words" not in str(refused.value)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256 * 1024  # kilobytes
