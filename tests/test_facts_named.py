"""Papers that a text names, and how each is told. All are invented."""

from __future__ import annotations

import time

import pytest

from agent.facts.named import How, only_to_come, papers_named, quoted_papers, repealed_in
from agent.text.fold import fold

NAME = "甲省老旧货车淘汰补贴实施细则"


def coming(text: str) -> str | None:
    folded = fold(text)
    found = only_to_come(papers_named(NAME, folded))
    return None if found is None else folded.text[found.first : found.last]


@pytest.mark.parametrize(
    "text",
    [
        f"下一步，抓紧制定《{NAME}》，明确标准。",
        f"我省将出台《{NAME}》。",
        f"拟于年内印发《{NAME}》",
        f"研究制定{NAME}，加大支持。",
        f"《{NAME}》将于年底前出台。",
        f"现就《{NAME}（征求意见稿）》公开征求意见。",
    ],
)
def test_a_page_that_only_announces_a_document_is_told(text: str) -> None:
    assert NAME in (coming(text) or "")


@pytest.mark.parametrize(
    "text",
    [
        f"近日，省交通厅印发《{NAME}》。",
        f"已制定《{NAME}》，并于上月实施。",
        f"{NAME}\n第一条 为制定补贴标准，制定本细则。",
        f"此前提出制定《{NAME}》。日前，我省正式印发《{NAME}》。",
        f"根据《{NAME}》，发放补贴。",
        "下一步，制定其他办法。",
        f"会上提到《{NAME}》的意义。",
    ],
)
def test_a_page_on_which_the_document_came_announces_nothing(text: str) -> None:
    assert coming(text) is None


def test_a_name_too_short_to_tell_apart_is_announced_nowhere() -> None:
    assert papers_named("细则", fold("抓紧制定细则。")) == ()


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("省交通厅近日印发《甲办法》。", How.ISSUED),
        ("省交通厅印发了《甲办法》。", How.ISSUED),
        ("省交通厅联合省财政厅出台《甲办法》。", How.ISSUED),
        ("现将《甲办法》印发给你们。", How.ISSUED),
        ("《甲办法》日前由省政府发布。", How.ISSUED),
        ("《甲办法》（甲政发〔2024〕8号）已于上月公布。", How.ISSUED),
        ("省交通厅已研究制定《甲办法》。", How.ISSUED),
        ("推进碳达峰工作办公室日前印发《甲办法》。", How.ISSUED),
        ("我省拟于年底前出台《甲办法》。", How.COMING),
        ("明年发布《甲办法》。", How.COMING),
        ("计划三季度发布《甲办法》。", How.COMING),
        ("正在编制《甲办法》。", How.COMING),
        ("尽快印发《甲办法》。", How.COMING),
        ("《甲办法》有望年内出台。", How.COMING),
        ("《甲办法》（草案）提请审议。", How.COMING),
        ("《甲办法》编制工作启动。", How.COMING),
        ("《甲办法》同时废止。", How.REPEALED),
        ("《甲办法》（甲政发〔2019〕3号）自本办法施行之日起失效。", How.REPEALED),
        ("原《甲办法》、《乙办法》（乙发〔2018〕1号）同时废止。", How.REPEALED),
        ("即日起停止执行《甲办法》。", How.REPEALED),
        ("根据《甲办法》发放补贴。", How.BASIS),
        ("全面落实《甲办法》要求。", How.BASIS),
        ("《甲办法》实施情况良好。", How.NAMED),
        ("会上介绍《甲办法》的意义。", How.NAMED),
        ("发布会介绍《甲办法》。", How.NAMED),
    ],
)
def test_how_a_paper_is_told_stands_beside_its_name(text: str, how: How) -> None:
    first = next(quoted_papers(text.replace("甲办法", "甲省货车补贴办法")))
    assert first.how is how


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "拟"), ("", "争取"), ("", "若审议通过将"), ("近日", "下月将")],
)
def test_a_word_of_a_plan_turns_what_was_issued_into_what_is_to_come(
    before: str, after: str
) -> None:
    told, turned = (
        next(quoted_papers(f"省交通厅{words}印发《{NAME}》。")) for words in (before, after)
    )
    assert (told.how, turned.how) == (How.ISSUED, How.COMING)


def test_names_are_read_in_time_in_step_with_the_length() -> None:
    def took(times: int) -> float:
        text = "拟修订的《甲省第七号货车办法》（甲政发〔2019〕3号）同时废止、" * times
        began = time.process_time()
        list(quoted_papers(text))
        return time.process_time() - began

    took(10)
    assert took(2000) < 12 * took(400) + 0.5


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("《甲乙办法》同时废止。", {"甲乙办法"}, id="plain"),
        pytest.param("《甲乙办法》同时废\n止。", {"甲乙办法"}, id="broken over two lines"),
        pytest.param(
            "《甲乙办法》同时废\u200b止。", {"甲乙办法"}, id="with a character of no width"
        ),
        pytest.param("《甲乙办法》同时废\u2f4c。", {"甲乙办法"}, id="with a radical of a PDF"),
        pytest.param("《甲乙办法》停止施行。", {"甲乙办法"}, id="in other words"),
        pytest.param("《甲乙办法》停止。", set(), id="half of the words"),
        pytest.param("根据《甲乙办法》办理。", set(), id="no word of it"),
    ],
)
def test_a_repealed_paper_is_found_however_its_repeal_is_written(
    text: str, found: set[str]
) -> None:
    assert repealed_in(text) == found
