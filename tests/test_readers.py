"""Which reader is asked: by what the bytes are, not by what a server calls them."""

from __future__ import annotations

import io
import zipfile

import pytest

from agent.errors import ReadFailed
from agent.readers import DOCX, HTML, PDF, PLAIN, Readers, sniff
from agent.readers.html import HtmlReader
from agent.readers.text import TextReader
from tests.answers import URL, answer

ANY = "application/octet-stream"


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "content_type", "url", "media_type"),
    [
        pytest.param(b"%PDF-1.7 ...", "text/html", "http://a.example/a", PDF, id="pdf-called-html"),
        pytest.param(
            b"\xef\xbb\xbf\n%PDF-1.4",
            ANY,
            "http://a.example/a",
            PDF,
            id="pdf-after-a-byte-order-mark",
        ),
        pytest.param(
            b"<html><body>404</body></html>",
            "application/pdf",
            "http://a.example/a.pdf",
            HTML,
            id="error-page-behind-a-pdf-link",
        ),
        pytest.param(zipped("word/document.xml"), ANY, "http://a.example/a", DOCX, id="docx"),
        pytest.param(
            zipped("OFD.xml", "Doc_0/Document.xml"),
            "application/zip",
            "http://a.example/a.zip",
            "application/ofd",
            id="ofd-is-a-zip",
        ),
        pytest.param(zipped("附件/表.csv"), ANY, "http://a.example/a", "application/zip", id="zip"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            ANY,
            "http://a.example/a.wps",
            "application/msword",
            id="wps-is-an-old-word-file",
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            ANY,
            "http://a.example/a.xls",
            "application/vnd.ms-excel",
            id="xls",
        ),
        pytest.param(b"", ANY, "http://a.example/a.pdf", PDF, id="empty-pdf-by-its-name"),
        pytest.param("通知".encode(), "text/plain", "http://a.example/a", PLAIN, id="plain"),
        pytest.param(
            "通知".encode("gbk"), "", "http://a.example/a", HTML, id="no-header-no-markup"
        ),
        pytest.param(
            b'{"code": 1}', "application/json", "http://a.example/a", "application/json", id="json"
        ),
        pytest.param(
            b'<?xml version="1.0"?><html><p>x</p></html>',
            "text/xml",
            "http://a.example/a",
            HTML,
            id="xhtml",
        ),
    ],
)
def test_the_bytes_decide_what_they_are(
    body: bytes, content_type: str, url: str, media_type: str
) -> None:
    assert sniff(body, content_type, url) == media_type


def test_a_page_goes_to_the_reader_of_its_format() -> None:
    readers = Readers({HTML: HtmlReader(), PLAIN: TextReader()})
    page = readers.read(answer("山西省某通知的全文。", content_type="text/plain"))
    assert page.reader == TextReader.name


def test_a_format_nobody_reads_says_so_and_what_to_do() -> None:
    readers = Readers({HTML: HtmlReader()})
    with pytest.raises(ReadFailed) as failed:
        readers.read(answer(b"Rar!\x1a\x07\x00", url="http://a.example/fj.rar"))
    assert failed.value.cause == "unsupported"
    assert "import-page" in failed.value.hint


def test_versions_name_every_reader() -> None:
    readers = Readers({HTML: HtmlReader(), PLAIN: TextReader()})
    assert readers.versions == {"text/html": HtmlReader.name, "text/plain": TextReader.name}


def test_readers_tell_refusals_and_redirects() -> None:
    readers = Readers({HTML: HtmlReader()})
    shell = answer("<html><script>location.href='/new.html'</script></html>")
    assert readers.refusal(shell) == "shell"
    assert readers.redirect_target(shell) == URL.partition("/art")[0] + "/new.html"


def test_half_a_character_in_the_words_of_a_link_does_not_reach_a_page() -> None:
    readers = Readers({"text/plain": TextReader()})
    page = readers.read(answer("通知全文。", content_type="text/plain"), "公交补贴\ud83d通知")

    assert page.label == "公交补贴\ufffd通知"
    assert page.model_dump_json()
