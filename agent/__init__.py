"""Finds, reads and checks the policies and events around a changepoint of China's emissions.

>>> from agent import Config, audit, load, research
>>> found = research("2024-11-08", "山西", sector="Ground", config=Config(sample=True))
>>> found.to_frame()
>>> done = audit(["reports"], offline=True)
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.audit.run import audit
    from agent.notebook import Results, batch, load, research, runs
    from agent.records import Changepoint
    from agent.wiring import Config
    from agent.wiring.version import VERSION

    __version__ = VERSION

__all__ = [
    "Changepoint",
    "Config",
    "Results",
    "__version__",
    "audit",
    "batch",
    "load",
    "research",
    "runs",
]

_HOMES = {
    "Changepoint": "agent.records",
    "Config": "agent.wiring",
    "Results": "agent.notebook",
    "audit": "agent.audit.run",
    "batch": "agent.notebook",
    "load": "agent.notebook",
    "research": "agent.notebook",
    "runs": "agent.notebook",
}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used: importing the package stays cheap."""
    if name == "__version__":
        return importlib.import_module("agent.wiring.version").VERSION
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def make_callable(room: str, function: str) -> None:
    """Let a package be called as the function of the same name: ``from agent import audit, batch``.

    Args:
        room: the package, already imported.
        function: where the function is, as module:name; imported when it is first called.
    """

    class Room(ModuleType):
        def __call__(self, *arguments: Any, **options: Any) -> Any:
            module, _, name = function.partition(":")
            return getattr(importlib.import_module(module), name)(*arguments, **options)

    sys.modules[room].__class__ = Room
