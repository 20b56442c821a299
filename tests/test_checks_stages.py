"""How far a thing had come on the day of its page, and where the reports put what is only planned."""

from __future__ import annotations

import datetime

import pytest

from agent.findings import Finding, Stage, Status
from agent.policy import DateRole
from agent.records import Changepoint, Page
from agent.wiring import renderer
from tests.dossiers import dossier
from tests.knowledge import finding
from tests.samples import NEWS_URL, dated, event, page, policy, quoted

PLANT = "太原云岭电厂1号机组"
DAY = datetime.date(2024, 11, 8)
POINT = Changepoint(province="山西", sector="Power", date=DAY)
FILLING = "云岭电厂位于太原市，总投资三十亿元，由云岭能源公司建设。"


def news(words: str) -> Page:
    return page("云岭要闻", f"{words}{FILLING}", {"上传时间": "2024-11-20"}, url=NEWS_URL)


def judged(words: str, name: str = f"{PLANT}投产") -> Finding:
    at = news(words)
    return finding(event(at, name, dates=(dated(DateRole.OCCURRENCE, str(DAY)),)), at, POINT)


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        (f"2024年11月8日，{PLANT}正式投产。", Stage.DONE),
        (f"{PLANT}拟于2024年11月8日投产。", Stage.PLANNED),
        (f"{PLANT}力争2024年11月8日投产。", Stage.TARGET),
        (f"2024年11月8日，工人正在为{PLANT}吊装大梁。{PLANT}未能投产。", Stage.PUT_OFF),
        (f"网传{PLANT}2024年11月8日投产。", Stage.UNCLEAR),
        ("2024年11月8日，机组运行平稳。", Stage.UNCLEAR),
    ],
)
def test_the_stage_of_a_happening_is_how_its_page_tells_it(words: str, stage: Stage) -> None:
    assert judged(words).stage is stage


def test_an_order_for_a_later_day_is_announced_and_not_done() -> None:
    found = judged("自2024年12月1日零时起，太原云岭水泥厂停产。", "太原云岭水泥厂停产")
    assert found.stage is Stage.ANNOUNCED
    assert found.status is not Status.VERIFIED


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("本办法自2024年11月1日起施行。", Stage.IN_FORCE),
        ("本办法自2025年3月1日起施行。", Stage.ANNOUNCED),
        ("请遵照执行。", Stage.UNCLEAR),
    ],
)
def test_the_stage_of_a_policy_is_told_by_its_days(words: str, stage: Stage) -> None:
    title = "公交车更新补贴办法"
    at = page(title, f"各市人民政府：现将办法印发给你们。{words}", {"上传时间": "2024-11-20"})
    assert finding(policy(at, name=quoted(title)), at, POINT).stage is stage


@pytest.mark.parametrize("name", ["text", "md", "html", "csv", "latex", "xlsx", "json"])
def test_what_is_planned_stands_under_its_own_word_in_every_format(name: str) -> None:
    words = f"{PLANT}拟于2024年11月8日投产。"
    of = judged(words)
    told = renderer(name)([dossier(of, pages=(news(words),))], "zh")
    if name == "json":
        assert '"stage": "planned"' in str(told)
    elif isinstance(told, str):
        assert "计划（未见落实）" in told or "planned" in told
    else:
        assert told
