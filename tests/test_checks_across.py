"""Across pages: one thing has one date a role and one set of figures."""

from __future__ import annotations

import pytest

from agent.checks import across
from agent.checks.across import best_of, figures_differ, same_thing
from agent.details import Site
from agent.findings import Finding, Label, Status, Verdict, claims_of
from agent.policy import DateRole, Policy
from tests.samples import (
    CONTENT,
    ISSUER_URL,
    NAME,
    NEWS_URL,
    REPOST_URL,
    dated,
    event,
    page,
    policy,
    quoted,
)

WRONG = CONTENT.replace("4.2", "14.2")


def held(
    of: Policy,
    source_class: str = "issuer",
    status: Status = Status.VERIFIED,
    publisher: str = "甲",
) -> Finding:
    """A finding whose every claim and required check is supported."""
    claims = claims_of(of)
    verdicts = [
        Verdict(check=claim.field, label=Label.SUPPORTED, reason="name.same", claim=index)
        for index, claim in enumerate(claims)
    ]
    verdicts += [
        Verdict(check=check, label=Label.SUPPORTED, reason="name.same")
        for check in ("source", "place", "window")
    ]
    return Finding(
        policy=of,
        kind=of.kind,
        claims=claims,
        verdicts=tuple(verdicts),
        status=status,
        source_class=source_class,
        publisher=publisher,
    )


def issuer() -> Finding:
    return held(policy(page(url=ISSUER_URL)))


def repost(content: str = CONTENT) -> Finding:
    of = policy(page(url=REPOST_URL), content=(quoted(content),))
    return held(of, "repost", publisher="临汾市人民政府")


def test_a_repost_with_another_figure_is_flagged_and_the_issuer_is_not() -> None:
    own, other = across([issuer(), repost(WRONG)])
    assert (own.status, other.status) == (Status.VERIFIED, Status.FLAGGED)
    refuted = [v for v in other.verdicts if v.label is Label.REFUTED]
    assert [v.reason for v in refuted] == ["across.differs_from_issuer"]
    assert (refuted[0].values["claimed"], refuted[0].values["page"]) == (WRONG, CONTENT)


def test_the_order_of_the_pages_does_not_count() -> None:
    other, own = across([repost(WRONG), issuer()])
    assert (own.status, other.status) == (Status.VERIFIED, Status.FLAGGED)


def test_news_of_a_paper_under_its_own_name_and_near_its_day_is_the_same_thing() -> None:
    paper = issuer()
    day = next(claim.value for claim in paper.claims if claim.field == "date")
    news = event(page(url=NEWS_URL), NAME, dates=(dated(DateRole.OCCURRENCE, day),))
    own, other = across([paper, held(news, "state_media", publisher="某报")])
    assert [v.reason for v in own.of_check("across")] == ["across.told_elsewhere_too"]
    assert "across.duplicate" in [v.reason for v in other.of_check("across")]
    later = dated(DateRole.OCCURRENCE, "2026年9月1日")
    again = event(page(url=NEWS_URL), NAME, dates=(later,))
    assert not same_thing(paper, held(again, "state_media"))


def test_of_two_reposts_that_differ_both_are_flagged() -> None:
    first, second = across([repost(), repost(WRONG)])
    assert {first.status, second.status} == {Status.FLAGGED}
    assert {v.reason for v in first.of_check("across")} == {"across.contradiction"}


def test_pages_that_agree_are_marked_as_the_same_thing() -> None:
    own, other = across([issuer(), repost()])
    assert (own.status, other.status) == (Status.VERIFIED, Status.VERIFIED)
    assert [v.reason for v in own.of_check("across")] == ["across.told_elsewhere_too"]
    assert [v.reason for v in other.of_check("across")] == ["across.duplicate"]


def test_another_date_in_the_same_role_is_a_contradiction() -> None:
    moved = policy(page(url=REPOST_URL), dates=(dated(DateRole.SIGNED, "2023-10-12"),))
    own, other = across([issuer(), held(moved, "repost")])
    assert (own.status, other.status) == (Status.VERIFIED, Status.FLAGGED)


def test_dates_in_two_roles_are_no_contradiction() -> None:
    first = policy(page(url=ISSUER_URL), dates=(dated(DateRole.SIGNED, "2024-10-12"),))
    second = policy(page(url=REPOST_URL), dates=(dated(DateRole.ISSUED, "2024-10-15"),))
    assert {f.status for f in across([held(first), held(second, "repost")])} == {Status.VERIFIED}


def test_a_day_and_its_month_are_no_contradiction() -> None:
    first = policy(page(url=ISSUER_URL), dates=(dated(DateRole.SIGNED, "2024-10-12"),))
    second = policy(page(url=REPOST_URL), dates=(dated(DateRole.SIGNED, "2024-10"),))
    assert {f.status for f in across([held(first), held(second, "repost")])} == {Status.VERIFIED}


def test_one_event_with_two_days_flags_both() -> None:
    def opened(day: str, url: str) -> Finding:
        at = page("要闻", "正文。", {}, url=url)
        dates = (dated(DateRole.OCCURRENCE, day),)
        return held(event(at, "太临城际铁路开通运营", dates=dates), "media")

    found = across([opened("2019-11-06", NEWS_URL), opened("2023-11-06", NEWS_URL)])
    assert {f.status for f in found} == {Status.FLAGGED}


def test_a_rejected_finding_stays_out_of_it() -> None:
    gone = held(policy(page(url=REPOST_URL), content=(quoted(WRONG),)), status=Status.REJECTED)
    own, other = across([issuer(), gone])
    assert (own.status, other) == (Status.VERIFIED, gone)


def test_things_of_one_name_with_two_numbers_are_two_things() -> None:
    other = policy(page(url=REPOST_URL), document_number=quoted("晋交运发〔2022〕5号"))
    assert not same_thing(issuer(), held(other, "repost"))


def test_things_of_one_name_by_two_bodies_are_two_things() -> None:
    first = policy(page(), document_number=None, agencies=(quoted("太原市人民政府"),))
    second = policy(page(), document_number=None, agencies=(quoted("大同市人民政府"),))
    assert not same_thing(held(first), held(second))


@pytest.mark.parametrize("name", [f"关于印发《{NAME}》的通知", f"《{NAME}》"])
def test_the_same_thing_in_another_dress(name: str) -> None:
    assert same_thing(issuer(), held(policy(page(url=REPOST_URL), name=quoted(name)), "repost"))


def test_an_event_is_no_document() -> None:
    at = page("要闻", f"{NAME}开通", {})
    assert not same_thing(issuer(), held(event(at, NAME)))


def test_the_same_line_and_step_under_two_headlines_is_one_event() -> None:
    at = page("要闻", "正文。", {}, url=NEWS_URL)
    first = held(event(at, "太临城际铁路开通运营"), "media")
    second = held(event(at, "太临城际铁路今日开通 最快十八分钟"), "media")
    third = held(event(at, "太临城际铁路开工建设"), "media")
    assert same_thing(first, second)
    assert not same_thing(first, third)


def test_a_reprint_under_the_same_short_name_is_the_same_event_on_the_same_day_alone() -> None:
    def lifted(day: str) -> Finding:
        at = page("要闻", "正文。", {}, url=NEWS_URL)
        return held(event(at, "太原解封", dates=(dated(DateRole.OCCURRENCE, day),)), "media")

    assert same_thing(lifted("2022-04-08"), lifted("2022年4月8日"))
    assert not same_thing(lifted("2022-04-08"), lifted("2022-11-20"))


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        pytest.param(CONTENT, WRONG, True, id="another number"),
        pytest.param(CONTENT, CONTENT + "。", False, id="the same"),
        pytest.param(CONTENT, f"第二条　{WRONG}，按年度发放。", True, id="inside a longer one"),
        pytest.param(CONTENT, f"第二条　{CONTENT}，每年5月前发放。", False, id="inside, the same"),
        pytest.param(
            CONTENT, "每辆车平均补贴8万元，按年度发放给车主", False, id="another sentence"
        ),
        pytest.param("补贴5万元", "补贴6万元", False, id="too short to be one sentence"),
    ],
)
def test_sentences_differ_only_by_their_numbers(one: str, two: str, differ: bool) -> None:
    assert figures_differ(one, two) is differ
    assert figures_differ(two, one) is differ


def test_the_best_of_several_is_the_verified_one_of_the_issuer() -> None:
    flagged = held(policy(page()), "issuer", Status.FLAGGED)
    own, again = issuer(), repost()
    assert best_of([again, flagged, own]) is own
    assert best_of([again, flagged]) is again


def reported(site: str, source: str = "", content: str = "全长86公里") -> Finding:
    """The opening of a line, as a medium that no state runs tells it."""
    at = page(url=f"https://{site}.example/1.html")
    day = dated(DateRole.OCCURRENCE, "2024-11-06")
    of = event(at, "太临城际铁路开通运营", content=(quoted(content),), dates=(day,))
    found = held(of, "media", publisher=site)
    told = Verdict(
        check="publisher",
        label=Label.NOT_ENOUGH_INFO,
        reason="publisher.not_government",
        detail=Site(origin=source or None),
    )
    return found.model_copy(update={"verdicts": (*found.verdicts, told)})


def lonely(findings: list[Finding]) -> list[bool]:
    return [any(v.reason == "across.one_origin" for v in f.verdicts) for f in across(findings)]


@pytest.mark.parametrize(
    ("findings", "alone"),
    [
        pytest.param([reported("甲报")], [True], id="one page"),
        pytest.param(
            [reported("甲报"), reported("乙报", content="全线设8站")],
            [False, False],
            id="two papers",
        ),
        pytest.param(
            [reported("甲报", "丙社"), reported("乙报", "丙社", "全线设8站")],
            [True, True],
            id="one agency text on two sites",
        ),
        pytest.param([reported("甲报"), reported("乙报")], [True, True], id="the same sentences"),
    ],
)
def test_one_agency_text_counts_once_however_many_media_repeat_it(
    findings: list[Finding], alone: list[bool]
) -> None:
    assert lonely(findings) == alone
    assert {f.status for f in across(findings)} == {Status.VERIFIED}
