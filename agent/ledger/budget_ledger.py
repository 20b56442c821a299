"""The ledger of a process: what is paid and reserved, against one budget."""

from __future__ import annotations

import datetime
import math
import threading
from collections.abc import Callable, Iterable
from typing import Self

from agent.errors import BudgetSpent, UsageError
from agent.ledger import TOKENS, Budget, Payment, PaymentLog, State
from agent.ledger.sums import Sums, summed
from agent.pace import Closed
from agent.prices import Prices, named
from agent.records import Usage

WRITTEN_DOWN = 1_000_000
"""Bytes that were fetched after which it is written down."""

_ROUNDING = 1e-9


class PaymentBuffer(PaymentLog):
    """A book in memory, for who writes payments down elsewhere: what is over is there to be taken."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._over: list[Payment] = []

    def begin(self, payment: Payment) -> int:
        """See PaymentLog."""
        self._add(payment)
        return 0

    def finish(self, number: int, payment: Payment | None) -> None:
        """See PaymentLog."""
        if payment:
            self._add(payment)

    def take(self) -> tuple[Payment, ...]:
        """What is over since the last time."""
        with self._lock:
            over, self._over = tuple(self._over), []
        return over

    def _add(self, payment: Payment) -> None:
        if payment.state is not State.BEGUN:
            with self._lock:
                self._over.append(payment)


class Ledger:
    """Stands before everything that costs in a process, shared by all of it.

    Args:
        prices: what things cost; nothing where none is known.
        clock: the time of day, by which some prices differ.
        budget: the most that may be paid, None for no limit.
    """

    def __init__(
        self,
        prices: Prices | None = None,
        clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
        budget: Budget | None = None,
    ) -> None:
        self.budget = budget
        self.spent = False
        self._prices = prices or Prices(())
        self._clock = clock
        self._book = PaymentLog()
        self._changed = threading.Condition()
        self._closed = False
        self._paid = Sums()
        self._settled = 0.0
        self._reserved = 0.0
        self._fetched = (0, 0)

    def charge_to(self, book: PaymentLog, earlier: Iterable[Payment] = ()) -> None:
        """From now on write payments into this book; what stands in it counts as paid already."""
        with self._changed:
            self._book = book
            for payment in earlier:
                self._count(payment)

    @property
    def left(self) -> Budget | None:
        """What is left of the budget, as a part of it; None without one."""
        if self.budget is None:
            return None
        with self._changed:
            rest = self.budget.amount - self._settled - self._reserved
        whole = self.budget.amount if self.budget.whole is None else self.budget.whole
        return Budget(max(0.0, rest), self.budget.unit, whole)

    def reserve(self, most: Usage) -> Reservation:
        """Allow a request that takes at most so much.

        Waits while requests under way might still leave room for it. Raises BudgetSpent when it
        would pass the budget, Closed when the run is ended from outside.
        """
        need = self._worth(most, None)
        with self._changed:
            while not self._fits(need, self._settled + self._reserved):
                if self._closed:
                    raise Closed
                if not self._fits(need, self._settled):
                    self.spent = True
                    raise BudgetSpent(
                        f"the budget of {self.budget} is reached: the next request to "
                        f"{named(most)} may take more than is left",
                        hint="run again with a higher --budget: what was paid for is kept",
                    )
                self._changed.wait()
            self._reserved += need
        try:
            entry = self.priced(most, State.BEGUN)
            # What is free cannot be billed: it is written down once, when it is over.
            number = None if entry.amount == 0 else self._book.begin(entry)
        except BaseException:
            self._give_back(need)
            raise
        return Reservation(self, most, need, number)

    def settle(self, number: int | None, need: float, payment: Payment | None) -> None:
        """A reservation is over; see ``Reservation``."""
        with self._changed:
            self._reserved -= need
            if payment:
                self._count(payment)
            self._changed.notify_all()
        if number is not None:
            self._book.finish(number, payment)
        elif payment:
            self._book.begin(payment)

    def fetched(self, size: int) -> None:
        """Count bytes that came in. They cost nothing here; they are written down now and then."""
        with self._changed:
            number, total = self._fetched
            self._fetched = (number + 1, total + size)
            if total + size >= WRITTEN_DOWN:
                self._flush()

    def paid(self) -> tuple[Payment, ...]:
        """What was paid so far, in this process and in the book before it, summed by kind."""
        with self._changed:
            number, size = self._fetched
            pages = [_pages(number, size)] if number else []
            return summed((*self._paid.every, *pages))

    def close(self) -> None:
        """Let nobody wait any longer, and write down what was fetched and paid."""
        with self._changed:
            self._closed = True
            self._flush()
            self._changed.notify_all()
        self._book.flush()

    def _flush(self) -> None:
        number, size = self._fetched
        self._fetched = (0, 0)
        if number:
            payment = _pages(number, size)
            self._count(payment)
            self._book.begin(payment)

    def priced(self, usage: Usage, state: State = State.PAID) -> Payment:
        """The entry of a request, priced as of now."""
        price = self._prices.of(usage)
        if price is None:
            return Payment(usage=usage, state=state)
        at = self._clock() if state is State.PAID else None
        return Payment(
            usage=usage, state=state, amount=price.cost(usage, at), currency=price.currency
        )

    def _worth(self, usage: Usage, payment: Payment | None) -> float:
        """What a usage takes of the budget, in its unit."""
        if self.budget is None:
            return 0.0
        if self.budget.unit == TOKENS:
            return usage.prompt_tokens + usage.completion_tokens
        if payment and payment.amount is not None:
            worth = self._prices.converted(payment.amount, payment.currency, self.budget.unit)
        else:
            worth = self._prices.in_currency(usage, self.budget.unit)
        if worth is None:
            self._prices.check([usage], self.budget.unit)
            raise UsageError(f"the price of {named(usage)} is not known in {self.budget.unit}")
        return worth

    def _fits(self, need: float, taken: float) -> bool:
        most = math.inf if self.budget is None else self.budget.amount
        return need == 0 or taken + need <= most + _ROUNDING

    def _count(self, payment: Payment) -> None:
        self._paid.add(payment)
        if payment.usage.stage != "fetch":
            self._settled += self._worth(payment.usage, payment)

    def _give_back(self, need: float) -> None:
        with self._changed:
            self._reserved -= need
            self._changed.notify_all()


class Reservation:
    """A request that was allowed. Left without a word, its answer counts as lost."""

    def __init__(self, ledger: Ledger, most: Usage, need: float, number: int | None) -> None:
        self._ledger = ledger
        self._most = most
        self._need = need
        self._number = number
        self._over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        if not self._over:
            free = self._number is None
            self._end(None if free else self._ledger.priced(self._most, State.LOST))

    def settle(self, usage: Usage | None) -> None:
        """Tell what it took; None when nothing was paid for it."""
        self._end(self._ledger.priced(usage) if usage else None)

    def _end(self, payment: Payment | None) -> None:
        self._over = True
        self._ledger.settle(self._number, self._need, payment)


def _pages(number: int, size: int) -> Payment:
    usage = Usage(stage="fetch", model="pages", calls=number)
    return Payment(usage=usage, state=State.PAID, amount=0.0, bytes=size)
