"""By which rule a date was read, where it stands and how far it lies, in every form of the report."""

from __future__ import annotations

import datetime
import json

import pytest

from agent.findings import Dossier, Finding, Stage
from agent.policy import DateRole
from agent.records import Changepoint
from agent.report.finding_view import FindingView
from agent.report.item_lines import kind_words, origins_line
from agent.wiring import renderer
from tests.dossiers import dossier
from tests.knowledge import finding
from tests.samples import NEWS_URL, dated, event, page, policy, quoted

POINT = Changepoint(province="山西", sector="Ground", date=datetime.date(2024, 11, 8))
TITLE = "公交车更新补贴办法"
PAPER = page(
    TITLE,
    "各市人民政府：现将办法印发给你们。本办法自2024年11月1日起施行，有效期至2025年3月31日。",
    {"成文日期": "2024年10月12日"},
)
NEWS = page(
    "云岭要闻",
    "11月6日，太原云岭电厂1号机组正式投产。云岭电厂位于太原市，总投资三十亿元。",
    {"发布时间": "2024-11-07"},
    url=NEWS_URL,
)


def of_paper() -> Finding:
    dates = (
        dated(DateRole.SIGNED, "2024-10-12"),
        dated(DateRole.EFFECTIVE, "2024-11-01"),
        dated(DateRole.IN_FORCE, "2024-11-01/2025-03-31"),
    )
    return finding(policy(PAPER, name=quoted(TITLE), dates=dates), PAPER, POINT)


def of_news() -> Finding:
    dates = (dated(DateRole.OCCURRENCE, "2024-11-06"),)
    return finding(event(NEWS, "太原云岭电厂1号机组投产", dates=dates), NEWS, POINT)


def about(found: Finding) -> Dossier:
    pages = (NEWS if found.policy.url == NEWS.url else PAPER,)
    return dossier(found, pages=pages).model_copy(
        update={"changepoint": POINT, "window": POINT.window()}
    )


def view(found: Finding) -> FindingView:
    return FindingView(found, about(found))


def test_a_paper_says_where_each_of_its_dates_stands() -> None:
    line = origins_line(view(of_paper()), "zh")
    assert "成文 页头 成文日期“2024年10月12日”" in line
    assert "施行 正文“自2024年11月1日起施行”" in line
    assert "有效期 正文“有效期至2025年3月31日”" in line
    english = origins_line(view(of_paper()), "en")
    assert 'signed: page header 成文日期 "2024年10月12日"' in english
    assert 'in effect from: text "自2024年11月1日起施行"' in english


def test_a_day_without_a_year_says_where_its_year_comes_from() -> None:
    assert origins_line(view(of_news()), "zh") == "发生 年份取自网页所示发布日“11月6日”"
    assert "year of the day the page shows" in origins_line(view(of_news()), "en")


@pytest.mark.parametrize("name", ["text", "md", "html"])
def test_the_report_shows_the_rule_of_a_date(name: str) -> None:
    told = renderer(name)([about(of_news())], "zh")
    assert "日期来历" in told
    assert "年份取自网页所示发布日" in told


def test_json_has_the_rule_the_place_and_the_distance_of_each_role_and_end() -> None:
    (told,) = json.loads(renderer("json")([about(of_paper())], "zh"))
    dates = {one["role"]: one for one in told["findings"][0]["dates"]}
    assert {
        role: [(d["end"], d["days"]) for d in one["distances"]] for role, one in dates.items()
    } == {
        "signed": [("", -27)],
        "effective": [("", -7)],
        "in_force": [("first", -7), ("last", 143)],
    }
    span = dates["effective"]["span"]
    assert PAPER.text[span["start"] : span["end"]] == dates["effective"]["text"]


def test_the_stage_is_the_pages_and_the_day_in_force_stands_beside_it() -> None:
    of = of_paper().model_copy(update={"stage": Stage.ANNOUNCED})
    words = kind_words(view(of), "zh")
    assert "已公布未施行（以网页当日计；施行 2024-11-01，早于转折点 7 天" in words
    early = Changepoint(province="山西", sector="Ground", date=datetime.date(2024, 10, 20))
    later = about(of).model_copy(update={"changepoint": early, "window": early.window()})
    assert kind_words(FindingView(of, later), "zh").endswith("已公布未施行（以网页当日计）")


def test_what_took_place_needs_no_day_of_its_page() -> None:
    assert kind_words(view(of_news()), "zh").endswith("已发生")


def test_a_dossier_of_an_older_version_shows_no_rule() -> None:
    old = of_paper().model_copy(update={"dates": ()})
    assert origins_line(view(old), "zh") == ""
    assert "日期来历" not in renderer("text")([about(old)], "zh")
