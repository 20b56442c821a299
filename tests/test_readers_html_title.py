"""The title of a page: never the name of its column or of its site."""

from __future__ import annotations

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


def test_hyphens_and_years_inside_a_title_stay() -> None:
    assert title(window="1-10月某县投资结构趋稳（2021-2023年）") == (
        "1-10月某县投资结构趋稳（2021-2023年）",
        "title",
    )
