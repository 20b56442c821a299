"""What OCR read: where it comes from, what it may support, and the picture beside it.

Reading pictures takes the extra ``ocr`` (350 MB of wheels), which neither CI nor a developer needs
for anything else: those tests are skipped without it. The notice in pictures/ is invented.
"""

from __future__ import annotations

import datetime
import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from agent.checks import judge
from agent.errors import ReadFailed
from agent.findings import Dossier, Label, Status
from agent.readers import Readers
from agent.readers.apart import drawn, picture
from agent.readers.recognition import installed
from agent.records import Changepoint, Page, Recognised, Span
from agent.sample import SAMPLE, read_manifest
from agent.wiring import Config
from agent.wiring.members import checks, knowledge, readers
from agent.wiring.workshop import open_workshop
from tests.answers import answer
from tests.small_pdf import small_pdf
from tests.test_readers_kinds import NAME
from tests.test_readers_kinds import page as html_page

POINT = Changepoint(province="山西", sector="Ground", date=datetime.date(2024, 11, 8))
ADDRESS = next(page.url for page in read_manifest().pages if page.file == "subsidy.html")
NOTICE = (Path(__file__).parent / "pictures" / "notice.png").read_bytes()
READERS: Readers = readers()
with_ocr = pytest.mark.skipif(not installed(), reason="the extra ocr is not installed")


def png(width: int, height: int) -> bytes:
    """A white picture of one bit a pixel."""
    row = b"\x00" + b"\xff" * ((width + 7) // 8)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * height, 9)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def scan(*pictures: bytes) -> bytes:
    """A PDF whose pages are pictures."""
    from PIL import Image  # noqa: PLC0415 - comes with the extra

    frames = [Image.open(io.BytesIO(one)).convert("L") for one in pictures]
    made = io.BytesIO()
    frames[0].save(made, "PDF", save_all=True, append_images=frames[1:], resolution=150)
    return made.getvalue()


def joined(*files: bytes) -> bytes:
    writer = PdfWriter()
    for file in files:
        for one in PdfReader(io.BytesIO(file)).pages:
            writer.add_page(one)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def words(page: Page, number: int = 0) -> str:
    span = page.recognised[number].span
    return page.text[span.start : span.end]


# What it may support


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dossier]:
    config = Config(cache=tmp_path_factory.mktemp("cache"), sample=True)
    with open_workshop(config, lambda *_: None) as workshop:
        workshop.import_page(ADDRESS, SAMPLE / "pages" / "subsidy.html")
        yield workshop.research(POINT, ADDRESS)


def test_a_finding_in_recognised_letters_is_at_best_flagged(dossier: Dossier) -> None:
    (finding,) = dossier.with_status(Status.VERIFIED)
    (page,) = dossier.pages
    whole = Recognised(page=3, span=Span(start=0, end=len(page.text)))
    read = page.model_copy(update={"recognised": (whole,)})
    known = checks(knowledge(Config(sample=True)))
    again = judge(finding.policy, read, POINT, dossier.window, known)
    assert again.status is Status.FLAGGED
    assert [v.values["page"] for v in again.of_check("recognised")] == ["3"]
    exact = [v for c in ("date", "figure", "document_number", "window") for v in again.of_check(c)]
    assert exact
    assert not [v for v in exact if v.label is Label.SUPPORTED and v.span]
    assert all(v.label is Label.SUPPORTED for v in again.of_check("name"))
    held = [claim.value for _, claim in again.held("content", "impact")]
    assert not [value for value in held if any(mark.isdigit() for mark in value)]


def test_letters_of_its_own_stay_evidence_beside_recognised_ones(dossier: Dossier) -> None:
    (finding,) = dossier.with_status(Status.VERIFIED)
    (page,) = dossier.pages
    end = len(page.text)
    annex = Recognised(page=2, span=Span(start=end + 1, end=end + 5))
    read = page.model_copy(update={"text": page.text + "\n识别文字", "recognised": (annex,)})
    known = checks(knowledge(Config(sample=True)))
    assert judge(finding.policy, read, POINT, dossier.window, known).status is Status.VERIFIED


def test_without_the_extra_a_picture_is_refused_with_its_name() -> None:
    with pytest.raises(ReadFailed) as refused:
        picture(able=lambda: False).read(answer(NOTICE, content_type="image/png"))
    assert refused.value.cause == "picture"
    assert "policy-research-agent[ocr]" in refused.value.hint


def test_a_page_of_pictures_alone_leads_to_them_where_they_can_be_read() -> None:
    shown = answer(
        html_page(f"<h1>{NAME}</h1><p>2024-11-08</p><img src=/logo.png><img src=/1.png>")
    )
    blind = Readers({"text/html": READERS._by_media_type["text/html"]})
    seeing = Readers({"text/html": READERS._by_media_type["text/html"]}, pictures=True)
    assert blind.refusal(shown) == "picture"
    assert seeing.refusal(shown) is None
    links = [link.url for link in seeing.read(shown).attachment_links]
    assert links == ["https://jt.sx.example/1.png"]


# Reading


@with_ocr
def test_an_imported_picture_is_read_and_supports_no_day(tmp_path: Path) -> None:
    file = tmp_path / "notice.png"
    file.write_bytes(NOTICE)
    url = "https://hb.shanxi.example/notice.png"
    with open_workshop(Config(cache=tmp_path / "cache", sample=True), lambda *_: None) as workshop:
        page = workshop.import_page(url, file)
        found = workshop.research(POINT, url)
    assert page.title.endswith("关于启动重污染天气橙色预警的通告")
    assert "自2024年11月8日12时起" in words(page)
    assert page.meta.signed is None
    assert not found.with_status(Status.VERIFIED)


@with_ocr
def test_a_scanned_pdf_is_read_page_by_page() -> None:
    page = READERS.read(answer(scan(NOTICE, NOTICE), content_type="application/pdf"))
    assert [one.page for one in page.recognised] == [1, 2]
    assert "国三及以下排放标准柴油货车禁止通行" in words(page, 1)
    assert page.pictures == ()


@with_ocr
def test_the_letters_of_a_pdf_stay_its_own_before_a_scanned_annex() -> None:
    cover = small_pdf(
        ["关于印发应急预案的通知", "各区县人民政府，现将预案印发给你们。", "2024年11月1日"] * 9
    )
    page = READERS.read(answer(joined(cover, scan(NOTICE)), content_type="application/pdf"))
    assert page.text.startswith("关于印发应急预案的通知")
    assert [one.page for one in page.recognised] == [2]
    assert words(page).startswith("岚州市生态环境局")


@with_ocr
@pytest.mark.parametrize(
    ("body", "cause"),
    [(png(10_000, 10_000), "too_large"), (NOTICE[:2000], "damaged"), (png(200, 200), "picture")],
    ids=["100-megapixels", "cut-off", "nothing-to-read"],
)
def test_a_picture_that_cannot_be_read_has_its_cause(body: bytes, cause: str) -> None:
    with pytest.raises(ReadFailed) as failed:
        READERS.read(answer(body, content_type="image/png"))
    assert failed.value.cause == cause


@with_ocr
def test_a_page_is_drawn_anew_and_never_sent_as_it_came() -> None:
    made = drawn(NOTICE, 1)
    assert made.startswith(b"\x89PNG")
    assert made != NOTICE
    assert drawn(scan(NOTICE), 1).startswith(b"\x89PNG")
    with pytest.raises(ReadFailed):
        drawn(NOTICE, 2)
