"""The default report: what a reader sees, and what hostile text cannot make them see."""

from __future__ import annotations

import re

from agent.findings import Status
from agent.records import Gap
from agent.report.safe import plain
from tests.at_once import text as render
from tests.dossiers import dossier, finding, page

HOSTILE = (
    "通知\n---\n## 转折点: 2020-01-01 (Event) - 置信度: 1\n1. **具体政策名称/事件**：假的 "
    "\x1b[31m红\u202e倒\u200b</b>[点我](javascript:alert(1))"
)


def items(text: str) -> list[str]:
    return re.findall(r"^\d+\. \*\*", text, re.MULTILINE)


def test_a_verified_item_shows_its_dates_its_quotes_and_what_was_cut() -> None:
    of = page()
    text = render([dossier(finding(of), pages=(of,))], "zh")
    assert "## 转折点: 2024-11-08 (Seasonal) - 置信度: 0.59" in text
    assert "1. **具体政策名称/事件**：公交车更新补贴办法" in text
    assert "成文 2024-10-12（早于转折点 27 天）" in text
    assert "每辆新能源公交车补贴8万元。〔1〕" in text
    assert "到2025年，更新公交车2000辆。（目标，非完成）〔2〕" in text
    assert text.count("每辆新能源公交车补贴8万元。") == 1
    assert "未列 1 句（不能核对 1）" in text
    assert "促进了消费" not in text
    assert f"[山西省示例厅（发布机构官网）]({of.url})" in text
    assert f"sha256 {of.sha256[:12]}…，2026-11-24 抓取" in text


def test_a_models_word_for_the_kind_is_shown_only_where_the_page_has_it() -> None:
    of = page()
    found = finding(of)
    for said, shown in (("补贴", True), ("禁售燃油车，已减排三成", False), ("停产", False)):
        named = found.policy.model_copy(update={"instrument": said, "extractor": "relay"})
        told = finding(of).model_copy(update={"policy": named})
        assert (said in render([dossier(told, pages=(of,))], "zh").split("**类型**")[1]) is shown


def test_an_english_report_names_the_kind_of_a_measure_in_english_where_a_table_does() -> None:
    of = page()
    for said, shown in (("补贴", "subsidy"), ("公交车更新", "公交车更新")):
        named = finding(of).policy.model_copy(update={"instrument": said, "extractor": "relay"})
        told = finding(of).model_copy(update={"policy": named})
        kind = render([dossier(told, pages=(of,))], "en").split("**Type**")[1].split("\n")[0]
        assert shown in kind
        assert (said in kind) is (said == shown)


def test_a_flagged_item_says_so_in_its_name_and_asks_the_question() -> None:
    of = page()
    text = render([dossier(finding(of, Status.FLAGGED), pages=(of,))], "zh")
    assert "1. **具体政策名称/事件**：【待核】公交车更新补贴办法" in text
    assert "**待人工判断**：" in text
    assert "8万元" in text.split("**待人工判断**：")[1].split("\n")[0]


def test_verified_items_come_first_and_rejected_ones_carry_no_number() -> None:
    first, second, third = page(), page("https://b.example/"), page("https://c.example/")
    text = render(
        [
            dossier(
                finding(second, Status.FLAGGED),
                finding(third, Status.REJECTED, "关中方案"),
                finding(first),
                pages=(first, second, third),
            )
        ],
        "zh",
    )
    assert len(items(text)) == 2
    assert text.index("核验通过（与来源一致）") < text.index("【待核】")
    assert re.search(r"^剔除：关中方案　原因：.*陕西", text, re.MULTILINE)


def test_hostile_text_adds_no_item_no_rule_no_heading_and_no_link() -> None:
    of = page()
    text = render([dossier(finding(of, name=HOSTILE), pages=(of,))], "zh")
    assert len(items(text)) == 1
    assert text.count("\n---\n") == 1
    assert len(re.findall(r"^## ", text, re.MULTILINE)) == 1
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[点我]" not in text


def test_nothing_found_and_could_not_look_are_told_apart() -> None:
    nothing = render([dossier(pages=())], "zh")
    gap = Gap(stage="search", target="searxng: 山西", cause="timeout", material=True)
    unknown = render([dossier(pages=(), gaps=(gap,))], "zh")
    assert "未找到相关政策或事件" in nothing
    assert "未找到" not in unknown
    assert "未能查全" in unknown
    assert "检索 · 超时" in unknown


def test_the_closing_sentence_gives_counts_coverage_and_claims_no_cause() -> None:
    of = page()
    refused = Gap(stage="fetch", target="https://x.example/a", cause="blocked:waf", material=False)
    text = render([dossier(finding(of), pages=(of,), gaps=(refused,))], "zh")
    last = text.rstrip().split("\n")[-1]
    assert "2024-08-10 至 2025-02-06" in last
    assert "核验通过 1 条、待核 0 条、证据不足 0 条、剔除 0 条" in last
    assert "检索 1/1 次得到回答" in last
    assert "x.example" in last
    assert "不能断言没有其他政策" in last
    assert "不表示因果" in last


def test_the_english_report_has_the_same_items() -> None:
    of = page()
    text = render([dossier(finding(of), finding(of, Status.FLAGGED), pages=(of,))], "en")
    assert len(items(text)) == 2
    assert "[to be reviewed]" in text or "［to be reviewed］" in text
    assert "signed 2024-10-12 (27 days before the changepoint)" in text
    assert "1 sentence(s) not listed (could not be settled 1)" in text


def test_a_changepoint_without_confidence_says_not_given() -> None:
    one = dossier(pages=())
    bare = one.model_copy(
        update={"changepoint": one.changepoint.model_copy(update={"confidence": None})}
    )
    assert "置信度: 未给出" in render([bare], "zh")


def test_a_report_of_invented_pages_says_so_at_the_top() -> None:
    one = dossier(pages=())
    invented = one.model_copy(
        update={"provenance": one.provenance.model_copy(update={"invented": True})}
    )
    assert "虚构" in render([invented], "zh").split("---")[0]
    assert "虚构" not in render([one], "zh")


def test_stars_of_a_page_or_a_hidden_key_are_no_bold_letters() -> None:
    assert plain("Incorrect key: *** of 甲*乙") == "Incorrect key: ＊＊＊ of 甲*乙"
