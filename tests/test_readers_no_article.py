"""Pages that are no article, each by its cause, and the articles that look like them. All are invented."""

from __future__ import annotations

import pytest

from agent.coverage import ABSENT
from agent.readers.refusal import refusal, shown_pictures
from tests.answers import answer

MENU = '<ul><li><a href="/">首页</a></li><li><a href="/zc/">政务公开</a></li><li><a href="/hd/">互动交流</a></li></ul>'
FOOT = "<div class=footer>主办：临川市人民政府办公室 备案号：赣ICP备00000000号</div>"
BOX = '<form><input name=u>用户名<input type="password">密码<button>登录</button><a href=r>免费注册</a></form>'


def shown(inside: str, window: str = "临川市人民政府") -> str | None:
    """The judgement on a page with this inside the frame of a site."""
    page = f"<html><head><title>{window}</title></head><body>{MENU}{inside}{FOOT}</body></html>"
    return refusal(answer(page))


def rows(*cells: str) -> str:
    """A table, its rows written with bars between the cells."""
    made = (f"<tr><td>{row.replace('|', '</td><td>')}</td></tr>" for row in cells)
    return f"<table>{''.join(made)}</table>"


NEWS = ("全省煤炭工作会议召开", "两家水泥厂停产检修", "城南热网今日并网", "港区岸电改造开工")
CELLS = [f"<b>要闻</b><br>{''.join(f'·<a href=/{n}>{one}</a><br>' for n, one in enumerate(NEWS))}"]

NO_ARTICLE = {
    "portal-of-links-in-cells": (rows("|".join(CELLS * 3)), "list_page"),
    "papers-as-rows": (
        "<h1>政府信息公开</h1>"
        + rows(
            "名称|发文机关|生成日期",
            "<a href=1>关于调整城区供热价格的通知</a>|市发展改革委|2022-10-20",
            "<a href=2>关于印发节能减排方案的通知</a>|市政府办公室|2022-10-16",
        )
        + "<p>办公地址：临川市府前路1号</p>",
        "list_page",
    ),
    "mailbox": (
        "<h2>市长信箱</h2>"
        + rows(
            "编号|标题|来信时间|状态",
            *(
                f"2023{n}|<a href={n}>反映{one}</a>|2023-11-0{n + 1}|已回复"
                for n, one in enumerate(NEWS)
            ),
        ),
        "list_page",
    ),
    "index-of-bodies": (
        "<h2>政府部门</h2>" + "".join(f"<a href={n}>市{n}号管理局</a> " for n in "甲乙丙丁戊己"),
        "list_page",
    ),
    "pictures-that-lead-to-other-pages": (
        "".join(
            f"<div><a href=/p/{n}><img src=/p/{n}.jpg>{one}</a></div>" for n, one in enumerate(NEWS)
        ),
        "list_page",
    ),
    "wall-in-place-of-a-report": (
        f"<div><h2>会员登录</h2><p>您访问的内容仅限高级会员阅读，请登录后查看。</p>{BOX}<p>开通会员可享：每日价格短信、旬报月报下载、专家电话会议。</p></div>",
        "login",
    ),
    "wall-of-a-link": (
        "<h1>2023年10月焦煤进口分析</h1><div>2023-11-08 来源：恒煤网</div><div><p>以下内容仅限正式会员查看，您还未登录。</p><a href=/l>立即登录</a></div>",
        "login",
    ),
    "cut-before-the-wall": (
        "<h1>动力煤价格展望</h1><div>2023-11-08 来源：恒煤网</div><div><p>进入十一月，产地供应...</p><div>登录后阅读全文 <a href=/l>登录</a></div></div>",
        "login",
    ),
    "box-with-a-code": (
        '<p>会员号</p><input><p>密码</p><input type="password"><p>验证码</p><input><p>交易时间：9:30-11:30，13:00-15:00。</p>',
        "login",
    ),
    "overloaded": ("<p>当前访问人数过多，请稍后再试。</p>", "error"),
    "labels-without-values": (
        "<h1></h1><div><span>发布时间：</span><span>来源：</span><span>浏览次数：</span></div><div class=TRS_Editor></div>",
        "soft_404",
    ),
    "film": ("<h1>临川新闻联播</h1><video src=1.mp4></video><p>正在播放</p>", "video"),
    "four-cards": (
        "<h1>聚焦迎峰度夏</h1>"
        + "".join(
            f"<div><a href=/{n}><h4>{one}</h4></a><p>{one}。记者获悉，各项工作平稳推进，供应总体有序。</p><span>2023-11-0{n + 1}</span></div>"
            for n, one in enumerate(NEWS)
        ),
        "list_page",
    ),
    "cut-leads-with-their-links": (
        "<h1>防汛在行动</h1>"
        + "".join(
            f"<dl><dt><a href=/{n}>{one}</a></dt><dd>经过十一小时奋战，3+200处管涌已被控制，群众陆续返家……<a href=/{n}>[全文]</a></dd></dl>"
            for n, one in enumerate(NEWS[:2])
        )
        + "<p>专题制作 2022年7月</p>",
        "list_page",
    ),
    "a-grade-of-members": (
        "<h1>动力煤日评</h1><div>2023-11-08 来源：恒煤网</div><div>抱歉，您的会员等级不足，暂无权限浏览本条资讯。</div><div>升级会员请致电 400-000-0000</div>",
        "login",
    ),
    "only-in-the-app": (
        "<h1>某焦企产能置换受阻</h1><p>……</p><p>打开澜财经APP，阅读完整内容</p>",
        "login",
    ),
    "film-in-a-frame": (
        '<h1>爆破瞬间</h1><iframe src="https://v.example/player.html?v=1"></iframe>',
        "video",
    ),
    "cookies": (
        "<p>We use cookies to improve your experience. By continuing you accept them.</p>",
        "no_text",
    ),
    "film-with-counts": (
        "<h1>爆破全程</h1><div>1.2万播放 2023-05-01 08:00:12 未经作者授权，禁止转载</div><video></video>",
        "video",
    ),
    "wall-in-english": (
        "<h1>Carbon prices rise</h1><div>2023-11-08</div><p>Subscribe to continue reading this article.</p>",
        "login",
    ),
    "gone-in-english": (
        "<h2>Sorry, the page you requested could not be found.</h2><p>It may have been moved or deleted.</p>",
        "soft_404",
    ),
    "nothing-in-a-frame": ("<p>文件下载</p>", "no_text"),
}


@pytest.mark.parametrize(("inside", "cause"), NO_ARTICLE.values(), ids=NO_ARTICLE.keys())
def test_what_is_no_article_has_its_cause(inside: str, cause: str) -> None:
    assert shown(inside) == cause


@pytest.mark.parametrize(
    ("window", "cause"),
    [
        ("403 Forbidden", "http:403"),
        ("HTTP Status 500 - ", "http:500"),
        ("502 Bad Gateway", "http:502"),
        ("404 - File or directory not found.", "soft_404"),
        ("运行时错误", "error"),
        ("“/”应用程序中的服务器错误。", "error"),
    ],
)
def test_the_page_of_a_server_keeps_its_status_though_answered_with_200(
    window: str, cause: str
) -> None:
    page = f"<html><head><title>{window}</title></head><body><h1>{window}</h1>nginx</body></html>"

    assert refusal(answer(page)) == cause


def test_what_may_come_back_is_not_taken_for_absent() -> None:
    assert ABSENT.isdisjoint({"error", "login", "video", "no_text", "http:500"})


HEAD = "<div>发布时间：2023-11-08 来源：市生态环境局</div>"
LINKED = "".join(
    f"<p>{n}.<a href=/zc/{n}.html>临川市人民政府关于印发第{n}号办法的通知</a>（临政发〔2011〕{n}号）</p>"
    for n in range(7)
)

ARTICLES = {
    "announces-a-list-of-papers": f"<h1>关于废止部分文件的决定</h1>{HEAD}<div class=TRS_Editor><p>经研究，决定废止下列文件：</p>{LINKED}</div>",
    "sentences-with-linked-words": f"<h1>省长在能源大会上的讲话</h1>{HEAD}<div><p>加快<a href=1>煤炭</a>清洁利用，推进<a href=2>风电</a>、<a href=3>光伏</a>规模化。</p></div>",
    "box-in-the-head": f"<div>{BOX}</div><div><h1>县电厂二期开工</h1><div>2009-3-12</div><p>3月11日，县电厂二期工程开工。</p></div>",
    "comments-need-a-login": f"<div><h1>城南热网并网</h1><div>2016-11-15</div><p>昨日，城南热网并网，拆除小锅炉23台。</p></div><div><p>请登录后发表评论</p>{BOX}</div>",
    "first-paragraph-before-a-wall": "<h1>三座煤矿复产</h1><div>2023-11-08 来源：恒煤网</div><div><p>11月7日，云台矿、岭北矿、青石矿经验收合格恢复生产。</p><div>以下内容登录后阅读 <a href=/l>登录</a></div></div>",
    "a-code-is-what-it-tells-of": f"<h1>网上缴费通知</h1>{HEAD}<div class=TRS_Editor><p>自5月10日起，登录缴费系统需输入短信验证码，请各单位知悉。</p></div>",
    "table-of-figures": "<p align=center>电力生产情况</p>"
    + rows("指标|单位|本月|累计", "发电量|亿千瓦时|123.4|1100.2", "火电|亿千瓦时|109.1|980.0"),
    "figures-with-their-units": "<h3>三季度能源数据</h3>"
    + rows("能耗|1234.5万吨标准煤|+2.1%", "发电量|612.3亿千瓦时|+4.0%", "煤炭产量|3050万吨|-1.2%"),
    "film-with-a-sentence": "<h1>冷却塔爆破</h1><div>2020-06-18</div><video></video><p>今天上午，服役31年的两座冷却塔爆破拆除。</p>",
    "rows-that-offer-a-document": f"<h1>环评文件受理公示</h1>{HEAD}"
    + rows("序号|项目名称|文件", "1|西城热电联产项目|<a href=/1.pdf>全本</a>"),
    "sentence-below-its-title": "<h1>西城煤改气完成</h1><div>2017-10-28</div><p>西城区23个村的改造已经到户，村民昨晚用上了新灶。</p>",
    "sentence-without-a-day": "<h1>限行通告</h1><p>经市政府同意，自发布之日起每日七时至二十一时，禁止国三及以下柴油货车驶入绕城高速公路以内的道路行驶。</p>",
    "busy-servers-are-what-it-tells-of": "<h1>购票平台故障</h1><div>2023-01-18</div><p>昨日多名旅客反映购票时提示服务器繁忙，铁路部门称系访问量过大，已扩容。</p>",
    "members-are-what-it-tells-of": "<h1>会员增至120家</h1><div>2020-08-18</div><p>东岭碳交易所付费会员增至120家，较年初增加15家。</p>",
    "power-line-of-500-kilovolts": f"<h1>500千伏云台线</h1>{HEAD}<p>500千伏云台线11月8日投运。</p>",
}


@pytest.mark.parametrize("inside", ARTICLES.values(), ids=ARTICLES.keys())
def test_an_article_that_looks_like_one_of_them_is_read(inside: str) -> None:
    assert shown(inside, "500千伏云台线 - 某网" if "千伏" in inside else "某网") is None


def test_a_picture_that_leads_to_its_own_file_is_the_text() -> None:
    page = f'<html><body><h1>图解方案</h1>{HEAD}<a href="/u/1.jpg"><img src="/u/1.jpg"></a></body></html>'

    assert refusal(answer(page)) == "picture"
    assert [link.url for link in shown_pictures(answer(page))] == ["https://jt.sx.example/u/1.jpg"]
