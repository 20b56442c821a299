"""What a run came to: counted from the store, told as text, JSON and a page."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.batch.hindrances import advice_for
from agent.batch.summary import Cell, Costs, RunSummary, SummaryPoint
from agent.batch.summary_html import as_html
from agent.batch.summary_numbers import cost_tile
from agent.batch.summary_words import as_text
from agent.batch.summing import run_summary
from agent.coverage import IssuerSite
from agent.errors import StateError
from agent.findings import Dossier, Outcome, Status
from agent.records import Gap, Usage
from agent.records import Page as ReadPage
from agent.store import Batches, Payments, Store, changepoint_key, finding_key
from agent.store.listing import Naming, distinct_things
from agent.store.reviews import Decision, Review, Reviews, Seen
from tests.batches import (
    ALL,
    BEGUN,
    ENDED,
    FOUND,
    WAITING,
    at_work,
    begun,
    cut_off,
    found,
    opened,
    pay,
    payment,
    researched,
)
from tests.dossiers import dossier, finding, page


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path) as one:
        yield one


@pytest.fixture
def summary(store: Store) -> RunSummary:
    run = at_work(store)
    pay(store, run)
    return run_summary(store, run)


def step(of: RunSummary, code: str) -> tuple[int, int | None]:
    (found_one,) = [one for one in of.flow if one.code == code]
    return found_one.count, found_one.distinct


# Counting


def test_changepoints_are_counted_by_what_became_of_them(summary: RunSummary) -> None:
    assert (summary.changepoints, summary.done, summary.planned, summary.failed) == (5, 4, 1, 1)
    assert summary.outcomes == {
        Outcome.FOUND: 1,
        Outcome.NONE_FOUND: 1,
        Outcome.INCOMPLETE: 1,
    }
    assert summary.finished_at is None


def test_findings_are_counted_by_kind_and_status(summary: RunSummary) -> None:
    counts = {(group.kind, group.status): group.count for group in summary.findings}
    assert counts == {
        ("policy", "verified"): 1,
        ("policy", "flagged"): 1,
        ("policy", "rejected"): 1,
    }


def test_faults_say_which_check_and_why_and_in_how_many_findings(summary: RunSummary) -> None:
    faults = {(fault.check, fault.reason, fault.label): fault.findings for fault in summary.faults}
    assert faults == {
        ("figure", "figure.other_value", "refuted"): 1,
        ("place", "place.other_province", "refuted"): 1,
    }


def test_the_flow_counts_times_and_distinct_ones(summary: RunSummary) -> None:
    # One page was read for two changepoints.
    assert step(summary, "hits") == (5, 4)
    assert step(summary, "chosen") == (5, 4)
    assert step(summary, "read") == (4, 3)
    assert step(summary, "findings") == (3, None)
    assert step(summary, "rejected") == (1, None)
    assert step(summary, "flagged") == (1, None)
    assert step(summary, "consistent") == (1, None)
    assert step(summary, "reviewed") == (0, None)


def review(of: Status, decision: Decision, reviewer: str = "李") -> Review:
    (chosen,) = found().with_status(of)
    return Review(
        id=0,
        finding_key=finding_key(FOUND, chosen),
        changepoint_key=changepoint_key(FOUND),
        thing_key="s1:x",
        reviewed_at=ENDED,
        reviewer=reviewer,
        decision=decision,
    )


def test_decisions_of_people_are_the_end_of_the_flow(store: Store) -> None:
    run = at_work(store)
    Reviews(store.database).add(
        review(Status.VERIFIED, Decision.ACCEPT),
        review(Status.FLAGGED, Decision.ACCEPT),
        review(Status.FLAGGED, Decision.REJECT, "王"),
        review(Status.REJECTED, Decision.REJECT),
    )
    told = run_summary(store, run)
    assert step(told, "reviewed") == (3, None)
    assert (step(told, "accepted"), step(told, "turned_down")) == ((1, None), (1, None))
    assert step(told, "open") == (1, None)


def test_what_is_asked_again_counts_as_open_and_waits_to_be_settled(store: Store) -> None:
    run = at_work(store)
    seen = Seen.of(run, "", Status.FLAGGED, ())
    accepted = review(Status.FLAGGED, Decision.ACCEPT).model_copy(update={"seen": seen})
    Reviews(store.database).add(accepted)
    told = run_summary(store, run)
    assert (step(told, "accepted"), step(told, "open")) == ((0, None), (1, None))
    assert told.to_settle.count == 1


def flagged_on(*pages: ReadPage, names: tuple[str, ...]) -> Dossier:
    """An invented dossier with a flagged finding on each page."""
    findings = [finding(one, Status.FLAGGED, name) for one, name in zip(pages, names, strict=True)]
    return researched(FOUND, dossier(*findings, pages=pages))


def test_one_paper_on_two_pages_is_one_thing_to_settle(store: Store) -> None:
    run = at_work(store)
    pages = page("https://a.example/1"), page("https://b.example/1"), page("https://c.example/1")
    names = ("关于调整限行措施的通告", "《关于调整限行措施的通告》", "关于错峰生产的通知")
    store.save(run, flagged_on(*pages, names=names))
    told = run_summary(store, run)
    assert (told.to_settle.count, told.to_settle.distinct) == (3, 2)
    assert f"2 to settle (in 3 findings): research review --run {run}" in as_html(told, "en")
    assert f"待人工判断 2 件不同的事（3 条）：research review --run {run}" in as_html(told, "zh")


NAME, A, B = "关于限行的通告", "甲市人民政府", "乙市人民政府"


@pytest.mark.parametrize(
    ("rows", "things"),
    [
        ([(NAME, None, A, "山西"), (f"{A}{NAME}", None, A, "陕西")], 1),
        ([(NAME, None, A, "山西"), (NAME, None, B, "山西")], 2),
        ([(NAME, "甲政告〔2024〕1号", A, "山西"), (NAME, "甲政告[2024]1号", "", "山西")], 1),
        ([(NAME, "甲政告〔2024〕1号", A, "山西"), (NAME, "甲政告〔2024〕2号", A, "山西")], 2),
        ([(NAME, "甲政告〔2024〕1号", A, "山西"), (NAME, None, "", "陕西")], 1),
        ([("某厂停产", None, "", "山西"), ("某厂停产", None, "", "陕西")], 2),
        ([(NAME, "甲政告〔2024〕1号", A, "山西"), ("某厂停产", "甲政告〔2024〕1号", A, "山西")], 2),
        ([], 0),
    ],
)
def test_things_are_counted_by_name_and_number_and_without_numbers_by_issuer(
    rows: list[tuple[str, str | None, str, str]], things: int
) -> None:
    assert distinct_things(Naming.of(*row) for row in rows) == things


def test_what_people_decided_on_is_not_to_be_settled_unless_they_are_unsure(store: Store) -> None:
    run = at_work(store)
    assert run_summary(store, run).to_settle.count == 1
    Reviews(store.database).add(review(Status.FLAGGED, Decision.ACCEPT))
    assert run_summary(store, run).to_settle.count == 0
    assert "research review --run" not in as_html(run_summary(store, run), "en")
    Reviews(store.database).add(review(Status.VERIFIED, Decision.UNSURE))
    assert run_summary(store, run).to_settle.count == 1


def test_gaps_are_counted_by_cause_and_what_matters_comes_first(summary: RunSummary) -> None:
    told = [(gap.stage, gap.cause, gap.gaps, gap.material) for gap in summary.gaps]
    assert told == [
        ("fetch", "blocked:ruishu", 1, 1),
        ("search", "quota", 1, 1),
        ("fetch", "timeout", 1, 0),
    ]


def test_coverage_is_that_of_all_changepoints_together(summary: RunSummary) -> None:
    seen = summary.coverage
    assert (seen.searches_answered, seen.searches_asked) == (3, 4)
    assert (seen.pages_read, seen.pages_chosen) == (4, 5)
    assert seen.issuer_sites[IssuerSite.REACHED] == 1
    assert seen.issuer_sites[IssuerSite.NONE_KNOWN] == 2
    assert seen.refused == {"www.nmg.example": 1}


def test_the_grid_has_a_cell_for_each_province_and_sector(summary: RunSummary) -> None:
    assert summary.grid == (
        Cell(province="内蒙古", sector=None, failed=1),
        Cell(province="内蒙古", sector="Power", incomplete=1),
        Cell(province="北京", sector="Aviation", planned=1),
        Cell(province="山西", sector="Ground", found=1, none_found=1),
    )


# Cost


def test_amounts_are_summed_by_currency_and_unknown_prices_are_named(summary: RunSummary) -> None:
    assert summary.costs.amounts == {"cny": 0.75, "usd": 0.032}
    assert summary.costs.unpriced == ("house-model at model.example",)
    zh, en = as_text(summary, "zh"), as_text(summary, "en")
    assert "合计: 0.75 CNY + 0.032 USD（另有价格未知：house-model at model.example）" in zh
    assert "In all: 0.75 CNY + 0.032 USD (and price unknown: house-model at model.example)" in en


def tile(costs: Costs) -> tuple[str, str]:
    return cost_tile(costs, "en")


def test_the_large_number_of_the_cost_leaves_names_to_its_label() -> None:
    dear = Costs(amounts={"cny": 0.5}, unpriced=("m at model.example",))
    assert tile(dear) == ("cost (and price unknown: m at model.example)", "0.5 CNY + ?")
    assert tile(Costs()) == ("cost", "0")


def test_a_model_on_this_machine_is_not_one_whose_price_is_unknown(store: Store) -> None:
    run = at_work(store)
    usage = Usage(stage="extract", model="small", host="127.0.0.1", prompt_tokens=9)
    Payments(store, run, lambda: BEGUN).begin(payment(usage, None, None))
    costs = run_summary(store, run).costs
    assert costs.here == costs.unpriced == ("small at 127.0.0.1",)
    assert tile(costs) == ("cost (and no price, on this machine: small at 127.0.0.1)", "–")
    text = as_text(run_summary(store, run), "en")
    assert "In all: no price, on this machine: small at 127.0.0.1" in text
    assert "price unknown" not in text


def test_what_had_no_answer_is_told_apart_at_the_most_it_can_have_cost(
    summary: RunSummary,
) -> None:
    (lost,) = summary.costs.perhaps
    assert (lost.state, lost.calls, lost.amount) == ("lost", 1, 0.125)
    assert "另有 1 次没有等到回答，可能已计费（至多 0.125 CNY）" in as_text(summary, "zh")
    assert "1 more had no answer and were perhaps billed (at most 0.125 CNY)" in as_text(
        summary, "en"
    )


def test_what_was_fetched_is_told_in_megabytes(summary: RunSummary) -> None:
    assert (summary.costs.answers, summary.costs.bytes) == (30, 3_000_000)
    assert "网页：30 次应答，3.0 MB" in as_text(summary, "zh")


def test_without_a_payment_it_tells_what_the_answers_took(store: Store) -> None:
    told = run_summary(store, at_work(store))
    (used,) = told.costs.used
    assert (used.stage, used.model, used.calls) == ("extract", "tiny", 2)
    assert (used.prompt_tokens, used.completion_tokens) == (200, 20)
    assert "本次运行没有付费" in as_text(told, "zh")


# What to do


def test_what_keeps_most_changepoints_comes_first_and_is_told_once(store: Store) -> None:
    run = at_work(store)
    again = found().model_copy(update={"outcome": Outcome.INCOMPLETE})
    gap = again.gaps[0].model_copy(
        update={"target": "https://www.nmg.example/1", "cause": "blocked", "material": True}
    )
    Batches(store).keep(run, again.model_copy(update={"gaps": (gap,)}))
    told = run_summary(store, run)
    first, *others = told.hindrances
    assert (first.target, first.changepoints) == ("https://www.nmg.example/1", 2)
    assert first.causes == ("blocked", "blocked:ruishu")
    assert first.to_do == "import_page"
    assert {(one.to_do, one.target) for one in others} == {
        ("quota", "bocha"),
        ("look_at_detail", "internal error: ValueError: 坏"),
    }
    assert {point.state for point in told.unfinished} == {"failed", "incomplete"}
    assert len(told.unfinished) == 3


@pytest.mark.parametrize(
    ("stage", "cause", "advice"),
    [
        ("fetch", "timeout", "run_again"),
        ("fetch", "maintenance", "run_again"),
        ("fetch", "http:503", "run_again"),
        ("fetch", "blocked:jsl", "import_page"),
        ("read", "scanned", "import_page"),
        ("search", "unreachable", "search_again"),
        ("search", "blocked", "other_search"),
        ("search", "quota", "quota"),
        ("search", "wrong_key", "settings"),
        ("extract", "moderation", "other_model"),
        ("extract", "timeout", "model_again"),
        ("extract", "not_asked", "not_asked"),
        ("extract", "budget", "budget"),
        ("extract", "no_balance", "quota"),
    ],
)
def test_each_cause_has_an_advice(stage: str, cause: str, advice: str) -> None:
    assert advice_for(stage, cause) == advice


def test_another_model_is_named_once_for_all_pages(store: Store) -> None:
    run = at_work(store)
    urls = [f"https://www.nmg.example/{number}" for number in range(1, 4)]
    refused = tuple(Gap(stage="extract", target=url, cause="moderation") for url in urls)
    whole = cut_off().model_copy(update={"selected": tuple(urls), "gaps": refused})
    Batches(store).keep(run, whole)
    told = [one for one in run_summary(store, run).hindrances if one.to_do == "other_model"]
    assert [(one.target, one.causes, one.changepoints) for one in told] == [
        ("", ("moderation",), 1)
    ]


def test_a_run_without_a_hindrance_says_so(store: Store) -> None:
    run = store.start_run("research", "0.1.0", {}, BEGUN)
    store.save(run, found())
    store.finish_run(run, ENDED)
    told = run_summary(store, run)
    assert (told.changepoints, told.done, told.unfinished) == (1, 1, ())
    assert "没有未查全的变点" in as_text(told, "zh")
    assert "Every changepoint is complete." in as_text(told, "en")


# Runs that are not at their end


def test_a_run_that_has_only_begun_has_a_summary(store: Store) -> None:
    told = run_summary(store, begun(store))
    assert (told.done, told.planned, told.last_at) == (0, len(ALL), None)
    assert "已完成 0/5 个变点（尚未结束：仍在运行，或被中断）" in as_text(told, "zh")
    assert "0 of 5 done (not at its end: it goes on, or was stopped)" in as_text(told, "en")


def test_a_point_that_failed_again_counts_as_failed_and_not_by_its_old_dossier(
    store: Store,
) -> None:
    run = at_work(store)
    Batches(store).fail(run, FOUND, "disk full")
    told = run_summary(store, run)
    assert told.outcomes[Outcome.FOUND] == 0
    assert told.failed == 2


def test_a_run_that_is_not_there_is_an_error(store: Store) -> None:
    with pytest.raises(StateError, match="there is no run 1"):
        run_summary(store, "1")


def test_rows_of_an_older_version_are_summed_up_from_their_dossiers(store: Store) -> None:
    run = at_work(store)
    whole = run_summary(store, run)
    with store.database.transaction() as connection:
        connection.execute("UPDATE dossiers SET looked = NULL")
    assert run_summary(store, run) == whole


# How it is told


def test_the_json_is_the_summary(summary: RunSummary) -> None:
    data = json.loads(summary.as_json())
    assert data["format"] == "policy-research-summary/1"
    assert RunSummary.model_validate(data) == summary


def test_the_same_rows_are_always_told_alike(store: Store) -> None:
    run = at_work(store)
    for tell in (as_text, as_html):
        assert tell(run_summary(store, run), "zh") == tell(run_summary(store, run), "zh")


def test_columns_line_up_where_they_hold_chinese(summary: RunSummary) -> None:
    lines = as_text(summary, "zh").splitlines()
    at = lines.index("## 变点按结果")
    assert lines[at + 1 : at + 4] == ["结果      变点", "--------  ----", "有发现       1"]


class Page(html.parser.HTMLParser):
    """What a browser would make of a page: its tags with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_asks_for_nothing_and_runs_no_script_but_the_one_that_sorts(
    store: Store,
) -> None:
    run = at_work(store)
    evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    Batches(store).fail(run, WAITING, evil)
    text = as_html(run_summary(store, run), "zh", {"key": "x_info.txt"})
    page = Page(text)
    names = {name for name, _ in page.tags}
    assert names.isdisjoint({"img", "link", "iframe", "object", "form"})
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = [of["content"] for name, of in page.tags if "http-equiv" in of and name == "meta"]
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{allowed}'"
    links = [of["href"] or "" for name, of in page.tags if name == "a"]
    assert all(link.startswith("#p-") for link in links)
    assert not [k for _, attributes in page.tags for k in attributes if k.startswith("on")]
    assert evil in page.text


def test_the_page_has_every_table_of_the_text(summary: RunSummary) -> None:
    page = Page(as_html(summary, "en"))
    headings = [line[3:] for line in as_text(summary, "en").splitlines() if line[:3] == "## "]
    assert all(heading in page.text for heading in headings)
    assert page.tags.count(("h2", {})) == len(headings) + len(("use", "years", "points"))


def test_the_page_lists_every_changepoint_with_its_best_finding(summary: RunSummary) -> None:
    links = {summary.points[0].key: "first_info.txt"}
    page = Page(as_html(summary, "en", links))
    rows = [of.get("id") for name, of in page.tags if name == "tr"]
    assert len(summary.points) == summary.changepoints
    assert {f"p-{p.province}-{p.sector or 'all'}" for p in summary.points} <= set(rows)
    assert ("a", {"href": "first_info.txt"}) in page.tags
    (best,) = {point.best for point in summary.points if point.best}
    assert best in page.text
    assert "Not complete: of 5 changepoints" in page.text


def test_a_day_that_three_provinces_share_is_folded_into_a_line(summary: RunSummary) -> None:
    at = [
        summary.points[0].model_copy(update={"province": name, "date": "2024-11-08"})
        for name in ("山西", "河北", "陕西")
    ]
    told = summary.model_copy(update={"points": tuple(at)})
    page = Page(as_html(told, "en"))
    assert "2024-11-08: 3 provinces" in page.text
    assert [name for name, _ in page.tags].count("details") == 1
    assert "several provinces share" not in Page(as_html(summary, "en")).text


def test_an_invented_run_says_so_everywhere(store: Store) -> None:
    run = begun(store, {"sample": True})
    told = run_summary(store, run)
    assert "【示例】" in as_text(told, "zh")
    assert "【示例】" in Page(as_html(told, "zh")).text
    assert json.loads(told.as_json())["invented"] is True


def many_points(summary: RunSummary, provinces: int, days: int) -> RunSummary:
    """The summary with a changepoint for each province and day."""
    names = ("山西", "陕西", "河北", "河南", "山东")[:provinces]
    points = tuple(
        SummaryPoint(
            key=f"k{name}{day}",
            province=name,
            sector="Power",
            date=f"2024-{1 + day // 28:02}-{1 + day % 28:02}",
            kind="event",
            state="done",
            outcome=Outcome.NONE_FOUND,
        )
        for day in reversed(range(days))
        for name in names
    )
    return summary.model_copy(update={"points": points})


def test_all_points_stand_by_province_and_date_with_english_names(summary: RunSummary) -> None:
    page = as_html(many_points(summary, 2, 8), "en")
    table = page[page.index('<table class="sortable"') :]
    cells = re.findall(r"<tr[^>]*><td class=\"s\">(\w+)</td>.*?(2024-\d\d-\d\d)", table)
    assert cells[:2] == [("Shanxi", "2024-01-01"), ("Shanxi", "2024-01-02")]
    assert cells[8] == ("Shaanxi", "2024-01-01")
    assert 'data-find="Find: province' in table


def test_of_many_shared_days_those_of_most_provinces_are_told_first_and_the_rest_folded(
    summary: RunSummary,
) -> None:
    told = many_points(summary, 3, 30)
    wide = tuple(p.model_copy(update={"province": "河南"}) for p in told.points[:3])
    page = as_html(told.model_copy(update={"points": (*told.points, *wide)}), "zh")
    heads = re.findall(r"<summary>([^<]+)</summary>", page)
    assert heads[0] == "2024-02-02：4 个省份（未发现 6）"
    assert "另有 10 天" in heads
    assert len(heads) == 31


def test_few_points_need_no_field_to_search_them(summary: RunSummary) -> None:
    assert "data-find=" not in as_html(many_points(summary, 1, 3), "zh")
