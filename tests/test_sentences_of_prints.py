"""Lines of printed and scanned documents, invented: what is one sentence, and what stands beside it."""

from __future__ import annotations

from agent.readers.page_furniture import without_page_furniture
from agent.text.figures import figures
from agent.text.sentences import sentences

BROKEN = "各地要加强对柴油货车排放的监督管理，推进老旧车辆的淘汰工作，完善\n"


def told(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


def test_headings_of_nearly_the_same_width_are_no_sentence() -> None:
    headings = [
        "提高政治站位强化组织领导统筹推进工作",
        "压实各方责任完善制度机制形成工作合力",
        "加强督促检查严格考核奖惩确保取得实效",
        "做好宣传引导营造浓厚氛围凝聚社会共识",
    ]
    assert told("\n".join(headings)) == headings


def test_a_sentence_that_a_page_breaks_by_width_stays_one() -> None:
    text = BROKEN * 3 + "相关制度。\n"
    assert len(told(text)) == 1


def test_a_full_stop_of_english_ends_a_sentence_where_a_scan_has_no_other() -> None:
    text = "各地要按期完成任务.2024年底前淘汰3000辆.电价为0.35元,增长3.5%.逾期的予以通报."
    assert told(text) == [
        "各地要按期完成任务.",
        "2024年底前淘汰3000辆.",
        "电价为0.35元,增长3.5%.",
        "逾期的予以通报.",
    ]
    kept = "一.总体要求。本办法由约翰.史密斯所在机构解释。自公布之日起施行。"
    assert told(kept)[0] == "一.总体要求。"
    assert len(told(kept)) == 3


def test_a_page_number_before_a_clause_is_no_range() -> None:
    pages = [
        ["3.强化责任落实。", "—5—"],
        ["—6—4.5万辆车由各县区分年度淘汰。", "5.其他事项。"],
        ["6.本通知自印发之日起施行。"],
    ]
    kept = without_page_furniture(pages)
    assert kept[1][0] == "4.5万辆车由各县区分年度淘汰。"
    assert [figure.text for figure in figures(kept[1][0])] == ["4.5万辆"]


def test_a_range_of_figures_stays_one() -> None:
    pages = [["计划淘汰5—6万辆。"], ["3—4月完成验收。"], ["其余不变。"]]
    assert without_page_furniture(pages) == pages
