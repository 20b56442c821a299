"""Who stands behind a host, a name of a body, and a document number."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from agent.errors import UsageError
from agent.publishers import Publishers
from agent.publishers.hosts import Row
from agent.sample import PUBLISHERS
from tests.knowledge import places, publishers


@pytest.mark.parametrize(
    ("url", "agency", "province", "level"),
    [
        ("https://www.shanxi.gov.cn/zfxxgk/a.shtml", "山西省人民政府", "山西", "provincial"),
        ("http://jtyst.shanxi.gov.cn/x", "山西省交通运输厅", "山西", "provincial"),
        ("https://nyj.shanxi.gov.cn", "山西省能源局", "山西", "provincial"),
        ("https://www.shaanxi.gov.cn/a", "陕西省人民政府", "陕西", "provincial"),
        ("https://sndrc.shaanxi.gov.cn/a", "陕西省发展和改革委员会", "陕西", "provincial"),
        ("https://tjj.ah.gov.cn", "安徽省统计局", "安徽", "provincial"),
        ("https://jtw.beijing.gov.cn", "北京市交通委员会", "北京", "provincial"),
        ("https://jxj.beijing.gov.cn", "北京市经济和信息化局", "北京", "provincial"),
        ("https://jxt.zj.gov.cn", "浙江省经济和信息化厅", "浙江", "provincial"),
        ("https://hbepb.hebei.gov.cn", "河北省生态环境厅", "河北", "provincial"),
        ("https://english.beijing.gov.cn", "北京市人民政府", "北京", "provincial"),
        ("https://www.taiyuan.gov.cn", "太原市人民政府", "山西", "municipal"),
        ("https://sthjj.taiyuan.gov.cn", "太原市生态环境局", "山西", "municipal"),
        ("https://fgw.pingliang.gov.cn", "平凉市发展和改革委员会", "甘肃", "municipal"),
        ("https://www.ndrc.gov.cn/xxgk", "国家发展和改革委员会", None, "central"),
        ("https://zfxxgk.nea.gov.cn", "国家能源局", None, "central"),
        ("https://www.gov.cn/zhengce", "中国政府网", None, "central"),
        ("http://www.xinhuanet.com/x", "新华网", None, "state_media"),
        ("http://politics.people.com.cn/x", "人民网", None, "state_media"),
        ("https://www.sxrb.com", "山西日报", "山西", "media"),
        ("https://news.bjx.com.cn/html", "北极星电力网", None, "media"),
        ("http://www.tanpaifang.com/a", "碳排放交易网", None, "commercial"),
        ("https://www.sohu.com/a/1", "搜狐", None, "commercial"),
        ("https://www.gem.wiki/x", "Global Energy Monitor", None, "reference"),
        ("https://baike.baidu.com/item", "百度百科", None, "reference"),
        ("http://www.sgcc.com.cn", "国家电网有限公司", None, "company"),
        ("https://blog.invented.example", "", None, "unknown"),
    ],
)
def test_a_host_leads_to_its_agency_province_and_level(
    url: str, agency: str, province: str | None, level: str
) -> None:
    found = publishers().of(url)
    assert (found.agency, found.province, found.level) == (agency, province, level)


def test_an_unknown_label_below_a_province_keeps_the_province_and_claims_no_agency() -> None:
    found = publishers().of("http://abcxyz.yanan.gov.cn/zfgb/1.html")
    assert (found.agency, found.province, found.level) == ("", "陕西", "municipal")
    assert found.government


def test_an_unknown_government_host_is_a_government_of_unknown_level() -> None:
    found = publishers().of("http://www.zzzzzz.gov.cn/a")
    assert (found.level, found.province, found.government) == ("unknown", None, True)


@pytest.mark.parametrize(
    "url",
    ["https://shanxi.gov.cn.evil.example/a", "https://evilshanxi.gov.cn", "https://fakegov.cn"],
    ids=["in front", "glued", "no dot"],
)
def test_a_host_that_only_resembles_a_government_is_not_taken_for_one(url: str) -> None:
    found = publishers().of(url)
    assert found.agency == ""
    assert found.province is None


@pytest.mark.parametrize(
    ("name", "province", "expected"),
    [
        ("省生态环境厅", "山西", "山西省生态环境厅"),
        ("省政府", "山西", "山西省人民政府"),
        ("省政府办公厅", "山西", "山西省人民政府办公厅"),
        ("省发改委", "山西", "山西省发展和改革委员会"),
        ("省发展改革委", "山西", "山西省发展和改革委员会"),
        ("山西省发改委", None, "山西省发展和改革委员会"),
        ("省工信厅", "山西", "山西省工业和信息化厅"),
        ("省工信厅", "浙江", "浙江省经济和信息化厅"),
        ("生态环境厅", "山西", "山西省生态环境厅"),
        ("我省交通运输厅", "山西", "山西省交通运输厅"),
        ("省环保厅", "山西", "山西省生态环境厅"),
        ("自治区发展改革委", "内蒙古", "内蒙古自治区发展和改革委员会"),
        ("内蒙古政府", None, "内蒙古自治区人民政府"),
        ("国家发改委", "山西", "国家发展和改革委员会"),
        ("国家发展改革委办公厅", None, "国家发展和改革委员会办公厅"),
        ("工信部", None, "工业和信息化部"),
        ("交通部", None, "交通运输部"),
        ("中国民航局", None, "中国民用航空局"),
        ("中华人民共和国生态环境部", None, "生态环境部"),
        ("北京市交通委", None, "北京市交通委员会"),
        ("上海市经信委", None, "上海市经济和信息化委员会"),
        ("市发改委", "北京", "北京市发展和改革委员会"),
        ("太原市发改委", None, "太原市发展和改革委员会"),
        ("太原发改委", None, "太原市发展和改革委员会"),
        ("山西省太原市生态环境局", None, "太原市生态环境局"),
        ("中共山西省委", None, "中共山西省委"),
        ("省委", "山西", "中共山西省委"),
        ("陕西省发展改革委（省能源局）", "陕西", "陕西省发展和改革委员会"),
        ("山西省碳达峰工作领导小组", "山西", "山西省碳达峰工作领导小组"),
        ("省碳达峰工作领导小组", "山西", "山西省碳达峰工作领导小组"),
        ("市政府", "山西", "市政府"),
        ("省政府", None, "省政府"),
    ],
)
def test_every_spelling_of_a_body_comes_to_one_name(
    name: str, province: str | None, expected: str
) -> None:
    assert publishers().canonical_agency(name, province) == expected
    assert publishers().canonical_agency(expected, province) == expected


@pytest.mark.parametrize(
    ("text", "province", "expected"),
    [
        (
            "国家发展和改革委员会和工业和信息化部",
            None,
            ("国家发展和改革委员会", "工业和信息化部"),
        ),
        ("山西省财政厅 山西省交通运输厅", "山西", ("山西省财政厅", "山西省交通运输厅")),
        ("山西省财政厅山西省交通运输厅", "山西", ("山西省财政厅", "山西省交通运输厅")),
        ("安徽省交通运输厅、财政厅", "安徽", ("安徽省交通运输厅", "安徽省财政厅")),
        (
            "山西省工信厅、省发展改革委等",
            "山西",
            ("山西省工业和信息化厅", "山西省发展和改革委员会"),
        ),
        ("省工信厅、发展改革委", "山西", ("山西省工业和信息化厅", "山西省发展和改革委员会")),
        (
            "工业和信息化部 发展改革委 财政部",
            None,
            ("工业和信息化部", "国家发展和改革委员会", "财政部"),
        ),
        ("中共中央 国务院", None, ("中共中央", "国务院")),
        ("山 西 省 人 民 政 府", "山西", ("山西省人民政府",)),
        ("日前，山西省交通运输厅会同省财政厅印发", "山西", ("山西省交通运输厅", "山西省财政厅")),
        ("发文机关：山西省人民政府办公厅", "山西", ("山西省人民政府办公厅",)),
        ("蒙古国交通运输部", None, ("蒙古国交通运输部",)),
        ("郑州市中级人民法院", "河南", ("郑州市中级人民法院",)),
        (
            "上海市应对气候变化及节能减排工作领导小组办公室",
            "上海",
            ("上海市应对气候变化及节能减排工作领导小组办公室",),
        ),
        ("国网甲乙省电力公司", "山西", ("国网甲乙省电力公司",)),
    ],
)
def test_joint_issuers_are_told_apart(
    text: str, province: str | None, expected: tuple[str, ...]
) -> None:
    assert publishers().agencies(text, province) == expected


@pytest.mark.parametrize(
    "text",
    [
        "一、总体要求",
        "各市人民政府，省直各部门",
        "本报记者",
        "加强干部队伍建设",
        "推进交通运输结构调整",
        "",
    ],
)
def test_a_text_that_names_no_body_gives_none(text: str) -> None:
    assert publishers().agencies(text, "山西") == ()


def test_a_government_and_its_office_are_two_bodies() -> None:
    assert not publishers().same_agency("山西省人民政府", "山西省人民政府办公厅", "山西")
    assert publishers().same_agency("省政府", "山西省人民政府", "山西")
    assert not publishers().same_agency("省政府", "陕西省人民政府", "山西")


@pytest.mark.parametrize(
    ("agency", "province"),
    [
        ("山西省交通运输厅", "山西"),
        ("太原市人民政府", "山西"),
        ("国家发展和改革委员会", "全国"),
        ("国务院办公厅", "全国"),
        ("生态环境部", "全国"),
        ("国家能源局山西监管办公室", "山西"),
        ("国网陕西省电力有限公司", "陕西"),
        ("蒙古国政府", None),
        ("交通运输厅", None),
        ("甲乙有限公司", None),
    ],
)
def test_a_body_tells_whose_it_is(agency: str, province: str | None) -> None:
    assert publishers().province_of_agency(agency) == province


@pytest.mark.parametrize(
    ("code", "agency"),
    [
        ("晋政发", "山西省人民政府"),
        ("晋政办发", "山西省人民政府办公厅"),
        ("\u200b晋政办发", "山西省人民政府办公厅"),
        ("晋政函", "山西省人民政府"),
        ("晋发改能源发", "山西省发展和改革委员会"),
        ("晋交规", "山西省交通运输厅"),
        ("晋环函", "山西省生态环境厅"),
        ("晋能源规", "山西省能源局"),
        ("晋发", "中共山西省委"),
        ("陕政发", "陕西省人民政府"),
        ("内政办发", "内蒙古自治区人民政府办公厅"),
        ("京发改", "北京市发展和改革委员会"),
        ("沪府办规", "上海市人民政府办公厅"),
        ("皖政办", "安徽省人民政府办公厅"),
        ("川办发", "四川省人民政府办公厅"),
        ("赣府厅发", "江西省人民政府办公厅"),
        ("青政", "青海省人民政府"),
        ("国发", "国务院"),
        ("国办函", "国务院办公厅"),
        ("中发", "中共中央"),
        ("发改环资", "国家发展和改革委员会"),
        ("环办气候函", "生态环境部办公厅"),
        ("环大气", "生态环境部"),
        ("交规划发", "交通运输部"),
        ("工信部联节", "工业和信息化部"),
        ("国能发新能", "国家能源局"),
        ("山西省人民政府令", "山西省人民政府"),
        ("太原市人民政府令", "太原市人民政府"),
        ("并政发", "太原市人民政府"),
        ("榕政办", "福州市人民政府办公室"),
        ("晋市监发", "山西省市场监督管理局"),
        ("晋商", "山西省商务厅"),
        ("苏农", "江苏省农业农村厅"),
        ("国务院令", "国务院"),
    ],
)
def test_a_code_tells_who_issued_the_document(code: str, agency: str) -> None:
    issuer = publishers().issuer_of_code(code)
    assert issuer is not None
    assert issuer.agency == agency
    assert issuer.province == publishers().province_of_agency(agency)


@pytest.mark.parametrize(
    "code",
    [
        "宁政发",
        "青政发",
        "青发改",
        "辽府发",
        "苏府",
        "市政发",
        "长政发",
        "并环发",
        "晋城政发",
        "xyz",
        "",
    ],
    ids=[
        "宁夏或南京",
        "青岛",
        "青岛或青海",
        "辽源",
        "苏州",
        "some city",
        "长沙、长春或长治",
        "太原环保",
        "晋城, not 晋",
        "letters",
        "empty",
    ],
)
def test_a_code_of_two_bodies_or_of_none_we_know_tells_nothing(code: str) -> None:
    assert publishers().issuer_of_code(code) is None


def test_searches_are_restricted_to_the_portal_first_and_then_to_what_matters() -> None:
    ground = publishers().sites("山西", "Ground")
    assert ground[:2] == ("www.shanxi.gov.cn", "jtyst.shanxi.gov.cn")
    assert "www.gov.cn" in ground
    assert "www.shaanxi.gov.cn" not in ground
    assert publishers().sites("山西", "Power")[1] == "fgw.shanxi.gov.cn"


@pytest.mark.parametrize("province", [p.name for p in places().provinces])
def test_every_province_has_a_portal_and_departments(province: str) -> None:
    sites = publishers().sites(province, None)
    assert sites.index("www.gov.cn") >= 4
    portal = publishers().of(sites[0])
    assert portal.province == province
    assert portal.level == "provincial"


def test_own_hosts_come_before_those_of_the_package() -> None:
    own = Publishers.load(places(), PUBLISHERS)
    assert own.of("https://jtyst.shanxi.example/a").agency == "山西省交通运输厅"
    assert own.sites("山西", "Ground")[:2] == ("shanxi.example", "jtyst.shanxi.example")
    assert own.fingerprint != publishers().fingerprint


def test_of_several_own_tables_the_last_one_decides(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.tsv"
    first.write_text(
        '[[publisher]]\nhost = "www.one.example"\nagency = "甲"\nlevel = "media"\n', "utf-8"
    )
    second.write_text(
        "host\tagency\tprovince\tlevel\nwww.one.example\t乙报\t山西\tmedia\n", "utf-8"
    )
    known = Publishers.load(places(), [first, second])
    assert (known.of("http://one.example").agency, known.of("http://one.example").province) == (
        "乙报",
        "山西",
    )


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.toml", "[[publisher\n", "cannot be read"),
        ("a.toml", '[[publisher]]\nhost = "a.example"\n', "publisher 1: level"),
        ("a.toml", '[[publisher]]\nhost = "a.example"\nlevel = "royal"\n', "publisher 1: level"),
        (
            "a.toml",
            '[[publisher]]\nhost = "a.example"\nlevel = "media"\nprovince = "Shanxi"\n',
            "no province",
        ),
        ("a.tsv", "host\tlevel\nabc.example\troyal\n", "publisher 1: level"),
    ],
    ids=["broken", "no level", "unknown level", "province not in Chinese", "TSV"],
)
def test_an_own_table_that_cannot_be_used_is_told(
    tmp_path: Path, name: str, content: str, told: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=told):
        Publishers.load(places(), path)


def test_the_host_table_is_well_formed() -> None:
    text = (resources.files("agent") / "data" / "hosts.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
    known = {p.name for p in places().provinces} | {"香港", "澳门"}
    hosts = [row[0] for row in rows]
    assert len(set(hosts)) == len(hosts)
    for host, agency, province, level in rows:
        Row.model_validate(
            {"host": host, "agency": agency, "province": province or None, "level": level}
        )
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host)
        assert province in known or not province
        if level in ("provincial", "municipal"):
            assert province
        if level == "municipal" and agency.endswith("人民政府"):
            assert places().provinces_of(agency.removesuffix("人民政府")) == (province,)
