"""What is printed of sentences that are not the page's: retold ones, and the page's own. All invented."""

from __future__ import annotations

from agent.checks.entailment import Judgement, Rules
from agent.checks.parts import Names
from agent.findings import Finding, Label, Status, Wording
from agent.policy import Quoted
from agent.records import Page
from agent.report.finding_view import FindingView
from agent.report.items import item
from tests.dossiers import dossier
from tests.knowledge import finding, places, publishers
from tests.samples import CONTENT, IMPACT, POINT, page, policy, quoted, subject

WHOLE = "第三条　对更新八年以上公交车的，每辆车补贴8万元，并给予路权优先。"
OTHER_WORDS = "更新八年以上的公交车，一辆能领8万元"


def judged(*sentences: Quoted, at: Page) -> Finding:
    return finding(policy(at, content=sentences), at)


def printed(found: Finding, at: Page) -> list[tuple[str, Wording | None]]:
    told = FindingView(found, dossier(found, pages=(at,))).sentences("content")
    return [(sentence.text, sentence.wording) for sentence in told]


def test_the_pages_own_sentence_stands_for_one_in_other_words() -> None:
    at = page(body=f"{WHOLE}\n{CONTENT}。\n{IMPACT}。")
    found = judged(quoted(OTHER_WORDS, WHOLE), at=at)
    assert printed(found, at) == [(" ".join(WHOLE.split()), Wording.PAGE)]
    assert found.status is Status.VERIFIED
    assert found.wording is Wording.VERBATIM  # of its impact; the claim itself is no fact


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
    (sentence,) = FindingView(found, dossier(found, pages=(at,))).sentences("content")
    assert (sentence.wording, found.wording) == (Wording.ABRIDGED, Wording.ABRIDGED)
    assert sentence.text == whole.replace("积极", "")
    assert sentence.quote == "第三条 对更新八年以上公交车的，积极给予补贴，每辆车8万元"
