"""The summary of an audit: one page by judgement, kind of fault, province and sector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from agent.audit.items import Audit, Audited, Judgement
from agent.audit.words import faults, faults_of, told, word
from agent.report.safe import one_line, shortened
from agent.report.sections import Section, table
from agent.report.sections import as_markdown as sections_markdown
from agent.report.words import Language
from agent.report.words import word as report_word

NAME, LISTED = 28, 40
"""Characters of an example's name, and problems listed on the page; the rest is in the JSON."""

SHOWN = (
    Judgement.VERIFIED,
    Judgement.FLAGGED,
    Judgement.INSUFFICIENT,
    Judgement.REJECTED,
    Judgement.UNREAD,
)


def as_text(audit: Audit, language: Language) -> str:
    """The summary for a terminal: columns aligned, Chinese two places wide."""
    parts = []
    for section in sections(audit, language):
        told = table(section, indent="  ", right=lambda _, cell: cell.rstrip("%").isdigit())
        parts.append("\n".join([section.title, *section.lines, *told]))
    return "\n\n".join(parts) + "\n"


def as_markdown(audit: Audit, language: Language) -> str:
    """The summary as Markdown with tables."""
    return sections_markdown(sections(audit, language))


def sections(audit: Audit, language: Language) -> tuple[Section, ...]:
    """What the page says, part by part; the first is its title and headline."""
    say = _Say(language)
    found = [
        _part(say("title"), lines=_headline(audit, language)),
        _part(say("by_judgement"), _judgements(audit, say)),
        _part(say("by_fault"), _faults(audit, say)),
        _part(say("by_province"), _by(audit, say, "province", _province)),
        _part(say("by_sector"), _by(audit, say, "sector", lambda one: _sector(one, say))),
    ]
    gaps = Counter(report_word("cause", gap.cause, language) for gap in audit.gaps)
    if gaps:
        counted = [f"{cause}: {count}" for cause, count in gaps.most_common()]
        found.append(_part(say("gaps"), lines=counted))
    lost = [told(problem, language) for problem in audit.problems]
    rest = [f"… +{len(lost) - LISTED}"] if len(lost) > LISTED else []
    found.append(_part(say("problems"), lines=[*lost[:LISTED], *rest] or [say("none")]))
    return tuple(found)


def _part(title: str, rows: Sequence[Sequence[str]] = (), lines: Sequence[str] = ()) -> Section:
    """A part whose first row has the heads."""
    head, *rest = rows or [()]
    return Section(title, tuple(lines), tuple(head), tuple(map(tuple, rest)))


@dataclass(frozen=True)
class _Say:
    language: Language

    def __call__(self, code: str) -> str:
        return word("word", code, self.language)


def _headline(audit: Audit, language: Language) -> list[str]:
    count = Counter(one.judgement for one in audit.items)
    total = len(audit.items)
    again = sum(len(one.told_again) for one in audit.items)
    faulty = total - count[Judgement.VERIFIED] - count[Judgement.UNREAD]
    most = Counter(fault for one in audit.items for fault in faults_of(one)).most_common(3)
    named = [f"{word('fault', fault, language)} {number}" for fault, number in most]
    if language == "zh":
        lines = [
            f"{total} 个条目中，{faulty} 个（{_share(faulty, total)}）不能照用："
            f"剔除 {count[Judgement.REJECTED]}、待核 {count[Judgement.FLAGGED]}、"
            f"证据不足 {count[Judgement.INSUFFICIENT]}"
            + (f"、未能判断 {count[Judgement.NOT_JUDGED]}" if count[Judgement.NOT_JUDGED] else "")
            + "。",
            f"最多的问题：{'；'.join(named)}。" if named else "没有发现问题。",
            f"范围：{audit.files} 个文件，{audit.blocks} 段转折点（单个与合并文件各算一次；{audit.empty} 段写明未找到）；"
            f"{again} 处逐字重复的条目只计一次。",
        ]
        if audit.offline:
            lines.append(
                "本次没有联网：只按条目自己的文字、网址和条目之间的比对判断；“未见问题”不等于属实。"
            )
        return lines
    lines = [
        f"{faulty} of {total} items ({_share(faulty, total)}) cannot be used as they are: "
        f"{count[Judgement.REJECTED]} rejected, {count[Judgement.FLAGGED]} to be reviewed, "
        f"{count[Judgement.INSUFFICIENT]} without enough evidence"
        + (f", {count[Judgement.NOT_JUDGED]} not judged" if count[Judgement.NOT_JUDGED] else "")
        + ".",
        f"Most frequent: {'; '.join(named)}." if named else "No fault was found.",
        f"Scope: {audit.files} files, {audit.blocks} changepoint blocks ({audit.empty} of them say that "
        f"nothing was found); {again} items told again word for word are counted once.",
    ]
    if audit.offline:
        lines.append(
            "Nothing was fetched: items are judged by their own words, their addresses and each "
            "other; no fault seen does not mean true."
        )
    return lines


def _judgements(audit: Audit, say: _Say) -> list[list[str]]:
    count = Counter(one.judgement for one in audit.items)
    rows = [[say("judgement"), say("items"), say("share"), say("meaning")]]
    for judgement in (*SHOWN, Judgement.NOT_JUDGED):
        if count[judgement]:
            rows.append(
                [
                    word("judgement", judgement.value, say.language),
                    str(count[judgement]),
                    _share(count[judgement], len(audit.items)),
                    word("meaning", judgement.value, say.language),
                ]
            )
    return rows


def _faults(audit: Audit, say: _Say) -> list[list[str]]:
    rows = [[say("fault"), say("items"), say("share"), say("example")]]
    having: dict[str, list[Audited]] = {fault: [] for fault in faults()}
    for one in audit.items:
        for fault in faults_of(one):
            having[fault].append(one)
    for fault, found in sorted(having.items(), key=lambda pair: -len(pair[1])):
        if found:
            example = found[0].item
            name = shortened(one_line(example.name), NAME)
            rows.append(
                [
                    word("fault", fault, say.language),
                    str(len(found)),
                    _share(len(found), len(audit.items)),
                    f"{name} ({PurePath(example.path).name}:{example.first})",
                ]
            )
    return rows if len(rows) > 1 else []


def _by(audit: Audit, say: _Say, head: str, key_of: Callable[[Audited], str]) -> list[list[str]]:
    groups: dict[str, list[Audited]] = {}
    for one in audit.items:
        groups.setdefault(key_of(one), []).append(one)
    used = [j for j in SHOWN if any(one.judgement is j for one in audit.items)]
    heads = [word("judgement", judgement.value, say.language) for judgement in used]
    rows = [[say(head), say("items"), *heads, say("most")]]
    for key, group in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        most = Counter(fault for one in group for fault in faults_of(one)).most_common(1)
        named = [f"{word('fault', fault, say.language)} {number}" for fault, number in most]
        numbers = [str(sum(one.judgement is judgement for one in group)) for judgement in used]
        rows.append([key, str(len(group)), *numbers, *(named or ["-"])])
    return rows if groups else []


def _province(one: Audited) -> str:
    return one.item.changepoint.province if one.item.changepoint else "?"


def _sector(one: Audited, say: _Say) -> str:
    point = one.item.changepoint
    if point is None:
        return "?"
    if point.sector is None:
        return say("all_sectors")
    return report_word("sector", point.sector, say.language)


def _share(part: int, whole: int) -> str:
    if not whole:
        return "-"
    return "<1%" if 0 < part / whole < 0.005 else f"{part / whole:.0%}"
