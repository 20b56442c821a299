"""Hours of the day on the user's clock: over midnight, alone, and with a clock that is set."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from agent.batch.hours import Hours

HOUR = 3600.0


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "begun", "now", "expected"),
    [
        pytest.param(Hours(), at(1, 12), at(1, 12), 0.0, id="always"),
        pytest.param(Hours(time(18), time(9)), at(1, 12), at(1, 12), 6 * HOUR, id="before them"),
        pytest.param(Hours(time(18), time(9)), at(1, 12), at(1, 18), 0.0, id="as they begin"),
        pytest.param(Hours(time(18), time(9)), at(1, 12), at(2, 8, 59), 0.0, id="past midnight"),
        pytest.param(Hours(time(18), time(9)), at(1, 12), at(2, 9), 9 * HOUR, id="as they end"),
        pytest.param(Hours(time(9), time(18)), at(1, 8), at(1, 8), HOUR, id="by day, before"),
        pytest.param(Hours(time(9), time(18)), at(1, 8), at(1, 12), 0.0, id="by day, within"),
        pytest.param(Hours(time(9), time(18)), at(1, 8), at(1, 19), 14 * HOUR, id="by day, after"),
        pytest.param(Hours(until=time(9)), at(1, 22), at(2, 8), 0.0, id="before the end"),
        pytest.param(Hours(until=time(9)), at(1, 22), at(2, 9), None, id="at the end"),
        pytest.param(Hours(until=time(9)), at(1, 9), at(1, 10), 0.0, id="begun as they ended"),
        pytest.param(Hours(time(18)), at(1, 12), at(1, 12), 6 * HOUR, id="waits for the beginning"),
        pytest.param(Hours(time(18)), at(1, 12), at(2, 3), 0.0, id="begun, and goes on at night"),
        pytest.param(Hours(time(18)), at(1, 20), at(1, 20), 0.0, id="called after the beginning"),
        pytest.param(Hours(time(0, 30)), at(1, 23, 30), at(1, 23, 30), HOUR, id="after midnight"),
        pytest.param(Hours(time(18), time(9)), at(2, 8), at(1, 17), HOUR, id="a clock set back"),
    ],
)
def test_how_long_to_wait(
    hours: Hours, begun: datetime, now: datetime, expected: float | None
) -> None:
    assert hours.wait(begun, now) == expected
