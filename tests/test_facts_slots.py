"""Quantities, conditions and bodies of a sentence. All sentences are invented."""

from __future__ import annotations

import time

import pytest

from agent.facts.statement import Statement


def statement(words: str) -> Statement:
    return Statement.of(words)


def test_a_quantity_has_its_value_what_it_counts_and_its_place() -> None:
    read = statement("截至当日，云岭市 12 条水泥生产线停窑，涉及产能2×300万吨。")
    lines, capacity = read.quantities
    assert (str(lines.low), lines.unit, lines.noun) == ("12", "条", "水泥生产线")
    assert str(capacity.low) == "6000000"
    assert read.words[lines.span.start : lines.span.end] == "12 条"


@pytest.mark.parametrize(
    ("words", "kind", "text"),
    [
        ("若遇大风，云岭港暂停作业。", "if", "若遇大风"),
        ("对更新电动公交车的，每辆补贴3万元。", "if", "对更新电动公交车的"),
        ("1号高炉经验收合格后方可投产。", "if", "1号高炉经验收合格后方可投产"),
        ("年产能90万吨以上的，停产30%。", "if", "年产能90万吨以上的"),
        ("除应急车辆外，城区全天限行。", "except", "除应急车辆外"),
        ("城区全天限行，公交车除外。", "except", "公交车除外"),
        ("补贴仅限云岭市户籍居民。", "only", "仅限云岭市户籍居民"),
    ],
)
def test_a_condition_says_what_limits_the_sentence(words: str, kind: str, text: str) -> None:
    assert [(one.kind, one.text) for one in statement(words).conditions] == [(kind, text)]


@pytest.mark.parametrize(
    "words",
    ["若干企业停产。", "云岭煤矿除外包工程外地队伍撤出，11月8日复产。", "5月18日，云岭大桥通车。"],
)
def test_a_sentence_without_a_limit_has_no_condition(words: str) -> None:
    assert not [one for one in statement(words).conditions if one.kind == "if"]


def test_bodies_are_named_whole_and_each_of_a_list() -> None:
    read = statement(
        "云岭市住房和城乡建设局会同省发展改革委、青石县人民政府办公室要求云岭热力有限公司提前供暖。"
    )
    assert [body.name for body in read.bodies] == [
        "云岭市住房和城乡建设局",
        "省发展改革委",
        "青石县人民政府办公室",
        "云岭热力有限公司",
    ]
    assert [read.text[body.start : body.end] for body in read.bodies][1] == "省发展改革委"


def test_slots_are_read_in_time_in_step_with_the_length() -> None:
    def took(times: int) -> float:
        read = statement("除甲局、乙公司外，若遇大风，对更新的，补贴8万元，" * times)
        began = time.process_time()
        assert read.conditions
        assert read.bodies
        return time.process_time() - began

    took(10)
    assert took(2000) < 12 * took(400) + 0.5
