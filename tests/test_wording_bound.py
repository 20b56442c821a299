"""A clause that is left out may bind what a claim tells: then the claim is open. Every sentence is invented."""

from __future__ import annotations

import pytest

from agent.wording import compare
from agent.wording.statement_words import statement_words, time_ahead, word
from tests.regexes import MOST_GROWTH, growth

WRONG = [
    pytest.param(
        "甲湾泊位占比为9%，泊位占比为8%。",
        "甲湾泊位占比为8%。",
        id="another's value, whose place is said again",
    ),
    pytest.param(
        "丙州弃水电量9亿千瓦时，弃水率3.1%；弃光电量8亿千瓦时，弃光率5.2%。",
        "丙州弃光率3.1%。",
        id="the rate of another",
    ),
    pytest.param(
        "甲港、乙港两港新增泊位分别为9个、8个。截至2033年底，两港累计泊位分别达到40个、30个。",
        "甲港累计泊位9个。",
        id="what was added, told of all",
    ),
    pytest.param(
        "蓄水期间非蓄滞区站点水位不低于9米，蓄滞区站点水位不低于7米。",
        "蓄水期间蓄滞区站点水位不低于9米。",
        id="the bound of another",
    ),
    pytest.param(
        "锅筒水位骤降，值班员必须熄火停炉，调度室应上报险情。",
        "调度室应上报险情。",
        id="what befalls before two duties",
    ),
    pytest.param(
        "承运人提交申报材料，海事机构应当在5日内答复审批结果。",
        "海事机构应当在5日内答复审批结果。",
        id="what an answer is given to",
    ),
    pytest.param(
        "钢价连续两月低于每吨3000元，贸易商可动用储备库存。",
        "贸易商可动用储备库存。",
        id="a price by the ton that is reached",
    ),
    pytest.param(
        "钢价连续两月超过每吨3000元，贸易商可动用储备库存。",
        "贸易商可动用储备库存。",
        id="a price by the ton that is passed",
    ),
    pytest.param(
        "检测机构伪造数据，市局予以除名，保险机构应当拒赔。",
        "市局予以除名，保险机构应当拒赔。",
        id="what is done about it",
    ),
    pytest.param(
        "与上月相比，粮库周转率提高3个百分点，仓容利用率提高5个百分点。",
        "粮库周转率提高3个百分点。",
        id="the month of a comparison",
    ),
    pytest.param(
        "与2027年同期相比，全州港口吞吐量下降8%。",
        "全州港口吞吐量下降8%。",
        id="the year of a comparison",
    ),
    pytest.param(
        "优惠期两年：冷链用户电价每千瓦时0.4元，其他用户电价不变。",
        "冷链用户电价每千瓦时0.4元。",
        id="for how long all behind a colon holds",
    ),
    pytest.param(
        "试点范围仅限于东港区：船舶岸电服务费按每千瓦时0.2元收取。",
        "船舶岸电服务费按每千瓦时0.2元收取。",
        id="where all behind a colon holds",
    ),
    pytest.param(
        "按照评审专家意见，丙港3号泊位应拆除。",
        "丙港3号泊位应拆除。",
        id="whose opinion a duty rests on",
    ),
    pytest.param(
        "根据双方合同约定，丙港每年供汽9万吨。",
        "丙港每年供汽9万吨。",
        id="what two agreed upon",
    ),
    pytest.param(
        "气温骤降，供热公司应当启动备用锅炉。",
        "供热公司应当启动备用锅炉。",
        id="what befalls before a duty",
    ),
    pytest.param(
        "应急响应启动，建材企业应当停产50%。",
        "建材企业应当停产50%。",
        id="an alert before a duty",
    ),
    pytest.param(
        "自2033年11月1日起至2034年3月31日，每日7时至20时，某市主城区实行机动车尾号限行。",
        "自2033年11月1日起至2034年3月31日，某市主城区实行机动车尾号限行。",
        id="the hours on which it holds",
    ),
    pytest.param(
        "6月1日起，逢周一至周五，国三货车禁止通行。",
        "6月1日起，国三货车禁止通行。",
        id="the days of the week on which it holds",
    ),
    pytest.param(
        "非采暖季，乙级企业限产10%。采暖季，甲级企业自主减排，乙级企业限产35%，丙级企业停产。",
        "非采暖季，乙级企业限产35%。",
        id="the time of the sentence before its own",
    ),
    pytest.param(
        "到2027年，全县森林覆盖率达到41%。全县建成换电站16座，服务出租车900辆。",
        "到2027年，全县建成换电站16座，服务出租车900辆。",
        id="the year of an aim before what is done",
    ),
    pytest.param(
        "全州完成屋顶改造7万户、门窗改造3万户，占年度任务的64%。",
        "全州完成屋顶改造7万户，占年度任务的64%。",
        id="a share of more than is told",
    ),
    pytest.param(
        "本季度，全州新增热泵12万千瓦、储热6万千瓦，总投资21亿元。",
        "本季度，全州新增储热6万千瓦，总投资21亿元。",
        id="a sum of more than is told",
    ),
    pytest.param(
        "讨论稿提出，船舶进港一律使用岸电，2028年3月起执行。",
        "船舶进港一律使用岸电，2028年3月起执行。",
        id="a draft's word",
    ),
    pytest.param(
        "有学者认为，2026年全州用电量已经见顶。",
        "2026年全州用电量已经见顶。",
        id="what somebody holds",
    ),
    pytest.param(
        "根据关停安排，2019年丁山公司拆除焦炉3座，压减产能70万吨。",
        "2019年丁山公司拆除焦炉3座，压减产能70万吨。",
        id="what a plan has for a year",
    ),
    pytest.param(
        "检查发现，丙湖砖厂未安装除尘器，建设密闭料棚。",
        "丙湖砖厂建设密闭料棚。",
        id="what was left undone",
    ),
    pytest.param(
        "丁海公司计划投资8亿元建设热泵站；供热面积30万平方米；2027年开工。",
        "丁海公司2027年开工。",
        id="a later part of a plan",
    ),
    pytest.param(
        "现将下半年工作任务公布如下。全州拆除土窑40座，压减散煤9万吨。",
        "全州拆除土窑40座，压减散煤9万吨。",
        id="what stands under a heading of tasks",
    ),
    pytest.param(
        "水位低于9米，丁海水务公司提高供水压力2帕，延长供水时间3小时。",
        "丁海水务公司提高供水压力2帕，延长供水时间3小时。",
        id="a condition without a mark",
    ),
    pytest.param(
        "全州完成节能投资20亿元，其中化工行业7亿元，拆除焦炉4座。",
        "全州完成节能投资20亿元，拆除焦炉4座。",
        id="a part's figure told of the whole",
    ),
    pytest.param(
        "《热泵奖补细则》规定，每台热泵奖补2000元。该细则已于2023年废止。",
        "每台热泵奖补2000元。",
        id="taken back in the next sentence",
    ),
    pytest.param(
        "港区内禁止燃油叉车作业。消防救援的叉车不受此限。",
        "港区内禁止燃油叉车作业，",
        id="spared in the next sentence",
    ),
    pytest.param(
        "2025年起，我县对岸电设施按投资额给予25%补贴，补贴期限2年。同一港口累计补贴不超过80万元。",
        "2025年起，我县对岸电设施按投资额给予25%补贴。",
        id="capped in the next sentence",
    ),
    pytest.param(
        "戊江公司将石滩电站转让给己海集团。2022年5月关停3号机组。",
        "2022年5月戊江公司关停3号机组。",
        id="one of two that it may be",
    ),
    pytest.param(
        "全州完成客船更新30艘、货船更新50艘，完成计划的80%。",
        "全州完成客船更新30艘，完成计划的80%。",
        id="a share of a plan",
    ),
    pytest.param(
        "据媒体报道，庚湖钢厂明年将搬迁。州工信局回应称，暂无搬迁计划。",
        "庚湖钢厂明年将搬迁。",
        id="answered in the next sentence",
    ),
    pytest.param(
        "州政府决定自9月1日起上调气价0.3元。8月25日，该决定暂缓执行。",
        "州政府决定自9月1日起上调气价0.3元。",
        id="put off in the next sentence",
    ),
    pytest.param(
        "充电桩每个补贴500元。补贴仅面向公共停车场。",
        "充电桩每个补贴500元。",
        id="only for some of them",
    ),
    pytest.param(
        "存煤不足7天，丁海公司启动应急采购，每日增购2万吨。",
        "丁海公司启动应急采购，每日增购2万吨。",
        id="less than is needed",
    ),
    pytest.param(
        "枯水期，丁江电站出力30万千瓦。丰水期，丁江电站检修，戊江电站出力80万千瓦。",
        "枯水期，戊江电站出力80万千瓦。",
        id="the time of the sentence before, in another word",
    ),
    pytest.param(
        "州政府同意建设壬河煤电项目。2021年6月，该项目被叫停。",
        "州政府同意建设壬河煤电项目。",
        id="stopped in the next sentence",
    ),
    pytest.param(
        "新能源货车每辆奖励3万元。奖励资金总额不超过900万元。",
        "新能源货车每辆奖励3万元。",
        id="a cap of all that is given",
    ),
    pytest.param(
        "环保税按每污染当量1.2元征收。低于标准30%的减按75%征收。",
        "环保税按每污染当量1.2元征收。",
        id="less for some in the next sentence",
    ),
    pytest.param(
        "日前，多家自媒体发布消息称，丁海水厂滤池渗漏，将于12月起停水检修。州水务局组织检测，结果为合格。",
        "丁海水厂滤池渗漏，将于12月起停水检修。",
        id="what the media say",
    ),
    pytest.param(
        "根据城镇供气规划，丁海气站配置储罐6座，供气90万立方米。目前，该项目尚未开工。",
        "丁海气站配置储罐6座，供气90万立方米。",
        id="what a plan has, before it is begun",
    ),
    pytest.param(
        "本方案的总体目标是：陶瓷产品能耗降至90千克标准煤以下，绿电使用比例超过12%。",
        "陶瓷产品能耗降至90千克标准煤以下，绿电使用比例超过12%。",
        id="an aim before its colon",
    ),
    pytest.param(
        "电动船舶每航次补贴500元，限丁海港。补贴由市财政承担。",
        "电动船舶每航次补贴500元。",
        id="only of one place, by one word",
    ),
    pytest.param(
        "电动船舶可在内湖全天航行。上述规定不适用于危险品船舶。",
        "电动船舶可在内湖全天航行。",
        id="not for some of them",
    ),
    pytest.param(
        "对沼气发电项目，每千瓦时给予0.3元奖励。奖励政策执行至2024年6月30日。",
        "对沼气发电项目，每千瓦时给予0.3元奖励。",
        id="up to a day in the next sentence",
    ),
    pytest.param(
        "试点期间，造纸企业可以使用储备水权抵扣新增用量，抵扣比例不得高于年度新增量的20%。",
        "试点期间，造纸企业可以使用储备水权抵扣新增用量。",
        id="a bound of what is allowed",
    ),
    pytest.param(
        "水压低于2帕的，供水单位应当按日退还水费；因用户改动管道造成的，不予退还。",
        "水压低于2帕的，供水单位应当按日退还水费。",
        id="not for some of them behind a semicolon",
    ),
    pytest.param(
        "丙湖水库加固工程于2032年3月开工，大坝于2033年8月封顶。工程尚未蓄水，计划2034年6月发电。",
        "丙湖水库加固工程2034年6月发电。",
        id="what a thing is meant to do, whose name is said again",
    ),
    pytest.param(
        "丙湖电厂扩容工程投资9亿元。计划2034年建成，年供热3万吨。",
        "丙湖电厂扩容工程2034年建成。",
        id="计划 at the head of a sentence is no thing",
    ),
    pytest.param(
        "《丁县三年行动计划》于2033年印发。计划2035年建成泵站9座。",
        "《丁县三年行动计划》2035年建成泵站9座。",
        id="计划 is no end of a paper's name",
    ),
    pytest.param(
        "丙州居民水价第一档为每年180立方米，价格2.15元；第二档为181至240立方米，价格3.45元。",
        "丙州居民水价第一档价格3.45元。",
        id="another step's price",
    ),
    pytest.param(
        "阶梯水价分三档。第一档每立方米2元。第二档每立方米3元，适用于181至240立方米部分。",
        "第一档适用于181至240立方米部分。",
        id="another step's bounds, in a sentence of its own",
    ),
    pytest.param(
        "借助丙市，开通航线3条，新增货运量9万吨。",
        "借助丙市，新增货运量9万吨。",
        id="with whose help the first is done",
    ),
    pytest.param(
        "毗邻丁林县，新建泵站3座，改造管网9公里。",
        "毗邻丁林县，改造管网9公里。",
        id="near where the first is built",
    ),
    pytest.param(
        "新建丙岭港区岸电设施9套，完善公共服务。",
        "新建丙岭港区完善公共服务。",
        id="no place begins with a verb",
    ),
    pytest.param(
        "利用丁林县闲置厂房，新建泵站3座，改造管网9公里。",
        "利用丁林县，改造管网9公里。",
        id="half of what is made use of",
    ),
    pytest.param(
        "丙市东区热价为每平方米26元，计量热价30元；西区热价为每平方米24元，计量热价28元。",
        "丙市东区计量热价28元。",
        id="another district's price",
    ),
    pytest.param(
        "丰水期电价为0.2元，尖峰时段上浮20%；枯水期电价为0.5元，尖峰时段上浮30%。",
        "丰水期电价为0.2元，尖峰时段上浮30%。",
        id="another season's surcharge behind its own price",
    ),
    pytest.param(
        "2033年完成投资9亿元，建成泵站3座；2034年完成投资8亿元，建成泵站5座。",
        "2033年完成投资9亿元，建成泵站5座。",
        id="another year's stations",
    ),
    pytest.param(
        "采暖季电价为0.2元，低谷时段下浮20%；非采暖季电价为0.5元，低谷时段下浮30%。",
        "采暖季电价为0.2元，低谷时段下浮30%。",
        id="another season's, whose name has the first one's in it",
    ),
    pytest.param(
        "丁县居民气价第一档为每年不超过360立方米，价格2.75元；第二档为361至600立方米，价格3.30元。",
        "丁县居民气价价格3.30元。",
        id="a step's price told of all",
    ),
    pytest.param(
        "居民用户每年用气290立方米以内的，执行第一档价格；人口五人以上的家庭，每户增加90立方米。",
        "居民用户每户增加90立方米。",
        id="without those who stand before it",
    ),
    pytest.param(
        "港口企业应当安装岸电；已联网的泊位，电价减免0.1元。",
        "港口企业电价减免0.1元。",
        id="a part of theirs told of all",
    ),
    pytest.param(
        "全州出租车限行，每周1天；纯电动出租车，每月减收管理费90元。",
        "全州出租车每月减收管理费90元。",
        id="a kind of them told of all",
    ),
    pytest.param(
        "甲园区用能9万吨，同比下降3%。其中，钢铁6万吨。乙园区用能8万吨，同比下降1%。其中，钢铁1万吨。",
        "甲园区用能9万吨，其中钢铁1万吨。",
        id="another's part, each in a sentence of its own",
    ),
    pytest.param(
        "2031年居民热价按面积收取，商业热价按表计收取。",
        "商业热价按表计收取。",
        id="without the year of one made alike",
    ),
    pytest.param(
        "采暖期供热公司应当公布热价，售电公司应当公布电价。",
        "售电公司应当公布电价。",
        id="without the season before another's duty",
    ),
    pytest.param(
        "发生停电时供热公司应当启动备用锅炉，售电公司应当通知用户。",
        "售电公司应当通知用户。",
        id="without the condition before another's duty",
    ),
    pytest.param(
        "2031年1-5月，全州原煤产量9万吨，同比增长3%；焦炭产量8万吨，同比下降1%。",
        "2031年1-5月，全州焦炭产量8万吨，同比增长3%。",
        id="another product's growth",
    ),
    pytest.param(
        "根据计划，丁县2032年关停砖厂9座；2033年关停水泥厂1座。",
        "丁县2032年关停砖厂9座。",
        id="what a plan without a name has",
    ),
    pytest.param(
        "按照安排，2032年6月底前，丁县拆除砖窑9座，改造管网30公里。",
        "2032年6月底前，丁县拆除砖窑9座。",
        id="what is arranged by a day",
    ),
    pytest.param(
        "按照《丁县供热规划》，一期工程2032年投产，二期工程2034年投产。",
        "二期工程2034年投产。",
        id="what a plan has, by its title",
    ),
    pytest.param(
        "丙湖泵站一期装机6万千瓦，二期装机8万千瓦，年提水量90万吨。",
        "丙湖泵站一期年提水量90万吨。",
        id="what may be of the second stage, or of both",
    ),
    pytest.param(
        "吉林省新建风电9万千瓦。2031年，吉林市关停锅炉9台，供热机组新建热泵6台。",
        "2031年，吉林省供热机组新建热泵6台。",
        id="a city of its province's name",
    ),
    pytest.param(
        "吉林市关停锅炉9台。2031年新建热泵6台。",
        "吉林2031年新建热泵6台。",
        id="the short name of a province is none of its city's",
    ),
]

RIGHT = [
    pytest.param(
        "蓄水期间非蓄滞区站点水位不低于9米，蓄滞区站点水位不低于7米。",
        "蓄水期间蓄滞区站点水位不低于7米。",
        id="one whose name another's has in it",
    ),
    pytest.param(
        "丙州弃水电量9亿千瓦时，弃水率3.1%；弃光电量8亿千瓦时，弃光率5.2%。",
        "丙州弃水率3.1%。",
        id="a rate by its own name",
    ),
    pytest.param(
        "我局根据《丙州港口条例》第九条，责令其停止装卸，并处罚款2万元。",
        "我局责令其停止装卸，并处罚款2万元。",
        id="on what ground we did it",
    ),
    pytest.param(
        "严格环境准入，新建造船项目应当配套岸电。",
        "新建造船项目应当配套岸电。",
        id="what is to be done before a duty of others",
    ),
    pytest.param(
        "承运人提交申报材料，海事机构应当在5日内答复审批结果。",
        "承运人提交申报材料，海事机构应当在5日内答复审批结果。",
        id="a duty with what it answers",
    ),
    pytest.param(
        "与上月相比，粮库周转率提高3个百分点，仓容利用率提高5个百分点。",
        "与上月相比，仓容利用率提高5个百分点。",
        id="a comparison with its month",
    ),
    pytest.param(
        "按照州政府部署，丙港3号泊位应于2032年拆除。",
        "丙港3号泊位应于2032年拆除。",
        id="a ground that is nobody's opinion",
    ),
    pytest.param(
        "省发展改革委牵头，各市应当在6月底前报送方案。",
        "各市应当在6月底前报送方案。",
        id="another's task before a duty",
    ),
    pytest.param(
        "采暖季期间，每日17时至22时，工商业用户执行尖峰电价，价格上浮20%。",
        "采暖季期间，每日17时至22时，工商业用户执行尖峰电价。",
        id="the hours are said",
    ),
    pytest.param(
        "每日7时至20时，货车禁止进入三环路；外埠货车须办理通行证。",
        "外埠货车须办理通行证。",
        id="the hours of another segment",
    ),
    pytest.param(
        "农业用电试行阶梯电价，第一档为每户每月90千瓦时及以内，电价不作调整；第二档为91至180千瓦时，每千瓦时加价0.04元。",
        "农业用电试行阶梯电价，第二档为每户每月91至180千瓦时，每千瓦时加价0.04元。",
        id="another part is left as it is",
    ),
    pytest.param(
        "供水单位不得擅自停水。因抢修停水的，应当提前公告；停水超过24小时的，应当减收水费，但用户原因造成的除外。",
        "供水单位不得擅自停水。",
        id="an exception of its own sentence",
    ),
    pytest.param(
        "《办法》简化备案程序，备案时限压减至4个工作日。《办法》自2025年3月1日起施行，原试行办法同时废止。",
        "《办法》简化备案程序。",
        id="another paper ends",
    ),
    pytest.param(
        "丙州公交公司更新客车200辆，其中进口车型占6%，全部投入主城区。",
        "丙州公交公司更新客车200辆，全部投入主城区。",
        id="a share inside does not hold what follows",
    ),
    pytest.param(
        "到2028年，建成充电站90座，其中丁县9座以上，培育示范园区6个。",
        "到2028年，建成充电站90座，培育示范园区6个。",
        id="aims of one year",
    ),
    pytest.param(
        "过去的三年，全州单位能耗累计下降12%，超额完成10%的目标任务；绿电消费占比由6%提高到9%，煤炭消费占比下降7个百分点。",
        "过去的三年，全州绿电消费占比由6%提高到9%，煤炭消费占比下降7个百分点。",
        id="an aim that was met",
    ),
    pytest.param(
        "拖网渔船休渔至9月16日，围网渔船至8月16日，钓具渔船不在休渔范围。",
        "拖网渔船休渔至9月16日。",
        id="another kind is spared in its own clause",
    ),
    pytest.param(
        "申请单位须具备以下条件：（一）成立满三年；（二）近两年未受过处罚。有下列情形之一的不予受理：（一）资料不全。",
        "申请单位须近两年未受过处罚。",
        id="what is not taken in is no gift",
    ),
    pytest.param(
        "丙湖水库加固工程于2032年3月开工，大坝于2033年8月封顶。工程尚未蓄水，计划2034年6月发电。",
        "丙湖水库加固工程计划2034年6月发电。",
        id="what a thing is meant to do, with the word that says so",
    ),
    pytest.param(
        "农业用水第一档每立方米0.2元，第二档每立方米0.3元，自2034年6月起执行。",
        "农业用水第一档每立方米0.2元，自2034年6月起执行。",
        id="a day of all steps",
    ),
    pytest.param(
        "丙州居民水价第一档为每年180立方米，价格2.15元；第二档为181至240立方米，价格3.45元。",
        "丙州居民水价第二档价格3.45元。",
        id="a step's own price",
    ),
    pytest.param(
        "东陵县完成投资9亿元，建成泵站3座；西山县完成投资8亿元，建成泵站5座。",
        "西山县建成泵站5座。",
        id="a county's own stations",
    ),
    pytest.param(
        "丙州非采暖季电价为0.5元，低谷时段下浮30%；采暖季电价为0.2元，低谷时段下浮20%。",
        "丙州非采暖季电价为0.5元，低谷时段下浮30%。",
        id="a season's own, whose name has another's in it",
    ),
    pytest.param(
        "橙色预警期间，A级企业自主减排，B级企业减少负荷20%，C级企业减少负荷50%；各级企业应在3日内上报记录。",
        "橙色预警期间，B级企业减少负荷20%，C级企业减少负荷50%。",
        id="all of them are no other",
    ),
    pytest.param(
        "全州用水总量控制在90亿立方米以内，其中农业用水不超过50亿立方米；地下水开采量下降8%。",
        "全州农业用水不超过50亿立方米。",
        id="two measures are not made alike",
    ),
    pytest.param(
        "由州能源局牵头，州发展改革委配合，2034年6月底前完成站点普查。",
        "由州能源局牵头，2034年6月底前完成站点普查。",
        id="who helps is no condition",
    ),
    pytest.param(
        "农业用水第一档为每立方米0.2元；地下水超采区的农户，每立方米加收0.1元。",
        "地下水超采区的农户，每立方米加收0.1元。",
        id="with those who stand before it",
    ),
    pytest.param(
        "2031年1-5月，全州原煤产量9万吨，同比增长3%；焦炭产量8万吨，同比下降1%。",
        "2031年1-5月，全州焦炭产量8万吨，同比下降1%。",
        id="several months are a time",
    ),
    pytest.param(
        "抽水电站参与调峰的，充电电量按平时电价结算，放电电量按现货价格结算。",
        "抽水电站参与调峰的，放电电量按现货价格结算。",
        id="one of two made alike, with the condition of both",
    ),
    pytest.param(
        "州电力公司应当于每年11月底前公布执行方案，售电公司应当于每月10日前公布零售均价。",
        "售电公司应当于每月10日前公布零售均价。",
        id="a company with a duty of its own",
    ),
]


@pytest.mark.parametrize(("passage", "claim"), WRONG)
def test_a_claim_without_what_binds_it_is_open(passage: str, claim: str) -> None:
    assert compare(claim, passage).tier != "abridged"


@pytest.mark.parametrize(
    ("passage", "kept"),
    [
        ("丙山煤矿因数据造假，自11月23日起停产整顿，矿长被撤职。", 2),
        ("自2031年12月1日起，环城高速公路（不含）以内区域全天禁止国三货车通行，救险车除外，违者罚款。", 3),
    ],
    ids=["an act behind its day", "an exception in the bracket of a place"],
)  # fmt: skip
def test_what_follows_a_whole_statement_may_be_left_out(passage: str, kept: int) -> None:
    claim = "，".join(passage.rstrip("。").split("，")[:kept]) + "。"
    assert compare(claim, passage).tier == "abridged"


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        ("自2031年起关停企业，每家给予补贴9万元。", "每家给予补贴9万元。"),
        ("对淘汰老旧货车的，每辆车补贴4万元，中重型货车另行规定。", "对淘汰老旧货车的，每辆车补贴4万元。"),
        ("自2031年起停产的企业，给予补贴9万元。", "给予补贴9万元。"),
        ("自11月1日起停产整顿，期间不得外运矿石。", "期间不得外运矿石。"),
        ("丙州市环城路（不含）以内禁止货车通行，救险车除外。", "丙州市环城路（不含）以内禁止货车通行。"),
        ("丙州市环城路（不含）以内区域禁止货车通行。", "丙州市环城路以内区域禁止货车通行。"),
    ],
)  # fmt: skip
def test_a_condition_or_an_exception_beside_it_may_not(passage: str, claim: str) -> None:
    assert compare(claim, passage).tier != "abridged"


@pytest.mark.parametrize(("passage", "claim"), RIGHT)
def test_what_is_left_out_beside_a_claim_does_not_bind_it(passage: str, claim: str) -> None:
    assert compare(claim, passage).tier == "abridged"


@pytest.mark.parametrize("name", [*statement_words(), "time ahead"])
def test_each_expression_takes_time_in_proportion_to_its_text(name: str) -> None:
    assert growth(time_ahead() if name == "time ahead" else word(name))[0] <= MOST_GROWTH
