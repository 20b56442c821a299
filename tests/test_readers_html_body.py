"""Which lines are the body: containers, then the densest element."""

from __future__ import annotations

import pytest

from agent.readers.body_edges import Body
from agent.readers.html_body import find_body
from agent.readers.html_links import embedded
from agent.readers.layout import render
from agent.readers.lines import Rendered, is_document
from agent.readers.page_words import PageWords
from agent.readers.tolerant import parse
from agent.readers.unseen import strip_unseen

WORDS = PageWords.load()
TEXT = "".join(
    f"<p>第{n}条　为做好老旧营运货车报废更新工作，各市应当按月上报补贴资金发放情况。</p>"
    for n in range(1, 6)
)


def looked_at(markup: str) -> tuple[Rendered, Body]:
    tree = parse(f"<html><body>{markup}</body></html>")
    assert tree is not None
    strip_unseen(tree)
    rendered = render(tree)
    body = find_body(rendered, WORDS)
    assert body is not None
    return rendered, body


def text(markup: str) -> list[str]:
    rendered, body = looked_at(markup)
    return [rendered.lines[number].text for number in body.numbers()]


def test_the_paragraph_of_a_short_notice_keeps_annex_signature_and_day_below_it() -> None:
    # An invented notice: its one paragraph is denser than the element around all of it.
    kept = text(
        "<div class=x><p>各有关单位：现将2024年第三批示范企业名单予以公布，名单见附件，请各企业持续提升绿色运输水平。</p>"
        "<p><a href=/P1.pdf>附件：2024年第三批示范企业名单</a></p><p>某某省示例厅</p><p>2024年12月9日</p></div>"
        "<div>某某省示例厅 网站标识码0000000000</div>"
    )
    assert kept[1:] == ["附件：2024年第三批示范企业名单", "某某省示例厅", "2024年12月9日"]


def test_the_last_line_of_text_that_is_broken_inside_a_font_element_is_kept() -> None:
    kept = text(
        "<table><tr><td><font id=zoom>我局内设机构及职责作如下调整，请各科室认真执行并做好衔接。<br><br>"
        "办公室负责机关日常运转，承担文电、会务、机要、档案、信息公开、信访等各项工作。<br><br>"
        "以上调整自发文之日起执行，原有规定与本通知不一致的，以本通知为准。</font></td></tr></table>"
    )
    assert len(kept) == 3
    assert kept[-1].startswith("以上调整自发文之日起执行")


@pytest.mark.parametrize(
    "container",
    [
        '<div id="UCAP-CONTENT">',
        '<div class="TRS_Editor">',
        '<div class="a pages_content b">',
        "<ucapcontent>",
        '<td id="zoom">',
    ],
)
def test_a_known_container_holds_the_body(container: str) -> None:
    opened = f"<table><tr>{container}" if container.startswith("<td") else container
    rendered, body = looked_at(f"<p>{'导航文字' * 60}</p>{opened}{TEXT}")
    assert body.way == "container"
    assert rendered.lines[body.first].text.startswith("第1条")


def test_of_nested_containers_the_inner_one_counts() -> None:
    markup = f'<div class="article-content"><p>字号：大 中 小</p><div class="TRS_Editor">{TEXT}</div><p>打印</p></div>'
    assert text(markup)[0].startswith("第1条")


def test_a_container_with_three_words_is_not_the_body() -> None:
    rendered, body = looked_at(f'<div class="view">更多</div><section>{TEXT}</section>')
    assert body.way != "container"
    assert rendered.lines[body.first].text.startswith("第1条")


def test_a_short_notice_in_a_container_is_kept() -> None:
    markup = '<ul><li><a href="/">首页</a></li></ul><div class="TRS_Editor"><p>因道路施工，某路段自即日起封闭，请绕行某大道。</p></div>'
    assert text(markup) == ["因道路施工，某路段自即日起封闭，请绕行某大道。"]


def test_the_densest_element_is_taken_where_nothing_else_helps() -> None:
    words = "某线路今日开通，沿线设站七座，首班车六时发出。"
    markup = f'<div class="x1"><a href="/1">{words}</a></div><div class="x2"><p>{words}</p><p>票价二元。</p></div>'
    rendered, body = looked_at(markup)
    assert body.way == "density"
    assert [rendered.lines[n].text for n in body.numbers()] == [words, "票价二元。"]


@pytest.mark.parametrize(
    "tail",
    [
        '<p>相关链接：</p><p><a href="/1">某解读</a></p>',
        '<h3>推荐阅读</h3><p>某地发布消息，引发关注，详情请看。</p><p><a href="/2">更多</a></p>',
        "<p>扫一扫在手机打开当前页</p>",
        "<p>【打印本页】【关闭窗口】</p>",
        '<p>上一篇：<a href="/0">某通知</a></p>',
        "<p>责任编辑：张某</p>",
        "<p>分享到：</p>",
    ],
)
def test_what_hangs_on_below_the_text_is_cut_off(tail: str) -> None:
    found = text(f'<div class="TRS_Editor">{TEXT}{tail}</div>')
    assert len(found) == 5
    assert found[-1].startswith("第5条")


def test_a_sentence_about_related_links_is_kept() -> None:
    long = (
        "<p>相关链接应当在网站首页显著位置公布，"
        + "并按照有关规定及时更新，确保公众能够方便查询。" * 4
        + "</p>"
    )
    assert len(text(f'<div class="TRS_Editor"><p>某办法</p>{long}{TEXT}</div>')) == 7


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/a/P0202410.pdf", True),
        ("W1.DOCX?v=2", True),
        ("/down?file=a.wps", True),
        ("/a.ofd#page=2", True),
        ("/pdf/index.html", False),
        ("/a.html", False),
    ],
)
def test_documents_are_known_by_their_name(address: str, expected: bool) -> None:
    assert is_document(address) is expected


def test_embedded_documents_have_absolute_addresses() -> None:
    shown = [
        "/v/viewer.html?file=%2Fa%2Fb.pdf&x=1",
        "c.pdf",
        "/video.html",
        "javascript:a.pdf",
        "http://[x.pdf",
    ]
    assert [link.url for link in embedded(shown, "https://a.example/d/e.html")] == [
        "https://a.example/a/b.pdf",
        "https://a.example/d/c.pdf",
    ]


def test_many_open_tags_are_searched_in_time() -> None:
    row = "大 中 小 打印 " * 30
    assert text(f'<div class="TRS_Editor">{TEXT}<p>{row}x</p></div>')[0].startswith("第1条")
