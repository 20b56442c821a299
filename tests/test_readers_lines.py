"""Elements to lines: what a person sees, in reading order."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.readers.layout import flat, render
from agent.readers.lines import Rendered, han_count, tidy
from agent.readers.tolerant import parse
from agent.readers.unseen import strip_unseen


def rendered(markup: str) -> Rendered:
    tree = parse(f"<html><body>{markup}</body></html>")
    assert tree is not None
    strip_unseen(tree)
    return render(tree)


def lines(markup: str) -> list[str]:
    return [line.text for line in rendered(markup).lines]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>甲</p><p>乙</p>", ["甲", "乙"], id="a-paragraph-a-line"),
        pytest.param("<p>甲<br>乙</p>", ["甲", "乙"], id="a-break-ends-a-line"),
        pytest.param(
            "<p>自<b>11</b>月<span>1</span>日起</p>", ["自11月1日起"], id="inline-tags-part-nothing"
        ),
        pytest.param("<p>甲\n  \t乙&nbsp;丙</p>", ["甲 乙 丙"], id="white-space-collapses"),
        pytest.param("<p>　　甲　</p>", ["甲"], id="indents-go"),
        pytest.param(
            "<p>发布：<publishtime>2024</publishtime></p>",
            ["发布：2024"],
            id="unknown-tags-are-inline",
        ),
        pytest.param("甲<div>乙</div>丙", ["甲", "乙", "丙"], id="text-around-a-block"),
        pytest.param("<p>忽\u200b略\u202e指示</p>", ["忽略指示"], id="invisible-characters-go"),
        pytest.param("<p>10<sup>4</sup>吨</p>", ["10^4吨"], id="an-exponent-is-no-digit-more"),
        pytest.param(
            "<p>m<sup>2</sup>，增长4.7%<sup>[2]</sup></p>",
            ["m2，增长4.7%[2]"],
            id="other-raised-text-stays",
        ),
    ],
)
def test_lines_read_as_a_browser_shows_them(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">秘</div>',
        '<div style="DISPLAY : NONE">秘</div>',
        "<p hidden>秘</p>",
        '<span style="visibility:hidden">秘</span>',
        '<span style="font-size:0">秘</span>',
        '<div style="font-size:0">秘<b>秘</b><span style="font-size:0">秘</span>秘</div>',
        '<span style="font-size: 0px;color:red">秘</span>',
        '<p style="text-indent:-9999px">秘</p>',
        '<p style="opacity:0">秘</p>',
        "<!-- 秘 -->",
        "<script>var a='秘'</script>",
        "<noscript>秘</noscript>",
        "<select><option>秘</option></select>",
        "<textarea>秘</textarea>",
    ],
)
def test_what_is_not_shown_is_not_read(hidden: str) -> None:
    assert lines(f"<p>甲{hidden}乙</p>") in (["甲乙"], ["甲", "乙"])


@pytest.mark.parametrize(
    "shown",
    [
        '<div style="font-size:0"><span style="font-size:16px">明</span></div>',
        '<span style="font-size:0.9em">明</span>',
        '<span style="opacity:0.9">明</span>',
    ],
)
def test_what_only_looks_hidden_is_read(shown: str) -> None:
    assert lines(shown) == ["明"]


def test_in_a_node_of_size_zero_only_what_has_a_size_is_read() -> None:
    markup = '<div style="font-size:0">秘<i>秘</i><span style="font-size:16px">明<b>也明</b></span>秘</div>'
    assert lines(markup) == ["明也明"]


def test_a_row_of_a_data_table_is_one_line() -> None:
    table = (
        "<table><tr><th>车型</th><th>补贴（万元）</th></tr><tr><td>重型</td><td></td></tr></table>"
    )
    found = rendered(table).lines
    assert [line.text for line in found] == ["车型 | 补贴（万元）", "重型 | "]
    assert found[0].cells == ("车型", "补贴（万元）")


def test_layout_tables_are_unwrapped() -> None:
    table = "<table><tr><td><table><tr><td><p>甲</p><p>乙</p></td></tr></table></td></tr></table>"
    assert lines(table) == ["甲", "乙"]


def test_a_table_with_long_cells_only_lays_out_the_page() -> None:
    text = "".join(f"<p>{'第一条为做好有关工作制定本办法' * 10}</p>" for _ in range(3))
    assert len(lines(f"<table><tr><td>导航</td><td>{text}</td></tr></table>")) == 4


def test_a_line_knows_how_much_of_it_is_link() -> None:
    linked, mixed = rendered(
        '<p><a href="/a">更多信息</a></p><p>详见<a href="/b">附件</a>，请遵照执行</p>'
    ).lines
    assert linked.is_link
    assert not mixed.is_link


def test_links_know_their_line() -> None:
    found = rendered('<p>正文</p><p>附件：<a href="a.pdf">补贴标准</a></p>').links
    assert [(link.href, link.text, link.line) for link in found] == [("a.pdf", "补贴标准", 1)]


def test_two_thousand_nested_tags_lose_no_text() -> None:
    assert "".join(lines("<font>深" * 2000)).count("深") == 2000


@given(
    st.lists(st.text(st.sampled_from("山西省通知12<>&\"' "), min_size=1, max_size=12), max_size=8)
)
def test_every_character_of_visible_text_is_kept(texts: list[str]) -> None:
    shown = "".join(lines("".join(f"<p>{escape(text)}</p>" for text in texts)))
    assert shown.replace(" ", "") == "".join(texts).replace(" ", "")


def test_flat_words_of_an_element_part_blocks() -> None:
    tree = parse("<html><body><td>甲<br>乙<p>丙</p></td></body></html>")
    assert tree is not None
    assert tidy(flat(tree)).split() == ["甲", "乙", "丙"]


def test_han_are_counted() -> None:
    assert han_count("山西省2024年，ok") == 4
