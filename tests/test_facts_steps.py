"""The steps of projects in a few words, and whether they are taken. All words are invented."""

from __future__ import annotations

import pytest

from agent.facts.statement import steps_told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11月8日，2号机组正式投产发电。", [("投产", False)]),
        ("力争年底前建成投产。", [("投产", True)]),
        ("项目已核准，计划2025年开工，2026年投产。", [("核准", False), ("开工", True), ("投产", True)]),
        ("为推进能源转型，2号机组成功并网发电。", [("并网", False)]),
        ("具备并网条件", []),
        ("该项目尚未开工。", [("开工", True)]),
        ("拟关停3台机组，已将2台机组关停。", [("关停", True), ("关停", False)]),
        ("顺利通过168小时满负荷试运行", [("168小时", False)]),
        ("甲至乙高速公路建成通车", [("开通", False)]),
        ("可再生能源并网规模扩大，主要设备投产", [("并网", False), ("投产", False)]),
        ("公布停运计划", []),
        ("预计2026年投产。", [("投产", True)]),
        ("打印本页 关闭窗口", []),
        pytest.param("建议将该园区建成示范区", [("建成", True)], id="a proposal"),
        pytest.param("建议把该园区建成示范区", [("建成", True)], id="a proposal with 把"),
    ],
)  # fmt: skip
def test_a_planned_step_is_not_a_step_taken(text: str, expected: list[tuple[str, bool]]) -> None:
    found = steps_told(text)
    assert [(one.step, one.planned) for one in found] == expected
    assert all(one.word in text for one in found)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("2号机组停运检修结束，恢复运行。", ["恢复"]),
        ("停产整改期满后，企业复产。", ["恢复"]),
        ("停运期间，列车改道。", []),
        ("双方签订并网协议。", []),
        ("2号机组于7月1日停运检修。", ["停运"]),
        ("7月1日起停产整改。", ["停运"]),
    ],
)
def test_a_status_word_that_only_tells_which_is_no_step(text: str, steps: list[str]) -> None:
    found = [word.step for word in steps_told(text)]
    assert found == steps
