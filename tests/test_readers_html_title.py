"""The title of a page: never the name of its column or of its site."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent.readers.html_title import choose_title
from agent.readers.layout import render
from agent.readers.rows import Row, Rows
from agent.readers.tolerant import parse
from agent.readers.unseen import strip_unseen

NAME = "关于印发某省老旧货车报废更新补贴细则的通知"
OFFICIAL = Rows((Row("标题", NAME, "title", 0, 0, official=True),))


def title(
    body: str = "", window: str = "", tags: dict[str, str] | None = None, rows: Rows | None = None
) -> tuple[str, str] | None:
    tree = parse(f"<html><body>{body or '<p>。</p>'}</body></html>")
    assert tree is not None
    strip_unseen(tree)
    found = choose_title(tags or {}, rows or Rows(), render(tree).lines, window)
    return (found.value, found.where) if found else None


@pytest.mark.parametrize(
    ("given", "where"),
    [
        pytest.param(
            {"tags": {"articletitle": NAME}, "body": "<h1>政府信息公开</h1>"},
            "meta ArticleTitle",
            id="article-title",
        ),
        pytest.param(
            {"rows": OFFICIAL, "body": "<h1>政府信息公开</h1>"}, "元数据表 标题", id="row"
        ),
        pytest.param(
            {"body": f"<div class='t'>{NAME}</div>", "window": f"{NAME}_通知公告_某省交通运输厅"},
            "页面标题行",
            id="a-line-in-the-window-title",
        ),
        pytest.param(
            {
                "body": "<div>关于印发某省<br>老旧货车报废更新补贴细则<br>的通知</div>",
                "window": f"{NAME} - 某网",
            },
            "页面标题行",
            id="a-title-over-three-lines",
        ),
        pytest.param({"body": f"<h1>{NAME}</h1>", "window": "某省交通运输厅"}, "h1", id="heading"),
        pytest.param(
            {"window": "某省交通运输厅", "tags": {"og:title": NAME}}, "meta og:title", id="og"
        ),
        pytest.param(
            {"window": f"{NAME}-通知公告-某省交通运输厅"},
            "title",
            id="window-title-without-the-site",
        ),
        pytest.param({"window": f"某省人民政府 | {NAME}"}, "title", id="the-site-may-come-first"),
        pytest.param(
            {
                "tags": {"articletitle": NAME[:12] + "..."},
                "body": f"<h1>{NAME}</h1>",
                "window": f"{NAME}_某网",
            },
            "页面标题行",
            id="a-cut-article-title-is-not-taken",
        ),
        pytest.param(
            {"body": f"<i>某地时评丨</i><h1>{NAME}</h1>", "window": f"某地时评丨{NAME}_某地融媒"},
            "页面标题行",
            id="the-name-of-a-column-with-a-bar-before-it",
        ),
        pytest.param(
            {
                "body": f"<div class=t>{NAME}</div>",
                "window": f"会议通知-某省人民政府门户网站主站 {NAME}",
            },
            "页面标题行",
            id="behind-white-space-in-the-window",
        ),
        pytest.param({"body": f"<h1>{NAME}<span>原创</span></h1>"}, "h1", id="tag-behind-it"),
    ],
)
def test_the_title_is_found(given: dict[str, object], where: str) -> None:
    assert title(**given) == (NAME, where)  # type: ignore[arg-type]  # a table of keyword arguments


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(
            {
                "tags": {"columnname": "规范性文件"},
                "body": "<h1>规范性文件</h1>",
                "window": "规范性文件",
            },
            id="column",
        ),
        pytest.param(
            {
                "tags": {"sitename": "某省交通运输厅", "articletitle": "某省交通运输厅"},
                "window": "某省交通运输厅",
            },
            id="site",
        ),
        pytest.param({}, id="nothing"),
    ],
)
def test_a_column_or_a_site_is_no_title(given: dict[str, object]) -> None:
    assert title(**given) is None  # type: ignore[arg-type]  # a table of keyword arguments


@pytest.mark.parametrize(
    "shown",
    [
        "北塬铝业 3×20 万吨再生铝项目 首条线点火",
        "锅炉停了 “烧煤户”换了新炉",
        "北塬县 2024 年度 (第一批) 名单 - 公示",
        "关于 A 类企业 VOCs 治理的通知",
    ],
)
@pytest.mark.parametrize(
    "given",
    [
        lambda shown: {"body": f"<h1>{shown}</h1>"},
        lambda shown: {"body": f"<div>{shown}</div>", "window": f"{shown}_北塬在线"},
        lambda shown: {"tags": {"articletitle": shown}},
        lambda shown: {"tags": {"articletitle": f"{shown}<br/>"}},
    ],
    ids=["heading", "window", "tag", "tag-with-markup"],
)
def test_white_space_inside_a_title_stays_where_the_page_has_it(
    shown: str, given: Callable[[str], dict[str, object]]
) -> None:
    found = title(**given(shown))  # type: ignore[arg-type]  # a table of keyword arguments
    assert found is not None
    assert found[0] == shown


@pytest.mark.parametrize(
    ("set_as", "told"),
    [
        ("关 于 印 发 供 热 办 法 的 通 知", "关于印发供热办法的通知"),
        ("北塬县供热办法 通 知", "北塬县供热办法 通知"),
        ("关于印发<br>供热办法的通知", "关于印发供热办法的通知"),
    ],
    ids=["all-letters", "last-letters", "wrapped"],
)
def test_letters_that_are_spaced_out_and_lines_that_are_wrapped_are_joined(
    set_as: str, told: str
) -> None:
    assert title(f"<h1>{set_as}</h1>") == (told, "h1")


def test_hyphens_and_years_inside_a_title_stay() -> None:
    assert title(window="1-10月某县投资结构趋稳（2021-2023年）") == (
        "1-10月某县投资结构趋稳（2021-2023年）",
        "title",
    )
