"""Finds, reads and checks the policies and events around a changepoint of China's emissions.

>>> from agent import Changepoint, Config, research
>>> dossier = research(Changepoint(province="山西", sector="Ground", date=date(2024, 11, 8)))
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.records import Changepoint
    from agent.wiring import Config
    from agent.wiring.workshop import research

__all__ = ["Changepoint", "Config", "research"]

_HOMES = {
    "Changepoint": "agent.records",
    "Config": "agent.wiring",
    "research": "agent.wiring.workshop",
}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used: importing the package stays cheap."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
