"""One line a changepoint, for the screen and for ``batch.log``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from agent.batch.resume import Work
from agent.batch.run import Step
from agent.errors import StateError
from agent.findings import Outcome, Status
from agent.records import Changepoint
from agent.store import Point, PointState

SHOWN = 5

OUTCOMES = {
    Outcome.FOUND: "found",
    Outcome.NONE_FOUND: "none found",
    Outcome.INCOMPLETE: "incomplete",
}


def step_line(step: Step) -> str:
    """What became of a changepoint, in one line."""
    told = OUTCOMES[step.outcome] if step.outcome else "failed"
    parts = [f"{step.statuses[s]} {s.value}" for s in Status if step.statuses.get(s)]
    if step.gaps:
        parts.append(f"{step.gaps} gap{'s' * (step.gaps > 1)}")
    if step.state is not PointState.DONE and step.detail:
        parts.append(step.detail)
    told += f" ({', '.join(parts)})" if parts else ""
    return (
        f"[{step.done}/{step.total}] {title(step.point.changepoint)}: {told}, {step.seconds:.1f} s"
    )


def title(point: Changepoint) -> str:
    """A changepoint in a few words."""
    return f"{point.province} {point.sector or 'all sectors'} {point.date} {point.kind.value}"


class Log:
    """A log file that is only added to. Lines that cannot be written are dropped, and told once.

    Raises StateError when the file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("a", encoding="utf-8", buffering=1)
        except OSError as error:
            raise StateError(f"cannot write {path}: {error.strerror}") from error
        self.problem = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, line: str, now: datetime) -> None:
        """Add a line with its time."""
        try:
            self._file.write(f"{now:%Y-%m-%d %H:%M:%S%z} {line}\n")
        except (OSError, ValueError) as error:
            self.problem = self.problem or str(error)

    def close(self) -> None:
        """Close the file; a disk that is full may say so only now."""
        try:
            self._file.close()
        except OSError as error:
            self.problem = self.problem or str(error)


def standing(
    work: Work,
    states: Mapping[PointState, int],
    unfinished: Sequence[Point],
    outcomes: Mapping[Outcome, int],
    early: str,
) -> Iterator[str]:
    """How a batch stands when a call of it ends, a line each."""
    total = sum(states.values())
    counts = [f"{outcomes[o]} {told}" for o, told in OUTCOMES.items() if outcomes.get(o)]
    for state, told in ((PointState.FAILED, "failed"), (PointState.PLANNED, "not begun")):
        if states.get(state):
            counts.append(f"{states[state]} {told}")
    yield f"run {work.run}: {total} changepoint(s): {', '.join(counts)}"
    if early:
        yield f"ended early: {early}"
    causes = Counter(
        cause
        for point in unfinished
        if point.state is PointState.INCOMPLETE
        for cause in point.detail.split(", ")
    )
    if causes:
        told = ", ".join(f"{cause} ({number})" for cause, number in causes.most_common())
        yield f"incomplete because of: {told}"
    failed = [point for point in unfinished if point.state is PointState.FAILED]
    for point in failed[:SHOWN]:
        yield f"failed: {title(point.changepoint)}: {point.detail}"
    if work.later and work.due == ():
        first = min(point.try_after for point in work.later if point.try_after)
        yield (
            f"{len(work.later)} are tried again from {first.astimezone():%Y-%m-%d %H:%M} on;"
            " --retry takes them now"
        )
    if total > states.get(PointState.DONE, 0):
        yield "the same command goes on with what is left"
