"""The content and impact checks: the sentence stands there, whole and unturned."""

from __future__ import annotations

import pytest

from agent.checks.sentence import SentenceCheck
from agent.findings import Label, Verdict
from agent.policy import REPORTED, Quoted
from agent.records import Page
from tests.samples import CONTENT, IMPACT, only, page, policy, subject, told

SUPPORTED, REFUTED, OPEN = Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO


AIM, ESTIMATE, REPORT = {"target": "yes"}, {"tense": "estimate"}, {"tense": "report"}


def judge(at: Page, value: str, quote: str | None = None) -> Verdict:
    of = policy(at, content=(Quoted(value=value, quote=quote, source=""),))
    return only(SentenceCheck("content")(subject(of, at)))


def test_a_verbatim_sentence_is_supported_with_its_place() -> None:
    at = page()
    found = judge(at, CONTENT, CONTENT)
    assert told(found) == (SUPPORTED, "sentence.verbatim")
    assert found.span
    assert at.text[found.span.start : found.span.end] == CONTENT


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(CONTENT.replace("4.2", "４．２"), id="full width"),
        pytest.param(CONTENT.replace("，", "，\n"), id="line break"),
        pytest.param(CONTENT + "。", id="a full stop of its own"),
    ],
)
def test_a_reformatted_sentence_is_the_same(written: str) -> None:
    assert told(judge(page(), written)) == (SUPPORTED, "sentence.verbatim")


@pytest.mark.parametrize(
    ("old", "new"),
    [("4.2", "4.3"), ("国三", "国四"), ("最高", "最低"), ("淘汰", "更新"), ("货车", "客车")],
)
def test_one_change_and_it_is_not_supported(old: str, new: str) -> None:
    changed = CONTENT.replace(old, new)
    assert changed != CONTENT
    assert judge(page(), changed, changed).label is not SUPPORTED
    assert judge(page(), changed, CONTENT).label is not SUPPORTED


def test_other_words_than_the_quote_are_left_open() -> None:
    found = judge(page(), "老旧货车提前报废可以领到补贴", CONTENT)
    assert told(found) == (OPEN, "sentence.paraphrase")


def test_a_sentence_whose_quote_is_not_there_is_open() -> None:
    assert told(judge(page(), "老旧货车可以领到补贴", "老旧货车可以领到一大笔补贴")) == (
        OPEN,
        "quote.not_found",
    )


def test_a_sentence_without_a_quote_that_stands_nowhere_is_open() -> None:
    assert told(judge(page(), "老旧货车可以领到补贴")) == (OPEN, "sentence.absent")


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        pytest.param(
            "不再对国四排放标准柴油货车实施限行。", "对国四排放标准柴油货车实施限行", id="不再"
        ),
        pytest.param("我市拟对国四柴油货车实施限行。", "对国四柴油货车实施限行", id="拟"),
        pytest.param("禁止国四柴油货车驶入城区。", "国四柴油货车驶入城区", id="禁止"),
        pytest.param(
            "国四柴油货车禁止驶入城区，运输民生物资的除外。",
            "国四柴油货车禁止驶入城区",
            id="an exception in the next clause stays printed elsewhere",
        ),
        pytest.param("试点对新能源货车免费通行。", "对新能源货车免费通行", id="试点"),
    ],
)
def test_a_sentence_cut_off_from_the_word_that_turns_it(words: str, cut: str) -> None:
    found = judge(page(body=words), cut, cut)
    assert told(found) == (OPEN, "sentence.cut_off")


BAN = "自2024年12月1日起，国四柴油货车禁止驶入绕城高速以内。"


def test_another_date_in_other_words_is_open_and_told() -> None:
    found = judge(page(body=BAN), "2024年11月1日起国四柴油货车不得驶入绕城高速以内", BAN)
    assert told(found) == (OPEN, "sentence.other_date")


def test_another_date_in_the_pages_own_words_refutes() -> None:
    found = judge(page(body=BAN), "自2024年11月1日起，国四柴油货车禁止驶入绕城高速以内。", BAN)
    assert told(found) == (REFUTED, "sentence.other_value")
    assert found.values == {"claimed": "2024年11月1日", "page": "2024年12月1日"}


def test_done_where_the_quote_plans_is_open_and_told() -> None:
    words = "太临高速力争2025年6月建成通车。"
    found = judge(page(body=words), "太临高速已建成通车", words)
    assert told(found) == (OPEN, "sentence.other_status")


def test_a_copy_that_was_changed_is_no_retelling_and_says_where() -> None:
    words = "推动大宗货物公转铁，提高铁路集装箱运输比重。"
    found = judge(page(body=words), words.replace("提高铁路", "提高公路"), words)
    assert told(found) == (OPEN, "sentence.nearly")
    assert found.values == {"claimed": "公", "page": "铁"}


@pytest.mark.parametrize("value", ["太临高速已建成通车", "太临高速于2026年6月建成通车"])
def test_in_somebody_elses_report_such_a_sentence_is_refuted(value: str) -> None:
    at = page(body="太临高速力争2025年6月建成通车。")
    quoted = Quoted(value=value, quote=at.body_text.strip(), source="")
    of = policy(at, content=(quoted,)).model_copy(update={"extractor": REPORTED})
    assert only(SentenceCheck("content")(subject(of, at))).label is REFUTED


def test_a_wider_scope_than_the_quotes_is_open() -> None:
    words = "在太原市开展试点，对新能源货车免费。"
    found = judge(page(body=words), "太原市对新能源货车免费", words)
    assert told(found) == (OPEN, "sentence.wider_scope")


def test_an_aim_is_told_as_one() -> None:
    at = page()
    of = policy(at, impact=(Quoted(value=IMPACT, quote=IMPACT, source=""),))
    found = only(SentenceCheck("impact")(subject(of, at)))
    assert (found.check, found.values) == ("impact", {"target": "yes"})


@pytest.mark.parametrize(
    ("words", "values"),
    [
        pytest.param("全省已淘汰国三柴油货车5100辆", REPORT, id="achieved"),
        pytest.param("各市应当将上月补贴发放情况报省交通运输厅", {}, id="将 marks an object"),
        pytest.param("现将《公共交通发展规划》印发给你们", {}, id="规划 is a name"),
        pytest.param("新线路将新增纯电动公交车36辆", AIM, id="将 with what is aimed at"),
        pytest.param("预计每年减少柴油消费约2万吨", ESTIMATE, id="expected"),
        pytest.param("项目建成后每年可节约标准煤2万吨", ESTIMATE, id="reckoned"),
        pytest.param("2026年底前淘汰国三柴油货车", AIM, id="by a day to come"),
        pytest.param("钢铁行业提前完成1.5亿吨去产能目标", REPORT, id="an aim that was met"),
        pytest.param("力争提前完成1.5亿吨去产能目标", AIM, id="an aim still"),
        pytest.param("全省目标完成形势分为三级，每季通报2次", {}, id="how aims are met is no aim"),
        pytest.param("全省已经形成良好氛围", {}, id="a result without a quantity"),
        pytest.param("工作目标：2031年，单位能耗比上年下降1.5%左右", AIM, id="headed as an aim"),
        pytest.param(
            "下降率每比目标任务改善0.1个百分点的，按资金总额的1%奖励", {}, id="an aim as a measure"
        ),
        pytest.param(
            "研究制定《某市2030年前行动方案》，明确任务目标和8项任务",
            {},
            id="a paper with its aims",
        ),
        pytest.param("提出到2030年建成充电站9座的目标", AIM, id="an aim that is put forward"),
        pytest.param("对市重点研发计划项目，给予不超过500万元的补助", {}, id="计划 is a name"),
    ],
)
def test_an_aim_is_told_from_an_estimate_and_from_what_was_achieved(
    words: str, values: dict[str, str]
) -> None:
    assert judge(page(body=words + "。"), words).values == values


def test_what_is_headed_as_an_aim_is_told_without_its_head_only_where_it_says_so_itself() -> None:
    words = "2031年，单位能耗比上年下降1.5%左右"
    assert judge(page(body=f"工作目标：{words}。"), words).label is Label.NOT_ENOUGH_INFO
    assert judge(page(body=f"工作目标：到{words}。"), f"到{words}").values == AIM
    assert judge(page(body=f"{words}。"), words).values == REPORT


@pytest.mark.parametrize(
    ("before", "values"),
    [
        pytest.param("到2030年，全省建成充电站9座。", AIM, id="an aim"),
        pytest.param("截至2025年底，全省累计建成充电站9座。", REPORT, id="a result"),
        pytest.param("预计2027年全省建成充电站9座。", ESTIMATE, id="an estimate"),
        pytest.param("全省推进电网改造。", {}, id="no time"),
        pytest.param("到2030年，全省建成充电站9座。\n二、任务\n", {}, id="another paragraph"),
    ],
)
def test_a_sentence_without_a_time_has_that_of_the_sentence_before(
    before: str, values: dict[str, str]
) -> None:
    words = "充电桩总功率达到8万千瓦"
    assert judge(page(body=f"{before}{words}。"), words).values == values


def test_a_sentence_from_an_attachment_says_so() -> None:
    attachment = page("补贴标准", body=CONTENT + "。", rows={}, url="https://x.example/1.docx")
    at = page(body="见附件。", attachments=[attachment])
    assert judge(at, CONTENT, CONTENT).source == attachment.sha256


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param("全省力争淘汰国三柴油货车5000辆", id="without 以上"),
        pytest.param("全省力争淘汰国三柴油货", id="in the middle of a word"),
        pytest.param("年底，全省力争淘汰国三柴油货车5000辆以上", id="without its year"),
    ],
)
def test_a_sentence_cut_inside_a_clause_is_left_open(cut: str) -> None:
    assert told(judge(page(), cut, cut)) == (OPEN, "sentence.cut_off")


@pytest.mark.parametrize("numbered", ["第三条　", "（二）", "3.", "三是"])
def test_a_number_before_it_is_no_part_of_a_sentence(numbered: str) -> None:
    at = page(body=f"{numbered}{IMPACT}。")
    assert told(judge(at, IMPACT, IMPACT)) == (SUPPORTED, "sentence.verbatim")


TARGETS = "到2030年，全市淘汰国三货车9万辆。新建充电站60座，改造锅炉35台。"


def test_a_quote_is_widened_to_the_sentence_that_has_the_claims_values() -> None:
    claim = "到2030年，全市淘汰国三货车9万辆，新建充电站60座。"
    quote = "新建充电站60座，改造锅炉35台。"
    at = page(body=TARGETS)
    found = judge(at, claim, quote)
    assert told(found) == (SUPPORTED, "sentence.abridged")
    assert found.span is not None
    words = at.text[found.span.start : found.span.end]
    assert words == "到2030年，全市淘汰国三货车9万辆。新建充电站60座"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(TARGETS.replace("。新建", "。\n新建"), id="of another paragraph"),
        pytest.param(
            TARGETS.replace("全市淘汰", "全市" + "持续改善大气环境质量，" * 28 + "淘汰"),
            id="longer than a quote",
        ),
    ],
)
def test_a_quote_is_not_widened_over_a_paragraph_or_beyond_its_length(body: str) -> None:
    claim = "到2030年，全市淘汰国三货车9万辆，新建充电站60座。"
    found = judge(page(body=body), claim, "新建充电站60座，改造锅炉35台。")
    assert found.label is not SUPPORTED


def test_what_bears_a_sentence_keeps_its_condition() -> None:
    whole = "对更新的企业，市财政应当积极给予补贴3万元，县财政给予补贴2万元。"
    at = page(body=whole)
    found = judge(at, "对更新的企业，市财政应当给予补贴3万元。", whole)
    assert told(found) == (SUPPORTED, "sentence.abridged")
    assert found.span is not None
    assert at.text[found.span.start : found.span.end].startswith("对更新的企业，市财政应当积极")
    assert judge(at, "市财政应当给予补贴3万元。", whole).label is not SUPPORTED


@pytest.mark.parametrize(
    ("body", "words", "label"),
    [
        pytest.param(
            "（三）完善支持政策\n对更新的给予补贴。", "（三）完善支持政策", OPEN, id="a heading"
        ),
        pytest.param(
            "（三）完善支持政策。对更新的给予补贴。",
            "（三）完善支持政策",
            SUPPORTED,
            id="a sentence",
        ),
        pytest.param(
            "第三条　国三货车9辆不得进城\n",
            "第三条　国三货车9辆不得进城",
            SUPPORTED,
            id="with a figure",
        ),
    ],
)
def test_a_heading_is_no_content(body: str, words: str, label: Label) -> None:
    assert judge(page(body=body), words, words).label is label


def test_what_a_change_is_compared_with_is_no_time_of_the_sentence() -> None:
    words = "单位能耗较2020年下降13.5%，绿电占比达到46%以上"
    at = page(body=f"到2025年，绿色生产体系初步形成。{words}。")
    assert judge(at, words).values == AIM


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("②加快电网改造。", "加快电网改造。"),
        ("①大力加快电网改造；②推广热泵；⑩新建储能电站。", "①加快电网改造；②推广热泵；⑩新建储能电站。"),
    ],
)  # fmt: skip
def test_a_circled_number_moves_no_place(body: str, words: str) -> None:
    verdict = judge(page(body=body), words)
    assert verdict.label is Label.SUPPORTED
    assert verdict.span
