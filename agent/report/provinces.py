"""Provinces for a reader: their English names where the text is English, and their codes."""

from __future__ import annotations

from functools import cache

from agent.places.tables import read_tables
from agent.report.words import Language


@cache
def _english() -> dict[str, str]:
    return {province.name: province.english for province in read_tables().provinces}


@cache
def _codes() -> dict[str, str]:
    return {province.name: province.code for province in read_tables().provinces}


def province_code(name: str) -> str | None:
    """The province's code of GB/T 2260: 140000 for 山西."""
    return _codes().get(name)


def province_told(name: str, language: Language) -> str:
    """A province for a reader: 山西, or Shanxi where the text is English and it has such a name."""
    return _english().get(name) or name if language == "en" else name
