"""What people decided, held against what the checks say today: ``POLICY_REVIEWS=FILE make eval``.

The file is what ``research review export --format regression`` writes. Its rows have no floors: each
user's file is another. A label is reached when the checks support what people accepted, and do not
support what they found wrong.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agent.checks import judge
from agent.findings import Finding, Label, Status
from agent.policy import Policy
from agent.records import Changepoint, Page, Window
from tests.eval.table import Measure
from tests.knowledge import all_checks

NAME = "POLICY_REVIEWS"
STATUS = {"accept": Status.VERIFIED, "reject": Status.REJECTED}
"""What the program should make of a finding that people accepted or rejected."""


def reviews(path: Path | None = None) -> tuple[Measure, ...]:
    """The measures of a regression set; none when no file is named.

    Raises:
        SystemExit: the file cannot be read, with the line that is wrong.
    """
    given = path or (Path(os.environ[NAME]) if os.environ.get(NAME) else None)
    if given is None:
        return ()
    told: dict[str, list[tuple[bool, str]]] = {}
    for case, finding in _judged(given):
        if case["decision"] in STATUS:
            right = finding.status is STATUS[case["decision"]]
            words = f"{finding.status} {finding.policy.name.value[:30]}"
            told.setdefault(f"{case['decision']}: status", []).append((right, words))
        for index, label in case["labels"].items():
            claim, now = finding.claims[int(index)], finding.label_of_claim(int(index))
            right = (now is Label.SUPPORTED) is label
            name = f"{claim.field} {'right' if label else 'wrong'}: told so"
            told.setdefault(name, []).append((right, f"{now} {claim.value[:40]}"))
    return tuple(
        Measure(
            set="people",
            name=name,
            hits=sum(right for right, _ in cases),
            count=len(cases),
            misses=tuple(words for right, words in cases if not right),
        )
        for name, cases in sorted(told.items())
    )


def _judged(path: Path) -> Iterator[tuple[dict[str, Any], Finding]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as problem:
        raise SystemExit(f"{NAME}: cannot read {path}: {problem.strerror}") from problem
    for number, line in enumerate(lines, 1):
        try:
            case = json.loads(line)
            if case["page"] is None:
                continue
            page = Page.model_validate(case["page"])
            point = Changepoint.model_validate(case["changepoint"])
            window = Window.model_validate(case["window"])
            policy = Policy.model_validate(case["policy"])
        except (ValueError, KeyError, TypeError) as problem:
            raise SystemExit(f"{path}:{number}: no row of a regression set: {problem}") from problem
        yield case, judge(policy, page, point, window, all_checks())
