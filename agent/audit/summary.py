"""The summary of an audit: one page by judgement, kind of fault, province and sector; and its words.

Which kind of fault a verdict is counted as stands in data/audit.toml.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import PurePath
from string import Template
from typing import Any

from agent.audit.items import Audit, Audited, Judgement, Problem
from agent.checks.reported import DOUBTS
from agent.findings import CUT, Label, Verdict
from agent.records import Changepoint
from agent.report.provinces import sector_told
from agent.report.safe import one_line, shortened
from agent.report.sections import Section, as_plain, part
from agent.report.sections import as_markdown as sections_markdown
from agent.report.words import Language, reason, say, table
from agent.report.words import word as report_word

NAME, LISTED = 28, 40
"""Characters of an example's name, and problems listed on the page; the rest is in the JSON."""

SHOWN = tuple(judgement for judgement in Judgement if judgement is not Judgement.NOT_JUDGED)


def as_text(audit: Audit, language: Language) -> str:
    """The summary for a terminal: columns aligned, Chinese two places wide."""
    return as_plain(sections(audit, language), right=lambda _, cell: cell.rstrip("%").isdigit())


def as_markdown(audit: Audit, language: Language) -> str:
    """The summary as Markdown with tables."""
    return sections_markdown(sections(audit, language))


def sections(audit: Audit, language: Language) -> tuple[Section, ...]:
    """What the page says, part by part; the first is its title and headline."""
    lost = [told(problem, language) for problem in audit.problems]
    rest = [f"… +{len(lost) - LISTED}"] if len(lost) > LISTED else []
    gaps = Counter(report_word("cause", gap.cause, language) for gap in audit.gaps)
    counted = [f"{cause}: {count}" for cause, count in gaps.most_common()]
    return (
        part("audit", language, lines=_headline(audit, language)),
        part("audit_by_judgement", language, rows=_judgements(audit, language)),
        part("audit_by_fault", language, rows=_faults(audit, language)),
        _by("province", audit, language, lambda point: point.province),
        _by("sector", audit, language, lambda at: sector_told(at.sector, language, "no_sector")),
        *([part("audit_gaps", language, lines=counted)] if counted else []),
        part(
            "audit_problems",
            language,
            lines=[*lost[:LISTED], *rest] or [word("word", "none", language)],
        ),
    )


def _headline(audit: Audit, language: Language) -> list[str]:
    count = Counter(one.judgement for one in audit.items)
    total, unjudged = len(audit.items), count[Judgement.NOT_JUDGED]
    faulty = total - count[Judgement.VERIFIED] - count[Judgement.UNREAD]
    named = say("stop", language).join(_most(audit.items, 3, language))
    counts: dict[str, Any] = {judgement.value: count[judgement] for judgement in Judgement}
    return [
        say(
            "audit_faulty",
            language,
            total=total,
            faulty=faulty,
            share=_share(faulty, total),
            **counts,
            more=say("audit_not_judged", language, n=unjudged) if unjudged else "",
        ),
        say("audit_most", language, named=named) if named else say("audit_no_fault", language),
        say(
            "audit_scope",
            language,
            files=audit.files,
            blocks=audit.blocks,
            empty=audit.empty,
            again=sum(len(one.told_again) for one in audit.items),
        ),
        *([say("audit_offline", language)] if audit.offline else []),
    ]


def _most(items: Iterable[Audited], number: int, language: Language) -> list[str]:
    """The most frequent faults and how often each is there."""
    most = Counter(fault for one in items for fault in faults_of(one)).most_common(number)
    return [f"{word('fault', fault, language)} {n}" for fault, n in most]


def _judgements(audit: Audit, language: Language) -> list[list[str]]:
    count = Counter(one.judgement for one in audit.items)
    return [
        [
            word("judgement", judgement.value, language),
            str(number),
            _share(number, len(audit.items)),
            word("meaning", judgement.value, language),
        ]
        for judgement in Judgement
        if (number := count[judgement])
    ]


def _faults(audit: Audit, language: Language) -> list[list[str]]:
    having: dict[str, list[Audited]] = {fault: [] for fault in table("audit")["fault"]}
    for one in audit.items:
        for fault in faults_of(one):
            having[fault].append(one)
    rows = []
    for fault, found in sorted(having.items(), key=lambda pair: -len(pair[1])):
        if found:
            example = found[0].item
            name = shortened(one_line(example.name), NAME)
            place = f"{PurePath(example.path).name}:{example.first}"
            share = _share(len(found), len(audit.items))
            rows.append(
                [word("fault", fault, language), str(len(found)), share, f"{name} ({place})"]
            )
    return rows


def _by(
    what: str, audit: Audit, language: Language, key_of: Callable[[Changepoint], str]
) -> Section:
    """Items and their judgements by province or sector, and the most frequent fault of each."""
    groups: dict[str, list[Audited]] = {}
    for one in audit.items:
        groups.setdefault(key_of(point) if (point := one.item.changepoint) else "?", []).append(one)
    used = [j for j in SHOWN if any(one.judgement is j for one in audit.items)]
    heads = [word("judgement", judgement.value, language) for judgement in used]
    rows = []
    for key, group in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        numbers = [str(sum(one.judgement is judgement for one in group)) for judgement in used]
        rows.append([key, str(len(group)), *numbers, *(_most(group, 1, language) or ["-"])])
    heads.append(word("word", "most", language))
    return part(f"audit_by_{what}", language, rows=rows, columns=heads)


def _share(part: int, whole: int) -> str:
    if not whole:
        return "-"
    return "<1%" if 0 < part / whole < 0.005 else f"{part / whole:.0%}"


word = partial(report_word, of="audit")
"""The word for a code of data/audit.toml."""


def told(problem: Problem, language: Language) -> str:
    """A problem with its place, in one line."""
    text = Template(word("problem", problem.code, language)).safe_substitute(problem.values)
    return one_line(f"{problem.path}:{problem.line}: {text}")


def fault_of(verdict: Verdict) -> str | None:
    """The kind of fault that a verdict is; None for one that is none."""
    named = table("audit")["reasons"].get(verdict.reason)
    if named is not None:
        return str(named)
    if verdict.label is Label.REFUTED:
        return str(table("audit")["checks"].get(verdict.check, "other"))
    return None


def faults_of(audited: Audited) -> tuple[str, ...]:
    """The kinds of fault of an item, each once, the gravest first."""
    ordered = sorted(audited.finding.verdicts, key=_gravity)
    found = [fault for verdict in ordered if (fault := fault_of(verdict))]
    if audited.gaps and not audited.is_read:
        found.append("gap")
    return tuple(dict.fromkeys(found))


def because(audited: Audited, language: Language) -> tuple[str, ...]:
    """Why an item is judged so: its faults in sentences, the gravest first.

    For an item without one, what supports it, or what is still open.
    """
    faulty = sorted((v for v in audited.finding.verdicts if fault_of(v)), key=_gravity)
    shown = faulty or _rest(audited)
    colon = say("colon", language)
    sentences = [
        f"{report_word('check', v.check, language)}{colon}{reason(v, language)}" for v in shown
    ]
    if audited.judgement is Judgement.NOT_JUDGED:
        sentences.insert(0, word("meaning", audited.judgement.value, language))
    told = [claim for claim in audited.finding.claims if claim.field in CUT]
    unsaid = [one for one in audited.view.open if one.claim.field in CUT]
    if audited.is_read and unsaid:
        values = {"count": str(len(unsaid)), "all": str(len(told))}
        sentences.append(Template(word("word", "unsaid", language)).substitute(values))
    gaps = [f"{gap.target}: {report_word('cause', gap.cause, language)}" for gap in audited.gaps]
    return tuple(dict.fromkeys(one_line(sentence) for sentence in [*sentences, *gaps]))


def _rest(audited: Audited) -> list[Verdict]:
    verdicts = audited.finding.verdicts
    if audited.judgement is Judgement.VERIFIED:
        held = (v for v in verdicts if v.label is Label.SUPPORTED and v.check != "across")
        return list(held)[:6]
    required = ("source", "name", "date", "agency", "place", "window", "sector")
    return [v for v in verdicts if v.label is Label.NOT_ENOUGH_INFO and v.check in required]


def _gravity(verdict: Verdict) -> int:
    if verdict.label is Label.REFUTED:
        return 0 if verdict.check in ("source", "place", "window", "sector") else 1
    if verdict.reason in DOUBTS:
        return 2
    return 3
