"""A crew of workers on other machines: a Dask cluster. Only this side writes results.

Everything that costs or disturbs somebody holds for the whole cluster: hosts are asked through one
gate at the scheduler, and the limits of the model and the budget are divided by the workers that
are there when the batch begins; one that comes later only takes the place of one that is gone. All
workers see the cache folder, so evidence and paid replies are where they would be without a cluster.
Changepoints of one province and sector go to one worker, because they share pages and replies.
"""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

from agent.errors import ResearchError, StateError
from agent.findings import Dossier
from agent.ledger import TOKENS, Budget, Payment, PaymentLog, State
from agent.pace import Limits
from agent.records import Changepoint, Usage
from agent.wiring import Config

WATCH = 2.0
NOBODY = 60.0
"""Seconds between looks at the workers, and how long there may be none of them."""

AHEAD = 2
"""Changepoints begun for each thread of a worker, so that none waits for us."""

MOST_LOST = 3
"""A changepoint over which more workers than this are lost is given up."""

FETCHING = 4
"""Results that are fetched side by side."""

AGAIN = "see that the scheduler and workers run, and start the same command again"


@dataclass
class _Sent:
    """A changepoint that was given to a worker, and how many workers were lost over it."""

    changepoint: Changepoint
    task: Any = None
    worker: str = ""
    lost: int = 0


class Cluster:
    """The crew (batch.run.WorkerPool). Made by ``scheduler.open_cluster``, which also closes it.

    ``members`` are the workers that have a share of the limits. There are never more of them than
    when the batch began; a worker that comes later takes the place of one that is gone, unless
    there is a budget: what a lost worker did not tell of its share counts as spent.
    """

    def __init__(self, client: Any, members: dict[str, int], order: Any, book: PaymentLog) -> None:
        self._client = client
        self._book = book
        self._order = order
        self._members = members
        self._most = len(members)
        self._paid: dict[str, list[Payment]] = {name: [] for name in members}
        self._running: dict[Future[Dossier], _Sent] = {}
        self._lock = threading.Lock()
        self._fetching = ThreadPoolExecutor(FETCHING, thread_name_prefix="results")
        self._closed = threading.Event()
        self._watch = threading.Thread(target=self._keep_watch, daemon=True)
        self._watch.start()

    @property
    def jobs(self) -> int:
        """How many changepoints are worth being begun at the same time."""
        with self._lock:
            return AHEAD * max(1, sum(self._members.values()))

    def submit(self, changepoint: Changepoint) -> Future[Dossier]:
        """See batch.run.WorkerPool."""
        future: Future[Dossier] = Future()
        future.set_running_or_notify_cancel()
        sent = _Sent(changepoint)
        with self._lock:
            self._running[future] = sent
            self._send(future, sent)
        return future

    def close(self) -> None:
        """Begin nothing more, and wait for nobody."""
        self._closed.set()
        with self._lock:
            tasks = [sent.task for sent in self._running.values() if sent.task]
            self._running.clear()
        with contextlib.suppress(Exception):
            self._client.cancel(tasks, force=True)
        self._fetching.shutdown(wait=False, cancel_futures=True)

    def _send(self, future: Future[Dossier], sent: _Sent) -> None:
        """Give a changepoint to the worker of its province and sector; to nobody when all are gone."""
        from agent.batch.worker import research_there  # noqa: PLC0415 - needs distributed

        sent.worker, sent.task = self._place(sent.changepoint), None
        if sent.worker:
            task = self._client.submit(
                research_there,
                self._order,
                sent.changepoint.model_dump_json(),
                key=f"changepoint-{uuid.uuid4().hex}",
                workers=[sent.worker],
                pure=False,
            )
            sent.task = task
            # Not in the client's own thread: there is one for all callbacks.
            task.add_done_callback(lambda done: self._fetching.submit(self._settle, future, done))

    def _place(self, changepoint: Changepoint) -> str:
        known = sorted(self._members)
        group = f"{changepoint.province} {changepoint.sector}".encode()
        return known[crc32(group) % len(known)] if known else ""

    def _settle(self, future: Future[Dossier], task: Any) -> None:
        """Hand on what a task came to.

        A result whose worker is lost before we have it is waited for in vain, until the watch
        sends the changepoint to another worker and cancels this task.
        """
        result: Dossier | ResearchError
        try:
            result = self._result(task, future)
        except ResearchError as problem:
            result = problem
        with self._lock:
            sent = self._running.get(future)
            if sent is None or sent.task is not task:
                return
            del self._running[future]
        if isinstance(result, Dossier):
            future.set_result(result)
        else:
            future.set_exception(result)

    def _result(self, task: Any, future: Future[Dossier]) -> Dossier:
        """The dossier of a task; what its worker paid is written down. Raises ResearchError."""
        answer = _answer(task)
        paid = [Payment.model_validate_json(payment) for payment in answer.paid]
        for payment in paid:
            self._book.begin(payment)
        with self._lock:
            if sent := self._running.get(future):
                self._paid.setdefault(sent.worker, []).extend(paid)
        if answer.problem:
            kind = StateError if answer.fatal else ResearchError
            raise kind(answer.problem, hint=answer.hint)
        return Dossier.model_validate_json(answer.dossier)

    def _keep_watch(self) -> None:
        """Give what lost workers had to others, and give up when nobody is left for long."""
        nobody = 0.0
        while not self._closed.wait(WATCH):
            with contextlib.suppress(Exception):  # the futures tell what is wrong
                self._take_stock(self._client.nthreads())
            nobody = 0.0 if self._members else nobody + WATCH
            if nobody >= NOBODY:
                problem = f"no worker of the cluster is left since {NOBODY:.0f} s"
                self._fail(list(self._running), StateError(problem, hint=AGAIN))
                return

    def _take_stock(self, there: dict[str, int]) -> None:
        """Note who is there, and send again what was with those who are not."""
        unlucky = []
        budget = self._order.config.budget
        with self._lock:
            for name in [name for name in self._members if name not in there]:
                del self._members[name]
                if budget and (lost := untold(budget, self._paid.pop(name, []))):
                    self._book.begin(lost)
            for name, threads in sorted(there.items()):
                # A share of the budget is gone with the worker that had it.
                if len(self._members) < self._most and not budget:
                    self._members.setdefault(name, threads)
            for future, sent in self._running.items():
                if sent.worker in self._members:
                    continue
                sent.lost += bool(sent.worker)
                if sent.task:
                    self._client.cancel([sent.task], force=True)
                if sent.lost > MOST_LOST:
                    unlucky.append(future)
                else:
                    self._send(future, sent)
        if unlucky:
            self._fail(unlucky, ResearchError(f"{MOST_LOST + 1} workers were lost over it"))

    def _fail(self, futures: list[Future[Dossier]], problem: ResearchError) -> None:
        with self._lock:
            for future in futures:
                self._running.pop(future, None)
        for future in futures:
            future.set_exception(problem)


def _answer(task: Any) -> Any:
    """The worker's Answer that a task came to. Raises ResearchError."""
    if task.status in ("cancelled", "lost"):
        raise StateError("the connection to the scheduler was lost", hint=AGAIN)
    try:
        return task.result()
    except Exception as error:
        # A changepoint whose workers died several times, or a library's own fault.
        raise ResearchError(f"the cluster failed: {type(error).__name__}: {error}") from error


def shared(config: Config, processes: int) -> Config:
    """The config of one of so many processes: its share of slots, limits a minute and budget.

    Nobody's share of slots and requests is less than one. Money is divided exactly, so that together
    they cannot pass the budget; one may have spent its share while another has some left.
    """
    limits, budget = config.model_limits, config.budget
    if budget:
        whole = budget.amount if budget.whole is None else budget.whole
        budget = replace(budget, amount=budget.amount / processes, whole=whole)
    return replace(
        config,
        model_slots=max(1, config.model_slots // processes),
        model_limits=Limits(_share(limits.requests, processes), _share(limits.tokens, processes)),
        search_limits={
            name: max(1, number // processes) for name, number in config.search_limits.items()
        },
        budget=budget,
    )


def _share(number: int | None, processes: int) -> int | None:
    return None if number is None else max(1, number // processes)


def untold(share: Budget, paid: Iterable[Payment]) -> Payment | None:
    """What a process that is lost may have paid of its share without telling: all that is left."""
    told = sum(_of(share.unit, one) for one in paid if one.usage.stage != "fetch")
    left = share.amount - told
    if left <= 0:
        return None
    tokens = int(left) if share.unit == TOKENS else 0
    usage = Usage(stage="extract", model="lost worker", prompt_tokens=tokens)
    if tokens:
        return Payment(usage=usage, state=State.LOST)
    return Payment(usage=usage, state=State.LOST, amount=left, currency=share.unit)


def _of(unit: str, payment: Payment) -> float:
    """What a payment took of a budget; in another currency it is not known here, and counts 0."""
    if unit == TOKENS:
        return payment.usage.prompt_tokens + payment.usage.completion_tokens
    return payment.amount or 0.0 if payment.currency == unit else 0.0
