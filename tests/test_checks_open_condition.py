"""A condition that was cut off from what follows from it says nothing alone. All sentences are invented."""

from __future__ import annotations

import pytest

from agent.checks.sentence import SentenceCheck
from agent.findings import Label
from agent.policy import Quoted
from tests.samples import only, page, policy, subject


@pytest.mark.parametrize(
    ("sentence", "claim", "cut"),
    [
        pytest.param(
            "当三年内用煤量持续上升，且累计变化超过9%，取2032年的数据；",
            "当三年内用煤量持续上升，且累计变化超过9%",
            "取2032年的数据",
            id="two conditions without what follows",
        ),
        pytest.param(
            "如负荷超过9万千瓦，启动三级响应。",
            "如负荷超过9万千瓦",
            "启动三级响应",
            id="an if alone",
        ),
        pytest.param(
            "当负荷超过9万千瓦，启动三级响应，停止供电。",
            "当负荷超过9万千瓦，启动三级响应",
            None,
            id="with what follows",
        ),
        pytest.param(
            "当地企业停产，恢复时间未定。", "当地企业停产", None, id="当地 is no condition"
        ),
        pytest.param("如负荷超过9万千瓦。", "如负荷超过9万千瓦", None, id="nothing follows"),
    ],
)
def test_a_condition_is_verified_only_with_what_follows_from_it(
    sentence: str, claim: str, cut: str | None
) -> None:
    at = page(body=f"{sentence}\n")
    of = policy(at, content=(Quoted(value=claim, quote=claim, source=""),))
    verdict = only(SentenceCheck("content")(subject(of, at)))
    assert (verdict.label is Label.SUPPORTED) is (cut is None)
    assert (verdict.reason, verdict.values.get("word", "").strip("；。")) == (
        ("sentence.cut_off", cut) if cut else ("sentence.verbatim", "")
    )
