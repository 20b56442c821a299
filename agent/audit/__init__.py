"""Reports that somebody else wrote, held against what they cite.

    parse (items) -> rebuild (policies) -> unread (findings of the words alone, by the rules of the
    ordinary checks, and against each other) -> reading (the cited pages, and a dossier a changepoint)

``run.audit`` is the flow, ``summary`` and ``formats`` show what came out.
The module itself can be called, so that ``from agent import audit; audit(["reports"])`` works
beside ``import agent.audit``.
"""

from __future__ import annotations

from agent import make_callable

make_callable(__name__, "agent.audit.run:audit")
