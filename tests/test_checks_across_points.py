"""Across changepoints: the same thing has one date a role and one set of figures; else all are flagged."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.checks.across_points import (
    EDITION,
    REASON,
    Placed,
    across_points,
    with_points,
    without_points,
)
from agent.evidence.points import drifts_across, flag_across
from agent.findings import Dossier, Finding, Outcome, Provenance, Status
from agent.policy import DateRole
from agent.records import Changepoint
from agent.store import Store
from agent.store.likeness import Likenesses
from tests.samples import CONTENT, dated, event, page, policy, quoted
from tests.test_checks_across import WRONG, held

YEARS = (2023, 2019)


def on(day: str) -> Finding:
    """The same policy, its signing day told as ``day``."""
    return held(policy(page(), dates=(dated(DateRole.SIGNED, day),)))


def placed(*findings: Finding) -> tuple[Placed, ...]:
    return tuple(Placed(one, f"山西 Ground {2019 + i}-11-08") for i, one in enumerate(findings))


def codes(findings: Sequence[Finding]) -> list[list[str]]:
    told = across_points(placed(*findings))
    return [[v.reason for v in told.get(i, ())] for i in range(len(findings))]


def test_one_page_quoted_for_two_years_flags_both() -> None:
    first, second = across_points(placed(on("2019-10-12"), on("2023-10-12"))).values()
    assert [v.reason for v in (*first, *second)] == [REASON, REASON]
    assert first[0].values["page"] == "2023-10-12"
    assert first[0].values["other"] == "山西 Ground 2020-11-08"


def test_the_same_date_or_a_month_around_it_is_no_contradiction() -> None:
    assert codes([on("2019-10-12"), on("2019-10-12"), on("2019-10")]) == [[], [], []]


def test_another_figure_at_another_changepoint_flags_both() -> None:
    one = held(policy(page(), content=(quoted(CONTENT),)))
    other = held(policy(page(), content=(quoted(WRONG),)))
    assert codes([one, other]) == [[REASON], [REASON]]


def test_two_findings_of_one_changepoint_are_left_to_the_comparison_of_pages() -> None:
    pair = [Placed(on(day), "山西 Ground 2023-11-08") for day in ("2019-10-12", "2023-10-12")]
    assert across_points(pair) == {}


def test_two_things_on_one_page_may_have_two_dates() -> None:
    other = held(
        policy(page(), name=quoted("山西省示例规划"), dates=(dated(DateRole.SIGNED, "2019-01-01"),))
    )
    assert codes([on("2023-10-12"), other]) == [[], []]


def test_what_was_rejected_or_not_read_is_not_compared() -> None:
    rejected = on("2019-10-12").model_copy(update={"status": Status.REJECTED})
    assert codes([on("2023-10-12"), rejected]) == [[], []]


def test_an_event_has_one_day() -> None:
    first = held(
        event(
            page(), "太原示例电站2号机组并网发电", dates=(dated(DateRole.OCCURRENCE, "2019-10-12"),)
        )
    )
    second = held(
        event(
            page(), "太原示例电站2号机组并网发电", dates=(dated(DateRole.OCCURRENCE, "2023-10-12"),)
        )
    )
    assert codes([first, second]) == [[REASON], [REASON]]


def test_a_flag_is_taken_back_when_nothing_contradicts_any_more() -> None:
    one = on("2019-10-12")
    verdicts = across_points(placed(one, on("2023-10-12")))[0]
    flagged = with_points(one, verdicts)
    assert flagged.status is Status.FLAGGED
    assert without_points(flagged) == one


def test_a_thousand_things_cost_no_million_comparisons() -> None:
    many = [on(f"2023-10-{1 + i % 28:02}") for i in range(400)]
    told = across_points([Placed(one, str(i)) for i, one in enumerate(many)])
    assert len(told) == len(many)


def elsewhere(finding: Finding, url: str) -> Finding:
    """The same finding, read on another page."""
    return finding.model_copy(update={"policy": finding.policy.model_copy(update={"url": url})})


def event_on(day: str, name: str, url: str) -> Finding:
    found = held(event(page(), name, dates=(dated(DateRole.OCCURRENCE, day),)))
    return elsewhere(found, url)


def test_a_notice_that_comes_back_every_year_under_one_name_is_two_notices() -> None:
    last_year, this_year = (
        elsewhere(
            held(policy(page(), document_number=None, dates=(dated(DateRole.SIGNED, day),))),
            f"https://www.shanxi.example/{day}.html",
        )
        for day in ("2022-10-12", "2023-10-12")
    )
    assert codes([last_year, this_year]) == [[], []]


def test_two_pages_that_date_one_thing_days_apart_contradict_each_other() -> None:
    name = "太原示例电站2号机组并网发电"
    one = event_on("2023-10-12", name, "https://www.taiyuan.example/a.html")
    other = event_on("2023-10-15", name, "https://news.example/b.html")
    assert codes([one, other]) == [[REASON], [REASON]]


def test_a_warning_of_the_next_week_is_another_warning() -> None:
    name = "太原市发布重污染天气橙色预警"
    one = event_on("2023-12-01", name, "https://www.taiyuan.example/1.html")
    other = event_on("2023-12-09", name, "https://www.taiyuan.example/2.html")
    assert codes([one, other]) == [[], []]


def test_a_document_number_makes_one_document_of_any_two_pages() -> None:
    number = quoted("晋交运发〔2024〕999号")
    one = held(
        policy(page(), dates=(dated(DateRole.SIGNED, "2019-10-12"),), document_number=number)
    )
    other = held(
        policy(page(), dates=(dated(DateRole.SIGNED, "2023-10-12"),), document_number=number)
    )
    moved = elsewhere(other, "https://news.example/c.html")
    assert codes([one, moved]) == [[REASON], [REASON]]


def test_what_is_found_for_many_changepoints_is_held_once() -> None:
    many = (Placed(on("2023-10-12"), str(i)) for i in range(300))
    other = Placed(on("2019-10-12"), "山西 Ground 2019-11-08")
    told = across_points([*many, other])
    assert len(told) == 301
    assert {v.values["other"] for v in told[300]} == {"0"}


# Stored


def dossier(year: int, day: str) -> Dossier:
    point = Changepoint(province="山西", sector="Ground", date=date(year, 11, 8))
    return Dossier(
        changepoint=point,
        window=point.window(),
        researched_at=datetime(2026, 11, 28, tzinfo=UTC),
        pages=(page(),),
        findings=(on(day),),
        provenance=Provenance(version="0", extractor="none"),
        outcome=Outcome.FOUND,
    )


def stored(store: Store, *days: str) -> str:
    run = store.start_run("research batch", "0", {}, datetime(2026, 11, 28, tzinfo=UTC))
    for year, day in zip(YEARS, days, strict=True):
        store.save(run, dossier(year, day))
    return run


def statuses(store: Store, run: str) -> list[str]:
    return [f.status.value for d in store.each_dossier(run) for f in d.findings]


def test_a_run_is_flagged_once_and_in_its_order(tmp_path: Path) -> None:
    with Store(tmp_path / "research.db") as store:
        run = stored(store, "2023-10-12", "2019-10-12")
        assert flag_across(store, run) == 2
        before = store.database.rows("SELECT total_changes()")[0][0]
        assert flag_across(store, run) == 2
        assert store.database.rows("SELECT total_changes()")[0][0] == before
        assert statuses(store, run) == ["flagged", "flagged"]
        assert tuple(d.changepoint.date.year for d in store.each_dossier(run)) == YEARS
        assert not list(drifts_across(lambda: store.each_dossier(run), "research.db"))


def test_what_contradicts_a_dossier_whose_text_is_gone_is_flagged_all_the_same(
    tmp_path: Path,
) -> None:
    gone = page().model_copy(
        update={"text": "一个虚构的网页", "url": "https://www.shanxi.example/gone"}
    )
    first = dossier(YEARS[0], "2023-10-12").model_copy(update={"pages": (page(), gone)})
    path = tmp_path / "research.db"
    with Store(path) as store:
        run = store.start_run("research batch", "0", {}, datetime(2026, 11, 28, tzinfo=UTC))
        store.save(run, first)
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("DELETE FROM pages WHERE json LIKE '%一个虚构的网页%'")
            raw.commit()
        store.save(run, dossier(YEARS[1], "2019-10-12"))
        for _ in range(2):
            assert flag_across(store, run) == 1
        left = store.each_dossier(run, only_whole=True)
        assert [f.status for d in left for f in d.findings] == [Status.FLAGGED]


def test_when_one_is_mended_the_other_gets_its_status_back(tmp_path: Path) -> None:
    with Store(tmp_path / "research.db") as store:
        run = stored(store, "2023-10-12", "2019-10-12")
        flag_across(store, run)
        store.save(run, dossier(YEARS[1], "2023-10-12"))
        (drift,) = drifts_across(lambda: store.each_dossier(run), "research.db")
        assert (drift.check, drift.now) == ("across", "absent")
        assert not flag_across(store, run)
        assert statuses(store, run) == ["verified", "verified"]


def test_what_a_killed_process_had_only_noted_is_compared_by_the_next(tmp_path: Path) -> None:
    with Store(tmp_path / "research.db") as store:
        run = stored(store, "2023-10-12", "2019-10-12")
        likenesses = Likenesses(store, run, EDITION)
        for number in likenesses.pending():
            one = store.bare_dossier(number)
            assert one is not None
            told = Placed(one.findings[0], "somewhere")
            likenesses.note([(number, [(0, told.said, told.keys)])])
        # Killed here.
        assert flag_across(store, run) == 2
        assert not likenesses.pending()


DAYS = ("2019-10-12", "2021-10-12", "2023-10-12")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.integers(0, 4), st.sampled_from(DAYS)), min_size=1, max_size=9))
def test_what_is_added_bit_by_bit_is_flagged_as_what_is_there_at_once(
    steps: list[tuple[int, str]],
) -> None:
    """A changepoint researched again takes the place of what it had, with all that follows."""
    with TemporaryDirectory() as folder, Store(Path(folder) / "research.db") as store:
        begun = datetime(2026, 11, 28, tzinfo=UTC)
        slowly = store.start_run("research batch", "0", {}, begun)
        for number, day in steps:
            store.save(slowly, dossier(2019 + number, day))
            flag_across(store, slowly)
        assert not list(drifts_across(lambda: store.each_dossier(slowly), "research.db"))
        at_once = store.start_run("research batch", "0", {}, begun)
        for number, day in dict(steps).items():
            store.save(at_once, dossier(2019 + number, day))
        flag_across(store, at_once)
        told = [sorted(statuses(store, run)) for run in (slowly, at_once)]
        assert told[0] == told[1]
        verdicts = [
            sorted(
                (d.changepoint.date.year, v.values["other"])
                for d in store.each_dossier(run)
                for f in d.findings
                for v in f.verdicts
                if v.reason == REASON
            )
            for run in (slowly, at_once)
        ]
        assert verdicts[0] == verdicts[1]
