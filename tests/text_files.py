"""PDF and DOCX files that tests write themselves: with the words, and the traps, that they want."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(*pages: str, trailer: str = "", more: Sequence[bytes] = (), catalog: str = "") -> bytes:
    """Return a PDF with these lines on its pages, in any script; '' is a page without text.

    `trailer` and `catalog` add to those dictionaries; `more` are objects, numbered from 5 on.
    """
    letters = sorted({char for page in pages for char in page})
    codes = {char: number for number, char in enumerate(letters, 1)}
    first = 5 + len(more)
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R {catalog}>>".encode(),
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/Invented/Encoding/Identity-H/DescendantFonts[<<"
        b"/Type/Font/Subtype/CIDFontType2/BaseFont/Invented/DW 600/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/Invented"
        b"/Flags 4/FontBBox[0 0 600 700]/ItalicAngle 0/Ascent 700/Descent 0/CapHeight 700/StemV 80"
        b">>>>]/ToUnicode 4 0 R>>",
        stream(_unicode(codes)),
        *more,
    ]
    for at, page in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (first + 2 * at + 1)
        )
        objects.append(stream(_drawn(page, codes)))
    return assembled(objects, trailer)


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """Return the PDF of these objects, numbered from 1; the first is its catalog."""
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out.write(f"trailer<</Size {size}/Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def stream(data: bytes, *, packed: bool = False) -> bytes:
    """Return a stream object of these bytes; `packed`: they are deflated already."""
    made = data if packed else zlib.compress(data)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(made), made)


def _unicode(codes: Mapping[str, int]) -> bytes:
    rows = [
        f"<{code:04x}><{char.encode('utf-16-be').hex()}>"
        for char, code in codes.items()
        if char != "\n"
    ]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/U def/CMapType 2 def"
        f" 1 begincodespacerange<0000><ffff>endcodespacerange\n{body}\nendcmap end end"
    ).encode()


def _drawn(page: str, codes: Mapping[str, int]) -> bytes:
    lines = (
        "".join(f"{codes[char]:04x}" for char in line) for line in page.split("\n") if page.strip()
    )
    shown = " T* ".join(f"<{line}> Tj" for line in lines)
    return f"BT /F 10 Tf 14 TL 40 760 Td {shown} ET".encode() if shown else b"0 0 m"


def paragraphs(*lines: str) -> str:
    """Return paragraphs of a Word document with these words."""
    return "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines
    )


def docx(body: str, parts: Mapping[str, str | bytes] | None = None, doctype: str = "") -> bytes:
    """Return a DOCX of this body; `parts` adds or replaces parts, `doctype` stands before it."""
    relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    written: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{relationships}"><Relationship Id="r"'
        f' Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?>{doctype}'
        f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in written.items():
            packed.writestr(name, content)
    return out.getvalue()
