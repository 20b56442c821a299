"""The words of the HTML report in one language."""

from __future__ import annotations

from functools import partial

from agent.report.words import say

told = partial(say, of="html")
"""The words of data/html.toml for a code."""
