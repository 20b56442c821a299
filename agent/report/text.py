"""The default report: the layout people already have, with verdicts, quotes and gaps added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.findings import Dossier, Finding, Status
from agent.report import NOTHING, Beside, whole
from agent.report.items import (
    Item,
    Sentence,
    aside_word,
    background,
    item,
    left_out,
    numbered,
    reasons_line,
)
from agent.report.labels import LABELS
from agent.report.reviewed import as_reviewed
from agent.report.safe import address, linked, one_line, plain, shortened
from agent.report.summary import (
    closing,
    detection_line,
    gap_lines,
    head,
    nothing_listed,
    point_heading,
)
from agent.report.words import Language, say, word


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """All dossiers as one text; a line of invented pages says so at the top."""
    yield "\n".join([*head(dossiers, language), ""])
    for dossier in as_reviewed(dossiers, beside.reviews):
        yield "\n".join(["", "---", "", *point_lines(dossier, language), ""])


render = whole(parts)


def point_lines(dossier: Dossier, language: Language) -> list[str]:
    """One changepoint: its heading, what is listed and what is not, and the closing sentence."""
    heading = f"## {point_heading(dossier, language)}"
    if detection := detection_line(dossier, language):
        heading += f"\n\n{plain(detection)}"
    return [heading, "", *_point(dossier, language), closing(dossier, language)]


def _point(dossier: Dossier, language: Language) -> list[str]:
    lines = []
    findings = numbered(dossier)
    for number, finding, of_unknown in findings:
        if of_unknown:
            lines += [f"### {say('unknown_publisher', language)}", ""]
        lines += [*item_lines(number, item(finding, dossier, language), language), ""]
    if not findings:
        lines += [nothing_listed(dossier, language), ""]
    aside = [_aside(f, language) for f in (*left_out(dossier), *background(dossier))]
    if aside:
        lines += [*aside, ""]
    gaps = gap_lines(dossier, language)
    if gaps:
        title = "没有看到的：" if language == "zh" else "Could not be looked at: "
        lines += [f"{title}{plain(line)}" for line in gaps]
        lines += [""]
    return lines


def _aside(finding: Finding, language: Language) -> str:
    """One unnumbered line: what it was, why it is not listed, where it stands."""
    status = aside_word(finding, language)
    name = plain(shortened(one_line(finding.policy.name.value), 80))
    why = plain(reasons_line(finding, language))
    url = address(finding.policy.url) or word("cause", "no_address", language)
    if language == "zh":
        return f"{status}：{name}　原因：{why}　{url}"
    return f"{status}: {name} - {why} - {url}"


def item_lines(number: int, shown: Item, language: Language) -> list[str]:
    """One numbered item, labels in bold."""
    label = LABELS[language]
    sep, gap = ("：", "　") if language == "zh" else (": ", "  ")
    flagged = shown.finding.status is Status.FLAGGED
    marks = (label["flagged"] if flagged else "") + (label["national"] if shown.national else "")

    def field(key: str, value: str) -> str:
        return f"**{label[key]}**{sep}{value}"

    agencies = [field("agencies", plain(shown.agencies))]
    if shown.number:
        agencies.append(field("number", plain(shown.number)))
    agencies.append(field("kind", plain(shown.kind)))
    lines = [
        f"{number}. {field('name', marks + plain(shown.name))}",
        field("checks", plain(shown.checks)),
    ]
    if flagged:
        lines.append(field("question", plain("；".join(shown.questions))))
    lines += [
        field("dates", plain(shown.dates)),
        gap.join(agencies),
        field("content", _told(shown.content, shown.no_content, label["target"])),
        field("impact", _told(shown.impact, shown.no_impact, label["target"])),
    ]
    if shown.quotes:
        told = (f"〔{i}〕“{plain(q)}”" for i, q in enumerate(shown.quotes, 1))
        lines.append(field("quotes", "".join(told)))
    lines.append(
        field("url", linked(plain(shown.publisher), shown.url))
        + gap
        + field("archive", plain(shown.archive))
    )
    return lines


def _told(sentences: tuple[Sentence, ...], nothing: str, target: str) -> str:
    if not sentences:
        return nothing
    return "".join(f"{plain(s.text)}{target if s.target else ''}〔{s.mark}〕" for s in sentences)
