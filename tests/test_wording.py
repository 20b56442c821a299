"""What a claim may leave out, add or say otherwise. All sentences are invented."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from agent.wording import Known, compare, differing_spans, plain_differences
from agent.wording.licences import licences, parsed

TARGET = "到2033年，全市淘汰国三柴油货车1.2万辆，新建充电站60座，改造燃煤锅炉35台。"
DUTIES = "省财政厅负责资金拨付，省能源局负责验收，各县政府按月报送进度。"
LIST = "加快推进甲类企业、乙类企业、丙类企业等改造，完善配套电网。"
TO_SUBSIDISE = "对报废国三货车的企业，每辆补贴2万元；对更新新能源货车的企业，每辆补贴3万元。"


def licences_of(claim: str, passage: str, known: Known | None = None) -> set[str | None] | None:
    """The licences a claim needs; None when they are not enough."""
    found = compare(claim, passage, known)
    return {d.licence for d in found.differences} if found.tier == "abridged" else None


LICENSED = [
    # licence, passage, what it allows, what is like it and not allowed
    ("adverb", "大力发展集中供热。", "发展集中供热。", "发展供热。"),
    ("adverb", "积极有序推进拆除。", "有序推进拆除。", "积极推进拆除。"),
    ("numbering", "（三）加快电网改造。", "加快电网改造。", "（四）加快电网改造。"),
    ("numbering", "12.加快电网改造。", "加快电网改造。", "13.加快电网改造。"),
    ("numbering", "②加快电网改造。", "加快电网改造。", "3加快电网改造。"),
    (
        "aside",
        "《丙州市供热办法》（丙政发〔2031〕6号）同时废止。",
        "《丙州市供热办法》同时废止。",
        "《丙州市供热办法》（丙政发〔2031〕8号）同时废止。",
    ),
    ("marks", "推动货物“公转铁”。", "推动货物公转铁。", "推动货物“公转水”。"),
    ("marks", "支持各县（区）建设电网。", "支持各县区建设电网。", "支持各县建设电网。"),
    (
        "clause",
        TARGET,
        "到2033年，全市淘汰国三柴油货车1.2万辆，改造燃煤锅炉35台。",
        "全市淘汰国三柴油货车1.2万辆。",
    ),
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
    ("same", "企业必须于年底前完成改造。", "企业须于年底前完成改造。", "企业可于年底前完成改造。"),
    ("same", "补贴不少于3万元。", "补贴不低于3万元。", "补贴超过3万元。"),
]


@pytest.mark.parametrize(("licence", "passage", "right", "wrong"), LICENSED)
def test_a_licence_allows_what_it_says_and_not_what_is_like_it(
    licence: str, passage: str, right: str, wrong: str
) -> None:
    assert licence in (licences_of(right, passage) or ())
    assert licences_of(wrong, passage) is None


PAGE = Known(issuers=("丙州市人民政府",), places=("乙江省",), years=frozenset({2031}))


@pytest.mark.parametrize(
    ("licence", "passage", "right", "wrong"),
    [
        ("year", "8月5日，甲厂停产。", "2031年8月5日，甲厂停产。", "2030年8月5日，甲厂停产。"),
        ("place", "全省淘汰锅炉9台。", "乙江省全省淘汰锅炉9台。", "丁江省全省淘汰锅炉9台。"),
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


def test_every_licence_has_a_proof_and_a_test() -> None:
    tested = {row[0] for row in LICENSED} | {"year", "place", "issuer", "same"}
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
            "补贴标准为3万元，自明年起停止执行。", "补贴标准为3万元。", id="it is stopped"
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
    assert licences_of("市指挥部启动Ⅱ级响应。", passage) == {"clause", "subject"}
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


def test_the_kept_clauses_are_told_by_their_characters() -> None:
    found = compare("省能源局负责验收。", DUTIES)
    assert DUTIES.replace("，", ",")[slice(*found.kept)] == "省能源局负责验收"


def test_a_claim_of_two_thousand_characters_is_not_compared() -> None:
    long = "全市淘汰国三柴油货车1.2万辆，" * 140
    assert compare(long, long).tier == "unlicensed"
