"""Sends requests to one endpoint for all who ask it: slots, pace, budget, and when to try again.

A request waits for a free slot, for its turn (requests and tokens a minute, what the endpoint
asked for), and for the budget, in this order; its time begins only then. An endpoint that says
when to come back is left alone by everybody. A try that was refused with an error costs nothing; a
try whose answer never came may have been billed and counts at its most.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agent.errors import BudgetSpent
from agent.lazy import importing
from agent.ledger.budget_ledger import Ledger, Reservation
from agent.llm.bill import most_tokens, paid_for
from agent.llm.calls import Calls
from agent.llm.endpoint import Endpoint
from agent.llm.failures import FATAL, NoAnswer, Refused, cause_of, failed, is_too_much
from agent.llm.ladder import is_about_the_dialect
from agent.once import Alone, nothing_held
from agent.pace import WITHIN_A_MINUTE, Closed, Held, Pace
from agent.records import Usage

if TYPE_CHECKING:
    from agent.llm.client import Client

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
"""Seconds before the second try, doubled for each that follows up to the longest."""

THROTTLED = (429, 503)
"""Statuses by which an endpoint asks everybody for time."""

ROOM_TO_THINK = 32_768
"""Tokens of thinking that an endpoint may bill beyond the longest answer."""


@dataclass(frozen=True)
class Gates:
    """What everybody who asks an endpoint passes: its pace, the budget, and other processes."""

    pace: Pace = field(default_factory=Pace)
    ledger: Ledger = field(default_factory=Ledger)
    alone: Alone = nothing_held
    chance: Callable[[], float] = random.random
    clock: Callable[[], float] = time.monotonic


class Sender:
    """Sends to one endpoint. Shared by all threads; close it when done."""

    def __init__(self, endpoint: Endpoint, gates: Gates) -> None:
        self._endpoint = endpoint
        self._gates = gates
        self._calls = Calls(endpoint.slots)
        self._client: Client | None = None
        self._lock = threading.Lock()
        self._answers = False
        self._dearest = 1.0
        self._seen = (0, 0)

    def send(self, body: dict[str, Any], stage: str, target: str) -> Any:
        """The endpoint's answer to a request; ``stage`` and ``target`` are for the bill.

        Raises:
            Refused: the endpoint answered with an error, also to the last try.
            ModelFailed: there was no answer, there is no money for it, or no time.
        """
        most = self._most(body, stage, target)
        left = self._endpoint.timeout
        number = 0
        while True:
            try:
                return self._tried(body, most, left)
            except (Refused, NoAnswer) as trouble:
                left -= trouble.seconds
                last = number >= self._tries(trouble) or left <= 0
                if not self._again_after(trouble, number, last=last) or last:
                    raise (trouble.failure if isinstance(trouble, NoAnswer) else trouble) from None
                number += 1

    def _tries(self, trouble: Refused | NoAnswer) -> int:
        """How often it is tried again."""
        most = self._endpoint.max_retries
        if isinstance(trouble, NoAnswer) or trouble.after is not None:
            return most
        return len(WITHIN_A_MINUTE) if most and is_too_much(trouble.refusal) else most

    def close(self) -> None:
        """End all calls at once."""
        self._calls.close()
        self._gates.pace.close()
        if self._client:
            self._client.close()

    def _most(self, body: dict[str, Any], stage: str, target: str) -> Usage:
        """The most a request can take, judged by its text and by what was seen before."""
        text = json.dumps(body, ensure_ascii=False)
        thinking = ROOM_TO_THINK if self._endpoint.thinking else 0
        return Usage(
            stage=stage,
            model=self._endpoint.model,
            host=self._endpoint.host,
            target=target,
            prompt_tokens=int(most_tokens(text) * self._dearest) + 1,
            completion_tokens=self._endpoint.max_tokens + thinking,
        )

    def _tried(self, body: dict[str, Any], most: Usage, seconds: float) -> Any:
        """One try, when there are a slot, a turn and the money for it."""
        gates = self._gates
        try:
            with self._calls.slot():
                turn, taken = gates.pace.turn(self._expects(most)), 0
                try:
                    with gates.ledger.reserve(most) as reserved:
                        completion, used = self._asked(body, most, seconds, reserved)
                        taken = used.prompt_tokens + used.completion_tokens if used else 0
                        return completion
                finally:
                    gates.pace.correct(turn, taken)
        except BudgetSpent as stop:
            raise failed("budget", stop.message) from None
        except Held as held:
            message = f"the endpoint asks to be left alone for {held.seconds:.0f} s"
            raise failed("quota", message) from None
        except Closed:
            raise failed("cancelled", "the call was ended before its answer came") from None

    def _asked(
        self, body: dict[str, Any], most: Usage, seconds: float, reserved: Reservation
    ) -> tuple[Any, Usage | None]:
        begun = self._gates.clock()
        try:
            completion = self._opened().send(body, seconds)
        except (Refused, NoAnswer) as trouble:
            trouble.seconds = self._gates.clock() - begun
            if isinstance(trouble, NoAnswer) and self._answers:
                trouble.know_better()
            if isinstance(trouble, Refused) or not trouble.sent:
                reserved.settle(None)
            raise
        self._answers |= bool(getattr(completion, "choices", None))
        used = paid_for(completion, most)
        reserved.settle(used)
        if used:
            self._learn(most, used)
        return completion, used

    def _opened(self) -> Client:
        with self._lock:
            if self._client is None:
                with importing():
                    from agent.llm.client import Client  # noqa: PLC0415 - see there

                self._client = Client(self._endpoint, self._calls)
            return self._client

    def _again_after(self, trouble: Refused | NoAnswer, number: int, *, last: bool) -> bool:
        """Whether another try may help; pauses before it, or asks everybody to."""
        if not trouble.again:
            return False
        if isinstance(trouble, NoAnswer) and trouble.failure.cause == "not_openai":
            return False  # it has never answered, see know_better: an address of something else
        doubled = min(FIRST_PAUSE * 2.0**number, LONGEST_PAUSE)
        if isinstance(trouble, Refused):
            refusal = trouble.refusal
            cause = cause_of(refusal)
            if is_too_much(refusal):
                doubled = WITHIN_A_MINUTE[min(number, len(WITHIN_A_MINUTE) - 1)]
            elif cause in FATAL or cause == "moderation" or is_about_the_dialect(refusal):
                return False
        pause = doubled * (1.0 - 0.25 * self._gates.chance())
        if isinstance(trouble, Refused) and (
            trouble.after is not None or is_too_much(refusal) or refusal.status in THROTTLED
        ):
            self._gates.pace.hold(pause if trouble.after is None else trouble.after)
            return True
        if not last:
            try:
                self._gates.pace.rest(pause)
            except Closed:
                raise failed("cancelled", "the call was ended before its answer came") from None
        return True

    def _expects(self, most: Usage) -> int:
        """The tokens a request is likely to take, by what earlier ones took of their most."""
        total = most.prompt_tokens + most.completion_tokens
        with self._lock:
            at_most, really = self._seen
        return int(total * really / at_most) + 1 if at_most else total

    def _learn(self, most: Usage, used: Usage) -> None:
        with self._lock:
            at_most, really = self._seen
            self._seen = (
                at_most + most.prompt_tokens + most.completion_tokens,
                really + used.prompt_tokens + used.completion_tokens,
            )
            # A tokenizer that makes more of a text than we reckon is reckoned with from now on.
            self._dearest = max(
                self._dearest, self._dearest * used.prompt_tokens / most.prompt_tokens
            )
