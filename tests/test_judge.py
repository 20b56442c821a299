"""Judging: the status rule in every row, and one flipped fact turns exactly its own check."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from string import Template

import pytest

import agent.checks
from agent.findings import Claim, Finding, Label, Status, Verdict, claims_of, status_of
from agent.policy import DateRole, Policy, PolicyKind, Quoted
from agent.records import Changepoint, Page
from tests.knowledge import finding
from tests.samples import (
    CONTENT,
    IMPACT,
    NAME,
    NEWS_URL,
    NUMBER,
    POINT,
    REPOST_URL,
    dated,
    event,
    page,
    policy,
    quoted,
)

SUPPORTED, REFUTED, OPEN = Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO
REQUIRED = ("source", "name", "agency", "date", "place", "window")


def claim(field: str, role: DateRole | None = None) -> Claim:
    return Claim(field=field, value="", quote=None, source="", role=role)


def verdict(
    check: str, label: Label = SUPPORTED, number: int | None = None, *, settle: bool = True
) -> Verdict:
    return Verdict(check=check, label=label, reason="name.same", claim=number, open=settle)


CLAIMS = (claim("name"), claim("date", DateRole.SIGNED), claim("date", DateRole.OCCURRENCE))
HELD = tuple(verdict(c, number=1 if c == "date" else None) for c in REQUIRED)


def without(check: str) -> tuple[Verdict, ...]:
    return tuple(v for v in HELD if v.check != check)


def status(*verdicts: Verdict, kind: PolicyKind = PolicyKind.POLICY) -> Status:
    return status_of(kind, CLAIMS, verdicts)


def test_all_required_checks_held_is_verified() -> None:
    assert status(*HELD) is Status.VERIFIED


@pytest.mark.parametrize("check", ["source", "place", "window", "sector"])
def test_a_refutation_of_where_it_belongs_rejects(check: str) -> None:
    assert status(*without(check), verdict(check, REFUTED)) is Status.REJECTED


SENTENCES = (*CLAIMS, claim("content"), claim("content"), claim("impact"))


@pytest.mark.parametrize("check", ["content", "figure"])
def test_a_sentence_that_its_page_refutes_is_a_slip_until_most_are(check: str) -> None:
    slips = [verdict(check, REFUTED, number) for number in (3, 4)]
    judged = status_of(PolicyKind.POLICY, SENTENCES, (*HELD, slips[0]))
    assert judged is Status.VERIFIED
    most = status_of(PolicyKind.POLICY, SENTENCES, (*HELD, *slips))
    assert most is Status.FLAGGED


@pytest.mark.parametrize("reason", ["date.other_role", "date.only_upload"])
def test_a_day_in_another_role_flags_only_where_no_date_holds(reason: str) -> None:
    claims = (*CLAIMS, claim("date", DateRole.EFFECTIVE))
    misnamed = verdict("date", REFUTED, 3).model_copy(update={"reason": reason})
    kind = PolicyKind.POLICY
    assert status_of(kind, claims, (*HELD, misnamed)) is Status.VERIFIED
    assert status_of(kind, claims, (*without("date"), misnamed)) is Status.FLAGGED
    assert status_of(kind, claims, (*HELD, misnamed), reported=True) is Status.FLAGGED
    other_day = verdict("date", REFUTED, 3)
    assert status_of(kind, claims, (*HELD, other_day)) is Status.FLAGGED


def test_in_somebody_elses_report_one_refuted_sentence_flags() -> None:
    slip = verdict("content", REFUTED, 3)
    judged = status_of(PolicyKind.POLICY, SENTENCES, (*HELD, slip), reported=True)
    assert judged is Status.FLAGGED


@pytest.mark.parametrize(
    "check",
    ["name", "agency", "date", "figure", "content", "document_number", "across", "triangle"],
)
def test_any_other_refutation_flags(check: str) -> None:
    assert status(*HELD, verdict(check, REFUTED)) is Status.FLAGGED


@pytest.mark.parametrize("check", REQUIRED)
def test_an_open_required_check_that_a_person_could_settle_flags(check: str) -> None:
    assert status(*without(check), verdict(check, OPEN, 1)) is Status.FLAGGED


@pytest.mark.parametrize("check", REQUIRED)
def test_an_open_required_check_that_nobody_could_settle_is_insufficient(check: str) -> None:
    assert status(*without(check), verdict(check, OPEN, 1, settle=False)) is Status.INSUFFICIENT


@pytest.mark.parametrize("check", REQUIRED)
def test_a_required_check_without_any_verdict_is_insufficient(check: str) -> None:
    assert status(*without(check)) is Status.INSUFFICIENT


def test_one_that_can_be_settled_and_one_that_cannot_is_insufficient() -> None:
    rest = tuple(v for v in HELD if v.check not in ("agency", "date"))
    assert (
        status(*rest, verdict("agency", OPEN), verdict("date", OPEN, 1, settle=False))
        is Status.INSUFFICIENT
    )


@pytest.mark.parametrize("check", ["content", "impact", "figure", "sector", "publisher"])
def test_what_is_not_required_may_stay_open(check: str) -> None:
    assert status(*HELD, verdict(check, OPEN)) is Status.VERIFIED


def test_one_supported_date_of_its_kind_is_enough() -> None:
    assert status(*HELD, verdict("date", OPEN, 2, settle=False)) is Status.VERIFIED


def test_an_events_date_is_the_day_it_occurred() -> None:
    held = [v for v in HELD if v.check != "agency"]
    assert status(*held, kind=PolicyKind.EVENT) is Status.INSUFFICIENT
    held = [v for v in held if v.check != "date"]
    assert status(*held, verdict("date", number=2), kind=PolicyKind.EVENT) is Status.VERIFIED


@pytest.mark.parametrize("check", ["actor", "status"])
def test_an_event_needs_its_actor_and_status_where_they_are_claimed(check: str) -> None:
    held = [v for v in HELD if v.check not in ("agency", "date")]
    held.append(verdict("date", number=2))
    assert status(*held, verdict(check, OPEN), kind=PolicyKind.EVENT) is Status.FLAGGED
    assert status(*held, verdict(check), kind=PolicyKind.EVENT) is Status.VERIFIED


def test_background_is_never_more_than_insufficient() -> None:
    assert status(*HELD, kind=PolicyKind.BACKGROUND) is Status.INSUFFICIENT
    rejected = status(*HELD, verdict("place", REFUTED), kind=PolicyKind.BACKGROUND)
    assert rejected is Status.REJECTED


def turned(before: Finding, after: Finding) -> set[str]:
    """The checks that supported everything before and no longer do."""
    checks = {v.check for v in before.verdicts}
    return {
        c for c in checks if labels(after, c) != {SUPPORTED} and labels(before, c) == {SUPPORTED}
    }


def labels(of: Finding, check: str) -> set[Label]:
    return {v.label for v in of.of_check(check)}


def test_a_true_policy_is_verified_by_every_check() -> None:
    at = page()
    found = finding(policy(at), at)
    assert found.status is Status.VERIFIED
    assert {v.label for v in found.verdicts} == {SUPPORTED}
    assert (found.source_class, found.publisher) == ("issuer", "山西省交通运输厅")


Change = Callable[[Page], Policy]


def date_flip(role: DateRole, value: str, quote: str) -> Change:
    return lambda at: policy(at, dates=(dated(role, value, quote),))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            lambda at: policy(at, name=quoted(NAME.replace("货车", "客车"), at.title)),
            {"name"},
            id="name",
        ),
        pytest.param(
            lambda at: policy(at, document_number=quoted("晋交运发〔2024〕989号", NUMBER)),
            {"document_number"},
            id="document number",
        ),
        pytest.param(
            date_flip(DateRole.SIGNED, "2024-10-21", "2024年10月12日"), {"date"}, id="day signed"
        ),
        pytest.param(
            date_flip(DateRole.SIGNED, "2023-10-12", "2024年10月12日"), {"date"}, id="year signed"
        ),
        pytest.param(
            date_flip(DateRole.ISSUED, "2024-10-12", "2024年10月12日"), {"date"}, id="role"
        ),
        pytest.param(
            date_flip(DateRole.EFFECTIVE, "2024-12-01", "自2024年11月1日起施行"),
            {"date"},
            id="day effective",
        ),
        pytest.param(
            lambda at: policy(at, agencies=(quoted("山西省能源局", "山西省交通运输厅"),)),
            {"agency"},
            id="agency",
        ),
        pytest.param(
            lambda at: policy(at, content=(quoted(CONTENT.replace("4.2", "2.4"), CONTENT),)),
            {"figure", "content"},
            id="figure in content",
        ),
        pytest.param(
            lambda at: policy(at, content=(quoted(CONTENT.replace("国三", "国四"), CONTENT),)),
            {"content"},
            id="emission standard in content",
        ),
        pytest.param(
            lambda at: policy(at, impact=(quoted(IMPACT.replace("5000", "50000"), IMPACT),)),
            {"figure", "impact"},
            id="figure in impact",
        ),
        pytest.param(
            lambda at: policy(at, impact=(quoted(IMPACT.replace("淘汰", "新增"), IMPACT),)),
            {"impact"},
            id="direction in impact",
        ),
    ],
)
def test_one_flipped_fact_turns_its_own_check(change: Change, expected: set[str]) -> None:
    at = page()
    before = finding(policy(at), at)
    after = finding(change(at), at)
    found = turned(before, after)
    assert found <= expected | {"figure"}
    assert found & expected
    if not expected & {"content", "impact"}:
        assert after.status is not Status.VERIFIED


@pytest.mark.parametrize(
    ("point", "check"),
    [
        pytest.param(POINT.model_copy(update={"province": "陕西"}), "place", id="province"),
        pytest.param(
            POINT.model_copy(update={"date": datetime.date(2022, 11, 8)}), "window", id="date"
        ),
        pytest.param(POINT.model_copy(update={"sector": "Aviation"}), "sector", id="sector"),
    ],
)
def test_another_changepoint_turns_its_own_check_and_rejects(
    point: Changepoint, check: str
) -> None:
    at = page()
    before, after = finding(policy(at), at), finding(policy(at), at, point)
    assert turned(before, after) == {check}
    assert after.status is Status.REJECTED


def test_a_reprints_host_is_told_and_does_not_turn_anything() -> None:
    at = page(url=REPOST_URL)
    found = finding(policy(at), at)
    assert found.status is Status.VERIFIED
    assert found.source_class == "repost"


LINE = "太临城际铁路开通运营"
NEWS = "2024年11月6日上午，首趟列车驶出太原南站，太临城际铁路正式开通运营。"


def opening(words: str = NEWS) -> tuple[Policy, Page]:
    at = page("山西要闻", body=words, rows={"上传时间": "2024-11-06"}, url=NEWS_URL)
    of = event(
        at,
        LINE,
        dates=(dated(DateRole.OCCURRENCE, "2024-11-06"),),
        status=quoted("开通", "太临城际铁路正式开通运营"),
    )
    return of, at


def test_a_true_event_is_verified() -> None:
    of, at = opening()
    found = finding(of, at)
    assert found.status is Status.VERIFIED, [v for v in found.verdicts if v.label is not SUPPORTED]
    assert found.source_class == "state_media"


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        pytest.param("正式开通", "将于年底开通", "name", id="planned"),
        pytest.param("开通运营", "开工建设", "name", id="another step"),
        pytest.param("11月6日", "11月5日", "date", id="another day"),
        pytest.param("太原南站", "西安北站", "place", id="another province"),
        pytest.param("2024年11月6日", "2019年11月6日", "window", id="another year"),
    ],
)
def test_a_page_that_tells_another_event_turns_the_check(old: str, new: str, check: str) -> None:
    of, at = opening(NEWS.replace(old, new))
    found = finding(of, at)
    assert found.status is not Status.VERIFIED
    assert any(v.label is not SUPPORTED for v in found.of_check(check))


def test_what_is_only_announced_becomes_background() -> None:
    at = page(
        "专题会议召开", body=f"会议提出，将研究制定《{NAME}》。", rows={"上传时间": "2024-11-06"}
    )
    of = policy(at, dates=(), agencies=(), document_number=None, content=(), impact=())
    found = finding(of, at)
    assert (found.kind, found.status) == (PolicyKind.BACKGROUND, Status.INSUFFICIENT)


def test_claims_are_judged_in_the_order_they_are_told() -> None:
    at = page()
    found = finding(policy(at), at)
    assert found.claims == claims_of(policy(at))
    assert all(v.claim is None or 0 <= v.claim < len(found.claims) for v in found.verdicts)


def test_a_span_leads_back_to_words_of_its_document() -> None:
    at = page()
    for one in finding(policy(at), at).verdicts:
        if one.span and one.source:
            document = at.document(one.source)
            assert document
            assert document.text[one.span.start : one.span.end].strip()


REASONS = tomllib.loads(
    (resources.files("agent") / "data" / "reasons.toml").read_text(encoding="utf-8")
)
CODES = re.compile(
    r'"((?:source|name|actor|status|document_number|date|agency|figure|sentence|wording|entailment|publisher|place'
    r'|window|sector|triangle|across|quote|recognised)\.[a-z_]+)"'
)


def test_every_reason_is_worded_in_both_languages_and_no_other_is() -> None:
    checks = Path(agent.checks.__file__).parent
    rooms = (checks, checks.parent / "audit")
    files = [*(file for room in rooms for file in room.glob("*.py")), checks.parent / "findings.py"]
    used = {code for file in files for code in CODES.findall(file.read_text("utf-8"))}
    assert used == set(REASONS)
    assert all(entry.keys() == {"zh", "en"} for entry in REASONS.values())


def test_both_languages_of_a_reason_use_the_same_values() -> None:
    for code, entry in REASONS.items():
        chinese, english = (
            set(Template(entry[language]).get_identifiers()) for language in ("zh", "en")
        )
        assert english <= chinese or chinese <= english, code


def unknown_name(value: str) -> Quoted:
    return Quoted(value=value, quote=None, source="")


@pytest.mark.parametrize(
    "of",
    [
        pytest.param(policy, id="true"),
        pytest.param(lambda at: policy(at, name=unknown_name("另一件事情的名称")), id="name"),
        pytest.param(lambda at: policy(at, agencies=(unknown_name("山西省能源局"),)), id="agency"),
        pytest.param(lambda at: policy(at, dates=(dated(DateRole.ANY, "2025-05-05"),)), id="date"),
        pytest.param(lambda at: policy(at, content=(quoted("补贴9万元", CONTENT),)), id="content"),
    ],
)
def test_a_verdict_brings_every_value_its_reason_names(of: Change) -> None:
    at = page()
    for one in finding(of(at), at).verdicts:
        named = Template(REASONS[one.reason]["zh"]).get_identifiers()
        assert set(named) <= one.values.keys(), one


def test_a_measure_recurs_only_where_the_page_says_that_it_does() -> None:
    once, yearly = page(), page(body="每年11月1日至次年3月31日，老旧货车错峰运输。")
    kinds = [finding(policy(at, kind=PolicyKind.RECURRING), at).kind for at in (once, yearly)]
    assert kinds == [PolicyKind.POLICY, PolicyKind.RECURRING]
