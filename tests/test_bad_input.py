"""Files that are not what they seem: each ends in a page or in a cause of its own. All are invented."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest
import xlsxwriter

from agent.errors import ReadFailed
from agent.readers import Readers
from agent.records import Fetched, Page
from agent.wiring.members import readers
from tests.answers import answer
from tests.small_pdf import encrypted_pdf, small_pdf

READERS: Readers = readers()
NAME = "关于对老旧柴油货车实施限行的通告"
TEXT = "为改善空气质量，经市政府同意，自发布之日起每日七时至二十一时，禁止国三及以下柴油货车驶入绕城高速公路以内道路。"
LINES = (NAME, *(TEXT[:30], TEXT[30:]) * 6)
PDF = "application/pdf"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def html(meta: str = "", mark: str = "") -> str:
    return f"{mark}<html><head>{meta}<title>{NAME}</title></head><body><h1>{NAME}</h1><p>{TEXT}</p></body></html>"


def document() -> bytes:
    made, written = docx.Document(), io.BytesIO()
    for line in LINES:
        made.add_paragraph(line)
    made.save(written)
    return written.getvalue()


def zipped(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, "<x/>")
    return made.getvalue()


def many_pages(count: int) -> bytes:
    """A PDF of so many empty pages."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + count))
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        *["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * count,
    )
    body = "".join(f"{n} 0 obj\n{told}\nendobj\n" for n, told in enumerate(objects, 1))
    return (
        f"%PDF-1.4\n{body}trailer << /Root 1 0 R /Size {count + 3} >>\nstartxref\n0\n%%EOF".encode()
    )


def cause(fetched: Fetched) -> tuple[str, str]:
    with pytest.raises(ReadFailed) as failed:
        READERS.read(fetched)
    return failed.value.cause, failed.value.hint


@pytest.mark.parametrize(
    ("body", "address", "declared", "told"),
    [
        (b"", "a.html", "text/html", "empty"),
        (b"  \n", "a.html", "text/html", "empty"),
        (b"", "a.pdf", PDF, "empty"),
        (b"", "a.docx", "application/octet-stream", "empty"),
        (b"", "a.xlsx", "application/octet-stream", "empty"),
        (b"", "a.txt", "text/plain", "empty"),
        (small_pdf(LINES)[:900], "a.pdf", PDF, "damaged"),
        (document()[:2000], "a.docx", "application/octet-stream", "damaged"),
        (encrypted_pdf("secret", LINES), "a.pdf", PDF, "encrypted"),
        (many_pages(10_000), "a.pdf", PDF, "too_large"),
        (OLE + "WordDocument\0".encode("utf-16-le"), "a.doc", "application/msword", "unsupported"),
        (OLE, "a.wps", "application/octet-stream", "unsupported"),
        (zipped("OFD.xml"), "a.ofd", "application/octet-stream", "unsupported"),
        (zipped("any.txt"), "a.zip", "application/zip", "unsupported"),
        (b"\x00\x01\x02" * 4000, "a.bin", "application/octet-stream", "unsupported"),
        (b"\xff\xfe\x80\x81" + bytes(range(128, 256)) * 90, "a.html", "text/html", "charset"),
    ],
    ids=[
        *("empty", "white", "empty-pdf", "empty-docx", "empty-xlsx", "empty-txt", "cut-off-pdf"),
        *(
            "cut-off-docx",
            "password",
            "ten-thousand-pages",
            "doc",
            "wps",
            "ofd",
            "zip",
            "bytes",
            "noise",
        ),
    ],
)
def test_a_file_that_cannot_be_read_has_its_cause(
    body: bytes, address: str, declared: str, told: str
) -> None:
    got, to_do = cause(answer(body, url=f"https://a.example/{address}", content_type=declared))
    assert got == told
    assert "research import-page URL FILE" in to_do


def ole(stream: str) -> bytes:
    """An OLE file with a stream of this name in its directory."""
    return OLE + f"{stream}\0".encode("utf-16-le")


@pytest.mark.parametrize(
    ("body", "told", "to_do"),
    [
        (ole("EncryptedPackage"), "encrypted", "without the password"),
        (ole("PowerPoint Document"), "unsupported", "save it as PDF"),
        (zipped("ppt/presentation.xml"), "unsupported", "save it as PDF"),
        (b"Rar!\x1a\x07\x00", "unsupported", "unpack it"),
        (b"\x1f\x8b\x08" + bytes(40), "unsupported", "unpack it"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "unsupported", "PNG or JPEG"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "unsupported", "PNG or JPEG"),
        (b"bplist00" + bytes(40), "unsupported", "its source"),
        (b"MZ" + bytes(400), "unsupported", "research import-page"),
        (bytes(1_000_000), "unsupported", "research import-page"),
    ],
    ids=["locked", "ppt", "pptx", "rar", "gzip", "webp", "heic", "webarchive", "program", "zeros"],
)
def test_a_file_saved_by_hand_says_what_to_do_with_it(body: bytes, told: str, to_do: str) -> None:
    """The address ends in .html and nothing is declared, as of a file that is imported."""
    got, hint = cause(answer(body, content_type=""))
    assert got == told
    assert to_do in hint


def test_a_text_saved_by_hand_keeps_its_lines_whatever_its_address_ends_in() -> None:
    page = READERS.read(answer("\n".join(LINES), content_type=""))
    assert page.media_type == "text/plain"
    assert page.text.splitlines()[: len(LINES)] == list(LINES)


def test_a_text_in_english_in_a_pdf_is_no_picture() -> None:
    lines = [
        "The county closed two units of the plant in March and will keep a third in reserve."
    ] * 9
    assert "keep a third in reserve" in read(answer(small_pdf(lines), content_type=PDF))


def test_letters_that_a_font_without_a_map_leaves_are_no_text() -> None:
    lines = ["Qxv zpw kjh trw bnm lkp vcx zas wqe rty uio plk jhg fds"] * 12
    assert cause(answer(small_pdf(lines), content_type=PDF))[0] == "scanned"


def test_a_page_of_nothing_but_odd_characters_is_judged_in_time() -> None:
    page = answer("<p>" + "\u0301\0" * 300_000 + "</p>")
    began = time.process_time()
    READERS.refusal(page)
    assert time.process_time() - began < 2.0


@pytest.mark.parametrize("address", ["a.doc", "a.wps", "a.ofd"])
def test_an_old_format_says_how_to_save_it(address: str) -> None:
    body = zipped("OFD.xml") if address.endswith("ofd") else OLE
    _, hint = cause(answer(body, url=f"https://a.example/{address}", content_type=""))
    assert "PDF" in hint
    assert "research import-page URL FILE" in hint


@pytest.mark.parametrize(
    ("body", "address", "declared"),
    [
        (small_pdf(LINES), "a.docx", "application/octet-stream"),
        (small_pdf(LINES), "a.html", "text/html"),
        (document(), "a.pdf", PDF),
        (html().encode(), "a.pdf", PDF),
        (html().encode(), "a.xls", "application/vnd.ms-excel"),
        (html().encode("gb18030"), "a", "application/octet-stream"),
        ("\n".join(LINES).encode(), "a.txt", "application/octet-stream"),
    ],
    ids=[
        "pdf-as-docx",
        "pdf-as-html",
        "docx-as-pdf",
        "html-as-pdf",
        "html-as-xls",
        "no-ending",
        "txt",
    ],
)
def test_bytes_are_believed_before_names(body: bytes, address: str, declared: str) -> None:
    url = f"https://a.example/{address}"
    assert "禁止国三及以下柴油货车" in read(answer(body, url=url, content_type=declared))


def read(fetched: Fetched) -> str:
    page: Page = READERS.read(fetched)
    return page.text.replace("\n", "")


GBK, UTF8 = "gb18030", "utf-8"


@pytest.mark.parametrize(
    ("written", "header", "meta", "mark"),
    [
        (GBK, "utf-8", "", b""),
        (GBK, "", "utf-8", b""),
        (GBK, "utf-8", "utf-8", b""),
        (GBK, "iso-8859-1", "", b""),
        (UTF8, "gb2312", "", b""),
        (UTF8, "", "gbk", b""),
        (UTF8, "gbk", "gbk", b"\xef\xbb\xbf"),
        (UTF8, "no-such-charset", "", b""),
        ("utf-16-le", "utf-8", "utf-8", b"\xff\xfe"),
        ("utf-16-be", "gbk", "", b"\xfe\xff"),
        ("utf-16-le", "", "", b""),
        ("utf-16-be", "", "", b""),
    ],
)
def test_a_wrong_charset_in_any_place_does_not_matter(
    written: str, header: str, meta: str, mark: bytes
) -> None:
    told = f'<meta charset="{meta}">' if meta else ""
    declared = f"text/html; charset={header}" if header else "text/html"
    assert TEXT in read(answer(mark + html(told).encode(written), content_type=declared))


def test_a_part_of_another_charset_in_the_body_is_read_too() -> None:
    body = html().encode() + "<div>友情链接：某市生态环境局</div>".encode("gb18030")
    assert TEXT in read(answer(body))


ROWS = 5000


def test_a_table_of_five_thousand_rows_is_read_in_html() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>某某公司{n}</td><td>{n}吨</td></tr>" for n in range(ROWS))
    text = read(answer(f"<h1>{NAME}</h1><p>{TEXT}</p><table>{rows}</table>"))
    assert "4999 | 某某公司4999 | 4999吨" in text


def test_a_table_of_five_thousand_rows_is_read_in_a_workbook() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for n in range(ROWS):
            sheet.write_row(n, 0, (n, f"某某公司{n}", f"{n}吨"))
    fetched = answer(made.getvalue(), url="https://a.example/a.xlsx", content_type="")
    assert "4999 | 某某公司4999 | 4999吨" in read(fetched)


def test_a_table_of_five_thousand_rows_in_a_document_is_read_or_told() -> None:
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>某某公司</w:t></w:r></w:p></w:tc>" * 3 + "</w:tr>"
    base = document()
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(base)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            body = source.read(name)
            if name == "word/document.xml":
                body = body.replace(b"</w:body>", f"<w:tbl>{row * ROWS}</w:tbl></w:body>".encode())
            target.writestr(name, body)
    fetched = answer(made.getvalue(), url="https://a.example/a.docx", content_type="")
    assert read(fetched).count("某某公司 | 某某公司 | 某某公司") == ROWS
