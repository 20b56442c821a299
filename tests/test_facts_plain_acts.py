"""Acts that no list has, told by the form of their clause. Everything here is invented."""

from __future__ import annotations

import datetime

import pytest

from agent.facts.document import facts_of
from agent.facts.happening import happening_of, tellings_of
from agent.facts.modes import Mode
from agent.text.lexicon import lexicon
from tests.samples import NEWS_URL, page

DAY = datetime.date(2024, 11, 10)


def modes(words: str, name: str) -> set[Mode]:
    at = page(
        "云岭要闻", f"{words}\n云岭厂位于太原市，建成多年。", {"上传时间": str(DAY)}, url=NEWS_URL
    )
    return {one.told.mode for one in tellings_of(facts_of(at), happening_of(name))}


NAMES = ["云岭造纸厂原料库漂移", "云岭大桥钢梁就座"]
"""What befell them is a word that the lexicon does not have."""


@pytest.mark.parametrize("name", NAMES)
def test_the_acts_here_are_in_no_list(name: str) -> None:
    assert not list(lexicon().find_acts(name))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "words",
    [
        "11月8日深夜，{name}，附近道路一度拥堵。",
        "11月8日，太原{name}。",
        "11月8日，由甲集团承建的{name}。",
        "昨日上午，{name}，无人受伤。",
        "{name}了，时间是11月8日。",
    ],
)
def test_a_day_or_an_aspect_tells_that_it_is_over(words: str, name: str) -> None:
    assert Mode.DONE in modes(words.format(name=name), name)


def test_the_words_of_the_name_need_not_stand_together() -> None:
    assert modes("云岭造纸厂的三号原料库已于11月8日漂移。", "云岭造纸厂3号原料库漂移") == {
        Mode.DONE
    }
    assert modes("11月8日，云岭炼厂出事，两座原料库同日漂移。", "云岭炼厂原料库漂移") == {Mode.DONE}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "words",
    [
        "11月8日，公司力推{name}。",
        "相中11月8日，{name}。",
        "11月8日，{name}，只待验收合格。",
        "拟11月8日{name}。",
        "网传11月8日{name}。",
        "11月8日，{name}，公司未予置评。",
        "11月8日，{name}的日子定下。",
        "11月8日，{name}演练举行。",
        "{name}。",
        "11月8日，有人说{name}。",
        "若天气转好，11月8日{name}。",
    ],
)
def test_a_word_that_may_govern_it_leaves_it_open(words: str, name: str) -> None:
    assert Mode.DONE not in modes(words.format(name=name), name)


@pytest.mark.parametrize("name", ["云岭造纸厂原料库", "云岭大桥建设方案", "云岭水库", "供需形势"])
def test_a_name_that_ends_in_a_thing_has_no_act(name: str) -> None:
    assert modes(f"11月8日，{name}，各方关注。", name) == set()


def test_another_thing_with_the_same_act_is_not_it() -> None:
    words = "11月8日，青石造纸厂原料库漂移。"
    assert Mode.DONE not in modes(words, "云岭造纸厂原料库漂移")


def test_quotation_marks_around_a_name_part_no_clause() -> None:
    words = "今年第5号台风“云岭”的中心已于11月8日9时在太原市沿河登陆，风力不大。"
    assert Mode.DONE in modes(words, "台风云岭登陆")


def test_a_verb_and_its_object_is_no_name_of_a_thing() -> None:
    assert Mode.DONE in modes("受大风影响，11月8日，云岭港区封港，船只避风。", "云岭港区封港")
    assert modes("11月8日，云岭港，风平浪静。", "云岭港区云岭港") == set()
