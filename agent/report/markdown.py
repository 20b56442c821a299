"""A Markdown report: the same facts as the text report, with tables and block quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.findings import Dossier, Finding, Status
from agent.report import NOTHING, Beside, whole
from agent.report.items import Item, aside_word, background, item, left_out, numbered, reasons_line
from agent.report.labels import LABELS
from agent.report.reviewed import as_reviewed
from agent.report.safe import address, linked, markdown
from agent.report.summary import (
    closing,
    detection_line,
    gap_lines,
    introduced,
    nothing_listed,
    point_heading,
)
from agent.report.words import Language, say, word


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """All dossiers as one Markdown document."""
    zh = language == "zh"
    subjects, invented = introduced(dossiers, language)
    told = "、".join(subjects)
    title = "碳排放变点相关政策与事件" if zh else "Policies and events around changepoints"
    lines = [f"# {markdown(told)} {title}", ""]
    when = f"{dossiers[0].researched_at:%Y-%m-%d %H:%M:%S}"
    lines += [f"{'分析时间' if zh else 'Time of analysis'}: {when}", ""]
    if invented:
        note = (
            "示例：网页、政策与数字均为虚构，不可引用。" if zh else "Sample: nothing here is real."
        )
        lines += [f"> **{note}**", ""]
    yield "\n".join(lines)
    for dossier in as_reviewed(dossiers, beside.reviews):
        yield "\n" + "\n".join(_point(dossier, language)).rstrip() + "\n"


render = whole(parts)


def _point(dossier: Dossier, language: Language) -> list[str]:
    zh = language == "zh"
    lines = [f"## {markdown(point_heading(dossier, language))}", ""]
    if detection := detection_line(dossier, language):
        lines += [markdown(detection), ""]
    findings = numbered(dossier)
    for number, finding, of_unknown in findings:
        if of_unknown:
            lines += [f"### {say('unknown_publisher', language)}", ""]
        lines += _item(number, item(finding, dossier, language), language)
    if not findings:
        lines += [nothing_listed(dossier, language), ""]
    apart = (*left_out(dossier), *background(dossier))
    if apart:
        lines += ["### 未列入" if zh else "### Not listed", ""]
        lines += ["| 处理 | 名称 | 原因 | 网页 |" if zh else "| status | name | reason | page |"]
        lines += ["|---|---|---|---|", *(_row(f, language) for f in apart), ""]
    gaps = gap_lines(dossier, language)
    if gaps:
        lines += ["### 没有看到的" if zh else "### Could not be looked at", ""]
        lines += [*(f"- {markdown(line)}" for line in gaps), ""]
    return [*lines, markdown(closing(dossier, language)), ""]


def _row(finding: Finding, language: Language) -> str:
    status = aside_word(finding, language)
    name, why = markdown(finding.policy.name.value), markdown(reasons_line(finding, language))
    url = address(finding.policy.url)
    where = f"<{url}>" if url else word("cause", "no_address", language)
    return f"| {status} | {name} | {why} | {where} |"


def _item(number: int, shown: Item, language: Language) -> list[str]:
    label = LABELS[language]
    flagged = shown.finding.status is Status.FLAGGED
    marks = (label["flagged"] if flagged else "") + (label["national"] if shown.national else "")
    lines = [f"### {number}\\. {marks}{markdown(shown.name)}", ""]
    rows = [("checks", shown.checks)]
    if flagged:
        rows.append(("question", "；".join(shown.questions)))
    rows += [("dates", shown.dates), ("agencies", shown.agencies)]
    rows += [("number", shown.number)] if shown.number else []
    rows += [("kind", shown.kind)]
    lines += [f"- **{label[key]}**: {markdown(value)}" for key, value in rows]
    for key, sentences in (("content", shown.content), ("impact", shown.impact)):
        told = "".join(
            f"{markdown(s.text)}{label['target'] if s.target else ''}〔{s.mark}〕"
            for s in sentences
        )
        nothing = shown.no_content if key == "content" else shown.no_impact
        lines.append(f"- **{label[key]}**: {told or nothing}")
    link = linked(markdown(shown.publisher), shown.url)
    lines += [
        f"- **{label['url']}**: {link}",
        f"- **{label['archive']}**: {markdown(shown.archive)}",
        "",
    ]
    for i, quote in enumerate(shown.quotes, 1):
        lines += [f"> 〔{i}〕 {markdown(quote)}", ""]
    return lines
