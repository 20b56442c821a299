"""The generator of claims in other words, on invented sentences: what each change makes of one."""

from __future__ import annotations

import random

import pytest

from tests.eval.corpus import Corpus, text_page
from tests.eval.edits import DROPS, EDITS, HARMLESS, Change, Real
from tests.eval.other_words import answered, page_words, real_sentences

CHANGES = {change.name: change for change in (*EDITS, *DROPS, *HARMLESS)}


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a fixed sample, no secret


def made(name: str, told: str, seed: int = 1) -> str | None:
    """What a change makes of a sentence."""
    return CHANGES[name].make(told, chance(seed))


@pytest.mark.parametrize(
    ("name", "told", "claim"),
    [
        pytest.param("head noun", "淘汰老旧货车200辆。", "淘汰老旧客车200辆。", id="head noun"),
        pytest.param("direction", "压减焦化产量。", "扩大焦化产量。", id="direction"),
        pytest.param(
            "crossed figures",
            "公交车占90%，出租车占85%。",
            "公交车占85%，出租车占90%。",
            id="crossed figures",
        ),
        pytest.param(
            "condition",
            "原则上不再新建三十五蒸吨以下燃煤锅炉。",
            "不再新建三十五蒸吨以下燃煤锅炉。",
            id="condition",
        ),
        pytest.param("numbering", "（三）推广岸电。", "推广岸电。", id="numbering"),
        pytest.param(
            "equal units", "新增风电15.5万千瓦。", "新增风电155000千瓦。", id="equal units"
        ),
        pytest.param("equal units", "补贴3亿元。", "补贴30000万元。", id="hundred millions"),
        pytest.param("last mark", "推广岸电。", "推广岸电", id="last mark"),
        pytest.param(
            "order of a free list",
            "加快钢铁、水泥、造纸等行业改造。",
            "加快水泥、造纸、钢铁等行业改造。",
            id="order",
        ),
        pytest.param(
            "order of a free list",
            "客车、货车等分别占二成、三成。",
            None,
            id="an order that counts",
        ),
    ],
)
def test_a_change_makes_one_thing_another(name: str, told: str, claim: str | None) -> None:
    assert made(name, told) == claim


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("member", "重点改造钢铁、水泥、造纸和玻璃企业。", id="member"),
        pytest.param("ordinal", "2号机组已投产。", id="ordinal"),
        pytest.param("county", "项目位于信阳市平桥区。", id="county"),
        pytest.param("duty-bearer", "由市财政局负责。", id="duty-bearer"),
    ],
)
def test_what_takes_the_place_is_drawn_by_the_seed(name: str, told: str) -> None:
    assert made(name, told) not in (None, told)
    assert made(name, told, 7) == made(name, told, 7)


def test_no_document_gives_more_than_its_share_of_the_cases() -> None:
    real = [Real("one", f"压减焦化产量{n}万吨。", "", "") for n in range(50)]
    assert len(Change("direction", CHANGES["direction"].make).cases(real, chance(1))) == 4


def test_a_sentence_that_stands_on_the_page_is_accepted_by_the_rules_alone() -> None:
    told = "到2031年，云泽市新能源公交车占比达到九成。"
    answer = answered(told, told, text_page(f"甲市公交发展方案\n{told}", "https://a.example/1.txt"))
    assert answer.alone == answer.yes == "supported"


def test_the_claims_in_the_pages_words_are_measured_without_the_data() -> None:
    measures = page_words(Corpus())
    assert sum(one.count for one in measures if "a model says yes" in one.name) >= 150


@pytest.mark.skipif(not Corpus().here, reason="the measuring data is not here")
def test_the_sample_is_the_same_every_time() -> None:
    corpus = Corpus()
    assert [one.told for one in real_sentences(corpus)[:9]] == [
        one.told for one in real_sentences(corpus)[:9]
    ]
