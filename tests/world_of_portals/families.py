"""How portals of four makers are asked and answer: only the shapes, as public scrapers saw them.

A portal takes what its own page sends. What is missing is refused in the maker's own way: trs_search
finds nothing for another site's number, irs says 200 with success:false, jsearchfront and search5
answer an empty list.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from tests.world_of_portals.documents import Document
from tests.world_of_portals.searching import Searching


@dataclass(frozen=True)
class Asked:
    """What a portal was sent: the fields of its query, form or JSON."""

    fields: dict[str, Any]
    method: str = "GET"

    def text(self, name: str) -> str:
        """A field as text; empty where it is missing."""
        value = self.fields.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int) -> int:
        """A field as a number."""
        return int(self.text(name)) if self.text(name).isdecimal() else default


Find = Callable[[str, bool], Sequence[Document]]
"""Everything with all words of a query, newest first; in titles only where that is asked."""


def trs_search(asked: Asked, find: Find, site: str) -> Any:
    """山西, 内蒙古: GET, rows under data.data."""
    titles = asked.text("position") == "1"
    found = find(asked.text("allKeywords"), titles) if asked.text("siteId") == site else []
    alternatives = asked.text("orKeywords").split()
    if alternatives:
        kept = {d.url for word in alternatives for d in find(word, titles)}
        found = [d for d in found if d.url in kept]
    rows = [
        {
            "news_doctitle": _marked(d.title, asked.text("allKeywords")),
            "title": d.title,
            "docpubtime": f"{d.day} 09:00:00",
            "docpuburl": d.url,
        }
        for d in _page(found, asked.number("pageNum", 1), asked.number("pageSize", 10))
    ]
    return {"code": "200", "data": {"total": len(found), "data": rows}}


def irs(asked: Asked, find: Find, tenant: str) -> Any:
    """陕西, 宁夏, 贵州: POST of JSON; a missing field is refused with HTTP 200."""
    for name, words in (
        ("tenantId", "租户不能为空！"),
        ("dataTypeId", "数据类型不能为空！"),
        ("orderBy", "排序方式不能为空！"),
        ("searchBy", "检索范围不能为空！"),
        ("pageSize", "页大小不能为空！"),
    ):
        if not asked.text(name) or (name == "tenantId" and asked.text(name) != tenant):
            return {"success": False, "code": 500, "msg": words, "data": None}
    found = find(asked.text("searchWord"), asked.text("searchBy") == "title")
    page = _page(found, asked.number("pageNo", 1), asked.number("pageSize", 10))
    rows = [
        {
            "title": _marked(d.title, asked.text("searchWord")),
            "title_no_tag": d.title,
            "time": f"{d.day} 09:00:00",
            "url": d.url,
        }
        for d in page
    ]
    boxed = [{"type": "data", "data": row} for row in rows]
    middle = {"total": len(found), "list": rows, "listAndBox": boxed}
    return {"success": True, "code": 200, "data": {"middle": middle}}


def jsearchfront(asked: Asked, find: Find, site: str) -> Any:
    """江苏, 江西, 山东, 浙江: POST of a form; rows are pieces of HTML."""
    right = asked.text("websiteid") == site
    titles = asked.text("pos").startswith("title")
    found = find(asked.text("q"), titles) if right else []
    page = _page(found, asked.number("p", 1), asked.number("pg", 10))
    rows = [
        '<div class="jcse-result-box"><div class="jcse-news-title">'
        f'<a href="visit/link.do?url={quote(d.url, safe="")}&amp;q={quote(asked.text("q"))}'
        f'&amp;websiteid={site}&amp;title={quote(d.title, safe="")}">'
        f"{_marked(html.escape(d.title), asked.text('q'))}</a></div>"
        f'<span class="jcse-news-date">{d.day}</span>时间: {d.day}</div>'
        for d in page
    ]
    return {"total": len(found), "result": rows}


def search5(asked: Asked, find: Find, site: str) -> Any:
    """黑龙江, 新疆: POST of a form; the word is escaped twice, pages count from 0."""
    right = asked.text("siteCode") == site
    found = find(unquote(asked.text("searchWord")), asked.text("wordPlace") == "1") if right else []
    page = _page(found, asked.number("pageNum", 0) + 1, asked.number("pageSize", 10))
    rows = [
        {"title": d.title, "pubDate": f"{d.day} 09:00:00", "url": d.url, "content": d.text[:80]}
        for d in page
    ]
    return {"searchResultAll": {"total": len(found), "searchTotal": rows}}


FAMILIES = {"trs_search": trs_search, "irs": irs, "jsearchfront": jsearchfront, "search5": search5}


SITE = re.compile(r"site:(\S+)")
SITES = re.compile(r"site:\S+(?: OR site:\S+)*")


def general(asked: Asked, engine: Searching, kind: str, page_of_results: int = 10) -> Any:
    """A general engine in the shape of SearXNG, with ``site:`` words in its query."""
    text, sites = SITES.sub(" ", asked.text("q")), SITE.findall(asked.text("q"))
    found = engine.find(text, kind, sites)  # type: ignore[arg-type]  # a host names one of KINDS
    results = [
        {"url": d.url, "title": d.title, "content": d.text[:120], "publishedDate": str(d.day)}
        for d in _page(found, asked.number("pageno", 1), page_of_results)
    ]
    return {"query": text, "results": results, "unresponsive_engines": []}


def as_json(value: Any) -> bytes:
    """The bytes of a reply."""
    return json.dumps(value, ensure_ascii=False).encode()


def _page(found: Sequence[Document], page: int, size: int) -> Sequence[Document]:
    return found[(page - 1) * size : page * size]


def _marked(title: str, words: str) -> str:
    """The title with the marks a search puts around the words it found."""
    for word in words.split():
        title = title.replace(word, f"<em>{word}</em>")
    return title
