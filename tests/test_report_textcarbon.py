"""What TextCarbon's own reader takes from our file."""

from __future__ import annotations

import re

from agent.findings import Outcome, Status
from agent.records import Gap
from tests.at_once import textcarbon as render
from tests.dossiers import dossier, finding, page
from tests.test_report_text import HOSTILE


def blocks(text: str) -> list[str]:
    """Split as that reader does: on ---, keeping blocks with its one heading form."""
    heading = re.compile(r"## 转折点: (\d{4}-\d{2}-\d{2}) \(Event\) - 置信度: ")
    return [b for b in text.split("---") if heading.search(b) and "未找到相关政策或事件" not in b]


def test_only_verified_items_are_written_and_each_point_is_an_event() -> None:
    first, second = page(), page("https://b.example/")
    one = dossier(finding(first), finding(second, Status.FLAGGED), pages=(first, second))
    (block,) = blocks(render([one], "zh"))
    assert len(re.findall(r"^\d+\. \*\*", block, re.MULTILINE)) == 1
    assert "待核" not in block


def test_a_point_without_verified_items_is_skipped_by_that_reader() -> None:
    of = page()
    text = render([dossier(finding(of, Status.FLAGGED), pages=(of,)), dossier(pages=())], "zh")
    assert blocks(text) == []
    assert text.count("未找到相关政策或事件") == 2


def test_an_empty_block_does_not_say_that_there_is_nothing_when_it_is_not_so() -> None:
    of = page()
    flagged = render([dossier(finding(of, Status.FLAGGED), pages=(of,))], "zh")
    assert "另有待核 1 条" in flagged
    gap = Gap(stage="search", target="searxng", cause="network", material=True)
    cut = dossier(pages=(), gaps=(gap,)).model_copy(update={"outcome": Outcome.INCOMPLETE})
    assert "不能说明没有" in render([cut], "zh")


def test_a_report_of_invented_pages_says_so() -> None:
    of = page()
    made = dossier(finding(of), pages=(of,))
    invented = made.provenance.model_copy(update={"invented": True})
    text = render([made.model_copy(update={"provenance": invented})], "zh")
    assert "【示例】" in text.split("---")[0]


def test_a_rule_in_a_page_does_not_split_the_file() -> None:
    of = page("https://jtyst.shanxi.example/a---b.html")
    text = render([dossier(finding(of, name=HOSTILE), pages=(of,))], "zh")
    assert text.count("---") == 1
