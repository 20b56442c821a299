"""The triangle: issuing body, 文号 and host of one page agree, and so do the years."""

from __future__ import annotations

import pytest

from agent.checks.triangle import TriangleCheck
from agent.findings import Label
from agent.records import Page
from tests.knowledge import publishers
from tests.samples import SHAANXI_URL, only, page, policy, subject, told

ROWS = {
    "发文机关": "山西省人民政府办公厅",
    "成文日期": "2024年10月12日",
    "发文字号": "晋政办发〔2024〕997号",
}
URL = "https://www.shanxi.gov.cn/zcwj/202410/t20241015_1.shtml"


def judge(rows: dict[str, str], url: str = URL) -> tuple[Label, str]:
    at = page("关于淘汰老旧货车的意见", "正文。", rows, url=url)
    return told(only(TriangleCheck(publishers())(subject(policy(at), at))))


def test_three_that_agree_support() -> None:
    assert judge(ROWS) == (Label.SUPPORTED, "triangle.agrees")


@pytest.mark.parametrize(
    ("changes", "url", "reason"),
    [
        pytest.param(
            {"发文机关": "陕西省人民政府办公厅"}, URL, "triangle.number_agency", id="body"
        ),
        pytest.param(
            {"发文字号": "陕政办发〔2024〕997号"}, URL, "triangle.number_agency", id="number"
        ),
        pytest.param({}, SHAANXI_URL, "triangle.issuer_host", id="host"),
        pytest.param({"成文日期": "2022年10月12日"}, URL, "triangle.number_year", id="year"),
    ],
)
def test_the_two_that_disagree_are_named(changes: dict[str, str], url: str, reason: str) -> None:
    assert judge(ROWS | changes, url) == (Label.REFUTED, reason)


@pytest.mark.parametrize(
    ("body", "label"),
    [
        pytest.param("上海市示例工作领导小组办公室", Label.SUPPORTED, id="seated in a department"),
        pytest.param("山西省示例工作领导小组办公室", Label.REFUTED, id="of another province"),
        pytest.param("上海市财政局", Label.REFUTED, id="another department"),
    ],
)
def test_an_office_of_several_bodies_writes_the_number_of_the_one_it_sits_in(
    body: str, label: Label
) -> None:
    rows = {"发文机关": body, "发文字号": "沪发改环资〔2024〕97号", "成文日期": "2024年10月12日"}
    assert judge(rows, "https://fgw.sh.gov.cn/a/20241015/1.html")[0] is label


@pytest.mark.parametrize(
    ("signed", "label"),
    [
        pytest.param("2025年1月5日", Label.SUPPORTED, id="January carries the year before"),
        pytest.param("2025年6月5日", Label.REFUTED, id="June does not"),
    ],
)
def test_the_turn_of_the_year(signed: str, label: Label) -> None:
    assert judge(ROWS | {"成文日期": signed})[0] is label


def test_a_national_document_on_a_provinces_site_is_no_disagreement() -> None:
    rows = {
        "发文机关": "国务院办公厅",
        "发文字号": "国办发〔2024〕99号",
        "成文日期": "2024年10月12日",
    }
    assert judge(rows)[0] is Label.SUPPORTED


def bare() -> Page:
    return page("要闻", "正文。", {}, url="https://abc.example/1.html")


def test_one_corner_alone_gets_no_verdict() -> None:
    at = bare()
    assert TriangleCheck(publishers())(subject(policy(at), at)) == ()
