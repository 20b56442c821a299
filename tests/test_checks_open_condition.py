"""A condition that was cut off from what follows from it says nothing alone. All sentences are invented."""

from __future__ import annotations

import pytest

from agent.checks.wholeness import _condition


@pytest.mark.parametrize(
    ("words", "after", "cut"),
    [
        ("当三年内用煤量持续上升，且累计变化超过9%", "，取2032年的数据；", "取2032年的数据；"),
        ("如负荷超过9万千瓦", "，启动三级响应。", "启动三级响应。"),
        ("当负荷超过9万千瓦，启动三级响应", "，停止供电。", None),
        ("当地企业停产", "，恢复时间未定。", None),
        ("如负荷超过9万千瓦", "。", None),
    ],
)
def test_a_condition_needs_what_follows_from_it(words: str, after: str, cut: str | None) -> None:
    assert _condition(words, after) == cut
