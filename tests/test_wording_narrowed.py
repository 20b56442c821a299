"""A licence ends where what it leaves out chooses, limits or only means: beside each right claim one that is like it and wrong.

Every page is invented.
"""

from __future__ import annotations

import pytest

from agent.wording import compare

_PAIRS = [
    pytest.param(
        "丙湾船队有渔船90艘（其中拖网船20艘）。丙湾渔船油耗限值为3千克/小时（其中拖网船4千克/小时）。",
        "丙湾船队有渔船90艘。",
        "丙湾渔船油耗限值为3千克/小时。",
        id="a part of a sum, and another value of a part",
    ),
    pytest.param(
        "自2033年5月1日起，将冷库气价由3.1元/立方米上调至3.4元/立方米。下一步，将码头气价由2.1元/立方米上调至2.4元/立方米。",
        "自2033年5月1日起，冷库气价由3.1元/立方米上调至3.4元/立方米。",
        "码头气价由2.1元/立方米上调至2.4元/立方米。",
        id="what is changed, and what will be",
    ),
    pytest.param(
        "经查，云礁船厂超排废气9吨。经初步核查，石鼓船厂超排废气8吨。",
        "云礁船厂超排废气9吨。",
        "石鼓船厂超排废气8吨。",
        id="what was found, and what was found at first",
    ),
    pytest.param(
        "经查，云礁船厂超排废气9吨。经抽查，全州渔船超标率为30%。",
        "云礁船厂超排废气9吨。",
        "全州渔船超标率为30%。",
        id="what was found of all, and of some",
    ),
    pytest.param(
        "经审查，州交通局决定拆除3号泊位。经核实，退还船主押金9万元。",
        "州交通局决定拆除3号泊位。",
        "退还船主押金9万元。",
        id="what was decided, and what is given back where it is found so",
    ),
    pytest.param(
        "云礁、石鼓两县均完成拆船任务。除石鼓、河阴两县外均完成岸电任务。",
        "云礁县完成拆船任务。",
        "除石鼓县外完成岸电任务。",
        id="each of two, and each but two",
    ),
    pytest.param(
        "甲港、乙港均达标。甲港、乙港、丙港中有两港均未联网。",
        "乙港达标。",
        "乙港未联网。",
        id="each of all, and two that are not named",
    ),
    pytest.param(
        "从事造船或者拆船的企业可申请延期。取得绿色港口或者近零碳港口称号的企业方可申请贴息。",
        "从事造船或者拆船的企业可申请延期。",
        "取得绿色港口称号的企业方可申请贴息。",
        id="one of two that is needed",
    ),
    pytest.param(
        "从事造船或者拆船的企业应当停产。2033年以后新建或者扩建的船坞应当配套岸电。",
        "从事造船或者拆船的企业应当停产。",
        "扩建的船坞应当配套岸电。",
        id="what limits both of two",
    ),
    pytest.param(
        "位于丙县的“云礁一号”冷库2033年投用。位于建成区的“小散旧”冷库应当关停。",
        "“云礁一号”冷库2033年投用。",
        "“小散旧”冷库应当关停。",
        id="where a thing with a name lies, and which of a kind have a duty",
    ),
    pytest.param(
        "总投资9亿元的云礁冷库项目2033年开工，项目占地90亩。总投资超5亿元的储油项目享受贴息。项目应于年底前开工。",
        "云礁冷库项目2033年开工。",
        "储油项目享受贴息，总投资超5亿元。",
        id="what a thing costs, and what must be spent",
    ),
    pytest.param(
        "丙州《船舶减排方案》提出，2033年拆船90艘。丁州政协委员提出，2033年拆船80艘。",
        "丙州提出，2033年拆船90艘。",
        "丁州提出，2033年拆船80艘。",
        id="whose paper, and who lives there",
    ),
    pytest.param(
        "2033年，临江市与石鼓集团签订协议，其单位地区生产总值能耗下降9%。",
        "2033年，临江市与石鼓集团签订协议。",
        "2033年，石鼓集团单位地区生产总值能耗下降9%。",
        id="whose it is, and either of two",
    ),
    pytest.param(
        "丙州累计查处船厂90家。该办法自2033年5月1日起施行。",
        "丙州累计查处船厂90家。",
        "自2033年5月1日起，丙州累计查处船厂90家。",
        id="what was done before a paper holds",
    ),
    pytest.param(
        "原渔港水价为每吨3元，新渔港水价为每吨4元，自2033年5月1日起执行。",
        "新渔港水价为每吨4元，自2033年5月1日起执行。",
        "自2033年5月1日起，原渔港水价为每吨3元。",
        id="a new price and the one before it",
    ),
    pytest.param(
        "10月，丙州用电量90亿千瓦时。煤炭库存量8万吨。2033年10月，丁州用电量80亿千瓦时。年度签约电量700亿千瓦时。",
        "10月，丙州煤炭库存量8万吨。",
        "2033年10月，丁州年度签约电量700亿千瓦时。",
        id="a measure of the month, and of the year",
    ),
    pytest.param(
        "不含国企，2033年全省造船利润80亿元，研发投入8亿元。",
        "不含国企，2033年全省造船利润80亿元。",
        "2033年全省造船利润80亿元。",
        id="all but some that a sentence begins with",
    ),
    pytest.param(
        "被告石鼓公司辩称，其锅炉已完成改造，烟气达标。",
        "被告石鼓公司辩称，其锅炉已完成改造。",
        "石鼓公司锅炉已完成改造。",
        id="what somebody claims",
    ),
    pytest.param(
        "丙州能源局要求停用油罐9座。丁州能源局转发国家能源局《油罐通知》，要求停用油罐8座。",
        "丙州能源局要求停用油罐9座。",
        "丁州能源局要求停用油罐8座。",
        id="who demands, and who passes on",
    ),
    pytest.param(
        "丙港船厂废气超标率为8%。经第三方抽查复核，丁港船厂废气超标率为9%。",
        "丙港船厂废气超标率为8%。",
        "丁港船厂废气超标率为9%。",
        id="what was found of some, by whomever",
    ),
    pytest.param(
        "位于丙县的云礁电站2031年投产，位于丁县的云礁电站2033年投产。该电站年发电量9亿千瓦时。",
        "位于丙县的云礁电站2031年投产。",
        "云礁电站年发电量9亿千瓦时，2031年投产。",
        id="two of one name, told apart by where they lie",
    ),
    pytest.param(
        "丙市、丁市分别完成7万吨、6万吨。丙县、丁县未分别完成9万吨、8万吨减排任务。",
        "丙市完成7万吨。",
        "丙县完成9万吨减排任务。",
        id="what each did, and what neither did",
    ),
    pytest.param(
        "渔港电价为每度0.4元，自2033年5月1日起执行；商港电价为每度0.9元，维持不变。",
        "渔港电价为每度0.4元，自2033年5月1日起执行。",
        "自2033年5月1日起，商港电价为每度0.9元。",
        id="what holds from a day on, and what stands behind it",
    ),
    pytest.param(
        "云礁公司停产整改9天，通过验收，恢复生产，日产量降至900吨。",
        "云礁公司停产整改9天，通过验收，恢复生产。",
        "云礁公司恢复生产，停产整改9天。",
        id="what undoes another act stays behind it",
    ),
    pytest.param(
        "3月4日19时20分，云礁船厂一座5万吨船坞起火，现场到场消防车18辆。5日6时30分，余火被清除，船厂停工7天。",
        "3月4日19时20分，云礁船厂一座5万吨船坞起火。",
        "3月4日19时20分，余火被清除。",
        id="a day without its month is a time of its own",
    ),
    pytest.param(
        "审计发现，丙石县2031年以来违规发放补贴9笔，涉及金额800万元；相邻的丁石县2032年以来违规发放补贴3笔，资金收回比例仅为22%。",
        "审计发现，丙石县2031年以来违规发放补贴9笔，涉及金额800万元。",
        "审计发现，丙石县资金收回比例仅为22%。",
        id="a neighbour has its own measures",
    ),
    pytest.param(
        "丙石县2032年封井900口，水位回升0.4米；丁石县同年封井300口，水位仍下降0.5米，被州水务局通报批评。",
        "丙石县2032年封井900口，水位回升0.4米。",
        "丙石县2032年封井900口，被州水务局通报批评。",
        id="to whom something is done stands right before it",
    ),
    pytest.param(
        "丙新区、丁新区今年上半年用气量分别同比增长8.2%、下降5.1%，港口投资分别同比下降2.3%、增长17.0%。",
        "丁新区今年上半年用气量同比下降5.1%，港口投资同比增长17.0%。",
        "今年上半年，丙新区港口投资同比增长17.0%。",
        id="a second row that is told of each in its order",
    ),
    pytest.param(
        "码头运营企业应当公布剩余泊位，但涉及军事秘密的除外。货主月申报量偏差超过9%的，按偏差部分的30%支付滞期费；连续2个月超过9%的，可取消其下季度优先靠泊资格。",
        "码头运营企业应当公布剩余泊位，但涉及军事秘密的除外。",
        "码头运营企业连续2个月超过9%的，可取消其下季度优先靠泊资格。",
        id="a case of somebody else in between",
    ),
    pytest.param(
        "丙港停用9家拖轮、驳船企业。丁港停用3台吊车、绞车。",
        "丙港停用9家驳船、拖轮企业。",
        "丁港停用3台绞车、吊车。",
        id="a count of all, and of the first alone",
    ),
    pytest.param(
        "各用户：岸电价格为每度3元。渔船用户：每度优惠2元。",
        "岸电价格为每度3元。",
        "每度优惠2元。",
        id="whom a letter is to, and whom a price is for",
    ),
]


@pytest.mark.parametrize(("page", "right", "wrong"), _PAIRS)
def test_a_licence_ends_where_what_it_leaves_out_limits(page: str, right: str, wrong: str) -> None:
    assert compare(right, page).tier in ("abridged", "verbatim") or right in page
    assert compare(wrong, page).tier != "abridged"
