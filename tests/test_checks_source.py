"""The source check: the page is about the claimed thing."""

from __future__ import annotations

from agent.checks.source import SourceCheck
from agent.findings import Label
from agent.policy import Policy, Quoted
from agent.records import Page
from tests.knowledge import publishers
from tests.samples import BODY, NAME, event, only, page, policy, quoted, subject, told

SUPPORTED, REFUTED, OPEN = Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO


def judge(of: Policy, at: Page) -> tuple[Label, str]:
    return told(only(SourceCheck(publishers())(subject(of, at))))


def test_the_documents_own_page_supports() -> None:
    at = page()
    assert judge(policy(at), at) == (SUPPORTED, "source.title")


def test_the_same_address_in_another_spelling_is_the_same_page() -> None:
    at = page()
    address = at.url.replace("https://", "http://") + "#top"
    assert judge(policy(at, url=address), at) == (SUPPORTED, "source.title")


def test_an_address_that_was_not_read_is_refuted() -> None:
    at = page()
    assert judge(policy(at, url="https://www.gov.cn/x.htm"), at) == (
        REFUTED,
        "source.other_address",
    )


def test_an_attachment_is_a_source() -> None:
    attachment = page(NAME, rows={}, url="https://jtyst.shanxi.gov.cn/P1.pdf")
    at = page("关于公布有关文件的通知", body="见附件。", rows={}, attachments=[attachment])
    assert judge(policy(at, url=attachment.url), at) == (SUPPORTED, "source.attachment")


def test_a_page_about_something_else_is_refuted() -> None:
    at = page("全省春季造林绿化现场会召开", body="会议强调造林质量。", rows={})
    of = policy(at, name=Quoted(value=NAME, quote=None, source=""))
    assert judge(of, at) == (REFUTED, "source.other_thing")


def test_a_page_that_shares_most_words_is_left_to_a_person() -> None:
    at = page("山西省营运柴油货车淘汰补贴有关办法", body="正文。", rows={})
    of = policy(at, name=Quoted(value=NAME, quote=None, source=""))
    assert judge(of, at) == (OPEN, "source.only_mentioned")


def test_an_interpretation_is_a_related_page() -> None:
    at = page(f"《{NAME}》政策解读", body=f"《{NAME}》已经印发。", rows={})
    assert judge(policy(at), at) == (OPEN, "source.related")


def test_a_page_that_announces_it_reports_it() -> None:
    at = page("专题会议召开", body=f"将研究制定《{NAME}》。", rows={})
    assert judge(policy(at), at) == (SUPPORTED, "source.reports")


def test_a_misspelt_name_with_the_titles_quote_still_has_its_source() -> None:
    at = page(body=BODY)
    of = policy(at, name=quoted(NAME.replace("淘汰", "报废"), at.title))
    assert judge(of, at) == (SUPPORTED, "source.title")


def test_an_event_told_in_a_passage_has_its_source() -> None:
    at = page("要闻", body="2024年11月6日，太临城际铁路正式开通运营。", rows={})
    assert judge(event(at, "太临城际铁路开通运营"), at) == (SUPPORTED, "source.passage")
