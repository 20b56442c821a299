"""What came out of an audit as files: the annotated report, JSON, a table for spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from agent.audit.items import Audit, Audited, Judgement, Text
from agent.audit.summary import as_markdown, as_text, because, faults_of, told, word
from agent.lazy import lazy_pattern
from agent.records import Changepoint
from agent.report.safe import csv_table, plain
from agent.report.words import Language, reason, say

_INDENT = lazy_pattern(r"(?:\s+(?:[-*•]\s+)?)?")
"""What a line begins with, a list's mark too; it may be nothing."""


def annotated(audit: Audit, language: Language) -> Mapping[str, str]:
    """For each file that was read, by its path, a copy with a line of judgement under each item."""
    after: dict[str, dict[int, list[str]]] = {text.path: {} for text in audit.texts}
    by_path = {text.path: text for text in audit.texts}
    for one in audit.items:
        places = [(one.item.path, one.item.last)]
        places += [(where.path, where.last) for where in one.told_again]
        for path, last in places:
            indent = _INDENT.match(by_path[path].lines[last - 1])
            line = f"{indent[0] if indent else ''}{_line(one, language)}"
            after[path].setdefault(last, []).append(line)
    for problem in audit.problems:
        if problem.lost and problem.code != "not_judged" and problem.path in after:
            why = plain(told(problem, language).removeprefix(f"{problem.path}:{problem.line}: "))
            line = f"（{word('word', 'not_parsed', language)}：{why}）"
            after[problem.path].setdefault(problem.line, []).append(line)
    return {text.path: _copy(text, after[text.path]) for text in audit.texts}


def _line(audited: Audited, language: Language) -> str:
    label, colon = word("word", "audit", language), say("colon", language)
    why = say("stop", language).join(because(audited, language))
    judgement = word("judgement", audited.judgement.value, language)
    return f"**{label}**{colon}{judgement}{say('full_stop_space', language)}{plain(why)}".rstrip()


def _copy(text: Text, after: Mapping[int, list[str]]) -> str:
    lines: list[str] = []
    for number, line in enumerate(text.lines, start=1):
        lines.append(line)
        lines += after.get(number, [])
    return text.line_end.join(lines)


def as_json(audit: Audit, language: Language) -> str:
    """One document, Chinese unescaped; the texts of reports and pages are left out."""
    value: dict[str, Any] = audit.model_dump(mode="json", exclude={"items", "texts", "problems"})
    value["judgements"] = {
        judgement.value: sum(one.judgement is judgement for one in audit.items)
        for judgement in Judgement
    }
    problems = [
        problem.model_dump(mode="json") | {"told": told(problem, language)}
        for problem in audit.problems
    ]
    whole = _indented(value | {"items": [_HERE], "problems": problems})
    before, after = whole.split(json.dumps(_HERE))
    # Item by item: all of them as values are many times the text.
    items = (_indented(_item(one, language)).replace("\n", "\n  ") for one in audit.items)
    return "".join([before, ",\n  ".join(items), after, "\n"])


_HERE = "the items stand here"


def _indented(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _item(one: Audited, language: Language) -> dict[str, Any]:
    finding = one.finding.model_dump(mode="json", exclude={"own", "told_in"})
    others = one.model_dump(mode="json", include={"item", "window", "others", "gaps", "told_again"})
    value = {
        "item": others["item"],
        "policy": finding["policy"],
        "claims": finding["claims"],
        "window": others["window"],
        "verdicts": finding["verdicts"],
        "judgement": one.judgement.value,
        "finding": finding if one.is_read else None,
    }
    faults = {"faults": list(faults_of(one)), "why": list(because(one, language))}
    return value | {part: others[part] for part in ("others", "gaps", "told_again")} | faults


CHECKS = (
    *("place", "window", "sector", "publisher", "date", "source"),
    *("name", "agency", "figure", "across"),
)


def _of_point(value: Callable[[Changepoint], str]) -> Callable[[Audited, Language], str]:
    """A cell that is empty where the item names no changepoint."""
    return lambda one, _: value(one.item.changepoint) if one.item.changepoint else ""


def _of_check(check: str) -> Callable[[Audited, Language], str]:
    """What a check says, each time with its label."""
    return lambda one, language: "；".join(
        f"[{v.label.value}] {reason(v, language)}" for v in one.finding.of_check(check)
    )


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


FORMATS: dict[str, tuple[str, Callable[[Audit, Language], str]]] = {
    "text": ("summary.txt", as_text),
    "md": ("summary.md", as_markdown),
    "json": ("audit.json", as_json),
    "csv": ("audit.csv", table),
}
"""For each format the file that it is written to, and what makes it."""
