"""The table for papers: a row a thing and changepoint, counted once, nothing unsupported as fact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from agent.findings import Dossier, Finding, Label, Outcome, Provenance, Status
from agent.policy import PolicyKind
from agent.prices import load_prices
from agent.publishers.english import english_of
from agent.records import Gap, Hit, Query, SearchAnswer, Span, Usage
from agent.report import NOTHING, Beside
from agent.report.supplement import Listing, Row, Supplement, columns, documents_first, supplement
from agent.store import Run
from agent.store.reviews import Decision
from tests.at_once import methods as as_methods
from tests.dossiers import POINT, dossier, finding, page
from tests.supplements import HOSTILE, at, event, many, numbered, unread
from tests.test_report_reviewed import beside, correction, decided

HERE = page()
FLAGGED = finding(HERE, Status.FLAGGED)


def made(*dossiers: Dossier, with_: Beside = NOTHING) -> Supplement:
    return supplement(dossiers, "zh", with_)


def only(found: Finding, with_: Beside = NOTHING) -> Row:
    (row,) = made(dossier(found, pages=(HERE,)), with_=with_).rows
    return row


def steps(of: Supplement) -> dict[str, tuple[int, int | None]]:
    return {s.code + (f":{s.reason}" if s.reason else ""): (s.count, s.distinct) for s in of.flow}


# One row


def test_a_verified_finding_has_its_facts_in_single_cells() -> None:
    cells = only(finding(HERE)).cells
    assert cells["listing"] == "included"
    assert (cells["province"], cells["sector"], cells["changepoint"]) == (
        "山西",
        "Ground",
        "2024-11-08",
    )
    assert cells["document_number"] == "晋示发〔2024〕999号"
    assert cells["issuer_or_actor"] == "山西省示例厅"
    assert cells["date_signed"] == "2024-10-12"
    assert cells["date_issued"] is None
    assert (cells["days"], cells["timing"]) == ("成文 -27", "before")
    assert cells["content"] == "每辆新能源公交车补贴8万元。〔1〕"
    assert cells["impact"] == "到2025年，更新公交车2000辆。（目标，非完成）〔2〕"
    assert cells["accessed"] == "2026-11-24+08:00"
    assert cells["sha256"] == HERE.sha256
    assert (cells["status"], cells["basis"], cells["reviewed"]) == ("verified", "checks", None)


def test_an_english_reader_is_told_the_province_in_english() -> None:
    found = at(date(2024, 11, 8), dossier(finding(HERE), pages=(HERE,)), province="陕西")
    (row,) = made(found).rows
    assert (row.cells["province"], row.cells["province_english"]) == ("陕西", "Shaanxi")
    assert "(Shaanxi; sectors" in as_methods([found], "en")


def test_a_row_has_every_column_of_the_codebook_in_its_order() -> None:
    assert list(only(finding(HERE)).cells) == [column.name for column in columns()]


def test_every_column_is_explained_in_both_languages() -> None:
    for column in columns():
        assert column.zh
        assert column.en
        assert column.about_zh
        assert column.about_en


def test_no_title_is_translated_by_the_program() -> None:
    assert only(finding(HERE)).cells["name_english"] is None


def test_what_is_not_supported_stands_apart_and_never_as_content() -> None:
    cells = only(finding(HERE)).cells
    assert "促进了消费" not in str(cells["content"])
    assert "促进了消费" in str(cells["not_supported"])


def test_a_date_after_the_changepoint_says_so() -> None:
    put = correction("2024-11-20", "2024年10月12日")
    cells = only(FLAGGED, beside(decided(FLAGGED, Decision.CORRECT, corrections=(put,)))).cells
    assert (cells["days"], cells["timing"]) == ("成文 +12", "after")


@pytest.mark.parametrize(
    ("status", "listing"),
    [
        (Status.VERIFIED, Listing.INCLUDED),
        (Status.FLAGGED, Listing.TO_REVIEW),
        (Status.INSUFFICIENT, Listing.LEFT_OUT),
        (Status.REJECTED, Listing.LEFT_OUT),
    ],
)
def test_only_verified_findings_are_included(status: Status, listing: Listing) -> None:
    row = only(finding(HERE, status))
    assert row.listing is listing
    assert (row.cells["cite_key"] is None) == (listing is not Listing.INCLUDED)


def test_background_is_left_out_whatever_its_status() -> None:
    found = finding(HERE).model_copy(update={"kind": PolicyKind.BACKGROUND})
    row = only(found)
    assert row.listing is Listing.LEFT_OUT
    assert row.cells["reasons"]


def test_an_item_whose_page_was_not_read_has_no_access_date_no_hash_and_no_fact() -> None:
    found = unread()
    (row,) = made(dossier(found, pages=())).rows
    assert row.listing is Listing.LEFT_OUT
    facts = ("accessed", "sha256", "document_number", "date_signed", "content", "days")
    assert [row.cells[name] for name in facts] == [None] * 6
    assert "晋示发〔2024〕999号" in str(row.cells["not_supported"])


def test_hostile_names_make_one_line_without_control_or_direction_marks() -> None:
    rows = made(many(*HOSTILE)).rows
    assert len(rows) == len(HOSTILE)
    for row in rows:
        name = str(row.cells["name"])
        assert not set(name) & set("\n\r\t\x00\x1b\u202e\u2066\u200b\ufffe")


def test_a_sentence_without_a_quote_is_quoted_from_where_the_check_located_it() -> None:
    found = finding(HERE)
    place = next(i for i, claim in enumerate(found.claims) if claim.field == "content")
    bare = [c.model_copy(update={"quote": None}) for c in found.claims]
    start = HERE.text.index("每辆新能源")
    verdicts = [
        v.model_copy(update={"span": Span(start=start, end=start + 14)})
        if (v.check, v.claim) == ("content", place)
        else v
        for v in found.verdicts
    ]
    row = only(found.model_copy(update={"claims": tuple(bare), "verdicts": tuple(verdicts)}))
    assert row.quotes == ("每辆新能源公交车补贴8万元。",)


# One thing


def test_one_document_under_two_changepoints_is_one_thing_listed_twice() -> None:
    first = dossier(finding(HERE), pages=(HERE,))
    both = made(first, at(date(2024, 12, 1), first))
    one, two = both.rows
    assert one.thing == two.thing
    assert one.cells["times_listed"] == two.cells["times_listed"] == 2
    assert one.cells["listed_under"] == "山西 Ground 2024-11-08；山西 Ground 2024-12-01"
    assert steps(both)["included"] == (2, 1)


def test_a_repost_under_another_title_is_one_thing_by_its_number() -> None:
    repost = page("https://www.linfen.example/b.html")
    one = dossier(finding(HERE), pages=(HERE,))
    two = dossier(
        finding(repost, name="山西省示例厅关于印发公交车更新补贴办法的通知"), pages=(repost,)
    )
    assert len({row.thing for row in made(one, at(date(2024, 12, 1), two)).rows}) == 1


def test_two_documents_of_one_name_with_different_numbers_are_two_things() -> None:
    there = page("https://www.linfen.example/b.html")
    two = numbered(finding(there), "晋示发〔2023〕5号")
    found = made(dossier(finding(HERE), two, pages=(HERE, there)))
    assert len({row.thing for row in found.rows}) == 2


def test_a_document_without_a_number_is_known_by_name_issuer_and_date() -> None:
    there = page("https://www.linfen.example/b.html")
    one = dossier(finding(HERE), pages=(HERE,))
    two = dossier(numbered(finding(there), None), pages=(there,))
    assert len({row.thing for row in made(one, at(date(2024, 12, 1), two)).rows}) == 1


def test_a_document_without_a_number_never_joins_two_that_have_different_ones() -> None:
    others = [page(f"https://www.linfen.example/{n}.html") for n in range(2)]
    three = (
        finding(HERE),
        numbered(finding(others[0]), "晋示发〔2023〕5号"),
        numbered(finding(others[1]), None),
    )
    rows = made(dossier(*three, pages=(HERE, *others))).rows
    numbers = {row.cells["document_number"]: row.thing for row in rows}
    assert numbers["晋示发〔2024〕999号"] != numbers["晋示发〔2023〕5号"]


def test_an_event_is_known_by_name_day_and_province() -> None:
    there = page("https://www.taiyuan.example/b.html")
    day = date(2024, 12, 1)
    one = dossier(event(HERE, "示例线路开通运营", "2024-10-28"), pages=(HERE,))
    same = dossier(event(there, "示例线路开通运营", "2024-10-28"), pages=(there,))
    later = dossier(event(there, "示例线路开通运营", "2024-10-29"), pages=(there,))
    elsewhere = at(day, same, province="河北")
    assert len({row.thing for row in made(one, at(day, same)).rows}) == 1
    assert len({row.thing for row in made(one, at(day, later)).rows}) == 2
    assert len({row.thing for row in made(one, elsewhere).rows}) == 2


def test_pages_of_one_changepoint_that_tell_one_thing_are_one_row_with_the_others_named() -> None:
    there = page("https://www.linfen.example/b.html")
    again = finding(there).model_copy(update={"source_class": "repost"})
    found = made(dossier(again, finding(HERE), pages=(there, HERE)))
    (row,) = found.rows
    assert row.cells["url"] == HERE.url
    assert row.cells["other_urls"] == there.url
    told = steps(found)
    assert told["consistent"] == (2, 1)
    assert told["again"] == (1, None)
    assert told["included"] == (1, 1)


def test_a_flagged_copy_is_a_row_of_its_own_beside_the_included_original() -> None:
    there = page("https://www.linfen.example/b.html")
    found = made(dossier(finding(HERE), finding(there, Status.FLAGGED), pages=(HERE, there)))
    assert [row.listing for row in found.rows] == [Listing.INCLUDED, Listing.TO_REVIEW]
    assert len({row.thing for row in found.rows}) == 1


# People


def test_what_people_accept_is_included_and_says_that_it_rests_on_people() -> None:
    row = only(FLAGGED, beside(decided(FLAGGED, Decision.ACCEPT, note="看过原件")))
    assert row.listing is Listing.INCLUDED
    assert (row.cells["status"], row.cells["basis"]) == ("flagged", "people")
    assert row.cells["reviewed"] == "accepted"
    assert "li" in str(row.cells["reviewers"])
    assert "看过原件" in str(row.cells["reviewers"])


def test_a_corrected_date_takes_the_place_of_the_claimed_one() -> None:
    put = correction("2024-11-02", "2024年10月12日")
    cells = only(FLAGGED, beside(decided(FLAGGED, Decision.CORRECT, corrections=(put,)))).cells
    assert cells["date_signed"] == "2024-11-02"
    assert (cells["days"], cells["reviewed"]) == ("成文 -6", "corrected")
    assert "2024-10-12" in str(cells["reviewers"])


def test_what_a_person_rejects_is_left_out_though_the_checks_verified_it() -> None:
    found = finding(HERE)
    told = made(
        dossier(found, pages=(HERE,)), with_=beside(decided(found, Decision.REJECT, note="另一份"))
    )
    (row,) = told.rows
    assert row.listing is Listing.LEFT_OUT
    assert row.cells["status"] == "verified"
    assert "另一份" in str(row.cells["reasons"])
    assert steps(told)["taken_out"] == (1, 1)


def test_reviewers_who_disagree_send_it_back_to_people() -> None:
    found = finding(HERE)
    two = (decided(found, Decision.ACCEPT), decided(found, Decision.REJECT, "wang"))
    row = only(found, beside(*two))
    assert row.listing is Listing.TO_REVIEW
    assert "意见不一" in str(row.cells["reasons"])


@pytest.mark.parametrize("decision", [Decision.REJECT, Decision.UNSURE])
@pytest.mark.parametrize("status", [Status.FLAGGED, Status.VERIFIED])
def test_a_decision_on_a_copy_never_changes_the_row_of_the_issuers_page(
    decision: Decision, status: Status
) -> None:
    # The copy has a wrong figure, and is rejected as the question suggests.
    copy = page("https://www.linfen.example/b.html")
    found = (finding(HERE), finding(copy, status))
    told = made(dossier(*found, pages=(HERE, copy)), with_=beside(decided(found[1], decision)))
    included = [row.cells["url"] for row in told.listed(Listing.INCLUDED)]
    assert included == [HERE.url]


@pytest.mark.parametrize("status", [Status.FLAGGED, Status.INSUFFICIENT, Status.REJECTED])
def test_a_row_that_is_not_included_says_what_brings_it_in(status: Status) -> None:
    row = only(finding(HERE, status))
    assert row.listing is not Listing.INCLUDED
    assert "research review" in str(row.cells["way_back"])
    assert only(finding(HERE)).cells["way_back"] is None


def test_what_a_person_took_out_comes_back_by_a_new_decision() -> None:
    found = finding(HERE)
    row = only(found, beside(decided(found, Decision.REJECT)))
    assert "剔除的人改为接受" in str(row.cells["way_back"])


# The flow


def test_every_finding_is_counted_in_one_step_and_the_included_ones_add_up() -> None:
    pages = [page(f"https://www.shanxi.example/{n}.html") for n in range(6)]
    numbers = [f"晋示发〔2024〕{n}号" for n in range(6)]
    statuses = [*Status, Status.VERIFIED, Status.FLAGGED]
    found = [
        numbered(finding(of, status), number)
        for of, status, number in zip(pages, statuses, numbers, strict=True)
    ]
    with_ = beside(decided(found[1], Decision.ACCEPT), decided(found[4], Decision.REJECT))
    told = steps(made(dossier(*found, pages=tuple(pages)), with_=with_))
    assert told["findings"] == (6, 6)
    assert told["consistent"] == (2, 2)
    assert told["flagged"] == (2, 2)
    assert told["insufficient"] == (1, 1)
    assert told["rejected:地点"] == (1, 1)
    assert told["reviewed"] == (2, 2)
    assert told["taken_out"] == (1, 1)
    assert told["brought_in"] == (1, 1)
    assert told["included"] == (2, 2)


def test_hits_that_were_not_opened_and_pages_without_a_finding_are_counted() -> None:
    there = page("https://www.linfen.example/b.html")
    hits = tuple(
        Hit(url=url, title="", backend="searxng", rank=n)
        for n, url in enumerate((HERE.url, there.url, "https://x.example/", "http://x.example"), 1)
    )
    found = dossier(finding(HERE), pages=(HERE, there)).model_copy(update={"hits": hits})
    told = steps(made(found))
    assert told["hits"] == (4, 3)
    assert told["hits_of:searxng"] == (4, 3)
    assert told["duplicates"] == (1, 1)
    assert told["not_chosen"] == (1, 1)
    assert told["silent"] == (1, 1)
    assert "by_hand" not in told


def test_the_flow_tells_searches_apart_and_what_was_added_or_saved_by_hand() -> None:
    saved = page("https://www.linfen.example/b.html").model_copy(update={"by_hand": True})
    hits = (
        Hit(url=HERE.url, title="", backend="bocha", rank=1),
        Hit(url=HERE.url, title="", backend="govcn", rank=3),
    )
    found = dossier(finding(HERE), pages=(HERE, saved)).model_copy(update={"hits": hits})
    told = steps(made(found))
    assert (told["hits_of:bocha"], told["hits_of:govcn"]) == ((1, 1), (1, 1))
    assert told["duplicates"] == (1, 1)
    assert told["by_hand"] == (1, 1)
    assert told["saved"] == (1, 1)
    assert "not_chosen" not in told


def test_documents_and_events_are_counted_and_listed_apart() -> None:
    there = page("https://www.linfen.example/b.html")
    found = made(
        dossier(event(there, "示例线路开通运营", "2024-10-28"), finding(HERE), pages=(there, HERE))
    )
    told = steps(found)
    assert told["included_documents"] == (1, 1)
    assert told["included_events"] == (1, 1)
    kinds = [row.cells["kind"] for row in documents_first(found.listed(Listing.INCLUDED))]
    assert kinds == ["policy", "event"]


def test_wording_and_class_of_instrument_are_columns() -> None:
    base = finding(HERE)
    told = {"content": "sentence.verbatim", "impact": "sentence.abridged"}
    verdicts = tuple(
        v.model_copy(update={"reason": told.get(v.check, v.reason)})
        if v.label is Label.SUPPORTED
        else v
        for v in base.verdicts
    )
    (row,) = made(dossier(base.model_copy(update={"verdicts": verdicts}), pages=(HERE,))).rows
    assert (row.cells["instrument"], row.cells["instrument_class"]) == ("补贴", "economic")
    assert row.cells["wording"] == "abridged"
    assert row.cells["issuer_english"] == "山西省示例厅"


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("山西省交通运输厅", "Department of Transport of Shanxi Province"),
        ("山西省发展和改革委员会", "Development and Reform Commission of Shanxi Province"),
        ("北京市生态环境局", "Bureau of Ecology and Environment of Beijing Municipality"),
        (
            "内蒙古自治区人民政府办公厅",
            "General Office of the People's Government of Inner Mongolia Autonomous Region",
        ),
        ("新疆维吾尔自治区教育厅", "Department of Education of Xinjiang Uygur Autonomous Region"),
        ("国务院办公厅", "General Office of the State Council"),
        ("生态环境部办公厅", "General Office of the Ministry of Ecology and Environment"),
        ("大同市人民政府", None),
        ("山西省示例厅", None),
    ],
)
def test_bodies_of_the_tables_have_an_english_name(name: str, english: str | None) -> None:
    assert english_of(name) == english


def test_a_dossier_of_gaps_alone_has_no_row_and_tells_what_was_not_looked_at() -> None:
    gap = Gap(stage="search", target="bocha: 山西 公交", cause="timeout")
    told = made(dossier(pages=(), gaps=(gap,)))
    assert list(told.rows) == []
    assert steps(told)["unanswered:超时"] == (1, None)
    assert steps(told)["included"] == (0, 0)
    assert [row["result"] for row in told.queries] == ["有回答", "超时"]
    assert next(iter(told.gaps))["matters"] == "是"


def test_an_item_that_was_not_read_is_no_lack_of_evidence() -> None:
    told = steps(made(dossier(unread(), pages=())))
    assert told["reported"] == (1, 1)
    assert told["unread"] == (1, 1)
    assert "insufficient" not in told


# The methods


def test_the_methods_state_what_the_dossiers_hold() -> None:
    one = dossier(finding(HERE), pages=(HERE,)).model_copy(
        update={
            "queries": (Query(text="山西 公交", window=POINT.window()),),
            "usage": (
                Usage(stage="extract", model="qwen", prompt_tokens=900, completion_tokens=80),
                Usage(stage="search", model="bocha", target="山西 公交"),
            ),
        }
    )
    provenance = one.provenance.model_copy(
        update={"extractor": "qwen", "prompts": {"extract": "s1:" + "ab" * 32}}
    )
    text = as_methods([one.model_copy(update={"provenance": provenance})], "en")
    assert "window of 90 days on each side" in text
    assert "1 distinct queries were put to searxng (1/1)" in text
    assert "the language model qwen" in text
    assert "extract abababababab" in text
    assert "1 call(s), 900 prompt tokens" in text
    assert "Nobody has reviewed the findings" in text
    assert "Requests to searches: bocha 1" in text
    assert "bocha 1 call" not in text


def test_the_methods_claim_no_search_and_no_model_where_there_was_none() -> None:
    alone = dossier(unread(), pages=()).model_copy(
        update={
            "searches": (),
            "provenance": Provenance(version="0.1.0", extractor="report"),
        }
    )
    text = as_methods([alone], "en")
    assert "No search was made" in text
    assert "No language model was called" in text
    assert "1 changepoint(s) are those of reports that somebody else wrote, with 1 items" in text
    assert "can refute and never support" in text
    assert "nothing was found" not in text
    assert "held against the archived page" not in text


def test_incomplete_changepoints_are_not_told_as_nothing_found() -> None:
    gap = Gap(stage="search", target="searxng: 山西", cause="timeout")
    incomplete = dossier(pages=(), gaps=(gap,))
    assert incomplete.outcome is Outcome.INCOMPLETE
    text = as_methods([incomplete, dossier(pages=())], "zh")
    assert "0 个有发现，1 个未发现" in text
    assert "1 个未能查全" in text


def test_the_agreement_of_two_reviewers_is_told_with_kappa() -> None:
    # Four findings: both accept two, both reject one, they differ on one.
    # Observed 3/4; by chance 3/4*2/4 + 1/4*2/4 = 1/2; kappa = (3/4 - 1/2) / (1/2) = 0.50.
    said = ("aa", "aa", "rr", "ar")
    names = [f"第{n}号办法" for n in range(4)]
    found = many(*names)
    code = {"a": Decision.ACCEPT, "r": Decision.REJECT}
    reviews = [
        decided(of, code[letter], reviewer)
        for of, both in zip(found.findings, said, strict=True)
        for letter, reviewer in zip(both, ("li", "wang"), strict=True)
    ]
    with_ = replace(beside(*reviews), history=tuple(reviews))
    text = as_methods([found], "en", with_)
    assert "2 reviewer(s) decided on 4 finding(s)" in text
    assert "li and wang decided on the same 4 blind to each other" in text
    assert "agree on 3; Cohen's kappa 0.50" in text
    # Settled alike: two accepted, one rejected. Wilson's interval of 2 of 3 is 0.208 to 0.939.
    assert "Of 3 finding(s) that the checks verified and people settled, 2 were" in text
    assert "(67%, 95 % interval 21% to 94%" in text


@pytest.mark.usefixtures("tmp_path")
def test_a_cost_is_told_at_known_prices_and_an_unknown_price_is_named() -> None:
    paid = (
        Usage(stage="extract", model="m", host="m.example", prompt_tokens=2_000_000, calls=3),
        Usage(stage="search", model="nowhere"),
    )
    found = dossier(pages=()).model_copy(update={"usage": paid})
    own = Path("prices.toml")
    own.write_text(
        '[[model]]\nhost = "m.example"\nname = "m"\ncurrency = "cny"\ninput = 1.5\noutput = 2\n',
        "utf-8",
    )
    text = as_methods([found], "en", Beside(prices=load_prices(own)))
    assert "At the full prices that are known: 3.00 CNY." in text
    assert "Price unknown: search nowhere." in text


def test_runs_and_their_budgets_are_named() -> None:
    run = Run(
        id="20261124-080000",
        started_at="2026-11-24T08:00:00Z",
        finished_at=None,
        command="research",
        version="0.1.0",
        config={"budget": "50 cny"},
        dossiers=1,
    )
    text = as_methods([dossier(finding(HERE), pages=(HERE,))], "en", Beside(runs=(run,)))
    assert "runs 20261124-080000" in text
    assert "Budget when the run began: 50 cny." in text


def test_what_a_search_answered_is_a_row_of_the_queries() -> None:
    found = dossier(pages=()).model_copy(
        update={
            "searches": (SearchAnswer(backend="govcn", query="=1+1\n公交", hits=0, covers=False),)
        }
    )
    (row,) = made(found).queries
    assert (row["query"], row["search"], row["hits"]) == ("=1+1 公交", "govcn", 0)
