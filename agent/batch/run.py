"""The loop of a batch: changepoints handed to a crew, each dossier saved as soon as it is there.

Only this loop writes results, and it keeps no dossier, so memory stays flat. Whatever ends it
early (the hours, the breaker, no money) lets what has begun come to its end and begins no more;
what was not begun stays planned and is done when the batch is started again.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from agent.batch.breaker import PATIENCE, Breaker, is_spent
from agent.batch.hours import Hours
from agent.batch.resume import after_failure, after_gaps
from agent.errors import ResearchError, StateError
from agent.findings import Dossier, Outcome, Status
from agent.records import Changepoint
from agent.store import Batches, Point, PointState
from agent.store.database import patiently

LOOK = 30.0
"""Seconds after which the hours are looked at again: a clock may be set while we wait."""

LONGEST_WAIT = 0.5
"""Seconds of one wait for a changepoint: on Windows a waiting thread hears Ctrl-C only after it."""

ANOTHER_PAUSE = timedelta(minutes=2)
"""A pause that ends so much later than the one that was told is told as well."""

MOST_FAILURES = 5
"""Failures of the program in a row after which the others are spared."""

ASKED_AGAIN = PATIENCE
"""How often a point that an outage took is begun again at the end of a run."""


class WorkerPool(Protocol):
    """Who researches changepoints: threads of this process, or workers elsewhere.

    ``jobs`` is how many are worth being begun at the same time. ``submit`` never blocks; the
    future gives the dossier, or raises what the research raised.
    """

    @property
    def jobs(self) -> int:
        """How many changepoints are researched side by side."""
        ...

    def submit(self, changepoint: Changepoint) -> Future[Dossier]:
        """Begin a changepoint."""
        ...


class Threads:
    """A crew of threads of this process: a pool of their own, because they wait for I/O tasks."""

    def __init__(self, research: Callable[[Changepoint], Dossier], jobs: int) -> None:
        self.jobs = jobs
        self._research = research
        self._pool = ThreadPoolExecutor(jobs, thread_name_prefix="changepoint")

    def submit(self, changepoint: Changepoint) -> Future[Dossier]:
        """See WorkerPool."""
        return self._pool.submit(self._research, changepoint)

    def close(self) -> None:
        """Begin nothing more, and wait for nobody."""
        self._pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True)
class Step:
    """What became of one point: told as soon as it is saved.

    ``done`` of ``total`` points of this call have come to their end; ``seconds`` is how long this
    one took; ``statuses`` counts its findings.
    """

    point: Point
    state: PointState
    outcome: Outcome | None
    statuses: dict[Status, int]
    gaps: int
    seconds: float
    detail: str
    done: int
    total: int


class Watcher(Protocol):
    """Told how a batch goes on."""

    def step(self, step: Step) -> None:
        """A point has come to its end and is saved."""
        ...

    def say(self, line: str) -> None:
        """Something that concerns the whole batch."""
        ...


@dataclass(frozen=True)
class Desk:
    """What the loop works with.

    ``clock`` is the user's own time of day, with its zone; ``ticks`` are seconds that never go
    back, whatever is done to the clock; ``kept`` is told each dossier once it is saved.
    """

    crew: WorkerPool
    batches: Batches
    run: str
    clock: Callable[[], datetime]
    watcher: Watcher
    hours: Hours = field(default_factory=Hours)
    kept: Callable[[Dossier], None] = lambda _dossier: None
    ticks: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass
class Ending:
    """How a call of the loop ended: ``early`` says why, and is empty when all points were begun.

    ``lost`` tells of dossiers whose pages are gone.
    """

    early: str = ""
    states: Counter[PointState] = field(default_factory=Counter)
    begun: int = 0
    lost: tuple[str, ...] = ()


def work_through(points: Sequence[Point], desk: Desk) -> Ending:
    """Research points in order, several side by side; each is saved at once.

    Raises StateError when a result cannot be saved or the cache cannot be written.
    """
    return _Loop(points, desk).run()


class _Loop:
    def __init__(self, points: Sequence[Point], desk: Desk) -> None:
        self._waiting = deque(points)
        self._unanswered: deque[Point] = deque()
        self._total = len(points)
        self._desk = desk
        self._running: dict[Future[Dossier], tuple[Point, float]] = {}
        self._spent: deque[Point] = deque()
        self._asked_again: Counter[str] = Counter()
        self._breaker = Breaker(desk.ticks, lambda: desk.hours.patience(desk.clock()))
        self._begun_at = desk.clock()
        self._told: datetime | None = None
        self._failures = 0
        self._ending = Ending()

    def run(self) -> Ending:
        while self._left() or self._running or self._take_up_spent():
            seconds = min(self._begin_more(), LOOK)
            if not self._running:
                if self._ending.early:
                    break
                self._desk.sleep(seconds)
                continue
            most = min(seconds, LONGEST_WAIT)
            done, _ = wait(self._running, timeout=most, return_when=FIRST_COMPLETED)
            for future in done:
                point, begun = self._running.pop(future)
                self._settle(point, future, self._desk.ticks() - begun)
        return self._ending

    def _left(self) -> bool:
        return bool(self._waiting or (self._breaker.trying and self._unanswered))

    def _take_up_spent(self) -> bool:
        """At the end, begin again what an outage took; False when there is no such point.

        So often each that the breaker sees when the outage lasts.
        """
        if self._ending.early:
            return False
        taken = [*self._unanswered, *self._spent]
        again = [point for point in taken if self._asked_again[point.key] < ASKED_AGAIN]
        self._unanswered.clear()
        self._spent.clear()
        self._asked_again.update(point.key for point in again)
        self._waiting.extend(again)
        self._total += len(again)
        return bool(again)

    def _begin_more(self) -> float:
        """Begin what may be begun; the seconds after which there may be more."""
        while self._left() and not self._ending.early:
            hours = self._desk.hours.wait(self._begun_at, self._desk.clock())
            if hours is None:
                self._end("the hours are over")
                break
            seconds = max(hours, self._breaker.rest())
            if seconds > 0:
                self._tell_pause(seconds)
                return seconds
            if len(self._running) >= (1 if self._breaker.trying else self._desk.crew.jobs):
                break
            self._told = None
            self._begin(self._next())
        return LOOK

    def _next(self) -> Point:
        """The next point; a trial takes one that got no answer, so that no new one is wasted."""
        if self._breaker.trying and self._unanswered:
            self._total += 1
            return self._unanswered.popleft()
        return self._waiting.popleft()

    def _begin(self, point: Point) -> None:
        self._running[self._desk.crew.submit(point.changepoint)] = (point, self._desk.ticks())
        self._ending.begun += 1

    def _tell_pause(self, seconds: float) -> None:
        at = self._desk.clock() + timedelta(seconds=seconds)
        if self._told is None or abs(at - self._told) > ANOTHER_PAUSE:
            why = "trying one then" if self._breaker.trying else "outside the hours"
            self._desk.watcher.say(f"nothing is begun before {at:%Y-%m-%d %H:%M}: {why}")
        self._told = at

    def _settle(self, point: Point, future: Future[Dossier], seconds: float) -> None:
        try:
            dossier = future.result()
        except StateError:
            raise
        except ResearchError as error:
            self._failed(point, f"{error.message}; {error.hint}".rstrip("; "), seconds)
            return
        except Exception as error:  # noqa: BLE001 - one changepoint must not stop the others
            self._failed(point, f"internal error: {type(error).__name__}: {error}", seconds)
            return
        self._failures = 0
        before = self._breaker.trying, self._breaker.rest()
        dead = self._breaker.note(dossier)
        spent = bool(dead) or is_spent(dossier)
        self._keep(point, dossier, seconds, again=spent)
        if spent and not dead:
            self._spent.append(point)
        self._look_for_answers(point, dead, *before)

    def _look_for_answers(self, point: Point, dead: str, trying: bool, rest: float) -> None:
        """End or rest when nothing answers; try again what got no answer when something does."""
        if not dead:
            if trying:
                self._total += len(self._unanswered)
                self._waiting.extendleft(reversed(self._unanswered))
            else:
                self._spent.extend(self._unanswered)
            self._unanswered.clear()
            return
        self._unanswered.append(point)
        if self._breaker.reason:
            self._end(self._breaker.reason)
        elif self._breaker.rest() > rest:
            self._desk.watcher.say(dead)

    def _keep(self, point: Point, dossier: Dossier, seconds: float, *, again: bool) -> None:
        """Save a dossier; ``again`` has an incomplete one tried by the next run, whenever that is."""
        incomplete = dossier.outcome is Outcome.INCOMPLETE
        material = [gap for gap in dossier.gaps if gap.material] if incomplete else []
        detail = ", ".join(sorted({f"{gap.stage} {gap.cause}" for gap in material}))
        later = None if again else after_gaps(point, material, self._desk.clock())
        self._save(
            lambda: self._desk.batches.keep(self._desk.run, dossier, try_after=later, detail=detail)
        )
        self._desk.kept(dossier)
        state = PointState.INCOMPLETE if incomplete else PointState.DONE
        self._tell(point, state, detail, seconds, dossier)

    def _failed(self, point: Point, detail: str, seconds: float) -> None:
        later = after_failure(point, self._desk.clock())
        self._save(
            lambda: self._desk.batches.fail(self._desk.run, point.changepoint, detail, later)
        )
        self._tell(point, PointState.FAILED, detail, seconds, None)
        self._failures += 1
        if self._failures >= MOST_FAILURES:
            self._end(f"{self._failures} changepoints in a row failed: {detail}")

    def _save(self, save: Callable[[], None]) -> None:
        """Save, and wait with patience for a database that another process holds."""
        patiently(save, lambda error: self._desk.watcher.say(f"waiting: {error.message}"))

    def _tell(
        self, point: Point, state: PointState, detail: str, seconds: float, dossier: Dossier | None
    ) -> None:
        self._ending.states[state] += 1
        self._desk.watcher.step(
            Step(
                point=point,
                state=state,
                outcome=dossier.outcome if dossier else None,
                statuses={s: len(dossier.with_status(s)) for s in Status} if dossier else {},
                gaps=len(dossier.gaps) if dossier else 0,
                seconds=seconds,
                detail=detail,
                done=self._ending.states.total(),
                total=self._total,
            )
        )

    def _end(self, reason: str) -> None:
        if not self._ending.early:
            self._ending.early = reason
            self._desk.watcher.say(f"no more changepoints are begun: {reason}")
