"""The place check: the changepoint's province, by issuer, title, site and host, never by bodies."""

from __future__ import annotations

import datetime

import pytest

from agent.checks.place import PlaceCheck, role_of
from agent.findings import Label, Verdict
from agent.policy import Policy, Quoted
from agent.records import Changepoint, Page
from tests.knowledge import finding, places, publishers
from tests.samples import (
    BODY,
    ISSUER_URL,
    NAME,
    NEWS_URL,
    POINT,
    REPOST_URL,
    ROWS,
    SHAANXI_URL,
    UNKNOWN_URL,
    event,
    only,
    page,
    policy,
    subject,
    told,
)

SUPPORTED, REFUTED, OPEN = Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO
PLAN = "关中地区运输结构调整方案"


def judge(of: Policy, at: Page, point: Changepoint = POINT) -> Verdict:
    return only(PlaceCheck(places(), publishers())(subject(of, at, point)))


def named(name: str) -> Quoted:
    return Quoted(value=name, quote=None, source="")


def test_an_issuer_of_the_province_supports() -> None:
    at = page()
    assert told(judge(policy(at), at)) == (SUPPORTED, "place.issuer")


def test_a_body_that_names_other_provinces_does_not_refute() -> None:
    at = page(body=BODY + "\n加强与陕西省、河南省、内蒙古自治区的合作，学习浙江经验。")
    assert judge(policy(at), at).label is SUPPORTED


def test_a_plan_of_guanzhong_is_shaanxis() -> None:
    at = page(
        f"陕西省交通运输厅关于印发《{PLAN}》的通知",
        rows={"发文机关": "陕西省交通运输厅"},
        body="加强与山西省毗邻地区的沟通。",
        url=SHAANXI_URL,
    )
    found = judge(policy(at, name=named(PLAN)), at)
    assert told(found) == (REFUTED, "place.other_province")
    assert found.values["page"] == "陕西"


@pytest.mark.parametrize(
    "title",
    [f"关于印发《{PLAN}》的通知", "西安市货车限行通告", "宝鸡市柴油货车淘汰补贴办法"],
)
def test_titles_of_shaanxi_are_never_shanxi(title: str) -> None:
    at = page(title, rows={}, body="正文。", url=UNKNOWN_URL)
    assert told(judge(policy(at, name=named(title)), at)) == (REFUTED, "place.other_province")


def test_a_host_of_shaanxi_is_not_shanxis() -> None:
    at = page("货车淘汰补贴办法", rows={}, body="正文。", url=SHAANXI_URL)
    of = policy(at, name=named("货车淘汰补贴办法"))
    assert told(judge(of, at)) == (REFUTED, "place.other_province")


def test_a_national_measure_is_supported_and_told_as_one() -> None:
    at = page(
        "交通运输部 财政部关于实施老旧营运货车报废更新的通知",
        rows={"发文机关": "交通运输部 财政部"},
        body="正文。",
        url="https://www.gov.cn/zhengce/202408/content_9100006.htm",
    )
    of = policy(at, name=named("关于实施老旧营运货车报废更新的通知"))
    assert told(judge(of, at)) == (SUPPORTED, "place.national")


def test_a_central_measure_for_another_province_only_is_refuted() -> None:
    at = page(
        "国家发展改革委关于陕西省电价改革方案的批复",
        rows={"发文机关": "国家发展改革委"},
        body="正文。",
        url="https://www.ndrc.gov.cn/xxgk/202410/t20241010_1.html",
    )
    of = policy(at, name=named("国家发展改革委关于陕西省电价改革方案的批复"))
    assert told(judge(of, at)) == (REFUTED, "place.other_province")


def test_a_province_of_joint_issuers_is_enough() -> None:
    at = page(
        "关于协同治理柴油货车的通知",
        rows={"发文机关": "河北省生态环境厅 山西省生态环境厅"},
        body="正文。",
        url=UNKNOWN_URL,
    )
    of = policy(at, name=named("关于协同治理柴油货车的通知"))
    assert told(judge(of, at)) == (SUPPORTED, "place.issuer")


def test_a_repost_by_a_city_of_the_province_keeps_the_issuers_place() -> None:
    at = page(url=REPOST_URL)
    assert judge(policy(at), at).label is SUPPORTED


def test_a_host_of_the_province_supports_a_policy_that_names_no_place() -> None:
    at = page("货车淘汰补贴办法", rows={}, body="正文。", url=ISSUER_URL)
    assert told(judge(policy(at, name=named("货车淘汰补贴办法")), at)) == (SUPPORTED, "place.host")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(
            "首趟列车从太原南站驶出，滨江线正式开通运营。", (SUPPORTED, "place.named"), id="太原"
        ),
        pytest.param(
            "滨江线在陕西省榆林市正式开通运营。", (REFUTED, "place.other_province"), id="榆林"
        ),
        pytest.param(
            "起自山西省吕梁市、止于陕西省榆林市的滨江线正式开通运营。",
            (SUPPORTED, "place.named"),
            id="one end inside is enough",
        ),
        pytest.param(
            "滨江线在长安区正式开通运营。", (OPEN, "place.unknown"), id="no prefecture named"
        ),
        pytest.param("滨江线正式开通运营。", (OPEN, "place.unknown"), id="no place"),
    ],
)
def test_an_event_is_where_its_passage_says(words: str, expected: tuple[Label, str]) -> None:
    at = page("要闻", body=words, rows={}, url=NEWS_URL)
    assert told(judge(event(at, "滨江线开通运营"), at)) == expected


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("示例社太原11月8日电（记者某某）", (SUPPORTED, "place.named")),
        ("示例社西安11月8日电（记者某某）", (REFUTED, "place.other_province")),
        ("示例社北京11月8日电（记者某某）", (OPEN, "place.unknown")),
    ],
)
def test_what_a_national_agency_sends_from_its_seat_may_be_anywhere(
    opening: str, expected: tuple[Label, str]
) -> None:
    at = page("要闻", body=f"{opening}滨江线正式开通运营。", rows={}, url=NEWS_URL)
    assert told(judge(event(at, "滨江线开通运营"), at)) == expected
    beijing = Changepoint(province="北京", sector="Ground", date=POINT.date)
    assert judge(event(at, "滨江线开通运营"), at, beijing).label is not SUPPORTED


def test_a_host_alone_does_not_place_an_event() -> None:
    at = page("要闻", body="滨江线正式开通运营。", rows={}, url=ISSUER_URL)
    assert told(judge(event(at, "滨江线开通运营"), at)) == (OPEN, "place.only_host")


def test_an_ambiguous_district_decides_nothing() -> None:
    at = page("长安区货车限行通告", rows={}, body="正文。", url=UNKNOWN_URL)
    found = judge(policy(at, name=named("长安区货车限行通告")), at)
    assert found.label is not SUPPORTED


def test_mongolia_is_not_inner_mongolia() -> None:
    point = Changepoint(province="内蒙古", sector="Ground", date=datetime.date(2024, 11, 8))
    at = page("蒙古国宣布口岸通关新规", rows={}, body="正文。", url=NEWS_URL)
    found = judge(policy(at, name=named("蒙古国宣布口岸通关新规")), at, point)
    assert told(found) == (REFUTED, "place.foreign")


def test_a_port_of_inner_mongolia_stays_there_though_it_faces_mongolia() -> None:
    point = Changepoint(province="内蒙古", sector="Ground", date=datetime.date(2024, 11, 8))
    at = page("策克口岸中蒙跨境铁路开通运营", rows={}, body="正文。", url=NEWS_URL)
    found = judge(event(at, "策克口岸中蒙跨境铁路开通运营"), at, point)
    assert told(found) == (SUPPORTED, "place.named")


def test_the_claimed_body_does_not_place_the_page() -> None:
    at = page(
        f"陕西省交通运输厅关于印发《{PLAN}》的通知",
        rows={"发文机关": "陕西省交通运输厅"},
        body="正文。",
        url=SHAANXI_URL,
    )
    of = policy(at, name=named(PLAN), agencies=(named("山西省交通运输厅"),))
    assert judge(of, at).label is REFUTED


def test_the_same_page_is_refuted_for_another_province() -> None:
    point = Changepoint(province="陕西", sector="Ground", date=POINT.date)
    at = page(rows=ROWS)
    assert NAME in at.text
    assert told(judge(policy(at), at, point)) == (REFUTED, "place.other_province")


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("线路起自太原市，途经阳泉市，止于石家庄市", ["（起点）", "（途经）", "（终点）"]),
        ("太原至西安高铁开通运营", ["（起点）", "（终点）"]),
        ("太原市开通运营地铁2号线", [""]),
    ],
)
def test_places_on_a_route_are_told_with_their_roles(text: str, roles: list[str]) -> None:
    assert [role_of(mention, text) for mention in places().mentions(text)] == roles


def test_a_line_that_passes_through_the_province_is_in_it() -> None:
    name = "西安至郑州高速公路通车"
    at = page(name, "11月5日，西安至郑州高速公路通车，途经运城、三门峡。", {}, url=NEWS_URL)
    assert finding(event(at, name), at).of_check("place")[0].reason == "place.named"


def test_a_line_that_passes_by_elsewhere_is_not() -> None:
    name = "西安至郑州高速公路通车"
    at = page(name, "11月5日，西安至郑州高速公路通车，途经渭南、三门峡。", {}, url=NEWS_URL)
    assert finding(event(at, name), at).of_check("place")[0].label is Label.REFUTED


def test_a_place_in_a_province_where_it_does_not_lie_is_a_contradiction() -> None:
    words = "2024年11月6日，陕西省大同市示例大桥正式通车，全长两公里，连接城区与开发区。"
    at = page("要闻", body=words, rows={}, url=NEWS_URL)
    verdict = judge(event(at, "陕西省大同市示例大桥通车"), at)
    assert (verdict.label, verdict.reason) == (REFUTED, "place.contradiction")


def test_our_city_is_the_place_of_whoever_publishes() -> None:
    words = "2024年11月6日18时，我市启动重污染天气Ⅱ级应急响应，涉气企业按清单执行减排措施。"
    at = page("示例要闻", words, {}, url="https://www.dtnews.cn/2024/1108/1.html")
    verdict = judge(event(at, "我市启动重污染天气Ⅱ级应急响应"), at)
    assert (verdict.label, verdict.reason) == (SUPPORTED, "place.local")


LOCAL_WORDS = "11月8日18时，我市解除橙色预警。"


@pytest.mark.parametrize(
    ("source", "opening", "label"),
    [
        ("太原日报", "", SUPPORTED),
        ("高平晚报", "", SUPPORTED),
        ("西安晚报", "", OPEN),
        ("示例日报", "示例社太原11月8日电 ", SUPPORTED),
        ("示例日报", "示例社西安11月8日电 ", REFUTED),
        ("示例日报", "", OPEN),
    ],
)
def test_our_city_is_that_of_the_paper_or_of_the_dateline(
    source: str, opening: str, label: Label
) -> None:
    rows = {"上传时间": "2024-11-09", "来源": source}
    at = page("预警解除", f"{opening}{LOCAL_WORDS}", rows, url=NEWS_URL)
    assert judge(event(at, "我市解除橙色预警"), at).label is label


@pytest.mark.parametrize(
    ("source", "opening", "tail", "label"),
    [
        ("太原日报", "", "", SUPPORTED),
        ("新华社太原", "", "", SUPPORTED),
        ("新华社", "", "", OPEN),
        ("西安晚报", "", "", OPEN),
        ("太原日报", "新华社北京11月8日电 ", "", OPEN),
        ("太原日报", "", "该镇与陕西省榆林市相邻。", OPEN),
    ],
)
def test_a_small_place_is_where_its_paper_is_that_names_no_other(
    source: str, opening: str, tail: str, label: Label
) -> None:
    rows = {"上传时间": "2024-11-09", "来源": source}
    words = f"{opening}11月8日，东关镇正式供暖。{tail}"
    at = page("供暖", words, rows, url=NEWS_URL)
    assert judge(event(at, "东关镇供暖"), at).label is label


@pytest.mark.parametrize(
    ("last", "label"),
    [("（海东11月8日讯 记者 甲乙）", OPEN), ("（太原11月8日讯 记者 甲乙）", SUPPORTED)],
    ids=["of another province", "of this one"],
)
def test_our_city_may_be_that_of_a_dateline_at_the_end(last: str, label: Label) -> None:
    rows = {"上传时间": "2024-11-09", "来源": "示例日报"}
    at = page("预警解除", f"{LOCAL_WORDS}\n{last}", rows, url=NEWS_URL)
    assert judge(event(at, "我市解除橙色预警"), at).label is label


@pytest.mark.parametrize(
    ("tail", "label"),
    [("设备将运往河北的新工厂", SUPPORTED), ("河北的新工厂同日投产", OPEN)],
    ids=["bound for", "there"],
)
def test_where_something_is_taken_is_not_where_it_happened(tail: str, label: Label) -> None:
    words = f"11月8日，位于太原市的示例酒厂关闭，{tail}。"
    rows = {"上传时间": "2024-11-09"}
    at = page("老厂关灯", words, rows, url=NEWS_URL)
    assert judge(event(at, "示例酒厂关闭"), at).label is label


def test_an_order_on_a_governments_own_site_is_of_its_province() -> None:
    words = "有关单位：自2024年11月8日起，同意你矿三采区恢复采掘。"
    at = page("关于同意云岭煤矿三采区恢复作业的函", words, {}, url=ISSUER_URL)
    assert told(judge(event(at, "云岭煤矿三采区恢复采掘"), at)) == (SUPPORTED, "place.host")
    told_news = page("云岭煤矿三采区恢复作业", words, {}, url=ISSUER_URL)
    assert judge(event(told_news, "云岭煤矿三采区恢复采掘"), told_news).label is OPEN


def test_an_event_in_a_place_that_lies_elsewhere_contradicts_itself() -> None:
    at = page("要闻", "2024年11月8日，陕西省大同市云岭电厂1号机组投产。", {}, url=NEWS_URL)
    found = judge(event(at, "陕西省大同市云岭电厂1号机组投产"), at)
    assert told(found) == (REFUTED, "place.contradiction")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2024年11月6日，孝义云岭焦化停产。", (SUPPORTED, "place.named")),
        ("2024年11月6日，朝阳云岭焦化停产。", (OPEN, "place.unknown")),
        ("2024年11月6日，盐池云岭焦化停产。", (OPEN, "place.unknown")),
        ("2024年11月6日，从成都飞来的专家见证，太原云岭焦化停产。", (SUPPORTED, "place.named")),
    ],
    ids=[
        "a county of the province",
        "of several",
        "of another province",
        "where somebody comes from",
    ],
)
def test_the_short_name_of_a_county_right_before_the_event_places_it(
    words: str, expected: tuple[Label, str]
) -> None:
    at = page("要闻", body=words, rows={"上传时间": "2024-11-07"}, url=NEWS_URL)
    assert told(judge(event(at, "云岭焦化停产"), at)) == expected


@pytest.mark.parametrize(
    "told_in",
    [
        "（记者 西安）5月18日，太原市云岭电厂1号机组投产。",
        "5月18日，一架来自上海的客机降落，太原云岭机场恢复航班。",
        "示例社太原5月19日电（陈绍兴）太原云岭电厂1号机组18日投产。",
        "记者从西安铁路局太原站获悉，太原云岭电厂1号机组18日投产。",
        "记者从中国铁路西安局集团获悉，太原云岭电厂1号机组18日投产。",
    ],
)
def test_who_writes_and_where_something_comes_from_places_no_event(told_in: str) -> None:
    at = page("云岭简讯", told_in, {"发布时间": "2031-05-19"}, url="https://news.example/1.html")
    name = "太原云岭机场恢复航班" if "机场" in told_in else "云岭电厂1号机组投产"
    assert told(judge(event(at, name), at)) == (SUPPORTED, "place.named")


@pytest.mark.parametrize(
    ("title", "name", "label"),
    [
        ("清徐锅炉整治通报", "太原市清徐县云岭热力站关停", SUPPORTED),
        ("清徐能源公司通报", "太原市清徐县云岭热力站关停", OPEN),
        ("清徐与石家庄锅炉整治通报", "太原市清徐县云岭热力站关停", OPEN),
    ],
    ids=["its short name", "a firm of that name", "beside another province"],
)
def test_a_county_of_the_claim_may_stand_by_its_short_name(
    title: str, name: str, label: Label
) -> None:
    at = page(title, "云岭热力站已于11月8日关停。", {"发布时间": "2024-11-09"}, url=NEWS_URL)
    assert judge(event(at, name), at).label is label


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "11月6日，一架从成都起飞的客机降落在朔州机场，标志着该机场通航。",
            (SUPPORTED, "place.named"),
        ),
        (
            "11月6日，一架从朔州起飞的客机降落在成都，标志着该机场通航。",
            (OPEN, "place.several"),
        ),
    ],
)
def test_where_somebody_set_out_is_not_where_it_happened(
    words: str, expected: tuple[Label, str]
) -> None:
    at = page("要闻", body=words, rows={}, url=NEWS_URL)
    verdict = judge(event(at, "标志着该机场通航"), at)
    assert (verdict.label, verdict.reason) == expected


@pytest.mark.parametrize(
    "words",
    [
        "11月6日，从太原出发的客机降落，云岭机场正式通航。",
        "11月6日，一架由太原飞来的客机降落，云岭机场正式通航。",
        "11月6日，首架前往山西太原的客机起飞，云岭机场正式通航。",
        "11月6日，来自山西大同的旅客走下舷梯，云岭机场正式通航。",
        "11月6日，云岭机场正式通航，首批鲜果送往山西运城。",
        "11月6日，云岭机场正式通航，首批水泥运抵山西。",
        "11月6日，由山西太原企业承建的云岭机场正式通航。",
        "11月6日，归山西某集团所有的云岭机场正式通航。",
    ],
)
def test_where_something_goes_or_comes_from_alone_places_no_event(words: str) -> None:
    """Nor does it where those are at home who built or own it, though no other place is named."""
    at = page("云岭机场通航", body=words, rows={}, url=NEWS_URL)
    verdict = judge(event(at, "云岭机场正式通航"), at)
    assert (verdict.label, verdict.reason) == (OPEN, "place.unknown")


def test_what_was_moved_to_a_place_lies_there() -> None:
    words = "11月6日，搬迁至太原高新区的云岭电炉厂投产。"
    at = page("云岭电炉厂投产", body=words, rows={}, url=NEWS_URL)
    assert told(judge(event(at, "云岭电炉厂投产"), at)) == (SUPPORTED, "place.named")


def test_a_railway_bureau_of_the_events_own_name_places_it() -> None:
    words = "11月6日，受太原降雪影响，西安铁路局管内列车停运。"
    at = page("要闻", body=words, rows={}, url=NEWS_URL)
    verdict = judge(event(at, "西安铁路局管内列车停运"), at)
    assert (verdict.label, verdict.reason) == (OPEN, "place.several")
