"""The book of payments in research.db: an entry is written before a request goes out, and updated when it is over.

Only the first is a transaction of its own. The update, and entries of what was free, are written with the next
transaction of this process, whether for a request or a dossier, and at the latest when the book is flushed or the
store is closed. An entry that still says ``begun`` when its process is gone belongs to a request that was under way
or whose update was not written yet: it may have been billed and counts as the most that it can have taken.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

from agent.ledger import Payment, PaymentLog, State
from agent.records import Usage
from agent.store.database import insert, patiently, update
from agent.store.dossiers import Store

SUMS = """
SELECT state, kind, stage, name, host, currency, sum(calls) AS calls,
    sum(prompt_tokens) AS prompt_tokens, sum(completion_tokens) AS completion_tokens,
    sum(cached_tokens) AS cached_tokens, sum(amount) AS amount, sum(bytes) AS bytes
FROM payments WHERE run_id = ? GROUP BY state, kind, stage, name, host, currency, amount IS NULL
"""
"""What a run paid, by stage, name and currency, unknown prices and lost answers apart."""


class Payments(PaymentLog):
    """The book of one run.

    Args:
        store: the database.
        run: the run that pays.
        clock: the time, with its zone.
    """

    def __init__(self, store: Store, run: str, clock: Callable[[], datetime]) -> None:
        self._database = store.database
        self._run = run
        self._clock = clock

    def begin(self, payment: Payment) -> int:
        """See PaymentLog. Raises StateError."""
        row = {"run_id": self._run, **self._row(payment)}
        if payment.state is State.PAID and payment.amount == 0:
            self._database.later(lambda connection: insert(connection, "payments", row))
            return 0
        number = 0

        def begun() -> None:
            nonlocal number
            with self._database.transaction(durable=False) as connection:
                number = insert(connection, "payments", row)

        patiently(begun)
        return number

    def finish(self, number: int, payment: Payment | None) -> None:
        """See PaymentLog. Raises StateError."""
        if payment is None:
            gone = "DELETE FROM payments WHERE id = ?"
            self._database.later(lambda connection: connection.execute(gone, (number,)))
            return
        row = self._row(payment)
        self._database.later(lambda connection: update(connection, "payments", number, row))

    def flush(self) -> None:
        """See PaymentLog. Raises StateError."""
        patiently(self._database.write_pending)

    def _row(self, payment: Payment) -> dict[str, Any]:
        used = payment.usage.model_dump()
        name = used.pop("model")
        return {
            **payment.model_dump(mode="json", exclude={"usage"}),
            **used,
            "paid_at": self._clock().isoformat(),
            "kind": used["stage"] if used["stage"] in ("search", "fetch") else "model",
            "name": name,
        }


def payments_of(store: Store, run: str) -> tuple[Payment, ...]:
    """What a run paid, summed by stage, model or search, host, state and currency."""
    patiently(store.database.write_pending)
    return tuple(_payment(row) for row in store.database.rows(f"{SUMS} ORDER BY min(id)", run))


def _payment(row: sqlite3.Row) -> Payment:
    told = dict(row)
    told["model"] = told.pop("name")
    del told["kind"]
    used = {name: told.pop(name) for name in Usage.model_fields if name in told}
    return Payment(usage=Usage(**used), **told)
