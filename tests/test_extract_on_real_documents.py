"""Real documents with known name, day and issuers, read without a model where they are at hand.

Each is read twice: as a plain text, and as a page of a site, most of whose titles leave out the issuer. The
floors are what was reached; they only rise.
"""

from __future__ import annotations

import datetime
import gzip
import html
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from agent.extract import Knowledge
from agent.extract.by_rules import ByRules
from agent.policy import DateRole
from agent.readers.html import HtmlReader
from agent.readers.text import TextReader
from agent.records import Changepoint, Fetched, Page, Window
from agent.text.fold import fold
from agent.text.names import core_name
from tests import knowledge
from tests.answers import answer

DATA = Path(os.environ.get("POLICY_DATA") or Path(__file__).parents[2] / "shared" / "data")
GOLD = DATA / "policies" / "gold.jsonl.gz"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not GOLD.is_file(), reason=f"the measuring data is not at {DATA}"),
]


@dataclass
class Tally:
    """How many of how many."""

    right: int = 0
    of: int = 0

    def count(self, right: bool) -> None:
        self.right += right
        self.of += 1

    @property
    def share(self) -> float:
        return self.right / self.of


def as_text(row: dict[str, Any]) -> Fetched:
    return answer(row["text"], url=f"https://a.example/{row['id']}.txt", content_type="text/plain")


def as_page(row: dict[str, Any]) -> Fetched:
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in row["text"].splitlines())
    title = f'<meta name="ArticleTitle" content="{html.escape(row["title"])}">'
    return answer(f'{title}<div class="TRS_Editor">{lines}</div>', url="https://a.example/x.html")


def rows() -> list[dict[str, Any]]:
    with gzip.open(GOLD, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def bare(text: str) -> str:
    return fold(text).text.translate({ord(sign): None for sign in '()《》"'})


def measure(read: Callable[[dict[str, Any]], Page]) -> dict[str, Tally]:
    places, publishers = knowledge.places(), knowledge.publishers()
    rules = ByRules(Knowledge(places, publishers, knowledge.sectors()))
    tally = {"name": Tally(), "date": Tally(), "agency": Tally()}
    for row in rows():
        day = datetime.date.fromisoformat(row["date"])
        province = places.province(row["province"].split("、")[0]).name if row["province"] else None
        point = Changepoint(province=province or "北京", sector=None, date=day)
        found = rules.extract(read(row), point, Window(start=day, end=day)).policies
        assert found, row["id"]
        policy = found[0]
        if bare(core_name(row["title"])) in bare(row["text"]):
            tally["name"].count(core_name(policy.name.value) == core_name(row["title"]))
        days = {d.value for d in policy.dates if d.role in (DateRole.SIGNED, DateRole.ISSUED)}
        tally["date"].count(row["date"] in days)
        named = [agency.value for agency in policy.agencies]
        tally["agency"].count(
            all(
                any(
                    publishers.same_agency(wanted, one, province)
                    or publishers.same_agency(wanted, one.rpartition("办公")[0], province)
                    for one in named
                )
                for wanted in row["agency"]
            )
        )
    return tally


def test_a_plain_text_gives_name_day_and_issuers() -> None:
    found = measure(lambda row: TextReader().read(as_text(row)))
    assert found["name"].share >= 0.95, found
    assert found["date"].share >= 0.97, found
    assert found["agency"].share >= 0.95, found


def test_a_page_gives_day_and_issuers() -> None:
    found = measure(lambda row: HtmlReader().read(as_page(row)))
    assert found["date"].share >= 0.97, found
    assert found["agency"].share >= 0.95, found
