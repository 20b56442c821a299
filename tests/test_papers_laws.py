"""Laws of the dates of papers: nothing is verified that the page does not say, in the role it says it. All invented."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.checks.date import DateCheck
from agent.facts.document import facts_of
from agent.findings import Label
from agent.policy import DateRole
from agent.records import Page
from agent.text.dates import parse_date
from tests.knowledge import publishers
from tests.samples import dated, only, page, policy, subject

DAYS = st.dates(datetime.date(2015, 1, 1), datetime.date(2025, 12, 31))
ROLES = (DateRole.SIGNED, DateRole.ISSUED, DateRole.EFFECTIVE, DateRole.IN_FORCE)


def written(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def paper(signed: datetime.date, effect: str, issued: datetime.date | None = None) -> Page:
    imprint = f"\n某省能源局办公室　　{written(issued)}印发" if issued else ""
    body = (
        "各市能源局：\n现将有关事项通知如下，请认真贯彻执行。\n一、加快淘汰落后产能，按期完成整改任务。\n"
        f"{effect}\n某省能源局\n{written(signed)}{imprint}"
    )
    return page("关于淘汰落后产能的通知", body, {}, url="https://docs.example/1.html")


def label(at: Page, role: DateRole, claimed: str) -> Label:
    of = policy(at, dates=(dated(role, claimed),))
    return only(DateCheck(publishers())(subject(of, at))).label


@settings(max_examples=60, deadline=None)
@given(signed=DAYS, effect=DAYS, issued=DAYS, claimed=DAYS, role=st.sampled_from(ROLES))
def test_a_verified_date_is_one_that_the_page_gives_in_that_role(
    signed: datetime.date,
    effect: datetime.date,
    issued: datetime.date,
    claimed: datetime.date,
    role: DateRole,
) -> None:
    at = paper(signed, f"二、本通知自{written(effect)}起施行。", issued)
    said = {DateRole.SIGNED: signed, DateRole.ISSUED: issued, DateRole.EFFECTIVE: effect}
    for day in (claimed, signed, issued, effect):
        assert (label(at, role, str(day)) is Label.SUPPORTED) is (said.get(role) == day)


@settings(max_examples=40, deadline=None)
@given(signed=DAYS, days=st.integers(0, 40), claimed=st.integers(-5, 50))
def test_from_the_issue_no_day_is_verified_and_none_outside_the_bounds_is_left_open(
    signed: datetime.date, days: int, claimed: int
) -> None:
    put_up = signed + datetime.timedelta(days=days)
    at = page(
        "关于淘汰落后产能的通知",
        f"各市能源局：\n本通知自印发之日起施行，请认真贯彻执行。\n某省能源局\n{written(signed)}",
        {"上传时间": str(put_up)},
        url="https://docs.example/1.html",
    )
    told = label(at, DateRole.EFFECTIVE, str(signed + datetime.timedelta(days=claimed)))
    if days == 0:
        assert (told is Label.SUPPORTED) is (claimed == 0)
    else:
        assert told is (Label.NOT_ENOUGH_INFO if 0 <= claimed <= days else Label.REFUTED)


@settings(max_examples=40, deadline=None)
@given(signed=DAYS, effect=DAYS)
def test_every_date_of_a_paper_stands_where_its_span_says(
    signed: datetime.date, effect: datetime.date
) -> None:
    at = paper(signed, f"二、本通知自{written(effect)}起施行，有效期3年。")
    for date in facts_of(at).paper.dates:
        if date.at and date.at.span:
            assert at.text[date.at.span.start : date.at.span.end] == date.text
            assert (
                date.role is DateRole.IN_FORCE
                or parse_date(date.text)
                or date.text.startswith("自")
            )
    assert len({(d.role, d.interval) for d in facts_of(at).paper.dates}) == 3


FLIPPED = [
    "二、原定于2024年11月1日起施行的补贴标准暂缓执行。",
    "二、《某省旧办法》自2024年11月1日起施行。",
    "二、项目实施期限为2024年11月1日至2025年10月31日。",
    "二、请于2024年11月1日前报送方案。",
    "二、本通知自印发之日起施行，2024年11月1日前完成整改。",
]


@pytest.mark.parametrize("effect", FLIPPED)
def test_a_flipped_word_flips_the_verdict_on_the_day_of_effect(effect: str) -> None:
    signed = datetime.date(2024, 10, 12)
    plain = paper(signed, "二、本通知自2024年11月1日起施行。")
    assert label(plain, DateRole.EFFECTIVE, "2024-11-01") is Label.SUPPORTED
    assert label(paper(signed, effect), DateRole.EFFECTIVE, "2024-11-01") is not Label.SUPPORTED
