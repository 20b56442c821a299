"""Words for codes, in Chinese and English. Reasons of the checks are worded in reasons.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache, partial
from string import Template
from typing import Any, Literal

from agent.findings import Verdict
from agent.lazy import lazy_pattern
from agent.text.tables import shipped

Language = Literal["zh", "en"]
REMEMBERED = 1 << 12
"""Codes whose words are not looked up again; there are fewer, but for those of other programs."""
_PLACE: dict[Language, int] = {"zh": 0, "en": 1}
"""Where the words of a language stand in each entry of the tables."""


def part_words(code: str, language: Language) -> dict[str, Any]:
    """The title, the heads and the lines of a part of a summary (data/parts.toml)."""
    return {name: _in(pair, language) for name, pair in table("parts")[code].items()}


def _in(entry: Any, language: Language) -> Any:
    """What an entry has for a language: a pair of both, or a table by their names."""
    return entry[language] if isinstance(entry, dict) else entry[_PLACE[language]]


@cache
def table(name: str) -> dict[str, Any]:
    """A table of words as it stands in data/: for what in it is no pair of words."""
    return shipped(name)


@lru_cache(REMEMBERED)
def word(kind: str, code: str, language: Language, of: str = "words") -> str:
    """The word for a code; the code itself when it has none, so that nothing is hidden."""
    pair = table(of)[kind].get(code)
    return str(_in(pair, language)) if pair else code


def words_of(kind: str, language: Language, of: str = "words") -> dict[str, str]:
    """All words of a kind by their codes."""
    return {code: _in(pair, language) for code, pair in table(of)[kind].items()}


def say(code: str, language: Language, /, *, of: str = "phrases", **values: object) -> str:
    """A phrase of a table with its values in their places. Raises KeyError when there is none."""
    phrase = _phrase(code, language, of)
    return phrase.substitute(values) if values else phrase.template


@cache
def _phrase(code: str, language: Language, of: str) -> Template:
    return Template(str(_in(table(of)[code], language)))


of_html = partial(say, of="html")
"""A phrase of data/html.toml."""


def joined(parts: Iterable[str], language: Language) -> str:
    """A list in one line: 、 in Chinese."""
    return say("comma", language).join(parts)


def cause(code: str, language: Language, stage: str = "") -> str:
    """The word for the cause of a gap; http:503 and the like are told by number.

    In some stages it is a service that answered so, and not a website.
    """
    kind = "cause_of_model" if stage in ("extract", "check") else "cause"
    known = word(kind, code, language)
    known = word("cause", code, language) if known == code else known
    if known == code and code.startswith("http:"):
        who = "http" if kind == "cause" else "http_of_model"
        return f"{word('cause', who, language)} {code.removeprefix('http:')}"
    return known


def reason(verdict: Verdict, language: Language) -> str:
    """One sentence that says why the check decided so."""
    entry = table("reasons").get(verdict.reason)
    if entry is None:
        return verdict.reason
    values = {key: _value(key, value, language) for key, value in verdict.values.items()}
    return Template(_in(entry, language)).safe_substitute(values)


def reason_in_short(code: str, language: Language) -> str:
    """What a reason says whatever its values are: those are left out."""
    entry = table("reasons").get(code)
    if entry is None:
        return code
    return re.sub(r"\$\{?\w+\}?", "…", str(_in(entry, language)))


_INTERVAL = lazy_pattern(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")
"""2031-12-22/2031-12-31, as dates that are no single day are kept."""


def _value(key: str, value: str, language: Language) -> str:
    if key in ("role", "other_role", "stands_as"):
        return word("role", value, language)
    value = _INTERVAL.sub(lambda days: say("until", language).join(days.groups()), value)
    return word("sector", value, language) if key in ("sector", "other") else value
