"""An invented government web of all provinces: any search about one finds pages, right and wrong.

Nothing in it is true. Every address tells what its page is (``truth``): whose, of which day, and
whether it is a measure of that province on that day or one of the traps a careless search brings:
a neighbour's measure that names the province, a measure of years ago, an old one that was put on
the web again within the window. The hosts are those of the publishers' tables, all led to
loopback; a page is made from its address alone, so any number of them costs no space.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zlib import crc32

from agent.places import Places, Province
from agent.publishers import Publishers

SEARCH = "https://search.example"
MONTHS = re.compile(r"(\d{4})年(\d{1,2})月")
YEARS = re.compile(r"(\d{4})(?:-\d{4})?年")
ADDRESS = re.compile(
    r"/art/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)"
    r"/(?P<kind>notice|event|late)-(?P<sector>[a-z]+)-(?P<number>\d)\.html"
)
SECTORS = {
    "ground": ("交通", "公路", "货运", "机动车", "货车", "公交"),
    "aviation": ("民航", "机场", "航线", "航空", "航季", "航班"),
    "power": ("煤电", "火电", "电厂", "电价", "发电", "电力", "机组"),
    "residential": ("供暖", "居民", "取暖", "采暖"),
    "industry": ("工业", "钢铁", "水泥", "企业", "产能"),
}
"""Words of a query by the sector they are about; the sector with the most of them counts."""

MEASURES = {
    "ground": (
        "营运柴油货车更新补贴实施办法",
        "对提前报废国三营运柴油货车的，每辆车补贴{a}万元",
        "淘汰国三营运柴油货车{b}辆",
    ),
    "aviation": (
        "民航航线培育补贴实施办法",
        "对新开通的国内航线，每个航班补贴{a}万元",
        "新开通国内航线{b}条",
    ),
    "power": (
        "煤电机组灵活性改造补贴实施办法",
        "对完成灵活性改造的煤电机组，每千瓦补贴{a}元",
        "完成煤电机组灵活性改造{b}万千瓦",
    ),
    "residential": (
        "居民清洁取暖运行补贴实施办法",
        "对实施煤改电的居民用户，每户每个采暖季补贴{a}元",
        "完成居民清洁取暖改造{b}万户",
    ),
    "industry": (
        "钢铁行业超低排放改造补贴实施办法",
        "对完成超低排放改造的钢铁企业，每吨产能补贴{a}元",
        "完成钢铁产能超低排放改造{b}万吨",
    ),
}
EVENTS = {
    "ground": "{full}甲乙{n}号高速公路建成通车",
    "aviation": "{full}甲乙{n}号机场正式通航",
    "power": "{full}甲乙{n}号电厂2号机组投产发电",
    "residential": "{full}甲乙{n}号集中供热工程投入运行",
    "industry": "{full}甲乙{n}号钢铁基地建成投产",
}
SCOPES = ("", "重点区域", "产业园区", "县域", "试点城市", "工矿区", "沿线", "城镇", "农村", "港站")
MISTAKEN = {"山西": "陕西", "陕西": "山西", "河南": "湖南", "河北": "湖北", "内蒙古": "辽宁"}
"""Neighbours, in the map or in the alphabet, that a careless search takes for each other."""


@dataclass(frozen=True)
class Reply:
    """An answer of a server of this web."""

    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Truth:
    """What a page is: the province it is about, the day it tells, and whether that day is real.

    ``day`` is the day of the paper or the event; the address may show a later one.
    """

    province: str
    day: datetime.date
    kind: str


class InventedWeb:
    """The pages and the search; ``answer`` plays every host.

    A client that is led here by a proxy wants addresses of plain ``http``.
    """

    def __init__(self, scheme: str = "https") -> None:
        self._scheme = scheme
        self.places = Places.load()
        self.publishers = Publishers.load(self.places)

    def answer(self, host: str, target: str) -> Reply:
        """The answer to a GET."""
        parts = urlsplit(target)
        if host == urlsplit(SEARCH).hostname:
            results = self.found(parse_qs(parts.query).get("q", [""])[0])
            reply = {"query": "", "results": results, "unresponsive_engines": []}
            body = json.dumps(reply, ensure_ascii=False).encode()
            return Reply(200, "application/json", body)
        page = self.page(f"https://{host}{parts.path}")
        if page is None:
            return Reply(404, "text/html; charset=utf-8", "页面不存在".encode())
        return Reply(200, "text/html; charset=utf-8", page)

    def found(self, query: str) -> list[dict[str, Any]]:
        """What the search answers: a query names a province and a month or a year."""
        words = [word for word in query.split() if word != "OR"]
        sites = [w.removeprefix("site:") for w in words if w.startswith("site:")]
        text = " ".join(w for w in words if not w.startswith("site:"))
        province = next((p for p in self._by_length if p.name in text), None)
        month = MONTHS.search(text)
        year = YEARS.search(text)
        if province is None or not (month or year):
            return []
        first = (
            datetime.date(int(month[1]), int(month[2]), 1)
            if month
            else datetime.date(int(year[1]) if year else 2024, 9, 1)
        )
        spoken = {s: sum(text.count(w) for w in known) for s, known in SECTORS.items()}
        sector = max(spoken, key=lambda s: spoken[s]) if any(spoken.values()) else "power"
        number = crc32(text.encode()) % len(SCOPES)
        found = self._urls(province, sector, first, number, sites)
        return [self._hit(f"{self._scheme}://{address}") for address in found]

    def _urls(
        self, province: Province, sector: str, first: datetime.date, number: int, sites: list[str]
    ) -> Iterator[str]:
        own = self._hosts(province)
        if sites:
            asked = [host for host in own if host.removeprefix("www.") in sites]
            for place, host in enumerate(asked):
                yield _address(host, first, "notice", sector, (number + place) % len(SCOPES))
            return
        other = self.places.province(MISTAKEN.get(province.name, self._next(province)))
        for place in range(3):
            host = own[(number + place) % min(len(own), 6)]
            yield _address(host, first, "notice", sector, (number + place) % len(SCOPES))
        yield _address(own[0], first, "event", sector, number)
        yield _address(self._hosts(other)[0], first, "notice", sector, number)
        yield _address(self._hosts(other)[1], first, "event", sector, number)
        yield _address(own[1], _earlier(first, 2), "notice", sector, number)
        yield _address(own[1], first, "late", sector, number)

    def _hit(self, url: str) -> dict[str, Any]:
        found = ADDRESS.search(url)
        assert found is not None
        title, lines = self._told(url)
        day = f"{found['year']}-{found['month']}-{found['day']}"
        return {"url": url, "title": title, "content": lines[1][:100], "publishedDate": day}

    def truth(self, url: str) -> Truth | None:
        """What the page at an address is; None for an address that is not of this web."""
        found = ADDRESS.search(url)
        province = self.publishers.of(url).province
        if not found or not province:
            return None
        day = datetime.date(int(found["year"]), int(found["month"]), int(found["day"]))
        if found["kind"] == "late":
            day = _earlier(day, 3)
        return Truth(province, day, found["kind"])

    def page(self, url: str) -> bytes | None:
        """The page at an address, or None."""
        if not self.truth(url):
            return None
        title, lines = self._told(url)
        found = ADDRESS.search(url)
        assert found is not None
        uploaded = f"{found['year']}-{found['month']}-{found['day']}"
        site = self.publishers.of(url).agency
        body = "".join(f"<p>{line}</p>\n" for line in lines)
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-{site}</title>'
            f'<meta name="SiteName" content="{site}"><meta name="ArticleTitle" content="{title}">'
            f'<meta name="PubDate" content="{uploaded} 09:00">{STYLE}</head><body>{MENU}'
            f'<h1>{title}</h1><div class="TRS_Editor">{body}</div>{FOOT}</body></html>'
        ).encode()

    def _told(self, url: str) -> tuple[str, list[str]]:
        """Title and paragraphs of a page."""
        truth, found = self.truth(url), ADDRESS.search(url)
        assert truth is not None
        assert found is not None
        province = self.places.province(truth.province)
        sector, number = found["sector"], int(found["number"])
        if truth.kind == "event":
            return _event(province, sector, number, truth.day)
        agency = self.publishers.of(url).agency
        neighbour = self.places.province(MISTAKEN.get(province.name, self._next(province)))
        return _measure(province, agency, sector, number, truth.day, neighbour)

    @cached_property
    def _by_length(self) -> list[Province]:
        return sorted(self.places.provinces, key=lambda p: -len(p.name))

    def _next(self, province: Province) -> str:
        names = [p.name for p in self.places.provinces if p.name not in MISTAKEN]
        later = names[names.index(province.name) + 1 :] if province.name in names else names
        return next((n for n in later if len(self._hosts(self.places.province(n))) > 1), "北京")

    def _hosts(self, province: Province) -> list[str]:
        sites = self.publishers.sites(province.name, None)
        return [site for site in sites if site != "www.gov.cn"]


def _earlier(day: datetime.date, years: int) -> datetime.date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _address(host: str, first: datetime.date, kind: str, sector: str, number: int) -> str:
    day = 2 + crc32(f"{host}{first}{kind}{sector}{number}".encode()) % 26
    return f"{host}/art/{first:%Y/%m}/{day:02d}/{kind}-{sector}-{number}.html"


def _chinese(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _measure(
    province: Province,
    agency: str,
    sector: str,
    number: int,
    day: datetime.date,
    neighbour: Province,
) -> tuple[str, list[str]]:
    name, content, aim = MEASURES[sector]
    owner = agency.removesuffix("人民政府") if agency.endswith("市人民政府") else province.full
    name = f"{owner}{SCOPES[number]}{name}"
    whole = "全" + owner[-1]
    starts = (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    lines = [
        "各有关单位：",
        f"现将《{name}》印发给你们，请遵照执行。{neighbour.full}有关地区可以参照。",
        agency,
        _chinese(day),
        name,
        f"第一条　本办法适用于{owner}行政区域。",
        f"第二条　{content.format(a=number + 3)}。",
        f"第三条　到{day.year + 1}年底，{whole}力争{aim.format(b=100 * (number + 1))}。",
        *(
            f"第{n}条　各有关单位应当建立第{n}类台账，于每季度末报送执行情况，"
            "并对报送材料的真实性、完整性负责；主管部门组织抽查，抽查结果向社会公开。"
            for n in range(4, 24)
        ),
        f"第二十四条　本办法自{_chinese(starts)}起施行。",
    ]
    return f"{agency}关于印发《{name}》的通知", lines


def _event(
    province: Province, sector: str, number: int, day: datetime.date
) -> tuple[str, list[str]]:
    title = EVENTS[sector].format(full=province.full, n=number + 1)
    lines = [
        "本网讯",
        f"{_chinese(day)}，{title}，总投资{number + 2}亿元。",
        *(
            f"第{n}标段的负责人介绍了建设过程中的经验，参加活动的还有有关单位。"
            for n in range(1, 12)
        ),
    ]
    return title, lines


STYLE = (
    "<style>" + "".join(f".c{n}{{margin:{n}px;color:#{n:03d}}}" for n in range(150)) + "</style>"
)
MENU = (
    '<div class="nav"><ul>'
    + "".join(f'<li class="c{n}"><a href="/zwgk/c{n}/">栏目{n}</a></li>' for n in range(60))
    + "</ul></div>"
)
FOOT = '<div class="footer">本页为虚构网页，仅供测试</div>'
