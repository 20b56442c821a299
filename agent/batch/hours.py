"""The hours of the day in which changepoints are begun, on the user's own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

MORNING = time(8)
"""When a run that nothing answers is given up."""


@dataclass(frozen=True)
class Hours:
    """From ``start`` to ``until``, over midnight where ``until`` is the earlier.

    With both a run pauses at the end of the hours and goes on when they begin again. With
    ``until`` alone it ends at that time; with ``start`` alone it waits for that time once, or
    begins at once when that time is nearer behind than ahead.
    """

    start: time | None = None
    until: time | None = None

    def wait(self, begun: datetime, now: datetime) -> float | None:
        """Seconds until a changepoint may be begun, 0.0 for now; None when the run is to end.

        ``begun`` is when the run was started. Both are times of the user's clock with its zone.
        """
        if self.until and self.start is None:
            return None if now >= _next(begun, self.until) else 0.0
        if self.start is None:
            return 0.0
        if self.until is None:
            opens = _next(begun, self.start)
            ahead = opens - begun <= timedelta(hours=12)
            return max(0.0, (opens - now).total_seconds()) if ahead else 0.0
        return 0.0 if self._inside(now.time()) else (_next(now, self.start) - now).total_seconds()

    def patience(self, now: datetime) -> float:
        """Seconds for which what does not answer any more is tried again: until these hours end.

        Without an end until the morning, when somebody looks.
        """
        return (_next(now, self.until or MORNING) - now).total_seconds()

    def _inside(self, now: time) -> bool:
        if self.start is None or self.until is None:
            return True
        if self.start < self.until:
            return self.start <= now < self.until
        return now >= self.start or now < self.until


def _next(now: datetime, at: time) -> datetime:
    """The next moment at which a clock shows this time."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
