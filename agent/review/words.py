"""The words of the page, in Chinese and English; those of checks and reasons are the report's."""

from __future__ import annotations

from functools import cache

from agent.report.words import Language, reason_in_short, say, word, words_of


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
