"""Words of one step that tell different acts. All names and sentences are invented."""

from __future__ import annotations

import pytest

from tests.test_facts_sameness import DAY, days_told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("青坪矿恢复供电", "青坪矿恢复供电"),
        ("青坪矿恢复生产", "青坪矿复产"),
        ("青坪航线停运", "青坪航线停航"),
        ("青坪轮渡停航", "青坪轮渡停运"),
        ("青坪高炉熄火", "青坪高炉休风"),
        ("青坪电厂烟囱拆除", "青坪电厂烟囱炸除"),
        ("青坪2号锅炉点火", "青坪2号锅炉点炉"),
        ("青坪市供电恢复正常", "青坪市供电恢复正常"),
    ],
)
def test_one_act_in_two_words_is_one(name: str, words: str) -> None:
    assert days_told(name, f"5月18日，{words}。") == {DAY}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("青坪矿恢复供电", "青坪矿恢复生产"),
        ("青坪矿恢复生产", "青坪矿恢复供电"),
        ("青坪矿停产", "青坪矿停止供电"),
        ("青坪市停止供电", "青坪市停产"),
        ("青坪小学停课", "青坪小学停工"),
        ("青坪线停运", "青坪线停工"),
        ("青坪矿恢复供电", "青坪矿恢复正常"),
        ("青坪电厂烟囱关停", "青坪电厂烟囱拆除"),
        ("青坪2号高炉点火", "青坪2号高炉出铁"),
        ("青坪项目核准", "青坪项目环评批复"),
        ("青坪供暖季推迟", "青坪供暖季延长"),
        ("青坪矿坍塌", "青坪矿透水"),
        ("青坪线开始试运营", "青坪线开始联调联试"),
        ("青坪县学校恢复", "青坪县学校恢复供水"),
    ],
)
def test_one_step_of_another_thing_is_another_act(name: str, words: str) -> None:
    assert days_told(name, f"5月18日，{words}。") == set()
