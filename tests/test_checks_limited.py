"""A whole sentence of the page that the one beside it limits is told only with it. Every page is invented."""

from __future__ import annotations

from datetime import date

import pytest

from agent.checks.page_sentence import PageSentenceCheck
from agent.checks.sentence import SentenceCheck
from agent.facts.document import PageFacts
from agent.findings import Label
from agent.policy import Quoted
from agent.records import Page, Span
from agent.wording.taken_back import may_take_back
from tests.knowledge import sectors
from tests.samples import page, policy, subject, told

LIMITED = (Label.NOT_ENOUGH_INFO, "sentence.limited")
WHOLE = (Label.SUPPORTED, "sentence.verbatim")
TAKEN_BACK = [
    ("城区燃气公交享受运营补助，标准为每车每年3万元。", "停驶超过90天的，扣减当年补助。"),
    ("对新建加氢站给予一次性建设补助300万元。", "补助政策有效期至2033年6月30日。"),
    ("铝灰可以用作制砖原料。", "含氟量超过1%的铝灰不在此列。"),
    ("港口岸电服务费减半收取。", "减收政策已于2032年底到期。"),
    ("《散煤治理奖补细则》规定，每户奖补2000元。", "该细则已被2032年新办法替代。"),
    ("纯电动货车不受早晚高峰限行限制。", "核心区道路除外。"),
    ("居民峰谷电价自2032年起执行。", "农村居民暂不执行。"),
    ("光伏项目余电上网按标杆电价收购。", "2033年以后备案的项目按市场价收购。"),
    ("企业可凭绿证抵扣能耗指标。", "抵扣量不得超过年度指标的20%。"),
    ("污水处理企业免征水资源税。", "超过许可取水量的部分照常征收。"),
    ("秸秆综合利用企业享受增值税即征即退。", "被列入失信名单的企业不享受该政策。"),
    ("县政府批准建设丙河生物质电站。", "项目因环评未通过已停止推进。"),
    ("热泵用户执行居民合表电价。", "执行该电价须经供电公司核验。"),
    ("全市出租车更新为纯电动车。", "该要求目前仅在主城区试行。"),
    ("砖瓦窑一律关停。", "安装脱硫设施并稳定达标的，可暂缓关停。"),
    ("市政府宣布提高停车收费标准。", "因意见分歧较大，该方案已搁置。"),
    ("煤矿智能化改造按投资额的15%补助。", "单矿补助总额不高于1000万元。"),
    ("垃圾发电项目享受全额保障收购。", "该政策自2034年起不再执行。"),
    ("渔船更换电动机，每艘补贴6万元。", "国有单位的渔船不予补贴。"),
    ("渔船更换电动机，每艘补贴6万元。", "国有单位的船舶不予补贴。"),
    ("对安装光伏的渔民，每千瓦补助300元。", "享受过其他政策的家庭不予补助。"),
    ("冷库安装计量表，每座奖励5千元。", "租赁的冷库不适用本办法。"),
    ("港区拖轮执行八折电价。", "外籍拖轮暂不执行八折电价。"),
    ("采石场每周三参与轮休。", "供应铁路工程的采石场不参与轮休。"),
    ("新能源汽车免收停车费2小时。", "超出2小时的部分按标准收费。"),
]
NOT_TAKEN_BACK = [
    ("城区燃气公交享受运营补助，标准为每车每年3万元。", "补助资金由市财政局按季拨付。"),
    ("对新建加氢站给予一次性建设补助300万元。", "2032年已有4座加氢站获得补助。"),
    ("铝灰可以用作制砖原料。", "全省铝灰年产生量9万吨。"),
    ("港口岸电服务费减半收取。", "2032年岸电使用量增长30%。"),
    ("纯电动货车不受早晚高峰限行限制。", "车主可通过手机办理通行证。"),
    ("居民峰谷电价自2032年起执行。", "峰段为8时至22时。"),
    ("企业可凭绿证抵扣能耗指标。", "绿证交易由省电力交易中心组织。"),
    ("污水处理企业免征水资源税。", "节水企业减征城镇土地使用税。"),
    ("砖瓦窑一律关停。", "关停后的场地由县政府组织复垦。"),
    ("工业企业用水超定额部分加价2倍。", "加价收入用于节水改造。"),
    ("新能源汽车免收停车费2小时。", "燃油车辆收费标准每小时5元。"),
    ("对购买节能家电的居民给予补贴。", "对购买节能家具的居民给予奖励。"),
    ("各县要加快淘汰燃煤锅炉。", "对未按期完成的县予以通报。"),
    ("全市新建充电桩9000个。", "同时，取消收费站3个。"),
    ("市政府印发供热方案。", "该方案明确热源布局。"),
    ("对2032年底前关停的土窑，每座奖补8万元，每户最高奖补16万元。", "设备购置补助每户最高3万元。"),
    ("对更换电动机的渔船船东，每艘补贴6万元。", "国有单位的快艇不予补贴。"),
    ("冷库经营者未安装计量表的，处5千元罚款。", "家庭冰柜不适用本办法。"),
    ("港区拖轮执行八折电价。", "海军舰艇暂不执行八折电价。"),
    ("考核显示，丙州为基本完成等级，乙州为未完成等级。", "对该地区新增冷库暂停审批。"),
    ("丙港冷库制冷能效为3.1。", "运营方称该数据尚未核验。"),
    ("采石场每周三参与轮休。", "医院和学校不参与轮休。"),
    ("丙州安排检修补助900万元。", "居民用电每千瓦时补助0.1元，每户最高补助电量200千瓦时。"),
    ("年用电量2160度以内的，执行每度0.5元的电价。", "超出部分每度加价0.3元。"),
    ("《热价办法》自2032年7月1日起施行。", "原试行办法同时废止。"),
    ("甲港码头一期工程年吞吐能力300万吨。", "二期工程尚未获得核准。"),
    (
        "被约谈的乙县须在15日内提交整改方案。",
        "整改期间，暂停审批新增排放的建设项目，民生项目除外。",
    ),
]
ONLY_MEANT = [
    ("云礁船厂停用锅炉8台。", "石鼓船厂改造锅炉3台，共减排9万吨。"),
    ("会议部署了明年重点工作。", "全市淘汰燃煤锅炉45台，节煤8万吨。"),
    ("煤化工项目正在办理前期手续。", "丙泉公司建设甲醇装置2套，年用煤90万吨。"),
    ("州政府承诺2033年前实现以下目标。", "散煤用量下降40%，供热煤耗下降6%。"),
    ("本规划的发展目标为。", "冷库能效提升12%，氨制冷占比为80%。"),
    ("该热电联产工程仍在论证阶段。", "机组装机70万千瓦，年供热900万吉焦。"),
]
DONE_OR_MARKED = [
    ("云礁船厂停用锅炉8台。", "石鼓船厂改造锅炉3台，该船厂减排9万吨。"),
    ("云礁船厂位于丙县。", "石鼓船厂改造锅炉3台，共减排9万吨。"),
    ("会议总结了去年工作完成情况。", "全市淘汰燃煤锅炉45台，节煤8万吨。"),
    ("会议部署了明年重点工作。", "全市已淘汰燃煤锅炉45台，节煤8万吨。"),
    ("会议部署了明年重点工作。", "加强散煤治理，巩固清洁取暖成果。"),
    ("年度目标任务如下。", "2033年底前，建成换电站16座。"),
]


def read(*sentences: str) -> Page:
    return page(body="".join(sentences), rows={}, url="https://www.yijiang.example/zwgk/9.html")


def judge(at: Page, words: str, quote: str | None = None) -> tuple[Label, str]:
    of = policy(at, content=(Quoted(value=words, quote=quote or words, source=""),), impact=())
    return told(SentenceCheck("content")(subject(of, at))[0])


@pytest.mark.parametrize(("sentence", "limit"), TAKEN_BACK)
def test_a_sentence_that_the_next_one_limits_is_told_only_with_it(
    sentence: str, limit: str
) -> None:
    at = read(sentence, limit)
    assert judge(at, sentence) == LIMITED
    assert judge(at, sentence + limit) == WHOLE


@pytest.mark.parametrize(("sentence", "other"), NOT_TAKEN_BACK)
def test_a_sentence_stands_beside_one_that_tells_something_else(sentence: str, other: str) -> None:
    assert judge(read(sentence, other), sentence) == WHOLE


@pytest.mark.parametrize(("heading", "sentence"), ONLY_MEANT)
def test_a_figure_under_what_is_only_meant_is_told_with_it(heading: str, sentence: str) -> None:
    at = read(heading, sentence)
    assert judge(at, sentence) == LIMITED
    assert judge(at, heading + sentence) == WHOLE


@pytest.mark.parametrize(("heading", "sentence"), DONE_OR_MARKED)
def test_what_is_done_or_is_marked_as_an_aim_needs_no_heading(heading: str, sentence: str) -> None:
    assert judge(read(heading, sentence), sentence) == WHOLE


def test_a_sentence_of_another_paragraph_limits_nothing() -> None:
    sentence, limit = TAKEN_BACK[2]
    at = page(body=f"{sentence}\n{limit}", rows={}, url="https://www.yijiang.example/9.html")
    assert judge(at, sentence) == WHOLE


def test_an_abridged_sentence_is_limited_as_the_whole_one() -> None:
    at = read("为降低成本，铝灰可以大力用作制砖原料。", "含氟量超过1%的铝灰不在此列。")
    claim, quote = "铝灰可以用作制砖原料。", "为降低成本，铝灰可以大力用作制砖原料。"
    assert judge(at, claim, quote) == LIMITED


def test_both_sentences_are_printed_in_the_place_of_the_one() -> None:
    sentence, limit = TAKEN_BACK[2]
    at = read(sentence, limit)
    of = policy(at, content=(Quoted(value=sentence, quote=sentence, source=""),), impact=())
    (found, *_) = PageSentenceCheck(sectors())(subject(of, at))
    assert found.reason == "wording.page"
    assert found.span
    assert at.text[found.span.start : found.span.end] == sentence + limit


@pytest.mark.parametrize(("sentence", "limit"), TAKEN_BACK)
def test_two_sentences_of_which_one_limits_the_other_are_read(sentence: str, limit: str) -> None:
    assert may_take_back(sentence + limit)


def test_two_sentences_without_a_word_that_limits_are_not_read() -> None:
    assert not may_take_back("各县要加快淘汰燃煤锅炉。市生态环境局每月调度进度①，并按季公布。")


def test_the_sentences_beside_another_are_those_before_and_behind_it() -> None:
    first, whole, last = "甲河通航。", "乙河停航，丙河限航。", "丁河疏浚。"
    text = f"{first}\n{whole}{last}"
    facts = PageFacts(read(first).model_copy(update={"text": text, "title": ""}), date(2033, 1, 1))
    begin = text.index(whole)
    before, behind = facts.sentences_beside(Span(start=begin, end=begin + len(whole)))
    assert (before and before.text, behind and behind.text) == (first, last)
    assert facts.sentences_beside(Span(start=0, end=len(text))) == (None, None)
