"""List pages of a column, newest first, in five layouts; two of them are paged in script.

Dates are written in five ways. A layout is chosen by the host, so that one column is of one kind.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import date
from math import ceil

from tests.world_of_portals.documents import FOOT, MENU, Document, spread

ROWS = 15
LAYOUTS = ("list", "script", "shanxi", "table", "blocks")


def layout_of(host: str) -> str:
    """The layout of a host's columns."""
    return "shanxi" if host.endswith("shanxi.gov.cn") else LAYOUTS[spread(host, len(LAYOUTS))]


def list_page(
    documents: Sequence[Document], layout: str, number: int, *, repeats: bool = False
) -> bytes | None:
    """Page ``number`` of a list, counted from 0; None beyond its end.

    With ``repeats`` the last page stands for all that would follow it, as some sites have it.
    """
    pages = max(1, ceil(len(documents) / ROWS))
    if number >= pages:
        if not repeats:
            return None
        number = pages - 1
    rows = documents[number * ROWS : (number + 1) * ROWS]
    body = "\n".join(_row(document, layout) for document in rows)
    whole = {"list": "ul", "script": "ul", "shanxi": "div", "table": "table", "blocks": "div"}
    tag = whole[layout]
    if layout == "table":
        body = "<tr><th>标题</th><th>发文字号</th><th>日期</th></tr>" + body
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>政策文件</title></head><body>'
        f'{MENU}<{tag} class="list">{body}</{tag}>{_paging(layout, number, pages, repeats)}{FOOT}'
        "</body></html>"
    ).encode()


def _row(document: Document, layout: str) -> str:
    link = f'<a href="{document.url}" title="{html.escape(document.title)}">{html.escape(_cut(document.title))}</a>'
    day = document.day
    if layout == "list":
        return f"<li>{link}<span>{day}</span></li>"
    if layout == "script":
        return f"<li><span>[{day:%Y/%m/%d}]</span>{link}</li>"
    if layout == "shanxi":
        return (
            f'<dl class="sxinfo-pubfiles-item"><dt>{link}</dt><dd>{document.number}</dd>'
            f"<dd>{day:%Y.%m.%d}</dd></dl>"
        )
    if layout == "table":
        return f"<tr><td>{link}</td><td>{document.number}</td><td>{_chinese(day)}</td></tr>"
    return (
        f'<div class="item"><p class="date"><b>{day:%d}</b><i>{day:%Y-%m}</i></p>{link}'
        f"<p>{html.escape(document.lines[0][:40])}</p></div>"
    )


def _paging(layout: str, number: int, pages: int, repeats: bool) -> str:
    if layout == "script":
        return f'<script>createPageHTML({pages}, {number}, "index", "html");</script>'
    if layout == "shanxi":
        return f"<script>var countPage = {pages};//共几页\nvar currentPage = {number};</script>"
    following = f"index_{number + 1}.html" if layout != "blocks" else f"?page={number + 2}"
    last = "" if number + 1 >= pages and not repeats else f'<a href="{following}">下一页</a>'
    return f'<div class="page"><a href="./">首页</a>{last}</div>'


def page_number(path: str, page: str) -> int:
    """Which page of a column an address asks for: index_2.html is the third, ?page=2 the second."""
    if page.isdecimal():
        return int(page) - 1
    name = path.rsplit("/", 1)[-1].partition(".")[0]
    number = name.removeprefix("index_")
    return int(number) if number.isdecimal() else 0


def _cut(title: str) -> str:
    """Long titles are cut in lists; the whole one stands in the link's title."""
    return title if len(title) <= 30 else f"{title[:28]}..."


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month:02d}月{day.day:02d}日"
