"""One set of manners for a whole cluster: the state of every host lives at the scheduler.

A host does not care how many machines we have. So the scheduler holds the one ``Politeness`` (the
same class that a single process uses), and every worker asks it before a request and tells it how
the request ended. What a lost worker had under way is released when the scheduler notices the
loss. A worker remembers when it may ask again, so that waiting costs no messages.
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from distributed import Worker
from distributed.diagnostics.plugin import SchedulerPlugin
from distributed.scheduler import Scheduler
from distributed.utils import sync

from agent.errors import FetchFailed
from agent.fetch.politeness import HostRules, Politeness

NAME = "policy_research_gate"
ASK_AGAIN = 0.1
"""Seconds after which a host is asked for that others are asking: nobody rings across machines."""


class Gate(SchedulerPlugin):
    """Lives in the scheduler; made anew when the scheduler is.

    Args:
        manners: how often a host is asked. Those of the first batch on a scheduler count.
    """

    name = NAME
    idempotent = True

    def __init__(self, manners: HostRules) -> None:
        self._manners = manners
        self._politeness: Politeness | None = None
        self._leases: dict[str, Counter[str]] = {}

    async def start(self, scheduler: Scheduler) -> None:
        """Called by the scheduler."""
        self._politeness = Politeness(self._manners, time.monotonic, random.random)
        scheduler.handlers[NAME] = self.answer

    def remove_worker(self, scheduler: Scheduler, worker: str, **_: Any) -> None:
        """Called by the scheduler: what this worker had under way has ended."""
        if self._politeness:
            for host in self._leases.pop(worker, Counter()).elements():
                self._politeness.release(host)

    def answer(
        self, worker: str, host: str, asks: bool, told: list[list[Any]]
    ) -> dict[str, float | bool]:
        """A worker tells what came of requests, and asks to start one or tells that one ended.

        ``told`` are calls of Politeness (answered, kept_silent, hold, slow) with what follows the host.
        """
        politeness = self._politeness
        if politeness is None:
            raise RuntimeError("the gate has not been started")
        leases = self._leases.setdefault(worker, Counter())
        for name, *values in told:
            getattr(politeness, name)(host, *values)
        alone, wait = politeness.left_alone(host), math.inf
        if asks and not alone:
            wait = politeness.admit(host)
            leases[host] += wait == 0.0
        elif not asks and leases[host] > 0:
            leases[host] -= 1
            politeness.release(host)
        return {"wait": wait, "alone": alone, "silent": politeness.is_silent(host)}


class GatedPoliteness(Politeness):
    """What a worker has for its ``Politeness``: asks the gate.

    Args:
        worker: the worker.
        clock: seconds that never go back.
        chance: a number in [0, 1), for pauses between tries.
    """

    def __init__(
        self, worker: Worker, clock: Callable[[], float], chance: Callable[[], float]
    ) -> None:
        super().__init__(HostRules(), clock, chance)
        self._worker = worker
        self._not_before: dict[str, float] = {}
        self._alone: dict[str, bool] = {}
        self._silent: dict[str, bool] = {}
        self._told: dict[str, list[list[Any]]] = {}

    def admit(self, host: str) -> float:
        """See Politeness.admit; never infinity, because no release elsewhere rings here."""
        with self._lock:
            left = self._not_before.get(host, -math.inf) - self.clock()
            if left > 0:
                return left
            # Until the answer is there, other callers of this worker need not ask.
            self._not_before[host] = self.clock() + ASK_AGAIN
        wait = self._ask(host, asks=True)
        wait = wait if wait < math.inf else ASK_AGAIN
        with self._lock:
            self._not_before[host] = self.clock() + wait
        return wait

    def release(self, host: str) -> None:
        """See Politeness."""
        self._ask(host, asks=False)
        with self._lock:
            self._not_before.pop(host, None)

    def hold(self, host: str, seconds: float) -> None:
        """See Politeness; told with the release that follows."""
        self._tell(host, "hold", seconds)

    def slow(self, host: str, pause: float) -> None:
        """See Politeness; told before the next request of this worker is asked for."""
        self._tell(host, "slow", pause)

    def answered(self, host: str, refused: bool) -> None:
        """See Politeness; told with the release that follows."""
        self._tell(host, "answered", refused)

    def kept_silent(self, host: str) -> None:
        """See Politeness; told with the release that follows."""
        self._tell(host, "kept_silent")

    def is_silent(self, host: str) -> bool:
        """As the gate said when it was last asked."""
        return self._silent.get(host, False)

    def left_alone(self, host: str) -> bool:
        """As the gate said when it was last asked."""
        return self._alone.get(host, False)

    def _tell(self, host: str, name: str, *values: float | bool) -> None:
        with self._lock:
            self._told.setdefault(host, []).append([name, *values])

    def _ask(self, host: str, *, asks: bool) -> float:
        with self._lock:
            told = self._told.pop(host, [])
        try:
            reply = sync(
                self._worker.loop,
                getattr(self._worker.scheduler, NAME),
                worker=self._worker.address,
                host=host,
                asks=asks,
                told=told,
            )
        except Exception as problem:
            words = f"the scheduler does not answer ({type(problem).__name__})"
            raise FetchFailed("interrupted", words) from problem
        self._alone[host], self._silent[host] = reply["alone"], reply["silent"]
        wait: float = reply["wait"]
        return wait
