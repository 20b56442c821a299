"""Politeness: when a host may be asked, and when it is left alone."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.fetch.politeness import HostRules, Politeness

HOST = "gov.example"


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def politeness(clock: Clock, manners: HostRules | None = None, chance: float = 0.0) -> Politeness:
    return Politeness(manners or HostRules(), clock, lambda: chance)


def test_the_first_request_may_start_at_once() -> None:
    assert politeness(Clock()).admit(HOST) == 0.0


def test_the_second_start_waits_for_the_pause_although_a_slot_is_free() -> None:
    clock = Clock()
    polite = politeness(clock, HostRules(pause=1.0))
    polite.admit(HOST)
    clock.now += 0.25
    assert polite.admit(HOST) == pytest.approx(0.75)
    clock.now += 0.75
    assert polite.admit(HOST) == 0.0


def test_no_more_than_two_run_at_a_time_however_long_one_waits() -> None:
    clock = Clock()
    polite = politeness(clock)
    for _ in range(2):
        assert polite.admit(HOST) == 0.0
        clock.now += 60
    assert polite.admit(HOST) == math.inf
    polite.release(HOST)
    assert polite.admit(HOST) == 0.0


def test_hosts_do_not_wait_for_each_other() -> None:
    polite = politeness(Clock())
    assert [polite.admit(f"{name}.example") for name in "abcdefgh"] == [0.0] * 8


def test_the_pause_is_spread_by_chance() -> None:
    clock = Clock()
    polite = politeness(clock, HostRules(pause=2.0, spread=0.5), chance=0.5)
    polite.admit(HOST)
    assert polite.admit(HOST) == pytest.approx(2.5)


def test_a_pause_of_zero_asks_at_once() -> None:
    polite = politeness(Clock(), HostRules(pause=0.0, parallel=3))
    assert [polite.admit(HOST) for _ in range(3)] == [0.0, 0.0, 0.0]


def test_a_host_that_asks_for_time_gets_it() -> None:
    clock = Clock()
    polite = politeness(clock)
    polite.hold(HOST, 20.0)
    assert polite.admit(HOST) == pytest.approx(20.0)
    polite.hold(HOST, 5.0)
    assert polite.admit(HOST) == pytest.approx(20.0), "a shorter wait does not shorten it"


def answers(polite: Politeness, refusals: str) -> None:
    for letter in refusals:
        polite.answered(HOST, refused=letter == "x")


@pytest.mark.parametrize(
    ("refusals", "alone"),
    [("xx", False), ("xxx", True), ("xx.x", False), ("xx.xxx", True), ("...", False)],
    ids=["two", "three in a row", "broken by an answer", "three after an answer", "answers"],
)
def test_a_host_is_left_alone_after_three_refusals_in_a_row(refusals: str, alone: bool) -> None:
    polite = politeness(Clock())
    answers(polite, refusals)
    assert polite.left_alone(HOST) is alone
    assert not polite.left_alone("other.example")


def test_a_host_left_alone_is_tried_again_later_and_one_refusal_is_then_enough() -> None:
    clock = Clock()
    polite = politeness(clock, HostRules(rest=600.0))
    answers(polite, "xxx")
    clock.now += 601
    assert not polite.left_alone(HOST)
    answers(polite, "x")
    assert polite.left_alone(HOST)
    clock.now += 601
    answers(polite, ".")
    answers(polite, "xx")
    assert not polite.left_alone(HOST), "an answer made it a host like any other"


def test_a_host_is_silent_after_three_silences_in_a_row_and_speaks_again_with_one_answer() -> None:
    polite = politeness(Clock())
    for _ in range(3):
        assert not polite.is_silent(HOST)
        polite.kept_silent(HOST)
    assert polite.is_silent(HOST)
    assert not polite.left_alone(HOST), "it is asked for other pages"
    polite.answered(HOST, refused=True)
    assert not polite.is_silent(HOST)


@given(
    steps=st.lists(st.tuples(st.sampled_from(["admit", "release", "tick"]), st.floats(0, 3))),
    parallel=st.integers(1, 3),
)
def test_whatever_is_asked_starts_keep_their_distance_and_their_number(
    steps: list[tuple[str, float]], parallel: int
) -> None:
    clock = Clock()
    polite = politeness(clock, HostRules(parallel=parallel, pause=1.0), chance=0.3)
    starts: list[float] = []
    running = 0
    for step, seconds in steps:
        if step == "tick":
            clock.now += seconds
        elif step == "admit" and polite.admit(HOST) == 0.0:
            starts.append(clock.now)
            running += 1
        elif step == "release" and running:
            polite.release(HOST)
            running -= 1
        assert running <= parallel
    assert all(later - earlier >= 1.0 for earlier, later in itertools.pairwise(starts))


def test_a_host_that_is_busy_is_asked_more_slowly_until_it_answers() -> None:
    clock = Clock()
    polite = politeness(clock, HostRules(pause=1.0))

    def pause() -> float:
        clock.now += 1000
        assert polite.admit(HOST) == 0.0
        polite.release(HOST)
        return polite.admit(HOST)

    assert pause() == pytest.approx(1.0)
    seen = []
    for _ in range(5):
        polite.answered(HOST, refused=False)
        polite.hold(HOST, 0.0)
        seen.append(pause())
    assert seen == pytest.approx([4.0, 8.0, 16.0, 16.0, 16.0])
    for _ in range(4):
        polite.answered(HOST, refused=False)
    assert pause() == pytest.approx(1.0)
