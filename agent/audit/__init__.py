"""Reports that somebody else wrote, held against what they cite.

    files -> parse (items) -> rebuild (policies) -> unread (what needs no network) -> among (items
    against each other) -> reading (the cited pages, with the ordinary checks) -> judgement

``run.audit`` is the flow, ``annotated``, ``table``, ``summary`` and ``as_json`` show what came out.
The module itself can be called, so that ``from agent import audit; audit(["reports"])`` works
beside ``import agent.audit``.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any


class _Room(ModuleType):
    """This package, callable as the function that it is about."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """See agent.audit.run.audit."""
        return importlib.import_module("agent.audit.run").audit(*arguments, **options)


sys.modules[__name__].__class__ = _Room
