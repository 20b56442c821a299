"""Sentences and their places."""

from __future__ import annotations

import pytest

from agent.text.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "推进绿色发展。加快转型！好", ["推进绿色发展。", "加快转型！", "好"], id="marks end"
        ),
        pytest.param(
            "他说：“停产。”随后离开。", ["他说：“停产。”", "随后离开。"], id="a closing quote"
        ),
        pytest.param(
            "到2025年，占比20.5%；装机3万千瓦。",
            ["到2025年，占比20.5%；装机3万千瓦。"],
            id="no split at ; or .",
        ),
        pytest.param("总体要求\n一、目标", ["总体要求", "一、目标"], id="headings"),
        pytest.param("Coal falls. Wind rises.", ["Coal falls.", "Wind rises."], id="English"),
        pytest.param(
            "Coal falls by 2.5 percent", ["Coal falls by 2.5 percent"], id="English decimals"
        ),
        pytest.param("利用量达到3.8\n亿吨。", ["利用量达到3.8\n亿吨。"], id="a number and its 亿"),
        pytest.param("纳入“十\n五”规划。", ["纳入“十\n五”规划。"], id="a numeral in quotes"),
        pytest.param(
            "完成“十二\n五”任务。", ["完成“十二\n五”任务。"], id="a plan's number in quotes"
        ),
        pytest.param(" \n\n", [], id="nothing"),
    ],
)
def test_a_text_falls_into_its_sentences(text: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in sentences(text)] == expected


def test_lines_broken_by_a_pdf_are_put_together() -> None:
    text = (
        "为深入贯彻落实绿色发展要求，推动全省公共交通领域车辆\n"
        "更新替换，加快淘汰国三及以下排放标准营运柴油货车，结\n"
        "合本省实际，制定本方案，请各市各部门认真抓好组织实施\n"
        "工作。\n"
        "一、总体目标\n"
        "到年底更新车辆二百辆。"
    )
    found = [sentence.text.replace("\n", "") for sentence in sentences(text)]
    assert found[1:] == ["一、总体目标", "到年底更新车辆二百辆。"]
    assert found[0].endswith("组织实施工作。")


def test_paragraphs_of_a_web_page_stay_apart() -> None:
    text = "关于印发车辆更新补贴实施细则的通知\n各市人民政府\n现将细则印发给你们"
    assert len(sentences(text)) == 3


def test_spans_point_at_the_sentences() -> None:
    text = "　　第一句。\n  第二句，\n未完"
    assert [text[s.span.start : s.span.end] for s in sentences(text)] == [
        s.text for s in sentences(text)
    ]
