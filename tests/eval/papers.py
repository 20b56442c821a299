"""Invented documents in running text: issuers, numbers and days by role, each as a page and as bare text.

``papers.toml`` was written before the rules were read. What a paper says must be supported, what
stands in it in another role (the copied, the cited, the deadline of a report) must not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from agent.findings import Label
from agent.records import Page
from tests import samples
from tests.eval.cases import Case, measure
from tests.eval.corpus import Corpus, text_page
from tests.eval.judging import Asked, label_on
from tests.eval.table import Measure

PAPERS = Path(__file__).with_name("papers.toml")
SET = "papers"
HOST = "https://www.papers.example"


@cache
def read_papers() -> tuple[dict[str, Any], ...]:
    """The documents with what they say."""
    return tuple(tomllib.loads(PAPERS.read_text("utf-8"))["paper"])


def layouts(paper: dict[str, Any]) -> dict[str, Page]:
    """A paper as a page with a title and a body, and as text alone."""
    title, text = paper["title"], paper["text"].strip()
    return {
        "page": samples.page(title, text, {}, url=f"{HOST}/{paper['id']}.html"),
        "text": text_page(f"{title}\n{text}", f"{HOST}/{paper['id']}.txt"),
    }


def papers(_: Corpus | None = None) -> tuple[Measure, ...]:
    """What the checks find of each paper, and what they must not find."""
    found: dict[str, list[Case]] = {}
    for paper in read_papers():
        for layout, page in layouts(paper).items():
            for name, asked in _asked(paper):
                label = label_on(asked, page)
                told = f"{paper['id']} {layout} {asked.role or ''} {asked.value}"
                case = Case(told, label is Label.SUPPORTED, label.value, paper["id"])
                found.setdefault(name, []).append(case)
    return tuple(
        measure(SET, name, cases, "fewer" if name.startswith("not") else "more", split=False)
        for name, cases in found.items()
    )


def _asked(paper: dict[str, Any]) -> Iterator[tuple[str, Asked]]:
    for body in paper.get("issuers", ()):
        yield "issuer", Asked("agency", body)
    for body in paper.get("not_issuers", ()):
        yield "not its issuer", Asked("agency", body)
    if number := paper.get("number"):
        yield "number", Asked("document_number", number)
    for number in paper.get("not_numbers", ()):
        yield "not its number", Asked("document_number", number)
    for role, day in paper.get("dates", {}).items():
        yield "day by role", Asked("date", day, role=role)
    for role, day in paper.get("not_dates", {}).items():
        yield "not its day in that role", Asked("date", day, role=role)
