"""The parts of a summary that are tables of numbers, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent.batch.summary import Cell, Costs, RunSummary
from agent.coverage import IssuerSite
from agent.findings import Status
from agent.net.proxies import is_here
from agent.policy import PolicyKind
from agent.records import Usage
from agent.report.provinces import province_told, sector_told
from agent.report.safe import one_line
from agent.report.sections import Section, part
from agent.report.words import Language, cause, joined, reason_in_short, say, word
from agent.store.totals import Paid

SHOWN = 40
"""Lines of a table that are shown; the JSON has them all."""


def amounts(costs: Costs, language: Language) -> str:
    """Amounts by currency, and whose price is unknown: a sum never hides what it leaves out."""
    left, sums = _left_out(costs, language), summed(costs.amounts)
    if not left:
        return sums or "0"
    return say("and_unknown", language, amounts=sums, unknown=left) if sums else left


def summed(sums: Mapping[str, float]) -> str:
    """Amounts by currency; empty where there is none."""
    return " + ".join(f"{amount:.4g} {currency.upper()}" for currency, amount in sums.items())


def cost_tile(costs: Costs, language: Language) -> tuple[str, str]:
    """The cost as a large number: its name, with what the number leaves out, and the number."""
    name, left = say("cost", language), _left_out(costs, language)
    elsewhere = set(costs.unpriced) - set(costs.here)
    parts = [part for part in (summed(costs.amounts), "?" if elsewhere else "") if part]
    number = " + ".join(parts) or ("–" if costs.here else "0")
    return (say("and_unknown", language, amounts=name, unknown=left) if left else name), number


def _left_out(costs: Costs, language: Language) -> str:
    """What no sum of amounts has in it: names without a known price, those of this machine apart."""
    elsewhere = [name for name in costs.unpriced if name not in costs.here]
    parts = [("price_unknown_of", elsewhere), ("no_price_here_of", costs.here)]
    told = (say(code, language, names=joined(names, language)) for code, names in parts if names)
    return joined(told, language)


def left_out(count: int, language: Language) -> tuple[str, ...]:
    """The line that says how many lines of a table are not shown."""
    return (say("more_lines", language, n=count - SHOWN),) if count > SHOWN else ()


PAID = "paid"
MEGABYTE = 1_000_000


def findings(summary: RunSummary, language: Language) -> Section:
    """Findings by kind and status."""
    counts = {(group.kind, group.status): group.count for group in summary.findings}
    kinds = [kind for kind in PolicyKind if any(key[0] == kind for key in counts)]
    rows = []
    for kind in kinds:
        numbers = [counts.get((kind.value, status.value), 0) for status in Status]
        rows.append((word("kind", kind.value, language), *map(str, numbers), str(sum(numbers))))
    statuses = tuple(word("status", status.value, language) for status in Status)
    return part("findings", language, rows=rows, columns=(*statuses, say("all", language)))


def faults(summary: RunSummary, language: Language) -> Section:
    """What checks refute in rejected and flagged findings, and what they leave to a person."""
    rows = [
        (
            word("check", fault.check, language),
            reason_in_short(fault.reason, language),
            say(f"label_{fault.label}", language),
            str(fault.findings),
        )
        for fault in summary.faults
    ]
    return part("faults", language, rows=rows[:SHOWN], lines=left_out(len(rows), language))


def flow(summary: RunSummary, language: Language) -> Section:
    """From changepoints to decisions of people, each step with how many distinct ones it has."""
    rows = [(word("flow", "changepoints", language), str(summary.done), "")] if summary.flow else []
    rows += [
        (
            word("flow", step.code, language),
            str(step.count),
            "" if step.distinct is None else str(step.distinct),
        )
        for step in summary.flow
    ]
    return part("flow", language, rows=rows)


def coverage(summary: RunSummary, language: Language) -> Section:
    """Searches answered, pages read, issuers' own sites, hosts that refuse."""
    seen = summary.coverage
    rows = (
        ("searches_answered", seen.searches_answered, seen.searches_asked),
        ("pages_read", seen.pages_read, seen.pages_chosen),
        ("best_looked_at", seen.best_read, seen.best_chosen),
    )
    lines = [say("no_article", language, n=seen.pages_absent)] if seen.pages_absent else []
    sites = seen.issuer_sites
    if known := sum(n for site, n in sites.items() if site is not IssuerSite.NONE_KNOWN):
        own, partly = sites.get(IssuerSite.REACHED, 0), sites.get(IssuerSite.PARTLY, 0)
        lines.append(say("issuers_sites", language, known=known, own=own, partly=partly))
    if seen.refused:
        told = [f"{host} ({n})" for host, n in list(seen.refused.items())[:SHOWN]]
        lines.append(say("refused_programs", language, names=joined(told, language)))
    shares = ((say(name, language), str(had), str(of), _share(had, of)) for name, had, of in rows)
    return part("coverage", language, rows=shares, lines=lines)


def _share(had: int, of: int) -> str:
    return f"{100 * had / of:.0f}" if of else ""


def gaps(summary: RunSummary, language: Language) -> Section:
    """What could not be looked at, by stage and cause; what matters comes first."""
    rows = [
        (
            word("stage", gap.stage, language),
            cause(gap.cause, language, gap.stage),
            str(gap.gaps),
            str(gap.material),
            str(gap.changepoints),
        )
        for gap in summary.gaps
    ]
    return part("gaps", language, rows=rows[:SHOWN], lines=left_out(len(rows), language))


def costs(summary: RunSummary, language: Language) -> Section:
    """What was paid, by stage and name; unknown prices are said to be unknown."""
    spent = summary.costs
    rows = [_paid_row(row, language) for row in (*spent.paid, *spent.perhaps)]
    if rows:
        told = amounts(spent, language)
        lines = [say("in_all", language, value=told), *_perhaps(spent.perhaps, language)]
    else:
        lines = [say("nothing_paid", language)]
        rows = [_cost_row(row, row.model, "", language) for row in spent.used]
        lines += [say("paid_earlier", language)] if rows else []
    if spent.answers:
        size = f"{spent.bytes / MEGABYTE:,.1f} MB"
        lines.append(say("page_answers", language, n=f"{spent.answers:,}", size=size))
    return part("costs", language, rows=rows, lines=lines)


def _perhaps(lost: Sequence[Paid], language: Language) -> tuple[str, ...]:
    """The line about what was asked and had no answer."""
    if not lost:
        return ()
    calls = sum(row.calls for row in lost)
    sums: dict[str, float] = {}
    for row in lost:
        if row.amount and row.currency:
            sums[row.currency] = sums.get(row.currency, 0.0) + row.amount
    most = summed(sums) or "0"
    return (say("perhaps_billed", language, n=calls, most=most),)


def _paid_row(row: Paid, language: Language) -> tuple[str, ...]:
    amount = (
        say("no_price_here" if is_here(row.host) else "price_unknown", language)
        if row.amount is None
        else f"{row.amount:.4g} {(row.currency or '').upper()}"
    )
    if row.state != PAID:
        amount = say("no_answer_at_most", language, amount=amount)
    return _cost_row(row, row.name, amount.strip(), language)


def _cost_row(row: Paid | Usage, name: str, amount: str, language: Language) -> tuple[str, ...]:
    named = one_line(f"{name} @ {row.host}" if row.host else name)
    counts = (row.calls, row.prompt_tokens, row.cached_tokens, row.completion_tokens)
    return (word("stage", row.stage, language), named, *(f"{n:,}" for n in counts), amount)


def grid(summary: RunSummary, language: Language) -> Section:
    """A row a province, a column a sector: found/none found/incomplete (and not done)."""
    sectors = list(dict.fromkeys(cell.sector for cell in summary.grid))
    sectors.sort(key=lambda sector: sector or "~")
    cells = {(cell.province, cell.sector): cell for cell in summary.grid}
    rows = [
        (
            province_told(province, language),
            *(_cell(cells.get((province, sector))) for sector in sectors),
        )
        for province in dict.fromkeys(cell.province for cell in summary.grid)
    ]
    named = [sector_told(sector, language) for sector in sectors]
    lines = [say("grid_cells", language)]
    return part("grid", language, rows=rows, lines=lines, columns=named)


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return ""
    other = cell.failed + cell.planned
    return f"{cell.found}/{cell.none_found}/{cell.incomplete}" + (f" +{other}" if other else "")
