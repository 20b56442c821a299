"""Rules that no other whole page needed: each test fails when the rule it names is cut. Every page is invented."""

from __future__ import annotations

import datetime

import pytest

from agent.checks.nearest import bears, is_anothers, is_demanded
from agent.checks.quote import find
from agent.checks.wholeness import cut_off_from
from agent.facts.document import facts_of
from agent.facts.order import order_dates
from agent.findings import Label, Verdict
from agent.records import Page, Window
from agent.text.dates import iso
from agent.text.figures import Figure, figures
from agent.text.terms import Says, terms
from tests import samples
from tests.knowledge import finding
from tests.samples import IMPACT, NAME, page, policy, quoted, subject


def verdicts(at: Page, check: str, **changes: object) -> list[Verdict]:
    return list(finding(policy(at, **changes), at).of_check(check))


def test_a_longer_title_that_only_contains_the_name_is_left_to_a_person() -> None:
    at = page(
        f"{NAME}宣讲团走进临汾",
        "临汾市组织宣讲，现场解答群众关心的问题，各县积极参加并做好记录。",
        {},
    )
    (found,) = verdicts(at, "name")
    assert (found.label, found.reason) == (Label.NOT_ENOUGH_INFO, "name.longer_title")


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("山西省交通运输厅", "provincial"),
        ("大同市交通运输局", "municipal"),
        ("交通运输部", "central"),
    ],
)
def test_an_issuer_is_told_with_its_level(body: str, level: str) -> None:
    at = page(rows=samples.ROWS | {"发文机关": body})
    (found,) = verdicts(at, "agency", agencies=(quoted(body),))
    assert found.label is Label.SUPPORTED
    assert f"level='{level}'" in str(found.detail)


def test_the_provinces_department_is_that_of_the_pages_host() -> None:
    at = page(rows=samples.ROWS | {"发文机关": "省交通运输厅"})
    for claimed in ("山西省交通运输厅", "省交通运输厅"):
        (found,) = verdicts(at, "agency", agencies=(quoted(claimed, "省交通运输厅"),))
        assert found.label is Label.SUPPORTED, claimed
    elsewhere = page(rows=samples.ROWS | {"发文机关": "省交通运输厅"}, url=samples.SHAANXI_URL)
    (found,) = verdicts(elsewhere, "agency", agencies=(quoted("山西省交通运输厅", "省交通运输厅"),))
    assert found.label is not Label.SUPPORTED


def test_words_of_two_sentences_must_be_all_of_both() -> None:
    at = page()
    documents = subject(policy(at), at).documents
    whole = "第二条　对提前淘汰国三柴油货车的，每辆车最高补贴4.2万元；中重型货车另行规定。"
    for words, cut in (
        (whole, False),
        (f"{whole}\n第三条　{IMPACT}", False),
        (f"{whole}\n第三条　到2025年底", True),
    ):
        located = find(words, documents)
        assert located is not None
        assert bool(cut_off_from(located)) is cut, words


def test_what_is_aimed_at_was_not_reached() -> None:
    said = "到2025年底，全省已淘汰国三柴油货车5000辆以上"
    reasons = {v.reason for v in verdicts(page(), "figure", content=(quoted(said, IMPACT),))}
    assert "figure.other_target" in reasons


QUOTE = "到2025年，煤炭消费量下降10%，用水量下降20%。"


def figure(sentence: str) -> Figure:
    return next(one for one in figures(sentence) if one.dimension)


@pytest.mark.parametrize(
    ("sentence", "its_own"), [("煤炭消费量下降10%", True), ("用水量下降10%", False)]
)
def test_a_figure_is_that_of_the_clause_which_its_words_are_nearest_to(
    sentence: str, its_own: bool
) -> None:
    assert bears(figure(sentence), sentence, QUOTE) is its_own
    assert is_anothers(figure(sentence), sentence, QUOTE) is not its_own


def test_a_part_is_told_of_its_whole_and_a_range_of_a_range() -> None:
    part, quote = (
        "发电装机中风电为1000万千瓦",
        "发电装机3000万千瓦，其中风电1000万千瓦，太阳能2000万千瓦。",
    )
    assert bears(figure(part), part, quote)
    span, quote = "补贴2万元至5万元", "补贴上限5万元；补贴2万元至5万元。"
    assert bears(figure(span), span, quote)


def test_what_a_plan_demands_was_not_done() -> None:
    assert is_demanded("开展节能改造。")
    assert not is_demanded("已开展节能改造。")


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("供暖期为每年11月1日至次年3月31日。", Says.EVERY_YEAR),
        ("施行日期：2024年11月1日", Says.FROM),
        ("自2024年10月16日零时起提前供热。", Says.BEGINS),
    ],
)
def test_seasons_labels_and_measures_are_terms_of_a_paper(sentence: str, says: Says) -> None:
    assert [one.term.says for one in terms(sentence, None)] == [says]


def dates_of(at: Page, window: Window) -> set[tuple[str, str]]:
    """The dates of a page as a paper and as an order, seasons of the window included."""
    facts = facts_of(at)
    ordered = order_dates(facts, trust_header=False)
    dates = (*facts.paper.dates, *facts.paper.seasons(window), *ordered)
    return {(one.role.value, iso(one.interval)) for one in dates}


WINTER = Window(start=datetime.date(2024, 8, 10), end=datetime.date(2025, 2, 6))


@pytest.mark.parametrize(
    ("title", "body", "role", "day"),
    [
        (
            "关于提前供热的通知",
            "各供热单位：自2024年10月16日零时起提前供热。请各单位做好准备。",
            "effective",
            "2024-10-16",
        ),
        (
            "关于解除重污染天气预警的通知",
            "各有关单位：定于2024年12月31日18时解除重污染天气橙色预警。请知悉。",
            "effective",
            "2024-12-31",
        ),
        (
            "关于冬季错峰运输的通知",
            "各有关单位：每年11月1日至次年3月31日实行错峰运输。请遵照执行。",
            "in_force",
            "2024-11-01/2025-03-31",
        ),
        (
            "关于小客车限行的通告",
            "自2024年6月1日0时起，全市小客车限行，2024年11月30日24时到期。",
            "in_force",
            "2024-06-01/2024-11-30",
        ),
    ],
    ids=["begins", "stops", "every winter", "begins and stops"],
)
def test_a_notice_is_in_force_on_the_days_of_its_measure(
    title: str, body: str, role: str, day: str
) -> None:
    at = page(title, body, {"成文日期": "2024年5月30日"})
    assert (role, day) in dates_of(at, WINTER)


@pytest.mark.parametrize(
    ("title", "body", "reason"),
    [
        ("省厅召开货运专题会", f"下一步，我省拟于年底前出台《{NAME}》。", "name.only_announced"),
        ("政策大礼包来了", f"近日，省交通运输厅印发《{NAME}》。", "name.reported"),
        (
            "山西省新能源货车办法",
            f"本办法自2024年11月1日起施行，《{NAME}》同时废止。",
            "name.repealed",
        ),
        (
            f"关于公开征求《{NAME}》意见的公告",
            "现公开征求意见，请于月底前反馈。",
            "name.draft",
        ),
        (f"{NAME}（征求意见稿）", "现公开征求意见，请于月底前反馈。", "name.draft"),
    ],
    ids=["to come", "issued", "repealed", "asked about", "a draft"],
)
def test_how_a_page_names_a_paper_decides_whether_it_is_that_paper(
    title: str, body: str, reason: str
) -> None:
    assert [one.reason for one in verdicts(page(title, body, {}), "name")] == [reason]


def test_an_issuer_in_a_name_is_that_of_the_title() -> None:
    title = "山西省交通运输厅关于淘汰老旧货车的意见"
    at = page(title, "各市要加快淘汰老旧货车，落实补贴。", {})
    for body, reason in (
        ("山西省交通运输厅", "name.same"),
        ("陕西省交通运输厅", "name.other_issuer"),
    ):
        claimed = quoted(title.replace("山西省交通运输厅", body), title)
        (found,) = verdicts(at, "name", name=claimed)
        assert found.reason == reason


def test_each_date_that_a_page_gives_is_told_with_its_rule() -> None:
    at = page()
    found = finding(policy(at), at)
    assert {one.role.value for one in found.dates} == {"signed", "issued", "effective"}
    assert all(one.rule and one.text for one in found.dates)
