"""The figure check: the whole of a figure stands in one passage, or it does not stand there."""

from __future__ import annotations

import pytest

from agent.checks.figure import FigureCheck
from agent.findings import Label, Status
from agent.policy import Quoted
from agent.records import Page
from tests.knowledge import finding
from tests.samples import CONTENT, only, page, policy, quoted, subject, told

SUPPORTED, REFUTED, OPEN = Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO
AIM = "到2025年，全省单位产品能耗下降15%，建成充电桩3000个"


def judge(at: Page, value: str, quote: str | None) -> list[tuple[Label, str]]:
    of = policy(at, content=(Quoted(value=value, quote=quote, source=""),), impact=())
    return [(v.label, v.reason) for v in FigureCheck()(subject(of, at))]


def labels(at: Page, value: str, quote: str | None) -> set[Label]:
    return {label for label, _ in judge(at, value, quote)}


def test_figures_of_a_verbatim_sentence_stand() -> None:
    assert labels(page(), CONTENT, CONTENT) == {SUPPORTED}


def test_figures_of_a_paraphrase_stand_when_quantity_and_noun_do() -> None:
    at = page(body=AIM + "。")
    assert labels(at, "建成充电桩3000个", AIM) == {SUPPORTED}


@pytest.mark.parametrize(
    ("value", "quote"),
    [
        pytest.param("每辆车最高补贴5.2万元", CONTENT, id="another number"),
        pytest.param("每辆车最高补贴42万元", CONTENT, id="a power of ten"),
        pytest.param("每辆车最高补贴4.2元", CONTENT, id="another unit"),
    ],
)
def test_another_value_for_the_same_thing_is_never_supported(value: str, quote: str) -> None:
    assert SUPPORTED not in labels(page(), value, quote)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("全省单位产品能耗上升15%", id="up for down"),
        pytest.param("全省单位产品能耗下降15个百分点", id="points for percent"),
        pytest.param("全省单位产品能耗下降25%", id="another share"),
        pytest.param("建成充电桩300个", id="a digit less"),
        pytest.param("建成加油站3000个", id="another thing counted"),
    ],
)
def test_a_figure_with_one_part_changed_is_not_supported(value: str) -> None:
    found = judge(page(body=AIM + "。"), value, AIM)
    assert found
    assert any(label is not SUPPORTED for label, _ in found)


def test_units_are_converted() -> None:
    quote = "新增新能源装机120万千瓦"
    at = page(body=quote + "。")
    assert labels(at, "新增新能源装机1.2吉瓦", quote) == {SUPPORTED}


def test_a_sentence_without_figures_gets_no_verdict() -> None:
    assert judge(page(), "支持老旧货车淘汰", "遵照执行") == []


def test_a_made_up_quote_does_not_hide_another_value() -> None:
    found = judge(page(body=AIM + "。"), "建成充电桩9000个", "全省将建成充电桩9000个")
    assert SUPPORTED not in {label for label, _ in found}


def test_digits_inside_a_longer_number_are_not_it() -> None:
    at = page(body="全省淘汰货车50000辆。")
    assert SUPPORTED not in labels(at, "全省淘汰货车5000辆", "全省淘汰货车5000")


YEARS = "到2025年，单位能耗比2020年下降13.5%"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        pytest.param(
            "单位能耗到2025年将比2020年下降13.5%", (SUPPORTED, "figure.stands"), id="same"
        ),
        pytest.param(
            "到2030年，单位能耗比2020年下降13.5%", (REFUTED, "figure.other_year"), id="target year"
        ),
        pytest.param(
            "到2025年，单位能耗比2015年下降13.5%", (REFUTED, "figure.other_base"), id="base year"
        ),
        pytest.param(
            "到2030年，单位能耗比2020年降低13.5%", (OPEN, "figure.other_year"), id="in other words"
        ),
        pytest.param("单位能耗下降13.5%", (SUPPORTED, "figure.stands"), id="no years claimed"),
    ],
)
def test_the_years_of_a_figure_are_part_of_it(value: str, found: tuple[Label, str]) -> None:
    assert judge(page(body=YEARS + "。"), value, YEARS) == [found]


def test_a_year_that_the_passage_does_not_give_stays_open() -> None:
    quote = "单位能耗下降13.5%"
    (found,) = judge(page(body=quote + "。"), f"2024年，{quote}", quote)
    assert found == (OPEN, "figure.part_unstated")


def test_the_same_number_without_its_about_is_told_so() -> None:
    aim = "预计每年可减少柴油消费约3万吨"
    found = judge(page(body=aim + "。"), "预计每年可减少柴油消费3万吨", aim)
    assert (OPEN, "figure.other_bound") in found


def test_what_is_counted_once_for_several_years_is_not_refuted_by_the_first() -> None:
    quote = "到2031年，玻璃、陶瓷等4种材料利用量达到200万吨，到2036年达到300万吨"
    found = judge(page(body=quote + "。"), "到2036年，4种材料利用量达到300万吨", quote)
    assert REFUTED not in {label for label, _ in found}


def test_by_the_year_where_the_page_gives_a_stock_is_open() -> None:
    at = page(body="全省淘汰老旧柴油货车200辆。")
    of = policy(
        at, content=(quoted("每年淘汰老旧柴油货车200辆", "全省淘汰老旧柴油货车200辆"),), impact=()
    )
    found = only(finding(of, at).of_check("figure"))
    assert told(found) == (Label.NOT_ENOUGH_INFO, "figure.part_unstated")


@pytest.mark.parametrize("year", ["二〇二五年", "“十四五”末"])
def test_the_year_of_a_target_is_read_in_other_writings(year: str) -> None:
    sentence = f"到{year}推广公交车200辆"
    at = page(body=f"{sentence}。")
    of = policy(at, content=(quoted("到2025年推广公交车200辆", sentence),), impact=())
    judged = finding(of, at)
    assert told(only(judged.of_check("figure"))) == (Label.SUPPORTED, "figure.stands")
    assert only(judged.of_check("content")).label is not Label.REFUTED


def test_two_figures_of_one_finding_that_cannot_both_be_so_are_flagged() -> None:
    one, other = "全省新能源公交车数量为100辆", "全省新能源公交车数量为300辆，位居前列"
    at = page(body=f"{one}。\n{other}。")
    found = finding(policy(at, content=(quoted(one), quoted(other)), impact=()), at)
    assert "figure.item_contradicts" in {v.reason for v in found.of_check("figure")}
    assert found.status is Status.FLAGGED


def test_rates_for_different_cases_do_not_contradict_each_other() -> None:
    one = "淘汰国三重型货车的，每辆车奖励标准为3万元"
    other = "淘汰国三轻型货车的，每辆车奖励标准为1万元"
    at = page(body=f"{one}。\n{other}。")
    found = finding(policy(at, content=(quoted(one), quoted(other)), impact=()), at)
    assert "figure.item_contradicts" not in {v.reason for v in found.of_check("figure")}
