"""What a report says of one finding, in both languages: supported content and open questions."""

from __future__ import annotations

import pytest

from agent.findings import Finding, Label, Status, Verdict, claims_of
from agent.policy import DateRole, PolicyKind, Quoted, QuotedDate
from agent.records import Stated
from agent.report.finding_view import FindingView
from agent.report.items import (
    aside_word,
    background,
    is_national,
    item,
    left_out,
    listed,
    questions,
    reasons_line,
)
from agent.report.words import Language
from tests.at_once import html as as_html
from tests.dossiers import dossier, finding, page, policy

HERE = page()


def verdict(
    check: str, label: Label = Label.SUPPORTED, reason: str = "", **more: object
) -> Verdict:
    given = {"check": check, "label": label, "reason": reason or f"{check}.same", **more}
    return Verdict.model_validate(given)


def told(of: Finding, language: Language = "zh") -> dict[str, object]:
    return vars(item(of, dossier(of, pages=(HERE,)), language))


def with_verdicts(*verdicts: Verdict, **changes: object) -> Finding:
    """The finding with these verdicts besides its own; one of the same check takes its place."""
    base = finding(HERE)
    checks = {v.check for v in verdicts}
    kept = tuple(v for v in base.verdicts if v.check not in checks)
    return base.model_copy(update={"verdicts": (*kept, *verdicts), **changes})


DUPLICATE = verdict(
    "across",
    Label.NOT_ENOUGH_INFO,
    "across.duplicate",
    values={"publisher": "山西省示例厅"},
)
NATIONAL = verdict("place", reason="place.national", values={"agency": "国务院"})
ANNOUNCED = verdict("name", Label.REFUTED, "name.only_announced", values={"word": "拟出台"})


# Dates


def test_a_date_that_is_not_supported_is_not_printed() -> None:
    of = with_verdicts(verdict("date", Label.NOT_ENOUGH_INFO, claim=2))
    assert told(of)["dates"] == "网页未给出可用的日期"
    assert told(of, "en")["dates"] == "the page gives no usable date"


def test_a_date_that_another_page_disputes_is_told_and_not_said_to_be_missing() -> None:
    against = verdict("across", Label.REFUTED, "across.contradiction", claim=2)
    of = with_verdicts(against, verdict("date", claim=2))
    assert told(of)["dates"] == "成文 2024-10-12（早于转折点 27 天）（别处所写不同，待核）"
    assert str(told(of, "en")["dates"]).endswith("(told otherwise elsewhere, to be settled)")
    made = dossier(of, pages=(HERE,))
    html = as_html([made], "en")
    assert "sources differ on its date" in html
    assert "no usable date" not in html


def test_a_term_in_force_is_printed_from_its_first_day_to_its_last() -> None:
    term = QuotedDate(
        value="2024-11-01/2025-03-31",
        quote=None,
        source=HERE.sha256,
        role=DateRole.IN_FORCE,
    )
    thing = policy(HERE).model_copy(update={"dates": (term,)})
    base = finding(HERE)
    of = base.model_copy(update={"policy": thing, "claims": claims_of(thing)})
    zh, en = str(told(of)["dates"]), str(told(of, "en")["dates"])
    assert "2024-11-01 至 2025-03-31（首日早于转折点 7 天，末日晚于转折点 143 天）" in zh
    assert "2024-11-01 to 2025-03-31 (first day 7 days before the changepoint" in en


# Agencies


def joint(of: Finding) -> Finding:
    second = Quoted(value="山西省样例局", quote="山西省样例局", source=HERE.sha256)
    thing = of.policy.model_copy(update={"agencies": (*of.policy.agencies, second)})
    claims = claims_of(thing)
    verdicts = tuple(verdict(claim.field, claim=index) for index, claim in enumerate(claims))
    return of.model_copy(update={"policy": thing, "claims": claims, "verdicts": verdicts})


def test_two_agencies_are_joint() -> None:
    of = joint(finding(HERE))
    assert told(of)["agencies"] == "山西省示例厅、山西省样例局（联合）"
    assert told(of, "en")["agencies"] == "山西省示例厅, 山西省样例局 (joint)"


def test_the_level_of_an_agency_stands_behind_it() -> None:
    level = verdict("agency", claim=3, values={"level": "provincial"})
    assert told(with_verdicts(level))["agencies"] == "山西省示例厅（省级）"
    of = joint(finding(HERE))
    both = of.model_copy(update={"verdicts": (*of.verdicts, level)})
    assert told(both)["agencies"] == "山西省示例厅、山西省样例局（省级，联合）"
    assert told(both, "en")["agencies"] == "山西省示例厅, 山西省样例局 (provincial, joint)"


def test_an_agency_that_the_page_does_not_support_is_not_printed() -> None:
    of = with_verdicts(verdict("agency", Label.NOT_ENOUGH_INFO, claim=3))
    assert told(of)["agencies"] == "网页未写明"
    assert told(of, "en")["agencies"] == "not named by the page"


# The publisher and the number


def test_a_site_without_a_known_publisher_is_named_by_itself_or_by_its_host() -> None:
    of = finding(HERE).model_copy(update={"publisher": "", "source_class": "unknown"})
    assert told(of)["publisher"] == "山西省示例厅（未知网站）"
    bare = HERE.model_copy(update={"meta": HERE.meta.model_copy(update={"site_name": None})})
    shown = item(of, dossier(of, pages=(bare,)), "en")
    assert shown.publisher == "jtyst.shanxi.example (unknown site)"
    named = HERE.model_copy(
        update={"meta": HERE.meta.model_copy(update={"site_name": Stated(value="x", where="y")})}
    )
    assert item(of, dossier(of, pages=(named,)), "zh").publisher == "x（未知网站）"


def test_a_document_number_is_printed_only_when_the_page_has_it() -> None:
    assert told(finding(HERE))["number"] == "晋示发〔2024〕999号"
    of = with_verdicts(verdict("document_number", Label.REFUTED, claim=1))
    assert told(of)["number"] == ""


# Sentences


def test_two_sentences_from_one_quote_share_its_number() -> None:
    quote = "每辆新能源公交车补贴8万元。"
    parts = tuple(
        Quoted(value=value, quote=quote, source=HERE.sha256)
        for value in ("新能源公交车有补贴。", "补贴8万元。")
    )
    thing = policy(HERE).model_copy(update={"content": parts, "impact": ()})
    claims = claims_of(thing)
    of = finding(HERE).model_copy(
        update={
            "policy": thing,
            "claims": claims,
            "verdicts": tuple(verdict(c.field, claim=i) for i, c in enumerate(claims)),
        }
    )
    shown = item(of, dossier(of, pages=(HERE,)), "zh")
    assert [(sentence.text, sentence.mark) for sentence in shown.content] == [
        ("新能源公交车有补贴。", 1),
        ("补贴8万元。", 1),
    ]
    assert shown.quotes == (quote,)
    assert "未列" not in shown.checks


def test_a_cut_sentence_is_counted_and_not_printed() -> None:
    shown = item(finding(HERE), dossier(finding(HERE), pages=(HERE,)), "en")
    assert [sentence.text for sentence in shown.content] == ["每辆新能源公交车补贴8万元。"]
    assert "1 sentence(s) not listed (could not be settled 1)" in shown.checks
    assert shown.checks.endswith("; by a person: not yet")
    assert [sentence.tense for sentence in shown.impact] == [" (a target, not an achievement)"]


# Questions


def test_what_is_refuted_is_asked_before_what_is_open() -> None:
    refuted = verdict(
        "figure", Label.REFUTED, "figure.other_value", values={"claimed": "18万元", "page": "8万元"}
    )
    open_one = verdict("sector", Label.NOT_ENOUGH_INFO, "sector.none", values={"sector": "Ground"})
    asked = questions(with_verdicts(refuted, open_one), "zh")
    assert asked == ["数字不符：所称 18万元，网页是 8万元"]


def test_open_questions_and_what_the_page_lacks_are_asked() -> None:
    open_one = verdict("sector", Label.NOT_ENOUGH_INFO, "sector.none", values={"sector": "Ground"})
    of = finding(HERE).model_copy(update={"verdicts": (open_one,)})
    assert questions(of, "zh") == [
        "看不出与地面交通部门的关系，请确认",
        "网页没有给出来源、名称、机构、日期、地点、窗口",
    ]
    lacking = questions(of, "en")[-1]
    assert lacking == "the page does not give: source, name, agency, date, place, window"


# Where a finding stands


def test_the_same_thing_again_is_told_in_a_line_with_the_one_that_is_listed() -> None:
    again = with_verdicts(DUPLICATE)
    first = finding(HERE)
    both = dossier(first, again, pages=(HERE,))
    assert listed(both) == (first,)
    assert left_out(both) == (again,)
    assert aside_word(again, "zh") == "同一事项"
    assert reasons_line(again, "zh") == "与另一条是同一事项：山西省示例厅"


def test_a_national_measure_comes_after_those_of_the_province_and_before_flagged_ones() -> None:
    national, flagged, own = with_verdicts(NATIONAL), finding(HERE, Status.FLAGGED), finding(HERE)
    assert listed(dossier(flagged, national, own, pages=(HERE,))) == (own, national, flagged)
    assert is_national(national)
    assert told(national)["national"]
    assert not told(own)["national"]


@pytest.mark.parametrize(
    ("verdicts", "zh"),
    [
        pytest.param((), "统计、解读或里程碑，不计为政策或事件", id="a statistic"),
        pytest.param(
            (ANNOUNCED,),
            "网页只说将要制定或出台：“拟出台”，没有说已经印发",
            id="only announced",
        ),
    ],
)
def test_background_says_why_it_is_background(verdicts: tuple[Verdict, ...], zh: str) -> None:
    of = with_verdicts(*verdicts, kind=PolicyKind.BACKGROUND, status=Status.INSUFFICIENT)
    whole = dossier(of, pages=(HERE,))
    assert background(whole) == (of,)
    assert listed(whole) == left_out(whole) == ()
    assert aside_word(of, "zh") == "背景"
    assert reasons_line(of, "zh") == zh


@pytest.mark.parametrize("status", [Status.INSUFFICIENT, Status.REJECTED])
def test_what_is_not_verified_is_left_out_under_its_status(status: Status) -> None:
    of = finding(HERE, status)
    assert left_out(dossier(of, pages=(HERE,))) == (of,)
    expected = {Status.INSUFFICIENT: "not enough evidence", Status.REJECTED: "rejected"}
    assert aside_word(of, "en") == expected[status]


# What is said where no sentence of impact is printed


def said_of_impact(text: str, kind: PolicyKind = PolicyKind.POLICY) -> str:
    """What stands in the place of the impact where a page has this text and nothing was taken."""
    at = page("https://jtj.invented.example/a.html", text)
    base = finding(at)
    told = policy(at).model_copy(update={"impact": (), "content": ()})
    claims = claims_of(told)
    kept = tuple(v for v in base.verdicts if v.claim is None or v.claim < len(claims))
    update = {"kind": kind, "policy": told, "claims": claims, "verdicts": kept}
    of = base.model_copy(update=update)
    return item(of, dossier(of, pages=(at,)), "zh").no_impact


@pytest.mark.parametrize(
    "sentence",
    [
        "力争三年内淘汰国三货车5000辆。",
        "新线路开通后，全程运行时间缩短12分钟。",
        "项目全部投运后，每年可输送清洁电力30亿千瓦时。",
        "此举将有效改善沿线空气质量。",
        "为减少柴油货车排放，制定本办法。",
        "惠及沿线居民3万户。",
        "氮氧化物排放量较上年下降4.1%。",
    ],
)
def test_a_page_that_tells_an_aim_or_an_effect_is_never_said_to_tell_none(sentence: str) -> None:
    told = said_of_impact(sentence)
    assert "未给出" not in told
    assert "目标或影响" in told


def test_a_page_without_aim_or_effect_is_said_to_give_none() -> None:
    told = said_of_impact("自2024年11月1日起，货车不得驶入滨河路。")
    assert told == "文件未给出减排量或影响。"


def test_news_of_an_event_are_called_a_page_and_no_document() -> None:
    told = said_of_impact("2024年11月1日，滨河路封闭。", PolicyKind.EVENT)
    assert told == "网页没有写减排量或影响。"


def test_sentences_of_impact_that_were_cut_are_said_to_be_cut() -> None:
    base = finding(HERE)
    place = next(i for i, claim in enumerate(base.claims) if claim.field == "impact")
    of = with_verdicts(verdict("impact", Label.NOT_ENOUGH_INFO, claim=place))
    shown = item(of, dossier(of, pages=(HERE,)), "zh")
    assert shown.impact == ()
    assert "1 句" in shown.no_impact
    assert "未列" in shown.no_impact
    assert "未给出" not in shown.no_impact


def test_every_verdict_is_told_once_beside_its_claim_or_its_check_of_the_whole() -> None:
    found = finding(page())
    told = FindingView(found, dossier(found, pages=(page(),))).judged
    claims = [about for about in told if about.claim is not None]
    assert [about.claim for about in claims] == list(found.claims)
    assert sorted(at for about in told for at, _ in about.said) == list(range(len(found.verdicts)))
    for about in claims:
        assert about.position is not None
        assert about.label is found.label_of_claim(about.position)


def test_checks_of_the_whole_are_told_in_one_order_whatever_the_order_of_the_verdicts() -> None:
    found = finding(page(), Status.REJECTED)
    turned = found.model_copy(update={"verdicts": found.verdicts[::-1]})
    views = [FindingView(one, dossier(one, pages=(page(),))) for one in (found, turned)]
    names = [[about.name for about in view.judged if about.claim is None] for view in views]
    assert names == [["place", "window"]] * 2
