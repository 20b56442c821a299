"""The methods paragraph in Chinese and English, made of facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agent.findings import Outcome
from agent.report.supplement.decisions import Together
from agent.report.supplement.facts import BY_RULES, REPORT, Bill, Facts
from agent.report.words import Language, word

SHOWN = 12
"""Names that are written out; of longer lists the number is told."""
RULE = {
    "zh": "两条记录算作同一事项：文号相同；无文号时名称、机构与日期相同；事件为名称、日期与省份相同；"
    "同一转折点下程序已判为同一事项的网页也合并。不同文号的文件不会合并。",
    "en": "Two records are one thing when they have the same document number; without one, the same "
    "name, issuer and date; events, the same name, day and province; and pages of one changepoint "
    "that the checks found to tell of the same thing. Documents with different numbers are never one.",
}
VERIFIED = {
    "zh": "“核验通过”只表示网页确实这样写：所列内容在按 sha256 存档的网页中找到，日期、机构、地点、数字与之相符；"
    "不表示属实，更不表示因果：所列内容与变点只是时间、地点、部门相合。",
    "en": '"Verified" means that the page says so: what is shown was located in the copy archived '
    "under its sha256, and dates, issuer, place and figures agree with it. It does not mean "
    "that it is true, and never that it caused the change: what is listed coincides with the "
    "changepoint in time, place and sector.",
}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and what it is about."""

    title: str
    text: str


def methods(facts: Facts, included: tuple[int, int], language: Language) -> tuple[Paragraph, ...]:
    """The methods paragraph, in parts.

    Args:
        facts: what may be stated.
        included: how many rows are included, and how many distinct things those are.
        language: zh or en.
    """
    parts: dict[str, Callable[[Facts], str]] = _ZH if language == "zh" else _EN
    told = [Paragraph(title, part(facts)) for title, part in parts.items()]
    told.append(_counting(included, language))
    return tuple(paragraph for paragraph in told if paragraph.text)


def _counting(included: tuple[int, int], language: Language) -> Paragraph:
    rows, things = included
    if language == "zh":
        return Paragraph("计数", f"列入 {rows} 行，合 {things} 个不同事项。{RULE['zh']}")
    return Paragraph(
        "Counting", f"{rows} rows are included, {things} distinct things. {RULE['en']}"
    )


def _scope_zh(facts: Facts) -> str:
    sectors = _listed([word("sector", s, "zh") if s else "全部" for s in facts.sectors], "、")
    sides = "、".join(map(str, facts.around))
    text = "网页、政策与数字均为软件自带的虚构示例，不可引用。" if facts.invented else ""
    text += (
        f"研究对象为 {facts.points} 个碳排放转折点（{_listed(facts.provinces, '、')}；部门：{sectors}；"
        f"日期 {_span(facts.days)}），检索窗口为转折点前后各 {sides} 天"
    )
    return text + (
        f"（其中 {facts.intervals} 个以检测器给出的区间为准）。" if facts.intervals else "。"
    )


def _scope_en(facts: Facts) -> str:
    sectors = _listed([word("sector", s, "en") if s else "all" for s in facts.sectors], ", ")
    sides = " or ".join(map(str, facts.around))
    text = "Pages, policies and figures are an invented sample and must not be cited. "
    return (text if facts.invented else "") + (
        f"We looked for policies and events around {facts.points} changepoint(s) of emissions "
        f"({_listed(facts.provinces, ', ')}; sectors: {sectors}; dated {_span(facts.days)}), in a "
        f"closed window of {sides} days on each side"
        + (
            f", for {facts.intervals} of them of the detector's interval."
            if facts.intervals
            else "."
        )
    )


def _search_zh(facts: Facts) -> str:
    if not facts.asked:
        return f"没有做检索，只打开了给定的 {facts.addresses[1]} 个网址，读到 {facts.pages} 个网页{_when_zh(facts)}。"
    asked, answered = sum(facts.asked.values()), sum(facts.answered.values())
    refused = f"拒绝访问的网站：{_listed(facts.refused, '、')}。" if facts.refused else ""
    return (
        f"{facts.queries} 个不同的检索式交给 {_answers(facts, '、')}，{asked} 次检索中 {answered} 次得到回答"
        f"（其中 {facts.covering} 次由覆盖该省份与窗口的检索给出），命中 {facts.hits[0]} 条（{facts.hits[1]} 个不同网址）；"
        f"选出 {facts.addresses[1]} 个网址打开，读到 {facts.pages} 个不同的网页{_when_zh(facts)}。"
        f"卷宗生成于 {_span(facts.researched)}（UTC）；此前保存的检索回答可能被重用。{refused}"
    )


def _when_zh(facts: Facts) -> str:
    return f"（抓取于 {_span(facts.fetched)}，UTC）" if facts.fetched else ""


def _search_en(facts: Facts) -> str:
    when = f" (fetched {_span(facts.fetched)}, UTC)" if facts.fetched else ""
    if not facts.asked:
        return (
            f"No search was made: {facts.addresses[1]} given addresses were opened and "
            f"{facts.pages} pages read{when}."
        )
    asked, answered = sum(facts.asked.values()), sum(facts.answered.values())
    refused = f" Hosts that refused: {_listed(facts.refused, ', ')}." if facts.refused else ""
    return (
        f"{facts.queries} distinct queries were put to {_answers(facts, ', ')}; {answered} of {asked} "
        f"searches were answered, {facts.covering} of them by a search that covers the province and "
        f"the window. They gave {facts.hits[0]} records ({facts.hits[1]} distinct addresses), of which "
        f"{facts.addresses[1]} addresses were opened and {facts.pages} distinct pages read{when}. "
        f"Dossiers were made {_span(facts.researched)} (UTC); replies of earlier searches may have "
        f"been used again.{refused}"
    )


def _outcome_zh(facts: Facts) -> str:
    found, none, incomplete = _outcomes(facts)
    return (
        f"{found} 个转折点有发现，{none} 个未发现（检索已得到回答，最相关的网页也已读过），{incomplete} 个未能查全"
        "（有影响结论的检索或网页没有得到，不能说明没有）。其余政策或事件不能排除。"
    )


def _outcome_en(facts: Facts) -> str:
    found, none, incomplete = _outcomes(facts)
    return (
        f"Something was found for {found} changepoint(s); for {none} nothing was found although "
        f"searches answered and the best pages were read; {incomplete} are incomplete: something "
        "that matters could not be looked at, and nothing can be concluded from what is missing. "
        "Other policies or events cannot be excluded."
    )


def _reading_zh(facts: Facts) -> str:
    models = [name for name in facts.extractors if name not in (BY_RULES, REPORT)]
    ways = [f"语言模型 {name}" for name in models]
    ways += ["规则（不用语言模型）"] if BY_RULES in facts.extractors else []
    told = f"条目由{'与'.join(ways)}从网页中抽取。" if ways else ""
    told += "被检查的条目出自他人所写的报告。" if REPORT in facts.extractors else ""
    return told + (
        f"提示词（sha256 前 12 位）：{'；'.join(facts.prompts)}。" if facts.prompts else ""
    )


def _reading_en(facts: Facts) -> str:
    models = [name for name in facts.extractors if name not in (BY_RULES, REPORT)]
    ways = [f"the language model {name}" for name in models]
    ways += ["rules without a language model"] if BY_RULES in facts.extractors else []
    told = f"Findings were extracted from the pages by {' and '.join(ways)}. " if ways else ""
    told += (
        "The items that were checked are those of reports that somebody else wrote. "
        if REPORT in facts.extractors
        else ""
    )
    prompts = f"Prompts (first 12 digits of sha256): {'; '.join(facts.prompts)}."
    return (told + (prompts if facts.prompts else "")).strip()


def _checking_zh(facts: Facts) -> str:
    if not facts.checks:
        return ""
    checks = "、".join(word("check", check, "zh") for check in facts.checks)
    asked = (
        f"另有 {facts.entailed} 句换了说法的句子由模型指出原文，只有程序在网页中找到该原文才算数。"
        if facts.entailed
        else ""
    )
    return f"每一项说法都由程序与存档网页比对（{checks}）。{asked}{VERIFIED['zh']}"


def _checking_en(facts: Facts) -> str:
    if not facts.checks:
        return ""
    checks = ", ".join(word("check", check, "en") for check in facts.checks)
    asked = (
        f"For {facts.entailed} sentence(s) in other words than the page a model pointed at a passage, "
        "which counted only where code located it in the page. "
        if facts.entailed
        else ""
    )
    return (
        "Every claim was held against the archived page by deterministic checks "
        f"({checks}). {asked}{VERIFIED['en']}"
    )


def _people_zh(facts: Facts) -> str:
    told = facts.agreement
    if not told.findings:
        return "没有经过人工审阅。"
    decided = "、".join(f"{word('person', t.value, 'zh')} {n} 条" for t, n in _decided(facts))
    text = f"{told.reviewers} 位审阅人审阅了 {told.findings} 条（{decided}）。"
    if told.twice:
        kappa = "" if told.kappa is None else f"，Cohen κ = {told.kappa:.2f}"
        text += f"{told.twice} 条由两人或以上审阅，其中 {told.agreed} 条决定一致{kappa}。"
    return text


def _people_en(facts: Facts) -> str:
    told = facts.agreement
    if not told.findings:
        return "Nobody has reviewed the findings."
    decided = ", ".join(f"{word('person', t.value, 'en')} {n}" for t, n in _decided(facts))
    text = f"{told.reviewers} reviewer(s) decided on {told.findings} finding(s) ({decided})."
    if told.twice:
        kappa = "" if told.kappa is None else f"; Cohen's kappa {told.kappa:.2f}"
        text += (
            f" {told.twice} were decided by two or more of them, who agree on {told.agreed}{kappa}."
        )
    return text


def _cost_zh(facts: Facts) -> str:
    if not facts.bills:
        return "没有调用语言模型。"
    return f"语言模型用量（首次取得回答时）：{'；'.join(_bill(b, 'zh') for b in facts.bills)}。"


def _cost_en(facts: Facts) -> str:
    if not facts.bills:
        return "No language model was called."
    told = "; ".join(_bill(bill, "en") for bill in facts.bills)
    return f"Use of language models, when each answer was first had: {told}."


def _bill(bill: Bill, language: Language) -> str:
    if language == "zh":
        return (
            f"{bill.name} {bill.calls} 次调用，输入 {bill.prompt} 词元（其中缓存 {bill.cached}），"
            f"输出 {bill.completion} 词元"
        )
    return (
        f"{bill.name} {bill.calls} call(s), {bill.prompt} prompt tokens ({bill.cached} cached), "
        f"{bill.completion} completion tokens"
    )


def _versions_zh(facts: Facts) -> str:
    runs = "、".join(run.id for run in facts.runs)
    text = f"程序 policy-research-agent {'、'.join(facts.versions)}"
    text += f"；运行 {runs}" if runs else ""
    return text + (f"；知识表：{'，'.join(facts.tables)}。" if facts.tables else "。")


def _versions_en(facts: Facts) -> str:
    runs = ", ".join(run.id for run in facts.runs)
    text = f"Program policy-research-agent {', '.join(facts.versions)}"
    text += f"; runs {runs}" if runs else ""
    return text + (f"; tables: {', '.join(facts.tables)}." if facts.tables else ".")


_ZH: dict[str, Callable[[Facts], str]] = {
    "范围": _scope_zh,
    "检索": _search_zh,
    "结果": _outcome_zh,
    "抽取": _reading_zh,
    "核验": _checking_zh,
    "人工审阅": _people_zh,
    "用量": _cost_zh,
    "版本": _versions_zh,
}
_EN: dict[str, Callable[[Facts], str]] = {
    "Scope": _scope_en,
    "Search": _search_en,
    "Outcome": _outcome_en,
    "Extraction": _reading_en,
    "Verification": _checking_en,
    "Review by people": _people_en,
    "Cost": _cost_en,
    "Versions": _versions_en,
}


def _answers(facts: Facts, comma: str) -> str:
    of = {name: facts.answered.get(name, 0) for name in facts.asked}
    return comma.join(f"{name} ({of[name]}/{facts.asked[name]})" for name in sorted(facts.asked))


def _outcomes(facts: Facts) -> tuple[int, int, int]:
    order = (Outcome.FOUND, Outcome.NONE_FOUND, Outcome.INCOMPLETE)
    found, none, incomplete = (facts.outcomes.get(outcome, 0) for outcome in order)
    return found, none, incomplete


def _decided(facts: Facts) -> list[tuple[Together, int]]:
    counts: Mapping[Together, int] = facts.decided
    return [(each, counts[each]) for each in Together if counts.get(each)]


def _span(days: tuple[date, date] | None) -> str:
    if days is None:
        return ""
    first, last = days
    return str(first) if first == last else f"{first}/{last}"


def _listed(names: Sequence[str], comma: str) -> str:
    shown = comma.join(names[:SHOWN])
    return f"{shown} … ({len(names)})" if len(names) > SHOWN else shown
