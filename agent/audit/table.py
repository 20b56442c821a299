"""The audit as a table for spreadsheets: one row an item, UTF-8 with a mark, no formula ever."""

from __future__ import annotations

import csv
import io

from agent.audit.items import Audit, Audited
from agent.audit.words import because, faults_of, word
from agent.findings import Verdict
from agent.report.safe import cell
from agent.report.words import Language, reason

CHECKS = (
    "place",
    "window",
    "sector",
    "publisher",
    "date",
    "source",
    "name",
    "agency",
    "figure",
    "across",
)
COLUMNS = (
    "file",
    "line",
    "province",
    "sector",
    "changepoint",
    "number",
    "name",
    "kind",
    "claimed_dates",
    "urls",
    "judgement",
    "faults",
    "why",
    *(f"check_{check}" for check in CHECKS),
    "told_again",
)


def table(audit: Audit, language: Language) -> str:
    """CSV with a byte order mark, so that spreadsheets read the Chinese."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in audit.items:
        writer.writerow([cell(value) for value in _row(one, language)])
    return "\ufeff" + out.getvalue()


def _row(one: Audited, language: Language) -> list[str]:
    item, point = one.item, one.item.changepoint
    return [
        item.path,
        str(item.first),
        point.province if point else "",
        (point.sector or "") if point else "",
        str(point.date) if point else "",
        item.number,
        item.name,
        one.policy.kind.value,
        "、".join(date.value for date in one.policy.dates),
        " ".join(link.url for link in item.links),
        word("judgement", one.judgement.value, language),
        "、".join(word("fault", fault, language) for fault in faults_of(one)),
        "；".join(because(one, language)),
        *(_told(one.of_check(check), language) for check in CHECKS),
        " ".join(map(str, one.told_again)),
    ]


def _told(verdicts: tuple[Verdict, ...], language: Language) -> str:
    return "；".join(f"[{v.label.value}] {reason(v, language)}" for v in verdicts)
