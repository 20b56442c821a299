"""Decisions in research.db: only added, in force one a reviewer, blind, taken back, counted once."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.errors import StateError
from agent.findings import Status
from agent.records import Span
from agent.store import Store
from agent.store.reviews import (
    Correction,
    Decision,
    Review,
    Reviews,
    Seen,
    in_force,
    thing_key,
    verdicts_key,
    visible_to,
)
from agent.store.schema import FIRST, KIND
from tests import dossiers

NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "research.db"


@pytest.fixture
def reviews(path: Path) -> Iterator[Reviews]:
    with Store(path) as store:
        yield Reviews(store.database)


def decided(
    decision: Decision = Decision.ACCEPT,
    *,
    finding: str = "s1:a",
    reviewer: str = "li",
    minute: int = 0,
    request: str = "",
) -> Review:
    return Review(
        finding_key=finding,
        changepoint_key="s1:point",
        thing_key="s1:thing",
        reviewed_at=NOW + timedelta(minutes=minute),
        reviewer=reviewer,
        decision=decision,
        request=request,
    )


def held(reviews: Reviews, finding: str = "s1:a") -> list[tuple[str, str]]:
    return [(r.reviewer, r.decision.value) for r in reviews.in_force().get(finding, ())]


def test_a_decision_comes_back_as_it_was(reviews: Reviews) -> None:
    given = Review(
        finding_key="s1:a",
        changepoint_key="s1:point",
        thing_key="s1:thing",
        reviewed_at=NOW,
        reviewer="李",
        decision=Decision.CORRECT,
        note="落款是“十一月二日”",
        fault="date",
        corrections=(
            Correction(
                field="date",
                claim=1,
                value="2024-11-02",
                role="issued",
                quote="2024年11月2日",
                source="ab" * 32,
                span=Span(start=4, end=14),
            ),
        ),
        seen=Seen(run="20261128-080000", status="flagged", page="ab" * 32, verdicts="s1:v"),
        request="key-press-1",
    )
    (kept,) = reviews.add(given)
    assert kept.id == 1
    assert reviews.history() == (kept,)
    assert kept.model_copy(update={"id": 0}) == given


def test_a_newer_decision_of_the_same_reviewer_holds_and_the_older_one_is_kept(
    reviews: Reviews,
) -> None:
    reviews.add(decided(Decision.ACCEPT), decided(Decision.REJECT, minute=1))
    assert held(reviews) == [("li", "reject")]
    assert [r.decision for r in reviews.history()] == ["accept", "reject"]


def test_a_decision_that_was_made_earlier_elsewhere_does_not_take_over_when_it_comes_in_later(
    reviews: Reviews,
) -> None:
    reviews.add(decided(Decision.REJECT, minute=5))
    reviews.add(decided(Decision.ACCEPT, minute=1))
    assert held(reviews) == [("li", "reject")]


def test_the_same_request_counts_once_on_each_finding(reviews: Reviews) -> None:
    act = [decided(finding=key, request="press") for key in ("s1:a", "s1:b")]
    first = reviews.add(*act)
    again = reviews.add(*(r.model_copy(update={"note": "sent twice"}) for r in act))
    assert again == first
    assert len(reviews.history()) == 2


def test_the_same_decision_without_a_request_counts_once(reviews: Reviews) -> None:
    assert reviews.add(decided()) == reviews.add(decided())
    assert len(reviews.history()) == 1


def test_one_bad_row_keeps_the_others_out(reviews: Reviews) -> None:
    bad = Review.model_construct(**{**decided().model_dump(), "reviewer": None, "corrections": ()})
    with pytest.raises(StateError, match="NOT NULL"):
        reviews.add(decided(), bad)
    assert reviews.history() == ()


def test_an_undo_is_a_row_and_brings_the_decision_of_before_back(reviews: Reviews) -> None:
    reviews.add(decided(Decision.ACCEPT, request="1"))
    reviews.add(decided(Decision.REJECT, minute=1, request="2"))
    (gone,) = reviews.undo("li", NOW + timedelta(minutes=2))
    assert gone.decision is Decision.REJECT
    assert held(reviews) == [("li", "accept")]
    reviews.undo("li", NOW + timedelta(minutes=3))
    assert held(reviews) == []
    assert reviews.undo("li", NOW + timedelta(minutes=4)) == ()
    assert [r.decision.value for r in reviews.history()] == [
        "accept",
        "reject",
        "withdrawn",
        "withdrawn",
    ]


def test_what_was_decided_in_one_act_is_taken_back_in_one(reviews: Reviews) -> None:
    reviews.add(*(decided(finding=key, request="many") for key in ("s1:a", "s1:b", "s1:c")))
    reviews.add(decided(Decision.REJECT, finding="s1:b", minute=1, request="one"))
    gone = reviews.undo("li", NOW + timedelta(minutes=2), request="many")
    assert {r.finding_key for r in gone} == {"s1:a", "s1:c"}
    assert held(reviews, "s1:b") == [("li", "reject")]


def test_an_undo_sent_twice_takes_one_decision_back(reviews: Reviews) -> None:
    reviews.add(decided(Decision.ACCEPT, request="1"))
    reviews.add(decided(Decision.REJECT, minute=1, request="2"))
    for _ in range(2):
        reviews.undo("li", NOW + timedelta(minutes=2), request="2")
    assert held(reviews) == [("li", "accept")]


def test_nobody_takes_back_what_another_decided(reviews: Reviews) -> None:
    reviews.add(decided(request="1"))
    assert reviews.undo("wang", NOW, request="1") == ()
    assert held(reviews) == [("li", "accept")]


def test_an_undo_holds_although_the_clock_went_back(reviews: Reviews) -> None:
    reviews.add(decided(minute=5))
    reviews.undo("li", NOW)
    assert held(reviews) == []


def test_reviewers_are_blind_to_each_other_until_both_have_decided(reviews: Reviews) -> None:
    reviews.add(decided(reviewer="li"), decided(Decision.REJECT, reviewer="wang", minute=1))
    reviews.add(decided(Decision.REJECT, reviewer="wang", finding="s1:b"))
    everything = reviews.in_force()
    assert {key: len(seen) for key, seen in visible_to("wang", everything).items()} == {
        "s1:a": 2,
        "s1:b": 1,
    }
    assert set(visible_to("li", everything)) == {"s1:a"}
    assert visible_to("zhao", everything) == {}


def test_only_decisions_that_hold_open_the_eyes() -> None:
    taken_back = decided(Decision.WITHDRAWN, reviewer="wang", minute=2)
    rows = [decided(reviewer="li"), decided(reviewer="wang", minute=1), taken_back]
    assert visible_to("wang", in_force(rows)) == {}


@pytest.mark.parametrize(
    ("url", "name", "same"),
    [
        ("http://jtyst.shanxi.example/a.html", "公交车更新补贴办法", True),
        ("https://jtyst.shanxi.example/a.html", "《公交车更新补贴办法》", True),
        (
            "https://jtyst.shanxi.example/a.html?utm_source=x",
            "山西省示例厅关于印发《公交车更新补贴办法》的通知",
            True,
        ),
        ("https://jtyst.shanxi.example/b.html", "公交车更新补贴办法", False),
        ("https://jtyst.shanxi.example/a.html", "公交车更新补贴细则", False),
    ],
)
def test_a_thing_is_the_same_when_its_address_and_its_folded_name_are(
    url: str, name: str, same: bool
) -> None:
    one = thing_key("s1:point", "https://jtyst.shanxi.example/a.html", "公交车更新补贴办法")
    assert (thing_key("s1:point", url, name) == one) is same
    assert thing_key("s1:other", url, name) != one


def test_the_key_of_verdicts_changes_with_what_the_checks_say() -> None:
    page = dossiers.page()
    good, bad = (dossiers.finding(page, s) for s in (Status.VERIFIED, Status.FLAGGED))
    assert verdicts_key(good) == verdicts_key(dossiers.finding(page))
    assert verdicts_key(good) != verdicts_key(bad)


def test_reviews_of_an_older_file_are_read(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(FIRST)
        raw.execute(f"PRAGMA application_id = {KIND}")
        raw.execute("PRAGMA user_version = 1")
        raw.execute(
            "INSERT INTO reviews (finding_key, reviewed_at, reviewer, decision, note)"
            " VALUES ('s1:a', '2026-11-24T08:00:00+00:00', 'li', 'accept', 'seen')"
        )
        raw.commit()
    with Store(path) as store:
        (review,) = Reviews(store.database).in_force()["s1:a"]
    assert (review.reviewer, review.note, review.seen) == ("li", "seen", None)


def _decide_many(path: Path, reviewer: str) -> None:
    with Store(path) as store:
        reviews = Reviews(store.database)
        for number in range(40):
            reviews.add(decided(finding=f"s1:{number}", reviewer=reviewer, request=f"{number}"))


def test_two_reviewers_and_a_running_batch_lose_no_decision(path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    others = [spawn.Process(target=_decide_many, args=(path, who)) for who in ("wang", "zhao")]
    page = dossiers.page()
    dossier = dossiers.dossier(dossiers.finding(page), pages=(page,))

    def batch() -> None:
        with Store(path) as store:
            run = store.start_run("research batch", "0.1.0", {}, NOW)
            for _ in range(40):
                store.save(run, dossier)

    Store(path).close()
    workers: list[threading.Thread | multiprocessing.process.BaseProcess] = [
        *others,
        threading.Thread(target=batch),
        threading.Thread(target=_decide_many, args=(path, "li")),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [process.exitcode for process in others] == [0, 0]
    with Store(path) as store:
        everything = Reviews(store.database).in_force()
        assert len(store.runs()) == 1
    assert len(everything) == 40
    assert {tuple(sorted(r.reviewer for r in each)) for each in everything.values()} == {
        ("li", "wang", "zhao")
    }
