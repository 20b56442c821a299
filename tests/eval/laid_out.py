"""The same policies laid out anew: narrow lines, wrapped titles and signatures, running heads.

A text is wrapped as a printed page wraps it, put on pages of thirty lines with a head and a page
number, and read as the reader of PDF reads what stands on its pages. Widths, heads and numbers
differ from policy to policy, always in the same way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from agent.extract import Knowledge
from agent.extract.by_rules import ByRules
from agent.readers.page_furniture import without_page_furniture
from agent.readers.printed_page import printed_page
from agent.records import Page
from tests.answers import answer
from tests.eval import pages
from tests.eval.corpus import Corpus
from tests.eval.table import Measure
from tests.knowledge import places, publishers, sectors

SHORTEST_SIGNATURE = 7
CLOSING = 6
LINES, SHORTEST_LINE = 30, 4
SIGNATURE = re.compile(r"^[\u4e00-\u9fff]{7,24}(?:政府|委员会|办公[厅室]|[厅局委部])$")
FORBIDDEN_AT_START = "，。、；：？！”’）》〉】〕"


def laid_out(corpus: Corpus, step: int = 1) -> tuple[Measure, ...]:
    """Name, date and agency of policies whose layout was made anew."""
    extractor = ByRules(Knowledge(places(), publishers(), sectors()))
    told: pages.Told = {"name": [], "date": [], "agency": []}
    for key in list(corpus.gold)[::step]:
        row = corpus.gold[key]
        page = printed(row, corpus.gold_pages[key])
        policy = pages.own_policy(extractor, row, page)
        if pages.is_there(corpus.gold_pages[key], row["title"]):
            told["name"].append((pages.named(policy, row["title"]), key))
        told["date"].append((policy is not None and pages.dated(policy, row["date"]), key))
        told["agency"].append((policy is not None and pages.issued_by(policy, row), key))
    return pages.measures("policies/laid out anew", told)


def printed(row: dict[str, Any], page: Page) -> Page:
    """A policy as the text of a PDF, on the host its plain text has."""
    chance = int(hashlib.sha256(row["id"].encode()).hexdigest(), 16)
    sheets = list(_sheets(row["text"], chance))
    text = "\n".join(line for lines in without_page_furniture(sheets) for line in lines)
    fetched = answer(b"%PDF-1.4", url=page.url, content_type="application/pdf")
    return printed_page(fetched, text, "", "pdf/2")


def _sheets(text: str, chance: int) -> Iterator[list[str]]:
    width = 24 + chance % 13
    lines = list(_wrapped(text, width, chance))
    total = -(-len(lines) // LINES)
    head = ("某省人民政府公报　2024年第3期", "", "政策文件汇编")[chance // 13 % 3]
    for number in range(total):
        on_page = lines[number * LINES : (number + 1) * LINES]
        at_foot = (f"— {number + 1} —", f"第{number + 1}页 共{total}页", f"{number + 1}", "")
        foot = at_foot[chance // 39 % 4]
        if not foot:
            on_page = [*on_page[:-1], f"{on_page[-1]}—{number + 1}—"]
        yield [*([head] if head else []), *on_page, *([foot] if foot else [])]


def _wrapped(text: str, width: int, chance: int) -> Iterator[str]:
    """Lines of a width; a title is narrower, and a signature is broken where it is long."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for number, line in enumerate(lines):
        if SIGNATURE.match(line) and number > len(lines) - CLOSING and chance // 156 % 2:
            half = len(line) // 2 + 1
            yield line[:half]
            yield line[half:]
            continue
        yield from _cut(line, min(width, 18) if number < 2 else width)


def _cut(line: str, width: int) -> Iterator[str]:
    """Lines of a width; none begins with a mark that may not, and none is left with next to nothing."""
    start = 0
    while len(line) - start > width + SHORTEST_LINE:
        cut = start + width
        while cut < len(line) and line[cut] in FORBIDDEN_AT_START:
            cut += 1
        yield line[start:cut]
        start = cut
    if start < len(line):
        yield line[start:]
