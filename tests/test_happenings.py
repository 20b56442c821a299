"""Happenings of news as a model registers them, from the page's bytes to their status. All pages are invented."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from agent.checks import Check, judge
from agent.extract import Extraction, Knowledge
from agent.extract.by_model import ByModel, extract_prompt
from agent.findings import Finding, Status
from agent.readers.html import HtmlReader
from agent.records import Changepoint, Page
from agent.wiring import Config
from agent.wiring.members import Knowledge as Tables
from agent.wiring.members import checks, knowledge
from tests.answers import answer
from tests.fakes import FakeModel

HOSTS = (
    ("news.zhoubao.example", "浔州新闻社", "", "state_media"),
    ("www.jzrb.example", "晋中日报", "山西", "media"),
)
Item = dict[str, Any]


@cache
def known() -> Tables:
    """The shipped tables with the invented hosts laid over them."""
    with TemporaryDirectory() as folder:
        table = Path(folder) / "hosts.tsv"
        rows = ("\t".join(row) for row in (("host", "agency", "province", "level"), *HOSTS))
        table.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return knowledge(Config(overrides={"publishers": table}))


@cache
def all_checks() -> tuple[Check, ...]:
    return checks(known())


def news(title: str, day: str, *paragraphs: str, host: str = "news.zhoubao.example") -> Page:
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    markup = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div>{day} 08:30　来源：浔州新闻社</div><div class='content'>{body}</div></body></html>"
    )
    return HtmlReader().read(answer(markup, url=f"https://{host}/{day}/1.html"))


def happening(name: str, actor: str, status: str, quote: str, when: str, day: str) -> Item:
    return {
        "kind": "event",
        "name": name,
        "actor": actor,
        "status": status,
        "dates": [{"quote": when, "role": "occurrence", "date": day}],
        "content": [{"quote": quote, "summary": None}],
    }


def extracted(at: Page, point: Changepoint, *items: Item) -> Extraction:
    model = FakeModel()
    model.enqueue({"policies": list(items)})
    tables = Knowledge(known().places, known().publishers, known().sectors)
    return ByModel(model, extract_prompt(), tables).extract(at, point, point.window())


def found(at: Page, item: Item, province: str, sector: str = "Industry") -> Finding:
    day = datetime.date.fromisoformat(item["dates"][0]["date"].partition("/")[0])
    point = Changepoint(province=province, sector=sector, date=day)
    (policy,) = extracted(at, point, item).policies
    return judge(policy, at, point, point.window(), all_checks())


OVEN_TITLE = "我市两座焦炉退出"
OVEN = "按照全市焦化行业压减任务，平遥县昌兴焦化公司4.3米焦炉两座于10月20日全部熄焦关停。"
OVEN_NEWS = news(
    OVEN_TITLE,
    "2019-10-22",
    f"昨日，记者从市工信局获悉，{OVEN}",
    "市工信局表示，年底前还将关停介休市两家企业的焦炉。",
    host="www.jzrb.example",
)


def oven(name: str = OVEN_TITLE, actor: str = "平遥县昌兴焦化公司4.3米焦炉两座") -> Item:
    return happening(name, actor, "关停", OVEN, "10月20日", "2019-10-20")


def test_a_happening_named_by_the_title_is_named_by_the_words_of_its_text() -> None:
    point = Changepoint(province="山西", sector="Industry", date=datetime.date(2019, 10, 20))
    extraction = extracted(OVEN_NEWS, point, oven())
    (policy,) = extraction.policies
    own = "平遥县昌兴焦化公司4.3米焦炉两座于10月20日全部熄焦关停"
    assert (policy.name.value, policy.name.quote) == (own, own)
    assert extraction.notes == (f"{OVEN_TITLE}: named by its text: {own}",)
    assert found(OVEN_NEWS, oven(), "山西").status is Status.VERIFIED


@pytest.mark.parametrize(
    "name",
    ["平遥县昌兴焦化公司4.3米焦炉两座于10月20日全部熄焦关停", "按照全市焦化行业压减任务"],
)
def test_a_name_that_stands_in_the_sentence_stays(name: str) -> None:
    point = Changepoint(province="山西", sector="Industry", date=datetime.date(2019, 10, 20))
    extraction = extracted(OVEN_NEWS, point, oven(name))
    assert [policy.name.value for policy in extraction.policies] == [name]
    assert extraction.notes == ()


@pytest.mark.parametrize("actor", ["该公司4.3米焦炉", "介休市两家企业的焦炉", "关停焦炉两座"])
def test_no_name_is_made_of_what_points_back_or_does_not_stand_with_the_act(actor: str) -> None:
    point = Changepoint(province="山西", sector="Industry", date=datetime.date(2019, 10, 20))
    (policy,) = extracted(OVEN_NEWS, point, oven(actor=actor)).policies
    assert policy.name.value == OVEN_TITLE


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("11月29日，甲厂1号机组通过试运行，正式投产。", "甲厂1号机组通过试运行，正式投产"),
        ("11月29日，甲厂1号机组已于当日投产发电。", "甲厂1号机组已于当日投产发电"),
        ("11月29日，甲厂1号机组停运，2号机组投产。", "江西要闻"),
        ("11月29日，甲厂1号机组停运后2号机组投产。", "江西要闻"),
        ("11月29日，甲厂1号机组停运，石桥电厂投产。", "江西要闻"),
        ("11月29日，甲厂1号机组停运，天气转晴，投产。", "江西要闻"),
        ("11月29日，石桥电厂投产，甲厂1号机组停运。", "江西要闻"),
    ],
)
def test_a_name_goes_from_who_acts_to_that_one_s_own_act(sentence: str, name: str) -> None:
    at = news("江西要闻", "2020-11-30", sentence)
    item = happening("江西要闻", "甲厂1号机组", "投产", sentence, "11月29日", "2020-11-29")
    point = Changepoint(province="江西", sector="Power", date=datetime.date(2020, 11, 29))
    assert [p.name.value for p in extracted(at, point, item).policies] == [name]


def test_two_happenings_do_not_come_to_have_one_name() -> None:
    point = Changepoint(province="山西", sector="Industry", date=datetime.date(2019, 10, 20))
    policies = extracted(OVEN_NEWS, point, oven(), oven("焦炉关停")).policies
    assert [policy.name.value for policy in policies] == [
        "平遥县昌兴焦化公司4.3米焦炉两座于10月20日全部熄焦关停",
        "焦炉关停",
    ]


POWER = "浔阳市电力供需协调小组16日起对全市高压工业用户实行“开四停三”有序用电，每周日至周二企业停止生产用电。"
POWER_NAME = "浔阳市电力供需协调小组16日起对全市高压工业用户实行“开四停三”有序用电"
POWER_NEWS = news(
    "用电紧张 企业错峰轮休",
    "2021-09-17",
    f"浔州新闻社九江9月17日电（记者 李某）{POWER}",
    "九江市工信局称，受来煤减少影响，江西多地9月中旬起已陆续启动“开四停三”甚至“开二停五”错峰用电。",
)
TRUCKS = "江西省九江市自7月1日零时起在浔阳、濂溪两区全天24小时禁止国三排放标准柴油货车通行。"
TRUCKS_NEWS = news(
    "九江7月1日起禁行国三柴油货车", "2021-07-02", f"浔州新闻社南昌7月2日电（记者 梁某）{TRUCKS}"
)


ALUMINIUM = "9月13日起，九江市内4家电解铝企业按省能耗双控工作领导小组要求全部压减负荷三成。"
ALUMINIUM_NEWS = news("九江铝企限产", "2021-09-16", ALUMINIUM)


@pytest.mark.parametrize(
    ("at", "item"),
    [
        pytest.param(
            POWER_NEWS,
            happening(
                POWER_NAME,
                "浔阳市电力供需协调小组",
                "实行",
                POWER,
                "16日起",
                "2021-09-16",
            ),
            id="a body with 电 in its name, a bare day behind it, what puts the act into force",
        ),
        pytest.param(
            POWER_NEWS,
            happening(
                "江西多地9月中旬起已陆续启动“开四停三”甚至“开二停五”错峰用电",
                "江西多地",
                "启动",
                "江西多地9月中旬起已陆续启动“开四停三”甚至“开二停五”错峰用电。",
                "9月中旬起",
                "2021-09-11/2021-09-20",
            ),
            id="schemes in quotation marks between 已 and the act",
        ),
        pytest.param(
            TRUCKS_NEWS,
            happening(
                TRUCKS.rstrip("。"), "江西省九江市", "禁止", TRUCKS, "7月1日零时起", "2021-07-01"
            ),
            id="a status that is the head of its act, an actor before 自",
        ),
        pytest.param(
            ALUMINIUM_NEWS,
            happening(
                ALUMINIUM[7:].rstrip("。"),
                "九江市内4家电解铝企业",
                "压减负荷",
                ALUMINIUM,
                "9月13日起",
                "2021-09-13",
            ),
            id="by how many tenths, on whose demand",
        ),
    ],
)
def test_a_happening_in_the_page_s_own_words_is_verified(at: Page, item: Item) -> None:
    sector = {TRUCKS_NEWS: "Ground", ALUMINIUM_NEWS: "Industry"}.get(at, "Power")
    assert found(at, item, "江西", sector).status is Status.VERIFIED


@pytest.mark.parametrize(
    ("at", "item"),
    [
        pytest.param(
            POWER_NEWS,
            happening(POWER_NAME, "浔阳市电力供需协调小组", "实行", POWER, "16日起", "2021-09-15"),
            id="another day",
        ),
        pytest.param(
            POWER_NEWS,
            happening(POWER_NAME, "浔阳市电力供需协调小组", "取消", POWER, "16日起", "2021-09-16"),
            id="the opposite of the status",
        ),
        pytest.param(
            TRUCKS_NEWS,
            happening(
                "江西省九江市自7月1日零时起允许国三排放标准柴油货车通行",
                "江西省九江市",
                "允许",
                TRUCKS,
                "7月1日零时起",
                "2021-07-01",
            ),
            id="the opposite of the act",
        ),
        pytest.param(
            OVEN_NEWS,
            happening(
                "介休市两家企业的焦炉关停",
                "介休市两家企业的焦炉",
                "关停",
                "市工信局表示，年底前还将关停介休市两家企业的焦炉。",
                "10月20日",
                "2019-10-20",
            ),
            id="what is planned, told as done",
        ),
    ],
)
def test_a_fact_that_a_careless_model_changed_is_not_verified(at: Page, item: Item) -> None:
    province = "山西" if at is OVEN_NEWS else "江西"
    assert found(at, item, province).status is not Status.VERIFIED


def test_a_wrong_name_gives_way_to_the_words_of_the_page() -> None:
    """The model turned part of the name; what is verified is what the page says."""
    wrong = "江西省九江市自7月1日零时起禁止国四排放标准柴油货车通行"
    item = happening(wrong, "江西省九江市", "禁止", TRUCKS, "7月1日零时起", "2021-07-01")
    assert found(TRUCKS_NEWS, item, "江西").policy.name.value == TRUCKS.rstrip("。")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("1号机组计划10月投产前检修完成", "投产"),
        ("某厂拟10月禁止国三柴油货车通行", "禁止"),
        ("某厂10月1日停运1号炉", "复产"),
    ],
)
def test_a_status_is_of_the_name_only_where_it_is_its_act(name: str, status: str) -> None:
    at = news("江西要闻", "2021-10-08", f"江西省九江市{name}。")
    item = happening(name, "江西省九江市", status, f"江西省九江市{name}。", "10月", "2021-10-01")
    assert found(at, item, "江西").status is not Status.VERIFIED


UNIT = "11月29日，公司2号66万千瓦机组正式投产。"
SIZE = "该机组年发电量可达30亿千瓦时。"


@pytest.mark.parametrize(
    ("title", "held"),
    [
        ("2号机组投产", True),
        ("1号机组投产", False),
        ("2号机组开工", False),
        ("公司动态", False),
    ],
)
def test_a_page_is_about_an_event_where_its_title_says_the_same_in_fewer_words(
    title: str, held: bool
) -> None:
    at = news(title, "2020-11-30", UNIT, SIZE, "公司位于江西省九江市。")
    item = happening(
        UNIT[7:].rstrip("。"), "公司2号66万千瓦机组", "投产", UNIT, "11月29日", "2020-11-29"
    )
    item["content"].append({"quote": SIZE, "summary": None})
    finding = found(at, item, "江西", "Power")
    told = {claim.value for _, claim in finding.held("content")}
    assert (SIZE in told) is held


def test_a_sentence_behind_a_dateline_and_white_space_is_whole() -> None:
    sentence = "2月21日14时，九江市兴安煤矿井下发生瓦斯爆炸事故，造成3人受伤。"
    at = news("九江一煤矿爆炸", "2023-02-22", f"浔阳新闻网讯 {sentence}")
    name = "九江市兴安煤矿井下发生瓦斯爆炸事故"
    item = happening(name, "九江市兴安煤矿", "发生", sentence, "2月21日14时", "2023-02-21")
    finding = found(at, item, "江西")
    assert [claim.value for _, claim in finding.held("content")] == [sentence]


def test_who_opens_a_name_before_where_it_was_acts_and_half_a_name_does_not() -> None:
    sentence = "2025年4月22日，九江市浔阳区在梅园社区启动光伏改造工程。"
    at = news("浔阳区启动光伏改造", "2025-04-22", sentence)
    name = "九江市浔阳区在梅园社区启动光伏改造工程"
    for actor, holds in (("九江市浔阳区", True), ("浔阳区", True), ("九江市", False)):
        item = happening(name, actor, "启动", sentence, "2025年4月22日", "2025-04-22")
        finding = found(at, item, "江西", "Residential")
        assert bool(finding.held("actor")) is holds


BRIDGE = "2021年6月30日，九江市南淝河大桥正式建成通车。"


@pytest.mark.parametrize(
    ("paragraphs", "held"),
    [
        ((BRIDGE, "大桥全长2.1公里，总投资18亿元。"), True),
        ((BRIDGE, "该桥双向六车道，全长2.1公里。"), True),
        ((BRIDGE, "九江市交通局介绍了情况。", "大桥全长2.1公里，总投资18亿元。"), False),
        ((BRIDGE, "八里湖大桥全长2.1公里，总投资18亿元。"), False),
        ((BRIDGE, "全市公路里程达2.1万公里。"), False),
    ],
)
def test_the_sentence_right_behind_the_event_that_speaks_of_its_thing_is_of_it(
    paragraphs: tuple[str, ...], held: bool
) -> None:
    at = news("九江要闻", "2021-06-30", *paragraphs)
    name = "九江市南淝河大桥正式建成通车"
    item = happening(name, "南淝河大桥", "建成通车", BRIDGE, "2021年6月30日", "2021-06-30")
    item["content"].append({"quote": paragraphs[-1], "summary": None})
    finding = found(at, item, "江西", "Ground")
    told = {claim.value for _, claim in finding.held("content")}
    assert finding.status is Status.VERIFIED
    assert (paragraphs[-1] in told) is held


def test_of_two_units_in_one_sentence_nobody_knows_which_is_meant_behind_it() -> None:
    sentence = "2020年11月29日，九江电厂2号机组正式投产，3号机组进入调试。"
    size = "该机组容量66万千瓦。"
    at = news("九江要闻", "2020-11-30", sentence, size)
    item = happening(
        "九江电厂2号机组正式投产",
        "九江电厂2号机组",
        "投产",
        sentence,
        "2020年11月29日",
        "2020-11-29",
    )
    item["content"].append({"quote": size, "summary": None})
    finding = found(at, item, "江西", "Power")
    assert size not in {claim.value for _, claim in finding.held("content")}


@pytest.mark.parametrize(
    ("season", "status"),
    [
        ("2021—2022年度", Status.VERIFIED),
        ("2019—2020年度", Status.FLAGGED),
        ("今冬", Status.FLAGGED),
    ],
)
def test_a_heating_season_in_the_sentence_gives_the_year_of_its_day(
    season: str, status: Status
) -> None:
    """On a government's page the header alone gives no year; a season that says another keeps it open."""
    sentence = f"10月20日零时，九江市{season}供热正式启动，全市35家供热企业开栓供热。"
    at = news("九江供热启动", "2021-10-21", sentence, host="www.jiujiang.gov.cn")
    name = f"九江市{season}供热正式启动"
    item = happening(name, "九江市", "启动", sentence, "10月20日零时", "2021-10-20")
    assert found(at, item, "江西", "Residential").status is status


def test_what_the_name_itself_denies_is_not_refuted_by_a_page_that_says_so_too() -> None:
    """Invented: and the wharf's name is of Tianjin's port, though 南疆 alone is of Xinjiang."""
    sentence = "自1月15日起，集团所属南疆煤码头不再接收柴油货车运输的煤炭。"
    at = news(
        "集团所属码头停止接收柴油货车", "2021-01-18", sentence, "此举落实天津市大气污染防治要求。"
    )
    name = "集团所属南疆煤码头不再接收柴油货车运输的煤炭"
    item = happening(name, "集团所属南疆煤码头", "不再接收", sentence, "1月15日起", "2021-01-15")
    finding = found(at, item, "天津", "Ground")
    assert finding.status is Status.INSUFFICIENT
    assert {v.reason for v in finding.verdicts if v.label == "refuted"} == set()
    other = item | {"name": name.replace("不再", ""), "actor": None, "status": None}
    assert found(at, other, "天津", "Ground").of_check("name")[0].reason == "name.denied"


def test_the_end_of_a_bus_s_name_is_no_handing_over() -> None:
    sentence = "2022年3月30日，九江公交集团76辆柴油公交车全部退出运营。"
    at = news("最后一批柴油公交车退役", "2022-03-31", sentence)
    name = "九江公交集团76辆柴油公交车全部退出运营"
    item = happening(
        name, "九江公交集团76辆柴油公交车", "退出运营", sentence, "2022年3月30日", "2022-03-30"
    )
    assert found(at, item, "江西", "Ground").status is Status.VERIFIED
    other = item | {"name": name.replace("全部退出运营", ""), "actor": None, "status": None}
    assert found(at, other, "江西", "Ground").status is not Status.VERIFIED
