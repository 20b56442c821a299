"""Provinces and sectors for a reader, English where the text is, and the codes of provinces."""

from __future__ import annotations

from functools import cache

from agent.places.tables import read_tables
from agent.report.words import Language, say, word


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Each province's code and its English name."""
    return {one.name: (one.code, one.english) for one in read_tables().provinces}


def province_code(name: str) -> str | None:
    """The province's code of GB/T 2260: 140000 for 山西."""
    return _names().get(name, (None, ""))[0]


def province_told(name: str, language: Language) -> str:
    """A province for a reader: 山西, or Shanxi where the text is English and it has such a name."""
    return _names().get(name, ("", ""))[1] or name if language == "en" else name


def sector_told(code: str | None, language: Language, without: str = "all_sectors") -> str:
    """A sector for a reader; where there is none the phrase of this code."""
    return word("sector", code, language) if code else say(without, language)


def series_told(province: str, sector: str | None, language: Language) -> str:
    """A province and its sector, in words; of all sectors 全部部门."""
    return f"{province_told(province, language)} {sector_told(sector, language)}"


def where(province: str, sector: str | None, day: object, language: Language) -> str:
    """A changepoint in a word or three: 山西 地面交通 2024-11-08; the province as it is given."""
    sectors = (sector_told(sector, language),) if sector else ()
    return " ".join(filter(None, (province, *sectors, str(day))))
