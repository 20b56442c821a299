"""For TextCarbon's own reader: verified items only, each changepoint written as Event.

That reader takes ``## 转折点: DATE (Event) - 置信度: N`` alone, splits on ``---``, takes
``N. **label**：`` items, swallows everything else in a block, and skips a block that says
未找到相关政策或事件. So nothing else is written here, and no other ``---``; and a changepoint without a
confidence gets the number 0, because a block without a number is lost. The head says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from agent.findings import Dossier, Outcome, Status
from agent.report import NOTHING, Beside
from agent.report.items import Items, listed, standing
from agent.report.publisher import UNKNOWN
from agent.report.reviewed import as_reviewed
from agent.report.safe import address, plain
from agent.report.summary import head
from agent.report.template import filled
from agent.report.words import Language


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """The collector's combined file; always in Chinese, as its reader is."""
    without = no_confidence(dossier.changepoint.confidence for dossier in dossiers)
    yield "\n".join([*head(dossiers, "zh"), *without, ""])
    for dossier in as_reviewed(dossiers, beside.reviews):
        yield f"\n---\n\n{block(Items(dossier, 'zh'))}"


def block(items: Items) -> str:
    """One changepoint: its heading, and its verified items (worded in Chinese) or why there are none."""
    dossier = items.dossier
    given = dossier.changepoint.confidence
    verified = [f for f in listed(dossier) if standing(f) == Status.VERIFIED]
    return filled(
        "point.textcarbon.txt",
        "zh",
        date=dossier.changepoint.date,
        # Without an exponent: the reader takes digits and points.
        score=f"{given or 0:.6f}".rstrip("0").rstrip("."),
        items=[items.of(finding) for finding in verified],
        nothing=_nothing(dossier),
        # A page's own --- would split the file.
        safe=lambda text: plain(text).replace("---", "——"),
        address=address,
    )


def no_confidence(given: Iterable[float | None]) -> list[str]:
    """A line that says how many changepoints have the number 0 because none was given."""
    without = sum(confidence is None for confidence in given)
    return [f"其中 {without} 个转折点没有给出置信度，写作 0，以便程序读取"] if without else []


def _nothing(dossier: Dossier) -> str:
    """Why the block is empty, in a line with the words that make the reader skip it."""
    if dossier.is_audit:
        return "未找到相关政策或事件（对他人报告的核对：其中没有核验通过的条目）。"
    if dossier.outcome is Outcome.INCOMPLETE:
        return "本次未找到相关政策或事件，但检索或网页没有查全，不能说明没有。"
    groups = Counter(standing(f) for f in listed(dossier))
    words = ((Status.FLAGGED.value, "待核"), (UNKNOWN, "发布者未知"))
    others = [f"{name} {groups[code]} 条" for code, name in words if groups[code]]
    if others:
        told = "、".join(others)
        return f"未找到相关政策或事件（只计核验通过的；另有{told}，见完整报告）。"
    return "未找到相关政策或事件"
