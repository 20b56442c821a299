"""A difference between two runs as text, a page, JSON, or a table for spreadsheets."""

from __future__ import annotations

import json
from dataclasses import asdict

from agent.report.diff import KINDS, Change, Difference
from agent.report.provinces import where
from agent.report.safe import csv_table
from agent.report.sections import Section, as_page, as_text, part
from agent.report.words import Language, say, word


def sections(told: Difference, language: Language) -> tuple[Section, ...]:
    """What the runs are, how many differences of which kind, and each of them."""
    counts = told.counts()
    rows = [(word("diff", kind, language), str(number)) for kind, number in counts.items()]
    made = [(name, before or "-", now or "-") for name, before, now in told.made_with]
    runs = [
        (
            say(f"diff_{side}", language),
            run.id,
            run.version,
            str(run.config.get("model", "-")),
            run.command,
        )
        for side, run in (("before", told.before), ("now", told.now))
    ]
    return (
        part("diff_runs", language, rows=runs),
        part(
            "diff_counts",
            language,
            rows=rows,
            lines=[
                say("diff_compared", language, n=told.compared),
                *([] if told.changes else [say("diff_nothing", language)]),
            ],
        ),
        *([part("diff_made_with", language, rows=made)] if made else []),
        *(
            part(f"diff_{kind}", language, rows=[_row(c, language) for c in of_kind])
            for kind in KINDS
            if (of_kind := [c for c in told.changes if c.change == kind])
        ),
    )


def _row(change: Change, language: Language) -> tuple[str, ...]:
    point = where(change.province, change.sector, change.changepoint, language)
    field = word("check", change.field, language) if change.field else ""
    both = f"{change.before or '-'} → {change.now or '-'}"
    told = " ".join(part for part in (field, both) if part)
    if change.change.startswith("point") or change.change == "outcome":
        return point, told, change.why
    return point, change.name, told, change.why


def text(told: Difference, language: Language) -> str:
    """For a terminal."""
    return as_text(sections(told, language), _title(told, language))


def html(told: Difference, language: Language) -> str:
    """A page of its own."""
    return as_page(sections(told, language), _title(told, language), language)


def data(told: Difference, language: Language) -> str:
    """JSON: the changes as values, and the sections in words."""
    value = {
        "before": told.before.model_dump(mode="json"),
        "now": told.now.model_dump(mode="json"),
        "compared": told.compared,
        "counts": told.counts(),
        "made_with": [list(one) for one in told.made_with],
        "changes": [change.model_dump() for change in told.changes],
        "sections": [asdict(section) for section in sections(told, language)],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def table(told: Difference, _language: Language) -> str:
    """CSV with a byte order mark: a change a line, codes in English, no cell a formula."""
    columns = list(Change.model_fields)
    return csv_table(columns, ([getattr(c, name) for name in columns] for c in told.changes))


def _title(told: Difference, language: Language) -> str:
    return say("diff_title", language, before=told.before.id, now=told.now.id)


FORMATS = {"text": text, "csv": table, "html": html, "json": data}
