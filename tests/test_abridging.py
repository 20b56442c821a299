"""A sentence of a page made shorter by its licences: what goes, and what never does. All invented."""

from __future__ import annotations

import pytest

from agent.findings import SHORTER, Label, Status, Wording
from agent.policy import Quoted
from agent.report import html, text
from agent.report.finding_view import FindingView
from agent.report.items import item
from agent.wording import compare
from agent.wording.abridging import between, shorter
from tests.dossiers import dossier
from tests.knowledge import finding, sectors
from tests.samples import IMPACT, page, policy, quoted


def ground(words: str) -> float:
    return sectors().score(words, "Ground")


def made(sentence: str) -> str | None:
    """The shortest that the licences allow, as the check chooses it."""
    told = shorter(sentence, ground)
    return next((one for one in told if compare(one, sentence).tier == "abridged"), None)


@pytest.mark.parametrize(
    ("whole", "left"),
    [
        pytest.param(
            "为减少道路扬尘，改善市区空气，根据有关法规，丙州市人民政府决定调整重型柴油货车限行时间和范围。",
            "丙州市人民政府决定调整重型柴油货车限行时间和范围。",
            id="why, with the aim that goes on from it",
        ),
        pytest.param(
            "完善物业管理制度，大力推广新能源公交车和出租车，优化营商环境，提升政务服务水平。",
            "完善物业管理制度，推广新能源公交车和出租车。",
            id="acts that tell nothing of the sector, and an adverb of zeal",
        ),
        pytest.param(
            "到2035年，城市面貌明显改善，绿色产业比重稳步提升，全省新能源公交车占比达到90%以上。",
            "到2035年，全省新能源公交车占比达到90%以上。",
            id="which way things go, beside a figure",
        ),
        pytest.param(
            "到2035年，粮食总产量达到900万吨，森林覆盖率达到40%，公交出行分担率达到30%。",
            "到2035年，公交出行分担率达到30%。",
            id="figures of other things, where one of the sector stands beside them",
        ),
        pytest.param(
            "在陶瓷、玻璃、印染、公交车、造纸、化肥等行业推广高效节能电机和变频设备。",
            "在陶瓷、公交车等行业推广高效节能电机和变频设备。",
            id="members of a long open list, not the first and the one of the sector",
        ),
        pytest.param(
            "在陶瓷、玻璃、货车、造纸、公交车、化肥等行业推广高效节能电机。",
            "在陶瓷、货车、公交车等行业推广高效节能电机。",
            id="a third member where it is of the sector, too",
        ),
        pytest.param(
            "在主城区和各县推广新能源公交车和出租车，初步形成规则清晰的管理机制，逐步实现社区服务的智能化。",
            "在主城区和各县推广新能源公交车和出租车。",
            id="what comes of it, in verbs of no list",
        ),
        pytest.param(
            "推广新能源公交车，占比达到90%；各村改水改厕，卫生厕所普及；新建换电站45座。",
            "推广新能源公交车，占比达到90%；新建换电站45座。",
            id="all between two semicolons that tells nothing of the sector",
        ),
        pytest.param(
            "加快充换电设施规划布局和建设（丙政发〔2031〕6号），完善停车收费管理制度，新建换电站45座、充电桩1.2万个。",
            "加快充换电设施规划布局和建设，新建换电站45座、充电桩1.2万个。",
            id="the number of a paper in brackets",
        ),
        pytest.param(
            "公交企业应当通过县充电设施管理系统（网址：https://a.example/x.do?id=9）报送充电量。",
            "公交企业应当通过县充电设施管理系统报送充电量。",
            id="an address in brackets",
        ),
        pytest.param(
            "为贯彻落实《甲州市规划》和《乙州市办法》（甲政发〔2031〕6号）精神，推广电动公交车，制定本方案。",
            "为贯彻落实《甲州市规划》和《乙州市办法》精神，推广电动公交车，制定本方案。",
            id="no paper of two in a ground",
        ),
        pytest.param(
            "第五条 积极推广电动公交车和出租车，完善停车收费管理制度，优化营商环境。",
            "推广电动公交车和出租车，完善停车收费管理制度。",
            id="the number of an article",
        ),
        pytest.param(
            "提升公交服务水平，推广电动公交车，完善停车管理，特制定本办法。",
            "提升公交服务水平，推广电动公交车，特制定本办法。",
            id="an aim beside others, and not what the paper does",
        ),
        pytest.param(
            "指导公交企业制定更新方案，明确完成时限，完善停车管理，优化营商环境。",
            "指导公交企业制定更新方案，明确完成时限。",
            id="acts beside a plan that stays",
        ),
    ],
)
def test_what_tells_least_is_left_out(whole: str, left: str) -> None:
    assert made(whole) == left


@pytest.mark.parametrize(
    "whole",
    [
        pytest.param(
            "对更新八年以上公交车的，支持购置新能源公交车，每辆车平均补贴八万元，单车最高不超过十万元。",
            id="conditions and bounds",
        ),
        pytest.param(
            "西岭市、南湾市建成区新增和更新的城市配送货车，新能源车所占比例不低于80%。",
            id="of whom a figure is",
        ),
        pytest.param("自2031年3月1日起，国三柴油货车不得驶入绕城高速以内道路。", id="a time alone"),
        pytest.param(
            "通过推广多式联运，重点港口大宗货物铁路集疏运所占比例稳步提高。", id="a means alone"
        ),
        pytest.param(
            "原则上不再新增自备机组，严控化工产能规模，淘汰国三柴油货车，禁止新建燃煤锅炉。",
            id="what is forbidden or ended",
        ),
        pytest.param(
            "加强新建、扩建高耗能项目准入管理，严格实施产能、能耗、污染物排放等量替代。",
            id="of which kind of thing the rest is",
        ),
        pytest.param(
            "网传丙州市将对公交车停止补贴，完善停车管理，优化线路布局，实为谣言。", id="a rumour"
        ),
        pytest.param("重型货车 | 提前报废，完善手续，优化流程，给予补贴 | 每辆4万元", id="a row"),
        pytest.param(
            "在陶瓷、玻璃、印染、公交车、造纸、化肥等六个行业推广节能电机。", id="a counted list"
        ),
        pytest.param(
            "按照谁使用谁付费的原则，健全公交停车场收费制度，各县可结合本县实际，实行分时计价。",
            id="by which principle, and what a county may do",
        ),
        pytest.param(
            "具备营运资质的公交企业，实施的充电项目应在丙州市内建成，方可申报。",
            id="实施的 says which project, and is no act",
        ),
        pytest.param(
            "公交车占全市客车的9%，其中电动公交车占比达到60%，燃气公交车占比达到30%。",
            id="one part of two",
        ),
        pytest.param("分批更新公交车90辆，首批30辆年内上路，其余视资金情况确定。", id="the rest"),
        pytest.param(
            "指导公交企业制定更新方案，明确完成时限、资金来源、充电保障和人员安排。",
            id="what the plan is to tell",
        ),
        pytest.param(
            "鼓励各县公交企业盘活停车场，配建快速充电桩和换电设施并对外开放经营。",
            id="whom it makes do something",
        ),
        pytest.param(
            "完善小区停车设施（老旧小区的按另行规定执行）。", id="a remark that takes something out"
        ),
        pytest.param("推广电动公交车，完善\n城市公共停车场的建\n设和管理制度。", id="broken lines"),
        pytest.param(
            "发展公共交通，是丙州市统筹城乡发展，着眼长远大局作出的重大决策。",
            id="what it is judged to be",
        ),
        pytest.param(
            "推广新能源公交车，占比达到90%；严禁露天焚烧秸秆。",
            id="a measure, and a ban between two semicolons",
        ),
        pytest.param(
            "推广新能源公交车，每辆补贴3万元；改造老旧厕所，单座最高不超过2万元。",
            id="a cap between two semicolons, and what it is of",
        ),
        pytest.param(
            "在城区推广使用新能源公交车，鼓励设置24小时通行的绿色通道。", id="an act with a figure"
        ),
        pytest.param(
            "完成充电站建设，预计每年减少柴油消费2.1万吨，减少二氧化碳排放6.5万吨。",
            id="a figure of emissions",
        ),
        pytest.param(
            "公交企业更新新能源公交车，所需资金由县财政统筹安排解决。", id="who pays for it"
        ),
        pytest.param(
            "公交企业根据县里公布的上年度充电量，确定当年更新车辆的数量。",
            id="a ground without its act",
        ),
        pytest.param(
            "综合运用土地、税收政策支持公交，引导社会资本投入绿色出行领域。",
            id="an act behind what means",
        ),
        pytest.param(
            "在公交、出租车和氢能应用等重点领域，实施一批带动性强的重大工程。",
            id="an act behind where",
        ),
        pytest.param(
            "各地要推广新能源公交车，省财政将对更新及时的地区给予奖励，对更新不及时的适当扣减。",
            id="who does what stands behind it",
        ),
        pytest.param(
            "鼓励公交场站配套建设充电桩，或通过租用设施满足充电需要。", id="the other of two ways"
        ),
        pytest.param(
            "公交企业应当建立充电台账，并定期报送县交通运输局备案，不得瞒报。",
            id="both of two duties",
        ),
        pytest.param(
            "公交企业建立新车台账，原则上须具有充电设施管理资质。",
            id="what is required in principle",
        ),
    ],
)
def test_what_limits_or_bears_the_rest_is_never_left_out(whole: str) -> None:
    assert list(shorter(whole, ground)) == []


LONG = "为减少道路排放，改善空气质量，丙州市人民政府应当推广新能源公交车，优化线路布局，完善停车管理，打造智慧车站，建立信息平台。"


@pytest.mark.parametrize("claim", ["", "推广新能源公交车和出租车，优化营商环境。"])
def test_a_quote_without_its_full_stop_is_made_as_short_as_with_it(claim: str) -> None:
    quote = "完善物业管理制度，大力推广新能源公交车和出租车，优化营商环境，提升政务服务水平"
    ways = [
        list(between(quote, claim, stands) if claim else shorter(quote, ground, stands))
        for stands in ("", f"{quote}。")
    ]
    assert ways[0] == ways[1] != []


def test_the_report_tells_it_shorter_with_the_pages_sentence_as_its_quote() -> None:
    at = page(body=f"{LONG}\n{IMPACT}。")
    found = finding(policy(at, content=(quoted(LONG, LONG),)), at)
    run = dossier(found, pages=(at,))
    (sentence,) = FindingView(found, run).summaries["content"]
    assert (sentence.wording, sentence.quote) == (Wording.ABRIDGED, LONG)
    assert len(sentence.text) < 0.85 * len(LONG)
    assert "公交车" in sentence.text
    for told in (
        text.text_of_point(run, "zh", note=""),
        "".join(text.markdown([run], "zh")),
        "".join(html.parts([run], "zh")),
    ):
        assert sentence.text in told
        assert LONG in told
        assert "节略，与来源一致" in told


def test_the_quote_beside_it_is_all_that_was_quoted_where_a_model_kept_its_beginning() -> None:
    at = page(body=f"{LONG}\n{IMPACT}。")
    kept = LONG.partition("，打造")[0] + "。"
    found = finding(policy(at, content=(quoted(kept, LONG),)), at)
    (sentence,) = FindingView(found, dossier(found, pages=(at,))).summaries["content"]
    assert (sentence.wording, sentence.quote) == (Wording.ABRIDGED, LONG)
    assert len(sentence.text) < len(kept)


def test_what_a_model_kept_of_a_sentence_it_halved_is_told_as_it_is() -> None:
    at = page(body=f"{LONG}\n{IMPACT}。")
    kept = "丙州市人民政府应当推广新能源公交车，优化线路布局。"
    found = finding(policy(at, content=(quoted(kept, LONG),)), at)
    (sentence,) = FindingView(found, dossier(found, pages=(at,))).summaries["content"]
    assert (sentence.text, sentence.quote) == (kept, LONG)


def test_a_models_choice_with_a_clause_put_back_is_told_before_the_programs_own() -> None:
    whole = "丙州市推广新能源公交车辆，优化营商环境，完善停车管理，全市建成公交站场20座，加强行业宣传引导，提升政务服务水平。"
    at = page(body=f"{whole}\n{IMPACT}。")
    claim = quoted("丙州市推广新能源公交车辆，全市共建成公交站场20座。", whole)
    found = finding(policy(at, content=(claim,)), at)
    (sentence,) = FindingView(found, dossier(found, pages=(at,))).summaries["content"]
    assert sentence.text == "丙州市推广新能源公交车辆，全市建成公交站场20座。"


def test_another_way_is_tried_where_the_best_is_not_the_pages() -> None:
    whole = "推广新能源公交车，建立包保机制，对未完成任务的县区实行约谈，完善停车管理制度。"
    ways = list(shorter(whole, ground))
    assert len(ways) > 1
    assert [len(way) for way in ways[1:]] == sorted(len(way) for way in ways[1:])


def test_the_claim_stays_the_pages_sentence_and_so_do_tables_of_facts() -> None:
    at = page(body=f"{LONG}\n{IMPACT}。")
    found = finding(policy(at, content=(quoted(LONG, LONG),)), at)
    view = FindingView(found, dossier(found, pages=(at,)))
    (sentence,) = view.sentences["content"]
    assert (sentence.text, sentence.wording) == (LONG, Wording.VERBATIM)
    assert found.status is Status.VERIFIED
    assert any(v.reason == SHORTER and v.label is Label.SUPPORTED for v in found.verdicts)


def test_the_pages_own_sentence_in_the_place_of_a_retold_one_is_told_shorter_too() -> None:
    at = page(body=f"{LONG}\n{IMPACT}。")
    retold = Quoted(value="公交总公司要多买电动公交车", quote=LONG, source=at.sha256)
    found = finding(policy(at, content=(retold,)), at)
    (sentence,) = FindingView(found, dossier(found, pages=(at,))).summaries["content"]
    assert (sentence.wording, sentence.quote) == (Wording.ABRIDGED, LONG)
    shown = item(found, dossier(found, pages=(at,)), "zh")
    assert [quote for _, quote in shown.quotes_apart][:1] == [LONG]


def test_nothing_of_somebody_elses_report_is_told_shorter() -> None:
    at = page(body=f"{LONG}\n{IMPACT}。")
    theirs = policy(at, content=(quoted(LONG, LONG),)).model_copy(update={"extractor": "report"})
    assert not any(v.reason == SHORTER for v in finding(theirs, at).verdicts)


@pytest.mark.parametrize(
    ("whole", "claim", "left"),
    [
        pytest.param(
            "工作目标：2031年，全市能耗比上年下降1.5%左右；全市能源消费增量控制在450万吨左右；煤炭消费总量控制在4200万吨以内；优良率稳步提高。",
            "2031年，全市能耗比上年下降1.5%左右；煤炭消费总量控制在4200万吨以内。",
            "工作目标：2031年，全市能耗比上年下降1.5%左右；煤炭消费总量控制在4200万吨以内。",
            id="the head that makes an aim of it comes back, and what else was left out stays away",
        ),
        pytest.param(
            "工作目标：2031 年，全市能耗比上年下降1.5% 左右；能源消费增量控制在450 万吨左右；煤炭消费总量控制在 4200 万吨以内。",
            "2031年，全市能耗比上年下降1.5%左右；煤炭消费总量控制在4200万吨以内。",
            "工作目标：2031年，全市能耗比上年下降1.5%左右；煤炭消费总量控制在4200万吨以内。",
            id="white space beside figures is the width of the page",
        ),
        pytest.param(
            "丙州市将降碳产品扩大到可再生能源，将价值机制推广到其他“两高”行业，稳步扩大规模，加强宣传。",
            "丙州市将降碳产品扩大到可再生能源，将价值机制推广到其他“两高”行业，以及其他。",
            "丙州市将降碳产品扩大到可再生能源，将价值机制推广到其他“两高”行业。",
            id="what a claim says otherwise is not taken over",
        ),
        pytest.param(
            "丙州市推广新能源公交车辆，优化营商环境，新能源公交车辆的比例达到80%，全市建成公交站场20座。",
            "丙州市推广新能源公交车辆，全市共建成公交站场20座。",
            "丙州市推广新能源公交车辆，全市建成公交站场20座。",
            id="a clause that shares words with one that is kept was left out",
        ),
        pytest.param(
            "丙州市严控水泥、玻璃、陶瓷、石灰、石材等高耗能项目建设，推广余热发电，完善统计制度。",
            "丙州市严控石灰、石材等高耗能项目的建设，推广余热发电。",
            "丙州市严控水泥、石灰、石材等高耗能项目建设，推广余热发电。",
            id="an open list is told by three members, the claim's first",
        ),
    ],
)
def test_a_clause_that_a_claim_should_not_have_left_out_is_put_back(
    whole: str, claim: str, left: str
) -> None:
    assert compare(claim, whole).tier != "abridged"
    told = next((t for t in between(whole, claim) if compare(t, whole).tier == "abridged"), None)
    assert told == left


@pytest.mark.parametrize(
    ("whole", "claim"),
    [
        pytest.param(
            "单位应于3月前登录申报系统，按照系统中的表式要求完成年度监测计划填报。",
            "单位应于3月前登录申报系统，完成年度监测计划填报。",
            id="a clause that is kept in part is not left out",
        ),
        pytest.param("货车 | 4000辆 | 2033年底，全部淘汰，严格执行。", "货车 | 4000辆", id="a row"),
        pytest.param(
            "，".join(f"建设充电站{n}座" for n in range(20, 28)) + "。",
            "建设充电站20座。",
            id="so much left out that it would be guessing",
        ),
        pytest.param(
            "对提前淘汰老旧货车的，每辆车最高补贴4万元；中重型货车另行规定。",
            "对提前淘汰老旧货车的，每辆车最多补贴4万元。",
            id="an exception behind a semicolon",
        ),
        pytest.param(
            "完善物业管理制度，推广新能源公交车，优化营商环境。",
            "公交公司要多买电动车。",
            id="a claim in other words",
        ),
    ],
)
def test_nothing_is_put_back_where_it_is_not_known_what_was_left_out(
    whole: str, claim: str
) -> None:
    assert list(between(whole, claim)) == []
