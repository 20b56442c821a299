"""落款, 题注 and 版记: who signed and when, who printed and when."""

from __future__ import annotations

import pytest

from agent.readers.signature import imprint, is_issuer, issuers_in, signature
from agent.records import Span


def whole(text: str) -> Span:
    return Span(start=0, end=len(text))


def signed(text: str) -> tuple[str | None, str | None]:
    found = signature(text, whole(text))
    date = str(found.day.interval) if found.day else None
    if found.day and found.day.span:
        assert text[found.day.span.start : found.day.span.end] == found.day.value
    return found.agency.value if found.agency else None, date


BODY = "各市交通运输局：\n现将有关事项通知如下，请认真贯彻执行。\n"


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        pytest.param(
            "山西省交通运输厅\n2024年10月12日", ("山西省交通运输厅", "2024-10-12"), id="two-lines"
        ),
        pytest.param(
            "山西省交通运输厅\n山西省财政厅\n二〇二四年十月十二日",
            ("山西省交通运输厅、山西省财政厅", "2024-10-12"),
            id="joint-issuers-one-a-line",
        ),
        pytest.param(
            "山西省交通运输厅　　山西省财政厅\n2024 年 10 月 12 日",
            ("山西省交通运输厅、山西省财政厅", "2024-10-12"),
            id="joint-issuers-in-a-line",
        ),
        pytest.param(
            "太原市人民政府 2024年10月12日", ("太原市人民政府", "2024-10-12"), id="in-one-line"
        ),
        pytest.param("国务院\n2024年10月12日", ("国务院", "2024-10-12"), id="国务院"),
        pytest.param(
            "中共中央\n国务院\n2024年10月12日", ("中共中央、国务院", "2024-10-12"), id="中共中央"
        ),
        pytest.param(
            "教 育 部\n２０２４年１０月１２日",
            ("教育部", "2024-10-12"),
            id="letter-spaced-and-full-width",
        ),
        pytest.param(
            "太原市人\n民政府\n2024年10月12日", ("太原市人民政府", "2024-10-12"), id="broken-in-two"
        ),
        pytest.param(
            "山西省交通运输厅\n太原市生态环\n境局\n2024年10月12日",
            ("山西省交通运输厅、太原市生态环境局", "2024-10-12"),
            id="one-of-two-broken",
        ),
        pytest.param(
            "晋城市发展和改革委员\n会\n2024年10月12日",
            ("晋城市发展和改革委员会", "2024-10-12"),
            id="broken-before-its-last-character",
        ),
        pytest.param(
            "太原市人\n民政府 2024年10月12日",
            ("太原市人民政府", "2024-10-12"),
            id="broken-above-its-date",
        ),
        pytest.param(
            "民政府 2024年10月12日", (None, "2024-10-12"), id="half-a-name-beside-its-date"
        ),
        pytest.param(
            "（此页无正文）\n民政府\n2024年10月12日",
            (None, "2024-10-12"),
            id="half-a-name-is-nobody",
        ),
        pytest.param(
            "特此通知\n山西示例能源集团\n2024年10月12日",
            ("山西示例能源集团", "2024-10-12"),
            id="a-closing-word-is-no-first-half",
        ),
        pytest.param("省长　张某某\n2024年10月12日", (None, "2024-10-12"), id="signed-by-a-person"),
        pytest.param(
            "2024年10月12日\n（此件公开发布）",
            (None, "2024-10-12"),
            id="a-lonely-date-near-the-end",
        ),
        pytest.param(
            "某市节能减排工作领导小组办公室\n（某市发展和改革委员会代章）\n2024年10月12日",
            ("某市节能减排工作领导小组办公室", "2024-10-12"),
            id="another-body-lends-its-seal",
        ),
    ],
)
def test_the_closing_says_who_and_when(
    closing: str, expected: tuple[str | None, str | None]
) -> None:
    assert signed(BODY + closing) == expected


def test_a_notice_is_signed_before_the_plan_it_passes_on() -> None:
    text = (
        BODY
        + "国务院办公厅\n2024年7月17日\n关于扩大规模的请示\n"
        + "正文。\n" * 20
        + "国家某委员会\n2024年5月13日"
    )
    assert signed(text) == ("国务院办公厅", "2024-07-17")


def test_issuer_and_date_may_stand_under_the_title() -> None:
    text = (
        "某市2024年统计公报\n某市统计局\n国家统计局某市调查队\n（2025年4月12日）\n2024年，全市上下共同努力。\n"
        + "正文。\n" * 30
    )
    assert signed(text) == ("某市统计局、国家统计局某市调查队", "2025-04-12")


def test_a_note_under_the_title_tells_the_day_it_was_passed() -> None:
    text = "某省某条例\n（2024年9月28日某省第十四届人民代表大会常务委员会\n第十次会议通过）\n第一条　为了某事，制定本条例。"
    assert signed(text) == ("某省人民代表大会常务委员会", "2024-09-28")


def test_a_note_of_the_day_an_order_was_made_public_is_no_signing() -> None:
    text = "某省某办法\n（2020年9月28日某省人民政府令第341号公布　自2020年11月1日起施行）\n第一条　为了某事，制定本办法。"
    assert signed(text) == (None, None)
    whole = Span(start=0, end=len(text))
    issued = imprint(text, whole).day
    assert issued is not None
    assert (str(issued.interval), issued.where) == ("2020-09-28", "题注")


@pytest.mark.parametrize(
    ("title", "day"),
    [
        pytest.param(
            "中共某省委关于货运降碳的实施意见（2024年3月13日）", "2024-03-13", id="a-title"
        ),
        pytest.param("某省印发货运降碳方案。（2024年3月13日）", None, id="a-sentence"),
        pytest.param("某省货运量统计（2024年3月13日）", None, id="no-document"),
    ],
)
def test_the_day_may_stand_behind_the_title(title: str, day: str | None) -> None:
    assert signed(f"{title}\n{BODY * 6}") == (None, day)


def test_a_closing_wins_over_the_day_behind_a_title() -> None:
    text = f"某省关于货运降碳的意见（2024年3月13日）\n{BODY * 6}山西省交通运输厅\n2024年10月12日"
    assert signed(text) == ("山西省交通运输厅", "2024-10-12")


def test_a_log_of_many_days_is_signed_by_its_closing() -> None:
    text = "2024年1月1日\n" * 1500 + BODY + "山西省交通运输厅\n2024年10月12日"
    assert signed(text) == ("山西省交通运输厅", "2024-10-12")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        pytest.param("（新华社北京2024年11月7日电）", "2024-11-07", id="closing"),
        pytest.param("新华社北京2024年11月7日电 记者获悉", None, id="news"),
    ],
)
def test_a_document_of_the_centre_is_made_public_by_its_dateline(
    line: str, day: str | None
) -> None:
    text = f"{BODY}{line}"
    issued = imprint(text, whole(text)).day
    assert (str(issued.interval) if issued else None) == day


def test_dates_in_sentences_sign_nothing() -> None:
    text = BODY + "2024年10月12日，省交通运输厅召开会议，部署有关工作。\n" + "正文。\n" * 20
    assert signed(text) == (None, None)


@pytest.mark.parametrize(
    ("line", "agency", "date"),
    [
        pytest.param(
            "某省生态环境厅办公室 2024年10月15日印发",
            "某省生态环境厅",
            "2024-10-15",
            id="in-a-line",
        ),
        pytest.param(
            "某省人民政府办公厅　　2024年10月15日印发",
            None,
            "2024-10-15",
            id="the-office-of-a-government-prints-for-itself-too",
        ),
        pytest.param(
            "某省生态环境厅办公室\n2024 年10 月15 日印发",
            "某省生态环境厅",
            "2024-10-15",
            id="in-two-lines",
        ),
    ],
)
def test_the_imprint_says_when_it_was_issued(line: str, agency: str | None, date: str) -> None:
    text = BODY + "抄送：省委办公厅。\n" + line
    found = imprint(text, whole(text))
    assert found.day is not None
    assert str(found.day.interval) == date
    assert (found.agency.value if found.agency else None) == agency


def test_a_sentence_about_another_document_is_no_imprint() -> None:
    text = BODY + "按照2024年10月15日印发的《某方案》执行。"
    assert imprint(text, whole(text)).day is None


@pytest.mark.parametrize(
    "name", ["各市人民政府", "实际认真贯彻执行", "有关单位", "请示", "本办公室", "第二章", "一"]
)
def test_ordinary_words_are_no_issuer(name: str) -> None:
    assert not is_issuer(name)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "山西省交通运输厅山西省财政厅",
            ["山西省交通运输厅", "山西省财政厅"],
            id="the-region-again",
        ),
        pytest.param(
            "青海省人民政府国家能源局", ["青海省人民政府", "国家能源局"], id="a-state-body-behind"
        ),
        pytest.param(
            "重庆市人民政府办公厅四川省人民政府办公厅",
            ["重庆市人民政府办公厅", "四川省人民政府办公厅"],
            id="two-governments",
        ),
        pytest.param("国务院、中央军委", ["国务院", "中央军委"], id="comma"),
        pytest.param("某市生态环境局某某分局", ["某市生态环境局某某分局"], id="a-branch-is-one"),
    ],
)
def test_joint_issuers_are_parted(line: str, expected: list[str]) -> None:
    assert issuers_in(line) == expected
