"""What is no content page, and where a redirect leads; a content page is never refused."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.coverage import ABSENT
from agent.errors import ReadFailed
from agent.readers.html import HtmlReader
from agent.readers.refusal import redirect_target, refusal
from agent.records import Fetched
from tests.answers import answer

PARAGRAPH = "为做好老旧营运货车报废更新工作，省交通运输厅会同有关部门制定了补贴标准，现予公布，请各地认真组织实施。"
LONG = "".join(f"<p>{PARAGRAPH}</p>" for _ in range(8))


def page(body: str, title: str = "某省交通运输厅", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


ITEMS = "".join(
    f'<li><a href="/art/{n}.html">某省关于第{n}号事项的通知</a><span>2024-10-{n + 10}</span></li>'
    for n in range(12)
)
LINKS = "".join(f'<li><a href="/c/{n}">栏目名称第{n}个</a></li>' for n in range(60))
ARTICLE = '<meta name="ArticleTitle" content="某通知">'
RUISHU = "<html><head><meta content='x' r='m'></head><body><script>$_ts=window['$_ts'];</script></body></html>"


@pytest.mark.parametrize(
    ("fetched", "cause"),
    [
        pytest.param(answer(RUISHU, status=412), "blocked:ruishu", id="ruishu-412"),
        pytest.param(answer(RUISHU), "blocked:ruishu", id="ruishu-200"),
        pytest.param(answer("", status=412), "blocked:ruishu", id="412-alone"),
        pytest.param(answer("", status=521), "blocked:jsl", id="521-alone"),
        pytest.param(
            answer("<script>document.cookie='__jsl_clearance_s=1';location.href='/'</script>"),
            "blocked:jsl",
            id="jsl-script",
        ),
        pytest.param(
            answer("<script>x()</script>", headers={"set-cookie": "__jsluid_s=1"}),
            "blocked:jsl",
            id="jsl-cookie",
        ),
        pytest.param(
            answer(page("<p>您的请求被拦截</p>", "网站防火墙"), status=403),
            "blocked:waf",
            id="waf-page",
        ),
        pytest.param(
            answer("no", status=403, headers={"wzws-ray": "1"}), "blocked:waf", id="waf-header"
        ),
        pytest.param(answer("no", status=403), "http:403", id="plain-403"),
        pytest.param(answer(page(LONG), status=500), "http:500", id="500-with-text"),
        pytest.param(answer("", status=302), "http:302", id="an-unfollowed-redirect"),
        pytest.param(answer(page("<p>您访问的页面不存在</p>")), "soft_404", id="soft-404"),
        pytest.param(answer(page("<p>抱歉</p>", "404错误页")), "soft_404", id="404-in-the-title"),
        pytest.param(answer(page("<p>该信息已被删除</p>")), "soft_404", id="deleted"),
        pytest.param(answer(page("<p>3秒后自动跳转到首页</p>")), "soft_404", id="sends-home-soon"),
        pytest.param(
            answer(page(LONG), url="http://a.example/art/1.html", answered_url="http://a.example/"),
            "soft_404",
            id="sent-to-the-front-page",
        ),
        pytest.param(
            answer(
                page(LONG),
                url="http://a.example/art/1.html",
                answered_url="http://b.example/index.html",
            ),
            "soft_404",
            id="sent-to-another-front-page",
        ),
        pytest.param(
            answer(page('<form><input type="password"></form><p>用户登录</p>', "统一身份认证")),
            "login",
            id="login",
        ),
        pytest.param(answer(page(f"<ul>{ITEMS}</ul>")), "list_page", id="a-list-of-dated-links"),
        pytest.param(answer(page(f"<ul>{LINKS}</ul>")), "list_page", id="nothing-but-links"),
        pytest.param(
            answer('<html><body><div id="app"></div></body></html>'),
            "script",
            id="an-empty-app",
        ),
        pytest.param(
            answer("<script>window.location.href='/a.html'</script>"),
            "shell",
            id="a-redirect-by-script",
        ),
    ],
)
def test_what_is_no_content_page_is_named(fetched: Fetched, cause: str) -> None:
    assert refusal(fetched) == cause


@pytest.mark.parametrize(
    "fetched",
    [
        pytest.param(answer(page(LONG)), id="a-page"),
        pytest.param(
            answer(page(LONG + "<p>如页面不存在，请联系管理员。</p>")), id="mentions-a-missing-page"
        ),
        pytest.param(
            answer(page('<input type="password"><a>用户登录</a>' + LONG)),
            id="a-login-box-in-the-header",
        ),
        pytest.param(
            answer(page("<p>某局通知，11月8日停水。</p>", head=ARTICLE)), id="a-very-short-article"
        ),
        pytest.param(
            answer(page("<p>附件已移除的情形见某局11月8日公告。</p>", head=ARTICLE)),
            id="an-article-about-removal",
        ),
        pytest.param(
            answer(page(f"<p>{PARAGRAPH * 3}</p><ul>{ITEMS}</ul>")), id="an-article-above-a-list"
        ),
        pytest.param(
            answer(page(f'<ul>{ITEMS}</ul><p>某通知</p><a href="/W0202410.pdf">附件</a>')),
            id="a-notice-in-a-pdf",
        ),
        pytest.param(
            answer(page(LONG), url="http://a.example/", answered_url="https://a.example/"),
            id="a-front-page",
        ),
        pytest.param(
            answer(page(LONG + "<script>if(m)location.href='/m/'</script>")),
            id="a-script-for-telephones",
        ),
        pytest.param(answer(b"%PDF-1.7", content_type="application/pdf"), id="a-pdf"),
        pytest.param(answer("通知全文。", content_type="text/plain"), id="plain-text"),
    ],
)
def test_a_content_page_is_not_refused(fetched: Fetched) -> None:
    assert refusal(fetched) is None


@given(
    st.lists(
        st.sampled_from(
            ["页面不存在", "已被删除", "请登录后查看", "404", "访问被拦截", "用户登录"]
        ),
        max_size=6,
    ),
    st.integers(0, 7),
)
def test_no_word_condemns_a_page_with_three_hundred_characters(
    words: list[str], place: int
) -> None:
    paragraphs = [f"<p>{PARAGRAPH}</p>"] * 8
    paragraphs.insert(place, f"<p>{'，'.join(words)}</p>")
    assert refusal(answer(page("".join(paragraphs)))) is None


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        pytest.param(
            '<meta http-equiv="Refresh" content="0;url=../new.html">',
            "https://jt.sx.example/art/new.html",
            id="refresh",
        ),
        pytest.param(
            "<meta http-equiv=refresh content=\"0; URL='http://b.example/a'\">",
            "http://b.example/a",
            id="quoted-refresh",
        ),
        pytest.param(
            "<script>location = '/x.html'</script>", "https://jt.sx.example/x.html", id="location"
        ),
        pytest.param(
            '<script>window.location.href="a.html";</script>',
            "https://jt.sx.example/art/2024/a.html",
            id="href",
        ),
        pytest.param(
            "<script>location.replace('/y')</script>", "https://jt.sx.example/y", id="replace"
        ),
        pytest.param("<script>top.location='/z'</script>", "https://jt.sx.example/z", id="top"),
        pytest.param(
            "<script>location.href='javascript:void(0)'</script>", None, id="no-web-address"
        ),
        pytest.param("<script>location.href='notice.html'</script>", None, id="itself"),
        pytest.param("<script>mylocation='/x'</script>", None, id="another-variable"),
        pytest.param(
            '<meta http-equiv="refresh" content="600">', None, id="reloads-itself-now-and-then"
        ),
        pytest.param("<p>页面不存在</p><script>location.href='/'</script>", None, id="gone"),
        pytest.param(LONG + "<script>location.href='/m/'</script>", None, id="a-page-with-text"),
        pytest.param("<script>location.href='http://[x'</script>", None, id="a-broken-address"),
    ],
)
def test_a_shell_says_where_it_leads(markup: str, target: str | None) -> None:
    assert redirect_target(answer(f"<html><body>{markup}</body></html>")) == target


def test_a_challenge_leads_nowhere() -> None:
    assert (
        redirect_target(
            answer(RUISHU.replace("</body>", "<script>location.href='/'</script></body>"))
        )
        is None
    )


def test_an_answer_in_no_charset_can_still_be_judged() -> None:
    assert refusal(answer(b"<html>" + b"\xff\xfe\xfd\x81" * 400 + b"</html>")) is None


def test_half_a_megabyte_of_open_tags_is_judged_in_time() -> None:
    assert refusal(answer("<script" * 40_000 + "<meta " * 40_000)) is None


ALERTS = (
    "市气象台11月8日10时发布大风蓝色预警信号：预计今天夜间阵风可达8级。",
    "因大雾，绕城高速自11月8日零时起暂停货车通行，恢复时间另行通告。",
    "G55某段11月8日6时起双向封闭，请绕行G5。",
    "自2024年11月8日18时起启动重污染天气橙色预警，执行Ⅱ级响应。",
    "市生态环境局决定11月11日12时解除重污染天气黄色预警。",
    "省发展改革委通知：11月8日24时起汽油、柴油每吨分别下调185元、180元。",
    "某县供水公司：11月9日8时至20时城西片区停水检修。",
    "11月8日7时，沁岭县发生3.1级地震，震源深度10千米。",
    "受降雪影响，青岚机场11月25日全天停航。",
    "市公安局交警支队：12月1日起尾号限行恢复。",
    "2024年11月15日起全市供暖，室温不低于18℃。市住建局",
    "教育局：受寒潮影响，11月26日全市中小学停课一天。",
    "青岚铁路局公告：11月10日起增开货运班列两对。",
    "某钢铁公司3号高炉于2024年10月30日投产。",
    "沁岭抽水蓄能电站1号机组11月2日并网发电。",
    "省电力公司：11月8日起执行迎峰度冬有序用电方案。",
    "2024-11-08 市政府第30次常务会议召开，研究散煤治理。",
    "某市自11月15日零时起实施机动车单双号限行。",
    "县应急局：11月8日14时起禁止一切野外用火。",
    "某化工园区11月8日起停产整顿，复产时间另行通知。",
    "青沙高速11月8日10时通车。",
    "市发改委：居民用气价格自11月1日起上调0.18元/立方米。",
    "全市建筑工地11月8日起停工，12月1日复工。",
    "省能源局：11月8日全省用电负荷创新高。",
    "11月8日夜间起黄河青岚段封航，渡口停运。",
    "公告：本市柴油货车淘汰补贴申报11月30日截止。",
    "市城管局：二〇二四年十一月八日起渣土车限行。",
    "沙尘来袭，市气象局2024年4月8日16时发布沙尘暴黄色预警。",
    "国庆假期10月1日至7日高速公路免费通行，省交通运输厅提示错峰出行。",
    "某煤矿11月8日起恢复生产。县能源局",
)
"""Thirty invented alerts of a line or two."""


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_of_a_line_is_a_page(alert: str) -> None:
    menu = "".join(f'<li><a href="/c{n}">栏目{n}</a></li>' for n in range(8))
    shown = page(f'<ul>{menu}</ul><div class="con"><p>{alert}</p></div><p>主办：某局</p>')

    assert refusal(answer(shown)) is None


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        pytest.param("<h1>提示</h1><p>该内容无法查看，请联系发布者</p>", "soft_404", id="dead-end"),
        pytest.param("<p>本栏目内容已整合至某市人民政府网</p>", "soft_404", id="moved-away"),
        pytest.param(
            "<p>当前请求存在风险，已被拦截。事件编号 2024-11-08-0091</p>",
            "blocked:waf",
            id="a-firewall-with-a-day",
        ),
        pytest.param(
            "<p>The requested page was rejected. Please consult with your administrator. "
            "Your support ID is: 123456789</p>",
            "blocked:waf",
            id="a-firewall-in-english",
        ),
        pytest.param("<p>正在进行人机验证，请稍候</p>", "blocked:waf", id="a-check"),
        pytest.param("<script>run()</script>", "no_text", id="nothing-but-a-script"),
    ],
)
def test_a_page_that_says_neither_who_nor_when_is_none(body: str, cause: str) -> None:
    assert refusal(answer(page(body, "提示信息"))) == cause


DOWN = "尊敬的用户：本网站将于2025年8月2日22:00至8月4日06:00进行系统升级，期间暂停访问。给您带来不便，敬请谅解。"


@pytest.mark.parametrize(
    "body",
    [
        f"<img src=wh.png><h1>系统维护中</h1><p>{DOWN}</p><p>急事请到大厅办理。</p><p>某市中级人民法院</p>",
        "<div><a href=/>首页</a><a href=/b>政务公开</a></div><p>网站正在升级改造，暂停服务，请稍后再来。</p><footer>主办：某市政府办公室</footer>",
    ],
    ids=["alone", "in-the-frame-of-the-site"],
)
def test_a_site_that_is_worked_on_could_not_be_looked_at(body: str) -> None:
    assert refusal(answer(page(body))) == "maintenance"
    assert "maintenance" not in ABSENT


@pytest.mark.parametrize(
    "body",
    [
        f"<p>发布时间：2025-07-30</p><p>{DOWN}</p><p>某市税务局</p>",
        f"<p>{DOWN}</p><p>某市税务局</p><p>2025年7月30日</p>",
        "<p>因线路检修，2025年8月2日8时至18时北街停电，供电服务期间暂停使用大功率电器。某市供电公司。</p>",
        "<p>因社保系统升级，2025年8月2日至4日全市社保业务暂停办理，窗口暂停服务。某市人社局。</p>",
    ],
    ids=["published", "signed", "power", "social-insurance"],
)
def test_a_notice_about_works_is_a_page(body: str) -> None:
    assert refusal(answer(page(f"<h1>关于升级的公告</h1>{body}", "关于升级的公告"))) is None


def test_a_line_beside_a_document_to_download_is_a_page() -> None:
    shown = page('<div class="trs_editor"><p>见附件。</p><a href="/a.pdf">方案.pdf</a></div>')

    assert refusal(answer(shown)) is None


def test_a_refresh_of_white_space_alone_is_read_at_once() -> None:
    shown = f'<meta http-equiv="refresh" content="{" " * 40_000}x"><p>某</p>'
    digits = page(f"<p>{'1' * 60_000}</p>")

    began = time.process_time()
    assert redirect_target(answer(shown)) is None
    refusal(answer(digits))
    assert time.process_time() - began < 2.0


def test_a_tag_of_a_hundred_thousand_attributes_is_not_parsed() -> None:
    attributes = " ".join(f"a{n}=1" for n in range(100_000))
    began = time.process_time()
    with pytest.raises(ReadFailed) as failed:
        HtmlReader().read(answer(page(f"<p {attributes}>某</p>{LONG}")))
    assert failed.value.cause == "too_large"
    assert time.process_time() - began < 2.0
