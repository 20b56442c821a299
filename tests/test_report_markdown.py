"""The Markdown report: escaped, and complete."""

from __future__ import annotations

import re

from agent.findings import Status
from tests.at_once import markdown as render
from tests.dossiers import dossier, finding, page
from tests.test_report_text import HOSTILE


def test_every_status_is_shown_and_left_out_ones_stand_in_a_table() -> None:
    first, second, third = page(), page("https://b.example/"), page("https://c.example/")
    text = render(
        [
            dossier(
                finding(first),
                finding(second, Status.FLAGGED),
                finding(third, Status.REJECTED),
                pages=(first, second, third),
            )
        ],
        "zh",
    )
    assert len(re.findall(r"^### \d", text, re.MULTILINE)) == 2
    assert "| 剔除 |" in text
    assert "> 〔1〕〔2〕即上面所列的网页原句" in text


def test_markup_of_a_page_stays_text() -> None:
    of = page()
    text = render([dossier(finding(of, name=HOSTILE), pages=(of,))], "zh")
    assert not re.search(r"(?<!\\)\]\(javascript:", text)
    assert not re.search(r"(?<!\\)</b", text)
    assert len(re.findall(r"^## ", text, re.MULTILINE)) == 1
    assert "\n---\n" not in text


def test_an_english_report_has_english_labels() -> None:
    of = page()
    text = render([dossier(finding(of), pages=(of,))], "en")
    assert "**Responsible agency**" in text
    assert "**核心内容**" not in text
