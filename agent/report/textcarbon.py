"""For TextCarbon's own reader: verified items only, each changepoint written as Event.

That reader takes ``## 转折点: DATE (Event) - 置信度: N`` alone, splits on ``---``, takes
``N. **label**：`` items, swallows everything else in a block, and skips a block that says
未找到相关政策或事件. So nothing else is written here, and no other ``---``; and a changepoint without a
confidence gets the number 0, because a block without a number is lost. The head says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from agent.findings import Dossier, Outcome, Status
from agent.report import NOTHING, Beside, whole
from agent.report.items import Item, group, item, listed
from agent.report.publisher import UNKNOWN
from agent.report.reviewed import as_reviewed
from agent.report.safe import address, plain
from agent.report.summary import head
from agent.report.words import Language


class _Scored(Protocol):
    @property
    def confidence(self) -> float | None: ...


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """The collector's combined file; always in Chinese, as its reader is."""
    without = no_confidence(dossier.changepoint for dossier in dossiers)
    yield "\n".join([*head(dossiers, "zh"), *without, ""])
    for dossier in as_reviewed(dossiers, beside.reviews):
        yield "\n".join(["", "---", "", *point_lines(dossier), ""])


render = whole(parts)


def point_lines(dossier: Dossier) -> list[str]:
    """One changepoint: its heading, and its verified items or why there are none."""
    given = dossier.changepoint.confidence
    # Without an exponent: the reader takes digits and points.
    score = f"{given or 0:.6f}".rstrip("0").rstrip(".")
    heading = f"## 转折点: {dossier.changepoint.date} (Event) - 置信度: {score}"
    return [heading, "", *_block(dossier)]


def no_confidence(points: Iterable[_Scored]) -> list[str]:
    """A line that says how many changepoints have the number 0 because none was given."""
    without = sum(point.confidence is None for point in points)
    return [f"其中 {without} 个转折点没有给出置信度，写作 0，以便程序读取"] if without else []


def _block(dossier: Dossier) -> list[str]:
    verified = [f for f in listed(dossier) if group(f) == Status.VERIFIED]
    if not verified:
        return [_nothing(dossier)]
    lines: list[str] = []
    for number, finding in enumerate(verified, 1):
        lines += [*_item(number, item(finding, dossier, "zh")), ""]
    return lines[:-1]


def _nothing(dossier: Dossier) -> str:
    """Why the block is empty, in a line with the words that make the reader skip it."""
    if dossier.is_audit:
        return "未找到相关政策或事件（对他人报告的核对：其中没有核验通过的条目）。"
    if dossier.outcome is Outcome.INCOMPLETE:
        return "本次未找到相关政策或事件，但检索或网页没有查全，不能说明没有。"
    groups = Counter(group(f) for f in listed(dossier))
    words = ((Status.FLAGGED.value, "待核"), (UNKNOWN, "发布者未知"))
    others = [f"{name} {groups[code]} 条" for code, name in words if groups[code]]
    if others:
        told = "、".join(others)
        return f"未找到相关政策或事件（只计核验通过的；另有{told}，见完整报告）。"
    return "未找到相关政策或事件"


def _item(number: int, shown: Item) -> list[str]:
    def sentences(told: tuple[str, ...], nothing: str) -> str:
        return _no_rule(plain("".join(told))) or nothing

    content = sentences(tuple(s.text for s in shown.content if s.is_fact), shown.no_content)
    impact = sentences(tuple(s.text for s in shown.impact if s.is_fact), shown.no_impact)
    return [
        f"{number}. **具体政策名称/事件**：{_no_rule(plain(shown.name))}",
        f"**发布/发生时间**：{_no_rule(plain(shown.dates))}",
        f"**责任机构**：{_no_rule(plain(shown.agencies))}",
        f"**核心内容**：{content}",
        f"**预期影响**：{impact}",
        f"**信息来源网址**：[{_no_rule(plain(shown.publisher))}]({_url(shown.url)})",
    ]


def _url(url: str) -> str:
    return address(url).replace("---", "%2D%2D%2D")


def _no_rule(text: str) -> str:
    """A page's own ``---`` would split the file."""
    return text.replace("---", "——")
