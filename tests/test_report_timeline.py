"""The timeline puts every date where it belongs, and no label on another one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from agent.findings import Finding, Label, claims_of
from agent.policy import DateRole, QuotedDate
from agent.records import Interval
from agent.report.html.timeline import (
    APART,
    REACH,
    Axis,
    Dated,
    Mark,
    fitted,
    labels_of,
    supported_dates,
    timeline,
    width_of,
)
from agent.report.template import Values
from tests.dossiers import POINT, dossier, finding, page

HERE = page()
LEFT, RIGHT = 312, 944
"""The first and the last day of the window in the drawing."""


def dated(*dates: tuple[DateRole, str]) -> Finding:
    """A finding with these dates, all of them supported."""
    base = finding(HERE)
    quoted = tuple(
        QuotedDate(value=value, quote=value, source=HERE.sha256, role=role) for role, value in dates
    )
    thing = base.policy.model_copy(update={"dates": quoted})
    supported = base.verdicts[0]
    claims = claims_of(thing)
    verdicts = tuple(
        supported.model_copy(update={"check": claim.field, "claim": index})
        for index, claim in enumerate(claims)
    )
    return base.model_copy(update={"policy": thing, "claims": claims, "verdicts": verdicts})


def drawn(*findings: Finding) -> Values:
    return timeline(dossier(*findings, pages=(HERE,)), findings)


# Where things stand: the window is 2024-08-10 to 2025-02-06, 90 days each side of 2024-11-08.


def test_the_changepoint_stands_in_the_middle_of_its_window() -> None:
    assert drawn(finding(HERE)).point == (LEFT + RIGHT) / 2


def test_the_ends_of_the_window_are_the_ends_of_the_axis() -> None:
    of = dated((DateRole.ISSUED, "2024-08-10"), (DateRole.EFFECTIVE, "2025-02-06"))
    assert [mark.left for mark in drawn(of).lanes[0].marks] == [LEFT, RIGHT]


def test_a_day_stands_as_far_as_it_is_from_the_first() -> None:
    # 18 of 180 days: a tenth of 632 units.
    of = dated((DateRole.SIGNED, "2024-08-28"))
    assert drawn(of).lanes[0].marks[0].left == 375.2


def test_a_term_in_force_is_a_bar_that_ends_with_the_window() -> None:
    of = dated((DateRole.IN_FORCE, "2024-11-08/2025-03-31"))
    (mark,) = drawn(of).lanes[0].marks
    assert (mark.left, mark.right, mark.beyond) == (628.0, RIGHT, 0)
    (words,) = drawn(of).lanes[0].labels
    assert words.text == "2024-11-08–2025-03-31"
    assert words.above or words.right <= mark.left


def test_a_date_outside_the_window_is_drawn_at_its_end_with_an_arrow() -> None:
    early, late = dated((DateRole.SIGNED, "2022-06-24")), dated((DateRole.EFFECTIVE, "2025-07-01"))
    lanes = drawn(early, late).lanes
    assert [lane.marks[0].left for lane in lanes] == [LEFT, RIGHT]
    assert [lane.labels[0].text for lane in lanes] == ["← 2022-06-24", "2025-07-01 →"]


def test_dates_close_together_share_a_label_that_tells_the_year_once() -> None:
    of = dated((DateRole.SIGNED, "2024-10-12"), (DateRole.ISSUED, "2024-10-15"))
    assert [words.text for words in drawn(of).lanes[0].labels] == ["2024-10-12 · 10-15"]


def test_dates_far_apart_have_labels_of_their_own() -> None:
    of = dated((DateRole.SIGNED, "2024-09-01"), (DateRole.EFFECTIVE, "2024-12-15"))
    assert [words.text for words in drawn(of).lanes[0].labels] == ["2024-09-01", "2024-12-15"]


def test_only_dates_that_the_page_supports_are_drawn() -> None:
    of = dated((DateRole.SIGNED, "2024-10-12"), (DateRole.EFFECTIVE, "2024-11-01"))
    signed = next(i for i, c in enumerate(of.claims) if c.role is DateRole.SIGNED)
    verdicts = tuple(
        v.model_copy(update={"label": Label.REFUTED}) if v.claim == signed else v
        for v in of.verdicts
    )
    refuted = of.model_copy(update={"verdicts": verdicts})
    day = Interval.of_day(date(2024, 11, 1))
    assert supported_dates(refuted) == (Dated(DateRole.EFFECTIVE, day),)


def test_the_interval_of_the_detector_is_a_band_around_the_changepoint() -> None:
    interval = Interval(start=date(2024, 11, 5), end=date(2024, 11, 12))
    point = POINT.model_copy(update={"interval": interval})
    whole = dossier(finding(HERE), pages=(HERE,))
    shown = timeline(
        whole.model_copy(update={"changepoint": point, "window": point.window()}), whole.findings
    )
    assert shown.band is not None
    assert shown.band[0] < shown.point < shown.band[1]
    assert drawn(finding(HERE)).band is None


def test_findings_keep_their_order_one_lane_below_the_other() -> None:
    lanes = drawn(finding(HERE), finding(HERE, name="第二件"), finding(HERE, name="第三件")).lanes
    assert [lane.number for lane in lanes] == [1, 2, 3]
    assert [lane.y for lane in lanes] == sorted(lane.y for lane in lanes)
    assert lanes[1].full_name == "2 第二件"


def test_more_findings_than_lanes_are_counted() -> None:
    shown = drawn(*[finding(HERE)] * 64)
    assert (len(shown.lanes), shown.hidden) == (60, 4)


def test_a_long_name_is_cut_to_the_room_at_its_left() -> None:
    (lane,) = drawn(finding(HERE, name="很长的名称" * 20)).lanes
    assert lane.name.endswith("…")
    assert width_of(lane.name, 13) <= 312
    assert fitted("短", 300, 13) == "短"


# Laws

WINDOW = Interval(start=date(2024, 8, 10), end=date(2025, 2, 6))
AXIS = Axis(WINDOW, LEFT, RIGHT)
DAYS = st.integers(-400, 600).map(lambda days: WINDOW.start + timedelta(days=days))
INTERVALS = st.tuples(DAYS, st.sampled_from([0, 0, 0, 1, 30, 150])).map(
    lambda pair: Interval(start=pair[0], end=pair[0] + timedelta(days=pair[1]))
)


def mark(interval: Interval) -> Mark:
    beyond = -1 if interval.end < WINDOW.start else 1 if interval.start > WINDOW.end else 0
    dated_so = Dated(DateRole.SIGNED, interval)
    return Mark(dated_so, AXIS.x(interval.start), AXIS.x(interval.end), beyond)


@given(st.lists(INTERVALS, max_size=8))
def test_labels_of_a_lane_never_meet(intervals: Sequence[Interval]) -> None:
    labels = labels_of([mark(i) for i in intervals], LEFT, RIGHT)
    for one, other in pairwise(labels):
        assert one.right <= other.left


@given(st.lists(INTERVALS, max_size=8))
def test_labels_stay_inside_and_beside_the_marks(intervals: Sequence[Interval]) -> None:
    marks = [mark(i) for i in intervals]
    for words in labels_of(marks, LEFT, RIGHT):
        assert words.left >= LEFT
        assert words.right <= RIGHT
        for one in marks:
            inside = one.left + REACH / 2 > words.left and one.left - REACH / 2 < words.right
            assert not inside, f"{words} lies on a mark at {one.left}"


@example(
    [
        date(2024, 8, 11),
        date(2024, 8, 9),
        date(2025, 1, 15),
        date(2023, 12, 31),
        date(2024, 8, 10),
        date(2023, 12, 30),
    ]
)
@given(st.lists(DAYS, min_size=1, max_size=6, unique=True))
def test_a_day_that_stands_alone_always_has_its_label(days: Sequence[date]) -> None:
    marks = sorted((mark(Interval.of_day(day)) for day in days), key=lambda m: m.left)
    edges = [LEFT - 200.0, *(m.left for m in marks), RIGHT + 200.0]
    told = " ".join(words.text for words in labels_of(marks, LEFT, RIGHT))
    for before, one, after in zip(edges, marks, edges[2:], strict=False):
        if one.left - before > 4 * APART and after - one.left > 4 * APART:
            assert str(one.dated.interval.start) in told


@given(st.integers(1, 8000), DAYS)
def test_the_words_of_an_axis_never_touch(days: int, start: date) -> None:
    axis = Axis(Interval(start=start, end=start + timedelta(days=days - 1)), 0, 600)
    ticks = axis.ticks()
    for one, other in pairwise(ticks):
        assert other.at - one.at >= width_of(one.text, 12)


@given(DAYS, DAYS)
def test_a_later_day_never_stands_further_left(one: date, other: date) -> None:
    first, second = sorted((one, other))
    assert AXIS.x(first) <= AXIS.x(second)
