"""Happenings as research asks for them are measured on pages of our own, without the measuring data."""

from __future__ import annotations

import pytest

from tests.eval.as_asked import as_asked, moved_day, rows
from tests.eval.table import Floors, broken


def test_happenings_as_research_asks_for_them_keep_their_floors() -> None:
    assert broken(as_asked(), Floors.load(), whole=False) == ()


def test_every_quote_of_an_answer_stands_on_its_page() -> None:
    for row in rows():
        text = "\n".join((row["title"], *row["paragraphs"]))
        for policy in row["answer"]["policies"]:
            said = (*policy.get("dates", ()), *policy.get("content", ()))
            assert [one["quote"] for one in said if one["quote"] not in text] == [], row["id"]


@pytest.mark.parametrize(
    ("written", "year", "other"),
    [
        ("2031-10-08", False, "2031-10-17"),
        ("2031-10-08", True, "2030-10-08"),
        ("2031-12", False, "2032-01"),
        ("2031-12", True, "2030-12"),
    ],
)
def test_another_day_is_nine_days_later_or_a_year_before(
    written: str, year: bool, other: str
) -> None:
    assert moved_day(written, year=year) == other
