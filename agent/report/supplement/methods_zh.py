"""The methods paragraph in Chinese."""

from __future__ import annotations

from collections.abc import Callable

from agent.findings import Outcome
from agent.report.supplement.facts import Facts, days_told, models_of, names_told
from agent.report.words import word


def counting(rows: int, things: int) -> tuple[str, str]:
    """How often a thing counts."""
    return "计数", (
        f"列入 {rows} 行，合 {things} 个不同事项。两条记录算作同一事项：文号相同；无文号时名称、机构与日期相同；"
        "事件为名称、日期与省份相同；同一转折点下程序已判为同一事项的网页也合并。不同文号的文件不会合并。"
    )


def _scope(facts: Facts) -> str:
    sectors = [word("sector", s, "zh") if s else "不限" for s in facts.sectors]
    text = "网页、政策与数字均为软件自带的虚构示例，不可引用。" if facts.invented else ""
    text += (
        f"对象是 {facts.points} 个碳排放转折点前后的政策与事件（{names_told(facts.provinces, '、')}；"
        f"部门：{names_told(sectors, '、')}；日期 {days_told(facts.days)}），"
        f"窗口为转折点前后各 {'、'.join(map(str, facts.around))} 天"
    )
    return text + (
        f"（其中 {facts.intervals} 个以检测器给出的区间为准）。" if facts.intervals else "。"
    )


def _search(facts: Facts) -> str:
    how = "人工导入" if facts.by_hand == facts.pages else "抓取"
    fetched = f"（{how}于 {days_told(facts.fetched)}，UTC）" if facts.fetched else ""
    made = f"卷宗生成于 {days_told(facts.researched)}（UTC）。"
    by_hand = f"，其中 {facts.by_hand} 个由人工导入" if 0 < facts.by_hand < facts.pages else ""
    pages = f"读到 {facts.pages} 个不同的网页{fetched}{by_hand}。{made}"
    refused = f"拒绝访问的网站：{names_told(facts.refused, '、')}。" if facts.refused else ""
    reported = ""
    if facts.audits:
        reported = f"{facts.audits} 个转折点取自他人所写的报告，共 {facts.items} 个条目；对这些没有检索，只有条目所引的网页才能证实它。"
    if not facts.asked:
        return f"{reported}没有做检索；给出的不同网址有 {facts.addresses[1]} 个，{pages}{refused}"
    asked, answered = sum(facts.asked.values()), sum(facts.answered.values())
    sources = "、".join(
        f"{n}（{facts.answered.get(n, 0)}/{facts.asked[n]}）" for n in sorted(facts.asked)
    )
    return (
        f"{facts.queries} 个不同的检索式交给 {sources}，{asked} 次检索中 {answered} 次得到回答"
        f"（其中 {facts.covering} 次由覆盖该省份与窗口的检索给出），命中 {facts.hits[0]} 条（{facts.hits[1]} 个不同网址）。"
        f"{reported}选出的不同网址有 {facts.addresses[1]} 个，{pages}此前保存的检索回答可能被重用。{refused}"
    )


def _outcome(facts: Facts) -> str:
    order = (Outcome.FOUND, Outcome.NONE_FOUND, Outcome.INCOMPLETE)
    found, none, incomplete = (facts.searched.get(outcome, 0) for outcome in order)
    told = ""
    if facts.audits < facts.points:
        told = (
            f"检索过的转折点中，{found} 个有发现，{none} 个未发现（覆盖的检索已得到回答，最相关的网页也已看过），{incomplete} 个"
            "未能查全（有影响结论的检索或网页没有得到，不能说明没有）。其余政策或事件不能排除。"
        )
    if facts.unsure:
        told += f"取自报告的转折点中，{facts.unsure} 个有条目所引的网页没有读到。"
    return told


def _reading(facts: Facts) -> str:
    models, by_rules = models_of(facts)
    ways = [f"语言模型 {name}" for name in models] + ["规则（不用语言模型）"] * by_rules
    told = f"条目由{'与'.join(ways)}从网页中抽取。" if ways else ""
    prompts = "；".join(facts.prompts)
    return told + (f"提示词（sha256 前 12 位）：{prompts}。" if prompts else "")


def _checking(facts: Facts) -> str:
    told = ""
    if facts.checks:
        checks = "、".join(word("check", check, "zh") for check in facts.checks)
        told = f"每一项说法都由程序与存档网页比对（{checks}）。"
    if facts.entailed:
        told += f"另有 {facts.entailed} 句换了说法的句子由模型指出原文，只有程序在网页中找到该原文才算数。"
    if facts.unread:
        told += f"{facts.unread} 条的网页未读，只按报告自己的文字和网址判断，这只能否定、不能证实，因此没有一条算作核验通过。"
    return told + (
        "“核验通过”只表示网页确实这样写：所列内容在按 sha256 存档的网页中找到，日期、机构、地点、数字与之相符；"
        "不表示属实，更不表示因果：所列内容与变点只是时间、地点、部门相合。"
    )


def _people(facts: Facts) -> str:
    told = facts.people
    if not told.findings:
        return "没有经过人工审阅。"
    decided = "、".join(f"{word('person', t.value, 'zh')} {n} 条" for t, n in told.decided)
    text = f"{told.reviewers} 位审阅人审阅了 {told.findings} 条（{decided}）。"
    for pair in told.pairs:
        kappa = "" if pair.kappa is None else f"，Cohen κ = {pair.kappa:.2f}"
        text += f"{pair.first} 与 {pair.second} 互不知情地审阅了同样的 {pair.n} 条，其中 {pair.agreed} 条决定相同{kappa}。"
    if told.kept.n:
        low, high = told.kept.interval
        text += (
            f"程序核验通过而经人工审定的 {told.kept.n} 条中，{told.kept.right} 条被接受或更正"
            f"（{told.kept.value:.0%}，95% 区间 {low:.0%} 至 {high:.0%}；只有随机抽出的才代表全部）。"
        )
    return text


def _cost(facts: Facts) -> str:
    bills = "；".join(
        f"{b.name} {b.calls} 次调用，输入 {b.prompt} 词元（其中缓存 {b.cached}），输出 {b.completion} 词元"
        for b in facts.bills
    )
    told = f"语言模型用量（首次取得回答时）：{bills}。" if bills else "没有调用语言模型。"
    requests = "、".join(f"{name} {n} 次" for name, n in facts.requests.items())
    told += f"检索请求：{requests}。" if requests else ""
    budgets = dict.fromkeys(run.config["budget"] for run in facts.runs if run.config.get("budget"))
    told += f"运行开始时的预算：{'、'.join(budgets)}。" if budgets else ""
    if facts.cost is None:
        return told
    amounts = "、".join(f"{n:.2f} {currency.upper()}" for currency, n in facts.cost.amounts.items())
    told += f"按已知的全价计：{amounts}。" if amounts else ""
    return told + (f"价格未知：{'、'.join(facts.cost.unknown)}。" if facts.cost.unknown else "")


def _versions(facts: Facts) -> str:
    runs = "、".join(run.id for run in facts.runs)
    text = f"程序 policy-research-agent {'、'.join(facts.versions)}"
    text += f"；运行 {runs}" if runs else ""
    return text + (f"；知识表：{'，'.join(facts.tables)}。" if facts.tables else "。")


PARTS: dict[str, Callable[[Facts], str]] = {
    "范围": _scope,
    "检索": _search,
    "结果": _outcome,
    "抽取": _reading,
    "核验": _checking,
    "人工审阅": _people,
    "用量": _cost,
    "版本": _versions,
}
"""The parts in their order, each with its title."""
