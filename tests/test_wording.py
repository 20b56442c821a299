"""What a claim may leave out, add or say otherwise. All sentences are invented."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from agent.wording import Known, compare, differing_spans, is_nearly, plain_differences
from agent.wording.licences import licences, parsed

TARGET = "到2033年，全市淘汰国三柴油货车1.2万辆，新建充电站60座，改造燃煤锅炉35台。"
DUTIES = "省财政厅负责资金拨付，省能源局负责验收，各县政府按月报送进度。"
LIST = "加快推进甲类企业、乙类企业、丙类企业等改造，完善配套电网。"
TO_SUBSIDISE = "对报废国三货车的企业，每辆补贴2万元；对更新新能源货车的企业，每辆补贴3万元。"


def licences_of(claim: str, passage: str, known: Known | None = None) -> set[str | None] | None:
    """The licences a claim needs; None when they are not enough."""
    found = compare(claim, passage, known)
    return {d.licence for d in found.differences} if found.tier == "abridged" else None


LABELLED = "甲县：关停煤矿3座；乙县：新建光伏2万千瓦；丙县：改造锅炉40台。"

LICENSED = [
    # licence, passage, what it allows, what is like it and not allowed
    ("adverb", "大力发展集中供热。", "发展集中供热。", "发展供热。"),
    ("adverb", "积极有序推进拆除。", "有序推进拆除。", "积极推进拆除。"),
    ("adverb", "加快建设充电站20座。", "建设充电站20座。", "建成充电站20座。"),
    ("adverb", "坚定不移推进电网改造。", "推进电网改造。", "不移推进电网改造。"),
    ("numbering", "（三）加快电网改造。", "加快电网改造。", "（四）加快电网改造。"),
    ("numbering", "12.加快电网改造。", "加快电网改造。", "13.加快电网改造。"),
    ("numbering", "②加快电网改造。", "加快电网改造。", "3加快电网改造。"),
    (
        "aside",
        "《丙州市供热办法》（丙政发〔2031〕6号）同时废止。",
        "《丙州市供热办法》同时废止。",
        "《丙州市供热办法》（丙政发〔2031〕8号）同时废止。",
    ),
    (
        "aside",
        "单位应在申报系统（网址：https://a.example/x.do?id=9）填报排放量。",
        "单位应在申报系统填报排放量。",
        "单位应在申报系统（网址：https://a.example/y.do?id=9）填报排放量。",
    ),
    ("marks", "推动货物“公转铁”。", "推动货物公转铁。", "推动货物“公转水”。"),
    ("marks", "支持各县（区）建设电网。", "支持各县区建设电网。", "支持各县建设电网。"),
    (
        "clause",
        TARGET,
        "到2033年，全市淘汰国三柴油货车1.2万辆，改造燃煤锅炉35台。",
        "全市淘汰国三柴油货车1.2万辆。",
    ),
    (
        "clause",
        "煤炭坚持总量控制，煤电逐步转为支撑电源。",
        "煤电逐步转为支撑电源。",
        "煤炭逐步转为支撑电源。",
    ),
    (
        "clause",
        "倡导节约用电，全社会用电量预计达到9亿千瓦时。",
        "全社会用电量预计达到9亿千瓦时。",
        "全社会用电量达到9亿千瓦时。",
    ),
    (
        "member",
        "在钢铁、水泥、造纸等行业评选标杆企业，给予奖补。",
        "在钢铁、造纸等行业评选标杆企业，给予奖补。",
        "在符合钢铁、造纸条件的行业评选标杆企业，给予奖补。",
    ),
    (
        "order",
        "自2031年3月1日起，对更新的企业，每辆补贴3万元。",
        "对更新的企业，自2031年3月1日起，每辆补贴3万元。",
        "对更新的企业，自2031年3月1日起，每辆补贴2万元。",
    ),
    (
        "lead",
        "受台风影响，丙州港停止作业。",
        "丙州港停止作业。",
        "台风停止作业。",
    ),
    (
        "time",
        "各县应于2031年6月底前报送方案。",
        "2031年6月底前，各县应报送方案。",
        "2031年6月底前，各县可报送方案。",
    ),
    (
        "subject",
        "丙州机场2031年旅客突破9万人次，货邮吞吐量完成8万吨。",
        "丙州机场2031年货邮吞吐量完成8万吨。",
        "丙州机场2032年货邮吞吐量完成8万吨。",
    ),
    (
        "clause",
        "坚决遏制盲目发展，新建项目能效应达到先进值。",
        "新建项目能效应达到先进值。",
        "新建项目应达到先进值。",
    ),
    (
        "clause",
        "控制景观照明，每日22时后关闭景观灯。",
        "每日22时后关闭景观灯。",
        "关闭景观灯。",
    ),
    (
        "clause",
        "单位能耗下降3%，完成年度目标，覆盖率达到33%。",
        "单位能耗下降3%，覆盖率达到33%。",
        "单位能耗达到33%。",
    ),
    (
        "adverb",
        "自5月1日起全面执行新电价。",
        "自5月1日起执行新电价。",
        "自5月1日起全面取消新电价。",
    ),
    ("adverb", "持续推进电网改造。", "推进电网改造。", "停止推进电网改造。"),
    ("same", "电价按照2元标准执行。", "电价按2元标准执行。", "电价参照2元标准执行。"),
    (
        "same",
        "产量达到9万吨，同比增长5%。",
        "产量为9万吨，比上年同期增长5%。",
        "产量为9万吨，环比增长5%。",
    ),
    (
        "topic",
        "需求响应按自愿原则参与，日前补偿价格为3元，响应量低于申报量的，不予补偿。",
        "需求响应响应量低于申报量的，不予补偿。",
        "日前补偿价格响应量低于申报量的，不予补偿。",
    ),
    (
        "topic",
        "省级财政对零碳园区奖补9万元；对未验收的，先行拨付5万元。",
        "省级财政对未验收的，先行拨付5万元。",
        "省级财政对零碳园区，先行拨付5万元。",
    ),
    (
        "topic",
        "对统调气电机组执行容量电价，F级机组每千瓦9元；机组停运超过3次的，扣减电费。",
        "统调气电机组停运超过3次的，扣减电费。",
        "F级机组停运超过3次的，扣减电费。",
    ),
    (
        "topic",
        "同意建设甲至乙500千伏输变电工程。工程投资9亿元。",
        "甲至乙500千伏输变电工程投资9亿元。",
        "甲至乙输变电工程投资9亿元。",
    ),
    (
        "topic",
        "火电发电量9亿千瓦时，同比增长3%；水电发电量4亿千瓦时，下降2%。",
        "水电发电量4亿千瓦时，同比下降2%。",
        "水电发电量4亿千瓦时，环比下降2%。",
    ),
    (
        "member",
        "学校、医院、车站等公共建筑绿电比例不低于45%。",
        "学校、车站等公共建筑绿电比例不低于45%。",
        "学校、车站绿电比例不低于45%。",
    ),
    ("member", "烧结机、球团竖炉全部停产。", "烧结机全部停产。", "球团烧结机全部停产。"),
    (
        "member",
        "确需新建、改建、扩建厂房的，应当报批。",
        "确需新建、扩建厂房的，应当报批。",
        "确需拆除厂房的，应当报批。",
    ),
    (
        "order",
        "优先保障居民、医院、学校用电。",
        "优先保障居民、学校、医院用电。",
        "优先保障医院用电，居民、学校用电。",
    ),
    (
        "topic",
        "居民用气第一档价格为2元，第二档价格为3元。",
        "居民用气第二档价格为3元。",
        "居民用气第二档价格为2元。",
    ),
    (
        "topic",
        "年产量9万吨以上的由省级审查，3万吨以下的由市级审查。",
        "年产量3万吨以下的由市级审查。",
        "年产量3万吨以下的由省级审查。",
    ),
    (
        "topic",
        "对成活率不低于85%的林木，每亩补9元；成活率低于85%的，限期补种。",
        "林木成活率低于85%的，限期补种。",
        "成活率低于85%的，每亩补9元。",
    ),
    (
        "topic",
        "申报单位须具备以下条件：（一）注册满两年；（二）近三年未发生事故。",
        "申报单位须近三年未发生事故。",
        "申报单位应当近三年未发生事故。",
    ),
    (
        "connective",
        "入选企业9家；另有4家企业被撤销称号。",
        "4家企业被撤销称号。",
        "9家企业被撤销称号。",
    ),
    (
        "name",
        "电价调整为2元。本通知自2031年5月1日起执行。",
        "电价调整为2元，自2031年5月1日起执行。",
        "电价调整为2元，2031年5月1日前执行。",
    ),
    (
        "place",
        "岚海市文旅局公告：全市分三批发放消费券。",
        "岚海市分三批发放消费券。",
        "全省分三批发放消费券。",
    ),
    ("aside", "方案报送我厅（见附件3）。", "方案报送我厅。", "方案报送我局。"),
    ("clause", DUTIES, "省能源局负责验收。", "省财政厅负责验收。"),
    (
        "lead",
        "8月5日，丙州电厂1号机组投入运行。",
        "丙州电厂1号机组投入运行。",
        "8月6日，丙州电厂1号机组投入运行。",
    ),
    (
        "member",
        LIST,
        "加快推进甲类企业、丙类企业等改造，完善配套电网。",
        "加快推进甲类企业、丁类企业等改造，完善配套电网。",
    ),
    (
        "order",
        LIST,
        "加快推进丙类企业、甲类企业、乙类企业等改造，完善配套电网。",
        "完善配套企业、甲类企业、乙类企业等改造，加快推进电网。",
    ),
    (
        "paired",
        "公交车、出租车占比分别达到90%、85%。",
        "出租车占比达到85%。",
        "出租车占比达到90%。",
    ),
    (
        "plain",
        "甲公司已完成扩建，新增产能9万吨。",
        "甲公司完成扩建，新增产能9万吨。",
        "甲公司计划完成扩建，新增产能9万吨。",
    ),
    ("quantity", "装机60万千瓦。", "装机600兆瓦。", "装机60兆瓦。"),
    ("quantity", "占地30亩，工期2年。", "占地2公顷，工期24个月。", "占地3公顷，工期24个月。"),
    (
        "quantity",
        "自2031年3月1日起执行新电价。",
        "自2031-03-01起执行新电价。",
        "自2031-01-03起执行新电价。",
    ),
    (
        "connective",
        "各厂应报送数据，大型企业还应公开报告。",
        "大型企业应公开报告。",
        "大型企业可公开报告。",
    ),
    (
        "subject",
        "丙州机场新建跑道1条，设计吞吐量900万人次。",
        "丙州机场设计吞吐量900万人次。",
        "设计吞吐量900万人次。",
    ),
    (
        "subject",
        "甲厅负责拨付，乙局负责验收，并按月报送进度。",
        "乙局按月报送进度。",
        "甲厅按月报送进度。",
    ),
    (
        "subject",
        "省人民政府应当制定方案，定期公布结果。",
        "省人民政府应当定期公布结果。",
        "省人民政府可定期公布结果。",
    ),
    (
        "topic",
        "丰水期外送电价按0.2元执行，枯水期按0.3元执行。",
        "枯水期外送电价按0.3元执行。",
        "枯水期外送电价按0.2元执行。",
    ),
    (
        "topic",
        "居民用电峰段为8时至22时，谷段为22时至8时。",
        "居民用电谷段为22时至8时。",
        "工业用电谷段为22时至8时。",
    ),
    (
        "topic",
        "丙州港今年完成货物吞吐量9万吨，集装箱吞吐量8万标箱。",
        "丙州港今年完成集装箱吞吐量8万标箱。",
        "丙州港今年完成集装箱吞吐量9万标箱。",
    ),
    (
        "topic",
        "居民用电谷段为22时至8时，电价下浮0.2元。",
        "居民用电谷段电价下浮0.2元。",
        "居民用电峰段电价下浮0.2元。",
    ),
    (
        "topic",
        "省能源局制定余热利用补偿办法，补偿标准另行公布。",
        "余热利用补偿标准另行公布。",
        "省能源局补偿标准另行公布。",
    ),
    (
        "topic",
        "严格控制焦化产能，确有必要建设的，应当减量置换。",
        "确有必要建设的焦化产能应当减量置换。",
        "焦化产能应当减量置换。",
    ),
    (
        "topic",
        "对更新的企业，补贴3万元；对报废的，补贴2万元。",
        "对报废的企业，补贴2万元。",
        "对报废的企业，补贴3万元。",
    ),
    (
        "topic",
        "项目应当达到标杆水平，未达到的不予审批。",
        "未达到标杆水平的不予审批。",
        "达到标杆水平的不予审批。",
    ),
    (
        "topic",
        "窑炉停产不少于9天，承担供暖任务的企业可缩短天数，但不得少于8天。",
        "窑炉停产不少于9天，承担供暖任务的企业可缩短天数，但停产不得少于8天。",
        "承担供暖任务的企业停产不得少于9天。",
    ),
    (
        "topic",
        "第一档为每立方米2元，第二档为3元。",
        "第二档为每立方米3元。",
        "第二档为每吨3元。",
    ),
    (
        "topic",
        "充电桩比例到2031年达到25%，到2033年达到30%。",
        "到2033年，充电桩比例达到30%。",
        "到2033年，充电桩比例达到25%。",
    ),
    (
        "duty",
        "工地应当设置围挡，并采取洒水措施。",
        "工地应当设置围挡，应当采取洒水措施。",
        "工地应当设置围挡，可采取洒水措施。",
    ),
    (
        "bracket",
        "第二阶段（2032年至2033年），改造9个村。",
        "2032年至2033年的第二阶段，改造9个村。",
        "2032年至2033年的第一阶段，改造9个村。",
    ),
    (
        "time",
        "到2033年，全市建成充电站60座。",
        "全市到2033年建成充电站60座。",
        "全市到2034年建成充电站60座。",
    ),
    (
        "time",
        "甲电厂于7月3日停机检修，乙电厂正常运行。",
        "7月3日，甲电厂停机检修。",
        "7月3日，乙电厂停机检修。",
    ),
    (
        "clause",
        "虚拟电厂可参与电力现货市场，暂不参与容量市场。",
        "虚拟电厂可参与电力现货市场。",
        "虚拟电厂可参与容量市场。",
    ),
    (
        "subject",
        "第十二条供热单位不得擅自停热。因故障停热的，应当立即抢修。",
        "供热单位因故障停热的，应当立即抢修。",
        "供热单位应当立即抢修。",
    ),
    (
        "subject",
        "全省农村居民人均收入9860元，同比增长7%，名义增速比城镇居民快2个百分点。",
        "全省农村居民人均收入名义增速比城镇居民快2个百分点。",
        "城镇居民人均收入名义增速快2个百分点。",
    ),
    (
        "topic",
        "2031年，丙州全年发电量9亿千瓦时，比上年增长3%。其中，火电6亿千瓦时，下降2%；水电3亿千瓦时。",
        "2031年，丙州水电发电量3亿千瓦时。",
        "2031年，丙州水电发电量6亿千瓦时。",
    ),
    (
        "clause",
        "1—9月，全省平均浓度为28微克；优良天数比例为84%，同比上升2个百分点。",
        "1—9月，优良天数比例为84%，同比上升2个百分点。",
        "1—9月，同比上升2个百分点。",
    ),
    (
        "clause",
        "对一年内被查处三次的，由市住建局记入档案，并暂停其投标资格6个月。",
        "对一年内被查处三次的，由市住建局记入档案。",
        "对一年内被查处三次的。",
    ),
    (
        "topic",
        "全市工业综合能耗同比下降3%，其中化工行业下降4%，建材行业增长1%。",
        "全市建材行业综合能耗同比增长1%。",
        "全市建材行业综合能耗同比下降4%。",
    ),
    (
        "clause",
        "小水电站应安装流量监测设施并接入省级平台。",
        "小水电站应安装流量监测设施。",
        "小水电站应监测设施。",
    ),
    (
        "aim",
        "到2033年，力争装机达到9万千瓦，发电量达到8亿千瓦时。",
        "到2033年，力争发电量达到8亿千瓦时。",
        "到2033年，发电量达到8亿千瓦时。",
    ),
    (
        "aim",
        "今年计划新建公路9公里，改造农田8公顷。",
        "今年计划改造农田8公顷。",
        "今年改造农田8公顷。",
    ),
    (
        "lead",
        "经省政府同意，自2031年5月1日起，居民气价上调0.2元。",
        "自2031年5月1日起，居民气价上调0.2元。",
        "居民气价上调0.2元。",
    ),
    (
        "clause",
        "集装箱吞吐量98万标箱，同比增长11%，其中海铁联运12万标箱。",
        "集装箱吞吐量98万标箱，其中海铁联运12万标箱。",
        "其中海铁联运12万标箱。",
    ),
    (
        "subject",
        "甲灌区现代化改造工程总工期36个月，批复总投资12亿元。",
        "甲灌区现代化改造工程批复总投资12亿元。",
        "批复总投资12亿元。",
    ),
    ("quantity", "6月底前报送。", "6月30日前报送。", "6月20日前报送。"),
    ("quantity", "每年3月底前报送。", "每年3月31日前报送。", "每年3月30日前报送。"),
    (
        "quantity",
        "优惠期至2031年6月30日止。",
        "优惠期至2031年6月底止。",
        "优惠期至2031年6月止。",
    ),
    (
        "year",
        "2031年6月底前完成普查，甲公司同年9月底前提出方案。",
        "2031年6月底前完成普查，甲公司2031年9月底前提出方案。",
        "2031年6月底前完成普查，甲公司2032年9月底前提出方案。",
    ),
    (
        "member",
        "对符合条件的甲类企业、乙类企业、丙类企业给予补贴。",
        "对符合条件的乙类企业、丙类企业给予补贴。",
        "对乙类企业、丙类企业给予补贴。",
    ),
    (
        "member",
        "对列入名单的焦炉、高炉、转炉，由县政府下达通知。",
        "对列入名单的焦炉、转炉，由县政府下达通知。",
        "对焦炉、转炉，由县政府下达通知。",
    ),
    (
        "member",
        "对购置农机的农户和生产组织，单台补贴2000元。",
        "对购置农机的农户，单台补贴2000元。",
        "对农户，单台补贴2000元。",
    ),
    (
        "member",
        "禁止在岸线1公里范围内新建、扩建化工园区。",
        "禁止在岸线1公里范围内新建化工园区。",
        "禁止新建化工园区。",
    ),
    (
        "member",
        "对老旧住宅实施围护结构和供热计量改造。",
        "对老旧住宅实施围护结构改造。",
        "对老旧住宅实施围护结构计量改造。",
    ),
    (
        "member",
        "实行居民阶梯水价与企业累进加价制度。",
        "实行企业累进加价制度。",
        "实行居民累进加价制度。",
    ),
    (
        "member",
        "甲类建筑和乙类大型建筑全面执行绿色标准。",
        "甲类建筑全面执行绿色标准。",
        "甲类大型建筑全面执行绿色标准。",
    ),
    (
        "order",
        "优先保障居民、医院、学校等重要用户。",
        "优先保障居民、学校、医院等重要用户。",
        "优先保障重要用户。",
    ),
    (
        "paired",
        "一档、二档、三档气价分别为每立方米2元、3元、4元。",
        "一档、三档气价分别为每立方米2元、4元。",
        "一档、三档气价分别为每立方米2元、3元。",
    ),
    (
        "paired",
        "甲类、乙类企业电价分别上调至每千瓦时0.6元和0.7元。",
        "乙类企业电价上调至每千瓦时0.7元。",
        "乙类企业电价上调至0.7元。",
    ),
    (
        "topic",
        "第一档为每户每月200千瓦时及以内；第二档为201至350千瓦时。",
        "第二档为每户每月201至350千瓦时。",
        "第二档为每户每年201至350千瓦时。",
    ),
    (
        "topic",
        "统调电厂存煤可用天数保持在20天以上，坑口电厂不低于10天。",
        "坑口电厂存煤可用天数不低于10天。",
        "坑口电厂存煤可用天数保持在10天以上。",
    ),
    (
        "time",
        "2031年建成泵站9座，供水普及率达到99%。",
        "2031年，供水普及率达到99%。",
        "2031年，供水普及率达到98%。",
    ),
    (
        "topic",
        "各地要严格执行差别电价，不得自行实行优惠电价。",
        "各地不得自行实行优惠电价。",
        "各地可自行实行优惠电价。",
    ),
    (
        "topic",
        "居民生活用电试行阶梯电价，第一档电价为2元，第二档电价为3元。",
        "居民生活用电第二档电价为3元。",
        "居民生活用电第二档电价为2元。",
    ),
    (
        "clause",
        "预警期间，A级企业自主减排，B级企业减产20%，D级企业停产。",
        "预警期间，A级企业自主减排，D级企业停产。",
        "A级企业自主减排，D级企业停产。",
    ),
    (
        "clause",
        "非居民用户超定额部分加收1倍水费，超两成部分加收2倍，超四成部分加收3倍。",
        "非居民用户超定额部分加收1倍水费，超四成部分加收3倍。",
        "超四成部分加收3倍。",
    ),
    (
        "clause",
        "由省能源局牵头，省水利厅配合，2031年6月底前完成普查。",
        "由省能源局牵头，2031年6月底前完成普查。",
        "省水利厅配合，2031年6月底前完成普查。",
    ),
    (
        "clause",
        "由省能源局牵头，各市负责实施，年底前完成改造。",
        "各市负责实施。",
        "年底前完成改造。",
    ),
    (
        "clause",
        "支持甲机场建设，对新开通的货机航线，给予每班补贴9万元。",
        "对新开通的货机航线，给予每班补贴9万元。",
        "给予每班补贴9万元。",
    ),
    (
        "lead",
        "因强对流天气影响，丙州港停止作业。",
        "丙州港停止作业。",
        "强对流天气停止作业。",
    ),
    ("copula", "尖峰电价为每度2元。", "尖峰电价每度2元。", "尖峰电价为每度3元。"),
    ("quantity", "补贴标准降为2万元。", "补贴标准降为20000元。", "补贴标准降2万元。"),
    ("copula", "甲厂于7月3日停机。", "甲厂7月3日停机。", "甲厂7月3日前停机。"),
    ("quantity", "电价上浮3分。", "电价上浮0.03元。", "电价上浮0.3元。"),
    ("quantity", "每度加价3角5分。", "每度加价0.35元。", "每度加价0.3元。"),
    ("quantity", "每半年检查一次。", "每6个月检查一次。", "每6年检查一次。"),
    ("quantity", "期限为一年半。", "期限为18个月。", "期限为15个月。"),
    ("quantity", "压减四分之一。", "压减25%。", "压减四分之三。"),
    ("quantity", "压减三分之一。", "压减1/3。", "压减33%。"),
    ("quantity", "补助叁拾万圆。", "补助30万元。", "补助叁佰万圆。"),
    ("quantity", "建成千万千瓦级基地。", "建成1000万千瓦级基地。", "建成百万千瓦级基地。"),
    ("quantity", "限值为2.5毫克。", "限值为0.0025克。", "限值为5毫克。"),
    (
        "quantity",
        "自2031年11月15日至2032年3月15日停产。",
        "2031年11月15日至2032年3月15日停产。",
        "2031年11月15日停产。",
    ),
    (
        "order",
        TARGET,
        "到2033年，全市新建充电站60座，淘汰国三柴油货车1.2万辆。",
        "到2033年，全市新建充电站1.2万座，淘汰国三柴油货车60辆。",
    ),
    (
        "order",
        "2031年，全省公路货运量增长4%，铁路货运量增长7%。",
        "2031年，全省铁路货运量增长7%，公路货运量增长4%。",
        "2031年，全省铁路货运量增长4%，公路货运量增长7%。",
    ),
    (
        "marks",
        "关停燃煤锅炉3台、淘汰货车9辆。",
        "关停燃煤锅炉3台，淘汰货车9辆。",
        "关停燃煤锅炉9台，淘汰货车3辆。",
    ),
    (
        "connective",
        "各厂应报送数据，公开报告。",
        "各厂应报送数据，并公开报告。",
        "各厂应报送数据或公开报告。",
    ),
    (
        "paired",
        "到2031年和2033年，绿电占比分别达到20%、30%。",
        "到2033年，绿电占比达到30%。",
        "到2033年，绿电占比达到20%。",
    ),
    ("same", "补贴上限为3万元。", "补贴不超过3万元。", "补贴不低于3万元。"),
    ("same", "补贴下限为3万元。", "补贴不低于3万元。", "补贴超过3万元。"),
    ("same", "覆盖率提高到33%。", "覆盖率提高至33%。", "覆盖率提高33%。"),
    ("same", "由省发展改革委负责。", "由省发改委负责。", "由省财政厅负责。"),
    ("same", "次日起执行。", "翌日起执行。", "当日起执行。"),
    ("same", "由省工业和信息化厅负责。", "由省工信厅负责。", "由省经信厅负责。"),
    ("same", "市交通运输局负责实施。", "市交通局负责实施。", "市公安局负责实施。"),
    ("same", "由省林业和草原局负责。", "由省林草局负责。", "由省林业局负责。"),
    ("same", "由省农业农村委员会负责。", "由省农业农村委负责。", "由省农业委负责。"),
    ("same", "由省环境保护厅负责。", "由省环保厅负责。", "由省生态环境厅负责。"),
    ("same", "由丙州市人民政府负责。", "由丙州市政府负责。", "由丙州市人大负责。"),
    ("same", "市级财政补助9万元。", "市财政补助9万元。", "省财政补助9万元。"),
    ("same", "减按75%征收环境保护税。", "减按75%征收环保税。", "减按75%征收资源税。"),
    (
        "place",
        "2031年，海南全省关停锅炉9台。",
        "2031年，海南省关停锅炉9台。",
        "2031年，河南省关停锅炉9台。",
    ),
    (
        "place",
        "2031年，毕节关停锅炉9台。",
        "2031年，毕节市关停锅炉9台。",
        "2031年，贵州省关停锅炉9台。",
    ),
    ("quantity", "2031年一季度煤耗下降。", "2031年1—3月煤耗下降。", "2031年1—6月煤耗下降。"),
    ("year", "2031年煤耗上升。上半年煤耗下降。", "2031年1—6月煤耗下降。", "2031年1—3月煤耗下降。"),
    ("quantity", "自5月1日起停驶。", "5月1日起停驶。", "5月2日起停驶。"),
    ("quantity", "5月1日8时起停驶。", "自5月1日8时起停驶。", "自5月1日9时起停驶。"),
    (
        "quantity",
        "自5月1日起至6月3日止停驶。",
        "5月1日至6月3日停驶。",
        "5月1日起停驶。",
    ),
    ("quantity", "处罚款人民币三十二万元。", "处罚款32万元。", "处罚款美元32万元。"),
    (
        "quantity",
        "用电量160度以内的不加价。",
        "用电量160千瓦时以内的不加价。",
        "用电量160度以上的不加价。",
    ),
    ("quantity", "产量同比增长1.3倍。", "产量同比增长130%。", "产量同比增长230%。"),
    (
        "quantity",
        "每千瓦时加价4分钱。",
        "每千瓦时加价0.04元。",
        "每千瓦时加价0.4元。",
    ),
    (
        "lead",
        "省能源局公告，丙州煤矿核定产能为90万吨/年。",
        "丙州煤矿核定产能为90万吨/年。",
        "丙州煤矿产能为90万吨/年。",
    ),
    (
        "lead",
        "经州政府研究同意，丙州热价由每平方米26元调整为28元，自2031年采暖期起执行。",
        "丙州热价由每平方米26元调整为28元，自2031年采暖期起执行。",
        "丙州热价由每平方米28元调整为26元，自2031年采暖期起执行。",
    ),
    ("same", "企业必须于年底前完成改造。", "企业须于年底前完成改造。", "企业可于年底前完成改造。"),
    ("same", "补贴不少于3万元。", "补贴不低于3万元。", "补贴超过3万元。"),
]

STILL = [
    pytest.param("室温18度以上的不补用电。", "室温18千瓦时以上的不补用电。", id="warmth"),
    pytest.param("是上年的1.3倍。", "是上年的130%。", id="times that are no growth"),
    pytest.param("据省统计局初步核算，产量9万吨。", "产量9万吨。", id="an estimate told as final"),
    pytest.param("根据初步测算，产量9万吨。", "产量9万吨。", id="an estimate on a ground"),
    pytest.param("甲厂被省能源局通报，停产3天。", "停产3天。", id="a factory that is named to all"),
    pytest.param("经州政府同意，可自定热价。", "可自定热价。", id="a consent of each case"),
    pytest.param(
        "由工业和信息化部门负责。", "由工信部负责。", id="some department, not the ministry"
    ),
]


@pytest.mark.parametrize(("licence", "passage", "right", "wrong"), LICENSED)
def test_a_licence_allows_what_it_says_and_not_what_is_like_it(
    licence: str, passage: str, right: str, wrong: str
) -> None:
    assert licence in (licences_of(right, passage) or ())
    assert licences_of(wrong, passage) is None


@pytest.mark.parametrize(("passage", "claim"), STILL)
def test_what_is_like_a_licence_and_says_something_is_not_left_out(
    passage: str, claim: str
) -> None:
    assert licences_of(claim, passage) is None


PAGE = Known(
    issuers=("丙州市人民政府",),
    places=("乙江省", "丙州市"),
    years=frozenset({2031}),
    this_year=2031,
    titles=("丙州市供热办法",),
)


@pytest.mark.parametrize(
    ("licence", "passage", "right", "wrong"),
    [
        ("year", "8月5日，甲厂停产。", "2031年8月5日，甲厂停产。", "2030年8月5日，甲厂停产。"),
        ("place", "全省淘汰锅炉9台。", "乙江省全省淘汰锅炉9台。", "丁江省全省淘汰锅炉9台。"),
        ("year", "今年建成9座。", "2031年建成9座。", "2030年建成9座。"),
        ("year", "去年12月建成9座。", "2030年12月建成9座。", "2031年12月建成9座。"),
        ("place", "全市淘汰锅炉9台。", "丙州市淘汰锅炉9台。", "丁州市淘汰锅炉9台。"),
        (
            "name",
            "本办法自公布之日起施行。",
            "《丙州市供热办法》自公布之日起施行。",
            "《丙州市供热条例》自公布之日起施行。",
        ),
        (
            "issuer",
            "推进电网改造。",
            "丙州市人民政府推进电网改造。",
            "丙州市财政局推进电网改造。",
        ),
    ],
)
def test_what_the_page_says_of_itself_may_be_added(
    licence: str, passage: str, right: str, wrong: str
) -> None:
    assert licence in (licences_of(right, passage, PAGE) or ())
    assert licences_of(wrong, passage, PAGE) is None
    assert licences_of(right, passage) is None


def test_what_is_in_a_word_ends_no_list() -> None:
    whole = "企业应当披露发生的时间、地点、主要污染物、最终认定等级等信息。"
    assert compare("企业应当披露发生的时间、主要污染物等级等信息。", whole).tier == "unlicensed"
    two = "开展智能光伏、绿氢利用、储能技术以及臭氧、甲醛、微塑料等污染物治理研究。"
    assert compare("开展智能光伏、绿氢利用等污染物治理研究。", two).tier == "unlicensed"
    open_list = "强化能耗、水耗、环保等标准约束。"
    assert compare("强化能耗、水耗等标准约束。", open_list).tier == "abridged"


def test_every_licence_has_a_proof_and_a_test() -> None:
    tested = {row[0] for row in LICENSED} | {"year", "place", "issuer", "name", "same"}
    assert set(licences().proofs) <= tested
    text = (resources.files("agent") / "data/wording.toml").read_text("utf-8")
    assert all(row["proof"] for row in tomllib.loads(text)["same"])
    with pytest.raises(ValueError, match="has no proof"):
        parsed(text.replace("proof =", "prove =", 1))


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        pytest.param(TO_SUBSIDISE, "每辆补贴2万元。", id="the condition is gone"),
        pytest.param(
            TO_SUBSIDISE, "对报废国三货车的企业，每辆补贴3万元。", id="the other half's value"
        ),
        pytest.param("原则上不再新建锅炉。", "不再新建锅炉。", id="原则上"),
        pytest.param(LABELLED, "甲县：新建光伏2万千瓦。", id="another's label"),
        pytest.param(LABELLED, "甲县：关停煤矿3座，改造锅炉40台。", id="what another label leads"),
        pytest.param(LABELLED, "新建光伏2万千瓦。", id="no label"),
        pytest.param("努力将煤耗控制在300克以内。", "将煤耗控制在300克以内。", id="努力"),
        pytest.param("甲电厂未能顺利投产。", "甲电厂未能投产。", id="an adverb that is denied"),
        pytest.param(
            "对积极整改的企业给予奖励。",
            "对整改的企业给予奖励。",
            id="an adverb that says who is meant",
        ),
        pytest.param(
            "核定甲线电价，降低输电损耗，待国家批复后执行。",
            "核定甲线电价。",
            id="not yet approved",
        ),
        pytest.param("关停1号高炉，2号限产，三天后恢复生产。", "关停1号高炉。", id="undone soon"),
        pytest.param(
            "对重型车每辆补贴2万元，中型车每辆1万元，且须登记满一年。",
            "对重型车每辆补贴2万元。",
            id="a condition behind",
        ),
        pytest.param(
            "甲公司与乙银行签订协议，提供贷款3亿元。", "甲公司提供贷款3亿元。", id="whose loan"
        ),
        pytest.param("甲公司被乙局立案，责令停产15天。", "甲公司责令停产15天。", id="who orders"),
        pytest.param(
            "乙市财政局设立转型基金，首期规模10亿元。",
            "乙市财政局首期规模10亿元。",
            id="whose size",
        ),
        pytest.param(
            "推广不使用煤炭、重油、石油焦等燃料的锅炉。",
            "推广不使用煤炭、重油等燃料的锅炉。",
            id="none of a list",
        ),
        pytest.param("降幅收窄1.1个百分点。", "降幅收窄为1.1个百分点。", id="narrowed by or to"),
        pytest.param("在试点县推广热泵。", "推广热泵。", id="where"),
        pytest.param("严禁新建省级园区。", "严禁新建园区。", id="an attribute"),
        pytest.param("补贴3万元以上。", "补贴3万元。", id="a bound"),
        pytest.param("补贴约3万元。", "补贴3万元。", id="about"),
        pytest.param("应完成改造。", "可完成改造。", id="a duty is no leave"),
        pytest.param("要完成改造。", "力争完成改造。", id="a duty is no aim"),
        pytest.param(
            "力争建成电站3座，新增装机9万千瓦。", "新增装机9万千瓦。", id="the aim is gone"
        ),
        pytest.param("计划于6月投产。", "于6月投产。", id="the plan is gone"),
        pytest.param("公交车免费通行，载客出租的除外。", "公交车免费通行。", id="the exception"),
        pytest.param(
            "有下列情形的，不予补贴：车辆未年检；车辆已过户。", "车辆已过户。", id="under a refusal"
        ),
        pytest.param(
            "采用铁路、管道或电车运输。", "采用铁路或管道运输。", id="a choice is narrowed"
        ),
        pytest.param(
            "甲县、乙县、丙县共完成86户。", "甲县、丙县共完成86户。", id="a sum is for all"
        ),
        pytest.param(
            "符合用地、环评、能评要求的可以开工。",
            "符合用地、能评要求的可以开工。",
            id="a condition's list",
        ),
        pytest.param("先拆除、再清运、后验收。", "先验收、再清运、后拆除。", id="steps"),
        pytest.param(
            "由省财政厅、省能源局、省交通厅联合验收。",
            "由省财政厅、省交通厅联合验收。",
            id="a body",
        ),
        pytest.param("网传，甲厂停产，乙厂限产。", "乙厂限产。", id="a rumour"),
        pytest.param(
            "产量9万吨，外送4万吨，增长7%。", "产量9万吨，增长7%。", id="another's growth"
        ),
        pytest.param("经省政府同意后，由市里拨付。", "由市里拨付。", id="a consent"),
        pytest.param(
            "核定甲线电价，暂不执行甲线电价。", "核定甲线电价。", id="what is not yet done of it"
        ),
        pytest.param(
            "省财政厅应当拨付资金。县政府负责验收，不合格的，应当退回。",
            "省财政厅不合格的，应当退回。",
            id="a sentence that names its own",
        ),
        pytest.param(
            "全市工业综合能耗下降3%，其中化工行业下降4%，水耗下降2%。",
            "全市水耗下降2%。",
            id="of the part and not of the whole",
        ),
        pytest.param("继续执行并完善阶梯电价。", "继续执行。", id="two verbs of one object"),
        pytest.param("可申请延长期限并不得超过两年。", "可申请延长期限。", id="a bound behind 并"),
        pytest.param(
            "建成储能设施并完成验收的企业给予补贴。",
            "建成储能设施的企业给予补贴。",
            id="one of two conditions",
        ),
        pytest.param(
            "经省政府批准，2031年5月1日后投产的项目可延长补贴。",
            "2031年5月1日后投产的项目可延长补贴。",
            id="a consent that each case needs",
        ),
        pytest.param(
            "中小微企业可以申请，其中中型企业缓缴一半，小微企业缓缴全部税费。",
            "中小微企业缓缴全部税费。",
            id="half a word said again",
        ),
        pytest.param(
            "力争建成电站3座，已完成投资9亿元。",
            "力争完成投资9亿元。",
            id="an aim of what was reached",
        ),
        pytest.param(
            "关停燃煤机组3台，新建机组2台。", "新建燃煤机组2台。", id="another's attribute"
        ),
        pytest.param(
            "省能源局会同省财政厅制定办法，负责监管。", "省财政厅负责监管。", id="another's duty"
        ),
        pytest.param("先拆除旧炉，再新建热泵。", "再新建热泵，先拆除旧炉。", id="steps are turned"),
        pytest.param(
            "力争建成电站3座，电网由省里建设。",
            "电网由省里建设，建成电站3座。",
            id="the aim is turned away",
        ),
        pytest.param(
            "产量9万吨，同比增长5%，外送4万吨，增长7%。",
            "产量9万吨，同比增长7%。",
            id="another's growth, completed",
        ),
        pytest.param("国三货车为9辆，汽油车为4辆。", "国三汽油车为4辆。", id="another's grade"),
        pytest.param("一台上半年投产。", "一台6个月投产。", id="half of a year is no half year"),
        pytest.param("加大对长三角的补贴。", "加大对长0.3元的补贴。", id="a region is no coin"),
        pytest.param("考核扣3分。", "考核扣0.03元。", id="a mark is no coin"),
        pytest.param(
            "甲类车停驶，乙类车应限速，但救护车除外。",
            "甲类车停驶，乙类车应限速。",
            id="except from both",
        ),
        pytest.param(
            "新建电站3座，装机容量达到9万千瓦。", "装机容量达到9万千瓦。", id="whose capacity"
        ),
        pytest.param("调整能源结构，天然气比重逐步提高。", "比重逐步提高。", id="a part of what"),
        pytest.param(
            "甲公司宣布停产，乙公司表示，将扩大产能。",
            "甲公司将扩大产能。",
            id="somebody else's word",
        ),
        pytest.param(
            "甲公司投资9亿元，乙公司参股，建成后年产8万吨。",
            "乙公司建成后年产8万吨。",
            id="whose plant",
        ),
        pytest.param(
            "在钢铁、水泥等行业以外的领域试点。", "在钢铁等行业以外的领域试点。", id="all but these"
        ),
        pytest.param("每千瓦时补贴2元。", "千瓦时补贴2元。", id="each"),
        pytest.param(
            "补贴标准为3万元，自明年起停止执行。", "补贴标准为3万元。", id="it is stopped"
        ),
        pytest.param(
            "当三年内用煤量持续上升，且累计变化超过9%，取2032年的数据。",
            "当三年内用煤量持续上升，且累计变化超过9%。",
            id="a condition without what follows",
        ),
        pytest.param(
            "居民用电非高峰时段电价为2元，高峰时段电价为3元。",
            "居民用电非高峰时段电价为3元。",
            id="another's value, by a topic cut inside a word",
        ),
        pytest.param(
            "甲县城区公交车占比为9%，公交车占比为8%。",
            "甲县城区公交车占比为8%。",
            id="another's value, by a subject said again",
        ),
        pytest.param(
            "甲类企业减产9%，乙类企业减产8%，其他企业减产7%。",
            "甲类企业减产9%，其他企业减产7%。",
            id="others than whom",
        ),
        pytest.param(
            "甲厂一季度减产9吨，二季度减产8吨，乙厂一季度减产7吨，三季度减产6吨。",
            "甲厂一季度减产9吨，三季度减产6吨。",
            id="a series of another",
        ),
        pytest.param(
            "对未达标的企业实行阶梯电价，促使企业降低能耗。",
            "促使企业降低能耗。",
            id="what somebody is made to do",
        ),
        pytest.param(
            "甲公司宣布停产，下游企业限产。", "下游企业限产。", id="a part of what was named"
        ),
        pytest.param(
            "全市公交车9千辆，电动车占比达到70%。", "电动车占比达到70%。", id="a share of what"
        ),
        pytest.param(
            "由省财政厅和企业共同承担。", "由企业共同承担。", id="a body that bears it too"
        ),
        pytest.param("由省工业和信息化厅负责。", "由信息化厅负责。", id="half of a body's name"),
        pytest.param("推进甲网和乙网融合。", "推进乙网融合。", id="one of two that become one"),
        pytest.param(
            "2031年关停焦炉9座，现有焦炉3座。", "2031年，现有焦炉3座。", id="what there is now"
        ),
        pytest.param(
            "各有关部门要加强协调配合，形成工作合力。",
            "形成工作合力。",
            id="whose duty, ended in 配合",
        ),
        pytest.param(
            "如用电负荷超过90万千瓦，启动三级响应。",
            "如用电负荷超过90万千瓦。",
            id="an if alone",
        ),
        pytest.param(
            "努力节约用电，全社会用电量达到9亿千瓦时。",
            "全社会用电量达到9亿千瓦时。",
            id="努力 is an aim, and gone",
        ),
    ],
)
def test_what_is_left_out_or_turned_without_a_licence_is_not_the_pages(
    passage: str, claim: str
) -> None:
    assert compare(claim, passage).tier != "abridged"


@pytest.mark.parametrize(
    ("passage", "claim", "tier"),
    [
        pytest.param("装机60万千瓦。", "装机66万千瓦。", "other_value", id="a figure"),
        pytest.param(TARGET, TARGET.replace("2033", "2035"), "other_value", id="a year"),
        pytest.param("铁路9吨，公路4吨。", "铁路4吨，公路9吨。", "other_value", id="crossed"),
        pytest.param(
            "2031年6月建成。", "2031年建成。", "unlicensed", id="a month of the year that is said"
        ),
        pytest.param("2031年6月建成。", "2031年7月建成。", "other_value", id="another month"),
        pytest.param(
            "甲线输电价格2031年为8元，2033年再降至7元。",
            "甲线输电价格2033年为7元。",
            "unlicensed",
            id="both values stand in one clause",
        ),
        pytest.param("装机60万千瓦。", "装机60万辆。", "unlicensed", id="another unit"),
        pytest.param("装机60万千瓦。", "新增装机66万千瓦。", "unlicensed", id="another word"),
        pytest.param(
            "公交车、出租车占比分别达到90%、85%。",
            "出租车占比达到80%。",
            "unlicensed",
            id="of a pair",
        ),
    ],
)
def test_another_value_refutes_only_what_is_literally_the_same(
    passage: str, claim: str, tier: str
) -> None:
    assert compare(claim, passage).tier == tier


def test_a_subject_that_is_said_again_takes_the_place_of_what_joined_the_clause() -> None:
    passage = "市指挥部发布橙色预警，并启动Ⅱ级响应。"
    assert licences_of("市指挥部启动Ⅱ级响应。", passage) == {"clause", "connective", "subject"}
    assert licences_of("启动Ⅱ级响应。", passage) is None


def test_differences_that_no_licence_joins_are_told_by_their_slots() -> None:
    found = plain_differences("全市淘汰货车9辆。", "全市淘汰国三货车8辆。")
    assert [(d.how, d.slot, d.page, d.claim) for d in found] == [
        ("left_out", "words", "国三", ""),
        ("changed", "figure", "8辆", "9辆"),
    ]


@pytest.mark.parametrize(
    ("claim", "passage", "in_claim", "in_passage"),
    [
        pytest.param(
            "应淘汰货车9辆。",
            "可淘汰国三货车8辆。",
            ["应", "9辆"],
            ["可", "国三", "8辆"],
            id="words",
        ),
        pytest.param(
            "装机 600 兆瓦（甲厂）。", "装机６０万千瓦(甲厂),", [], [], id="one value, other shapes"
        ),
        pytest.param("甲", "，。", ["甲"], [], id="nothing in common"),
        pytest.param("", "甲厂停产。", [], ["甲厂停产"], id="an empty claim"),
        pytest.param("甲" * 1300, "乙", [], [], id="too long to mark"),
    ],
)
def test_differing_characters_are_told_by_their_places_in_the_texts_as_given(
    claim: str, passage: str, in_claim: list[str], in_passage: list[str]
) -> None:
    found = differing_spans(claim, passage)
    assert [claim[one.start : one.end] for one in found.claim] == in_claim
    assert [passage[one.start : one.end] for one in found.passage] == in_passage


@pytest.mark.parametrize(
    ("claim", "passage", "slots"),
    [
        pytest.param(
            "每辆补贴3万元。",
            "对更新电动公交车的，每辆补贴3万元。",
            ["condition"],
            id="a condition",
        ),
        pytest.param(
            "云岭市财政局负责拨付。", "云岭市能源局负责拨付。", ["body"], id="who is to do it"
        ),
        pytest.param("新建锅炉。", "改造锅炉。", ["words"], id="other words"),
    ],
)
def test_a_difference_says_whether_a_condition_or_a_body_differs(
    claim: str, passage: str, slots: list[str]
) -> None:
    assert [one.slot for one in plain_differences(claim, passage)] == slots


@pytest.mark.parametrize(
    ("claim", "passage", "nearly"),
    [
        pytest.param(
            "对货车的车主，每辆补贴3万元。",
            "对货车的车主，每辆补贴2万元。",
            True,
            id="a word is another",
        ),
        pytest.param(
            "水泥行业全面完成改造。",
            "钢铁行业全面完成改造，水泥行业基本完成。",
            True,
            id="put together from two clauses",
        ),
        pytest.param(
            "丙州不少炼钢的厂家已把改造做完。",
            "钢铁行业全面完成改造，水泥行业基本完成。",
            False,
            id="told in other words",
        ),
    ],
)
def test_a_copy_that_was_changed_or_put_together_is_no_retelling(
    claim: str, passage: str, nearly: bool
) -> None:
    assert is_nearly(claim, passage) is nearly


def test_the_kept_clauses_are_told_by_their_characters() -> None:
    found = compare("省能源局负责验收。", DUTIES)
    assert DUTIES.replace("，", ",")[slice(*found.kept)] == "省能源局负责验收"


def test_a_claim_of_two_thousand_characters_is_not_compared() -> None:
    long = "全市淘汰国三柴油货车1.2万辆，" * 140
    assert compare(long, long).tier == "unlicensed"


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        pytest.param(
            "2029年煤耗比上年下降5%。", "2029年煤耗比2030年下降5%。", id="before another year"
        ),
        pytest.param(
            "2029年煤耗比上年下降5%。", "2029年煤耗比去年下降5%。", id="去年 of a later paper"
        ),
        pytest.param("外省购电量下降5%。", "乙江省外省购电量下降5%。", id="elsewhere"),
        pytest.param("戊市发电量下降5%。", "乙江省戊市发电量下降5%。", id="another city"),
    ],
)
def test_what_the_page_says_of_itself_is_not_said_of_another_year_or_place(
    passage: str, claim: str
) -> None:
    assert compare(claim, passage, PAGE).tier != "abridged"


def test_a_label_that_stays_with_its_own_part_may_be_kept_alone() -> None:
    assert compare("乙县：新建光伏2万千瓦。", LABELLED).tier == "abridged"
    assert compare("甲县：关停煤矿3座；丙县：改造锅炉40台。", LABELLED).tier == "abridged"


BY_STAGES = "第一阶段淘汰锅炉30台，第二阶段淘汰锅炉50台，全市排放量减少四分之一。"
BY_TWO = "关停焦炉8座，改造高炉3座，减排二氧化碳9万吨。"
BY_MEMBERS = "推动甲类企业、乙类企业、丙类企业等改造，节约标准煤9万吨。"


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        pytest.param(BY_STAGES, "第一阶段淘汰锅炉30台，全市排放量减少四分之一。", id="one stage"),
        pytest.param(
            f"到2033年，{BY_STAGES}",
            "到2033年，第一阶段淘汰锅炉30台，全市排放量减少四分之一。",
            id="one stage of those of one aim",
        ),
        pytest.param(
            BY_STAGES.replace("，", "；"),
            "第一阶段淘汰锅炉30台；全市排放量减少四分之一。",
            id="one stage, parted by semicolons",
        ),
        pytest.param(BY_TWO, "关停焦炉8座，减排二氧化碳9万吨。", id="the first of two acts"),
        pytest.param(BY_TWO, "改造高炉3座，减排二氧化碳9万吨。", id="the second of two acts"),
        pytest.param(
            "关停焦炉8座；改造高炉3座。合计减排9万吨。",
            "关停焦炉8座。合计减排9万吨。",
            id="told in the next sentence",
        ),
        pytest.param(
            "建设风机30台，配套升压站1座，总投资9亿元。",
            "建设风机30台，总投资9亿元。",
            id="what all of it costs",
        ),
        pytest.param(
            BY_MEMBERS, "推动甲类企业、丙类企业等改造，节约标准煤9万吨。", id="some of a list"
        ),
        pytest.param(
            "在甲县、乙县、丙县等建设电站，新增装机9万千瓦。",
            "在甲县、丙县等建设电站，新增装机9万千瓦。",
            id="some of the places",
        ),
        pytest.param(
            "甲县、乙县分别关停焦炉8座、3座，减排9万吨。",
            "甲县关停焦炉8座，减排9万吨。",
            id="one of a pair",
        ),
    ],
)
def test_what_several_acts_brought_about_is_not_told_of_some_of_them(
    passage: str, claim: str
) -> None:
    assert compare(claim, passage).tier != "abridged"


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        pytest.param(BY_STAGES, "全市排放量减少四分之一。", id="the result alone"),
        pytest.param(BY_TWO, "关停焦炉8座，改造高炉3座。", id="all acts without the result"),
        pytest.param(
            "到2033年，淘汰锅炉9台，新建热泵6台，覆盖率达到33%。",
            "到2033年，淘汰锅炉9台，覆盖率达到33%。",
            id="aims of one day stand side by side",
        ),
        pytest.param(
            "丙州市关停焦炉8座，新建电站3座，每座补贴9万元。",
            "丙州市关停焦炉8座，每座补贴9万元。",
            id="a rate is of each",
        ),
    ],
)
def test_a_result_stands_without_the_acts_or_beside_other_aims(passage: str, claim: str) -> None:
    assert compare(claim, passage).tier == "abridged"


@pytest.mark.parametrize("verb", ["严控", "限制", "暂缓", "清退", "豁免", "审慎", "压缩"])
def test_the_first_member_of_a_list_that_is_an_object_keeps_its_verb(verb: str) -> None:
    """Invented: the verb is in no table of what opens lists, and nothing behind the list is one."""
    page = f"丙州市{verb}煤电、钢铁、水泥、石化等高碳项目投资。"
    own = page.removeprefix("丙州市")
    for whole in (page, own):
        for claim in ("钢铁、水泥、石化等高碳项目投资。", "钢铁、水泥等高碳项目投资。"):
            assert compare(claim, whole).tier == "unlicensed"
    assert compare(own.replace("、石化", ""), own).tier == "abridged"


@pytest.mark.parametrize(
    "when", ["今天上午10点", "昨日", "15日10时许", "11月15日晚8点30分", "同日"]
)
def test_the_time_of_a_happening_may_go_however_news_tell_it(when: str) -> None:
    whole = f"{when}，丙州市南湖大桥正式建成通车。"
    assert compare("丙州市南湖大桥正式建成通车。", whole).tier == "abridged"
    assert compare("丙州市南湖大桥正式建成通车。", f"计划{whole}").tier == "unlicensed"


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        ("煤炭（含硫量低于标准的）可以在市区销售。", "煤炭可以在市区销售。"),
        ("固体废物（含油的）不得填埋。", "固体废物不得填埋。"),
        ("废水（含重金属）不得外排。", "废水不得外排。"),
    ],
)
def test_a_bracket_that_says_what_a_thing_contains_limits_it(passage: str, claim: str) -> None:
    assert compare(claim, passage).tier != "abridged"


def test_a_bracket_that_says_whom_a_word_takes_in_may_be_left_out() -> None:
    passage = "出租车（含网约车）全部更换为电动车。"
    assert compare("出租车全部更换为电动车。", passage).tier == "abridged"
