"""The words of an audit, and which kind of fault a verdict is counted as."""

from __future__ import annotations

from functools import partial
from string import Template

from agent.audit.items import Audited, Judgement, Problem
from agent.checks.reported import DOUBTS
from agent.findings import CUT, Label, Verdict
from agent.report.safe import one_line
from agent.report.words import Language, reason, say, table
from agent.report.words import word as report_word

word = partial(report_word, of="audit")
"""The word for a code of data/audit.toml."""


def told(problem: Problem, language: Language) -> str:
    """A problem with its place, in one line."""
    text = Template(word("problem", problem.code, language)).safe_substitute(problem.values)
    return one_line(f"{problem.path}:{problem.line}: {text}")


def faults() -> tuple[str, ...]:
    """The kinds of fault, in the order of the tables."""
    return tuple(table("audit")["fault"])


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
