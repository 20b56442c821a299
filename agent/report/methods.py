"""The methods paragraph and the flow of a supplement, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.findings import Dossier
from agent.report import NOTHING, Beside, whole
from agent.report.safe import markdown
from agent.report.supplement import supplement
from agent.report.words import Language


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """How the supplement came about: paragraphs, then the numbers of the flow."""
    zh = language == "zh"
    made = supplement(dossiers, language, beside)
    lines = ["# 方法" if zh else "# Methods", ""]
    for part in made.methods:
        lines += [f"**{part.title}{'。' if zh else '.'}** {markdown(part.text)}", ""]
    lines += ["## 流程" if zh else "## Flow", ""]
    lines += [
        "| 步骤 | 次数 | 不同的 |" if zh else "| step | times | distinct |",
        "|---|---:|---:|",
    ]
    for step in made.flow:
        distinct = "" if step.distinct is None else step.distinct
        lines.append(f"| {markdown(step.told(language))} | {step.count} | {distinct} |")
    yield "\n".join([*lines, ""])


render = whole(parts)
