"""What is kept of a sentence and is none without what is gone; invented, right and wrong side by side."""

from __future__ import annotations

import pytest

from agent.findings import Label
from agent.wording import compare
from tests.eval.corpus import text_page
from tests.eval.other_words import answered

URL = "https://www.gov.cn/zhengce/9300001.txt"
CASES = [
    pytest.param(
        "丙州市能源局要会同电网企业，按照职责分工加强对虚拟电厂的监督，每季度通报一次。",
        "丙州市能源局要会同电网企业，按照职责分工加强对虚拟电厂的监督。",
        "丙州市能源局要会同电网企业。",
        id="with whom, and not what",
    ),
    pytest.param(
        "试点单位可结合实际，参照本办法，制定内部碳价规则，完善台账。",
        "试点单位可结合实际，参照本办法，制定内部碳价规则。",
        "试点单位可结合实际，参照本办法。",
        id="after which paper, and not what",
    ),
    pytest.param(
        "鼓励供需双方按照自愿原则，综合考虑成本等因素，开展跨市绿电交易，降低用能成本。",
        "鼓励供需双方按照自愿原则，综合考虑成本等因素，开展跨市绿电交易。",
        "鼓励供需双方按照自愿原则，综合考虑成本等因素。",
        id="what is weighed, and not what is done",
    ),
    pytest.param(
        "综合运用贴息、费用补贴等方式，推动绿色信贷规模扩大，增加授信9亿元。",
        "综合运用贴息、费用补贴等方式，推动绿色信贷规模扩大。",
        "综合运用贴息、费用补贴等方式。",
        id="by which means, and not what",
    ),
    pytest.param(
        "为降低碳排放强度，提升园区能效水平，淘汰落后锅炉，制定本方案。",
        "为降低碳排放强度，提升园区能效水平，制定本方案。",
        "提升园区能效水平，淘汰落后锅炉。",
        id="aims behind 为, and what is done for them",
    ),
    pytest.param(
        "（一）有价证券，为买入价以及有关费用，按季申报。",
        "有价证券，为买入价以及有关费用。",
        "有价证券，按季申报。",
        id="a name without what it is",
    ),
    pytest.param(
        "顺应碳捕集发展趋势，引进吸附材料企业，提升配套能力。",
        "顺应碳捕集发展趋势，引进吸附材料企业。",
        "顺应碳捕集发展趋势。",
        id="what is borne in mind without what is done",
    ),
    pytest.param(
        "支持企业节约能源，鼓励龙头企业率先改造，争列绿色供应链试点。",
        "鼓励龙头企业率先改造，争列绿色供应链试点。",
        "支持企业节约能源，争列绿色供应链试点。",
        id="whose act it is",
    ),
    pytest.param(
        "对新建的储能电站，按投资额给予补助，单站最高不超过9万元，按年拨付。",
        "对新建的储能电站，按投资额给予补助，单站最高不超过9万元。",
        "对新建的储能电站，按投资额给予补助。",
        id="a cap of what is given",
    ),
    pytest.param(
        "第一条为规范碳市场交易，停止纸质凭证，保护各方权益，根据有关规定，制定本细则。",
        "为规范碳市场交易，停止纸质凭证，保护各方权益，制定本细则。",
        "为规范碳市场交易，停止纸质凭证，保护各方权益。",
        id="the reasons of a paper without the paper",
    ),
    pytest.param(
        "本细则所称已缴配额，是指企业从市场购入的配额，依照本细则已经注销的部分；未注销的另计。",
        "本细则所称已缴配额，是指企业从市场购入的配额，依照本细则已经注销的部分。",
        "本细则所称已缴配额，是指企业从市场购入的配额。",
        id="a definition cut short",
    ),
    pytest.param(
        "市能源局依照上述方法，根据甲企业上年直接排放占比，确定其2031年度配额数量，并向社会公布。",
        "市能源局依照上述方法，根据甲企业上年直接排放占比，确定其2031年度配额数量。",
        "市能源局依照上述方法，确定其2031年度配额数量。",
        id="其 without its name",
    ),
    pytest.param(
        "依照本细则达成的交易，其成交结果以系统记录为准，完善风险防控。",
        "依照本细则达成的交易，其成交结果以系统记录为准。",
        "其成交结果以系统记录为准。",
        id="其 at the head",
    ),
    pytest.param(
        "依托西岭港区，新建岸电设施9套，完善公共服务。",
        "依托西岭港区，新建岸电设施9套。",
        "依托西岭港区，完善公共服务。",
        id="by what, and another act",
    ),
    pytest.param(
        "根据企业上年供水量，确定企业年度配额，完善公共服务。",
        "根据企业上年供水量，确定企业年度配额。",
        "确定企业年度配额，完善公共服务。",
        id="a ground that tells how much",
    ),
    pytest.param(
        "探索购买服务等做法，保障政府网站运行，完善公共服务。",
        "探索购买服务等做法，保障政府网站运行。",
        "保障政府网站运行。",
        id="a wish of the clause before it",
    ),
    pytest.param(
        "推进电网数字化，实行需求响应是保障迎峰度夏的重要手段，完善电价机制。",
        "推进电网数字化，实行需求响应是保障迎峰度夏的重要手段。",
        "实行需求响应是保障迎峰度夏的重要手段。",
        id="one of two that a judgement is of",
    ),
    pytest.param(
        "2031年电煤中长期合同签订量不低于需求量的80%，履约率月度不低于90%，季度、年度不低于100%。",
        "2031年电煤中长期合同签订量不低于需求量的80%。",
        "2031年电煤中长期合同签订量不低于需求量的80%，季度、年度不低于100%。",
        id="times alone, of what is gone",
    ),
    pytest.param(
        "建设以“率先达峰，绿色转型”为主题的示范区3个，完善停车管理。",
        "建设以“率先达峰，绿色转型”为主题的示范区3个。",
        "绿色转型”为主题的示范区3个，完善停车管理。",
        id="half of a quoted name",
    ),
    pytest.param(
        "2031年新增公交车500辆，其中新能源公交车占比不低于80%，2032年达到100%。",
        "2031年新增公交车500辆，其中新能源公交车占比不低于80%。",
        "2031年新增公交车500辆，其中新能源公交车2032年达到100%。",
        id="a share told of the thing itself",
    ),
    pytest.param(
        "水泥行业产能压减20%，钢铁行业压减10%，2032年再压减5%。",
        "钢铁行业压减10%，2032年再压减5%。",
        "水泥行业2032年再压减5%。",
        id="再 is of the clause right before it",
    ),
    pytest.param(
        "甲高速公路扩容工程新建隧道3座，利用原路拓宽60公里，概算总投资80亿元。",
        "甲高速公路扩容工程新建隧道3座，利用原路拓宽60公里。",
        "甲高速公路扩容工程利用原路拓宽60公里，概算总投资80亿元。",
        id="what all parts cost",
    ),
    pytest.param(
        "划定重金属防控区，在2033年底前，执行特别排放限值，完善公共服务。",
        "划定重金属防控区，在2033年底前，执行特别排放限值。",
        "划定重金属防控区，在2033年底前。",
        id="a time of nothing",
    ),
    pytest.param(
        "加强人才需求预测，结合学科发展规律，培养储能人才，完善公共服务。",
        "加强人才需求预测，结合学科发展规律，培养储能人才。",
        "加强人才需求预测，结合学科发展规律。",
        id="a ground of nothing",
    ),
    pytest.param(
        "供热比（GRB）采用附录A公式（A.17）和（A.18）计算。",
        "供热比采用附录A公式（A.17）和（A.18）计算。",
        "供热比采用附录A公式和计算。",
        id="the number of a formula is no short name",
    ),
    pytest.param(
        "本指南适用于丙州市石化、化工、建材、钢铁等行业新建项目，完善公共服务。",
        "本指南适用于丙州市石化、化工、建材、钢铁等行业新建项目。",
        "本指南适用于丙州市石化、化工等行业新建项目。",
        id="to which trades a paper applies",
    ),
    pytest.param(
        "各县、各部门，特别是山区各县，要提前开展供暖，完善公共服务。",
        "各县、各部门，特别是山区各县，要提前开展供暖。",
        "各县、各部门，特别是山区各县。",
        id="of whom, and not what",
    ),
    pytest.param(
        "加快建设供热管网，不具备集中供热条件的地区，鼓励使用热泵，完善公共服务。",
        "加快建设供热管网，不具备集中供热条件的地区，鼓励使用热泵。",
        "加快建设供热管网，不具备集中供热条件的地区。",
        id="where, and not what",
    ),
    pytest.param(
        "擅自停运脱硫设施，造成污染的，依法给予处罚，完善公共服务。",
        "擅自停运脱硫设施，造成污染的，依法给予处罚。",
        "擅自停运脱硫设施。",
        id="half of a condition",
    ),
    pytest.param(
        "对未按时提交报告的企业限期催告，经催告仍未提交的，从严确定其排放量。",
        "对未按时提交报告的企业限期催告，经催告仍未提交的，从严确定其排放量。",
        "对未按时提交报告的企业限期催告，从严确定其排放量。",
        id="经…的 is a condition",
    ),
    pytest.param(
        "建议今年适当时候，由国务院组织有关部门，对抗震设防工作进行检查。",
        "建议今年适当时候，由国务院组织有关部门，对抗震设防工作进行检查。",
        "由国务院组织有关部门。",
        id="who calls whom, and not what for",
    ),
    pytest.param(
        "餐馆和商场恢复营业，公交同时恢复，幼儿园暂缓返园，时间另定。",
        "餐馆和商场恢复营业，公交同时恢复，幼儿园暂缓返园，时间另定。",
        "餐馆和商场恢复营业，公交同时恢复，时间另定。",
        id="另定 of what is gone",
    ),
    pytest.param(
        "项目实施期为3年，市级资助经费不超过总经费的50%，最高不超过500万元。",
        "项目实施期为3年，市级资助经费不超过总经费的50%，最高不超过500万元。",
        "项目实施期为3年，最高不超过500万元。",
        id="a bound of what is gone",
    ),
    pytest.param(
        "鼓励各金融机构创新绿色产品，对接重点节能项目，提供金融服务，完善公共服务。",
        "鼓励各金融机构创新绿色产品，对接重点节能项目，提供金融服务。",
        "对接重点节能项目，提供金融服务。",
        id="对接 is an act that is encouraged",
    ),
    pytest.param(
        "为推进碳达峰，发挥高校创新作用，我厅制定了《高校碳中和行动计划》，完善公共服务。",
        "为推进碳达峰，发挥高校创新作用，我厅制定了《高校碳中和行动计划》。",
        "为推进碳达峰，发挥高校创新作用。",
        id="what an office did for its aims",
    ),
    pytest.param(
        "近5年来，丙州市年均节水3000万立方米，其中工业节水2000万立方米。",
        "近5年来，丙州市年均节水3000万立方米。",
        "丙州市年均节水3000万立方米。",
        id="in which years",
    ),
    pytest.param(
        "遇有重大突发事件，要按规定报告市能源局，确保电力供应，完善公共服务。",
        "遇有重大突发事件，要按规定报告市能源局，确保电力供应。",
        "要按规定报告市能源局，确保电力供应。",
        id="遇有 opens a condition",
    ),
    pytest.param(
        "丙州市生态环境局根据有关规定，与核查机构签订委托合同，明确核查范围，完善公共服务。",
        "丙州市生态环境局根据有关规定，与核查机构签订委托合同，明确核查范围。",
        "与核查机构签订委托合同，明确核查范围。",
        id="who does it, with his ground",
    ),
    pytest.param(
        "为推进碳达峰，全面贯彻有关精神，丙州市政府决定，对先进单位给予奖励，完善公共服务。",
        "为推进碳达峰，全面贯彻有关精神，丙州市政府决定，对先进单位给予奖励。",
        "为推进碳达峰，全面贯彻有关精神，丙州市政府决定。",
        id="a decision of nothing",
    ),
    pytest.param(
        "二月一日国务院批转有关情况报告，决定在适宜地区实行粮棉挂钩，完善公共服务。",
        "二月一日国务院批转有关情况报告，决定在适宜地区实行粮棉挂钩。",
        "决定在适宜地区实行粮棉挂钩。",
        id="who decided",
    ),
    pytest.param(
        "各部门制定的节能标准，必须符合国家有关规定，完善公共服务。",
        "各部门制定的节能标准，必须符合国家有关规定。",
        "各部门制定的节能标准。",
        id="what must be so",
    ),
    pytest.param(
        "绿色转型是战略决策，也是丙州市解决突出问题，推动发展的必然选择，完善公共服务。",
        "绿色转型是战略决策，也是丙州市解决突出问题，推动发展的必然选择。",
        "绿色转型是战略决策，也是丙州市解决突出问题。",
        id="what 是 began",
    ),
    pytest.param(
        "各县要以有关平台为依托，建设统一的监管系统，完善公共服务。",
        "各县要以有关平台为依托，建设统一的监管系统。",
        "各县要以有关平台为依托。",
        id="by what, behind a duty",
    ),
    pytest.param(
        "耗热量（GJ）按AD=M×（En-83）计算。",
        "耗热量按AD=M×（En-83）计算。",
        "耗热量（GJ）按AD=M×计算。",
        id="a factor in brackets is no short name",
    ),
    pytest.param(
        "财政部门结合考核结果，调整电价补贴，完善公共服务。",
        "财政部门结合考核结果，调整电价补贴。",
        "财政部门结合考核结果。",
        id="with which result, and not what",
    ),
    pytest.param(
        "按照省政府部署，组织用户参加需求响应，每千瓦时补偿3元。",
        "组织用户参加需求响应，每千瓦时补偿3元。",
        "组织用户参加，每千瓦时补偿3元。",
        id="a ground that limits nothing",
    ),
    pytest.param(
        "按照自愿参与原则，组织用户参加需求响应，每千瓦时补偿3元。",
        "按照自愿参与原则，组织用户参加需求响应。",
        "组织用户参加需求响应，每千瓦时补偿3元。",
        id="a ground that chooses who",
    ),
    pytest.param(
        "围绕东湖、西山两个片区，实施建筑节能改造，完善公共服务。",
        "围绕东湖、西山两个片区，实施建筑节能改造。",
        "实施建筑节能改造，完善公共服务。",
        id="a ground that tells where",
    ),
    pytest.param(
        "企业自愿申请，经核查合格，方可纳入绿色名单，享受错峰豁免。",
        "企业自愿申请，经核查合格，方可纳入绿色名单。",
        "企业自愿申请，方可纳入绿色名单，享受错峰豁免。",
        id="a test that must be passed",
    ),
    pytest.param(
        "据悉，非经依法批准，任何单位不得改变储气库用途。",
        "非经依法批准，任何单位不得改变储气库用途。",
        "任何单位不得改变储气库用途。",
        id="非经 opens a condition",
    ),
    pytest.param(
        "对购置氢能货车的给予每辆10万元补贴，同一企业不超过200万元，且不与国家补贴叠加。",
        "对购置氢能货车的给予每辆10万元补贴，同一企业不超过200万元，且不与国家补贴叠加。",
        "对购置氢能货车的给予每辆10万元补贴，同一企业不超过200万元。",
        id="且不 takes back",
    ),
]


@pytest.mark.parametrize(("page", "right", "wrong"), CASES)
def test_what_is_kept_says_by_itself_what_it_says_on_the_page(
    page: str, right: str, wrong: str
) -> None:
    assert compare(right, page).tier == "abridged"
    assert compare(wrong, page).tier != "abridged"


@pytest.mark.parametrize(("page", "right", "wrong"), CASES)
def test_neither_is_verified_by_standing_there_word_for_word(
    page: str, right: str, wrong: str
) -> None:
    at = text_page(f"丙州市有关事项如下。\n{page}\n", URL)
    assert answered(right, page, at).alone is Label.SUPPORTED
    assert answered(wrong, page, at).alone is not Label.SUPPORTED
