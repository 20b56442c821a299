"""The parts of a summary that are tables of numbers, in words."""

from __future__ import annotations

from collections.abc import Sequence

from agent.batch.sections import SHOWN, Section, amounts, left_out
from agent.batch.summary import Cell, RunSummary
from agent.coverage import IssuerSite
from agent.findings import Status
from agent.policy import PolicyKind
from agent.records import Usage
from agent.report.safe import one_line
from agent.report.words import Language, cause, reason_in_short, word
from agent.store.totals import Paid

PAID = "paid"
MEGABYTE = 1_000_000


def findings(summary: RunSummary, language: Language) -> Section:
    """Findings by kind and status."""
    zh = language == "zh"
    counts = {(group.kind, group.status): group.count for group in summary.findings}
    kinds = [kind for kind in PolicyKind if any(key[0] == kind for key in counts)]
    rows = []
    for kind in kinds:
        numbers = [counts.get((kind.value, status.value), 0) for status in Status]
        rows.append((word("kind", kind.value, language), *map(str, numbers), str(sum(numbers))))
    statuses = tuple(word("status", status.value, language) for status in Status)
    return Section(
        "findings",
        "条目按类型与状态" if zh else "Findings by kind and status",
        columns=("类型" if zh else "kind", *statuses, "合计" if zh else "all"),
        rows=tuple(rows),
    )


def faults(summary: RunSummary, language: Language) -> Section:
    """What checks refute in rejected and flagged findings, and what they leave to a person."""
    zh = language == "zh"
    labels = {
        "refuted": "与网页不符" if zh else "refuted",
        "not_enough_info": "须人判断" if zh else "open",
    }
    rows = [
        (
            word("check", fault.check, language),
            reason_in_short(fault.reason, language),
            labels[fault.label],
            str(fault.findings),
        )
        for fault in summary.faults
    ]
    return Section(
        "faults",
        "剔除与待核的原因" if zh else "Why findings are rejected or flagged",
        lines=left_out(len(rows), language),
        columns=("检查", "原因", "判断", "条目")
        if zh
        else ("check", "reason", "label", "findings"),
        rows=tuple(rows[:SHOWN]),
    )


def flow(summary: RunSummary, language: Language) -> Section:
    """From hits to decisions of people, each step with how many distinct ones it has."""
    zh = language == "zh"
    rows = [
        (
            word("flow", step.code, language),
            str(step.count),
            "" if step.distinct is None else str(step.distinct),
        )
        for step in summary.flow
    ]
    return Section(
        "flow",
        "从检索到核定" if zh else "From searches to review",
        columns=("步骤", "次数", "其中不同的") if zh else ("step", "count", "distinct"),
        rows=tuple(rows),
    )


def coverage(summary: RunSummary, language: Language) -> Section:
    """Searches answered, pages read, issuers' own sites, hosts that refuse."""
    zh = language == "zh"
    seen = summary.coverage
    absent = seen.pages_absent
    rows = [
        (
            "检索得到回答" if zh else "searches answered",
            seen.searches_answered,
            seen.searches_asked,
        ),
        ("网页读到" if zh else "pages read", seen.pages_read, seen.pages_chosen),
        ("最相关的网页看过" if zh else "best pages looked at", seen.best_read, seen.best_chosen),
    ]
    lines = [f"{absent} 个网址没有正文" if zh else f"{absent} addresses lead to no article"]
    sites = seen.issuer_sites
    known = sum(n for site, n in sites.items() if site is not IssuerSite.NONE_KNOWN)
    if known:
        own, partly = sites.get(IssuerSite.REACHED, 0), sites.get(IssuerSite.PARTLY, 0)
        lines.append(
            f"发布机构官网：{known} 个变点列有文件，其中 {own} 个都在官网读到，{partly} 个部分读到"
            if zh
            else f"issuers' own sites: of {known} changepoints with listed documents, "
            f"{own} read all of them there, {partly} some"
        )
    if seen.refused:
        told = [f"{host} ({n})" for host, n in list(seen.refused.items())[:SHOWN]]
        head = "拒绝程序的网站与检索（变点数）：" if zh else "refused programs (changepoints): "
        lines.append(head + ("、" if zh else ", ").join(told))
    return Section(
        "coverage",
        "看到了多少" if zh else "How much was looked at",
        lines=tuple(lines if absent else lines[1:]),
        columns=("", "得到", "应有", "%") if zh else ("", "had", "of", "%"),
        rows=tuple((name, str(had), str(of), _share(had, of)) for name, had, of in rows),
    )


def _share(had: int, of: int) -> str:
    return f"{100 * had / of:.0f}" if of else ""


def gaps(summary: RunSummary, language: Language) -> Section:
    """What could not be looked at, by stage and cause; what matters comes first."""
    zh = language == "zh"
    rows = [
        (
            word("stage", gap.stage, language),
            cause(gap.cause, language),
            str(gap.gaps),
            str(gap.material),
            str(gap.changepoints),
        )
        for gap in summary.gaps
    ]
    return Section(
        "gaps",
        "没有看到的，按原因" if zh else "What could not be looked at, by cause",
        lines=left_out(len(rows), language),
        columns=("阶段", "原因", "次数", "影响结论", "变点")
        if zh
        else ("stage", "cause", "gaps", "material", "changepoints"),
        rows=tuple(rows[:SHOWN]),
    )


def costs(summary: RunSummary, language: Language) -> Section:
    """What was paid, by stage and name; unknown prices are said to be unknown."""
    zh = language == "zh"
    spent = summary.costs
    rows = [_paid_row(row, language) for row in (*spent.paid, *spent.perhaps)]
    if rows:
        told = amounts(spent.amounts, spent.unpriced, language)
        lines = [f"{'合计' if zh else 'In all'}: {told}", *_perhaps(spent.perhaps, language)]
    else:
        lines = ["本次运行没有付费" if zh else "Nothing was paid in this run"]
        rows = [_used_row(row, language) for row in spent.used]
        if rows:
            lines.append(
                "下列是各卷宗所用回答当初的用量（可能由更早的运行支付）："
                if zh
                else "What the answers in its dossiers took when they were paid, maybe earlier:"
            )
    if spent.answers:
        size = f"{spent.bytes / MEGABYTE:,.1f} MB"
        lines.append(
            f"网页：{spent.answers:,} 次应答，{size}"
            if zh
            else f"pages: {spent.answers:,} answers, {size}"
        )
    return Section(
        "costs",
        "费用" if zh else "Cost",
        lines=tuple(lines),
        columns=("阶段", "名称", "次数", "输入", "其中缓存", "输出", "金额")
        if zh
        else ("stage", "name", "calls", "tokens in", "of these cached", "tokens out", "amount"),
        rows=tuple(rows),
    )


def _perhaps(lost: Sequence[Paid], language: Language) -> tuple[str, ...]:
    """The line about what was asked and had no answer."""
    if not lost:
        return ()
    calls = sum(row.calls for row in lost)
    sums: dict[str, float] = {}
    for row in lost:
        if row.amount and row.currency:
            sums[row.currency] = sums.get(row.currency, 0.0) + row.amount
    most = amounts(sums, (), language)
    if language == "zh":
        return (f"另有 {calls} 次没有等到回答，可能已计费（至多 {most}）",)
    return (f"{calls} more had no answer and were perhaps billed (at most {most})",)


def _paid_row(row: Paid, language: Language) -> tuple[str, ...]:
    unknown = "价格未知" if language == "zh" else "price unknown"
    amount = unknown if row.amount is None else f"{row.amount:.4g} {(row.currency or '').upper()}"
    if row.state != PAID:
        lost = "没有等到回答，至多" if language == "zh" else "no answer, at most"
        amount = f"{lost} {amount}"
    counts = (row.calls, row.prompt_tokens, row.cached_tokens, row.completion_tokens)
    stage, name = word("stage", row.stage, language), _at(row.name, row.host)
    return _cost_row(stage, name, counts, amount.strip())


def _used_row(usage: Usage, language: Language) -> tuple[str, ...]:
    counts = (usage.calls, usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens)
    stage, name = word("stage", usage.stage, language), _at(usage.model, usage.host)
    return _cost_row(stage, name, counts, "")


def _cost_row(stage: str, name: str, counts: Sequence[int], amount: str) -> tuple[str, ...]:
    return (stage, one_line(name), *(f"{n:,}" for n in counts), amount)


def _at(name: str, host: str) -> str:
    return f"{name} @ {host}" if host else name


def grid(summary: RunSummary, language: Language) -> Section:
    """A row a province, a column a sector: found/none found/incomplete (and not done)."""
    zh = language == "zh"
    sectors = list(dict.fromkeys(cell.sector for cell in summary.grid))
    sectors.sort(key=lambda sector: sector or "~")
    cells = {(cell.province, cell.sector): cell for cell in summary.grid}
    rows = [
        (province, *(_cell(cells.get((province, sector))) for sector in sectors))
        for province in dict.fromkeys(cell.province for cell in summary.grid)
    ]
    named = [
        word("sector", s, language) if s else ("全部部门" if zh else "all sectors") for s in sectors
    ]
    note = (
        "每格：有发现/未发现/未能查全；+N 为出错或未开始"
        if zh
        else "each cell: found/none found/incomplete; +N failed or not begun"
    )
    return Section(
        "grid",
        "省份与部门" if zh else "Provinces and sectors",
        lines=(note,),
        columns=("省份" if zh else "province", *named),
        rows=tuple(rows),
    )


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return ""
    other = cell.failed + cell.planned
    return f"{cell.found}/{cell.none_found}/{cell.incomplete}" + (f" +{other}" if other else "")
