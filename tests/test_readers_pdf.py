"""The PDF reader, on PDFs written by hand."""

from __future__ import annotations

import pytest

from agent.errors import ReadFailed
from agent.readers.pdf import PdfReader
from tests.answers import answer, at
from tests.small_pdf import encrypted_pdf, scanned_annex, small_pdf

FIRST = (
    "某省交通运输厅文件",
    "某交发〔２０２４〕８８号",
    "某省交通运输厅关于对新能源货车试行",
    "差异化收费的通知",
    "各市交通运输局：",
    "自2024年12月1日起施行，有效期1年。对新能源货车按现行标准的百分之八",
    "— 1 —",
)
SECOND = (
    "十收取通行费，各市应当做好宣传解释和数据报送等各项工作，确保政策平稳实施。",
    "某省交通运输厅",
    "2024年11月25日",
    "某省交通运输厅办公室　2024年11月27日印发",
    "— 2 —",
)


def read_error(body: bytes) -> ReadFailed:
    with pytest.raises(ReadFailed) as failed:
        PdfReader().read(
            answer(body, content_type="application/pdf", url="https://a.example/f.pdf")
        )
    return failed.value


def test_a_notice_is_read_with_its_metadata() -> None:
    page = PdfReader().read(answer(small_pdf(FIRST, SECOND), content_type="application/pdf"))
    meta = page.meta
    assert page.title == "某省交通运输厅关于对新能源货车试行差异化收费的通知"
    assert meta.title is not None
    assert meta.title.where == "首页标题"
    assert meta.agency is not None
    assert (meta.agency.value, meta.agency.where) == ("某省交通运输厅", "落款")
    assert meta.document_number is not None
    assert meta.document_number.value == "某交发〔2024〕88号"
    assert at(page, meta.document_number.span) == "某交发〔２０２４〕８８号"
    assert meta.signed is not None
    assert meta.issued is not None
    assert meta.effective is not None
    assert meta.in_force is not None
    assert [str(d.interval) for d in (meta.signed, meta.issued, meta.effective, meta.in_force)] == [
        "2024-11-25",
        "2024-11-27",
        "2024-12-01",
        "2024-12-01..2025-11-30",
    ]
    assert meta.issued.where == "版记 印发日期"
    assert page.media_type == "application/pdf"


def test_page_numbers_are_taken_out_where_a_sentence_runs_on() -> None:
    text = PdfReader().read(answer(small_pdf(FIRST, SECOND))).text
    assert "百分之八\n十收取通行费" in text
    assert "— 1 —" not in text


LINE = "为做好有关工作，各市应当按月上报有关情况，确保工作落实到位。"


def text(*pages: tuple[str, ...]) -> str:
    return PdfReader().read(answer(small_pdf(*pages))).text


@pytest.mark.parametrize(
    "number",
    ["- 3 -", "—3—", "－ ３ －", "第 3 页", "第3页 共12页", "第3页/共12页", "·3·", "― 3 ―"],
)
def test_page_numbers_of_all_shapes_go(number: str) -> None:
    assert text(("某通知", LINE, LINE, number)) == f"某通知\n{LINE}\n{LINE}"
    assert text((number, LINE, LINE)) == f"{LINE}\n{LINE}"


def test_plain_page_numbers_go_when_they_count_on() -> None:
    assert text((LINE, LINE, "7"), (LINE, LINE, "8")) == "\n".join([LINE] * 4)


@pytest.mark.parametrize("line", ["2024年", "3辆", "4.5", "45", "１２"])
def test_numbers_of_a_table_are_no_page_numbers(line: str) -> None:
    assert text((LINE, LINE, line)).endswith(f"\n{line}")
    assert text((LINE, line, LINE)).count(line) == 1


def test_the_last_cell_above_a_page_number_stays() -> None:
    assert (
        text((LINE, LINE, "45", "1"), (LINE, LINE, "60", "2"))
        == f"{LINE}\n{LINE}\n45\n{LINE}\n{LINE}\n60"
    )


def test_scanned_annexes_do_not_hide_a_notice_that_can_be_read() -> None:
    pages = [(LINE,) * 8] + [("",)] * 12
    assert LINE in text(*pages)


def test_a_letter_spaced_line_is_closed_up() -> None:
    spaced = " ".join("为深入贯彻习近平生态文明思想落实省委部署")
    page = PdfReader().read(
        answer(small_pdf((spaced, "甲市 乙市", *("各市应当按月上报有关情况。",) * 4)))
    )
    assert page.text.startswith("为深入贯彻习近平生态文明思想落实省委部署\n甲市 乙市")


def test_an_encrypted_pdf_says_what_to_do() -> None:
    error = read_error(encrypted_pdf("secret", FIRST))
    assert error.cause == "encrypted"
    assert "password" in error.message
    assert "import-page" in error.hint


def test_a_pdf_that_opens_without_a_password_is_read() -> None:
    page = PdfReader().read(answer(encrypted_pdf("", FIRST, SECOND)))
    assert "差异化收费" in page.text


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        pytest.param(b"", "empty", id="no-bytes"),
        pytest.param(b"%PDF-1.7\nnothing more", "damaged", id="cut-after-the-head"),
        pytest.param(small_pdf(FIRST)[:700], "damaged", id="cut-in-the-middle"),
        pytest.param(small_pdf(("扫描",), ("件",)), "scanned", id="two-characters-on-two-pages"),
    ],
)
def test_a_pdf_without_text_says_why(body: bytes, cause: str) -> None:
    error = read_error(body)
    assert error.cause == cause
    assert "https://a.example/f.pdf" in error.message


def test_the_words_of_the_link_name_a_pdf_without_a_title() -> None:
    lines = ("各市应当按月上报有关情况。",) * 6
    page = PdfReader().read(answer(small_pdf(lines)), label="补贴标准")
    assert page.title == "补贴标准"


def test_a_page_that_draws_without_end_is_not_followed() -> None:
    body = small_pdf(("一句很短的话，却要很多次才能写完。",) * 60)
    with pytest.raises(ReadFailed) as failed:
        PdfReader(most_operators=100).read(answer(body, content_type="application/pdf"))
    assert failed.value.cause == "too_large"


def test_a_page_with_endless_contents_is_not_followed() -> None:
    assert read_error(small_pdf(("字" * 100,) * 25_000)).cause == "too_large"


HEAD = "某市人民政府公报　2024年第3期"


def test_running_heads_and_page_numbers_are_no_words_of_a_document() -> None:
    pages = [
        (HEAD, LINE, LINE, "各市应当按月上报有关情况，并", "3"),
        (HEAD, "于年底前汇总。", LINE, LINE, "二是加强管理。—4—"),
        (HEAD, "4.加强宣传引导，营造氛围。", LINE, LINE, "5"),
    ]
    read = text(*pages)
    assert "公报" not in read
    assert "各市应当按月上报有关情况，并\n于年底前汇总。" in read
    glued = text(pages[0], pages[1], pages[2][:4], (HEAD, LINE, LINE, "完。—6—"))
    assert "—4—" not in glued
    assert glued.endswith("完。")


def test_of_two_pages_the_head_goes_and_the_day_at_the_foot_of_both_stays() -> None:
    read = text((HEAD, LINE, LINE, "2024年3月5日"), (HEAD, LINE, LINE, "2024年4月6日"))
    assert "公报" not in read
    assert "2024年3月5日" in read
    assert read.endswith("2024年4月6日")


def test_a_running_title_is_kept_once() -> None:
    title = "某省老旧货车报废更新补贴办法"
    pages = [(title, f"第{n}条　各市应当上报第{n}类情况。", LINE, LINE) for n in range(1, 5)]
    assert text(*pages).count(title) == 1


def test_the_head_of_a_table_that_goes_on_is_kept_once() -> None:
    head = "序号 企业名称 补贴金额"
    sheets = [(head, f"{n} 某某公司 {n}.5", LINE, LINE) for n in range(1, 6)]
    assert text((LINE,) * 8, *sheets).count(head) == 1
    assert text(*sheets).count(head) == 1
    assert text(*sheets[:2]).count(head) == 1


def test_pages_that_are_pictures_are_told_by_their_numbers() -> None:
    assert PdfReader().read(answer(scanned_annex((LINE,) * 8))).pictures == (2, 3)


def test_marks_that_were_written_by_their_codes_in_gbk_are_read_as_marks() -> None:
    lines = (
        "丙州市公交发展方案",
        "到2035年ꎬ全市公交车电动化率达到90％ꎻ新建充电桩9万个ꎮ",
        "ꂷꃀ是彝文。",
    )
    text = PdfReader().read(answer(small_pdf((*lines, *("各市应当按月上报有关情况。",) * 4)))).text
    assert "到2035年，全市公交车电动化率达到90％；新建充电桩9万个。" in text
    assert "ꂷꃀ是彝文。" in text
