"""Bytes to characters: declarations are missing, wrong or too narrow."""

from __future__ import annotations

import codecs
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import ReadFailed
from agent.readers.charset import decode

NOTICE = (
    "各市交通运输局、财政局：为做好老旧营运货车报废更新工作，现将补贴标准印发给你们，请认真贯彻执行。"
    "朱镕基、㙍塬等字只在较大的字符集里。"
)
TRADITIONAL = (
    "各縣市政府：為辦理老舊貨車汰換補助，請於期限內備妥文件提出申請，並依規定辦理撥款與查核事宜。"
)
MARKUP = "<html><head>{}</head><body><p>{}</p></body></html>"


def page(text: str, declared: str = "") -> str:
    meta = (
        f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
        if declared
        else ""
    )
    return MARKUP.format(meta, text)


@pytest.mark.parametrize(
    ("body", "header", "charset"),
    [
        pytest.param(
            page(NOTICE, "gb2312").encode("gb18030"),
            "",
            "gb18030",
            id="wider-than-the-gb2312-it-declares",
        ),
        pytest.param(page(NOTICE).encode("gb18030"), "", "gb18030", id="gbk-without-a-word"),
        pytest.param(
            page(NOTICE).encode("gb18030"),
            "text/html; charset=GBK",
            "gb18030",
            id="gbk-in-the-header",
        ),
        pytest.param(
            page(NOTICE, "utf-8").encode("gb18030"), "", "gb18030", id="gbk-declared-utf-8"
        ),
        pytest.param(
            page(NOTICE, "gb2312").encode("utf-8"), "", "utf-8", id="utf-8-declared-gb2312"
        ),
        pytest.param(
            page(NOTICE).encode("gb18030"),
            "text/html; charset=ISO-8859-1",
            "gb18030",
            id="a-server-default-is-no-declaration",
        ),
        pytest.param(codecs.BOM_UTF8 + page(NOTICE).encode(), "", "utf-8", id="utf-8-mark"),
        pytest.param(
            codecs.BOM_UTF16_LE + page(NOTICE).encode("utf-16-le"),
            "",
            "utf-16-le",
            id="utf-16-mark",
        ),
    ],
)
def test_a_chinese_page_is_read_as_it_was_written(body: bytes, header: str, charset: str) -> None:
    decoded = decode(body, header)
    assert NOTICE in decoded.text
    assert (decoded.charset, decoded.replaced) == (charset, 0)


@pytest.mark.parametrize(
    "declared", ["big5", "Big5", ""], ids=["declared", "in-capitals", "undeclared"]
)
def test_big5_is_read(declared: str) -> None:
    assert TRADITIONAL in decode(page(TRADITIONAL, declared).encode("big5")).text


def test_forty_kilobytes_of_script_before_the_text_do_not_mislead() -> None:
    script = "<script>" + "var a = 1; " * 4000 + "</script>"
    assert NOTICE in decode(page(script + NOTICE).encode("gb18030")).text


def test_two_broken_bytes_are_forgiven_and_counted() -> None:
    body = page(NOTICE, "gb2312").encode("gb18030")
    at = body.index("为做好".encode("gb18030"))
    decoded = decode(body[:at] + b"\xff\xff" + body[at:])
    assert 1 <= decoded.replaced <= 2
    assert "请认真贯彻执行" in decoded.text


def test_a_cut_utf_8_page_is_not_taken_for_gbk() -> None:
    body = page(NOTICE, "utf-8").encode()
    at = body.index("贯彻".encode())
    decoded = decode(body[: at + 1] + body[at + 2 :])
    assert "各市交通运输局" in decoded.text
    assert decoded.charset == "utf-8"


def test_bytes_of_no_charset_are_an_error_not_a_page() -> None:
    noise = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(200))
    with pytest.raises(ReadFailed) as failed:
        decode(noise)
    assert failed.value.cause == "charset"
    assert "import-page" in failed.value.hint


def test_an_english_page_is_read() -> None:
    assert decode(b"<p>Notice on trucks</p>").text == "<p>Notice on trucks</p>"


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=40, max_size=200)
)
def test_utf_8_is_always_read_back(text: str) -> None:
    assert decode(text.encode()).text == text


@given(
    st.text(
        st.sampled_from(
            "各市交通运输局财政厅为做好老旧营运货车报废更新工作现将补贴标准印发给你们。，"
        ),
        min_size=40,
        max_size=200,
    )
)
def test_gbk_of_common_words_is_always_read_back(text: str) -> None:
    assert (
        decode(b"<p>" + text.encode("gbk") + b"</p>", "text/html; charset=gb2312").text
        == f"<p>{text}</p>"
    )
