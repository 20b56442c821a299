"""Provinces in any spelling, and the places a text names: what counts, what only looks like one."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import UnknownName, UsageError
from agent.places import Mention, Places
from tests.knowledge import places


def named(text: str, *, counties: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    return [(m.text, m.provinces) for m in places().mentions(text, counties=counties)]


def provinces(text: str, *, counties: bool = False) -> set[str]:
    return {p for m in places().mentions(text, counties=counties) for p in m.provinces}


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("山西", "山西"),
        ("山西省", "山西"),
        ("Shanxi", "山西"),
        ("shanxi", "山西"),
        ("SHANXI", "山西"),
        ("Shanxi Province", "山西"),
        ("shanxi_province", "山西"),
        ("SX", "山西"),
        ("晋", "山西"),
        ("140000", "山西"),
        ("14", "山西"),
        ("CN-SX", "山西"),
        ("Shaanxi", "陕西"),
        ("SAX", "陕西"),
        ("SN", "陕西"),
        ("CN-SN", "陕西"),
        ("Inner_Mongolia", "内蒙古"),
        ("Inner Mongolia", "内蒙古"),
        ("inner mongolia autonomous region", "内蒙古"),
        ("内蒙古自治区", "内蒙古"),
        ("内蒙", "内蒙古"),
        ("IM", "内蒙古"),
        ("Ｓｈａｎｘｉ", "山西"),
        ("HEB", "河北"),
        ("HEN", "河南"),
        ("HUB", "湖北"),
        ("HUN", "湖南"),
        ("HAN", "海南"),
        ("HLJ", "黑龙江"),
        ("Tibet", "西藏"),
        ("Xizang", "西藏"),
        ("新疆维吾尔自治区", "新疆"),
        ("Guangxi Zhuang Autonomous Region", "广西"),
        ("Hong Kong", "香港"),
        ("Macau", "澳门"),
    ],
)
def test_a_province_is_known_by_every_spelling(spelling: str, name: str) -> None:
    assert places().province(spelling).name == name


@pytest.mark.parametrize(
    "spelling", ["Shaanix", "Shannxi", "Shanix", "Sahnxi", "山西西", "xyz", ""]
)
def test_a_misspelling_is_an_error_and_never_a_guess(spelling: str) -> None:
    with pytest.raises(UnknownName):
        places().province(spelling)


def test_a_misspelling_between_two_provinces_lists_both() -> None:
    with pytest.raises(UnknownName) as error:
        places().province("Shannxi")
    assert {"Shanxi", "Shaanxi"} <= set(error.value.near)


def test_a_city_given_as_province_hints_at_its_province() -> None:
    with pytest.raises(UnknownName) as error:
        places().province("太原")
    assert error.value.near[0] == "山西"


@pytest.mark.parametrize(
    ("code", "near"), [("HB", {"Hebei", "Hubei"}), ("HN", {"Henan", "Hunan", "Hainan"})]
)
def test_a_code_of_two_provinces_is_an_error_that_lists_them(code: str, near: set[str]) -> None:
    with pytest.raises(UnknownName) as error:
        places().province(code)
    assert near <= set(error.value.near)


def test_thirty_one_provinces_have_distinct_codes_and_names() -> None:
    known = places().provinces
    assert len(known) == 31
    assert len({p.code for p in known}) == len({p.name for p in known}) == 31


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《关中地区能源结构调整方案》", [("关中地区", ("陕西",))]),
        ("西安、宝鸡等城市", [("西安", ("陕西",)), ("宝鸡", ("陕西",))]),
        ("西咸新区与杨凌示范区", [("西咸新区", ("陕西",)), ("杨凌示范区", ("陕西",))]),
        ("汾渭平原", [("汾渭平原", ("山西", "陕西", "河南"))]),
        ("关中平原城市群", [("关中平原城市群", ("陕西", "山西", "甘肃"))]),
        ("晋北与晋东南", [("晋北", ("山西",)), ("晋东南", ("山西",))]),
        ("晋中市", [("晋中市", ("山西",))]),
        ("策克口岸", [("策克口岸", ("内蒙古",))]),
        ("甘其毛都口岸过货量", [("甘其毛都口岸", ("内蒙古",))]),
        ("浦东新区", [("浦东新区", ("上海",))]),
        ("大秦铁路", [("大秦铁路", ("山西", "河北", "北京", "天津"))]),
        ("忻州至雄安高铁", [("忻州至雄安", ("山西", "河北"))]),
        ("上海庙至山东", [("上海庙", ("内蒙古",)), ("山东", ("山东",))]),
        (
            "京津冀及周边地区",
            [("京津冀及周边地区", ("北京", "天津", "河北", "山西", "山东", "河南"))],
        ),
        ("西安咸阳国际机场", [("西安咸阳国际机场", ("陕西",))]),
    ],
)
def test_names_that_no_division_table_knows_have_their_provinces(
    text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("江西安福县", {"江西"}),
        ("江西安义县", {"江西"}),
        ("确保山西电力供应", {"山西"}),
        ("其中山西省", {"山西"}),
        ("陕西安康", {"陕西"}),
        ("武汉中部", {"湖北"}),
        ("广东省与山西省", {"广东", "山西"}),
        ("河南平顶山", {"河南"}),
        ("山东营商环境", {"山东"}),
        ("上海南站", {"上海"}),
        ("青海南部", {"青海"}),
        ("保定西站", {"河北"}),
        ("湘西山区又添通道", {"湖南"}),
        ("鄂西南山区降雪", {"湖北"}),
        ("昆明西山区", {"云南"}),
        ("深圳南山区", {"广东"}),
        ("冀中日报", {"河北"}),
    ],
)
def test_overlapping_names_are_cut_as_a_reader_cuts_them(text: str, expected: set[str]) -> None:
    assert provinces(text, counties=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "水资源节约与合作市场，和平发展",
        "矿区、城区、郊区、河东片区",
        "黄金、白银价格",
        "平原地区和东方文明",
        "白银涨价",
        "扩大同比增长",
        "大同小异",
        "长治久安",
        "大理石",
        "重大理论",
        "文山会海",
        "哈密瓜",
        "日照时数",
        "来宾致辞",
        "平安康宁",
        "复合肥",
        "客运城际列车",
        "医保定点医院",
        "城镇江河治理",
        "经济南北差距",
        "制定西部方案",
        "普通化工产品",
        "交通化解",
        "形成都市圈",
        "黄河南岸",
        "长江西岸",
        "太行山西麓",
        "东海南部",
        "洞庭湖北侧",
        "南京路步行街",
        "北京东路",
        "江西路",
        "中山北路",
        "北京时间8时",
        "上海证券交易所",
        "海南航空执飞",
        "蒙古族群众",
        "有关中央企业",
        "海关中心",
        "各市、区和县",
        "第三晋级",
        "全国各地",
        "中国石油",
    ],
)
def test_words_that_only_look_like_places_are_no_mention(text: str) -> None:
    assert named(text, counties=True) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("山西大同", [("山西", ("山西",)), ("大同", ("山西",))]),
        ("太原、大同", [("太原", ("山西",)), ("大同", ("山西",))]),
        ("大同市", [("大同市", ("山西",))]),
        ("大同机场", [("大同", ("山西",))]),
        ("甘肃白银", [("甘肃", ("甘肃",)), ("白银", ("甘肃",))]),
        ("日照港", [("日照港", ("山东",))]),
    ],
)
def test_a_common_word_is_a_place_when_something_beside_it_says_so(
    text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert named(text) == expected


def test_inner_mongolia_and_mongolia_are_told_apart() -> None:
    inner, outer, border = places().mentions("内蒙古自治区与蒙古国，中蒙边境")
    assert inner.provinces == ("内蒙古",)
    assert inner.level == "province"
    assert (outer.text, outer.provinces, outer.level) == ("蒙古国", (), "foreign")
    assert (border.text, border.level) == ("中蒙", "foreign")


def test_english_names_count_in_text_but_not_in_addresses() -> None:
    text = "Shanxi and Shaanxi, Inner Mongolia and Mongolia; see www.shanxi.gov.cn"
    assert named(text) == [
        ("Shanxi", ("山西",)),
        ("Shaanxi", ("陕西",)),
        ("Inner Mongolia", ("内蒙古",)),
        ("Mongolia", ()),
    ]


def test_a_county_of_two_provinces_is_ambiguous() -> None:
    (mention,) = places().mentions("长安区", counties=True)
    assert mention.ambiguous
    assert set(mention.provinces) == {"陕西", "河北"}


@pytest.mark.parametrize(
    ("text", "province"),
    [("西安市长安区", "陕西"), ("石家庄市长安区", "河北"), ("北京市朝阳区", "北京")],
)
def test_the_city_before_a_county_settles_it(text: str, province: str) -> None:
    mention = places().mentions(text, counties=True)[-1]
    assert mention.provinces == (province,)
    assert not mention.ambiguous


def test_a_list_settles_which_chaoyang_is_meant() -> None:
    mention = places().mentions("沈阳、朝阳、阜新")[1]
    assert (mention.text, mention.provinces, mention.ambiguous) == ("朝阳", ("辽宁",), False)


def test_the_full_name_of_a_city_is_never_ambiguous() -> None:
    assert named("朝阳市") == [("朝阳市", ("辽宁",))]


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("海南省", "海南"),
        ("青海省海南州", "青海"),
        ("海南藏族自治州", "青海"),
        ("乌海市海南区", "内蒙古"),
        ("河南蒙古族自治县", "青海"),
        ("吉林市", "吉林"),
        ("济源市", "河南"),
    ],
)
def test_one_word_in_several_divisions_goes_by_its_full_form(text: str, province: str) -> None:
    assert provinces(text, counties=True) == {province}


def test_counties_count_only_when_asked_for() -> None:
    assert named("祁县") == []
    assert named("灵石县") == []
    assert named("灵石县", counties=True) == [("灵石县", ("山西",))]
    assert named("灵石", counties=True) == []


def test_a_region_lies_in_all_its_provinces_without_being_ambiguous() -> None:
    (mention,) = places().mentions("汾渭平原")
    assert mention.level == "region"
    assert not mention.ambiguous


def test_provinces_of_answers_for_names_of_all_kinds() -> None:
    known = places()
    assert known.provinces_of("太原市") == ("山西",)
    assert known.provinces_of("关中") == ("陕西",)
    assert known.provinces_of("Shaanxi") == ("陕西",)
    assert known.provinces_of("蒙古国") == ()
    assert known.provinces_of("查无此地") == ()
    assert len(known.provinces_of("全国")) == 31


def test_the_official_name_of_a_city_is_known_by_its_short_one() -> None:
    assert places().full_name("太原") == "太原市"
    assert places().full_name("恩施") == "恩施土家族苗族自治州"
    assert places().full_name("查无此地") == "查无此地"


def test_an_own_table_adds_names_and_replaces_rows(tmp_path: Path) -> None:
    own = tmp_path / "places.toml"
    own.write_text(
        '[regions]\n"甲乙丙新城" = ["山西"]\n"关中" = ["陕西", "甘肃"]\n[phrases]\nnames = "太原街"\n',
        "utf-8",
    )
    known = Places.load(own)
    assert [m.provinces for m in known.mentions("甲乙丙新城")] == [("山西",)]
    assert known.provinces_of("关中") == ("陕西", "甘肃")
    assert known.mentions("太原街") == ()
    assert known.fingerprint != places().fingerprint


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('[regions]\n"甲" = ["晋"]\n', "no province"),
        ("[regions\n", "no TOML"),
        ('[region]\n"甲乙" = ["山西"]\n', "region"),
    ],
    ids=["an abbreviation", "broken", "an unknown part"],
)
def test_an_own_table_that_cannot_be_used_is_told(tmp_path: Path, content: str, told: str) -> None:
    own = tmp_path / "places.toml"
    own.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=told):
        Places.load(own)


def test_a_missing_own_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot read .*none\.toml"):
        Places.load(tmp_path / "none.toml")


PIECES = [
    "山西",
    "陕西省",
    "西安",
    "关中地区",
    "内蒙古",
    "蒙古国",
    "大同",
    "长安区",
    "、",
    "，",
    "的",
    "确保",
    "江",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_mentions_stand_where_they_say_and_never_overlap(text: str) -> None:
    end = 0
    for mention in places().mentions(text, counties=True):
        assert isinstance(mention, Mention)
        assert text[mention.span.start : mention.span.end] == mention.text
        assert mention.span.start >= end
        end = mention.span.end


def test_a_long_document_is_read_in_a_moment() -> None:
    text = "山西省太原市与陕西省西安市推进节能降碳，大同、朔州加快改造。" * 600
    start = time.perf_counter()
    assert len(places().mentions(text)) == 600 * 6
    assert time.perf_counter() - start < 2


def test_the_west_of_a_county_is_no_province() -> None:
    assert provinces("昆淀高速公路昆山西段今日通车") == set()
    assert provinces("象山西站停运") == set()
    assert provinces("河南山西段今日通车") == {"河南", "山西"}
    assert provinces("控股股东山西焦煤集团") == {"山西"}


def test_a_county_of_two_characters_counts_where_a_name_begins() -> None:
    assert named("长江上的忠县沿溪汽车渡口停运", counties=True) == [("忠县", ("重庆",))]
    assert named("淇县西岗村通气", counties=True) == [("淇县", ("河南",))]


@pytest.mark.parametrize(
    "text",
    ["供应县城用气", "交易县域", "各市、和县政府", "公开县区名单", "的环县城快速路", "的新县城"],
)
def test_the_end_of_a_word_is_no_county(text: str) -> None:
    assert named(text, counties=True) == []


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("神木县某煤矿复产", "陕西"),
        ("滦县某钢厂停产", "河北"),
        ("章丘市某电厂投产", "山东"),
        ("渝北区1126户企业停产", "重庆"),
    ],
)
def test_a_county_is_known_by_the_name_it_had(text: str, province: str) -> None:
    assert provinces(text, counties=True) == {province}


def test_a_district_that_two_provinces_had_decides_nothing_and_a_lake_is_no_province() -> None:
    assert [m.ambiguous for m in places().mentions("江北区某厂停产", counties=True)] == [True]
    assert provinces("淀山湖北互通今日开通") == set()
    assert provinces("新增城市污水处理厂", counties=True) == set()
