"""The agency check: who issues, not who hosts, reprints or is named."""

from __future__ import annotations

import pytest

from agent.checks.agency import AgencyCheck
from agent.checks.issuers import level_of
from agent.findings import Label, Verdict
from agent.policy import Quoted
from agent.records import Page
from tests.knowledge import publishers
from tests.samples import BODY, REPOST_URL, ROWS, event, only, page, policy, subject, told

SUPPORTED, REFUTED, OPEN = Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO
WITHOUT = {row: value for row, value in ROWS.items() if row not in ("发文机关", "发文字号")}
PLAIN = "关于淘汰老旧货车的通知"


def judge(at: Page, agency: str, quote: str | None = None) -> Verdict:
    claim = Quoted(value=agency, quote=quote, source="")
    return only(AgencyCheck(publishers())(subject(policy(at, agencies=(claim,)), at)))


@pytest.mark.parametrize("agency", ["山西省交通运输厅", "山西省财政厅"])
def test_each_of_joint_issuers_is_supported(agency: str) -> None:
    found = judge(page(), agency)
    assert told(found) == (SUPPORTED, "agency.issuer")
    assert found.values["level"] == "provincial"


@pytest.mark.parametrize(
    ("agency", "level"),
    [
        ("兴安盟行政公署", "municipal"),
        ("阿里地区财政局", "municipal"),
        ("延边朝鲜族自治州人民政府", "municipal"),
        ("太原市生态环境局", "municipal"),
        ("西乌珠穆沁旗人民政府", "county"),
        ("贵州省能源局", "provincial"),
        ("内蒙古自治区能源局", "provincial"),
        ("国家能源局", "central"),
    ],
)
def test_the_level_of_an_agency_is_told_by_its_name(agency: str, level: str) -> None:
    assert level_of(agency, publishers()) == level


def test_a_short_name_belongs_to_the_pages_province() -> None:
    assert told(judge(page(), "省交通运输厅"))[0] is SUPPORTED
    at = page(rows=ROWS | {"发文机关": "省生态环境厅"}, title=PLAIN, body="正文。")
    assert told(judge(at, "山西省生态环境厅")) == (SUPPORTED, "agency.issuer")
    assert judge(at, "陕西省生态环境厅").label is REFUTED


def test_another_body_is_refuted() -> None:
    assert told(judge(page(), "山西省能源局")) == (REFUTED, "agency.other")


def test_a_body_that_is_only_mentioned_is_refuted() -> None:
    at = page(body=BODY + "\n由省公安厅配合实施。")
    assert told(judge(at, "省公安厅")) == (REFUTED, "agency.only_mentioned")


def test_a_host_that_reposts_is_no_issuer() -> None:
    assert told(judge(page(url=REPOST_URL), "临汾市人民政府")) == (REFUTED, "agency.only_host")


def test_the_source_of_a_news_page_is_no_issuer() -> None:
    at = page(PLAIN, rows={"来源": "山西省交通运输厅"}, body="正文。", url=REPOST_URL)
    assert told(judge(at, "山西省交通运输厅")) == (REFUTED, "agency.only_source")


def test_a_source_that_is_also_the_issuer_is_supported() -> None:
    at = page(rows=ROWS | {"来源": "山西省交通运输厅"})
    assert judge(at, "山西省交通运输厅").label is SUPPORTED


def test_the_head_of_the_title_names_the_issuers() -> None:
    assert told(judge(page(rows=WITHOUT, body="正文。"), "山西省财政厅")) == (
        SUPPORTED,
        "agency.issuer",
    )


def test_the_lines_above_the_date_name_the_issuers() -> None:
    at = page(PLAIN, rows={}, body=f"正文。\n山西省公安厅\n2024年10月12日\n{PLAIN}附件")
    assert told(judge(at, "山西省公安厅")) == (SUPPORTED, "agency.issuer")


def test_a_page_that_names_no_issuer_is_left_to_a_person() -> None:
    at = page(PLAIN, rows={}, body="由山西省公安厅负责。", url=REPOST_URL)
    assert told(judge(at, "山西省公安厅")) == (OPEN, "agency.no_issuer")


def test_a_body_that_stands_nowhere_is_not_for_a_person_to_settle() -> None:
    found = judge(page(PLAIN, rows={}, body="正文。", url=REPOST_URL), "山西省公安厅")
    assert (told(found), found.open) == ((OPEN, "agency.absent"), False)


def test_a_missing_quote_keeps_a_right_body_open() -> None:
    assert told(judge(page(), "山西省交通运输厅", "山西省交通运输厅与山西省公安厅联合")) == (
        OPEN,
        "quote.not_found",
    )


def test_an_event_may_have_its_body_in_its_passage() -> None:
    words = "太原市生态环境局启动重污染天气橙色预警。"
    at = page("要闻", body=words, rows={})
    name = Quoted(value="太原市生态环境局启动重污染天气橙色预警", quote=words, source="")
    of = event(at, name.value, agencies=(Quoted(value="太原市生态环境局", quote=None, source=""),))
    of = of.model_copy(update={"name": name.model_copy(update={"source": at.sha256})})
    found = only(AgencyCheck(publishers())(subject(of, at)))
    assert told(found) == (SUPPORTED, "agency.in_event")


def test_a_page_of_the_body_itself_that_names_it_only_as_source_is_left_to_a_person() -> None:
    at = page(PLAIN, rows={"来源": "山西省交通运输厅"}, body="正文。")
    assert told(judge(at, "山西省交通运输厅")) == (OPEN, "agency.no_issuer")
