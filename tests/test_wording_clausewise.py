"""A claim held against a page clause by clause: what governs each of its clauses must govern the page's.

All passages are invented.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.wording import compare

SIXTH = Path(__file__).parent / "eval" / "page_words_6.jsonl"
"""Claims written before the comparison clause by clause was, by its writer: 12 of 40 right ones were accepted before, 16 when it was first whole."""
ACCEPTED = 26

OUTPUT = (
    "2031年，丙州省粗钢产量3120万吨，同比下降4.2%；生铁产量2740万吨，同比下降3.1%。"
    "全省吨钢综合能耗536千克标准煤，比上年下降1.8%。"
)
OUTAGE = "南江水电站3号机组于4月1日至6月15日进行检修，其间电站日均发电量降至1380万千瓦时。"
FINED = "9月3日，临汶市生态环境局检查了宏岳铸造有限公司。该局责令该公司停产整治，处罚款24万元。"
SHARES = "2031年，全市淘汰锅炉9台，新建热泵6台。其中甲县淘汰锅炉3台，新建热泵2台。"
PORT = "岚海港四期码头工程5月12日开工，总投资63.5亿元。项目计划2035年底建成投产。"
LOAD = "8月6日13时25分，安阜电网最大负荷2145万千瓦，较去年增长7.4%。"


@pytest.mark.parametrize(
    ("passage", "right", "wrong"),
    [
        pytest.param(
            "废钢回收单价不低于每吨900元的，2032年每吨补贴18元，2033年每吨补贴15元。",
            "废钢回收单价不低于每吨900元的，2033年每吨补贴15元。",
            "废钢回收单价不低于每吨900元的，2033年每吨补贴18元。",
            id="one year of two that have a value each",
        ),
        pytest.param(
            "自2032年3月1日起至8月31日止，除学校外的用户，按原气价水平的95%结算。燃气企业应公示气价。",
            "2032年3月1日至8月31日，除学校外的用户，按原气价水平的95%结算。",
            "2032年3月1日至8月31日，按原气价水平的95%结算。",
            id="a time over what is done in a way",
        ),
        pytest.param(
            OUTPUT,
            "2031年丙州省吨钢综合能耗536千克标准煤，比上年下降1.8%。",
            "2031年丙州省吨钢综合能耗536千克标准煤，同比下降3.1%。",
            id="the year of the sentence before, and 全省 by its name",
        ),
        pytest.param(
            OUTPUT,
            "2031年，丙州省生铁产量2740万吨，同比下降3.1%；粗钢产量3120万吨，同比下降4.2%。",
            "2031年，丙州省生铁产量2740万吨，同比下降4.2%；粗钢产量3120万吨，同比下降3.1%。",
            id="clauses in another order, each with what leans on it",
        ),
        pytest.param(
            OUTAGE,
            "4月1日至6月15日，南江水电站3号机组进行检修。",
            "4月1日至6月15日，南江水电站进行检修。",
            id="a time before the subject behind which it stands",
        ),
        pytest.param(
            FINED,
            "临汶市生态环境局责令宏岳铸造有限公司停产整治，处罚款24万元。",
            "宏岳铸造有限公司责令该局停产整治，处罚款24万元。",
            id="whom 该公司 points to",
        ),
        pytest.param(
            SHARES,
            "2031年，全市新建热泵6台，淘汰锅炉9台。",
            "2031年，全市新建热泵2台，淘汰锅炉3台。",
            id="the acts of the whole, and not of a part",
        ),
        pytest.param(
            PORT,
            "岚海港四期码头工程计划2035年底建成投产。",
            "岚海港四期码头工程2035年底建成投产。",
            id="项目 by its name, with its plan",
        ),
        pytest.param(
            LOAD,
            "8月6日，安阜电网最大负荷达2145万千瓦，较去年增长7.4%。",
            "8月6日起，安阜电网最大负荷达2145万千瓦。",
            id="the day without its hour",
        ),
        pytest.param(
            "丙州省甲市、乙市分别淘汰锅炉9台、8台，同比增长3%和4%。",
            "丙州省乙市淘汰锅炉8台，同比增长4%。",
            "丙州省乙市淘汰锅炉9台，同比增长4%。",
            id="one member of 分别 with the growth behind it",
        ),
        pytest.param(
            "对甲类工厂、乙类工厂，分别给予9万元、8万元奖励。",
            "对乙类工厂，给予8万元奖励。",
            "对乙类工厂，给予9万元奖励。",
            id="members of the condition before 分别",
        ),
        pytest.param(
            "2031年，全州装机9万千瓦，其中水电5万千瓦，风电4万千瓦。",
            "2031年，全州装机9万千瓦，其中风电4万千瓦，水电5万千瓦。",
            "2031年，全州装机9万千瓦，其中风电5万千瓦，水电4万千瓦。",
            id="其中 before another part",
        ),
        pytest.param(
            "省能源局同意临汶市北山县石口煤矿复产。",
            "省能源局同意北山县石口煤矿复产。",
            "北山县同意石口煤矿复产。",
            id="in which town a county is",
        ),
        pytest.param(
            "各设区市应于2031年6月底前报送方案。",
            "2031年6月底前，各设区市应报送方案。",
            "2031年6月底前，各设区市报送方案。",
            id="a time behind the word of duty, which stays",
        ),
    ],
)
def test_each_clause_has_what_governs_it(passage: str, right: str, wrong: str) -> None:
    assert compare(right, passage).tier == "abridged"
    assert compare(wrong, passage).tier != "abridged"


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        pytest.param(
            "甲厂发电量9亿千瓦时，煤耗300克/千瓦时。乙厂发电量8亿千瓦时，煤耗280克/千瓦时。",
            "甲厂发电量9亿千瓦时，煤耗280克/千瓦时。",
            id="a measure read of the body that the claim named before",
        ),
        pytest.param(
            "2031年，全市新建热泵6台。2032年，全市淘汰锅炉9台。",
            "2031年，全市新建热泵6台，淘汰锅炉9台。",
            id="an act read in the year of another sentence",
        ),
        pytest.param(
            "甲公司宣布停产，乙公司表示，将扩大产能。", "甲公司将扩大产能。", id="who has the word"
        ),
        pytest.param(
            "到2035年，煤炭消费量控制在9亿吨以内。上半年，全省消费煤炭5亿吨。",
            "2035年上半年，全省消费煤炭5亿吨。",
            id="the year of an aim is no half year's",
        ),
        pytest.param(
            "由镇财政和县财政按7∶3比例分担。",
            "由县财政和镇财政按7∶3比例分担。",
            id="members that a ratio pairs",
        ),
        pytest.param(
            "甲市建成乙电厂。装机容量60万千瓦。", "甲市装机容量60万千瓦。", id="whose capacity"
        ),
        pytest.param(
            "甲电厂1号机组停运，2号机组运行，发电量9亿千瓦时。",
            "甲电厂1号机组发电量9亿千瓦时。",
            id="one of two that were named",
        ),
        pytest.param(
            "部分企业能耗超标，其余企业达标，能耗平均下降3%。",
            "部分企业能耗平均下降3%。",
            id="a figure of all, told of some",
        ),
        pytest.param(
            "高峰时段为8月6日8时至12时。", "高峰时段为8月6日。", id="hours that are what is told"
        ),
        pytest.param(
            "规模以上钢铁、水泥企业停产。",
            "水泥、规模以上钢铁企业停产。",
            id="what may limit all members",
        ),
        pytest.param(
            "丙州省甲市、乙市分别淘汰锅炉9台、8台，同比增长3%和4%。",
            "丙州省甲市淘汰锅炉9台，同比增长4%。",
            id="another member's growth",
        ),
        pytest.param(
            "甲公司收购乙公司。其年产能达到9万吨。", "甲公司年产能达到9万吨。", id="whose 其 is"
        ),
        pytest.param(
            "省财政厅下达资金9亿元，其中甲市3亿元。支持项目50个。",
            "甲市支持项目50个。",
            id="a part's name before what the whole does",
        ),
        pytest.param(
            "《甲市氢能规划》提出，建成加氢站9座，推广汽车800辆。",
            "甲市推广汽车800辆，建成加氢站9座。",
            id="what a plan has, told as done",
        ),
        pytest.param(
            "全省煤炭消费量下降9%，其中甲市下降5%，乙市下降12%。",
            "全省煤炭消费量下降9%，乙市下降5%。",
            id="one part's value of another",
        ),
    ],
)
def test_what_governs_another_clause_is_not_said_of_it(passage: str, claim: str) -> None:
    assert compare(claim, passage).tier != "abridged"


def test_of_the_sixth_set_no_wrong_claim_is_accepted_and_the_right_ones_stay() -> None:
    rows = [json.loads(line) for line in SIXTH.read_text("utf-8").splitlines()]

    def accepted(side: str) -> list[str]:
        pairs = ((claim, row["passage"]) for row in rows for claim in row[side])
        return [claim for claim, passage in pairs if compare(claim, passage).tier == "abridged"]

    assert not accepted("wrong")
    assert len(accepted("right")) >= ACCEPTED
