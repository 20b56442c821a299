"""The world filled from ../shared at run time: real carbon policies, and pages on known happenings.

Of the happenings only names, dates, numbers and words are taken; the sentences are ours. Nothing
of it is written anywhere: without ../shared there is nothing here.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from agent.places import Places
from agent.publishers import Publishers
from agent.sectors import Sectors
from tests.known.rows import DATA, Known, read_known
from tests.real.web import paragraphs
from tests.world_of_portals.documents import MEDIA, Document, chinese, later, spread

IN_BRACKETS = re.compile(r"（[^（）]*）")
CONTEXT = (
    "有关部门负责人介绍了相关情况，提醒公众关注权威信息。",
    "记者了解到，各项工作正在有序进行，有关单位已作出安排。",
    "下一步，有关方面将继续做好服务保障工作。",
)
FIRST_YEAR = 2018


def available() -> bool:
    """True where ../shared is there."""
    return (DATA / "known" / "known.jsonl").exists()


def shared_documents(
    places: Places, publishers: Publishers, sectors: Sectors
) -> tuple[Document, ...]:
    """Everything that can be made from ../shared; empty without it."""
    if not available():
        return ()
    known = [page for row in read_known() for page in _pages_of(row, places, publishers)]
    return (*known, *_policies(places, publishers, sectors), *_pages(publishers))


def _pages_of(row: Known, places: Places, publishers: Publishers) -> Iterator[Document]:
    """A page of the government that acted, and what one or two media make of it."""
    portal = _portal(row, places, publishers)
    name = IN_BRACKETS.sub("", row.name).strip()
    formal = row.kind == "policy" and any(w in name for w in ("方案", "措施", "电价", "办法"))
    first = _notice(row, name, portal, publishers) if formal else _news(row, name, portal)
    yield first
    for copy in range(1 + spread(row.id, 2)):
        host = MEDIA[(spread(row.id, len(MEDIA)) + copy) % len(MEDIA)]
        day = first.day + timedelta(days=copy)
        yield _news(row, name, host, reprint=copy > 0, day=day, site=publishers.of(host).agency)


def _news(
    row: Known,
    name: str,
    host: str,
    *,
    reprint: bool = False,
    day: date | None = None,
    site: str = "",
) -> Document:
    when = chinese(row.day) if row.only_month is None else f"{row.day.year}年{row.day.month}月"
    put_up = day or later(row.day, row.id, 3)
    until = f"，持续至{chinese(date.fromisoformat(row.date_to))}" if row.date_to else ""
    lines = [
        f"本网{put_up.month}月{put_up.day}日讯",
        f"{when}，{name}{until}。",
        f"{row.province}{row.place}{row.actor_or_agency or ''}就{'、'.join(row.must_words)}等情况作了通报。",
        *CONTEXT,
    ]
    return Document(
        url=f"https://{host}/art/{put_up:%Y/%m}/{row.id}{'-r' if reprint else ''}.html",
        title=name,
        lines=tuple(lines),
        site=site or host,
        source="新华社" if reprint else "",
        day=put_up,
        true_day=row.day,
        province=row.province,
        thing=row.id,
        sectors=row.sectors,
        column="xwdt" if host.endswith(".gov.cn") else "",
    )


def _notice(row: Known, name: str, host: str, publishers: Publishers) -> Document:
    issuer = publishers.of(f"https://{host}/").agency or row.actor_or_agency or host
    put_up = later(row.day, row.id, 3)
    lines = [
        "各有关单位：",
        f"现将《{name}》印发给你们，请认真贯彻执行。",
        issuer,
        chinese(row.day),
        name,
        f"一、围绕{'、'.join(row.must_words)}，明确工作目标。",
        "二、各有关单位应当按照职责分工抓好落实，定期报告进展情况。",
        f"三、本文件自{chinese(row.day)}起施行。",
    ]
    return Document(
        url=f"https://{host}/art/{put_up:%Y/%m}/{row.id}.html",
        title=f"{issuer}关于印发《{name}》的通知",
        lines=tuple(lines),
        site=issuer,
        day=put_up,
        true_day=row.day,
        province=row.province,
        thing=row.id,
        sectors=row.sectors,
        number=row.document_number or "",
        issuer=issuer,
        column="zcwj",
    )


def _portal(row: Known, places: Places, publishers: Publishers) -> str:
    """The portal of its city where the tables know one, else that of its province."""
    hosts = [h for h in publishers.sites(row.province, None) if h != "www.gov.cn"]
    cities = [m.text for m in places.mentions(row.place)]
    for host in hosts:
        agency = publishers.of(f"https://{host}/").agency
        if any(agency.startswith(city) for city in cities):
            return host
    return hosts[0]


def _policies(places: Places, publishers: Publishers, sectors: Sectors) -> Iterator[Document]:
    with gzip.open(DATA / "policies" / "gold.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for row in rows:
        day = date.fromisoformat(row["date"])
        owner = (row["province"] or "").split("、")[0]
        province = places.province(owner).name if owner else ""
        host = _host_of(row["agency"][0], province, publishers)
        lines = paragraphs(row["text"])
        planted = province and "、" not in row["province"] and day.year >= FIRST_YEAR
        touched = [
            name
            for name in sectors.names
            if sectors.grade(row["title"], row["text"], name).grade in ("direct", "umbrella")
        ]
        yield Document(
            url=f"https://{host}/art/{day:%Y/%m}/{row['id']}.html",
            title=row["title"],
            lines=tuple(lines),
            site=publishers.of(f"https://{host}/").agency or row["agency"][0],
            day=later(day, row["id"], 4),
            true_day=day,
            province=province,
            thing=row["id"],
            sectors=tuple(touched) if planted else (),
            issuer=row["agency"][0],
            column="zcwj",
        )


def _host_of(agency: str, province: str, publishers: Publishers) -> str:
    hosts = publishers.sites(province, None) if province else ("www.gov.cn",)
    for host in hosts:
        own = publishers.of(f"https://{host}/").agency
        if own and publishers.same_agency(own, agency, province or None):
            return host
    return hosts[0]


def _pages(publishers: Publishers) -> Iterator[Document]:
    """Real pages, which are nothing but noise here: their bytes, and their titles to search by."""
    index = DATA / "pages" / "raw" / "index.jsonl"
    for line in index.read_text("utf-8").splitlines():
        entry = json.loads(line)
        address = entry["url"].split(" ")[0].rstrip("/")
        if not address.endswith("html"):
            address += "/" + entry["file"]
        day = date.fromisoformat(entry.get("publish_date") or "2016-01-01")
        yield Document(
            url=address,
            title=entry["title"],
            lines=tuple(entry.get("must_contain") or ()),
            site=publishers.of(address).agency or urlsplit(address).netloc,
            day=day,
            true_day=day,
            province="",
            thing=entry["file"],
            body=(DATA / "pages" / "raw" / entry["file"]).read_bytes(),
            content_type="text/html",
        )
