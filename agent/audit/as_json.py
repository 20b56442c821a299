"""The audit as JSON: every item with its judgement, its verdicts and why, and every problem."""

from __future__ import annotations

import json
from typing import Any

from agent.audit.items import Audit, Audited, Judgement
from agent.audit.words import because, faults_of, told
from agent.report.words import Language


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
