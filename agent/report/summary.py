"""The sentences around the items: headings, coverage, and what must not be concluded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from agent.coverage import Coverage, IssuerSite, coverage_of
from agent.details import Decided, details
from agent.findings import Dossier, Finding, Label, Outcome, Status
from agent.policy import PolicyKind
from agent.records import ChangepointKind
from agent.report.items import is_duplicate
from agent.report.reviewed import PERSON
from agent.report.safe import one_line
from agent.report.words import Language, cause, word


def point_heading(dossier: Dossier, language: Language) -> str:
    """``转折点: DATE (Type) - 置信度: 0.59`` as the collector's files have it."""
    point = dossier.changepoint
    named = point.kind.value.capitalize()
    if language == "zh":
        score = "未给出" if point.confidence is None else f"{point.confidence:g}"
        return f"转折点: {point.date} ({named}) - 置信度: {score}"
    score = "not given" if point.confidence is None else f"{point.confidence:g}"
    return f"Changepoint: {point.date} ({named}) - confidence: {score}"


def subject(dossier: Dossier, language: Language) -> str:
    """Province and sector in words."""
    point = dossier.changepoint
    if language == "zh":
        sector = word("sector", point.sector, language) + "部门" if point.sector else "未限定部门"
        return f"{point.province} {sector}"
    sector = word("sector", point.sector, language) if point.sector else "all sectors"
    return f"{point.province} {sector}"


def head(dossiers: Sequence[Dossier], language: Language) -> list[str]:
    """Title, time and number of changepoints; invented pages are said to be so."""
    subjects = tuple(dict.fromkeys(subject(d, language) for d in dossiers))
    invented = any(d.provenance.invented for d in dossiers)
    lines = head_lines(subjects, dossiers[0].researched_at, len(dossiers), language)
    return [*lines, sample_note(language)] if invented else lines


def head_lines(
    subjects: Sequence[str], when: datetime, changepoints: int, language: Language
) -> list[str]:
    """Title, time and number of changepoints of a report about these subjects."""
    told = ("、" if language == "zh" else "; ").join(subjects)
    if language == "zh":
        return [
            f"# {told} 碳排放变点相关政策与事件汇总",
            "",
            f"分析时间: {when:%Y-%m-%d %H:%M:%S}",
            f"共包含 {changepoints} 个重要转折点的相关信息",
        ]
    return [
        f"# Policies and events around changepoints of emissions: {told}",
        "",
        f"Time of analysis: {when:%Y-%m-%d %H:%M:%S}",
        f"Contains {changepoints} changepoint(s)",
    ]


def sample_note(language: Language) -> str:
    """The line that says that nothing of a report is real."""
    if language == "zh":
        return "【示例】本报告来自软件自带的虚构网页，政策、数字与网址均为虚构，不可引用。"
    return "[SAMPLE] Made from invented pages that ship with the program: nothing in it is real."


def counts(dossier: Dossier, language: Language) -> str:
    """Findings by status, background apart; what only people hold to be right is not verified."""
    listed = [f for f in dossier.findings if f.kind is not PolicyKind.BACKGROUND]
    again = sum(f.status is Status.VERIFIED and is_duplicate(f) for f in listed)
    tally = Counter(f.status for f in listed)
    accepted = sum(_by_people_alone(f) and not is_duplicate(f) for f in listed)
    tally[Status.VERIFIED] -= again + accepted
    apart = len(dossier.findings) - len(listed)
    settled = sum(
        any(v.label is not Label.NOT_ENOUGH_INFO for v in f.of_check(PERSON)) for f in listed
    )
    if language == "zh":
        words = ("核验通过", "待核", "证据不足", "剔除")
        told = [f"{w} {tally[s]} 条" for s, w in zip(Status, words, strict=True)]
        told[1:1] = [f"人工核定 {accepted} 条"] if accepted else []
        told += [f"同一事项另见 {again} 条"] if again else []
        told_apart = f"，背景 {apart} 条" if apart else ""
        by_people = f"（其中人工定 {settled} 条）" if settled else ""
        return "、".join(told) + by_people + told_apart
    words = ("verified", "to be reviewed", "insufficient", "rejected")
    told = [f"{tally[s]} {w}" for s, w in zip(Status, words, strict=True)]
    told[1:1] = [f"{accepted} accepted by a person"] if accepted else []
    told += [f"{again} told again elsewhere"] if again else []
    by_people = f" ({settled} of them settled by a person)" if settled else ""
    return ", ".join(told) + by_people + (f", {apart} background" if apart else "")


def _by_people_alone(finding: Finding) -> bool:
    """True when it counts because people accepted it and the checks had not verified it."""
    by_people = details(
        (v.detail for v in finding.of_check(PERSON) if v.label is Label.SUPPORTED), Decided
    )
    return finding.status is Status.VERIFIED and any(
        decided.status != Status.VERIFIED for decided in by_people
    )


def coverage(dossier: Dossier, language: Language) -> str:
    """Pages read, searches answered, the issuers' own sites, hosts that refused."""
    seen = coverage_of(dossier)
    parts = [_audited(dossier, language)] if dossier.is_audit else []
    parts.append(_pages_read(seen, language))
    if seen.searches_asked:
        answered = f"{seen.searches_answered}/{seen.searches_asked}"
        parts.append(
            f"检索 {answered} 次得到回答" if language == "zh" else f"{answered} searches answered"
        )
    parts.append(issuer_site(seen, language))
    if seen.refused:
        refused = "拒绝访问的网站：" if language == "zh" else "refused by: "
        parts.append(refused + ("、" if language == "zh" else ", ").join(seen.refused))
    return ("，" if language == "zh" else "; ").join(parts)


def _audited(dossier: Dossier, language: Language) -> str:
    """What an audit looked at: a report's items; nothing was searched."""
    items = len(dossier.findings)
    if language == "zh":
        return f"这是对他人报告中 {items} 个条目的核对，没有检索"
    return f"this is an audit of {items} items of somebody else's report, nothing was searched"


def _pages_read(seen: Coverage, language: Language) -> str:
    zh = language == "zh"
    if not seen.pages_chosen:
        return "没有可打开的网页" if zh else "no page to open"
    told = f"{seen.pages_read}/{seen.pages_chosen}"
    told = f"读到 {told} 个网页" if zh else f"{told} pages read"
    aside = []
    if seen.pages_absent:
        n = seen.pages_absent
        aside.append(f"{n} 个网址没有正文" if zh else f"{n} lead to no article")
    if seen.unread_closely:
        n = seen.unread_closely
        aside.append(
            f"{n} 个网页模型未能给出可用的回答" if zh else f"no usable answer of the model on {n}"
        )
    if not aside:
        return told
    return f"{told}（{'，'.join(aside)}）" if zh else f"{told} ({', '.join(aside)})"


def issuer_site(seen: Coverage, language: Language) -> str:
    """Whether what is listed was read on the sites of those who issued it."""
    zh = language == "zh"
    head = "发布机构官网：" if zh else "issuer's own site: "
    if seen.issuer_site is not IssuerSite.NONE_KNOWN:
        told = word("issuer_site", seen.issuer_site.value, language)
        partly = seen.issuer_site is IssuerSite.PARTLY
        return head + told + (f" {seen.issued_own}/{seen.issued}" if partly else "")
    if not seen.official_chosen:
        return head + word("issuer_site", "none_known", language)
    told = f"{seen.official_read}/{seen.official_chosen}"
    if zh:
        return f"{head}没有列出的文件；本省与主管部门网站读到 {told} 个网页"
    return f"{head}no document is listed; sites of the province and its departments: {told} read"


def closing(dossier: Dossier, language: Language) -> str:
    """The closing sentence: window, counts, coverage, and what coincidence does not mean."""
    point, window = dossier.changepoint, dossier.window
    if language == "zh":
        sector = word("sector", point.sector, language) + "部门" if point.sector else "全部部门"
        kind = {
            ChangepointKind.SEASONAL: "季节性",
            ChangepointKind.TREND: "趋势性",
            ChangepointKind.EVENT: "事件型",
            ChangepointKind.POLICY: "政策型",
            ChangepointKind.UNKNOWN: "",
        }[point.kind]
        return (
            f"以上是针对{point.province}{point.date.year}年{point.date.month}月"
            f"（检索窗口 {window.start} 至 {window.end}）碳排放{sector}{kind}变点的检索与核验结果："
            f"{counts(dossier, language)}。{coverage(dossier, language)}，故不能断言没有其他政策或事件。"
            "“核验通过”只表示网页确实这样写；所列内容与变点只是时间、地点、部门相合，不表示因果。"
        )
    sector = word("sector", point.sector, language) if point.sector else "all sectors"
    return (
        f"These are the results for {point.province}, {sector}, around {point.date} "
        f"(window {window.start} to {window.end}): {counts(dossier, language)}. "
        f"{coverage(dossier, language)}; other policies or events cannot be excluded. "
        '"Verified" means only that the page says so; what is listed coincides with the '
        "changepoint in time, place and sector, and is not shown to have caused it."
    )


def nothing_listed(dossier: Dossier, language: Language) -> str:
    """What an empty list means: looked and found nothing, or could not look."""
    if dossier.is_audit and language == "zh":
        return "报告的条目没有一条可以列入，原因见下；未能读到的网页也列在下面。"
    if dossier.is_audit:
        return (
            "No item of the report can be listed; why, and which pages were not read, stands below."
        )
    if dossier.outcome is Outcome.INCOMPLETE:
        if language == "zh":
            return "未能查全：下列检索或网页没有得到，不能说明没有相关政策或事件。"
        return "Incomplete: the searches or pages below could not be had; nothing can be concluded."
    if language == "zh":
        return f"未找到相关政策或事件：检索已得到回答，{_best_read(dossier, language)}。"
    return (
        "No related policy or event found: the searches answered"
        f" and {_best_read(dossier, language)}."
    )


def _best_read(dossier: Dossier, language: Language) -> str:
    seen = coverage_of(dossier)
    if not seen.best_chosen:
        return "但没有返回相关的网页" if language == "zh" else "gave no page that fits"
    read, best = seen.best_read, seen.best_chosen
    if language == "zh":
        return "最相关的网页也已看过" if read == best else f"最相关的 {best} 个网页看过 {read} 个"
    return (
        "the best pages were looked at"
        if read == best
        else f"{read} of the {best} best pages were looked at"
    )


def gap_lines(dossier: Dossier, language: Language) -> list[str]:
    """One line a cause and stage, with its targets; what mattered comes first."""
    groups: dict[tuple[bool, str, str, str], list[str]] = {}
    for gap in dossier.gaps:
        groups.setdefault((not gap.material, gap.stage, gap.cause, gap.detail), []).append(
            one_line(gap.target)
        )
    lines = []
    for (minor, stage, code, detail), targets in sorted(groups.items()):
        head = f"{word('stage', stage, language)} · {cause(code, language, stage)}"
        more = f" +{len(targets) - 3}" if len(targets) > 3 else ""
        why = f"（{one_line(detail)}）" if detail and language == "zh" else ""
        why = f" ({one_line(detail)})" if detail and language == "en" else why
        mark = "" if minor else ("【影响结论】" if language == "zh" else "[matters] ")
        sep = "：" if language == "zh" else ": "
        lines.append(f"{mark}{head}{sep}{'、'.join(targets[:3])}{more}{why}")
    return lines
