"""For TextCarbon's own reader: verified items only, each changepoint written as Event.

That reader takes ``## 转折点: DATE (Event) - 置信度: N`` alone, splits on ``---``, takes
``N. **label**：`` items, swallows everything else in a block, and skips a block that says
未找到相关政策或事件. So nothing else is written here, and no other ``---``.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.findings import Dossier, Status
from agent.report.items import Item, item, listed
from agent.report.safe import address, plain
from agent.report.summary import point_heading, subject
from agent.report.words import Language


def render(dossiers: Sequence[Dossier], _language: Language) -> str:
    """The collector's combined file; always in Chinese, as its reader is."""
    first = dossiers[0]
    told = "、".join(dict.fromkeys(subject(d, "zh") for d in dossiers))
    lines = [
        f"# {told} 碳排放变点相关政策与事件汇总",
        "",
        f"分析时间: {first.researched_at:%Y-%m-%d %H:%M:%S}",
        f"共包含 {len(dossiers)} 个重要转折点的相关信息",
    ]
    for dossier in dossiers:
        lines += ["", "---", "", f"## {point_heading(dossier, 'zh', kind='Event')}", ""]
        lines += _block(dossier)
    return "\n".join(lines) + "\n"


def _block(dossier: Dossier) -> list[str]:
    verified = [f for f in listed(dossier) if f.status is Status.VERIFIED]
    if not verified:
        return ["未找到相关政策或事件"]
    lines: list[str] = []
    for number, finding in enumerate(verified, 1):
        lines += [*_item(number, item(finding, dossier, "zh")), ""]
    return lines[:-1]


def _item(number: int, shown: Item) -> list[str]:
    def sentences(told: tuple[str, ...], nothing: str) -> str:
        return _no_rule(plain("".join(told))) or nothing

    content = sentences(tuple(s.text for s in shown.content), "网页没有可逐字核对的内容句。")
    impact = sentences(tuple(s.text for s in shown.impact), "文件未给出减排量或影响。")
    return [
        f"{number}. **具体政策名称/事件**：{_no_rule(plain(shown.name))}",
        f"**发布/发生时间**：{_no_rule(plain(shown.dates))}",
        f"**责任机构**：{_no_rule(plain(shown.agencies))}",
        f"**核心内容**：{content}",
        f"**预期影响**：{impact}",
        f"**信息来源网址**：[{_no_rule(plain(shown.publisher))}]({address(shown.url)})",
    ]


def _no_rule(text: str) -> str:
    """A page's own ``---`` would split the file."""
    return text.replace("---", "——")
