"""Whole pages, from the bytes to the facts and the status, without a model. Every page is invented.

None of them has a table of metadata unless it says so: what a document says of itself stands in its
title, its letterhead, its sign-off and its sentences, and has to be found there.
"""

from __future__ import annotations

import datetime
import html
from dataclasses import dataclass
from functools import cache

from agent.extract import Knowledge
from agent.extract.by_rules import ByRules
from agent.findings import Status
from agent.policy import Policy, PolicyKind
from agent.readers.html import HtmlReader
from agent.records import Changepoint, Page
from tests import knowledge
from tests.answers import answer

POINT = Changepoint(province="山西", sector=None, date=datetime.date(2024, 11, 8))
CITY_URL = "https://www.taiyuan.gov.cn/zfxxgk/9200001.shtml"
BARE_URL = "https://jtyst.shanxi.gov.cn/zfxxgk/9200002.shtml"


@dataclass(frozen=True)
class Told:
    """What a page tells: the dates as ``role day``."""

    kind: PolicyKind
    name: str
    dates: tuple[str, ...]
    agencies: tuple[str, ...]
    number: str | None
    status: Status


def page(
    title: str, lines: str, *, url: str = BARE_URL, below_title: str = "", tail: str = ""
) -> Page:
    """A page in the frame of a content system: window title, heading, a line below it, the text."""
    text = "".join(f"<p>　　{html.escape(line)}</p>" for line in lines.strip().split("\n"))
    sent = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(title)}</title></head>
<body><div class="crumb">您的位置：<a href="/">首页</a> &gt; <a href="/tz/">通知</a></div>
<div class="article"><h1>{html.escape(title)}</h1><div class="info">{html.escape(below_title)}</div>
<div class="TRS_Editor">{text}</div>{tail}</div>
<div class="footer">主办单位：某某示例网 备案号：000000</div></body></html>"""
    return HtmlReader().read(answer(sent, url=url))


@cache
def extractor() -> ByRules:
    return ByRules(Knowledge(knowledge.places(), knowledge.publishers(), knowledge.sectors()))


def told(at: Page, point: Changepoint = POINT) -> Told:
    """What is listed of a page, and the status it ends with."""
    (found,) = extractor().extract(at, point, point.window()).policies
    return Told(
        found.kind,
        found.name.value,
        tuple(f"{one.role.value} {one.value}" for one in found.dates),
        tuple(agency.value for agency in found.agencies),
        found.document_number.value if found.document_number else None,
        status(found, at, point),
    )


def status(of: Policy, at: Page, point: Changepoint = POINT) -> Status:
    return knowledge.finding(of, at, point).status


def test_a_notice_says_who_signed_it_when_and_from_when_it_applies() -> None:
    at = page(
        "关于印发《山西省公路货运车辆清洁替代补贴办法》的通知",
        """晋交运发〔2024〕991号
各市交通运输局、财政局：
现将《山西省公路货运车辆清洁替代补贴办法》印发给你们，请遵照执行。本办法自2024年11月1日起施行，有效期2年。
山西省交通运输厅　山西省财政厅
2024年10月14日
（此件公开发布）
山西省公路货运车辆清洁替代补贴办法
第一条　为减少公路货运排放，对更新为新能源货车的车主给予补贴。
第二条　每辆重型货车补贴3.1万元，每辆中型货车补贴1.8万元。""",
    )
    assert told(at) == Told(
        PolicyKind.POLICY,
        "山西省公路货运车辆清洁替代补贴办法",
        ("signed 2024-10-14", "effective 2024-11-01", "in_force 2024-11-01/2026-10-31"),
        ("山西省交通运输厅", "山西省财政厅"),
        "晋交运发〔2024〕991号",
        Status.VERIFIED,
    )
