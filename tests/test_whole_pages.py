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
from tests.samples import NEWS_URL, REPOST_URL

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


def test_the_head_of_a_title_issues_and_the_days_of_a_winter_are_in_force() -> None:
    at = page(
        "太原市人民政府关于2024—2025年采暖季柴油货车错峰运输的通告",
        """为减轻冬季污染，现就柴油货车错峰运输通告如下：
一、实施期限为2024年11月1日至2025年3月31日。
二、每日7时至20时，国四及以下柴油货车不得驶入绕城高速公路以内区域。
三、违反本通告的，由公安机关交通管理部门依法处理。""",
        url=CITY_URL,
    )
    assert told(at) == Told(
        PolicyKind.RECURRING,
        "太原市人民政府关于2024—2025年采暖季柴油货车错峰运输的通告",
        ("in_force 2024-11-01/2025-03-31",),
        ("太原市人民政府",),
        None,
        Status.VERIFIED,
    )


def test_a_sign_off_over_two_lines_issues_and_the_imprint_is_its_day() -> None:
    at = page(
        "关于做好2024年四季度公路货运节能工作的通知",
        """各市交通运输局：
为做好四季度公路货运节能工作，现就有关事项通知如下。
一、加快淘汰老旧营运柴油货车，四季度淘汰不少于1200辆。
二、引导货主优先选用新能源货车承运短途货物。
山西省交通运输厅
山西省发展和改革委员会
2024年10月21日
山西省交通运输厅办公室　　2024年10月23日印发""",
    )
    assert told(at) == Told(
        PolicyKind.POLICY,
        "关于做好2024年四季度公路货运节能工作的通知",
        ("signed 2024-10-21", "issued 2024-10-23"),
        ("山西省交通运输厅", "山西省发展和改革委员会"),
        None,
        Status.VERIFIED,
    )


def test_a_day_below_the_title_in_brackets_is_the_day_of_signing() -> None:
    at = page(
        "山西省人民政府关于加快公路货运绿色转型的意见",
        """（2024年10月9日）
为加快公路货运绿色转型，提出如下意见。
一、到2027年，新能源货车在新增营运货车中的比例达到百分之二十。
二、支持大宗货物运输由公路转向铁路。""",
        url="https://www.shanxi.gov.cn/zfxxgk/9200003.shtml",
    )
    assert told(at) == Told(
        PolicyKind.POLICY,
        "山西省人民政府关于加快公路货运绿色转型的意见",
        ("signed 2024-10-09",),
        ("山西省人民政府",),
        None,
        Status.VERIFIED,
    )


def test_from_the_day_of_issue_a_measure_is_in_force_for_its_term() -> None:
    at = page(
        "关于公布货运车辆差异化收费标准的公告",
        """为引导货车错峰出行，现公布差异化收费标准。
一、每日22时至次日6时，五类货车通行费下浮15%。
二、本公告自发布之日起施行，有效期一年。
山西省交通运输厅
2024年10月28日""",
        below_title="发布日期：2024-10-30 来源：山西省交通运输厅",
    )
    found = told(at)
    assert found.agencies == ("山西省交通运输厅",)
    assert "signed 2024-10-28" in found.dates
    assert found.status is Status.VERIFIED


def test_a_repost_is_issued_by_whom_it_was_issued_and_not_by_its_host() -> None:
    at = page(
        "山西省交通运输厅关于开展公路货运车辆排放检查的通知",
        """晋交运函〔2024〕512号
各市交通运输局：
定于2024年11月5日至11月25日开展公路货运车辆排放检查，请认真组织实施。
一、检查范围为营运柴油货车。
二、排放不合格的车辆限期维修。
山西省交通运输厅
2024年10月25日""",
        url=REPOST_URL,
        below_title="来源：山西省交通运输厅 发布时间：2024-10-29",
    )
    found = told(at)
    assert (found.agencies, found.number) == (("山西省交通运输厅",), "晋交运函〔2024〕512号")
    assert "signed 2024-10-25" in found.dates
    assert found.status is Status.VERIFIED


def test_a_number_alone_says_who_issued() -> None:
    at = page(
        "关于做好冬季公路货运保畅工作的通知",
        """晋交运发〔2024〕1003号
各市交通运输局：
为做好冬季公路货运保畅工作，请各单位储备融雪物资，及时清除路面积雪。
一、自2024年11月15日起施行冬季值班制度。
二、重点路段由专人看守。""",
    )
    found = told(at)
    assert (found.number, found.agencies) == ("晋交运发〔2024〕1003号", ("山西省交通运输厅",))


def test_a_unit_that_entered_service_is_verified_on_its_day() -> None:
    at = page(
        "阳泉示例电厂3号机组并网发电",
        """11月6日18时26分，位于山西阳泉的示例电厂3号机组首次并网发电成功。
该机组装机容量66万千瓦，采用空冷技术。""",
        url=NEWS_URL,
        below_title="2024-11-07 09:12 来源：示例晚报",
    )
    found = told(at, POINT.model_copy(update={"sector": "Power"}))
    assert (found.kind, found.dates) == (PolicyKind.EVENT, ("occurrence 2024-11-06",))


def test_a_unit_that_is_to_enter_service_is_not_verified_as_having_done_so() -> None:
    at = page(
        "阳泉示例电厂4号机组年底投产",
        """阳泉示例电厂4号机组计划于2024年11月9日投产，目前正在进行整套启动试运。
该机组装机容量66万千瓦，采用空冷技术。""",
        url=NEWS_URL,
        below_title="2024-11-07 09:12 来源：示例晚报",
    )
    for found in extractor().extract(at, POINT, POINT.window()).policies:
        assert status(found, at) is not Status.VERIFIED


def test_a_report_that_a_plan_was_issued_lists_the_plan_with_its_day_and_issuer() -> None:
    at = page(
        "山西出台货运清洁替代方案",
        """11月4日，山西省交通运输厅印发《山西省公路货运清洁替代实施方案》，明确今后三年的目标。
方案提出，到2027年，新能源货车保有量达到4万辆。""",
        url=NEWS_URL,
        below_title="2024-11-05 10:00 来源：示例日报",
    )
    found = told(at)
    assert found.name == "山西省公路货运清洁替代实施方案"
    assert (found.dates, found.agencies) == (("issued 2024-11-04",), ("山西省交通运输厅",))


def test_a_commentary_on_a_document_is_not_the_document() -> None:
    at = page(
        "《山西省公路货运车辆清洁替代补贴办法》政策解读",
        """近日，山西省交通运输厅印发《山西省公路货运车辆清洁替代补贴办法》，现就有关内容解读如下。
办法明确，每辆重型货车补贴3.1万元。
办法自2024年11月1日起施行。""",
        below_title="发布时间：2024-11-02",
    )
    found = told(at)
    assert (found.kind, found.status) == (PolicyKind.BACKGROUND, Status.INSUFFICIENT)


def test_another_provinces_document_is_rejected() -> None:
    at = page(
        "陕西省交通运输厅关于加快淘汰老旧货车的通知",
        """各市交通运输局：
为加快淘汰老旧货车，请各市于2024年11月底前完成摸底。
一、西安市、咸阳市、渭南市先行开展。
二、淘汰资金由省级财政统筹。
陕西省交通运输厅
2024年10月30日""",
        url="https://jtyst.shaanxi.gov.cn/zfxxgk/9200004.shtml",
    )
    found = told(at)
    assert (found.agencies, found.status) == (("陕西省交通运输厅",), Status.REJECTED)


def test_a_document_of_long_ago_is_rejected() -> None:
    at = page(
        "山西省交通运输厅关于2016年货运站场建设的通知",
        """各市交通运输局：
请各市按照要求推进货运站场建设，确保如期完成。
一、重点支持中部盆地货运站场。
山西省交通运输厅
2016年3月2日""",
    )
    found = told(at)
    assert (found.dates, found.status) == (("signed 2016-03-02",), Status.REJECTED)


def test_a_row_of_validity_and_a_row_of_effect_are_read_from_the_table_of_a_page() -> None:
    rows = "<table><tr><td>施行日期</td><td>2024年11月20日</td><td>有效期</td><td>至2026年11月19日</td></tr></table>"
    at = page(
        "山西省公路货运站场节能管理规定",
        """第一条　为加强货运站场节能管理，制定本规定。
第二条　货运站场应当使用新能源装卸设备，新增设备中新能源设备不少于六成。
第三条　货运站场应当按月统计用电量和用油量。
山西省交通运输厅
2024年10月18日""",
        tail=rows,
    )
    assert "signed 2024-10-18" in told(at).dates


def test_an_order_is_signed_by_a_person_in_the_middle_of_a_page() -> None:
    changed = [
        f"第{n}条修改为：货运站场应当配备与其规模相适应的充电设施。" for n in "一二三四五六七八九十"
    ]
    rules = [f"第{n}条　道路货运经营者应当保持车辆技术状况良好。" for n in "一二三四五六七八九十"]
    lines = [
        "《山西省道路货运管理规定》的修改已经常务会议通过，现予公布。",
        *changed,
        "省长　某某某",
        "2024年10月20日",
        "山西省道路货运管理规定",
        *rules,
        *rules,
    ]
    at = page(
        "山西省人民政府关于修改《山西省道路货运管理规定》的决定",
        "\n".join(lines),
        url="https://www.shanxi.gov.cn/zfxxgk/9200005.shtml",
    )
    found = told(at)
    assert (found.dates, found.agencies) == (("signed 2024-10-20",), ("山西省人民政府",))


def test_a_document_that_is_only_announced_is_background_under_its_own_name() -> None:
    at = page(
        "山西将制定《山西省公路货运节能条例》",
        """山西将制定《山西省公路货运节能条例》，目前正在开展立法调研。
条例拟对货运车辆的能耗限额、充电设施的配建标准作出规定。""",
        below_title="发布时间：2024-11-04",
    )
    found = told(at)
    assert (found.kind, found.name) == (PolicyKind.BACKGROUND, "山西省公路货运节能条例")


def test_the_title_of_rules_without_a_sign_off_issues_under_the_number_that_it_bears() -> None:
    at = page(
        "山西省交通运输厅关于调整货车超限治理时段的通告（晋交运发〔2024〕1011号）",
        """为加强货车超限治理，现就治理时段通告如下。
一、治理时段为每日6时至22时，自2024年11月10日起执行。
二、超限货车应当就近卸载，卸载费用由车主承担。""",
    )
    found = told(at)
    assert (found.agencies, found.number) == (("山西省交通运输厅",), "晋交运发〔2024〕1011号")
