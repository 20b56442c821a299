"""What is printed of sentences that are not the page's: retold ones, and the page's own. All invented."""

from __future__ import annotations

import pytest

from agent.checks.entailment import Judgement, Rules
from agent.checks.parts import Names
from agent.details import Elsewhere
from agent.findings import Finding, Label, Status, Verdict, Wording
from agent.policy import Quoted
from agent.records import Page
from agent.report import html, text
from agent.report.finding_view import FindingView
from agent.report.items import item
from agent.wording.leads import without_number
from tests.dossiers import dossier
from tests.knowledge import finding, places, publishers
from tests.samples import CONTENT, IMPACT, POINT, page, policy, quoted, subject

WHOLE = "第三条　对更新八年以上公交车的，每辆车补贴8万元，并给予路权优先。"
OTHER_WORDS = "更新八年以上的公交车，一辆能领8万元"


def judged(*sentences: Quoted, at: Page) -> Finding:
    return finding(policy(at, content=sentences), at)


def printed(found: Finding, at: Page) -> list[tuple[str, Wording | None]]:
    told = FindingView(found, dossier(found, pages=(at,))).sentences["content"]
    return [(sentence.text, sentence.wording) for sentence in told]


def test_the_pages_own_sentence_stands_for_one_in_other_words() -> None:
    at = page(body=f"{WHOLE}\n{CONTENT}。\n{IMPACT}。")
    found = judged(quoted(OTHER_WORDS, WHOLE), at=at)
    assert printed(found, at) == [(" ".join(WHOLE.split()), Wording.PAGE)]
    assert found.status is Status.VERIFIED
    assert found.wording is Wording.VERBATIM  # of its impact; the claim itself is no fact


@pytest.mark.parametrize("dateline", ["本报讯（记者 某某）", "新华社太原11月8日电（记者 某某）"])
def test_the_pages_own_sentence_begins_behind_a_dateline(dateline: str) -> None:
    told = "省能源局8日公布，今年全省需关停煤电机组30万千瓦。"
    at = page(body=f"{dateline}{told}\n{IMPACT}。")
    found = judged(quoted("今年要关掉的煤电机组有30万千瓦", told), at=at)
    assert printed(found, at) == [(told, Wording.PAGE)]
    copied = judged(quoted(told, told), at=at)
    assert printed(copied, at) == [(told, Wording.VERBATIM)]


def test_a_sentence_with_another_value_is_not_printed_and_its_fact_is_kept() -> None:
    at = page(body=f"{WHOLE}\n{IMPACT}。")
    wrong = WHOLE.replace("8万", "9万")
    found = judged(quoted(wrong, WHOLE), at=at)
    index = next(i for i, claim in enumerate(found.claims) if claim.field == "content")
    assert found.label_of_claim(index) is Label.REFUTED
    assert printed(found, at) == [(" ".join(WHOLE.split()), Wording.PAGE)]
    assert found.status is Status.VERIFIED


def test_one_own_sentence_stands_for_two_claims_once_and_not_beside_itself() -> None:
    at = page(body=f"{WHOLE}\n{CONTENT}。\n{IMPACT}。")
    twice = judged(quoted(OTHER_WORDS, WHOLE), quoted("公交车一辆补8万元", WHOLE), at=at)
    assert len(printed(twice, at)) == 1
    beside = judged(quoted(CONTENT, CONTENT), quoted("车补贴最多4.2万", CONTENT), at=at)
    assert printed(beside, at) == [(CONTENT, Wording.VERBATIM)]


def test_what_a_model_calls_the_pages_is_printed_as_retold_and_is_no_fact() -> None:
    at = page(body=f"{WHOLE}\n{IMPACT}。")
    of = policy(at, content=(quoted("对更新八年以上公交车的，每辆车给予补贴8万元", WHOLE),))
    found = finding(of, at)
    index = next(i for i, claim in enumerate(found.claims) if claim.field == "content")
    yes = Judgement(label=Label.SUPPORTED, quote="第三条　对更新八年以上公交车的，每辆车补贴8万元")
    rules = Rules(Names(places(), publishers()))
    settled = rules.settle(found, subject(of, at, POINT), {index: yes}, "model")
    shown = item(settled, dossier(settled, pages=(at,)), "zh")
    (sentence,) = shown.content
    assert (sentence.wording, sentence.is_fact) == (Wording.RETOLD, False)
    assert sentence.said == "（转述，模型判断与原文相符，程序未核）"
    assert index not in {held for held, _ in settled.held()}


def test_an_abridged_sentence_is_printed_with_the_pages_words_as_its_quote() -> None:
    whole = "对更新八年以上公交车的，积极给予补贴，每辆车8万元。"
    at = page(body=f"第三条　{whole}\n{IMPACT}。")
    found = judged(quoted(whole.replace("积极", ""), whole), at=at)
    (sentence,) = FindingView(found, dossier(found, pages=(at,))).sentences["content"]
    assert (sentence.wording, found.wording) == (Wording.ABRIDGED, Wording.ABRIDGED)
    assert sentence.text == whole.replace("积极", "")
    assert sentence.quote == "第三条 对更新八年以上公交车的，积极给予补贴，每辆车8万元"


def test_of_many_sentences_five_are_printed_and_the_others_are_counted() -> None:
    content = [f"第{n}条　对更新第{n}类公交车的，每辆车补贴{n}万元。" for n in range(1, 9)]
    at = page(body="\n".join((*content, f"{IMPACT}。")))
    found = judged(*(quoted(one, one) for one in content), at=at)
    shown = item(found, dossier(found, pages=(at,)), "zh")
    assert (len(shown.content), len(shown.impact)) == (4, 1)
    assert "；另有 4 句见全部记录" in shown.checks
    assert len(FindingView(found, dossier(found, pages=(at,))).sentences["content"]) == 8


def test_where_there_is_no_room_for_all_those_with_a_figure_are_told() -> None:
    plain = [
        f"二、对更新{kind}公交车的，给予路权优先和停车便利。" for kind in ("大型", "中型", "小型")
    ]
    paid = [f"对更新{kind}公交车的，每辆车补贴{n}万元。" for n, kind in enumerate("甲乙丙", 1)]
    at = page(body="\n".join((*plain, *paid, f"{IMPACT}。")))
    found = judged(*(quoted(one, one) for one in (*plain, *paid)), at=at)
    told = FindingView(found, dossier(found, pages=(at,))).summaries["content"]
    assert [one.text for one in told] == [plain[0], *paid]


def test_what_is_not_listed_says_why() -> None:
    at = page(body=f"{WHOLE}\n{IMPACT}。")
    sentences = (
        quoted(WHOLE.replace("8万", "9万"), WHOLE),
        quoted("公交车更新以后车厢里有空调", "网页上没有的一句原文"),
        quoted("公交车更新的补贴标准另行公布", WHOLE),
        quoted(WHOLE, WHOLE),
    )
    found = judged(*sentences, at=at)
    view = FindingView(found, dossier(found, pages=(at,)))
    assert view.why_cut == (("not_said", 1), ("differs", 1), ("unsettled", 1))
    shown = item(found, dossier(found, pages=(at,)), "zh")
    assert "；未列 3 句（网页未说 1、与网页不符 1、不能核对 1）" in shown.checks


def test_a_flagged_finding_shows_each_wrong_sentence_beside_the_pages_with_what_differs() -> None:
    at = page(body=f"{WHOLE}\n{IMPACT}。")
    wrong = WHOLE.replace("8万", "9万")
    found = judged(quoted(wrong, WHOLE), at=at).model_copy(update={"status": Status.FLAGGED})
    run = dossier(found, pages=(at,))
    (beside,) = item(found, run, "zh").differences
    assert [words for words, differs in beside.claim if differs] == ["9万元"]
    assert [words for words, differs in beside.page if differs] == ["8万元"]
    assert "每辆车补贴【9万元】" in text.text_of_point(run, "zh", note="")
    assert "每辆车补贴**8万元**" in "".join(text.markdown([run], "zh"))
    assert "每辆车补贴<mark>9万元</mark>" in "".join(html.parts([run], "zh"))
    verified = found.model_copy(update={"status": Status.VERIFIED})
    assert item(verified, dossier(verified, pages=(at,)), "zh").differences == ()


def test_a_copy_is_shown_beside_its_issuers_page_with_what_differs() -> None:
    at = page(body=f"{WHOLE}\n{IMPACT}。")
    found = judged(quoted(WHOLE, WHOLE), at=at)
    index = next(i for i, claim in enumerate(found.claims) if claim.field == "content")
    issuers = WHOLE.replace("8万", "6万")
    verdict = Verdict(
        check="across",
        label=Label.REFUTED,
        reason="across.differs_from_issuer",
        claim=index,
        detail=Elsewhere(claimed=WHOLE, page=issuers, url="https://issuer.example/1.html"),
    )
    changes = {"verdicts": (*found.verdicts, verdict), "status": Status.FLAGGED}
    run = dossier(found.model_copy(update=changes), pages=(at,))
    (shown,) = item(run.findings[0], run, "zh").differences
    assert shown.elsewhere
    assert [words for words, differs in shown.page if differs] == ["6万元"]
    assert "另一网页“" in text.text_of_point(run, "zh", note="")
    assert "另一网页：" in "".join(html.parts([run], "zh"))


def test_a_quote_that_is_printed_as_a_sentence_is_not_printed_again() -> None:
    whole = "对更新八年以上公交车的，积极给予补贴，每辆车8万元。"
    at = page(body=f"第三条　{whole}\n{IMPACT}。")
    found = judged(quoted(whole.replace("积极", ""), whole), at=at)
    shown = item(found, dossier(found, pages=(at,)), "zh")
    assert [mark for mark, _ in shown.quotes_apart] == [1]
    assert shown.marks_of_own == (2,)
    printed = text.text_of_point(dossier(found, pages=(at,)), "zh", note="")
    assert (
        "〔1〕“第三条 对更新八年以上公交车的，积极给予补贴，每辆车8万元”；〔2〕即上面所列的网页原句"
        in printed
    )


def test_each_finding_is_marked_with_its_wording_its_source_and_its_stage() -> None:
    at = page(body=f"{WHOLE}\n{IMPACT}。")
    found = judged(quoted(WHOLE, WHOLE), at=at)
    run = dossier(found, pages=(at,))
    marks = item(found, run, "zh").marks
    assert marks.startswith("逐字，与来源一致 · ")
    assert marks in text.text_of_point(run, "zh", note="")
    assert marks in "".join(text.markdown([run], "zh"))
    assert marks in "".join(html.parts([run], "zh"))
    shorter = judged(quoted("对更新八年以上公交车的，每辆车补贴80000元。", WHOLE), at=at)
    (mark, *_) = item(shorter, dossier(shorter, pages=(at,)), "zh").marks.split(" · ")
    assert mark == "节略，与来源一致"


def test_the_pages_own_sentence_says_that_it_is_an_aim() -> None:
    whole = "到2035年，全省公交车电动化率达到90%。"
    at = page(body=f"{WHOLE}\n{whole}")
    found = judged(quoted("九成公交车到2035年都会是电动的", whole), at=at)
    (sentence,) = item(found, dossier(found, pages=(at,)), "zh").content
    assert (sentence.said, sentence.tense) == ("（原文）", "（目标，非完成）")


def test_an_impact_that_left_its_effect_out_is_told_by_the_pages_own_sentence() -> None:
    """Invented: what is done alone is no impact, and cut it would be lost with what comes of it."""
    whole = "搭建出行统一平台，为公众绿色出行提供便利，公交出行占比达到40%。"
    at = page(body=f"{WHOLE}\n{CONTENT}。\n{whole}")
    claim = quoted("搭建出行统一平台。", whole)
    found = finding(policy(at, content=(quoted(CONTENT, CONTENT),), impact=(claim,)), at)
    (sentence,) = FindingView(found, dossier(found, pages=(at,))).summaries["impact"]
    assert "公交出行占比达到40%" in sentence.text
    assert sentence.quote == whole
    without = finding(policy(at, content=(quoted(CONTENT, CONTENT), claim)), at)
    assert without.wording_of(len(without.claims) - 1) is not Wording.PAGE


def test_the_quote_of_a_row_has_the_head_of_its_table() -> None:
    """Invented: a row alone does not say what its cells are."""
    head, row = "车型 | 报废补贴 | 新购补贴", "重型货车 | 4.2万元 | 9.5万元"
    for above, expected in (
        (f"{head}\n中型货车 | 2.4万元 | 4.5万元", ((1, f"{head} / {row}"),)),
        ("中型货车 | 2.4万元 | 4.5万元", ()),
        ("车型 | 补贴", ()),
        (f"{head}\n二、补贴标准如下", ()),
    ):
        at = page(body=f"{above}\n{row}\n{IMPACT}。")
        found = judged(quoted(row, row), at=at)
        shown = item(found, dossier(found, pages=(at,)), "zh")
        assert [sentence.text for sentence in shown.content] == [row]
        assert shown.quotes_apart == expected


def test_what_is_retold_of_a_printed_sentence_is_not_printed_beside_it() -> None:
    told = "各市应当按季度报送进展情况。"
    retold = "各市每季度都得把进展报上来"
    for other, expected in ((told, [told]), (f"{CONTENT}。", [f"{CONTENT}。", retold])):
        at = page(body=f"1、{told}\n{CONTENT}。\n{IMPACT}。")
        of = policy(at, content=(quoted(other, other), quoted(retold, told)))
        found = finding(of, at)
        index = next(i for i, claim in enumerate(found.claims) if claim.value == retold)
        yes = Judgement(label=Label.SUPPORTED, quote=f"1、{told}")
        rules = Rules(Names(places(), publishers()))
        settled = rules.settle(found, subject(of, at, POINT), {index: yes}, "model")
        view = FindingView(settled, dossier(settled, pages=(at,)))
        assert [sentence.text for sentence in view.summaries["content"]] == expected


def test_an_aim_that_measures_makes_none_of_what_is_paid() -> None:
    told = "下降率每比目标任务改善0.1个百分点的，按统筹资金总额的1%奖励。"
    for sentence, tense in ((told, ""), ("目标任务为改善0.1个百分点。", "（目标，非完成）")):
        at = page(body=f"{sentence}\n{IMPACT}。")
        found = judged(quoted(sentence, sentence), at=at)
        (shown,) = item(found, dossier(found, pages=(at,)), "zh").content
        assert (shown.text, shown.tense) == (sentence, tense)


def test_a_page_that_ends_its_sentences_with_a_point_gets_no_second_stop() -> None:
    whole = "为鼓励绿色出行和改善城市空气质量,对更新公交车的,每辆车补贴8万元."
    at = page(body=f"{whole}\n{IMPACT}。")
    found = judged(quoted(whole, whole), at=at)
    (sentence,) = FindingView(found, dossier(found, pages=(at,))).summaries["content"]
    assert (sentence.text, sentence.wording) == (
        "对更新公交车的，每辆车补贴8万元。",
        Wording.ABRIDGED,
    )


def test_a_sentence_is_printed_without_its_number_in_a_list_and_once() -> None:
    listed = "二、对更新八年以上公交车的，给予补贴，每辆车8万元。"
    at = page(body=f"一、本办法适用于公交车。\n{listed}\n{IMPACT}。")
    found = judged(quoted(listed, listed), at=at)
    shown = item(found, dossier(found, pages=(at,)), "zh")
    assert [sentence.text for sentence in shown.content] == [listed.removeprefix("二、")]
    assert shown.quotes_apart == ()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("（二）支持甲市建设港口。", "支持甲市建设港口。"),
        ("3.支持甲市建设港口。", "支持甲市建设港口。"),
        ("第三条 支持甲市建设港口。", "第三条 支持甲市建设港口。"),
        ("一是支持甲市建设港口。", "一是支持甲市建设港口。"),
        ("一、二类企业停产。", "一、二类企业停产。"),
        ("3.5万吨级船舶靠泊。", "3.5万吨级船舶靠泊。"),
    ],
)
def test_only_a_number_of_a_list_is_no_part_of_a_printed_sentence(text: str, plain: str) -> None:
    assert without_number(text) == plain
