"""The book of payments in research.db: written before a request goes out and again when it is over.

An entry that still says ``begun`` when its process is gone was under way when it was killed: it may
have been billed and counts at its most.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from agent.ledger import Payment, State
from agent.records import Usage
from agent.store.database import Locked
from agent.store.dossiers import Store

PATIENCE = 30
"""How often a file that another process holds is tried, each time for as long as the file waits."""

_SUMS = """
SELECT state, stage, name, host, currency, sum(calls) AS calls,
    sum(prompt_tokens) AS prompt_tokens, sum(completion_tokens) AS completion_tokens,
    sum(cached_tokens) AS cached_tokens, sum(amount) AS amount, sum(bytes) AS bytes
FROM payments WHERE run_id = ?
GROUP BY stage, name, host, state, currency, amount IS NULL
ORDER BY min(id)
"""


class Payments:
    """The book of one run (a ``PaymentLog``).

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
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        statement = f"INSERT INTO payments ({names}) VALUES ({marks})"  # noqa: S608 - names are ours
        return self._write(statement, tuple(row.values()))

    def finish(self, number: int, payment: Payment | None) -> None:
        """See PaymentLog. Raises StateError."""
        if payment is None:
            self._write("DELETE FROM payments WHERE id = ?", (number,))
            return
        row = self._row(payment)
        parts = ", ".join(f"{name} = ?" for name in row)
        statement = f"UPDATE payments SET {parts} WHERE id = ?"  # noqa: S608 - names are ours
        self._write(statement, (*row.values(), number))

    def _row(self, payment: Payment) -> dict[str, Any]:
        used = payment.usage
        return {
            "paid_at": self._clock().isoformat(),
            "state": payment.state.value,
            "kind": used.stage if used.stage in ("search", "fetch") else "model",
            "stage": used.stage,
            "name": used.model,
            "host": used.host,
            "target": used.target,
            "calls": used.calls,
            "prompt_tokens": used.prompt_tokens,
            "completion_tokens": used.completion_tokens,
            "cached_tokens": used.cached_tokens,
            "amount": payment.amount,
            "currency": payment.currency,
            "bytes": payment.bytes,
        }

    def _write(self, statement: str, values: tuple[Any, ...]) -> int:
        for trial in range(1, PATIENCE + 1):
            try:
                with self._database.transaction(durable=False) as connection:
                    return connection.execute(statement, values).lastrowid or 0
            except Locked:
                if trial == PATIENCE:
                    raise
        return 0


def payments_of(store: Store, run: str) -> tuple[Payment, ...]:
    """What a run paid, summed by stage, model or search, host, state and currency."""
    return tuple(_payment(row) for row in store.database.rows(_SUMS, run))


def _payment(row: sqlite3.Row) -> Payment:
    told: Mapping[str, Any] = dict(row)
    counts = ("calls", "prompt_tokens", "completion_tokens", "cached_tokens")
    usage = Usage(
        stage=told["stage"],
        model=told["name"],
        host=told["host"],
        **{name: told[name] for name in counts},
    )
    return Payment(
        usage=usage,
        state=State(told["state"]),
        amount=told["amount"],
        currency=told["currency"],
        bytes=told["bytes"],
    )
