"""Title, document number and red head from the first lines of a document."""

from __future__ import annotations

import pytest

from agent.readers.letterhead import Letterhead, read_letterhead, title_issuer
from agent.records import Span, Stated


def head(text: str) -> Letterhead:
    return read_letterhead(text, Span(start=0, end=len(text)))


def value(stated: Stated | None) -> str | None:
    return stated.value if stated else None


NOTICE = "某省交通运输厅关于印发老旧货车补贴细则的通知"
SALUTATION = "各市交通运输局：\n现将有关事项通知如下。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{NOTICE}\n{SALUTATION}", NOTICE, id="one-line"),
        pytest.param(
            f"某省交通运输厅关于印发\n老旧货车补贴细则的通知\n{SALUTATION}", NOTICE, id="two-lines"
        ),
        pytest.param(
            f"某省交通运输厅文件\n某交发〔2024〕8号\n{NOTICE}\n{SALUTATION}",
            NOTICE,
            id="below-red-head-and-number",
        ),
        pytest.param(
            f"{NOTICE}\n（某交发〔2024〕8号）\n{SALUTATION}", NOTICE, id="above-the-number"
        ),
        pytest.param(f"- 1 -\n附件1\n{NOTICE}\n{SALUTATION}", NOTICE, id="below-a-page-number"),
        pytest.param(
            f"关于印发《某省信息披露制度\n改革实施方案》的通知\n{SALUTATION}",
            "关于印发《某省信息披露制度改革实施方案》的通知",
            id="a-bracket-keeps-it-open",
        ),
        pytest.param(
            f"某省节能降碳行动方案\n（2022—2025年）\n{SALUTATION}",
            "某省节能降碳行动方案（2022—2025年）",
            id="years-belong-to-it",
        ),
        pytest.param(
            f"某省货车报废管理办法\n(试行)\n{SALUTATION}",
            "某省货车报废管理办法(试行)",
            id="a-trial-belongs-to-it",
        ),
        pytest.param(
            f"某厅\n某局\n关于开展某工作的通知\n{SALUTATION}",
            "某厅 某局关于开展某工作的通知",
            id="two-issuers-stay-two",
        ),
        pytest.param(
            f"某省人民政府\n某\n局文件\n某政〔2024〕8号\n{NOTICE}\n{SALUTATION}",
            NOTICE,
            id="below-issuers-alone",
        ),
        pytest.param(
            f"中共某省委关于货运降碳的决定\n（2024年3月13日某次全体会议通过）\n{SALUTATION}",
            "中共某省委关于货运降碳的决定",
            id="the-day-it-was-passed-does-not",
        ),
        pytest.param(
            f"关于发布《甲登记规则（试行）》\n《甲交易规则（试行）》和\n《甲结算规则（试行）》的公告\n{SALUTATION}",
            "关于发布《甲登记规则（试行）》《甲交易规则（试行）》和《甲结算规则（试行）》的公告",
            id="a-notice-of-several-papers",
        ),
        pytest.param(f"（征求意见稿）\n{NOTICE}\n{SALUTATION}", NOTICE, id="below-a-remark"),
        pytest.param(f"车型 | 补贴\n{NOTICE}\n{SALUTATION}", NOTICE, id="below-a-row"),
        pytest.param("现将有关事项通知如下。\n一、总体要求", None, id="a-sentence-is-no-title"),
        pytest.param("各市人民政府：\n现将有关事项通知如下。", None, id="a-salutation-is-no-title"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_title_of_a_document(text: str, expected: str | None) -> None:
    found = head(text)
    assert value(found.title) == expected
    if found.title and found.title.span:
        shown = text[found.title.span.start : found.title.span.end]
        assert shown.replace("\n", "") == found.title.value.replace(" ", "")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("某交发〔2024〕8号", "某交发〔2024〕8号"),
        ("（某交发[2024] 8 号）", "某交发〔2024〕8号"),
        ("甘政发 〔２０２１〕６２号", "甘政发〔2021〕62号"),
        ("某交发〔2024〕8号　　签发人：张某", "某交发〔2024〕8号"),
        ("根据某交发〔2024〕8号文件", None),
        ("见》（某改产业〔2021〕1464 号）、《某省人民", None),
        ("二〇二四年十月十二日", None),
    ],
)
def test_a_number_fills_its_line(line: str, expected: str | None) -> None:
    assert value(head(f"{NOTICE}\n{line}\n{SALUTATION}").number) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("某省人民政府文件", "某省人民政府"),
        ("某省人民政府办公厅行政规范性文件", "某省人民政府办公厅"),
        ("某省交通运输厅　某省财政厅文件", "某省交通运输厅、某省财政厅"),
        ("有关工作文件", None),
    ],
)
def test_the_red_head_names_the_issuer(line: str, expected: str | None) -> None:
    assert value(head(f"{line}\n{NOTICE}\n{SALUTATION}").red_head) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("国务院办公厅关于印发某方案的通知", "国务院办公厅"),
        ("某省交通运输厅 某省财政厅关于印发某细则的通知", "某省交通运输厅、某省财政厅"),
        ("教育部印发某计划", "教育部"),
        ("中共某省委 某省人民政府关于某事的意见", "中共某省委、某省人民政府"),
        ("某省生态环境厅贯彻落实《某意见》的实施方案", "某省生态环境厅"),
        ("某省人民政府令第8号", "某省人民政府"),
        ("某市重污染天气应对指挥部关于启动响应的通知", "某市重污染天气应对指挥部"),
        ("某市应对气候变化领导小组对某方案的批复", "某市应对气候变化领导小组"),
        ("两部门关于印发某方案的通知", None),
        ("关于印发某方案的通知", None),
        ("某省关于印发某方案的通知", None),
        ("专家解读关于某方案的通知", None),
    ],
)
def test_a_title_names_its_issuer_first(title: str, expected: str | None) -> None:
    assert value(title_issuer(Stated(value=title, where="meta ArticleTitle"))) == expected
