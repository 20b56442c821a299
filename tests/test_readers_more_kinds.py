"""More kinds of pages that real sites send, invented: headers, carried texts, pages without a text."""

from __future__ import annotations

import datetime
import json

import pytest

from agent.facts.document import facts_of
from agent.facts.modes import Mode
from agent.readers.refusal import refusal
from tests.answers import URL, answer
from tests.test_readers_kinds import FIRST, NAME, TEXT, page, read

DAY = "2024-11-08"
FOOT = "<footer><p>版权所有：某市人民政府　网站标识码：1499000000</p><p>联系电话：0350-0000000（工作日）</p></footer>"


def sent(inside: str, window: str = NAME) -> str:
    return f"<html><head><title>{window}</title></head><body>{inside}{FOOT}</body></html>"


def test_a_title_wrapped_below_site_and_column_is_told_whole() -> None:
    markup = page(f"<div>{NAME[:7]}<br>{NAME[7:]}</div>{TEXT}", f"某市人民政府_公开_通告_{NAME}")
    assert read(markup).title == NAME


def test_a_break_in_a_title_parts_two_issuers() -> None:
    told = "某省能源局<br>某省财政厅关于有序用电的通知"
    tag = f'<meta name="ArticleTitle" content="{told.replace("<", "&lt;")}">'
    assert read(page(TEXT, head=tag)).title == "某省能源局 某省财政厅关于有序用电的通知"


@pytest.mark.parametrize("cell", ['<td class="title14">{}</td>', "<td align=center><b>{}</b></td>"])
def test_a_title_in_a_table_is_found_where_the_window_names_the_site(cell: str) -> None:
    rows = f"<tr>{cell.format(NAME)}</tr><tr><td>时间：2024-11-08</td></tr>"
    text = "<br>".join(line for line in TEXT.replace("<p>", "").split("</p>"))
    found = read(sent(f"<table>{rows}<tr><td>{text}<br>某市公安局</td></tr></table>", "某市公安局"))
    assert found.title == NAME
    assert found.body_text.startswith(FIRST)


@pytest.mark.parametrize(
    "header",
    [
        "<p>来源：某市能源局2024-11-08 15:33:00</p>",
        "<div><b>08</b><span>2024-11</span></div>",
        "<p>08</p><p>2024年11月</p>",
        "<ul><li>分享到：</li><li><a href=#>微信</a></li><li>2024/11/08</li><li>浏览量：10</li></ul>",
        "<p>——货车司机这样说</p><p>2024-11-08 07:05 来源: 某市日报 作者：沈帆</p>",
        "<p>发表时间：2024年11月08日</p>",
        '<time datetime="2024-11-08T06:30:00+08:00">11月8日 06:30</time><i>某某观察</i>',
    ],
    ids=["glued", "leaf-in-a-line", "leaf-in-two", "behind-links", "subtitle", "label", "time-tag"],
)
def test_a_header_of_any_form_tells_the_day_and_is_no_text(header: str) -> None:
    found = read(sent(f"<h1>{NAME}</h1>{header}<section>{TEXT}</section>"))
    assert found.meta.uploaded is not None
    assert str(found.meta.uploaded.interval) == DAY
    assert found.body_text.startswith(FIRST)


@pytest.mark.parametrize(
    "header",
    [
        "<p>稿源：某市日报 | 编辑：王芳 | 2024-11-08 08:00:12</p>",
        "<dl><dt>发布时间</dt><dd>2024-11-08</dd><dt>来源</dt><dd>某市日报</dd></dl>",
        "<p>2024年11月08日 09:12　来源：某市日报　【我要纠错】</p><p>作者：李强</p>",
    ],
    ids=["day-beside-a-source", "a-list-of-definitions", "a-button-and-a-byline"],
)
def test_a_header_tells_its_source_beside_the_day(header: str) -> None:
    found = read(sent(f"<h1>{NAME}</h1>{header}<section>{TEXT}</section>"))
    assert found.meta.uploaded is not None
    assert str(found.meta.uploaded.interval) == DAY
    assert found.meta.source is not None
    assert found.meta.source.value == "某市日报"
    assert found.body_text.startswith(FIRST)


def test_a_title_that_the_system_cut_is_told_over_its_breaks() -> None:
    markup = f"<p class=bt>{NAME[:9]}<br>{NAME[9:]}</p><p>{DAY}</p>{TEXT}"
    assert read(sent(markup, f"{NAME[:12]}…_某网")).title == NAME


def test_a_happening_set_in_bold_is_the_title_where_the_window_names_column_and_site() -> None:
    shown = "某市轨道交通2号线开通初期运营"
    markup = f"<center><b>{shown}</b></center><p>发布时间：{DAY}</p><div>{TEXT}</div>"
    assert read(sent(markup, "信息公开_某市交通运输局")).title == shown


def test_a_search_box_and_the_clock_of_the_site_are_no_text() -> None:
    box = "<form><input><button>搜索</button></form><p>热门搜索：<a>落户</a></p><p>今天是2024年11月9日 星期六</p>"
    found = read(sent(f"{box}<h1>{NAME}</h1><p>{DAY}</p><div>{TEXT}</div>"))
    assert found.body_text.startswith(FIRST)
    assert found.meta.uploaded is not None
    assert str(found.meta.uploaded.interval) == DAY


def test_the_number_of_a_penalty_is_read_and_stands_above_its_text() -> None:
    rows = "<p>某环罚〔2024〕24号</p><div><b>处罚决定书文号</b><i>某环罚〔2024〕24号</i></div><div><b>处罚日期</b><i>2024-11-08</i></div>"
    found = read(sent(f"<h1>{NAME}</h1>{rows}<section>{TEXT}</section>"))
    assert found.meta.document_number is not None
    assert found.meta.document_number.value == "某环罚〔2024〕24号"
    assert found.body_text.startswith(FIRST)


def test_the_foot_is_no_text_below_preformatted_lines() -> None:
    lines = TEXT.replace("<p>", "  ").replace("</p>", "\n")
    found = read(sent(f"<h1>{NAME}</h1><p>{DAY}</p><pre>{lines}</pre>"))
    assert found.body_text.endswith("请各运输企业互相转告。")


SCRIPT = "<script>var {}; show();</script>"
CARRIED = {
    "textarea": f'<textarea id="content" style="display:none">{TEXT}</textarea>',
    "string": SCRIPT.format(f"contentHtml = {json.dumps(TEXT)}"),
    "object": SCRIPT.format("article=" + json.dumps({"title": NAME, "content": TEXT})),
    "next": '<script id="__NEXT_DATA__" type="application/json">'
    + json.dumps({"props": {"article": {"title": NAME, "publishTime": DAY, "content": TEXT}}})
    + "</script>",
    "schema": '<script type="application/ld+json">'
    + json.dumps({"headline": NAME, "datePublished": DAY, "articleBody": TEXT})
    + "</script>",
}


@pytest.mark.parametrize("how", CARRIED)
def test_an_article_that_a_page_carries_for_its_script_is_read(how: str) -> None:
    found = read(sent(f"<h1>{NAME}</h1><p>{DAY}</p><div id=app></div>{CARRIED[how]}"))
    assert found.title == NAME
    assert found.body_text.startswith(FIRST)
    assert found.body_text.endswith("请各运输企业互相转告。")


def test_the_parts_of_an_article_come_from_json_alone() -> None:
    found = read(f'<html><body><div id="__next"></div>{CARRIED["next"]}</body></html>')
    assert found.title == NAME
    assert found.meta.uploaded is not None
    assert str(found.meta.uploaded.interval) == DAY


def test_a_text_that_is_carried_beside_a_shown_one_stays_unseen() -> None:
    other = SCRIPT.format(f"contentHtml = {json.dumps(TEXT.replace('国三', '国五'))}")
    assert "国五" not in read(sent(f"<h1>{NAME}</h1><section>{TEXT}</section>{other}")).body_text


def test_a_time_in_a_field_may_count_thousandths() -> None:
    areas = f'<textarea class="a-title">{NAME}</textarea><textarea class="a-time">1731024000000</textarea><textarea class="a-content">{TEXT.replace("<", "&lt;")}</textarea>'
    found = read(sent(areas, "某网"))
    assert found.meta.uploaded is not None
    assert str(found.meta.uploaded.interval) == DAY


def test_the_second_of_wechat_is_no_day_elsewhere() -> None:
    found = read(
        sent(f'<h1>{NAME}</h1><section>{TEXT}</section><script>var ct="1500000000"</script>')
    )
    assert found.meta.uploaded is None


@pytest.mark.parametrize(
    "script", ["var createTime = '2024-11-08 17:03';", 'var x={"create_time":"2024-11-08 17:03"}']
)
def test_the_time_of_an_article_in_the_script_of_wechat_is_its_day(script: str) -> None:
    found = read(sent(f"<h1>{NAME}</h1><div id=js_content>{TEXT}</div><script>{script}</script>"))
    assert found.meta.uploaded is not None
    assert str(found.meta.uploaded.interval) == DAY


def test_two_times_in_the_script_of_wechat_tell_no_day() -> None:
    script = 'var x=[{"create_time":"2024-11-08 17:03"},{"create_time":"2024-11-02 09:00"}]'
    found = read(sent(f"<h1>{NAME}</h1><div id=js_content>{TEXT}</div><script>{script}</script>"))
    assert found.meta.uploaded is None


def test_a_time_in_a_script_is_no_day_elsewhere() -> None:
    script = "<script>var createTime = '2024-11-08 17:03';</script>"
    assert read(sent(f"<h1>{NAME}</h1><section>{TEXT}</section>{script}")).meta.uploaded is None


def test_white_on_white_by_the_sheet_of_the_page_is_not_seen() -> None:
    style = "<style>.w{color:#ffffff;background-color:#ffffff}</style>"
    markup = sent(f"{style}<h1>{NAME}</h1><section>{TEXT}<p class=w>白字的限行通知</p></section>")
    assert "白字" not in read(markup).body_text


SIX = "".join(
    f'<li><a href="/t{n}.html">{NAME}（第{n}批）</a></li>'
    for n in ("一", "二", "三", "四", "五", "六")
)


@pytest.mark.parametrize(
    ("inside", "cause"),
    [
        pytest.param(f"<p>热门搜索：<a>公积金</a> 落户</p><ul>{SIX}</ul>", "list_page", id="six"),
        pytest.param(
            f"<p>热门搜索：落户</p><h1>{NAME}</h1><div>发布时间：2024-11-08　来源：某市公安局</div><img src=/u/1.png>",
            "picture",
            id="a-picture-below-a-whole-header",
        ),
        pytest.param(
            '<ul id="list"></ul><script>$.get("/api/list",function(d){$("#list").html(d)})</script>',
            "script",
            id="a-list-that-a-script-fills",
        ),
        pytest.param(
            "".join(f"<h3><a href=/c{k}>栏目名称{k}</a></h3><ul>{SIX}</ul>" for k in range(7)),
            "list_page",
            id="portal",
        ),
        pytest.param(
            "<p>共找到三条结果</p>"
            + "".join(
                f"<div><h3><a>关于第{n}批换电站的公告</a></h3><p>……在北环一带新建换电站，服务渣土车和公交车……</p><i>2024-0{n}-02</i></div>"
                for n in "123"
            ),
            "list_page",
            id="results-of-a-search",
        ),
        pytest.param(
            "<div><a>按相关度</a><a>按时间排序</a></div>"
            + "".join(
                f"<div class=r><h3><a href=/{n}>第{n}批换电站检查情况的报告</a></h3>"
                f"<p>检查组先后赴{n}个区，实地检查换电站二十三处，召开座谈会九场，发现部分换电站消防通道被占用，充换电记录不全，夜间值守人员不足，个别站点的警示标志脱落……</p>"
                "<cite>www.shi.example</cite></div>"
                for n in "二三四"
            ),
            "list_page",
            id="results-beside-other-links",
        ),
        pytest.param(
            "<h2><a>从一辆渣土车看绿色转型</a></h2><p>某市从试点起步，如今换电站突破六座……<a>[阅读全文]</a></p><dl>"
            + "".join(
                f"<dt><a>第{n}座换电站的故事</a></dt><dd>在北环，换电一次只要五分钟，司机不再排队……<a>[全文]</a></dd>"
                for n in "一二三"
            )
            + "</dl>",
            "list_page",
            id="a-topic-with-excerpts",
        ),
        pytest.param(
            "<table><tr><td><img src=logo.jpg></td><td>2024年11月8日 星期五</td></tr><tr><td><b>第01版：头版</b></td>"
            "<td><ul><li><a href=c1.htm>市委常委会研究冬季供暖保障</a></li><li><a href=c2.htm>环城高速今天通车</a></li></ul>"
            "<ul><li>第02版：要闻</li><li>第03版：经济</li></ul></td></tr></table>",
            "list_page",
            id="index-of-a-paper",
        ),
        pytest.param(
            "<h2>请登录后阅读</h2><p>本报数字版自2024年7月1日起实行会员阅读制，本篇内容仅对已登录的订阅用户开放。</p>"
            "<p>会员价：月度12元，年度108元。</p><form><input placeholder=手机号></form>",
            "login",
            id="a-paper-for-members",
        ),
        pytest.param("<p>正在检查您的浏览器环境，请稍候</p>", "blocked:waf", id="browser-check"),
        pytest.param(
            "<form><h3>用户登录</h3>账号<input>密码<input type=password></form>",
            "login",
            id="login",
        ),
        pytest.param('<div id="root"></div><script src="/app.js"></script>', "script", id="app"),
        pytest.param(
            f"<h1>{NAME}</h1><p>{DAY}</p><img src=/loading.gif data-src=/u/1.jpg>",
            "picture",
            id="a-picture-shown-late",
        ),
    ],
)
def test_a_page_without_a_text_has_its_cause(inside: str, cause: str) -> None:
    assert refusal(answer(sent(inside, "通知公告"))) == cause


def test_a_viewer_leads_to_its_document() -> None:
    frame = '<iframe src="/pdfjs/web/viewer.html?file=%2Ffiles%2F16.pdf"></iframe>'
    found = read(sent(f"<h1>{NAME}</h1><p>{DAY}</p>{frame}"), url=URL)
    assert [link.url for link in found.attachment_links] == ["https://jt.sx.example/files/16.pdf"]


def test_what_somebody_else_says_is_told_as_a_quote() -> None:
    said = "某市水泥厂二号窑已于11月8日停产。"
    own = "<p>记者今日走访了某市水泥厂，厂方负责人没有回应停产传闻，市工业和信息化局表示正在了解情况，有关消息以官方发布为准。</p>"
    for quoted in (True, False):
        tag = "blockquote" if quoted else "div"
        found = read(
            sent(
                f"<h1>{NAME}</h1><p>{DAY}</p><article>{own}<{tag}><p>{said}</p></{tag}>{own}</article>"
            )
        )
        assert [found.text[one.start : one.end] for one in found.quotes] == [said] * quoted
        facts = facts_of(found, datetime.date(2024, 11, 9))
        (statement,) = [
            s
            for s in map(facts.statement, range(len(facts.pieces)))
            if s.text.startswith("某市水泥厂二号窑")
        ]
        told = {statement.told(act).mode for act in statement.acts}
        assert told == {Mode.UNCLEAR if quoted else Mode.DONE}


def test_a_whole_text_that_an_editor_indented_is_no_quote() -> None:
    found = read(sent(f"<h1>{NAME}</h1><p>{DAY}</p><blockquote>{TEXT}</blockquote>"))
    assert found.body_text.startswith(FIRST)
    assert found.quotes == ()
