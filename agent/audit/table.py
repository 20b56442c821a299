"""The audit as a table for spreadsheets: one row an item, UTF-8 with a mark, no formula ever."""

from __future__ import annotations

from collections.abc import Callable

from agent.audit.items import Audit, Audited
from agent.audit.words import because, faults_of, word
from agent.records import Changepoint
from agent.report.safe import csv_table
from agent.report.words import Language, reason

CHECKS = (
    *("place", "window", "sector", "publisher", "date", "source"),
    *("name", "agency", "figure", "across"),
)


def _of_point(value: Callable[[Changepoint], str]) -> Callable[[Audited, Language], str]:
    """A cell that is empty where the item names no changepoint."""

    def told(one: Audited, _language: Language) -> str:
        return value(one.item.changepoint) if one.item.changepoint else ""

    return told


def _of_check(check: str) -> Callable[[Audited, Language], str]:
    """What a check says, each time with its label."""

    def told(one: Audited, language: Language) -> str:
        verdicts = one.finding.of_check(check)
        return "；".join(f"[{v.label.value}] {reason(v, language)}" for v in verdicts)

    return told


COLUMNS: dict[str, Callable[[Audited, Language], str]] = {
    "file": lambda one, _: one.item.path,
    "line": lambda one, _: str(one.item.first),
    "province": _of_point(lambda point: point.province),
    "sector": _of_point(lambda point: point.sector or ""),
    "changepoint": _of_point(lambda point: str(point.date)),
    "number": lambda one, _: one.item.number,
    "name": lambda one, _: one.item.name,
    "kind": lambda one, _: one.finding.policy.kind.value,
    "claimed_dates": lambda one, _: "、".join(
        told.claim.value for told in one.view.judged if told.claim and told.name == "date"
    ),
    "urls": lambda one, _: " ".join(link.url for link in one.item.links),
    "judgement": lambda one, language: word("judgement", one.judgement.value, language),
    "faults": lambda one, language: "、".join(
        word("fault", fault, language) for fault in faults_of(one)
    ),
    "why": lambda one, language: "；".join(because(one, language)),
    **{f"check_{check}": _of_check(check) for check in CHECKS},
    "told_again": lambda one, _: " ".join(map(str, one.told_again)),
}
"""The columns in their order, each with what stands in it."""


def table(audit: Audit, language: Language) -> str:
    """CSV with a byte order mark, so that spreadsheets read the Chinese."""
    rows = ([told(one, language) for told in COLUMNS.values()] for one in audit.items)
    return csv_table(list(COLUMNS), rows)
