"""The sector check: by the sector's own words; another sector only is refuted."""

from __future__ import annotations

import pytest

from agent.checks.sector import SectorCheck
from agent.findings import Label
from agent.policy import Quoted
from agent.records import Page
from tests.knowledge import sectors
from tests.samples import POINT, only, page, policy, subject

CHEMICAL = "山西省化工行业节能降碳改造实施方案"


def judge(at: Page, name: str | None = None) -> tuple[Label, str]:
    changes = {"name": Quoted(value=name, quote=None, source="")} if name else {}
    found = only(SectorCheck(sectors())(subject(policy(at, **changes), at)))
    return found.label, found.reason


def test_a_truck_subsidy_is_about_ground_transport() -> None:
    assert judge(page()) == (Label.SUPPORTED, "sector.direct")


def test_a_chemical_plan_is_about_another_sector() -> None:
    at = page(
        CHEMICAL,
        body="到2025年，合成氨、电石、焦化行业能效标杆水平以上产能占比达到30%。",
        rows={},
    )
    assert judge(at, CHEMICAL) == (Label.REFUTED, "sector.other")


def test_an_umbrella_document_shows_its_part() -> None:
    name = "山西省碳达峰实施方案"
    body = (
        "第一章 能源绿色低碳转型。推动煤电清洁高效利用。\n"
        "第二章 工业领域碳达峰。推动钢铁行业转型。\n"
        "第三章 交通运输绿色低碳行动。加快推广新能源汽车，发展城市公共交通，推动公路货运转向铁路。"
    )
    at = page(name, body=body, rows={})
    of = policy(at, name=Quoted(value=name, quote=None, source=""))
    found = only(SectorCheck(sectors())(subject(of, at)))
    assert (found.label, found.reason) == (Label.SUPPORTED, "sector.umbrella")
    assert "交通" in found.values["passage"]


def test_a_page_without_words_of_any_sector_is_open() -> None:
    name = "关于召开全省工作会议的通知"
    at = page(name, body="请准时参加。", rows={})
    assert judge(at, name)[0] is Label.NOT_ENOUGH_INFO


@pytest.mark.parametrize("kind", ["subsidy", "chemical"])
def test_without_a_sector_there_is_no_verdict(kind: str) -> None:
    at = page() if kind == "subsidy" else page(CHEMICAL, body="正文。", rows={})
    point = POINT.model_copy(update={"sector": None})
    assert SectorCheck(sectors())(subject(policy(at), at, point)) == ()


def test_a_peak_tariff_is_power_and_only_upstream_of_those_who_pay_it() -> None:
    name = "山西省恢复尖峰电价机制"
    text = "对执行分时电价的用户恢复尖峰电价。"
    grades = {one: sectors().grade(name, text, one).grade for one in sectors().names}
    assert grades["Power"] == "direct"
    assert grades["Industry"] == grades["Residential"] == "upstream"
    assert grades["Ground"] == grades["Aviation"] == "other"


def test_small_polluting_works_are_industry() -> None:
    name = "太原市“散乱污”企业整治"
    assert sectors().grade(name, "关停取缔“散乱污”企业60家。", "Industry").grade == "direct"
