"""What else a portal and the papers hold: routine of every month, about nothing that is looked for.

Made by a rule, the same every time. It shares months, places and the common words (通知, 实施方案,
开通, 启动) with what is planted, so that a search has something to find instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from agent.publishers import Publishers
from tests.world_of_portals.documents import MEDIA, Document, chinese, spread

FIRST, LAST = date(2019, 1, 3), date(2025, 6, 20)
TITLES = (
    "{owner}召开{year}年{month}月全省安全生产电视电话会议",
    "{owner}关于印发《{owner}义务教育质量提升实施方案》的通知",
    "{owner}启动{year}年公务员考试录用报名",
    "{owner}政务服务热线新平台开通",
    "{owner}关于做好{year}年{month}月价格监测工作的通知",
    "{owner}文化和旅游消费季启动",
    "{owner}关于公布{year}年高新技术企业名单的公告",
    "{owner}农产品产销对接活动举行",
    "{owner}关于调整城乡居民基本医疗保险补贴标准的通知",
    "{owner}人才引进实施方案发布",
)
SENTENCES = (
    "会议强调，要压实责任，做好当前各项工作。",
    "有关单位应当于月底前报送材料，逾期不予受理。",
    "活动吸引了众多市民参加，现场气氛热烈。",
    "各地要结合实际，认真抓好落实。",
)


def noise(provinces: Iterable[str], publishers: Publishers, each: int) -> Iterator[Document]:
    """``each`` documents a province, on its portal and in the media, spread over the years."""
    days = (LAST - FIRST).days
    for province in provinces:
        hosts = [h for h in publishers.sites(province, None) if h != "www.gov.cn"][:6]
        for number in range(each):
            name = f"noise-{province}-{number}"
            day = FIRST + timedelta(days=spread(name, days))
            on_portal = number % 3 > 0
            host = hosts[number % len(hosts)] if on_portal else MEDIA[number % len(MEDIA)]
            site = publishers.of(f"https://{host}/").agency or host
            owner = site.removesuffix("人民政府") if on_portal else f"{province}"
            title = TITLES[spread(f"{name} title", len(TITLES))]
            yield Document(
                url=f"https://{host}/art/{day:%Y/%m}/n{number:03d}-{spread(name, 9999)}.html",
                title=title.format(owner=owner, year=day.year, month=day.month),
                lines=(
                    f"{chinese(day)}，{province}有关部门发布消息。",
                    *SENTENCES[spread(name, 2) : spread(name, 2) + 3],
                ),
                site=site,
                day=day,
                true_day=day,
                province=province,
                thing=name,
                issuer=site if "通知" in title and on_portal else "",
                column=("zcwj" if "通知" in title else "xwdt") if on_portal else "",
            )
