"""Pages of the kinds that real sites send, invented: what each shows, or why it is no page."""

from __future__ import annotations

import quopri

import pytest

from agent.readers import Readers
from agent.readers.refusal import redirect_target, refusal
from agent.records import Page
from agent.wiring.members import readers
from tests.answers import URL, answer

READERS: Readers = readers()
NAME = "关于对老旧柴油货车实施限行的通告"
TEXT = (
    "<p>为改善空气质量，经市政府同意，自发布之日起每日七时至二十一时，禁止国三及以下柴油货车驶入绕城高速公路以内道路。</p>"
    "<p>运送生活必需品的车辆凭市公安局交通警察支队核发的电子通行码通行，违反规定的由交通警察依法处理，请各运输企业互相转告。</p>"
)
FIRST = "为改善空气质量"
MENU = "".join(f'<li><a href="/c{n}">栏目{n}</a></li>' for n in range(8))
FOOT = "<div><p>主办单位：某市公安局</p><p>网站标识码：1499000000</p></div>"


def page(inside: str, window: str = f"{NAME}_某市公安局", head: str = "") -> str:
    return (
        f"<html><head><title>{window}</title>{head}</head><body><ul>{MENU}</ul>{inside}{FOOT}"
        "</body></html>"
    )


def read(markup: str | bytes, url: str = URL) -> Page:
    fetched = answer(markup, url=url)
    assert READERS.refusal(fetched) is None
    return READERS.read(fetched)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(page(f"<div>{NAME}</div>{TEXT}", f"某市政府网-公告-{NAME}"), id="site-first"),
        pytest.param(page(f'<td class="tit">{NAME}</td>{TEXT}', "某市公安局"), id="class-alone"),
        pytest.param(
            page(f"<b>{NAME}</b><div class=zoom>{TEXT}</div>", f"{NAME[:11]}..._某局"),
            id="cut-by-the-system",
        ),
        pytest.param(
            page(f'<h1 class="logo">某市公安局服务网</h1><h3>{NAME}</h3>{TEXT}', "某市公安"),
            id="logo-in-h1",
        ),
        pytest.param(
            page(
                f"<div>{NAME}</div>{TEXT}",
                head=f'<meta name="ArticleTitle" content="{NAME[:6]}&lt;br/&gt;{NAME[6:]}">',
            ),
            id="markup-in-the-tag",
        ),
        pytest.param(
            f"<html><head><div>x</div><title>{NAME}-某某网</title></head><body><h2>{NAME}</h2>{TEXT}",
            id="title-tag-in-the-body",
        ),
    ],
)
def test_the_title_is_that_of_the_text(markup: str) -> None:
    found = read(markup)
    assert found.title == NAME
    assert found.body_text.startswith(FIRST)


def test_a_title_keeps_the_space_it_is_shown_with() -> None:
    shown = "绿色货运提速 新能源货车过万"
    assert read(page(f"<h1>{shown}</h1>{TEXT}", f"{shown}_某网")).title == shown
    spaced = read(page("<h1>公 告</h1><h2>关 于 限 行 的 通 告</h2>" + TEXT, "某网"))
    assert spaced.title == "关于限行的通告"


@pytest.mark.parametrize(
    ("header", "source"),
    [
        ("【发布时间】2024-11-08 【来源】某市日报", "某市日报"),
        ("<span>某市日报</span><span>2024年11月08日06:30</span>", "某市日报"),
        ("发布时间 2024-11-08 来源 某市日报", "某市日报"),
        ("发布时间：24-11-08　来源：某市日报", "某市日报"),
        ("<i>2024-11-08 06:30</i><i>来源：某市日报</i>", "某市日报"),
        ("时间：2024-11-08 来源：某市日报 〖字号：大 中 小〗", "某市日报"),
        ('2024-11-08 来源：<a href="/s">某市日报</a> <a href="#">参与互动</a>', "某市日报"),
        ('分享到：<a href="#">微信</a><a href="#">微博</a> 2024-11-08 06:30', None),
        ("<span>某某在线</span><span>发布日期 : 2024-11-08</span><span>来源 : 某厅</span>", "某厅"),
    ],
)
def test_a_header_tells_its_day_and_source(header: str, source: str | None) -> None:
    found = read(page(f"<h1>{NAME}</h1><div class=i>{header}</div><section>{TEXT}</section>"))
    assert found.meta.uploaded is not None
    assert str(found.meta.uploaded.interval) == "2024-11-08"
    assert (found.meta.source.value if found.meta.source else None) == source
    assert found.body_text.startswith(FIRST)


def test_header_lines_inside_the_container_are_the_header() -> None:
    inside = f"<h2>{NAME}</h2><p>2024年11月08日 08时01分</p><p>来源: 某市日报</p>{TEXT}"
    found = read(page(f'<div id="articlecontent">{inside}</div>'))
    assert found.meta.uploaded is not None
    assert str(found.meta.uploaded.interval) == "2024-11-08"
    assert "来源" not in found.body_text


@pytest.mark.parametrize(
    "rows",
    [
        "<div><div>文号</div><div>某公发〔2024〕9号</div></div><div><div>成文日期</div><div>2024-10-12</div></div>",
        "<p>【文号】某公发〔2024〕9号</p><p>【成文日期】2024-10-12</p>",
        "<li><span>文号</span><span>某公发〔2024〕9号</span></li><li><span>成文日期</span><span>2024-10-12</span></li>",
        "<table><tr><th>文号</th><th>成文日期</th></tr><tr><td>某公发〔2024〕9号</td><td>2024-10-12</td></tr></table>",
    ],
    ids=["div-pairs", "brackets", "span-pairs", "head-row"],
)
def test_metadata_is_read_from_pairs_of_any_tags(rows: str) -> None:
    meta = read(page(f"{rows}<h1>{NAME}</h1><section>{TEXT}</section>")).meta
    assert meta.document_number is not None
    assert meta.document_number.value == "某公发〔2024〕9号"
    assert meta.signed is not None
    assert str(meta.signed.interval) == "2024-10-12"


@pytest.mark.parametrize(
    ("inside", "window", "number"),
    [
        (f"<h1>{NAME}（某公发〔2024〕9号）</h1>{TEXT}", NAME, "某公发〔2024〕9号"),
        (
            f"<h1>{NAME}</h1><p>某公发〔2024〕9号</p><div class=zoom>{TEXT}</div>",
            NAME,
            "某公发〔2024〕9号",
        ),
        (
            f"<h1>某市公安局公告</h1><div class=zoom><p>2024年第7号</p>{TEXT}</div>",
            "某",
            "2024年第7号",
        ),
    ],
)
def test_a_number_beside_the_title_is_the_documents(inside: str, window: str, number: str) -> None:
    found = read(page(inside, window)).meta.document_number
    assert found is not None
    assert found.value == number


def test_what_hangs_on_below_is_no_text() -> None:
    teasers = (
        "<p>新闻精选：</p><p><a href='/1'>某地发出首张通行证</a></p><p>2024年11月07日 13:36:14</p>"
        "<p><a href='/2'>货运量再创新高</a></p><p>2024年11月06日 12:48:50</p>"
    )
    comments = "<div class='comment-list'><p>网友甲：早该这样了，支持！</p></div>"
    statement = "<p>声明：本文由入驻平台的作者上传并发布，不代表平台立场。</p>"
    for tail in (teasers, comments, statement):
        body = read(page(f"<h1>{NAME}</h1><section>{TEXT}{tail}</section>")).body_text
        assert body.endswith("互相转告。")


def test_a_text_that_is_printed_twice_is_read_once() -> None:
    twice = f"<div class=pc>{TEXT}</div><div class=phone>{TEXT}</div>"
    assert read(page(f"<h1>{NAME}</h1><div>{twice}</div>")).body_text.count(FIRST) == 1


def test_a_text_printed_twice_ends_above_the_head_of_its_second_print() -> None:
    head = f"<div>某市公安局触屏版</div><h2>{NAME}</h2><div>2024-11-08 交警支队</div>"
    signed = "<p>某市公安局</p><p>2024年11月8日</p>"
    twice = f"<div class=pc><h1>{NAME}</h1><div>{TEXT}{signed}</div></div><div class=phone>{head}<div>{TEXT}{signed}</div></div>"
    assert read(page(twice)).body_text.endswith("互相转告。\n某市公安局\n2024年11月8日")


def test_nothing_is_lost_below_a_clause_that_stands_twice() -> None:
    clause = "<p>自2024年11月1日起，太原市区禁止国三及以下排放标准柴油货车通行。</p>"
    signed = "<p>太原市人</p><p>民政府</p><p>2024年10月12日</p>"
    found = read(page(f"<h1>{NAME}</h1><div class=TRS_Editor>{clause * 2}{signed}</div>"))
    assert found.meta.agency is not None
    assert found.meta.agency.value == "太原市人民政府"


def test_preformatted_text_keeps_its_lines() -> None:
    pre = (
        "<pre>"
        + TEXT.replace("<p>", "").replace("</p>", "\n")
        + "\n某市公安局\n2024年11月8日</pre>"
    )
    meta = read(page(f"<h1>{NAME}</h1>{pre}")).meta
    assert meta.agency is not None
    assert meta.agency.value == "某市公安局"
    assert meta.signed is not None
    assert str(meta.signed.interval) == "2024-11-08"


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="color:#fff">秘密指示</p>',
        '<p style="color:white;background:#FFFFFF">秘密指示</p>',
        '<font color="#ffffff">秘密指示</font>',
        '<div style="height:0;overflow:hidden">秘密指示</div>',
        '<p style="position:absolute;clip:rect(0,0,0,0)">秘密指示</p>',
        '<p style="clip-path: inset(100%)">秘密指示</p>',
        '<p aria-hidden="true">秘密指示</p>',
        '<p class="sr-only">秘密指示</p>',
        '<style>@media print{.a{color:red}} .q, .x9{display:none}</style><p class="x9">秘密指示</p>',
        "<style>#u{visibility:hidden}</style><p id=u>秘密指示</p>",
        '<p style="transform:scale(0)">秘密指示</p>',
    ],
)
def test_what_nobody_sees_is_no_word_of_the_page(hidden: str) -> None:
    assert "秘密" not in read(page(f"<h1>{NAME}</h1><div class=zoom>{TEXT}{hidden}</div>")).text


@pytest.mark.parametrize(
    "shown",
    [
        '<div style="background:#c00"><p style="color:#fff">明文</p></div>',
        '<table><tr><th style="color:#fff">明文</th><th>二</th></tr></table>',
        "<style>@media print{.x9{display:none}}</style><p class=x9>明文</p>",
        "<style>.x9{display:none}.on{display:block}</style><p class='x9 on'>明文</p>",
        '<p style="height:0">明文</p>',
    ],
)
def test_what_is_seen_stays(shown: str) -> None:
    assert "明文" in read(page(f"<h1>{NAME}</h1><div class=zoom>{TEXT}{shown}</div>")).text


def test_of_two_rules_as_exact_the_later_counts_whatever_the_classes_are_called() -> None:
    names = [f"k{number}" for number in range(12)]
    sheet = "".join(f".{a}{b}{{display:none}}.{b}{a}{{display:block}}" for a in names for b in "xy")
    shown = "".join(f"<p class='{a}{b} {b}{a}'>明文{a}{b}。</p>" for a in names for b in "xy")
    found = read(
        page(f"<style>{sheet}</style><h1>{NAME}</h1><div class=zoom>{TEXT}{shown}</div>")
    ).text
    assert [f"{a}{b}" for a in names for b in "xy" if f"明文{a}{b}。" not in found] == []


def test_an_article_of_wechat_is_read_though_it_is_sent_hidden() -> None:
    markup = (
        '<html><head><meta property="og:title" content="某市货车限行公告"></head><body>'
        '<h1 id="activity-name">某市货车限行公告</h1><em id="publish_time"></em>'
        f'<div id="js_content" style="visibility: hidden; opacity: 0; ">{TEXT}</div>'
        '<script>var ct = "1731024000";</script></body></html>'
    )
    found = read(markup)
    assert found.body_text.startswith(FIRST)
    assert found.meta.uploaded is not None
    assert str(found.meta.uploaded.interval) == "2024-11-08"


def test_an_article_sent_in_named_textareas_is_read() -> None:
    escaped = TEXT.replace("<", "&lt;")
    markup = (
        f'<html><body><textarea class="article-title">{NAME}</textarea>'
        f'<textarea class="article-content">{escaped}</textarea></body></html>'
    )
    found = read(markup)
    assert (found.title, found.body_text.startswith(FIRST)) == (NAME, True)


@pytest.mark.parametrize(
    ("field", "is_read"),
    [
        ("<textarea id=k rows=30 readonly>{}</textarea>", True),
        ("<textarea id=k rows=30>{}</textarea>", False),
        ("<div style='display:none'><textarea id=k readonly>{}</textarea></div>", False),
        ("<textarea id=k readonly>{}</textarea><input type=password>", False),
    ],
    ids=["shown", "to-be-written-in", "hidden", "terms-beside-a-password"],
)
def test_a_text_in_a_textarea_that_nobody_can_write_in_is_read(field: str, is_read: bool) -> None:
    lines = TEXT.replace("<p>", "").replace("</p>", "\n") + "某市公安局\n2024年11月8日"
    rows = "<table><tr><td>文号</td><td>某公告〔2024〕9号</td><td>发布时间</td><td>2024-11-08</td></tr></table>"
    shown = page(f"<div>{NAME}</div>{rows}{field.format(lines)}", "某市公安局文件库")
    found = READERS.read(answer(shown))
    assert found.body_text.startswith(FIRST) is is_read
    assert found.body_text.endswith("\n某市公安局\n2024年11月8日") is is_read
    assert (found.title == NAME) or not is_read


def test_a_headline_beside_a_cell_that_ends_in_a_break_is_the_title_and_a_greeting_is_none() -> (
    None
):
    beside = "<td><b>友情链接</b><br><select><option>县直部门</option></select></td>"
    head = "<div><font size=4><b>黑石圩镇关停五家小煤窑</b></font></div><div>作者：镇安监办　2009-4-21　阅读：208</div>"
    markup = page(
        f"<table><tr>{beside}<td>{head}{TEXT}</td></tr></table>", "欢迎光临黑石圩镇政府网站！"
    )
    assert read(markup).title == "黑石圩镇关停五家小煤窑"


def test_a_page_with_a_part_in_another_charset_is_read() -> None:
    markup = page(f"<h1>{NAME}</h1><div class=zoom>{TEXT}</div>").encode()
    other = "<div>友情链接：某市交通运输局</div>".encode("gb18030")
    found = read(markup.replace(b"</body>", other + b"</body>"))
    assert found.body_text.startswith(FIRST)
    assert "\ufffd" not in found.text


def test_a_page_saved_in_one_file_is_the_page() -> None:
    inside = quopri.encodestring(page(f"<h1>{NAME}</h1>{TEXT}").encode())
    saved = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/1\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--x"\r\n\r\n'
        b"----x\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + inside + b"\r\n----x--\r\n"
    )
    found = read(saved)
    assert (found.title, found.media_type) == (NAME, "multipart/related")
    assert found.body_text.startswith(FIRST)


def test_an_attachment_is_known_beside_its_word_without_an_ending() -> None:
    link = '<p>附件：<a href="/api/file/download?id=7">补贴办法</a></p><p><a href="/api/file/help">帮助</a></p>'
    found = read(page(f"<h1>{NAME}</h1><div class=zoom>{TEXT}{link}</div>"))
    assert [link.url for link in found.attachment_links] == [
        "https://jt.sx.example/api/file/download?id=7"
    ]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            '<p>附件：<a href="/module/downfile.jsp?classid=0&id=ab">办法</a></p>',
            {"/module/downfile.jsp?classid=0&id=ab": "办法"},
        ),
        (
            "<h4>附件下载</h4><ul><li><a href=/api/1>办法</a></li><li><a href=/api/2>说明</a></li></ul><p><a href=/api/3>帮助</a></p>",
            {"/api/1": "办法", "/api/2": "说明"},
        ),
        (
            "<table><tr><td>附件</td><td>大小</td><td>操作</td></tr><tr><td>办法.docx</td><td>32KB</td><td><a href='/dl?id=1'>下载</a></td></tr></table>",
            {"/dl?id=1": "办法.docx"},
        ),
        ("<p>附件：办法.pdf <a href='/dl?id=1'>[下载]</a></p>", {"/dl?id=1": "办法.pdf"}),
        ("<p>附件：<a href=/group1/M00/wKgB>办法</a></p>", {"/group1/M00/wKgB": "办法"}),
        ("<p>附件：<a href=\"javascript:down('/u/1.pdf')\">办法</a></p>", {"/u/1.pdf": "办法"}),
        ("<p>附件：<a href=# onclick=\"down('/u/2.pdf')\">办法</a></p>", {"/u/2.pdf": "办法"}),
        ("<p>附件：<a href=# onclick=\"down('8817')\">办法.doc</a></p>", {}),
        ("<p>附件：<a href=/2020/1/annex.html>办法</a></p>", {}),
        ("<p>附件见<a href=/zwgk/>政务公开栏目</a></p>", {}),
    ],
    ids=[
        "program",
        "heading",
        "row",
        "button",
        "bare",
        "script",
        "click",
        "no-address",
        "page",
        "folder",
    ],
)
def test_attachments_are_found_by_what_stands_beside_them(
    inside: str, expected: dict[str, str]
) -> None:
    found = read(page(f"<h1>{NAME}</h1><div class=zoom>{TEXT}{inside}</div>"))
    host = "https://jt.sx.example"
    assert {x.url.removeprefix(host): x.text for x in found.attachment_links} == expected


def test_a_file_right_below_a_text_is_an_attachment_though_its_name_is_no_line_of_it() -> None:
    below = '<div><a href="/u/5.pdf">报告书全文（报批稿）.pdf</a></div><div>收藏本文 打印正文</div>'
    found = read(page(f"<h1>{NAME}</h1><article>{TEXT}{below}</article>"))
    assert [link.url for link in found.attachment_links] == ["https://jt.sx.example/u/5.pdf"]


def test_what_a_script_shows_in_a_viewer_is_a_document_of_a_page_without_a_text() -> None:
    viewer = '<div id=v></div><script>var pdfUrl = "\\/u\\/4.pdf"; PDFObject.embed(pdfUrl)</script>'
    alone = read(page(f"<h1>{NAME}</h1><p>发布日期：2024-10-15</p>{viewer}"))
    assert [link.url for link in alone.attachment_links] == ["https://jt.sx.example/u/4.pdf"]
    assert not read(
        page(f"<h1>{NAME}</h1><div class=zoom>{TEXT * 4}</div>{viewer}")
    ).attachment_links


def test_a_decree_says_from_when_what_it_promulgates_applies() -> None:
    decree = "<p>《某市货车管理办法》已经市政府常务会议通过，现予公布，自2025年3月1日起施行。</p>"
    found = read(page(f"<h1>某市货车管理办法</h1><div class=zoom>{decree}{TEXT}</div>", "某市"))
    assert found.meta.effective is not None
    assert str(found.meta.effective.interval) == "2025-03-01"


ITEMS = [f"某市第{n}批货车通行证发放公示" for n in range(1, 16)]


def listed(items: list[str], *, dated: bool = True, address: str = "html", more: str = "") -> str:
    rows = (
        f'<li><a href="/a/{n}.{address}">{name}</a>{f"<i>2024-11-{n + 1:02}</i>" if dated else ""}{more}</li>'
        for n, name in enumerate(items)
    )
    return f"<ul>{''.join(rows)}</ul>"


FULL_FRAME = "".join(f'<li><a href="/n{n}">政务公开栏目第{n}项</a></li>' for n in range(60))


@pytest.mark.parametrize(
    ("markup", "cause"),
    [
        pytest.param(page(listed(ITEMS), "公示"), "list_page", id="list"),
        pytest.param(page(listed(ITEMS[:6]), "公示"), "list_page", id="six-items"),
        pytest.param(
            page(listed(ITEMS, dated=False) + "<div>1 2 3 下一页</div>", "公示"),
            "list_page",
            id="no-days",
        ),
        pytest.param(
            page(listed(ITEMS) + '<p><a href="/r.pdf"><img src="nb.jpg"></a></p>', "公示"),
            "list_page",
            id="report-in-the-foot",
        ),
        pytest.param(
            page(listed(ITEMS, address="pdf"), "政府公报"), "list_page", id="of-documents"
        ),
        pytest.param(
            page(
                listed(
                    ITEMS,
                    more="<p>为做好通行证管理，现将本批次发放名单予以公示，请社会各界监督。</p>",
                )
            ),
            "list_page",
            id="with-abstracts",
        ),
        pytest.param(
            page(
                listed(ITEMS)
                + f"<p>版权所有：某局　主办单位：某局　地址：{'某路' * 40}　邮政编码：030000</p>"
            ),
            "list_page",
            id="long-foot",
        ),
        pytest.param(
            page(f"<ul>{FULL_FRAME}</ul><h2>您访问的页面不存在</h2>", "某省交通运输厅"),
            "soft_404",
            id="gone-in-the-full-frame",
        ),
        pytest.param(
            "<script>document.cookie=('_')+('_')+('j')+('s')+('l')+('=1');"
            "location.href=location.pathname</script>",
            "blocked:jsl",
            id="cookie-spelt-out",
        ),
        pytest.param(
            "<script>var _0xa=['\\x63\\x6f\\x6f\\x6b\\x69\\x65','reload'];document[_0xa[0]]='k=1';"
            "location[_0xa[1]]()</script><noscript>Please enable JavaScript.</noscript>",
            "blocked:waf",
            id="cookie-by-code",
        ),
        pytest.param(
            page(
                f'<h1>{NAME}</h1><p>发布时间：2024-11-08</p><div class=zoom><img src="/1.jpg"></div>'
            ),
            "picture",
            id="a-picture",
        ),
        pytest.param(
            page(f'<h1>{NAME}</h1><iframe src="https://other.example/text"></iframe>'),
            "frame",
            id="a-frame-of-another-site",
        ),
        pytest.param(
            page(
                f"<h1>{NAME}</h1><textarea id=t>{TEXT.replace('<', '&lt;')}</textarea><div id=s></div>"
            ),
            "script",
            id="text-in-an-unnamed-field",
        ),
        pytest.param(
            page("<h1>{{ item.title }}</h1><p>{{ item.date }}</p>", "通知公告"),
            "script",
            id="template",
        ),
    ],
)
def test_what_is_no_content_page_has_its_cause(markup: str, cause: str) -> None:
    assert refusal(answer(markup)) == cause


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(
            page(f"<h1>{NAME}</h1><div class=zoom>{TEXT}</div><h3>相关链接</h3>{listed(ITEMS)}"),
            id="an-article-above-a-list",
        ),
        pytest.param(
            page(
                f"<h1>{NAME}</h1><div class=zoom><p>因大雾，绕城高速11月8日起封闭。</p></div>{listed(ITEMS)}"
            ),
            id="an-alert-above-a-list",
        ),
        pytest.param(
            page(
                f"<h1>{NAME}</h1><p>发布时间：2024-11-08</p><div class=zoom><p>现将有关文件公布如下。</p>"
                + "".join(f'<p><a href="/{n}.pdf">附件{n}：明细表</a></p>' for n in range(9))
                + "</div>"
            ),
            id="a-notice-with-nine-annexes",
        ),
    ],
)
def test_a_page_beside_links_stays_a_page(markup: str) -> None:
    assert READERS.refusal(answer(markup)) is None


VIEWER = '<div><span>3 / 40</span><iframe src="/js/viewer.html?file=%2Fu%2F7.pdf"></iframe></div>'


def test_a_viewer_that_tells_nothing_of_its_document_is_followed_to_it() -> None:
    shown = answer(page(f"<h2>{NAME}</h2>{VIEWER}"))
    assert refusal(shown) == "frame"
    assert redirect_target(shown) == "https://jt.sx.example/u/7.pdf"


@pytest.mark.parametrize(
    "notice",
    [
        f"<h2>{NAME}</h2><p>发布日期：2024-11-08</p>{VIEWER}",
        f"<h2>{NAME}</h2><p>请各单位遵照执行。</p>{VIEWER}",
        f"<h2>{NAME}</h2>{VIEWER.replace('%2Fu', 'https://files.example/u')}",
        f"<meta name=ArticleTitle content={NAME}><h2>{NAME}</h2>{VIEWER}",
    ],
    ids=["day", "words", "another-site", "declared"],
)
def test_a_notice_with_its_document_in_a_viewer_stays_a_page(notice: str) -> None:
    assert redirect_target(answer(page(notice))) is None
    assert len(read(page(notice)).attachment_links) == 1


def test_the_main_frame_of_a_frameset_is_followed() -> None:
    frames = "<frame name=top src=top.htm><frame name=left src=left.htm><frame name=mainFrame src=news.htm?id=7>"
    told = "<noframes><body>此网页使用了框架，但您的浏览器不支持框架。</body></noframes>"
    page = answer(f"<html><frameset rows=90,*>{frames}{told}</frameset></html>")
    assert refusal(page) == "frame"
    target = redirect_target(page)
    assert target is not None
    assert target.endswith("/news.htm?id=7")


def test_a_frame_of_the_same_site_is_followed() -> None:
    markup = page(f'<h1>{NAME}</h1><iframe src="/text/7.html"></iframe>')
    assert READERS.redirect_target(answer(markup)) == "https://jt.sx.example/text/7.html"
    assert READERS.redirect_target(answer(page(TEXT + '<iframe src="/x.html"></iframe>'))) is None
