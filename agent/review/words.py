"""The words of the page, in Chinese and English; those of checks and reasons are the report's."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from agent.findings import Label, Verdict
from agent.report.words import Language, reason, word


@cache
def ui(language: Language) -> dict[str, str]:
    """Every word of the interface by its key."""
    text = (resources.files("agent") / "data" / "review.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)["ui"]
    return {key: pair[0 if language == "zh" else 1] for key, pair in table.items()}


@cache
def fault_words(fault: str, language: Language) -> str:
    """A kind of fault (check and reason code) in words, with … where its values would stand."""
    check, _, code = fault.partition("/")
    named = word("check", check, language)
    if not code:
        return named
    bare = reason(Verdict(check=check, label=Label.REFUTED, reason=code), language)
    bare = re.sub(r"\$\w+", "…", bare).strip("，。:：; ")
    return f"{named}: {bare}" if language == "en" else f"{named}：{bare}"
