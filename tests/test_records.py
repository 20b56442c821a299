"""The values that flow: intervals, identity, frozen records."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from agent.records import Changepoint, Hit, Interval, Usage, content_key, summed

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), JSON, min_size=1, max_size=4))
def test_a_key_ignores_the_order_in_which_a_dict_was_filled(value: dict[str, object]) -> None:
    assert content_key(value) == content_key(dict(reversed(value.items())))


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_key_changes_with_every_sent_character(one: str, two: str) -> None:
    assert (content_key({"q": one}) == content_key({"q": two})) is (one == two)


def test_a_key_names_its_algorithm_and_stays_the_same() -> None:
    expected = "s1:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert content_key({}) == expected  # sha256 of the two characters {}


@given(DAYS, st.integers(0, 400))
def test_a_window_reaches_equally_far_on_both_sides(day: date, days: int) -> None:
    window = Changepoint(province="山西", sector=None, date=day).window(days)
    assert (day - window.start).days == (window.end - day).days == days
    assert window.days == 2 * days + 1
    assert window.contains(Interval.of_day(day))


def test_a_window_is_counted_from_the_detectors_interval_where_it_gave_one() -> None:
    point = Changepoint(
        province="山西",
        sector=None,
        date=date(2024, 11, 8),
        interval=Interval(start=date(2024, 11, 1), end=date(2024, 11, 20)),
    )
    assert str(point.window(10)) == "2024-10-22..2024-11-30"


def test_months_and_years_are_intervals() -> None:
    assert str(Interval.of_month(2024, 2)) == "2024-02-01..2024-02-29"
    assert Interval.of_year(2023).days == 365
    assert str(Interval.of_day(date(2024, 11, 8))) == "2024-11-08"


@pytest.mark.parametrize(
    ("one", "two", "overlap", "contained"),
    [
        ((1, 10), (5, 20), True, False),
        ((1, 10), (10, 20), True, False),
        ((1, 10), (11, 20), False, False),
        ((1, 10), (2, 9), True, True),
    ],
)
def test_closed_intervals_share_their_ends(
    one: tuple[int, int], two: tuple[int, int], overlap: bool, contained: bool
) -> None:
    first = Interval(start=date(2024, 1, one[0]), end=date(2024, 1, one[1]))
    second = Interval(start=date(2024, 1, two[0]), end=date(2024, 1, two[1]))
    assert first.overlaps(second) is second.overlaps(first) is overlap
    assert first.contains(second) is contained


def test_an_interval_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends"):
        Interval(start=date(2024, 1, 2), end=date(2024, 1, 1))


def test_a_record_is_frozen_and_takes_no_field_it_does_not_know() -> None:
    hit = Hit(url="https://a.example/", title="t", backend="b", rank=1)
    with pytest.raises(ValidationError):
        hit.title = "u"  # type: ignore[misc]  # the point of the test
    with pytest.raises(ValidationError):
        Hit(url="https://a.example/", title="t", backend="b", rank=1, score=2)  # type: ignore[call-arg]  # the point of the test


USAGES = st.lists(
    st.builds(
        Usage,
        stage=st.sampled_from(["search", "extract"]),
        model=st.sampled_from(["a", "b"]),
        target=st.text(max_size=2),
        calls=st.integers(1, 3),
        prompt_tokens=st.integers(0, 9),
    ),
    max_size=8,
)


@given(USAGES, USAGES)
def test_usages_added_up_in_parts_come_to_the_same(some: list[Usage], more: list[Usage]) -> None:
    # A summary adds up thousands so, without holding them.
    assert summed([*summed(some), *more]) == summed([*some, *more])
    assert all(not one.target for one in summed(some))
    assert sum(one.calls for one in summed(some)) == sum(one.calls for one in some)
