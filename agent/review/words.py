"""The words of the page, in Chinese and English; those of checks and reasons are the report's."""

from __future__ import annotations

from functools import cache
from typing import Any

from agent.findings import Verdict
from agent.policy import DateRole
from agent.report.provinces import province_told, sector_told, where
from agent.report.safe import one_line
from agent.report.template import worded
from agent.report.words import Language, reason, reason_in_short, say, word, words_of


@cache
def ui(language: Language) -> dict[str, str]:
    """Every word of the interface by its key."""
    return words_of("ui", language, of="review")


@cache
def fault_words(fault: str, language: Language) -> str:
    """A kind of fault (check and reason code) in words, with … where its values would stand."""
    check, _, code = fault.partition("/")
    named = word("check", check, language)
    said = reason_in_short(code, language).strip("，。:：; ")
    return f"{named}{say('colon', language)}{said}" if code else named


def role_words(role: DateRole | None, language: Language) -> str:
    """The word of a role; none where any would do."""
    return word("role", role.value, language) if role and role is not DateRole.ANY else ""


def reason_words(verdict: Verdict, language: Language) -> str:
    """Why a check decided so, in one line."""
    return one_line(reason(verdict, language))


@cache
def words_for(language: Language) -> dict[str, Any]:
    """What the templates of the page word values with."""
    words = (fault_words, province_told, reason_words, role_words, sector_told, where)
    comma = say("comma", language)
    return {**worded(language, *words), "t": ui(language), "lang": language, "comma": comma}
