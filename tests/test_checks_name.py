"""The name check: equal to the title, an attachment or a section; announced is not issued."""

from __future__ import annotations

import pytest

from agent.checks import judge as judge_all
from agent.checks.name import NameCheck
from agent.facts.document import facts_of
from agent.findings import Label
from agent.policy import PolicyKind, Quoted
from agent.records import Page
from tests.samples import (
    BODY,
    NAME,
    POINT,
    WINDOW,
    event,
    only,
    page,
    policy,
    quoted,
    subject,
    told,
)

SUPPORTED, REFUTED, OPEN = Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO


def judge(at: Page, name: str = NAME, quote: str | None = None) -> tuple[Label, str]:
    claim = Quoted(value=name, quote=quote, source="")
    return told(only(NameCheck()(subject(policy(at, name=claim), at))))


def judge_event(at: Page, name: str) -> tuple[Label, str]:
    return told(only(NameCheck()(subject(event(at, name), at))))


@pytest.mark.parametrize(
    "claimed",
    [
        pytest.param(NAME, id="core"),
        pytest.param(f"《{NAME}》", id="in brackets"),
        pytest.param(f"山西省交通运输厅 山西省财政厅关于印发《{NAME}》的通知", id="whole title"),
    ],
)
def test_a_name_equal_to_the_title_without_its_dress_is_supported(claimed: str) -> None:
    assert judge(page(), claimed) == (SUPPORTED, "name.same")


@pytest.mark.parametrize(
    "title",
    [
        pytest.param(f"《{NAME}》政策解读", id="解读"),
        pytest.param(f"太原市关于贯彻落实《{NAME}》的实施意见", id="贯彻落实"),
        pytest.param(f"大同市交通运输局转发《{NAME}》的通知", id="转发"),
        pytest.param(f"关于废止《{NAME}》的决定", id="废止"),
    ],
)
def test_a_longer_title_about_it_is_another_document(title: str) -> None:
    verdict = only(NameCheck()(subject(policy(page(title)), page(title))))
    assert told(verdict) == (REFUTED, "name.other_document")
    assert verdict.values["word"]


def test_a_draft_for_comment_is_not_the_issued_document() -> None:
    at = page(f"关于《{NAME}（征求意见稿）》公开征求意见的公告", rows={})
    assert judge(at) == (REFUTED, "name.draft")


def test_a_draft_that_calls_itself_so_is_told_as_one() -> None:
    at = page(f"{NAME}（征求意见稿）", body="征求意见。", rows={})
    assert judge(at, f"{NAME}（征求意见稿）") == (SUPPORTED, "name.draft_as_named")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(f"会议提出，将研究制定《{NAME}》，力争明年出台。", id="将研究制定"),
        pytest.param(f"下一步，我省拟出台《{NAME}》。", id="拟出台"),
    ],
)
def test_what_a_page_only_announces_is_refuted(words: str) -> None:
    at = page("省交通运输厅召开专题会议", body=words, rows={})
    assert judge(at) == (REFUTED, "name.only_announced")


def test_a_report_that_it_was_issued_is_left_to_a_person() -> None:
    at = page("我省为货车司机送上政策大礼包", body=f"近日，省交通运输厅印发《{NAME}》。", rows={})
    assert judge(at) == (OPEN, "name.reported")


def test_a_paper_that_the_page_repeals_is_told_with_the_day() -> None:
    words = f"本办法自2024年11月1日起施行，2019年印发的《{NAME}》同时废止。"
    at = page("山西省新能源货车推广办法", body=words, rows={})
    verdict = only(NameCheck()(subject(policy(at, name=quoted(NAME)), at)))
    assert told(verdict) == (REFUTED, "name.repealed")
    assert verdict.values["word"] == f"2024-11-01 《{NAME}》同时废止"


def test_an_attachment_with_the_name_supports_it() -> None:
    attachment = page(NAME, body="第一条 总则。", rows={}, url="https://jtyst.shanxi.gov.cn/P1.pdf")
    at = page("关于公布有关文件的通知", body="见附件。", rows={}, attachments=[attachment])
    verdict = only(NameCheck()(subject(policy(at), at)))
    assert told(verdict) == (SUPPORTED, "name.attachment")
    assert verdict.source == attachment.sha256


PAPERS_OWN = "甲市发展绿色金融支持碳达峰行动的实施方案"


@pytest.mark.parametrize("claimed", [PAPERS_OWN, PAPERS_OWN.replace("的", "")])
def test_a_notice_that_leaves_a_de_out_has_its_papers_own_name_too(claimed: str) -> None:
    """Invented: 关于印发…行动实施方案的通知 hands on 《…行动的实施方案》."""
    title = f"甲市人民政府关于印发{PAPERS_OWN.replace('的', '')}的通知"
    notice = page(title, f"各区人民政府：\n现将《{PAPERS_OWN}》印发给你们，请认真执行。")

    assert judge(notice, claimed) == (SUPPORTED, "name.same")
    assert facts_of(notice).paper.names == (PAPERS_OWN,)


def test_a_name_that_differs_in_more_is_not_the_papers_own() -> None:
    title = f"甲市人民政府关于印发{PAPERS_OWN.replace('的', '')}的通知"
    other = page(title, "根据《甲市发展绿色金融支持碳中和行动的实施方案》，现印发给你们。")

    assert facts_of(other).paper.names == (title,)


def test_a_heading_with_its_text_below_is_a_section() -> None:
    at = page("山西省人民政府公报2024年第20期", rows={})
    assert judge(at) == (SUPPORTED, "name.section")


def test_a_clause_of_a_list_is_no_heading_that_names_a_paper() -> None:
    """An invented clause with text below it."""
    clause = "（二）具有三年以上货运组织经历的工作人员。"
    at = page(
        "山西省某某管理办法", body=f"第五条 应当具备：\n{clause}\n{'第六条 总则。' * 20}", rows={}
    )
    assert judge(at, clause)[0] is not SUPPORTED


def test_a_line_without_text_below_is_only_a_link() -> None:
    at = page("政策文件", body=f"相关文件\n{NAME}\n打印\n关闭", rows={})
    assert judge(at)[0] is OPEN


def test_one_changed_character_is_another_name() -> None:
    changed = NAME.replace("淘汰", "报废")
    assert judge(page(), changed, quote=NAME)[0] is OPEN


def test_a_name_whose_quote_is_not_in_the_page_is_not_supported() -> None:
    assert judge(page(), NAME, quote=f"{NAME}（2024年版）") == (OPEN, "quote.not_found")


def test_another_document_is_named_before_a_missing_quote() -> None:
    assert judge(page(f"《{NAME}》政策解读"), NAME, quote="没有这句话")[0] is REFUTED


OPENING = "2024年11月6日上午，太原至临县城际铁路正式开通运营。"


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        pytest.param("太原至临县城际铁路开通运营", OPENING, (SUPPORTED, "name.passage"), id="done"),
        pytest.param(
            "太原至临县城际铁路开通运营",
            "太原至临县城际铁路将于2024年12月开通运营。",
            (REFUTED, "name.planned"),
            id="planned",
        ),
        pytest.param(
            "太原至临县城际铁路开通运营",
            "太原至临县城际铁路开工建设。",
            (OPEN, "name.other_step"),
            id="another step",
        ),
        pytest.param(
            "太原至汾阳城际铁路开通运营", OPENING, (OPEN, "name.only_mentioned"), id="another line"
        ),
        pytest.param("某某电厂二号机组投产", OPENING, (OPEN, "name.absent"), id="something else"),
    ],
)
def test_an_event_needs_actor_and_act_in_one_passage(
    name: str, words: str, expected: tuple[Label, str]
) -> None:
    assert judge_event(page("山西交通要闻", body=words, rows={}), name) == expected


def test_actor_and_act_in_two_sentences_do_not_make_an_event() -> None:
    words = "太原至临县城际铁路备受关注。另一条公路开通运营。"
    at = page("山西交通要闻", body=words, rows={})
    assert judge_event(at, "太原至临县城际铁路开通运营")[0] is not SUPPORTED


def test_an_event_named_as_the_title_is_supported() -> None:
    at = page("太原至临县城际铁路开通运营", body=OPENING, rows={})
    assert judge_event(at, "太原至临县城际铁路开通运营") == (SUPPORTED, "name.same")


def test_a_section_needs_the_whole_name() -> None:
    at = page("公报", body=BODY.replace(NAME, NAME + "（试行）"), rows={})
    claim = quoted(NAME, quote=f"{NAME}（试行）")
    assert told(only(NameCheck()(subject(policy(at, name=claim), at))))[0] is not SUPPORTED


PLAIN = "山西省交通运输厅关于淘汰老旧货车的意见"


@pytest.mark.parametrize(
    ("claimed", "label"),
    [
        pytest.param(PLAIN, SUPPORTED, id="its own issuer"),
        pytest.param("关于淘汰老旧货车的意见", SUPPORTED, id="no issuer"),
        pytest.param("陕西省交通运输厅关于淘汰老旧货车的意见", OPEN, id="another issuer"),
        pytest.param("西省交通运输厅关于淘汰老旧货车的意见", OPEN, id="a piece of the issuer"),
    ],
)
def test_an_issuer_in_the_name_must_be_the_titles(claimed: str, label: Label) -> None:
    assert judge(page(PLAIN, body="正文。", rows={}), claimed)[0] is label


def test_one_of_joint_issuers_in_the_name_is_enough() -> None:
    assert judge(page(), f"山西省财政厅关于印发《{NAME}》的通知") == (SUPPORTED, "name.same")


@pytest.mark.parametrize(
    "name", ["原至临县城际铁路开通运营", "太原至临县城际铁开通运营", "太原至临县城际铁路开通运"]
)
def test_a_piece_of_an_events_name_is_not_its_name(name: str) -> None:
    assert judge_event(page("要闻", body=OPENING, rows={}), name)[0] is not SUPPORTED


@pytest.mark.parametrize(
    ("words", "name", "expected"),
    [
        pytest.param(
            "11月7日，晋西发电公司汾西电厂3号机组完成168小时试运行并正式投产，装机66万千瓦。",
            "汾西电厂3号机组完成168小时试运行并正式投产",
            (SUPPORTED, "name.passage"),
            id="word for word, with two steps",
        ),
        pytest.param(
            "并榆城际铁路正式开通运营。",
            "榆城际铁路正式开通运营",
            (OPEN, "name.only_mentioned"),
            id="word for word inside another name",
        ),
        pytest.param(
            "原定11月10日开通的乙州地铁3号线推迟开通。",
            "11月10日开通的乙州地铁3号线",
            (REFUTED, "name.denied"),
            id="what was to be, and was put off",
        ),
    ],
)
def test_an_event_named_in_the_pages_own_words(
    words: str, name: str, expected: tuple[Label, str]
) -> None:
    assert judge_event(page("一周要闻", body=words, rows={}), name) == expected


@pytest.mark.parametrize(
    ("words", "name", "reason"),
    [
        ("10月，乙江公路货运量同比增长3.4%。", "乙江公路货运量同比增长3.4%", "name.statistic"),
        ("10月，乙江铁路货运量突破2亿吨。", "乙江铁路货运量突破2亿吨", "name.statistic"),
        ("乙江省厅召开货车电动化推进会。", "乙江省厅召开货车电动化推进会", "name.meeting"),
    ],
)
def test_a_statistic_and_a_meeting_are_no_events(words: str, name: str, reason: str) -> None:
    at = page("要闻", body=words, rows={})
    assert judge_event(at, name) == (OPEN, reason)
    found = judge_all(event(at, name), at, POINT, WINDOW, [NameCheck()])
    assert found.kind is PolicyKind.BACKGROUND


def test_what_happened_is_an_event_whatever_it_counts() -> None:
    words = "10月，年产200万吨的乙江焦化公司1号焦炉停产，影响产量10%。"
    assert judge_event(page("要闻", body=words, rows={}), "乙江焦化公司1号焦炉停产") == (
        SUPPORTED,
        "name.passage",
    )


@pytest.mark.parametrize(
    ("name", "title", "same"),
    [
        ("山西省大同市燃煤锅炉改造方案", "大同市燃煤锅炉改造方案", True),
        ("大同市燃煤锅炉改造方案", "山西省大同市燃煤锅炉改造方案", True),
        ("山西省浑源县散煤治理方案", "浑源县散煤治理方案", True),
        ("陕西省大同市燃煤锅炉改造方案", "大同市燃煤锅炉改造方案", False),
        ("山西省燃煤锅炉改造方案", "大同市燃煤锅炉改造方案", False),
        ("山西省大同市燃煤锅炉改造方案", "大同市燃煤锅炉改造方案解读", False),
    ],
)
def test_the_provinces_name_before_its_place_is_optional(
    name: str, title: str, *, same: bool
) -> None:
    at = page(title, BODY, {})
    assert (judge(at, name)[0] is Label.SUPPORTED) is same
