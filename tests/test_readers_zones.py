"""The zones of a page, invented: its header by the shape of its tokens, its pager, its foot, and words to its visitor."""

from __future__ import annotations

import json
import time

import pytest

from agent.readers import Readers
from agent.readers.looking import look_at
from agent.readers.page_words import PageWords
from agent.records import Page
from agent.wiring.members import readers
from tests.answers import URL, answer

READERS: Readers = readers()
NAME = "全市渣土车实行新能源替代"
TEXT = (
    "<p>记者从市城市管理局获悉，自今年十月起，主城区新增渣土运输车辆全部使用新能源车型，在用燃油车辆两年内退出。</p>"
    "<p>目前全市已有四百余辆新能源渣土车投入运行，配套建成换电站六座，日均运送建筑垃圾一万两千吨。</p>"
)
FIRST, LAST = "记者从市城市管理局获悉", "日均运送建筑垃圾一万两千吨。"
DAY = "2024-10-16"


def sent(inside: str, window: str = NAME) -> str:
    return f"<html><head><title>{window}</title></head><body>{inside}</body></html>"


def read(markup: str) -> Page:
    fetched = answer(markup, url=URL)
    assert READERS.refusal(fetched) is None
    return READERS.read(fetched)


@pytest.mark.parametrize(
    "header",
    [
        "<div><span>热度 88</span><span>2024-10-16 09:30</span></div>",
        "<div><span>浏览量：56</span><span>2024-10-16</span></div>",
        "<p>[24-10-16] 某市城市管理局 点击[332]</p>",
        "<p>某市城市管理局 2024/10/16</p>",
        "<div><b>某地发布</b><i>2024-10-16 18:30</i><i>某市融媒体中心官方账号</i></div>",
        "<div><p>某地发布</p><p>2024-10-16 18:30</p><p>某市融媒体中心官方账号</p></div>",
        "<ul><li>发布时间 2024-10-16 11:02</li><li>来源 市容科</li><li>人气(709)</li></ul>",
        "<div><p>2024.10.16</p><p>已阅 1024</p></div>",
        "<div><a>微信</a><a>微博</a></div><div>（2024-10-16　某某晚报）</div>",
        "<div><b>2024</b><i>10-16</i><i>09:30</i></div>",
        "<p><span>16</span><span>/</span><span>2024-10</span></p>",
        "<div><span>披露主体：某市交易中心</span><span>披露时间：2024-10-16 09:30:00</span><span>披露范围：公众</span></div>",
        "<p>日期：2024-10-16</p><p>栏目：部门动态</p><p>人气：21</p>",
        "<p>2024-10-16</p><h4>栏目：部门动态</h4><h4>人气：21</h4>",
        "<div>2024年</div><div>10月16日</div><div>星期三</div>",
        "<p><span>2024</span> <span>10</span> <span>16</span></p>",
        "<p>2024-10-16 09:30</p><ul class=step><li>招标公告</li><li class=on>中标公告</li><li>合同公示</li></ul>",
        "<p>2024-10-16 09:30</p><div class=audio>00:00 / 03:21</div>",
        "<p>2024-10-16 09:30</p><div class=share-bar><span>某博</span><span>某信</span></div>",
        "<p>老白的书房 2024-10-16 | 阅：1024　转：37 | <a>分享</a></p>",
        "<p>2024-10-16 09:30</p><p>↑点击蓝字，关注某州交警</p>",
        "<dl><dt>发布时间</dt><dd>2024-10-16</dd><dt>受理编号：</dt><dd>202410110933</dd></dl>",
        "<p>2024-10-16</p><p>本报记者 莫言秋 文/图</p>",
        "<p>2024-10-16</p><p>作者 桑榆　更新 2024年10月16日</p>",
        "<p>www.mouwang.example　2024-10-16 9:05:12　某某晚报　【大 中 小】</p>",
        "<ul class=post-meta><li>秘书处</li><li>2024年10月16日</li><li>0 评论</li></ul>",
        "<p>2024-10-16 09:30</p><div class=video-tip>视频加载中...</div>",
        "<div><span>某地发布</span><em>2024-10-16 18:30</em><em>发表于<span>北京</span></em></div>",
        "<table><tr><td>时间</td><td>2024年10月16日 15:00</td></tr><tr><td>地点</td><td>市政务中心二楼</td></tr></table>",
    ],
)
def test_a_header_is_read_by_the_shape_of_its_tokens(header: str) -> None:
    found = read(sent(f"<h2>{NAME}</h2>{header}<div>{TEXT}</div>"))
    assert found.meta.uploaded is not None
    assert str(found.meta.uploaded.interval) == DAY
    assert found.body_text.startswith(FIRST)
    assert found.body_text.endswith(LAST)


@pytest.mark.parametrize("pieces", ["16 10 2024", "2024 13 16", "2024 10 16 30", "10 16"])
def test_what_may_be_no_day_is_not_put_together(pieces: str) -> None:
    spans = " ".join(f"<span>{piece}</span>" for piece in pieces.split())
    assert read(sent(f"<h2>{NAME}</h2><p>{spans}</p><div>{TEXT}</div>")).meta.uploaded is None


@pytest.mark.parametrize(
    "between",
    [
        "<div><span>招标公告→开标记录→中标候选人→中标结果</span></div>",
        "<div><a>城管老张</a> <span>3天前</span> <span>8.1k 人看过</span></div>",
        "<div>某地客户端</div><div>城管要闻</div>",
    ],
)
def test_what_stands_between_title_and_text_in_blocks_of_its_own_is_no_text(between: str) -> None:
    found = read(sent(f"<div><h1>{NAME}</h1>{between}<div>{TEXT}</div></div>"))
    assert found.body_text.startswith(FIRST)


@pytest.mark.parametrize(
    "first",
    [
        "<div>（2024年10月16日市政府常务会议通过）</div>",
        "<div>第一章 总则</div>",
        "<div>一、总体要求</div>",
        "<div>各区城市管理局：</div>",
        "<div>某市城市管理局</div><div>二〇二四年十月十六日</div>",
        "<div><table><tr><td>渣土车</td><td>四百辆</td></tr></table></div>",
    ],
)
def test_what_a_text_may_begin_with_stays_in_a_block_of_its_own(first: str) -> None:
    found = read(sent(f"<div><h1>{NAME}</h1><p>{DAY} 10:00</p>{first}<div>{TEXT}</div></div>"))
    assert not found.body_text.startswith(FIRST)
    assert FIRST in found.body_text


def test_a_row_of_the_table_that_is_the_text_stays_in_it() -> None:
    rows = "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>"
        for label, value in [
            ("行政处罚决定书文号", "某城管罚〔2024〕3号"),
            ("当事人", "某某渣土运输有限公司"),
            ("违法事实", "经查，当事人未按规定使用新能源车辆运输渣土，运输途中沿街抛洒。"),
            ("处罚结果", "罚款三万元，责令限期改正。"),
        ]
    )
    page = sent(f"<h1>{NAME}</h1><div class=zoom><table>{rows}</table></div>")
    assert read(page).body_text.startswith("行政处罚决定书文号 | 某城管罚〔2024〕3号")


def test_a_title_that_links_to_its_page_is_the_title_of_a_feed() -> None:
    feeds = "<aside><p>政务订阅 (12)</p><p>某市城市管理局 (3)</p></aside>"
    title = f"<h1 class=entry-title><a href=/1.html>{NAME}</a></h1><p>{DAY} 16:05</p>"
    assert read(sent(f"{feeds}{title}<div>{TEXT}</div>", "(17) 某某阅读器")).title == NAME


def test_a_table_of_a_meeting_in_a_notice_stays() -> None:
    table = "<table><tr><td>时间</td><td>10月16日上午九点</td></tr><tr><td>地点</td><td>市政务中心二楼</td></tr></table>"
    found = read(sent(f"<h2>{NAME}</h2><p>{DAY} 09:30</p><div>{table}{TEXT}</div>"))
    assert "市政务中心二楼" in found.body_text


def test_words_in_a_row_without_a_current_one_are_no_tabs() -> None:
    items = "<ul><li>石坪乡</li><li>青石乡</li><li>白水镇</li></ul>"
    found = read(sent(f"<h2>{NAME}</h2><p>{DAY} 09:30</p><div>{items}{TEXT}</div>"))
    assert found.body_text.startswith("石坪乡")


def test_a_name_beside_a_day_in_figures_is_the_source() -> None:
    found = read(sent(f"<h2>{NAME}</h2><p>[24-10-16] 某市城市管理局 点击[332]</p>{TEXT}"))
    assert found.meta.source is not None
    assert found.meta.source.value == "某市城市管理局"


@pytest.mark.parametrize(
    "line",
    [
        "2024年10月16日某市城市管理局第6次局务会议审议通过",
        "各县（市、区）人民政府：",
        "第一章 总则",
        "（三）工作要求",
        "一、主要任务 12",
    ],
)
def test_the_first_line_of_a_text_is_no_header(line: str) -> None:
    found = read(sent(f"<h2>{NAME}</h2><p>{DAY} 09:30</p><div><p>{line}</p>{TEXT}</div>"))
    assert found.body_text.startswith(line)


@pytest.mark.parametrize(
    "pager",
    [
        "<div><a href=a.html class=cur>1</a><a href=a_2.html>2</a><a href=a_2.html>下一页</a></div>",
        "<ul><li><b>1</b></li><li><a href=a_2.html>2</a></li><li><a href=a_2.html>下一页</a></li></ul>",
        "<p>共2页 第1页 <a href=a_2.html>下页</a> <a href=a_2.html>尾页</a></p>",
        "<p>[1] <a href=a_2.html>[2]</a> <a href=a_2.html>余下全文</a></p>",
    ],
)
def test_a_pager_is_no_text(pager: str) -> None:
    assert read(sent(f"<h2>{NAME}</h2><div>{TEXT}{pager}</div>")).body_text.endswith(LAST)


def test_a_number_in_a_table_is_no_pager() -> None:
    rows = "<table><tr><td>车型</td><td>辆</td></tr><tr><td>自卸车</td><td>12</td></tr></table><p>12</p>"
    found = read(sent(f"<h2>{NAME}</h2><div class=zoom>{TEXT}{rows}<p>以上为本月数。</p></div>"))
    assert "\n12\n" in found.body_text


HEAD = f"<h1>{NAME}</h1><div>发布时间：{DAY}　来源：某市城市管理局</div>"
SIX = "".join(
    f"<div><a href=/a{n}.html>关于开展第{n}批渣土车更新工作的通知</a></div>" for n in range(6)
)
FEET = (
    "<div class=ft>某市城市管理局主办</div>",
    "<footer>某市城市管理局　地址：某市和平街9号</footer>",
    '<div id="bottom"><p>某市城市管理局</p><p>电话：0000-1234567</p></div>',
    "<center>某市城市管理局 承办：某市大数据中心</center>",
)


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize(
    ("inside", "cause"),
    [
        (f"{HEAD}<p><img src=/u/20241016.jpg></p>", "picture"),
        (f'{HEAD}<iframe src="https://other.example/text"></iframe>', "frame"),
        (f"<h1>部门文件</h1>{SIX}", "list_page"),
    ],
    ids=["picture", "frame", "list"],
)
def test_the_foot_of_a_site_is_no_text_of_a_page(inside: str, cause: str, foot: str) -> None:
    assert READERS.refusal(answer(sent(inside + foot, "通知公告"))) == cause


def test_a_document_in_the_foot_belongs_to_the_site() -> None:
    foot = '<footer>某局 <a href="/guide.pdf">信息公开指南.pdf</a> 地址：某市和平街9号</footer>'
    found = read(sent(f"<h2>{NAME}</h2><div>{TEXT}<p><a href=/f1.pdf>附件</a></p></div>{foot}"))
    assert [link.url for link in found.attachment_links] == ["https://jt.sx.example/f1.pdf"]
    assert READERS.refusal(answer(sent(f"<h1>部门文件</h1>{SIX}{foot}", "部门文件"))) == "list_page"


@pytest.mark.parametrize(
    "ending", ["<p>某市城市管理局</p><p>2024年10月16日</p>", "<p>某市城市管理局</p>"]
)
def test_a_signature_in_an_element_that_is_called_a_foot_stays(ending: str) -> None:
    markup = f"<h2>{NAME}</h2><article>{TEXT}<footer>{ending}</footer></article>"
    assert "\n某市城市管理局" in read(sent(markup)).body_text


def test_a_list_of_names_is_a_text() -> None:
    names = "".join(f"<p>某某{mark}渣土运输有限公司</p>" for mark in "甲乙丙丁戊己庚辛")
    assert READERS.refusal(answer(sent(f"<h1>渣土运输企业名单</h1><div>{names}</div>"))) is None


@pytest.mark.parametrize(
    ("inside", "cause"),
    [
        (
            "<h2>您的浏览器版本过低</h2><p>为保证正常浏览，本网站不再支持旧版内核，请您升级浏览器后再访问。推荐使用以下浏览器：</p>"
            "<p>升级后仍无法访问的，请清除浏览器缓存后重试，或联系网站管理员。</p>",
            "blocked:waf",
        ),
        (
            "<h2>抱歉，您访问的页面不存在</h2><p>可能原因：您输入的网址有误；该页面已经被网站管理员移走；请返回首页重新查找，"
            "或者联系网站管理员协助处理，感谢您的理解与支持。</p>",
            "soft_404",
        ),
        (
            "<form><h2>统一身份认证</h2><input type=password><p>我已阅读并同意用户服务协议和隐私政策</p></form>"
            "<p>如遇登录问题，请拨打技术支持电话0000-95123，服务时间为工作日上午九时至下午五时。</p>",
            "login",
        ),
        (
            "<p>为了您的账号安全，请完成下方验证后继续访问。请按住滑块，拖动到最右边。如多次失败，请刷新页面重试或联系网站管理员。</p>",
            "blocked:waf",
        ),
    ],
    ids=["browser", "gone", "login", "slider"],
)
def test_a_page_that_speaks_to_its_visitor_alone_is_no_text(inside: str, cause: str) -> None:
    assert READERS.refusal(answer(sent(inside, "温馨提示"))) == cause


@pytest.mark.parametrize(
    "text",
    [
        "<p>为解决群众反映的“页面不存在”“请输入验证码”等问题，市数据局开展了政府网站专项检查，七家单位的错链访问时返回404。</p>"
        "<p>检查还发现，三家单位的系统提示“您的浏览器版本过低”，市数据局要求十个工作日内整改。</p>",
        "<p>市市场监管局在检查中发现，某网店以“该链接已失效”为由拒绝退款，涉案商品已下架，当事人被罚款三万元。</p>"
        "<p>市市场监管局提醒，消费者网购后应当保存交易记录，遇到纠纷可拨打12315。</p>",
        "<p>全市统一身份认证系统完成升级，用户登录时不再需要重复输入验证码，支持刷脸、短信等多种方式，日均办件量提高两成，群众等候时间减少三分之一。</p>",
    ],
    ids=["broken-links", "a-shop", "a-login"],
)
def test_an_article_about_dead_ends_is_read(text: str) -> None:
    assert "市" in read(sent(f"<h1>{NAME}</h1><p>{DAY}</p><div>{text}</div>")).body_text


@pytest.mark.parametrize("way", ["style='display:none'", "class=d-none", "hidden"])
def test_an_article_in_fields_of_a_hidden_shell_is_read(way: str) -> None:
    markup = TEXT.replace("<", "&lt;")
    fields = (
        f"<textarea class=article-title>{NAME}</textarea><textarea class=article-time>1729044000000</textarea>"
        f"<textarea class=article-content>{markup}</textarea>"
    )
    found = read(sent(f"<div {way}>{fields}</div><div id=root></div><script src=/a.js></script>"))
    assert found.title == NAME
    assert found.body_text.startswith(FIRST)
    assert str(found.meta.uploaded and found.meta.uploaded.interval) == DAY


def test_an_article_in_json_is_shown_in_its_order() -> None:
    told = json.dumps({"title": NAME, "content": TEXT, "pubDate": DAY})
    found = read(sent(f"<script>var article = {told};</script>", "某网"))
    assert found.title == NAME
    assert found.body_text.startswith(FIRST)


def test_the_words_of_a_page_are_parted_by_whom_they_speak_to() -> None:
    page = look_at(answer(sent(f"{TEXT}<p>请您升级浏览器后再访问。</p>")), PageWords.load())
    assert page.said.enough
    assert page.said.to_visitor == ("请您升级浏览器后再访问",)


NAME_OF_SITE = "某市城市管理局"


@pytest.mark.parametrize(
    "above",
    [
        f"<div><span>{NAME}</span><em>[24-10-16]</em></div>",
        f"<dl><dt>{NAME}</dt><dd><dl><dt>发布者</dt><dd>办公室</dd><dt>发布时间</dt><dd>{DAY}</dd><dt>浏览</dt><dd>87</dd></dl></dd></dl>",
        f"<div>{NAME[:5]}<br>{NAME[5:]}</div><p>发布时间：2024年10月16日16时40分</p>",
        f"<table><tr><td><font size=5>{NAME}</font></td></tr><tr><td>日期：2024.10.16</td></tr></table>",
    ],
    ids=["day-glued-behind", "head-of-a-list", "over-a-break", "large-letters"],
)
@pytest.mark.parametrize(
    "window",
    [
        f"{NAME_OF_SITE}——新闻中心",
        "公司新闻-某市渣土有限责任公司",
        "工作动态|某某城管",
        "某市渣土运输-新闻详情",
    ],
)
def test_the_line_above_the_header_is_the_title_where_the_window_names_no_page(
    above: str, window: str
) -> None:
    logo = f"<div class=logo>{NAME_OF_SITE}</div><ul><li><a href=/>首页</a></li></ul>"
    found = read(sent(f"{logo}{above}<div>{TEXT}</div>", window))
    assert found.title == NAME
    assert found.meta.uploaded is not None
    assert str(found.meta.uploaded.interval) == DAY
    assert found.body_text.startswith(FIRST)


def test_an_act_above_the_header_is_the_title_below_the_name_of_a_short_column() -> None:
    act = "关于渣土车新能源替代的通知"
    page = f"<h3>通知公告</h3><h4>{act}</h4><p>2024-10-16 09:30</p><div>{TEXT}</div>"
    assert read(sent(page, "通知公告-某市渣土有限责任公司")).title == act


@pytest.mark.parametrize("window", ["::: 某市城市管理局 ::: 新闻浏览", "★某市城市管理局★ 内容页"])
def test_marks_part_the_names_in_a_window_title(window: str) -> None:
    above = f"<center><font size=4><b>{NAME}</b></font></center><p>加入时间：2024-10-16 15:20:08　录入：admin</p>"
    assert read(sent(f"{above}<div>{TEXT}</div>", window)).title == NAME


def test_a_short_heading_that_begins_the_window_title_is_the_title() -> None:
    card = f"<div class=title>警情通报</div><p>某地公安 {DAY} 01:48</p>"
    found = read(sent(f"{card}<div>{TEXT}</div>", "警情通报 - 某地公安的头条文章"))
    assert found.title == "警情通报"


def test_the_name_of_a_column_in_an_element_of_its_own_is_no_part_of_a_title() -> None:
    tagged = f"<h3><span>【城管要闻】</span>{NAME}</h3>"
    assert read(sent(f"{tagged}<p>{DAY}</p><div>{TEXT}</div>", "内容页")).title == NAME
    written = f"【城管要闻】{NAME}"
    page = sent(f"<h3>{written}</h3><p>{DAY}</p><div>{TEXT}</div>", written)
    assert read(page).title == written


def test_the_title_stands_below_the_red_head_of_a_document_saved_by_a_word_processor() -> None:
    lines = ("某县城市管理局文件", "某城管〔2024〕14号", "关于做好2024年渣土车", "替代工作的通知")
    head = "".join(
        f"<p align=center><span style='font-size:22pt'>{line}</span></p>" for line in lines
    )
    found = read(sent(f"{head}<p>各区城市管理局：</p>{TEXT}", "某县城市管理局文件"))
    assert found.title == "关于做好2024年渣土车替代工作的通知"


@pytest.mark.parametrize("mark", ["<sup>[1]</sup>", "<sup>①</sup>", "<i>NEW</i>"])
def test_the_mark_of_a_note_is_no_part_of_a_title(mark: str) -> None:
    page = sent(f"<div class=tit><font>{NAME}</font>{mark}</div><p>{DAY}</p><div>{TEXT}</div>")
    assert read(page).title == NAME


@pytest.mark.parametrize("row", ["标题：{}", "<b>信息名称：</b>{}"])
def test_a_row_that_names_the_title_is_told_where_nothing_is_set_as_one(row: str) -> None:
    page = sent(f"<p>{row.format(NAME)}</p><p>发布时间：{DAY}</p><div>{TEXT}</div>", "信息公开")
    assert read(page).title == NAME


def test_a_title_that_the_window_cuts_before_its_site_is_told_whole() -> None:
    page = sent(f"<b>{NAME}</b><p>{DAY}</p><div>{TEXT}</div>", f"{NAME[:8]}...-某市人民政府")
    assert read(page).title == NAME


def test_what_an_interpretation_names_above_its_text_is_none_of_it() -> None:
    name = "关于渣土车实行新能源替代的通知"
    title = f"《{name}》政策解读"
    page = sent(
        f"<h1>{title}</h1><p>{DAY} 10:00</p><p>【解读原文】{name}</p><div>{TEXT}</div>", title
    )
    assert read(page).body_text.startswith(FIRST)


def test_the_text_of_a_page_in_english_is_found_by_its_letters() -> None:
    text = (
        "<p>The city has put four hundred electric dump trucks into service since October, and built six stations.</p>"
        "<p>Older trucks will leave the roads within two years, the city said in a notice published on Monday.</p>"
    )
    name = "City Replaces Dump Trucks"
    page = (
        f"<main><p>Press Release</p><h1>{name}</h1><p><time datetime=2024-10-16>October 16, 2024</time></p>"
        f"<p>Text Size: A A A</p><div class=rte>{text}</div><p>Share LinkedIn</p><p>Copyright 2024. All rights reserved. {'The content of this site belongs to the city. ' * 2}</p><section><h2>Media Contact</h2><p>press@city.example</p></section></main>"
    )
    found = read(sent(page, f"{name} | The City"))
    assert found.body_text.startswith("The city has put")
    assert found.body_text.endswith("published on Monday.")


def test_a_gazette_in_the_window_gives_way_to_the_act_above_the_header() -> None:
    act = "某市城市管理局关于加强渣土车管理的通告"
    above = "<center>某市城市管理局关于<br>加强渣土车管理的通告</center><p>发布日期：2024.10.16</p>"
    assert read(sent(f"{above}<div>{TEXT}</div>", "某市人民政府公报 2024年第3期")).title == act


@pytest.mark.parametrize(
    "kept_apart",
    [
        "<amp-ad><div>赞助内容：卡车分期零首付</div></amp-ad>",
        "<div><p>您的浏览器版本过低，视频无法播放</p></div>",
        "<aside><h2>订阅早报</h2><p>每天七点，把城市的消息送进您的邮箱。</p></aside>",
        '<div class="ad_in"><span>广告</span><p>某某新能源卡车，分期免息，详情咨询。</p></div>',
        "<p>本页已被浏览 <img src=/count.gif> 次</p>",
        "<div>分享到：<a>微信</a><a>微博</a><a>某某空间</a>　字体：【大 中 小】</div>",
        "<div><b>文件下载：</b><a href=1.docx>名单.docx</a> <a href=1.ofd>红头.ofd</a></div>",
    ],
    ids=[
        "ad-by-its-tag",
        "browser",
        "aside",
        "advertisement",
        "counter",
        "buttons-and-links",
        "downloads",
    ],
)
def test_what_stands_beside_a_text_is_left_out_of_it(kept_apart: str) -> None:
    first, second = TEXT.split("</p>")[:2]
    inside = f"<div>{first}</p>{kept_apart}{second}</p></div>"
    assert read(sent(f"<h2>{NAME}</h2><p>{DAY} 10:00</p>{inside}")).body_text == (
        f"{first[3:]}\n{second[3:]}"
    )


def test_links_to_the_pages_of_an_article_are_none_of_its_text() -> None:
    pages = "<div><p>本篇导航</p><a href=a.html>第1页：替代</a><a>第2页：换电</a></div>"
    found = read(sent(f"<h2>{NAME}</h2><p>{DAY} 10:00 某某日报</p>{pages}<div>{TEXT}</div>"))
    assert found.body_text.startswith(FIRST)


def test_columns_of_a_page_are_no_table_of_facts() -> None:
    left = "<td><b>最新图片</b><br><a href=1>农村公路变了样，村民走上了致富路。</a><br>站长QQ：00000000</td>"
    text = TEXT.replace("<p>", "").replace("</p>", "<br><br>")
    right = f"<td><span>{NAME}</span><br><i>(2024/10/16 9:12:00) 来源 某某日报</i><hr>{text}</td>"
    found = read(sent(f"<table><tr>{left}{right}</tr></table>", f"{NAME} 某某网"))
    assert found.title == NAME
    assert found.meta.uploaded is not None
    assert str(found.meta.uploaded.interval) == DAY
    assert found.body_text.startswith(FIRST)


def test_a_row_of_facts_stays_a_row() -> None:
    rows = "<table><tr><td>自卸车</td><td>四百辆</td></tr></table>"
    assert (
        "自卸车 | 四百辆"
        in read(sent(f"<h2>{NAME}</h2><div class=zoom>{TEXT}{rows}</div>")).body_text
    )


def test_letters_without_a_size_by_the_sheet_of_the_page_are_not_seen() -> None:
    style = "<style>.tiny{font-size:0}.big{font-size:0.9em}</style>"
    text = TEXT.replace("目前全市", "<span class=tiny>代开发票</span><b class=big>目前</b>全市")
    found = read(sent(f"{style}<h2>{NAME}</h2><div>{text}</div>"))
    assert "发票" not in found.body_text
    assert "目前全市已有" in found.body_text


def test_the_article_of_wechat_is_read_though_the_sheet_of_the_page_hides_it() -> None:
    style = "<style>#js_content{visibility:hidden;opacity:0}</style>"
    script = '<script>var ct = "1729044000";</script>'
    markup = f"{style}<h1>{NAME}</h1><div id=js_content>{TEXT}</div><p>点个在看</p>{script}"
    found = read(sent(markup))
    assert found.body_text == "\n".join(TEXT.replace("<p>", "").split("</p>")[:2])
    assert str(found.meta.uploaded and found.meta.uploaded.interval) == DAY


def test_the_day_that_a_page_declares_in_its_data_is_its_upload() -> None:
    data = json.dumps({"@type": "NewsArticle", "datePublished": f"{DAY}T08:15:00+08:00"})
    script = f'<script type="application/ld+json">{data}</script>'
    found = read(sent(f"{script}<h1>{NAME}</h1><article>{TEXT}</article>"))
    assert found.meta.uploaded is not None
    assert str(found.meta.uploaded.interval) == DAY


@pytest.mark.parametrize(
    "header",
    [
        "2024年10月16日 星期三 09:30",
        "某市日报社 | 2024-10-16 | 责任编辑：张三",
        "浏览量:1.2万 2024-10-16 09:30:00",
        "日 期：2024-10-16 来 源：某市日报",
        "<b>10/16</b><i>2024</i>",
        "<p>作者：张三</p><p>来源：某市日报</p><p>时间：2024-10-16</p>",
        "2024-10-16 09:30:00　来源：某市日报（记者 张三）",
    ],
)
@pytest.mark.parametrize(
    "page",
    [
        "<h2>{name}</h2><div>{header}</div><div>{text}</div>",
        "<h1>{name}</h1><div class=zoom><div>{header}</div>{text}</div>",
        "<div class=zoom><h1>{name}</h1><div>{header}</div>{text}</div>",
    ],
    ids=["guessed", "inside-the-container", "below-the-title-in-it"],
)
def test_a_header_is_read_wherever_it_stands_above_the_text(page: str, header: str) -> None:
    found = read(sent(page.format(name=NAME, header=header, text=TEXT), f"{NAME}_某网"))
    assert found.title == NAME
    assert str(found.meta.uploaded and found.meta.uploaded.interval) == DAY
    assert FIRST in found.body_text.split("\n")[int(found.body_text.startswith(NAME))]


def test_a_notice_that_says_when_keeps_its_lines() -> None:
    when = "<p>时间：2024年10月16日上午9时</p><p>地点：市政府三楼会议室</p>"
    found = read(sent(f"<h1>{NAME}</h1><div class=zoom>{when}{TEXT}</div>"))
    assert found.body_text.startswith("时间：2024年10月16日上午9时\n地点：")


def test_the_weekday_of_the_clock_above_a_title_is_no_day_of_the_page() -> None:
    found = read(sent(f"<p>2024年11月9日 星期六</p><h1>{NAME}</h1><p>某网</p><div>{TEXT}</div>"))
    assert found.meta.uploaded is None or str(found.meta.uploaded.interval) != "2024-11-09"


def test_the_day_and_weekday_of_the_edition_of_a_newspaper_is_the_day_of_its_page() -> None:
    edition = "<div>第04版：民生</div><ul><li><a href=2>图片</a></li></ul><div>2024年10月16日 星期三</div>"
    found = read(sent(f"{edition}<h1>{NAME}</h1><div>{TEXT}</div>"))
    assert str(found.meta.uploaded and found.meta.uploaded.interval) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑 张三三",
        "编审：张三　监制：李四　值班总编：王五",
        "（以上图文，贵在分享，版权归原作者及原出处所有，如涉及版权等问题，请及时与我们联系。）",
        "声明：转载此文是出于传递更多信息之目的，如有来源错误请与本网联系删除。",
        "标签：<a href=/t1>渣土</a> <a href=/t2>换电</a>",
        "<b>更多精彩</b><br><a href=/1>市领导调研春季造林</a><br><a href=/2>县域经济座谈会召开</a>",
        "点赞 12 收藏 3 评论 5",
        "手机扫一扫打开当前页",
        "更多资讯请下载某地客户端",
        "举报/反馈",
    ],
)
def test_what_a_site_hangs_on_to_a_text_is_none_of_it(line: str) -> None:
    found = read(sent(f"<h2>{NAME}</h2><p>{DAY} 09:30</p><div>{TEXT}<div>{line}</div></div>"))
    assert found.body_text.endswith(LAST)


@pytest.mark.parametrize(
    "line",
    [
        "总务科",
        "联系人：张三，手机：13900000000",
        "附件：渣土车更新名单",
        "（此件公开发布）",
        "大风",
    ],
)
def test_what_ends_a_document_stays(line: str) -> None:
    found = read(sent(f"<h2>{NAME}</h2><p>{DAY} 09:30</p><div>{TEXT}<p>{line}</p></div>"))
    assert found.body_text.endswith(line)


@pytest.mark.parametrize(
    "line",
    [
        "[ 语音播报 ]",
        "听新闻 00:00 / 03:21",
        "点击上方蓝字关注我们",
        "您的浏览器不支持 video 标签",
        "当前位置：首页 &gt; 新闻",
    ],
)
def test_buttons_and_paths_in_a_container_are_no_text(line: str) -> None:
    found = read(sent(f"<h1>{NAME}</h1><div class=zoom><p>{line}</p>{TEXT}</div>"))
    assert found.body_text.startswith(FIRST)


@pytest.mark.parametrize(
    "header",
    [f"<header><h1>{NAME}</h1></header>", f"<p>{NAME[:6]}<br>{NAME[6:]}</p>", f"<h4>{NAME}</h4>"],
)
def test_the_title_is_found_by_its_place_where_the_window_names_the_site(header: str) -> None:
    nav = "<div>某市城管网</div><div>网站首页 &gt;&gt; 要闻 &gt;&gt; 正文</div>"
    markup = f"{nav}<article>{header}<p>{DAY} 09:30</p>{TEXT}</article>"
    assert read(sent(markup, "某市城管网")).title == NAME


def test_a_window_title_in_parts_names_the_page_last() -> None:
    window = f"某县气象局 &gt;&gt; 新闻 &gt;&gt; {NAME}"
    assert read(sent(f"<p>{NAME}</p><p>{DAY}</p><div>{TEXT}</div>", window)).title == NAME


@pytest.mark.parametrize(
    "sheet",
    [
        ".wen .x{display:none}",
        "div.wen > p.x { visibility : hidden }",
        "p.x{display:none} p{display:block}",
        ".wen i{opacity:0}",
        "#wen .x{text-indent:-9999px}",
        ".x{display:block} .wen p.x{display:none}",
    ],
)
def test_what_a_sheet_of_the_page_hides_below_other_elements_is_not_seen(sheet: str) -> None:
    spam = "<p class=x><i>贷款秒批不看征信</i></p>"
    markup = f"<style>{sheet}</style><h2>{NAME}</h2><div class=wen id=wen>{TEXT}{spam}</div>"
    assert "贷款" not in read(sent(markup)).body_text


@pytest.mark.parametrize(
    ("sheet", "attributes"),
    [
        (".tab{display:none}.tab.on{display:block}", "class='tab on'"),
        (".tab{display:none}.box .tab{display:block}", "class=tab"),
        (".tab{display:none}", "class=tab style='display:block'"),
        (".side .tab{display:none}", "class=tab"),
        (".tab:empty{display:none}", "class=tab"),
    ],
)
def test_what_a_sheet_shows_again_is_seen(sheet: str, attributes: str) -> None:
    markup = (
        f"<style>{sheet}</style><h2>{NAME}</h2><div class=box><div {attributes}>{TEXT}</div></div>"
    )
    assert read(sent(markup)).body_text.startswith(FIRST)


def test_a_short_notice_keeps_its_end_above_comments_that_are_longer() -> None:
    ending = "<p><a href=/1.pdf>附件：企业名单</a></p><p>某省示例厅</p><p>2024年10月16日</p>"
    said = "<h3>最新评论</h3><div>甲</div><p>这个政策太好了，终于不用来回跑着报销了，给点赞！</p><p>请问什么时候也能纳入呢，希望尽快回复。</p>"
    lead = "<p>各有关企业：现将第二批示范企业名单予以公布，请各企业持续提升绿色运输水平。</p>"
    foot = "<div>某省示例厅 网站标识码0000000000</div>"
    found = read(
        sent(f"<h1>{NAME}</h1><div>{DAY} 09:30</div><div>{lead}{ending}</div>{foot}{said}")
    )
    assert found.body_text.endswith("某省示例厅\n2024年10月16日")


def test_selectors_without_end_cost_no_time() -> None:
    style = "".join(f".a .b .x{n} p{{display:none}}" for n in range(1900))
    nested = "<div class='a b'>" * 150
    lines = "".join(f"<p class=q{n}>某</p>" for n in range(3000))
    began = time.process_time()
    READERS.refusal(answer(f"<style>{style}</style>{nested}{lines}"))
    assert time.process_time() - began < 3.0


SAID = {
    "发文机关": "某市人民政府办公室",
    "发文字号": "某政办发〔2024〕11号",
    "成文日期": "2024年10月14日",
    "发布日期": DAY,
}


@pytest.mark.parametrize(
    "pair",
    [
        "<div><div>{0}</div><div>{1}</div></div>",
        "<p><span>{0}：</span><span>{1}</span></p>",
        "<p><em>{0}</em><i>：</i><u>{1}</u></p>",
        "<p>【{0}】{1}</p>",
        "<p>[{0}] {1}</p>",
        "<dt>{0}：</dt><dd>{1}</dd>",
        "<p>{0}：</p><p>{1}</p>",
        "<li><b>{0}</b>{1}</li>",
        "<table><tr><th>{0}</th><td>{1}</td></tr></table>",
    ],
)
@pytest.mark.parametrize("below", [False, True], ids=["above-the-title", "below-it"])
def test_metadata_is_read_from_any_pairs_and_is_no_text(pair: str, below: bool) -> None:
    rows = "".join(pair.format(label, value) for label, value in SAID.items())
    head = f"<h1>{NAME}</h1><div>{rows}</div>" if below else f"<div>{rows}</div><h1>{NAME}</h1>"
    found = read(sent(f"{head}<div>{TEXT}</div>", f"{NAME}_某网"))
    meta = found.meta
    assert meta.agency is not None
    assert meta.agency.value == SAID["发文机关"]
    assert meta.document_number is not None
    assert meta.document_number.value == SAID["发文字号"]
    assert str(meta.signed and meta.signed.interval) == "2024-10-14"
    assert str(meta.issued and meta.issued.interval) == DAY
    assert found.body_text.startswith(FIRST)
