"""A figure told of the same thing in other words, after a model has pointed at its quote."""

from __future__ import annotations

import pytest

from agent.checks.parts import Names, bears, difference
from agent.text.figures import figures
from tests.knowledge import places, publishers

QUOTE = "到2031年，甲类站点占比达到30%以上，乙类站点占比达到50%以上，改造旧线12万公里。"


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("甲类站点的份额到2031年要有三成以上", id="another word for the share"),
        pytest.param("旧线要改造120000公里", id="another way to write the number"),
    ],
)
def test_a_quantity_stands_for_what_its_words_are_nearest_to(sentence: str) -> None:
    (figure,) = figures(sentence)
    assert bears(figure, sentence, QUOTE)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("乙类站点的份额到2031年要有三成以上", id="the value of another thing"),
        pytest.param("甲类站点的份额到2031年要有四成以上", id="another value"),
        pytest.param("站点的份额到2031年要有三成以上", id="which of the two is not told"),
        pytest.param("甲类站点的份额要下降30%以上", id="a level is no fall"),
        pytest.param("旧线要改造12万吨", id="another unit"),
    ],
)
def test_a_quantity_of_something_else_does_not(sentence: str) -> None:
    (figure,) = figures(sentence)
    assert not bears(figure, sentence, QUOTE)


@pytest.mark.parametrize(
    ("sentence", "quote", "told"),
    [
        pytest.param(
            "全省的占比要降到三成", "全省占比提高到30%", "other_direction", id="down to, not up to"
        ),
        pytest.param(
            "各市要晚一年完成", "各市提前1年完成", "other_direction", id="late, not early"
        ),
        pytest.param("7级以上的大风共有3次", "6级以上大风共有3次", "other_figure", id="a grade"),
        pytest.param(
            "泵站已在2031年底前投产",
            "泵站于2031 年底前投产",
            "other_target",
            id="an aim with a space",
        ),
    ],
)
def test_what_else_differs_is_told(sentence: str, quote: str, told: str) -> None:
    names = Names(places(), publishers())
    found = difference(sentence, quote, quote, "", names)
    assert found in {f"entailment.{told}", "entailment.other_status"}
