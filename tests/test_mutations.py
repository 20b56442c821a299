"""Every field of a verified policy and of a verified event flipped once: exactly that check turns."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from agent.findings import Finding, Label, Status
from agent.policy import DateRole, Policy
from agent.records import Page
from tests.knowledge import finding
from tests.samples import (
    BODY,
    NEWS_URL,
    ROWS,
    UNKNOWN_URL,
    dated,
    event,
    page,
    policy,
    quoted,
)

VALID = "有效期至2025年12月31日"


def paper() -> Page:
    body = BODY.replace("起施行。", f"起施行，{VALID}。")
    return page(body=body, rows={**ROWS, "有效期": "2024年11月1日至2025年12月31日"})


def whole(at: Page, **changes: object) -> Policy:
    given: dict[str, object] = {
        "dates": (
            dated(DateRole.SIGNED, "2024-10-12", "2024年10月12日"),
            dated(DateRole.ISSUED, "2024-10-15", "2024年10月15日"),
            dated(DateRole.EFFECTIVE, "2024-11-01", "自2024年11月1日起施行"),
            dated(DateRole.IN_FORCE, "2024-11-01/2025-12-31", VALID),
        )
    }
    return policy(at, **(given | changes))


LINE = "太临城际铁路开通运营"
NEWS = (
    "2024年11月6日上午，由太临铁路有限公司建设的太临城际铁路在太原南站开通运营，全长86公里。"
    "预计每年减少公路客运量120万人次。"
)
LENGTH = NEWS.split("。", maxsplit=1)[0]
EFFECT = NEWS.split("。")[1]


def news() -> Page:
    return page(
        "太临城际铁路今日开通运营", body=NEWS, rows={"上传时间": "2024-11-06"}, url=NEWS_URL
    )


def opening(at: Page, **changes: object) -> Policy:
    given: dict[str, object] = {
        "dates": (dated(DateRole.OCCURRENCE, "2024-11-06", "2024年11月6日"),),
        "status": quoted("开通", "太临城际铁路在太原南站开通运营"),
        "actor": quoted("太临铁路有限公司", "由太临铁路有限公司建设的太临城际铁路"),
        "content": (quoted(LENGTH),),
        "impact": (quoted(EFFECT),),
    }
    return event(at, LINE, **(given | changes))


class Flip(NamedTuple):
    """A field of ``Policy``, what it becomes, and the checks that are allowed to turn."""

    field: str
    flipped: Callable[[Policy], object]
    checks: set[str]


def with_date(role: DateRole, value: str) -> Callable[[Policy], object]:
    return lambda of: tuple(
        d.model_copy(update={"value": value}) if d.role is role else d for d in of.dates
    )


def with_value(field: str, old: str, new: str) -> Callable[[Policy], object]:
    """The field with a word changed; its quote stays what the page says."""

    def change(of: Policy) -> object:
        held = getattr(of, field)
        many = held if isinstance(held, tuple) else (held,)
        changed = tuple(q.model_copy(update={"value": q.value.replace(old, new)}) for q in many)
        assert changed != many
        return changed if isinstance(held, tuple) else changed[0]

    return change


OF_POLICY = [
    Flip("name", with_value("name", "货车", "客车"), {"name"}),
    Flip("document_number", with_value("document_number", "998", "989"), {"document_number"}),
    Flip("document_number", with_value("document_number", "2024", "2023"), {"document_number"}),
    Flip("dates", with_date(DateRole.SIGNED, "2024-10-21"), {"date"}),
    Flip("dates", with_date(DateRole.ISSUED, "2024-10-12"), {"date"}),
    Flip("dates", with_date(DateRole.EFFECTIVE, "2024-11-11"), {"date"}),
    Flip("dates", with_date(DateRole.IN_FORCE, "2024-11-01/2026-12-31"), {"date"}),
    Flip("agencies", with_value("agencies", "财政厅", "能源局"), {"agency"}),
    Flip("content", with_value("content", "4.2万元", "2.4万元"), {"content", "figure"}),
    Flip("content", with_value("content", "万元", "元"), {"content", "figure"}),
    Flip("content", with_value("content", "最高", "最低"), {"content", "figure"}),
    Flip("content", with_value("content", "国三", "国四"), {"content", "figure"}),
    Flip("content", with_value("content", "淘汰", "更新"), {"content", "figure"}),
    Flip("impact", with_value("impact", "5000", "500"), {"impact", "figure"}),
    Flip("impact", with_value("impact", "2025", "2026"), {"impact", "figure"}),
    Flip("impact", with_value("impact", "力争", "已"), {"impact", "figure"}),
    Flip("impact", with_value("impact", "淘汰", "新增"), {"impact", "figure"}),
    Flip("impact", with_value("impact", "以上", "以下"), {"impact", "figure"}),
    Flip("impact", with_value("impact", "全省", "全国"), {"impact", "figure"}),
    Flip("url", lambda _: UNKNOWN_URL, {"source"}),
]
OF_EVENT = [
    Flip("status", with_value("status", "开通", "开工"), {"status"}),
    Flip("status", with_value("status", "开通", "拟开通"), {"status"}),
    Flip("actor", with_value("actor", "太临铁路", "太原地铁"), {"actor"}),
    Flip("dates", with_date(DateRole.OCCURRENCE, "2024-11-05"), {"date"}),
    Flip("content", with_value("content", "86", "68"), {"content", "figure"}),
    Flip("content", with_value("content", "太原南站", "大同南站"), {"content", "figure"}),
    Flip("impact", with_value("impact", "减少", "增加"), {"impact", "figure"}),
    Flip("impact", with_value("impact", "人次", "吨"), {"impact", "figure"}),
]
NOT_CLAIMED = {"kind", "instrument", "source", "extractor"}
"""Fields that no page can be held against: what a thing is called by us, and where it came from."""


def labels(of: Finding, check: str) -> set[Label]:
    return {v.label for v in of.of_check(check)}


def turned(before: Finding, after: Finding) -> set[str]:
    """The checks that supported everything before and no longer do."""
    held = {v.check for v in before.verdicts if labels(before, v.check) == {Label.SUPPORTED}}
    return {check for check in held if labels(after, check) != {Label.SUPPORTED}}


def test_the_policy_and_the_event_hold_before_anything_is_flipped() -> None:
    for at, of in ((paper(), whole(paper())), (news(), opening(news()))):
        found = finding(of, at)
        wrong = [
            v
            for v in found.verdicts
            if v.label is not Label.SUPPORTED and v.check not in ("publisher", "sector")
        ]
        assert (found.status, wrong) == (Status.VERIFIED, [])


def told(flip: Flip) -> str:
    return f"{flip.field} {' '.join(sorted(flip.checks))}"


@pytest.mark.parametrize("flip", OF_POLICY, ids=told)
def test_one_fact_of_a_policy_flipped_turns_exactly_its_check(flip: Flip) -> None:
    held_to_its_check(flip, whole(paper()), paper())


@pytest.mark.parametrize("flip", OF_EVENT, ids=told)
def test_one_fact_of_an_event_flipped_turns_exactly_its_check(flip: Flip) -> None:
    held_to_its_check(flip, opening(news()), news())


def held_to_its_check(flip: Flip, true: Policy, at: Page) -> None:
    false = true.model_copy(update={flip.field: flip.flipped(true)})
    before, after = finding(true, at), finding(false, at)
    found = turned(before, after)
    assert found & flip.checks, after.verdicts
    assert found <= flip.checks
    printed = [
        after.label_of_claim(index)
        for index, claim in enumerate(after.claims)
        if claim not in before.claims
    ]
    assert Label.SUPPORTED not in printed
    if flip.checks & {"name", "agency", "source", "status", "actor"}:
        assert after.status is not Status.VERIFIED


def test_of_another_event_nothing_holds_that_is_told_with_it() -> None:
    true = opening(news())
    false = true.model_copy(update={"name": quoted("太吕城际铁路开通运营", LINE)})
    before, after = finding(true, news()), finding(false, news())
    assert turned(before, after) >= {"name", "source", "date", "window"}
    assert after.status is not Status.VERIFIED


def test_no_field_of_the_schema_is_left_out() -> None:
    assert {f.field for f in (*OF_POLICY, *OF_EVENT)} == Policy.model_fields.keys() - NOT_CLAIMED


def test_a_sentence_that_was_flipped_is_never_printed() -> None:
    for flip in (*OF_POLICY, *OF_EVENT):
        if flip.field not in ("content", "impact"):
            continue
        at, true = (paper(), whole(paper())) if flip in OF_POLICY else (news(), opening(news()))
        after = finding(true.model_copy(update={flip.field: flip.flipped(true)}), at)
        for index, claim in enumerate(after.claims):
            if claim.field == flip.field:
                assert after.label_of_claim(index) is not Label.SUPPORTED
