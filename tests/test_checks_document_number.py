"""The document number check: the page's own number, not one it cites."""

from __future__ import annotations

import pytest

from agent.checks.document_number import DocumentNumberCheck
from agent.findings import Label
from agent.records import Page
from tests.samples import BODY, NUMBER, ROWS, only, page, policy, quoted, subject, told

WITHOUT = {row: value for row, value in ROWS.items() if row != "发文字号"}


def judge(at: Page, number: str, quote: str | None = None) -> tuple[Label, str]:
    of = policy(at, document_number=quoted(number, quote))
    return told(only(DocumentNumberCheck()(subject(of, at))))


@pytest.mark.parametrize(
    "written",
    [
        "晋交运发〔2024〕998号",
        "晋交运发[2024]998号",
        "晋交运发（2024）998号",
        "晋交运发 〔2024〕 998 号",
    ],
)
def test_brackets_and_spaces_do_not_count(written: str) -> None:
    assert judge(page(), written, NUMBER) == (Label.SUPPORTED, "document_number.same")


@pytest.mark.parametrize("claimed", ["晋交运发〔2024〕989号", "晋交运发〔2023〕998号"])
def test_another_number_in_the_metadata_refutes(claimed: str) -> None:
    assert judge(page(), claimed, NUMBER) == (Label.REFUTED, "document_number.other")


def test_a_number_alone_on_a_line_is_the_documents_own() -> None:
    at = page(rows=WITHOUT, body=f"{NUMBER}\n{BODY}")
    assert judge(at, NUMBER) == (Label.SUPPORTED, "document_number.same")


def test_a_number_that_is_only_cited_is_left_to_a_person() -> None:
    at = page(rows=WITHOUT, body=f"根据《通知》（{NUMBER}）要求，制定本办法。")
    assert judge(at, NUMBER) == (Label.NOT_ENOUGH_INFO, "document_number.only_mentioned")


def test_a_number_that_stands_nowhere_is_not_for_a_person_to_settle() -> None:
    at = page(rows=WITHOUT, body="正文。", title="通知")
    of = policy(at, document_number=quoted(NUMBER, "正文"))
    verdict = only(DocumentNumberCheck()(subject(of, at)))
    assert (told(verdict), verdict.open) == (
        (Label.NOT_ENOUGH_INFO, "document_number.absent"),
        False,
    )


def test_what_is_no_number_is_said_to_be_none() -> None:
    assert judge(page(), "第九九八号文件", NUMBER)[1] == "document_number.unreadable"


def test_a_policy_without_a_number_gets_no_verdict() -> None:
    at = page()
    assert DocumentNumberCheck()(subject(policy(at, document_number=None), at)) == ()


@pytest.mark.parametrize(
    "claimed", ["2024年第9号", "公告2024年第9号", "山西省能源局公告2024年第9号"]
)
def test_an_announcement_is_one_number_with_its_series_and_issuer_or_without(claimed: str) -> None:
    body = "公告　2024年第9号\n现将有关事项公告如下，请各单位认真遵照执行。\n山西省能源局\n2024年2月6日"
    at = page("关于公布焦化企业名单的公告", body, {})
    assert judge(at, claimed, "2024年第9号")[0] is Label.SUPPORTED


@pytest.mark.parametrize("claimed", ["2024年第8号", "2023年第9号", "山西省财政厅公告2024年第9号"])
def test_another_year_number_or_issuer_of_an_announcement_is_another(claimed: str) -> None:
    body = "公告　2024年第9号\n现将有关事项公告如下，请各单位认真遵照执行。\n山西省能源局\n2024年2月6日"
    at = page("关于公布焦化企业名单的公告", body, {})
    assert judge(at, claimed, "2024年第9号") == (Label.REFUTED, "document_number.other")


def test_an_order_is_numbered_in_the_line_below_its_head() -> None:
    body = "某省人民政府令\n第299号\n《某省某办法》已经审议通过，现予公布，自2024年2月15日起施行。\n省长　陈某某\n2024年1月5日"
    assert (
        judge(page("某省某办法", body, {}), "某省人民政府令第299号", "第299号")[0]
        is Label.SUPPORTED
    )
