"""Folding, and locating a quote: kept when only the shapes differ, refused when a fact does."""

from __future__ import annotations

import pytest

from agent.text.fold import contains, fold, locate, locate_all


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("２０２４年", "2024年", id="full-width digits become plain"),
        pytest.param("晋政发［2024］ 8 号", "晋政发(2024)8号", id="brackets become round"),
        pytest.param("晋政发〔2024〕\n8号", "晋政发(2024)8号", id="a line break goes"),
        pytest.param(
            "〈甲〉【乙】「丙」", '《甲》(乙)"丙"', id="title marks, lenticular, corner quotes"
        ),
        pytest.param("“甲”与‘乙’", '"甲"与"乙"', id="all quotation marks are one"),
        pytest.param("3～5个、3—5个、3−5个", "3-5个、3-5个、3-5个", id="dashes and tildes are one"),
        pytest.param("2017——04——12", "2017-04-12", id="several dashes count as one"),
        pytest.param("万千瓦\n0\n12", "万千瓦0 12", id="a separator stays between digits"),
        pytest.param("11\u200b月\ufeff8日", "11月8日", id="zero-width characters go"),
        pytest.param("1\u200b1月", "1 1月", id="zero-width between digits separates"),
        pytest.param("17\x017万", "17\x017万", id="a control character stays"),
        pytest.param("甲\ue000乙", "甲\ue000乙", id="a private-use character stays"),
        pytest.param("甲\u202e乙", "甲\u202e乙", id="a bidirectional override stays"),
        pytest.param("35㎡、①实施", "35m2、1实施", id="compatibility characters are spelled out"),
        pytest.param("①2024年", "1 2024年", id="a circled number does not join a year"),
        pytest.param("10²吨", "10 2吨", id="a superscript does not join a number"),
        pytest.param("⒈5家", "⒈5家", id="a list number with a stop makes no decimal"),
        pytest.param("增长½", "增长1/2", id="a fraction is spelled out"),
        pytest.param("20％﹪", "20%%", id="percent signs are one"),
        pytest.param("e\u0301té", "été", id="marks are composed"),
        pytest.param("e \u0301", "e \u0301", id="a mark on a space stays on its space"),
        pytest.param("ᄀ ᅡ", "ᄀ ᅡ", id="two letters never melt into one"),
        pytest.param("\ud800甲", "\ud800甲", id="a lone surrogate does no harm"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_text_is_folded_as_declared(text: str, folded: str) -> None:
    assert fold(text).text == folded
    assert fold(folded).text == folded


def test_offsets_lead_back_to_the_original_characters() -> None:
    text = "面积 35㎡，\n约——３成"
    folded = fold(text)
    start = folded.text.index("m2")
    assert text[folded.offsets[start] : folded.ends[start + 1]] == "㎡"
    dash = folded.text.index("-")
    assert text[folded.offsets[dash] : folded.ends[dash]] == "——"


def test_an_attack_of_a_thousand_marks_on_one_letter_is_folded_quickly() -> None:
    text = "a" + "\u0316\u0301" * 20_000
    assert len(fold(text).text) > 20_000


PAGE = (
    "第一条\u3000到２０２５年，全省新能源装机达到1,200万千瓦，占比提高\n到20.5％；建设3～5个示范区"
    "〔见附件〕。\n新增公交车200辆，“十四五”期间投资一百二十五万元。"
)


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param(
            "到2025年,全省新能源装机达到1，200万千瓦", id="digits and commas of another width"
        ),
        pytest.param("占比提高到20.5%", id="a line break inside"),
        pytest.param("建设3-5个示范区[见附件]", id="other dash, other brackets"),
        pytest.param('新增公交车200辆，"十四五"期间', id="other quotation marks"),
        pytest.param("占比提高到20.5％。", id="a full stop where the page has a semicolon"),
        pytest.param("全 省 新 能 源", id="spaces between the characters"),
    ],
)
def test_a_quote_that_differs_only_in_shape_is_found(quote: str) -> None:
    assert locate(quote, PAGE) is not None


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        pytest.param("新增公交车20", "新增公交车200辆", id="20 in 200"),
        pytest.param("00辆公交车", "新增200辆公交车", id="a number's tail"),
        pytest.param("占比为20", "占比为20.5", id="before a decimal point"),
        pytest.param("20个百分点", "提高1.20个百分点", id="behind a decimal point"),
        pytest.param("占比提高到20", "占比提高到20%", id="before its percent sign"),
        pytest.param("装机达到20", "装机达到20万千瓦", id="before its 万"),
        pytest.param("万千瓦装机", "20万千瓦装机", id="behind the digits it multiplies"),
        pytest.param("投资1", "投资1,200元", id="before a thousands separator"),
        pytest.param("200元投资", "1,200元投资", id="behind a thousands separator"),
        pytest.param("5个示范区", "建设3～5个示范区", id="the upper end of a range"),
        pytest.param("下降10%", "下降10%～15%", id="the lower end of a range in percent"),
        pytest.param("增至17", "增至17\x017万吨", id="a control character as a decimal point"),
        pytest.param("五个城市", "二十五个城市", id="the tail of a Chinese number"),
        pytest.param("投资二十", "投资二十五万元", id="the head of a Chinese number"),
        pytest.param("二十以上", "百分之二十以上", id="a percentage without its 百分之"),
        pytest.param("五倍以上", "二点五倍以上", id="behind a Chinese decimal point"),
        pytest.param("2以上", "百分之2以上", id="a digit without its 百分之"),
        pytest.param("增至二", "增至二点五倍", id="before a Chinese decimal point"),
        pytest.param("15%以上", "10%—15%以上", id="the upper end of a range in percent"),
        pytest.param("下降百分之", "下降百分之二十", id="百分之 without its number"),
        pytest.param("提高18%", "提高15%", id="another number"),
        pytest.param("12", "万千瓦01\n2", id="digits on two lines"),
        pytest.param("增至177", "增至17\x017", id="control characters are not dropped"),
        pytest.param("面积35m", "面积35㎡", id="half of a character"),
        pytest.param("", "全文", id="an empty quote"),
        pytest.param("，。", "省，。", id="punctuation alone"),
        pytest.param("省", "全省", id="a single character"),
        pytest.param("全省的", "全省", id="more than the page has"),
        pytest.param("全省", "", id="an empty page"),
    ],
)
def test_a_quote_that_differs_in_fact_is_not_found(quote: str, page: str) -> None:
    assert locate(quote, page) is None


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        pytest.param("2024年实施方案", "1.2024年实施方案", id="a year behind a list number"),
        pytest.param("2023年完成", "至2022,2023年完成", id="a year behind a comma"),
        pytest.param("一体化发展", "统一一体化发展", id="统一 is no number"),
        pytest.param(
            "二〇二四年十一月", "附件三\n二〇二四年十一月", id="a Chinese date on its own line"
        ),
        pytest.param("二、主要目标", "之三\n二、主要目标", id="an item number on its own line"),
        pytest.param("12万千瓦", "0\n12万千瓦", id="a table cell behind another"),
        pytest.param("2024年工作要点", "——2024年工作要点", id="a year behind a dash"),
    ],
)
def test_a_whole_number_beside_another_is_found(quote: str, page: str) -> None:
    place = locate(quote, page)
    assert place is not None
    assert page[place.start : place.end] == quote


def test_of_several_places_the_nearest_is_taken() -> None:
    page = "电价上调。其余不变。电价上调。"
    assert [place.start for place in locate_all("电价上调", page)] == [0, 10]
    first, near, last = (locate("电价上调", page, near=near) for near in (None, 9, 100))
    assert first is not None
    assert near is not None
    assert last is not None
    assert (first.start, near.start, last.start) == (0, 10, 10)


def test_the_place_is_given_in_characters_of_the_page() -> None:
    page = "前言\n\n到 2025 年，占比 ２０ ％ 以上"
    place = locate("占比20%", page)
    assert place is not None
    assert page[place.start : place.end] == "占比 ２０ ％"


def test_a_page_folded_once_answers_like_the_page_itself() -> None:
    assert locate("新增公交车200辆", fold(PAGE)) == locate("新增公交车200辆", PAGE)


def test_contains_takes_one_character_but_cuts_no_number() -> None:
    assert contains("二氧化碳", "碳")
    assert not contains("2024年", "24年")
    assert not contains("二氧化碳", "")
