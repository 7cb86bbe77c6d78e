"""PDF to text: pages, scripts, scans, and files made to harm their reader."""

from __future__ import annotations

import http.server
import io
import json
import sys
import threading
import zlib
from importlib.metadata import PackageNotFoundError

import pytest

from clew.graph.errors import InputError
from clew.loaders.texts import pdf as reading
from clew.loaders.texts import pdf_process
from clew.loaders.texts.pdf import read_pdf
from clew.loaders.texts.reading import read_document
from tests.text_files import assembled, pdf, stream

LOCKED = f"<</Filter/Standard/V 1/R 2/Length 40/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>".encode()
FORM = "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]{}/Length {}>>stream\n{}\nendstream"


def test_pages_end_with_form_feeds_and_every_script_is_read() -> None:
    found = read_pdf(pdf("Zebulon owns it.\nភ្នំពេញ 公司。", "Öde 🏝 said so."), "a.pdf")
    assert found.text == "Zebulon owns it.\nភ្នំពេញ 公司。\n\fÖde 🏝 said so.\n\f"
    assert found.tool.startswith("pypdfium2 ")


def test_a_page_without_text_keeps_its_number() -> None:
    assert read_pdf(pdf("One.", "", "Three."), "a.pdf").text == "One.\n\f\n\fThree.\n\f"


def drawn(content: bytes, *forms: bytes) -> bytes:
    """Return a PDF of one page with this content stream, and forms numbered from 5 on."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    pages = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    return assembled([*pages, page + b"/Contents 4 0 R>>", content, *forms])


def nested(depth: int) -> bytes:
    """Return a PDF whose page draws ten forms, each of which draws ten, and so on."""
    resources = "/Resources<</XObject<</X {} 0 R>>>>"
    forms = [
        FORM.format(resources.format(number), 60, "/X Do " * 10).encode()
        for number in range(6, 6 + depth)
    ]
    return drawn(stream(b"/X Do"), *forms, FORM.format("", 3, "q Q").encode())


def bomb() -> bytes:
    """Return a gigabyte of zeros, deflated."""
    packer, block = zlib.compressobj(9), bytes(1 << 24)
    return b"".join([*(packer.compress(block) for _ in range(64)), packer.flush()])


BAD = {
    "a scan": (pdf("", ""), "is a scan without text: run an OCR tool over it first"),
    "a password": (pdf("Words.", trailer="/Encrypt 5 0 R/ID[<00><00>]", more=[LOCKED]), "password"),
    "nothing but a mark": (b"%PDF-1.7\n", "cannot be opened"),
    "half of one": (pdf("Words.")[:400], "cannot be opened"),
    "pages in a circle": (
        assembled(
            [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 5000>>"]
        ),
        "cannot be opened",
    ),
    "billions of pages": (
        assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 2000000000>>"]),
        "PDF",
    ),
    "deep arrays": (pdf("", catalog="/X " + "[" * 100_000), "a scan without text"),
    "a bomb": (drawn(stream(bomb(), packed=True)), "took more time or memory"),
}


@pytest.mark.parametrize("trap", BAD)
def test_what_cannot_be_read_is_refused_with_one_sentence(trap: str) -> None:
    data, reason = BAD[trap]
    with pytest.raises(InputError) as refused:
        read_pdf(data, "a.pdf")
    assert reason in str(refused.value) and str(refused.value).startswith("a.pdf: ")
    assert "Words" not in str(refused.value) and str(refused.value).count("\n") == 0


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 1)
    with pytest.raises(InputError, match="took more time or memory"):
        read_pdf(nested(30), "a.pdf")


def test_scripts_attachments_and_addresses_in_it_are_left_alone() -> None:
    asked: list[str] = []

    class Told(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

        do_POST = do_GET

    with http.server.HTTPServer(("127.0.0.1", 0), Told) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        where = f"http://127.0.0.1:{server.server_port}/"
        more = [
            f"<</S/JavaScript/JS(this.submitForm('{where}'); app.launchURL('{where}'))>>".encode(),
            f"<</S/SubmitForm/F<</FS/URL/F({where})>>>>".encode(),
            b"<</Type/Filespec/F(/etc/passwd)/EF<</F 8 0 R>>>>",
            stream(b"attached words"),
        ]
        catalog = "/OpenAction 5 0 R/AA<</O 6 0 R>>/Names<</EmbeddedFiles<</Names[(a) 7 0 R]>>>>"
        assert read_pdf(pdf("Words.", more=more, catalog=catalog), "a.pdf").text == "Words.\n\f"
        server.shutdown()
    assert not asked


def test_unseen_signs_and_line_ends_are_put_right() -> None:
    assert reading._cleaned("a\ufffeb  \r\nc\x00\x02\ufeff\rd\ud83d") == "a-\nb\nc\nd\ufffd"


def test_without_the_extra_the_sentence_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(reading, "version", missing)
    with pytest.raises(InputError, match=r"pip install 'clew\[text\]'"):
        read_pdf(pdf("Words."), "a.pdf")


def test_what_stands_before_a_pdf_is_passed_over() -> None:
    found = read_document(b"HTTP/1.1 200 OK\r\n\r\n" + pdf("Words."), "a.pdf", lambda hint: ())
    assert found and found.text == "Words.\n\f"


def test_a_reader_that_does_not_start_is_told_as_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(pdf("Words."))))
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    pdf_process.main()
    answer = json.loads(capsys.readouterr().out)
    monkeypatch.setattr(reading, "_asked", lambda data: answer)
    with pytest.raises(InputError, match=r"pip install 'clew\[text\]'"):
        read_pdf(pdf("Words."), "a.pdf")
