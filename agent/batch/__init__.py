"""Many changepoints, one command: selected, researched side by side, saved one by one, resumed.

selection   files and folders -> changepoints, each once
run         the loop: a crew researches, every dossier is saved at once
breaker, hours   what ends or pauses it
lock        one process a batch

The package can be called: ``from agent import batch; batch(points, "night1")`` (agent.notebook).
"""

from __future__ import annotations

from agent import make_callable

make_callable(__name__, "agent.notebook:batch")
