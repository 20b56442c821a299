"""The only room that speaks SQL: what cannot be made again (Store), and an index that can (index.Index).

research.db   runs, dossiers, findings, verdicts and reviews; one transaction a dossier.
index.db      full text of pages; delete it whenever you like.
"""

from __future__ import annotations

from agent.store.batches import Batches, Point, PointState
from agent.store.dossiers import Run, Store, changepoint_key, finding_key
from agent.store.payments import Payments, payments_of

__all__ = [
    "Batches",
    "Payments",
    "Point",
    "PointState",
    "Run",
    "Store",
    "changepoint_key",
    "finding_key",
    "payments_of",
]
