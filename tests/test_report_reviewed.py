"""What people decided counts in every report: accepted, corrected, rejected, in doubt, disagreed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from agent.details import Elsewhere
from agent.findings import Dossier, Finding, Label, Outcome, Status, Verdict
from agent.records import Gap, Span
from agent.report import Beside
from agent.report.reviewed import as_reviewed
from agent.store import changepoint_key, finding_key
from agent.store.listing import Doubt
from agent.store.reviews import (
    Correction,
    Decision,
    Review,
    Seen,
    doubts_of,
    is_outdated,
    thing_key,
    verdicts_key,
)
from tests.at_once import markdown as as_markdown
from tests.at_once import text as as_text
from tests.at_once import textcarbon as as_textcarbon
from tests.dossiers import POINT, TEXT, dossier, finding, page

HERE = page()
DAY = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
DATE = next(i for i, claim in enumerate(finding(HERE).claims) if claim.field == "date")


def decided(of: Finding, decision: Decision, reviewer: str = "li", **more: object) -> Review:
    url, name = of.policy.url, of.policy.name.value
    given = {
        "finding_key": finding_key(POINT, of),
        "changepoint_key": changepoint_key(POINT),
        "thing_key": thing_key(changepoint_key(POINT), url, name),
        "reviewed_at": DAY,
        "reviewer": reviewer,
        "decision": decision,
        **more,
    }
    return Review.model_validate(given)


def beside(*reviews: Review) -> Beside:
    by_key: dict[str, tuple[Review, ...]] = {}
    for review in reviews:
        by_key[review.finding_key] = (*by_key.get(review.finding_key, ()), review)
    return Beside(reviews=by_key)


def text(found: Dossier, *reviews: Review) -> str:
    return as_text([found], "zh", beside(*reviews))


def of(status: Status) -> tuple[Finding, Dossier]:
    found = finding(HERE, status)
    return found, dossier(found, pages=(HERE,))


def correction(value: str, quote: str, claim: int | None = DATE, **more: str) -> Correction:
    start = TEXT.find(quote)
    span = Span(start=start, end=start + len(quote))
    given = {"field": "date", "value": value, "quote": quote, "source": HERE.sha256, **more}
    return Correction.model_validate({**given, "claim": claim, "span": span})


def test_without_decisions_nothing_changes() -> None:
    _, whole = of(Status.FLAGGED)
    assert list(as_reviewed([whole], {})) == [whole]
    assert "人工：未核" in text(whole)


def test_an_accepted_finding_is_listed_as_accepted_by_a_person() -> None:
    flagged, whole = of(Status.FLAGGED)
    told = text(whole, decided(flagged, Decision.ACCEPT))
    assert "【待核】" not in told
    assert "人工核定：" in told
    assert "人工：核定（li，2026-11-28）" in told
    assert "核验通过 0 条、人工核定 1 条、待核 0 条" in told
    assert "（其中人工定 1 条）" in told


def test_a_verified_finding_stays_called_so_when_a_person_accepts_it_too() -> None:
    verified, whole = of(Status.VERIFIED)
    told = text(whole, decided(verified, Decision.ACCEPT))
    assert "**核验**：核验通过（与来源一致）：" in told
    assert "人工：核定（li，2026-11-28）" in told
    assert "核验通过 1 条、待核 0 条" in told


def test_what_only_a_report_says_becomes_no_fact_because_somebody_accepted_it() -> None:
    flagged, _ = of(Status.FLAGGED)
    policy = flagged.policy.model_copy(update={"source": ""})
    claims = tuple(c.model_copy(update={"source": "", "quote": None}) for c in flagged.claims)
    coarse = Verdict(check="date", label=Label.NOT_ENOUGH_INFO, reason="date.item_year", claim=DATE)
    verdicts = (*(v for v in flagged.verdicts if v.claim is None), coarse)
    update = {"policy": policy, "claims": claims, "verdicts": verdicts, "told_in": "a.txt:4"}
    unread = flagged.model_copy(update=update)
    (reviewed,) = as_reviewed(
        [dossier(unread, pages=())], beside(decided(unread, Decision.ACCEPT)).reviews
    )
    (found,) = reviewed.findings
    assert found.status is Status.VERIFIED
    assert found.label_of_claim(DATE) is Label.NOT_ENOUGH_INFO


def test_a_rejected_finding_is_told_as_rejected_by_a_person_with_what_is_wrong() -> None:
    verified, whole = of(Status.VERIFIED)
    told = text(whole, decided(verified, Decision.REJECT, fault="place", note="是陕西的"))
    assert "1. **" not in told
    assert (
        "剔除（人工）：公交车更新补贴办法　原因：人工剔除：li，2026-11-28 · 地点 · 是陕西的" in told
    )
    assert "核验通过 0 条、待核 0 条、证据不足 0 条、剔除 1 条" in told


def test_a_corrected_date_takes_the_place_of_the_claimed_one_with_its_quote() -> None:
    flagged, whole = of(Status.FLAGGED)
    put = correction("2024-10-12", "2024年10月12日")
    claimed = flagged.claims[DATE].model_copy(update={"value": "2024-10-28"})
    claims = (*flagged.claims[:DATE], claimed, *flagged.claims[DATE + 1 :])
    flagged = flagged.model_copy(update={"claims": claims})
    whole = dossier(flagged, pages=(HERE,))
    told = text(whole, decided(flagged, Decision.CORRECT, corrections=(put,)))
    assert "成文 2024-10-12（人工更正，原为 2024-10-28）（早于转折点 27 天）" in told
    assert "日期（人工）" in told
    assert "人工：核定并更正（li，2026-11-28）" in told
    assert "“2024年10月12日”" in told


def test_a_corrected_date_outside_the_window_takes_the_finding_out() -> None:
    flagged, whole = of(Status.FLAGGED)
    put = correction("2019-03-01", "2024年10月12日")
    told = text(whole, decided(flagged, Decision.CORRECT, corrections=(put,)))
    assert "剔除：公交车更新补贴办法" in told
    assert "网页支持的日期在窗口（2024-08-10..2025-02-06）之外：成文 2019-03-01" in told


def test_a_date_that_a_person_adds_is_marked_as_added() -> None:
    flagged, whole = of(Status.FLAGGED)
    put = correction("2024-11-01", "2024年10月12日", None, role="effective")
    told = text(whole, decided(flagged, Decision.CORRECT, corrections=(put,)))
    assert "施行 2024-11-01（人工补充）（早于转折点 7 天）" in told


def test_a_finding_that_reviewers_differ_on_stays_to_be_reviewed() -> None:
    flagged, whole = of(Status.FLAGGED)
    told = text(
        whole,
        decided(flagged, Decision.ACCEPT, "li"),
        decided(flagged, Decision.REJECT, "wang"),
    )
    assert "【待核】" in told
    assert "人工：意见不一（li，2026-11-28，接受；wang，2026-11-28，剔除）" in told


def test_two_corrections_to_different_values_are_a_disagreement() -> None:
    flagged, whole = of(Status.FLAGGED)
    values = ("2024-10-12", "2024-10-13")
    reviews = [
        decided(
            flagged,
            Decision.CORRECT,
            name,
            corrections=(correction(value, "2024年10月12日"),),
        )
        for name, value in zip(("li", "wang"), values, strict=True)
    ]
    assert "意见不一" in text(whole, *reviews)


def test_an_unsure_reviewer_leaves_the_finding_as_it_is_and_is_named() -> None:
    flagged, whole = of(Status.FLAGGED)
    told = text(whole, decided(flagged, Decision.UNSURE))
    assert "【待核】" in told
    assert "人工：存疑（li，2026-11-28）" in told


def test_a_decision_on_an_older_version_is_told_and_decides_nothing() -> None:
    flagged, whole = of(Status.FLAGGED)
    older = decided(flagged, Decision.ACCEPT, finding_key="s1:older")
    told = text(whole, older)
    assert "【待核】" in told
    assert "人工：未核，此前的版本有人核过（li，2026-11-28）" in told


def test_a_decision_is_kept_and_told_when_the_checks_say_something_else_since() -> None:
    verified, whole = of(Status.VERIFIED)
    seen = Seen(run="r", status="verified", page=HERE.sha256, verdicts=verdicts_key(verified))
    assert "此后有变" not in text(whole, decided(verified, Decision.ACCEPT, seen=seen))
    other = seen.model_copy(update={"verdicts": "s1:other"})
    told = text(whole, decided(verified, Decision.ACCEPT, seen=other))
    assert "人工：核定（li，2026-11-28；核验结果此后有变）" in told


def seen(of_: Finding) -> Seen:
    return Seen.of("r", HERE.sha256, of_.status, doubts_of(of_))


def with_label(of_: Finding, check: str, label: Label) -> Finding:
    """The same finding with every verdict of a check another one."""
    verdicts = (
        v.model_copy(update={"label": label, "reason": f"{check}.{label}"})
        if v.check == check
        else v
        for v in of_.verdicts
    )
    return of_.model_copy(update={"verdicts": tuple(verdicts)})


@pytest.mark.parametrize("label", [Label.REFUTED, Label.NOT_ENOUGH_INFO])
@pytest.mark.parametrize("decision", [Decision.ACCEPT, Decision.CORRECT])
def test_an_acceptance_does_not_stand_over_what_its_reviewer_saw_supported(
    label: Label, decision: Decision
) -> None:
    flagged, _ = of(Status.FLAGGED)
    accepted = decided(flagged, decision, seen=seen(flagged))
    fallen = with_label(flagged, "date", label)
    whole = dossier(fallen, pages=(HERE,))
    told = text(whole, accepted)
    assert "人工：待重核，决定之后核验结果变差（li，2026-11-28）" in told
    assert "人工：核定" not in told
    (laid,) = as_reviewed([whole], beside(accepted).reviews)
    assert laid.findings[0].status is Status.FLAGGED
    assert laid.findings[0].of_check("date")[0].label is label


def test_an_acceptance_stands_when_the_checks_doubt_less_than_its_reviewer_saw() -> None:
    flagged, _ = of(Status.FLAGGED)
    doubted = with_label(flagged, "date", Label.REFUTED)
    accepted = decided(doubted, Decision.ACCEPT, seen=seen(doubted))
    for now in (flagged, with_label(flagged, "date", Label.NOT_ENOUGH_INFO)):
        assert "人工：核定（li" in text(dossier(now, pages=(HERE,)), accepted)


def test_of_two_dates_of_one_value_it_matters_that_the_second_is_doubted_too() -> None:
    one = Doubt("date", Label.NOT_ENOUGH_INFO, "date.silent", "date", "2024-10-12", {}, True)
    accepted = decided(
        of(Status.FLAGGED)[0],
        Decision.ACCEPT,
        seen=Seen.of("r", HERE.sha256, Status.FLAGGED, [one]),
    )
    assert not is_outdated(accepted, Status.FLAGGED, [one])
    assert is_outdated(accepted, Status.FLAGGED, [one, one])


def test_a_rejection_and_a_sentence_that_stays_cut_ask_nobody_again() -> None:
    flagged, _ = of(Status.FLAGGED)
    fallen = with_label(flagged, "date", Label.REFUTED)
    rejected = decided(flagged, Decision.REJECT, seen=seen(flagged))
    assert "剔除（人工）" in text(dossier(fallen, pages=(HERE,)), rejected)
    cut = with_label(flagged, "impact", Label.NOT_ENOUGH_INFO)
    accepted = decided(flagged, Decision.ACCEPT, seen=seen(flagged))
    assert "人工：核定（li" in text(dossier(cut, pages=(HERE,)), accepted)


def test_who_accepted_after_the_checks_came_to_doubt_it_is_heard_alone() -> None:
    flagged, _ = of(Status.FLAGGED)
    fallen = with_label(flagged, "date", Label.REFUTED)
    before = decided(flagged, Decision.ACCEPT, "li", seen=seen(flagged))
    after = decided(fallen, Decision.ACCEPT, "王", seen=seen(fallen))
    told = text(dossier(fallen, pages=(HERE,)), before, after)
    assert "人工：核定（王，2026-11-28）" in told


@pytest.mark.parametrize(
    ("status", "now", "again"),
    [
        (Status.VERIFIED, Status.VERIFIED, False),
        (Status.VERIFIED, Status.FLAGGED, True),
        (Status.REJECTED, Status.REJECTED, True),
    ],
)
def test_a_decision_that_did_not_keep_what_was_doubted_is_asked_again_if_anything_may_be_worse(
    status: Status, now: Status, again: bool
) -> None:
    found, whole = of(now)
    old = Seen(run="r", status=status.value, page=HERE.sha256, verdicts="s1:other")
    unchanged = old.model_copy(update={"verdicts": verdicts_key(found)})
    for seen_then, told in ((old, again), (unchanged, False)):
        accepted = beside(decided(found, Decision.ACCEPT, seen=seen_then))
        (laid,) = as_reviewed([whole], accepted.reviews)
        reasons = [v.reason for v in laid.findings[0].of_check("person")]
        assert (reasons == ["person.outdated"]) is told


def test_an_accepted_sentence_is_printed_only_with_words_that_stand_in_the_page() -> None:
    flagged, _ = of(Status.FLAGGED)
    index = next(i for i, claim in enumerate(flagged.claims) if claim.field == "content")
    invented = flagged.claims[index].model_copy(
        update={"value": "每辆补贴18万元。", "quote": "每辆补贴18万元。"}
    )
    claims = tuple(invented if i == index else c for i, c in enumerate(flagged.claims))
    flagged = flagged.model_copy(update={"claims": claims})
    told = text(dossier(flagged, pages=(HERE,)), decided(flagged, Decision.ACCEPT))
    assert "18万元" not in told
    assert "未列 2 句" in told


def test_the_same_thing_told_again_is_not_listed_because_somebody_accepted_it() -> None:
    base = finding(HERE)
    again = Verdict(
        check="across",
        label=Label.NOT_ENOUGH_INFO,
        reason="across.duplicate",
        detail=Elsewhere(publisher="山西省示例厅"),
    )
    found = base.model_copy(update={"verdicts": (*base.verdicts, again)})
    whole = dossier(found, pages=(HERE,))
    assert "同一事项：" in text(whole, decided(found, Decision.ACCEPT))


@pytest.mark.parametrize("name", ["li\nwang", "li\u202ewang", "=cmd()"])
def test_a_reviewers_name_cannot_break_the_report(name: str) -> None:
    verified, whole = of(Status.VERIFIED)
    told = text(whole, decided(verified, Decision.ACCEPT, name))
    assert "\u202e" not in told
    assert "人工：核定（" in told


def test_markdown_and_textcarbon_follow_the_decisions_too() -> None:
    flagged, whole = of(Status.FLAGGED)
    accepted = beside(decided(flagged, Decision.ACCEPT))
    assert "人工：核定（li，2026-11-28）" in as_markdown([whole], "zh", accepted)
    assert "1. **具体政策名称/事件**" in as_textcarbon([whole], "zh", accepted)
    assert "1. **具体政策名称/事件**" not in as_textcarbon([whole], "zh")
    rejected = beside(decided(flagged, Decision.REJECT))
    assert "剔除（人工）" in as_markdown([whole], "zh", rejected)


def outcome(of_: Finding, decision: Decision, **more: object) -> Outcome:
    found = dossier(of_, pages=(HERE,)).model_copy(update=more)
    return next(as_reviewed([found], beside(decided(of_, decision)).reviews)).outcome


def test_what_people_take_out_is_found_no_more_and_what_they_accept_is_found() -> None:
    verified, rejected = finding(HERE), finding(HERE, Status.REJECTED)
    assert outcome(verified, Decision.ACCEPT) is Outcome.FOUND
    assert outcome(verified, Decision.UNSURE) is Outcome.FOUND
    assert outcome(verified, Decision.REJECT) is Outcome.NONE_FOUND
    nothing = {"outcome": Outcome.NONE_FOUND}
    assert outcome(rejected, Decision.REJECT, **nothing) is Outcome.NONE_FOUND
    assert outcome(rejected, Decision.ACCEPT, **nothing) is Outcome.FOUND


def test_taking_out_all_that_was_found_tells_nothing_found_from_could_not_look() -> None:
    verified = finding(HERE)
    unanswered = Gap(stage="search", target="searxng: 山西 货车", cause="timeout", material=False)
    assert outcome(verified, Decision.ACCEPT, gaps=(unanswered,)) is Outcome.FOUND
    assert outcome(verified, Decision.REJECT, gaps=(unanswered,)) is Outcome.INCOMPLETE
    lost = "https://jtyst.shanxi.example/lost.html"
    refused = Gap(stage="fetch", target=lost, cause="refused", material=False)
    more = {"gaps": (refused,), "selected": (HERE.url, lost), "best": (HERE.url, lost)}
    assert outcome(verified, Decision.ACCEPT, **more) is Outcome.FOUND
    assert outcome(verified, Decision.REJECT, **more) is Outcome.INCOMPLETE
    incomplete = {"outcome": Outcome.INCOMPLETE}
    assert outcome(verified, Decision.REJECT, **incomplete) is Outcome.INCOMPLETE


def test_english_says_the_same() -> None:
    flagged, whole = of(Status.FLAGGED)
    put = correction("2024-10-12", "2024年10月12日")
    corrected = beside(decided(flagged, Decision.CORRECT, corrections=(put,)))
    told = as_text([whole], "en", corrected)
    assert "by a person: accepted with corrections (li, 2026-11-28)" in told
    rejected = beside(decided(flagged, Decision.REJECT, fault="date"))
    assert "rejected by a person: li, 2026-11-28 · date" in as_text([whole], "en", rejected)


def test_the_day_of_the_changepoint_is_that_of_the_example() -> None:
    assert POINT.date == date(2024, 11, 8)
