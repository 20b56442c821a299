"""What a clause has from its context may be said with it, and nothing else. Every sentence is invented."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from agent.wording import compare
from agent.wording.frame_words import frame_words, time_ahead, word
from agent.wording.frames import page_of
from agent.wording.passage import passage_of
from agent.wording.steps import Known
from tests.regexes import MOST_GROWTH, growth

MINE = "丙省能源局同意乙市丁县木石煤矿恢复生产。该矿核定生产能力60万吨/年，2022年5月因瓦斯超限被责令停产整顿；恢复生产后，采掘工作面每班作业人员不得超过16人。"
STATION = "浙江山口长旺抽水蓄能电站昨日通过项目核准。电站总装机容量120万千瓦，总投资78.6亿元，首台机组计划2029年底投产发电。"
GRANT = "对2024年底前建成投运、日加氢能力500公斤以上的加氢站，按设备投资额的30%给予补助，单站补助最高不超过400万元。"
SOLD = "一季度，甲市水泥产量90万吨，同比增长3%；乙市水泥产量40万吨，同比下降2%。"
CHECKED = "参检的57家企业中，51家单位产品能耗符合限额，6家超限额，其中石口玻璃厂超限额26.4%。"
POWER = "2022年，丙州全年发电量1860.5亿千瓦时。其中，火电1210.3亿千瓦时，下降1.5%；水电320.4亿千瓦时，增长8.9%。"
PLANNED = "2024年，全市新建充电桩3000个。2025年，计划新建换电站12座，改造加油站30座。"
ISLAND = "海南省规定，自2030年起全岛不再销售新的燃油汽车，特种车辆除外。"
SHARES = (
    "丙江省生态环境厅2023年度分配方案明确，钢铁、水泥企业的免费配额比例为96%，陶瓷、纸业企业为97%。"
)
RAIL = "石桥铁路局公布，一季度发运电煤3460万吨。受施工影响，4月份日均装车预计减少300车左右。"
PRICE = "戊市居民供热价格由每平方米28元调整为26元。"
STEPS = "居民用水第一级每立方米2.5元，第二级每立方米3.8元。"
APPLY = "申报单位须同时具备以下条件：（一）在本省登记注册满两年；（二）上年度研发投入不低于4%。"


def says(passage: str, claim: str) -> bool:
    return page_of(passage, Known()).told(passage_of(claim)) is not None


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        pytest.param(MINE, "木石煤矿2022年5月因瓦斯超限被责令停产整顿。", id="what 该矿 is"),
        pytest.param(
            MINE,
            "恢复生产后，木石煤矿采掘工作面每班作业人员不得超过16人。",
            id="of whom it is a part",
        ),
        pytest.param(MINE, "丙省能源局同意丁县木石煤矿恢复生产。", id="without where it stands"),
        pytest.param(
            STATION, "山口长旺抽水蓄能电站总装机容量1200兆瓦，总投资78.6亿元。", id="its full name"
        ),
        pytest.param(
            STATION,
            "山口长旺抽水蓄能电站首台机组计划2029年底投产发电，总装机容量120万千瓦。",
            id="clauses in another order",
        ),
        pytest.param(
            GRANT,
            "对2024年底前建成投运、日加氢能力500公斤以上的加氢站，按设备投资额的30%给予补助，单站最高不超过400万元。",
            id="补助 is not said twice",
        ),
        pytest.param(SOLD, "一季度，乙市水泥产量40万吨。", id="a time of the sentence"),
        pytest.param(
            CHECKED, "参检的57家企业中，6家单位产品能耗超限额。", id="what is said of the counted"
        ),
        pytest.param(
            POWER, "2022年，丙州火电发电量1210.3亿千瓦时。", id="a part is measured as its whole"
        ),
        pytest.param(
            PLANNED, "2025年，全市计划改造加油站30座，新建换电站12座。", id="one aim of two clauses"
        ),
        pytest.param(
            ISLAND, "自2030年起，海南全岛不再销售新的燃油汽车，特种车辆除外。", id="a place"
        ),
        pytest.param(
            "2023年，浙江全省水泥产量9万吨；全省熟料产量7万吨。",
            "2023年，浙江熟料产量7万吨。",
            id="a place by its short name",
        ),
        pytest.param(SHARES, "2023年度，丙江省陶瓷、纸业企业的免费配额比例是97%。", id="a measure"),
        pytest.param(
            RAIL, "受施工影响，石桥铁路局4月份日均装车预计减少300车左右。", id="who spoke"
        ),
        pytest.param(PRICE, "戊市居民供热价格由每平方米28元下调为26元。", id="a lower figure"),
        pytest.param(STEPS, "居民用水第二级每立方米3.8元。", id="what the second is of"),
        pytest.param(APPLY, "申报单位须上年度研发投入不低于4%。", id="whom conditions are for"),
        pytest.param(
            "项目关停燃煤锅炉11台。", "项目关停11台燃煤锅炉。", id="a number before its noun"
        ),
        pytest.param("经调查，甲厂被罚款9万元。", "甲厂被罚款9万元。", id="a ground is gone"),
        pytest.param(
            "甲市、乙县不在停产范围内。", "乙县、甲市不在停产范围内。", id="subjects change places"
        ),
        pytest.param(
            "全省装机24万千瓦，其中太阳能9万千瓦、水电8万千瓦、风电7万千瓦。",
            "全省装机24万千瓦，其中风电7万千瓦、水电8万千瓦。",
            id="valued members",
        ),
        pytest.param(
            "备案后一年内未开工的，备案自动失效。",
            "备案后1年内未开工的，备案自动失效。",
            id="一年 is 1年",
        ),
    ],
)
def test_a_claim_may_say_what_a_clause_has_from_its_context(passage: str, claim: str) -> None:
    assert says(passage, claim)
    assert compare(claim, passage).tier == "abridged"


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        pytest.param(
            MINE, "丙省能源局2022年5月因瓦斯超限被责令停产整顿。", id="who acted is not 该矿"
        ),
        pytest.param(
            MINE, "木石煤矿采掘工作面每班作业人员不得超过16人。", id="the condition is gone"
        ),
        pytest.param(STATION, "山口长旺抽水蓄能电站首台机组2029年底投产发电。", id="计划 is gone"),
        pytest.param(
            GRANT,
            "对2024年底前建成投运、日加氢能力500公斤以上的加氢站，按设备投资额的30%给予补助。",
            id="the cap is gone",
        ),
        pytest.param(
            GRANT,
            "对日加氢能力500公斤以上的加氢站，按设备投资额的30%给予补助，单站最高不超过400万元。",
            id="one condition is gone",
        ),
        pytest.param(SOLD, "一季度，甲市水泥产量40万吨。", id="another city's"),
        pytest.param(SOLD, "一季度，乙市水泥产量同比增长3%。", id="another city's growth"),
        pytest.param(
            CHECKED, "参检的57家企业中，51家单位产品能耗超限额。", id="another number of them"
        ),
        pytest.param(POWER, "2022年，丙州水电发电量下降1.5%。", id="another part's"),
        pytest.param(PLANNED, "2024年，全市新建换电站12座。", id="another year's plan as done"),
        pytest.param(PLANNED, "2025年，全市改造加油站30座。", id="an aim over a comma"),
        pytest.param(
            ISLAND, "自2030年起，海南全岛不再销售新的燃油汽车。", id="the exception is gone"
        ),
        pytest.param(
            SHARES, "2023年度，丙江省陶瓷、纸业企业的免费配额比例是96%。", id="another share"
        ),
        pytest.param(RAIL, "石桥铁路局一季度日均装车预计减少300车左右。", id="another quarter's"),
        pytest.param(PRICE, "戊市居民供热价格由每平方米28元上调为26元。", id="the other direction"),
        pytest.param(STEPS, "居民用水第一级每立方米3.8元。", id="another step's price"),
        pytest.param(
            "岚海市发展改革委通知：全省自7月1日起执行尖峰电价，本市暂缓执行。",
            "岚海市自7月1日起执行尖峰电价。",
            id="another area",
        ),
        pytest.param(
            "问：管网改造，用户要出钱吗？答：楼外管网由企业出资，楼内公共管网由财政承担，用户不需出资；户内管道由用户承担。",
            "管网改造，用户不需出资。",
            id="what was asked",
        ),
        pytest.param(
            "楼内公共管网由财政承担，用户不需出资；户内管道由用户承担。",
            "用户不需出资。",
            id="spared of one thing",
        ),
        pytest.param(
            "国有企业和民营企业享受同等政策。", "国有企业享受同等政策。", id="the same as whose"
        ),
        pytest.param(APPLY, "申报单位可在本省登记注册满两年。", id="可 for 须"),
        pytest.param(
            "甲公司总投资9亿元，乙公司参股，建成后年产8万吨。",
            "乙公司建成后年产8万吨。",
            id="of which of two",
        ),
        pytest.param(
            "重型货车、客车禁止驶入三环。",
            "重型客车、货车禁止驶入三环。",
            id="whose attribute it is",
        ),
        pytest.param(
            "完成节能改造3万千瓦、供热改造2万千瓦，总规模5万千瓦。",
            "完成节能改造3万千瓦，总规模5万千瓦。",
            id="the sum of what is gone",
        ),
        pytest.param(
            "根据用电量增长情况，自2031年5月1日起，可上浮电价。",
            "自2031年5月1日起，可上浮电价。",
            id="a ground that chooses",
        ),
        pytest.param(
            "2024年，甲省新增装机9万千瓦。全省现有装机80万千瓦。",
            "2024年，甲省现有装机9万千瓦。",
            id="what is new and what is there",
        ),
    ],
)
def test_nothing_is_said_that_is_not_in_force_there(passage: str, claim: str) -> None:
    assert not says(passage, claim)
    assert compare(claim, passage).tier != "abridged"


def test_a_share_of_all_members_is_not_told_of_some() -> None:
    done = "全区完成“甲改”9万户、“乙改”8万户，占年度任务的86%。"
    assert says(done, "全区完成“甲改”9万户。")
    assert not says(done, "全区完成“甲改”9万户，占年度任务的86%。")


def test_what_is_kept_of_the_page_has_the_clauses_that_the_claim_has_its_context_from() -> None:
    kept = compare("一季度，乙市水泥产量40万吨。", SOLD).kept
    borne = page_of(SOLD, Known()).told(passage_of("一季度，乙市水泥产量40万吨。"))
    assert borne is not None
    assert borne[0].text == "一季度"
    assert kept[0] == 0


def test_no_wrong_claim_that_was_written_against_them_is_told_and_most_right_ones_are() -> None:
    file = Path(__file__).parent / "eval/page_words_context.jsonl"
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    wrong = [(row["passage"], claim) for row in rows for claim in row["wrong"]]
    right = [(row["passage"], claim) for row in rows for claim in row["right"]]
    assert not [claim for passage, claim in wrong if says(passage, claim)]
    assert sum(says(*one) for one in right) >= len(right) // 2


def test_a_claim_of_repeated_clauses_is_left_after_some_ways() -> None:
    passage = "甲市减排9万吨，" * 40 + "乙市减排8万吨。"
    start = time.process_time()
    assert not says(passage, "甲市减排9万吨，" * 30 + "丙市减排9万吨。")
    assert time.process_time() - start < 20


def test_the_table_has_no_name_that_is_not_asked_for() -> None:
    with pytest.raises(KeyError):
        word("guard.of_nobody")


@pytest.mark.parametrize("name", [*frame_words(), "time ahead"])
def test_every_expression_of_the_table_is_linear(name: str) -> None:
    assert growth(time_ahead() if name == "time ahead" else word(name))[0] <= MOST_GROWTH
