"""The words of the HTML report in one language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from string import Template

from agent.report.words import Language


@cache
def _table() -> dict[str, list[str]]:
    text = (resources.files("agent") / "data" / "html.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def told(code: str, language: Language, **values: object) -> str:
    """The words for a code. Raises KeyError when there are none."""
    chosen = _table()[code][0 if language == "zh" else 1]
    return Template(chosen).substitute(values) if values else chosen
