"""Pages whose window names their column, their site or its goods, all invented: the headline is the title."""

from __future__ import annotations

import pytest

from agent.readers.refusal import refusal
from agent.records import Page
from tests.answers import answer
from tests.test_readers_kinds import FIRST, TEXT
from tests.test_readers_kinds import read as read_markup

NAV = "<div><a href=/>首页</a><a href=/a>互动交流</a><a href=/b>在线访谈</a><a href=/c>区长信箱</a></div>"
QUESTION = "关于南街路灯不亮的问题"
ASKED = "南街路灯已有十多天不亮，老人晚上出门不便，路口又有施工围挡，请尽快派人修复，盼回复。"
ANSWERED = "您好，来信收悉。南街路灯共三十二盏，其中五盏因电缆受损不亮，我局已修复，感谢您的监督。"


def sent(window: str, inside: str) -> str:
    return f"<html><head><title>{window}</title></head><body>{inside}</body></html>"


def read(window: str, inside: str) -> Page:
    return read_markup(sent(window, inside))


@pytest.mark.parametrize(
    "rules",
    [
        "<p>自2021年3月5日结算时起，保证金标准由百分之七调整为百分之九，涨跌停板幅度由百分之五调整为百分之七。</p><p>特此通知。</p>",
        "<p>自三月五日起保证金为百分之九。</p>",
    ],
    ids=["a-notice", "one-of-a-line"],
)
def test_who_signs_a_notice_is_no_title_though_the_window_names_it(rules: str) -> None:
    signed = f"<p>各会员单位：</p>{rules}<p>南岭商品交易所</p><p>2021年3月4日</p>"
    name = "关于调整某合约交易保证金的通知"
    markup = sent("业务通知-南岭商品交易所", f"{NAV}<div><h2>{name}</h2><div>{signed}</div></div>")
    assert refusal(answer(markup)) is None
    found = read_markup(markup)
    assert found.title == name
    assert found.body_text.startswith("各会员单位")
    assert str(found.meta.signed and found.meta.signed.interval) == "2021-03-04"


def test_a_notice_above_its_long_annex_is_not_lost_for_its_signature() -> None:
    signer = "南岭稀有金属商会"
    notice = (
        f"<p>经研究，现将规则予以公布，自发布之日起施行。</p><p>{signer}</p><p>2021年3月4日</p>"
    )
    name = "关于修订保证金规则的通知"
    above = f"{NAV}<h2>{name}</h2><p>2021-03-04</p>"
    found = read(f"通知公告-{signer}", f"{above}<div>{notice}<p>附件</p>{TEXT}</div>")
    assert found.title == name
    assert found.body_text.startswith("经研究")


@pytest.mark.parametrize("window", ["业务通知-南岭商品交易所", "南岭商品交易所"])
def test_the_name_of_an_exchange_above_a_title_is_that_of_the_site(window: str) -> None:
    name = "<div>南岭商品交易所</div><div>关于修订某合约保证金规则的通知</div>"
    found = read(window, f"{NAV}{name}<p>2021-03-04</p><div>{TEXT}</div>")
    assert found.title == "关于修订某合约保证金规则的通知"


@pytest.mark.parametrize(
    "letter",
    [
        "<table><tr><th>信件标题</th><td>{q}</td></tr><tr><th>信件编号</th><td>QZ0017</td></tr><tr><th>来信时间</th><td>2022-02-01 17:52</td></tr>"
        "<tr><th>来信内容</th><td>{asked}</td></tr><tr><th>答复单位</th><td>某区城市管理局</td></tr><tr><th>答复时间</th><td>2022-02-09 09:20</td></tr>"
        "<tr><th>答复内容</th><td>{answered}</td></tr></table>",
        "<ul><li>留言标题：{q}</li><li>留言编号：QZ0017</li><li>留言时间：2022-02-01</li><li>答复部门：某区城市管理局</li><li>答复日期：2022-02-09</li></ul>"
        "<div><p>{asked}</p><p>{answered}</p></div>",
        "<dl><dt>来信主题</dt><dd>{q}</dd><dt>来信编号</dt><dd>QZ0017</dd><dt>来信日期</dt><dd>2022-02-01</dd></dl><div><p>{asked}</p></div>"
        "<dl><dt>回复单位</dt><dd>某区城市管理局</dd><dt>回复日期</dt><dd>2022-02-09</dd></dl><div><p>{answered}</p></div>",
    ],
    ids=["in-one-table", "in-a-list", "in-two-lists"],
)
def test_a_letter_to_a_mailbox_has_the_title_and_day_of_its_rows(letter: str) -> None:
    rows = letter.format(q=QUESTION, asked=ASKED, answered=ANSWERED)
    found = read("区长信箱 - 某区人民政府", f"{NAV}<h2>区长信箱</h2>{rows}")
    assert found.title == QUESTION
    assert str(found.meta.issued and found.meta.issued.interval) == "2022-02-09"
    assert found.meta.agency is not None
    assert found.meta.agency.value == "某区城市管理局"
    assert ASKED in found.body_text
    assert ANSWERED in found.body_text
    assert "QZ0017" not in found.body_text
    assert "2022-02" not in found.body_text


@pytest.mark.parametrize("name", ["ft-top", "copy-head", "x"])
def test_a_headline_is_the_title_whatever_its_element_is_called(name: str) -> None:
    head = (
        f'<div class="{name}"><h1>让老小区的暖气“热得快、热得匀”</h1><p>嘉宾：某局 张三</p></div>'
    )
    found = read(
        "在线访谈_某市人民政府", f"{NAV}{head}<div>{TEXT}</div><div class=ft>某市政府办</div>"
    )
    assert found.title == "让老小区的暖气“热得快、热得匀”"
    assert "某市政府办" not in found.body_text


def test_what_a_link_above_the_text_says_is_a_column() -> None:
    above = f"{NAV}<h2>区长信箱</h2><div>{QUESTION}</div><div>2023-05-11</div>"
    assert read("区长信箱 - 某区人民政府", f"{above}<div>{TEXT}</div>").title == QUESTION


def test_a_short_title_that_no_link_says_is_still_one() -> None:
    above = f"{NAV}<h2>政府工作报告</h2><div>在某区人民代表大会上的讲话</div><div>2023-05-11</div>"
    assert read("政府工作报告 - 某区人民政府", f"{above}<div>{TEXT}</div>").title == "政府工作报告"


def test_goods_in_a_window_are_no_title() -> None:
    above = "<div>三河泵业</div><div>公司新闻</div><div>三河泵业通过某水厂验收</div><div>日期：2014/7/29</div>"
    found = read("三河泵业-水泵,油泵,真空泵厂家", f"{NAV}{above}<div>{TEXT}</div>")
    assert found.title == "三河泵业通过某水厂验收"
    assert found.body_text.startswith(FIRST)


@pytest.mark.parametrize(
    "headline", ["<h2>{}</h2>", "<div>{}</div>"], ids=["set-as-a-heading", "above-the-header"]
)
def test_a_short_name_in_window_and_logo_is_that_of_the_site(headline: str) -> None:
    site, name = "岭东县公安局交通警察大队", "南街桥施工期间这些路段绕行"
    logo = f'<div class="logo"><h1>{site}</h1></div><ul><li>警务公开</li></ul>'
    header = f"<div>{headline.format(name)}<div>录入时间：2022年12月01日</div></div>"
    assert read(site, f"{logo}{header}<div>{TEXT}</div>").title == name


@pytest.mark.parametrize("name", ["岭东县旧桥改造实施方案", "岭东县2022年重污染天气应急预案"])
def test_a_title_in_a_banner_that_names_an_act_or_a_year_stays_one(name: str) -> None:
    above = f'<div class="banner"><h1>{name}</h1></div><h2>应急管理专栏</h2>'
    assert read(name, f"{above}<p>2022-12-01</p><div>{TEXT}</div>").title == name


def test_the_line_that_leads_to_a_stronger_headline_is_no_title() -> None:
    lead = "<tr><td style='color:#c00'>两轮协商改出一份新方案</td></tr>"
    headline = "<tr><td class=font01><strong>旧桥修不修 大家来商量</strong></td></tr>"
    found = read("岭东日报", f"<table>{lead}{headline}</table><div>{TEXT}</div>")
    assert found.title == "旧桥修不修 大家来商量"


def test_an_act_above_a_line_in_bold_of_the_same_cell_stays_the_title() -> None:
    cell = "<td><p>岭东县旧桥改造实施方案</p><p><strong>修旧如旧保留石栏杆</strong></p></td>"
    found = read("岭东日报", f"<table><tr>{cell}</tr></table><div>{TEXT}</div>")
    assert found.title == "岭东县旧桥改造实施方案"


@pytest.mark.parametrize(
    "header",
    [
        "November 6, 2025",
        "Posted on 6 Nov. 2025 | Press office",
        "Published: Nov 6th, 2025",
        "Press Release | November 6, 2025",
        "Updated: November 6,2025 09:14",
        "Source: Hanze Daily  Updated: November 6, 2025 09:14",
        "By LIN YU | Hanze Daily | Updated: 2025-11-06 09:14",
    ],
)
def test_a_day_in_english_in_a_header_is_read_and_is_no_text(header: str) -> None:
    found = english(header)
    assert str(found.meta.uploaded and found.meta.uploaded.interval) == "2025-11-06"
    assert found.body_text.startswith("HANZE")


@pytest.mark.parametrize(
    "line", ["June 31, 2025", "What Happened on November 6, 2025", "06/11/2025", "Marsh 6, 2025"]
)
def test_a_day_in_english_that_nobody_can_tell_is_none(line: str) -> None:
    assert english(line).meta.uploaded is None


def english(header: str) -> Page:
    text = (
        "<p>HANZE, Nov. 5, 2025 – A maker of trains today handed over its first hydrogen-powered locomotive to an open-pit mine.</p>"
        "<p>The machine carries 270 kilograms of hydrogen and can work for 36 hours between refuelings, and it hauled 24 loaded wagons.</p>"
        "<p>It expects to deliver four more units by September 2026 and has begun certification of a version for branch lines of a railway.</p>"
        "<p>The mine said that the machine replaces two diesel engines, and that its drivers had been trained for the new cabin since the early summer of this year.</p>"
    )
    name = "Maker Delivers First Hydrogen Locomotive"
    return read(
        f"{name} - Maker", f"<main><h1>{name}</h1><div>{header}</div><div>{text}</div></main>"
    )


def test_a_title_in_english_is_the_line_that_the_window_begins_with() -> None:
    name = "City Replaces Dump Trucks With Electric Ones"
    head = f"<div>Home</div><div class=e1>{name}</div><div>2024-05-09 16:20</div>"
    said = "<p>The city has put four hundred electric dump trucks into service since October, and built six stations.</p>"
    assert read(f"{name}-City Online", f"{head}<div>{said}</div>").title == name


def test_a_break_where_the_window_has_white_space_parts_a_title() -> None:
    head = "<h1>要求空调不得超过20摄氏度<br>机关带头减灯</h1><p>2024-11-08 09:18</p>"
    name = "要求空调不得超过20摄氏度 机关带头减灯"
    assert read(f"{name}-南岭网", f"{head}{TEXT}").title == name


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("本旬日产环比增2.1% 库存仍处高位", "本旬日产环比增2.1% 库存仍处高位"),
        ("停产了！ 南岭老焦炉熄火", "停产了！ 南岭老焦炉熄火"),
        ("关 于 南 街 停 电 的 通 告", "关于南街停电的通告"),
    ],
    ids=["behind-a-percentage", "behind-a-shout", "spaced-out"],
)
def test_white_space_parts_the_halves_of_a_headline(headline: str, title: str) -> None:
    found = read(f"{headline}_南岭网", f"<h1>{headline}</h1><p>2024-11-08 09:18</p>{TEXT}")
    assert found.title == title
