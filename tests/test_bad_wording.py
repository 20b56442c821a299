"""Sentences and quotes that no careful model would give: none of them is verified by accident. All invented."""

from __future__ import annotations

import pytest

from agent.checks.asking import AnsweredJudgement, EntailmentAnswer, read
from agent.checks.sentence import SentenceCheck
from agent.findings import Label, Verdict
from agent.policy import Quoted
from agent.records import Page
from tests.samples import BODY, CONTENT, only, page, policy, subject

ROW = "重型货车 | 提前报废 | 每辆4万元"


def judge(at: Page, value: str, quote: str | None = None) -> Verdict:
    of = policy(at, content=(Quoted(value=value, quote=quote, source=""),))
    return only(SentenceCheck("content")(subject(of, at)))


@pytest.mark.parametrize(
    ("value", "quote"),
    [
        pytest.param(f"{CONTENT}，" * 100, CONTENT, id="three thousand characters"),
        pytest.param("对提前淘汰货车的给予奖励", "", id="an empty quote"),
        pytest.param("对提前淘汰货车的给予奖励", "  \n ", id="a quote of white space"),
        pytest.param(
            "Trucks of emission standard III receive 42,000 yuan", CONTENT, id="in English"
        ),
        pytest.param("重型货车每辆4万元", ROW, id="a row retold as a sentence"),
        pytest.param("每辆4万元", ROW, id="half a row"),
        pytest.param(
            "对提前淘汰的给予奖励", "另一网页上的原文一句话", id="a quote of another page"
        ),
        pytest.param("，。；", CONTENT, id="marks alone"),
        pytest.param("4.2", CONTENT, id="a bare number"),
    ],
)
def test_nothing_of_it_is_verified_or_refuted(value: str, quote: str) -> None:
    assert judge(page(body=f"{BODY}\n{ROW}\n"), value, quote).label is Label.NOT_ENOUGH_INFO


def test_a_whole_row_of_a_table_is_the_pages() -> None:
    assert judge(page(body=f"{BODY}\n{ROW}\n"), ROW, ROW).label is Label.SUPPORTED


def test_a_quote_that_stands_ten_times_bears_its_sentence() -> None:
    at = page(body="\n".join([f"{CONTENT}。"] * 10))
    assert judge(at, CONTENT, CONTENT).label is Label.SUPPORTED
    assert judge(at, CONTENT.replace("4.2", "4.4"), CONTENT).label is Label.REFUTED


def test_a_model_that_answers_twice_counts_once_and_only_where_it_agrees_with_itself() -> None:
    def said(number: str, label: str) -> AnsweredJudgement:
        return AnsweredJudgement(id=number, label=label, quote=CONTENT, differs=None)

    twice = [said("C1", "supported"), said("C1", "supported"), said("C2", "supported")]
    against = [said("C2", "refuted"), said("C9", "supported"), said("", "supported")]
    told = read(EntailmentAnswer(judgements=[*twice, *against]), (4, 7))
    assert {index: j and j.label for index, j in told.items()} == {4: Label.SUPPORTED, 7: None}
    assert read(EntailmentAnswer(judgements=[]), (4, 7)) == {4: None, 7: None}
