"""Asking a search service over HTTP: one question, one JSON answer, every failure with its cause.

Replies are kept by the hash of exactly what was sent (keys are not part of it) and asked anew when
they are old; a failure, or an answer the member does not accept as one, is never kept. Equal
questions at the same moment are asked once. Every request waits for the pace of its service, which
is left alone by everybody when it asks for time, and for the budget.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

from agent.cache import Cache
from agent.errors import BudgetSpent, SearchFailed
from agent.ledger.budget_ledger import Ledger
from agent.net.carrier import Carrier
from agent.once import Alone, Once, nothing_held
from agent.pace import WITHIN_A_MINUTE, Closed, Held, Pace, Paces
from agent.records import Window
from agent.search.exchange import Exchange, Transient
from agent.search.questions import Question, failure_of

Answer = TypeVar("Answer")

OLD_WINDOW = timedelta(days=365)
LONGEST_PAUSE = 10.0
"""Seconds before a try whose service names no time, at most."""


@dataclass(frozen=True)
class RetryPolicy:
    """How long to wait: ``total`` seconds for an answer, ``tries``, a ``pause`` before the second.

    The pause is doubled for each try that follows.
    """

    total: float = 40.0
    tries: int = 3
    pause: float = 1.0


@dataclass(frozen=True)
class Gates:
    """What every request passes: the pace of its service, the budget, and other processes."""

    paces: Paces = field(default_factory=Paces)
    ledger: Ledger = field(default_factory=Ledger)
    alone: Alone = nothing_held


@dataclass(eq=False)
class Asker:
    """Puts questions to search services.

    ``client`` is the transport, whose own timeouts bound connecting and each read; without ``cache``
    no reply is kept, and kept ones that are younger than ``max_age`` will do; ``clock`` tells the time
    with its zone; ``gates`` are shared by everybody who asks.
    """

    client: Carrier
    cache: Cache | None
    clock: Callable[[], datetime]
    max_age: timedelta = timedelta(days=7)
    patience: RetryPolicy = field(default_factory=RetryPolicy)
    gates: Gates = field(default_factory=Gates)

    def __post_init__(self) -> None:
        self._exchange = Exchange(self.client, self.patience.total, self.clock)
        self._once: Once[tuple[Any]] = Once(self.gates.alone)

    def ask(
        self,
        question: Question,
        accept: Callable[[Any], Answer],
        whole: Callable[[Answer], bool] = lambda _answer: True,
    ) -> Answer:
        """The answer to a question, from the cache when it is fresh enough.

        ``accept`` turns the JSON into what the caller wants, or raises SearchFailed when it is no
        answer; only what was accepted is kept, and of that what is ``whole``.

        Raises SearchFailed: blocked, quota, timeout, unreachable, wrong_key or error.
        """
        return self.remember(
            question.key,
            question.query.window,
            lambda: self._ask_service(question, accept),
            accept,
            whole,
        )

    def remember(
        self,
        key: str,
        window: Window,
        look: Callable[[], Any],
        accept: Callable[[Any], Answer],
        whole: Callable[[Answer], bool] = lambda _answer: True,
    ) -> Answer:
        """What ``look`` gives as JSON, or what it gave before when that is fresh enough.

        ``accept`` and ``whole`` as for ``ask``; whatever it or ``look`` raises goes through, and nothing is kept.
        Who wants the same while one looks waits for what comes of it.
        """

        def looked() -> tuple[Any]:
            value = look()
            if whole(accept(value)) and self.cache is not None:
                self.cache.put_reply(key, value, self.clock())
            return (value,)

        (value,) = self._once.do(key, lambda: self._kept(key, window) or looked())
        return accept(value)

    def _kept(self, key: str, window: Window) -> tuple[Any] | None:
        kept = None if self.cache is None else self.cache.reply(key)
        if kept is None:
            return None
        young = self.clock() - kept.stored_at < self._allowed_age(window)
        return (kept.value,) if young else None

    def _allowed_age(self, window: Window) -> timedelta:
        """The web says little new about a window that ended more than a year ago."""
        ended = self.clock().date() - window.end
        return max(self.max_age, timedelta(days=90)) if ended > OLD_WINDOW else self.max_age

    def _ask_service(self, question: Question, accept: Callable[[Any], Any]) -> Any:
        pace = self.gates.paces.of(question.paced_as or question.backend)
        backoff = wait_random_exponential(multiplier=self.patience.pause, max=LONGEST_PAUSE)
        try:
            for trial in Retrying(
                stop=self._is_last,
                wait=lambda state: 0.0 if _holds(state) else backoff(state),
                retry=retry_if_exception_type(Transient),
                sleep=pace.rest,
                reraise=True,
            ):
                with trial:
                    number = trial.retry_state.attempt_number
                    return self._ask_once(question, accept, pace, number)
        except Transient as last:
            raise last.failure from None
        except BudgetSpent as stop:
            raise SearchFailed(stop.cause, stop.message, hint=stop.hint) from None
        except Held as held:
            detail = f"asks to be left alone for {held.seconds:.0f} s"
            raise failure_of(question, "quota", detail) from None
        except Closed:
            raise failure_of(question, "interrupted", "stopped before an answer came") from None
        raise AssertionError("a trial returns or raises")

    def _is_last(self, state: RetryCallState) -> bool:
        """Whether enough was tried: a limit a minute that names no time has a minute to pass."""
        trouble = state.outcome.exception() if state.outcome else None
        waits = isinstance(trouble, Transient) and trouble.after == 0.0
        return state.attempt_number > (len(WITHIN_A_MINUTE) if waits else self.patience.tries - 1)

    def _ask_once(
        self, question: Question, accept: Callable[[Any], Any], pace: Pace, number: int
    ) -> Any:
        pace.turn()
        with self.gates.ledger.reserve(question.usage) as reserved:
            try:
                value = self._exchange.answer(question)
                _take(value, accept)
            except SearchFailed:
                reserved.settle(None)
                raise
            except Transient as trouble:
                if not trouble.lost:
                    reserved.settle(None)
                if trouble.after is not None:
                    at = min(number, len(WITHIN_A_MINUTE)) - 1
                    pace.hold(trouble.after or WITHIN_A_MINUTE[at])
                raise
            reserved.settle(question.usage)
            return value


def _take(value: Any, accept: Callable[[Any], Any]) -> None:
    """See whether an answer is accepted; the failure has what was said where it is not."""
    try:
        accept(value)
    except SearchFailed as failure:
        failure.reply = json.dumps(value, ensure_ascii=False)
        raise


def _holds(state: RetryCallState) -> bool:
    """True when the pace of the service does the waiting, for everybody."""
    trouble = state.outcome.exception() if state.outcome else None
    return isinstance(trouble, Transient) and trouble.after is not None
