"""Papers that are too long, empty, contradictory or impossible: linear time, no exception, what is open is named.

Every page is invented.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from agent.facts.document import facts_of
from agent.findings import Finding, Label, Verdict
from agent.policy import DateRole
from agent.records import Page
from tests import samples
from tests.knowledge import finding
from tests.samples import dated, page, policy
from tests.test_whole_pages import extractor

CLAUSE = "第{n}条　各市要加快淘汰老旧柴油货车{n}台，自20{y}年1月1日起逐步实施，资金不低于{n}万元。"
LONG = 200_000


def long_body(length: int, clause: str = CLAUSE, between: str = "\n") -> str:
    """A body of about so many characters."""
    each = len(clause.format(n=1000, y=24)) + len(between)
    parts = (clause.format(n=1000 + n, y=10 + n % 20) for n in range(length // each))
    return samples.BODY + "\n" + between.join(parts)


def judged(at: Page, **changes: object) -> Finding:
    """The page read by rules and by the checks, none of which may fail."""
    extractor().extract(at, samples.POINT, samples.WINDOW)
    return finding(policy(at, **changes), at)


def of_dates(found: Finding) -> dict[str, Verdict]:
    """The verdicts on dates, by role."""
    return {
        str(found.claims[verdict.claim or 0].role): verdict for verdict in found.of_check("date")
    }


def seconds(make: Callable[[int], Page], length: int) -> float:
    at = make(length)
    began = time.process_time()
    judged(at)
    return time.process_time() - began


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda length: page(body=long_body(length)), id="clauses"),
        pytest.param(
            lambda length: page(body=long_body(length, CLAUSE.replace("。", "；"), "")),
            id="one sentence",
        ),
        pytest.param(
            lambda length: page(body=long_body(length, "自{n}年{n}月起至本办法，", "")), id="no day"
        ),
        pytest.param(
            lambda length: page(body=long_body(length, "二〇二四年{n}月本自从", "")), id="starts"
        ),
        pytest.param(
            lambda length: page(
                body=long_body(length, "拟修订的《甲省第{n}号货车办法》同时废止、", "")
            ),
            id="named papers",
        ),
    ],
)
def test_a_long_page_takes_linear_time(make: Callable[[int], Page]) -> None:
    seconds(make, 2_000)  # tables are loaded once
    short, long = seconds(make, LONG // 5), seconds(make, LONG)
    assert long < 5 * 3 * short + 1


def test_two_thousand_dates_leave_the_papers_own_in_their_roles() -> None:
    days = "\n".join(
        f"{n}．20{10 + n % 20}年{1 + n % 12}月{1 + n % 28}日前完成第{n}项整改。"
        for n in range(2000)
    )
    found = of_dates(judged(page(body=f"{samples.BODY}\n{days}")))
    assert {role: verdict.label for role, verdict in found.items()} == {
        "signed": Label.SUPPORTED,
        "issued": Label.SUPPORTED,
        "effective": Label.SUPPORTED,
    }


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "各市交通运输局：\n请认真做好老旧柴油货车淘汰补贴工作，确保取得实效。", id="no date"
        ),
        pytest.param(
            "2月30日，本办法自2024年13月45日起施行。自2024年2月30日起执行，请各单位遵照办理。",
            id="impossible",
        ),
        pytest.param(
            "Notice on subsidies for old diesel trucks. It enters into force soon after issue.",
            id="English",
        ),
        pytest.param(
            "本办法自11月31日起施行，各单位要认真贯彻执行，不得推诿拖延，务必落实。",
            id="no such day",
        ),
        pytest.param(
            "序号|名称|数量\n1|柴油货车|300\n2|燃煤锅炉|45\n3|高炉|2\n4|焦炉|6\n5|水泥窑|9",
            id="table",
        ),
    ],
)
def test_a_page_without_a_day_of_effect_leaves_it_open_and_says_so(body: str) -> None:
    at = page(body=body, rows={})
    found = of_dates(judged(at, dates=(dated(DateRole.EFFECTIVE, "2024-11-01"),)))
    assert found["effective"].label is Label.NOT_ENOUGH_INFO
    assert found["effective"].reason == "date.absent"
    assert not [d for d in facts_of(at).paper.dates if d.role is DateRole.EFFECTIVE]


def test_a_table_that_contradicts_the_sign_off_is_told_and_not_chosen_from() -> None:
    at = page(rows=samples.ROWS | {"成文日期": "2024年11月12日"})
    found = of_dates(judged(at, dates=(dated(DateRole.SIGNED, "2024-11-12", "2024年11月12日"),)))
    assert (found["signed"].label, found["signed"].reason) == (
        Label.NOT_ENOUGH_INFO,
        "date.page_disagrees",
    )


def test_a_table_that_contradicts_the_text_on_the_day_of_effect_is_told() -> None:
    at = page(rows=samples.ROWS | {"实施日期": "2024-12-01"})
    for day in ("2024-12-01", "2024-11-01"):
        found = of_dates(judged(at, dates=(dated(DateRole.EFFECTIVE, day),)))
        assert found["effective"].reason == "date.page_disagrees", day


def test_from_the_issue_with_a_signing_day_alone_no_day_is_verified() -> None:
    body = samples.BODY.replace("自2024年11月1日起施行", "自印发之日起施行")
    rows = {row: value for row, value in samples.ROWS.items() if row != "发布日期"}
    at = page(body=body, rows=rows | {"上传时间": "2024-10-18"}, url="https://docs.example/1.html")
    found = of_dates(judged(at, dates=(dated(DateRole.EFFECTIVE, "2024-10-12"),)))
    assert (found["effective"].label, found["effective"].reason) == (
        Label.NOT_ENOUGH_INFO,
        "date.less_precise",
    )
    told = next(d for d in facts_of(at).paper.dates if d.role is DateRole.EFFECTIVE)
    assert str(told.interval) == "2024-10-12..2024-10-18"
    assert told.rule == "正文（成文 2024-10-12 与首次公布 2024-10-18 之间）"


def test_where_nothing_bounds_the_publication_the_day_of_fetching_does() -> None:
    body = samples.BODY.replace("自2024年11月1日起施行", "自印发之日起施行")
    rows = {row: value for row, value in samples.ROWS.items() if row != "发布日期"}
    at = page(body=body, rows=rows, url="https://docs.example/1.html")
    (told,) = [d for d in facts_of(at).paper.dates if d.role is DateRole.EFFECTIVE]
    assert not told.bounded
    assert "首次公布日未知" in told.rule
    found = of_dates(judged(at, dates=(dated(DateRole.EFFECTIVE, "2024-10-12"),)))
    assert found["effective"].reason == "date.less_precise"
