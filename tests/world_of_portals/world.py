"""One loopback server for every host of the world.

    with World(documents) as world:
        client = httpx2.Client(transport=world.transport())

``faults`` says by host what is wrong with it: ``ruishu`` and ``jsl`` are challenges, ``html``
answers a search with a web page, ``refused`` with success:false, ``repeats`` a list whose last page
stands for all that follow, ``moved`` a column that is gone, ``elsewhere`` results of another site.
"""

from __future__ import annotations

import http.server
import json
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx2

from tests.loopback import Handler, Loopback
from tests.web import routed_transport
from tests.world_of_portals.columns import layout_of, list_page, page_number
from tests.world_of_portals.documents import Document
from tests.world_of_portals.families import FAMILIES, Asked, as_json, general
from tests.world_of_portals.searching import KINDS, Searching

ENGINES = {f"{kind}.search.example": kind for kind in KINDS}
"""The general engines by host: every kind of search in one shape."""

PORTALS = {
    "www.shanxi.gov.cn/trs-search/trssearch/v2/searchAll.do": ("trs_search", "110", "山西"),
    "www.nmg.gov.cn/nmsearch/trssearch/searchAll.do": ("trs_search", "32", "内蒙古"),
    "www.shaanxi.gov.cn/irs/front/search": ("irs", "10", "陕西"),
    "www.nx.gov.cn/irs/front/search": ("irs", "19", "宁夏"),
    "www.guizhou.gov.cn/irs/front/search": ("irs", "186", "贵州"),
    "www.jiangsu.gov.cn/jsearchfront/interfaces/cateSearch.do": (
        "jsearchfront",
        "320000000100000",
        "江苏",
    ),
    "sousuo.jiangxi.gov.cn/jsearchfront/interfaces/cateSearch.do": (
        "jsearchfront",
        "360000000000000",
        "江西",
    ),
    "www.shandong.gov.cn/jsearchfront/interfaces/cateSearch.do": (
        "jsearchfront",
        "370000000088000",
        "山东",
    ),
    "search.zj.gov.cn/jsearchfront/interfaces/cateSearch.do": (
        "jsearchfront",
        "330000000000000",
        "浙江",
    ),
    "www.hlj.gov.cn/search5/search/s": ("search5", "2300000061", "黑龙江"),
    "www.xinjiang.gov.cn/search5/search/s": ("search5", "6500000034", "新疆"),
}
"""Where portals are asked: the maker of the software, the site's number in it, the province."""

CHALLENGES = {
    "ruishu": (
        412,
        "<!DOCTYPE html><html><head><meta id=\"x\" content=\"q\" r='m'><script r='m'>"
        "$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1;</script></head><body></body></html>",
    ),
    "jsl": (
        521,
        "<script>document.cookie=('_')+('_')+('jsl_clearance_s=1');location.href='/'</script>",
    ),
}
JSON = "application/json;charset=UTF-8"
HTML = "text/html; charset=utf-8"


class World(Loopback):
    """The server; ``asked`` counts requests by what they were for."""

    def __init__(
        self,
        documents: Sequence[Document],
        faults: Mapping[str, str] | None = None,
        robots: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(_Handler)
        self.documents = tuple(documents)
        self.faults = dict(faults or {})
        self.robots = dict(robots or {})
        self.asked: Counter[str] = Counter()
        self._engine = Searching(self.documents)
        self._pages = {_address(d.url): d for d in self.documents}
        self._columns = _columns(self.documents)
        self._lock = threading.Lock()
        self._own: dict[str, Searching] = {}

    def transport(self) -> httpx2.BaseTransport:
        """A transport for which every host is this server."""
        return routed_transport({"*": self.address})

    def columns(self) -> dict[str, list[Document]]:
        """Every column by its address, its documents newest first."""
        return self._columns

    def reply(
        self, method: str, host: str, target: str, body: bytes, media: str
    ) -> tuple[int, str, bytes]:
        """Status, type and bytes of an answer."""
        parts = urlsplit(target)
        fault = self.faults.get(host, "")
        if parts.path == "/robots.txt" and host in self.robots:
            return 200, "text/plain", self.robots[host].encode()
        if fault in CHALLENGES:
            status, page = CHALLENGES[fault]
            return status, HTML, page.encode()
        asked = Asked(_fields(parts.query, body, media), method)
        if host in ENGINES:
            self._count("search")
            return 200, JSON, as_json(general(asked, self._engine, ENGINES[host]))
        if portal := PORTALS.get(f"{host}{parts.path}"):
            self._count("search")
            return self._portal(portal, asked, fault)
        if document := self._pages.get(_address(f"//{host}{unquote(target)}")):
            self._count("page")
            return 200, document.content_type, document.content()
        if (found := self._list(host, parts.path, asked, fault)) is not None:
            self._count("list")
            return 200, HTML, found
        self._count("missing")
        return 404, HTML, "<html><body>您访问的页面不存在</body></html>".encode()

    def _portal(
        self, portal: tuple[str, str, str], asked: Asked, fault: str
    ) -> tuple[int, str, bytes]:
        family, site, province = portal
        if fault == "html":
            return 200, HTML, "<html><body>系统维护中</body></html>".encode()
        if fault == "refused":
            return 200, JSON, as_json({"success": False, "msg": "参数错误", "data": None})
        if fault == "elsewhere":
            province = next(p for *_, p in PORTALS.values() if p != province)
        engine = self._engine_of(province)
        answer = FAMILIES[family](asked, lambda q, t: engine.find(q, "all", titles=t), site)
        return 200, JSON, as_json(answer)

    def _engine_of(self, province: str) -> Searching:
        """What a province's portal holds: the pages of its governments."""
        with self._lock:
            if province not in self._own:
                self._own[province] = Searching(
                    [d for d in self.documents if d.province == province and d.column]
                )
            return self._own[province]

    def _list(self, host: str, path: str, asked: Asked, fault: str) -> bytes | None:
        if fault == "moved":
            return None
        listed = self.columns().get(f"https://{host}{path.rsplit('/', 1)[0]}/")
        if listed is None:
            return None
        number = page_number(path, asked.text("page"))
        return list_page(listed, layout_of(host), number, repeats=fault == "repeats")

    def _count(self, kind: str) -> None:
        with self._lock:
            self.asked[kind] += 1


def _columns(documents: Sequence[Document]) -> dict[str, list[Document]]:
    lists: dict[str, list[Document]] = {}
    for document in documents:
        if document.column:
            host = urlsplit(document.url).netloc
            lists.setdefault(f"https://{host}/{document.column}/", []).append(document)
    return {
        url: sorted(found, key=lambda d: (d.day, d.url), reverse=True)
        for url, found in lists.items()
    }


def _fields(query: str, body: bytes, media: str) -> dict[str, Any]:
    fields: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    if body and "json" in media:
        fields |= json.loads(body)
    elif body:
        fields |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return fields


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}{'?' * bool(parts.query)}{parts.query}"


class _Handler(Handler):
    def answer(self) -> None:
        world: World = self.server.owner
        length = int(self.headers.get("Content-Length", "0"))
        host = self.headers.get("Host", "").partition(":")[0]
        media = self.headers.get("Content-Type", "")
        status, content_type, body = world.reply(
            self.command, host, self.path, self.rfile.read(length), media
        )
        _send(self, status, content_type, body)


def _send(
    handler: http.server.BaseHTTPRequestHandler, status: int, content_type: str, body: bytes
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", content_type)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
