"""The sentences around the items: what was looked at, and what must not be concluded."""

from __future__ import annotations

import pytest

from agent.details import Compared
from agent.findings import Label, Status, Verdict
from agent.policy import PolicyKind
from agent.records import Changepoint, ChangepointKind, Gap, Query
from agent.report.summary import (
    closing,
    counts,
    coverage,
    gap_lines,
    nothing_listed,
    point_heading,
    subject,
)
from agent.report.words import reason
from tests.dossiers import POINT, dossier, finding, page

HERE = page()


def gap(target: str, cause: str = "timeout", *, material: bool = True, detail: str = "") -> Gap:
    return Gap(stage="fetch", target=target, cause=cause, material=material, detail=detail)


def at(point: Changepoint) -> str:
    return closing(dossier(pages=()).model_copy(update={"changepoint": point}), "zh")


def test_findings_are_counted_by_status_and_background_and_repeats_apart() -> None:
    again = Verdict(check="across", label=Label.NOT_ENOUGH_INFO, reason="across.duplicate")
    verified = finding(HERE)
    repeated = verified.model_copy(update={"verdicts": (*verified.verdicts, again)})
    aside = verified.model_copy(update={"kind": PolicyKind.BACKGROUND})
    whole = dossier(
        verified, repeated, aside, finding(HERE, Status.FLAGGED), finding(HERE, Status.REJECTED),
        pages=(HERE,),
    )  # fmt: skip
    expected = "核验通过 1 条、待核 1 条、证据不足 0 条、剔除 1 条、同一事项另见 1 条，背景 1 条"
    assert counts(whole, "zh") == expected
    assert counts(whole, "en") == (
        "1 verified, 1 to be reviewed, 0 insufficient, 1 rejected, 1 told again elsewhere,"
        " 1 background"
    )
    assert counts(dossier(pages=()), "en") == (
        "0 verified, 0 to be reviewed, 0 insufficient, 0 rejected"
    )


def test_coverage_names_each_host_that_refused_once() -> None:
    gaps = (
        Gap(stage="search", target="bocha: 山西", cause="blocked"),
        gap("https://a.example/1", "blocked:ruishu"),
        gap("https://a.example/2", "blocked:ruishu"),
        gap("https://b.example/1", "timeout"),
    )
    whole = dossier(finding(HERE), pages=(HERE,), gaps=gaps)
    assert coverage(whole, "zh") == (
        "读到 1/1 个网页，检索 1/2 次得到回答，发布机构官网：已读到，拒绝访问的网站：a.example、bocha"
    )
    assert coverage(whole, "en") == (
        "1/1 pages read; 1/2 searches answered; issuer's own site: read;"
        " refused by: a.example, bocha"
    )


def test_coverage_tells_what_was_no_article_and_what_the_model_left_open() -> None:
    whole = dossier(
        pages=(HERE,),
        gaps=(gap("https://a.example/gone", "http:404"), model_gap("truncated")),
    ).model_copy(update={"selected": (HERE.url, "https://a.example/gone")})
    assert coverage(whole, "zh").startswith(
        "读到 1/2 个网页（1 个网址没有正文，1 个网页模型未能给出可用的回答），检索 1/1 次得到回答，"
    )
    assert coverage(whole, "en").startswith(
        "1/2 pages read (1 lead to no article, no usable answer of the model on 1);"
    )


def model_gap(cause: str) -> Gap:
    return Gap(stage="extract", target=HERE.url, cause=cause)


def test_without_a_document_the_sites_of_the_province_are_told() -> None:
    query = Query(text="山西 公交", window=POINT.window(), sites=("shanxi.example", "mot.example"))
    far = "https://news.example/a.html"
    asked = {"queries": (query,), "selected": (HERE.url, far)}
    read = dossier(pages=(HERE,), gaps=(gap(far),)).model_copy(update=asked)
    assert "发布机构官网：没有列出的文件；本省与主管部门网站读到 1/1 个网页" in coverage(read, "zh")
    assert "sites of the province and its departments: 1/1 read" in coverage(read, "en")
    nowhere = dossier(pages=())
    assert coverage(nowhere, "zh").startswith("没有可打开的网页，检索 1/1 次得到回答，")
    assert "也没有本省与主管部门网站的网页" in coverage(nowhere, "zh")


def test_the_best_pages_are_told_in_numbers_where_one_of_them_is_missing() -> None:
    urls = tuple(f"https://a.example/{n}" for n in range(12))
    lost = (gap(urls[1], material=False),)
    whole = dossier(pages=(), gaps=lost).model_copy(update={"selected": urls})
    assert nothing_listed(whole, "zh").endswith("最相关的 4 个网页看过 3 个。")
    assert nothing_listed(whole, "en").endswith("3 of the 4 best pages were looked at.")


def test_of_one_page_that_was_given_nothing_is_said_of_searches() -> None:
    alone = dossier(pages=(HERE,)).model_copy(update={"searches": ()})
    assert nothing_listed(alone, "zh").startswith("所给的网页里没有可以列入的")
    assert nothing_listed(alone, "en").startswith("Nothing on the page that was given")


def test_gaps_of_one_cause_share_a_line_and_what_matters_comes_first() -> None:
    many = tuple(gap(f"https://a.example/{n}", material=False) for n in range(5))
    whole = dossier(pages=(), gaps=(*many, gap("https://b.example/", "http:503", detail="busy")))
    assert gap_lines(whole, "zh") == [
        "【影响结论】抓取 · 网站返回 503：https://b.example/（busy）",
        "抓取 · 超时：https://a.example/0、https://a.example/1、https://a.example/2 +2",
    ]
    first, second = gap_lines(whole, "en")
    assert first == "[matters] fetch · the site answered 503: https://b.example/ (busy)"
    assert second.startswith("fetch · timed out: ")


def test_an_empty_list_says_whether_one_could_look() -> None:
    looked = dossier(pages=())
    could_not = dossier(pages=(), gaps=(gap("https://a.example/"),))
    assert nothing_listed(looked, "zh").startswith("未找到相关政策或事件")
    assert nothing_listed(looked, "en").startswith("No related policy or event found")
    assert "看过" not in nothing_listed(looked, "zh")
    assert "were looked at" not in nothing_listed(looked, "en")
    for language in ("zh", "en"):
        told = nothing_listed(could_not, "zh" if language == "zh" else "en")
        assert "未找到" not in told
        assert "No related" not in told
    assert nothing_listed(could_not, "en").startswith("Incomplete")


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (ChangepointKind.SEASONAL, "季节性变点"),
        (ChangepointKind.TREND, "趋势性变点"),
        (ChangepointKind.EVENT, "事件型变点"),
        (ChangepointKind.POLICY, "政策型变点"),
        (ChangepointKind.UNKNOWN, "碳排放地面交通部门变点"),
    ],
)
def test_the_closing_names_the_kind_of_the_changepoint(kind: ChangepointKind, word: str) -> None:
    assert word in at(POINT.model_copy(update={"kind": kind}))


def test_no_sector_is_every_sector() -> None:
    point = POINT.model_copy(update={"sector": None})
    whole = dossier(pages=()).model_copy(update={"changepoint": point})
    assert "碳排放全部部门" in closing(whole, "zh")
    assert "all sectors" in closing(whole, "en")
    assert subject(whole, "zh") == "山西 未限定部门"
    assert subject(whole, "en") == "Shanxi all sectors"
    assert subject(dossier(pages=()), "zh") == "山西 地面交通部门"
    assert subject(dossier(pages=()), "en") == "Shanxi Ground Transport"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_closing_claims_no_cause(language: str) -> None:
    told = closing(dossier(pages=()), "zh" if language == "zh" else "en")
    assert ("不表示因果" if language == "zh" else "not shown to have caused it") in told


def test_a_confidence_that_is_not_given_is_not_made_up() -> None:
    point = POINT.model_copy(update={"confidence": None})
    whole = dossier(pages=()).model_copy(update={"changepoint": point})
    assert point_heading(whole, "zh") == "转折点: 2024-11-08 (Seasonal) - 置信度: 未给出"
    assert point_heading(whole, "en").endswith("confidence: not given")
    given = dossier(pages=())
    assert point_heading(given, "en") == "Changepoint: 2024-11-08 (Seasonal) - confidence: 0.59"


def test_days_that_are_no_single_one_are_told_with_a_word_between() -> None:
    upload = Verdict(
        check="date",
        label=Label.NOT_ENOUGH_INFO,
        reason="date.year_of_upload",
        claim=0,
        detail=Compared(claimed="2031-11-21/2031-11-30"),
    )
    assert "2031-11-21 至 2031-11-30" in reason(upload, "zh")
    assert "2031-11-21 to 2031-11-30" in reason(upload, "en")
