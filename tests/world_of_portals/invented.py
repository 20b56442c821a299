"""A small invented province: two neighbours with a few dozen documents and happenings.

Nothing here is true. The places are real names, because the tables know no others; every paper,
number, company, road and day is made up. Lines: day put up, day of the thing, sectors, host, kind,
title, lines of the body separated by /.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from agent.publishers import Publishers
from tests.world_of_portals.documents import Document, chinese

WORDS = ("sectors", "kind", "host", "uploaded", "day", "number", "title", "lines")

ROWS = """
Power|event|www.shanxi.gov.cn|2021-09-25|2021-09-24||山西省启动有序用电保障民生|{day}，山西省启动有序用电方案，首批错避峰企业甲乙四十家。/全省最大电力缺口预计二百万千瓦。
Power|event|www.news.cn|2022-08-19|2022-08-18||持续高温 大同市部分商场让电|{day}，大同市部分商场缩短营业时间让电于民，景观照明暂停开放。/有关部门提醒居民节约用电。
Power|event|www.dt.gov.cn|2023-06-30|2023-06-28||丁山抽水蓄能电站首台机组投产发电|{day}，位于大同市的丁山抽水蓄能电站首台机组投产发电。/电站总装机一百二十万千瓦。
Power|policy|fgw.shanxi.gov.cn|2022-12-05|2022-12-01|晋发改商品发〔2022〕9901号|山西省发展和改革委员会关于完善分时电价机制有关事项的通知|各市发展改革委：/一、高峰时段用电价格在平段电价基础上上浮百分之五十。/二、本通知自2023年1月1日起执行。
Power|policy|nyj.shanxi.gov.cn|2024-07-12|2024-07-08|晋能源电力发〔2024〕9902号|山西省能源局关于印发《山西省2024年迎峰度夏有序用电方案》的通知|各市能源局：/现将《山西省2024年迎峰度夏有序用电方案》印发给你们。/一、按照有保有限的原则编制负荷清单，总量不低于八百万千瓦。
Industry|event|www.linfen.gov.cn|2023-10-12|2023-10-11||临汾市甲乙焦化企业全面停产整治|{day}，临汾市甲乙焦化公司四座焦炉全部停产。/停产焦化产能一百万吨。
Industry|event|www.chinanews.com.cn|2021-10-06|2021-10-05||强降雨致山西多座煤矿停产|{day}，受强降雨影响，山西省二十一座煤矿停产。/抢险救援正在进行。
Industry|event|www.changzhi.gov.cn|2022-05-16|2022-05-15||长治市丙丁煤矿发生透水事故|{day}，长治市丙丁煤矿发生透水事故，煤矿停产整顿。/救援工作已经展开。
Industry|policy|gxt.shanxi.gov.cn|2021-11-10|2021-11-05|晋工信材料字〔2021〕9903号|山西省工业和信息化厅关于做好水泥行业错峰生产工作的通知|各市工业和信息化局：/一、全省水泥熟料生产线2021年11月15日至2022年3月15日错峰生产。/二、各市应当按月报告错峰生产情况。
Industry|policy|www.shanxi.gov.cn|2021-09-18|2021-09-13|晋政办发〔2021〕9904号|山西省人民政府办公厅关于印发《山西省能耗双控行动实施方案》的通知|各市人民政府：/现将《山西省能耗双控行动实施方案》印发给你们，请认真贯彻执行。/一、坚决遏制两高项目盲目发展，钢铁焦化企业限产。
Industry Ground|event|www.taiyuan.gov.cn|2023-12-27|2023-12-26||太原市启动重污染天气橙色预警|{day}12时起，太原市启动重污染天气橙色预警，实施Ⅱ级应急响应。/国三柴油货车禁止上路行驶，工业企业按清单减排。
Industry Ground|event|www.taiyuan.gov.cn|2024-01-02|2024-01-01||太原市解除重污染天气橙色预警|{day}10时，太原市解除重污染天气橙色预警。/各项应急减排措施停止执行。
Ground|event|www.news.cn|2022-09-29|2022-09-28||甲乙高速公路大同段建成通车|{day}，甲乙高速公路大同段建成通车。/线路全长八十八公里，设计速度一百公里。
Ground|event|www.taiyuan.gov.cn|2023-02-28|2023-02-25||太原轨道交通9号线开通初期运营|{day}，太原轨道交通9号线开通初期运营。/线路全长二十六公里，设车站二十三座。
Ground|event|www.yuncheng.gov.cn|2022-04-10|2022-04-09||运城市甲乙县实行全域静态管理|{day}0时起，运城市甲乙县实行全域静态管理，公交、出租车停运。/居民足不出户，生活物资由专人配送。
Ground|event|www.thepaper.cn|2021-10-08|2021-10-07||暴雨致丙丁铁路部分列车停运|{day}，暴雨致丙丁铁路山西段部分列车停运。/抢修人员已到现场。
Ground|policy|jtyst.shanxi.gov.cn|2024-10-15|2024-10-12|晋交运输发〔2024〕9905号|山西省交通运输厅关于印发《山西省老旧营运货车报废更新补贴实施细则》的通知|各市交通运输局：/现将《山西省老旧营运货车报废更新补贴实施细则》印发给你们。/第二条　对提前报废国三营运柴油货车的，每辆车最高补贴四万元。/第九条　本细则自2024年11月1日起施行。
Ground|policy|www.shanxi.gov.cn|2024-05-20|2024-05-16|晋政发〔2024〕9906号|山西省人民政府关于印发《山西省推动消费品以旧换新实施方案》的通知|各市人民政府：/现将《山西省推动消费品以旧换新实施方案》印发给你们。/一、开展汽车以旧换新，报废国三及以下燃油乘用车每辆补贴七千元。
Residential|event|www.taiyuan.gov.cn|2023-10-31|2023-10-28||太原市提前供暖|{day}，太原市提前正式供暖，较法定供暖时间提前四天。/集中供热面积两亿平方米。
Residential|event|www.sxxz.gov.cn|2024-03-28|2024-03-27||忻州市延长供暖至三月底|{day}，忻州市宣布延长供暖时间。/供热企业正常运行。
Residential|policy|www.shanxi.gov.cn|2022-09-30|2022-09-26|晋政办发〔2022〕9907号|山西省人民政府办公厅关于印发《山西省冬季清洁取暖实施方案》的通知|各市人民政府：/现将《山西省冬季清洁取暖实施方案》印发给你们。/一、完成清洁取暖改造三十万户，散煤清零。
Residential|policy|fgw.shanxi.gov.cn|2023-10-20|2023-10-16|晋发改商品发〔2023〕9908号|山西省发展和改革委员会关于调整居民天然气价格的通知|各市发展改革委：/一、居民天然气价格每立方米上调二角。/二、本通知自2023年11月1日起执行。
Aviation|event|www.news.cn|2022-12-30|2022-12-29||朔州甲乙机场正式通航|{day}，朔州甲乙机场正式通航。/首航航班由太原飞抵朔州。
Aviation|event|www.thepaper.cn|2021-12-22|2021-12-21||太原武宿机场部分航班取消|{day}，受疫情影响，太原武宿机场取消航班八十架次。/机场提醒旅客提前核实航班。
Aviation|event|www.taiyuan.gov.cn|2023-10-30|2023-10-29||太原武宿机场执行冬春航季航班计划|{day}起，太原武宿机场执行冬春航季航班计划，新增航线六条。/每周计划航班两千架次。
Aviation|policy|www.shanxi.gov.cn|2023-05-12|2023-05-08|晋政办发〔2023〕9909号|山西省人民政府办公厅关于印发《山西省民航航线培育补贴办法》的通知|各市人民政府：/现将《山西省民航航线培育补贴办法》印发给你们。/第三条　新开通国际航线的，每班补贴十万元。/第九条　本办法自2023年6月1日起施行。
Power Industry Ground Residential|policy|www.shanxi.gov.cn|2023-01-19|2023-01-12|晋政发〔2023〕9910号|山西省人民政府关于印发《山西省碳达峰实施方案》的通知|各市人民政府：/现将《山西省碳达峰实施方案》印发给你们。/一、推进能源绿色低碳转型，煤电机组改造二千万千瓦。/二、推进工业领域碳达峰，钢铁行业超低排放。/三、推进交通运输绿色低碳。/四、推进清洁取暖。
Power|event|www.shaanxi.gov.cn|2021-09-24|2021-09-23||陕西省启动有序用电|{day}，陕西省启动有序用电方案，高耗能企业错峰。/山西省等邻省支援电力。
Ground|event|www.shaanxi.gov.cn|2022-09-30|2022-09-29||戊己高速公路建成通车|{day}，陕西省戊己高速公路建成通车。/线路东接山西省。
Industry Ground|event|www.xa.gov.cn|2023-12-28|2023-12-27||西安市启动重污染天气橙色预警|{day}起，西安市启动重污染天气橙色预警，实施Ⅱ级应急响应。/国三柴油货车禁止上路行驶。
Industry|policy|www.shaanxi.gov.cn|2021-09-20|2021-09-15|陕政办发〔2021〕9911号|陕西省人民政府办公厅关于印发《陕西省能耗双控行动实施方案》的通知|各市人民政府：/现将《陕西省能耗双控行动实施方案》印发给你们。/一、坚决遏制两高项目盲目发展。
Residential|event|www.xa.gov.cn|2023-11-02|2023-11-01||西安市提前供暖|{day}，西安市提前正式供暖。/集中供热面积三亿平方米。
|event|www.shanxi.gov.cn|2022-09-22|2022-09-20||山西省举办甲乙文化节|{day}，山西省举办甲乙文化节，开幕式在太原市举行。/活动持续三天。
|event|www.news.cn|2023-10-15|2023-10-14||山西省丙丁博物馆开馆|{day}，山西省丙丁博物馆开馆，馆藏文物三千件。/游客可以预约参观。
|policy|www.shanxi.gov.cn|2021-10-09|2021-09-30|晋政办发〔2021〕9912号|山西省人民政府办公厅关于印发《山西省古建筑保护办法》的通知|各市人民政府：/现将《山西省古建筑保护办法》印发给你们。/第一条　本办法适用于山西省行政区域。
|policy|www.shanxi.gov.cn|2024-11-05|2024-11-01|晋政办发〔2024〕9913号|山西省人民政府办公厅关于印发《山西省老年助餐服务办法》的通知|各市人民政府：/现将《山西省老年助餐服务办法》印发给你们。/第一条　本办法适用于山西省行政区域。
"""

REPRINTED = ("甲乙高速公路大同段建成通车", "太原市启动重污染天气橙色预警")
"""Titles that another medium repeats a day later."""


def invented_documents(publishers: Publishers) -> tuple[Document, ...]:
    """All documents of the invented province and its neighbour."""
    return tuple(_documents(publishers))


def _documents(publishers: Publishers) -> Iterator[Document]:
    for place, line in enumerate(ROWS.strip().splitlines()):
        row = dict(zip(WORDS, line.split("|"), strict=True))
        day, uploaded = date.fromisoformat(row["day"]), date.fromisoformat(row["uploaded"])
        publisher = publishers.of(f"https://{row['host']}/")
        official = row["kind"] == "policy"
        lines = row["lines"].format(day=chinese(day)).split("/")
        if official:
            lines += [publisher.agency, chinese(day)]
        document = Document(
            url=f"https://{row['host']}/art/{uploaded:%Y/%m}/{place:03d}.html",
            title=row["title"],
            lines=tuple(lines),
            site=publisher.agency,
            day=uploaded,
            true_day=day,
            province="陕西" if "陕西" in line or "西安" in line else "山西",
            thing=f"invented-{place:03d}",
            sectors=tuple(row["sectors"].split()),
            number=row["number"],
            issuer=publisher.agency if official else "",
            column="zcwj" if official else "xwdt",
        )
        yield document
        if document.title in REPRINTED:
            yield _reprint(document)


def _reprint(document: Document) -> Document:
    copied = vars(document) | {
        "url": f"https://www.thepaper.cn/art/{document.thing}.html",
        "site": "澎湃新闻",
        "source": document.site,
        "issuer": "",
        "column": "",
    }
    return Document(**copied)
