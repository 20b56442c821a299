"""The loop of a batch over a real store: saved one by one, ended early, tried again, resumed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from agent.batch.hours import Hours
from agent.batch.resume import parted
from agent.batch.run import Desk, Ending, Step, Threads, work_through
from agent.errors import ResearchError, StateError
from agent.findings import Dossier, Outcome
from agent.records import Changepoint, Gap, SearchAnswer, Usage
from agent.store import Batches, PointState, Store
from tests import dossiers

NOW = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
Research = Callable[[Changepoint], Dossier]


def point(day: int) -> Changepoint:
    return dossiers.POINT.model_copy(update={"date": date(2024, 11, day)})


def answer(changepoint: Changepoint, *gaps: Gap, searched: bool = True) -> Dossier:
    """A dossier for a point: none found, or incomplete with these gaps."""
    page = dossiers.page()
    whole = dossiers.dossier(pages=(page,), gaps=gaps)
    searches = (SearchAnswer(backend="searxng", query="山西", hits=1, covers=True),)
    return whole.model_copy(
        update={
            "changepoint": changepoint,
            "window": changepoint.window(),
            "searches": searches if searched else (),
        }
    )


class Watching:
    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.said: list[str] = []
        self.heard: Callable[[str], object] = lambda _line: None

    def step(self, step: Step) -> None:
        self.steps.append(step)

    def say(self, line: str) -> None:
        self.said.append(line)
        self.heard(line)


class Night:
    """A store with a run of some days in November, and a clock that a test moves."""

    def __init__(self, path: Path, days: int, wait: float = 10.0) -> None:
        self.store = Store(path, wait=wait)
        self.batches = Batches(self.store)
        self.run = self.store.start_run("research batch", "0.1.0", {}, NOW, batch_key="s1:night")
        self.batches.plan(self.run, [(point(day), "a.csv") for day in range(1, days + 1)])
        self.watcher = Watching()
        self.now = NOW

    def due(self, *, retry: bool = False) -> list[int]:
        unfinished = self.batches.unfinished(self.run)
        due = unfinished if retry else parted(unfinished, self.now)[0]
        return [p.changepoint.date.day for p in due]

    def work(self, research: Research, *, jobs: int = 1, hours: Hours | None = None) -> Ending:
        crew = Threads(research, jobs)
        desk = Desk(
            crew=crew,
            batches=self.batches,
            run=self.run,
            clock=lambda: self.now,
            watcher=self.watcher,
            hours=hours or Hours(),
            ticks=self._ticks,
            sleep=self._sleep,
        )
        try:
            return work_through(parted(self.batches.unfinished(self.run), self.now)[0], desk)
        finally:
            crew.close()

    def _ticks(self) -> float:
        return (self.now - NOW).total_seconds()

    def _sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def stored(self, column: str) -> list[Any]:
        """A column of all points of the run, in their order."""
        rows = self.store.database.rows(
            f"SELECT {column} FROM points WHERE run_id = ? ORDER BY position",  # noqa: S608 - columns of the tests
            self.run,
        )
        return [row[0] for row in rows]


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    made = Night(tmp_path / "research.db", days=6)
    with made.store:
        yield made


def test_every_point_is_researched_saved_and_told(night: Night) -> None:
    ending = night.work(answer, jobs=3)
    assert (ending.early, ending.states) == ("", {PointState.DONE: 6})
    assert sorted(step.done for step in night.watcher.steps) == [1, 2, 3, 4, 5, 6]
    assert night.due() == []
    saved = [d.changepoint.date.day for d in night.store.each_dossier(night.run)]
    assert saved == [1, 2, 3, 4, 5, 6]


def test_dossiers_stand_in_the_order_of_the_points_whatever_was_done_first(night: Night) -> None:
    for day in (4, 1, 6):
        night.batches.keep(night.run, answer(point(day)))
    assert [d.changepoint.date.day for d in night.store.each_dossier(night.run)] == [1, 4, 6]


def test_points_run_side_by_side_and_no_more_than_the_jobs(night: Night) -> None:
    together = threading.Barrier(3, timeout=10)

    def meet(changepoint: Changepoint) -> Dossier:
        together.wait()
        return answer(changepoint)

    assert night.work(meet, jobs=3).begun == 6


def test_a_point_that_fails_stops_no_other(night: Night) -> None:
    def research(changepoint: Changepoint) -> Dossier:
        if changepoint.date.day == 2:
            raise ResearchError("no such thing", hint="mend it")
        if changepoint.date.day == 3:
            raise KeyError("oh")
        return answer(changepoint)

    ending = night.work(research)
    assert ending.states == {PointState.DONE: 4, PointState.FAILED: 2}
    failed = night.batches.unfinished(night.run)
    assert [p.detail for p in failed if p.state is PointState.FAILED] == [
        "no such thing; mend it",
        "internal error: KeyError: 'oh'",
    ]
    assert night.due() == []
    assert night.due(retry=True) == [2, 3]


def test_failures_in_a_row_spare_the_others(night: Night) -> None:
    def research(_changepoint: Changepoint) -> Dossier:
        raise KeyError("oh")

    ending = night.work(research)
    told = "5 changepoints in a row failed: internal error: KeyError: 'oh'"
    assert (ending.begun, ending.early) == (5, told)
    assert night.batches.states(night.run) == {PointState.FAILED: 5, PointState.PLANNED: 1}


def test_a_disk_that_takes_nothing_ends_the_run_and_leaves_the_rest_planned(night: Night) -> None:
    def research(changepoint: Changepoint) -> Dossier:
        if changepoint.date.day == 3:
            raise StateError("cannot write cache: the disk is full")
        return answer(changepoint)

    with pytest.raises(StateError, match="the disk is full"):
        night.work(research)
    assert night.due() == [3, 4, 5, 6]


BLOCKED = Gap(stage="fetch", target="http://a.example/", cause="blocked:ruishu")
NO_ANSWER = Gap(stage="search", target="searxng: 山西", cause="unreachable", detail="searxng: down")
NO_MONEY = Gap(stage="extract", target="http://a.example/", cause="no_balance", detail="余额不足")
SILENT = Gap(stage="extract", target="http://a.example/", cause="timeout", detail="no answer")


def test_a_gap_of_the_web_is_tried_again_later_and_each_time_later(night: Night) -> None:
    waits = []
    for _ in range(5):
        night.work(lambda changepoint: answer(changepoint, BLOCKED))
        later = night.batches.unfinished(night.run)[0].try_after
        assert later is not None
        waits.append((later - night.now) / timedelta(hours=1))
        assert night.due() == []
        assert night.due(retry=True) == [1, 2, 3, 4, 5, 6]
        night.now = later
    assert waits == [1, 6, 24, 72, 72]


def test_a_clock_that_was_wrong_keeps_no_point_back_for_years(night: Night) -> None:
    night.now += timedelta(days=10_000)
    night.work(lambda changepoint: answer(changepoint, BLOCKED))
    night.now = NOW
    assert night.due() == [1, 2, 3, 4, 5, 6]


def test_what_is_found_at_a_later_try_takes_the_place_of_the_incomplete(night: Night) -> None:
    night.work(lambda changepoint: answer(changepoint, BLOCKED))
    night.now += timedelta(hours=2)
    assert night.work(answer).begun == 6
    assert night.batches.outcomes(night.run) == {Outcome.NONE_FOUND: 6}
    told = {name: set(night.stored(name)) for name in ("state", "attempts", "try_after")}
    assert told == {"state": {"done"}, "attempts": {2}, "try_after": {None}}


def test_a_gap_of_our_own_search_is_tried_at_the_next_run(night: Night) -> None:
    night.work(lambda changepoint: answer(changepoint, NO_ANSWER))
    assert night.due() == [1, 2, 3, 4, 5, 6]


UNREACHED = Gap(stage="fetch", target="http://a.example/", cause="unreachable", detail="no way")


def without_pages(changepoint: Changepoint) -> Dossier:
    return answer(changepoint, UNREACHED).model_copy(update={"pages": ()})


@pytest.mark.parametrize(
    ("research", "told"),
    [
        pytest.param(
            lambda changepoint: answer(changepoint, SILENT),
            "the model does not answer (timeout): no answer",
            id="a silent model",
        ),
        pytest.param(
            lambda changepoint: answer(changepoint, NO_ANSWER, searched=False),
            "no search answers (unreachable): searxng: down",
            id="a silent search",
        ),
        pytest.param(
            without_pages,
            "no page can be reached (unreachable): no way",
            id="no network",
        ),
    ],
)
def test_what_never_answered_ends_the_run_after_three(
    night: Night, research: Research, told: str
) -> None:
    ending = night.work(research)
    assert (ending.early, night.now) == (f"{told}, 3 changepoints in a row", NOW)
    assert night.batches.states(night.run) == {PointState.INCOMPLETE: 3, PointState.PLANNED: 3}
    assert night.due() == [1, 2, 3, 4, 5, 6]


def test_what_does_not_answer_any_more_is_tried_until_the_morning(night: Night) -> None:
    def research(changepoint: Changepoint) -> Dossier:
        first = changepoint.date.day == 1
        return answer(changepoint) if first else answer(changepoint, SILENT)

    ending = night.work(research)
    assert ending.early.startswith("the model does not answer (timeout): no answer, ")
    assert timedelta(hours=9, minutes=45) <= night.now - NOW <= timedelta(hours=10)
    # The trials took points that had got no answer: no other was begun.
    assert night.batches.states(night.run) == {
        PointState.DONE: 1,
        PointState.INCOMPLETE: 3,
        PointState.PLANNED: 2,
    }
    assert night.due() == [2, 3, 4, 5, 6]


def test_with_an_end_of_its_own_a_run_is_tried_until_then(night: Night) -> None:
    def research(changepoint: Changepoint) -> Dossier:
        first = changepoint.date.day == 1
        return answer(changepoint) if first else answer(changepoint, SILENT)

    assert night.work(research, hours=Hours(until=time(23, 0))).early
    assert timedelta(minutes=45) <= night.now - NOW <= timedelta(hours=1)


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("begins", [1, 3, 5])
def test_an_outage_of_two_hours_costs_no_point(night: Night, jobs: int, begins: int) -> None:
    """Whenever it begins, the night ends with every point done, and nobody types anything."""
    started: list[int] = []

    def research(changepoint: Changepoint) -> Dossier:
        started.append(changepoint.date.day)
        over = NOW + timedelta(hours=2)
        away = begins < len(started) and night.now < over
        return answer(changepoint, SILENT) if away else answer(changepoint)

    ending = night.work(research, jobs=jobs)
    assert ending.early == ""
    assert night.due() == []
    assert night.batches.states(night.run) == {PointState.DONE: 6}
    assert timedelta(hours=2) <= night.now - NOW <= timedelta(hours=2, minutes=15)


def test_a_point_of_which_an_outage_took_a_part_is_begun_again_in_the_same_night(
    night: Night,
) -> None:
    seen: list[int] = []

    def research(changepoint: Changepoint) -> Dossier:
        day = changepoint.date.day
        seen.append(day)
        if day != 2 or seen.count(day) > 1:
            return answer(changepoint)
        partly = answer(changepoint, SILENT)
        return partly.model_copy(update={"usage": (Usage(stage="extract", model="m"),)})

    assert night.work(research).early == ""
    assert seen == [1, 2, 3, 4, 5, 6, 2]
    assert night.batches.states(night.run) == {PointState.DONE: 6}


def test_a_model_that_refuses_every_page_of_a_point_is_there(night: Night) -> None:
    refused = SILENT.model_copy(update={"cause": "moderation"})
    ending = night.work(lambda changepoint: answer(changepoint, refused))
    assert (ending.begun, ending.early, night.now) == (6, "", NOW)


def test_no_money_after_answers_is_tried_again_too(night: Night) -> None:
    def research(changepoint: Changepoint) -> Dossier:
        away = changepoint.date.day > 2 and night.now < NOW + timedelta(minutes=30)
        return answer(changepoint, NO_MONEY) if away else answer(changepoint)

    assert night.work(research).early == ""
    assert night.batches.states(night.run) == {PointState.DONE: 6}


def test_when_there_is_an_answer_again_what_got_none_is_tried_again(night: Night) -> None:
    def research(changepoint: Changepoint) -> Dossier:
        there = changepoint.date.day == 1 or night.now >= NOW + timedelta(minutes=3)
        return answer(changepoint) if there else answer(changepoint, SILENT)

    ending = night.work(research)
    assert (ending.early, night.due()) == ("", [])
    assert night.batches.states(night.run) == {PointState.DONE: 6}
    assert night.watcher.said == [
        "the model does not answer (timeout): no answer",
        "nothing is begun before 2026-11-24 22:01: trying one then",
        "the model does not answer (timeout): no answer",
        "nothing is begun before 2026-11-24 22:06: trying one then",
    ]
    last = night.watcher.steps[-1]
    assert (last.done, last.total) == (10, 10)


def test_no_money_ends_the_run_at_once(night: Night) -> None:
    ending = night.work(lambda changepoint: answer(changepoint, NO_MONEY))
    assert (ending.begun, night.now) == (1, NOW)
    assert ending.early == "the model does not answer (no_balance): 余额不足"
    assert night.due() == [1, 2, 3, 4, 5, 6]


def test_a_spent_budget_ends_the_run_once_what_has_begun_is_saved(night: Night) -> None:
    over = Gap(
        stage="search",
        target="tavily: 山西",
        cause="budget",
        detail="the budget of 50 cny is reached",
    )
    ending = night.work(lambda changepoint: answer(changepoint, over), jobs=2)
    assert (ending.begun, ending.early) == (2, "the budget of 50 cny is reached")
    assert night.due() == [1, 2, 3, 4, 5, 6]


def test_a_page_that_is_blocked_ends_nothing(night: Night) -> None:
    assert night.work(lambda changepoint: answer(changepoint, BLOCKED)).begun == 6


def test_an_answer_in_between_starts_the_count_again(night: Night) -> None:
    seen: list[int] = []

    def research(changepoint: Changepoint) -> Dossier:
        day = changepoint.date.day
        seen.append(day)
        away = day % 3 and seen.count(day) == 1
        return answer(changepoint, SILENT) if away else answer(changepoint)

    ending = night.work(research)
    assert (ending.early, night.now) == ("", NOW)
    assert seen == [1, 2, 3, 4, 5, 6, 1, 2, 4, 5]


def test_the_hours_end_a_run(night: Night) -> None:
    def research(changepoint: Changepoint) -> Dossier:
        night.now += timedelta(hours=4)
        return answer(changepoint)

    ending = night.work(research, hours=Hours(until=time(9)))
    assert (ending.begun, ending.early) == (3, "the hours are over")
    assert night.due() == [4, 5, 6]


def test_between_the_hours_a_run_pauses(night: Night) -> None:
    begun = []

    def research(changepoint: Changepoint) -> Dossier:
        begun.append(night.now.hour)
        night.now += timedelta(hours=4)
        return answer(changepoint)

    assert night.work(research, hours=Hours(time(18), time(9))).early == ""
    assert begun == [22, 2, 6, 18, 22, 2]
    assert night.watcher.said == ["nothing is begun before 2026-11-25 18:00: outside the hours"]


def test_the_plan_grows_and_keeps_what_is_done(night: Night) -> None:
    for day in (1, 2):
        night.batches.keep(night.run, answer(point(day)))
    night.batches.plan(night.run, [(point(day), "b.csv") for day in (9, 2, 3)])
    days = night.stored("json_extract(changepoint, '$.date')")
    assert days == ["2024-11-09", "2024-11-02", "2024-11-03", "2024-11-01"]
    assert night.due() == [9, 3]
    assert night.batches.newest("s1:night") == night.run


def test_a_database_that_another_program_holds_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "research.db"
    night = Night(path, days=1, wait=0.02)
    with night.store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        night.watcher.heard = lambda _line: other.execute("ROLLBACK")
        assert night.work(answer).states == {PointState.DONE: 1}
        assert night.watcher.said == [f"waiting: the database {path} is locked by another process"]


def test_a_database_that_is_never_let_go_ends_the_run(tmp_path: Path) -> None:
    path = tmp_path / "research.db"
    night = Night(path, days=1, wait=0.0)
    with night.store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StateError, match="locked by another process"):
            night.work(answer)
        other.execute("ROLLBACK")
        assert night.due() == [1]
